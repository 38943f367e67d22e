"""A backup takes the place of the present book while desks have it open; what guards the book stays as it is today."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock, keeping
from app.backing_up import Made, back_up
from app.backup_places import add_place
from app.book import Book, open_book
from app.changes import Topic
from app.earlier import Earlier, of_backup, of_minute
from app.entrance import check_book
from app.errors import NotAllowed, Refused
from app.features.access import LockUser
from app.features.backups import backups, opening_keys, standing, wanted_before
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.journal.reading import JournalFilter, journal
from app.features.team import AddUser
from app.keeping import keep
from app.proof import verify
from app.proving import prove
from app.putting_back import difference, put_back
from app.rules.permissions import Role
from app.sign_in import sign_in
from app.ticket import Ticket
from tests.backups.manners import kept_in, untold
from tests.locked import ANNS, BENS, Locked
from ui.cli import main


@pytest.fixture
def made(book: Book, tmp_path: Path) -> Made:
    """A backup of the book with one customer and a colleague, made before another one came."""
    book.do(AddUser("ben", "Ben Okafor", Role.STAFF))
    book.do(AddCustomer(name="Talleres Ibáñez"))
    made = back_up(book, tmp_path / "kept", list[str]().append)
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    book.do(LockUser("ben"))
    return made


def backup(book: Book, made: Made) -> Earlier:
    return of_backup(book, made.file, book.ask(opening_keys), Ticket())


def test_what_would_be_lost_is_told_and_nothing_changed(book: Book, made: Made) -> None:
    stood = book.revision()
    told = difference(book, backup(book, made))

    assert [one.summary.split()[0] for one in told.newest] == ["Locked", "Added"], "notes of backups are nobody's work"
    assert (told.lost, told.earlier.parted, told.newest[0].who) == (2, 0, "Ann Becker")
    assert book.revision() == stood


def test_the_book_is_as_the_backup_has_it_and_a_backup_of_today_s_is_kept(
    book: Book, made: Made, place: str, tmp_path: Path
) -> None:
    book.do(AddCustomer(name="The last one"))
    with closing(open_book(place, "ann")) as other:
        seen = other.revision()
        other.changes_since(seen)

        done = put_back(book, backup(book, made), print, Ticket())

        assert other.changes_since(seen).topics == frozenset(Topic), "a desk that had it open learns of it"
        assert other.ask(find, "quarkwerk") == []
        assert [line.name for line in other.ask(find, "talleres")] == ["Talleres Ibáñez"]
        added = other.do(AddCustomer(name="After it"))
        assert book.changes_since(other.revision() - 1).topics, "and the next change is told as always"
        assert added.operation is not None and added.operation > seen
    assert done.lost == 3
    newest = book.ask(journal, JournalFilter())[1].summary
    assert newest.startswith(f"Went back to no. {made.revision} of ")
    assert newest.endswith(done.safety.name)
    assert book.ask(verify).ok
    assert prove(done.safety, book.ask(opening_keys)).ok
    assert [one.file for one in book.ask(backups)] == [done.safety.name, made.file.name]
    assert check_book(place) == []


def test_who_was_locked_out_since_stays_so(book: Book, made: Made, place: str, tmp_path: Path) -> None:
    put_back(book, backup(book, made), print, Ticket())
    with pytest.raises(NotAllowed, match="locked out"):
        open_book(place, "ben")
    book.do(LockUser("ben", locked=False))
    open_book(place, "ben").close()


def test_backups_go_on_after_it(book: Book, made: Made, tmp_path: Path) -> None:
    add_place(book, tmp_path / "kept")
    book.do(AddCustomer(name="Another"))
    put_back(book, backup(book, made), print, Ticket())
    safety = book.ask(backups)[0]
    assert book.ask(standing).since == 1, "the going back is in no backup yet"
    book.do(AddCustomer(name="After it"))
    assert book.ask(wanted_before, clock.now() + timedelta(hours=1))

    kept = keep(book, untold)

    found = book.ask(standing)
    assert found.newest is not None and (found.newest.file, found.since) == (kept.made.file.name, 0)
    assert kept.made.revision < safety.revision
    assert kept.made.file.exists() and (tmp_path / "kept" / safety.file).exists(), "the way forward again stays, too"
    keep(book, untold)
    assert (tmp_path / "kept" / safety.file).exists()


def test_histories_that_parted_are_told_so(book: Book, made: Made, tmp_path: Path) -> None:
    later = back_up(book, tmp_path / "kept", print)
    put_back(book, backup(book, made), print, Ticket())

    told = difference(book, backup(book, later))

    assert (told.earlier.shared, told.lost, told.earlier.parted) == (made.revision, 1, 2)


def test_nothing_happens_where_somebody_saves_at_the_last_moment(
    book: Book, made: Made, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Book.replace

    def replaced(self: Book, pour: object) -> None:
        with closing(open_book(place, "ann")) as other:
            other.do(AddCustomer(name="Just now"))
        original(self, pour)  # type: ignore[arg-type]

    monkeypatch.setattr(Book, "replace", replaced)
    with pytest.raises(Refused, match="saved something meanwhile"):
        put_back(book, backup(book, made), print, Ticket())
    assert [line.name for line in book.ask(find, "just now")] == ["Just now"]
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
    assert book.ask(verify).ok


def test_the_same_number_is_told_before_and_after(book: Book, made: Made, tmp_path: Path) -> None:
    add_place(book, tmp_path / "there")
    keep(book, untold)
    earlier = backup(book, made)
    told = difference(book, earlier)
    assert told.lost == len(told.newest) == put_back(book, earlier, print, Ticket()).lost == 2


def test_where_somebody_keeps_saving_it_is_told_who_and_one_backup_stays(
    book: Book, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = iter(range(100))

    def backed_up(*args: Any) -> Made:
        done = back_up(*args)
        book.do(AddCustomer(name=f"Saved meanwhile {next(saved)}"))
        return done

    monkeypatch.setattr(keeping, "back_up", backed_up)
    with pytest.raises(Refused, match=r"Ann Becker saved something each time .* the last of these backups stays"):
        put_back(book, backup(book, made), print, Ticket())

    assert next(saved) == 3
    assert [one.why for one in book.ask(backups)] == ["before a restore", "by hand"]
    assert kept_in(tmp_path / "kept") == sorted(one.file for one in book.ask(backups))
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
    assert book.ask(verify).ok


def test_of_an_encrypted_book_everybody_keeps_today_s_password(locked: Locked, tmp_path: Path) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        made = back_up(book, tmp_path / "kept", print)
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        put_back(book, backup(book, made), print, Ticket())
        assert book.ask(find, "quarkwerk") == []
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        assert book.ask(verify).ok
    assert check_book.__name__


def test_on_the_command_line_it_is_told_first_and_done_with_yes(
    book: Book, made: Made, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["restore", str(made.file), "--to", place, "--over", "--user", "ann"]

    assert main([*asked, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], told["lost"]) == (False, 2)
    assert told["operations"][0]["summary"].startswith("Locked Ben Okafor")
    assert main(asked) == 1
    assert "2 operations since would be lost" in capsys.readouterr().out
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]

    assert main([*asked, "--yes", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["done"], done["revision"], Path(done["safety"]).exists()) == (True, made.revision, True)
    assert book.ask(find, "quarkwerk") == []


def test_the_book_goes_back_to_a_minute(book: Book, tmp_path: Path) -> None:
    book.do(AddCustomer(name="Talleres Ibáñez"))
    moment = clock.now()
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    earlier = of_minute(book, moment)

    told = difference(book, earlier)
    done = put_back(book, earlier, print, Ticket())

    assert [one.summary for one in told.newest] == ["Added Quarkwerk Zyx"]
    assert (told.lost, told.earlier.parted) == (1, 0)
    assert [line.name for line in book.ask(find, "talleres")] == ["Talleres Ibáñez"]
    assert book.ask(find, "quarkwerk") == []
    assert book.ask(verify).ok
    put_back(book, of_backup(book, done.safety, book.ask(opening_keys), Ticket()), print, Ticket())
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
    assert book.ask(verify).ok


def test_the_command_line_goes_back_to_a_minute(
    book: Book, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=30))
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    said = (now + timedelta(minutes=15)).astimezone().isoformat()

    assert main(["as-of", said, "--to", place, "--over"]) == 1
    assert "1 operation since would be lost" in capsys.readouterr().out
    assert [line.name for line in book.ask(find, "quarkwerk")] == ["Quarkwerk Zyx"]
    assert main(["as-of", said, "--to", place, "--over", "--yes", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["done"]
    assert book.ask(find, "quarkwerk") == []
