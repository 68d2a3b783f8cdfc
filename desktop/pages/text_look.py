"""How the text of the review page is shown: kept in the settings, changed by commands, and what is odd in it told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from annotator.page import Page
from annotator.text.direction import Direction
from annotator.text.invisibles import has_controls
from annotator.texts import _
from desktop.actions import Actions
from desktop.canvas.paragraphs import Paragraphs
from desktop.canvas.text_look import TextLook
from desktop.canvas.view import Canvas
from desktop.desk import Desk
from desktop.dialogs.text_look import TextLookPopup
from desktop.messages import Messages, Note, Strip
from desktop.settings import Settings


class ReviewText(QObject):
    """Connects itself to the canvas and the desk.

    Attributes:
        handlers: the id of a command of the table → what it does here.
    """

    def __init__(
        self,
        desk: Desk,
        canvas: Canvas,
        actions: Actions,
        messages: Messages,
        strip: Strip,
        settings: Settings,
    ) -> None:
        super().__init__(canvas)
        self._desk, self._canvas = desk, canvas
        self._actions, self._messages, self._strip, self._settings = actions, messages, strip, settings
        self._warning: Note | None = None
        self.handlers: dict[str, Callable[[], object]] = {
            "view.text": self.choose_look,
            "view.diacritics": lambda: self._turn("diacritics", self._actions["view.diacritics"].isChecked()),
            "view.invisibles": lambda: self._turn("invisibles", self._actions["view.invisibles"].isChecked()),
            "paragraph.direction": self.turn_paragraph,
        }
        desk.shown.connect(self._warn_of)
        self._show(look_of(settings))

    def choose_look(self) -> None:
        """Let the reader choose; each choice shows at once."""
        popup = TextLookPopup(self._canvas.window(), self._canvas.look)
        popup.chosen.connect(self._keep)
        popup.open_over(self._canvas)

    def turn_paragraph(self) -> None:
        """Turn the paragraph of the caret about; again, and it stays as its text has it; again, and it runs by its text."""
        paragraphs = self._canvas.paragraphs
        index = paragraphs.index_at(self._canvas.caret)
        at, found = paragraphs.line_start(index), paragraphs.found_direction(index)
        other = Direction.LTR if found is Direction.RTL else Direction.RTL
        ring = {None: other, other: found, found: None}
        chosen = paragraphs.directions.get(at)
        following = ring[Direction(chosen) if chosen else None]
        if self._desk.perform(lambda review: review.set_direction(at, following)):
            words = {
                None: _("The paragraph runs as its text does."),
                Direction.RTL: _("The paragraph runs from right to left."),
                Direction.LTR: _("The paragraph runs from left to right."),
            }
            self._messages.tell(words[following])

    def _turn(self, what: str, on: bool) -> None:
        self._keep(replace(self._canvas.look, **{what: on}))

    def _keep(self, look: TextLook) -> None:
        settings = self._settings
        settings.font, settings.line_spacing, settings.column = look.face, look.spacing, look.column
        settings.diacritics, settings.invisibles = look.diacritics, look.invisibles
        self._show(look)

    def _show(self, look: TextLook) -> None:
        self._canvas.look = look
        self._actions["view.diacritics"].setChecked(look.diacritics)
        self._actions["view.invisibles"].setChecked(look.invisibles)

    def _warn_of(self, page: Page, again: bool) -> None:
        """Say at the head of a document that its text is turned about by what is not seen."""
        if again:
            return
        if self._warning is not None:
            self._strip.remove(self._warning)
            self._warning = None
        text = page.document.text
        if has_controls(text) and Paragraphs(text, page.state.directions).deceptive:
            show = (_("Show invisible characters"), lambda: self._turn("invisibles", True))
            self._warning = self._messages.warn(
                _("Some lines of this document read other than they are stored."),
                _("Characters that turn the direction are at work there; a sign stands in the margin."),
                *(() if self._canvas.look.invisibles else (show,)),
                icon="triangle-alert",
            )


def look_of(settings: Settings) -> TextLook:
    """The look that the settings ask for."""
    return TextLook(settings.font, settings.line_spacing, settings.column, settings.diacritics, settings.invisibles)
