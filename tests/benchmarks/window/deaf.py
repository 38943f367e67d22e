"""Twenty letters quickly, at a database that does not hear when it is interrupted: `... deaf BOOK [KEY]`.

The control of `keys`: what ends early here was stopped before it came to the database.
"""

from __future__ import annotations

import json

from app.store.sqlite import SqliteStore
from tests.benchmarks.window.keys import Questions, Watched, quickly
from tests.benchmarks.window.real import shown


def main() -> None:
    """How many questions ended early, and how many of them in the database."""
    SqliteStore._interrupt = lambda *_: None  # type: ignore[method-assign]
    with shown() as seen:
        watched, questions = Watched(seen.window._top.search), Questions(seen)
        seen.window.activateWindow()
        watched.box.begin()
        quickly(watched, seen.desk.idle)
    print(json.dumps({"asked": questions.asked, "before": questions.before, "in_database": questions.in_database}))


if __name__ == "__main__":
    main()
