"""Text from the book is shown as text: Qt guesses otherwise, and a name with `<img src=...>` was drawn."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, called_name, parsed, report, sources

MARKUP = {
    "setHtml",
    "insertHtml",
    "appendHtml",
    "setMarkdown",
    "insertMarkdown",
    "RichText",
    "AutoText",
    "MarkdownText",
}
# What must stand beside the making of each of these, in the same function or class.
MADE_PLAIN = {
    "QLabel": "setTextFormat(Qt.TextFormat.PlainText)",
    "QMessageBox": "setTextFormat(Qt.TextFormat.PlainText)",
    "QTextEdit": "setAcceptRichText(False)",
}
ALWAYS_RICH = {"QTextBrowser", "QErrorMessage"}
TIPS = {"setToolTip", "setWhatsThis", "showText"}
# Shows chapters of the manual, the program's own text, and takes nothing else.
OWN_TEXT = "ui/parts/chapter_text.py"
BOXES = {"about", "critical", "information", "question", "warning"}
CURE = (
    "a label, box or text field is made plain where it is made: .setTextFormat(Qt.TextFormat.PlainText) or "
    ".setAcceptRichText(False) in the same function or class, best in one part that all others use. "
    "A tool tip has no such switch: give it a literal, or the answer of a function with `plain` or "
    "`escape` in its name that wraps the escaped text (one tag is enough for Qt to take text for markup). "
    "A page speaks through ui/parts/messages.py and makes no message box."
)
Scope = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def guesses(source: Source) -> list[str]:
    """The places of a module at which Qt could take text for markup."""
    in_parts = source.where.startswith("ui/parts/")
    found = [(node, what) for node in source.nodes() for what in _by_itself(node, in_parts)]
    found += [(node, what) for scope in _scopes(source) for node, what in _not_made_plain(scope)]
    found += _tips_of_models(source)
    return [f"{source.at(node)} {what}" for node, what in found]


def _by_itself(node: ast.AST, in_parts: bool) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and node.attr in MARKUP:
        yield f"uses {node.attr}"
    if called_name(node) in ALWAYS_RICH:
        yield f"makes a {called_name(node)}"
    if isinstance(node, ast.Name) and node.id == "QMessageBox" and not in_parts:
        yield "uses QMessageBox outside ui/parts"
    if isinstance(node, ast.Attribute) and node.attr in BOXES and ast.unparse(node.value).endswith("QMessageBox"):
        yield f"shows QMessageBox.{node.attr}, which guesses"
    if called_name(node) in TIPS and isinstance(node, ast.Call):
        yield from ("gives a tool tip text that may be markup" for text in _texts(node) if not _is_plain(text))


def _texts(tip: ast.Call) -> list[ast.expr]:
    """The argument that is shown: the only one of setToolTip, the second of QToolTip.showText(at, text)."""
    return tip.args[1:2] if called_name(tip) == "showText" else tip.args[-1:]


def _is_plain(text: ast.expr) -> bool:
    if isinstance(text, ast.IfExp):
        return _is_plain(text.body) and _is_plain(text.orelse)
    if isinstance(text, ast.Constant):
        return "<" not in str(text.value)
    return any(word in called_name(text).lower() for word in ("plain", "escape"))


def _scopes(source: Source) -> Iterator[Scope]:
    """Functions, and the class level and module level without the functions' insides."""
    for node in source.nodes():
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _not_made_plain(scope: Scope) -> Iterator[tuple[ast.AST, str]]:
    own = list(_own_nodes(scope))
    for kind, switch in MADE_PLAIN.items():
        made = [node for node in own if called_name(node) == kind or _is_subclass(node, kind)]
        for node in made:
            home = node if isinstance(node, ast.ClassDef) else scope
            if not _switched(home, switch):
                yield node, f"makes a {kind} without {switch}"


def _own_nodes(scope: Scope) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def _is_subclass(node: ast.AST, kind: str) -> bool:
    return isinstance(node, ast.ClassDef) and any(ast.unparse(base).split(".")[-1] == kind for base in node.bases)


def _switched(scope: ast.AST, switch: str) -> bool:
    name, argument = switch.rstrip(")").split("(")
    calls = [node for node in ast.walk(scope) if isinstance(node, ast.Call) and called_name(node) == name]
    return any(ast.unparse(call.args[0]).endswith(argument.split(".")[-1]) for call in calls if call.args)


def _tips_of_models(source: Source) -> list[tuple[ast.AST, str]]:
    """A model that answers for ToolTipRole has to make its answer plain somewhere in the same module."""
    roles = [node for node in source.nodes() if isinstance(node, ast.Attribute) and node.attr == "ToolTipRole"]
    plain = any(isinstance(node, ast.Call) and _is_plain(node) for node in source.nodes())
    return [] if plain else [(node, "answers for ToolTipRole with text that may be markup") for node in roles]


def test_text_is_shown_as_text() -> None:
    found = [line for source in sources("ui") if source.where != OWN_TEXT for line in guesses(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    "line",
    [
        "label = QLabel(name)",
        "class Name(QLabel):\n    pass",
        "def f():\n    return QtWidgets.QLabel(name)\ndef g():\n    l.setTextFormat(Qt.TextFormat.PlainText)",
        "view.setHtml(text)",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "button.setToolTip(f'Call {name}')",
        "button.setToolTip('<b>Call</b>')",
        "QToolTip.showText(point, name)",
        "QMessageBox.question(self, 'Sure?', name)",
        "box = QMessageBox()\nbox.setTextFormat(Qt.TextFormat.PlainText)",
        "edit = QTextEdit()",
        "browser = QTextBrowser()",
        "if role == Qt.ItemDataRole.ToolTipRole:\n    answer = name",
    ],
)
def test_a_guess_is_noticed(line: str) -> None:
    assert guesses(parsed("ui/pages/customers/card.py", line))


@pytest.mark.parametrize(
    "line",
    [
        "label = QLabel(name)\nlabel.setTextFormat(Qt.TextFormat.PlainText)",
        "class Name(QLabel):\n    def __init__(self):\n        self.setTextFormat(Qt.TextFormat.PlainText)",
        "button.setToolTip('Call')",
        "button.setToolTip(plain_tip(name))",
        "button.setToolTip('Call' if on else plain_tip(name))",
        "edit = QTextEdit()\nedit.setAcceptRichText(False)",
        "if role == Qt.ItemDataRole.ToolTipRole:\n    answer = plain_tip(name)",
    ],
)
def test_plain_text_passes(line: str) -> None:
    assert guesses(parsed("ui/pages/customers/card.py", line)) == []
