"""The rows that need no window measure something on a small book; what they come to decides nothing."""

import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.features.journal.reading import JournalFilter, journal
from tests.benchmarks import Figure
from tests.benchmarks.__main__ import ROWS, measured
from tests.benchmarks.books import FILES
from tests.benchmarks.hour.use import USE
from tests.benchmarks.making import made
from tests.benchmarks.memory import hour_of_use
from tests.benchmarks.window.child import HERE, book_and_key, environment, last_line

WITHOUT_WINDOW = ("pages", "whole_list", "card", "importing", "backups")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@pytest.mark.parametrize("row", WITHOUT_WINDOW)
def test_a_row_comes_to_figures(folder: Path, row: str) -> None:
    with made(folder, 300, FILES) as books:
        figures: list[Figure] = list(measured(books, row))
    assert figures
    assert all(figure.what and figure.goal and any(sign.isdigit() for sign in figure.measured) for figure in figures)


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_the_program_that_is_timed_from_its_start_comes_to_its_first_rows(folder: Path, kind: str) -> None:
    home = folder / f"home {kind}"
    home.mkdir()
    with made(folder, 300, FILES) as books:
        command = [sys.executable, str(HERE / "begin.py"), *book_and_key(books, kind)]
        assert float(last_line(command, environment(str(home)), patience=60)) > 0


def test_an_hour_at_the_window_has_every_kind_of_act_in_it(folder: Path) -> None:
    with made(folder, 300, FILES) as books:
        with closing(books.open("plain")) as book:
            before = book.revision()
        figure = hour_of_use(books.place("plain"), "plain", len(USE))
        with closing(books.open("plain")) as book:
            done = [line for line in book.ask(journal, JournalFilter()) if line.revision > before]
    assert " at the end; widgets " in figure.measured
    kinds = Counter(line.command for line in done)
    assert {"ImportCards", "Assign", "UndoOperation"} <= set(kinds)
    assert min(kinds["EditCustomer"], kinds["LogTouchPoint"]) >= 2, "of ours and of the colleague's"


def test_every_row_has_its_module() -> None:
    modules = {path.stem for path in Path(__file__).parent.glob("*.py")}
    assert set(ROWS) <= modules
