"""When garbage is looked for: in the thread of the screen alone, in small looks, and not among what stays anyway; and
what was freed is given back to the system (each time in 0.2 to 5 ms).

A widget that another thread takes away brings Qt down, and whichever thread looks, the screen stands still meanwhile.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.computer.resident import give_back

_STARTED: Final = 5_000
_PAUSE: Final = 200
_GIVEN_BACK: Final = 2_000
_YOUNG: Final = 2_000
_OFTEN: Final = 20
"""After so many looks among the newest those are looked at that outlived them; after as many of these, all."""


class Garbage(QObject):
    """Takes over from Python's own looking, which comes at any moment in any thread, until it is ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._beat = QTimer(self, interval=_PAUSE)
        self._beat.timeout.connect(self.look)
        self._giving = QTimer(self, interval=_GIVEN_BACK)
        self._giving.timeout.connect(give_back)
        QTimer.singleShot(_STARTED, self, self.begin)

    def begin(self) -> None:
        """All is there that a start loads: what of it is no garbage is never looked through any more."""
        gc.collect()
        gc.freeze()
        self._beat.start()
        self._giving.start()

    def look(self) -> None:
        """Among the newest, if there are many; now and then among older ones too."""
        young, middle, old = gc.get_count()
        if young > _YOUNG:
            gc.collect(2 if old > _OFTEN else 1 if middle > _OFTEN else 0)

    def end(self) -> None:
        """Let Python look by itself again."""
        self._beat.stop()
        self._giving.stop()
        gc.unfreeze()
        gc.enable()
