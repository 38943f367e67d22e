"""What a page may remember at this desk: for every book, for this one, and the drafts of its forms."""

from __future__ import annotations

from typing import Any

from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.settings import Value, find_setting, fitting

_HERE = "here"


class Memory:
    """The desk file as it serves one open book."""

    def __init__(self, file: DeskFile, drafts: Drafts, location: str) -> None:
        self.file = file
        self.drafts = drafts
        self._location = location

    def recall(self, name: str, default: Any = None) -> Any:
        """What was kept under this name, whatever the book."""
        return self.file.recall(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Remember a value for every book."""
        self.file.keep(name, value)

    def recall_here(self, name: str, default: Any = None) -> Any:
        """What was kept under this name for this book."""
        return self._here().get(name, default)

    def keep_here(self, name: str, value: Any) -> None:
        """Remember a value for this book."""
        everywhere = self.file.recall(_HERE)
        everywhere = everywhere if isinstance(everywhere, dict) else {}
        self.file.keep(_HERE, {**everywhere, self._location: {**self._here(), name: value}})

    def setting(self, name: str) -> Value:
        """A setting of this desk."""
        return desk_setting(self.file, name)

    def change_setting(self, name: str, value: Value) -> None:
        """Change a setting of this desk."""
        self.file.keep(f"settings.{name}", fitting(find_setting(name), value))

    def _here(self) -> dict[str, Any]:
        everywhere = self.file.recall(_HERE)
        found = everywhere.get(self._location) if isinstance(everywhere, dict) else None
        return found if isinstance(found, dict) else {}


def desk_setting(file: DeskFile, name: str) -> Value:
    """A setting of this desk; its default where nothing (or nonsense) is kept."""
    setting = find_setting(name)
    return fitting(setting, file.recall(f"settings.{name}", setting.default))
