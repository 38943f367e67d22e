"""Faces: two letters on a colour that belongs to the person or company for ever, and the ring of a gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.rules.names import initials
from ui.theme.fonts import font
from ui.theme.tokens import Size, Tokens, Weight, current_tokens

_COLOURS: Final = 8


@dataclass(frozen=True, slots=True)
class Face:
    """What an avatar shows: letters, one of eight colours, square for companies; `gap` is the dashed ring."""

    initials: str
    colour: int = 0
    square: bool = False
    gap: bool = False
    faded: bool = False


GAP: Final = Face("?", gap=True)


@lru_cache(maxsize=4096)
def face_for(key: object, name: str, company: bool = False) -> Face:
    """The face of a person or company; the colour hangs on the key (its id), so it never changes."""
    return Face(initials(name, "company" if company else "person"), crc32(str(key).encode()) % _COLOURS, company)


def paint_face(painter: QPainter, x: float, y: float, face: Face, size: int) -> None:
    """Paint a face with its top left corner at a place."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), face_pixmap(face, size, current_tokens().name, ratio))


@lru_cache(maxsize=1024)
def face_pixmap(face: Face, size: int, theme: str, ratio: float) -> QPixmap:
    """The face as a picture; `theme` only tells cached pictures of light and dark apart."""
    del theme
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw = _draw_gap if face.gap else _draw_letters
    draw(painter, QRectF(0, 0, size, size), face, current_tokens())
    painter.end()
    return drawn


def _letters_font(share: float, size: float) -> QFont:
    made = font(Size.TINY, Weight.BOLD)
    made.setPixelSize(max(6, round(size * share)))
    return made


def _draw_letters(painter: QPainter, box: QRectF, face: Face, tokens: Tokens) -> None:
    back, letters = tokens.avatars[face.colour % _COLOURS]
    painter.setOpacity(0.6 if face.faded else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(back))
    radius = box.width() * (0.18 if face.square else 0.5)
    painter.drawRoundedRect(box, radius, radius)
    painter.setPen(QColor(letters))
    painter.setFont(_letters_font(0.42 if len(face.initials) > 1 else 0.46, box.width()))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), face.initials)


def _draw_gap(painter: QPainter, box: QRectF, _face: Face, tokens: Tokens) -> None:
    width = 1.3 if box.width() <= 24 else 1.6
    ring = QPen(QColor(tokens.warn), width)
    ring.setDashPattern([2.2, 1.9])
    painter.setPen(ring)
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.setFont(_letters_font(0.55, box.width()))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")


class Avatar(QWidget):
    """A face as a widget; the name beside it is what screen readers read."""

    def __init__(self, face: Face = GAP, size: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face, self._side = face, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(size, size)

    def set_face(self, face: Face) -> None:
        """Show somebody else."""
        self._face = face
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_face(QPainter(self), 0, 0, self._face, self._side)
