"""A chapter of the manual as it is read: the program's own text, and the one place where markup is shown.

Nothing in it is fetched from anywhere; its links lead to other chapters only.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from app.computer.manual import Chapter
from ui.parts.ground import ground
from ui.theme.fonts import font
from ui.theme.tokens import Size, Space, Weight, current_tokens

_HEADINGS: Final = {1: Size.GREETING, 2: Size.TITLE}
_LINE: Final = 130
_BESIDE: Final = 120
"""Free at the right of what is no table: long lines are hard to read."""


class ChapterText(QTextBrowser):
    """Shows one chapter; emits the name of the one that a link leads to."""

    wanted = Signal(str)
    chapter: Chapter | None = None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Chapter")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        ground(self, "surface")
        self.document().setDocumentMargin(Space.XXL)
        self.anchorClicked.connect(lambda url: self.wanted.emit(url.toString()))

    def show_chapter(self, chapter: Chapter) -> None:
        """Show it from its beginning."""
        self.chapter = chapter
        self.document().setDefaultFont(font())
        self.setMarkdown(chapter.text)
        block = self.document().begin()
        while block.isValid():
            _lay_out(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _draw(frame)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """There is nothing to load."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.chapter is not None:
            self.show_chapter(self.chapter)


def _lay_out(block: QTextBlock) -> None:
    cursor, looks = QTextCursor(block), QTextBlockFormat(block.blockFormat())
    level, table = looks.headingLevel(), cursor.currentTable()
    looks.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if not table:
        looks.setTopMargin(Space.XL if level == 2 else 0)
        looks.setBottomMargin(Space.XS if _goes_on(block) else Space.M)
        looks.setRightMargin(_BESIDE)
    cursor.setBlockFormat(looks)
    if level:
        _set_letters(cursor, _HEADINGS.get(level, Size.VALUE), heavy=True)
    elif table:
        _set_letters(cursor, Size.DETAIL, heavy=table.cellAt(cursor).column() == 0)


def _set_letters(cursor: QTextCursor, size: int, *, heavy: bool) -> None:
    letters = QTextCharFormat()
    letters.setProperty(QTextFormat.Property.FontPixelSize, font(size).pixelSize())
    if heavy:
        letters.setFontWeight(Weight.BOLD)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    cursor.mergeCharFormat(letters)


def _goes_on(block: QTextBlock) -> bool:
    """Whether another line of the same list follows."""
    return block.textList() is not None and block.next().textList() is block.textList()


def _draw(table: QTextTable) -> None:
    """Hairlines, room around the words, the whole width; the first column is the narrow one."""
    looks, tokens = table.format(), current_tokens()
    looks.setBorder(1)
    looks.setBorderCollapse(True)
    looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    looks.setBorderBrush(QColor(tokens.line))
    looks.setCellPadding(Space.S)
    looks.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    others = table.columns() - 1
    looks.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, share) for share in (16, *[84 / others] * others)]
    )
    looks.setBottomMargin(Space.M)
    table.setFormat(looks)
    for column in range(table.columns()):
        head = table.cellAt(0, column)
        ground_of = head.format()
        ground_of.setBackground(QColor(tokens.sunken))
        head.setFormat(ground_of)
