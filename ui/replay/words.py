"""What is typed while a day is played: sentences, and the cards of a small file. None of it means anything."""

from __future__ import annotations

from random import Random
from typing import Final

_SAID: Final = (
    "Asked for the new price list and whether we can deliver to the depot by the end of the month.",
    "The last delivery was two pallets short. Promised to look into it and to call back.",
    "Wants an offer for 40 pieces, same as last year but with the longer cable.",
    "Happy with the installation. Might need a second one in spring.",
    "Only the mailbox; left a message.",
    "Went through the contract for next year. They want thirty days to pay instead of fourteen.",
    "Confirmed the appointment on Thursday morning.",
    "Complained about the invoice of March: the discount was left out.",
    "New person in purchasing, will send a card with the address.",
    "Ordered again, by e-mail, as in January.",
)
_PROMISES: Final = ("Call back", "Send the offer", "Ask the depot", "Send the corrected invoice", "Visit")
_GIVEN: Final = ("Ada", "Bruno", "Chiara", "Dario", "Edda", "Falk", "Greta", "Hugo", "Ines", "Jori", "Kaja", "Levi")
_FAMILY: Final = ("Albers", "Brandt", "Costa", "Dittmer", "Ekholm", "Ferrand", "Gruber", "Holt", "Ivarsson", "Jansen")
_CARD: Final = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{given} {family}\r\nN:{family};{given};;;\r\nORG:{family} {number}\r\n"
    "TEL;TYPE=WORK:+49 40 {phone}\r\nEMAIL:{given}.{family}@replayed-{number}.example\r\n"
    "ADR;TYPE=WORK:;;Hafenstr. {house};Hamburg;;20457;Germany\r\nNOTE:Card {number} of a replay\r\nEND:VCARD\r\n"
)


def sentence(lot: Random) -> str:
    """What somebody notes of a call."""
    return " ".join(lot.sample(_SAID, lot.choice((1, 1, 2))))


def promise(lot: Random) -> str:
    """What is to be done about it."""
    return lot.choice(_PROMISES)


def note(lot: Random) -> str:
    """A line to be added to the notes of a card."""
    return f"{promise(lot)}, no. {lot.randrange(10_000)}"


def cards(lot: Random, number: int) -> bytes:
    """A small vCard file; no two alike."""
    return "".join(_card(lot) for _ in range(number)).encode()


def _card(lot: Random) -> str:
    values = {"given": lot.choice(_GIVEN), "family": lot.choice(_FAMILY), "number": lot.randrange(10**9)}
    return _CARD.format(**values, phone=lot.randrange(10**6, 10**7), house=lot.randrange(1, 200))
