"""Which docks of the review page are shown: turned by their commands, kept in the settings."""

from __future__ import annotations

from collections.abc import Callable

from desktop.actions import Actions
from desktop.pages.review_layout import ReviewLayout
from desktop.settings import Settings


class Docks:
    """Shows the docks that the settings ask for.

    Attributes:
        handlers: the id of a command of the table → what it does here.
    """

    def __init__(self, layout: ReviewLayout, actions: Actions, settings: Settings) -> None:
        self._layout, self._actions, self._settings = layout, actions, settings
        self.handlers: dict[str, Callable[[], object]] = {"view.spans": self._show, "view.documents": self._show}
        actions["view.spans"].setChecked(settings.show_spans)
        actions["view.documents"].setChecked(settings.show_documents)
        self._show()

    def _show(self) -> None:
        settings, actions = self._settings, self._actions
        settings.show_spans = actions["view.spans"].isChecked()
        settings.show_documents = actions["view.documents"].isChecked()
        self._layout.start_dock.setVisible(settings.show_spans)
        self._layout.end_dock.setVisible(settings.show_documents)
