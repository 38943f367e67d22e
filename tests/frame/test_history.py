"""Back and forward."""

from __future__ import annotations

from ui.frame.history import History, Spot

LIST, TEAM, ANN = Spot("customers"), Spot("team", {"user": 2}), Spot("team", {"user": 1})


def walked(*spots: Spot) -> History:
    history = History()
    for spot in spots:
        history.note(spot)
    return history


def test_back_and_forward_along_the_way() -> None:
    history = walked(LIST, TEAM, ANN)
    assert not history.can_go_forward()
    assert (history.back(), history.back(), history.back()) == (TEAM, LIST, None)
    assert not history.can_go_back()
    assert (history.forward(), history.forward(), history.forward()) == (TEAM, ANN, None)


def test_a_new_way_forgets_what_was_ahead() -> None:
    history = walked(LIST, TEAM)
    history.back()
    history.note(ANN)
    assert not history.can_go_forward()
    assert history.back() == LIST


def test_standing_still_is_no_step() -> None:
    history = walked(LIST, LIST, Spot("customers", {}))
    assert not history.can_go_back()


def test_what_a_page_shows_first_is_no_step() -> None:
    history = walked(LIST, Spot("customers", {"customer": 7}))
    assert not history.can_go_back()
    history.note(TEAM)
    assert history.back() == Spot("customers", {"customer": 7})


def test_only_so_much_is_remembered() -> None:
    history = walked(*(Spot("customers", {"customer": number}) for number in range(300)))
    steps = 0
    while history.back():
        steps += 1
    assert steps == 99
