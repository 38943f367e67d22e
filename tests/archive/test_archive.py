"""An archive from end to end: what went in comes out, the plain tools open it, and nothing else passes for one."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pyrage
import pytest
import zstandard

from app.archive.form import FORMAT, PIECE_BYTES, Header, Manifest, Shape, signature_over
from app.archive.reading import Keys, Lines, Picture, Piece, Signed, archive_from
from app.archive.seal import as_identity, sealing
from app.archive.writing import Archive, archive_in
from app.errors import HousebookError, NotAllowed, Refused, UnreadableFile
from app.keys.sealing import new_key, public_half
from app.keys.slots import firm_of, new_signing_key

PRIVATE, SIGNING = new_key(), new_signing_key()
PUBLICS = [public_half(PRIVATE), public_half(new_key())]
PICTURE = b"\x89PNG" * 50
DIGEST = sha256(PICTURE).hexdigest()
ROWS = b'[1,"Talleres Ib\xc3\xa1\xc3\xb1ez"]\n[2,null]\n'
TABLES = {"files": Shape(["digest"], {"digest": "text"}), "customers": Shape(["id"], {"id": "number", "name": "text"})}
HEADER = Header(FORMAT, "0014", "Housebook", "Firm", "uid", 7, "2026-11-22T20:00:00+00:00", "sqlite", 99, True, TABLES)


def fill(archive: Archive) -> Manifest:
    archive.add_table("files", [f'["{DIGEST}"]\n'.encode()])
    archive.add_file(DIGEST, PICTURE)
    archive.add_table("customers", iter([ROWS[:30], ROWS[30:]]))
    archive.add_keys(b"{}")
    return archive.sign("head", SIGNING)


def made(header: Header = HEADER, publics: list[bytes] = PUBLICS) -> bytes:
    target = io.BytesIO()
    with archive_in(target, publics, header) as archive:
        fill(archive)
    return target.getvalue()


def read(data: bytes, private: bytes = PRIVATE, signers: tuple[bytes, ...] | None = (firm_of(SIGNING),)) -> list[Piece]:
    with archive_from(io.BytesIO(data), [private], signers) as pieces:
        return list(pieces)


def entries(data: bytes) -> list[tuple[str, bytes]]:
    """What the tools see in it."""
    plain = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(as_identity(PRIVATE))])
    with zstandard.ZstdDecompressor().stream_reader(plain) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar]  # type: ignore[union-attr]


def packed(found: list[tuple[str, bytes]], kind: bytes = tarfile.REGTYPE) -> bytes:
    """An archive that holds these entries, put together by the tools and sealed for the same keys."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in found:
            about = tarfile.TarInfo(name)
            about.size, about.type = len(data), kind
            tar.addfile(about, io.BytesIO(data))
    return sealed(zstandard.compress(plain.getvalue()))


def sealed(plain: bytes) -> bytes:
    target = io.BytesIO()
    with sealing(target, PUBLICS) as stream:
        stream.write(plain)
    return target.getvalue()


def test_what_went_in_comes_out_in_its_order() -> None:
    header, files, picture, customers, keys, end = read(made())
    assert header == HEADER
    assert files == Lines("files", f'["{DIGEST}"]\n'.encode())
    assert picture == Picture(DIGEST, PICTURE)
    assert customers == Lines("customers", ROWS)
    assert keys == Keys(b"{}")
    assert isinstance(end, Signed)
    assert end.manifest.tables["customers"].rows == 2
    assert (end.manifest.rows, end.manifest.head, end.signer) == (3, "head", firm_of(SIGNING))


def test_a_large_table_goes_on_in_further_entries_and_is_digested_as_one() -> None:
    line = b'["' + b"x" * 1_000_000 + b'"]\n'
    lines = [line] * (PIECE_BYTES // len(line) + 2)
    target = io.BytesIO()
    with archive_in(target, PUBLICS, replace(HEADER, tables={"customers": TABLES["customers"]})) as archive:
        archive.add_table("customers", iter(lines))
        archive.sign("", SIGNING)
    names = [name for name, _ in entries(target.getvalue())]
    assert names == [
        "header.json",
        "tables/customers.jsonl",
        "tables/customers.jsonl.0002",
        "manifest.json",
        "manifest.sig",
    ]
    *found, end = read(target.getvalue())
    assert b"".join(one.data for one in found if isinstance(one, Lines)) == b"".join(lines)
    assert isinstance(end, Signed)
    assert end.manifest.tables["customers"].sha256 == sha256(b"".join(lines)).hexdigest()


@pytest.mark.skipif(not (shutil.which("zstd") and shutil.which("tar")), reason="needs the tools zstd and tar")
def test_zstd_and_tar_open_what_age_decrypts(tmp_path: Path) -> None:
    plain = pyrage.decrypt(made(), [pyrage.x25519.Identity.from_str(as_identity(PRIVATE))])
    (tmp_path / "backup.tar.zst").write_bytes(plain)
    subprocess.run(["zstd", "-q", "-d", "backup.tar.zst"], cwd=tmp_path, check=True)
    subprocess.run(["tar", "-x", "-f", "backup.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / "tables/customers.jsonl").read_bytes() == ROWS
    assert (tmp_path / f"files/{DIGEST}").read_bytes() == PICTURE
    assert {one.name for one in tmp_path.iterdir()} >= {"header.json", "manifest.json", "manifest.sig", "keys"}


def test_another_firm_s_is_refused_even_with_our_seal() -> None:
    with pytest.raises(UnreadableFile, match="not signed by the firm"):
        read(made(), signers=(firm_of(new_signing_key()),))
    with pytest.raises(NotAllowed, match="other keys"):
        read(made(), private=new_key())
    assert read(made(), signers=None)


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(Refused, match="newer Housebook"):
        read(made(replace(HEADER, format=FORMAT + 1)))


Forgery = Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]


def _with(name: str, data: Callable[[bytes], bytes]) -> Forgery:
    return lambda found: [(one, data(old) if one == name else old) for one, old in found]


def _signed_by_another(found: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    manifest = dict(found)["manifest.json"]
    return [*found[:-1], ("manifest.sig", signature_over(manifest.replace(b"head", b"tail"), SIGNING))]


FORGERIES: dict[str, Forgery] = {
    "a row more": _with("tables/customers.jsonl", lambda data: data + b'[3,"x"]\n'),
    "another value": _with("tables/customers.jsonl", lambda data: data.replace(b"null", b"true")),
    "half a line": _with("tables/customers.jsonl", lambda data: data[:-1]),
    "another header": _with("header.json", lambda data: data.replace(b'"revision": 7', b'"revision": 8')),
    "a header of lists": _with("header.json", lambda _: b"[]"),
    "no header": lambda found: found[1:],
    "a table less": lambda found: [one for one in found if "customers" not in one[0]],
    "tables swapped": lambda found: [found[0], *found[3:4], *found[1:3], *found[4:]],
    "a table twice": lambda found: [*found[:4], found[3], *found[4:]],
    "a piece more": lambda found: [*found[:4], ("tables/customers.jsonl.0002", b"[9,null]\n"), *found[4:]],
    "another picture": _with(f"files/{DIGEST}", lambda data: data + b"x"),
    "a picture more": lambda found: [*found[:3], (f"files/{sha256(b'x').hexdigest()}", b"x"), *found[3:]],
    "a picture less": lambda found: [one for one in found if not one[0].startswith("files")],
    "other keys": _with("keys", lambda _: b"[]"),
    "no keys": lambda found: [one for one in found if one[0] != "keys"],
    "no manifest": lambda found: [one for one in found if one[0] != "manifest.json"],
    "another manifest": _with("manifest.json", lambda data: data.replace(b"head", b"tail")),
    "no signature": lambda found: found[:-1],
    "an empty signature": _with("manifest.sig", lambda _: b"{}"),
    "a signature of something else": _signed_by_another,
    "more at the end": lambda found: [*found, ("more", b"")],
    "a way out of the folder": lambda found: [*found[:1], ("../../tables/files.jsonl", found[1][1]), *found[2:]],
    "an absolute way": lambda found: [*found[:1], ("/tables/files.jsonl", found[1][1]), *found[2:]],
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("what", FORGERIES)
def test_what_was_changed_by_who_can_seal_it_is_refused(what: str) -> None:
    with pytest.raises(UnreadableFile):
        read(packed(FORGERIES[what](entries(made()))))


def test_the_tools_own_archive_of_the_same_entries_is_one() -> None:
    assert read(packed(entries(made()))) == read(made())


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_other_things_are_refused(kind: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(packed([("header.json", b"")], kind))


def test_what_blows_up_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.archive.entries._ALWAYS_BYTES", 256 << 20)
    about = tarfile.TarInfo("header.json")
    about.size = (8 << 30) - 1
    with pytest.raises(UnreadableFile):
        read(sealed(zstandard.compress(about.tobuf(tarfile.USTAR_FORMAT) + bytes(1 << 20))))
    lines = tarfile.TarInfo("tables/files.jsonl")
    lines.size = 60 << 20
    many = (lines.tobuf(tarfile.USTAR_FORMAT) + bytes(lines.size)) * 6
    with pytest.raises(UnreadableFile):
        read(sealed(zstandard.compress(many)))
    wide = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=27))
    with pytest.raises(UnreadableFile):
        read(sealed(wide.compress(bytes(200 << 20))))


def test_one_letter_that_went_to_thousands_is_no_bomb() -> None:
    letters = (f'[{number},"{"Dear customer, " * 4_000}"]\n'.encode() for number in range(6_000))
    target = io.BytesIO()
    with archive_in(target, PUBLICS, HEADER) as archive:
        archive.add_table("files", [])
        archive.add_table("customers", letters)
        archive.add_keys(b"{}")
        archive.sign("head", SIGNING)
    assert target.tell() * 300 < 300 << 20, "packed as tight as a bomb"

    target.seek(0)
    with archive_from(target, [PRIVATE], (firm_of(SIGNING),)) as pieces:
        rows = sum(piece.data.count(b"\n") for piece in pieces if isinstance(piece, Lines))

    assert rows == 6_000


def damages(data: bytes, chance: Random) -> Iterator[bytes]:
    """Bits flipped, cut off, zeroed, doubled, swapped, put behind one another."""
    for _ in range(60):
        spot = chance.randrange(len(data))
        yield data[:spot] + bytes([data[spot] ^ 1 << chance.randrange(8)]) + data[spot + 1 :]
    for _ in range(30):
        yield data[: chance.randrange(len(data))]
    for _ in range(20):
        start, other = sorted(chance.randrange(len(data)) for _ in range(2))
        yield data[:start] + bytes(other - start + 1) + data[other + 1 :]
        yield data[:other] + data[start:]
    yield data + data
    yield data + b"\n"
    yield data[len(data) // 2 :] + data[: len(data) // 2]


def test_no_damaged_archive_passes_and_each_is_a_sentence() -> None:
    whole, passed = made(), []
    for number, damaged in enumerate(damages(whole, Random(20261122))):
        if damaged == whole:
            continue
        try:
            read(damaged)
        except HousebookError as fault:
            assert fault.words.endswith(".")
        else:
            passed.append(number)
    assert passed == []
