"""Bytes of unknown encoding are read in time, whatever their lines look like."""

from __future__ import annotations

import time

from app.formats.encodings import decode


def test_a_long_plain_line_beside_letters_of_an_old_encoding_is_read_at_once() -> None:
    began = time.process_time()
    text = decode(b"NOTE:" + b"a" * 200_000 + b"\nFN:J\xf6rg M\xfcller\n")
    assert time.process_time() - began < 2
    assert text.endswith("FN:Jörg Müller\n")
