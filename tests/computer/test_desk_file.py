"""This desk's memory: whole or absent, never a password, and nonsense in it harms nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.computer.desk_file import DeskFile, KnownBook, place_of
from app.computer.drafts import Drafts
from app.computer.memory import Memory, desk_setting
from app.computer.places import config_folder, desk_file, log_file, sample_book
from app.computer.safe_file import read_json, write_json


def test_what_is_kept_is_there_the_next_day(tmp_path: Path) -> None:
    first = DeskFile(tmp_path / "desk.json")
    first.keep("customers.columns", [1, "Zoë", None])
    first.keep("window.page", "team")
    first.keep("window.page", None)
    first.write()
    second = DeskFile(tmp_path / "desk.json")
    assert second.recall("customers.columns") == [1, "Zoë", None]
    assert second.recall("window.page", "customers") == "customers"


@pytest.mark.parametrize("content", ["", "{", "nonsense", '{"a": ', "\x00\x01"])
def test_a_damaged_file_is_set_aside_and_the_desk_begins_anew(tmp_path: Path, content: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(content, "utf-8")
    file = DeskFile(path)
    assert file.books() == []
    assert path.with_name("desk.json.damaged").read_text("utf-8") == content
    file.keep("a", 1)
    file.write()
    assert json.loads(path.read_text("utf-8")) == {"a": 1}


@pytest.mark.parametrize("content", ["[]", '"x"', "7", "null", '{"books": 3, "here": []}', '{"books": [{"firm": 1}]}'])
def test_json_of_another_shape_harms_nobody(tmp_path: Path, content: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(content, "utf-8")
    memory = Memory(DeskFile(path), Drafts(tmp_path, "x"), "x")
    assert memory.file.books() == []
    assert memory.recall_here("selected", 5) == 5
    memory.keep_here("selected", 7)
    assert memory.recall_here("selected") == 7


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert read_json(path) == {"a": 1}
    assert [one.name for one in tmp_path.iterdir()] == ["desk.json"]


def test_the_newest_book_is_first_and_each_stands_once(tmp_path: Path) -> None:
    file = DeskFile(tmp_path / "desk.json")
    for number in range(10):
        file.remember_book(KnownBook(f"/books/{number % 9}.book", f"Firm {number}", "ann"))
    assert [book.firm for book in file.books()][:2] == ["Firm 9", "Firm 8"]
    assert len({book.location for book in file.books()}) == len(file.books()) == 8
    file.forget_book("/books/0.book")
    assert "/books/0.book" not in [book.location for book in file.books()]


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("postgresql://ann:secret@db.example:5433/book", "postgresql://ann@db.example:5433/book"),
        ("postgresql://db.example/book?sslmode=verify-full", "postgresql://db.example/book?sslmode=verify-full"),
        ("postgresql://ann:p%40ss@db/book", "postgresql://ann@db/book"),
    ],
)
def test_no_password_is_written_down(location: str, place: str) -> None:
    assert place_of(location) == place


def test_a_path_is_remembered_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of("firm.book") == str(tmp_path / "firm.book")


def test_the_last_login_is_known_by_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    file = DeskFile(tmp_path / "desk.json")
    file.remember_book(KnownBook(place_of("firm.book"), "Firm", "ben"))
    assert file.last_login(str(tmp_path / "firm.book")) == "ben"
    assert file.last_login("other.book") is None


def test_books_remember_apart(tmp_path: Path) -> None:
    file = DeskFile(tmp_path / "desk.json")
    one, two = (Memory(file, Drafts(tmp_path, place), place) for place in ("a.book", "b.book"))
    one.keep_here("selected", 1)
    two.keep_here("selected", 2)
    one.keep("columns", "x")
    assert (one.recall_here("selected"), two.recall_here("selected")) == (1, 2)
    assert two.recall("columns") == "x"


def test_a_setting_that_is_nonsense_counts_as_its_default(tmp_path: Path) -> None:
    file = DeskFile(tmp_path / "desk.json")
    memory = Memory(file, Drafts(tmp_path, "x"), "x")
    memory.change_setting("theme", "dark")
    assert memory.setting("theme") == "dark"
    file.keep("settings.theme", "purple")
    file.keep("settings.open_last_book", "yes")
    assert desk_setting(file, "theme") == "system"
    assert desk_setting(file, "open_last_book") is True


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)))
def test_whatever_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("desk") / "desk.json"
    file = DeskFile(path)
    for name, value in values.items():
        file.keep(name, value)
    file.write()
    again = DeskFile(path)
    assert all(again.recall(name) == value for name, value in values.items() if "\ud800" not in repr(value))


def test_places_are_the_person_s_own(own_home: Path) -> None:
    for path in (desk_file(), log_file(), sample_book()):
        assert own_home in path.parents
    assert config_folder().is_dir()
