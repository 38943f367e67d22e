"""Plain text as a PDF document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPdfWriter, QTextDocument

from ui.theme.direction import unturned
from ui.theme.fonts import font
from ui.theme.tokens import Size


def save_pdf(path: Path, text: str, title: str) -> bool:
    """Write it; whether the file is there."""
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("Housebook")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_text(text, writer)
    return path.exists() and path.stat().st_size > 0


def print_text(text: str, device: QPagedPaintDevice) -> None:
    """Draw it on as many pages as it takes."""
    document = QTextDocument()
    document.setDefaultFont(font(Size.VALUE))
    document.setPlainText(unturned(text))
    document.print_(device)
