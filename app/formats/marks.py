"""The text in which the marks of exports are sought, whatever a file has become meanwhile."""

import io
import re
import zipfile

from app.formats.encodings import decode

MOST = 200_000_000
_DRAWN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How begins what is no text, though it may show some."""
_FOLDED = re.compile(r"\r?\n[ \t]")


def text_with_marks(data: bytes) -> str:
    """All that may bear a mark: the file itself, and what is packed in it if it is a workbook or another archive."""
    text = _plain(data)
    if data.startswith(b"PK\x03\x04"):
        text += "".join(_plain(part) for part in _members(data))
    return text + _FOLDED.sub("", text)


def text_with_people(data: bytes) -> str:
    """All that a file says of people: its text, or those packed in it, with folded lines also as one."""
    parts = _members(data) if data.startswith(b"PK\x03\x04") else [data]
    texts = [decode(part) for part in parts if not part.startswith(_DRAWN)]
    return "\n".join([*texts, *(_FOLDED.sub("", text) for text in texts if _FOLDED.search(text))])


def _plain(data: bytes) -> str:
    """Marks are plain letters and digits: they can be read in every encoding once the empty bytes are gone."""
    return data.replace(b"\0", b"").decode("latin-1")


def _members(data: bytes) -> list[bytes]:
    found, left = [], MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.infolist():
                left -= one.file_size
                if left < 0:
                    break
                found.append(packed.read(one))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return found
    return found
