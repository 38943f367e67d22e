"""What kind of place a file stands in: this computer's disk, or a folder that others share."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs", "lustre"}
_MOUNTS = Path("/proc/self/mounts")


def is_shared(path: Path) -> bool:
    """Whether the file's folder lies on another computer, as far as this system tells."""
    if sys.platform == "win32":
        return _is_remote_drive(path)
    if not _MOUNTS.exists():
        return False
    return _file_system(path.resolve(), _MOUNTS.read_text(errors="replace")) in _NETWORK


def _file_system(path: Path, mounts: str) -> str:
    """The type of the file system mounted nearest above `path`, from the text of /proc/self/mounts."""
    nearest, kind = "", ""
    for line in mounts.splitlines():
        _, point, type_name, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) >= len(nearest) and path.is_relative_to(point):
            nearest, kind = point, type_name
    return kind


def _is_remote_drive(path: Path) -> bool:
    """UNC paths and mapped letters alike, by GetDriveTypeW (DRIVE_REMOTE is 4)."""
    import ctypes

    root = path.absolute().anchor
    windll = getattr(ctypes, "windll")  # noqa: B009 - absent elsewhere than on Windows
    return root.startswith("\\\\") or windll.kernel32.GetDriveTypeW(root) == 4
