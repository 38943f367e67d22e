"""What is written comes back as it was: vCards and lists, whatever stands in the cards."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from app.errors import UnreadableFile
from app.formats.card import Address, Card, Person, Reach, SetAside
from app.formats.marks import text_with_marks
from app.formats.reading import read_file
from app.formats.table_writing import TableOut, Width, csv_line
from app.formats.vcard_writing import vcard
from app.formats.workbook import LONGEST_CELL, WorkbookOut
from app.rules.text import clean

PICTURE = b"\xff\xd8\xff" + bytes(range(256))
KINDS = st.sampled_from(["work", "home", "mobile", "fax", "pager", "main", "other"])
WORDS = st.one_of(
    st.sampled_from(["Ann Lee", "Müller, Söhne; \\GmbH", "=1+1", "+49 40 1", "'=x", "* Key", "a ::: b", "Work", "-"]),
    st.text(max_size=12),
).map(clean)
NAMES = WORDS.filter(bool)
LINES = st.text(st.sampled_from('ab,;:\\"\n=é'), max_size=30).map(lambda text: clean(text, lines=True))
REACHES = st.builds(Reach, NAMES, KINDS, st.just(False), WORDS)
ADDRESSES = st.builds(Address, NAMES, WORDS, WORDS, WORDS, WORDS, WORDS, KINDS)
PEOPLE = st.builds(
    Person,
    NAMES,
    WORDS,
    WORDS,
    WORDS,
    LINES,
    st.booleans(),
    st.tuples(REACHES),
    st.lists(REACHES, max_size=2).map(tuple),
)
EXTRA = st.one_of(NAMES, st.sampled_from(["X-FOO;TYPE=a:b\\, c", "item1.X-BAR:1", "Column: cell", "NICKNAME:Bo"]))
CARDS = st.builds(
    Card,
    line=st.just(1),
    raw=st.just(""),
    kind=st.sampled_from(["person", "company"]),
    name=NAMES,
    prefix=WORDS,
    given=WORDS,
    additional=WORDS,
    family=WORDS,
    suffix=WORDS,
    nickname=WORDS,
    organisation=WORDS,
    job_title=WORDS,
    emails=st.lists(REACHES, max_size=2).map(tuple),
    phones=st.lists(REACHES, max_size=3).map(tuple),
    addresses=st.lists(ADDRESSES, max_size=2).map(tuple),
    links=st.lists(REACHES, max_size=1).map(tuple),
    birthday=st.one_of(st.sampled_from(["1953-10-15", "--10-15", "1953"]), WORDS),
    note=LINES,
    tags=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    language=WORDS,
    uid=NAMES,
    created=WORDS,
    revised=WORDS,
    extra=st.lists(EXTRA, max_size=3).map(tuple),
    number=WORDS,
    tax_number=WORDS,
    stage=WORDS,
    since=st.sampled_from(["", "2020-01-31"]),
    channel=st.sampled_from(["", "phone", "letter"]),
    marks=st.sampled_from(["", "c", "cm", "cwm"]),
    fields=st.lists(st.tuples(NAMES, LINES), max_size=2).map(tuple),
    people=st.lists(PEOPLE, max_size=2).map(tuple),
)


def as_vcard_3(card: Card) -> bytes:
    return vcard(card, "3.0", "HB1").encode()


def as_vcard_4(card: Card) -> bytes:
    return vcard(card, "4.0", "HB1").encode()


def as_csv(card: Card, *, guarded: bool = True) -> bytes:
    width = Width(len(card.emails), len(card.phones), len(card.links), len(card.addresses))
    out = TableOut(width, guarded=guarded)
    return ("\ufeff" + csv_line(out.headings) + csv_line(out.cells(card, "HB1"))).encode()


def as_csv_exact(card: Card) -> bytes:
    return as_csv(card, guarded=False)


def as_workbook(card: Card) -> bytes:
    width = Width(len(card.emails), len(card.phones), len(card.links), len(card.addresses), len(card.note))
    out, made, file = (
        TableOut(width, guarded=False, most_in_cell=LONGEST_CELL),
        WorkbookOut("Customers", "HB1"),
        BytesIO(),
    )
    for cells in (out.headings, out.cells(card, "HB1")):
        made.row(cells)
    made.save(file)
    return file.getvalue()


WRITERS = {
    "vCard 3.0": as_vcard_3,
    "vCard 4.0": as_vcard_4,
    "CSV": as_csv,
    "exact CSV": as_csv_exact,
    "workbook": as_workbook,
}
each_form = pytest.mark.parametrize("write", WRITERS.values(), ids=list(WRITERS))


def come_back(data: bytes) -> Iterator[Card]:
    for one in read_file("list", data):
        assert not isinstance(one, SetAside), one.reason
        yield replace(one, line=1, raw="")


@each_form
@settings(max_examples=150, deadline=None)
@given(card=CARDS)
def test_a_card_comes_back_as_it_was(write: Callable[[Card], bytes], card: Card) -> None:
    assert list(come_back(write(card))) == [card]


@pytest.mark.parametrize("write", [as_vcard_3, as_vcard_4])
@pytest.mark.parametrize("ends", ["", "x" * 64, "ä" * 40, ": "])
def test_a_value_that_ends_like_a_beginning_comes_back(write: Callable[[Card], bytes], ends: str) -> None:
    said = f"{ends}begin : VCARD"
    card = Card(1, "", "person", "Ann Lee", given="Ann", job_title=said, note=f"{said}\nBEGIN:VCARD", tags=(said,))
    assert list(come_back(write(card))) == [card]


@pytest.mark.parametrize("write", [as_vcard_3, as_vcard_4])
def test_a_picture_comes_back(write: Callable[[Card], bytes]) -> None:
    (card,) = come_back(write(Card(1, "", "person", "Ann Lee", given="Ann", family="Lee", photo=PICTURE)))
    assert card.photo == PICTURE


@pytest.mark.parametrize("write", [as_vcard_3, as_vcard_4])
def test_other_programs_find_what_they_know(write: Callable[[Card], bytes]) -> None:
    phones = (Reach("+49 40 1", "mobile", True), Reach("2", "other", False, "Night"))
    text = write(Card(1, "", "person", "Ann Lee", given="Ann", family="Lee", phones=phones, extra=("X-FOO;A=b:c",)))
    lines = text.decode().split("\r\n")
    assert "N:Lee;Ann;;;" in lines
    assert "X-FOO;A=b:c" in lines
    assert "t2.X-ABLabel:Night" in lines
    assert any(line.startswith("TEL;TYPE=") and line.endswith(":+49 40 1") for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)


def test_a_spreadsheet_sees_no_formula() -> None:
    for cell in ("=cmd|' /C calc'!A0", "+49 40", "-1", "@SUM(A1)"):
        line = as_csv(Card(1, "", "company", cell)).decode().split("\r\n")[1]
        assert line.startswith(("'", "\"'"))
        assert as_csv_exact(Card(1, "", "company", cell)).decode().split("\r\n")[1].lstrip('"').startswith(cell[0])


@pytest.mark.parametrize("write", [as_csv, as_csv_exact, as_workbook])
def test_a_long_note_comes_back(write: Callable[[Card], bytes]) -> None:
    card = Card(1, "", "company", "Acme", organisation="Acme", note="line\n" * 20_000 + "end")
    odd = replace(card, note="".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(60_000)))
    assert [one.note for one in come_back(write(card))] == [card.note]
    assert [one.note for one in come_back(write(odd))] == [odd.note]


def test_a_workbook_s_cells_are_text_and_its_mark_is_found() -> None:
    data = as_workbook(Card(1, "", "company", "=1+1"))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert "HB1" in text_with_marks(data)


def test_a_workbook_that_people_made_is_read() -> None:
    book, file = Workbook(), BytesIO()
    for row in (
        ["Name", "Phone", "Birthday"],
        ["Ann Lee", 4940123.0, date(1980, 2, 3)],
        [None],
        ["Bo", None, None],
    ):
        book.worksheets[0].append(row)
    book.save(file)
    ann, bo = come_back(file.getvalue())
    assert (ann.name, ann.phones[0].value, ann.birthday, bo.name) == ("Ann Lee", "4940123", "1980-02-03", "Bo")


@pytest.mark.parametrize("data", [b"PK\x03\x04xl/", as_workbook(Card(1, "", "company", "A"))[:900]])
def test_a_broken_workbook_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        list(read_file("list.xlsx", data))


def test_what_others_put_into_our_column_harms_nothing() -> None:
    for told in ('{"name":5}', "[", '{"line":3}', '{"kind":"dog"}', "[[" * 5000, '{"phones":[{"valu":1}]}'):
        card = next(read_file("x.vcf", f"BEGIN:VCARD\nFN:Ann\nX-HOUSEBOOK-EXACT:{told}\nEND:VCARD\n".encode()))
        assert isinstance(card, Card)
        assert card.name == "Ann"
