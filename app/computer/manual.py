"""The manual: chapters in plain Markdown among the program's own files, in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.computer.resources import resource
from app.errors import NotFound

CHAPTERS: Final = (
    "signing-in", "recovery-key", "encrypting", "roles", "exporting", "erasing", "departing", "backups", "threats",
)  # fmt: skip
_ENDING: Final = ".md"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter, by the name that links to it have."""

    id: str
    title: str
    text: str


def chapter(key: str) -> Chapter:
    """The chapter of that name, which may be the end of a link. Raises NotFound."""
    name = key.removesuffix(_ENDING)
    if name not in CHAPTERS:
        raise NotFound(f"The manual has no chapter {key[:40]}. These are there: {', '.join(CHAPTERS)}.")
    text = resource(f"help/{name}{_ENDING}").read_text("utf-8")
    return Chapter(name, text.partition("\n")[0].removeprefix("# "), text)


def chapters() -> list[Chapter]:
    """All of them."""
    return [chapter(name) for name in CHAPTERS]
