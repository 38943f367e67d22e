"""Every page, card, form, dialog, menu, message and tip of the window, once with each hostile text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QToolTip, QWidget

from app.computer.desk_file import DeskFile
from app.computer.memory import Memory
from tests.trials.hostile.book import Made
from tests.trials.hostile.watching import Showing
from ui.pages.customers.word_sections import NotesSection
from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.parts.dialog import Dialog
from ui.parts.labels import plain_tip
from ui.parts.result_list import ResultList
from ui.theme.direction import unturned
from ui.window import Window

# What opens a menu in which words from the book stand: tags, stages, people, teams, roles, saved lists.
OPENERS = (
    "customers.add_filter",
    "customers.lists_button",
    "card.more",
    "log.person",
    "passed.everyone",
    "touchpoints.filter.team_ids",
    "touchpoints.filter.user_ids",
    "touchpoints.filter.stage_ids",
    "touchpoints.filter.contact_role",
    "journal.person",
    "team.more",
    "book_menu",
    "user_menu",
    "ledger.person",
    "ledger.span",
    "status.drafts",
)


class Views:
    """Leads through the window."""

    def __init__(self, showing: Showing, window: Window, file: DeskFile, memory: Memory, folder: Path) -> None:
        self.show, self.window, self.folder = showing, window, folder
        self.desk_file, self.memory = file, memory
        self.opened: set[str] = set()
        self.chosen = folder / "chosen"
        """The file that is taken when one is asked for."""

    def pages(self) -> None:
        """Every page as one comes to it, with the menus that it offers."""
        for page in self.window.entry_ids:
            self.show.step(page, lambda page=page: self.window.go(page))  # type: ignore[misc]
            self.menus(page, [name for name in OPENERS if name not in self.opened])
        for way in ("person", "customer", "team"):
            self.show.step(f"team by {way}", lambda way=way: self.window.go("team", way=way))  # type: ignore[misc]

    def end(self) -> None:
        """A menu that was never there was not looked at: the trial says so."""
        self.show.wrong += [f"{name} opened no menu" for name in OPENERS if name not in self.opened]

    def of(self, what: str, text: str, made: Made) -> None:
        """All that shows one text: it has to be seen there."""
        key, colleague = made.customer, made.colleague
        customers: Any = self.window.pages["customers"]
        self.show.step(
            f"card, {what}", lambda: self.window.go("customers", customer=key), lambda: _whole(customers), text
        )
        self.menus(f"card, {what}", ("card.more", "log.person"))
        self._actions(what, text, key)
        self._over_the_window(what, text)
        self._of_the_team(what, text, key, colleague)
        self._imported(what, text)

    def _imported(self, what: str, text: str) -> None:
        """What would come in, what came, what was set aside, and the question before it is taken back."""
        page: Any = self.window.pages["importing"]
        self.show.step(f"import, {what}", lambda: self.read({what: text}), lambda: page.look, text[:5_000])
        self.show.step(f"outcome, {what}", lambda: page.look.form.submit(), lambda: page.outcome, text)
        self.show.step(f"imports so far, {what}", lambda: None, page.start, text)
        last = page.start.imports[0].operation
        self.dialog(f"take it back?, {what}", lambda: page.start.undo_wanted.emit(last), "")

    def read(self, texts: dict[str, str]) -> None:
        """Hand files with these names in to be looked at."""
        paths = []
        for text in texts.values():
            card = f"BEGIN:VCARD\nFN:{text[:5_000]}\nEND:VCARD\nBEGIN:VCARD\nFN:{text[:5_000]}\n"
            paths.append(self.file(text, ".vcf", card))
        self.window.go("importing")
        self.window.pages["importing"].read(paths)  # type: ignore[attr-defined]

    def file(self, text: str, ending: str, content: str) -> Path:
        """A file that is called like the text."""
        name = "".join(sign for sign in text if sign not in "/\0\n")[:60].encode()[:200].decode("utf-8", "ignore")
        path = self.folder / f"{name}{ending}"
        path.write_text(content, "utf-8")
        return path

    def _actions(self, what: str, text: str, key: int) -> None:
        actions = self.window.actions_here
        self.show.step(f"form, {what}", lambda: actions.trigger("customers.edit"), shows=text)
        self.show.pass_by(self.escape)
        self.show.step(f"story, {what}", lambda: actions.trigger("journal.customer", customer=key), shows=text)

    def escape(self) -> None:
        """Leave the form that has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_Escape)

    def _over_the_window(self, what: str, text: str) -> None:
        """What does not stand on a page: search, toast, conflict, a tip."""
        window = self.window
        self.show.pass_by(window.activateWindow)
        self.show.step(f"search, {what}", lambda: window.search(unturned(text[:2_000])), _results)
        window.search("")
        self.show.step(f"toast, {what}", lambda: window.messages.say(text), window.messages.toast, text)
        window.messages.hide()
        again = ConflictRow("name", "Name", text, text[:200], f"{text} again")
        rows = [again, ConflictRow("x", text[:60], "a", text, "")]
        dialog = ConflictDialog(window, text[:20_000], rows, along=text)
        self.dialog(f"conflict, {what}", dialog.show_over, text)
        self._tip(what, text)

    def _tip(self, what: str, text: str) -> None:
        QToolTip.showText(QPoint(10, 10), plain_tip(f"{text[:3_000]}"), self.window)
        label = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "qtooltip_label")
        self.show.step(f"tip, {what}", lambda: None, label, text)
        QToolTip.hideText()

    def _of_the_team(self, what: str, text: str, key: int, colleague: int) -> None:
        """Whom to assign to, a hand-over, a user, a team: these dialogs show names, and take them."""
        actions, window = self.window.actions_here, self.window
        self.show.step(
            f"colleague, {what}", lambda: window.go("team", user=colleague, way="person"), lambda: window.pages["team"]
        )
        self.dialog(f"edit user, {what}", lambda: actions.trigger("team.edit_user"), text)
        self.dialog(f"rename team, {what}", lambda: actions.trigger("team.rename_team"), text)
        self.dialog(f"assign, {what}", lambda: actions.trigger("team.assign", customers=[key]), text)
        self.dialog(f"hand over, {what}", lambda: actions.trigger("team.assign"), text)
        for name in ("user", "team"):
            self.dialog(f"add {name}, {what}", lambda name=name: actions.trigger(f"team.add_{name}"), "")  # type: ignore[misc]

    def dialog(
        self, name: str, opened: Callable[[], object], text: str, then: Callable[[Any], object] | None = None
    ) -> None:
        """Show a dialog, do something in it, and leave it; that none comes is wrong."""
        self.show.step(name, opened, lambda: next(iter(self._dialogs()), None), text)
        if then is not None and (dialogs := self._dialogs()):
            after = lambda: next(iter(self._dialogs()), self.window)  # noqa: E731
            self.show.step(f"{name}, then", lambda: then(dialogs[0]), after, text)
        for dialog in self._dialogs():
            dialog.leave()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _dialogs(self) -> list[Dialog]:
        return [one for one in self.window.findChildren(Dialog) if one.isVisible()]

    def menus(self, page: str, names: Sequence[str], text: str = "") -> None:
        """The menus that show words from the book, with the menus in them; in the first of each one has to see them."""
        for name in names:
            opener = next((one for one in self.window.findChildren(QWidget, name) if one.isVisible()), None)
            if opener is None:
                continue
            for number, menu in enumerate(_opened(opener)):
                self.show.step(f"menu of {name}, {page}", lambda: None, menu, "" if number else text)
                self.opened.add(name)
            _close_menus()


def _results() -> QWidget | None:
    """The popup below the search box, once it is open."""
    return next((one for one in QApplication.allWidgets() if isinstance(one, ResultList) and one.isVisible()), None)


def _whole(customers: Any) -> QWidget | None:
    """The card, as soon as its last section is there."""
    card: QWidget = customers.card
    return card if any(one.isVisible() for one in card.findChildren(NotesSection)) else None


def _opened(opener: QWidget) -> list[QMenu]:
    own = opener.menu() if isinstance(opener, QPushButton | QToolButton) else None
    if own is not None:
        own.aboutToShow.emit()
    else:
        QTest.mouseClick(opener, Qt.MouseButton.LeftButton)
    menus = [own] if own is not None else _shown_menus()
    for menu in menus:
        menus += [inner for inner in (action.menu() for action in menu.actions()) if isinstance(inner, QMenu)]
    for menu in menus:
        menu.resize(menu.sizeHint())
    return menus


def _shown_menus() -> list[QMenu]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]


def _close_menus() -> None:
    for menu in _shown_menus():
        menu.close()
