"""Every setting, declared once: its name, what it is at first, and what it may be."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, overload

from platformdirs import user_config_dir
from PySide6.QtCore import QLocale, QSettings

T = TypeVar("T")

FOLDER_VARIABLE: Final = "WARRAQ_CONFIG"
MOST_RECENT: Final = 12


class Setting(Generic[T]):
    """A setting as an attribute of ``Settings``; what stands in the file but makes no sense counts as never set."""

    def __init__(
        self,
        default: T,
        *,
        among: tuple[T, ...] = (),
        between: tuple[float, float] | None = None,
        lists: bool = False,
    ) -> None:
        self.default = default
        self.among = among
        self.between = between
        self.lists = lists
        """Whether the values of a dict are lists of strings."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> T: ...
    def __get__(self, settings: Settings | None, owner: type) -> T | Setting[T]:
        if settings is None:
            return self
        try:
            value = json.loads(str(settings.file.value(self.name)))
        except ValueError:
            return self.default
        return value if self.allows(value) else self.default

    def __set__(self, settings: Settings, value: T) -> None:
        if not self.allows(value):
            raise ValueError(f"{self.name} cannot be {value!r}")
        settings.file.setValue(self.name, json.dumps(value))

    def allows(self, value: Any) -> bool:
        """Whether the setting may have this value."""
        if isinstance(self.default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(self.default):
            return False
        if self.among and value not in self.among:
            return False
        if self.lists and not all(
            type(each) is list and all(type(one) is str for one in each) for each in value.values()
        ):
            return False
        return self.between is None or self.between[0] <= value <= self.between[1]


class Settings:
    """The settings of this person on this machine, kept in ``warraq.ini`` in the user's folder for settings."""

    language = Setting("auto", among=("auto", "ar", "en"))
    digits = Setting("auto", among=("auto", "arab", "latn"))
    theme = Setting("system", among=("system", "light", "dark"))
    zoom = Setting(1.0, between=(0.5, 3.0))
    font = Setting("naskh", among=("naskh", "amiri", "scheherazade", "plex"))
    line_spacing = Setting("normal", among=("tight", "normal", "wide"))
    column = Setting("normal", among=("narrow", "normal", "wide", "full"))
    diacritics = Setting(True)
    invisibles = Setting(False)
    mode = Setting("step", among=("step", "read"))
    threshold = Setting(0.8, between=(0.0, 1.0))
    reviewer = Setting("")
    recent: Setting[list[str]] = Setting([])
    geometry = Setting("")
    doubtful_first = Setting(False)
    learn_in_pauses = Setting(True)
    show_spans = Setting(True)
    show_documents = Setting(True)
    document_lists: Setting[list[list[str]]] = Setting([])
    break_after = Setting(50, between=(0, 600))
    no_breaks_on = Setting("")
    keys: Setting[dict[str, list[str]]] = Setting({}, lists=True)
    recent_commands: Setting[list[str]] = Setting([])

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or Path(os.environ.get(FOLDER_VARIABLE) or user_config_dir("warraq", appauthor=False))
        self.file = QSettings(str(folder / "warraq.ini"), QSettings.Format.IniFormat)

    def spoken_language(self) -> str:
        """``ar`` or ``en``: as set, else Arabic where the system speaks it."""
        if self.language != "auto":
            return self.language
        system = QLocale.system().uiLanguages()
        return "ar" if system and system[0].startswith("ar") else "en"

    def digits_in_use(self) -> str | None:
        """``arab`` or ``latn``, or None where they follow the language."""
        return None if self.digits == "auto" else self.digits

    def remember_project(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        name = str(path.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:MOST_RECENT]

    def list_of(self, path: Path) -> tuple[str, str]:
        """Which documents of a project were listed last, and in which order."""
        name = str(path.resolve())
        return next(((shown, order) for one, shown, order in self.document_lists if one == name), ("", "import"))

    def remember_list(self, path: Path, shown: str, order: str) -> None:
        """Keep which documents of a project are listed, and in which order."""
        name = str(path.resolve())
        others = [one for one in self.document_lists if one[0] != name]
        self.document_lists = [[name, shown, order], *others][:MOST_RECENT]

    def last_folder(self) -> str:
        """Where the newest project lies, to begin looking for files; empty where there is none."""
        return str(Path(self.recent[0]).parent) if self.recent else ""

    def forget_project(self, path: Path | str) -> None:
        """Take a project out of the recent ones; its file is not touched."""
        self.recent = [other for other in self.recent if other != str(path)]

    def save(self) -> None:
        """Write to disk now rather than at the next turn of the event loop."""
        self.file.sync()
