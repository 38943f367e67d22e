"""Backups beside three desks in their short form; rows that are no one state of the book are caught."""

import pytest

from tests.trials import backup_beside


def test_each_backup_is_one_state_of_the_book() -> None:
    outcome = backup_beside.trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("engine", backup_beside.ENGINES)
def test_rows_read_without_a_snapshot_are_caught(engine: str) -> None:
    outcome = backup_beside.control_without_a_snapshot(engine)
    assert not outcome.ok and "it was said: The file of the backup is damaged" in outcome.line, outcome.line
