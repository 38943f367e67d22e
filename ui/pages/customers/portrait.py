"""The face of a customer on the card: letters, or the picture that was given to it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.avatar import Face, paint_face

SIDE: Final = 44
_ROUNDED: Final = 0.18


class Portrait(QWidget):
    """Round for people, rounded for companies."""

    def __init__(self, face: Face, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedSize(SIDE, SIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._face = face
        self._picture: QImage | None = None

    @property
    def picture(self) -> QImage | None:
        """The picture shown, if there is one."""
        return self._picture

    def set_picture(self, picture: QImage | None) -> None:
        """Show a picture in place of the letters."""
        self._picture = picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._picture is None or self._picture.isNull():
            paint_face(painter, 0, 0, self._face, SIDE)
            return
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        radius = SIDE * (_ROUNDED if self._face.square else 0.5)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawImage(QRectF(self.rect()), self._picture, self._middle(self._picture))

    def _middle(self, picture: QImage) -> QRectF:
        """A person's picture is cut to its middle square; a logo is shown whole."""
        side = float(min(picture.width(), picture.height()))
        if self._face.square:
            side = float(max(picture.width(), picture.height()))
        return QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
