"""What kind of place a file stands in: this computer's disk, or a folder that others may share.

Only file systems known to be local count as local: a shared one taken for local can cost the book.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

LOCAL = (
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "jfs", "reiserfs", "nilfs2"}
    | {"tmpfs", "ramfs", "rootfs", "overlay"}
    | {"ntfs", "ntfs3", "fuseblk", "vfat", "msdos", "exfat"}
    | {"apfs", "hfs", "hfsplus", "ufs", "ffs", "hammer2"}
)
_LOCAL_DRIVES = {2, 3, 6}
"""Of GetDriveTypeW: removable, fixed, in memory."""

_MOUNTS = Path("/proc/self/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOUNT_LINE = re.compile(r"^.+? on (?P<point>/.*) \((?P<kind>[^,)]+)")

Mount = tuple[str, str]
"""Where something is mounted, and the type of its file system."""


def is_shared(path: Path) -> bool:
    """Whether the file's folder may lie on another computer; where this system does not tell, it may."""
    if sys.platform == "win32":
        return not _is_local_drive(path)
    if _MOUNTS.exists():
        mounts = linux_mounts(_MOUNTS.read_text(errors="surrogateescape"))
    else:
        mounts = bsd_mounts(_said_by_mount())
    return file_system(path.resolve(), mounts) not in LOCAL


def linux_mounts(table: str) -> Iterator[Mount]:
    """The mounts in the text of /proc/self/mounts, which writes blanks and the like as \\040."""
    for line in table.splitlines():
        _, point, kind, *_ = line.split(" ")
        yield _ESCAPED.sub(lambda sign: chr(int(sign[1], 8)), point), kind


def bsd_mounts(table: str) -> Iterator[Mount]:
    """The mounts in what macOS and the BSDs answer to `mount`: /dev/disk3s5 on /System/Volumes/Data (apfs, local)."""
    for line in table.splitlines():
        found = _MOUNT_LINE.match(line)
        if found:
            yield found["point"], found["kind"]


def file_system(path: PurePath, mounts: Iterable[Mount]) -> str:
    """The type of the file system mounted nearest above `path`, the last one mounted there; empty if unknown."""
    nearest, kind = "", ""
    for point, mounted in mounts:
        if len(point) >= len(nearest) and path.is_relative_to(point):
            nearest, kind = point, mounted
    return kind


def _said_by_mount() -> str:
    import subprocess  # which each start would pay for

    try:
        run = subprocess.run(["/sbin/mount"], capture_output=True, text=True, errors="replace", timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout


def _is_local_drive(path: Path) -> bool:
    """UNC paths and mapped letters alike lie elsewhere."""
    import ctypes

    root = path.absolute().anchor
    windll = getattr(ctypes, "windll")  # noqa: B009 - absent elsewhere than on Windows
    return not root.startswith("\\\\") and windll.kernel32.GetDriveTypeW(root) in _LOCAL_DRIVES
