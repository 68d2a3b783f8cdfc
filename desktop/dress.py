"""Dresses the application in a theme: style, palette, stylesheet, and the signs the stylesheet needs as pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop import icons
from desktop.stylesheet import STYLESHEET
from desktop.theme import TOKENS, Theme, interface_font, use

_STYLED = "styled"
_SIGNS = {
    # name in the stylesheet: icon, size, token
    "arrow": ("chevron-down", 14, "ink-2"),
    "tick": ("check", 12, "paper"),
    "clear": ("x", 14, "ink-2"),
}


def dress(application: QApplication, theme: Theme) -> None:
    """Every widget follows at once; those that hold tinted icons are refreshed by their window."""
    use(theme)
    if not application.property(_STYLED):
        # Only once: to set a style again under a stylesheet touches widgets that are being deleted.
        application.setStyle("Fusion")
        application.setProperty(_STYLED, True)
    application.setPalette(palette(theme))
    application.setFont(interface_font())
    application.setStyleSheet(stylesheet(theme))


def stylesheet(theme: Theme) -> str:
    """The stylesheet with the theme's colours put in."""
    written = STYLESHEET
    for token in TOKENS:
        written = written.replace("{" + token + "}", theme.hex(token))
    for sign, path in _signs(theme).items():
        written = written.replace("{" + sign + "}", path)
    return written


@cache
def _folder() -> QTemporaryDir:
    return QTemporaryDir()


@cache
def _signs(theme: Theme) -> dict[str, str]:
    """Stylesheets take pictures from files only: draw them there, for plain and for dense screens."""
    paths = {}
    for sign, (name, size, token) in _SIGNS.items():
        path = Path(_folder().path()) / f"{sign}-{theme.name}.png"
        for scale, suffix in ((1, ""), (2, "@2x"), (3, "@3x")):
            icons.pixmap(name, size, scale, theme.hex(token)).save(str(path.with_stem(path.stem + suffix)))
        paths[sign] = path.as_posix()
    return paths


def palette(theme: Theme) -> QPalette:
    """The palette, for what the stylesheet does not reach."""
    roles = QPalette.ColorRole
    tokens = {
        roles.Window: "chrome",
        roles.WindowText: "ink",
        roles.Base: "field",
        roles.AlternateBase: "chrome",
        roles.Text: "ink",
        roles.PlaceholderText: "ink-2",
        roles.Button: "chrome",
        roles.ButtonText: "ink",
        roles.BrightText: "accent",
        roles.Highlight: "sel",
        roles.HighlightedText: "ink",
        roles.ToolTipBase: "raise",
        roles.ToolTipText: "ink",
        roles.Link: "ink",
        roles.LinkVisited: "ink",
        roles.Light: "field",
        roles.Midlight: "hair",
        roles.Mid: "rule",
        roles.Dark: "edge",
        roles.Shadow: "cap",
        roles.Accent: "text-ink",
    }
    made = QPalette()
    for role, token in tokens.items():
        made.setColor(role, theme.colour(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("edge"))
    return made
