"""Very long texts: of each only so much is laid out as can be seen, and nothing of it is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.pages.customers.clamped_text import ClampedText
from ui.pages.customers.entry_look import whole_text
from ui.parts.chips import Chip
from ui.parts.dialog import Dialog
from ui.parts.editors import ChoiceEditor
from ui.parts.fields import Choice
from ui.parts.labels import LONGEST_SENTENCE, in_words, text_label
from ui.parts.line_field import LineField
from ui.parts.row_painter import elided
from ui.parts.strip import Strip
from ui.theme.fonts import LONGEST_LINE, words_width
from ui.theme.tokens import Size, Weight

FAMILY = "👩‍👩‍👧‍👦"


def test_of_an_endless_word_only_a_line_is_measured(qapp: QApplication) -> None:
    assert words_width("W" * 100_000) == words_width("W" * LONGEST_LINE) > 2_000
    assert words_width("W" * 300) > words_width("W" * 299)


def test_what_was_not_laid_out_is_said_to_be_missing(qapp: QApplication) -> None:
    shown, _ = elided("i" * 5_000, Size.VALUE, Weight.PLAIN, 100_000)
    assert shown == "i" * LONGEST_LINE + "…"
    assert elided("i" * LONGEST_LINE, Size.VALUE, Weight.PLAIN, 100_000)[0] == "i" * LONGEST_LINE


def test_the_tip_of_a_cut_label_tells_more_than_the_label_holds(window: QWidget) -> None:
    label = text_label("i" * LONGEST_LINE + " and the end", elide=True)
    label.setParent(window)
    label.resize(20_000, 20)
    label.show()
    assert label.text().endswith("i…")
    assert label.toolTip().endswith("and the end")


def test_the_tip_changes_with_the_words(window: QWidget) -> None:
    label = text_label("Changed the name of a customer", elide=True)
    label.setParent(window)
    label.resize(60, 20)
    label.show()
    label.setText("Changed the town of a customer")
    assert label.toolTip() == "Changed the town of a customer"


def test_a_sentence_breaks_long_words_and_leaves_room_for_what_stands_below(window: QWidget) -> None:
    label = text_label(f"{'W' * 5_000} and the end", wrap=True)
    assert label.minimumSizeHint().width() < 500
    assert label.text() == "W" * LONGEST_SENTENCE + "…"
    assert label.toolTip().startswith("WWWW")
    label.setText("W" * 30)
    assert label.text() == "W" * 30 and label.toolTip() == ""


def test_a_dialog_about_somebody_with_an_endless_name_shows_all_of_its_words_and_buttons(window: QWidget) -> None:
    window.resize(1024, 640)
    dialog = Dialog(window, f"Lock {'W' * 5_000} out?", f"From now on {'word ' * 5_000}")
    verb = dialog.add_button("Lock out")
    dialog.show_over()
    assert window.rect().contains(verb.mapTo(window, verb.rect().bottomRight()))
    for label in (dialog.title, dialog.words):
        assert label.height() >= label.heightForWidth(label.width())


def test_a_strip_in_a_narrow_place_is_as_high_as_its_words(window: QWidget) -> None:
    held = QWidget(window)
    held.setFixedSize(250, 400)
    strip = Strip("notice", "Draft of a customer with a name of several words, 2:46 PM", verb="Continue", name="draft")
    column = QVBoxLayout(held)
    column.addWidget(strip)
    column.addStretch(1)
    held.show()
    QApplication.processEvents()
    words = strip.words
    assert words.height() >= words.heightForWidth(words.width()) >= 2 * words.fontMetrics().height()


def test_a_choice_among_endless_names_fits_a_narrow_form(window: QWidget) -> None:
    editor = ChoiceEditor("form", Choice("who", "Who", options=((1, "W" * 5_000), (2, "Ann"))))
    editor.setParent(window)
    assert editor.minimumSizeHint().width() < 200
    assert editor.sizeHint().width() <= 420


def test_a_name_within_a_sentence_leaves_the_sentence(qapp: QApplication) -> None:
    assert in_words("Ann Becker") == "Ann Becker"
    assert in_words("W" * 5_000) == "W" * 60 + "…"
    assert in_words("\u202eשלום") == "\u2068שלום\u2069"


def test_a_chip_is_never_as_wide_as_its_words_could_be(window: QWidget) -> None:
    chip = Chip("W" * 5_000, parent=window)
    assert chip.sizeHint().width() < 400
    assert chip.toolTip().startswith("WWWW")
    assert Chip("Town: Kiel", parent=window).toolTip() == ""


def test_a_field_gives_back_all_of_a_long_value_that_nobody_came_to_edit(window: QWidget) -> None:
    whole = FAMILY * 500 + "end"
    field = LineField(window)
    field.setText(whole)
    assert field.text() == whole
    assert len(field.displayText()) == LONGEST_LINE + 1


def test_who_comes_to_edit_a_long_value_has_all_of_it(window: QWidget, qtbot: QtBot) -> None:
    field = LineField(window)
    field.show()
    field.setText("long " * 200 + "end")
    field.setCursorPosition(0)
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_X)
    assert field.displayText() == field.text() == "x" + "long " * 200 + "end"
    field.setText("short")
    assert field.text() == "short"


def test_words_from_elsewhere_replace_a_long_value(window: QWidget) -> None:
    field = LineField(window)
    field.setText("long " * 200)
    field.clear()
    assert field.text() == ""


@pytest.mark.parametrize("width", [60, 95, 300])
def test_no_sign_of_a_clamped_text_is_lost_or_doubled(window: QWidget, width: int) -> None:
    words = " ".join(f"{FAMILY}{number}" for number in range(12))
    lines, cut = ClampedText(words, 100)._broken(width)
    assert not cut
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert "\ufffd" not in "".join(lines)


def test_a_clamped_text_says_where_it_was_cut(window: QWidget) -> None:
    lines, cut = ClampedText("word " * 2_000, 3)._broken(200)
    assert (len(lines), cut) == (3, True)
    assert lines[-1].endswith("…")
    assert ClampedText("one\ntwo\nthree\nfour", 3)._broken(200) == (["one", "two", "three…"], True)
    assert ClampedText("\u200b" * 5_000, 1)._broken(200)[1]


def test_an_opened_entry_that_is_cut_says_so(qapp: QApplication) -> None:
    assert whole_text("line\n" * 30_000, 300).text().endswith("…")
    assert whole_text("W" * 5_000, 300).text() == "W" * 2_000 + "…"
    assert whole_text("all of it", 300).text() == "all of it"
