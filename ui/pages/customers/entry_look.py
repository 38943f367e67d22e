"""One entry of the time line, ready to be painted and measured: its words are put together once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QStaticText, QTextLayout, QTextOption

from app.features.touchpoints import TimeLineEntry
from app.rules.text import begun
from ui.parts.avatar import Face, face_for
from ui.parts.days import day_words, full_words, when_words
from ui.parts.touches import Told, kind_told, length_words, mood_told, promise_told, with_whom
from ui.theme.direction import unturned
from ui.theme.fonts import font, metrics
from ui.theme.tokens import Size

_GLANCE: Final = 600
_LONGEST, _LONGEST_LINE = 100_000, 2_000
_NEW_LINE: Final = "\u2028"
"""What breaks a line within one paragraph, which is all that Qt lays out here."""


@dataclass(frozen=True, slots=True)
class EntryLook:
    """What is shown of an entry: `glance` is the beginning of its words in one line, `width` how wide that is."""

    id: int
    kind: Told
    whom: str
    when: str
    glance: str
    width: float
    face: Face
    details: tuple[Told, ...]
    more: tuple[str, ...]
    withdrawn: bool
    spoken: str

    def lines(self, room: float) -> int:
        """How many lines of words it has closed: at most two."""
        return 0 if not self.glance else 1 if self.width <= room else 2


def look_of(entry: TimeLineEntry, today: dt.date) -> EntryLook:
    """Put the words together."""
    glance = unturned(" ".join(entry.words[: 2 * _GLANCE].split())[:_GLANCE])
    kind = kind_told(entry.kind, entry.direction)
    whom = with_whom(entry.kind, entry.direction, entry.contact)
    details = (Told("", entry.user), *_details(entry, today))
    heard = (f"{kind.words} {whom}".strip(), full_words(entry.at), *(one.words for one in details), glance)
    return EntryLook(
        id=entry.id,
        kind=kind,
        whom=whom,
        when=when_words(entry.at, today),
        glance=glance,
        width=metrics(Size.VALUE).horizontalAdvance(glance),
        face=face_for(entry.user_id, entry.user),
        details=details,
        more=_more(entry, today),
        withdrawn=entry.withdrawn,
        spoken=", ".join(words for words in heard if words),
    )


def _details(entry: TimeLineEntry, today: dt.date) -> list[Told]:
    """Withdrawn, mood, length and promise."""
    told = [Told("delete", "withdrawn", "text3")] if entry.withdrawn else []
    if entry.mood:
        told.append(mood_told(entry.mood))
    if entry.minutes is not None:
        told.append(Told("", f"· {length_words(entry.minutes)}"))
    if entry.promise is not None:
        promise = promise_told(entry.promise.due_on, entry.promise.done_at is not None, today)
        told.append(promise if promise.icon != "done" else Told("", f"· {promise.words}"))
    return told


def _more(entry: TimeLineEntry, today: dt.date) -> tuple[str, ...]:
    """Lines that only the opened entry has: when exactly, and what was promised."""
    if entry.promise is None:
        return (full_words(entry.at),)
    promise = f"Promised by {day_words(entry.promise.due_on, today)}"
    return full_words(entry.at), f"{promise}: {entry.promise.words}" if entry.promise.words else promise


@lru_cache(maxsize=2048)
def two_lines(text: str, width: int) -> tuple[str, str]:
    """The first line as it breaks at a word, and the rest cut at the width."""
    layout = QTextLayout(text, font(Size.VALUE))
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    length = line.textLength() if line.isValid() else 0
    layout.endLayout()
    units = text.encode("utf-16-le", "surrogatepass")
    first, rest = (part.decode("utf-16-le", "replace") for part in (units[: 2 * length], units[2 * length :]))
    return first.rstrip(), metrics(Size.VALUE).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def whole_text(words: str, width: int) -> QStaticText:
    """All words, wrapped at a width; what no person reads (endless lines, a book of them) is cut, and says so."""
    lines = [begun(line, _LONGEST_LINE) for line in unturned(begun(words, _LONGEST)).splitlines()]
    text = QStaticText(_NEW_LINE.join(lines))
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setTextOption(_wrapping())
    text.setTextWidth(width)
    text.prepare(font=font(Size.VALUE))
    return text


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
