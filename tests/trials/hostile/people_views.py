"""Who may do what: roles, restricted customers, who is locked out, wrong passwords; and who is erased for good."""

from __future__ import annotations

from functools import partial
from typing import Any

from shiboken6 import isValid

from app.features.restricting import OpenToAll, RestrictCustomer
from tests.trials.hostile.book import Made, WrongPasswords
from tests.trials.hostile.views import Views
from ui.pages.team.access_dialog import AccessDialog
from ui.parts.action import Actions


def show_people(views: Views, what: str, text: str, made: Made) -> None:
    """Each of these once; the text has to be seen in it."""
    _roles(views, what, text, made)
    _restricted(views, what, text, made)
    _locked_out(views, what, text, made)
    _wrong_passwords(views, what, text)
    _erased(views, what, text, made)


def _roles(views: Views, what: str, text: str, made: Made) -> None:
    page: Any = views.window.pages["roles"]
    views.show.pass_by(lambda: views.window.go("roles"))
    views.show.step(f"role chosen, {what}", lambda: page.choose(made.role), page, text)
    views.dialog(f"edit role, {what}", page.edit, text)
    views.dialog(f"add role, {what}", page.add, "")


def _restricted(views: Views, what: str, text: str, made: Made) -> None:
    actions, book = views.window.actions_here, views.show.desk.book
    ask = lambda: actions.trigger("customers.restrict", customer=made.customer, name=text)  # noqa: E731
    views.dialog(f"restrict, {what}", ask, text)
    book.do(RestrictCustomer(made.customer, (book.user.id, made.colleague)))
    views.dialog(f"restricted, {what}", lambda: actions.trigger("customers.restricted"), text)
    book.do(OpenToAll(made.customer))


def _locked_out(views: Views, what: str, text: str, made: Made) -> None:
    """Locked out and let in again, with the questions before and the advice behind."""
    window, desk = views.window, views.show.desk
    actions = window.actions_here
    views.show.pass_by(lambda: window.go("team", user=made.colleague, way="person"))
    views.dialog(f"lock out?, {what}", lambda: actions.trigger("team.lock"), text, partial(_lock_out, views))
    views.show.until(lambda: _can(actions, "team.let_in"))
    views.dialog(f"let in?, {what}", lambda: actions.trigger("team.let_in"), text, lambda one: one.form.submit())
    views.show.until(lambda: _can(actions, "team.lock"))
    title = f"Set the password of {text}"
    asked = AccessDialog(window, desk, actions, title, text, "Set password", made.login)
    views.dialog(
        f"set password, {what}", lambda: asked.begin(lambda _password: []), text, lambda one: one.form.submit()
    )


def _lock_out(views: Views, dialog: Any) -> None:
    """Once backups are noted one is made before; the keys for that are in none of these books."""
    dialog.form.submit()
    views.show.until(lambda: not _is_open(dialog) or dialog.first.error.isVisible())
    if _is_open(dialog):
        dialog.first.error.verb.click()


def _is_open(dialog: Any) -> bool:
    return isValid(dialog) and bool(dialog.isVisible())


def _can(actions: Actions, name: str) -> bool:
    actions.refresh()
    return actions.qaction(name).isEnabled()


def _wrong_passwords(views: Views, what: str, text: str) -> None:
    page: Any = views.window.pages["team"]
    strip = page.findChild(object, "team.failures")
    noted = lambda: views.show.desk.book.do(WrongPasswords(text[:3_000]))  # noqa: E731
    views.show.step(f"wrong passwords, {what}", noted, strip, text)
    views.show.pass_by(strip.verb.click)


def _erased(views: Views, what: str, text: str, made: Made) -> None:
    """The question, and what is said where the name is another one."""
    window = views.window
    views.show.pass_by(lambda: window.go("customers", customer=made.customer))
    erase = lambda: window.actions_here.trigger("customers.erase")  # noqa: E731
    views.dialog(f"erase?, {what}", erase, text, _submit)


def _submit(dialog: Any) -> None:
    dialog.findChild(object, "erase.form").submit()
