"""The program's own files."""

import pytest

from app.computer.resources import resource


def test_a_resource_is_found_by_its_path() -> None:
    assert resource("sample/products.txt").read_text("utf-8").startswith("grippers")


def test_a_missing_resource_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        resource("sample/none.txt").read_bytes()
