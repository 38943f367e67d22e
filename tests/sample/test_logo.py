"""The logos: real PNG files, each another one."""

import struct
import zlib

from app.sample.logo import LOGOS, SIZE, logo


def test_every_logo_is_another_picture() -> None:
    pictures = [logo(number) for number in range(LOGOS)]
    assert len(set(pictures)) == LOGOS
    assert all(len(picture) < 5000 for picture in pictures)


def test_a_logo_is_a_whole_png() -> None:
    data, at, names, pixels = logo(3), 8, [], b""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + body),)
        names.append(name)
        pixels += zlib.decompress(body) if name == b"IDAT" else b""
        at += 12 + length
    assert names == [b"IHDR", b"IDAT", b"IEND"]
    assert len(pixels) == SIZE * (3 * SIZE + 1)
