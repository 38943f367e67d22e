"""How the customer is reached: phones, e-mails, addresses, links; an empty value shows the verb that fills it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QWidget

from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput, ReachInput
from ui.pages.customers.card_rows import KIND, AddVerb, CardSection, Doing, ValueRow, fixed, plain_row
from ui.pages.customers.links import mail_link, open_link, tel_link
from ui.pages.customers.reach_words import address_lines, kind_words, reach_text
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.labels import IconLabel, text_label
from ui.theme.tokens import Size, Weight

_MISSING = (
    ("phones", "Phone", "add a phone", "call"),
    ("emails", "E-mail", "add an e-mail", "email"),
    ("addresses", "Address", "add an address", "address"),
    ("links", "Web", "add a web site", "web"),
)
_SIGNS = {"phones": "call", "emails": "email", "addresses": "address", "links": "web"}


class ReachSection(CardSection):
    """One row a number or address, the usual one of each first."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        verb, key = ("Edit", "F2") if verbs.may_edit else ("", "")
        super().__init__("card.reach", "Reach", "", verb, lambda: verbs.edit("phones"), key)
        self._sight, self._verbs = sight, verbs
        for row in self._rows():
            self.rows.addWidget(row)
        self.end()

    def _rows(self) -> Iterator[QWidget]:
        card = self._sight.card
        for name, kind, verb, sign in _MISSING:
            reaches: Sequence[ReachInput] = getattr(card, name)
            for number, reach in enumerate(reaches):
                yield self._row(name, reach, first=number == 0, several=len(reaches) > 1)
            if not reaches and self._verbs.may_edit:
                yield self._missing(name, kind, verb, sign)

    def _row(self, name: str, reach: ReachInput, first: bool, several: bool) -> ValueRow:
        refused = name == "phones" and self._sight.card.values["do_not_call"]
        sign = "do not call" if refused else _SIGNS[name] if first else ""
        notes = ["usual" if reach.preferred and several else "", reach.label]
        lines = address_lines(reach) if isinstance(reach, AddressInput) else [reach_text(reach)]
        row = ValueRow(
            f"card.{name}.{reach.id}",
            kind_words(reach),
            lines or ["–"],
            " · ".join(note for note in notes if note),
            sign,
            "bad" if refused else "text2",
            tone="accent" if self._link(reach) and isinstance(reach, LinkInput) else "text",
        )
        self._make_usable(row, reach, bool(refused))
        return row

    def _make_usable(self, row: ValueRow, reach: ReachInput, refused: bool) -> None:
        words = reach_text(reach)
        copy = lambda: self._verbs.copy(words, kind_words(reach))  # noqa: E731
        link = None if refused else self._link(reach)
        row.copied.connect(copy)
        if link is not None:
            row.opened.connect(lambda: self._verbs.open(link))
        row.doings = self._doings(reach, link)
        row.doings.append((f"Copy {_noun(reach)}", copy, f"{row.objectName()}.copy"))
        if refused:
            row.setToolTip("Do not call is set")

    def _doings(self, reach: ReachInput, link: str | None) -> list[Doing]:
        verb = {PhoneInput: "Call", EmailInput: "Write", LinkInput: "Open"}.get(type(reach))
        if verb is None:
            return []
        run = None if link is None else lambda: self._verbs.open(link)
        return [(verb, run, f"card.reach.{reach.id}.open")]

    def _link(self, reach: ReachInput) -> str | None:
        if isinstance(reach, PhoneInput):
            return tel_link(reach.raw, self._sight.region)
        if isinstance(reach, EmailInput):
            return mail_link(reach.address)
        return open_link(reach.url) if isinstance(reach, LinkInput) else None

    def _missing(self, name: str, kind: str, verb: str, sign: str) -> QWidget:
        row, line = plain_row(IconLabel(sign, 16, "text3"), 26)
        label = text_label(kind, Size.DETAIL, Weight.PLAIN, "text2")
        line.addWidget(fixed(label, KIND))
        line.addWidget(AddVerb(verb, lambda: self._verbs.edit(name), f"card.add_{name}"))
        line.addStretch(1)
        return row


def _noun(reach: ReachInput) -> str:
    return {PhoneInput: "number", EmailInput: "e-mail address", LinkInput: "link"}.get(type(reach), "address")
