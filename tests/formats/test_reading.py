"""What a file is, by its content; and set-aside cards written back to be mended."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UnreadableFile
from app.formats import reading
from app.formats.card import Card, SetAside
from app.formats.reading import format_of, read_file, set_aside_file

VCARDS = b"BEGIN:VCARD\r\nFN:Ann\r\nEND:VCARD\r\nBEGIN:VCARD\r\nNOTE:x\r\nEND:VCARD\r\n"
LIST = 'Name;E-mail;Phone\nÄnn;a@b.c;1\nBob;b@b.c;2;3\n"Cy;c@b.c;3\n'.encode("cp1252")


def set_aside(data: bytes) -> list[SetAside]:
    return [one for one in read_file("x", data) if isinstance(one, SetAside)]


def test_the_content_counts_not_the_name() -> None:
    assert [type(one) for one in read_file("list.csv", VCARDS)] == [Card, SetAside]
    assert [type(one) for one in read_file("cards.vcf", LIST)] == [Card, SetAside, SetAside]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\r\n \0", "is empty"),
        (b"%PDF-1.7", "PDF document"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "workbook"),
        (b"PK\x03\x04 word/document.xml", "ZIP archive"),
        (b"SQLite format 3\0", "database"),
        (b"<!DOCTYPE html><p>Ann", "web page"),
        (bytes(range(256)) * 8, "not text"),
        (b"Dear Ann,\nhow are you?\n", "holds no card: in a vCard file each one begins with BEGIN:VCARD"),
    ],
)
def test_anything_else_is_named_and_a_way_out_is_shown(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file("thing.vcf", data)
    assert words in refused.value.words
    assert refused.value.words.startswith("thing.vcf") and "import" in refused.value.words


def test_a_list_is_told_of_its_headings_whatever_it_is_called() -> None:
    with pytest.raises(UnreadableFile, match="does not name its columns"):
        read_file("thing.csv", b"Dear Ann,\nhow are you?\n")
    assert any(isinstance(one, Card) for one in read_file("thing.vcf", b"Name,E-mail\nAnn,ann@x.example\n"))


@pytest.mark.parametrize("start", ["", "\ufeff", "Dear Ann,\n", "\n\n", "VCARD\nx:VCARD\n"])
def test_vcards_are_seen_wherever_and_however_the_first_begins(start: str) -> None:
    cards = f"{start}bEGIN \t: vCard \nFN:Ann\nEND:VCARD\n"
    assert any(isinstance(one, Card) and one.name == "Ann" for one in read_file("x", cards.encode()))


class Counted:
    """A pattern that counts the lines which it is held against; to be let loose on a whole text it knows no way."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.lines = 0

    def match(self, text: str, start: int) -> re.Match[str] | None:
        self.lines += 1
        return self._pattern.match(text, start)


def test_vcards_are_sought_without_a_look_at_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(reading._VCARD)
    monkeypatch.setattr(reading, "_VCARD", counted)
    with pytest.raises(UnreadableFile, match="does not name its columns"):
        read_file("x", b"a\n" * 1000 + b"of a:vCard \n" + b"a\n" * 1000)
    assert counted.lines == 1


def test_set_aside_cards_can_be_mended_and_imported() -> None:
    (item,) = set_aside(VCARDS)
    written = set_aside_file(format_of("x", VCARDS), [item])
    assert b"X-HOUSEBOOK-REASON:The card has no name" in written
    (again,) = set_aside(written)
    assert again.reason == item.reason
    assert set_aside_file(format_of("x", written), [again]) == written
    (mended,) = read_file("x", written.replace(b"NOTE:x", b"FN:Bob"))
    assert isinstance(mended, Card)
    assert (mended.name, mended.note, mended.extra) == ("Bob", "", ())


def test_a_card_that_was_cut_off_can_be_imported_once_it_was_looked_at() -> None:
    (item,) = set_aside(b"BEGIN:VCARD\nFN:Bob\nTEL:030 1")
    written = set_aside_file(format_of("x", VCARDS), [item])
    assert written.endswith(b"TEL:030 1\r\nEND:VCARD\r\n")
    (mended,) = read_file("x", written)
    assert isinstance(mended, Card) and (mended.name, mended.extra) == ("Bob", ())


def test_set_aside_rows_can_be_mended_and_imported() -> None:
    items = set_aside(LIST)
    form = format_of("x", LIST)
    written = set_aside_file(form, items).decode("utf-8-sig")
    assert written.split("\r\n")[0] == "Name;E-mail;Phone;Reason"
    assert len(set_aside(written.encode())) == 2
    mended = written.replace("2;3;", "2;").replace('"Cy', "Cy")
    read = list(read_file("x", mended.encode()))
    assert [(one.name, one.phones[0].value, one.extra) for one in read if isinstance(one, Card)] == [
        ("Bob", "2", ()),
        ("Cy", "3", ()),
    ]


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        items = [one for one in read_file("x", data) if isinstance(one, SetAside)]
        set_aside_file(format_of("x", data), items)
    except UnreadableFile as refused:
        assert refused.words
