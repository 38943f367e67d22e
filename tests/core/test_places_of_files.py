"""Where a file may come to that a person names: to a free place, or over a file of theirs, and over nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.book import Book
from app.disk import refuse_place
from app.errors import Refused
from app.features.customers.commands import AddCustomer
from app.leaving_files import FileOutlet
from app.recovery_key import Sheet
from ui.cli import main
from ui.commands.importing import _written as set_aside
from ui.parts.recovery_sheet import save_sheet


def _link(place: Path) -> None:
    place.with_name("empty.txt").touch()
    place.symlink_to(place.with_name("empty.txt"))


THERE: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (lambda place: os.mkfifo(place), "is a device or a pipe"),
    "link": (_link, "is a link"),
    "link to nothing": (lambda place: place.symlink_to(place.with_name("gone")), "is a link"),
    "folder": (Path.mkdir, "is a folder"),
    "nothing": (lambda place: place.parent.rmdir(), "there is no folder"),
    "file": (lambda place: place.write_text("mine"), "already"),
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and links are made otherwise there")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    return tmp_path / "lists" / "list.csv"


@pytest.mark.parametrize("kind", THERE)
def test_an_export_replaces_nothing_but_an_empty_file(place: Path, kind: str) -> None:
    make, words = THERE[kind]
    make(place)
    before = place.lstat() if os.path.lexists(place) else None
    with pytest.raises(Refused, match=f"^Nothing was exported: .*{words}"):
        FileOutlet(place, "csv")
    assert (place.lstat() if os.path.lexists(place) else None) == before
    if kind == "file":
        FileOutlet(place, "csv", replace=True)
    elif kind != "nothing":
        with pytest.raises(Refused, match=words):
            FileOutlet(place, "csv", replace=True)


def test_a_name_may_be_as_long_as_the_system_takes(file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddCustomer(name="Talleres"))
    place = tmp_path / f"{'l' * 251}.csv"
    assert main(["export", str(place), "--book", file_book.location, "--format", "csv", "--reason", "The fair"]) == 0
    assert "Talleres" in place.read_text("utf-8")


def test_an_empty_file_and_a_free_place_are_as_good(place: Path) -> None:
    refuse_place(place, "Not written")
    place.touch()
    refuse_place(place, "Not written")


def test_a_device_and_a_name_that_cannot_be_are_refused(place: Path) -> None:
    with pytest.raises(Refused, match="Not written: full is a device or a pipe, no file"):
        refuse_place(Path("/dev/full"), "Not written", replace=True)
    with pytest.raises(Refused, match="cannot be written there"):
        refuse_place(place.with_name("x" * 300), "Not written")
    place.touch()
    with pytest.raises(Refused, match="there is no folder"):
        refuse_place(place / "inside.csv", "Not written")


def test_a_recovery_sheet_leaves_devices_and_pipes_as_they_are(place: Path) -> None:
    sheet = Sheet("Firm", "firm.book", date(2026, 1, 2), "words", "prints", "prints")
    os.mkfifo(place, 0o644)
    with pytest.raises(Refused, match=r"Not saved: .* is a device or a pipe"):
        save_sheet(sheet, place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o644
    with pytest.raises(Refused, match="Not saved: there is no folder"):
        save_sheet(sheet, Path("/nope/sheet.pdf"))


def test_what_an_import_sets_aside_waits_for_no_pipe(place: Path) -> None:
    os.mkfifo(place)
    written = set_aside(place.parent, place.name, b"set aside")
    assert written is not None and written != place and written.read_bytes() == b"set aside"


@pytest.mark.parametrize("words", [["import", "{odd}"], ["ledger", "--find", "{odd}"]], ids=["import", "ledger --find"])
@pytest.mark.parametrize("odd", ["pipe", "/dev/zero"])
def test_what_has_no_end_or_waits_for_somebody_is_not_read(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], odd: str
) -> None:
    if odd == "pipe":
        os.mkfifo(tmp_path / odd)
    named = [word.format(odd=tmp_path / odd) for word in words]
    assert main([named[0], "--book", file_book.location, *named[1:]]) == 1
    assert "it is a device or a pipe, no file" in capsys.readouterr().err
