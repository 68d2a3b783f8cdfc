"""The language of the interface: texts, digits, direction, and Qt's own words."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from annotator import texts
from desktop.settings import Settings

_installed: list[QTranslator] = []


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
        if translator.load("qtbase_ar", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)
            _installed.append(translator)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
