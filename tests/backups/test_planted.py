"""Whoever can seal and sign an archive may put anything into it: a restore with the recovery key alone refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.archive.form import FORMAT, Header, Shape
from app.archive.writing import archive_in
from app.errors import UnreadableFile
from app.keys.recovery import to_words
from app.keys.sealing import new_key, public_half
from app.keys.slots import new_signing_key
from app.opened_backup import keys_of_words
from app.restoring import restore
from app.store.lines import SHAPES
from app.store.schema import HEAD
from app.ticket import Ticket

PRINTED, SIGNING = new_key(), new_signing_key()
BOOK = b'[1,"uid","Firm",0,0,"",null]\n'
USER = '[{},{},"ann","Ann","owner",null,null,null,null,null,null]\n'
SOMEBODY = {"book": BOOK, "users": USER.format(1, 0).encode()}
STRANGE = Shape(["id"], {"id": "number"})

PLANTED: dict[str, tuple[dict[str, Shape], dict[str, bytes]]] = {
    "no book": (SHAPES, {}),
    "two books": (SHAPES, {"book": BOOK + BOOK.replace(b"[1", b"[2")}),
    "another book": (SHAPES, {"book": BOOK.replace(b"uid", b"another")}),
    "a signature of nobody in it": (SHAPES, SOMEBODY),
    "a table of another program": ({**SHAPES, "sqlite_master": STRANGE}, SOMEBODY),
    "a column that is not there": ({**SHAPES, "teams": Shape(["id"], {"id": "number", "nonsense": "text"})}, SOMEBODY),
    "no columns": ({**SHAPES, "teams": Shape([], {})}, {**SOMEBODY, "teams": b"[]\n"}),
    "no rows of JSON": (SHAPES, {"users": b"ann\n"}),
    "rows of rows": (SHAPES, {"users": USER.format(1, "[0]").encode()}),
    "rows of words": (SHAPES, {"users": USER.format(1, '"much"').encode() + b'["short"]\n'}),
    "numbers too large": (SHAPES, {"users": USER.format(10**30, 0).encode()}),
    "the same row twice": (SHAPES, {"users": USER.format(1, 0).encode() * 2}),
    "no UTF-8": (SHAPES, {"users": b'["\xff"]\n'}),
    "bytes that are none": (SHAPES, {"book": BOOK.replace(b"null", b'"zz"')}),
    "a link to nothing": (SHAPES, {**SOMEBODY, "saved_lists": b'["x",9,false,"",1,0]\n'}),
}


def planted(path: Path, shapes: dict[str, Shape], rows: dict[str, bytes]) -> Path:
    header = Header(FORMAT, HEAD, "Other", "Firm", "uid", 0, "2026-11-22T20:00:00+00:00", "sqlite", 9, False, shapes)
    with path.open("wb") as target, archive_in(target, [public_half(PRINTED)], header) as archive:
        for table in shapes:
            archive.add_table(table, [rows.get(table, b"")] if table in rows else [])
        archive.sign("", SIGNING)
    return path


@pytest.mark.parametrize("what", PLANTED)
def test_it_is_refused_with_a_sentence_and_nothing_is_left(what: str, location: str, tmp_path: Path) -> None:
    shapes, rows = PLANTED[what]
    path = planted(tmp_path / "planted.hbk", shapes, rows)

    with pytest.raises(UnreadableFile):
        restore(path, location, keys_of_words(to_words(PRINTED)), Ticket())

    assert [one.name for one in tmp_path.iterdir()] == ["planted.hbk"]
