"""Who may open the book: passwords, set by oneself or by who may change the team; who is locked out; logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from app.errors import NotAllowed, NotFound, Refused
from app.house_roles import in_reach
from app.house_rules import an_owner_stays
from app.models import Setting, User
from app.rules.passwords import refuse_weak
from app.rules.permissions import Needed, Permission
from app.work import Command, Work


@dataclass(frozen=True)
class SetPassword(Command[None]):
    """Let a user sign in with another password from now on: one's own, or as somebody who may change the team."""

    needs: ClassVar[Needed] = ()

    login: str
    password: str = field(repr=False)

    def carry_out(self, work: Work) -> None:
        if self.login != work.user.login and not work.user.may(Permission.EDIT_TEAM):
            raise NotAllowed(f"Not done: {work.user.name} may not set the password of others.")
        user = _user(work, self.login)
        if user.locked_at is not None:
            raise Refused(f"{user.name} is locked out. Let them in again first.")
        in_reach(work, user)
        refuse_weak(self.password, self.login)
        signs_in_as = work.let_in(user, self.password)
        work.note_password(user)
        to_server = f", who signs in to the server as {signs_in_as}" if signs_in_as else ""
        work.say(f"Set the password of {user.name}{to_server}")


@dataclass(frozen=True)
class LockUser(Command[None]):
    """Lock a user out of the book from now on, or let them in again; with a key of their own they need a new one."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    login: str
    locked: bool = True

    @property
    def shuts_out(self) -> str | None:
        return self.login if self.locked else None

    def carry_out(self, work: Work) -> None:
        user = _user(work, self.login)
        if (user.locked_at is not None) == self.locked:
            raise Refused(f"{user.name} is locked out already." if self.locked else f"{user.name} is not locked out.")
        in_reach(work, user)
        with an_owner_stays(work, "locked"):
            work.change(user, locked_at=work.now if self.locked else None)
        work.say(f"Locked {user.name} out" if self.locked else f"Let {user.name} in again")


@dataclass(frozen=True)
class RemoveLogin(Command[None]):
    """Remove the login that a user who is locked out has on the server; they stay in the book, with all they did."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    login: str

    def carry_out(self, work: Work) -> None:
        user = _user(work, self.login)
        if not work.users_have_logins:
            raise Refused("Not removed: nobody has a login of their own in this book. It is enough to lock them out.")
        if user.locked_at is None:
            raise Refused(f"{user.name} is not locked out. Lock them out first.")
        in_reach(work, user)
        removed = work.remove_login(user)
        if removed is None:
            raise Refused(f"{user.name} has no login on the server any more.")
        work.say(f"Removed the login {removed} of {user.name} from the server")


@dataclass(frozen=True)
class NoteNewKey(Command[None]):
    """Note in the journal that the book was written anew under another data key; who has no key any more, and who needs
    another password as what stood for them in the keys file was not the program's."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    generation: int
    without: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> None:
        _keep_generation(work, self.generation)
        gone = f"; {', '.join(self.without)} cannot open it any more" if self.without else ""
        need = f"; {', '.join(self.anew)} must get another password" if self.anew else ""
        work.say(f"Changed the key of the book{gone}{need}")


@dataclass(frozen=True)
class NoteEncryption(Command[None]):
    """Note in the journal that the book was encrypted, or is no longer; who needs a password before they open it."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    encrypted: bool
    without: tuple[str, ...] = ()

    def carry_out(self, work: Work) -> None:
        _keep_generation(work, int(self.encrypted))
        need = f"; {', '.join(self.without)} must get a password to open it" if self.without else ""
        work.say(f"Encrypted the book{need}" if self.encrypted else "Took the encryption of the book away")


def _keep_generation(work: Work, generation: int) -> None:
    row = work.session.execute(select(Setting).where(Setting.name == "data_key")).scalar_one_or_none()
    if row is None:
        work.add(Setting(name="data_key", value=str(generation)))
    else:
        work.change(row, value=str(generation))


def _user(work: Work, login: str) -> User:
    user = work.session.execute(select(User).where(User.login == login)).scalar_one_or_none()
    if user is None:
        raise NotFound(f"There is no user {login} in this book.")
    return user
