"""Which way words run: what stands in a text from the book must not turn the words beside it."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import bidirectional

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPAIRED: Final = re.compile("\u2068[^\u202a-\u202e\u2066-\u2069]*\u2069|[\u202a-\u202e\u2066-\u2069]")
_OPEN, _CLOSE = "\u2068", "\u2069"


def unturned(text: str) -> str:
    """The text without the unseen signs that turn what follows; a value that was set apart stays so."""
    return text if text.isascii() else _UNPAIRED.sub(lambda found: found[0] if len(found[0]) > 1 else "", text)


def apart(text: str) -> str:
    """A value to be put among other words: whichever way it runs, they stay where they are."""
    alone = text if text.isascii() else _TURNING.sub("", text)
    from_right = not alone.isascii() and any(bidirectional(sign) in ("R", "AL", "AN") for sign in alone)
    return f"{_OPEN}{alone}{_CLOSE}" if from_right else alone
