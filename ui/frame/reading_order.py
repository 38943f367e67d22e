"""Tab goes as one reads: through the layouts from the first to the last, whatever was made when."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QWidget


def step(root: QWidget | None, forward: bool) -> bool:
    """Move the keyboard on or back, around at the ends; False where it is not inside of `root`."""
    now = QApplication.focusWidget()
    if root is None or now is None or not root.isAncestorOf(now):
        return False
    everything = list(reading_order(root))
    if now not in everything:
        return False
    turned = everything[everything.index(now) + 1 :] + everything[: everything.index(now)]
    for one in turned if forward else reversed(turned):
        if _takes_keyboard(one):
            one.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            return True
    return False


def reading_order(root: QWidget) -> Iterator[QWidget]:
    """The widget and all that is visible in it."""
    yield root
    for child in _children(root):
        if child.isVisible():
            yield from reading_order(child)


def _children(parent: QWidget) -> list[QWidget]:
    """First what a layout holds, in its order; then what stands free."""
    layout, within = parent.layout(), [one for one in parent.children() if isinstance(one, QWidget)]
    held = list[QWidget | None]()
    if isinstance(parent, QScrollArea):
        held = [parent.widget()]
    elif isinstance(parent, QSplitter):
        held = [parent.widget(place) for place in range(parent.count())]
    elif layout is not None:
        held = list(_laid_out(layout, within))
    placed = [one for one in held if one is not None]
    free = [one for one in within if not one.isWindow() and one not in placed]
    inner = [one for one in free if not any(one.isAncestorOf(known) for known in placed)]
    return [*placed, *inner]


def _laid_out(layout: QLayout, within: list[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that a layout holds, by their places.

    Its items are not asked for: PySide 6.10 and 6.11 keep what they gave out as an item beyond the item's end, and the
    program falls when something else is made and deleted at its place in memory.
    """
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in within]
    places += [(layout.indexOf(one), one) for one in inner]
    for place, one in sorted(places, key=itemgetter(0)):
        if isinstance(one, QLayout):
            yield from _laid_out(one, within)
        elif place >= 0:
            yield one


def _takes_keyboard(one: QWidget) -> bool:
    by_tab = Qt.FocusPolicy.TabFocus.value
    return bool(one.focusPolicy().value & by_tab) and one.isEnabled() and one.focusProxy() is None
