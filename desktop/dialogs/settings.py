"""The settings a user may turn, each written as soon as the dialog is accepted."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.texts import _, percent
from desktop.bidi import in_order
from desktop.dialogs.choices import choice
from desktop.dialogs.sheet import Sheet, add_row, form, secondary
from desktop.panels.canvas_head import THRESHOLDS
from desktop.settings import Settings


class SettingsDialog(Sheet):
    """Language, digits, theme, threshold and name."""

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, _("Settings"), "", _("Use these settings"), 480)
        self._settings = settings
        self.language = choice((("auto", _("As the system")), ("ar", "العربية"), ("en", "English")), settings.language)
        self.digits = choice((("auto", _("By the language")), ("arab", "١٢٣"), ("latn", "123")), settings.digits)
        self.theme = choice(
            (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))), settings.theme
        )
        shares = sorted({*THRESHOLDS, settings.threshold})
        self.threshold = choice([(share, in_order(percent(share))) for share in shares], settings.threshold)
        self.reviewer = QLineEdit(settings.reviewer)
        rows = form()
        add_row(rows, _("Reviewer"), self.reviewer)
        add_row(rows, _("Language"), self.language)
        add_row(rows, _("Digits"), self.digits)
        add_row(rows, _("Theme"), self.theme)
        add_row(rows, _("Accept from"), self.threshold)
        self.body.addLayout(rows)
        self.body.addWidget(
            secondary(
                _("Finishing a document accepts suggestions at or above this confidence; the rest stays undecided.")
            )
        )

    def write(self) -> None:
        """Put what the dialog shows into the settings; an emptied name changes nothing."""
        self._settings.language = self.language.currentData()
        self._settings.digits = self.digits.currentData()
        self._settings.theme = self.theme.currentData()
        self._settings.threshold = self.threshold.currentData()
        self._settings.reviewer = self.reviewer.text().strip() or self._settings.reviewer
        self._settings.save()
