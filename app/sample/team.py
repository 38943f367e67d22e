"""The users of the sample company: who works there since when, who is away, who left."""

from __future__ import annotations

from datetime import date, timedelta

from app.sample.dice import Dice
from app.sample.rows import SampleUser
from app.sample.tables import colleagues

_FEWEST, _MOST, _FOUNDING, _CUSTOMERS_EACH = 13, 60, 11, 150
_YEARS = 365 * 3

# In days before today; all others of the first were there from the beginning.
_JOINED = {"mei": 790, "karim": 480}
_DEPARTED = {"reto": 45, "ida": 560}
_AWAY = {"oystein": (3, 14)}
# How many customers one looks after, measured by the others in sales.
_SHARE = {"ann": 0.5, "jonas": 1.2, "lucia": 1.1, "ben": 0.08, "zofia": 0.2, "mei": 0.15}


def make_users(size: int, today: date) -> tuple[SampleUser, ...]:
    """The users of a firm with so many customers, the first ones always the same."""
    count = min(_MOST, max(_FEWEST, _FOUNDING + size // _CUSTOMERS_EACH))
    return tuple(_user(row, place, today) for place, row in enumerate(colleagues()[:count]))


def share(user: SampleUser) -> float:
    """How many customers this user looks after as owner, 1 being usual in sales."""
    return _SHARE.get(user.login, 1.0 if user.team == "Sales" and user.role != "viewer" else 0.0)


def _user(row: dict[str, str], place: int, today: date) -> SampleUser:
    login = row["login"]
    later = 0 if place < _FEWEST or login in _DEPARTED else Dice(login).randrange(_YEARS)
    joined = _JOINED.get(login, _YEARS * 4 - later * 3)
    away = _AWAY.get(login)
    departed = _DEPARTED.get(login)
    return SampleUser(
        **row,
        joined_on=today - timedelta(joined),
        away_from=today - timedelta(away[0]) if away else None,
        away_until=today + timedelta(away[1]) if away else None,
        departed_on=today - timedelta(departed) if departed else None,
    )
