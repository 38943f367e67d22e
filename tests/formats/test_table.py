"""Contact lists as programs and people write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UnreadableFile
from app.formats.card import Address, Card, Reach, SetAside
from app.formats.table import read_table

GOOGLE = (
    "First Name,Last Name,Name Prefix,File As,Organization Name,Organization Title,Birthday,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Website 1 - Label,Website 1 - Value\n"
    'Ann,Lee,Dr.,,Northwind,Buyer, --04-12,"one, two\nthree",Key ::: * myContacts,'
    '* Work,a@x.com ::: b@x.com,Work Fax,1,Work,"Main 1\nBerlin",Main 1,Berlin,10115,Home Page,https://x.com\n'
)
GOOGLE_OLD = (
    "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name\n"
    "Ann Lee,Ann,Lee,* My Contacts ::: Key,* Home,a@x.com,Northwind\n"
)
OUTLOOK = {
    "en": (
        "Title,First Name,Last Name,Suffix,Company,Job Title,Business Street,Business Street 2,Business City,"
        "Business Postal Code,Home City,Business Fax,Business Phone,Home Phone,Mobile Phone,E-mail Address,E-mail Type,"
        "E-mail 2 Address,Birthday,Notes\nMs,Ann,Lee,,Acme,Boss,Main 1,Floor 3,Oslo,0150,Bergen,1,2,3,4,a@x.no,SMTP,"
        "b@x.no,7/19/1955,n\n"
    ),
    "de": (
        "Anrede;Vorname;Nachname;Suffix;Firma;Position;Straße geschäftlich;Straße geschäftlich 2;Ort geschäftlich;"
        "Postleitzahl geschäftlich;Ort privat;Fax geschäftlich;Telefon geschäftlich;Telefon (privat);"
        "Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;E-Mail 2: Adresse;Geburtstag;Notizen\n"
        "Ms;Ann;Lee;;Acme;Boss;Main 1;Floor 3;Oslo;0150;Bergen;1;2;3;4;a@x.no;SMTP;b@x.no;19.07.1955;n\n"
    ),
    "fr": (
        "Titre,Prénom,Nom,Suffixe,Société,Titre,Rue (bureau),Rue (bureau) 2,Ville (bureau),Code postal (bureau),"
        "Ville (domicile),Télécopie (bureau),Téléphone (bureau),Téléphone (domicile),Tél. mobile,Adresse de messagerie,"
        "Adresse de messagerie 2,Anniversaire,Notes\nMs,Ann,Lee,,Acme,Boss,Main 1,Floor 3,Oslo,0150,Bergen,1,2,3,4,"
        "a@x.no,b@x.no,19/07/1955,n\n"
    ),
    "es": (
        "Título,Nombre,Apellidos,Sufijo,Organización,Puesto,Calle del trabajo,Calle del trabajo 2,Ciudad de trabajo,"
        "Código postal del trabajo,Ciudad de residencia,Fax del trabajo,Teléfono del trabajo,Particular,Teléfono móvil,"
        "Dirección de correo electrónico,Correo electrónico 2,Cumpleaños,Notas\nMs,Ann,Lee,,Acme,Boss,Main 1,Floor 3,"
        "Oslo,0150,Bergen,1,2,3,4,a@x.no,b@x.no,19/07/1955,n\n"
    ),
}


def only(text: str, encoding: str = "utf-8") -> Card:
    (read,) = read_table(text.encode(encoding))
    assert isinstance(read, Card), read
    return read


def test_google() -> None:
    ann = only(GOOGLE)
    assert (ann.line, ann.name, ann.prefix, ann.organisation, ann.job_title) == (
        2,
        "Ann Lee",
        "Dr.",
        "Northwind",
        "Buyer",
    )
    assert ann.emails == (Reach("a@x.com", "work", True), Reach("b@x.com", "work"))
    assert ann.phones == (Reach("1", "fax"),)
    assert ann.addresses == (Address("Main 1", "", "10115", "Berlin", kind="work"),)
    assert ann.links == (Reach("https://x.com"),)
    assert (ann.birthday, ann.note, ann.tags, ann.extra) == ("--04-12", "one, two\nthree", ("Key",), ())


def test_google_of_old() -> None:
    ann = only(GOOGLE_OLD)
    assert (ann.name, ann.given, ann.family, ann.organisation, ann.tags) == (
        "Ann Lee",
        "Ann",
        "Lee",
        "Northwind",
        ("Key",),
    )
    assert ann.emails == (Reach("a@x.com", "home", True),)


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_outlook(language: str, encoding: str) -> None:
    ann = only(OUTLOOK[language], encoding)
    assert (ann.prefix, ann.given, ann.family, ann.name) == ("Ms", "Ann", "Lee", "Ann Lee")
    assert (ann.organisation, ann.job_title, ann.birthday, ann.note) == ("Acme", "Boss", "1955-07-19", "n")
    assert [(one.value, one.kind) for one in ann.phones] == [
        ("1", "fax"),
        ("2", "work"),
        ("3", "home"),
        ("4", "mobile"),
    ]
    assert [one.value for one in ann.emails] == ["a@x.no", "b@x.no"]
    assert ann.addresses == (
        Address("Main 1, Floor 3", "", "0150", "Oslo", kind="work"),
        Address(town="Bergen", kind="home"),
    )
    assert ann.extra == ()


def test_a_list_made_by_hand() -> None:
    ann = only(
        "sep=;\nName;Company;E-mail;Phone;Street;Town;Postal code;Country;Notes;Colour\n"
        "Ann Lee;Acme;a@x;1;M 1;B;1;DE;n;red\n"
    )
    assert (ann.line, ann.given, ann.family, ann.organisation, ann.note) == (3, "Ann", "Lee", "Acme", "n")
    assert ann.addresses == (Address("M 1", "", "1", "B", "", "DE"),)
    assert ann.extra == ("Colour: red",)


def test_only_a_company() -> None:
    assert only("Company,Phone\nAcme,1\n").kind == "company"


def test_bad_rows_are_set_aside_and_do_not_stop_the_rest() -> None:
    read = list(
        read_table(
            b'Name,E-mail,Phone\n"Ann,a@b.c,1\nBob,b@b.c,2,3,4\n"Cy","c@b.c\n",3\n,,\n, ,\x00\n'
            b'"Di ""D"" X",d@b.c\n6" pipe,e@b.c,5\nFay\nNot,"closed\n'
        )
    )
    assert [(one.line, getattr(one, "name", None)) for one in read] == [
        (2, None), (3, None), (4, "Cy"), (7, None), (8, 'Di "D" X'), (9, '6" pipe'), (10, None), (11, None),
    ]  # fmt: skip
    reasons = [one.reason for one in read if isinstance(one, SetAside)]
    assert reasons == [
        "A quotation mark in this row is not closed.",
        "The row has 5 cells, the header only 3.",
        "The row has no name, company, e-mail address or phone number.",
        "The row has 1 cell where the header has 3.",
        "A quotation mark in this row is not closed.",
    ]


@pytest.mark.parametrize("text", ["hello world", "a,b,c\n1,2,3", "1,2\n3,4", "\n\n", ""])
def test_a_list_without_headings_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile, match="does not name its columns"):
        read_table(text.encode())


@given(st.text(st.sampled_from('abc",;\n \t\x00é')))
def test_every_row_comes_in_or_is_set_aside(body: str) -> None:
    read = list(read_table(f"Name,E-mail,Phone\n{body}".encode()))
    lines = body.split("\n")
    told = "".join(one.raw for one in read)
    assert all(letter in told for line in lines for letter in line if letter in "abcé")


@given(st.binary())
def test_any_bytes_are_harmless(body: bytes) -> None:
    for one in read_table(b"Name,E-mail\n" + body):
        assert one.line >= 2


def test_many_broken_quotes_take_no_time() -> None:
    assert len(list(read_table(b"Name,Phone\n" + b'"Ann,1\n' * 50_000))) == 50_000
    assert len(list(read_table(b'Name,Phone\nAnn,"' + b"x" * 5_000_000))) == 1


def test_absurd_lists_take_no_time_and_say_what_they_are() -> None:
    begun = time.process_time()
    row, *_ = read_table(b"Name,Phone\n" + b"\n" * 3_000_000 + b",\n" * 1_000_000 + b"Ann,1\n")
    assert isinstance(row, Card) and (row.name, row.line) == ("Ann", 4_000_002)
    long, ann = read_table(b'Name,Phone\n"a",' + b"x," * 3_000_000 + b"\nAnn,1\n")
    assert isinstance(long, SetAside) and "1,000,000 characters" in long.reason and isinstance(ann, Card)
    many, ann = read_table(b"Name,E-mail\nBob," + b" ::: ".join([b"a@b.example"] * 6_000) + b"\nAnn,1\n")
    assert isinstance(many, SetAside) and "6,000 values" in many.reason and isinstance(ann, Card)
    with pytest.raises(UnreadableFile, match="100,001 columns"):
        read_table(b"Name" + b",E-mail" * 100_000 + b"\nAnn,1\n")
    (spread,) = read_table(b"Name" + b"," * 16_000 + b"\nAnn" + b"," * 16_000)
    assert isinstance(spread, Card) and spread.name == "Ann"
    assert time.process_time() - begun < 4


def test_a_broken_row_above_the_headings_is_set_aside_too() -> None:
    aside, card = read_table(b'Bob,"\nName,E-mail\nAnn,a@x.example\n')
    assert aside == SetAside(1, "A quotation mark in this row is not closed.", 'Bob,"')
    assert isinstance(card, Card)
    assert card.name == "Ann"
