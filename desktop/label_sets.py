"""The label set of the project in hand: edited in a dialog, and shown everywhere once it is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.texts import _
from desktop.actions import Actions
from desktop.messages import Messages
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.pages.review import ReviewPage


class LabelSets(QObject):
    """Opens the editor, and lets label bar, menus and page follow."""

    def __init__(self, session: Session, messages: Messages, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._messages, self._actions = session, messages, actions
        self._review: ReviewPage | None = None
        session.closed.connect(self._let_go)
        session.labels_changed.connect(self._show)

    def follow(self, review: ReviewPage) -> None:
        """Keep this page's labels current."""
        self._review = review
        review.news.arrived.connect(self._session.look_at_labels)

    def edit(self) -> None:
        """Let the user edit the label set."""
        from desktop.dialogs.label_editor import LabelEditor

        if self._session.project is None or self._session.project.read_only:
            return
        editor = LabelEditor(self._messages.window, self._session)
        if editor.run():
            self._messages.tell(_("The label set is changed."))
        editor.deleteLater()

    def _let_go(self) -> None:
        self._review = None

    def _show(self) -> None:
        project, review = self._session.project, self._review
        if project is None or review is None:
            return
        labels = project.labels
        self._actions.show_labels(labels)
        review.label_bar.show_labels(labels)
        review.finding.show_labels(labels)
        last = review.verbs.last_label
        if last is not None and (last not in labels or labels.get(last).retired):
            review.verbs.remember(None)
        # What was read before the change may show labels that are no more.
        review.desk.forget_ahead()
        if review.desk.page is not None and review.desk.page.labels != labels:
            review.desk.reload()
