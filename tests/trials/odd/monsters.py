"""Files that no one writes by hand: lines of 20 MB, a hundred thousand properties, depth bombs, every encoding."""

from __future__ import annotations

from collections.abc import Iterator

from tests.trials.odd.mutations import CARDS, ENCODINGS, LISTS

MEGABYTE = 1024 * 1024


def monsters(scale: float) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each; `scale` 1 makes them as large as they are meant to be."""
    yield from _in_all_encodings()
    yield from _odd_bytes()
    yield from _long_lines(int(20 * MEGABYTE * scale))
    yield from _many_parts(int(100_000 * scale))
    yield from _lists(int(20 * MEGABYTE * scale), int(100_000 * scale))


def _card(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Monster", *lines, "END:VCARD", ""]).encode()


_ODD = (
    ("nothing", b""),
    ("a NUL", b"\0"),
    ("only NUL", b"\0" * 100_000),
    ("only quotes", b'"' * 100_000),
    ("only separators", b",;\t|" * 10_000),
    ("only ends", b"END:VCARD\n" * 1_000),
    ("only a mark", b"\xff\xfe"),
    ("only line ends", b"\r" * 100_000),
    ("all bytes", bytes(range(256)) * 100),
    ("NUL in a card", _card("NOTE:a\0b")),
    ("sep", b"sep="),
    ("a heading", b"Name"),
    ("PDF", b"%PDF-1.7 " + b"x" * 999),
    ("ZIP", b"PK\x03\x04xl/"),
    ("odd bytes wide", b"\xff\xfe\x00\xd8\x00"),
    ("HTML", b" <html>"),
    ("card cut off", _card()[:40]),
)
_LONG = (
    ("FN:", "x"),
    ("FN:", "é"),
    ("NOTE:", "word "),
    ("NOTE:", "\\n"),
    ("NOTE;ENCODING=QUOTED-PRINTABLE:", "=C3=A9"),
    ("NOTE;ENCODING=b:", "QUJD"),
    ("PHOTO;ENCODING=b:", "QUJD"),
    ("N:", ";"),
    ("N:", "\\;"),
    ("ADR:", "\\,;"),
    ("CATEGORIES:", "a,"),
    ("EMAIL:", "a<a@"),
    ("EMAIL:", "<"),
    ("TEL:", "1"),
    ("BDAY:", "1"),
    ("URL:", "h:"),
    ("X-OTHER:", "y"),
    ("LABEL:", "\\n"),
    ("", "x"),
    ("", "."),
    ("TEL", ";TYPE=x"),
    ("TEL", ';X="a:b"'),
    ("TEL;X=", '"'),
    ('TEL;X="', "^n"),
    ("NOTE:", "\0"),
    ("AGENT:", " "),
    ("NOTE:", "\r\n x"),
    ("NOTE:a", "\r\nx"),
    ("NOTE:", "\r\n"),
)


def _in_all_encodings() -> Iterator[tuple[str, bytes]]:
    for number, lines in enumerate((*CARDS, *LISTS)):
        for encoding in ENCODINGS:
            yield f"{encoding} {number}.vcf", "\r\n".join(lines).encode(encoding, "replace")
        for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"+/v8-"):
            yield f"mark {mark.hex()} {number}.vcf", mark + "\n".join(lines).encode()


def _odd_bytes() -> Iterator[tuple[str, bytes]]:
    for name, data in _ODD:
        yield f"{name}.vcf", data


def _long_lines(size: int) -> Iterator[tuple[str, bytes]]:
    for name, sign in _LONG:
        yield f"long {name}{sign[:3]!r}.vcf", _card(name + sign * (size // len(sign.encode())))
    yield "long begin.vcf", b"BEGIN" + b" " * size + b":VCARD\nFN:a\nEND:VCARD"
    yield "long tail.vcf", _card() + b"\n" * size
    yield "long odd.vcf", _card()[:-12] + b"NOTE:" + b"\xc3" * (size // 4) + b"\nEND:VCARD\n"


def _many_parts(many: int) -> Iterator[tuple[str, bytes]]:
    yield "properties.vcf", _card(*(f"X-{number}:b" for number in range(many)))
    yield "phones.vcf", _card(*(f"TEL:030{number}" for number in range(many)))
    yield "agents.vcf", b"BEGIN:VCARD\nAGENT:\n" * many + b"FN:a\n" + b"END:VCARD\n" * many
    yield "open agents.vcf", b"BEGIN:VCARD\nAGENT:\n" * many
    yield "begins.vcf", b"BEGIN:VCARD\n" * (many // 2)
    yield "strays.vcf", b"FN:a\nEND:VCARD\n" * (many // 2)
    yield "agents in one.vcf", b"BEGIN:VCARD\nFN:a\n" + b"AGENT:\nBEGIN:VCARD\nEND:VCARD\n" * many + b"END:VCARD\n"
    yield "other letters.vcf", b"BEGIN:VCARD\nFN:a\n" + b"X;CHARSET=latin-1:\xe4\n" * many + b"END:VCARD\n"
    yield "tags.vcf", _card("CATEGORIES:" + ",".join(map(str, range(many))))


def _lists(size: int, many: int) -> Iterator[tuple[str, bytes]]:
    for heading in ("c", "E-mail ", "Phone ", "Address Street ", "Notes"):
        names = ",".join(["Name", *(f"{heading}{number}" for number in range(many))])
        yield f"columns {heading}.csv", f"{names}\n{'a,' * many}a\n".encode()
    for name, row in (
        ("quotes", b'"' * size),
        ("spaces", b" " * size + b'"a",1'),
        ("spaces after", b'"a"' + b" " * size + b"x,1"),
        ("pairs", b'"' + b'""' * (size // 2) + b'",1'),
        ("cells", b'"a",' * (size // 4)),
        ("separators", b"," * size),
        ("cell", b"a," + b"x" * size),
        ("quoted cell", b'a,"' + b"x\n" * (many // 8) + b'"'),
        ("empty rows", b",\n" * (size // 2)),
        ("blank rows", b"\n" * size),
        ("open quotes", b'a,"b\n' * (many // 4)),
        ("lone quotes", b'"\n' * (many // 4)),
        ("several", b"a," + b" ::: ".join([b"1@x.example"] * many)),
        ("wide", (b"a" + b"," * 1_000 + b"b\n") * (many // 20)),
    ):
        yield f"list of {name}.csv", b"Name,E-mail\n" + row + b"\nAnn,a@x.example\n"
    yield "long heading.csv", b"Name," + b"x" * size + b"\na,b\n"
    yield "headings.csv", b"," * size + b"\na,b\n"
    yield "sep.csv", b"sep=" + b"\n" * size
    yield "spaces.csv", b" " * size
