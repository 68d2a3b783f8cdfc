"""Files in and out: bounded reading, lines with their numbers, and writing that leaves a whole file or none."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from annotator.errors import (
    DiskFull,
    FileEncodingUnknown,
    FileTooLarge,
    FileUnreadable,
    FileUnwritable,
    LineTooLong,
    RecordInvalid,
    WarraqError,
    reason,
)
from annotator.formats.encoding import SNIFFED, sniff
from annotator.texts import _

MEGABYTE = 1_000_000
DOCUMENT_LIMIT = 20 * MEGABYTE
"""Bytes of one document, as a file or as a record."""
LINE_LIMIT = 100 * MEGABYTE
"""Bytes of one line: the largest document with its spans."""
PROJECT = ".warraq"
_NUMBER = re.compile(r"\d{1,30}")
MANIFEST = "manifest.json"
"""What an export writes beside its files: what it holds, and from what. It begins as follows."""
MANIFEST_HEAD = '{\n "warraq": "manifest"'


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to read bytes from; only a real file, since a device or pipe may never end. Raises FileUnreadable."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadable(path=path, detail=_("it is no file") if not is_folder(path) else _("it is a folder"))
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise FileUnreadable(path=path, detail=reason(error)) from error
    except ValueError as error:
        # A path with a NUL in it, for one.
        raise FileUnreadable(path=path, detail=str(error)) from error


def read_whole(path: Path) -> bytes:
    """The bytes of a file of one document. Raises FileTooLarge before reading, FileUnreadable."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(DOCUMENT_LIMIT + 1) if size <= DOCUMENT_LIMIT else b""
    if size > DOCUMENT_LIMIT or len(data) > DOCUMENT_LIMIT:
        size = max(size, len(data))
        raise FileTooLarge(path=path, size=-(-size // MEGABYTE), limit=DOCUMENT_LIMIT // MEGABYTE)
    return data


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    sha256 = hashlib.sha256()
    with opened(path) as file:
        while data := file.read(MEGABYTE):
            sha256.update(data)
    return sha256.hexdigest()


def is_folder(path: Path) -> bool:
    """Whether a folder is there; not so where the system does not say."""
    return os.path.isdir(path)  # noqa: PTH112 — that of Path raises for a name that is too long


def is_file(path: Path) -> bool:
    """Whether a file is there; not so where the system does not say."""
    return os.path.isfile(path)  # noqa: PTH113 — as above


def head(path: Path) -> bytes:
    """The first bytes of a file, to recognise it by."""
    with opened(path) as file:
        return file.read(SNIFFED)


def is_database(head: bytes) -> bool:
    """Whether a file that begins so is an SQLite database, as a project is."""
    return head.startswith(b"SQLite format 3\0")


def is_manifest(path: Path) -> bool:
    """Whether a file is the manifest of an export, by its name and first bytes."""
    if not path.name.endswith(MANIFEST):
        return False
    try:
        return head(path).startswith(MANIFEST_HEAD.encode())
    except FileUnreadable:
        return False


def manifest_path(path: Path, *, folder: bool) -> Path:
    """Where the manifest of an export stands: in its folder, or beside its file."""
    return path / MANIFEST if folder else path.with_name(f"{path.name}.{MANIFEST}")


def place(path: Path | str, line: int | str) -> str:
    """How a line, or a part of another name, of a file is named to the user."""
    if isinstance(line, str) and not line.isdecimal():
        return _("{path}, {part}").format(path=path, part=line)
    return _("{path}, line {line}").format(path=path, line=line)


def numbered_lines(path: Path, encoding: str | None = None) -> Iterator[tuple[int, str | WarraqError]]:
    """The lines of a file from 1, without their ends; a line that cannot be read is the error that says why.

    One bad line does not hide the others. Raises FileUnreadable, FileBinary, EncodingUnknown.
    """
    with opened(path) as file:
        name, bom = sniff(file.read(SNIFFED), str(path), encoding)
        file.seek(len(bom))
        yield from _utf8_lines(file, path, len(bom)) if name == "utf-8" else _other_lines(file, path, name)


def _utf8_lines(file: BinaryIO, path: Path, position: int) -> Iterator[tuple[int, str | WarraqError]]:
    number = 0
    while data := file.readline(LINE_LIMIT):
        number += 1
        length = len(data)
        if length == LINE_LIMIT and not data.endswith(b"\n"):
            data = b""
            while rest := file.readline(MEGABYTE):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, LineTooLong(place=place(path, number), limit=LINE_LIMIT // MEGABYTE)
        else:
            yield number, _utf8_line(data, path, number, position)
        position += length


def _utf8_line(data: bytes, path: Path, number: int, position: int) -> str | WarraqError:
    try:
        return _without_end(data.decode())
    except UnicodeDecodeError as error:
        return FileEncodingUnknown(path=place(path, number), encoding="UTF-8", position=position + error.start)


def _other_lines(file: BinaryIO, path: Path, encoding: str) -> Iterator[tuple[int, str | WarraqError]]:
    reader = io.TextIOWrapper(file, encoding, newline="\n")
    number = 0
    try:
        while line := reader.readline(LINE_LIMIT):
            number += 1
            if len(line) == LINE_LIMIT and not line.endswith("\n"):
                yield number, LineTooLong(place=place(path, number), limit=LINE_LIMIT // MEGABYTE)
                return
            yield number, _without_end(line)
    except UnicodeDecodeError:
        detail = _("its bytes are not {encoding} from here on").format(encoding=encoding)
        yield number + 1, RecordInvalid(place=place(path, number + 1), detail=detail)
    finally:
        reader.detach()


def _without_end(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def walk(folder: Path) -> Iterator[Path | FileUnreadable]:
    """The files of a folder and its folders in natural order; hidden ones and projects are passed over, links to folders not followed."""
    waiting = [str(folder)]  # as text, since there may be a million of them
    while waiting:
        path = Path(waiting.pop())
        if path == folder or (is_folder(path) and not path.is_symlink()):
            try:
                names = sorted((entry.name for entry in os.scandir(path)), key=_natural, reverse=True)
            except OSError as error:
                yield FileUnreadable(path=path, detail=reason(error))
                continue
            waiting += [f"{path}/{name}" for name in names if not name.startswith(".") and PROJECT not in name]
        elif not is_folder(path):
            yield path


def _natural(name: str) -> tuple[str, str]:
    """File 2 before file 10, in any digits: before a number stands how many digits it has."""
    return _NUMBER.sub(_measured, name.casefold()), name


def _measured(found: re.Match[str]) -> str:
    digits = str(int(found[0]))
    return chr(len(digits)) + digits


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the system refuses in the block, as a user has to know it. Raises FileUnwritable, DiskFull."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise DiskFull(path=path) if full else FileUnwritable(path=path, detail=reason(error)) from error


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes its place when the block ends, and is gone when the block fails.

    Raises FileUnwritable and DiskFull; what stood at ``path`` before stands until then.
    """
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name[:100]}.{uuid.uuid4().hex[:8]}.part")
    try:
        with _explained(path):
            if refused := _refused(target):
                raise FileUnwritable(path=path, detail=refused)
            aside.touch()
            yield aside
            _replace(aside, target)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def written_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to write into; it takes its place when the block ends, and is gone when the block fails.

    Only an empty folder, or one that an export made, is replaced. Raises FileUnwritable and DiskFull.
    """
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name[:100]}.{uuid.uuid4().hex[:8]}.part")
    try:
        with _explained(path):
            if refused := _folder_refused(target):
                raise FileUnwritable(path=path, detail=refused)
            aside.mkdir()
            yield aside
            _replace_folder(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def make_folder(path: Path, *, parents: bool = False) -> None:
    """Make a folder unless it is there. Raises FileUnwritable."""
    try:
        path.mkdir(parents=parents, exist_ok=True)
    except FileNotFoundError as error:
        raise FileUnwritable(path=path, detail=_("its folder does not exist")) from error
    except OSError as error:
        raise FileUnwritable(path=path, detail=reason(error)) from error


def _refused(target: Path) -> str:
    """Why nothing may be written there, if so: a project must not be replaced by an export, nor a device by a file."""
    if target.is_dir():
        return _("it is a folder")
    if not target.parent.exists():
        return _("its folder does not exist")
    if target.exists() and not target.is_file():
        return _("it is no file")
    return _("a project stands there") if target.exists() and is_database(head(target)) else ""


def _folder_refused(target: Path) -> str:
    """Why no folder may be written there, if so: what an export did not make is not swept away."""
    if target.exists() and not target.is_dir():
        return _("it is no folder")
    if not target.parent.exists():
        return _("its folder does not exist")
    if target.is_dir() and any(target.iterdir()) and not is_manifest(target / MANIFEST):
        return _("a folder that no export made stands there")
    return ""


def _replace_folder(aside: Path, target: Path) -> None:
    for file in aside.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened_file:
                os.fsync(opened_file.fileno())
    before = aside.with_suffix(".before")
    if target.exists():
        target.replace(before)
    aside.replace(target)
    shutil.rmtree(before, ignore_errors=True)


def _replace(aside: Path, target: Path) -> None:
    with aside.open("rb+") as file:
        os.fsync(file.fileno())
    aside.replace(target)
