"""A file to be imported, whatever its name says: vCards or a list, or a clear word on what it is instead."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.errors import UnreadableFile
from app.formats import table, vcard
from app.formats.card import Card, SetAside
from app.formats.encodings import decode
from app.formats.vcard_properties import REASON
from app.formats.workbook import is_workbook, rows_of_workbook

_VCARD = re.compile(r"^\ufeff?(?:BEGIN|END)[ \t]*+:[ \t]*+VCARD[ \t]*+$", re.IGNORECASE | re.MULTILINE)
_VCARD_ENDING = re.compile(r":[ \t]*+[Vv][Cc][Aa][Rr][Dd][ \t]*+$", re.MULTILINE)  # found without a look at each line
_VCARD_END = re.compile(r"^END[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_REASON_LINE = re.compile(rf"^{REASON}:[^\n]*\n?", re.IGNORECASE | re.MULTILINE)
_BEGIN_LINE = re.compile(r"\A[^\n]*BEGIN[^\n]*\n?", re.IGNORECASE)

_VCARD_ENDINGS = (".vcf", ".vcard")
_NO_CARD = "holds no card: in a vCard file each one begins with BEGIN:VCARD. Nothing was taken in."
_EXPORT = "Export the contacts as vCard (.vcf), CSV or Excel workbook (.xlsx) and import that file."
_LOOKS_LIKE = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a photo (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel, Word or Outlook file"),
    (b"!BDN", "an Outlook data file (PST)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"{\\rtf", "a Rich Text document"),
    (b"BEGIN:VCALENDAR", "a calendar"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written; a list also needs its header and separator to be written again."""

    name: Literal["vcard", "csv"]
    header: str = ""
    separator: str = ","


def read_file(name: str, data: bytes) -> Iterator[Card | SetAside]:
    """The cards of a file; raises UnreadableFile at once if it holds none of any kind."""
    if is_workbook(data):
        return table.cards_of(_workbook(name, data))
    text, is_vcard = _text(name, data)
    return vcard.cards_of(text) if is_vcard else table.cards_of(_table(name, text))


def format_of(name: str, data: bytes) -> Format:
    """How the file is written, to write its set-aside cards in the same way; those of a workbook as a list."""
    if is_workbook(data):
        return Format("csv", _workbook(name, data).header.raw)
    text, is_vcard = _text(name, data)
    if is_vcard:
        return Format("vcard")
    opened = _table(name, text)
    return Format("csv", opened.header.raw, opened.separator)


def set_aside_file(form: Format, items: Iterable[SetAside]) -> bytes:
    """The set-aside cards or rows with their reasons, to be mended and imported again."""
    if form.name == "csv":
        return b"\xef\xbb\xbf" + table.written_again(form.header, form.separator, items).encode(errors="replace")
    cards = "".join(_with_reason(item) + "\n" for item in items)
    return cards.replace("\n", "\r\n").encode(errors="replace")


def _text(name: str, data: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it holds vCards."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"{name} is empty. {_EXPORT}")
    if looks := _looks_like(data):
        raise UnreadableFile(f"{name} is {looks}, not a list of contacts. {_EXPORT}")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    sample, is_vcard = text[:20_000], _holds_vcards(text)
    if not is_vcard and len(_UNPRINTED.findall(sample)) * 50 > len(sample):
        raise UnreadableFile(f"{name} is not text: neither vCards nor a CSV list. {_EXPORT}")
    return text, is_vcard


def _holds_vcards(text: str) -> bool:
    endings = _VCARD_ENDING.finditer(text)
    return any(_VCARD.match(text, text.rfind("\n", 0, found.start()) + 1) for found in endings)


def _looks_like(data: bytes) -> str:
    start = data[:4_000]
    if start.startswith(b"PK\x03\x04"):
        return "an OpenDocument spreadsheet" if b"spreadsheet" in start else "a ZIP archive or an Office document"
    opening = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if opening[:200].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "a web page or an XML file"
    return next((looks for mark, looks in _LOOKS_LIKE if opening.startswith(mark)), "")


def _table(name: str, text: str) -> table.Table:
    try:
        return table.opened(text)
    except UnreadableFile as unknown:
        if name.lower().endswith(_VCARD_ENDINGS):
            raise UnreadableFile(f"{name} {_NO_CARD} {_EXPORT}") from unknown
        raise UnreadableFile(f"{name} could not be read. {unknown.words}") from unknown


def _workbook(name: str, data: bytes) -> table.Table:
    try:
        return table.table_of(rows_of_workbook(name, data), ",")
    except UnreadableFile as unknown:
        known = unknown.words.startswith(name)
        raise unknown if known else UnreadableFile(f"{name} could not be read. {unknown.words}") from unknown


def _with_reason(item: SetAside) -> str:
    """The card with its reason as a property that is not read again."""
    raw = _REASON_LINE.sub("", item.raw).rstrip("\n")
    if not _VCARD_END.search(raw, raw.rfind("\n") + 1):
        raw += "\nEND:VCARD"
    reason = f"{REASON}:{item.reason.replace(',', chr(92) + ',')}\n"
    begin = _BEGIN_LINE.match(raw)
    return raw[: begin.end()].rstrip("\n") + "\n" + reason + raw[begin.end() :] if begin else reason + raw
