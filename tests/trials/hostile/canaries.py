"""What must stay untouched while hostile text is shown: a picture of one colour, and a server that nobody asks."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
import zlib
from pathlib import Path

from PySide6.QtGui import QImage

COLOUR = (255, 0, 255)
_IN_OPEN = 0x20
_SIDE = 64


class Canaries:
    """A picture file and a server; `touched` tells what was done to them, as the system saw it."""

    def __init__(self, folder: Path) -> None:
        self.picture = folder / "canary.png"
        self.picture.write_bytes(_png())
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self.port = int(self._server.getsockname()[1])
        self._python: list[str] = []
        self._notes = _watch(self.picture)
        sys.addaudithook(self._audit)

    def touched(self) -> list[str]:
        """What asked for the picture or the server since the last time."""
        found, self._python = self._python, []
        if self._notes >= 0 and _opened(self._notes):
            found.append("the picture's file was opened")
        try:
            self._server.accept()[0].close()
            found.append("the server was asked")
        except BlockingIOError:
            pass
        return found

    def _audit(self, event: str, given: tuple[object, ...]) -> None:
        if event == "open" and str(given[0]) == str(self.picture):
            self._python.append("the picture's file was opened by Python")
        elif event in ("socket.connect", "socket.getaddrinfo"):
            self._python.append(f"{event} by Python")


def painted(image: QImage) -> bool:
    """Whether the canary's colour is in a picture of the screen."""
    data = image.convertToFormat(QImage.Format.Format_RGB888)
    row = bytes(data.constBits())
    return bytes(COLOUR) * 8 in row


def _png() -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + bytes(COLOUR) * _SIDE) * _SIDE)
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def _watch(path: Path) -> int:
    """A watch of the system on who opens the file, also from C++; -1 where there is none."""
    if sys.platform != "linux":
        return -1
    system = ctypes.CDLL(None)
    watch = int(system.inotify_init1(os.O_NONBLOCK))
    system.inotify_add_watch(watch, os.fsencode(path), _IN_OPEN)
    return watch


def _opened(watch: int) -> bool:
    try:
        return bool(os.read(watch, 4096))
    except BlockingIOError:
        return False
