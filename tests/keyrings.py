"""A real store for keys, in memory, and how a test lets the program trust it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.computer import kept_keys


class MemoryKeyring(KeyringBackend):
    """Keeps for as long as the test runs; it may be locked, or change what it keeps."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.garbles = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password[::-1] if self.garbles else password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.kept[service, username]

    def _open(self) -> None:
        if self.fault is not None:
            raise self.fault


@contextmanager
def allowed(monkeypatch: pytest.MonkeyPatch, store: KeyringBackend | None = None) -> Iterator[MemoryKeyring]:
    """The computer has this store; the one in memory is trusted."""
    memory, before = MemoryKeyring(), keyring.get_keyring()
    monkeypatch.setattr(kept_keys, "ALLOWED", kept_keys.ALLOWED | {(MemoryKeyring.__module__, "MemoryKeyring")})
    keyring.set_keyring(store or memory)
    yield memory
    keyring.set_keyring(before)
