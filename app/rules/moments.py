"""A minute of the past as a person says it: 2026-03-12 14:05 where they are, or with its zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from app.errors import Refused

_SAID: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d:?\d\d))?", re.ASCII)
_ODD: Final = (
    "“{said}” is no minute. Write it as 2026-03-12 14:05, as the clock here shows it, or with its zone:"
    " 2026-03-12T14:05+01:00."
)
_TO_COME: Final = "{said} is yet to come. Say a minute that is past."


def moment_of(said: str, now: datetime) -> datetime:
    """The instant that was said. Raises Refused for what is none, and for one after `now`."""
    said = said.strip()
    if not _SAID.fullmatch(said):
        raise Refused(_ODD.format(said=said[:40]), "instant")
    try:
        moment = datetime.fromisoformat(said.replace(" ", "T", 1).replace(" ", "")).astimezone()
    except (ValueError, OverflowError, OSError) as fault:
        raise Refused(_ODD.format(said=said), "instant") from fault
    if moment > now:
        raise Refused(_TO_COME.format(said=said), "instant")
    return moment
