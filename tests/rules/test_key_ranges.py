"""Many keys as a short text, and which keys it names."""

from __future__ import annotations

from time import perf_counter

import pytest

from app.rules.key_ranges import from_ranges, in_ranges, to_ranges


def test_the_keys_come_back() -> None:
    assert to_ranges([9, 4, 6, 5, 4]) == "4-6,9"
    assert from_ranges("4-6,9") == [4, 5, 6, 9]
    assert from_ranges("") == []


@pytest.mark.parametrize(
    ("keys", "named"), [([], True), ([4], True), ([6, 9, 5], True), ([3], False), ([7], False), ([4, 10], False)]
)
def test_whether_all_keys_are_named(keys: list[int], *, named: bool) -> None:
    assert in_ranges(keys, "4-6,9") is named


def test_nothing_names_nobody() -> None:
    assert not in_ranges([1], "")


def test_asked_by_parts_a_long_text_is_read_once() -> None:
    told = to_ranges(range(0, 400_000, 2))
    begun = perf_counter()
    assert in_ranges([0], told)
    first = perf_counter() - begun
    assert all(in_ranges(range(start, start + 1000, 2), told) for start in range(0, 20_000, 1000))
    assert perf_counter() - begun < 3 * first
