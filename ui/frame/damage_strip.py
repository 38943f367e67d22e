"""The strip above every page that says that the book is damaged; what writes can then not be begun any more."""

from __future__ import annotations

from ui.desk import Desk
from ui.parts.action import Actions
from ui.parts.strip import Strip


class DamageStrip(Strip):
    """Comes up with the damage, be it known when the book is opened or found in use, and stays."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        super().__init__("error", name="damage")
        self._actions = actions
        desk.damaged.connect(self.tell)
        if desk.damage is None:
            self.hide()
        else:
            self._say(desk.damage)

    def tell(self, damage: str) -> None:
        """Show what is wrong and what to do."""
        self._say(damage)
        self.show()

    def _say(self, damage: str) -> None:
        wrong, _, cure = damage.partition(". ")
        self.set_words(f"{wrong}.", cure)
        self._actions.refuse_writing(damage)
