"""Customers as a person meets them: added, changed by two at once, found, listed, retired, brought back."""

from datetime import date

import pytest

from app.book import Book, open_book
from app.errors import Conflict, NotAllowed, Refused
from app.features.assignments import Assign
from app.features.customers.card import Card, card
from app.features.customers.commands import AddCustomer, BringBackCustomers, EditCustomer, RetireCustomers, SetPhoto
from app.features.customers.contacts import AddContact, EditContact, LinkContact, UnlinkContact
from app.features.customers.finding import duplicates, find
from app.features.customers.lists import ListFilter, count_customers, customer_ids, first_lines, letters, lines_of
from app.features.customers.people import find_people
from app.features.customers.reaches import AddressInput, EmailInput, PhoneInput
from app.features.customers.saved import RemoveList, SaveList, saved_lists
from app.features.lists import stages, tags
from app.features.team import AddTeam, EditUser

BY_NAME = (("name", False),)


def talleres(book: Book) -> int:
    return book.do(
        AddCustomer(
            kind="company",
            name="Talleres Hermanos Ibáñez",
            values={"language": "es", "number": "10482"},
            phones=[PhoneInput(kind="work", raw="+34 976 55 01 84"), PhoneInput(kind="mobile", raw="612 408 117")],
            emails=[EmailInput(kind="work", address="compras@talleres-ibanez.example")],
            addresses=[AddressInput(street="C/ de los Herreros 4", postal_code="50018", town="Zaragoza")],
            tags=["Newsletter", "Key account"],
            region="ES",
        )
    ).answer


def names(book: Book, words: str) -> list[str]:
    return [line.name for line in book.ask(find, words)]


def shown(book: Book, customer: int) -> Card:
    return book.ask(card, customer)


def test_an_added_customer_stands_on_its_card(book: Book) -> None:
    seen = shown(book, talleres(book))
    assert (seen.name, seen.stage, seen.tags) == ("Talleres Hermanos Ibáñez", "Lead", ("Key account", "Newsletter"))
    assert [phone.raw for phone in seen.phones] == ["+34 976 55 01 84", "612 408 117"]
    assert [phone.preferred for phone in seen.phones] == [True, False]
    assert seen.addresses[0].town == "Zaragoza"


@pytest.mark.parametrize(
    "words",
    ["talleres", "IBANEZ", "ibáñez herm", "zarag", "compras@tall", "550184", "0034 976 55", "408117", "10482", "newsl"],
)
def test_a_customer_is_found_by_any_of_its_words_and_numbers(book: Book, words: str) -> None:
    talleres(book)
    book.do(AddCustomer(kind="company", name="Somebody Else"))
    assert names(book, words) == ["Talleres Hermanos Ibáñez"]


@pytest.mark.parametrize("words", ['"', "NEAR(", "a OR b*", "-", "{name} : x", "\x00", "😀", "'; DROP TABLE", "^", "%"])
def test_search_text_that_looks_like_a_query_is_only_text(book: Book, words: str) -> None:
    talleres(book)
    assert names(book, words) == []


def test_names_come_before_what_merely_mentions_them(book: Book) -> None:
    book.do(AddCustomer(kind="company", name="Anna Bakery"))
    book.do(AddCustomer(kind="company", name="Zeta", values={"notes": "ask for Anna"}))
    assert names(book, "anna") == ["Anna Bakery", "Zeta"]


def test_two_people_change_different_fields_and_both_stay(book: Book, place: str) -> None:
    customer = talleres(book)
    ben = open_book(place, "ann")
    book.do(EditCustomer(customer, {"notes": ("", "wants grippers")}))
    ben.do(EditCustomer(customer, {"language": ("es", "ca")}))
    ben.close()
    assert (shown(book, customer).values["notes"], shown(book, customer).values["language"]) == ("wants grippers", "ca")


def test_two_people_change_the_same_field_and_nothing_is_written(book: Book) -> None:
    customer = talleres(book)
    book.do(EditCustomer(customer, {"language": ("es", "ca")}))
    with pytest.raises(Conflict) as clash:
        book.do(EditCustomer(customer, {"language": ("es", "en"), "notes": ("", "x")}))
    (field,) = clash.value.fields
    assert (field.field, field.mine, field.theirs, field.original) == ("language", "en", "ca", "es")
    assert clash.value.by == "Ann Becker"
    assert shown(book, customer).values["notes"] == ""


def test_two_people_add_a_phone_each_and_both_stay(book: Book) -> None:
    customer = talleres(book)
    was = shown(book, customer).phones
    for raw in ("+49 30 1234567", "+49 30 7654321"):
        book.do(EditCustomer(customer, {"phones": (was, (*was, PhoneInput(raw=raw)))}))
    assert [phone.raw for phone in shown(book, customer).phones][2:] == ["+49 30 1234567", "+49 30 7654321"]


def test_the_same_phone_changed_twice_is_a_conflict(book: Book) -> None:
    customer = talleres(book)
    was = shown(book, customer).phones
    mine, theirs = (PhoneInput(was[0].id, "work", "", True, raw) for raw in ("+34 976 55 01 90", "+34 976 55 01 91"))
    book.do(EditCustomer(customer, {"phones": (was, (theirs, was[1]))}))
    with pytest.raises(Conflict) as clash:
        book.do(EditCustomer(customer, {"phones": (was, (mine, was[1]))}))
    assert clash.value.fields[0].field == f"phones:{was[0].id}"


def test_a_new_preferred_number_takes_the_star_from_the_old_one(book: Book) -> None:
    customer = talleres(book)
    was = shown(book, customer).phones
    book.do(EditCustomer(customer, {"phones": (was, (*was, PhoneInput(raw="+49 30 1234567", preferred=True)))}))
    assert [phone.raw for phone in shown(book, customer).phones if phone.preferred] == ["+49 30 1234567"]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddCustomer(name="  "), "name"),
        (AddCustomer(name="X", kind="robot"), "kind"),
        (AddCustomer(name="X", phones=[PhoneInput(raw="none")]), "phones.0"),
        (AddCustomer(name="X", emails=[EmailInput(address="nobody")]), "emails.0"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(book: Book, command: AddCustomer, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        book.do(command)
    assert refusal.value.field == field
    assert book.ask(count_customers, ListFilter()) == 0


def test_a_save_retried_with_its_uid_is_stored_once(book: Book) -> None:
    first, second = (book.do(AddCustomer(name="Once", uid="0190-one")) for _ in range(2))
    assert first.answer == second.answer and second.operation is None
    assert book.ask(count_customers, ListFilter()) == 1


def test_a_person_is_listed_by_the_family_name(book: Book) -> None:
    for given, family in (("Fionnlagh", "Urquhart"), ("Zoë", "Abel")):
        book.do(AddCustomer(kind="person", values={"given": given, "family": family}))
    lines = book.ask(first_lines, ListFilter(), BY_NAME)
    assert [(line.listed_as, line.name) for line in lines] == [
        ("Abel, Zoë", "Zoë Abel"),
        ("Urquhart, Fionnlagh", "Fionnlagh Urquhart"),
    ]
    assert book.ask(letters, ListFilter()) == [("A", 1), ("U", 1)]


def test_a_changed_family_name_changes_the_name_and_its_place(book: Book) -> None:
    key = book.do(AddCustomer(kind="person", values={"given": "Zoë", "family": "Abel"})).answer
    book.do(EditCustomer(key, {"family": ("Abel", "Zander")}))
    assert book.ask(lines_of, [key])[0].listed_as == "Zander, Zoë"
    assert names(book, "zander") == ["Zoë Zander"]


def test_a_name_that_somebody_typed_stays_when_another_changes_the_family_name(book: Book) -> None:
    key = book.do(AddCustomer(kind="person", values={"given": "Zoë", "family": "Abel"})).answer
    book.do(EditCustomer(key, {"name": ("Zoë Abel", "Aunt Zoë")}))
    book.do(EditCustomer(key, {"family": ("Abel", "Zander")}))
    assert book.ask(card, key).name == "Aunt Zoë"
    assert names(book, "zander") == ["Aunt Zoë"]


def test_filters_narrow_the_list(book: Book) -> None:
    customer = talleres(book)
    plain = book.do(AddCustomer(name="Plain")).answer

    def by_name(chosen: ListFilter) -> list[int]:
        return list(book.ask(customer_ids, chosen, BY_NAME))

    assert by_name(ListFilter(without=("email",))) == [plain]
    assert by_name(ListFilter(having=("phone",))) == [customer]
    assert by_name(ListFilter(town="zarag")) == [customer]
    assert by_name(ListFilter(language="es")) == [customer]
    assert by_name(ListFilter(words="plain")) == [plain]
    assert by_name(ListFilter(quiet_days=90).seen_by(1, date(2026, 5, 1))) == [plain, customer]
    assert by_name(ListFilter(touched_after=date(2026, 5, 1))) == []
    assert by_name(ListFilter(mine=True).seen_by(book.user.id, date(2026, 5, 1))) == []


def test_filters_by_what_is_chosen_from_lists_narrow_it_too(book: Book) -> None:
    customer = talleres(book)
    odd = book.do(
        AddCustomer("person", "Odd", values={"do_not_call": True}, addresses=[AddressInput(town="50%_/off")])
    ).answer
    book.do(EditUser(book.user.id, {"team_id": (None, team := book.do(AddTeam("North")).answer)}))
    book.do(Assign((customer,), "ann"))
    newsletter = next(tag.id for tag in book.ask(tags) if tag.name == "Newsletter")
    stage = next(stage.id for stage in book.ask(stages) if stage.name == "Lead")
    fitting = {
        ListFilter(stage_ids=(stage, 0)): [odd, customer],
        ListFilter(handled_by=(book.user.id,)): [customer],
        ListFilter(owned_by=(0, book.user.id)): [customer],
        ListFilter(team_ids=(team,), tag_ids=(newsletter,)): [customer],
        ListFilter(kind="person"): [odd],
        ListFilter(town="50%_/o"): [odd],
        ListFilter(town="5_"): [],
        ListFilter(having=("mark",), without=("owner", "phone", "touch")): [odd],
        ListFilter(touched_before=date(2026, 5, 1)): [odd, customer],
        ListFilter(words="·"): [],
    }
    for chosen, found in fitting.items():
        assert list(book.ask(customer_ids, chosen, BY_NAME)) == found, chosen
        assert [line.id for line in book.ask(first_lines, chosen, BY_NAME)] == found, chosen
        assert book.ask(count_customers, chosen) == sum(count for _, count in book.ask(letters, chosen)) == len(found)


@pytest.mark.parametrize(
    "column", ["name", "number", "stage", "town", "phone", "email", "tags", "owner", "touch", "kind"]
)
def test_every_column_sorts_both_ways_without_losing_a_row(book: Book, column: str) -> None:
    keys = {talleres(book), book.do(AddCustomer(name="Plain")).answer}
    for down in (False, True):
        assert set(book.ask(customer_ids, ListFilter(), ((column, down),))) == keys


def test_retired_customers_leave_the_list_and_come_back(book: Book) -> None:
    customer = talleres(book)
    assert book.do(RetireCustomers([customer])).summary == "Retired Talleres Hermanos Ibáñez"
    assert (book.ask(count_customers, ListFilter()), names(book, "talleres")) == (0, [])
    assert [line.retired for line in book.ask(first_lines, ListFilter(retired=True), ())] == [True]
    book.do(BringBackCustomers([customer]))
    assert names(book, "talleres") == ["Talleres Hermanos Ibáñez"]


def test_a_contact_can_be_at_two_customers_and_is_found_at_both(book: Book) -> None:
    first, second = talleres(book), book.do(AddCustomer(name="São Jorge Cerâmica")).answer
    mail = [EmailInput(address="pilar@ibanez.example")]
    pilar = book.do(AddContact(first, "Pilar Ibáñez", role="decides", emails=mail)).answer
    book.do(LinkContact(second, pilar, role="influences"))
    assert {person.customer_id for person in book.ask(find_people, "pilar")} == {first, second}
    assert set(names(book, "pilar@")) == {"Talleres Hermanos Ibáñez", "São Jorge Cerâmica"}
    (line,) = shown(book, second).contacts
    assert (line.role, line.elsewhere) == ("influences", ((first, "Talleres Hermanos Ibáñez"),))
    book.do(EditContact(second, pilar, {"role": ("influences", "pays"), "name": ("Pilar Ibáñez", "Pilar Ruiz")}))
    assert [person.name for person in book.ask(find_people, "ruiz")] == ["Pilar Ruiz", "Pilar Ruiz"]
    book.do(UnlinkContact(second, pilar))
    assert shown(book, second).contacts == ()


def test_duplicates_are_hinted_at_while_typing(book: Book) -> None:
    talleres(book)

    def hint(name: str, town: str = "", emails: tuple[str, ...] = (), phones: tuple[str, ...] = ()) -> list[str]:
        return [found.why for found in book.ask(duplicates, name, town, emails, phones)]

    assert hint("X", emails=("Compras@Talleres-Ibanez.example",)) == ["same e-mail"]
    assert hint("X", phones=("0034976550184",)) == ["same phone"]
    assert hint("Talleres Hermanos Ibanes", town="Zaragoza") == ["nearly the same name and town"]
    assert hint("Talleres Hermanos Ibáñez", town="Lisboa") == []


def test_a_persons_address_and_a_number_without_country_hint_too(book: Book) -> None:
    key = book.do(AddCustomer(name="Nordwerft", phones=[PhoneInput(raw="0451 226105")])).answer
    book.do(AddContact(key, "Pilar", emails=[EmailInput(address="pilar@nordwerft.example")]))
    by_mail = book.ask(duplicates, "X", "", ("pilar@nordwerft.example",))
    by_phone = book.ask(duplicates, "X", "", (), ("0451/22 61 05",))
    assert [(found.id, found.why) for found in by_mail + by_phone] == [(key, "same e-mail"), (key, "same phone")]


def test_a_saved_list_is_seen_by_its_user_and_if_shared_by_all(book: Book, place: str) -> None:
    chosen = ListFilter(stage_ids=(1, 2), quiet_days=90)
    book.do(SaveList("Quiet", chosen))
    (line,) = book.ask(saved_lists, book.user.id)
    assert (line.name, line.filter) == ("Quiet", chosen)
    assert book.ask(saved_lists, 999) == []
    book.do(SaveList("Quiet", chosen, shared=True))
    assert len(book.ask(saved_lists, 999)) == 1
    book.do(RemoveList(line.id))
    assert book.ask(saved_lists, book.user.id) == []


def test_a_picture_that_is_none_is_refused(book: Book) -> None:
    customer = talleres(book)
    with pytest.raises(Refused):
        book.do(SetPhoto(customer, b"GIF-not"))
    book.do(SetPhoto(customer, b"\x89PNG\r\n\x1a\nrest"))
    assert shown(book, customer).photo is not None


def test_a_person_saved_again_by_the_same_uid_is_there_once(book: Book) -> None:
    customer = talleres(book)
    before = len(shown(book, customer).contacts)
    first = book.do(AddContact(customer, "Pilar", uid="one-try"))
    again = book.do(AddContact(customer, "Pilar", uid="one-try"))
    assert (again.answer, again.operation) == (first.answer, None)
    assert len(shown(book, customer).contacts) == before + 1


def test_a_viewer_may_not_add(book: Book, place: str) -> None:
    from app.features.team import AddUser

    book.do(AddUser("eve", "Eve", "viewer"))
    eve = open_book(place, "eve")
    with pytest.raises(NotAllowed):
        eve.do(AddCustomer(name="X"))
    eve.close()
