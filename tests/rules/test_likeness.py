"""Whether two names may mean the same customer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.likeness import likeness, near_same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Müller GmbH", "Mueller AG"),
        ("ABC sp. z o.o.", "ABC S.A."),
        ("Lee, Ann", "Ann Lee"),
        ("Netscape Communications Corp.", "Netscape Comunications"),
        ("Bike-Shop Ltd", "Bikeshop"),
        ("Müller & Söhne GmbH & Co. KG", "Müller Söhne"),
        ("ООО Ромашка", "Ромашка"),
        ("GmbH", "gmbh"),
    ],
)
def test_near_same(a: str, b: str) -> None:
    assert near_same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Shop 1", "Shop 2"),
        ("Anna", "Anne"),
        ("AG", "Inc"),
        ("", ""),
        ("Northwind Ltd", "Southwind Ltd"),
        ("IBM", "ICM"),
    ],
)
def test_not_the_same(a: str, b: str) -> None:
    assert not near_same(a, b)


@given(st.text(st.characters()), st.text(st.characters()))
def test_likeness_is_even_handed(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)
    assert near_same(a, b) == near_same(b, a)
