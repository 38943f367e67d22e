"""The window: what `housebook` opens when no command is given."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace

from ui.screen import has_screen, missing_library

NOT_STARTED = 1


def open_window(args: Namespace) -> int:
    """Show it and stay until it is closed; where that cannot be, say why in one line."""
    # What is loaded now stays: to look through it for garbage again and again takes a tenth of the start.
    gc.disable()
    trouble = missing_library() or _no_screen()
    if trouble:
        print(trouble, file=sys.stderr)
        return NOT_STARTED
    from ui.main import run

    return run(args.book or os.environ.get("HOUSEBOOK_BOOK"), args.user or os.environ.get("HOUSEBOOK_USER"))


def _no_screen() -> str:
    return "" if has_screen() else "There is no screen here. What works without one: housebook --help"
