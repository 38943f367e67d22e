"""The head of a card: who it is, what one does first, and what must be seen before dialling."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.features.customers.card import Card, ContactLine
from app.features.customers.commands import BringBackCustomers, RetireCustomers
from app.features.customers.reaches import PhoneInput
from app.rules.permissions import Permission
from ui.pages.customers.card_rows import note_label, readable
from ui.pages.customers.clamped_text import ClampedText
from ui.pages.customers.links import mail_link, tel_link
from ui.pages.customers.photo import offers_picture
from ui.pages.customers.portrait import Portrait
from ui.pages.customers.reach_words import mark_words, wish_words
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.avatar import face_for
from ui.parts.buttons import button, say, tool_button
from ui.parts.days import month_words, short_day, whole_day
from ui.parts.labels import IconLabel, plain_tip
from ui.parts.strip import Strip
from ui.theme.icons import ICONS, icon
from ui.theme.tokens import Size, Space, Weight

_TO_TEXT = 14
_NO_TALK = ("fax", "pager")


class CardHead(QWidget):
    """Picture, name, stage; Call, Write, Follow-up and what else; strips for marks and for the retired."""

    picture_wanted = Signal()
    picture_given = Signal(object)
    """Something pasted or dropped: the QMimeData with a picture."""
    picture_unwanted = Signal()

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        super().__init__()
        self.setObjectName("card.head")
        self._sight, self._card, self._verbs = sight, sight.card, verbs
        self.setAcceptDrops(verbs.may_edit)
        self.portrait = Portrait(face_for(self._card.id, self._card.name, self._card.kind == "company"), "card.picture")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, Space.M)
        column.setSpacing(Space.M)
        column.addLayout(self._title())
        column.addLayout(self._buttons())
        for strip in self._strips():
            column.addWidget(strip)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if offers_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.picture_given.emit(event.mimeData())

    # Who it is

    def _title(self) -> QHBoxLayout:
        name = ClampedText(self._card.name, 2, Size.NAME, Weight.BOLD, name="card.name")
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(name)
        words.addLayout(self._stage())
        line = QHBoxLayout()
        line.setSpacing(_TO_TEXT)
        line.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return line

    def _stage(self) -> QHBoxLayout:
        values = self._card.values
        sign = self._card.stage_sign if self._card.stage_sign in ICONS else "stage square"
        since = values["since"]
        facts = [
            f"since {month_words(since)}" if since else "",
            f"No. {values['number']}" if values["number"] else "",
            values["language"],
        ]
        line = QHBoxLayout()
        line.setSpacing(Space.XS + 2)
        line.addWidget(IconLabel(sign, 14))
        stage = note_label(self._card.stage, weight=Weight.BOLD)
        stage.setObjectName("card.stage")
        line.addWidget(readable(stage, 120))
        detail = note_label(" · ".join(fact for fact in facts if fact), "text3")
        detail.setObjectName("card.facts")
        if since:
            detail.setToolTip(plain_tip(f"Since {whole_day(since)}"))
        line.addWidget(detail)
        line.addStretch(1)
        return line

    # What one does first

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self._call())
        line.addWidget(self._write())
        if self._verbs.may(Permission.LOG_TOUCH_POINTS):
            run = self._verbs.add_follow_up
            line.addWidget(button("Follow-up", sign="follow-up", run=run, name="card.follow_up"))
        line.addStretch(1)
        line.addWidget(self._more())
        return line

    def _call(self) -> QPushButton:
        whose, number = next(self._numbers(), ("", ""))
        refused = bool(self._card.values["do_not_call"])
        made = button("Call", sign="do not call" if refused else "call", name="card.call")
        return self._linked(made, tel_link(number, self._sight.region), refused, "Do not call is set", whose, number)

    def _write(self) -> QPushButton:
        whose, address = next(self._mails(), ("", ""))
        refused = bool(self._card.values["do_not_write"])
        made = button("Write", sign="do not call" if refused else "email", name="card.write")
        return self._linked(made, mail_link(address), refused, "Do not write is set", whose, address)

    def _linked(
        self, made: QPushButton, link: str | None, refused: bool, why: str, whose: str, shown: str
    ) -> QPushButton:
        """The button opens the link, or says why it does not."""
        words = made.text()
        if link is None or refused:
            made.setEnabled(False)
            missing = "No number is known" if words == "Call" else "No e-mail address is known"
            say(made, why if refused else missing)
        else:
            say(made, f"{words} {whose or self._card.name}"[:200])
            made.setToolTip(plain_tip(f"{words} {whose}: {shown}" if whose else f"{words} {shown}"))
            made.clicked.connect(lambda: self._verbs.open(link))
        return made

    def _numbers(self) -> Iterator[tuple[str, str]]:
        """Whom and which number one may dial, the customer's own first."""
        yield from (("", phone.raw) for phone in _spoken(self._card.phones))
        for person in self._people():
            if not person.do_not_call:
                yield from ((person.name, phone.raw) for phone in _spoken(person.phones))

    def _mails(self) -> Iterator[tuple[str, str]]:
        yield from (("", email.address) for email in self._card.emails)
        for person in self._people():
            yield from ((person.name, email.address) for email in person.emails)

    def _people(self) -> tuple[ContactLine, ...]:
        return self._card.contacts

    # What else

    def _more(self) -> QToolButton:
        made = tool_button("menu", "More", name="card.more")
        menu = QMenu(made)
        menu.setObjectName("card.more.menu")
        card, verbs = self._card, self._verbs
        if verbs.may_edit:
            self._offer(menu, "card.edit", "Edit", "edit", lambda: verbs.edit(""))
            menu.addSeparator()
            self._offer(menu, "card.set_picture", "Set picture…", "photo", self.picture_wanted.emit)
            paste = self._offer(menu, "card.paste_picture", "Paste picture", "", self._paste)
            menu.aboutToShow.connect(lambda: paste(offers_picture(QGuiApplication.clipboard().mimeData())))
            if card.photo:
                self._offer(menu, "card.remove_picture", "Remove picture", "", self.picture_unwanted.emit)
            menu.addSeparator()
        if verbs.can("journal.customer"):
            show = lambda: verbs.trigger("journal.customer", customer=card.id)  # noqa: E731
            self._offer(menu, "card.journal", "Journal of this customer", "journal", show)
        if verbs.may(Permission.RETIRE_CUSTOMERS):
            words, sign = ("Bring back", "bring back") if card.retired_on else ("Retire", "retire")
            self._offer(menu, "card.retire", words, sign, self._retire)
        if verbs.can("customers.restrict"):
            self._offer(menu, "card.restrict", "Restrict…", "restricted", self._restrict)
        if verbs.can("customers.erase"):
            self._offer(menu, "card.erase", "Erase for good…", "delete", lambda: verbs.trigger("customers.erase"))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setEnabled(not menu.isEmpty())
        return made

    def _offer(
        self, menu: QMenu, name: str, words: str, sign: str, run: Callable[[], object]
    ) -> Callable[[bool], None]:
        """Add to the menu; gives back what enables it."""
        action = menu.addAction(words)
        action.setObjectName(name)
        if sign:
            action.setIcon(icon(sign))
        action.triggered.connect(lambda: run())
        return action.setEnabled

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if offers_picture(mime):
            self.picture_given.emit(mime)

    def _retire(self) -> None:
        command = BringBackCustomers if self._card.retired_on else RetireCustomers
        self._verbs.do(command((self._card.id,)))

    # What must be seen

    def _restricted(self) -> Strip:
        words = f"Restricted: only {', '.join(self._card.restricted_to)} can open this."
        verb = "Change…" if self._verbs.can("customers.restrict") else ""
        return Strip("notice", words, verb=verb, run=self._restrict, sign="restricted", name="card.restricted")

    def _restrict(self) -> None:
        self._verbs.trigger("customers.restrict", customer=self._card.id, name=self._card.name)

    def _strips(self) -> Iterator[Strip]:
        retired = self._card.retired_on
        if retired:
            may = self._verbs.may(Permission.RETIRE_CUSTOMERS)
            words, verb = f"Retired on {short_day(retired, self._sight.today)}.", "Bring back" if may else ""
            strip = Strip("notice", words, verb=verb, run=self._retire, sign="retire", name="card.retired")
            strip.words.setWordWrap(False)
            yield strip
        if self._card.restricted_to:
            yield self._restricted()
        marks = mark_strip(self._card)
        if marks is not None:
            yield marks


def mark_strip(card: Card) -> Strip | None:
    """ "Do not call. Write, in Spanish." in red; a mere wish without colour; nothing where all goes."""
    marks = mark_words(card.values)
    wish = wish_words(card.values, QLocale().name()[:2])
    if marks:
        return Strip("mark", marks, wish, name="card.marks")
    return Strip("stale", wish, sign="information", name="card.marks") if wish else None


def _spoken(phones: tuple[PhoneInput, ...]) -> Iterator[PhoneInput]:
    return (phone for phone in phones if phone.kind not in _NO_TALK)
