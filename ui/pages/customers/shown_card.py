"""The card in its place: which one is seen, and what is newer of the same customer and comes after it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.customers.card_scroll import CardScroll
from ui.pages.customers.card_view import CardView
from ui.pages.customers.pictures import Pictures
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs


class ShownCard(QObject):
    """Another customer's card is seen at once. The same one's stays until the new one is whole: nothing jumps."""

    came = Signal()
    """A card was put in place."""

    def __init__(self, scroll: CardScroll, verbs: Verbs, pictures: Pictures) -> None:
        super().__init__(scroll)
        self._scroll, self._verbs, self._pictures = scroll, verbs, pictures
        self.view: CardView | None = None
        """The card that is seen; none of nobody."""
        self._coming: CardView | None = None
        self._later: Sight | None = None

    @property
    def customer(self) -> int | None:
        """Whose card is seen."""
        return None if self.view is None else self.view.sight.card.id

    @property
    def newest(self) -> Sight | None:
        """What is known of the customer by now, whether or not it is seen already."""
        card = self._coming or self.view
        return self._later or (None if card is None else card.sight)

    def take(self, seen: Sight) -> None:
        """Draw what came; what is typed into the small form meanwhile is not disturbed."""
        if seen == self.newest:
            return
        if self._in_use() and self.customer == seen.card.id:
            self._later = seen
        else:
            self._draw(seen)

    def draw_anew(self) -> None:
        """What is known, over what was ticked and came to nothing."""
        if (newest := self.newest) is not None:
            self._draw(newest)

    def catch_up(self) -> None:
        """The small form is closed: draw what came meanwhile."""
        if self._later is not None:
            self._draw(self._later)

    def forget_newer(self) -> None:
        """Another customer is wanted, or nobody: nothing more of this one comes."""
        self._later = None
        self._drop_coming()

    def clear(self) -> None:
        """Nobody's card is seen."""
        self.forget_newer()
        self.view = None
        self._scroll.clear()

    def _in_use(self) -> bool:
        return self.view is not None and self.view.follow_ups.form is not None

    def _draw(self, seen: Sight) -> None:
        self.forget_newer()
        view = CardView(seen, self._verbs, self._scroll.held)
        if self.customer == seen.card.id:
            self._coming = view
            view.whole.connect(self._put_coming)
        else:
            self._put(view, stays=False)
        QTimer.singleShot(0, view, view.build_on)

    def _drop_coming(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.whole.disconnect(self._put_coming)
            coming.deleteLater()

    def _put_coming(self) -> None:
        """In the place of the same customer's, unless something is typed into that by now."""
        coming = self._coming
        if self._in_use():
            self._later = self.newest
            self._drop_coming()
        elif coming is not None:
            self._coming = None
            self._put(coming, stays=True)

    def _put(self, view: CardView, *, stays: bool) -> None:
        self.view = view
        self._scroll.put(view, stays)
        self._listen(view)
        self.came.emit()

    def _listen(self, view: CardView) -> None:
        customer = view.sight.card.id
        view.head.picture_wanted.connect(lambda: self._pictures.choose(customer))
        view.head.picture_given.connect(lambda given: self._pictures.take(customer, given))
        view.head.picture_unwanted.connect(lambda: self._pictures.remove(customer))
        self._pictures.load(view.sight.card.photo, lambda image: self._show_picture(customer, image))

    def _show_picture(self, customer: int, image: Any) -> None:
        if self.view is not None and self.customer == customer:
            self.view.head.portrait.set_picture(image)
