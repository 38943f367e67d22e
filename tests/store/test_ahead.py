"""What is drawn ahead comes in its order, each once, and what goes wrong there is raised here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.store.ahead import drawn_ahead


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_all_come_in_their_order(count: int) -> None:
    assert list(drawn_ahead(str, range(count))) == [str(one) for one in range(count)]


def test_nothing_is_drawn_while_the_next_one_is_fetched() -> None:
    done: list[str] = []

    def fetched() -> Iterator[int]:
        for one in range(3):
            done.append(f"fetched {one}")
            yield one

    def drawn(one: int) -> int:
        done.append(f"drawn {one}")
        return one

    for one in drawn_ahead(drawn, fetched()):
        assert f"drawn {one}" in done
    assert done == [f"{what} {one}" for one in range(3) for what in ("fetched", "drawn")]


def test_what_goes_wrong_is_raised_to_whoever_asks() -> None:
    drawn = drawn_ahead(lambda one: 1 // one, [1, 1, 0])
    assert next(drawn) == 1
    with pytest.raises(ZeroDivisionError):
        list(drawn)
