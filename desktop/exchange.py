"""What goes into a project and out of it: files, pasted text, exports. Each asks by a dialog and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from annotator.records import DocumentId
from annotator.texts import _, ngettext, number
from desktop.bidi import left_to_right
from desktop.dialogs.exporting import ExportDialog, ExportState
from desktop.dialogs.importing import ImportChoice, ask_files, ask_import
from desktop.dialogs.project import SUFFIX, ask_new_project
from desktop.dialogs.report import ReportDialog
from desktop.dialogs.text import ask_new_text
from desktop.messages import Messages
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:
    from annotator.jobs import Exported, Imported


class Exchange(QObject):
    """Imports and exports on behalf of a window.

    Signals:
        finish_wanted: nothing is finished yet, and the user chose to finish first.
        projects_met: the paths of projects that came while one is open.
    """

    finish_wanted = Signal()
    projects_met = Signal(object)

    def __init__(self, session: Session, messages: Messages, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._messages = messages
        self._settings = settings
        self._window = window

    def import_documents(self) -> None:
        """Ask for files, and take them."""
        if paths := ask_files(self._window, self._settings.last_folder()):
            self.take(paths)

    def take(self, paths: tuple[Path, ...]) -> None:
        """Open a project, or pass it on where one is open; import anything else, into a new project where none is open."""
        projects = tuple(path for path in paths if path.suffix == SUFFIX)
        if projects and self._session.project is None:
            self._session.open(projects[0])
        elif projects:
            self.projects_met.emit(projects)
        elif self._session.project is None:
            if new := ask_new_project(self._window, paths[0].stem):
                self._session.create(new, then=lambda: self.bring_in(paths, then=self._session.suggest))
        elif options := ask_import(self._window, paths, self._settings.reviewer):
            self.bring_in(paths, options)

    def bring_in(
        self, paths: tuple[Path, ...], options: ImportChoice | None = None, then: Callable[[], object] | None = None
    ) -> None:
        """Import files and folders, after asking what labels are that the label set lacks, and say what came of it."""
        options, project = options or ImportChoice(paths), self._session.project

        def go_on(unknown: tuple[tuple[str, int], ...]) -> None:
            if self._session.project is None or self._session.project.path != project.path:
                return  # another one was opened meanwhile
            if unknown:
                # Not within the signal of the job: it would not be over while the dialog is open.
                QTimer.singleShot(0, self, lambda: self._map_labels(unknown, options, then))
            else:
                self._session.import_paths(paths, options, then, self._tell_imported)

        if options.spans == "ignore":
            go_on(())
        else:
            self._session.unknown_labels(paths, options, go_on)

    def _map_labels(
        self, unknown: tuple[tuple[str, int], ...], options: ImportChoice, then: Callable[[], object] | None
    ) -> None:
        from desktop.dialogs.label_mapping import LabelMappingDialog

        if self._session.project is None:
            return
        dialog = LabelMappingDialog(self._window, unknown, self._session.project.labels)
        if not dialog.run():
            self._messages.tell(_("Nothing was imported."))
            return
        answers = dialog.answers
        mapped = replace(options, mapping=answers.mapping)

        def bring_in(_changed: object = None) -> None:
            self._session.import_paths(options.paths, mapped, then, self._tell_imported)

        if answers.change is None:
            bring_in()
        else:
            self._session.change_labels(answers.change, bring_in)

    def paste(self, then: Callable[[DocumentId], object]) -> None:
        """Make a document of the clipboard's text."""
        if pasted := ask_new_text(self._window):
            self._session.add_text(pasted.name, pasted.text, then)

    def export(self) -> None:
        """Ask what to export and how, and do it."""
        if self._session.file is None or self._session.project is None:
            return
        path = self._session.project.path.with_suffix(".jsonl")

        def ask(state: ExportState) -> None:
            dialog = ExportDialog(self._window, state, path, self._session.preview_export)
            if dialog.run():
                self._session.export(dialog.chosen, self.tell_exported)
            elif dialog.to_finish:
                self.finish_wanted.emit()

        self._session.file.call(ExportState.of, ask)

    def tell_exported(self, result: Exported) -> None:
        """Show what an export wrote, what it could not write as it stood, what it left out, and its folder."""
        documents = ngettext("{n} document exported", "{n} documents exported", result.documents)
        spans = ngettext("{n} span", "{n} spans", result.spans)
        said = [left_to_right(str(path)) for path in result.paths] + list(result.report)
        if result.unfinished:
            said.append(
                ngettext("{n} unfinished document left out", "{n} unfinished documents left out", result.unfinished)
            )
        if result.contested:
            words = _("Several annotators finished {n} more: choose one of them, or a rule.")
            said.append(words.format(n=number(result.contested)))
        folder = QUrl.fromLocalFile(str(Path(result.paths[0]).parent))
        show = (_("Open folder"), lambda: QDesktopServices.openUrl(folder))
        self._messages.warn(_(", ").join((documents, spans)), "\n".join(said), show, icon="circle-check")

    def _tell_imported(self, result: Imported) -> None:
        imported = ngettext("{n} document imported", "{n} documents imported", result.added)
        self._messages.tell(imported)
        if lines := (*result.audit.sentences(), *map(str, result.kept)):
            show = (_("Show the report"), lambda: self._show_audit(lines))
            self._messages.warn(imported, _("In some of the texts something is unusual. Nothing was changed."), show)
        for problem in result.problems:
            self._messages.warn(str(problem), icon="triangle-alert")
        if result.problem_count > len(result.problems):
            more = result.problem_count - len(result.problems)
            self._messages.warn(ngettext("{n} more problem", "{n} more problems", more), icon="triangle-alert")

    def _show_audit(self, lines: tuple[str, ...]) -> None:
        sentence = _("What is unusual in the imported texts, as characters. Nothing was changed.")
        ReportDialog(self._window, _("Report on the import"), sentence, lines).run()
