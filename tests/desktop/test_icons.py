"""Icons: tinted by the theme, turned where they have to be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QTransform
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop import icons
from desktop.dress import dress
from desktop.theme import DARK, LIGHT


def picture(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return icon.pixmap(QSize(16, 16), 1.0, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def is_drawn_in(image: QImage, colour: QColor) -> bool:
    """Whether the fullest point of the picture has the colour, rounding aside."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    ink = max((image.pixelColor(*point) for point in points), key=QColor.alpha)
    pairs = zip(ink.getRgb()[:3], colour.getRgb()[:3], strict=True)
    return ink.alpha() > 100 and all(abs(one - other) <= 3 for one, other in pairs)


def test_tint_follows_theme_and_mode(dressed: QApplication) -> None:
    assert is_drawn_in(picture(icons.icon("check")), LIGHT.colour("ink-2"))
    assert is_drawn_in(picture(icons.icon("check"), QIcon.Mode.Disabled), LIGHT.colour("edge"))
    dress(dressed, DARK)
    assert is_drawn_in(picture(icons.icon("check")), DARK.colour("ink-2"))


def test_undo_turns_with_the_interface_and_a_tick_does_not(speaking: Callable[[str], None]) -> None:
    straight, tick = picture(icons.icon("undo")), picture(icons.icon("check"))
    speaking("ar")
    assert picture(icons.icon("undo")) == straight.transformed(QTransform.fromScale(-1, 1))
    assert picture(icons.icon("check")) == tick


def test_shown_icons_are_tinted_again(dressed: QApplication) -> None:
    root = QWidget()
    button, label = QPushButton(root), QLabel(root)
    icons.show(button, "check")
    icons.show(label, "check")
    dress(dressed, DARK)
    icons.refresh(root)
    assert is_drawn_in(picture(button.icon()), DARK.colour("ink-2"))
    shown = label.pixmap().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert is_drawn_in(shown, DARK.colour("ink-2"))


def test_sharp_on_dense_screens(dressed: QApplication) -> None:
    assert icons.icon("check").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
