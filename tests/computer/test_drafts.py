"""Nothing typed is lost: a draft comes back as the form had it, also after a crash."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.computer.drafts import Drafts

VALUES: dict[str, Any] = {
    "name": "Talleres Ibáñez",
    "since": date(2019, 3, 1),
    "do_not_call": True,
    "stage": None,
    "tags": ("Key account", "Fair"),
    "phones": ({"id": 7, "number": "+34 976 55 01 84", "kind": "office", "preferred": True},),
}


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path, "/books/firm.book")


def test_a_draft_comes_back_as_it_was(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save("customers.edit", "17", VALUES)
    assert Drafts(tmp_path, "/books/firm.book").load("customers.edit", "17") == VALUES
    at = drafts.saved_at("customers.edit", "17")
    assert at is not None
    assert timedelta() <= datetime.now(UTC) - at < timedelta(minutes=1)


def test_drafts_stand_apart_by_form_key_and_book(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save("log", "1", {"words": "one"})
    drafts.save("log", "2", {"words": "two"})
    Drafts(tmp_path, "/books/other.book").save("log", "1", {"words": "elsewhere"})
    assert drafts.load("log", "1") == {"words": "one"}
    assert drafts.load("edit", "1") is None
    assert [key for key, _ in drafts.all("log")] == ["2", "1"]


def test_a_dropped_draft_is_gone(drafts: Drafts) -> None:
    drafts.save("log", "1", {"words": "one"})
    drafts.drop("log", "1")
    drafts.drop("log", "1")
    assert drafts.load("log", "1") is None
    assert drafts.all("log") == []


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"values": 1}', '{"form": "log", "key": "1", "at": "x", "values": {}}']
)
def test_a_damaged_draft_counts_as_none(drafts: Drafts, tmp_path: Path, content: str) -> None:
    drafts.save("log", "1", {"words": "one"})
    (path,) = tmp_path.rglob("*.json")
    path.write_text(content, "utf-8")
    assert drafts.load("log", "1") is None
    assert drafts.all("log") == []


@settings(deadline=None)
@given(words=st.text(), key=st.text())
def test_whatever_is_typed_is_kept(tmp_path_factory: pytest.TempPathFactory, words: str, key: str) -> None:
    drafts = Drafts(tmp_path_factory.mktemp("drafts"), "book")
    drafts.save("log", key, {"words": words})
    assert drafts.load("log", key) == {"words": words}


def test_half_a_letter_does_not_keep_the_rest_from_being_kept(drafts: Drafts) -> None:
    drafts.save("log", "1", {"words": "one \ud83d two"})
    assert drafts.load("log", "1") == {"words": "one  two"}
