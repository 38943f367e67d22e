"""The words of a new recovery key, shown this once, with the ways to keep them: on paper, in a file, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Refused
from ui.parts.buttons import button
from ui.parts.labels import text_label
from ui.parts.recovery_sheet import ask_where, print_sheet, save_sheet
from ui.parts.strip import Strip
from ui.parts.word_grid import word_grid
from ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from app.recovery_key import Sheet

_COPIED: Final = "Copied. The next thing you copy takes its place."
_SAVED: Final = "Saved as {name}. Whoever finds that file can use it: print it, then delete it."
_PRINTED: Final = "Sent to the printer."


class KeptWords(QWidget):
    """Says what became of them, or why they were not saved."""

    grown = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.told = text_label("", Size.DETAIL, tone="text2", wrap=True)
        self.told.setObjectName("recovery.told")
        self.error = Strip("error", name="recovery.error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(word_grid(sheet.words))
        column.addSpacing(Space.S)
        column.addLayout(self._ways())
        column.addWidget(self.told)
        column.addWidget(self.error)

    def _ways(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        for name, words, sign, run in (
            ("print", "Print sheet…", "print", self._print),
            ("save", "Save sheet…", "save", self._save),
            ("copy", "Copy", "copy", self._copy),
        ):
            made = button(words, "", sign, run, f"recovery.{name}")
            made.setIconSize(QSize(16, 16))
            line.addWidget(made)
        line.addStretch(1)
        return line

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sheet.words)
        self._tell(_COPIED)

    def _save(self) -> None:
        path = ask_where(self, self._sheet)
        if path is None:
            return
        try:
            save_sheet(self._sheet, path)
        except Refused as error:
            self.error.set_words(error.words)
            self.error.show()
            self.grown.emit()
        else:
            self.error.hide()
            self._tell(_SAVED.format(name=path.name))

    def _print(self) -> None:
        if print_sheet(self, self._sheet):
            self._tell(_PRINTED)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.grown.emit()
