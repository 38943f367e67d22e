"""The firm's own lists and settings, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.book import Book, open_book
from app.errors import Conflict, NotAllowed, Refused
from app.features.lists import (
    AddRole,
    AddStage,
    AddTag,
    DeclareField,
    RenameField,
    RenameRole,
    RenameStage,
    RenameTag,
    fields,
    roles,
    stages,
    tags,
)
from app.features.settings import ChangeSetting, book_settings
from app.features.team import AddUser
from app.settings import SETTINGS, Setting, find_setting, fitting
from app.work import Command


def refusal(book: Book, command: Command[Any]) -> str | None:
    before = book.revision()
    with pytest.raises(Refused) as caught:
        book.do(command)
    assert book.revision() == before
    return caught.value.field


def test_a_stage_is_added_at_the_end_and_renamed(book: Book) -> None:
    done = book.do(AddStage("  Partner ", "stage star"))
    assert done.summary == "Added the stage Partner"
    assert [(row.name, row.sign, row.uses) for row in book.ask(stages)][-2:] == [
        ("Former", "former", 0),
        ("Partner", "stage star", 0),
    ]
    assert book.do(RenameStage(done.answer, "Reseller")).summary == "Renamed the stage Partner to Reseller"
    assert book.ask(stages)[-1].name == "Reseller"


def test_tags_stand_by_name(book: Book) -> None:
    for name in ("press", "Fair", "Ärzte"):
        book.do(AddTag(name))
    assert {row.name for row in book.ask(tags)} == {"press", "Fair", "Ärzte"}
    assert [row.name for row in book.ask(tags)][:2] == ["Fair", "press"]
    book.do(RenameTag(book.ask(tags)[0].id, "Trade fair"))
    assert "Trade fair" in [row.name for row in book.ask(tags)]


def test_the_owner_s_role_keeps_its_meaning_under_another_name(book: Book) -> None:
    owner = book.ask(roles)[0]
    assert owner.is_owner
    book.do(RenameRole(owner.id, "Account manager"))
    book.do(AddRole("Legal"))
    named = [(row.name, row.is_owner) for row in book.ask(roles)]
    assert named[0] == ("Account manager", True)
    assert named[-1] == ("Legal", False)


def test_fields_of_the_firm(book: Book) -> None:
    machine = book.do(DeclareField("Machine")).answer
    book.do(DeclareField("Region", "choice", ("North", " ", "South")))
    book.do(RenameField(machine, "Machines"))
    assert [(row.name, row.kind, row.choices) for row in book.ask(fields)] == [
        ("Machines", "text", ()),
        ("Region", "choice", ("North", "South")),
    ]


@pytest.mark.parametrize("make", [AddStage, AddTag, AddRole, DeclareField])
def test_names_are_there_once_short_and_not_empty(book: Book, make: Callable[[str], Command[int]]) -> None:
    book.do(make("Nordmanntanne"))
    for wrong in ("", " \u200b", "nordmannTANNE ", "x" * 61):
        assert refusal(book, make(wrong)) == "name"


def test_one_s_own_name_in_other_letters_is_no_clash(book: Book) -> None:
    tag = book.do(AddTag("press")).answer
    book.do(RenameTag(tag, "Press"))
    assert [row.name for row in book.ask(tags)] == ["Press"]
    assert book.do(RenameTag(tag, "Press")).operation is None


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddStage("Partner", "sun"), "sign"),
        (DeclareField("Region", "colour"), "kind"),
        (DeclareField("Region", "choice", ("North", " ")), "choices"),
    ],
)
def test_what_is_not_offered_is_refused(book: Book, command: Command[Any], field: str) -> None:
    assert refusal(book, command) == field


def test_only_who_may_change_the_book_changes_its_lists(book: Book, place: str) -> None:
    book.do(AddUser("val", "Val", "manager"))
    val = open_book(place, "val")
    commands: tuple[Command[Any], ...] = (AddTag("Press"), ChangeSetting("home_region", "CH"))
    for command in commands:
        with pytest.raises(NotAllowed):
            val.do(command)
    val.close()


def test_a_name_that_somebody_else_changed_meanwhile_is_not_overwritten(book: Book) -> None:
    stage, role = book.do(AddStage("Partner")).answer, book.do(AddRole("Deputy")).answer
    tag, field = book.do(AddTag("Press")).answer, book.do(DeclareField("Machine")).answer
    renames: tuple[tuple[Any, int, str], ...] = (
        (RenameStage, stage, "Partner"), (RenameRole, role, "Deputy"), (RenameTag, tag, "Press"),
        (RenameField, field, "Machine"),
    )  # fmt: skip
    for rename, key, was in renames:
        book.do(rename(key, "Theirs", was))
        with pytest.raises(Conflict) as clash:
            book.do(rename(key, "Mine", was))
        (seen,) = clash.value.fields
        assert (seen.field, seen.mine, seen.theirs, seen.original) == ("name", "Mine", "Theirs", was)
        assert book.do(rename(key, "Theirs", was)).operation is None
        assert book.do(rename(key, "Mine", "Theirs")).operation is not None


def test_a_setting_that_somebody_else_changed_meanwhile_is_not_overwritten(book: Book) -> None:
    book.do(ChangeSetting("home_region", "CH", "DE"))
    with pytest.raises(Conflict) as clash:
        book.do(ChangeSetting("home_region", "AT", "DE"))
    (seen,) = clash.value.fields
    assert (seen.field, seen.mine, seen.theirs, seen.original) == ("home_region", "AT", "CH", "DE")
    assert book.ask(book_settings)["home_region"] == "CH"
    assert book.do(ChangeSetting("home_region", "ch", "DE")).operation is None


def test_a_setting_of_the_book_holds_for_everybody(book: Book) -> None:
    assert book.ask(book_settings)["home_region"] == "DE"
    assert book.do(ChangeSetting("home_region", " ch ")).summary == "Changed the setting Home country to CH"
    assert book.ask(book_settings)["home_region"] == "CH"
    book.do(ChangeSetting("home_region", "DE"))
    assert book.ask(book_settings)["home_region"] == "DE"
    assert book.do(ChangeSetting("home_region", "DE")).operation is None


@pytest.mark.parametrize("value", ["Switzerland", "", "4", True, "C\x00"])
def test_a_value_that_a_setting_cannot_have_is_refused(book: Book, value: str | bool) -> None:
    assert refusal(book, ChangeSetting("home_region", value)) == "home_region"


@pytest.mark.parametrize("name", ["theme", "colour"])
def test_the_book_has_its_own_settings_only(book: Book, name: str) -> None:
    assert refusal(book, ChangeSetting(name, "dark")) == "name"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_every_setting_is_fit_for_its_default_and_says_what_it_is(setting: Setting) -> None:
    assert fitting(setting, setting.default) == setting.default
    assert setting.title
    assert setting.words
    assert find_setting(setting.name) is setting
    assert [one.name for one in SETTINGS].count(setting.name) == 1
