"""A backup's lines as a file's own database joins them, and takes them apart again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app.archive.form import Unfit
from app.book import Book, create_book
from app.features.sampling import fill_with_sample
from app.models import Row, Tag
from app.rules.permissions import for_everybody
from app.store.dumping import lines_of
from app.store.file import BookFile
from app.store.lines import SHAPES
from app.store.loading import loading
from app.store.schema import HEAD, make_tables
from app.store.sqlite import SqliteStore

MORE_THAN_AT_ONCE = 2_001
TAGS = Tag.__tablename__


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with closing(create_book(str(tmp_path_factory.mktemp("dumped") / "firm.book"), "Nordlicht Handel", "ann")) as book:
        fill_with_sample(book.do, 250)
        yield book


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Connection]:
    """The bare tables of a book that nobody keeps."""
    store = SqliteStore(BookFile(tmp_path / "scratch.book", None), new=True)
    with store.writing() as session:
        make_tables(session.connection(), HEAD)
        yield session.connection()
    store.discard()


@for_everybody
def _told(session: Session) -> dict[str, tuple[int, list[tuple[object, ...]]]]:
    """By table how many rows it has, and the keys of its lines in their order."""
    found = {}
    for table, shape in SHAPES.items():
        lines = b"".join(lines_of(session.connection(), table, shape)).splitlines()
        rows = [dict(zip(shape.columns, json.loads(line), strict=True)) for line in lines]
        (count,) = session.execute(select(func.count()).select_from(Row.metadata.tables[table])).one()
        found[table] = count, [tuple(row[name] for name in shape.key) for row in rows]
    return found


def test_each_row_is_told_once_in_the_order_of_its_key(sample: Book) -> None:
    told = sample.ask(_told)
    assert len(told["touch_points"][1]) >= MORE_THAN_AT_ONCE
    assert len(told["changes"][1]) >= MORE_THAN_AT_ONCE
    assert all(count == len(keys) and keys == sorted(set(keys)) for count, keys in told.values())


@pytest.mark.parametrize("line", ["[1,2]", '{"id":1}', "1", "nothing", '[1,"no end', '[1,"a",1],[2,"b",1]', ""])
def test_what_is_no_line_of_a_table_is_refused(empty: Connection, line: str) -> None:
    with pytest.raises(Unfit), loading(empty, SHAPES, searched=False) as into:
        into.take(TAGS, f'[7,"first",1]\n{line}\n'.encode())


def test_what_is_no_text_is_refused(empty: Connection) -> None:
    with pytest.raises(Unfit), loading(empty, SHAPES, searched=False) as into:
        into.take(TAGS, b'[7,"\xff\xfe",1]\n')


def _said(key: int, uid: str) -> str:
    return json.dumps([key, uid, 1, key, None, 1, "call", "in", "", None, "Hello", None, 1])


@pytest.mark.parametrize("indexed", [True, False])
def test_two_touch_points_with_one_uid_are_refused_also_where_nobody_looks_for_them(
    empty: Connection, indexed: bool
) -> None:
    with loading(empty, SHAPES, searched=False, indexed=indexed) as into:
        into.take("touch_points", f"{_said(1, 'one')}\n{_said(2, 'another')}\n".encode())
    with pytest.raises(Unfit), loading(empty, SHAPES, searched=False, indexed=indexed) as into:
        into.take("touch_points", f"{_said(3, 'twice')}\n{_said(4, 'twice')}\n".encode())
