"""The picture of the customer on the card: chosen, pasted or dropped, and loaded when it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from app.features.customers.card import photo
from app.features.customers.commands import SetPhoto
from ui.pages.customers.photo import ENDINGS, offered_file, picture_from_clipboard, picture_from_file, shown_picture
from ui.parts.page import Page

_KEPT = 50


class Pictures:
    """Asks for pictures on behalf of a page; the last ones seen are kept at hand."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._seen: dict[str, QImage] = {}

    def load(self, digest: str | None, show: Callable[[QImage], object]) -> None:
        """Show the picture as soon as it is there; without one nothing happens."""
        if digest is None:
            return
        if digest in self._seen:
            show(self._seen[digest])
            return

        def keep(image: QImage) -> None:
            if not image.isNull():
                self._seen[digest] = image
                while len(self._seen) > _KEPT:
                    self._seen.pop(next(iter(self._seen)))
                show(image)

        def draw(found: tuple[str, bytes] | None) -> None:
            if found is not None:
                self._page.desk.errand(self._page, shown_picture, found[1], then=keep)

        self._page.ask(photo, digest, then=draw)

    def choose(self, customer_id: int) -> QFileDialog:
        """Ask for a file; nothing waits for the answer."""
        dialog = QFileDialog(self._page, "Set picture")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Pictures ({' '.join('*' + ending for ending in ENDINGS)})")
        dialog.fileSelected.connect(lambda path: self.take_file(customer_id, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def take_file(self, customer_id: int, path: str) -> None:
        """Make the picture in a file small and keep it."""
        self._page.desk.errand(self._page, picture_from_file, path, then=self._keeper(customer_id))

    def take(self, customer_id: int, given: QMimeData) -> None:
        """Keep the picture that was pasted or dropped."""
        path = offered_file(given)
        image = given.imageData() if given.hasImage() else None
        if isinstance(image, QImage):
            self._page.desk.errand(self._page, picture_from_clipboard, image, then=self._keeper(customer_id))
        elif path:
            self.take_file(customer_id, path)

    def remove(self, customer_id: int) -> None:
        """Back to the letters."""
        self._page.do(SetPhoto(customer_id, None))

    def _keeper(self, customer_id: int) -> Callable[[bytes], Any]:
        return lambda data: self._page.do(SetPhoto(customer_id, data))
