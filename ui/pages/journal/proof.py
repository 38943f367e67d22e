"""The proof that nobody rewrote the journal, asked for by a button and told in one sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import HousebookError, Stopped
from app.features.journal.verifying import Verified, verify
from ui.desk import Desk
from ui.parts.buttons import button
from ui.parts.numbers import counted
from ui.parts.progress import Progress
from ui.parts.strip import Strip
from ui.theme.tokens import Space


class Proof(QWidget):
    """Room for the progress and the result; `verb` is the button, for the head of the page."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("journal.proof")
        self._desk = desk
        self.verb = button("Verify the journal", "", "proven", self.verify, "journal.verify")
        self.progress = Progress("journal.verifying")
        self.good = Strip("good", verb="Close", run=self.put_away, name="journal.whole")
        self.bad = Strip("error", verb="Close", run=self.put_away, name="journal.broken")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        for part in (self.progress, self.good, self.bad):
            column.addWidget(part)
        self.put_away()

    def verify(self) -> None:
        """Compute the whole chain anew."""
        self.put_away()
        self.verb.setEnabled(False)
        self.show()
        running = self._desk.ask(self, verify, then=self._tell, otherwise=self._failed)
        self.progress.begin("Verifying the journal", running.stop)

    def put_away(self) -> None:
        """Show nothing."""
        self.good.hide()
        self.bad.hide()
        self.hide()

    def _tell(self, proof: Verified) -> None:
        self._end()
        if proof.ok:
            detail = "Every one is there, in its order, with the values it had."
            self.good.set_words(f"The journal is whole: {counted(proof.operations, 'operation')}", detail)
            self.good.show()
            return
        self.bad.set_words(
            f"The journal breaks at its entry {proof.broken_at}",
            "What was written there is no longer what it was. Compare with a backup from before.",
        )
        self.bad.show()

    def _failed(self, error: HousebookError) -> None:
        self._end()
        if isinstance(error, Stopped):
            self.put_away()
        else:
            self.bad.set_words("The journal was not verified", error.words)
            self.bad.show()

    def _end(self) -> None:
        self.progress.end()
        self.verb.setEnabled(True)
