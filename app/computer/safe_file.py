"""Small JSON files that are whole or absent: written beside, forced to the disk, then put in place."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from app.disk import replace_file

LOG = logging.getLogger(__name__)


def write_json(path: Path, content: Any) -> None:
    """Replace the file in one step; a crash leaves the old one or the new one."""
    replace_file(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def read_json(path: Path) -> Any:
    """What the file says; None where there is none. A damaged one is set aside and counts as none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        LOG.warning("%s is damaged; it was set aside", path)
        _set_aside(path)
        return None
    except OSError:
        LOG.warning("%s cannot be read", path, exc_info=True)
        return None


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(f"{path.name}.damaged"))
    except OSError:
        LOG.warning("%s cannot be set aside", path, exc_info=True)
