"""Calm dialogs for users and teams: add, edit, away, rename."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from app.computer.drafts import Drafts
from app.errors import Conflict, HousebookError, Refused
from app.features.team import AddTeam, AddUser, EditUser, RenameTeam, SetAway, UserLine
from app.rules.permissions import Rights, Role
from ui.pages.team.questions import Groups
from ui.parts.dialog import Dialog
from ui.parts.fields import Choice, Day, Field, Line, Section
from ui.parts.form import Form
from ui.parts.form_draft import KeptForm
from ui.parts.new_password import PASSWORD, chosen_password, new_password
from ui.parts.settling import settle

if TYPE_CHECKING:
    from ui.desk import Desk

_FIELD_OF: Final = {"from_day": "away_from", "until_day": "away_until", "team": "team_id"}
_EDITED = ("login", "name", "role", "team_id")
_AWAY = ("away_from", "away_until")
_LABELS: Final = {
    "name": "Name", "login": "Login", "role": "Role", "team_id": "Team", "away_from": "Away from",
    "away_until": "Away until",
}  # fmt: skip
USER, TEAM, NEW = "team.user", "team.team", "new"
"""Under which names the drafts are kept."""


class FormDialog(Dialog):
    """A dialog around one form: keeps a draft, saves by a command, stays with what was typed if that is refused."""

    def __init__(self, window: QWidget, desk: Desk, title: str, verb: str, fields: Sequence[Field | Section]) -> None:
        super().__init__(window, title, width=500, name="team.dialog")
        self._desk = desk
        self.form = Form("team.form", fields)
        self.form.buttons(verb)
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)

    def keep_as(self, drafts: Drafts, name: str, key: str, title: str, values: Mapping[str, Any]) -> None:
        """Show the values, and on top of them what was typed earlier."""
        self.kept = KeptForm(self.form, drafts, name, key, title)
        self.kept.begin(values)
        self.kept.brought.connect(self.resized)
        self.body.addWidget(self.kept.strip)
        self.body.addWidget(self.form)

    def leave(self) -> None:
        """What was typed and not saved stays as a draft."""
        self.kept.draft.keep_now()
        super().leave()

    def begin(self, field: str) -> None:
        """Show it with the caret in a field."""
        self.show_over(self.form.editor(field))

    def commands(self) -> list[Any]:
        """What is to be done for what was typed."""
        raise NotImplementedError

    def complete(self) -> bool:
        """Whether what was typed will do, as far as that is known here; else the form says why not."""
        return True

    def _save(self) -> None:
        if not self.complete():
            self.resized()
            return
        self.form.set_busy(True)
        self._do_next(self.commands())

    def _do_next(self, commands: Sequence[Any]) -> None:
        if not commands:
            self.kept.put_away()
            self.leave()
            return
        first, *rest = commands

        def done(_done: object) -> None:
            self.saved(first)
            self._do_next(rest)

        self._desk.do(self, first, then=done, otherwise=self.refused)

    def saved(self, command: Any) -> None:
        """One of the commands was carried out."""

    def value_words(self, _field: str, value: Any) -> str:
        """A value of a field as a person reads it."""
        return str(value)

    def refused(self, error: HousebookError) -> None:
        """Say it beside the field, or let the person choose between two people's values."""
        if isinstance(error, Conflict):
            self.form.set_busy(False)
            settle(self._window, error, _LABELS, self._settled, self.value_words)
            return
        field = error.field if isinstance(error, Refused) else None
        self.form.refuse(_FIELD_OF.get(field or "", field), error.words)
        self.resized()

    def _settled(self, chosen: Mapping[str, tuple[Any, Any]]) -> None:
        """Save again, from what is in the book now to what was chosen."""
        self.take_as_loaded({name: theirs for name, (theirs, _) in chosen.items()})
        self.form.fill({name: value for name, (_, value) in chosen.items()})
        self._save()

    def take_as_loaded(self, values: Mapping[str, Any]) -> None:
        """Compare with these from now on, and keep what was typed."""
        typed = self.form.values()
        loaded = {name: was for name, (was, _) in self.form.changed().items()}
        self.form.set_values({**typed, **loaded, **values})
        self.form.fill(typed)


class AddUserDialog(FormDialog):
    """A new colleague."""

    def __init__(self, window: QWidget, desk: Desk, drafts: Drafts, groups: Groups) -> None:
        fields: list[Field | Section] = [
            Line("name", "Name", hint="Ann Becker"),
            Line("login", "Login", "One word, such as ann; it is how they open the book.", hint="ann"),
            *_rights_and_team(groups, desk.user.rights),
            *(new_password("First password") if desk.has_passwords else ()),
        ]
        super().__init__(window, desk, "Add a user", "Add user", fields)
        self.keep_as(drafts, USER, NEW, "", {"role": Role.STAFF.value})

    def complete(self) -> bool:
        login = self.form.values()["login"]
        return not self._desk.has_passwords or chosen_password(self.form, login) is not None

    def commands(self) -> list[Any]:
        typed = self.form.values()
        return [AddUser(typed["login"], typed["name"], typed["role"], typed["team_id"], typed.get(PASSWORD))]


class EditUserDialog(FormDialog):
    """What is known of a colleague, and when they are away."""

    def __init__(self, window: QWidget, desk: Desk, drafts: Drafts, user: UserLine, groups: Groups) -> None:
        fields: list[Field | Section] = [
            Line("name", "Name"),
            Line("login", "Login"),
            *_rights_and_team(groups, desk.user.rights),
            Section("Away"),
            Day("away_from", "From", hint="Not away"),
            Day("away_until", "Until", hint="Not away"),
        ]
        super().__init__(window, desk, f"Edit {user.name}", "Save user", fields)
        self._user_id = user.id
        self._roles = {role.key: role.name for role in groups.roles}
        self._teams = {team.id: team.name for team in groups.teams}
        values = {name: getattr(user, name) for name in (*_EDITED, *_AWAY)}
        self.keep_as(drafts, USER, str(user.id), user.name, values)

    def commands(self) -> list[Any]:
        changed, typed = self.form.changed(), self.form.values()
        edits = {name: changed[name] for name in _EDITED if name in changed}
        commands: list[Any] = []
        if any(name in changed for name in _AWAY):
            was = [changed.get(name, (typed[name],))[0] for name in _AWAY]
            commands.append(SetAway(self._user_id, typed["away_from"], typed["away_until"], (was[0], was[1])))
        return [*commands, EditUser(self._user_id, edits)] if edits else commands

    def value_words(self, field: str, value: Any) -> str:
        named: dict[str, Mapping[Any, str]] = {"team_id": self._teams, "role": self._roles}
        return named[field].get(value, "") if field in named else str(value)

    def saved(self, command: Any) -> None:
        """What is saved is not sent a second time if the rest is refused."""
        if isinstance(command, SetAway):
            self.take_as_loaded({"away_from": command.from_day, "away_until": command.until_day})


class TeamDialog(FormDialog):
    """The name of a team."""

    def __init__(self, window: QWidget, desk: Desk, drafts: Drafts, team_id: int | None, name: str) -> None:
        title, verb = (f"Rename the team {name}", "Rename team") if team_id else ("Add a team", "Add team")
        super().__init__(window, desk, title, verb, [Line("name", "Name", hint="Sales")])
        self._team_id = team_id
        self.keep_as(drafts, TEAM, NEW if team_id is None else str(team_id), name, {"name": name})

    def commands(self) -> list[Any]:
        name = self.form.values()["name"]
        if self._team_id is None:
            return [AddTeam(name)]
        was = self.form.changed().get("name", (name,))[0]
        return [RenameTeam(self._team_id, name, was)]


def _rights_and_team(groups: Groups, own: Rights) -> list[Field]:
    known = tuple((team.id, team.name) for team in groups.teams)
    return [
        Choice("role", "Role", "What each may do, owners see on the page Roles.", options=groups.given_by(own)),
        Choice("team_id", "Team", options=known, nothing="No team"),
    ]
