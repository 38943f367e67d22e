"""What cannot be a password: what anybody would try first."""

from __future__ import annotations

from string import digits, punctuation
from typing import Final

from app.errors import Refused
from app.rules.folding import fold

LEAST_LETTERS: Final = 8
"""Short ones are guessed from a copy of the keys file, however slow each guess is made."""
_LEAST_DIFFERENT: Final = 4
_PROGRAM: Final = "housebook"
_ADDED: Final = digits + punctuation + " "
"""What people put before or after a word to make it a password."""
_COMMON: Final = """
01234567 012345678 0123456789 12341234 12344321 12345678 123456789 1234567890 123123123 11223344 1122334455
87654321 987654321 9876543210 10203040 147258369 123qweasd
1q2w3e4r 1q2w3e4r5t q1w2e3r4 1qaz2wsx 1qazxsw2 1qay2wsx zaq12wsx qwer1234 asdf1234 a1b2c3d4 abc12345
p@ssword p@ssw0rd passw0rd pa$$word pa55word
abc abcd abcde abcdef abcdefg abcdefgh qwe qwer qwert qwerty qwertyu qwertyui qwertyuiop qwertz qwertzu qwertzui
qwertzuiop azerty azertyuiop asd asdf asdfg asdfgh asdfghj asdfghjk asdfghjkl zxcvbn zxcvbnm yxcvbn yxcvbnm
password passwort kennwort motdepasse contrasena wachtwoord haslo passwords mypassword secret geheim geheimnis
admin administrator root user guest test testtest testing demo sample default changeme letmein
welcome willkommen bienvenue bienvenido hello hallo bonjour iloveyou ichliebedich princess prinzessin sunshine
football fussball baseball basketball superman batman starwars pokemon dragon monkey shadow master trustno
computer internet whatever michelle jennifer alexander customers customer kunden office company
"""
"""The commonest ones, in letters as they are folded; with what is added before or after them they are no better."""


def refuse_weak(password: str, login: str, firm: str = "") -> None:
    """Raises Refused for a password that would be guessed at once; `firm`: whose book it opens."""
    if len(password) < LEAST_LETTERS:
        raise Refused(f"A password has at least {LEAST_LETTERS} letters; some words make a good one.", "password")
    if _would_be_guessed(password, login, firm):
        raise Refused("This password would be guessed at once. Choose another one.", "password")


def _would_be_guessed(password: str, login: str, firm: str) -> bool:
    known = {_joined(one) for one in (login, firm, *firm.split())} - {""}
    tried = {_joined(password), _joined(password.strip(_ADDED))}
    return len(set(password)) < _LEAST_DIFFERENT or not tried.isdisjoint(known.union(_COMMON.split(), (_PROGRAM,)))


def _joined(words: str) -> str:
    return "".join(fold(words).split())
