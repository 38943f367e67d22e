"""The four lists: what each is called, how its rows are shown, and what adds to it or renames in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.features import lists
from ui.parts.cells import Cell, Row
from ui.parts.fields import Choice, Field, Line, Lines
from ui.parts.numbers import number
from ui.theme.tokens import Weight

_NAME: Final = Line("name", "Name")
_SIGN_WORDS: Final = {
    "lead": "Dashed ring", "prospect": "Half circle", "customer": "Full circle", "former": "Crossed circle",
    "stage square": "Square", "stage diamond": "Diamond", "stage triangle": "Triangle",
    "stage hexagon": "Hexagon", "stage star": "Star", "stage leaf": "Leaf",
}  # fmt: skip
_KIND_WORDS: Final = {"text": "Text", "number": "Number", "date": "Date", "yes": "Yes or no", "choice": "Choice"}


@dataclass(frozen=True)
class ListKind:
    """One list of the firm."""

    id: str
    title: str
    noun: str
    words: str
    query: Callable[..., Any]
    cell: Callable[[Any], Cell]
    fields: Sequence[Field]
    add: Callable[[dict[str, Any]], Any]
    rename: Callable[[int, str, str], Any]
    used: str = "customers"
    begin: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, found: Sequence[Any]) -> list[Row]:
        """The rows of the table."""
        return [self._row(one) for one in found]

    def _row(self, one: Any) -> Row:
        uses = number(one.uses) if one.uses else "–"
        detail = Cell(self.cell(one).note, tone="text2")
        shown = Cell(one.name, weight=Weight.MEDIUM, icon=self.cell(one).icon)
        return Row(one.id, (shown, detail, Cell(uses, tone="text3")), spoken=f"{one.name}, {uses} {self.used}")


def _field_note(row: lists.FieldRow) -> str:
    kind = _KIND_WORDS.get(row.kind, row.kind)
    return f"{kind}: {', '.join(row.choices)}" if row.choices else kind


def _declare(values: dict[str, Any]) -> lists.DeclareField:
    return lists.DeclareField(values["name"], values["kind"], tuple(values["choices"].splitlines()))


STAGES: Final = ListKind(
    "stages",
    "Stages",
    "stage",
    "Where a customer stands; each customer is in exactly one.",
    lists.stages,
    lambda row: Cell(icon=row.sign, note=_SIGN_WORDS.get(row.sign, "")),
    (_NAME, Choice("sign", "Sign", options=tuple((sign, _SIGN_WORDS[sign]) for sign in lists.STAGE_SIGNS))),
    lambda values: lists.AddStage(values["name"], values["sign"]),
    lists.RenameStage,
    begin={"sign": "stage square"},
)
TAGS: Final = ListKind(
    "tags",
    "Tags",
    "tag",
    "Words by which customers are grouped; a customer can have several.",
    lists.tags,
    lambda _row: Cell(icon="tag"),
    (_NAME,),
    lambda values: lists.AddTag(values["name"]),
    lists.RenameTag,
)
ROLES: Final = ListKind(
    "roles",
    "Roles",
    "role",
    "In what sense a colleague looks after a customer. A customer has one owner.",
    lists.roles,
    lambda row: Cell(icon="role", note="One for each customer" if row.is_owner else ""),
    (_NAME,),
    lambda values: lists.AddRole(values["name"]),
    lists.RenameRole,
    used="assignments",
)
FIELDS: Final = ListKind(
    "fields",
    "Own fields",
    "field",
    "What only your firm wants to know of a customer.",
    lists.fields,
    lambda row: Cell(icon="edit", note=_field_note(row)),
    (
        _NAME,
        Choice("kind", "Holds", options=tuple((kind, _KIND_WORDS[kind]) for kind in lists.FIELD_KINDS)),
        Lines("choices", "Choices", "Only for a choice: one on each line."),
    ),
    _declare,
    lists.RenameField,
)
KINDS: Final = (STAGES, TAGS, ROLES, FIELDS)
