"""The small parts: faces, chips, letters, days, dates, labels."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.avatar import face_for
from ui.parts.chart import DayBars
from ui.parts.chips import Chip, key_words
from ui.parts.date_field import DateField, read_date
from ui.parts.day_slider import DaySlider
from ui.parts.flow import FlowLayout
from ui.parts.labels import plain_tip, text_label
from ui.parts.letters import LetterStrip
from ui.theme.theme import apply_theme
from ui.theme.tokens import LIGHT

DAY = dt.date(2026, 5, 14)


def test_a_face_keeps_its_colour_whatever_the_name_becomes() -> None:
    assert face_for(7, "Ann Becker").colour == face_for(7, "Ann Weber").colour
    assert len({face_for(key, "Ann").colour for key in range(50)}) > 4


def test_a_label_is_plain_text_in_its_tone(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    label = text_label("<b>Ann</b>", tone="bad")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.palette().windowText().color().name().upper() == LIGHT.bad


def test_a_label_that_is_cut_tells_all_in_its_tool_tip(qtbot: QtBot) -> None:
    label = text_label("Saarländische Kraftwerks-Instandsetzung", elide=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    qtbot.waitUntil(lambda: label.toolTip() == "")


@pytest.mark.parametrize("elide", [False, True])
@pytest.mark.parametrize("name", ["Ann Becker", "وليد حداد"])
def test_a_name_stands_where_one_begins_to_read_whatever_its_script(qtbot: QtBot, name: str, elide: bool) -> None:
    label = text_label(name, elide=elide)
    qtbot.addWidget(label)
    label.resize(400, 24)
    label.show()

    def inked() -> list[int]:
        image = label.grab().toImage()
        ground = image.pixelColor(200, 1)
        return [x for x in range(400) if any(image.pixelColor(x, y) != ground for y in range(24))]

    assert max(inked()) < 200
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert min(inked()) > 200


def test_a_tool_tip_cannot_be_markup() -> None:
    assert plain_tip("<img src=x>") == "<span>&lt;img src=x&gt;</span>"
    assert plain_tip("Ann & Ben") == "<span>Ann &amp; Ben</span>"
    assert plain_tip("Ann") == "Ann"
    assert plain_tip("x" * 100_000) == "x" * 1_000 + "…"
    assert plain_tip("a\n" * 10_000) == "a\n" * 19 + "a…"


def test_a_chip_is_clicked_or_taken_away(qtbot: QtBot) -> None:
    chip = Chip("Has e-mail", "email", on=True, removable=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, 10))
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_keys_are_written_as_on_a_cap() -> None:
    assert [key_words(key) for key in ("Ctrl+K", "F2", "Ctrl+Return")] == ["Ctrl K", "F2", "Ctrl ↵"]


def test_chips_go_on_in_the_next_line(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    flow = FlowLayout(held, gap=6)
    for word in ("Key account", "Newsletter", "Fair"):
        flow.addWidget(Chip(word))
    wide, narrow = flow.heightForWidth(600), flow.heightForWidth(100)
    assert (wide, narrow) == (24, 3 * 24 + 2 * 6)


def test_letters_without_rows_cannot_be_chosen(qtbot: QtBot) -> None:
    strip = LetterStrip()
    qtbot.addWidget(strip)
    strip.resize(22, 300)
    strip.set_letters("ABC", "AC")
    strip.show()
    chosen: list[str] = []
    strip.chosen.connect(chosen.append)
    for y in (5, 30, 60):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, y))
    QTest.keyClick(strip, Qt.Key.Key_Up)
    assert chosen == ["A", "C", "A"]


def test_a_bar_chooses_its_day_by_mouse_and_key(qtbot: QtBot) -> None:
    bars = DayBars()
    qtbot.addWidget(bars)
    bars.resize(340, 60)
    bars.set_days([(DAY - dt.timedelta(days=9 - at), at) for at in range(10)], DAY)
    bars.show()
    chosen: list[dt.date] = []
    bars.chosen.connect(chosen.append)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(25, 40))
    QTest.keyClick(bars, Qt.Key.Key_Right)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert chosen[0] == DAY - dt.timedelta(days=9)
    assert len(chosen) == 2
    assert bars.accessibleName() == "45 in 10 days"


def test_the_slider_goes_back_to_any_day(qtbot: QtBot) -> None:
    slider = DaySlider(dt.date(2024, 1, 1), DAY)
    qtbot.addWidget(slider)
    slider.resize(400, 36)
    slider.show()
    chosen: list[dt.date] = []
    slider.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_End):
        QTest.keyClick(slider, key)
    assert chosen == [DAY - dt.timedelta(days=1), dt.date(2024, 1, 1), DAY]
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert chosen[-1].year == 2025


@pytest.mark.parametrize("typed", ["14 May 2026", "2026-05-14", "14.5.2026", "14 may 2026", " 14.05.26 "])
def test_dates_are_read_as_people_write_them(typed: str, qapp: QApplication) -> None:
    assert read_date(typed) == DAY


def test_a_date_field_may_be_empty_but_not_wrong(qtbot: QtBot) -> None:
    field = DateField()
    qtbot.addWidget(field)
    assert (field.day(), field.unreadable()) == (None, False)
    QTest.keyClicks(field, "soon")
    assert (field.day(), field.unreadable()) == (None, True)
    field.set_day(DAY)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == DAY + dt.timedelta(days=1)


def test_alt_and_down_open_the_calendar_of_a_date_field(qtbot: QtBot) -> None:
    field = DateField()
    field.setObjectName("since")
    qtbot.addWidget(field)
    field.show()
    field.set_day(DAY)
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget, "since.calendar")
    assert calendar is not None
    assert calendar.isVisible()
    assert field.day() == DAY
    QTest.keyClick(calendar, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: field.findChild(QCalendarWidget) is None)
