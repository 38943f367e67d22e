"""What changes more than a touch point in an hour: an edit, an assignment, an import, what a colleague saves."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QAbstractItemView

from app.features.team import users
from tests.benchmarks.hour.seat import Held, Key, Seat
from ui.pages.importing.page import ImportingPage
from ui.pages.team.assign_dialog import AssignDialog

_CARDS = 25
_CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0} {1}\r\nORG:Messe {0}\r\nTEL:+49 170 {1:07}\r\nEND:VCARD\r\n"


def to_list(seat: Seat) -> QAbstractItemView:
    """The list of customers, with the keyboard."""
    if seat.window.page_id != "customers":
        seat.window.go("customers")
    seat.settle()
    table: QAbstractItemView = getattr(seat.page, "list").table  # noqa: B009 - a page is more than a Page
    table.setFocus()
    return table


def edit(seat: Seat, lot: Random) -> None:
    """Something is added to a customer's notes in the form, and saved by its key."""
    to_list(seat)
    seat.press(Key.Key_Down)
    seat.settle()
    seat.window.actions_here.trigger("customers.edit")
    seat.settle()
    if (form := getattr(seat.page, "card")._form) is not None:  # noqa: B009 - a page is more than a Page
        form.form.editor("notes").setFocus()
        seat.press(Key.Key_End, held=Held.ControlModifier)
        seat.type(f" Asks for {lot.randrange(1000)}.")
        seat.press(Key.Key_Return, held=Held.ControlModifier)
    seat.settle()


def assign(seat: Seat, lot: Random) -> None:
    """Customers of the list are given to a colleague."""
    to_list(seat)
    seat.press(Key.Key_Down, held=Held.ShiftModifier, times=lot.randrange(1, 9))
    seat.settle()
    seat.window.actions_here.trigger("customers.assign")
    seat.settle()
    dialog = seat.find("team.assign_dialog")
    if isinstance(dialog, AssignDialog):
        everybody = [user.id for user in seat.desk.book.ask(users) if user.departed_on is None]
        dialog.picker.choose(lot.choice(everybody))
        dialog.form.submit()
    seat.settle()
    seat.close_what_is_open()


def bring_in(seat: Seat, lot: Random) -> None:
    """A file from a fair is looked at and brought in."""
    page = seat.window.pages["importing"]
    if not isinstance(page, ImportingPage):
        raise TypeError("no page of imports")
    seat.window.go("importing")
    with TemporaryDirectory() as folder:
        file, first = Path(folder) / "fair.vcf", lot.randrange(10**6)
        file.write_text("".join(_CARD.format(first, number) for number in range(_CARDS)))
        page.read([file])
        seat.settle()
        if page.look is not None:
            page.look.form.submit()
        seat.settle()


def elsewhere(seat: Seat, _lot: Random) -> None:
    """Two saves at another desk, which the window learns of."""
    seat.colleague.act()
    seat.settle()
