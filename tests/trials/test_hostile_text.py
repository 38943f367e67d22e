"""Text from the book is drawn as text wherever it shows; a widget that does otherwise is caught."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trials import Outcome, hostile_text
from tests.trials.hostile.canaries import Canaries

CAUGHT = {
    "markup": (
        "guesses what its text is",
        "the canary's colour was painted",
        "the picture's file was opened",
        "the text is not drawn as it is: '<img' is missing",
    ),
    "hang": ("nothing else happened for",),
    "turned": ("Kiel' is drawn from right to left",),
    "mnemonic": ("lost its '&'",),
    "unseen": ("the text is not drawn as it is: '#' is missing",),
    "unshown": ("ui.nowhere.Nowhere is shown by no view",),
}


@pytest.fixture(scope="module")
def both() -> tuple[Outcome, Outcome]:
    return hostile_text.with_controls(*CAUGHT)


def test_a_window_full_of_hostile_text_shows_it_as_text(both: tuple[Outcome, Outcome]) -> None:
    outcome, _ = both
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("how", CAUGHT)
def test_a_widget_that_is_as_none_may_be_is_caught(both: tuple[Outcome, Outcome], how: str) -> None:
    _, worse = both
    assert not worse.ok
    told = [line for line in worse.line.splitlines() if line.strip().startswith(f"worse, {how}: ")]
    for words in CAUGHT[how]:
        assert any(words in line for line in told), worse.line


def test_who_asks_the_server_or_opens_the_picture_is_seen(tmp_path: Path) -> None:
    """From another process: Python's own ways are seen before they get so far."""
    canaries = Canaries(tmp_path)
    assert canaries.touched() == []
    ask = f"import socket; socket.create_connection(('127.0.0.1', {canaries.port}), 5)"
    subprocess.run([sys.executable, "-c", ask], check=True)
    assert canaries.touched() == ["the server was asked"]
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", 1), 1):
        pass
    assert "socket.connect by Python" in canaries.touched()
    os.close(os.open(canaries.picture, os.O_RDONLY))
    assert any("the picture's file was opened" in one for one in canaries.touched())
