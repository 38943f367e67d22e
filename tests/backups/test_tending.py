"""What is due for the backups is done by itself: one made each day, a missing proof, an old one tried once a week."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.backup_places import add_place
from app.book import Book
from app.computer import mounted
from app.errors import Refused
from app.features.backups import BeginScheduled, ChangePlan, Plan, backups, due, standing
from app.keeping import keep
from app.rules.pace import COMPARING
from app.tending import tend
from app.ticket import Ticket
from tests.backups.manners import cut_off, damage, untold
from ui.cli import main


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins at ten, hours away from the nightly backup's, so that none goes otherwise in the evening."""
    real, here = clock.now, clock.now().astimezone()
    ahead = here.replace(hour=10, minute=0) + timedelta(days=1) - here
    monkeypatch.setattr(clock, "now", lambda: real() + ahead)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """The clock goes on."""

    def go_on(by: timedelta) -> None:
        now = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: now)

    return go_on


def test_nothing_is_made_before_somebody_made_the_first(book: Book) -> None:
    assert not book.ask(due, clock.now())
    assert tend(book, Ticket()) == ""
    assert not book.ask(backups)


def test_one_is_made_each_day_and_by_one_desk_alone(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    add_place(book, tmp_path / "here")
    book.do(ChangePlan(Plan(hour=clock.now().astimezone().hour)))
    keep(book, untold)
    assert not book.ask(due, clock.now())
    later(timedelta(days=1))

    assert tend(book, Ticket()) == ""

    newest = book.ask(backups)[0]
    assert newest.why == "nightly"
    assert newest.proven_at is not None
    assert not book.ask(due, clock.now())
    later(timedelta(days=1))
    assert book.do(BeginScheduled()).answer, "another desk is at it"
    assert tend(book, Ticket()) == ""
    assert book.ask(backups)[0] == newest


def test_by_hand_alone_means_so(book: Book, tmp_path: Path, later: Callable[[timedelta], None]) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    book.do(ChangePlan(Plan(hour=None)))
    later(timedelta(days=30))
    assert tend(book, Ticket()) == ""
    assert len(book.ask(backups)) == 1


def test_a_place_that_comes_back_right_after_the_nightly_one_is_filled_with_the_next_look(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    add_place(book, tmp_path / "here")
    add_place(book, tmp_path / "drive")
    book.do(ChangePlan(Plan(hour=clock.now().astimezone().hour)))
    keep(book, untold)
    later(timedelta(days=1))
    (tmp_path / "drive").rename(tmp_path / "bag")
    assert "drive is away" in tend(book, Ticket())
    (tmp_path / "bag").rename(tmp_path / "drive")
    later(timedelta(minutes=5))

    assert tend(book, Ticket()) == ""

    assert [one.name for one in book.ask(backups)[0].copies] == ["here", "drive"]
    assert (tmp_path / "drive" / book.ask(backups)[0].file).is_file()


def test_a_desk_that_reaches_no_place_leaves_it_to_one_that_does(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    add_place(book, tmp_path / "drive")
    keep(book, untold)
    later(timedelta(days=1))
    (tmp_path / "drive").rename(tmp_path / "bag")

    with pytest.raises(Refused, match="no place of backups can be reached now"):
        tend(book, Ticket())

    assert book.do(BeginScheduled()).answer, "the turn is another desk's"
    assert tend(book, Ticket()) == "", "which is at it: nothing is missing yet"


def test_an_old_one_is_tried_once_a_week(file_book: Book, tmp_path: Path, later: Callable[[timedelta], None]) -> None:
    add_place(file_book, tmp_path / "here")
    file_book.do(ChangePlan(Plan(hour=clock.now().astimezone().hour)))
    keep(file_book, untold)
    later(timedelta(days=8))
    tend(file_book, Ticket())
    first = file_book.ask(backups)[-1]
    later(timedelta(hours=4))
    (task,) = file_book.ask(due, clock.now())
    assert (task.what, task.backup) == ("drill", first)

    tend(file_book, Ticket())

    tried = file_book.ask(backups)[-1]
    assert tried.tried_at == clock.now()
    assert not tried.fault
    assert not file_book.ask(due, clock.now())


def test_the_oldest_of_those_at_hand_is_tried_and_one_that_is_away_when_it_is_back(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    on_a_drive_that_is_away(book, tmp_path)
    later(timedelta(days=1))
    keep(book, untold)
    a_week_on(book, later)

    assert tend(book, Ticket()) == ""

    _, second, first = book.ask(backups)
    assert (first.tried_at, second.tried_at) == (None, clock.now())
    (tmp_path / "bag").rename(tmp_path / "drive")
    a_week_on(book, later)
    tend(book, Ticket())
    assert book.ask(backups)[-1].tried_at == clock.now()


def test_nothing_at_hand_to_be_tried_leaves_the_other_work_alone(
    file_book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    on_a_drive_that_is_away(file_book, tmp_path)
    a_week_on(file_book, later)
    before = file_book.revision()

    assert tend(file_book, Ticket()) == ""

    assert file_book.revision() == before, "and no desk took anything upon itself"


def test_a_proof_that_was_broken_off_is_finished_and_is_not_the_drill_of_the_week(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    a_week_on(book, later)
    ticket = Ticket(lambda what, _done, _total: ticket.stop() if what == COMPARING else None)
    assert keep(book, untold, ticket).made.proven_at is None

    assert tend(book, Ticket()) == ""

    newest, _, first = book.ask(backups)
    assert (newest.proven_at, newest.tried_at) == (clock.now(), None)
    assert book.ask(standing).drill is None
    later(timedelta(hours=4))
    tend(book, Ticket())
    assert book.ask(standing).drill == book.ask(backups)[-1]
    assert book.ask(backups)[-1].id == first.id


@pytest.mark.parametrize("harm", [damage, cut_off])
def test_a_damaged_copy_is_found_told_and_replaced_and_the_other_proves_it(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None], harm: Callable[[Path], None]
) -> None:
    for name in ("one", "two"):
        add_place(book, tmp_path / name)
    made = keep(book, untold).made
    first, second = (tmp_path / name / made.file.name for name in ("one", "two"))
    a_week_on(book, later)
    harm(first)

    told = tend(book, Ticket())

    assert told == (
        f"The copy of the backup {first.name} in one was set aside: the file of the backup is damaged or was cut off,"
        " so nothing of it was used. Another copy is put there by itself."
    )
    line = book.ask(backups)[-1]
    assert (line.tried_at, line.fault, [copy.name for copy in line.copies]) == (clock.now(), "", ["two"])
    later(timedelta(hours=4))
    tend(book, Ticket())
    assert first.read_bytes() == second.read_bytes()


def test_a_damaged_copy_is_replaced_when_the_drive_with_the_other_one_is_there(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    for name in ("here", "drive"):
        add_place(book, tmp_path / name)
    file = keep(book, untold).made.file
    a_week_on(book, later)
    damage(file)
    whole = (tmp_path / "drive" / file.name).read_bytes()
    (tmp_path / "drive").rename(tmp_path / "bag")

    told = tend(book, Ticket())

    assert told.endswith("Another copy is put there by itself as soon as drive, which is away, is there.")
    (tmp_path / "bag").rename(tmp_path / "drive")
    for _ in range(2):  # the other copy is tried, then the damaged one gets its successor
        later(timedelta(hours=4))
        tend(book, Ticket())
    assert file.read_bytes() == whole


def test_a_first_proof_that_finds_damage_is_told_and_is_not_the_drill_of_the_week(
    book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    add_place(book, tmp_path / "here")
    keep(book, untold)
    a_week_on(book, later)
    ticket = Ticket(lambda what, _done, _total: ticket.stop() if what == COMPARING else None)
    file = keep(book, untold, ticket).made.file
    damage(file)

    told = tend(book, Ticket())

    assert told == (
        f"Back up now: the backup {file.name} could not be proven and does not count. The file of the backup is"
        " damaged or was cut off, so nothing of it was used."
    )
    newest = book.ask(backups)[0]
    assert newest.fault and newest.tried_at is None
    assert book.ask(standing).drill is None
    (task,) = book.ask(due, clock.now())
    assert task.what == "drill", "an old one is tried this week nevertheless"


def test_a_damaged_one_on_a_drive_that_is_mounted_elsewhere_counts_no_longer(
    file_book: Book, tmp_path: Path, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounted, "PATTERNS", ((str(tmp_path / "media"), "*"),))
    (tmp_path / "media" / "BLUE").mkdir(parents=True)
    add_place(file_book, tmp_path / "media" / "BLUE" / "house")
    file = keep(file_book, untold).made.file
    a_week_on(file_book, later)
    (tmp_path / "media" / "BLUE").rename(tmp_path / "media" / "RED")
    damage(tmp_path / "media" / "RED" / "house" / file.name)

    told = tend(file_book, Ticket())

    assert told.startswith(f"Back up now: the backup {file.name} was tried again and counts no longer.")
    assert file_book.ask(backups)[-1].fault


def test_where_no_copy_is_left_whole_what_to_do_comes_first(
    file_book: Book, tmp_path: Path, later: Callable[[timedelta], None]
) -> None:
    for name in ("one", "two"):
        add_place(file_book, tmp_path / name)
    file = keep(file_book, untold).made.file
    a_week_on(file_book, later)
    for name in ("one", "two"):
        damage(tmp_path / name / file.name)

    told = tend(file_book, Ticket())

    assert told.startswith(f"Back up now: the backup {file.name} was tried again and counts no longer.")
    assert "Another copy" not in told
    assert file_book.ask(backups)[-1].proven_at is None


def test_one_of_which_no_file_is_left_whole_counts_no_longer(
    book: Book, place: str, tmp_path: Path, later: Callable[[timedelta], None], capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "here")
    file = keep(book, untold).made.file
    check = ["backups", "--check", "--book", place, "--user", "ann"]
    assert main(check) == 0
    moved = file.rename(tmp_path / "away.hbk")
    assert main(check) == 1
    assert "GONE" in capsys.readouterr().out
    moved.rename(file)
    a_week_on(book, later)
    damage(file)

    told = tend(book, Ticket())

    assert told.startswith(f"Back up now: the backup {file.name} was tried again and counts no longer.")
    line = book.ask(backups)[-1]
    assert line.proven_at is None and "damaged" in line.fault
    drill = book.ask(standing).drill
    assert drill is not None and drill.fault
    later(timedelta(hours=4))
    assert not book.ask(due, clock.now()), "it is not tried again and again"


def test_after_a_backup_by_the_computers_clock_an_old_one_is_tried_and_a_failure_is_the_exit_code(
    book: Book, place: str, tmp_path: Path, later: Callable[[timedelta], None], capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(book, tmp_path / "here")
    first = keep(book, untold).made.file
    book.do(ChangePlan(Plan(hour=None)))
    later(timedelta(days=8))
    called = ["backup", "--book", place, "--user", "ann"]
    assert main(called) == 0
    assert book.ask(standing).drill is None, "by hand nobody asked for it"
    capsys.readouterr()

    assert main([*called, "--why", "scheduled", "--json"]) == 0

    assert "drill" not in json.loads(capsys.readouterr().out), "there is nothing to tell"
    tried = book.ask(standing).drill
    assert tried is not None and (tried.file, tried.tried_at, tried.fault) == (first.name, clock.now(), "")
    later(timedelta(days=8))
    damage(first)
    assert main([*called, "--why", "scheduled"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Backed up ")
    assert told[-1].startswith(f"Back up now: the backup {first.name} was tried again and counts no longer.")
    assert main([*called, "--why", "scheduled"]) == 0, "it is not tried every night"


def on_a_drive_that_is_away(book: Book, folder: Path) -> None:
    """A backup stands there, and none in the place that is at hand."""
    add_place(book, folder / "drive")
    keep(book, untold)
    (folder / "drive").rename(folder / "bag")
    add_place(book, folder / "here")


def a_week_on(book: Book, later: Callable[[timedelta], None]) -> None:
    """The backup that is due by then is made, so that the one before is tried next."""
    later(timedelta(days=8))
    tend(book, Ticket())
    later(timedelta(hours=4))
