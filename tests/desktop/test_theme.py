"""Tokens, contrast, fonts, and what is made of them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QComboBox

from annotator.labels import load
from desktop import theme
from desktop.dress import dress, palette, stylesheet
from desktop.theme import DARK, LIGHT, TOKENS, Theme, document_font, interface_font

TEXT_PAIRS = (
    # text token, what it stands on: each pair reads at 4.5:1 or better
    *((ink, ground) for ink in ("ink", "text-ink") for ground in ("chrome", "paper", "field", "raise", "press", "sel")),
    *(("ink-2", ground) for ground in ("chrome", "paper", "field", "raise", "press", "sel")),
    ("on-accent", "accent"),
    ("paper", "text-ink"),
    ("accent", "paper"),
    ("accent", "chrome"),
)
THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(look: Theme, pair: tuple[str, str]) -> None:
    assert contrast(*map(look.colour, pair)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", ["chrome", "paper", "field"])
def test_edges_of_controls_can_be_seen(look: Theme, ground: str) -> None:
    assert contrast(look.colour("edge"), look.colour(ground)) >= 3


@THEMES
def test_text_of_a_label_can_be_read_on_its_tint(look: Theme) -> None:
    labels = load("wojood")
    for label in labels:
        colours = labels.colours(label.id, look.name)
        assert contrast(QColor(colours.text), QColor(colours.tint)) >= 4.5
        assert contrast(look.colour("text-ink"), QColor(colours.tint)) >= 4.5


@THEMES
def test_stylesheet_is_filled_and_understood(look: Theme, qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    written = stylesheet(look)
    assert not re.search(r"\{[a-z0-9-]+\}", written)
    dress(qapp, look)
    assert theme.current() == look
    assert "parse" not in caplog.text
    dress(qapp, LIGHT)


@THEMES
def test_palette_follows_the_tokens(look: Theme) -> None:
    assert palette(look).color(QPalette.ColorRole.Window) == look.colour("chrome")
    assert palette(look).color(QPalette.ColorRole.Text) == look.colour("ink")


def test_every_token_is_a_colour_in_both_themes() -> None:
    assert all(QColor(value).isValid() for pair in TOKENS.values() for value in pair)


def test_unknown_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("pink")


def test_setting_decides_over_the_system(qapp: QApplication) -> None:
    assert theme.theme_for("light") == LIGHT
    assert theme.theme_for("dark") == DARK
    system = QGuiApplication.styleHints().colorScheme()
    assert theme.theme_for("system") == (DARK if system is Qt.ColorScheme.Dark else LIGHT)


def test_own_fonts_are_found(qapp: QApplication) -> None:
    theme.load_fonts()
    assert QFontInfo(interface_font()).family() == theme.INTERFACE_FAMILY
    assert QFontInfo(document_font()).family() == theme.DOCUMENT_FAMILY
    assert {"Regular", "Medium", "SemiBold"} <= set(QFontDatabase.styles(theme.INTERFACE_FAMILY))


def test_a_list_to_choose_from_shows_its_last_row_whole(qapp: QApplication) -> None:
    dress(qapp, LIGHT)
    box = QComboBox()
    box.addItems(["one", "two", "three"])
    box.show()
    box.showPopup()
    view = box.view()
    last = view.visualRect(view.model().index(box.count() - 1, 0))
    assert last.bottom() <= view.viewport().rect().bottom()
    box.hidePopup()
