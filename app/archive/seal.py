"""The outermost shell: the age format, which the `age` tool opens, too. What passes through is never held whole.

Pairs of keys are X25519 ones of 32 bytes, as those of the book; age only writes them in letters of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, Any

from pyrage import decrypt_io, encrypt_io, x25519

from app.archive.bech32 import bech32
from app.errors import DamagedFile, NotAllowed

BEGINNING = b"age-encryption.org/v1\n"
"""How a file of this format begins (C2SP, age)."""
DAMAGED = "The file of the backup is damaged or was cut off, so nothing of it was used."
_OTHER_KEYS = "This backup opens with other keys: it is another firm's, or was made before the keys at hand."
_NO_KEY_FITS = "No matching keys"


def as_recipient(public: bytes) -> str:
    """The public half of a pair, as age writes it."""
    return bech32("age", public)


def as_identity(private: bytes) -> str:
    """The private half of a pair, as age writes it."""
    return bech32("age-secret-key-", private).upper()


@contextmanager
def sealing(target: IO[bytes], publics: Sequence[bytes]) -> Iterator[IO[bytes]]:
    """What is written into this comes into the target, sealed for whoever has the private half of one of these."""
    recipients = [x25519.Recipient.from_str(as_recipient(public)) for public in publics]
    reader, writer = _pipe()
    outlet = _Outlet(target)
    with ThreadPoolExecutor(1, "sealing") as beside:
        done = beside.submit(_end_of, reader, encrypt_io, reader, outlet, recipients)
        try:
            with suppress(BrokenPipeError), writer:
                yield writer
        finally:
            _close(writer)
    if outlet.fault is not None:
        raise outlet.fault
    done.result()


@contextmanager
def opening(source: IO[bytes], privates: Sequence[bytes]) -> Iterator[IO[bytes]]:
    """What was sealed, for one of these private halves. Raises NotAllowed, and UnreadableFile where it was changed."""
    identities = [x25519.Identity.from_str(as_identity(private)) for private in privates]
    reader, writer = _pipe()
    outlet = _Outlet(writer)
    with ThreadPoolExecutor(1, "opening") as beside:
        done = beside.submit(_end_of, writer, decrypt_io, source, outlet, identities)
        try:
            yield reader
        except BaseException:
            _close(reader)
            _raise_cause(done, outlet)
            raise
        finally:
            _close(reader)
        _raise_cause(done, outlet)


class _Outlet:
    """What a thread writes into, which keeps in mind why it no longer takes anything."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self._target.flush()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    out, into = os.pipe()
    return os.fdopen(out, "rb"), os.fdopen(into, "wb")


def _end_of(end: IO[bytes], work: Callable[..., object], *arguments: Any) -> None:
    """Do it, and close this end of the pipe after it: whoever is at the other one sees that it is over."""
    try:
        work(*arguments)
    finally:
        _close(end)


def _close(end: IO[bytes]) -> None:
    with suppress(OSError):
        end.close()


def _raise_cause(done: Future[None], outlet: _Outlet) -> None:
    """What stopped the thread, unless it stopped because nobody reads on."""
    fault = done.exception()
    if fault is None or outlet.fault is not None:
        return
    if isinstance(fault, OSError) and fault.errno is not None:
        raise fault  # the disk's, not the archive's
    raise (NotAllowed(_OTHER_KEYS) if _NO_KEY_FITS in str(fault) else DamagedFile(DAMAGED)) from fault
