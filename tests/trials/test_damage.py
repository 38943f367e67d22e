"""Damaged books, in short: nothing but sentences, and nothing written to what is known to be damaged."""

from tests.trials import damage


def test_a_damaged_book_is_read_or_refused_and_never_written() -> None:
    outcome = damage.trial(long=False)
    assert outcome.ok, outcome.line


def test_a_store_that_goes_on_writing_is_caught() -> None:
    outcome = damage.control_goes_on_writing()
    assert not outcome.ok, outcome.line
    assert " 1 written although known" in outcome.line


def test_what_only_an_encrypted_book_shows_is_told_apart() -> None:
    outcome = damage.control_letters_of_a_plain_book()
    assert not outcome.ok, outcome.line
    assert " 0 found by the check" in outcome.line


def test_a_program_that_does_not_say_what_to_do_is_caught() -> None:
    outcome = damage.control_no_advice()
    assert not outcome.ok and " 2 without advice" in outcome.line, outcome.line


def test_a_program_that_refuses_all_books_is_caught() -> None:
    outcome = damage.control_all_refused()
    assert not outcome.ok and "a whole book: " in outcome.line, outcome.line
