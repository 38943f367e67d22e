"""The command line as scripts and IT use it: the same answers on both engines, sentences instead of tracebacks."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.book import open_book
from app.computer.places import desk_file
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.store import damage
from tests.damaged import spoil
from ui.cli import main

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:{family};{given};;;\nTEL;TYPE=WORK:{phone}\nEMAIL:{mail}\nEND:VCARD\n"
NAMELESS = "BEGIN:VCARD\nVERSION:3.0\nNOTE:who is this\nEND:VCARD\n"
Run = Callable[..., Any]


@pytest.fixture
def run(location: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the book at hand and answers its JSON; other exit codes than the one expected fail."""
    monkeypatch.setenv("HOUSEBOOK_BOOK", location)

    def go(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert main([*words, "--json"]) == code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        document = json.loads(out) if out else None
        return document if code == 0 else err.strip()

    made = go("create", location, "--firm", "Nordlicht Handel", "--owner", "ann", "--name", "Ann Becker", "--plain")
    assert (made["firm"], made["owner"]) == ("Nordlicht Handel", "ann")
    return go


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "fair.vcf"
    zoe = CARD.format(
        name="Zoë Müller", family="Müller", given="Zoë", phone="+49 30 1234567", mail="zoe@mueller.example"
    )
    ben = CARD.format(name="Ben Ng", family="Ng", given="Ben", phone="+44 20 7946 0018", mail="ben@ng.example")
    path.write_text(zoe + NAMELESS + ben, "utf-8")
    return path


def test_the_first_day_of_a_firm(run: Run, cards: Path) -> None:
    came = run("import", str(cards))
    assert {name: came[name] for name in ("files", "read", "added", "set_aside")} == {
        "files": 1,
        "read": 3,
        "added": 2,
        "set_aside": 1,
    }
    (zoe,) = run("find", "mueller")
    assert {**zoe, "id": 0} == {
        "id": 0,
        "name": "Zoë Müller",
        "kind": "person",
        "town": "",
        "phone": "+49 30 1234567",
        "email": "zoe@mueller.example",
        "handled_by": "",
    }
    key = str(zoe["id"])
    logged = run("log", key, "call", "wants", "an", "offer", "--direction", "in")
    assert run("users", "add", "ben", "--name", "Ben Okafor", "--role", "staff", "--team", "Service")[1:] == [
        {"login": "ben", "name": "Ben Okafor", "role": "staff", "team": "Service", "locked": False}
    ]
    given = run("assign", key, "ben", "--from", "2026-03-01", "--user", "ann")
    assert run("who", key, "--on", "2026-03-01", "--user", "ann")[0]["user"] == "ben"
    assert run("who", key, "--on", "2026-02-28", "--user", "ann") == []
    shown = run("show", "zoë müller", "--user", "ann")
    assert shown["touch_points"][0]["words"] == "wants an offer"
    assert shown["assignments"] == [{"role": "Owner", "user": "ben", "from": "2026-03-01", "until": None}]
    assert [phone["value"] for phone in shown["phones"]] == ["+49 30 1234567"]
    lines = run("journal", "--customer", key, "--user", "ann")
    assert [line["operation"] for line in lines] == [given["operation"], logged["operation"], came["operation"]]
    undone = run("undo", str(given["operation"]), "--user", "ann")
    assert (undone["undone"] > 0, undone["kept"]) == (True, [])
    assert run("who", key, "--user", "ann") == []
    assert run("journal", "--verify", "--user", "ann") == {"ok": True, "operations": 8, "broken_at": None}
    assert run("check", "--user", "ann") == {"ok": True, "problems": []}


def test_importing_the_same_file_twice_adds_nothing(run: Run, cards: Path) -> None:
    run("import", str(cards))
    again = run("import", str(cards))
    assert (again["added"], again["already_there"], again["operation"]) == (0, 2, None)
    assert len(run("journal")) == 2


def test_what_was_set_aside_can_be_mended_and_imported(run: Run, cards: Path) -> None:
    (aside,) = run("import", str(cards))["set_aside_files"]
    mended = Path(aside).read_text("utf-8").replace("NOTE:who is this", "FN:Somebody")
    Path(aside).write_text(mended, "utf-8")
    assert run("import", aside)["added"] == 1
    assert run("find", "somebody")[0]["name"] == "Somebody"


def test_a_dry_run_changes_nothing(run: Run, cards: Path) -> None:
    seen = run("import", str(cards), "--dry-run")
    assert (seen["added"], seen["set_aside"], seen["operation"]) == (2, 1, None)
    assert run("find", "zoe") == []
    assert sorted(path.name for path in cards.parent.glob("*.vcf")) == ["fair.vcf"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("show", "4711"), 1, "not in the book"),
        (("show", "nobody at all"), 1, "No customer fits"),
        (("undo", "4711"), 1, "no operation"),
        (("log", "4711", "call", "x"), 1, "not in the book"),
        (("assign", "4711", "ann"), 1, ""),
        (("users", "add", "ann", "--name", "Ann", "--role", "staff"), 1, "ann"),
        (("users", "remove", "ann"), 1, "nobody has a login of their own"),
        (("find", "x", "--user", "eve"), 1, "no user eve"),
        (("find", ""), 1, "Nothing was looked for"),
        (("find", " ", "?!"), 1, "Nothing was looked for"),
        (("import", "/no/such/file.vcf"), 1, "cannot be read"),
        (("who", "4711"), 1, "not in the book"),
        (("journal", "--customer", "4711"), 1, "not in the book"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, words: tuple[str, ...], code: int, sentence: str) -> None:
    said = run(*words, code=code)
    assert sentence in said and said.count("\n") == 0


def test_a_book_that_is_none_ends_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreign = tmp_path / "photo.png"
    foreign.write_bytes(b"\x89PNG\r\n" + b"x" * 5000)
    assert main(["find", "x", "--book", str(foreign)]) == 3
    assert main(["find", "x", "--book", str(tmp_path / "none.book")]) == 3
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("where", "said"),
    [("", "Say what the file"), ("there", "there is a folder. Say also"), ("firm.book", "already a file firm.book")],
)
def test_a_book_in_no_place_is_refused_with_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str, said: str
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "firm.book").write_bytes(b"mine")
    named = str(tmp_path / where) if where else ""
    assert main(["create", named, "--firm", "Nordlicht", "--owner", "ann", "--plain"]) == 1
    assert said in capsys.readouterr().err
    assert (tmp_path / "firm.book").read_bytes() == b"mine"


def test_what_was_done_to_a_user_is_said_above_the_list(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("users", "add", "ben", "--name", "Ben Okafor", "--role", "staff")
    assert main(["users", "lock", "ben"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Locked Ben Okafor out."
    assert {one["login"] for one in run("users", "unlock", "ben")} == {"ann", "ben"}


def test_usage_mistakes_end_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOUSEBOOK_BOOK", raising=False)
    for words in (
        ["find", "x"],
        ["fly"],
        ["who"],
        ["log", "1", "telegram", "x"],
        ["who", "1", "--on", "tomorrow"],
        ["undo", "9" * 30],
        ["find", "x", "--limit", "0"],
    ):
        with pytest.raises(SystemExit) as end:
            main(words)
        assert end.value.code == 2


def test_more_customers_than_a_page_leave_by_the_gate_only(run: Run, cards: Path) -> None:
    run("import", str(cards))
    assert len(run("find", "e", "--limit", "50")) == 2
    said = run("find", "e", "--limit", "51", code=1)
    assert said == "At most 50 customers are listed. For more of them use: housebook export FILE."


def test_people_get_lines_where_scripts_get_json(run: Run, cards: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", str(cards))
    assert main(["find", "mueller"]) == 0
    assert "Zoë Müller · +49 30 1234567 · zoe@mueller.example" in capsys.readouterr().out


def test_the_version_loads_neither_qt_nor_sqlalchemy() -> None:
    show = "try: main(['--version'])\nexcept SystemExit: pass"
    code = f"import sys; from ui.cli import main\n{show}\nprint(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.startswith("housebook ")
    assert "PySide6" not in loaded and "sqlalchemy" not in loaded


def test_sample_makes_the_book_where_none_is(location: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "--book", location, "--customers", "12", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made) == {"customers", "touch_points", "users", "seconds"} and made["customers"] == 12
    assert main(["check", "--book", location, "--json"]) == 0
    assert main(["find", "a", "--book", location, "--user", "ann"]) == 0
    assert main(["find", "a", "--book", location]) == 0, "the last one here need not be named again"


def test_check_tells_of_damage_in_its_document(
    tmp_path: Path, new_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = new_file.read_bytes()
    damaged = tmp_path / "damaged.book"
    damaged.write_bytes(whole[:20480] + b"\xff" * (len(whole) - 40960) + whole[-20480:])
    assert main(["check", "--book", str(damaged), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False and answer["problems"]


def test_check_says_what_is_wrong_and_what_to_do_before_any_detail(
    tmp_path: Path, new_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.book"
    shutil.copyfile(new_file, path)
    spoil(path, "changes")
    assert main(["check", "--book", str(path)]) == 1
    words, *details = capsys.readouterr().out.splitlines()
    assert words.startswith("The book is damaged: its file is not whole.")
    assert "Restore the last backup" in words
    assert 0 < len(details) <= 6 and all(line.startswith("  ") for line in details)
    assert main(["check", "--book", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["problems"]
    assert told[0] == words and len(told) >= len(details)
    assert not any("\n" in line or "***" in line for line in told)


def test_every_command_says_that_the_book_is_damaged(
    tmp_path: Path, new_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.book"
    shutil.copyfile(new_file, path)
    spoil(path, "stages")
    before = path.read_bytes()
    for words in (["users"], ["find", "ann"], ["journal"], ["users", "--json"]):
        assert main([*words, "--book", str(path), "--user", "ann"]) == 3
        assert "damaged" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_after_a_check_found_damage_no_command_writes_until_the_book_is_put_back(
    tmp_path: Path, new_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "_SMALL", 0)
    path = tmp_path / "firm.book"
    shutil.copyfile(new_file, path)
    spoil(path, "saved_lists")
    here = ["--book", str(path), "--user", "ann"]
    add = ["users", "add", "ben", "--name", "Ben Okafor", "--role", "staff", *here]
    assert main(["check", *here]) == 1
    before = path.read_bytes()
    capsys.readouterr()
    assert main(add) == 3
    told = capsys.readouterr()
    assert told.err.startswith("Not saved. The book is damaged: ") and "Restore the last backup" in told.err
    assert path.read_bytes() == before
    shutil.copyfile(new_file, path)
    assert main(["check", *here]) == 0
    assert main(add) == 0


def test_that_something_can_be_read_is_said_only_where_it_is(
    tmp_path: Path, new_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "damaged.book"
    shutil.copyfile(new_file, path)
    spoil(path, "teams")
    assert main(["find", "ann", "--book", str(path), "--user", "ann"]) == 3
    assert "What can still be read is shown." in capsys.readouterr().err
    spoil(path, "users")
    assert main(["find", "ann", "--book", str(path), "--user", "ann"]) == 3
    told = capsys.readouterr()
    assert "Restore the last backup" in told.err and "can still be read" not in told.err
    assert told.out == ""


@pytest.mark.parametrize("further", [(), ("--dry-run",)])
def test_an_import_of_which_nothing_comes_in_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], further: tuple[str, ...]
) -> None:
    nameless = tmp_path / "nameless.vcf"
    nameless.write_text(NAMELESS * 2, "utf-8")
    capsys.readouterr()
    assert main(["import", str(nameless), "--json", *further]) == 1
    told = capsys.readouterr()
    came = json.loads(told.out)
    assert (came["read"], came["added"], came["set_aside"]) == (2, 0, 2)
    assert told.err.startswith("Nothing ") and "set aside" in told.err and told.err.count("\n") == 1
    assert main(["import", str(nameless), *further]) == 1
    assert "2 cards read from 1 file: 0" in capsys.readouterr().out


def test_a_vcard_file_without_a_card_is_told_as_one(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.vcf"
    letter.write_text("Dear Ann,\nhow are you?\n", "utf-8")
    assert main(["import", str(letter)]) == 1
    told = capsys.readouterr().out
    assert "letter.vcf holds no card" in told and "BEGIN:VCARD" in told and "headings" not in told


def test_who_must_say_as_whom_is_told_the_logins(run: Run) -> None:
    run("users", "add", "ben", "--name", "Ben Okafor", "--role", "staff", "--user", "ann")
    desk_file().unlink(missing_ok=True)
    for words in (("users",), ("sample",), ("journal",)):
        said = run(*words, code=1)
        assert "--user LOGIN" in said and "ann, ben" in said


def test_a_missing_file_does_not_stop_the_others(run: Run, cards: Path) -> None:
    came = run("import", str(cards), "/no/such/file.vcf")
    assert (came["added"], came["set_aside"]) == (2, 2)
    assert came["reasons"][0]["reason"].startswith("/no/such/file.vcf cannot be read")


def test_files_of_which_nothing_could_be_read_are_refused(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 500)
    run("import", str(picture), code=1)


def test_a_touch_point_is_noted_with_a_person(run: Run, location: str) -> None:
    book = open_book(location, "ann")
    key = book.do(AddCustomer(name="Talleres")).answer
    book.do(AddContact(key, "Pilar Ibáñez"))
    book.close()
    run("log", str(key), "call", "x", "--contact", "pilar")
    assert run("show", str(key))["touch_points"][0]["contact"] == "Pilar Ibáñez"
    assert "Pilar" in run("log", str(key), "call", "x", "--contact", "nobody", code=1)


def test_an_owner_says_on_the_command_line_what_a_role_may_do(run: Run) -> None:
    run("users", "add", "ben", "--name", "Ben Okafor", "--role", "staff", "--user", "ann")
    changed = run(
        "roles", "set", "staff", "--may", "assign", "--may-not", "edit-customers", "--most", "5", "--user", "ann"
    )
    staff = next(one for one in changed if one["role"] == "staff")
    assert staff["may"] == ["see-customers", "log-touch-points", "assign", "undo-own"]
    assert (staff["most_at_once"], staff["given_freely"], staff["users"]) == (5, True, 1)
    assert "Ben Okafor is staff in this book and may not change what each role may do" in run(
        "roles", "set", "staff", "--may", "edit-customers", "--user", "ben", code=1
    )
    run("roles", "add", "Front desk", "--may", "see-customers", "--user", "ann")
    assert "There is no role clerk" in run("users", "role", "ben", "clerk", "--user", "ann", code=1)
    named = run("users", "role", "ben", "front desk", "--user", "ann")
    assert {one["login"]: one["role"] for one in named} == {"ann": "owner", "ben": "Front desk"}
    left = run("roles", "remove", "IT", "--user", "ann")
    assert [one["role"] for one in left] == ["owner", "manager", "staff", "viewer", "Front desk"]


def test_an_owner_restricts_a_customer_on_the_command_line(run: Run) -> None:
    run("users", "add", "ben", "--name", "Ben Okafor", "--role", "staff", "--user", "ann")
    with closing(open_book(os.environ["HOUSEBOOK_BOOK"], "ann")) as book:
        key = book.do(AddCustomer(name="Zoe Ltd")).answer
    assert "Say who opens it" in run("restrict", "zoe", "--user", "ann", code=1)
    (line,) = run("restrict", "zoe", "ann", "--user", "ann")
    assert (line["id"], line["name"], line["users"]) == (key, "Zoe Ltd", ["ann"])
    assert run("find", "zoe", "--user", "ben") == []
    assert "not in the book" in run("show", str(key), "--user", "ben", code=1)
    assert "may not restrict customers" in run("restrict", "--user", "ben", code=1)
    run("restrict", "Zoe Ltd", "ben", "--user", "ann")
    assert run("find", "zoe", "--user", "ann") == []
    assert [one["name"] for one in run("find", "zoe", "--user", "ben")] == ["Zoe Ltd"]
    assert run("restrict", str(key), "--open", "--user", "ann") == []
    assert [one["name"] for one in run("find", "zoe", "--user", "ann")] == ["Zoe Ltd"]
    run("roles", "set", "staff", "--sees", "own", "--fixed", "number", "phones", "--user", "ann")
    staff = next(one for one in run("roles", "--user", "ben") if one["role"] == "staff")
    assert (staff["sees"], staff["fixed"]) == ("own", ["number", "phones"])
    assert run("find", "zoe", "--user", "ben") == []


def test_more_likely_exports_than_are_told_are_counted(
    run: Run, cards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", str(cards))
    for number in range(7):
        run("export", str(tmp_path / f"{number}.csv"), "--reason", "Letters to the fair")
    bare = tmp_path / "bare.csv"
    bare.write_text("Name,E-mail\nZ,zoe@mueller.example\nB,ben@ng.example\n", "utf-8")
    told = run("ledger", "--find", str(bare))
    assert (len(told), [one["more"] for one in told]) == (5, [2] * 5)
    assert main(["ledger", "--find", str(bare)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "... and 2 more may be it: they hold at least half of its customers, too."


def test_canary_customers_are_seeded_listed_found_and_removed(run: Run, tmp_path: Path) -> None:
    cards = [CARD.format(name=f"No {n}", family="No", given=n, phone=n, mail=f"{n}@a.example") for n in range(10)]
    (tmp_path / "ten.vcf").write_text("".join(cards), "utf-8")
    run("import", str(tmp_path / "ten.vcf"))
    assert run("canaries") == []
    (seeded,) = run("canaries", "add", "Elvira Quintas", "--email", "elvira@letters.example", "--town", "Dresden")
    assert (seeded["kind"], seeded["town"], seeded["exports"]) == ("person", "Dresden", 0)
    assert "reaches only you" in run("canaries", "add", "Nobody", code=1)

    left = run("export", str(tmp_path / "out.vcf"), "--reason", "Letters to the fair")

    assert left["customers"] == 10
    (tmp_path / "mail.txt").write_text("To: elvira@letters.example")
    (line,) = run("ledger", "--find", str(tmp_path / "mail.txt"))
    assert (line["ledger"], line["how"], line["of_them"]) == (left["ledger"], "canaries", 1)
    assert line["canaries"] == [{"name": "Elvira Quintas", "by": ["e-mail"], "words": "Elvira Quintas (by e-mail)"}]
    (marked,) = run("ledger", "--find", str(tmp_path / "out.vcf"))
    assert (marked["how"], marked["canaries"][0]["by"]) == ("mark", ["e-mail", "name"])
    assert "no canary customer Nobody" in run("canaries", "remove", "Nobody", code=1)
    assert run("canaries", "remove", "elvira quintas") == []
