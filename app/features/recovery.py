"""The recovery key in the book: when it was made, whether its sheet was found again, and when to ask for that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.keys.recovery import refuse_no_key
from app.models import BookState, Setting
from app.rules.permissions import Permission, for_any
from app.work import Command, Work

_NAME: Final = "recovery_key"
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class RenewRecoveryKey(Command[None]):
    """Let another recovery key open the book; what is given is its public half, so that its words stand nowhere."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    public: bytes

    def carry_out(self, work: Work) -> None:
        refuse_no_key(self.public)
        work.renew_recovery(self.public)
        _keep(work, {"made": work.today.isoformat()})
        work.say("Made a new recovery key; the one before opens the book no more")


@dataclass(frozen=True)
class NoteNewRecoveryKey(Command[None]):
    """Note that another recovery key was made when the book was written anew."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    def carry_out(self, work: Work) -> None:
        _keep(work, {"made": work.today.isoformat()})
        work.say("Made a new recovery key with the key of the book, as the one before was not made here")


@dataclass(frozen=True)
class NoteRecoveryKey(Command[None]):
    """Note that the printed recovery key was found, or that it was not at hand and is to be asked for again."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    found: bool

    def carry_out(self, work: Work) -> None:
        day = work.today.isoformat()
        _keep(work, {**_kept(work.session), ("found" if self.found else "asked"): day})
        work.say("Compared the recovery sheet with the book" if self.found else "Could not find the recovery sheet")


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """When the recovery key was made, and when its sheet was found again, if it was."""

    made: date
    found: date | None
    due: bool
    """Whether it is time to ask for it: a week after it was made, or asked for last."""


@for_any(Permission.EDIT_BOOK)
def recovery_state(session: Session, today: date) -> RecoveryState:
    """How it stands with the recovery key of an encrypted book."""
    kept = _kept(session)
    made = _day(kept.get("made")) or session.execute(select(BookState.created_at)).scalar_one().astimezone().date()
    found, asked = _day(kept.get("found")), _day(kept.get("asked"))
    return RecoveryState(made, found, found is None and today - (asked or made) >= _WEEK)


def _kept(session: Session) -> dict[str, Any]:
    value = session.execute(select(Setting.value).where(Setting.name == _NAME)).scalar_one_or_none()
    found = json.loads(value) if value else {}
    return found if isinstance(found, dict) else {}


def _keep(work: Work, kept: dict[str, Any]) -> None:
    row = work.session.execute(select(Setting).where(Setting.name == _NAME)).scalar_one_or_none()
    if row is None:
        work.add(Setting(name=_NAME, value=json.dumps(kept)))
    else:
        work.change(row, value=json.dumps(kept))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
