"""What cannot be undone, though it stands in the journal, and why not: by the name of its command."""

from __future__ import annotations

from typing import Final

NEVER_UNDONE: Final = {
    "FoundBook": "The making of the book cannot be undone.",
    "SetPassword": "A password cannot be put back: set another one.",
    "LockUser": "Who was locked out is let in again, and who was let in is locked out, by that command alone.",
    "RemoveLogin": "A login that was removed does not come back: let its user in again with a new password.",
    "LetOut": "What has left the book cannot be called back.",
    "NoteEnd": "What has left the book cannot be called back.",
    "AddCanary": "A canary customer stays in the ledger, as it may have left: remove it, and it leaves no more.",
    "RemoveCanary": "Who left no more stays so: add another canary customer.",
    "NoteOpenings": "What was looked at stays noted.",
    "AskApproval": "What was asked for stays in the ledger. It ends by itself.",
    "AnswerRequest": "An answer stays in the ledger. Ask again instead.",
    "RenewBackupKey": "The recovery key before cannot be put back: it opens none of the backups made since.",
    "RenewRecoveryKey": "The recovery key before cannot be put back: its sheet opens nothing any more.",
    "EraseCustomer": "What was erased is nowhere any more, so it cannot be brought back.",
    "EraseAgain": "What was erased is nowhere any more, so it cannot be brought back.",
    "StayErased": "What was erased is nowhere any more, so it cannot be brought back.",
    "NoteEncryption": "It is not undone here: `housebook encrypt` and `housebook decrypt` write the book anew.",
    "BeginBackups": "The keys of backups stay, as the backups do.",
    "CountRecoveryKey": "The recovery key counts on: somebody has its words.",
    "NoteBackup": "A backup that was made stays in the list, also when its file is gone.",
    "LeaveBackups": "Places and backups are those of the book that this one was made of.",
    "DropBackup": "The file of that backup was deleted; the next one has all of it.",
    "EndScheduled": "A backup that was made stays in the list, also when its file is gone.",
    "NoteProof": "What came of restoring a backup stays noted. It can be proven again.",
    "NoteFault": "What came of restoring a backup stays noted. It can be proven again.",
    "NoteCopies": "Where a backup stands is not changed by that: delete the file, if it shall go.",
    "ForgetCopies": "A backup's file that was deleted does not come back.",
    "AddPlace": "A place of backups is taken away by that command alone.",
    "MovePlace": "Where a place of backups was found stays noted.",
    "RemovePlace": "Add the place of backups once more.",
    "BeginScheduled": "A backup that was made stays in the list, also when its file is gone.",
    "PutBack": "What was lost by going back stands in the backup that was made before: restore that.",
    "NoteNewKey": "The key of the book cannot be changed back. It can be changed again.",
}
