"""Who may open the book, from the team's page: set a password, lock somebody out, let them in again, remove a login."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.features.access import LockUser, RemoveLogin, SetPassword
from app.features.team import UserLine
from app.rules.beforehand import DEPARTURE
from app.rules.people import departed
from app.rules.permissions import Permission
from ui.pages.team.access_dialog import AccessDialog
from ui.pages.team.head import BY_CUSTOMER
from ui.pages.team.questions import Look
from ui.pages.team.spots import Spot
from ui.parts.action import Action, Actions
from ui.parts.dialog import Dialog
from ui.parts.labels import in_words

if TYPE_CHECKING:
    from ui.desk import Desk

_LOCK = (
    "From now on {name} cannot open the book, and a window of theirs that is open shows nothing more. What they did"
    " and whom they handle stays as it is."
)
_COPIES = " Their password is taken away; what they copied before they can still read."
_NEXT = "If they leave, give their customers to somebody else, and look at the page Ledger for what they took."
_NEXT_KEY = (
    " Then change the key of the book, when nobody else has it open: until then who kept a copy of the keys could still"
    " open it."
)
_KEY = "book.key"
_LET_IN = "{name} can open the book again, as {role}."
_NEW_ONE = " The password they had was taken away: they need a new one, which you tell them."
_REMOVE = (
    "{name} is locked out already; now the server forgets their login, too. They stay in the book with all they did and"
    " whom they handle. If they are let in again they get another login, with a new password."
)
_SET = "From now on {name} signs in with this one. Tell it to them so that nobody else hears it."


class Board(Protocol):
    """What these verbs need of the page."""

    look: Look | None

    @property
    def spot(self) -> Spot | None: ...
    def window(self) -> QWidget: ...
    def show_way(self, way: str) -> None: ...


class AccessVerbs(QObject):
    """Declares the actions, which are about the selected person."""

    def __init__(self, page: Board, desk: Desk, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._desk, self._actions = page, desk, actions
        edit = Permission.EDIT_TEAM
        if desk.has_passwords:
            actions.add(
                Action("team.set_password", "Set password…", self.set_password, "", "role", edit, self._not_locked)
            )
        actions.add(
            Action("team.lock", "Lock out…", self.lock, "", "restricted", edit, self._not_locked),
            Action("team.let_in", "Let in again…", self.let_in, "", "done circle", edit, self._locked),
        )
        if desk.users_have_logins:
            actions.add(
                Action("team.remove_login", "Remove login…", self.remove_login, "", "departed", edit, self._locked)
            )

    def offered(self) -> list[str]:
        """What can be done about the selected person."""
        user = self._user()
        if user is None:
            return []
        ids = ["team.let_in", "team.remove_login"] if user.locked else ["team.set_password", "team.lock"]
        return [one for one in ids if self._actions.has(one)]

    def set_password(self) -> None:
        """Ask for a colleague's new password; for one's own the old one is asked, too."""
        user = self._user()
        if user is None:
            return
        if user.id == self._desk.user.id and self._actions.has("me.password"):
            self._actions.trigger("me.password")
            return
        words = _SET.format(name=in_words(user.name))
        self._ask(f"Set the password of {in_words(user.name)}", words, "Set password", user.login).begin(
            lambda password: [SetPassword(user.login, password)]
        )

    def lock(self) -> None:
        """Ask whether the person is to be locked out."""
        user = self._user()
        if user is not None:
            words = _LOCK.format(name=in_words(user.name)) + (_COPIES if self._desk.has_passwords else "")
            dialog = self._ask(f"Lock {in_words(user.name)} out?", words, "Lock out")
            dialog.carried_out.connect(lambda: self._go_on_after(user.name))
            dialog.begin(lambda _password: [LockUser(user.login)], DEPARTURE)

    def _go_on_after(self, name: str) -> None:
        """Whoever locks somebody out who leaves has more to do; it can be done later just as well."""
        has_key, customers = self._actions.has(_KEY), self._desk.may(Permission.SEE_CUSTOMERS)
        words = _NEXT + (_NEXT_KEY if has_key else "")
        dialog = Dialog(
            self._page.window(), f"{in_words(name)} is locked out", words, width=500, name="team.after_lock"
        )

        def go(run: Callable[[], object]) -> None:
            dialog.leave()
            run()

        if has_key:
            dialog.add_button("Change the key…", run=partial(go, partial(self._actions.trigger, _KEY)))
        if customers:
            show = partial(go, partial(self._page.show_way, BY_CUSTOMER))
            dialog.add_button("Show their customers", run=show)
        careful = dialog.add_button("Close", "primary", name="team.after_lock.close")
        dialog.show_over(careful)

    def let_in(self) -> None:
        """Ask whether the person may come in again, and with which password."""
        user, with_password = self._user(), self._desk.has_passwords
        if user is None:
            return

        def commands(password: str) -> list[object]:
            again = LockUser(user.login, locked=False)
            return [again, SetPassword(user.login, password)] if with_password else [again]

        words = _LET_IN.format(name=in_words(user.name), role=user.role_name) + (_NEW_ONE if with_password else "")
        self._ask(f"Let {in_words(user.name)} in again?", words, "Let in", user.login if with_password else None).begin(
            commands
        )

    def remove_login(self) -> None:
        """Ask whether the login of somebody who is locked out goes from the server."""
        user = self._user()
        if user is not None:
            words = _REMOVE.format(name=in_words(user.name))
            self._ask(f"Remove the login of {in_words(user.name)}?", words, "Remove login").begin(
                lambda _password: [RemoveLogin(user.login)], DEPARTURE
            )

    def _ask(self, title: str, words: str, verb: str, login: str | None = None) -> AccessDialog:
        return AccessDialog(self._page.window(), self._desk, self._actions, title, words, verb, login)

    def _user(self) -> UserLine | None:
        look = self._page.look
        return None if look is None or look.elsewhen else look.user_at(self._page.spot)

    def _not_locked(self) -> bool | str:
        user = self._user()
        if user is None:
            return "Select a person first"
        if self._page.look is not None and departed(user.departed_on, self._page.look.today):
            return "They have departed"
        return "They are locked out" if user.locked else True

    def _locked(self) -> bool | str:
        user = self._user()
        return "Select a person first" if user is None else user.locked or "They are not locked out"
