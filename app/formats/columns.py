"""What the columns of a contact list mean, by their headings in English, German, French and Spanish.

A heading is either known as a whole, or told from its words: what it holds (phone, street ...), where (work,
home ...), and which one of several ("E-mail 2 Address").
"""

import re
from dataclasses import dataclass

from app.formats.card import ReachKind
from app.rules.folding import fold


@dataclass(frozen=True, slots=True)
class Column:
    """`what` is a field of the draft or a part of an address; `part` is its value, its label, or nothing."""

    what: str
    place: ReachKind = "other"
    number: str = ""
    label: bool = False


_WHOLE: dict[str, str] = {
    "name": "name", "full name": "name", "display name": "name", "file as": "file_as", "contact": "name",
    "contact name": "name", "nom complet": "name", "nombre completo": "name", "vollstandiger name": "name",
    "first name": "given", "given name": "given", "forename": "given", "vorname": "given", "prenom": "given",
    "nombre": "given", "primer nombre": "given",
    "middle name": "additional", "additional name": "additional", "weitere vornamen": "additional",
    "zweiter vorname": "additional", "deuxieme prenom": "additional", "segundo nombre": "additional",
    "last name": "family", "family name": "family", "surname": "family", "nachname": "family",
    "familienname": "family", "nom": "family", "nom de famille": "family", "apellidos": "family",
    "apellido": "family",
    "name prefix": "prefix", "prefix": "prefix", "salutation": "prefix", "anrede": "prefix", "titel": "prefix",
    "civilite": "prefix", "tratamiento": "prefix", "titulo": "prefix",
    "name suffix": "suffix", "suffix": "suffix", "suffixe": "suffix", "sufijo": "suffix",
    "nickname": "nickname", "spitzname": "nickname", "surnom": "nickname", "apodo": "nickname",
    "sobrenombre": "nickname",
    "company": "organisation", "company name": "organisation", "organization": "organisation",
    "organisation": "organisation", "organization name": "organisation", "organization 1 name": "organisation",
    "firm": "organisation", "customer": "organisation", "firma": "organisation", "unternehmen": "organisation",
    "societe": "organisation", "entreprise": "organisation", "organizacion": "organisation",
    "compania": "organisation", "empresa": "organisation",
    "department": "unit", "organization department": "unit", "organization 1 department": "unit",
    "abteilung": "unit", "service": "unit", "departamento": "unit",
    "job title": "job_title", "organization title": "job_title", "organization 1 title": "job_title",
    "position": "job_title", "role": "job_title", "fonction": "job_title", "puesto": "job_title",
    "cargo": "job_title",
    "title": "title", "titre": "title",
    "birthday": "birthday", "date of birth": "birthday", "geburtstag": "birthday", "geburtsdatum": "birthday",
    "anniversaire": "birthday", "date de naissance": "birthday", "cumpleanos": "birthday",
    "fecha de nacimiento": "birthday",
    "notes": "note", "note": "note", "comment": "note", "comments": "note", "remarks": "note",
    "notizen": "note", "notiz": "note", "bemerkung": "note", "bemerkungen": "note", "remarques": "note",
    "notas": "note", "nota": "note",
    "categories": "tags", "category": "tags", "labels": "tags", "tags": "tags", "group membership": "tags",
    "kategorien": "tags", "kategorie": "tags", "etiquetas": "tags", "categorias": "tags",
    "language": "language", "sprache": "language", "langue": "language", "idioma": "language", "uid": "uid",
    "reason": "ignored", "e mail type": "ignored", "e mail typ": "ignored", "tipo de correo electronico": "ignored",
    "e mail display name": "ignored", "e mail angezeigter name": "ignored",
    "particular": "phone", "telefono del trabajo": "phone", "adresse de messagerie": "email", "messagerie": "email",
}  # fmt: skip
EXPORT = "Housebook export"
EXACT = "Housebook exact"
MARKS = ("call", "write", "mail")
OWN: dict[str, Column] = {
    EXPORT: Column("ignored"), EXACT: Column("exact"), "Customer kind": Column("kind"),
    "Customer number": Column("own number"), "Tax number": Column("own tax_number"), "Stage": Column("own stage"),
    "Customer since": Column("own since"), "Preferred way": Column("own channel"), "Do not": Column("marks"),
    "People": Column("ignored"), "Company": Column("organisation"), "Job title": Column("job_title"),
}  # fmt: skip
"""The columns of lists that Housebook wrote."""
_LABELS = frozenset({"label", "type", "typ"})
_UNREAD = frozenset({"name", "nom", "nombre", "formatted", "display", "assistant", "assistent", "assistente", "s"})

_HOLDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("email", frozenset({"email", "mail", "messagerie", "correo", "courriel"})),
    ("link", frozenset({"website", "web", "webseite", "webpage", "url", "homepage", "internet", "internetseite"})),
    (
        "phone",
        frozenset({"phone", "telephone", "telefon", "telefono", "tel", "mobile", "mobil", "mobiltelefon", "handy"})
        | frozenset(
            {"movil", "fax", "telefax", "telecopie", "pager", "haupttelefon", "autotelefon", "cell", "portable"}
        ),
    ),
    ("postal_code", frozenset({"postal", "postcode", "zip", "plz", "postleitzahl", "postale", "cp"})),
    ("box", frozenset({"po", "postfach", "boite", "apartado"})),
    ("country", frozenset({"country", "land", "pays", "pais"})),
    ("region", frozenset({"state", "region", "province", "bundesland", "kanton", "county", "dep", "provincia"})),
    ("town", frozenset({"city", "town", "ort", "stadt", "ville", "ciudad", "localite", "localidad", "poblacion"})),
    ("extended", frozenset({"extended"})),
    ("street", frozenset({"street", "strasse", "rue", "calle", "address", "adresse", "anschrift", "direccion"})),
)
_PLACES: tuple[tuple[ReachKind, frozenset[str]], ...] = (
    ("fax", frozenset({"fax", "telefax", "telecopie"})),
    ("pager", frozenset({"pager"})),
    (
        "mobile",
        frozenset({"mobile", "mobil", "mobiltelefon", "handy", "movil", "cell", "portable", "car", "autotelefon"}),
    ),
    ("main", frozenset({"main", "primary", "haupttelefon"})),
    ("work", frozenset({"business", "work", "office", "geschaftlich", "firma", "bureau", "trabajo", "company"})),
    ("home", frozenset({"home", "private", "privat", "domicile", "particular", "residencia", "casa", "personal"})),
)
_ADDRESS_PARTS = frozenset({"street", "extended", "box", "postal_code", "town", "region", "country", "formatted"})
_WORD = re.compile(r"[a-z]+|[0-9]+")


def columns(header: list[str]) -> list[Column | None]:
    """The meaning of each heading, None where it has none that the book knows."""
    plain = [" ".join(_WORD.findall(fold(heading))) for heading in header]
    known = [_column(heading) for heading in plain]
    whats = [column.what for column in known if column]
    for place, column in enumerate(known):
        if column and column.what in ("title", "given", "family"):
            known[place] = Column(_settled(column.what, plain[place], plain[:place], whats))
    return known


def _settled(what: str, heading: str, before: list[str], whats: list[str]) -> str:
    """What an ambiguous heading means beside the others."""
    if what == "title":
        # Outlook's first Title is a form of address, a plain list's is the job.
        address = heading not in before and not {"job_title", "suffix"}.isdisjoint(whats)
        return "prefix" if address else "job_title"
    # "Nombre" or "Nom" alone is the whole name.
    alone = (heading == "nombre" and "family" not in whats) or (heading == "nom" and "given" not in whats)
    return "name" if alone else what


def is_header(cells: list[str]) -> bool:
    """Whether a row is one of headings: one of them says what to call a customer by."""
    known = [column.what for column in columns(cells) if column]
    named = {"name", "given", "family", "organisation", "email", "phone", "file_as"} & set(known)
    return bool(named) and (len(cells) > 1 or known == ["email"])


def _column(heading: str) -> Column | None:
    if heading in _WHOLE:
        place: ReachKind = "work" if "trabajo" in heading else "home" if heading == "particular" else "other"
        return Column(_WHOLE[heading], place)
    words = set(heading.split())
    what = next((what for what, own in _HOLDS if own & words), "")
    if not what or words & _UNREAD - {"formatted"}:
        return None
    if "formatted" in words:
        what = "formatted"
    place = next((place for place, own in _PLACES if own & words), "other")
    number = next((word for word in heading.split() if word.isdigit()), "")
    return Column(what, place, number, label=bool(words & _LABELS))


def is_address_part(column: Column) -> bool:
    return column.what in _ADDRESS_PARTS
