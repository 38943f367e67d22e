"""Files with a fault or several: of lines, properties, parameters, encodings, folding, nesting, cells, quotes."""

from __future__ import annotations

import base64
import binascii
import random
from collections.abc import Callable
from pathlib import Path

from tests.trials.odd.texts import OWN

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "vcards"
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "utf-7",
    "cp1252",
    "latin-1",
    "cp1250",
    "cp1251",
    "cp437",
    "shift_jis",
    "iso2022_jp",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "koi8-r",
    "mac_roman",
    "cp037",
)
PICTURE = base64.b64encode(b"\x89PNG\r\n" + bytes(range(256)) * 3).decode()
CARDS = (
    [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Jörg Müller",
        "N:Müller;Jörg;M.;Dr.;Jr.",
        "ORG:Müller\\; Söhne;Einkauf",
        "TEL;TYPE=WORK,VOICE:+49 30 5550123",
        "item1.EMAIL;TYPE=INTERNET:joerg@mueller.example",
        "item1.X-ABLabel:_$!<Work>!$_",
        'ADR;TYPE=WORK;LABEL="Am Hafen 3\\nKiel":;;Am Hafen 3;Kiel;;24103;Germany',
        "NOTE:one\\ntwo\\, three",
        "CATEGORIES:fair,key",
        "BDAY:1953-10-15",
        "UID:a-1",
        "END:VCARD",
    ],
    [
        "BEGIN:VCARD",
        "VERSION:2.1",
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:long =C3=A9=",
        "=0D=0Aand more",
        "TEL;CELL;PREF:0171 5550",
        f"PHOTO;ENCODING=BASE64;TYPE=PNG:{PICTURE[:60]}",
        f" {PICTURE[60:]}",
        "",
        "AGENT:",
        "BEGIN:VCARD",
        "FN:Bob",
        "END:VCARD",
        "X-SKYPE:joerg",
        "END:VCARD",
    ],
    [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        "FN:東京商事",
        "ORG:東京商事",
        "IMPP:xmpp:a@b.example",
        "TEL;VALUE=uri;PREF=1:tel:+81-3-5550-0123;ext=12",
        f"PHOTO:data:image/png;base64,{PICTURE}",
        "LANG;PREF=1:ja",
        "X-LONG:" + "word " * 40,
        "END:VCARD",
    ],
)
LISTS = (
    [
        "Name,Company,E-mail 1 - Label,E-mail 1 - Value,Phone,Street,Town,Postal code,Notes,Birthday,Labels",
        'Jörg Müller,"Müller, Söhne",* Work,j@m.example ::: k@m.example,030 5550123,Am Hafen 3,Kiel,24103,"one',
        'two ""three""",15.10.1953,fair ::: key',
        "Zoë,,,zoe@x.example,,,,,,,",
    ],
    [
        "sep=;",
        "Vorname;Nachname;Firma;E-Mail-Adresse;Telefon;Ort",
        "Ann;Lee;Northwind;ann@n.example;0431 12;Kiel",
        "Bob;;;;;",
    ],
    ["Prénom\tNom\tTéléphone", "Anaïs\tDupont\t01 55 50"],
)
Lines = list[str]


def seeds() -> list[Lines]:
    """Small files of our own, and those of other programs where they are at hand."""
    real = [path.read_bytes().decode("utf-8", "replace").splitlines() for path in sorted(SAMPLES.glob("*.vcf"))]
    return [*CARDS, *LISTS, *(lines for lines in real if len(lines) < 200)]


def mutated(rng: random.Random, seed: Lines) -> bytes:
    """The file of these lines with some faults, in some encoding, with some line ends."""
    lines = list(seed)
    for _ in range(rng.choice((1, 1, 2, 3, 6, 12))):
        lines = rng.choice(MUTATIONS)(rng, lines) or ["BEGIN:VCARD"]
    text = rng.choice(("\r\n", "\r\n", "\n", "\r", "\n\n", "\r\r\n", "\x0b", "\u2028")).join(lines)[:200_000]
    encoding = rng.choice(("utf-8", rng.choice(ENCODINGS)))
    data = text.encode(encoding, "replace" if encoding[:3] != "utf" else "surrogatepass")
    return _bytes_mutated(rng, data) if rng.random() < 0.3 else data


def _bytes_mutated(rng: random.Random, data: bytes) -> bytes:
    at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    choices = (
        data[:at],
        data[at:],
        data[:at] + data[to:],
        data[:at] + rng.randbytes(rng.choice((1, 2, 30))) + data[at:],
        data[:at] + b"\0" * rng.choice((1, 500)) + data[at:],
        data[:at] + data[at:to] * 3 + data[to:],
        rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff")) + data,
        data.swapcase(),
    )
    return rng.choice(choices)


def _line(change: Callable[[random.Random, str], str]) -> Callable[[random.Random, Lines], Lines]:
    def on_one(rng: random.Random, lines: Lines) -> Lines:
        at = rng.randrange(len(lines))
        return [*lines[:at], change(rng, lines[at]), *lines[at + 1 :]]

    return on_one


def _value(rng: random.Random, line: str) -> str:
    return line.partition(":")[0] + ":" + rng.choice(OWN)


def _insert(rng: random.Random, line: str) -> str:
    at = rng.randrange(len(line) + 1)
    signs = (
        ":",
        ";",
        ",",
        '"',
        '""',
        "\\",
        "=",
        "=\n",
        "\n ",
        "\n\t",
        "\n",
        "\t",
        "^n",
        ".",
        "BEGIN:VCARD",
        "\0",
        " ::: ",
    )
    return line[:at] + rng.choice((*signs, rng.choice(OWN)))[:3_000] * rng.choice((1, 1, 2, 50)) + line[at:]


def _parameter(rng: random.Random, line: str) -> str:
    name, colon, value = line.partition(":")
    keys = ("TYPE", "ENCODING", "CHARSET", "VALUE", "PREF", "LABEL", "X-SERVICE-TYPE", "")
    said = (
        "QUOTED-PRINTABLE",
        "b",
        "BASE64",
        "utf-16",
        "zip",
        "rot13",
        "idna",
        "999999999999",
        '"a:b',
        "home,work",
        "",
    )
    return f"{name};{rng.choice(keys)}{rng.choice('==:')}{rng.choice(said)}{colon}{value}"


def _property(rng: random.Random, line: str) -> str:
    names = (
        "FN",
        "N",
        "TEL",
        "EMAIL",
        "ADR",
        "ORG",
        "BDAY",
        "PHOTO",
        "KIND",
        "VERSION",
        "AGENT",
        "item1.X-ABLABEL",
        "",
        "CATEGORIES",
        "URL",
        "REV",
        "x" * 300,
        "é",
        "BEGIN",
        "END",
    )
    return rng.choice(names) + line[len(line.partition(":")[0].partition(";")[0]) :]


def _folded(rng: random.Random, line: str) -> str:
    width = rng.choice((1, 2, 10, 75))
    return rng.choice(("\n ", "\n\t", "=\n", "\n")).join(line[at : at + width] for at in range(0, len(line), width))


def _quoted_printable(rng: random.Random, line: str) -> str:
    name, _, value = line.partition(":")
    encoded = binascii.b2a_qp(value.encode(rng.choice(("utf-8", "utf-16")), "replace")).decode("latin-1")
    return f"{name};ENCODING=QUOTED-PRINTABLE:{encoded.replace('=', rng.choice(('=', '=', '==', '=Z')))}"


def _base64(rng: random.Random, line: str) -> str:
    name, _, value = line.partition(":")
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode()
    return f"{name};ENCODING=b:{encoded[rng.randrange(4) :]}{rng.choice(('', '=', '====', 'é'))}"


def _nested(rng: random.Random, lines: Lines) -> Lines:
    depth, at = rng.choice((1, 3, 200)), rng.randrange(len(lines) + 1)
    opened = ["AGENT:", "BEGIN:VCARD"] if rng.random() < 0.7 else ["BEGIN:VCARD"]
    return [*lines[:at], *opened * depth, *lines, *["END:VCARD"] * rng.choice((0, depth)), *lines[at:]]


def _shuffled(rng: random.Random, lines: Lines) -> Lines:
    return rng.sample(lines, len(lines))


def _doubled(rng: random.Random, lines: Lines) -> Lines:
    at = rng.randrange(len(lines))
    return [*lines[:at], *[lines[at]] * rng.choice((2, 40)), *lines[at:]]


def _dropped(rng: random.Random, lines: Lines) -> Lines:
    at = rng.randrange(len(lines))
    return [*lines[:at], *lines[at + rng.choice((1, 1, 3)) :]]


def _other_separator(rng: random.Random, lines: Lines) -> Lines:
    old, new = rng.sample((",", ";", "\t", "|", '"', "'"), 2)
    return [line.replace(old, new) if rng.random() < 0.7 else line for line in lines]


def _cells(rng: random.Random, lines: Lines) -> Lines:
    at = rng.randrange(len(lines))
    return [
        *lines[:at],
        lines[at] + rng.choice(",;\t") * rng.choice((1, 5, 3_000)) + rng.choice(("", "x")),
        *lines[at + 1 :],
    ]


MUTATIONS: tuple[Callable[[random.Random, Lines], Lines], ...] = (
    *map(_line, (_value, _value, _insert, _insert, _parameter, _property, _folded, _quoted_printable, _base64)),
    _nested,
    _shuffled,
    _doubled,
    _dropped,
    _other_separator,
    _cells,
)
