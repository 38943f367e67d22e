"""Plain text on paper, after the system's own dialog has asked for the printer."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from ui.theme.fonts import font
from ui.theme.tokens import Size


def print_text(parent: QWidget, text: str, title: str) -> bool:
    """Print it; whether the person did not change their mind."""
    # Loaded when it is needed: looking for printers is no part of the start.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document = QTextDocument()
    document.setDefaultFont(font(Size.VALUE))
    document.setPlainText(text)
    document.print_(printer)
    return True
