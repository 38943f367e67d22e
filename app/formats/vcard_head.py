"""What stands before the colon of a vCard line, and how it says that the value is to be read."""

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from app.formats.card import ReachKind
from app.formats.encodings import decode_as
from app.formats.kinds import kind_of, untelling
from app.rules.text import clean

LONGEST_REMEMBERED = 120
_QUOTED_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
_PARAMETER = re.compile(r'(?:[^;"]++|"[^"]*+"?)++')
_BACKSLASH, _SEPARATOR = "\0", "\1"  # stand for escaped ones meanwhile; no text may hold these signs
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}


@dataclass(frozen=True, slots=True)
class Head:
    group: str
    name: str
    types: frozenset[str] = frozenset()
    rank: int = 0
    encoding: str = ""  # "q" quoted-printable, "b" base64
    charset: str = ""
    kind: ReachKind = "other"
    label: str = ""
    service: str = ""
    address: str = ""


def split_line(line: str) -> tuple[Head, str]:
    """The head and the value of a logical line."""
    name, _, value = line.partition(":")
    if '"' in name and (quoted := _QUOTED_HEAD.match(line)):
        name, value = quoted[1], line[quoted.end() :]
    return (_remembered(name) if len(name) <= LONGEST_REMEMBERED else _read(name)), value


def decoded(head: Head, value: str) -> str:
    """The value as text: out of quoted-printable or base64, and out of its own character set."""
    if head.encoding == "q":
        plain = value.isascii()
        data = binascii.a2b_qp(value.encode("utf-8", "surrogatepass"))
        return decode_as(data, head.charset if plain else "")
    if head.encoding == "b":
        data_or_none = base64_bytes(value)
        return value if data_or_none is None else decode_as(data_or_none, head.charset)
    return value


def base64_bytes(value: str) -> bytes | None:
    """The bytes, or None where it is no base64; missing padding is forgiven."""
    try:
        return binascii.a2b_base64(value.encode("ascii", "replace") + b"===") or None
    except binascii.Error:
        return None


def unescaped(value: str) -> str:
    return _plain_of(_masked(value)) if "\\" in value else value


def split_escaped(value: str, separator: str) -> list[str]:
    """The parts between separators that are not escaped, each unescaped."""
    if "\\" not in value:
        return value.split(separator)
    parts = _masked(value).replace(f"\\{separator}", _SEPARATOR).split(separator)
    return [_plain_of(part).replace(_SEPARATOR, separator) for part in parts]


def _masked(value: str) -> str:
    """Escaped backslashes as a sign of their own; no escape by itself, as a line may hold millions."""
    return value.replace(_BACKSLASH, "").replace(_SEPARATOR, "").replace("\\\\", _BACKSLASH)


def _plain_of(masked: str) -> str:
    lines = masked.replace("\\n", "\n").replace("\\N", "\n")
    # The last sign of all escapes nothing.
    end = "\\" if lines.endswith("\\") else ""
    return lines.replace("\\", "").replace(_BACKSLASH, "\\") + end


def _read(text: str) -> Head:
    name, *parameters = _PARAMETER.findall(text) or [""]
    group, _, name = name.strip().rpartition(".")
    types: list[str] = []
    named: dict[str, str] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals:
            types.append(_plain(key).lower())
        elif key.strip().upper() == "TYPE":
            types += [one.strip().lower() for one in _plain(value).split(",")]
        else:
            named.setdefault(key.strip().upper(), _plain(value))
    return _made(group.lower(), name.upper(), types, named)


def _made(group: str, name: str, types: list[str], named: dict[str, str]) -> Head:
    return Head(
        group,
        name,
        frozenset(types),
        _rank(types, named.get("PREF", "")),
        _encoding(types, named.get("ENCODING", "")),
        named.get("CHARSET", ""),
        kind_of(frozenset(types)),
        clean(next((one.removeprefix("x-") for one in types if one and not untelling(one)), "")),
        named.get("X-SERVICE-TYPE") or named.get("SERVICE-TYPE", ""),
        named.get("LABEL", ""),
    )


_remembered = lru_cache(4096)(_read)


def _plain(value: str) -> str:
    value = value.strip().replace('"', "")
    return re.sub(r"\^[n'^]", lambda found: _CARET[found[0]], value) if "^" in value else value


def _rank(types: list[str], named: str) -> int:
    if "pref" in types:
        return 1
    return min(max(int(named), 1), 100) if named.isascii() and named.isdigit() and len(named) < 5 else 0


def _encoding(types: list[str], named: str) -> str:
    words = {*types, named.lower()}
    if "quoted-printable" in words:
        return "q"
    return "b" if not words.isdisjoint({"b", "base64"}) else ""
