"""The rows of a card: a sign or face at the left, a word for what it is, the value, and a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.labels import IconLabel, Label, text_flags, text_label
from ui.parts.section import Hairline, SectionHeading
from ui.theme.fonts import font, metrics
from ui.theme.style import outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

SIGN: Final = 22
INDENT: Final = 32
KIND: Final = 56
Doing = tuple[str, Callable[[], object] | None, str]
"""What a menu offers: its words, what it does (None: not now), and its name."""


class CardSection(QWidget):
    """A hairline, a title with its verb, and rows below."""

    def __init__(
        self,
        name: str,
        title: str,
        count: str = "",
        verb: str = "",
        run: Callable[[], object] | None = None,
        key: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.heading = SectionHeading(title, count, verb, run, key, f"{name}.verb")
        self.rows.addWidget(Hairline())
        self.rows.addSpacing(2)
        self.rows.addWidget(self.heading)

    def end(self) -> None:
        """A little air below the last row."""
        self.rows.addSpacing(Space.S)


def shrinking(label: Label) -> Label:
    """As wide as its words where there is room, and cut where there is not."""
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label


def fixed(label: Label, width: int) -> Label:
    """Always this wide, so that what follows stands in a column."""
    label.setFixedWidth(width)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def readable(label: Label, least: int) -> Label:
    """Keeps this width, or that of its words, while others are cut."""
    label.setMinimumWidth(min(least, label.sizeHint().width()))
    return label


def note_label(text: str, tone: str = "text2", weight: int = Weight.PLAIN) -> Label:
    """A detail beside a value."""
    return shrinking(text_label(text, Size.DETAIL, weight, tone, elide=True))


def sign_box(sign: QWidget | None) -> QWidget:
    """The left column, with the sign in the middle of its 22 pixels."""
    box = QWidget()
    box.setFixedWidth(INDENT)
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    if sign is not None:
        line.addWidget(sign, 1, Qt.AlignmentFlag.AlignCenter)
    line.addSpacing(INDENT - SIGN)
    return box


def plain_row(sign: QWidget | None, height: int = Height.ROW) -> tuple[QWidget, QHBoxLayout]:
    """A row with its sign; the rest is put into the layout."""
    row = QWidget()
    row.setMinimumHeight(height)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(Space.S)
    line.addWidget(sign_box(sign))
    line.setSpacing(0)
    return row, line


class AddVerb(QAbstractButton):
    """Stands where a value is missing and says how to fill it; quieter than a link."""

    def __init__(self, words: str, run: Callable[[], object], name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: run())

    def sizeHint(self) -> QSize:
        measure = metrics(Size.VALUE)
        return QSize(round(measure.horizontalAdvance(self.text())) + 2, round(measure.height()) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        drawn = font(Size.VALUE)
        drawn.setUnderline(self.underMouse())
        painter.setFont(drawn)
        painter.setPen(QColor(tokens.accent if self.underMouse() or self.hasFocus() else tokens.text3))
        painter.drawText(self.rect(), int(text_flags(self.layoutDirection())), self.text())
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), tokens.accent, 2, Radius.KEY)


class ValueRow(QWidget):
    """Something known of a customer: double click or Ctrl+C copies it, Enter opens it, the menu offers both."""

    copied = Signal()
    opened = Signal()

    def __init__(
        self,
        name: str,
        kind: str,
        lines: Sequence[str],
        note: str = "",
        sign: str = "",
        sign_tone: str = "text2",
        kind_width: int = KIND,
        tone: str = "text",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(f"{kind}: {', '.join(lines)}" + (f", {note}" if note else ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.doings: list[Doing] = []
        self._leads = tone == "accent"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        if kind_width == KIND:
            row.addWidget(sign_box(IconLabel(sign, 16, sign_tone) if sign else None), 0, top)
        label = text_label(kind, Size.DETAIL, Weight.PLAIN, "text2", elide=True)
        row.addWidget(fixed(label, kind_width - Space.S), 0, top)
        row.addSpacing(Space.S)
        row.addLayout(self._values(name, lines, note, tone), 1)

    def _values(self, name: str, lines: Sequence[str], note: str, tone: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for number, words in enumerate(lines):
            line = QHBoxLayout()
            line.setSpacing(Space.S)
            label = text_label(words, Size.VALUE, Weight.PLAIN, "text2" if number else tone, elide=True)
            label.setObjectName(f"{name}.value" if not number else "")
            line.addWidget(shrinking(label))
            if note and not number:
                line.addWidget(readable(note_label(note), 48))
            line.addStretch(1)
            column.addLayout(line)
        return column

    def offer_menu(self, at: QPoint) -> None:
        """What can be done with it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, run, name in self.doings:
            action = menu.addAction(words)
            action.setObjectName(name)
            action.setEnabled(run is not None)
            if run is not None:
                action.triggered.connect(lambda _on, run=run: run())
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.offer_menu(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.copied.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._leads and event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            outline(QPainter(self), QRectF(self.rect()), current_tokens().accent, 2, Radius.CHIP)
