"""The backups of the book: their keys, which were made and proven, the places they stand in, and when they are made."""

from app.features.backups.due import Due, due, to_try, wanted_before
from app.features.backups.kept import BackupLine, CopyLine, backups
from app.features.backups.keys import (
    BeginBackups,
    CountRecoveryKey,
    KeysMadeMeanwhile,
    OpeningKeys,
    RenewBackupKey,
    key_to_count,
    lacks_words,
    missing_keys,
    opening_keys,
    sealing_keys,
)
from app.features.backups.noting import (
    DropBackup,
    ForgetCopies,
    LeaveBackups,
    NoteBackup,
    NoteCopies,
    NoteFault,
    NoteProof,
)
from app.features.backups.places import AddPlace, MovePlace, PlaceLine, RemovePlace, book_uid, known_places, places
from app.features.backups.plan import BeginScheduled, ChangePlan, EndScheduled, Plan, at_work, plan
from app.features.backups.standing import Standing, standing

__all__ = [
    "AddPlace",
    "BackupLine",
    "BeginBackups",
    "BeginScheduled",
    "ChangePlan",
    "CopyLine",
    "CountRecoveryKey",
    "DropBackup",
    "Due",
    "EndScheduled",
    "ForgetCopies",
    "KeysMadeMeanwhile",
    "LeaveBackups",
    "MovePlace",
    "NoteBackup",
    "NoteCopies",
    "NoteFault",
    "NoteProof",
    "OpeningKeys",
    "PlaceLine",
    "Plan",
    "RemovePlace",
    "RenewBackupKey",
    "Standing",
    "at_work",
    "backups",
    "book_uid",
    "due",
    "key_to_count",
    "known_places",
    "lacks_words",
    "missing_keys",
    "opening_keys",
    "places",
    "plan",
    "sealing_keys",
    "standing",
    "to_try",
    "wanted_before",
]
