"""The dialog of one role: what it is called, and its limits. Its rights are given in the grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from app.computer.drafts import Drafts
from app.errors import Conflict, HousebookError, Refused
from app.features.roles import AddUserRole, ChangeUserRole, UserRoleLine
from app.rules.fixed_fields import FIXABLE
from app.rules.folding import fold
from ui.desk import Desk
from ui.pages.roles.grid import SEES, shown_name
from ui.parts.dialog import Dialog
from ui.parts.fields import Check, Choice, Line, Tags
from ui.parts.form import Form
from ui.parts.form_draft import KeptForm
from ui.parts.labels import in_words
from ui.parts.settling import settle

ROLE: Final = "roles.role"
NEW: Final = "new"
_LABELS: Final = {
    "name": "Name", "most_at_once": "At most", "fixed": "Not to change",
    "whose": "Sees", "given_freely": "Given by all who change the team",
}  # fmt: skip
_FIELDS: Final = (
    Line("name", "Name", hint="Front desk"),
    Line("most_at_once", "At most", "So many customers may one act touch: assign, retire, import.", hint="Any number"),
    Tags(
        "fixed",
        "Not to change",
        "Fields of a customer that its users leave as they are.",
        tuple(FIXABLE.values()),
        "Add a field",
    ),
    Choice("whose", "Sees", "Of other customers its users see nothing.", SEES, "All customers"),
    Check("given_freely", "Given by all who change the team", "Although it holds more than their own role does."),
)


class RoleDialog(Dialog):
    """Keeps a draft; two people's values for one field are put to the person."""

    def __init__(self, window: QWidget, desk: Desk, drafts: Drafts, role: UserRoleLine | None) -> None:
        title, verb = (f"Edit the role {in_words(role.name)}", "Save role") if role else ("Add a role", "Add role")
        words = "" if role else "It holds nothing yet: its rights are ticked in the grid afterwards."
        super().__init__(window, title, words, width=480, name="roles.dialog")
        self._desk, self._role = desk, role
        self.form = Form("role", _FIELDS)
        self.form.buttons(verb)
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)
        kept_as = (str(role.id), shown_name(role.name)) if role else (NEW, "")
        self._kept = KeptForm(self.form, drafts, ROLE, *kept_as)
        self._kept.begin(_values(role))
        self._kept.brought.connect(self.resized)
        self.body.addWidget(self._kept.strip)
        self.body.addWidget(self.form)

    def begin(self) -> None:
        """Show it with the caret in the name."""
        self.show_over(self.form.editor("name"))

    def leave(self) -> None:
        """What was typed and not saved stays as a draft."""
        self._kept.draft.keep_now()
        super().leave()

    def _save(self) -> None:
        self.form.set_busy(True)
        try:
            command = self._command()
        except ValueError:
            self.form.refuse("most_at_once", "This is no number. Write it in figures, or leave it empty.")
            self.resized()
            return
        self._desk.do(self, command, then=lambda _done: self._saved(), otherwise=self._refused)

    def _command(self) -> AddUserRole | ChangeUserRole:
        if self._role is None:
            typed = self.form.values()
            limits = _number(typed["most_at_once"]), typed["given_freely"], typed["whose"], _names(typed["fixed"])
            return AddUserRole(typed["name"], (), *limits)
        changed = self.form.changed()
        if "most_at_once" in changed:
            was, now = changed["most_at_once"]
            changed["most_at_once"] = _number(was), _number(now)
        if "fixed" in changed:
            was, now = changed["fixed"]
            changed["fixed"] = _names(was), _names(now)
        return ChangeUserRole(self._role.id, edits=changed)

    def _saved(self) -> None:
        self._kept.put_away()
        self.leave()

    def _refused(self, error: HousebookError) -> None:
        self.form.set_busy(False)
        if isinstance(error, Conflict):
            settle(self._window, error, _LABELS, self._settled)
            return
        self.form.refuse(error.field if isinstance(error, Refused) else None, error.words)
        self.resized()

    def _settled(self, chosen: Mapping[str, tuple[Any, Any]]) -> None:
        typed = self.form.values()
        self.form.set_values({**typed, **{name: _shown(name, theirs) for name, (theirs, _) in chosen.items()}})
        self.form.fill(typed | {name: _shown(name, value) for name, (_, value) in chosen.items()})
        self._save()


def _values(role: UserRoleLine | None) -> dict[str, Any]:
    if role is None:
        return {"name": "", "most_at_once": "", "whose": None, "given_freely": False, "fixed": ()}
    typed = {"name": role.name, "most_at_once": _typed(role.most_at_once)}
    return {**typed, "whose": role.whose, "given_freely": role.given_freely, "fixed": _words(role.fixed)}


def _shown(field: str, value: Any) -> Any:
    if field == "fixed":
        return _words(value)
    return _typed(value) if field == "most_at_once" else value


def _words(fixed: str) -> tuple[str, ...]:
    """What the fields are called that a role leaves as they are."""
    return tuple(FIXABLE[name] for name in fixed.split() if name in FIXABLE)


def _names(words: Iterable[str]) -> str:
    """The names of fields that are called so; what is called nothing so is told when it is refused."""
    known = {fold(called): name for name, called in FIXABLE.items()}
    return " ".join(known.get(fold(word), word.replace(" ", "-")) for word in words)


def _typed(value: int | None) -> str:
    """A number as it stands in its line; none as an empty one."""
    return "" if value is None else str(value)


def _number(typed: str) -> int | None:
    return int(typed) if typed.strip() else None
