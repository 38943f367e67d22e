"""Only a disk that is known to be this computer's own gets the faster journal."""

import shutil
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import text

from app.book import Book, open_book
from app.errors import BookUnreachable
from app.features.lists import AddTag, tags
from app.store.place import LOCAL, bsd_mounts, file_system, is_shared, linux_mounts

LINUX = r"""sysfs /sys sysfs rw,nosuid 0 0
overlay / overlay rw,relatime,lowerdir=/a:/b 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sda2 /home ext4 rw 0 0
//nas/firm /home/ann/Our\040Firm cifs rw,vers=3.1 0 0
/dev/sdb1 /home/ann/Our\040Firm/local xfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
drive /home/ann/Drive fuse.rclone rw 0 0
firm /media/sf_firm vboxsf rw 0 0
host /media/host virtiofs rw 0 0
https://cloud /mnt/dav davfs rw 0 0
C: /mnt/c 9p rw 0 0
/etc/auto.nfs /net autofs rw 0 0
server:/x /net nfs4 rw 0 0
/dev/sdc1 /media/stick\134one vfat rw 0 0
/dev/sdd1 /media/windows fuseblk rw 0 0
odd /media/odd something_new rw 0 0
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ann@nas._smb._tcp.local/Firm on /Volumes/Our Firm (1) (smbfs, nodev, nosuid, mounted by ann)
/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev, nosuid, noowners)
cloud on /Volumes/Cloud (macfuse, nodev, mounted by ann)
"""


@pytest.mark.parametrize(
    ("path", "kind", "local"),
    [
        ("/srv/firm.book", "overlay", True),
        ("/tmp/firm.book", "tmpfs", True),
        ("/home/ann/firm.book", "ext4", True),
        ("/home/ann/Our Firm/firm.book", "cifs", False),
        ("/home/ann/Our Firm/local/firm.book", "xfs", True),
        ("/home/ann/Our Firms/firm.book", "ext4", True),
        ("/run/user/1000/gvfs/smb/firm.book", "fuse.gvfsd-fuse", False),
        ("/home/ann/Drive/firm.book", "fuse.rclone", False),
        ("/media/sf_firm/firm.book", "vboxsf", False),
        ("/media/host/firm.book", "virtiofs", False),
        ("/mnt/dav/firm.book", "davfs", False),
        ("/mnt/c/firm.book", "9p", False),
        ("/net/firm.book", "nfs4", False),
        ("/media/stick\\one/firm.book", "vfat", True),
        ("/media/windows/firm.book", "fuseblk", True),
        ("/media/odd/firm.book", "something_new", False),
    ],
)
def test_the_nearest_mount_tells_on_linux(path: str, kind: str, local: bool) -> None:
    assert file_system(PurePosixPath(path), linux_mounts(LINUX)) == kind
    assert (kind in LOCAL) is local


@pytest.mark.parametrize(
    ("path", "kind", "local"),
    [
        ("/Users/ann/firm.book", "apfs", True),
        ("/System/Volumes/Data/firm.book", "apfs", True),
        ("/Volumes/Our Firm (1)/firm.book", "smbfs", False),
        ("/Volumes/STICK/firm.book", "msdos", True),
        ("/Volumes/Cloud/firm.book", "macfuse", False),
        ("/System/Volumes/Data/home/firm.book", "autofs", False),
    ],
)
def test_the_nearest_mount_tells_on_a_mac(path: str, kind: str, local: bool) -> None:
    assert file_system(PurePosixPath(path), bsd_mounts(MAC)) == kind
    assert (kind in LOCAL) is local


def test_where_nothing_is_known_it_counts_as_shared() -> None:
    assert file_system(PurePosixPath("/home/ann/firm.book"), bsd_mounts("")) not in LOCAL


def manner(book: Book, name: str) -> str:
    with book._store.reading() as session:
        return str(session.execute(text(f"PRAGMA {name}")).scalar_one())


def test_a_local_book_is_written_ahead(file_book: Book) -> None:
    assert not is_shared(Path(file_book.location))
    assert (manner(file_book, "journal_mode"), manner(file_book, "synchronous")) == ("wal", "2")


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.file.is_shared", lambda _path: True)


def test_a_shared_book_has_a_journal_that_shares_can_bear(shared: None, tmp_path: Path, new_file: Path) -> None:
    path = tmp_path / "firm.book"
    shutil.copyfile(new_file, path)
    book = open_book(str(path), "ann")
    assert (manner(book, "journal_mode"), manner(book, "synchronous")) == ("truncate", "2")
    assert manner(book, "cache_spill") == "0"
    book.do(AddTag("Press"))
    assert len(book.ask(tags)) == 1
    assert not path.with_name("firm.book-wal").exists()
    book.close()


def test_a_journal_that_the_place_cannot_have_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.file._uri", lambda _path, _mode: "file::memory:")
    (tmp_path / "firm.book").touch()
    monkeypatch.setattr("app.store.sqlite.look", lambda _file: None)
    with pytest.raises(BookUnreachable, match="journal"):
        open_book(str(tmp_path / "firm.book"), "ann")
