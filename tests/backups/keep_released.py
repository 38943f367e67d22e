"""Keeps a backup as the present step of the tables has it: `python -m tests.backups.keep_released`, once a step.

It is never made again: what an earlier program wrote is what the tests restore.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.backing_up import back_up
from app.features.backups import AddPlace
from app.features.customers.commands import AddCustomer
from app.features.sampling import fill_with_sample
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint
from app.sign_in import create
from app.store.schema import HEAD
from tests.books import FIRM, OWNER
from tests.locked import ANNS, BENS, CUSTOMER

RELEASED: Final = Path(__file__).parent / "released"
WORD, BEN = "zebra", "ben2"
_CUSTOMERS: Final = 4


def main() -> None:
    """Make it, and say where it is."""
    kept = RELEASED / f"{HEAD}.hbk"
    if kept.exists():
        raise SystemExit(f"{kept} is there already, and stays as it is.")
    with TemporaryDirectory() as folder:
        words = _keep(Path(folder), kept)
    kept.with_suffix(".words").write_text(f"{words}\n", "utf-8")
    print(kept)


def _keep(folder: Path, kept: Path) -> str:
    """Back up an encrypted book with some of everything; answers the words of its recovery key."""
    book, words = create(str(folder / "firm.book"), FIRM, OWNER, "Ann Becker", ANNS)
    with closing(book):
        fill_with_sample(book.do, _CUSTOMERS)
        book.do(AddUser(BEN, "Ben Okafor", "staff", password=BENS))
        customer = book.do(AddCustomer("company", CUSTOMER)).answer
        book.do(LogTouchPoint(customer, "call", f"Wants a {WORD} in the window"))
        book.do(AddPlace("an id that is in no folder", "Safe", str(folder / "safe")))
        made = back_up(book, folder / "made", lambda _words: None)
        kept.write_bytes(made.file.read_bytes())
    return words


if __name__ == "__main__":
    main()
