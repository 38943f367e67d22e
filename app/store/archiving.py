"""All that one state of a book holds, written as a backup: of the tables that this program has, or of earlier ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Connection, inspect

from app import clock
from app.archive.form import FILES_TABLE, FORMAT, Header, Manifest, Shape
from app.archive.writing import archive_in
from app.disk import sync_file
from app.errors import BookUnreachable
from app.store.backup_seal import Sealing, sealing_of
from app.store.dumping import files_of, last_key, lines_of
from app.store.hot import run
from app.store.lines import shapes_in
from app.store.whole_files import put_in_place, unfinished

ENDING: Final = ".hbk"
Meter = Callable[[], object]
"""Says how far it is; raises Stopped where somebody asked for an end."""
_BOOK: Final = "SELECT uid, firm, revision, head FROM book"
_STEP: Final = "SELECT version_num FROM alembic_version"
_STANDS_STILL: Final = "LOCK TABLE operations IN SHARE MODE"
_MOST_LETTERS: Final = 40
_NO_COPY: Final = "A backup of it has to be made before, which cannot be written into {folder}: {why}."


def write_archive(
    connection: Connection,
    target: IO[bytes],
    tables: Mapping[str, Shape],
    sealing: Sealing,
    meter: Meter,
    keys: bytes | None = None,
) -> tuple[Header, Manifest]:
    """Rows, files and, of an encrypted book, its `keys` file."""
    ((uid, firm, revision, head),) = run(connection, _BOOK, {}).fetchall()
    ((step,),) = run(connection, _STEP, {}).fetchall()
    header = Header(
        FORMAT, step, f"Housebook {version('housebook')}", firm, uid, revision, clock.now().isoformat(),
        connection.dialect.name, last_key(connection), keys is not None, dict(tables),
    )  # fmt: skip
    with archive_in(target, sealing.publics, header) as archive:
        for table, shape in tables.items():
            with closing(lines_of(connection, table, shape)) as lines:
                archive.add_table(table, _reported(lines, meter))
            if table == FILES_TABLE:
                for digest, data in files_of(connection):
                    meter()
                    archive.add_file(digest, data)
        if keys is not None:
            archive.add_keys(keys)
        return header, archive.sign(head, sealing.signing)


def file_name(header: Header) -> str:
    """Whose book it is of, which revision, and when it was made."""
    stamp = datetime.fromisoformat(header.at).strftime("%Y%m%d-%H%M%S")
    return f"{_begun(header.firm, header.revision)}-{stamp}{ENDING}"


def _begun(firm: str, revision: int) -> str:
    letters = re.sub(r"\W+", "-", firm).strip("-")[:_MOST_LETTERS] or "book"
    return f"{letters}-{revision:08}"


def keep_archive(connection: Connection, folder: Path, ending: str) -> Path | None:
    """Before a server's book is brought up: a backup of it as an earlier program had it, on this computer, while nobody
    writes into the book. Nothing where its first backup is yet to be made. Raises BookUnreachable.

    A book that could not be brought up stands as before: then what an earlier try kept is there already.
    """
    sealing = sealing_of(connection) if "backup_keys" in inspect(connection).get_table_names() else None
    if sealing is None:
        return None
    connection.exec_driver_sql(_STANDS_STILL)
    ((_, firm, revision, head),) = run(connection, _BOOK, {}).fetchall()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{_begun(firm, revision)}-{head[:8]}.{ending}{ENDING}"
        return path if path.exists() else _written(connection, path, sealing)
    except OSError as fault:
        raise BookUnreachable(_NO_COPY.format(folder=folder, why=fault.strerror or "it does not answer")) from fault


def _written(connection: Connection, path: Path, sealing: Sealing) -> Path:
    half = unfinished(path)
    try:
        with half.open("xb") as target:
            write_archive(connection, target, shapes_in(connection), sealing, lambda: None)
        sync_file(half)
        put_in_place(half, path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return path


def _reported(lines: Iterator[bytes], meter: Meter) -> Iterator[bytes]:
    """The same lines; between them the work can be stopped."""
    for some in lines:
        meter()
        yield some
