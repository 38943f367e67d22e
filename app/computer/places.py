"""Where this computer keeps what is Housebook's: the only file that knows appdirs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import appdirs

_NAME = "housebook"


def config_folder() -> Path:
    """What this desk remembers: its settings, its window, its last books."""
    return _made(appdirs.user_config_dir(_NAME, appauthor=False, roaming=True))


def data_folder() -> Path:
    """What the program made for the person: the sample company, drafts."""
    return _made(appdirs.user_data_dir(_NAME, appauthor=False))


def state_folder() -> Path:
    """What may be thrown away: the log."""
    return _made(appdirs.user_state_dir(_NAME, appauthor=False))


def desk_file() -> Path:
    """This desk's own memory."""
    return config_folder() / "desk.json"


def drafts_folder() -> Path:
    """What was typed and not yet saved."""
    return _made(str(data_folder() / "drafts"))


def staying_file() -> Path:
    """Whose keys are in the system's own store."""
    return config_folder() / "staying.json"


def resting_file() -> Path:
    """Who asked to stay signed in and has to say the password first: their window was locked."""
    return config_folder() / "resting.json"


def failures_file() -> Path:
    """Wrong passwords that no book knows of yet."""
    return config_folder() / "wrong-passwords.json"


def sample_book() -> Path:
    """The sample company's book."""
    return data_folder() / "sample-company.book"


def log_file() -> Path:
    """What went wrong, with its details."""
    return state_folder() / "housebook.log"


def _made(folder: str) -> Path:
    path = Path(folder)
    if not path.is_dir():
        with suppress(OSError):  # who cannot write there learns it from what is to be written
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
