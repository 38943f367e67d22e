"""The mark at the foot of the window: how long ago a backup was proven, or in red that the last one is too old.

Pointed at it tells which places are away, too, and how many backups each is behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app import clock
from app.changes import Changes, Topic
from app.rules.permissions import Permission
from ui.parts.action import Actions
from ui.parts.backup_places import PlaceFinder, lacking_words
from ui.parts.buttons import say
from ui.parts.proven_words import mark_words
from ui.theme.fonts import font, words_width
from ui.theme.icons import pixmap
from ui.theme.style import outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

if TYPE_CHECKING:
    from app.backup_places import Found
    from app.features.backups import PlaceLine, Standing
    from ui.desk import Desk

_SIGN: Final = 14
_MINUTE_MS: Final = 60_000


class BackupMark(QAbstractButton):
    """Asks when backups change, and tells anew as time goes by; a click opens their page."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status.backups")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: actions.trigger("go.backups"))
        self._desk = desk
        self._standing: Standing | None = None
        self._lacks = ""
        self._finder = PlaceFinder(desk, self)
        self._finder.found.connect(self._take_places)
        self.good = True
        self._ages = QTimer(self, interval=_MINUTE_MS)
        self._ages.timeout.connect(self.look)
        self.hide()
        desk.changed.connect(self._hear)
        desk.rights_changed.connect(self._ask)
        self._ask()

    def look(self) -> None:
        """Tell how it stands at this moment."""
        if self._standing is None:
            return
        words = mark_words(clock.now(), self._standing)
        self.good = words.good
        self.setText(words.title)
        say(self, " ".join([f"{words.title}.", self._lacks]) if self._lacks else words.title)
        self.updateGeometry()
        self.update()

    def _hear(self, news: Changes) -> None:
        if Topic.BACKUPS in news.topics:
            self._ask()

    def _ask(self) -> None:
        if not self._desk.may(Permission.BACK_UP):
            self._ages.stop()
            self.hide()
            return
        from app.features.backups import places, standing

        self._desk.ask(self, standing, then=self._take, otherwise=lambda _error: None)
        self._desk.ask(self, places, then=self._find, otherwise=lambda _error: None)

    def _find(self, found: Sequence[PlaceLine]) -> None:
        """Drives and folders are looked through only if there may be something to tell."""
        if any(one.behind for one in found):
            self._finder.look()
        else:
            self._take_places(())

    def _take_places(self, found: Sequence[Found]) -> None:
        told = ((one.place.name, lacking_words(one)) for one in found)
        self._lacks = " ".join(f"{name}: {words[:1].lower()}{words[1:]}" for name, words in told if words)
        self.look()

    def _take(self, found: Standing) -> None:
        self._standing = found
        self._ages.start()
        self.look()
        self.show()

    def sizeHint(self) -> QSize:
        width = words_width(self.text(), Size.SMALL, self._weight()) + _SIGN + Space.XS + 2 * Space.S
        return QSize(round(width) + 1, Height.STATUS_BAR)

    def _weight(self) -> int:
        return Weight.MEDIUM if self.good else Weight.BOLD

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), current_tokens(), QRectF(self.rect())
        tone = "bad" if not self.good else "text" if self.underMouse() else "text2"
        sign = QRectF(Space.S, (box.height() - _SIGN) / 2, _SIGN, _SIGN)
        words = box.adjusted(Space.S + _SIGN + Space.XS, 0, -Space.S, 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            sign.moveRight(box.width() - sign.left())
            words = box.adjusted(Space.S, 0, -Space.S - _SIGN - Space.XS, 0)
        icon = pixmap("proven" if self.good else "unproven", _SIGN, tone, self.devicePixelRatioF())
        painter.drawPixmap(sign.topLeft(), icon)
        painter.setFont(font(Size.SMALL, self._weight()))
        painter.setPen(QColor(tokens.colour(tone)))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), self.text())
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.KEY)
