"""One page for all settings: this desk's take hold at once, the book's are saved for everybody."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.changes import Topic
from app.computer.memory import Memory
from app.errors import Conflict, HousebookError, Refused
from app.features.settings import ChangeSetting, book_settings
from app.rules.permissions import Permission
from app.settings import SETTINGS, Scope, Setting, Value
from ui.desk import Desk
from ui.parts.action import Action, Actions
from ui.parts.fields import Check, Choice, Field, Line
from ui.parts.form import Form
from ui.parts.form_draft import KeptForm
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.parts.protection import protection
from ui.parts.section import Hairline, SectionHeading
from ui.parts.settling import settle
from ui.theme.theme import apply_theme
from ui.theme.tokens import Size, Space

_WIDTH = 640
BOOK: Final = "settings.book"


class SettingsPage(Page):
    """Forms made from the declarations; more sections are put below by the contents."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.BOOK})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("settings")
        self._memory = memory
        self._awaited = 0
        self.here = Form("settings.desk", _fields("desk"))
        self.here.set_values({one.name: memory.setting(one.name) for one in _settings("desk")})
        self.here.edited.connect(self._change_here)
        self.of_book = Form("settings.book", _fields("book"))
        self.of_book.submitted.connect(self._save)
        self._kept = KeptForm(self.of_book, memory.drafts, BOOK, BOOK, "Settings of the book")
        if desk.may(Permission.EDIT_BOOK):
            actions.add(Action(f"draft.{BOOK}", "settings", lambda **_key: actions.trigger("go.settings")))
        self._lay_out()

    def load(self) -> None:
        self.ask(book_settings, then=self._show)

    def add_section(self, section: QWidget) -> None:
        """Put another section below the settings."""
        self._column.insertWidget(self._column.count() - 1, Hairline())
        self._column.insertWidget(self._column.count() - 1, section)

    def _lay_out(self) -> None:
        ground(self, "surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(page_head("Settings"))
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.PAGE)
        self._column.setSpacing(Space.M)
        self._column.addWidget(SectionHeading("This computer"))
        self._column.addWidget(self.here)
        self._column.addWidget(Hairline())
        self._column.addWidget(SectionHeading(f"The book of {self.desk.firm}"))
        protects = text_label(protection(self.desk.kind, self.desk.has_passwords), Size.DETAIL, tone="text2", wrap=True)
        protects.setObjectName("settings.protects")
        self._column.addWidget(protects)
        self._column.addWidget(self._kept.strip)
        self._column.addWidget(self.of_book)
        self._column.addStretch(1)
        if self.desk.may(Permission.EDIT_BOOK):
            self.of_book.buttons("Save settings", "")
        else:
            self.of_book.setEnabled(False)
            self._column.insertWidget(6, text_label("Only an owner of the book changes these.", tone="text2"))
        outer.addWidget(_scrolled(inner), 1)

    def _show(self, values: dict[str, Value]) -> None:
        if not self.of_book.changed():
            self._kept.begin(values)

    def _change_here(self) -> None:
        for name, (_, value) in self.here.changed().items():
            self._memory.change_setting(name, value)
        self.here.set_values(self.here.values())
        wanted = self._memory.setting("theme")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, "light" if wanted == "light" else "dark" if wanted == "dark" else None)

    def _save(self) -> None:
        changed = self.of_book.changed()
        self._awaited = len(changed)
        self.of_book.set_busy(bool(changed))
        for name, (was, value) in changed.items():
            self.do(ChangeSetting(name, value, was), then=self._saved, otherwise=self._refused)

    def _saved(self, _done: object) -> None:
        self._awaited -= 1
        if self._awaited == 0:
            self.of_book.set_busy(False)
            self.of_book.set_values(self.of_book.values())
            self._kept.put_away()
            self.refresh()

    def _refused(self, error: HousebookError) -> None:
        if isinstance(error, Conflict):
            self.of_book.set_busy(False)
            settle(self.window(), error, {one.name: one.title for one in SETTINGS}, self._settled)
            return
        self.of_book.refuse(error.field if isinstance(error, Refused) else None, error.words)

    def _settled(self, chosen: dict[str, tuple[Any, Any]]) -> None:
        """Save again, from what is in the book now to what was chosen."""
        typed = self.of_book.values()
        self.of_book.set_values({name: theirs for name, (theirs, _) in chosen.items()})
        self.of_book.fill(typed | {name: value for name, (_, value) in chosen.items()})
        if self.of_book.changed():
            self._save()
        else:
            self._kept.put_away()


def _settings(scope: Scope) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.scope == scope]


def _fields(scope: Scope) -> list[Field]:
    return [_field(setting) for setting in _settings(scope)]


def _field(setting: Setting) -> Field:
    if setting.choices:
        return Choice(setting.name, setting.title, setting.words, options=setting.choices)
    kind = Check if isinstance(setting.default, bool) else Line
    return kind(setting.name, setting.title, setting.words)


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName("Settings")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft)
    area.setWidget(inner)
    ground(area, "surface")
    return area
