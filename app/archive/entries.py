"""The two shells inside the seal: tar within zstd, entry by entry, for streams alone. Nothing is ever extracted.

Only the plainest kind of entry is written and read: what else a tar may hold, another tool put there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tarfile import BLOCKSIZE, RECORDSIZE, USTAR_FORMAT, HeaderError, TarInfo
from typing import IO, Final, cast

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from app.archive.form import LARGEST_BYTES, Unfit

_LEVEL: Final = 1
_WINDOW_BYTES: Final = 8 << 20
"""So much memory an archive may ask for to be unpacked."""
_MOST_TIMES, _ALWAYS_BYTES = 300, 16 << 30
"""So many times its own size may come out of an archive, or so much of any: a letter that went to thousands packs as
tight as a bomb does. It takes less than a minute, and nothing is kept of it before its signature is known to hold."""
_END: Final = bytes(2 * BLOCKSIZE)


class Outgoing:
    """Entries on their way into an archive."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def add(self, name: str, data: bytes) -> None:
        """One entry."""
        about = TarInfo(name)
        about.size, about.mode = len(data), 0o600
        self._stream.write(about.tobuf(USTAR_FORMAT))
        self._stream.write(data)
        self._stream.write(bytes(-len(data) % BLOCKSIZE))


@contextmanager
def packing(target: IO[bytes]) -> Iterator[Outgoing]:
    """Entries that are packed into the target; it is whole at the end of this alone."""
    compressor = ZstdCompressor(level=_LEVEL, threads=1, write_checksum=True)
    with compressor.stream_writer(target, closefd=False) as stream:
        yield Outgoing(stream)
        stream.write(_END)


def unpacked(source: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each entry up to the end of the archive. Raises Unfit where it is none."""
    packed, got = _Counting(source), 0
    reader = ZstdDecompressor(max_window_size=_WINDOW_BYTES)
    try:
        with reader.stream_reader(cast(IO[bytes], packed), read_across_frames=True, closefd=False) as stream:
            while (head := _exactly(stream, BLOCKSIZE)) != bytes(BLOCKSIZE):
                name, size = _about(head)
                data = _exactly(stream, size)
                _exactly(stream, -size % BLOCKSIZE)
                got += size
                if got > max(_ALWAYS_BYTES, packed.bytes * _MOST_TIMES):
                    raise Unfit("packed tighter than rows can be")
                yield name, data
            _refuse_more(stream)
    except ZstdError as fault:
        raise Unfit("not packed by zstd") from fault


class _Counting:
    """A stream that knows how much was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Some more of it."""
        data = self._stream.read(size)
        self.bytes += len(data)
        return data


def _about(head: bytes) -> tuple[str, int]:
    try:
        about = TarInfo.frombuf(head, "utf-8", "strict")
    except (HeaderError, ValueError) as fault:
        raise Unfit("no tar") from fault
    if not about.isreg() or not 0 <= about.size <= LARGEST_BYTES:
        raise Unfit("an entry that we never write")
    return about.name, about.size


def _refuse_more(stream: IO[bytes]) -> None:
    """Raises Unfit unless nothing but the zeros come that end a tar, and the end of all."""
    left = bytearray()
    while len(left) <= RECORDSIZE and (some := stream.read(RECORDSIZE)):
        left += some
    if len(left) not in range(BLOCKSIZE, RECORDSIZE + 1) or any(left):
        raise Unfit("more after the end")


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """Raises Unfit where there is less."""
    pieces, missing = [], size
    while missing:
        piece = stream.read(missing)
        if not piece:
            raise Unfit("cut off")
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
