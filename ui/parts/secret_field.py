"""A line for a password: covered, with an eye at its end that shows it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.parts.buttons import say, tool_button
from ui.parts.editors import Editor
from ui.parts.fields import Secret
from ui.theme.icons import icon

_EYE: Final = 24
_SHOW, _HIDE = "Show the password", "Cover the password"
_NO_GUESSES: Final = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretField(QLineEdit):
    """Covered until the eye is pressed; the eye is reached by Tab."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.eye = tool_button("show", _SHOW, name=f"{name}.eye")
        self.eye.setParent(self)
        self.eye.setIconSize(QSize(16, 16))
        self.eye.setFixedSize(_EYE, _EYE)
        self.eye.setCheckable(True)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.toggled.connect(self._show)
        self.setTextMargins(0, 0, _EYE, 0)
        self._show(False)

    def _show(self, seen: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)
        # Uncovered it is no password to Qt, and would be learnt by what completes words.
        self.setInputMethodHints(_NO_GUESSES)
        self.eye.setIcon(icon("hide" if seen else "show"))
        say(self.eye, _HIDE if seen else _SHOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.eye.move(3 if mirrored else self.width() - _EYE - 3, (self.height() - _EYE) // 2)
        self.setTextMargins(_EYE if mirrored else 0, 0, 0 if mirrored else _EYE, 0)


class SecretEditor(Editor):
    """A password in a form."""

    secret = True

    def __init__(self, form: str, field: Secret) -> None:
        super().__init__(form, field.name, field.label)
        self._box = SecretField(self._path)
        self._box.textEdited.connect(self.edited)
        self._take(self._box)

    def value(self) -> str:
        return self._box.text()

    def set_value(self, value: Any) -> None:
        self._box.setText(value or "")
