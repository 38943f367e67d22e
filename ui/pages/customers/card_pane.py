"""The middle pane: the card of one customer, and in its place the forms that change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, NotFound
from app.features.assignments import Assigned, handlers_history
from app.features.followups import FollowUpLine
from app.features.team import UserLine, users
from ui.pages.customers.card_scroll import CardScroll
from ui.pages.customers.card_view import CardView
from ui.pages.customers.contact_form import ContactForm
from ui.pages.customers.customer_form import CustomerForm
from ui.pages.customers.draft_keys import CUSTOMER, NEW, Waiting
from ui.pages.customers.draft_offers import DraftOffers
from ui.pages.customers.follow_up_form import FollowUpForm
from ui.pages.customers.openings import Openings
from ui.pages.customers.pictures import Pictures
from ui.pages.customers.record_form import RecordForm
from ui.pages.customers.shown_card import ShownCard
from ui.pages.customers.sights import FormLists, Sight, form_lists, sight
from ui.pages.customers.verbs import Verbs
from ui.parts.action import Actions
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.ground import ground
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk


class CardPane(Page):
    """Shows a customer; a form in use is never disturbed, and never lost."""

    topics = frozenset({Topic.CUSTOMERS, Topic.ASSIGNMENTS, Topic.FOLLOW_UPS, Topic.TEAM, Topic.LISTS})
    asked = Signal(int)
    """Another customer is to be shown, here and in the list."""
    form_closed = Signal()
    """A form was saved or left."""

    def __init__(self, desk: Desk, actions: Actions, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(desk, actions, parent)
        self._memory, self._openings = memory, Openings(desk, memory, self)
        self._customer: int | None = None
        self._form: RecordForm | None = None
        self._awaited: tuple[int, Callable[[], object]] | None = None
        self._history_shown = False
        self._verbs = self._make_verbs()
        self._lay_out()

    # What the page asks of it

    def show_customer(self, customer_id: int | None, later: bool = False) -> None:
        """Show this customer's card; a form of another one is left, with its draft kept.

        `later`: it is asked for when `refresh` is called.
        """
        if customer_id == self._customer and self._form is not None:
            return
        self._leave_form()
        if customer_id != self._customer:
            self._leave_follow_up()
            self._customer, self._history_shown = customer_id, False
        if customer_id is None:
            self._show_nobody("No customer is chosen", "Choose one in the list, or begin a new one.")
        if not later:
            self.refresh()

    def edit(self, field: str = "") -> None:
        """The form of the customer that is shown; `field` is where the caret goes."""
        if isinstance(self._form, CustomerForm) and self._form.customer_id == self._customer:
            self._focus(self._form, field)
        elif self._customer is not None and self._verbs.may_edit:
            self._leave_form()
            open_form = self._open_customer_form
            self.ask(form_lists, self._customer, then=lambda lists: open_form(lists, field), lane="form")

    def add(self, name: str = "") -> None:
        """The form of a new customer."""
        if isinstance(self._form, CustomerForm) and self._form.customer_id is None:
            self._focus(self._form, "name")
        elif self._verbs.may_edit:
            self._leave_form()
            open_form = self._open_customer_form
            self.ask(form_lists, None, then=lambda lists: open_form(lists, "name", name), lane="form")

    def when_seen(self, customer_id: int, then: Callable[[], object]) -> None:
        """Do this as soon as the customer's card is drawn."""
        if self._card.customer == customer_id:
            then()
        else:
            self._awaited = (customer_id, then)

    def load(self) -> None:
        if self._customer is not None:
            self.ask(sight, self._customer, clock.today(), then=self._take, otherwise=self._missing)
        if self._form is None and self._verbs.may_edit:
            self._offers.look(self._customer, clock.today())

    # The card

    def _take(self, seen: Sight) -> None:
        if seen.card.id == self._customer:
            self._card.take(seen)

    def _came(self) -> None:
        """A card is in its place."""
        if self._card.customer is not None:
            self._openings.note(self._card.customer)
        if self._form is None:
            self._stack.setCurrentWidget(self._scroll)
        if self._history_shown:
            self._show_history()
        awaited, self._awaited = self._awaited, None
        if awaited is not None and awaited[0] == self._card.customer:
            awaited[1]()

    def _missing(self, error: HousebookError) -> None:
        if isinstance(error, NotFound):
            self._show_nobody(error.words, "Somebody may have taken back that it was added. The journal tells who.")
        else:
            self.failed(error)

    def _show_nobody(self, title: str, words: str) -> None:
        self._leave_follow_up()
        self._card.clear()
        self._nobody.set_words(title, words)
        if self._form is None:
            self._stack.setCurrentWidget(self._nobody)

    def _show_history(self) -> None:
        self._history_shown = True
        if (view := self._card.view) is not None:
            self.ask(handlers_history, self._card.customer, clock.today(), then=partial(self._put_history, view))

    def _put_history(self, asked_for: CardView, lines: Sequence[Assigned]) -> None:
        if asked_for is self._card.view:
            asked_for.handlers.show_history(lines)

    # Follow-ups

    def add_follow_up(self) -> None:
        """The small form of a follow-up on the card that is shown."""
        if self._card.view is not None:
            self.ask(users, then=self._open_follow_up)

    def edit_follow_up(self, follow_up: int) -> None:
        """The same form for one that is open."""
        view = self._card.view
        open_ones = view.sight.follow_ups if view is not None else ()
        one = next((one for one in open_ones if one.id == follow_up), None)
        if one is not None:
            self.ask(users, then=lambda everybody: self._open_follow_up(everybody, one))

    def _open_follow_up(self, everybody: list[UserLine], one: FollowUpLine | None = None) -> None:
        view = self._card.view
        if view is None or self._form is not None or self._card.customer != self._customer:
            return
        user, drafts = self.desk.user.id, self._memory.drafts
        form = FollowUpForm(view.sight, user, everybody, drafts, self.do, one)
        form.closed.connect(self._close_follow_up)
        view.follow_ups.show_form(form)
        self._scroll.ensureWidgetVisible(form)

    def _leave_follow_up(self) -> None:
        """Put the small form away because another customer or nobody is to be seen."""
        self._card.forget_newer()
        view = self._card.view
        if view is not None and view.follow_ups.form is not None:
            view.follow_ups.form.leave()

    def _close_follow_up(self) -> None:
        if self._card.view is not None:
            self._card.view.follow_ups.close_form()
        self._card.catch_up()

    # Forms

    def _open_customer_form(self, lists: FormLists, field: str, name: str = "") -> None:
        if lists.card is not None and lists.card.id != self._customer:
            return
        form = CustomerForm(self.desk, self._memory.drafts, lists, name)
        form.asked.connect(self._show_other)
        self._open(form, field)

    def edit_person(self, contact_id: int | None) -> None:
        """The form of a person at the customer that is shown; None: of a new one."""
        seen = None if self._card.view is None else self._card.view.sight
        if seen is None or not self._verbs.may_edit:
            return
        self._leave_form()
        known = next((one for one in seen.card.contacts if one.id == contact_id), None)
        self._open(ContactForm(self.desk, self._memory.drafts, seen.card, known, seen.region), "name")

    def _open(self, form: RecordForm, field: str) -> None:
        self._leave_form()
        self._form = form
        form.saved.connect(self._saved)
        form.left.connect(self._left)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self._offers.hide()
        self._focus(form, field)

    def _focus(self, form: RecordForm, field: str) -> None:
        names = form.form.values()
        person = names.get("kind") == "person" and not names.get("name")
        wanted = field if field in names else "given" if person else "name"
        form.go_to(wanted)

    def _saved(self, answer: object) -> None:
        added = isinstance(self._form, CustomerForm) and self._form.customer_id is None
        self._close_form()
        self.form_closed.emit()
        if added and isinstance(answer, int):
            self.show_customer(answer)
            self.asked.emit(answer)
        else:
            self.refresh()

    def _left(self, kept: bool) -> None:
        self._close_form()
        self.form_closed.emit()
        if kept:
            self.known_actions.trigger("messages.say", words="Draft kept on this computer.")
        self.refresh()

    def _leave_form(self) -> None:
        """Put a form away because something else is to be seen."""
        if self._form is not None:
            kept = self._form.keep()
            self._close_form()
            if kept:
                self.known_actions.trigger("messages.say", words="Draft kept on this computer.")

    def _close_form(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            self._stack.removeWidget(form)
            form.hide()
            form.deleteLater()
            self._stack.setCurrentWidget(self._nobody if self._card.view is None else self._scroll)

    def _go_on(self, draft: Waiting) -> None:
        """Continue what was typed."""
        if draft.form == CUSTOMER:
            (self.add if draft.key == NEW else self.edit)()
        else:
            key = draft.key.partition(":")[2]
            self.edit_person(None if key == NEW else int(key))

    def _show_other(self, customer_id: int) -> None:
        self._leave_form()
        self.show_customer(customer_id)
        self.asked.emit(customer_id)

    # Wiring

    def _make_verbs(self) -> Verbs:
        return Verbs(
            may=self.desk.may,
            do=lambda command: self.do(command, otherwise=self._not_done),
            trigger=self.known_actions.trigger,
            can=self.known_actions.has,
            show=self._show_other,
            edit=self.edit,
            edit_person=self.edit_person,
            add_follow_up=self.add_follow_up,
            edit_follow_up=self.edit_follow_up,
            show_history=self._show_history,
            open=self._open_link,
            copy=self._copy,
        )

    def _not_done(self, error: HousebookError) -> None:
        """The card shows again what is in the book, a tick back where it was."""
        self.failed(error)
        self._card.draw_anew()

    def _open_link(self, link: str) -> None:
        if not QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
            self.known_actions.trigger("messages.say", words="No program on this computer opens this kind of link.")

    def _copy(self, value: str, what: str) -> None:
        QGuiApplication.clipboard().setText(value)
        self.known_actions.trigger("messages.say", words=f"{what} copied.")

    def _lay_out(self) -> None:
        self.setObjectName("card_pane")
        self.setAccessibleName("Card")
        ground(self, "surface")
        steps = [FirstStep("add", "New customer", "A company or a private person.", self.add, "Ctrl+N", "card.new")]
        self._nobody = EmptyState("customers", "", "", steps if self._verbs.may_edit else ())
        self._scroll = CardScroll()
        self._card = ShownCard(self._scroll, self._verbs, Pictures(self))
        self._card.came.connect(self._came)
        self._offers = DraftOffers(self._memory.drafts, self._go_on)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nobody)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._offers)
        column.addWidget(self._stack, 1)
        self._show_nobody("No customer is chosen", "Choose one in the list, or begin a new one.")
