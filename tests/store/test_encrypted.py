"""An encrypted book: the same book, of which a copy of the file shows nothing."""

from pathlib import Path

import pytest

from app.book import create_book, open_book
from app.entrance import check_book
from app.errors import NotABook
from app.features.sampling import fill_with_sample

KEY, OTHER_KEY = bytes(range(32)), bytes(32)


def _made(path: Path) -> bytes:
    """All bytes that a closed encrypted book of some customers has."""
    book = create_book(str(path), "Nordlicht Handel", "ann", key=KEY)
    fill_with_sample(book.do, 30)
    book.close()
    return path.read_bytes()


def test_a_file_shows_no_name_and_not_even_what_made_it(tmp_path: Path) -> None:
    seen = _made(tmp_path / "firm.book")
    assert len(seen) > 100_000
    assert not [word for word in (b"SQLite", b"Nordlicht", b"customers") if word in seen]


def test_it_opens_with_its_key_and_is_sound(tmp_path: Path) -> None:
    _made(tmp_path / "firm.book")
    book = open_book(str(tmp_path / "firm.book"), "ann", KEY)
    assert book.firm == "Nordlicht Handel"
    book.close()
    assert check_book(str(tmp_path / "firm.book"), KEY) == []


@pytest.mark.parametrize("key", [None, OTHER_KEY])
def test_another_key_or_none_is_refused_in_a_sentence(tmp_path: Path, key: bytes | None) -> None:
    before = _made(tmp_path / "firm.book")
    with pytest.raises(NotABook):
        open_book(str(tmp_path / "firm.book"), "ann", key)
    assert (tmp_path / "firm.book").read_bytes() == before
