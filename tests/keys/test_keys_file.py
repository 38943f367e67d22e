"""The keys file: there and back, and never taken for what it is not."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.errors import BookDamaged, BookUnreachable, HousebookError
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import is_encrypted, keys_path
from app.keys.sealing import new_key
from app.keys.slots import Slots, first_slots, new_signing_key, with_slot
from tests.keys.test_slots import CHEAP, opened

SIGNING, DATA = new_signing_key(), new_key()
ANN = first_slots(DATA, SIGNING, (1, "ann"), "correct horse", new_key(), CHEAP)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    there = keys_path(tmp_path / "firm.book")
    write_keys(there, ANN, SIGNING)
    return there


def told(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(path.read_bytes())
    return kept


def test_what_is_written_is_read_and_opens(path: Path) -> None:
    slots = read_keys(path)
    assert opened(slots, "ann", "correct horse") == DATA
    assert is_encrypted(path.with_suffix("")) and not is_encrypted(path)


def test_no_secret_stands_in_it(path: Path) -> None:
    text = path.read_bytes()
    for secret in (DATA, SIGNING):
        assert secret not in text and secret.hex().encode() not in text
    assert b"correct horse" not in text


@pytest.mark.parametrize("place", ["firm", "signature", "generation"])
def test_another_value_is_noticed(path: Path, place: str) -> None:
    kept = told(path)
    other = read_keys(path).firm if place == "signature" else new_key()
    kept[place] = 2 if place == "generation" else b64encode(other).decode()
    path.write_text(json.dumps(kept))
    with pytest.raises(BookDamaged, match="damaged or was changed"):
        read_keys(path)


def test_a_slot_that_is_planted_is_noticed(path: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.keys"
    write_keys(planted, with_slot(ANN, new_key(), (3, "eve"), "guess", CHEAP), new_signing_key())
    planted.write_text(json.dumps({**told(planted), "firm": told(path)["firm"]}))
    with pytest.raises(BookDamaged):
        read_keys(planted)


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.sampled_from([10**25, -(2**63), 1e999])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PLACES = st.sampled_from(
    [
        *((name,) for name in ("housebook keys", "firm", "generation", "slots", "before", "signature")),
        *(("slots", 1, name) for name in ("user", "login", "public", "sealed", "password")),
        *(("slots", 1, "password", name) for name in ("passes", "memory", "lanes", "salt", "box")),
        ("slots", 1),
    ]
)


def half_right(text: bytes, place: tuple[Any, ...], value: Any) -> bytes:
    """A keys file with another value in one place."""
    kept = json.loads(text)
    there = kept
    for step in place[:-1]:
        there = there[step]
    if place:
        there[place[-1]] = value
    return json.dumps(kept).encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.binary(max_size=300)
    | st.text(max_size=50).map(lambda text: json.dumps({"housebook keys": 1, "x": text}).encode())
)
def test_anything_else_is_refused_in_words(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(HousebookError):
        read_keys(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(PLACES, ODD)
def test_an_odd_value_in_any_place_is_refused_in_words(path: Path, place: tuple[Any, ...], value: Any) -> None:
    odd, text = path.with_name("odd.keys"), path.read_bytes()
    assume(half_right(text, place, value) != half_right(text, (), None))
    odd.write_bytes(half_right(text, place, value))
    with pytest.raises(BookDamaged, match="damaged or was changed"):
        read_keys(odd)


def deep(levels: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(levels):
        made = [made]
    return made


PLANTED: list[tuple[tuple[Any, ...], list[Any]]] = [
    (("slots",), [["x"], [5], {"a": 1}, "x", [None], deep(500)]),
    (("before",), [["x"], [5], {"a": 1}, "x", [None], deep(500)]),
    (("generation",), [float("inf"), float("nan"), 1.5, True, "1", -1, 10**30]),
    (("slots", 1, "user"), [float("inf"), -1, 2**63, "1"]),
    (("slots", 1, "login"), [5, None, "\ud800"]),
    (("slots", 1, "public"), ["", "AAAA", 5]),
    (("slots", 1, "password"), ["x", 5, [], True]),
    (("slots", 1, "password", "passes"), [float("inf"), 1.0, "3", 10**30]),
]


@pytest.mark.parametrize(("place", "values"), PLANTED, ids=lambda one: str(one[-1]) if isinstance(one, tuple) else "")
def test_what_somebody_planted_is_refused_in_words(path: Path, place: tuple[Any, ...], values: list[Any]) -> None:
    odd = path.with_name("odd.keys")
    for value in values:
        odd.write_bytes(half_right(path.read_bytes(), place, value))
        with pytest.raises(BookDamaged, match="damaged or was changed"):
            read_keys(odd)


@pytest.mark.parametrize("value", ["1e999", "Infinity", "NaN", "9" * 5_000])
def test_a_number_that_is_none_of_ours_is_refused_in_words(path: Path, value: str) -> None:
    path.write_text(path.read_text().replace('"passes": 1', f'"passes": {value}'))
    with pytest.raises(BookDamaged):
        read_keys(path)


def test_what_is_no_file_is_not_waited_for(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(BookDamaged):
        read_keys(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(BookDamaged):
        read_keys(path)


def test_a_huge_or_deep_one_is_refused(path: Path) -> None:
    for data in (b" " * 5_000_000, b"[" * 100_000):
        path.write_bytes(data)
        with pytest.raises(BookDamaged):
            read_keys(path)


def test_a_missing_one_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match=r"is missing: .*firm\.book\.keys.*Put it back from where"):
        read_keys(keys_path(tmp_path / "firm.book"))


def test_where_it_cannot_be_written_the_old_one_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BookUnreachable, match="No space left on device"):
        write_keys(path, with_slot(ANN, DATA, (2, "ben"), "x", CHEAP), SIGNING)
    assert path.read_bytes() == before


def test_two_slots_of_one_book_are_signed_by_one_firm(path: Path) -> None:
    more: Slots = write_keys(path, with_slot(read_keys(path), DATA, (2, "ben"), "staple", CHEAP), SIGNING)
    assert read_keys(path) == more and more.firm == ANN.firm
