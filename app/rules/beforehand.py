"""What a backup is made before, in the words that the list of backups tells, and what counts as large."""

from __future__ import annotations

from typing import Final

IMPORT: Final = "before a large import"
DEPARTURE: Final = "before a departure"
REWRITING: Final = "before the book was written anew"
LARGE_IMPORT: Final = 500
"""So many new customers: nobody looks at each of them, and a small firm's backup takes no longer than they do."""
