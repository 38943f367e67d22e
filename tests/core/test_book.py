"""The one door: making, opening and refusing books; what every desk learns of what another did."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ResourceClosedError

from app.book import Book, create_book, open_book
from app.changes import Changes, Topic
from app.entrance import check_book, logins
from app.errors import (
    BookDamaged,
    BookTooNew,
    BookUnreachable,
    HousebookError,
    NotABook,
    NotAllowed,
    NotFound,
    Refused,
    Stopped,
)
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers, first_lines
from app.features.journal.reading import JournalFilter, journal
from app.features.journal.verifying import verify
from app.features.lists import AddTag, tags
from app.features.team import AddUser, EditUser
from app.passing_day import refresh_lists
from app.ticket import Ticket


def test_a_new_book_belongs_to_its_firm_and_owner(location: str) -> None:
    made = create_book(location, "Nordlicht Handel", "ann", "Ann Becker")
    assert (made.firm, made.user.name, made.user.role, made.revision()) == (
        "Nordlicht Handel",
        "Ann Becker",
        "owner",
        1,
    )
    made.close()
    assert logins(location) == [("ann", "Ann Becker")]
    assert check_book(location) == []


def test_a_second_book_in_the_same_place_is_refused(place: str) -> None:
    with pytest.raises(Refused, match="not touched"):
        create_book(place, "Other", "eve")
    opened = open_book(place, "ann")
    assert opened.firm == "Nordlicht Handel"
    opened.close()


def test_who_is_asked_for_where_there_are_several(book: Book, place: str) -> None:
    open_book(place).close()
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    with pytest.raises(NotFound, match=r"several users\. .*--user LOGIN.* The logins are: ann, ben\."):
        open_book(place)
    with pytest.raises(NotFound, match="no user eve"):
        open_book(place, "eve")


def test_the_other_desk_learns_what_was_touched(book: Book, place: str) -> None:
    other = open_book(place, "ann")
    seen = other.revision()
    done = book.do(AddCustomer(name="Zoe"))
    assert done.changes == other.changes_since(seen) == Changes(seen + 1, frozenset({Topic.CUSTOMERS}))
    assert other.changes_since(seen + 1) == Changes(seen + 1, frozenset())
    other.close()


def test_the_watch_wakes_up_when_another_desk_saves(book: Book, place: str) -> None:
    watch = book.watch()
    assert not watch.wait(0.3)
    other = open_book(place, "ann")
    saving = threading.Timer(0.2, other.do, [AddCustomer(name="Zoe")])
    saving.start()
    assert watch.wait(10)
    saving.join()
    watch.close()
    other.close()


def test_revisions_have_no_gaps_and_the_chain_holds_with_four_desks_writing(book: Book, place: str) -> None:
    desks = [open_book(place, "ann") for _ in range(4)]

    def write(desk: Book, number: int) -> None:
        for turn in range(10):
            desk.do(AddCustomer(name=f"Firm {number}-{turn}"))

    writers = [threading.Thread(target=write, args=(desk, n)) for n, desk in enumerate(desks)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    revisions = [line.revision for line in book.ask(journal, JournalFilter())]
    assert revisions == list(range(41, 0, -1))
    assert book.ask(verify).ok
    assert book.ask(count_customers, ListFilter()) == 40
    for desk in desks:
        desk.close()


def test_a_command_that_fails_leaves_nothing(book: Book) -> None:
    with pytest.raises(HousebookError):
        book.do(EditCustomer(4711, {"notes": ("", "x")}))
    assert book.revision() == 1


def test_a_question_that_was_stopped_answers_with_stopped(book: Book) -> None:
    ticket = Ticket()
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }[book.kind]
    threading.Timer(0.2, ticket.stop).start()
    with pytest.raises(Stopped):
        book.ask_for(ticket, lambda session: session.execute(text(endless)).all())
    assert book.ask(count_customers, ListFilter()) == 0


def test_after_its_end_nothing_can_be_asked_of_a_question_any_more(book: Book) -> None:
    later: Callable[[], int] = book.ask(lambda session: partial(count_customers, session, ListFilter()))
    with pytest.raises(ResourceClosedError):
        later()


def test_a_question_never_hands_out_a_model(book: Book) -> None:
    from sqlalchemy import select

    from app.models import User

    with pytest.raises(TypeError):
        book.ask(lambda session: session.execute(select(User)).scalars().all())


def test_an_owner_who_begins_tomorrow_is_in_the_list_tomorrow(book: Book) -> None:
    key = book.do(AddCustomer(name="Zoe")).answer
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    book.do(Assign((key,), "ann", from_day=tomorrow))
    assert book.ask(first_lines, ListFilter(), ())[0].owner == ""
    with book._store.writing() as session:
        refresh_lists(session, book._store, tomorrow)
        session.commit()
    assert book.ask(first_lines, ListFilter(), ())[0].owner == "Ann Becker"


def test_a_departed_user_cannot_open_the_book(book: Book, place: str) -> None:
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    with book._store.writing() as session:
        book._store.open_operation(session, session.execute(text("SELECT max(id) FROM operations")).scalar_one())
        session.execute(text("UPDATE users SET departed_on = '2026-01-31' WHERE login = 'ben'"))
        session.commit()
    with pytest.raises(NotAllowed, match="departed"):
        open_book(place, "ben")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", NotABook), (b"%PDF-1.7 something", NotABook), (b"\x00" * 5000, NotABook), (b"x" * 100_000, NotABook)],
)
def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes, kind: type[HousebookError]) -> None:
    path = tmp_path / "foreign.book"
    path.write_bytes(content)
    with pytest.raises(kind):
        open_book(str(path))
    assert path.read_bytes() == content


def test_a_missing_book_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match="no book"):
        open_book(str(tmp_path / "none.book"))
    with pytest.raises(BookUnreachable, match="no folder"):
        create_book(str(tmp_path / "none" / "x.book"), "Firm", "ann")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_said_so() -> None:
    with pytest.raises(BookUnreachable):
        open_book("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(NotABook, match="looks like postgresql"):
        open_book("postgresql://host:port/x")


def test_a_foreign_database_and_an_empty_one_are_no_books(location: str, engine_kind: str) -> None:
    if engine_kind == "sqlite":
        pytest.skip("a file that holds an empty database is tested with the foreign files")
    with pytest.raises(NotABook, match="empty database"):
        open_book(location)


def test_a_book_of_a_newer_program_is_refused(place: str) -> None:
    opened = open_book(place, "ann")
    with opened._store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    opened.close()
    with pytest.raises(BookTooNew, match="newer"):
        open_book(place, "ann")


def test_a_damaged_book_says_so(tmp_path: Path, new_file: Path) -> None:
    whole = new_file.read_bytes()
    path = tmp_path / "damaged.book"
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) // 2) + whole[8192 + len(whole) // 2 :])
    with pytest.raises((BookDamaged, NotABook)):
        opened = open_book(str(path), "ann")
        try:
            opened.ask(find, "x")
            opened.do(AddCustomer(name="Zoe"))
        finally:
            opened.close()


def test_a_renamed_login_stays_the_same_person_and_a_new_one_with_it_is_another(book: Book, place: str) -> None:
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    ben = open_book(place, "ben")
    book.do(EditUser(ben.user.id, {"login": ("ben", "benjamin")}))
    book.do(AddUser("ben", "Other Ben", "viewer"))
    ben.do(AddCustomer(name="Zoe"))
    assert book.ask(journal, JournalFilter())[0].user == "Ben Okafor"
    ben.close()


def test_a_role_that_was_lowered_holds_for_the_next_question(book: Book, place: str) -> None:
    book.do(AddUser("mia", "Mia", "manager"))
    mia = open_book(place, "mia")
    assert mia.ask(journal, JournalFilter())
    book.do(EditUser(mia.user.id, {"role": ("manager", "viewer")}))
    with pytest.raises(NotAllowed):
        mia.ask(journal, JournalFilter())
    mia.close()


def test_several_desks_open_on_a_day_on_which_an_owner_begins(book: Book, place: str) -> None:
    key = book.do(AddCustomer(name="Zoe")).answer
    book.do(Assign((key,), "ann"))
    with book._store.writing() as session:
        session.execute(text("UPDATE book SET listed_on = '2020-01-01'"))
        session.execute(text("UPDATE listing SET owner_id = NULL"))
        session.commit()
    desks: list[Book] = []
    opening = [threading.Thread(target=lambda: desks.append(open_book(place, "ann"))) for _ in range(4)]
    for one in opening:
        one.start()
    for one in opening:
        one.join()
    assert len(desks) == 4
    assert [desk.ask(first_lines, ListFilter(), ())[0].owner for desk in desks] == ["Ann Becker"] * 4
    for desk in desks:
        desk.close()


def test_a_book_whose_journal_was_switched_off_can_only_be_read(book: Book, place: str) -> None:
    table = " ON customers" if book.kind == "postgresql" else ""
    with book._store.writing() as session:
        session.execute(text(f"DROP TRIGGER journal_customers_changed{table}"))
        session.commit()
    other = open_book(place, "ann")
    assert "switched off" in (other.damage or "")
    assert other.ask(tags) == []
    with pytest.raises(BookDamaged, match="Not saved"):
        other.do(AddTag("Press"))
    other.close()


@pytest.mark.parametrize("away", ["deleted", "moved", "replaced"])
def test_nothing_is_said_to_be_saved_in_a_file_that_is_gone(file_book: Book, away: str, tmp_path: Path) -> None:
    path = Path(file_book.location)
    other = tmp_path / "other.book"
    create_book(str(other), "Other", "eve").close()
    if away == "deleted":
        path.unlink()
    else:
        path.rename(path.with_name("moved.book"))
    if away == "replaced":
        other.rename(path)
    with pytest.raises(BookUnreachable, match="no longer at"):
        file_book.do(AddCustomer(name="Zoe"))


def test_a_book_that_could_not_be_made_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.book.FoundBook", None)
    with pytest.raises(TypeError):
        create_book(str(tmp_path / "half.book"), "Firm", "ann")
    assert list(tmp_path.iterdir()) == []
