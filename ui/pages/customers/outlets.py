"""Where customers go when they leave from the window: into a file, onto paper, to the clipboard; all by the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app import clock
from app.computer.memory import Memory
from app.errors import Refused
from app.rules.ways_out import WAYS
from ui.pages.customers.copied import HEADINGS, copied_text
from ui.parts.list_paper import Head, ListPages, PdfPaper
from ui.parts.page import Page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.features.leaving import CustomerLine, Permit

_FOLDER: Final = "export.folder"


@dataclass(frozen=True, slots=True)
class Goal:
    """What receives the customers, how the ledger names it, and what to do and say once they are there."""

    outlet: Any
    to: str
    said: str
    done: Callable[[], object] = lambda: None


def goal_for(page: Page, memory: Memory, way: str) -> Goal | None:
    """Ask what has to be asked; None if the person changed their mind. Raises Refused."""
    if way == "clipboard":
        rows = CopiedRows()
        return Goal(rows, "the clipboard", "copied", rows.put)
    if way == "print":
        return _printer(page)
    chosen = _file(page, memory, way)
    return None if chosen is None else Goal(_file_outlet(page, chosen, way), str(chosen), f"exported to {chosen.name}")


class PrintedList:
    """Pages on a printer."""

    def __init__(self, printer: QPrinter, head: Head) -> None:
        self._printer, self._pages = printer, ListPages(head)

    def begin(self, permit: Permit, _width: object) -> None:
        """Open it."""
        try:
            self._pages.open(self._printer, permit)
        except OSError as fault:
            raise Refused("Nothing was printed: the printer does not answer. Choose another one.", "way") from fault

    def take_lines(self, lines: Sequence[CustomerLine], _marks: Sequence[str]) -> None:
        """Draw some more."""
        self._pages.draw(lines)

    def finish(self) -> str:
        """Send it off."""
        try:
            self._pages.close()
        except OSError as fault:
            raise Refused("Not all was printed: the printer stopped. The ledger says so.", "way") from fault
        return ""

    def drop(self) -> None:
        """What is not sent yet is not printed."""
        self._printer.abort()
        with suppress(OSError):
            self._pages.close()


class CopiedRows:
    """Rows for the clipboard; they are put there when all are together."""

    def __init__(self) -> None:
        self._text = ""

    def begin(self, _permit: Permit, _width: object) -> None:
        """The clipboard waits."""
        self._text = "\t".join((*HEADINGS, "Mark")) + "\n"

    def take_lines(self, lines: Sequence[CustomerLine], marks: Sequence[str]) -> None:
        """Keep some more."""
        self._text += copied_text(lines, marks)

    def finish(self) -> str:
        """It is no file."""
        return ""

    def drop(self) -> None:
        """The clipboard stays as it was."""
        self._text = ""

    def put(self) -> None:
        """Now they can be pasted."""
        QGuiApplication.clipboard().setText(self._text)


def _head(page: Page) -> Head:
    return Head(page.desk.firm, page.desk.user.name, clock.today())


def _printer(page: Page) -> Goal | None:
    # Loaded when it is needed: looking for printers is no part of the start.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Customers")
    dialog = QPrintDialog(printer, page)
    dialog.setWindowTitle("Print customers")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    where = printer.outputFileName() or printer.printerName() or "a printer"
    return Goal(PrintedList(printer, _head(page)), where, f"printed on {where}")


def _file(page: Page, memory: Memory, way: str) -> Path | None:
    kept = memory.recall(_FOLDER)
    folder = Path(kept) if isinstance(kept, str) else Path.home()
    form = WAYS[way]
    offered = str(folder / f"Customers{form.ending}")
    chosen, _ = QFileDialog.getSaveFileName(page, "Export customers", offered, f"{form.words} (*{form.ending})")
    if not chosen:
        return None
    path = Path(chosen)
    path = path if path.suffix else path.with_suffix(form.ending)
    memory.keep(_FOLDER, str(path.parent))
    return path


def _file_outlet(page: Page, path: Path, way: str) -> object:
    # Loaded when they are needed: the forms of files are no part of the start.
    from app.leaving_files import DrawnFile, FileOutlet

    return DrawnFile(path, PdfPaper(_head(page)), replace=True) if way == "pdf" else FileOutlet(path, way, replace=True)
