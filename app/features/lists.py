"""The firm's own lists: stages, tags, roles in which customers are looked after, and fields of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import Refused
from app.models import Assignment, AssignmentRole, Customer, CustomerTag, Field, FieldValue, Stage, Tag
from app.rules.permissions import Permission, for_any
from app.rules.text import clean
from app.work import Command, Work

Named = Stage | Tag | AssignmentRole | Field

STAGE_SIGNS = (
    "lead", "prospect", "customer", "former", "stage square", "stage diamond", "stage triangle",
    "stage hexagon", "stage star", "stage leaf",
)  # fmt: skip
"""The signs from which a stage takes one."""

FIELD_KINDS = ("text", "number", "date", "yes", "choice")
MOST_LETTERS = 60


@dataclass(frozen=True)
class AddStage(Command[int]):
    """Add a stage of the life cycle at the end of the list."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    name: str
    sign: str = "stage square"

    def carry_out(self, work: Work) -> int:
        name = _free_name(work.session, Stage, self.name)
        if self.sign not in STAGE_SIGNS:
            raise Refused("Choose one of the signs for the stage.", "sign")
        work.say(f"Added the stage {name}")
        return work.add(Stage(name=name, sign=self.sign, position=_end(work.session, Stage.position))).id


@dataclass(frozen=True)
class RenameStage(Command[None]):
    """Call a stage something else, wherever it stands."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    stage: int
    name: str
    was: str | None = None

    def carry_out(self, work: Work) -> None:
        _rename(work, work.get(Stage, self.stage), self.was, self.name, "stage")


@dataclass(frozen=True)
class AddTag(Command[int]):
    """Add a word by which customers can be grouped."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    name: str

    def carry_out(self, work: Work) -> int:
        name = _free_name(work.session, Tag, self.name)
        work.say(f"Added the tag {name}")
        return work.add(Tag(name=name)).id


@dataclass(frozen=True)
class RenameTag(Command[None]):
    """Call a tag something else, at every customer who bears it."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    tag: int
    name: str
    was: str | None = None

    def carry_out(self, work: Work) -> None:
        _rename(work, work.get(Tag, self.tag), self.was, self.name, "tag")


@dataclass(frozen=True)
class AddRole(Command[int]):
    """Add a role in which a colleague can look after a customer."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    name: str

    def carry_out(self, work: Work) -> int:
        name = _free_name(work.session, AssignmentRole, self.name)
        work.say(f"Added the role {name}")
        position = _end(work.session, AssignmentRole.position)
        return work.add(AssignmentRole(name=name, position=position, is_owner=False)).id


@dataclass(frozen=True)
class RenameRole(Command[None]):
    """Call a role something else; the owner stays the owner under the new name."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    role: int
    name: str
    was: str | None = None

    def carry_out(self, work: Work) -> None:
        _rename(work, work.get(AssignmentRole, self.role), self.was, self.name, "role")


@dataclass(frozen=True)
class DeclareField(Command[int]):
    """Give every customer a field of the firm's own; `choices` are the words of a field of kind choice."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> int:
        name = _free_name(work.session, Field, self.name)
        if self.kind not in FIELD_KINDS:
            raise Refused("A field holds text, a number, a date, yes or no, or one of several choices.", "kind")
        choices = [words for choice in self.choices if (words := clean(choice))]
        if self.kind == "choice" and len(choices) < 2:
            raise Refused("Name at least two choices, each on its own line.", "choices")
        work.say(f"Declared the field {name}")
        position = _end(work.session, Field.position)
        kept = "\n".join(choices) if self.kind == "choice" else ""
        return work.add(Field(name=name, kind=self.kind, choices=kept, position=position)).id


@dataclass(frozen=True)
class RenameField(Command[None]):
    """Call a field something else; what customers have in it stays."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    field: int
    name: str
    was: str | None = None

    def carry_out(self, work: Work) -> None:
        _rename(work, work.get(Field, self.field), self.was, self.name, "field")


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage and how many customers are in it."""

    id: int
    name: str
    sign: str
    uses: int


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag and how many customers bear it."""

    id: int
    name: str
    uses: int


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role and how many assignments there are, or were, in it."""

    id: int
    name: str
    is_owner: bool
    uses: int


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A declared field and how many customers have something in it."""

    id: int
    name: str
    kind: str
    choices: tuple[str, ...]
    uses: int


@for_any(Permission.SEE_CUSTOMERS, Permission.EDIT_BOOK)
def stages(session: Session) -> list[StageRow]:
    """The stages in their order."""
    found = _counted(Stage.id, Customer.stage_id, Stage.name, Stage.sign).order_by(Stage.position, Stage.id)
    return [StageRow(*row) for row in session.execute(found)]


def stage_choices(session: Session) -> list[tuple[int, str, str]]:
    """The stages in their order with name and sign, to choose from: their uses are not counted."""
    found = select(Stage.id, Stage.name, Stage.sign).order_by(Stage.position, Stage.id)
    return [(key, name, sign) for key, name, sign in session.execute(found)]


def tag_choices(session: Session) -> list[tuple[int, str]]:
    """The tags by name, to choose from: their uses are not counted."""
    found = [(key, name) for key, name in session.execute(select(Tag.id, Tag.name))]
    return sorted(found, key=lambda row: (row[1].casefold(), row[0]))


@for_any(Permission.SEE_CUSTOMERS, Permission.EDIT_BOOK)
def tags(session: Session) -> list[TagRow]:
    """The tags by name."""
    found = _counted(Tag.id, CustomerTag.tag_id, Tag.name)
    rows = [TagRow(*row) for row in session.execute(found)]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


@for_any(Permission.SEE_CUSTOMERS, Permission.EDIT_BOOK)
def roles(session: Session) -> list[RoleRow]:
    """The roles of assignment in their order."""
    found = _counted(AssignmentRole.id, Assignment.role_id, AssignmentRole.name, AssignmentRole.is_owner)
    ordered = found.order_by(AssignmentRole.position, AssignmentRole.id)
    return [RoleRow(*row) for row in session.execute(ordered)]


@for_any(Permission.SEE_CUSTOMERS, Permission.EDIT_BOOK)
def fields(session: Session) -> list[FieldRow]:
    """The declared fields in their order."""
    found = _counted(Field.id, FieldValue.field_id, Field.name, Field.kind, Field.choices)
    ordered = found.order_by(Field.position, Field.id)
    return [
        FieldRow(key, name, kind, tuple(choices.splitlines()), uses)
        for key, name, kind, choices, uses in session.execute(ordered)
    ]


def _counted(key: InstrumentedAttribute[int], used_as: Any, *columns: Any) -> Select[Any]:
    """These columns of each row, and last how many rows point at it."""
    uses = select(func.count()).where(used_as == key).scalar_subquery()
    return select(key, *columns, uses)


def _free_name(session: Session, model: type[Named], typed: str, own: int | None = None) -> str:
    """The name as it is kept, unless it is empty, too long or another row's already."""
    name = clean(typed)
    if not name:
        raise Refused("A name is missing.", "name")
    if len(name) > MOST_LETTERS:
        raise Refused(f"The name is too long: {MOST_LETTERS} letters at most.", "name")
    if name.casefold() in _names(session, model, own):
        raise Refused(f"There is already {name} in this list.", "name")
    return name


def _names(session: Session, model: type[Named], without: int | None) -> set[str]:
    rows: Sequence[Any] = session.execute(select(model.id, model.name)).all()
    return {name.casefold() for key, name in rows if key != without}


def _rename(work: Work, row: Named, was: str | None, typed: str, noun: str) -> None:
    """`was` is the name that was seen when another was typed; None: whatever it is now."""
    name = _free_name(work.session, type(row), typed, row.id)
    work.say(f"Renamed the {noun} {row.name} to {name}")
    work.edit(row, {"name": (row.name if was is None else was, name)})


def _end(session: Session, position: InstrumentedAttribute[int]) -> int:
    last: int | None = session.execute(select(func.max(position))).scalar_one()
    return 0 if last is None else last + 1
