"""The popup below the search field: a child of the window that never takes the keyboard from the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.parts.avatar import paint_face
from ui.parts.chips import key_words
from ui.parts.results import Marked, Result, ResultGroup
from ui.parts.row_painter import elided
from ui.parts.shadow import cast_shadow
from ui.theme.fonts import font, metrics, words_width
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

_FOOT: Final = 36
_GROUP: Final = 26
_FACE: Final = 20
_CALM: Final = 250
"""Milliseconds without a letter."""
_OVERDUE: Final = 1000
"""Milliseconds after which nothing more is waited for: a question may have failed."""
_KEYS: Final = (
    ("Return", "open"),
    ("Ctrl+Return", "log a call"),
    ("Alt+Return", "show all in the list"),
    ("Ctrl+N", "new"),
)


class ResultList(QWidget):
    """Groups of results; one of them is the one that Enter opens."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("search.results")
        self.setAccessibleName("Search results")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._groups: tuple[ResultGroup, ...] = ()
        self._typed = ""
        self._at = 0
        self._calm = QTimer(self, singleShot=True)
        self._calm.timeout.connect(self._shrink)
        self.sheet = _Sheet(self)
        cast_shadow(self)
        self.hide()

    def show_groups(self, groups: Sequence[ResultGroup], typed: str, more: bool = False) -> None:
        """Show other results; the first is the one for Enter.

        It grows at once, and shrinks when all have come (no `more` are on their way, or they stay away too long) and
        nobody types any more: whatever it lets go would have to be painted again at each letter.
        """
        self._groups = tuple(group for group in groups if group.results)
        self._typed, self._at = typed, 0
        self.resize(self.width(), self.wanted_height())
        self._calm.start(_OVERDUE if more else _CALM)
        self._tell()
        self.sheet.update()

    def results(self) -> list[Result]:
        """All results, from top to bottom."""
        return [result for group in self._groups for result in group.results]

    def current(self) -> Result | None:
        """The result that Enter opens."""
        found = self.results()
        return found[self._at] if self._at < len(found) else None

    def step(self, by: int) -> None:
        """Go down or up, round at the ends."""
        found = len(self.results())
        if found:
            self._at = (self._at + by) % found
            self._tell()
            self.sheet.update()

    def wanted_height(self) -> int:
        """How high it wants to be."""
        return max(self._needed_height(), self.height() if self.isVisible() else 0)

    def _needed_height(self) -> int:
        rows = sum(_GROUP + Height.RESULT * len(group.results) for group in self._groups)
        return Space.XS + (rows or Height.RESULT + Space.S) + Space.S + _FOOT

    def _shrink(self) -> None:
        self.resize(self.width(), min(self.height(), self._needed_height()))

    def _tell(self) -> None:
        current = self.current()
        words = f"{current.name.text}, {current.detail.text}" if current else "Nothing found"
        self.setAccessibleDescription(words)

    def _lines(self) -> list[tuple[float, ResultGroup | Result]]:
        """Everything with the height at which it stands."""
        y = float(Space.XS)
        lines: list[tuple[float, ResultGroup | Result]] = []
        for group in self._groups:
            lines.append((y, group))
            y += _GROUP
            for result in group.results:
                lines.append((y, result))
                y += Height.RESULT
        return lines

    def _result_at(self, y: float) -> int:
        tops = [top for top, line in self._lines() if isinstance(line, Result)]
        return next((at for at, top in enumerate(tops) if top <= y < top + Height.RESULT), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._result_at(event.position().y())
        if at >= 0 and at != self._at:
            self._at = at
            self._tell()
            self.sheet.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._result_at(event.position().y())
        if at >= 0:
            self.chosen.emit(self.results()[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.setGeometry(self.rect().adjusted(1, Radius.POPUP, -1, -Radius.POPUP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), current_tokens(), QRectF(self.rect())
        filled(painter, box, tokens.raised, Radius.POPUP)
        outline(painter, box, tokens.edge_soft, 1, Radius.POPUP)

    def draw(self, painter: QPainter) -> None:
        """All that stands in it."""
        drawn = ResultPainter(painter, self.width(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        current = self.current()
        for top, line in self._lines():
            if isinstance(line, ResultGroup):
                drawn.title(line, top)
            else:
                drawn.result(line, top, line is current)
        if not self._groups:
            drawn.nothing(self._typed, Space.S)
        drawn.foot(self.height() - _FOOT, self._typed, _KEYS if self._groups else _KEYS[2:])


class _Sheet(QWidget):
    """What changes at each key. It covers what lies below, so that nothing there is painted again with it."""

    def __init__(self, results: ResultList) -> None:
        super().__init__(results)
        self._list = results
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(current_tokens().raised))
        painter.translate(-self.x(), -self.y())
        self._list.draw(painter)


class ResultPainter:
    """Paints the popup's lines; mirrored where one reads from the right."""

    def __init__(self, painter: QPainter, width: int, mirrored: bool) -> None:
        self._painter, self._width, self._mirrored = painter, width, mirrored
        self._ratio = painter.device().devicePixelRatioF()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def title(self, group: ResultGroup, top: float) -> None:
        """The title of a group and how many there are."""
        width = self._words(Marked(group.title), Space.LIST, top, _GROUP, Weight.BOLD, "text2")
        self._words(Marked(group.count), Space.LIST + width + Space.S - 2, top, _GROUP, Weight.PLAIN, "text3")

    def nothing(self, typed: str, top: float) -> None:
        """What stands there when nothing was found."""
        words = f"Nothing is found for “{typed}”."
        self._words(Marked(words), Space.LIST, top, Height.RESULT, Weight.PLAIN, "text2")

    def result(self, result: Result, top: float, current: bool) -> None:
        """One result."""
        tokens = current_tokens()
        if current:
            row = self._seen(QRectF(Space.XS + 2, top, self._width - 2 * (Space.XS + 2), Height.RESULT))
            filled(self._painter, row, tokens.selected, Radius.CHIP)
            bar = QRectF(Space.XS + 2, top + Space.S - 2, 3, Height.RESULT - 2 * (Space.S - 2))
            filled(self._painter, self._seen(bar), tokens.accent, 1)
        self._sign(result.icon, "text2", Space.XL, top)
        right = self._side(result, top)
        left = 42.0
        name = min(words_width(result.name.text, Size.VALUE, Weight.MEDIUM), right - left)
        self._words(result.name, left, top, Height.RESULT, Weight.MEDIUM, "text", name)
        rest = right - left - name - Space.M
        if rest > Space.XXL:
            self._words(result.detail, left + name + Space.S, top, Height.RESULT, Weight.PLAIN, "text2", rest)

    def _side(self, result: Result, top: float) -> float:
        """What stands at the right; gives back where the room for name and detail ends."""
        right = float(self._width - Space.LIST)
        if result.face is not None:
            face = self._seen(QRectF(right - _FACE, top + (Height.RESULT - _FACE) / 2, _FACE, _FACE))
            paint_face(self._painter, face.left(), face.top(), result.face, _FACE)
        right -= _FACE + Space.S
        if result.side.text:
            width = words_width(result.side.text, Size.DETAIL) + 2
            self._words(result.side, right - width, top, Height.RESULT, Weight.PLAIN, "text2", width)
            right -= width + Space.S
        if result.sign:
            self._sign(result.sign, "bad", right - 14 - Space.L, top)
            right -= 14 + Space.XXL
        return right

    def foot(self, top: float, typed: str, keys: Sequence[tuple[str, str]]) -> None:
        """The keys that do something here."""
        tokens, x = current_tokens(), float(Space.LIST)
        self._painter.fillRect(QRectF(1, top, self._width - 2, 1), QColor(tokens.line))
        for key, words in keys:
            said = f"new “{typed[:24]}”" if words == "new" and typed else words
            cap = key_words(key)
            wide = words_width(cap, Size.TINY, Weight.MEDIUM) + 2 * Space.XS + 2
            needed = wide + Space.S + words_width(said, Size.DETAIL)
            if x + needed > self._width - Space.S:
                break
            box = self._seen(QRectF(x, top + (_FOOT - Height.KEY_CAP) / 2, wide, Height.KEY_CAP))
            outline(self._painter, box, tokens.edge_soft, 1, Radius.KEY)
            self._painter.setFont(font(Size.TINY, Weight.MEDIUM))
            self._painter.setPen(QColor(tokens.text2))
            self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cap)
            self._words(Marked(said), x + wide + Space.S - 2, top, _FOOT, Weight.PLAIN, "text2")
            x += needed + Space.M

    def _words(
        self, words: Marked, x: float, top: float, height: float, weight: int, tone: str, room: float = 0
    ) -> float:
        """Words with the found letters on their ground; gives back how wide they are."""
        size = Size.VALUE if tone == "text" else Size.DETAIL
        measure = metrics(size, weight)
        text, width = elided(words.text, size, weight, int(room + 1) if room else 10_000)
        box = self._seen(QRectF(x, top, width + 2, height))
        ink = box.right() - width if self._mirrored else box.left()
        for start, end in words.spans:
            if end <= len(text) and not text[start:end].endswith("…"):
                near, far = measure.horizontalAdvance(text[:start]), measure.horizontalAdvance(text[:end])
                left = ink + width - far if reads_from_right(text) else ink + near
                mark = QRectF(left - 1, top + height / 2 - 10, far - near + 2, 20)
                filled(self._painter, mark, current_tokens().mark, Radius.KEY)
        self._painter.setFont(font(size, weight))
        self._painter.setPen(QColor(current_tokens().colour(tone)))
        side = Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(box, int(flags), text)
        return width

    def _sign(self, name: str, tone: str, x: float, top: float) -> None:
        box = self._seen(QRectF(x, top + (Height.RESULT - 14) / 2, 14, 14))
        self._painter.drawPixmap(QPointF(box.left(), box.top()), pixmap(name, 14, tone, self._ratio))

    def _seen(self, box: QRectF) -> QRectF:
        if not self._mirrored:
            return box
        return QRectF(self._width - box.right(), box.top(), box.width(), box.height())


def reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    return next((way in ("R", "AL") for way in map(bidirectional, text) if way in ("L", "R", "AL")), False)
