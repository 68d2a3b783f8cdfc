"""The label set editor: the labels at the start, one of them in a form; then a preview, and only then the change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator import label_editing, label_toml, labels
from annotator.errors import LabelSetInvalid, WarraqError
from annotator.label_editing import LabelChange
from annotator.label_file import families
from annotator.records import LabelId
from annotator.texts import _, language
from desktop.dialogs.label_form import Change, Fault, LabelForm
from desktop.dialogs.label_preview import LabelPreview
from desktop.dialogs.label_retiring import NewLabelDialog, RetireDialog
from desktop.dialogs.label_rows import LabelRows
from desktop.dialogs.sheet import Sheet
from desktop.panels.dock import icon_button, name_button
from desktop.session import Session
from desktop.worker import Job

START = 264


class LabelEditor(Sheet):
    """Edits a copy of the project's label set. Accepted once the project has the new one.

    Attributes:
        labels: the set as it stands in the editor.
        change: what would be done to the project.
    """

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent, _("Label set"), "", _("Preview…"), 1000)
        assert session.project is not None
        self._session = session
        self._begun = self.labels = session.project.labels
        self._removed: set[LabelId] = set()
        self._job: Job | None = None
        self._nothing_changes = False
        self.rows = LabelRows()
        self.form = LabelForm({**families(), **self._begun.families}, self._edit)
        self.preview = LabelPreview()
        self.crossing = QCheckBox(_("Spans may cross"))
        self.set_name = QLineEdit(self.labels.name(language()))
        self.pages = QStackedWidget()
        self._trouble = Fault()
        self._words, self._bar = QLabel(), QProgressBar()
        self._back = QPushButton(_("Back"))
        self._buttons()
        self._lay_out()
        self._connect()
        self._show(next(iter(self.labels)).id)
        self._count()
        self.rows.setFocus()

    @property
    def change(self) -> LabelChange:
        return LabelChange(self.labels, frozenset(self._removed))

    # Parts

    def _buttons(self) -> None:
        self.add, self.up, self.down = icon_button("plus"), icon_button("chevron-up"), icon_button("chevron-down")
        name_button(self.add, _("New label"))
        name_button(self.up, _("Move up"), _("Move up ({keys})").format(keys="\u2066Alt+↑\u2069"))
        name_button(self.down, _("Move down"), _("Move down ({keys})").format(keys="\u2066Alt+↓\u2069"))
        self.gone = QPushButton()
        self.begin_from, self.save_as = QPushButton(_("Begin from…")), QPushButton(_("Save as a file…"))
        for button in (self.gone, self.begin_from, self.save_as, self._back):
            button.setAutoDefault(False)
        menu = QMenu(self)
        for name in labels.presets():
            words = labels.load(name).name(language())
            menu.addAction(words, lambda name=name: self.begin_with(name))
        menu.addSeparator()
        menu.addAction(_("From a file…"), self._look_for_file)
        self.begin_from.setMenu(menu)
        for place, button in enumerate((self.begin_from, self.save_as, self._back)):
            self.buttons.insertWidget(place, button)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for button in (self.add, self.up, self.down):
            tools.addWidget(button)
        tools.addStretch()
        tools.addWidget(self.gone)
        name = QLabel(_("Name of the set"))
        name.setBuddy(self.set_name)
        self.set_name.setAccessibleName(_("Name of the set"))
        start = QWidget()
        start.setFixedWidth(START)
        column = QVBoxLayout(start)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.rows, 1)
        column.addLayout(tools)
        column.addSpacing(4)
        column.addWidget(name)
        column.addWidget(self.set_name)
        column.addWidget(self.crossing)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        line = QFrame()
        line.setProperty("role", "upright")
        editing = QWidget()
        columns = QHBoxLayout(editing)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        for part in (start, line, area):
            columns.addWidget(part, int(part is area))
        self.pages.addWidget(editing)
        self.pages.addWidget(self.preview)
        self.pages.setMinimumHeight(520)
        working = QHBoxLayout()
        working.setSpacing(8)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(_("Progress"))
        working.addWidget(self._words)
        working.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        working.addStretch()
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self._trouble)
        self.body.addLayout(working)
        self._rest()

    def _connect(self) -> None:
        self.rows.label_chosen.connect(lambda label: self._show(label))
        self.rows.label_moved.connect(self._move)
        self.add.clicked.connect(self._add)
        self.up.clicked.connect(lambda: self._move(self.rows.chosen, self.rows.currentRow() - 1))
        self.down.clicked.connect(lambda: self._move(self.rows.chosen, self.rows.currentRow() + 1))
        self.gone.clicked.connect(self._let_go)
        self.crossing.clicked.connect(lambda on: self._edit("crossing", lambda s: label_editing.crossed(s, on)))
        self.set_name.textEdited.connect(
            lambda name: self._edit("set", lambda s: label_editing.called(s, language(), name))
        )
        self.save_as.clicked.connect(self._save_as)
        self._back.clicked.connect(self._go_back)
        self.primary.clicked.disconnect()
        self.primary.clicked.connect(self._go_on)

    # Editing

    def begin_with(self, name_or_path: str) -> None:
        """Go over to another set: labels of this one that it lacks and that are used are retired."""
        try:
            change = label_editing.succeeding(self._begun, labels.load(name_or_path))
        except WarraqError as error:
            self._trouble.say(str(error))
            return
        kept = [label.id for label in self._begun.labels if self._is_used(label.id)]
        self._trouble.say("")
        self._removed.clear()
        self.labels = label_editing.settled(self._begun, change, kept)
        self.form.offer(self.labels.families)
        self.set_name.setText(self.labels.name(language()))
        self._show(next(iter(self.labels)).id)

    def _edit(self, field: str, change: Change, chosen: LabelId | None = None) -> bool:
        """Do something to the set; what is refused is told at its field. Gives whether it was done."""
        try:
            self.labels = change(self.labels)
        except LabelSetInvalid as error:
            self.form.show_fault(field, str(error.values["fault"]))
            self._judge()
            return False
        self.form.show_fault(field, "")
        self._show(chosen or self.rows.chosen)
        return True

    def _show(self, chosen: LabelId | None) -> None:
        """Show the set, with one label in the form."""
        self.rows.show_labels(self.labels, chosen)
        label = self.rows.chosen
        assert label is not None
        self.form.show_label(self.labels, label)
        self.crossing.setChecked(self.labels.crossing)
        self._judge()

    def _judge(self) -> None:
        """What can be done now."""
        label = self.labels.get(self.rows.chosen or "")
        if label.retired:
            self.gone.setText(_("Give again"))
        else:
            self.gone.setText(_("Retire…") if self._is_used(label.id) else _("Delete"))
        self.gone.setEnabled(label.retired or len(self.labels) > 1)
        row = self.rows.currentRow()
        self.up.setEnabled(not label.retired and row > 0)
        self.down.setEnabled(not label.retired and row < len(self.labels) - 1)
        self.primary.setEnabled(self._job is None and not self.form.faulty)

    def _is_used(self, label: LabelId) -> bool:
        """Whether anything speaks of the label; until that is counted, of all that the project has."""
        uses = self.rows.uses
        return label in self._begun and (uses is None or label not in uses or uses[label].known)

    def _add(self) -> None:
        dialog = NewLabelDialog(self, lambda text: label_editing.added(self.labels, text))
        if dialog.run():
            fresh = dialog.field.text().strip()
            self._edit("id", lambda labels: label_editing.added(labels, fresh), LabelId(fresh))
            self.form.first.setFocus()

    def _move(self, label: LabelId | None, place: int) -> None:
        if label is not None and not self.labels.get(label).retired:
            self._edit("order", lambda labels: label_editing.moved(labels, label, place), label)

    def _let_go(self) -> None:
        """Retire the label in hand, delete it, or give it again."""
        label = self.labels.get(self.rows.chosen or "")
        if label.retired:
            self._removed.discard(label.id)
            self._edit("retired", lambda labels: label_editing.restored(labels, label.id), label.id)
        elif not self._is_used(label.id):
            self._edit("retired", lambda labels: label_editing.deleted(labels, label.id))
        else:
            dialog = RetireDialog(self, self.labels, label, self.rows.use(label.id).annotations)
            if dialog.run():
                chosen = dialog.chosen
                (self._removed.add if chosen.removed else self._removed.discard)(label.id)
                self._edit("retired", lambda labels: label_editing.retired(labels, label.id, chosen.into))

    # Files

    def _look_for_file(self) -> None:
        found, _filter = QFileDialog.getOpenFileName(self, _("Label set"), "", "*.toml")
        if found:
            self.begin_with(found)

    def _save_as(self) -> None:
        found, _filter = QFileDialog.getSaveFileName(self, _("Label set"), f"{self.labels.id}.toml", "*.toml")
        if found:
            try:
                label_toml.save(self.labels, Path(found))
            except WarraqError as error:
                self._trouble.say(str(error))

    # Preview and change

    def _count(self) -> None:
        """Ask how much each label is used, without holding anyone up."""
        assert self._session.project is not None
        job = self._session.reader.run("label_uses", {"project": str(self._session.project.path)})
        job.finished.connect(self._take_uses)

    def _take_uses(self, uses: dict[LabelId, Any]) -> None:
        self.rows.show_uses(uses)
        self._judge()

    def _go_on(self) -> None:
        if self.pages.currentWidget() is self.preview:
            self._follow(self._session.change_labels(self.change, self._finish), _("Changing the label set"))
            return
        assert self._session.project is not None
        arguments = {"project": str(self._session.project.path), "change": self.change}
        self._follow(self._session.reader.run("preview_labels", arguments, self._show_preview), _("Counting"))

    def _go_back(self) -> None:
        self.pages.setCurrentIndex(0)
        self._rest()
        self.rows.setFocus()

    def _show_preview(self, preview: Any) -> None:
        from annotator.label_words import sentences

        self._nothing_changes = preview.empty
        self.preview.show_changes(sentences(preview), preview.after)
        self.pages.setCurrentWidget(self.preview)
        self._rest()
        self.preview.setFocus()

    def _finish(self, _preview: Any) -> None:
        self._job = None
        self.accept()

    def _follow(self, job: Job, words: str) -> None:
        """Show how far a job is; nothing else can be done meanwhile but to cancel it."""
        self._job = job
        self._trouble.say("")
        self._words.setText(words)
        self._bar.setRange(0, 0)
        for part in (self._words, self._bar):
            part.show()
        for part in (self.pages, self.primary, self._back, self.begin_from, self.save_as):
            part.setEnabled(False)
        job.progressed.connect(self._show_progress)
        job.failed.connect(self._fail)
        job.ended.connect(self._rest)

    def _fail(self, error: WarraqError) -> None:
        self._trouble.say(str(error))

    def _show_progress(self, progress: Any) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def _rest(self) -> None:
        """Nothing runs."""
        self._job = None
        previewing = self.pages.currentWidget() is self.preview
        self._words.hide()
        self._bar.hide()
        self._back.setVisible(previewing)
        self.primary.setText(_("Change the label set") if previewing else _("Preview…"))
        for part in (self.pages, self.primary, self._back, self.begin_from, self.save_as):
            part.setEnabled(True)
        if previewing and self._nothing_changes:
            self.primary.setEnabled(False)
        for part in (self.begin_from, self.save_as):
            part.setVisible(not previewing)

    def reject(self) -> None:
        """Step back: out of what runs, out of the preview, out of the editor; what was edited is not thrown away unasked."""
        if self._job is not None:
            self._job.cancel()
        elif self.pages.currentWidget() is self.preview:
            self._go_back()
        elif self.labels == self._begun or self._may_discard():
            super().reject()

    def _may_discard(self) -> bool:
        sentence = _("The label set was edited; the project still has the one from before.")
        return Sheet(self, _("Label set"), sentence, _("Discard the edits"), 400).run()
