"""The look in one place: the tokens of both themes, and the fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

import resources
from annotator.look import TOKENS

ThemeName = Literal["light", "dark"]

INTERFACE_FAMILY: Final = "IBM Plex Sans Arabic"
DOCUMENT_FAMILY: Final = "Noto Naskh Arabic"


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the two looks. The colours of labels come from the label set: ``labels.colours(label, theme.name)``."""

    name: ThemeName

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def hex(self, token: str) -> str:
        """The colour of a token as ``#RRGGBB`` or ``#AARRGGBB``."""
        return TOKENS[token][self.dark]

    def colour(self, token: str) -> QColor:
        """The colour of a token; an unknown token is a ``KeyError``."""
        return QColor(self.hex(token))


LIGHT: Final = Theme("light")
DARK: Final = Theme("dark")


def theme_for(setting: str) -> Theme:
    """The theme of a setting: ``light``, ``dark``, or ``system`` as the desktop has it."""
    if setting == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if setting == "dark" else LIGHT


@cache
def load_fonts() -> None:
    """Make the fonts that come along known to Qt: without them Arabic may fall back to a poor face, or to none."""
    for file in sorted(resources.path("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def interface_font(pixels: float = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the interface, with figures of one width, so that columns and counters stand still."""
    font = QFont(INTERFACE_FAMILY)
    font.setPixelSize(round(pixels))
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def document_font(pixels: float = 21, family: str = DOCUMENT_FAMILY) -> QFont:
    """The font of documents: Naskh for Arabic, or another face; Plex for the Latin and the signs that it lacks."""
    font = QFont(list(dict.fromkeys((family, INTERFACE_FAMILY))))
    font.setPixelSize(round(pixels))
    return font


_in_use: list[Theme] = [LIGHT]


def current() -> Theme:
    """The theme the application wears."""
    return _in_use[0]


def use(theme: Theme) -> None:
    """Let ``current`` be this theme; ``desktop/dress.py`` dresses the widgets in it."""
    _in_use[0] = theme
