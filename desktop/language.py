"""The language of the window: texts of the catalogue, numbers, direction, and what Qt says by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from annotator import texts
from annotator.texts import _, mark
from desktop.settings import Settings

_LACKING: Final = frozenset({mark("&Look in:"), mark("Files of &type:"), mark("Folder"), mark("File"), mark("%1 File")})
"""What Qt's own dialogs say and its Arabic has not got."""

_installed: list[QTranslator] = []


class _Rest(QTranslator):
    """Says from our catalogue what Qt's Arabic lacks."""

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        return _(source) if source in _LACKING else None


def speak(settings: Settings, application: QApplication) -> None:
    """Let texts, numbers, direction and Qt's own dialogs follow the settings, from now on."""
    language = settings.spoken_language()
    texts.use(language, settings.digits_in_use())
    arabic = language == "ar"
    QLocale.setDefault(QLocale(QLocale.Language.Arabic if arabic else QLocale.Language.English))
    while _installed:
        application.removeTranslator(_installed.pop())
    if arabic:
        translator = QTranslator(application)
        # The one that is installed last is asked first.
        if translator.load("qtbase_ar", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            for each in (_Rest(application), translator):
                application.installTranslator(each)
                _installed.append(each)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
