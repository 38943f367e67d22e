"""Pictures for customers: read from a file, the clipboard or a drop, and made small before they are kept.

Only what the person hands over is read. Everything here is slow and runs as an errand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from app.disk import opened
from app.errors import Refused

LARGEST: Final = 512
_SHOWN: Final = 176
_QUALITY: Final = 88
_MOST_BYTES: Final = 60 * 1024 * 1024
_FORMATS: Final = ("png", "jpeg", "jpg", "gif", "bmp", "webp")
ENDINGS: Final = tuple(f".{one}" for one in _FORMATS)
_UNREADABLE: Final = "Not set: this is no picture that can be read. PNG and JPEG files are."


def picture_from_file(path: str) -> bytes:
    """A picture file as it is kept. Raises Refused."""
    try:
        with opened(Path(path)) as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Refused("Not set: the file could not be read. Nothing was changed.") from error
    if len(data) > _MOST_BYTES:
        raise Refused("Not set: the picture is larger than 60 MB. Make it smaller and try again.")
    return kept_form(_decoded(data, LARGEST))


def picture_from_clipboard(image: QImage) -> bytes:
    """A picture from the clipboard or a drop as it is kept. Raises Refused."""
    return kept_form(image)


def kept_form(image: QImage) -> bytes:
    """At most 512 pixels wide and high; JPEG, or PNG where something shines through."""
    if image.isNull():
        raise Refused(_UNREADABLE)
    if max(image.width(), image.height()) > LARGEST:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(LARGEST, LARGEST, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    see_through = image.hasAlphaChannel()
    writer = QImageWriter(buffer, QByteArray(b"png" if see_through else b"jpeg"))
    if not see_through:
        writer.setQuality(_QUALITY)
    if not writer.write(image):
        raise Refused(_UNREADABLE)
    return bytes(data.data())


def shown_picture(data: bytes) -> QImage:
    """A kept picture, no larger than the card shows it; a null one if it cannot be read."""
    try:
        return _decoded(data, _SHOWN)
    except Refused:
        return QImage()


def offered_file(mime: QMimeData) -> str:
    """The one picture file of this computer that is dropped or pasted, else ""."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return ""
    path = urls[0].toLocalFile()
    return path if path.lower().endswith(ENDINGS) else ""


def offers_picture(mime: QMimeData | None) -> bool:
    """Whether there is a picture in it."""
    return mime is not None and (mime.hasImage() or bool(offered_file(mime)))


def _decoded(data: bytes, largest: int) -> QImage:
    """The picture, scaled down while it is read; turned as the camera was held."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode("ascii", "replace").lower() not in _FORMATS:
        raise Refused(_UNREADABLE)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > largest:
        reader.setScaledSize(size.scaled(QSize(largest, largest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refused(_UNREADABLE)
    return image
