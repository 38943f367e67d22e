"""Names put together, sorted, shortened and taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.names import NameParts, display_name, initials, sort_key, split_name, strip_letter


def test_display_name() -> None:
    assert display_name("Ann", "Lee", "Dr.", "M.", "Jr.") == "Dr. Ann M. Lee Jr."
    assert display_name("", "Lee") == "Lee"
    assert display_name("太郎", "山田") == "山田太郎"


def test_lists_go_by_family_name_with_other_scripts_last() -> None:
    people = [
        ("Иван Петров", "Петров", "Иван"),
        ("Örn Ärlig", "Ärlig", "Örn"),
        ("O'Brien", "", ""),
        ("3M", "", ""),
    ]
    people += [
        ("Ann van Dyk", "van Dyk", "Ann"),
        ("😀", "", ""),
        ("Jo Lee", "Lee", "Jo"),
        ("Al Li", "Li", "Al"),
    ]
    ordered = sorted(people, key=lambda one: sort_key(one[0], "person", one[1], one[2]))
    assert [one[0] for one in ordered] == [
        "3M", "Örn Ärlig", "Jo Lee", "Al Li", "O'Brien", "Ann van Dyk", "😀", "Иван Петров",
    ]  # fmt: skip


def test_a_company_sorts_by_its_name() -> None:
    assert sort_key("The Bike-Shop Ltd.", "company", "Lee", "Ann") == "the bike shop ltd"


@pytest.mark.parametrize(("name", "letter"), [("Ørsted", "O"), ("ann", "A"), ("3M", "#"), ("Иван", "#"), ("", "#")])
def test_strip_letter(name: str, letter: str) -> None:
    assert strip_letter(sort_key(name, "company")) == letter


@pytest.mark.parametrize(
    ("name", "kind", "letters"),
    [
        ("Ann Lee", "person", "AL"),
        ("Dr. Ann M. Lee Jr.", "person", "AL"),
        ("J. P. Morgan", "person", "JM"),
        ("Netscape Communications Corp.", "company", "NC"),
        ("Ximian", "company", "XI"),
        ("Örn ßen", "person", "ÖS"),
        ("山田太郎", "person", "山"),
        ("محمد علي", "person", "م"),
        ("Иван Петров", "person", "ИП"),
        ("X", "person", "X"),
        ("😀", "person", "?"),
        ("", "company", "?"),
    ],
)
def test_initials(name: str, kind: str, letters: str) -> None:
    assert initials(name, kind) == letters


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Dr. Ann Lee", NameParts("Dr.", "Ann", "", "Lee", "")),
        ("van der Berg, Jan", NameParts("", "Jan", "", "van der Berg", "")),
        ("Madonna", NameParts("", "Madonna", "", "", "")),
        ("山田 太郎", NameParts("", "山田 太郎", "", "", "")),
    ],
)
def test_split_name(full: str, parts: NameParts) -> None:
    assert split_name(full) == parts


@given(st.text(st.characters()))
def test_any_name_is_harmless(name: str) -> None:
    for kind in ("person", "company"):
        assert 1 <= len(initials(name, kind)) <= 2
        assert strip_letter(sort_key(name, kind)) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
    split_name(name)
