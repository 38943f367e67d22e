"""The dialog that says when backups are made by themselves, and how many are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from PySide6.QtWidgets import QWidget

from app.errors import HousebookError, Refused
from app.features.backups import ChangePlan, Plan
from app.rules.retention import Keep
from ui.desk import Desk
from ui.parts.dialog import Dialog
from ui.parts.fields import Field, Line
from ui.parts.form import Form

_WORDS: Final = (
    "The newest of each day, week, month and year stays, in each place; of those made before something large, as an"
    " import, all of the last days that have some. The newest proven one is never deleted, whatever its age."
)
_FIELDS: Final[tuple[Field, ...]] = (
    Line("hour", "Hour of the day", "From 0 to 23; empty: by hand alone. It is made up for where no program ran then."),
    Line("daily", "Days", "So many of the last days have their newest backup kept."),
    Line("weekly", "Weeks"),
    Line("monthly", "Months"),
    Line("yearly", "Years"),
)


class PlanDialog(Dialog):
    """Changes the plan of the book, which holds for every desk."""

    def __init__(self, window: QWidget, desk: Desk, plan: Plan) -> None:
        super().__init__(window, "Schedule of backups", _WORDS, width=500, name="backups.plan")
        self._desk = desk
        self.form = Form("plan", _FIELDS)
        kept = {name: str(count) for name, count in asdict(plan.keep).items()}
        self.form.set_values({"hour": "" if plan.hour is None else str(plan.hour), **kept})
        self.form.buttons("Save numbers")
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)
        self.body.addWidget(self.form)

    def begin(self) -> None:
        """Show it with the caret in the first number of how many stay."""
        self.show_over(self.form.editor("daily"))

    def _save(self) -> None:
        typed = self.form.values()
        counts: dict[str, int] = {}
        hour = typed["hour"].strip()
        for name in (*asdict(Keep()), *(["hour"] if hour else [])):
            if not typed[name].strip().isdecimal():
                self._refused(Refused("This is no number. Write it in figures.", name))
                return
            counts[name] = int(typed[name])
        self.form.set_busy(True)
        at = counts.pop("hour", None)
        command = ChangePlan(Plan(at, Keep(**counts)))
        self._desk.do(self, command, then=lambda _done: self.leave(), otherwise=self._refused)

    def _refused(self, error: HousebookError) -> None:
        self.form.set_busy(False)
        self.form.refuse(error.field if isinstance(error, Refused) else None, error.words)
        self.resized()
