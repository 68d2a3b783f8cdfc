"""The reader's own keys: what may be a key, which two commands want the same one, and what a setting is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from annotator.texts import _
from desktop.actions import BY_ID, COMMANDS, keys_of, use_keys
from desktop.keys import commands_by_key

Keys = dict[str, tuple[str, ...]]
"""The keys of each command, by its id, the one that is shown first."""

_HELD: Final = ("Ctrl+", "Alt+", "Meta+", "Shift+")
_MOVES: Final = re.compile(r"(Ctrl\+)?(Shift\+)?(Left|Right|Up|Down|Home|End)|PgUp|PgDown")
_SYSTEM: Final = frozenset({"Shift+F10", "Ctrl+Esc", "Ctrl+Shift+Esc"})
_TEXTS: Final = {"window": ("canvas", "adjudicate"), "canvas": ("canvas",), "adjudicate": ("adjudicate",)}
"""In which texts the keys of a scope count."""
_NAMES: Final = frozenset(
    [
        "Return",
        "Space",
        "Tab",
        "Del",
        "Backspace",
        "Ins",
        "Esc",
        "Home",
        "End",
        "PgUp",
        "PgDown",
        "Left",
        "Right",
        "Up",
        "Down",
    ]
    + [f"F{n}" for n in range(1, 25)]
)


def shipped() -> Keys:
    """The keys of every command as the program comes."""
    return {command.id: command.keys for command in COMMANDS}


def in_use() -> Keys:
    """The keys of every command as they are now."""
    return {command.id: keys_of(command) for command in COMMANDS}


def refusal(key: str) -> str:
    """Why a key, spelled as the table spells keys, cannot be given to a command; empty where it can."""
    last = _last(key)
    if last == "Esc":
        return _("Esc always steps back; it cannot be given to a command.")
    if _MOVES.fullmatch(key):
        return _("This key moves in the text; it cannot be given to a command.")
    if "Alt+" in key or "Meta+" in key or key in _SYSTEM:
        return _("This key belongs to the system.")
    if not _is_spelled(key, last):
        return _("This key is elsewhere, or missing, on other keyboards.")
    return ""


def clashes(keys: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Which keys two commands want: the id of each such command → the key → the id of the other.

    What one text answers in its own way is no clash with what the other does.
    """
    owners: dict[tuple[str, str], list[str]] = {}
    for command, wanted in keys.items():
        for key in wanted:
            for text in _TEXTS.get(BY_ID[command].scope, _TEXTS["window"]):
                owners.setdefault((text, key), []).append(command)
    found: dict[str, dict[str, str]] = {}
    for (_text, key), commands in owners.items():
        for command in commands if len(commands) > 1 else ():
            found.setdefault(command, {})[key] = next(other for other in commands if other != command)
    return found


def own(keys: Keys) -> dict[str, list[str]]:
    """What differs from the keys as shipped: what the setting keeps."""
    return {command: list(wanted) for command, wanted in keys.items() if wanted != BY_ID[command].keys}


def sound(setting: Mapping[str, Iterable[str]]) -> Keys:
    """The reader's own keys out of a setting that may have been edited by hand.

    Commands that are not known, keys that cannot be, and those that clash fall back to the keys as shipped.
    """
    kept = {
        command: tuple(dict.fromkeys(keys))
        for command, keys in setting.items()
        if command in BY_ID and not any(map(refusal, keys))
    }
    while faulty := clashes(shipped() | kept).keys() & kept.keys():
        kept = {command: keys for command, keys in kept.items() if command not in faulty}
    return kept


def use(setting: Mapping[str, Iterable[str]]) -> None:
    """Let the commands have the keys of a setting from now on. Windows that stand show them when they are retranslated."""
    use_keys(sound(setting))
    commands_by_key.cache_clear()


def _last(key: str) -> str:
    """The key without what is held with it."""
    for held in _HELD:
        key = key.removeprefix(held)
    return key


def _is_spelled(key: str, last: str) -> bool:
    """Whether a press of the key can be told from others on every layout, and is written as ``canonical_key`` does."""
    held = key.removesuffix(last)
    if last in _NAMES or (len(last) == 1 and "A" <= last <= "Z"):
        return held in ("", "Ctrl+", "Shift+", "Ctrl+Shift+")
    if last == "?" or (len(last) == 1 and last in "0123456789"):
        return held in ("", "Ctrl+")
    return len(last) == 1 and "!" <= last <= "~" and held == "Ctrl+"
