"""vCards as they are found in the world: each comes in, or is set aside with its reason."""

import base64
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.card import Address, Card, Reach, SetAside
from app.formats.vcard import CUT_OFF, read_vcards
from app.formats.vcard_properties import MOST_TAGS

SAMPLES = Path(__file__).parents[3] / "shared/samples/vcards"
PICTURE = b"\x89PNG and the rest of it"
BASE64 = base64.b64encode(PICTURE).decode()

LINES = st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "AGENT:", "VERSION:2.1", "VERSION:4.0", "FN:Ann", "N:Lee;Ann",
     "NOTE;QUOTED-PRINTABLE:=41=",
     " folded", "\tfolded", "", "PHOTO;BASE64:", BASE64, "item1.TEL:1", "item1.X-ABLabel:x", 'ADR;LABEL="a:b":;;c',
     "FN;CHARSET=latin-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen", "ORG:x\\;y;z", "KIND:group", "BDAY:--0412"]
)  # fmt: skip


def cards(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> list[Card | SetAside]:
    return list(read_vcards(end.join(lines).encode(encoding)))


def card(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> Card:
    (only,) = cards("BEGIN:VCARD", *lines, "END:VCARD", encoding=encoding, end=end)
    assert isinstance(only, Card), only
    return only


def test_a_plain_card() -> None:
    ann = card(
        "VERSION:3.0",
        "FN:Ann Lee",
        "N:Lee;Ann;M.;Dr.;Jr.",
        "ORG:Northwind\\; Ltd;Sales;West",
        "TITLE:Buyer",
        "EMAIL;TYPE=INTERNET,WORK:ann@example.com",
        "EMAIL;TYPE=HOME;TYPE=pref:ann@home.example",
        "TEL;TYPE=CELL,WORK:+49 171 1",
        "TEL;TYPE=WORK,FAX:+49 30 2",
        "ADR;TYPE=WORK:PO 1;Floor 2;Main Street 1;Berlin;BE;10115;Germany",
        "CATEGORIES:key,a\\,b",
        "NOTE:one\\ntwo",
        "REV:2018-01-25T21:50:41Z",
    )
    assert (ann.line, ann.kind, ann.name, ann.prefix, ann.suffix) == (1, "person", "Ann Lee", "Dr.", "Jr.")
    assert (ann.given, ann.additional, ann.family) == ("Ann", "M.", "Lee")
    assert (ann.organisation, ann.unit, ann.job_title) == ("Northwind; Ltd", "Sales, West", "Buyer")
    assert ann.emails == (Reach("ann@example.com", "work"), Reach("ann@home.example", "home", True))
    assert ann.phones == (Reach("+49 171 1", "mobile"), Reach("+49 30 2", "fax"))
    assert ann.addresses == (
        Address("Main Street 1", "PO 1, Floor 2", "10115", "Berlin", "BE", "Germany", "work"),
    )  # fmt: skip
    assert (ann.tags, ann.note, ann.revised) == (("key", "a,b"), "one\ntwo", "2018-01-25T21:50:41Z")


def test_folding_of_3_and_of_2_1() -> None:
    assert card("VERSION:3.0", "FN:Ann", "NOTE:long", " er").note == "longer"
    assert card("VERSION:2.1", "FN:Ann", "NOTE:two", " words").note == "two words"


def test_quoted_printable_with_soft_breaks_and_its_own_character_set() -> None:
    read = card(
        "VERSION:2.1", "FN:x", "NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen=", "=0D=0Azwei", "TEL;CELL:1"
    )
    assert read.note == "Jürgen\nzwei"
    assert read.phones == (Reach("1", "mobile"),)


@pytest.mark.parametrize(
    "lines",
    [
        ["VERSION:2.1", "PHOTO;ENCODING=BASE64;TYPE=PNG:", BASE64[:12], BASE64[12:], ""],
        ["VERSION:2.1", f"PHOTO;PNG;BASE64:{BASE64[:12]}", f" {BASE64[12:]}"],
        ["VERSION:3.0", f"PHOTO;ENCODING=b;TYPE=PNG:{BASE64}"],
        ["VERSION:4.0", f"PHOTO:data:image/png;base64\\,{BASE64}"],
        ["VERSION:4.0", f"PHOTO:data:image/png;base64,{BASE64}"],
    ],
)
def test_photos(lines: list[str]) -> None:
    read = card("FN:Ann", *lines, "TEL:1")
    assert read.photo == PICTURE
    assert read.phones


def test_a_broken_photo_costs_only_itself() -> None:
    read = card("FN:Ann", "PHOTO;ENCODING=b:A")
    assert (read.photo, read.extra) == (None, ("PHOTO;ENCODING=b:A",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    assert card("FN:Jürgen Müller", encoding=encoding, end=end).name == "Jürgen Müller"


def test_each_line_in_its_own_encoding() -> None:
    data = b"BEGIN:VCARD\nFN:J\xfcrgen\nNOTE:\xc3\xa9t\xc3\xa9\nTITLE;CHARSET=windows-1251:\xc8\xe2\xe0\xed\nEND:VCARD"
    (read,) = read_vcards(data)
    assert isinstance(read, Card)
    assert (read.name, read.note, read.job_title) == ("Jürgen", "été", "Иван")


def test_a_letter_folded_in_two() -> None:
    (read,) = read_vcards(b"BEGIN:VCARD\nFN:J\xc3\n \xbcrgen\nEND:VCARD")
    assert isinstance(read, Card) and read.name == "Jürgen"


def test_apple_groups_and_labels() -> None:
    read = card(
        "FN:Ann",
        "item1.TEL:1",
        "item1.X-ABLabel:_$!<HomeFAX>!$_",
        "item2.EMAIL;type=INTERNET:a@b.c",
        "item2.X-ABLabel:Assistant",
        "item3.URL:https://b.c",
        "item3.X-ABLabel:_$!<HomePage>!$_",
    )
    assert read.phones == (Reach("1", "fax"),)
    assert read.emails == (Reach("a@b.c", "other", False, "Assistant"),)
    assert read.links == (Reach("https://b.c"),)


def test_version_4() -> None:
    read = card(
        "VERSION:4.0",
        "FN:Ann Lee",
        'TEL;VALUE=uri;PREF=2;TYPE="voice,home":tel:+44-555;ext=5',
        'TEL;VALUE=uri;PREF=1;TYPE="cell":tel:+44-666',
        'ADR;LABEL="Main 1: left\\nBerlin":;;;;;;',
        "LANG;PREF=2:fr",
        "LANG;PREF=1:de",
        "IMPP:xmpp:ann@b.c",
    )
    assert read.phones == (Reach("+44-555 ext. 5", "home"), Reach("+44-666", "mobile", True))
    assert read.language == "de"
    assert read.links == (Reach("xmpp:ann@b.c", "other", False, "xmpp"),)
    assert (read.given, read.family) == ("Ann", "Lee")
    assert read.addresses[0].street.startswith("Main 1: left")


@pytest.mark.parametrize(
    ("lines", "kind", "name"),
    [
        (["ORG:Northwind"], "company", "Northwind"),
        (["FN:Northwind", "ORG:Northwind"], "company", "Northwind"),
        (["FN:Northwind", "KIND:org"], "company", "Northwind"),
        (["FN:Ann", "ORG:Northwind", "X-ABShowAs:COMPANY"], "company", "Northwind"),
        (["FN:Ann Lee", "ORG:Northwind"], "person", "Ann Lee"),
        (["N:Lee;Ann"], "person", "Ann Lee"),
        (["FN:Lee, Ann", "N:Lee;Ann"], "person", "Ann Lee"),
        (["NICKNAME:Annie"], "person", "Annie"),
        (["EMAIL:a@b.c"], "person", "a@b.c"),
        (["TEL:030 1"], "person", "030 1"),
    ],
)
def test_who_it_is(lines: list[str], kind: str, name: str) -> None:
    read = card(*lines)
    assert (read.kind, read.name) == (kind, name)


def test_nobody_and_lists_are_set_aside() -> None:
    nobody, group = cards("BEGIN:VCARD", "NOTE:x", "END:VCARD", "", "BEGIN:VCARD", "FN:All", "KIND:group", "END:VCARD")
    assert isinstance(nobody, SetAside) and nobody.line == 1
    assert nobody.reason == "The card has no name, company, e-mail address or phone number."
    assert nobody.raw == "BEGIN:VCARD\nNOTE:x\nEND:VCARD"
    assert isinstance(group, SetAside) and group.line == 5 and "list of members" in group.reason


def test_a_card_without_its_begin_or_end_is_set_aside_with_the_reason() -> None:
    read = cards(
        "BEGIN:VCARD",
        "FN:A",
        "BEGIN:VCARD",
        "FN:B",
        "END:VCARD",
        "BEGN:VCARD",
        "FN:C",
        "END:VCARD",
        "BEGIN:VCARD",
        "FN:D",
    )
    assert [(one.line, getattr(one, "name", None)) for one in read] == [(1, None), (3, "B"), (6, None), (9, None)]
    first, _, stray, last = read
    assert isinstance(first, SetAside) and isinstance(stray, SetAside) and isinstance(last, SetAside)
    assert (first.reason, first.raw) == (CUT_OFF, "BEGIN:VCARD\nFN:A\n")
    assert stray.reason == "The card does not begin with BEGIN:VCARD."
    assert (last.reason, last.raw) == (CUT_OFF, "BEGIN:VCARD\nFN:D")


@pytest.mark.parametrize("length", range(1, len("END:VCARD")))
def test_a_file_cut_off_within_its_last_word_is_whole(length: int) -> None:
    (ann,) = cards("BEGIN:VCARD", "FN:Ann", "END:VCARD"[:length])
    assert isinstance(ann, Card) and (ann.name, ann.extra) == ("Ann", ())


@pytest.mark.parametrize("at", range(13, 40))
def test_a_card_cut_off_anywhere_never_comes_in_silently(at: int) -> None:
    whole = "BEGIN:VCARD\nFN:Ann Lee\nTEL:+49 30 123456"
    (cut,) = cards(whole[:at])
    assert isinstance(cut, SetAside) and (cut.reason, cut.raw) == (CUT_OFF, whole[:at])


def test_files_put_together_without_a_line_end_stay_two_cards() -> None:
    ann, bob = cards("BEGIN:VCARD", "FN:Ann", "END:VCARDBEGIN:VCARD", "FN:Bob", "END:VCARD")
    assert [getattr(one, "name", None) for one in (ann, bob)] == ["Ann", "Bob"]
    cut, bob = cards("BEGIN:VCARD", "FN:Ann", "TEL:03BEGIN:VCARD", "FN:Bob", "END:VCARD")
    assert isinstance(cut, SetAside) and cut.raw == "BEGIN:VCARD\nFN:Ann\nTEL:03"
    assert isinstance(bob, Card) and (bob.name, bob.line, bob.phones) == ("Bob", 3, ())


def test_one_tag_too_many_stays_a_line() -> None:
    line = "CATEGORIES:" + ",".join(map(str, range(MOST_TAGS + 1)))
    assert (card("FN:A", line).tags, card("FN:A", line).extra) == ((), (line,))


def test_a_card_of_a_million_signs_is_set_aside_but_for_its_picture() -> None:
    (large,) = cards("BEGIN:VCARD", "FN:A", *["NOTE:" + "x" * 300_000] * 4, "END:VCARD")
    assert isinstance(large, SetAside) and large.reason == "The card holds more than 1,000,000 characters of text."
    photo = base64.b64encode(PICTURE * 100_000).decode()
    assert len(card("FN:A", f"PHOTO;ENCODING=b:{photo}").photo or b"") == len(PICTURE) * 100_000


def test_mail_text_around_cards_is_passed_over() -> None:
    assert [type(one) for one in cards("From: Ann", "", "BEGIN:VCARD", "FN:A", "END:VCARD", "-- ", "Ann")] == [Card]


def test_a_card_within_a_card_stays_with_it() -> None:
    read = card("FN:Ann", "AGENT:", "BEGIN:VCARD", "FN:Bob", "TEL:9", "END:VCARD", "TEL:1")
    assert (read.name, read.phones) == ("Ann", (Reach("1"),))
    assert read.extra == ("AGENT:\nBEGIN:VCARD\nFN:Bob\nTEL:9\nEND:VCARD",)


def test_what_is_unknown_is_kept() -> None:
    assert card("FN:A", "GEO:1;2", "X-THING;A=b:c", "PRODID:x").extra == ("GEO:1;2", "X-THING;A=b:c", "PRODID:x")
    assert card("FN:A", "BDAY:about 1800").extra == ("BDAY:about 1800",)


def test_a_text_broken_by_hand() -> None:
    assert card("FN:A", "NOTE:one", "two", "TEL:1").note == "one\ntwo"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
def test_real_files() -> None:
    read = {path.name: list(read_vcards(path.read_bytes())) for path in sorted(SAMPLES.glob("*.vcf"))}
    assert len(read) == 19
    aside = [(name, one.line) for name, found in read.items() for one in found if isinstance(one, SetAside)]
    assert aside == [("vcard7.vcf", 1)]
    assert sum(len(found) for found in read.values()) == 23
    names = [one.name for one in read["vcard10.vcf"] if isinstance(one, Card)]
    assert names[0] == "Bike Shop" and names[3] == "Dr. med. Surname Name"
    (heiko,) = read["vcard5.vcf"]
    assert isinstance(heiko, Card)
    assert (heiko.name, heiko.birthday, len(heiko.photo or b"")) == ("Heiko Mustermann", "1955-07-19", 3732)


@given(st.binary() | st.lists(LINES).map(lambda lines: "\n".join(["BEGIN:VCARD", *lines]).encode()))
def test_any_bytes_are_harmless(data: bytes) -> None:
    for one in read_vcards(data):
        assert one.line >= 1
        if isinstance(one, Card):
            assert one.name
            str(one.extra).encode()


@given(st.lists(LINES))
def test_no_card_is_lost(lines: list[str]) -> None:
    begun = lines.count("BEGIN:VCARD")
    nested = lines.count("AGENT:")
    assert begun - nested <= len(cards(*lines, end="\n")) <= begun + lines.count("END:VCARD") + 1


@pytest.mark.parametrize(
    "body",
    [
        "NOTE:" + "a" * 3_000_000,
        "x" * 3_000_000,
        'ADR;LABEL="' + '";"' * 300_000 + ":x",
        "N:" + ";" * 300_000,
        "NOTE;QUOTED-PRINTABLE:" + "=41=\n" * 100_000,
        "PHOTO;BASE64:\n" + "QUJD\n" * 100_000,
        "EMAIL:" + "<a@" * 300_000,
        "FN:" + "ab " * 300_000,
        "a\n" * 300_000,
    ],
    ids=lambda body: body[:14],
)
def test_absurd_cards_take_no_time(body: str) -> None:
    begun = time.process_time()
    (read,) = read_vcards(f"BEGIN:VCARD\nTEL:1\n{body}\nEND:VCARD".encode())
    assert read.line == 1
    assert time.process_time() - begun < 4


def test_absurd_files_take_no_time() -> None:
    begun = time.process_time()
    (many,) = read_vcards(b"BEGIN:VCARD\nFN:A\n" + b"TEL:1\n" * 100_000 + b"END:VCARD")
    assert isinstance(many, SetAside) and "100,00" in many.reason
    assert len(list(read_vcards(b"BEGIN:VCARD\n" * 10_000))) == 10_000
    assert len(list(read_vcards(b"BEGIN:VCARD\nAGENT:\n" * 10_000 + b"END:VCARD\n" * 10_000))) == 1
    assert time.process_time() - begun < 4
