"""What the customers of the sample company refer to: users, stages, roles, tags, fields, saved lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.models import AssignmentRole, Field, Journalled, SavedList, Stage, Tag, Team, User
from app.sample.company import FIELDS, SampleCompany
from app.sample.rows import SampleUser
from app.work import Work


class BookLists:
    """The ids of what customers refer to: users, stages, roles, tags, fields. Made where they are missing."""

    def __init__(self, work: Work, company: SampleCompany, *, first: bool) -> None:
        self.teams = ids_by_name(work, Team)
        self._make(work, Team, self.teams, (user.team for user in company.users))
        self.users = _users(work, company.users, self.teams)
        self.stages = ids_by_name(work, Stage)
        self.roles = ids_by_name(work, AssignmentRole)
        self.tags = ids_by_name(work, Tag)
        self.fields = ids_by_name(work, Field)
        for position, (name, kind, choices) in enumerate(FIELDS, len(self.fields)):
            more = {"kind": kind, "choices": "\n".join(choices), "position": position}
            self._make(work, Field, self.fields, [name], **more)
        if first:
            self._save_lists(work)

    def tag(self, work: Work, name: str) -> int:
        """The id of a tag, made if it is new."""
        self._make(work, Tag, self.tags, [name])
        return self.tags[name]

    def stage(self, name: str) -> int:
        """The id of a stage; of the first one where the firm's own are called otherwise."""
        return self.stages.get(name, next(iter(self.stages.values())))

    def _make(
        self, work: Work, model: type[Journalled], ids: dict[str, int], names: Iterable[str], **more: Any
    ) -> None:
        missing = [name for name in dict.fromkeys(names) if name not in ids]
        if missing:
            made = work.add_many(model, [{"name": name, **more} for name in missing])
            ids.update(zip(missing, made, strict=True))

    def _save_lists(self, work: Work) -> None:
        key_account = self.tag(work, "Key account")
        saved = (
            ("Mine", {"mine": True}),
            ("No owner", {"without": ["owner"]}),
            ("Quiet 90 days", {"quiet_days": 90}),
            ("Key accounts", {"tag_ids": [key_account]}),
        )
        shared = {"user_id": work.user.id, "shared": True}
        work.add_many(SavedList, [{"name": name, "criteria": json.dumps(what), **shared} for name, what in saved])


def ids_by_name(work: Work, model: type[Any]) -> dict[str, int]:
    """The ids of the rows of a list by their names."""
    return {name: key for key, name in work.session.execute(select(model.id, model.name).order_by(model.id))}


def _users(work: Work, users: Sequence[SampleUser], teams: dict[str, int]) -> list[int]:
    """The ids of the sample's users in their order; one whose login is taken is the book's own."""
    ids = {login: key for key, login in work.session.execute(select(User.id, User.login))}
    rows = [
        {
            "login": user.login,
            "name": user.name,
            "role": user.role,
            "team_id": teams[user.team],
            "away_from": user.away_from,
            "away_until": user.away_until,
            "departed_on": user.departed_on,
        }
        for user in users
        if user.login not in ids
    ]
    made = work.add_many(User, rows)
    ids.update({str(row["login"]): key for row, key in zip(rows, made, strict=True)})
    return [ids[user.login] for user in users]
