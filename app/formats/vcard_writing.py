"""vCards of 3.0 and 4.0 as other programs read them, each with its mark and with what only Housebook knows."""

import base64
import re
from collections.abc import Iterator
from typing import Final, Literal

from app.formats.card import Address, Card, Reach
from app.formats.exact import unsaid
from app.formats.vcard import card_in
from app.formats.vcard_head import split_line
from app.formats.vcard_properties import EXACT, EXPORT
from app.rules.pictures import media_type

Version = Literal["3.0", "4.0"]

_FOLD: Final = 75
_BEGIN: Final = re.compile(r"(BEGIN[ \t]*:[ \t]*VC)(ARD[ \t]*\r?)$", re.IGNORECASE | re.MULTILINE)
_NEVER_AGAIN: Final = frozenset({"BEGIN", "END", "VERSION", "AGENT", "UID", "FN", "N", EXACT, EXPORT})
_PHONES: Final = {"mobile": "CELL", "fax": "FAX", "pager": "PAGER", "work": "WORK", "home": "HOME", "main": "MAIN"}
_PLACES: Final = {"work": "WORK", "home": "HOME"}


def vcard(card: Card, version: Version, mark: str) -> str:
    """The card as text; `mark` tells the export that it left by."""
    lines = [f"VERSION:{version}", *_lines(card, version)]
    known = {line.casefold() for line in lines}
    lines += [line for line in card.extra if _is_property(line) and line.casefold() not in known]
    beside = unsaid(card, card_in("\n".join(["BEGIN:VCARD", *map(_unmistakable, lines), "END:VCARD"])))
    if beside:
        lines.append(f"{EXACT}:{_escaped(beside)}")
    if card.photo:
        lines.append(_photo(card.photo, version))
    lines.append(f"{EXPORT}:{mark}")
    within = (_unmistakable(_folded(line)) for line in lines)
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", *within, "END:VCARD"))


def _lines(card: Card, version: Version) -> Iterator[str]:
    yield from _names(card, version)
    yield from _reaches("EMAIL", card.emails, version, _PLACES, "e")
    yield from _reaches("TEL", card.phones, version, _PHONES, "t")
    yield from _addresses(card.addresses, version)
    yield from _reaches("URL", card.links, version, _PLACES, "u")
    if card.birthday:
        yield f"BDAY:{_escaped(card.birthday)}"
    if card.tags:
        yield "CATEGORIES:" + ",".join(_escaped(tag) for tag in card.tags)
    if card.language:
        yield f"LANG:{_escaped(card.language)}"
    if card.note:
        yield f"NOTE:{_escaped(card.note)}"
    for name, value in (("UID", card.uid), ("CREATED", card.created), ("REV", card.revised)):
        if value:
            yield f"{name}:{_escaped(value)}"


def _names(card: Card, version: Version) -> Iterator[str]:
    company = card.kind == "company"
    yield f"FN:{_escaped(card.name)}"
    parts = (card.family, card.given, card.additional, card.prefix, card.suffix)
    yield "N:" + ";".join(_escaped(part) for part in parts)
    if company:
        yield "KIND:org" if version == "4.0" else "X-ABSHOWAS:COMPANY"
    if company or card.organisation:
        yield f"ORG:{_escaped(card.organisation or card.name)}"
    if card.nickname:
        yield f"NICKNAME:{_escaped(card.nickname)}"
    if card.job_title:
        yield f"TITLE:{_escaped(card.job_title)}"


def _reaches(name: str, found: tuple[Reach, ...], version: Version, kinds: dict[str, str], group: str) -> Iterator[str]:
    for number, one in enumerate(found, 1):
        types = [kinds[one.kind]] if one.kind in kinds else []
        head = f"{name}{_parameters(types, one.preferred, version)}"
        if one.label:
            yield f"{group}{number}.{head}:{_escaped(one.value)}"
            yield f"{group}{number}.X-ABLabel:{_escaped(one.label)}"
        else:
            yield f"{head}:{_escaped(one.value)}"


def _addresses(found: tuple[Address, ...], version: Version) -> Iterator[str]:
    for one in found:
        types = [_PLACES[one.kind]] if one.kind in _PLACES else []
        parts = ("", one.extra, one.street, one.town, one.region, one.postal_code, one.country)
        yield f"ADR{_parameters(types, one.preferred, version)}:" + ";".join(_escaped(part) for part in parts)


def _parameters(types: list[str], preferred: bool, version: Version) -> str:
    if version == "3.0":
        types = [*types, "PREF"] if preferred else types
        return f";TYPE={','.join(types)}" if types else ""
    return "".join([*(f";TYPE={one.lower()}" for one in types), ";PREF=1" if preferred else ""])


def _photo(photo: bytes, version: Version) -> str:
    kind, data = media_type(photo), base64.b64encode(photo).decode()
    if version == "4.0":
        return f"PHOTO:data:{kind};base64,{data}"
    return f"PHOTO;ENCODING=b;TYPE={kind.rpartition('/')[2].upper()}:{data}"


def _is_property(line: str) -> bool:
    """Whether a kept line can stand in a card again: with the name of a property, and on one line."""
    head, colon, value = line.partition(":")
    if not colon or not value or "\n" in line or not head.isascii() or " " in head or not head[:1].isalpha():
        return False
    name = split_line(line)[0].name
    return name.replace("-", "").isalnum() and name not in _NEVER_AGAIN


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _unmistakable(folded: str) -> str:
    """Folded once more where a value ends like the beginning of another card: files are cut there.

    Some files were put together without an end of line between two cards, so a BEGIN counts within a line too.
    """
    return _BEGIN.sub("\\1\r\n \\2", folded)


def _folded(line: str) -> str:
    """No line longer than 75 bytes, and none that breaks within a letter."""
    if line.isascii():
        rest = range(_FOLD, len(line), _FOLD - 1)
        return "\r\n ".join([line[:_FOLD], *(line[start : start + _FOLD - 1] for start in rest)])
    pieces: list[str] = []
    piece: list[str] = []
    room = _FOLD
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("".join(piece))
            piece, room = [], _FOLD - 1
        piece.append(sign)
        room -= size
    return "\r\n ".join([*pieces, "".join(piece)])
