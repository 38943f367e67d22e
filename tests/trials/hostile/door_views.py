"""Where no book is open yet: the welcome page with all its panels, first sight, and the cover over a locked window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from app import clock
from app.computer.desk_file import DeskFile, KnownBook
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.errors import HousebookError
from app.glimpse import glimpse
from app.recovery_key import Sheet, new_words
from app.rules.text import clean
from tests.trials.hostile.book import Made
from tests.trials.hostile.views import Views
from ui.doors import suggested_file
from ui.frame.cover import Cover
from ui.pages.welcome import BackupSaid, Entrance, SeenBackup, WelcomePage
from ui.pages.welcome.own_keys import WhichBook
from ui.pages.welcome.panel import Panel
from ui.pages.welcome.restoring import AtIt, Done, WhereTo, WhichFile, WhichWords
from ui.window import Window

SERVER = "postgresql://"


class _Doors:
    """All is called like the text, and no way leads on."""

    def __init__(self, text: str) -> None:
        self.text, self.login, self.opens, self.locked = text, clean(text), False, False

    def books(self) -> list[KnownBook]:
        places = (str(Path(f"/{self.text}")), SERVER + self.text)
        return [KnownBook(place, self.text, self.login) for place in places]

    def suggested_file(self, firm: str) -> str:
        return suggested_file(firm)

    def look(self, _asker: object, _location: str, then: Callable[[Entrance], object], _otherwise: object) -> None:
        if self.opens:
            then(Entrance([(self.login, self.text)], self.locked, (), self.text[:200] if self.locked else ""))

    def pause(self, _location: str) -> int:
        return 5

    def enter(self, *_said: object) -> None: ...
    def recover(self, *_said: object) -> None: ...
    def create(self, *_said: object) -> None: ...
    def sample(self, *_said: object) -> None: ...
    def look_into(self, *_said: object) -> Callable[[], object]:
        return lambda: None

    def restore(self, *_said: object) -> Callable[[], object]:
        return lambda: None

    def forget(self, _location: str) -> None: ...


def show_doors(views: Views, what: str, text: str, made: Made) -> None:
    """Each of these once; the text has to be seen in it."""
    _welcome(views, what, text[:20_000])
    _first_sight(views, what, text[:20_000])
    _cover(views, what, made.login, text)


def _welcome(views: Views, what: str, text: str) -> None:
    doors = _Doors(text)
    page = WelcomePage(doors, "1.0")
    show: Callable[..., None] = lambda name, act, shows=text: views.show.step(  # noqa: E731
        f"{name}, {what}", act, lambda: page.panel, shows
    )
    views.show.step(f"welcome, {what}", page.show, page.choices, text)
    show("it does not open", lambda: page.say(HousebookError(text)))
    doors.opens = True
    show("who you are", lambda: page.choices.choose("book.0"))
    doors.locked = True
    show("password", lambda: page.choices.choose("book.0"))
    show("recovery key", lambda: page.panel._recover())  # type: ignore[union-attr]
    show("server", lambda: page.choices.choose("book.1"))
    for way in ("new", "server", "sample"):
        show(f"way {way}", lambda way=way: page.choices.choose(f"welcome.{way}"), "")
        show(f"way {way} refused", lambda: page.say(HousebookError(text)))
    for panel in _steps_back(doors, text):
        show(type(panel).__name__, lambda panel=panel: page.show_panel(panel), "")
    page.choices.choose("welcome.new")
    show("new book", lambda: page.panel.form.fill({"firm": clean(text), "name": clean(text)}))  # type: ignore[union-attr]
    views.show.step(f"at work, {what}", page.show_work, page, text)
    sheet = Sheet(text, f"/{text}", date(2026, 1, 1), new_words(), "", "")
    show("keep the key", lambda: page.show_key(sheet, lambda: None, text[:200]))
    page.panel.tick.setChecked(True)  # type: ignore[union-attr]
    page.close()
    page.deleteLater()


def _steps_back(doors: _Doors, text: str) -> Iterator[Panel]:
    """Of a backup on its way to a book."""
    now = clock.now()
    seen = SeenBackup(text, 1, now, now, text, 1, 1, True, "ab12")
    yield WhichFile(doors, text, print)
    yield WhichWords(doors, text, print, print, print)
    yield WhichBook(doors, BackupSaid(text, "", doors.books()[0].location, text[:200]), print, print)
    yield AtIt(doors, text, text, print)
    yield WhereTo(doors, seen, text, print, print)
    yield Done(doors, seen, text, print)


def _first_sight(views: Views, what: str, text: str) -> None:
    """The frame and the first customers, before the book is open."""
    seen = glimpse(views.show.desk.book.location, views.show.desk.user.login)
    if seen is None:
        views.show.wrong.append(f"first sight, {what}: there is none")
        return
    file = DeskFile(views.folder / "first.json")
    window = Window(file)
    memory = Memory(file, Drafts(views.folder, seen.location), seen.location)
    window.show_sight(seen._replace(firm=text, user=text, role=text), memory)
    views.show.step(f"first sight, {what}", window.show, window, text)
    window.close()
    window.deleteLater()


def _cover(views: Views, what: str, login: str, text: str) -> None:
    cover = Cover(views.window, login, lambda: 5, sealed=True)
    views.show.step(f"locked, {what}", lambda: cover.say(HousebookError(text)), cover, text)
    cover.take_away()
