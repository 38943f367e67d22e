"""What is dragged from one page to another."""

from __future__ import annotations

from typing import Final

CUSTOMERS: Final = "application/x-housebook-customers"
"""Customers dragged from a list of this program: their ids as a JSON list, or with commas between."""
