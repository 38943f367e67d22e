"""What a form can ask for: declarations, each named as the command's field."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

Options = tuple[tuple[Hashable, str], ...]


@dataclass(frozen=True)
class Section:
    """A title between fields; it asks for nothing."""

    title: str


@dataclass(frozen=True)
class Field:
    """Something that is asked for, under a label; `help` stands small below it."""

    name: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Line(Field):
    """One line of text; `hint` is shown while it is empty."""

    hint: str = ""


@dataclass(frozen=True)
class Secret(Field):
    """A password: covered unless it is asked to be seen, and never told as changed, so that no draft has it."""


@dataclass(frozen=True)
class Lines(Field):
    """Several lines of text."""

    hint: str = ""
    rows: int = 3


@dataclass(frozen=True)
class Choice(Field):
    """One of several values; `nothing` is the words for none of them ("" if one must be chosen)."""

    options: Options = ()
    nothing: str = ""


@dataclass(frozen=True)
class Day(Field):
    """A date, or none."""

    hint: str = ""


@dataclass(frozen=True)
class Check(Field):
    """Yes or no; the label stands beside the box."""


@dataclass(frozen=True)
class Tags(Field):
    """Several words, each a tag; `known` are offered while typing."""

    known: tuple[str, ...] = ()
    hint: str = "Add a tag"


@dataclass(frozen=True)
class Part:
    """One value within a repeated row; `share` is how much of the width it takes, `line` where a row has several."""

    name: str
    hint: str = ""
    share: int = 1
    line: int = 0


@dataclass(frozen=True)
class Repeated(Field):
    """Rows of the same kind: phones, e-mails, addresses; each with a kind, one of them preferred."""

    parts: tuple[Part, ...] = (Part("value"),)
    kinds: Options = ()
    preferred: bool = True
    add: str = "Add"
