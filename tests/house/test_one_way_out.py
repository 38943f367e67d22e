"""Customers leave the book through one gate, so that the ledger knows of it: whoever opens another way out is noticed.

There is no dragging of customers out of the program: what is dragged are their numbers, which say nothing elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from tests.house.sources import Source, called_name, imports, parsed, report, sources

CURE = (
    "let customers leave by `desk.let_out` (a page) or `let_out` (a command), into an Outlet; what but one customer or "
    "none of them leaves by may get a line in this test, with what it is."
)
FILES = {
    "app/archive/seal.py": "a pipe between two threads",
    "app/backing_up.py": "backups, sealed for the firm's own keys",
    "app/backup_places.py": "which place of backups a folder is",
    "app/copying.py": "the same backups in another place",
    "app/disk.py": "what outlasts a crash",
    "app/leaving_files.py": "the gate's own files",
    "app/computer/in_turn.py": "nothing: a file to be locked",
    "app/computer/safe_file.py": "what this desk remembers",
    "app/computer/timers/entry.py": "when this computer calls a backup",
    "app/keys/keys_file.py": "the keys of a book",
    "ui/commands/importing.py": "what an import set aside of a file of others",
    "ui/pages/customers/holding.py": "all that is held on one customer, for that customer",
    "ui/pages/importing/files.py": "the same",
}
"""Who writes files outside of the store, and which."""
PLACES = {
    "QPrinter": {"ui/parts/recovery_sheet.py", "ui/pages/customers/outlets.py"},
    "QPdfWriter": {"ui/parts/recovery_sheet.py", "ui/parts/paper.py", "ui/parts/list_paper.py"},
    "QSaveFile": set[str](),
    "QDrag": {"ui/parts/table.py"},
    "QTextDocumentWriter": set[str](),
}
"""What takes something along, and who may use it."""
PAPER = {"ui/pages/customers/holding.py"}
"""Who makes a PDF of text: all that is held on one customer."""
CLIPBOARD = {
    "ui/pages/customers/card_pane.py": "one value of a card",
    "ui/parts/kept_words.py": "the recovery key",
    "ui/pages/customers/exporting.py": "a few rows of the list",
    "ui/pages/customers/outlets.py": "the gate's own rows",
}
"""Who puts something on the clipboard, and what."""
LISTS = {"ui/pages/customers/outlets.py", "ui/commands/leaving.py"}
"""Who draws lists of customers: what the gate lets out."""
GATE = {"app/leaving.py", "app/leaving_files.py"}
FORMS = ("app.formats.vcard_writing", "app.formats.table_writing")
CALLERS = {"ui/desk.py", "ui/commands/leaving.py", "ui/commands/erasing.py"}
PICTURES = {"ui/tour.py": "all pages, for who may export"}
"""Who draws what the window shows into a file."""
DRAWN = ("grab", "grabWindow", "toImage")
NUMBERS = {
    ("ui/commands/customers.py", "--limit"): "50 at most",
    ("ui/commands/customers.py", "--touch-points"): "of one customer",
    ("ui/commands/journal.py", "--limit"): "sentences, without telephone or e-mail, for who may read the whole journal",
    ("ui/commands/keys.py", "--days"): "wrong passwords",
}
"""Which commands let the caller say how many, and of what."""
WRITING = {"write_bytes", "write_text", "replace_file", "fdopen"}
Check = Callable[[Source], list[str]]


def files_written(source: Source) -> list[str]:
    if source.where in FILES or source.where.startswith(("app/store/", "app/sample/")):
        return []
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in source.nodes() if _writes_file(node)]


def _writes_file(node: ast.AST) -> bool:
    if called_name(node) in WRITING:
        return True
    if called_name(node) != "open" or not isinstance(node, ast.Call):
        return False
    modes = [one for one in (*node.args, *(word.value for word in node.keywords)) if isinstance(one, ast.Constant)]
    return any(isinstance(mode.value, str) and len(mode.value) < 4 and set(mode.value) & set("wax+") for mode in modes)


def things_used(source: Source) -> list[str]:
    found = ((node, name.rpartition(".")[2]) for node, name in imports(source))
    return [f"{source.at(node)} {name}" for node, name in found if source.where not in PLACES.get(name, {source.where})]


def clipboard_filled(source: Source) -> list[str]:
    if source.where in CLIPBOARD:
        return []
    calls = (node for node in source.nodes() if called_name(node) in ("setText", "setMimeData", "setPixmap"))
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in calls if "clipboard" in ast.unparse(node).lower()]


def dragged_along(source: Source) -> list[str]:
    """Of dragged customers nothing but their numbers goes along."""
    if "QMimeData" not in {name.rpartition(".")[2] for _, name in imports(source)}:
        return []
    told = {"setText", "setHtml", "setUrls", "setImageData"}
    of_mime = (node for node in source.nodes() if called_name(node) in told)
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in of_mime if "mime" in ast.unparse(node).lower()]


def cards_written(source: Source) -> list[str]:
    """The forms of files, and `let_out` itself, beside the gate."""
    if source.where in GATE | {"app/features/leaving/cards.py"} or source.where.startswith("app/formats/"):
        return []
    found = [f"{source.at(node)} {name}" for node, name in imports(source) if name.startswith(FORMS)]
    gates = ("leaving_cards", "leaving_lines", "all_we_hold", "NoteEnd", "LetOut")
    calls = [source.at(node) for node in source.nodes() if called_name(node) in gates]
    if source.where not in LISTS:
        found += [source.at(node) for node, name in imports(source) if name.startswith("ui.parts.list_paper")]
    if source.where not in PAPER:
        found += [source.at(node) for node, name in imports(source) if name == "ui.parts.paper.save_pdf"]
    return found + calls + ([] if source.where in CALLERS else _gate_called(source))


def _gate_called(source: Source) -> list[str]:
    return [source.at(node) for node, name in imports(source) if name == "app.leaving.let_out"]


def pictures_kept(source: Source) -> list[str]:
    if source.where in PICTURES:
        return []
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in source.nodes() if _draws(node)]


def _draws(node: ast.AST) -> bool:
    """A picture of a widget is taken, or one is written into a file."""
    if called_name(node) in DRAWN:
        return True
    told = ast.unparse(node).lower() if called_name(node) == "save" else ""
    return any(word in told for word in ("pixmap", "image", "picture", "shot"))


def numbers_said(source: Source) -> list[str]:
    """A command whose caller says how many it answers prints as many customers."""
    return [
        f"{source.at(node)} {ast.unparse(node)[:80]}"
        for node in source.nodes()
        if called_name(node) == "add_argument" and "type=count" in ast.unparse(node)
        if (source.where, _option(node)) not in NUMBERS
    ]


def _option(node: ast.AST) -> object:
    said = node.args[0] if isinstance(node, ast.Call) and node.args else None
    return said.value if isinstance(said, ast.Constant) else None


CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "files": (files_written, ("app", "ui")),
    "things": (things_used, ("app", "ui")),
    "clipboard": (clipboard_filled, ("ui",)),
    "dragging": (dragged_along, ("ui",)),
    "cards": (cards_written, ("app", "ui")),
    "pictures": (pictures_kept, ("ui",)),
    "numbers": (numbers_said, ("ui/commands",)),
}


@pytest.mark.parametrize("name", CHECKS)
def test_there_is_one_way_out(name: str) -> None:
    check, folders = CHECKS[name]
    found = [line for source in sources(*folders) for line in check(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("files", "path.write_text(names)"),
        ("files", "open(path, 'w').write(names)"),
        ("files", "path.open(mode='xb')"),
        ("things", "from PySide6.QtGui import QPdfWriter"),
        ("things", "from PySide6.QtPrintSupport import QPrinter"),
        ("clipboard", "QGuiApplication.clipboard().setText(names)"),
        ("dragging", "from PySide6.QtCore import QMimeData\nmime = QMimeData()\nmime.setText(names)"),
        ("cards", "from app.formats.vcard_writing import vcard"),
        ("cards", "from app.leaving import let_out"),
        ("cards", "from ui.parts.paper import save_pdf"),
        ("cards", "from ui.parts.list_paper import PdfPaper"),
        ("cards", "book.ask(leaving_cards(1))"),
        ("pictures", "self.table.grab().save(path)"),
        ("pictures", "picture.save(path)"),
        ("pictures", "self.screen().grabWindow(0)"),
        ("numbers", "parser.add_argument('--limit', type=count, default=50)"),
    ],
)
def test_another_way_out_is_noticed(name: str, line: str) -> None:
    assert CHECKS[name][0](parsed("ui/pages/customers/list_pane.py", line))


@pytest.mark.parametrize(
    "line", ["path.open('rb')", "label.setText(name)", "painter.save()", "from app.leaving import Leaving"]
)
def test_what_takes_nothing_along_passes(line: str) -> None:
    assert not [
        found for check, _ in CHECKS.values() for found in check(parsed("ui/pages/customers/list_pane.py", line))
    ]
