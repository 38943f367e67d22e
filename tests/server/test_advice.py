"""What whoever prepares a server hears of how people will reach it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from app import server_book


def advice(host: str, ssl: bool, mode: str | None, password: bool = True) -> str:
    """Of a connection as the driver describes it: hosts, TLS and passwords that no server of the tests has."""
    parameters = {} if mode is None else {"sslmode": mode}
    raw: Any = SimpleNamespace(
        info=SimpleNamespace(host=host, get_parameters=lambda: parameters),
        pgconn=SimpleNamespace(ssl_in_use=ssl, used_password=password),
    )
    connection = SimpleNamespace(connection=SimpleNamespace(dbapi_connection=raw))
    return " ".join(server_book.advice(cast("Connection", connection)))


def test_without_tls_it_says_that_others_read_along() -> None:
    told = advice("db.example", ssl=False, mode=None)
    assert "The connection to db.example is not encrypted" in told and "?sslmode=verify-full" in told


@pytest.mark.parametrize("mode", [None, "prefer", "require", "verify-ca"])
def test_with_tls_that_checks_nobody_it_says_who_could_pass_as_the_server(mode: str | None) -> None:
    told = advice("db.example", ssl=True, mode=mode)
    assert "is encrypted, but another computer could pass itself off as the server" in told and "verify-full" in told


def test_with_tls_that_is_checked_there_is_nothing_to_say() -> None:
    assert advice("db.example", ssl=True, mode="verify-full") == ""


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1", "/var/run/postgresql"])
def test_on_the_same_computer_tls_is_not_missed(host: str) -> None:
    assert advice(host, ssl=False, mode=None) == ""


def test_a_server_that_asks_for_no_password_is_told() -> None:
    assert "let this login in without a password" in advice("localhost", ssl=False, mode=None, password=False)
