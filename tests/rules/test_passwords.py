"""What can be a password, and what would be guessed at once."""

from __future__ import annotations

import pytest

from app.errors import Refused
from app.rules.passwords import refuse_weak

FIRM = "Nordlicht Handel"


@pytest.mark.parametrize(
    "password",
    [
        "password", "Password", "PASSWORD1", "password2026!", "Passwort", "123Passwort", "p@ssw0rd", "12345678",
        "qwertz123", "Qwertyuiop", "1q2w3e4r", "iloveyou", "I love you", "welcome1", "Housebook", "housebook 2026",
        "nordlicht", "Nordlicht1", "nordlichthandel", "Nordlicht Handel!", "ann.becker", "ann.becker1", "aaaaaaaab",
    ],
)  # fmt: skip
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="guessed at once") as refused:
        refuse_weak(password, "ann.becker", FIRM)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password", ["correct horse", "sun boat grey kettle", "the password of Nordlicht", "密码密碼暗号合言葉"]
)
def test_words_that_have_nothing_to_do_with_each_other_make_one(password: str) -> None:
    refuse_weak(password, "ann.becker", FIRM)
