"""Files come in: read, looked at, brought in as one operation, set aside, and never twice."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.errors import NotAllowed, Refused, Stopped
from app.features.importing import (
    Aside,
    ImportCards,
    already_there,
    free_name,
    preview,
    read_files,
    set_aside_files,
)
from app.features.undo import UndoOperation
from app.formats.card import Card, SetAside
from app.formats.reading import read_file
from app.models import Address, Customer, CustomerTag, Email, File, Listing, Operation, Origin, Phone, Stage, Tag, User
from app.rules.permissions import Permission
from app.store.seeking import customers_like
from app.ticket import Ticket
from app.work import Command, Work

SAMPLES = Path(__file__).parents[2] / "../shared/samples/vcards"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def vcard(name: str, *more: str, uid: str = "") -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *more, *([f"UID:{uid}"] if uid else []), "END:VCARD", ""]
    return "\r\n".join(lines)


MUELLER = vcard(
    "Jörg Müller",
    "N:Müller;Jörg;;;",
    "ORG:Müller Metallbau GmbH;Einkauf",
    "TITLE:Head of purchasing",
    "TEL;TYPE=WORK:0431 123456",
    "TEL;TYPE=CELL,PREF:+49 170 1234567",
    "EMAIL;TYPE=INTERNET:Joerg@Mueller.Example",
    "ADR;TYPE=WORK:;;Am Hafen 3;Kiel;;24103;Germany",
    "CATEGORIES:Fair,newsletter",
    "NOTE:Deliveries at the back",
    "X-SHOE-SIZE:43",
    uid="a-1",
)
FIRM = vcard("Talleres Ibáñez", "ORG:Talleres Ibáñez", "TEL:+34 976 55 01 84", "CATEGORIES:Newsletter")
FAIR = [("fair.vcf", (MUELLER + FIRM).encode())]


def found(session: Session, typed: str) -> list[str]:
    condition = customers_like(session, typed)
    if condition is None:
        return []
    chosen = select(Listing.name).where(text(condition.sql).bindparams(**condition.parameters))
    return list(session.execute(chosen).scalars())


def names(session: Session) -> list[str]:
    return list(session.execute(select(Customer.name).order_by(Customer.id)).scalars())


def counts(session: Session) -> dict[str, int]:
    tables = (Customer, Phone, Email, Address, Tag, CustomerTag, Origin, Operation)
    return {
        model.__tablename__: session.execute(select(func.count()).select_from(model)).scalar_one() for model in tables
    }


def test_cards_become_customers_in_one_operation(book: Book) -> None:
    before = book.ask(counts)["operations"]
    done = book.do(ImportCards(read_files(FAIR)))
    assert done.summary == "Imported 2 customers from fair.vcf"
    assert (done.answer.files, done.answer.read, done.answer.added, done.answer.already_there) == (1, 2, 2, 0)
    assert book.ask(names) == ["Jörg Müller", "Talleres Ibáñez"]
    after = book.ask(counts)
    assert after["operations"] == before + 1
    assert (after["phones"], after["emails"], after["addresses"], after["origins"]) == (3, 1, 1, 2)


def test_what_a_card_says_stands_in_its_columns(book: Book) -> None:
    book.do(ImportCards(read_files(FAIR)))

    def card(session: Session) -> tuple[object, ...]:
        one = session.execute(select(Customer).where(Customer.name == "Jörg Müller")).scalar_one()
        stage = session.execute(select(Stage.name).where(Stage.id == one.stage_id)).scalar_one()
        phones = session.execute(
            select(Phone.raw, Phone.e164, Phone.kind, Phone.preferred)
            .where(Phone.customer_id == one.id)
            .order_by(Phone.id)
        )
        email = session.execute(select(Email.address, Email.folded, Email.preferred)).one()
        said = one.kind, one.family, one.organisation, one.job_title, one.notes, one.sort_name, stage
        return (*said, one.extra.splitlines(), [tuple(row) for row in phones], tuple(email))

    *said, extra, phones, email = book.ask(card)
    organisation = "Müller Metallbau GmbH, Einkauf"
    assert said == [
        "person", "Müller", organisation, "Head of purchasing", "Deliveries at the back", "muller jorg", "Customer",
    ]  # fmt: skip
    assert extra == ["UID:a-1", "X-SHOE-SIZE:43"]
    assert phones == [
        ("0431 123456", "+49431123456", "work", False),
        ("+49 170 1234567", "+491701234567", "mobile", True),
    ]
    assert email == ("Joerg@Mueller.Example", "joerg@mueller.example", True)


def test_tags_are_made_once_whatever_their_case(book: Book) -> None:
    book.do(ImportCards(read_files(FAIR), tags=("Fair 2026", " ", "NEWSLETTER")))

    def borne(session: Session) -> list[tuple[str, int]]:
        joined = select(Tag.name, func.count()).join(CustomerTag, CustomerTag.tag_id == Tag.id)
        return [(name, number) for name, number in session.execute(joined.group_by(Tag.name).order_by(Tag.name))]

    assert book.ask(borne) == [("Fair", 1), ("Fair 2026", 2), ("NEWSLETTER", 2)]


def test_imported_customers_are_found_in_any_spelling(book: Book) -> None:
    book.do(ImportCards(read_files(FAIR)))
    for typed in ("muller", "MUELLER", "müller kiel", "0170 123", "metallbau"):
        assert book.ask(found, typed) == ["Jörg Müller"], typed


def test_the_same_content_comes_in_once(book: Book) -> None:
    twice = [("fair.vcf", (MUELLER + FIRM + MUELLER.replace("a-1", "b-2")).encode())]
    first = book.do(ImportCards(read_files(twice)))
    assert (first.answer.read, first.answer.added, first.answer.already_there) == (3, 2, 1)
    again = book.do(ImportCards(read_files(FAIR)))
    assert (again.answer.added, again.answer.already_there, again.operation) == (0, 2, None)
    changed = [("fair.vcf", (MUELLER.replace("Am Hafen 3", "Am Hafen 4") + FIRM).encode())]
    assert book.do(ImportCards(read_files(changed))).answer.added == 1


def test_a_dry_run_shows_what_would_come_in(book: Book) -> None:
    book.do(ImportCards(read_files([("old.vcf", FIRM.encode())])))
    reading = read_files([*FAIR, ("notes.pdf", b"%PDF-1.7")])
    seen = preview(reading, book.ask(already_there, reading))
    assert (seen.read, seen.coming, seen.people, seen.companies, seen.already_there) == (2, 1, 1, 0, 1)
    first, second = seen.rows
    assert (first.name, first.town, first.phone, first.email, first.already_there) == (
        "Jörg Müller", "Kiel", "+49 170 1234567", "Joerg@Mueller.Example", False,
    )  # fmt: skip
    assert second.kind == "company"
    assert second.already_there
    assert [(one.file, one.line) for one in seen.set_aside] == [("notes.pdf", 0)]
    assert book.ask(names) == ["Talleres Ibáñez"]


def test_a_file_that_cannot_be_read_stops_no_other(book: Book) -> None:
    files = [("photo.vcf", b"\x89PNG\r\n\x1a\n"), *FAIR, ("empty.csv", b"")]
    answer = book.do(ImportCards(read_files(files))).answer
    assert (answer.files, answer.added) == (3, 2)
    assert [(one.file, one.line) for one in answer.set_aside] == [("photo.vcf", 0), ("empty.csv", 0)]
    assert all(one.reason for one in answer.set_aside)


def test_what_was_set_aside_can_be_mended_and_imported(book: Book) -> None:
    broken = "BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:nobody\r\nEND:VCARD\r\n"
    files = [("fair.vcf", (MUELLER + broken).encode())]
    done = book.do(ImportCards(read_files(files)))
    assert (done.answer.read, done.answer.added, len(done.answer.set_aside)) == (2, 1, 1)
    ((name, data),) = set_aside_files(done.answer.set_aside, files)
    assert name == "fair.set-aside.vcf"
    mended = data.replace(b"NOTE:nobody", b"FN:Somebody")
    assert book.do(ImportCards(read_files([(name, mended)]))).answer.added == 1
    assert book.ask(names) == ["Jörg Müller", "Somebody"]


def test_a_row_of_a_list_that_was_set_aside_is_mended_too(book: Book) -> None:
    rows = ("First Name,Last Name,E-mail 1 - Value,Notes", "Ann,Lee,ann@lee.example,", ",,,nobody", "Ben,Lee,,")
    files = [("people.csv", "\r\n".join(rows).encode())]
    done = book.do(ImportCards(read_files(files)))
    assert [(one.line, one.raw) for one in done.answer.set_aside] == [(3, ",,,nobody")]
    ((name, data),) = set_aside_files(done.answer.set_aside, files)
    assert name == "people.set-aside.csv"
    book.do(ImportCards(read_files([(name, data.replace(b",,,nobody", b"Cy,Lee,,nobody"))])))
    assert book.ask(names) == ["Ann Lee", "Ben Lee", "Cy Lee"]


def test_an_undone_import_can_come_in_again(book: Book) -> None:
    operation = book.do(ImportCards(read_files(FAIR))).operation
    assert operation is not None
    book.do(UndoOperation(operation))
    assert book.ask(counts)["customers"] == 0
    assert book.do(ImportCards(read_files(FAIR))).answer.added == 2


def test_only_what_was_set_aside_is_written_again() -> None:
    whole = Aside("notes.pdf", 0, "notes.pdf is a PDF document.", "")
    assert set_aside_files([whole], [*FAIR, ("notes.pdf", b"%PDF-1.7")]) == ()


def test_a_free_name_is_never_one_that_is_there() -> None:
    taken = {"fair.set-aside.vcf", "fair.set-aside-2.vcf"}
    assert free_name("fair.set-aside.vcf", taken.__contains__) == "fair.set-aside-3.vcf"
    assert free_name("other.csv", taken.__contains__) == "other.csv"


def test_a_photo_is_kept_once(book: Book) -> None:
    cards = "".join(vcard(name, f"PHOTO;ENCODING=b;TYPE=PNG:{PIXEL}") for name in ("Ann Lee", "Ben Lee"))
    book.do(ImportCards(read_files([("photos.vcf", cards.encode())])))

    def kept(session: Session) -> tuple[int, int, str]:
        files = session.execute(select(File.media_type)).scalars().all()
        return len(set(session.execute(select(Customer.photo)).scalars())), len(files), files[0]

    assert book.ask(kept) == (1, 1, "image/png")


def test_what_is_no_picture_is_left_out_and_said(book: Book) -> None:
    text = base64.b64encode(b"<svg/>").decode()
    book.do(ImportCards(read_files([("svg.vcf", vcard("Ann Lee", f"PHOTO;ENCODING=b:{text}").encode())])))

    def kept(session: Session) -> tuple[str | None, str, int]:
        photo, extra = session.execute(select(Customer.photo, Customer.extra)).one()
        return photo, extra, session.execute(select(func.count()).select_from(File)).scalar_one()

    photo, extra, files = book.ask(kept)
    assert (photo, files) == (None, 0)
    assert "PHOTO: left out, as it is not a PNG, JPEG or GIF file" in extra.splitlines()


def test_stage_and_region_are_as_said(book: Book) -> None:
    swiss = vcard("Urs Wäfler", "TEL:044 123 45 67")
    book.do(ImportCards(read_files([("urs.vcf", swiss.encode())]), stage=" lead", region="CH"))

    def brought(session: Session) -> tuple[str, str]:
        stage = select(Stage.name).join(Customer, Customer.stage_id == Stage.id)
        return session.execute(stage).scalar_one(), session.execute(select(Phone.e164)).scalar_one()

    assert book.ask(brought) == ("Lead", "+41441234567")


def test_an_unknown_stage_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="Lead, Prospect, Customer, Former") as refused:
        book.do(ImportCards(read_files(FAIR), stage="Buyer"))
    assert refused.value.field == "stage"


def test_a_stopped_import_leaves_the_book_as_it_was(book: Book) -> None:
    many = "".join(vcard(f"Customer {number}") for number in range(2100))
    told: list[tuple[int, int]] = []

    def report(what: str, done: int, total: int) -> None:
        told.append((done, total))
        if done:
            ticket.stop()

    ticket = Ticket(report)
    with pytest.raises(Stopped):
        book.do(ImportCards(read_files([("many.vcf", many.encode())])), ticket)
    assert told == [(0, 2100), (2000, 2100)]
    assert book.ask(counts)["customers"] == 0


def test_reading_can_be_stopped_too() -> None:
    ticket = Ticket()
    ticket.stop()
    with pytest.raises(Stopped):
        read_files(FAIR, ticket)


@dataclass(frozen=True)
class AddStaff(Command[None]):
    """A colleague who may do the daily work, but not import."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    def carry_out(self, work: Work) -> None:
        work.add(User(login="ben", name="Ben Okafor", role="staff"))
        work.say("Added Ben Okafor")


def test_who_may_not_import_is_told(book: Book, place: str) -> None:
    book.do(AddStaff())
    other = open_book(place, "ben")
    try:
        with pytest.raises(NotAllowed):
            other.do(ImportCards(read_files(FAIR)))
    finally:
        other.close()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of other programs' files is not here")
def test_every_real_card_comes_in_or_is_set_aside(book: Book) -> None:
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.vcf"))]
    cards = [one for name, data in files for one in read_file(name, data)]
    answer = book.do(ImportCards(read_files(files))).answer
    assert answer.added + answer.already_there == sum(isinstance(one, Card) for one in cards)
    assert len(answer.set_aside) == sum(isinstance(one, SetAside) for one in cards)
    assert answer.read == len(cards) > len(files)
    again = book.do(ImportCards(read_files(files)))
    assert again.operation is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.text(), st.binary() | st.text().map(lambda one: vcard(one, one).encode("utf-8", "replace"))))
)
def test_no_bytes_and_no_file_name_break_an_import(file_book: Book, files: list[tuple[str, bytes]]) -> None:
    reading = read_files(files)
    answer = file_book.do(ImportCards(reading)).answer
    assert answer.added + answer.already_there == len(reading.cards)
    assert not file_book.do(ImportCards(reading)).answer.added
