"""Days and numbers are told in one way: a form of one's own is another one beside it, and forgets the locale."""

import ast

import pytest

from tests.house.sources import Source, called_name, parsed, report, sources

TELLERS = {"ui/parts/days.py", "ui/parts/numbers.py"}
COMMANDS = "ui/commands/"
CURE = (
    "a day or an hour is told by ui/parts/days.py, a number by ui/parts/numbers.py; a form that is missing there gets "
    "a name there. Only the command line writes numbers in its own way."
)


def own_forms(source: Source) -> list[str]:
    """The places at which a module spells a day, an hour or a number by itself."""
    return [f"{source.at(node)} {ast.unparse(node)}" for node in source.nodes() if _spells(node)]


def _spells(node: ast.AST) -> bool:
    """`QLocale().toString(...)`, `day.strftime(...)`, `f"{number:,}"`."""
    if isinstance(node, ast.FormattedValue):
        return node.format_spec is not None and "," in ast.unparse(node.format_spec)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of_locale = called_name(node) == "toString" and "locale" in ast.unparse(node.func.value).lower()
    return of_locale or called_name(node) == "strftime"


def test_days_and_numbers_are_told_in_one_way() -> None:
    told = [source for source in sources("ui") if source.where not in TELLERS and not source.where.startswith(COMMANDS)]
    found = [line for source in told for line in own_forms(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    "line",
    [
        "QLocale().toString(day, 'd MMM')",
        "QtCore.QLocale.system().toString(3)",
        "self.locale().toString(hour)",
        "day.strftime('%d')",
        "words = f'{count:,} customers'",
    ],
)
def test_a_form_of_ones_own_is_noticed(line: str) -> None:
    assert own_forms(parsed("ui/pages/team/page.py", line))


@pytest.mark.parametrize("line", ["number(3)", "short_day(day, today)", "url.toString()", "f'{name}, {share:.1f}'"])
def test_what_is_told_in_the_one_way_passes(line: str) -> None:
    assert not own_forms(parsed("ui/pages/team/page.py", line))
