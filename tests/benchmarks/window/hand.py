"""How long the real window kept still while 2,000 customers are handed over, and while that is taken back."""

from __future__ import annotations

import json

from app.features.assignments import Assign
from app.features.customers.lists import ListFilter, customer_ids
from app.features.team import users
from app.features.undo import UndoOperation
from tests.benchmarks.window.real import Shown, shown
from tests.benchmarks.window.seeing import Gaps, wait_until

CUSTOMERS, TIMES = 2000, 3


def _done(seen: Shown, command: object) -> int:
    """Carry it out in the desk's lane, until its answer has come and all pages stand again. Answers the operation."""
    answers: list[int] = []
    seen.desk.do(seen.window, command, then=lambda done: answers.append(done.operation))
    wait_until(lambda: bool(answers))
    seen.settle()
    return answers[0]


def main() -> None:
    """Some times there and back."""
    with shown((1280, 800)) as seen:
        book, gaps = seen.desk.book, Gaps()
        to = next(user.id for user in book.ask(users) if user.departed_on is None and user.id != book.user.id)
        customers = tuple(book.ask(customer_ids, ListFilter(having=("owner",)), (("name", False),))[:CUSTOMERS])
        gaps.start()
        for _ in range(TIMES):
            _done(seen, UndoOperation(_done(seen, Assign(customers, to))))
        gaps.stop()
    print(json.dumps({"gap": gaps.longest, "own": gaps.own}))


if __name__ == "__main__":
    main()
