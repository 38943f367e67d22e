"""Which pictures a book keeps."""

import pytest

from app.rules.pictures import fault, media_type

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (PNG, "image/png", ""),
        (b"\xff\xd8\xff\xe0", "image/jpeg", ""),
        (b"GIF89a", "image/gif", ""),
        (b"<svg/>", "", "not a PNG, JPEG or GIF file"),
        (b"", "", "not a PNG, JPEG or GIF file"),
        (PNG + bytes(10 * 1024 * 1024), "image/png", "larger than 10 MB"),
    ],
)
def test_kind_and_size(data: bytes, kind: str, why: str) -> None:
    assert (media_type(data), fault(data)) == (kind, why)
