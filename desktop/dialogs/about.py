"""What Warraq is, its version, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QLabel, QWidget

import annotator
from annotator.texts import _
from desktop.dialogs.sheet import Sheet, secondary
from desktop.theme import document_font


def show_about(parent: QWidget | None) -> None:
    """Show the dialog until it is closed."""
    about_dialog(parent).exec()


def about_dialog(parent: QWidget | None) -> Sheet:
    dialog = Sheet(parent, _("About Warraq"), "", _("Close"), 420)
    dialog.cancel.hide()
    name = QLabel(_("Warraq"))
    name.setFont(document_font(44))
    dialog.body.addWidget(name)
    dialog.body.addWidget(QLabel(_("Version {version}").format(version=annotator.__version__)))
    for text in (
        _(
            "A warraq copied manuscripts, compared and corrected them. This one proofreads what machines read in Arabic text."
        ),
        _("Your work stays on this machine."),
        _(
            "Apache License 2.0. Qt {version} under the LGPL. Fonts under the Open Font License: IBM Plex Sans Arabic, Noto Naskh Arabic, Noto Sans, Amiri, Scheherazade New. Icons: Lucide, ISC."
        ).format(version=qVersion()),
    ):
        dialog.body.addWidget(secondary(text))
    return dialog
