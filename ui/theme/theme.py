"""Putting the look on: palette, style and sheet for the application, light or dark as the system says."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import font, take_system_font
from ui.theme.sheet import sheet
from ui.theme.style import HouseStyle
from ui.theme.tokens import DARK, LIGHT, Tokens, use_tokens

Forced = Literal["light", "dark"]

_ROLES: Final[dict[QPalette.ColorRole, str]] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "toast_text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge_soft",
    QPalette.ColorRole.Shadow: "edge_soft",
}
_WORDS: Final = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette in the colours of `tokens`."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(tokens.colour(name)))
    for role in _WORDS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.off))
    return made


class Theme(QObject):
    """Keeps the application in the theme that the system, or the person, asks for."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._forced: Forced | None = None
        self._shown = ""
        take_system_font(app)
        app.setStyle(HouseStyle())
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def force(self, forced: Forced | None) -> None:
        """Light or dark whatever the system says; None follows the system again."""
        self._forced = forced
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, None: Qt.ColorScheme.Unknown}
        self._app.styleHints().setColorScheme(scheme[forced])
        self.follow()

    def follow(self) -> None:
        """Take on what holds now."""
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        wanted = self._forced or ("dark" if dark else "light")
        tokens = DARK if wanted == "dark" else LIGHT
        use_tokens(tokens)
        if self._shown != tokens.name:
            self._shown = tokens.name
            self._put_on(tokens)

    def _put_on(self, tokens: Tokens) -> None:
        self._app.setPalette(palette(tokens))
        self._app.setFont(font())
        self._app.setStyleSheet(sheet(tokens))


def apply_theme(app: QApplication, forced: Forced | None = None) -> Theme:
    """Dress the application; called again it changes what is forced."""
    theme = app.findChild(Theme) or Theme(app)
    theme.force(forced)
    return theme
