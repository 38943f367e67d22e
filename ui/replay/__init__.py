"""Staff at work on a book, played through real desks: the load of an office, with what each act took."""

from ui.replay.office import replay, staff, with_busy_customers
from ui.replay.plan import Plan
from ui.replay.tally import Tally

__all__ = ["Plan", "Tally", "replay", "staff", "with_busy_customers"]
