"""The icons: Phosphor, under the names of the trade; coloured by the theme when they are painted.

The font and its table are those that qtawesome brings. That package itself loads eleven fonts and all of Qt through a
second wrapper, which takes as long as half a start of the program: it is never imported.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.theme.tokens import current_tokens

ICONS: Final[dict[str, str]] = {
    # kinds of touch point
    "call": "phone",
    "call out": "phone-outgoing",
    "call in": "phone-incoming",
    "missed": "phone-x",
    "email": "envelope-simple",
    "meeting": "handshake",
    "visit": "map-pin",
    "letter": "file-text",
    "complaint": "megaphone",
    "order": "shopping-cart",
    "note": "note",
    "in": "arrow-bend-up-left",
    "out": "arrow-bend-up-right",
    # stages, and signs for the stages that a firm adds
    "lead": "circle-dashed",
    "prospect": "circle-half",
    "customer": "circle-fill",
    "former": "minus-circle",
    "stage square": "square",
    "stage diamond": "diamond",
    "stage triangle": "triangle",
    "stage hexagon": "hexagon",
    "stage star": "star",
    "stage leaf": "leaf",
    # moods
    "pleased": "smiley",
    "neutral": "smiley-meh",
    "upset": "smiley-sad",
    # pages
    "today": "sun-horizon",
    "customers": "address-book",
    "touch points": "chats-circle",
    "team": "users-three",
    "letters": "envelope-simple-open",
    "figures": "chart-bar",
    "import": "git-merge",
    "ledger": "book-open",
    "backups": "shield-check",
    "administration": "gear-six",
    "settings": "sliders-horizontal",
    "journal": "clock-counter-clockwise",
    "welcome": "house",
    # saved lists
    "mine": "user",
    "no owner": "question",
    "quiet": "hourglass",
    "list": "star",
    # people and what is true of them
    "person": "user",
    "people": "users",
    "company": "buildings",
    "user": "user-circle",
    "add user": "user-plus",
    "away": "airplane-tilt",
    "leaving": "sign-out",
    "departed": "user-minus",
    "gap": "question",
    "knows alone": "lock-key",
    "role": "key",
    "decides": "crown",
    # marks and states
    "do not call": "prohibit",
    "late": "warning-circle",
    "refused": "warning-circle",
    "error": "x-circle",
    "warning": "warning",
    "information": "info",
    "stale": "arrows-clockwise",
    "read only": "lock-simple",
    "restricted": "lock",
    "done": "check",
    "minus": "minus",
    "done circle": "check-circle",
    "proven": "shield-check",
    "proven on": "shield-check-fill",
    "unproven": "shield-warning",
    "unproven on": "shield-warning-fill",
    "no backup": "shield",
    "approvals": "hand-palm",
    "changed twice": "users",
    "busy": "spinner",
    # ways to reach somebody
    "web": "globe",
    "language": "translate",
    "address": "map-pin",
    "mobile": "device-mobile",
    "tag": "tag",
    "number": "hash",
    # actions
    "add": "plus",
    "edit": "pencil-simple",
    "delete": "trash",
    "search": "magnifying-glass",
    "undo": "arrow-u-up-left",
    "back to today": "arrow-counter-clockwise",
    "refresh": "arrows-clockwise",
    "save": "floppy-disk",
    "close": "x",
    "menu": "dots-three",
    "back": "arrow-left",
    "forward": "arrow-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "caret down": "caret-down",
    "caret up": "caret-up",
    "caret left": "caret-left",
    "caret right": "caret-right",
    "sort": "sort-ascending",
    "columns": "columns",
    "filter": "funnel-simple",
    "print": "printer",
    "export": "export",
    "copy": "copy",
    "copy card": "identification-card",
    "follow-up": "flag",
    "hand over": "arrows-left-right",
    "assign": "user-plus",
    "open": "arrow-square-out",
    "link": "link-simple",
    "merge": "git-merge",
    "photo": "image",
    "attach": "paperclip",
    "retire": "archive",
    "bring back": "arrow-counter-clockwise",
    "preferred": "star",
    "preferred on": "star-fill",
    "show": "eye",
    "hide": "eye-slash",
    "help": "question",
    # places and time
    "book": "book-bookmark",
    "folder": "folder-open",
    "computer": "desktop",
    "server": "database",
    "here now": "users-three",
    "date": "calendar-blank",
    "time": "clock",
    "offers": "file-text",
    "enter": "arrow-elbow-down-left",
    # theme
    "light": "sun",
    "dark": "moon",
}

# The glyphs fill their square; a little air makes them as calm as the words beside them.
_SHARE: Final = 0.875


class ThemeIcon(QIconEngine):
    """One glyph, coloured with the tokens in use at the moment it is painted."""

    def __init__(self, glyph: str, tone: str) -> None:
        super().__init__()
        self._glyph, self._tone = glyph, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        tokens = current_tokens()
        colour = tokens.off if mode == QIcon.Mode.Disabled else tokens.colour(self._tone)
        _draw(painter, QRectF(rect), self._glyph, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return ThemeIcon(self._glyph, self._tone)


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon of that name; `colour` is the name of a token, by default that of icons (`text2`)."""
    return QIcon(ThemeIcon(_glyph(name), colour or "text2"))


def pixmap(name: str, size: int, colour: str = "text2", ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels in the colour of a token."""
    return _pixmap(_glyph(name), size, current_tokens().colour(colour), ratio)


@lru_cache(maxsize=512)
def _pixmap(glyph: str, size: int, colour: str, ratio: float) -> QPixmap:
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _draw(painter, QRectF(0, 0, size, size), glyph, colour)
    painter.end()
    return drawn


@lru_cache(maxsize=256)
def _glyph(name: str) -> str:
    """The character of an icon; a name that the table or the font lacks raises."""
    return chr(int(_table()[ICONS[name]], 16))


@cache
def _table() -> dict[str, str]:
    """The number of each sign in the font, as hexadecimal digits."""
    table: dict[str, str] = json.loads(_part("phosphor-charmap-*.json").read_text("utf-8"))
    return table


@cache
def _family() -> str:
    """The font under the name that Qt gave it."""
    number = QFontDatabase.addApplicationFont(str(_part("phosphor-[0-9]*.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _part(pattern: str) -> Path:
    """A file of the package with the icons."""
    package = find_spec("qtawesome")
    places = (package.submodule_search_locations if package is not None else None) or ()
    return next(found for place in places for found in sorted(Path(place).glob(f"fonts/{pattern}")))


@lru_cache(maxsize=32)
def _font(pixels: int) -> QFont:
    made = QFont(_family())
    made.setPixelSize(pixels)
    return made


def _draw(painter: QPainter, rect: QRectF, glyph: str, colour: str) -> None:
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(_font(max(1, round(side * _SHARE))))
    painter.setPen(QColor(colour))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), glyph)
    painter.restore()
