"""The one small style sheet: what the palette and the style cannot say."""

from __future__ import annotations

from string import Template

from ui.theme.fonts import px
from ui.theme.tokens import Radius, Size, Tokens

_SHEET = Template("""
QPushButton { background: $raised; color: $text; border: 1px solid $edge_soft; border-radius: ${button}px;
    padding: 0 11px; min-height: 26px; font-weight: 500; }
QPushButton:hover { background: $hover; border-color: $edge; }
QPushButton:pressed, QPushButton:checked { background: $selected; border-color: $edge; }
QPushButton:disabled { background: $window; color: $off; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:disabled { background: $window; color: $off; border-color: $line; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:disabled { color: $off; }
QPushButton[kind="quiet"] { background: transparent; color: $text2; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:checked { background: $raised; color: $text; border-color: $edge_soft; }
QPushButton[kind="link"] { background: transparent; color: $accent; border-color: transparent;
    padding: 0 2px; min-height: 18px; font-size: ${detail}px; }
QPushButton[kind="step"] { background: transparent; color: $accent; border-color: transparent;
    padding: 0 2px; min-height: 18px; font-weight: 600; }
QPushButton[kind="link"]:hover, QPushButton[kind="step"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[kind="toast"] { background: transparent; color: $toast_link; border-color: transparent; padding: 0 2px; }
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled { color: $off; }
QPushButton[joint="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QPushButton[joint="last"] { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: none; }
QPushButton#new_menu { padding: 0; }
QPushButton::menu-indicator { width: 0; }
QToolButton { background: transparent; color: $text2; border: 1px solid transparent;
    border-radius: ${button}px; padding: 4px; }
QToolButton:hover, QToolButton:open { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_tint; color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $off; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit, QPlainTextEdit { background: $surface; color: $text; placeholder-text-color: $text3;
    border: 1px solid $edge; border-radius: ${button}px; padding: 0 7px; min-height: 26px;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: 3px 4px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 0 6px; min-height: 24px; }
QPlainTextEdit:focus { padding: 2px 3px; }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] {
    border: 2px solid $bad; padding: 0 6px; min-height: 24px; }
QPlainTextEdit[refused="true"] { padding: 2px 3px; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $window; color: $off; border-color: $line; }
QMenu { background: $raised; color: $text; border: 1px solid $edge_soft; border-radius: ${popup}px;
    padding: 4px; }
QMenu::item { padding: 0 24px 0 10px; min-height: 28px; border-radius: ${chip}px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $off; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $toast; color: $toast_text; border: 1px solid $toast; padding: 4px 8px;
    font-size: ${detail}px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge_soft; border-radius: 3px; margin: 2px;
    min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: none; width: 0; height: 0; }
""")


def sheet(tokens: Tokens) -> str:
    """The sheet in the colours of `tokens`."""
    colours = {name: getattr(tokens, name) for name in tokens.__dataclass_fields__}
    sizes = {"button": Radius.BUTTON, "popup": Radius.POPUP, "chip": Radius.CHIP, "detail": px(Size.DETAIL)}
    return _SHEET.substitute(colours, **sizes).strip()
