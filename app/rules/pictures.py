"""Which pictures a book keeps: by kind and size, whichever way they come in."""

from __future__ import annotations

_LARGEST = 10 * 1024 * 1024
_KINDS = ((b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def media_type(data: bytes) -> str:
    """What kind of picture it is, by its first bytes; empty where it is none that a book keeps."""
    return next((kind for start, kind in _KINDS if data.startswith(start)), "")


def fault(data: bytes) -> str:
    """Why a book does not keep this picture, as the end of a sentence; empty if it does."""
    if len(data) > _LARGEST:
        return "larger than 10 MB"
    return "" if media_type(data) else "not a PNG, JPEG or GIF file"
