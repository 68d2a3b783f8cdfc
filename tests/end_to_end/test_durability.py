"""What is acknowledged is on the disk: copies that hold only what had been synchronised must hold every decision."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.project.check import Checked, check
from annotator.project.project import Project
from annotator.records import LabelId
from annotator.review import Review

_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
# https://sqlite.org/c3ref/io_methods.html: a version, then pointers, xSync the fifth; the third version has 18 of them.
_METHODS_SIZE = 8 + 18 * 8
_SYNC_AT = 8 + 4 * 8


class _Vfs(ctypes.Structure):
    """https://sqlite.org/c3ref/vfs.html, up to xOpen."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
    )


class SyncedCopies:
    """Puts itself between SQLite and its files: whenever one is synchronised, copies it to ``folder`` as it then is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._library = ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._vfs = self._library.sqlite3_vfs_find(None).contents
        self._original_open = self._vfs.open
        self._kept: list[object] = []
        self._paths: dict[int, Path] = {}
        opened = _OPEN(self._open)
        self._kept.append(opened)
        self._vfs.open = ctypes.cast(opened, ctypes.c_void_p).value

    def stop(self) -> None:
        self._vfs.open = self._original_open

    def _open(self, vfs, name, file, flags, out_flags) -> int:
        result = _OPEN(self._original_open)(vfs, name, file, flags, out_flags)
        methods = ctypes.c_void_p.from_address(file)
        if result == 0 and name and methods.value:
            self._paths[file] = Path(ctypes.string_at(name).decode())
            methods.value = self._with_own_sync(methods.value)
        return result

    def _with_own_sync(self, methods: int) -> int:
        table = ctypes.create_string_buffer(ctypes.string_at(methods, _METHODS_SIZE), _METHODS_SIZE)
        address = ctypes.addressof(table)
        original = _SYNC(ctypes.c_void_p.from_address(address + _SYNC_AT).value)

        def sync(file: int, flags: int) -> int:
            result = original(file, flags)
            path = self._paths[file]
            if path.exists():
                shutil.copyfile(path, self.folder / path.name)
            return result

        own = _SYNC(sync)
        ctypes.c_void_p.from_address(address + _SYNC_AT).value = ctypes.cast(own, ctypes.c_void_p).value
        self._kept += [table, original, own]
        return address


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[SyncedCopies]:
    folder = tmp_path / "synced"
    folder.mkdir()
    copies = SyncedCopies(folder)
    yield copies
    copies.stop()


def _annotations(folder: Path, into: Path) -> list[str]:
    """What a machine that lost its power now would find."""
    shutil.copytree(folder, into)
    with Project.open(into / "p.warraq") as project:
        assert check(project) == Checked((), ())
        return [row[0] for row in project.db.execute("SELECT id FROM decision ORDER BY clock")]


def test_every_acknowledged_decision_survives_a_loss_of_power(synced, project, suggested, tmp_path):
    # A connection made under the watch: the fixtures' own was opened before it.
    document = suggested("زار [طوكيو GPE] و[سيول GPE] و[بكين GPE] و[هانوي GPE] أمس")
    person = project.people.named("A")
    project.close()
    shutil.copyfile(project.path, synced.folder / project.path.name)
    with Project.open(project.path) as watched:
        review = Review(watched, person)
        page = review.open(document)
        shown_as_saved = []
        for number in range(4):
            shown_as_saved.append(review.accept(page.undecided()[0]).step)
            found = _annotations(synced.folder, tmp_path / f"power-{number}")
            assert len(found) == len(shown_as_saved)
        review.undo()
        assert len(_annotations(synced.folder, tmp_path / "power-undo")) == 5
        review.add(0, 3, LabelId("PERS"))
        assert len(_annotations(synced.folder, tmp_path / "power-add")) == 6


def test_the_watch_tells_when_nothing_is_synchronised(synced, project, suggested, tmp_path):
    document = suggested("زار [طوكيو GPE] أمس")
    person = project.people.named("A")
    project.close()
    shutil.copyfile(project.path, synced.folder / project.path.name)
    with Project.open(project.path) as careless:
        careless.db.execute("PRAGMA synchronous = OFF")
        review = Review(careless, person)
        review.accept(review.open(document).items()[0])
        assert _annotations(synced.folder, tmp_path / "power") == []
