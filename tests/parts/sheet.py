"""Draws every part in every state on one sheet, light and dark: `python -m tests.parts.sheet FOLDER`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ui.parts.avatar import GAP, Avatar, Face, face_for
from ui.parts.buttons import button, tool_button
from ui.parts.cells import Cell, Group, Row
from ui.parts.chart import DayBars
from ui.parts.chips import Chip, KeyCap, Tag
from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.parts.day_slider import DaySlider
from ui.parts.editors import set_refused
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.fields import Check, Choice, Day, Field, Line, Lines, Part, Repeated, Section, Tags
from ui.parts.form import Form
from ui.parts.ground import ground
from ui.parts.labels import IconLabel, text_label
from ui.parts.letters import LetterStrip
from ui.parts.messages import Messages
from ui.parts.search_box import Marked, Result, ResultGroup, SearchBox
from ui.parts.section import Hairline, SectionHeading
from ui.parts.strip import Strip
from ui.parts.table import Column, TableView
from ui.theme.icons import icon
from ui.theme.theme import apply_theme
from ui.theme.tokens import Height, Size, Space, Weight

TODAY = dt.date(2026, 5, 14)


def line(*parts: QWidget | int, gap: int = Space.XS + 2) -> QWidget:
    """Parts side by side."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            row.addSpacing(part)
        else:
            row.addWidget(part)
    row.addStretch(1)
    return held


def heading(words: str) -> QWidget:
    return text_label(words, Size.DETAIL, Weight.BOLD, "text2")


def buttons() -> QWidget:
    off = button("Call", sign="do not call")
    off.setEnabled(False)
    focused = button("Focus", name="focused")
    return line(
        button("Save call", "primary"),
        button("Write", sign="email"),
        focused,
        button("Delete…", "danger", "delete"),
        button("Quiet", "quiet"),
        button("Assign…", "link"),
        off,
        tool_button("sort", "Sort"),
    )


def fields() -> QWidget:
    town, refused, off = QLineEdit(), QLineEdit("+34 976 5"), QLineEdit("10482")
    town.setPlaceholderText("Town")
    set_refused(refused, True)
    off.setEnabled(False)
    kinds = QComboBox()
    kinds.addItem("All kinds")
    for box in (town, refused, off, kinds):
        box.setFixedWidth(140)
    return line(town, refused, off, kinds)


def customer_rows() -> list[Row]:
    names = [
        ("prospect", "Sørensen Skibsværft ApS", "Øystein Dahl", "3 w", False),
        ("lead", "Świątek, Agnieszka", "Zofia Łukasik", "8 d", False),
        ("customer", "Urquhart, Fionnlagh", "Ben Okafor", "3 d", False),
        ("customer", "Tóth és Fia Kft.", "Zofia Łukasik", "2 mo", False),
        ("former", "Tschudi Maschinenbau AG", "Jonas Weber", "2 y", True),
        ("lead", "Terzi, Εύγενία", "", "–", False),
        ("customer", "田中商事株式会社 (Tanaka Shōji)", "Mei Lin", "6 d", False),
        ("customer", "وليد حداد", "Karim Haddad", "today", False),
        ("customer", "Saarländische Kraftwerks-Instandsetzungs-Gesellschaft mbH", "Ann Becker", "2 d", False),
    ]
    return [
        Row(
            at,
            (
                Cell(icon=stage, icon_tone="text2"),
                Cell(name, Weight.MEDIUM, sign="do not call" if at == 2 else ""),
                Cell(faces=(face_for(owner, owner) if owner else GAP,)),
                Cell(last, tone="text3"),
            ),
            dim=dim,
        )
        for at, (stage, name, owner, last, dim) in enumerate(names)
    ]


def customer_table() -> TableView:
    table = TableView(
        "customers",
        [
            Column("stage", "", 36, sortable=False),
            Column("name", "Name", 200, stretch=True),
            Column("owner", "Owner", 64, "center"),
            Column("last", "Last", 60, "right"),
        ],
    )
    table.set_sort([("name", False)])
    table.show_ids(list(range(11)), [Group(0, "S"), Group(4, "T")], customer_rows())
    table.select([2])
    table._grey = True
    table.setFixedHeight(26 + 2 * 22 + 11 * 28 + 4)
    return table


TEAM_COLUMNS = [
    Column("person", "Person", 200, stretch=True),
    Column("owner", "Owner of", 140),
    Column("service", "Service", 64, "right"),
    Column("promises", "Promises", 120),
    Column("alone", "Knows alone", 110, "right"),
]


def colleague(at: int, name: str, owns: int, late: str = "", note: str = "", sign: str = "") -> Row:
    leaving = sign == "leaving"
    person = Cell(
        name,
        Weight.MEDIUM,
        faces=(face_for(name, name),),
        note=note,
        note_icon=sign,
        note_tone="warn" if leaving else "text2",
    )
    load = Cell(str(owns), bar=owns / 212, hatched=leaving, mark=0.76)
    promises = Cell("18", note=late, note_icon="late" if late else "", note_tone="bad")
    return Row(at, (person, load, Cell("–", tone="text3"), promises, Cell("38", Weight.BOLD, icon="knows alone")))


def team_rows() -> list[Row]:
    gap = Cell("No owner", Weight.MEDIUM, faces=(GAP,))
    assign = Cell("12", Weight.BOLD, note="Assign…", note_tone="accent")
    return [
        Row(0, (gap, assign, "", "", "")),
        colleague(1, "Lucía Romero", 187, "1 late"),
        colleague(2, "Jonas Weber", 212, "4 late", "leaves 29 May", "leaving"),
        colleague(3, "Øystein Dahl", 141, note="away to 2 Jun", sign="away"),
    ]


def team_table() -> TableView:
    table = TableView("team", TEAM_COLUMNS, row=Height.TABLE_ROW, heading=Height.DAY_GROUP, margin=Space.PAGE, face=22)
    groups = [Group(0, "Nobody in charge", tone="warn"), Group(1, "Sales", "6 people · 968 customers")]
    table.show_rows(team_rows(), groups)
    table.select([2])
    table.setFixedHeight(26 + 2 * 30 + 4 * 30 + 4)
    return table


def people() -> QWidget:
    names = ["Ann Becker", "Ben Okafor", "Minh Trần", "Zofia Łukasik", "Karim Haddad", "Mei Lin", "Øystein Dahl"]
    faces = [Avatar(Face("".join(word[0] for word in name.split()), at), 24) for at, name in enumerate(names)]
    square = [Avatar(Face("ÜV", 2, square=True), 24), Avatar(Face("田", 6, square=True), 24), Avatar(GAP, 24)]
    return line(*faces, 8, *square)


def signs(*names: tuple[str, str, str]) -> QWidget:
    held = [line(IconLabel(sign, 16, tone), text_label(words, Size.DETAIL, tone=tone)) for sign, words, tone in names]
    return line(*held, gap=Space.L)


def left_side() -> QWidget:
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setSpacing(Space.S)
    for part in (
        heading("Buttons, 28 px"),
        buttons(),
        heading("Fields, 28 px"),
        fields(),
        heading("Rows, 28 px"),
        customer_table(),
        Strip("stale", "Showing 09:41. The folder does not answer.", verb="Try again"),
        Strip(
            "error", "Not saved: the server was not reached.", "Your text is kept. It is sent when the server answers."
        ),
        Strip("notice", "Read only: this folder does not keep locks.", verb="Why?"),
        Strip("mark", "Do not call.", "Write, in Spanish. Since 22 Apr."),
    ):
        rows.addWidget(part)
    rows.addStretch(1)
    return column


STAGES = [(stage, stage.title(), "text") for stage in ("lead", "prospect", "customer", "former")]
MOODS = [
    ("pleased", "pleased", "text2"),
    ("upset", "upset", "bad"),
    ("late", "3 days late", "bad"),
    ("do not call", "Do not call", "bad"),
]
KINDS = [
    ("call out", "Call out", "text2"),
    ("call in", "Call in", "text2"),
    ("meeting", "Meeting", "text2"),
    ("complaint", "Complaint", "bad"),
]


def day_bars() -> DayBars:
    days = DayBars()
    passed = [(TODAY - dt.timedelta(days=29 - at), (at * 7) % 13 * (at % 7 < 5)) for at in range(30)]
    days.set_days(passed, TODAY)
    return days


def day_slider() -> DaySlider:
    slider = DaySlider(dt.date(2024, 1, 1), dt.date(2026, 9, 1))
    slider.set_span(dt.date(2024, 1, 1), dt.date(2026, 9, 1), TODAY)
    slider.set_day(TODAY)
    joined, left = dt.date(2024, 4, 1), dt.date(2026, 5, 29)
    slider.set_marks([(joined, "add user", ""), (left, "leaving", "Jonas leaves")])
    return slider


def chips() -> QWidget:
    used, offered = Chip("Has e-mail", "email", True, True), Chip("Add filter", "add")
    return line(used, offered, Tag("Key account"), KeyCap("Ctrl+K"), KeyCap("F2"), KeyCap("Ctrl+Return"))


def right_side() -> QWidget:
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setSpacing(Space.S)
    for part in (
        heading("Stage: shape and word"),
        signs(*STAGES),
        signs(*MOODS),
        signs(*KINDS),
        chips(),
        text_label("Nordlicht Handel", Size.GREETING, Weight.BOLD),
        text_label("Talleres Hermanos Ibáñez", Size.NAME, Weight.BOLD),
        text_label("Backups", Size.TITLE, Weight.BOLD),
        people(),
        SectionHeading("Who handles them", "4", "Hand over…"),
        Hairline(),
        day_bars(),
        day_slider(),
        team_table(),
    ):
        rows.addWidget(part)
    rows.addStretch(1)
    return column


def parts_sheet() -> QWidget:
    sheet = QWidget()
    ground(sheet, "surface")
    sheet.resize(1280, 800)
    row = QHBoxLayout(sheet)
    row.addWidget(left_side(), 1)
    row.addWidget(Hairline(standing=True))
    strip = LetterStrip()
    strip.set_letters("#ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPRSTUVWYZ")
    strip.set_current("T")
    row.addWidget(strip)
    row.addWidget(right_side(), 1)
    return sheet


FIELDS: list[Field | Section] = [
    Line("name", "Name", hint="A name is enough for a start"),
    Choice("stage", "Stage", options=(("lead", "Lead"), ("customer", "Customer"))),
    Day("since", "Since"),
    Check("do_not_call", "Do not call"),
    Section("Reach"),
    Repeated(
        "phones",
        "Phones",
        parts=(Part("number", "Number"),),
        kinds=(("office", "Office"), ("mobile", "Mobile")),
        add="Add a phone",
    ),
    Tags("tags", "Tags"),
    Lines("note", "Note"),
]
FILLED = {
    "name": "Talleres Hermanos Ibáñez",
    "since": TODAY,
    "do_not_call": True,
    "tags": ("Key account", "Newsletter"),
    "phones": (
        {"number": "+34 976 5", "kind": "office", "preferred": True},
        {"number": "+34 612 408 117", "kind": "mobile"},
    ),
}


def customer_form() -> Form:
    form = Form("customer", FIELDS)
    form.set_values(FILLED)
    form.buttons("Save customer")
    form.refuse("phones.0", "Three digits are missing.")
    return form


def empty_state() -> EmptyState:
    words = "One list for the whole house: companies and people, what passed between you, and who looks after them."
    look_first = "Outlook, vCard or CSV. You look first, and can take it back later."
    steps = [
        FirstStep("import", "Import what you have", look_first, print, "Ctrl+I"),
        FirstStep("add", "Add the first customer", "A name is enough for a start.", print, "Ctrl+N"),
    ]
    return EmptyState("customers", "Your customers belong here", words, steps)


def form_sheet() -> QWidget:
    sheet = QWidget()
    ground(sheet, "surface")
    sheet.resize(1000, 700)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(24, 24, 24, 24)
    row.setSpacing(40)
    row.addWidget(customer_form(), 3)
    row.addWidget(empty_state(), 2)
    return sheet


def found() -> list[ResultGroup]:
    name, number = Marked("Müller & Söhne Bäckerei", ((0, 6),)), Marked("+41 61 301 22 18", ((7, 10),))
    face = face_for(1, "Lucía Romero")
    marks = ("", "", "do not call")
    customers = tuple(
        Result(at, name, Marked("Basel"), number, "customer", face, mark) for at, mark in enumerate(marks)
    )
    said = Marked("“Frau Müller from desk 301 calls back”", ((6, 12),))
    call = Result(9, Marked("Call in, 3 Apr"), said, icon="call in")
    return [ResultGroup("Customers", "3", customers), ResultGroup("Said or written", "1", (call,))]


def search_in(window: QWidget) -> None:
    box = SearchBox(window, window)
    box.setGeometry(40, 12, 520, 30)
    box.show()
    box.setFocus()
    box.setText("muller 301")
    box.show_results(found(), "muller 301")


def menu_in(window: QWidget) -> None:
    menu = QMenu(window)
    entries = (
        ("call", "Log a call", "Ctrl+L"),
        ("hand over", "Hand over…", "Ctrl+H"),
        ("copy card", "Copy card", "F4"),
    )
    for sign, words, key in entries:
        action = menu.addAction(icon(sign), words)
        action.setShortcut(QKeySequence(key))
    menu.setActiveAction(menu.actions()[1])
    menu.setParent(window)
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.move(QPoint(700, 60))
    menu.show()


def window_sheet() -> QWidget:
    window = QWidget()
    window.resize(1100, 640)
    ground(window, "window")
    window.show()
    search_in(window)
    menu_in(window)
    Messages(window).say("Call with Vân Anh Dental saved, follow-up on Fri 15 May.", print)
    return window


def conflict_sheet() -> QWidget:
    window = parts_sheet()
    window.show()
    dialog = ConflictDialog(
        window,
        "Ben Okafor",
        [
            ConflictRow("office", "Office", "+34 976 55 01 84", "+34 976 55 01 90", "+34 976 55 01 80"),
            ConflictRow(
                "visit",
                "Visit",
                "Polígono Malpica, C/ E 37, nave 12, 50016 Zaragoza",
                "C/ de los Herreros 4, 50018 Zaragoza",
                "Polígono Malpica, C/ E 37",
            ),
        ],
        "Your Web, Tags, Note, Language and Customer since. His Mobile is saved already and stays.",
        "09:42",
    )
    dialog._cells[1][1].setChecked(True)
    dialog.show_over()
    return window


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    base = QFont("Inter")
    base.setPixelSize(13)
    app.setFont(base)
    for theme in ("light", "dark"):
        apply_theme(app, theme)
        for name, make in {
            "parts": parts_sheet,
            "form": form_sheet,
            "window": window_sheet,
            "conflict": conflict_sheet,
        }.items():
            sheet = make()
            sheet.show()
            for part in sheet.findChildren(QWidget, "focused"):
                QTest.keyClick(sheet, Qt.Key.Key_Tab)
                part.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.qWait(60)
            sheet.grab().save(str(folder / f"{name}-{theme}.png"))
            sheet.deleteLater()
            sheet.hide()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
