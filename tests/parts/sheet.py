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
from ui.parts.fields import Check, Choice, Day, Line, Lines, Part, Repeated, Section, Tags
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

NOTHING = lambda: None  # noqa: E731
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


def team_table() -> TableView:
    table = TableView(
        "team",
        [
            Column("person", "Person", 200, stretch=True),
            Column("owner", "Owner of", 140),
            Column("service", "Service", 64, "right"),
            Column("promises", "Promises", 120),
            Column("alone", "Knows alone", 110, "right"),
        ],
        row=Height.TABLE_ROW,
        heading=Height.DAY_GROUP,
        margin=Space.PAGE,
        face=22,
    )

    def person(at: int, name: str, owns: int, late: str = "", **more: str) -> Row:
        note, sign = more.get("note", ""), more.get("note_icon", "")
        leaving = sign == "leaving"
        return Row(
            at,
            (
                Cell(
                    name,
                    Weight.MEDIUM,
                    faces=(face_for(name, name),),
                    note_tone="warn" if leaving else "text2",
                    note=note,
                    note_icon=sign,
                ),
                Cell(str(owns), bar=owns / 212, hatched=leaving, mark=0.76),
                Cell("–", tone="text3"),
                Cell("18", note=late, note_icon="late" if late else "", note_tone="bad"),
                Cell("38", Weight.BOLD, icon="knows alone"),
            ),
        )

    table.show_rows(
        [
            Row(
                0,
                (
                    Cell("No owner", Weight.MEDIUM, faces=(GAP,)),
                    Cell("12", Weight.BOLD, note="Assign…", note_tone="accent"),
                    "",
                    "",
                    "",
                ),
            ),
            person(1, "Lucía Romero", 187, "1 late"),
            person(2, "Jonas Weber", 212, "4 late", note="leaves 29 May", note_icon="leaving"),
            person(3, "Øystein Dahl", 141, note="away to 2 Jun", note_icon="away"),
        ],
        [Group(0, "Nobody in charge", tone="warn"), Group(1, "Sales", "6 people · 968 customers")],
    )
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


def right_side() -> QWidget:
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setSpacing(Space.S)
    days = DayBars()
    days.set_days([(TODAY - dt.timedelta(days=29 - at), (at * 7) % 13 * (at % 7 < 5)) for at in range(30)], TODAY)
    slider = DaySlider(dt.date(2024, 1, 1), dt.date(2026, 9, 1))
    slider.set_span(dt.date(2024, 1, 1), dt.date(2026, 9, 1), TODAY)
    slider.set_day(TODAY)
    slider.set_marks([(dt.date(2024, 4, 1), "add user", ""), (dt.date(2026, 5, 29), "leaving", "Jonas leaves")])
    letters = text_label("Nordlicht Handel", Size.GREETING, Weight.BOLD)
    for part in (
        heading("Stage: shape and word"),
        signs(
            ("lead", "Lead", "text"),
            ("prospect", "Prospect", "text"),
            ("customer", "Customer", "text"),
            ("former", "Former", "text"),
        ),
        signs(
            ("pleased", "pleased", "text2"),
            ("upset", "upset", "bad"),
            ("late", "3 days late", "bad"),
            ("do not call", "Do not call", "bad"),
        ),
        signs(
            ("call out", "Call out", "text2"),
            ("call in", "Call in", "text2"),
            ("meeting", "Meeting", "text2"),
            ("complaint", "Complaint", "bad"),
        ),
        line(
            Chip("Has e-mail", "email", True, True),
            Chip("Add filter", "add"),
            Tag("Key account"),
            KeyCap("Ctrl+K"),
            KeyCap("F2"),
            KeyCap("Ctrl+Return"),
        ),
        letters,
        text_label("Talleres Hermanos Ibáñez", Size.NAME, Weight.BOLD),
        text_label("Backups", Size.TITLE, Weight.BOLD),
        people(),
        SectionHeading("Who handles them", "4", "Hand over…"),
        Hairline(),
        days,
        slider,
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


def form_sheet() -> QWidget:
    sheet = QWidget()
    ground(sheet, "surface")
    sheet.resize(1000, 700)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(24, 24, 24, 24)
    row.setSpacing(40)
    phones = Repeated(
        "phones",
        "Phones",
        parts=(Part("number", "Number"),),
        kinds=(("office", "Office"), ("mobile", "Mobile")),
        add="Add a phone",
    )
    form = Form(
        "customer",
        [
            Line("name", "Name", hint="A name is enough for a start"),
            Choice("stage", "Stage", options=(("lead", "Lead"), ("customer", "Customer"))),
            Day("since", "Since"),
            Check("do_not_call", "Do not call"),
            Section("Reach"),
            phones,
            Tags("tags", "Tags"),
            Lines("note", "Note"),
        ],
    )
    form.set_values(
        {
            "name": "Talleres Hermanos Ibáñez",
            "since": TODAY,
            "do_not_call": True,
            "tags": ("Key account", "Newsletter"),
            "phones": (
                {"number": "+34 976 5", "kind": "office", "preferred": True},
                {"number": "+34 612 408 117", "kind": "mobile"},
            ),
        }
    )
    form.buttons("Save customer")
    form.refuse("phones.0", "Three digits are missing.")
    row.addWidget(form, 3)
    row.addWidget(
        EmptyState(
            "customers",
            "Your customers belong here",
            "One list for the whole house: companies and people, what passed between you, and who looks after them.",
            [
                FirstStep(
                    "import",
                    "Import what you have",
                    "Outlook, vCard or CSV. You look first, and can take it back later.",
                    NOTHING,
                    "Ctrl+I",
                ),
                FirstStep("add", "Add the first customer", "A name is enough for a start.", NOTHING, "Ctrl+N"),
            ],
        ),
        2,
    )
    return sheet


def window_sheet() -> QWidget:
    window = QWidget()
    window.resize(1100, 640)
    ground(window, "window")
    box = SearchBox(window)
    box.setParent(window)
    box.setGeometry(40, 12, 520, 30)
    found = Marked("Müller & Söhne Bäckerei", ((0, 6),))
    results = tuple(
        Result(
            at,
            found,
            Marked("Basel"),
            Marked("+41 61 301 22 18", ((7, 10),)),
            "customer",
            face_for(at, "Lucía Romero"),
            "do not call" if at == 2 else "",
        )
        for at in range(3)
    )
    window.show()
    box.setText("muller 301")
    box.setFocus()
    box.show_results(
        [
            ResultGroup("Customers", "3", results),
            ResultGroup(
                "Said or written",
                "1",
                (
                    Result(
                        9,
                        Marked("Call in, 3 Apr"),
                        Marked("“Frau Müller from desk 301 calls back”", ((6, 12),)),
                        icon="call in",
                    ),
                ),
            ),
        ],
        "muller 301",
    )
    box._open()
    menu = QMenu(window)
    for sign, words, key in (
        ("call", "Log a call", "Ctrl+L"),
        ("hand over", "Hand over…", "Ctrl+H"),
        ("copy card", "Copy card", "Ctrl+C"),
    ):
        action = menu.addAction(icon(sign), words)
        action.setShortcut(QKeySequence(key))
    menu.setActiveAction(menu.actions()[1])
    menu.setParent(window)
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.move(QPoint(700, 60))
    menu.show()
    messages = Messages(window)
    messages.say("Call with Vân Anh Dental saved, follow-up on Fri 15 May.", NOTHING)
    window.setProperty("messages", messages)
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
