"""The tour: a picture of every page, light and dark, and the person's own desk untouched."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.computer.places import desk_file
from app.errors import NotAllowed, Refused
from app.features.team import AddUser
from ui.contents import CONTENTS
from ui.tour import draw_tour


def test_every_page_is_drawn_light_and_dark(
    qtbot: QtBot, file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    pictures = draw_tour(file_book, tmp_path / "tour")
    names = {"welcome", "search", *(entry.id for entry in CONTENTS)}
    assert {path.name for path in pictures} == {f"{name}-{theme}.png" for name in names for theme in ("light", "dark")}
    for path in pictures:
        drawn = QImage(str(path))
        assert (drawn.width(), drawn.height()) == (1280, 800), path
        assert (drawn.pixelColor(2, 700).lightness() < 128) == ("dark" in path.name), path
    assert not desk_file().exists()


def test_who_may_not_export_draws_nothing(file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddUser("vic", "Vic Lund", "viewer"))
    with closing(open_book(file_book.location, "vic")) as vic, pytest.raises(NotAllowed, match="export customers"):
        draw_tour(vic, tmp_path / "tour")
    assert not (tmp_path / "tour").exists()


def test_a_folder_that_cannot_be_is_told(
    qtbot: QtBot, file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "tour").write_text("a file")
    with pytest.raises(Refused):
        draw_tour(file_book, tmp_path / "tour" / "inside")
