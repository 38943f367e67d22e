"""The files on this computer: read for the import; what was set aside is written beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.disk import contents
from app.features.importing import Aside, Reading, free_name, read_files, set_aside_files
from app.rules.text import clean
from app.ticket import Ticket

PATTERNS: Final = "Contacts (*.vcf *.vcard *.csv *.txt *.xlsx);;All files (*)"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: by which name it is shown, where it lies, what is in it."""

    name: str
    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What was found in some files."""

    sources: tuple[Source, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Written:
    """The files into which cards were set aside, and the folders that could not be written."""

    paths: tuple[Path, ...]
    refused: tuple[Source, ...]


def read_paths(paths: Sequence[Path], ticket: Ticket) -> ReadFiles:
    """Read files; one that cannot be opened is told like one that makes no sense. Raises Stopped."""
    sources: list[Source] = []
    unread: list[Aside] = []
    names = _names(paths)
    for name, path in zip(names, paths, strict=True):
        ticket.report(f"Opening {name}", 0)
        try:
            sources.append(Source(name, path, contents(path)))
        except OSError as fault:
            words = f"{name} cannot be opened: {fault.strerror or 'the computer refused it'}."
            unread.append(Aside(name, 0, words, ""))
    reading = read_files([(one.name, one.data) for one in sources], ticket)
    whole = replace(reading, files=tuple(names), set_aside=(*unread, *reading.set_aside))
    return ReadFiles(tuple(sources), whole)


def write_aside(aside: Sequence[Aside], sources: Sequence[Source], folder: Path | None = None) -> Written:
    """Write what was set aside beside each file, or into one folder; never over a file that is there."""
    paths: list[Path] = []
    refused: list[Source] = []
    for source in sources:
        for name, data in set_aside_files(aside, [(source.name, source.data)]):
            written = _written(folder or source.path.parent, Path(name).name, data)
            if written is None:
                refused.append(source)
            else:
                paths.append(written)
    return Written(tuple(paths), tuple(refused))


def _written(folder: Path, name: str, data: bytes) -> Path | None:
    try:
        path = folder / free_name(name, lambda taken: (folder / taken).exists())
        with path.open("xb") as file:
            file.write(data)
    except OSError:
        return None
    return path


def _names(paths: Iterable[Path]) -> list[str]:
    """Names to show; two files of one name are told apart by their folders."""
    paths = list(paths)
    known = [clean(path.name) for path in paths]
    return [name if known.count(name) == 1 else clean(str(path)) for name, path in zip(known, paths, strict=True)]
