"""A user's private key in this computer's own store for secrets, for who asked to stay signed in here.

Only stores that the system opens with its user's own login: one that keeps a plain file, or hands on, is none.
"""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.computer.places import resting_file, staying_file
from app.computer.safe_file import read_json, write_json
from app.errors import Refused

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

LOG = logging.getLogger(__name__)
ALLOWED: set[tuple[str, str]] = {
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
}
NO_STORE = (
    "This computer has no store for keys that Housebook trusts (Secret Service, KWallet, Windows, macOS), so it asks"
    " for the password each time."
)
_CLOSED = "The key kept on this computer could not be read: its keyring is locked or was dismissed."
_NOT_KEPT = "The keyring of this computer did not keep the key: it is locked, or was dismissed. Nothing is kept."
_NOT_OUT = "The keyring of this computer did not answer, so your key may still be in it."
_SERVICE = "Housebook"


class StoreClosed(Exception):
    """The store is there but gives nothing out."""


def why_not() -> str:
    """Why nobody can stay signed in on this computer; "" where they can."""
    return NO_STORE if _store() is None else ""


def stays(name: str) -> bool:
    """Whether a key is kept, as it was noted: the store itself, which may ask its user something, is left alone."""
    return name in _noted(staying_file())


def rests(name: str) -> bool:
    """Whether it was kept, and will be again."""
    return name in _noted(resting_file())


def names() -> set[str]:
    """What is kept on this computer or will be again."""
    return _noted(staying_file()) | _noted(resting_file())


def take_out(name: str) -> None:
    """Out of the store; all that stays noted is that its user wants it there. Raises StoreClosed where it may be there
    still."""
    if name not in names():
        return
    try:
        _note(resting_file(), name, True)
        _note(staying_file(), name, False)
    except OSError:
        LOG.warning("It was not noted whose key was taken out", exc_info=True)
    store = _store()
    if store is None or not _is_out(store, name):
        raise StoreClosed(_NOT_OUT)


def _is_out(store: KeyringBackend, name: str) -> bool:
    _delete(store, name)
    try:
        return store.get_password(_SERVICE, name) is None
    except Exception:
        LOG.warning("It is not known whether a key was taken out", exc_info=True)
        return False


def keep(name: str, key: bytes) -> None:
    """Write a key, read it back and compare. Raises Refused where it is not kept."""
    store = _store()
    if store is None:
        raise Refused(NO_STORE, "stay")
    words = b64encode(key).decode()
    try:
        store.set_password(_SERVICE, name, words)
        kept = store.get_password(_SERVICE, name)
    except Exception as fault:
        LOG.warning("A key was not kept", exc_info=True)
        raise Refused(_NOT_KEPT, "stay") from fault
    if kept != words:
        _delete(store, name)
        raise Refused(_NOT_KEPT, "stay")
    _note(staying_file(), name, True)
    _note(resting_file(), name, False)


def kept(name: str) -> bytes | None:
    """The key of that name. Raises StoreClosed where the store does not give it out."""
    store = _store()
    if store is None:
        raise StoreClosed(NO_STORE)
    try:
        words = store.get_password(_SERVICE, name)
        return None if words is None else b64decode(words, validate=True)
    except ValueError:
        return None
    except Exception as fault:
        LOG.warning("A key that is kept was not given out", exc_info=True)
        raise StoreClosed(_CLOSED) from fault


def forget(name: str) -> bool:
    """Keep the key no longer. Whether it was."""
    if name not in names():
        return False
    _note(staying_file(), name, False)
    _note(resting_file(), name, False)
    store = _store()
    if store is not None:
        _delete(store, name)
    return True


def _store() -> KeyringBackend | None:
    """The store of this computer, if it is one of those allowed, or the first such one of several."""
    # Looks for all there are, which takes long: not before somebody asks for it.
    import keyring
    from keyring.backends.chainer import ChainerBackend

    try:
        found: Any = keyring.get_keyring()
        several = found.backends if type(found) is ChainerBackend else [found]
    except Exception:
        LOG.warning("No store for keys was found", exc_info=True)
        return None
    return next((one for one in several if (type(one).__module__, type(one).__qualname__) in ALLOWED), None)


def _delete(store: KeyringBackend, name: str) -> None:
    with suppress(Exception):  # what cannot be deleted fits nothing once it is not noted any more
        store.delete_password(_SERVICE, name)


def _noted(path: Path) -> set[str]:
    found = read_json(path)
    return {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()


def _note(path: Path, name: str, there: bool) -> None:
    noted = _noted(path)
    if (name in noted) != there:
        write_json(path, sorted(noted ^ {name}))
