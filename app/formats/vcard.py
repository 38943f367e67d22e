"""vCards of 2.1, 3.0 and 4.0, read as they are found in the world: any encoding, any folding, any mistake.

Cards that are lists (KIND:group) are set aside:
their members come in as their own cards.
"""

import re
from collections.abc import Iterator

from app.formats.card import Card, SetAside
from app.formats.draft import Draft
from app.formats.encodings import decode
from app.formats.vcard_head import decoded, split_line
from app.formats.vcard_lines import Piece, logical_lines, pieces
from app.formats.vcard_properties import READERS, logo, other, photo
from app.rules.text import clean

MOST_LINES = 400_000  # a large picture in short lines
MOST_PROPERTIES = 5_000
LARGEST = 30_000_000  # characters
LARGEST_TEXT = 1_000_000  # characters without pictures
CUT_OFF = "The card is cut off: it does not end with END:VCARD. See whether something of it is missing."

_PICTURE_LINE = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO)[;:]", re.IGNORECASE)


def read_vcards(data: bytes) -> Iterator[Card | SetAside]:
    """The cards of a file, each as a Card or as a SetAside with its reason."""
    return cards_of(decode(data))


def cards_of(text: str) -> Iterator[Card | SetAside]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        text = text.replace("\ufeff", "")
    for piece in pieces(text):
        yield _card(piece)


def _card(piece: Piece) -> Card | SetAside:
    if piece.stray:
        return SetAside(piece.line, "The card does not begin with BEGIN:VCARD.", piece.raw)
    if len(piece.raw) > LARGEST:
        return SetAside(piece.line, f"The card is larger than {LARGEST:,} characters.", piece.raw)
    if not piece.ended:
        return SetAside(piece.line, CUT_OFF, piece.raw)
    if piece.body.count("\n") > MOST_LINES:
        return SetAside(piece.line, f"The card has more than {MOST_LINES:,} lines.", piece.raw)
    lines = logical_lines(piece.body)
    if len(lines) > MOST_PROPERTIES:
        return SetAside(piece.line, f"The card has {len(lines):,} lines, more than a card can hold.", piece.raw)
    if len(piece.raw) > LARGEST_TEXT and _text_size(lines) > LARGEST_TEXT:
        return SetAside(piece.line, f"The card holds more than {LARGEST_TEXT:,} characters of text.", piece.raw)
    draft = Draft()
    for line in lines:
        _read_line(draft, line)
    draft.extra += [clean(f"AGENT:\n{inner}", lines=True) for inner in piece.nested]
    return draft.card(piece.line, piece.raw)


def card_in(text: str) -> Card:
    """The one card of a text of our own making."""
    return _first(cards_of(text))


def _first(found: Iterator[Card | SetAside]) -> Card:
    card = next(found, None)
    if isinstance(card, Card):
        return card
    raise ValueError(f"No card came of what was written: {card}")


def _text_size(lines: list[str]) -> int:
    return sum(len(line) for line in lines if not _PICTURE_LINE.match(line))


def _read_line(draft: Draft, line: str) -> None:
    head, value = split_line(line)
    if not value:
        return
    reader = READERS.get(head.name, other)
    if head.encoding and reader is not photo and reader is not logo:
        value = decoded(head, value)
    if not reader(draft, head, value):
        draft.extra.append(clean(line, lines=True))
