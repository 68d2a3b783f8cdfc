"""Opening the SQLite file behind a project: who may write, how it is journalled, and what SQLite's faults mean to a user."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock

from sqlite_utils import Database

from annotator import errors
from annotator.project import migrations
from annotator.texts import _

_HEADER = b"SQLite format 3\x00"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"})


_opened: set[Path] = set()
"""The files on which this process has, or has had, a connection."""
PATIENCE = 60
"""Seconds to wait for another program that writes: a merge of a large team is one transaction, and what is decided meanwhile waits."""
_looking = Lock()


def connect(path: Path, *, read_only: bool) -> Database:
    """A database on an existing project file; write-ahead log and full synchronisation unless it is for reading only."""
    _check_there(path)
    with _looking:
        # Where a file is closed, the system takes from this process all its locks on it, those of SQLite's connections too, and
        # another process could fold away a log that is in use. So the header is read only of files that were never open here.
        if path.resolve() not in _opened:
            _check_header(path)
            _opened.add(path.resolve())
    with explained(path):
        if read_only:
            _roll_back(path)
        connection = sqlite3.connect(
            _address(path, read_only=read_only), uri=True, isolation_level=None, timeout=PATIENCE
        )
        try:
            _prepare(connection, path, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return Database(connection)


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    _check_kind(path, application, found)  # another file may have taken the place of one that was open before
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    if not read_only:
        mode = "DELETE" if on_network(path) else "WAL"
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("PRAGMA synchronous = FULL")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def create(path: Path) -> Database:
    """A database on a new file, with the tables of the current format. Refuses a name that is taken."""
    with explained(path):
        _take_name(path)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
            migrations.migrate(Database(connection))
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
        connection.close()
    return connect(path, read_only=False)


def _take_name(path: Path) -> None:
    """Make the file, empty: the system says more clearly than SQLite why it cannot be."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError as error:
        raise errors.ProjectExists(path=path) from error
    except FileNotFoundError as error:
        raise errors.ProjectUnavailable(path=path, detail=_("its folder does not exist")) from error


def disconnect(db: Database, *, read_only: bool) -> None:
    """Close; the last one out folds the log back, so that a closed project is one file."""
    if not read_only:
        with suppress(sqlite3.OperationalError):  # another window still has it open
            db.conn.execute("PRAGMA busy_timeout = 0")
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.conn.execute("PRAGMA journal_mode = DELETE")
    db.conn.close()


def is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def on_network(path: Path) -> bool:
    """Whether the file lies on a network file system, where a write-ahead log is not safe. Known on Linux only."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    resolved = str(path.resolve())
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, file_system, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) >= len(best) and (resolved + "/").startswith(point.rstrip("/") + "/"):
            best, kind = point, file_system
    return kind in _NETWORK


@contextmanager
def writing(db: Database, path: Path) -> Iterator[None]:
    """One transaction that holds the file from its first line: all of it is stored, or nothing."""
    with explained(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into errors that a user can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise errors.ProjectBusy(path=path) from error
        if name.startswith("SQLITE_READONLY"):
            raise errors.ProjectReadOnly(path=path) from error
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise errors.DiskFull(path=path) from error
        if name.startswith("SQLITE_NOTADB"):
            raise errors.ProjectForeign(path=path) from error
        if name.startswith("SQLITE_CORRUPT"):
            raise errors.ProjectBroken(path=path, detail=str(error), remedy=_remedy(path)) from error
        if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            raise errors.ProjectUnavailable(path=path, detail=str(error)) from error
        raise
    except OSError as error:
        raise errors.ProjectUnavailable(path=path, detail=errors.reason(error)) from error


def backup_folder(path: Path) -> Path:
    """Where the rolling backups of a project stand."""
    return path.with_suffix(".backups")


def _remedy(path: Path) -> str:
    """Where to turn with a damaged project."""
    backups = backup_folder(path)
    if any(backups.glob("*")):
        return _("Open the newest backup in {folder}.").format(folder=backups)
    return _("There is no backup beside it; a copy from elsewhere is needed.")


def _address(path: Path, *, read_only: bool) -> str:
    address = path.resolve().as_uri()
    if not is_writable(path):
        # With no log beside it nobody is writing: immutable needs no lock file, so it works on read-only media. Elsewhere locks are
        # honoured: a connection that knows none would let go of this process' own when it is closed.
        return f"{address}?mode=ro" if Path(f"{path}-wal").exists() else f"{address}?mode=ro&immutable=1"
    return f"{address}?mode={'ro' if read_only else 'rw'}"


def _roll_back(path: Path) -> None:
    """Undo what a crash left half-written: until then the file cannot be opened for reading only."""
    if is_writable(path) and Path(f"{path}-journal").exists():
        connection = sqlite3.connect(_address(path, read_only=False), uri=True, timeout=PATIENCE)
        with closing(connection):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _check_there(path: Path) -> None:
    with explained(path):
        if not path.exists():
            raise errors.ProjectMissing(path=path)
        if not path.is_file():
            raise errors.ProjectForeign(path=path)


def _check_header(path: Path) -> None:
    with explained(path), path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_HEADER):
        raise errors.ProjectForeign(path=path)
    (found,) = struct.unpack(">i", header[60:64])
    (application,) = struct.unpack(">I", header[68:72])
    _check_kind(path, application, found)


def _check_kind(path: Path, application: int, found: int) -> None:
    if application != migrations.APPLICATION_ID:
        raise errors.ProjectForeign(path=path)
    if found > migrations.version():
        raise errors.ProjectNewer(path=path, found=found, known=migrations.version())
