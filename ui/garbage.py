"""When garbage is looked for: in the thread of the screen alone, in small looks, and not among what stays anyway.

A widget that another thread takes away brings Qt down, and whichever thread looks, the screen stands still meanwhile.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_STARTED: Final = 5_000
_PAUSE: Final = 200
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
        QTimer.singleShot(_STARTED, self, self.begin)

    def begin(self) -> None:
        """All is there that a start loads: what of it is no garbage is never looked through any more."""
        gc.collect()
        gc.freeze()
        self._beat.start()

    def look(self) -> None:
        """Among the newest, if there are many; now and then among older ones too."""
        young, middle, old = gc.get_count()
        if young > _YOUNG:
            gc.collect(2 if old > _OFTEN else 1 if middle > _OFTEN else 0)

    def end(self) -> None:
        """Let Python look by itself again."""
        self._beat.stop()
        gc.unfreeze()
        gc.enable()
