"""What all dialogs have in common: one sentence, what is to be filled in, one primary button named by its verb."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.texts import _
from desktop.bidi import at_start

_MARGIN = 24


class Sheet(QDialog):
    """A dialog. ``body`` takes what is to be filled in; ``primary`` accepts, ``cancel`` and Esc step back."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, verb: str, width: int = 440) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.sentence = QLabel(sentence)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(width - 2 * _MARGIN)  # its height is reckoned for the width that it will have
        self.sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.primary = QPushButton(verb)
        self.primary.setProperty("primary", True)
        self.primary.setDefault(True)
        self.primary.clicked.connect(self.accept)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.primary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 16)
        layout.setSpacing(16)
        layout.addWidget(self.sentence)
        layout.addLayout(self.body)
        layout.addLayout(self.buttons)

    def event(self, event: QEvent) -> bool:
        """Take the height that is needed, where there is more to show than before."""
        taken = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            needed = self.layout().totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return taken

    def run(self) -> bool:
        """Show the dialog and wait: whether it was accepted."""
        return self.exec() == QDialog.DialogCode.Accepted


def form() -> QFormLayout:
    """Rows of a name and a control, the names at the start."""
    rows = QFormLayout()
    rows.setSpacing(8)
    rows.setHorizontalSpacing(16)
    rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return rows


def add_row(rows: QFormLayout, name: str, control: QWidget) -> QLabel:
    """A row whose control is called by its name, for the eye and for a screen reader."""
    label = QLabel(name)
    label.setBuddy(control)
    control.setAccessibleName(name)
    rows.addRow(label, control)
    return label


def secondary(text: str) -> QLabel:
    """A line of explanation in smaller ink."""
    label = at_start(QLabel(text))
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    return label


def ask_name(parent: QWidget | None, title: str, sentence: str, verb: str, name: str = "") -> str | None:
    """A name as typed, without blanks around it; None where the user stepped back."""
    sheet = Sheet(parent, title, sentence, verb, 400)
    field = QLineEdit(name)
    field.setAccessibleName(title)
    field.selectAll()
    sheet.body.addWidget(field)
    sheet.primary.setEnabled(bool(name.strip()))
    field.textChanged.connect(lambda text: sheet.primary.setEnabled(bool(text.strip())))
    field.setFocus()
    return field.text().strip() if sheet.run() else None


def ask_reviewer(parent: QWidget | None, name: str = "") -> str | None:
    """The name under which decisions are kept."""
    return ask_name(
        parent,
        _("Reviewer"),
        _("Every decision is kept under the name of who took it. What is your name?"),
        _("Continue") if not name else _("Use this name"),
        name,
    )
