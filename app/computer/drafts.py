"""What is typed in a form and not yet saved: kept on this computer, a small file each; of an encrypted book sealed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import clock
from app.computer.safe_file import read_json, write_json

if TYPE_CHECKING:
    # What seals takes long to load, and a plain book does without.
    from app.keys.draft_seal import DraftSeal

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that waits: of which form, under which key, what it is called, and when it was last typed in."""

    form: str
    key: str
    title: str
    at: datetime


class Drafts:
    """The drafts of one book; with a seal those of one user, which nobody reads without it."""

    def __init__(self, folder: Path, location: str, seal: DraftSeal | None = None) -> None:
        self._folder = folder / _short(location)
        self._unwritten: dict[Path, dict[str, Any]] = {}
        self._told: list[Callable[[], object]] = []
        self._whose = ""
        self._seal: DraftSeal | None = None
        if seal is not None:
            self.unlock(seal)

    @property
    def sealed(self) -> bool:
        """Whether nobody reads them without their seal."""
        return bool(self._whose)

    def lock(self) -> None:
        """Forget how they are opened, until `unlock`; what is typed meanwhile waits to be sealed."""
        self._seal = None

    def unlock(self, seal: DraftSeal) -> None:
        """Read and write with this seal from now on; what lies here open, or waited for it, is sealed."""
        self._seal, self._whose = seal, seal.whose
        for path, draft in [*self._unwritten.items(), *((path, _read(path)) for path in self._files())]:
            if draft is not None and self._write(self._path(draft["form"], draft["key"]), draft):
                self._unwritten.pop(path, None)
                if path != self._path(draft["form"], draft["key"]):
                    _remove(path)
        self._tell()

    def tell(self, told: Callable[[], object]) -> Callable[[], None]:
        """Call this whenever a draft was kept or forgotten here, until the answer is called."""
        self._told.append(told)
        return lambda: self._told.remove(told)

    def save(self, form: str, key: str, values: dict[str, Any], title: str = "") -> bool:
        """Keep what stands in a form now; `title` says whose it is.

        False where it cannot be written to the disk: then it is kept until the program ends.
        """
        at = clock.now().isoformat()
        draft = {"form": form, "key": key, "title": _packed(title), "at": at, "values": _packed(values)}
        written = self._write(self._path(form, key), draft)
        self._tell()
        return written

    def _write(self, path: Path, draft: dict[str, Any]) -> bool:
        if self._whose and self._seal is None:
            self._unwritten[path] = draft
            return False
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_json(path, draft if self._seal is None else {"sealed": self._seal.close(json.dumps(draft).encode())})
        except OSError:
            LOG.warning("A draft cannot be written to %s", path, exc_info=True)
            self._unwritten[path] = draft
            return False
        self._unwritten.pop(path, None)
        return True

    def _draft(self, path: Path) -> dict[str, Any] | None:
        return self._unwritten.get(path) or _read(path, self._seal)

    def _files(self) -> list[Path]:
        return list(self._folder.glob("*.json"))

    def load(self, form: str, key: str) -> dict[str, Any] | None:
        """What was typed, as the form had it."""
        draft = self._draft(self._path(form, key))
        return None if draft is None else dict(_unpacked(draft["values"]))

    def saved_at(self, form: str, key: str) -> datetime | None:
        """When it was last typed in."""
        draft = self._draft(self._path(form, key))
        return None if draft is None else datetime.fromisoformat(draft["at"])

    def drop(self, form: str, key: str) -> None:
        """Forget a draft: it was saved, or the person let it go."""
        path = self._path(form, key)
        self._unwritten.pop(path, None)
        _remove(path)
        self._tell()

    def all(self, form: str) -> list[tuple[str, datetime]]:
        """Key and time of each draft of a form, the newest first."""
        return [(one.key, one.at) for one in self.waiting() if one.form == form]

    def waiting(self) -> list[Kept]:
        """All drafts of the book, the newest first."""
        paths = {*self._files(), *self._unwritten}
        drafts = [draft for path in paths if (draft := self._draft(path))]
        found = [Kept(d["form"], d["key"], str(d.get("title", "")), datetime.fromisoformat(d["at"])) for d in drafts]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def _tell(self) -> None:
        for told in self._told:
            told()

    def _path(self, form: str, key: str) -> Path:
        whose = chr(0) + self._whose if self._whose else ""
        return self._folder / f"{_short(form + chr(0) + key + whose)}.json"


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        LOG.warning("The draft %s cannot be removed", path, exc_info=True)


def _read(path: Path, seal: DraftSeal | None = None) -> dict[str, Any] | None:
    draft = read_json(path)
    if isinstance(draft, dict) and isinstance(draft.get("sealed"), str):
        opened = None if seal is None else seal.open(draft["sealed"])
        draft = None if opened is None else json.loads(opened)
    if not isinstance(draft, dict) or not isinstance(draft.get("values"), dict):
        return None
    known = all(isinstance(draft.get(name), str) for name in ("form", "key", "at"))
    return draft if known and _is_time(draft["at"]) else None


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _packed(value: Any) -> Any:
    """JSON has no days; lone surrogates, which a keyboard can make, fit into no file."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {"fields": {str(name): _packed(one) for name, one in value.items()}}
    if isinstance(value, list | tuple):
        return [_packed(one) for one in value]
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if isinstance(value, dict) and "day" in value:
        return date.fromisoformat(value["day"])
    if isinstance(value, dict):
        return {name: _unpacked(one) for name, one in value["fields"].items()}
    return value


def _short(text: str) -> str:
    import hashlib  # not needed before something was typed

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
