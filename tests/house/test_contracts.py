"""Who may import whom: the contracts of pyproject.toml, and one that import-linter cannot say."""

import subprocess
import sys

from tests.house.sources import ROOT, Source, imports, parsed, report, sources

CURE = (
    "what two parts need goes down to a floor that both may know (app/rules, a model, ui/parts); "
    "a screen does or asks through the desk. The floors are in pyproject.toml under [tool.importlinter]."
)
SAME_NAME_CURE = (
    "a page imports the feature of its own name only. It shows what another feature knows through a part, "
    "or triggers that page's action by its id."
)


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", code, "--no-cache", "--config", "pyproject.toml"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, report([run.stdout + run.stderr], CURE)


def features_of_other_names(source: Source) -> list[str]:
    own = source.where.split("/")[2].removesuffix(".py")
    names = ((node, name.split(".")) for node, name in imports(source))
    return [
        f"{source.at(node)} imports {'.'.join(name)}"
        for node, name in names
        if name[:2] == ["app", "features"] and name[2:3] != [own]
    ]


def test_a_page_knows_the_feature_of_its_own_name() -> None:
    found = [line for source in sources("ui/pages") for line in features_of_other_names(source)]
    assert not found, report(found, SAME_NAME_CURE)


def test_another_feature_is_noticed() -> None:
    page = "from app.features.customers import Find\nfrom app.features import team\n"
    assert features_of_other_names(parsed("ui/pages/customers/page.py", page)) == [
        "ui/pages/customers/page.py:2 imports app.features.team"
    ]
