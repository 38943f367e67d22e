"""What the frame has once its book is open: marks, strips, help, one's password. The first paint does not load this."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.computer.desk_file import DeskFile
from app.computer.memory import Memory
from app.computer.pauses import RECOVERY_WORDS, Pauses
from ui.desk import Desk
from ui.frame.backup_mark import BackupMark
from ui.frame.damage_strip import DamageStrip
from ui.frame.key_sheet import show_keys
from ui.frame.manual import show_manual
from ui.frame.my_password import my_password
from ui.frame.openings import OpeningsStrip
from ui.frame.recovery import RecoveryStrip
from ui.frame.waiting_drafts import WaitingDrafts
from ui.frame.whole import Whole
from ui.parts.action import Action, Actions


def put_around(frame: Whole, window: QWidget, desk: Desk, actions: Actions, memory: Memory, file: DeskFile) -> None:
    """Above the pages and below them, what tells of the book as a whole."""
    frame.status.put_mark(BackupMark(desk, actions))
    frame.status.put_waiting(WaitingDrafts(memory.drafts, actions))
    frame.put_strip(RecoveryStrip(window, desk, actions, Pauses(file, RECOVERY_WORDS)))
    frame.put_strip(OpeningsStrip(desk, actions, memory))
    frame.put_strip(DamageStrip(desk, actions))
    if desk.damage is not None:
        frame.status.show_damaged()


def of_help(window: QWidget, desk: Desk, actions: Actions, file: DeskFile) -> list[Action]:
    """Keys, the manual, and where a book has passwords, one's own."""
    return [
        Action("help.keys", "Keys", lambda: show_keys(window, actions), "F1", "help", menu="Help"),
        Action("help.manual", "Manual", lambda: show_manual(window), "Shift+F1", "book", menu="Help"),
        *my_password(window, desk, actions, Pauses(file)),
    ]
