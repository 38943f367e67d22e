"""The cover over a locked window: whose book it was, a line for the password, and nothing of the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.errors import HousebookError, NotAllowed
from ui.parts.buttons import button
from ui.parts.fields import Secret
from ui.parts.form import Form
from ui.parts.ground import ground
from ui.parts.labels import IconLabel, text_label
from ui.parts.pause import PauseLine
from ui.parts.section import Hairline
from ui.parts.strip import Strip
from ui.theme.tokens import Size, Space, Weight

_WIDTH: Final = 360
_SEALED: Final = (
    "The book is closed and its key forgotten. Your password brings back what was open here; what you typed is kept,"
    " sealed, on this computer."
)
_OPEN: Final = (
    "The book is closed. Your password brings back what was open here; what you typed is kept on this computer, not"
    " sealed."
)
_TITLE: Final = "Housebook"


class Cover(QWidget):
    """Lies over all of a window, hides all that is in it, and lets no key through to it."""

    wanted = Signal(str)
    """A password was typed."""
    left = Signal()

    def __init__(self, window: QMainWindow, login: str, pause: Callable[[], int], *, sealed: bool) -> None:
        """`sealed`: what was typed, as it is where the book has a key."""
        super().__init__(window)
        self.setObjectName("cover")
        self.setAccessibleName("Locked")
        ground(self, "surface")
        self._window, self._title, self._opening = window, window.windowTitle(), False
        self._focus = window.focusWidget()
        self._hidden: list[QWidget] = []
        self.error = Strip("error", name="cover.error")
        self.error.hide()
        self.wait = PauseLine(pause, "cover.wait")
        self.form = Form("cover.form", (Secret("password", "Password"),), side=False)
        self.form.buttons("Unlock", "", key="Return", aside=self.wait)
        self.form.submitted.connect(self._submit)
        self.wait.changed.connect(lambda waits: self.form.set_busy(waits or self._opening))
        self._lay_out(login, _SEALED if sealed else _OPEN)
        self._lie_over()
        self.wait.look()

    def _lay_out(self, login: str, words: str) -> None:
        inner = QFrame()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(IconLabel("read only", 18))
        head.addWidget(text_label("Locked", Size.GREETING, Weight.BOLD), 1)
        column.addLayout(head)
        column.addWidget(text_label(words, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        column.addSpacing(Space.M)
        column.addWidget(text_label(f"Signed in as {login}", Size.VALUE, Weight.MEDIUM, elide=True))
        column.addWidget(self.error)
        column.addWidget(self.form)
        column.addWidget(Hairline())
        away = QHBoxLayout()
        away.addWidget(button("Another book or user…", "link", run=self.left.emit, name="cover.leave"))
        away.addStretch(1)
        column.addLayout(away)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addWidget(inner)
        beside.addStretch(1)
        middle = QVBoxLayout(self)
        middle.addStretch(1)
        middle.addLayout(beside)
        middle.addStretch(2)

    # Covering

    def _lie_over(self) -> None:
        """Close what floats, hide what is in the window, and stand alone in it."""
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        QToolTip.hideText()
        for other in QApplication.topLevelWidgets():
            _close_dialog(other)
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        parts = [one for one in self._window.findChildren(QWidget, options=direct) if one is not self]
        self._hidden = [one for one in parts if not one.isWindow() and not one.isHidden()]
        for one in self._hidden:
            one.hide()
        self._window.setWindowTitle(_TITLE)
        self._fit()
        self.show()
        self.raise_()
        self.form.editor("password").setFocus(Qt.FocusReason.OtherFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def take_away(self) -> None:
        """Show the window as it was, with the keyboard where it was."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()
        self._window.setWindowTitle(self._title)
        for one in self._hidden:
            one.show()
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """For as long as it lies there: no key of the window works but Quit, and nothing comes up over it."""
        kind = event.type()
        if kind == QEvent.Type.Shortcut:
            return not (isinstance(watched, QAction) and watched.objectName() == "file.quit")
        if kind == QEvent.Type.Resize and watched is self._window:
            self._fit()
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and not self._is_mine(watched):
            self._put_below(watched)
        return False

    def _put_below(self, shown: QWidget) -> None:
        if shown.isWindow():
            QTimer.singleShot(0, shown, lambda: _close_dialog(shown))
        elif shown.parentWidget() is self._window:
            self._hidden.append(shown)
            QTimer.singleShot(0, shown, shown.hide)
            self.raise_()

    def _is_mine(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        self.move(QPoint(0, 0))

    # The password

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.form.submit()

    def _submit(self) -> None:
        password = self.form.values()["password"]
        if not password:
            self.form.refuse("password", "Your password is missing.")
            return
        self.error.hide()
        self._opening = True
        self.form.set_busy(True)
        self.wanted.emit(password)

    def say(self, error: HousebookError) -> None:
        """Say why it stays."""
        self._opening = False
        if isinstance(error, NotAllowed):
            self.form.refuse("password", error.words)
            line = self.form.editor("password")
            if isinstance(line, QLineEdit):
                line.selectAll()
        else:
            self.tell(error.words)
        self.wait.look()

    def tell(self, words: str) -> None:
        """Say something above the line."""
        self.error.set_words(words)
        self.error.show()


def _close_dialog(window: QWidget) -> None:
    """A dialog or a menu of its own goes; the system's windows are not ours."""
    if isinstance(window, QDialog | QMenu) and window.isVisible():
        window.close()
