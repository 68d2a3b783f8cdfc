"""Files that are ZIP archives of others: opened only where their members are what they say and unpack to a bearable size."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from annotator.errors import FileUnreadable
from annotator.formats import files
from annotator.texts import _

if TYPE_CHECKING:
    from zipfile import ZipFile

MEMBERS_LIMIT = 20_000
UNPACKED_LIMIT = 1_000 * files.MEGABYTE
"""Bytes of all members together: pictures and sounds of a book are not read, but must be no bomb either."""
MEMBER_LIMIT = 30 * files.MEGABYTE
"""Bytes of a member that is read."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How documents of Office begin that are no archives: those before 2007, and those with a password."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """An archive to read from. Raises FileUnreadable for what is none, is damaged, locked, a bomb or climbs out of its folder."""
    with files.opened(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGED as error:
            raise FileUnreadable(path=path, detail=_why_none(files.head(path))) from error
        with archive:
            if fault := _fault(archive):
                raise FileUnreadable(path=path, detail=fault)
            yield archive


def member(archive: ZipFile, name: str, path: Path) -> bytes:
    """The bytes of a member. Raises FileUnreadable where it is missing, too large or damaged."""
    try:
        size = archive.getinfo(name).file_size
    except KeyError as error:
        raise FileUnreadable(path=path, detail=_("its part {part} is missing").format(part=name)) from error
    if size > MEMBER_LIMIT:
        limit = MEMBER_LIMIT // files.MEGABYTE
        detail = _("its part {part} unpacks to more than {limit} MB").format(part=name, limit=limit)
        raise FileUnreadable(path=path, detail=detail)
    try:
        # No more than what was declared is unpacked.
        return archive.read(name)
    except _DAMAGED as error:
        raise FileUnreadable(path=path, detail=_("its part {part} is damaged").format(part=name)) from error


def _why_none(head: bytes) -> str:
    if head.startswith(_COMPOUND):
        return _("it is of an old kind, or locked with a password; save it in the newer kind and without one")
    return _("it is damaged: its parts cannot be unpacked")


def _fault(archive: ZipFile) -> str:
    """Why an archive is not read, if so."""
    members = archive.infolist()
    if len(members) > MEMBERS_LIMIT:
        return _("it holds more than {limit} files").format(limit=MEMBERS_LIMIT)
    if sum(member.file_size for member in members) > UNPACKED_LIMIT:
        return _("it unpacks to more than {limit} MB").format(limit=UNPACKED_LIMIT // files.MEGABYTE)
    for member in members:
        if _climbs(member.filename):
            return _("its part {part} lies outside the archive").format(part=member.filename)
        if member.flag_bits & 1:
            return _("it is locked with a password; save it without one, and import that")
    return ""


def _climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts
