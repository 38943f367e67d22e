"""What is drawn on paper: the list of customers, all that is held on one, the sheet of the recovery key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtGui import QPaintEngine, QPdfWriter

from app.features.customers.lines import lines_of
from app.features.leaving import Permit
from app.features.leaving.held import Held
from app.recovery_key import Sheet, new_words
from tests.trials.hostile.book import Made
from tests.trials.hostile.drawn import Ink
from tests.trials.hostile.views import Views
from ui.parts.list_paper import Head, ListPages
from ui.parts.paper import print_text
from ui.parts.recovery_sheet import draw_sheet


class Paper(QPdfWriter):
    """Takes down what is drawn on it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "paper.pdf"))
        self.ink = Ink()

    def paintEngine(self) -> QPaintEngine:
        return self.ink


def show_papers(views: Views, what: str, text: str, made: Made) -> None:
    """Each of these once; the text has to be read on it."""
    sheet = Sheet(text, f"/{text[:200]}", date(2026, 1, 1), new_words(), "12 34", "56 78")
    lines = views.show.desk.book.ask(lines_of, [made.customer])
    held = Held(text, {"customers": ({"name": text, "notes": text},)})

    def draw_list(paper: Paper) -> None:
        pages = ListPages(Head(text, text, date(2026, 1, 1)))
        pages.open(paper, Permit(1, "HBX", [made.customer]))
        pages.draw(lines)
        pages.close()

    for name, draw in (
        ("list", draw_list),
        ("all we hold", lambda paper: print_text("\n".join(held.lines()), paper)),
        ("recovery sheet", lambda paper: draw_sheet(sheet, paper)),
    ):
        paper = Paper(views.folder)
        views.show.paper(f"{name} on paper, {what}", lambda draw=draw, paper=paper: draw(paper), paper.ink, text)  # type: ignore[misc]
    _written(views, what, text, made)


def _written(views: Views, what: str, text: str, made: Made) -> None:
    """All that is held, as a file: what is asked for its name, and what is said of it."""
    window = views.window
    views.chosen = views.folder / "held.pdf"
    views.show.pass_by(lambda: window.go("customers", customer=made.customer))
    held = lambda: window.actions_here.trigger("customers.held")  # noqa: E731
    views.show.step(f"all we hold, {what}", held, window.messages.toast)
