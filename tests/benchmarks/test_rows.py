"""The rows that need no window measure something on a small book; what they come to decides nothing."""

from pathlib import Path

import pytest

from tests.benchmarks import Figure
from tests.benchmarks.__main__ import ROWS, measured
from tests.benchmarks.making import made

WITHOUT_WINDOW = ("card", "importing", "whole_list")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@pytest.mark.parametrize("row", WITHOUT_WINDOW)
def test_a_row_comes_to_figures(folder: Path, row: str) -> None:
    with made(folder, 300, server=False) as books:
        figures: list[Figure] = list(measured(books, row))
    assert figures
    assert all(figure.what and figure.goal and any(sign.isdigit() for sign in figure.measured) for figure in figures)


def test_every_row_has_its_module() -> None:
    modules = {path.stem for path in Path(__file__).parent.glob("*.py")}
    assert set(ROWS) <= modules
