"""The catalogue of texts: one gettext domain for core, command line, reports and window, and numbers as people read them."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import resources

LANGUAGES = ("ar", "en")

_state: dict[str, str] = {"language": "en", "digits": "latn"}


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("warraq", resources.path("translations"), [language], fallback=language == "en")


def use(language: str, digits: str | None = None) -> None:
    """Speak a language (``ar`` or ``en``) from now on, with ``arab`` (١٢٣) or ``latn`` (123) digits, by language at first."""
    _state["language"] = language
    _state["digits"] = digits or ("arab" if language == "ar" else "latn")


@contextmanager
def speaking(language: str, digits: str | None = None) -> Iterator[None]:
    """Speak a language for a while, as ``use`` does."""
    before = dict(_state)
    use(language, digits)
    try:
        yield
    finally:
        _state.update(before)


def language() -> str:
    return _state["language"]


def digits() -> str:
    """The digits in use, ``arab`` or ``latn``."""
    return _state["digits"]


def _(message: str) -> str:
    """The message in the language in use."""
    return _in_digits(_catalogue(_state["language"]).gettext(message)) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message for the number; ``{n}`` in it is filled with the number as people read it."""
    return _in_digits(_catalogue(_state["language"]).ngettext(singular, plural, n)).replace("{n}", number(n))


def mark(message: str) -> str:
    """Mark a message for the catalogue where it is translated later."""
    return message


_ARABIC_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")


def _in_digits(text: str) -> str:
    """The numbers that stand in an Arabic message itself, in the digits in use."""
    return text.translate(_LATIN_DIGITS) if _state == {"language": "ar", "digits": "latn"} else text


def number(value: float, decimals: int = 0) -> str:
    """The number in the digits in use: ``1,234`` or ``١٬٢٣٤``."""
    written = f"{value:,.{decimals}f}"
    return written.translate(_ARABIC_DIGITS) if _state["digits"] == "arab" else written


def percent(share: float, decimals: int = 0) -> str:
    """A share 0–1 as percent, whole if not said otherwise: ``93%`` or ``٩٣٪``."""
    return number(round(share * 100, decimals), decimals) + ("٪" if _state["digits"] == "arab" else "%")
