"""The words of the recovery key that the first backup takes: shown this once, before the backup is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.parts.dialog import Dialog
from ui.parts.kept_words import KeptWords

if TYPE_CHECKING:
    from app.recovery_key import Sheet

_TITLE: Final = "Keep the recovery key"
_WORDS: Final = (
    "These 17 words and a backup bring the book back on any computer; without them a backup whose book is gone opens"
    " nowhere. They are shown this once and kept nowhere. Whoever has them and a backup can read everything: lock them"
    " away, in another place than the backups."
)
_KEPT: Final = "I have kept them where only we can get at them"


class WordsDialog(Dialog):
    """Goes on only when the person says that they are kept."""

    def __init__(self, window: QWidget, sheet: Sheet, go_on: Callable[[], object], verb: str) -> None:
        super().__init__(window, _TITLE, _WORDS, "role", 560, "backups.words")
        self._go_on = go_on
        words = KeptWords(sheet)
        words.grown.connect(self.resized)
        self.body.addWidget(words)
        self.tick = QCheckBox(_KEPT)
        self.tick.setObjectName("backups.words.kept")
        self.body.addWidget(self.tick)
        self.add_button("Not now", name="backups.words.leave")
        self.verb = self.add_button(verb, "primary", self._end, "backups.words.go_on")
        self.verb.setEnabled(False)
        self.tick.toggled.connect(self.verb.setEnabled)

    def begin(self) -> None:
        """Show it with the keyboard on the tick."""
        self.show_over(self.tick)

    def _end(self) -> None:
        self.leave()
        self._go_on()
