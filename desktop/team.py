"""A team's project: its documents handed out to annotators, and their files brought back. Each asks by a dialog and says what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from annotator.texts import _, ngettext
from desktop.actions import Actions
from desktop.exchange import Exchange
from desktop.messages import Answer, Messages
from desktop.session import Session

if TYPE_CHECKING:
    from annotator.assigning import Assigned
    from annotator.jobs import Merged
    from annotator.project.coming import Coming
    from desktop.dialogs.assigning import AssignState


class Team(QObject):
    """Assigns and merges on behalf of a window."""

    def __init__(
        self, session: Session, exchange: Exchange, messages: Messages, commands: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._messages, self._commands, self._window = session, messages, commands, window
        commands.connect({"team.assign": self.assign, "team.merge": self.merge})
        exchange.projects_met.connect(self.meet)

    # Handing out

    def assign(self) -> None:
        """Ask who is to get which documents, and make a project file for each."""
        if self._session.file is not None:
            from desktop.dialogs.assigning import AssignState

            # Not within the delivery of the answer: the file's thread would count as busy while the dialog is open.
            self._session.file.call(AssignState.of, lambda state: QTimer.singleShot(0, self, lambda: self._ask(state)))

    def _ask(self, state: AssignState) -> None:
        from desktop.dialogs.assigning import AssignDialog, Planned

        file = self._session.file
        if file is None:
            return
        dialog = AssignDialog(
            self._window,
            state,
            lambda choice, show, fail: file.call(lambda review: Planned.of(review, choice), show, fail),
        )
        if dialog.run():
            self._session.assign(dialog.chosen, self.tell_assigned)
        dialog.deleteLater()

    def tell_assigned(self, assigned: Assigned) -> None:
        """Show which files were made, and their folder."""
        made = "\n".join(file.sentence(whole_path=False) for file in assigned.files)
        show = (_("Open folder"), lambda: _show_folder(assigned.files[0].path.parent))
        self._messages.warn(assigned.sentence(), made, show, icon="circle-check")

    # Bringing back

    def merge(self) -> None:
        """Ask for project files, show what they would bring, and take it in."""
        from desktop.dialogs.merging import ask_projects

        if self._session.project is None:
            return
        folder = str(self._session.project.path.parent)
        self._offer(ask_projects(self._window, folder))

    def meet(self, paths: Sequence[Path]) -> None:
        """Projects came while one is open: one is opened or merged, as the user says; several are merged."""
        from desktop.dialogs.merging import OpenOrMergeDialog

        project = self._session.project
        if project is None or project.read_only:
            self._session.open(paths[0])
        elif len(paths) > 1 or self._is_open(paths[0]):
            self._offer(paths)
        else:
            dialog = OpenOrMergeDialog(self._window, paths[0])
            if dialog.run():
                if dialog.to_open:
                    self._session.open(paths[0])
                else:
                    self._offer(paths)
            dialog.deleteLater()

    def _is_open(self, path: Path) -> bool:
        return self._session.project is not None and path.resolve() == self._session.project.path.resolve()

    def _offer(self, paths: Sequence[Path]) -> None:
        """Show what projects would bring; the one in hand is none of them."""
        from desktop.dialogs.merging import MergeDialog

        project = self._session.project
        others = [path for path in paths if not self._is_open(path)]
        if project is None or not others:
            if paths:
                self._messages.tell(_("This project is open already."))
            return
        waits = bool(self._session.worker.jobs)
        dialog = MergeDialog(self._window, others, self._session.preview_merge, project.path, waits=waits)
        if dialog.run():
            self._ask_labels(dialog.ready)
        dialog.deleteLater()

    def _ask_labels(self, found: Sequence[Coming]) -> None:
        """Ask what labels are here that mean something else there, and merge."""
        from desktop.dialogs.label_mapping import LabelAnswers, LabelMappingDialog

        project = self._session.project
        if project is None:
            return
        unclear = Counter[str]()
        for one in found:
            unclear.update(dict(one.unclear))
        answers: LabelAnswers | None = LabelAnswers({})
        if unclear:
            theirs = {label: one.label_set for one in reversed(found) if one.label_set for label, _spans in one.unclear}
            dialog = LabelMappingDialog(self._window, sorted(unclear.items()), project.labels, theirs)
            answers = dialog.answers if dialog.run() else None
            dialog.deleteLater()
        if answers is None:
            self._messages.tell(_("Nothing was merged."))
        else:
            self._session.merge([one.path for one in found], answers, self.tell_merged)

    def tell_merged(self, merged: Merged) -> None:
        """Show what came, from whom, and the ways on and back; and what could not be merged."""
        for problem in merged.problems:
            self._messages.warn(str(problem), icon="triangle-alert")
        documents = ngettext("{n} document", "{n} documents", merged.documents)
        decisions = ngettext("{n} decision", "{n} decisions", merged.decisions)
        said = _("New from other projects: {new}.").format(new=_(", ").join((documents, decisions)))
        answers: list[Answer] = []
        if merged.contested:
            answers += [
                (_("Adjudicate"), lambda: self._commands.trigger("page.adjudicate")),
                (_("Agreement"), lambda: self._commands.trigger("page.agreement")),
            ]
        backup = merged.backup
        if backup is not None:
            answers.append((_("Open backup folder"), lambda: _show_folder(backup.parent)))
        self._messages.warn(said, "\n".join(merged.sentences(whole_paths=False)), *answers, icon="circle-check")


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
