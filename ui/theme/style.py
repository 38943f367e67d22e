"""The style: Fusion with our measures, check marks, choice boxes and focus frames."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QWidget,
)

from ui.theme.icons import pixmap
from ui.theme.tokens import Height, Radius, Space, Tokens, current_tokens

_Element = QStyle.PrimitiveElement
_Metric = QStyle.PixelMetric
_Hint = QStyle.StyleHint
_State = QStyle.StateFlag

_METRICS: Final[dict[QStyle.PixelMetric, int]] = {
    _Metric.PM_SmallIconSize: 16,
    _Metric.PM_ToolBarIconSize: 18,
    _Metric.PM_ButtonIconSize: 16,
    _Metric.PM_ListViewIconSize: 16,
    _Metric.PM_ScrollBarExtent: 10,
    _Metric.PM_SplitterWidth: 1,
    _Metric.PM_IndicatorWidth: 16,
    _Metric.PM_IndicatorHeight: 16,
    _Metric.PM_ExclusiveIndicatorWidth: 16,
    _Metric.PM_ExclusiveIndicatorHeight: 16,
    _Metric.PM_CheckBoxLabelSpacing: 8,
    _Metric.PM_RadioButtonLabelSpacing: 8,
    _Metric.PM_MenuBarHMargin: 0,
    _Metric.PM_MenuBarPanelWidth: 0,
}
_HINTS: Final[dict[QStyle.StyleHint, int]] = {
    _Hint.SH_EtchDisabledText: 0,
    _Hint.SH_DitherDisabledText: 0,
    _Hint.SH_ToolTip_WakeUpDelay: 500,
    _Hint.SH_ComboBox_Popup: 0,
    _Hint.SH_ItemView_ActivateItemOnSingleClick: 0,
    _Hint.SH_UnderlineShortcut: 0,
}


class HouseStyle(QProxyStyle):
    """Fusion, calmed down."""

    def __init__(self) -> None:
        super().__init__("fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        known = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if known is None else known

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        known = _HINTS.get(hint)
        return super().styleHint(hint, option, widget, returned) if known is None else known

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        hint = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind == QStyle.ContentsType.CT_ComboBox:
            return QSize(hint.width() + Space.L, max(Height.FIELD, hint.height()))
        if kind == QStyle.ContentsType.CT_MenuBarItem:
            return QSize(hint.width() + Space.S, max(Height.MENU_BAR, hint.height()))
        return hint

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        rect = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        words = part == QStyle.SubControl.SC_ComboBoxEditField
        if control == QStyle.ComplexControl.CC_ComboBox and words:
            mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            return rect.adjusted(0, 0, -Space.XS, 0) if mirrored else rect.adjusted(Space.XS, 0, 0, 0)
        return rect

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _Element.PE_FrameFocusRect:
            _focus_frame(option, painter, widget)
        elif element == _Element.PE_IndicatorCheckBox:
            _check_mark(option, painter)
        elif element == _Element.PE_IndicatorRadioButton:
            _radio_mark(option, painter)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ComboBox:
            _choice_box(option, painter, isinstance(widget, QComboBox) and bool(widget.property("refused")))
        else:
            super().drawComplexControl(control, option, painter, widget)


def outline(painter: QPainter, rect: QRectF, colour: str, width: float, radius: float) -> None:
    """A rounded outline that lies wholly inside `rect`."""
    half = width / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
    painter.restore()


def filled(painter: QPainter, rect: QRectF, colour: str, radius: float) -> None:
    """A rounded area without outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colour)))
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def _on(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _rect(option: QStyleOption) -> QRectF:
    return QRectF(option.rect)


def _focus_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """Only for the keyboard; round all of a button, not only its words."""
    if _on(option, _State.State_KeyboardFocusChange):
        box = QRectF(widget.rect()) if isinstance(widget, QAbstractButton) else _rect(option)
        outline(painter, box, current_tokens().accent, 2, Radius.BUTTON)


def _edge(option: QStyleOption, tokens: Tokens) -> str:
    if not _on(option, _State.State_Enabled):
        return tokens.line
    return tokens.text3 if _on(option, _State.State_MouseOver) else tokens.edge


def _check_mark(option: QStyleOption, painter: QPainter) -> None:
    tokens, box = current_tokens(), _rect(option).adjusted(1, 1, -1, -1)
    if _on(option, _State.State_Off):
        filled(painter, box, tokens.surface, Radius.KEY)
        outline(painter, box, _edge(option, tokens), 1, Radius.KEY)
        return
    enabled = _on(option, _State.State_Enabled)
    filled(painter, box, tokens.accent if enabled else tokens.off, Radius.KEY)
    name = "done" if _on(option, _State.State_On) else "minus"
    painter.drawPixmap(box.toRect(), pixmap(name, 14, "on_accent", painter.device().devicePixelRatioF()))


def _radio_mark(option: QStyleOption, painter: QPainter) -> None:
    tokens, ring = current_tokens(), _rect(option).adjusted(1, 1, -1, -1)
    on = _on(option, _State.State_On)
    filled(painter, ring, tokens.surface, ring.width() / 2)
    if on and _on(option, _State.State_Enabled):
        outline(painter, ring, tokens.accent, 5, ring.width() / 2)
    else:
        outline(painter, ring, _edge(option, tokens), 5 if on else 1, ring.width() / 2)


def _choice_box(option: QStyleOptionComplex, painter: QPainter, refused: bool) -> None:
    tokens, box = current_tokens(), _rect(option)
    enabled, focused = _on(option, _State.State_Enabled), _on(option, _State.State_HasFocus)
    filled(painter, box, tokens.surface if enabled else tokens.window, Radius.BUTTON)
    colour = tokens.bad if refused else tokens.accent if focused else _edge(option, tokens)
    outline(painter, box, colour, 2 if refused or focused else 1, Radius.BUTTON)
    arrow = pixmap("caret down", 12, "text2" if enabled else "off", painter.device().devicePixelRatioF())
    mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    left = box.left() + 8 if mirrored else box.right() - 20
    painter.drawPixmap(round(left), round(box.center().y() - 6), arrow)
