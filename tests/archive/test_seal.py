"""The outermost shell of a backup: the age format, for two who can open it, and for nobody else."""

from __future__ import annotations

import io

import pyrage
import pytest

from app.archive.seal import as_identity, as_recipient, opening, sealing
from app.errors import NotAllowed, UnreadableFile
from app.keys.recovery import to_words
from app.keys.sealing import new_key, public_half
from ui.cli import main

FIRMS, PRINTED = new_key(), new_key()
BOTH = [public_half(FIRMS), public_half(PRINTED)]
WORDS = b"Talleres Ib\xc3\xa1\xc3\xb1ez" * 20_000


def sealed(publics: list[bytes] = BOTH) -> bytes:
    target = io.BytesIO()
    with sealing(target, publics) as stream:
        stream.write(WORDS)
    return target.getvalue()


@pytest.mark.parametrize(
    "private", [bytes(32), bytes(range(32)), b"\xff" * 32, FIRMS], ids=["zeros", "counted", "ones", "chance"]
)
def test_keys_are_written_as_age_writes_them(private: bytes) -> None:
    identity = pyrage.x25519.Identity.from_str(as_identity(private))
    assert str(identity) == as_identity(private)
    assert str(identity.to_public()) == as_recipient(public_half(private))


@pytest.mark.parametrize("private", [FIRMS, PRINTED], ids=["the firm's", "printed"])
def test_each_of_two_keys_opens_it_here_and_with_age_itself(private: bytes) -> None:
    data = sealed()
    with opening(io.BytesIO(data), [new_key(), private]) as stream:
        assert stream.read() == WORDS
    assert pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(as_identity(private))]) == WORDS


def test_no_other_key_opens_it() -> None:
    with pytest.raises(NotAllowed, match="other keys"), opening(io.BytesIO(sealed()), [new_key()]) as stream:
        stream.read()


def test_who_stops_reading_waits_for_nobody() -> None:
    with opening(io.BytesIO(sealed()), [FIRMS]) as stream:
        assert stream.read(8) == WORDS[:8]
    with pytest.raises(KeyError, match="mine"), opening(io.BytesIO(sealed()), [FIRMS]) as stream:
        raise KeyError("mine")


def test_a_full_disk_is_told_as_such() -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), sealing(Full(), BOTH) as stream:
        stream.write(WORDS)


@pytest.mark.parametrize(
    "data",
    [b"", b"age-encryption.org/v1\n", b"PK\x03\x04" * 99, sealed()[:200], sealed()[:-1]],
    ids=["empty", "its first line", "another kind", "its head", "its last byte missing"],
)
def test_what_is_no_such_file_or_only_part_of_one_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"), opening(io.BytesIO(data), [FIRMS]) as stream:
        stream.read()


def test_the_words_of_the_recovery_key_are_told_as_age_takes_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", to_words(PRINTED))
    assert main(["recovery", "age"]) == 0
    told = capsys.readouterr().out.strip()
    assert pyrage.decrypt(sealed(), [pyrage.x25519.Identity.from_str(told)]) == WORDS
