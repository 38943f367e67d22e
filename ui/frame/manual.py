"""The manual, in a window beside the book's: its chapters at the left, one to read, and a line to find words."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.computer.manual import CHAPTERS, chapter, chapters
from ui.frame.rail import Rail, RailEntry
from ui.parts.chapter_text import ChapterText
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.line_field import LineField
from ui.parts.section import Hairline
from ui.theme.tokens import Height, Size, Space

_ICONS: Final = ("user", "print", "read only", "role", "export", "delete", "departed", "backups", "warning")
_USUAL: Final = (1180, 740)
_LEAST: Final = (760, 480)


def show_manual(window: QWidget) -> Manual:
    """Open it beside this window, with which it closes; where it is open already, bring it to the front."""
    found = window.findChild(Manual)
    manual = found if isinstance(found, Manual) else Manual(window)
    manual.show()
    manual.raise_()
    manual.activateWindow()
    manual.text.setFocus()
    return manual


class Manual(QWidget):
    """Opens at its first chapter; what was open stays open when it is shown again."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setWindowTitle("Manual – Housebook")
        self.setMinimumSize(*_LEAST)
        self.resize(*_USUAL)
        ground(self, "surface")
        self.rail = _contents(self)
        self.rail.wanted.connect(self._turn_to)
        self.text = ChapterText("manual.text")
        self.text.wanted.connect(self.open)
        self.words = LineField()
        self.told = text_label("", Size.DETAIL, tone="text2")
        self._lay_out()
        self.open(CHAPTERS[0])

    def open(self, name: str) -> None:
        """Show a chapter, named as links name it."""
        shown = chapter(name)
        self.text.show_chapter(shown)
        self.rail.set_current(_line_of(shown.id))
        self.told.setText("")

    def go_on(self) -> None:
        """Go on to the next place where the words stand, in this chapter or one after it."""
        words, here = self.words.text(), self.text.chapter
        if not words or here is None or self.text.find(words):
            return
        at = CHAPTERS.index(here.id)
        for name in (*CHAPTERS[at + 1 :], *CHAPTERS[: at + 1]):
            self.open(name)
            if self.text.find(words):
                return
        self.told.setText(f"“{words[:40]}” is not in the manual")

    def _turn_to(self, line: str) -> None:
        self.open(line.partition(".")[2])

    def _lay_out(self) -> None:
        self.words.setObjectName("manual.words")
        self.words.setAccessibleName("Find in the manual")
        self.words.setPlaceholderText("Find in the manual")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedSize(280, Height.FIELD)
        self.words.returnPressed.connect(self.go_on)
        self.told.setObjectName("manual.told")
        for key, run in (("Ctrl+F", self._begin_to_find), ("F3", self.go_on), ("Esc", self.close)):
            QShortcut(QKeySequence(key), self, partial(run))
        head = QHBoxLayout()
        head.setContentsMargins(Space.XXL, Space.S, Space.XL, Space.S)
        head.setSpacing(Space.M)
        head.addWidget(self.words)
        head.addWidget(self.told, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self.text, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(Hairline(standing=True))
        line.addLayout(column, 1)

    def _begin_to_find(self) -> None:
        self.words.setFocus()
        self.words.selectAll()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _contents(parent: QWidget) -> Rail:
    rail = Rail(parent)
    rail.setObjectName("manual.rail")
    rail.setFixedWidth(264)
    pairs = zip(chapters(), _ICONS, strict=True)
    rail.show_entries([RailEntry(_line_of(one.id), one.title, icon) for one, icon in pairs])
    return rail


def _line_of(chapter_id: str) -> str:
    """The lines of the window's own contents have the same names."""
    return f"manual.{chapter_id}"
