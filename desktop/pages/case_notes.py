"""What the page of an adjudicator says under its head: refusals, what could not be saved, that all is answered, what has changed."""

from __future__ import annotations

from annotator.adjudication_page import AdjudicationPage
from annotator.readers import Readers
from annotator.texts import _, ngettext
from desktop.actions import caps_of
from desktop.messages import Note
from desktop.pages.notes import ReviewNotes
from desktop.panels.marks import isolated


class CaseNotes(ReviewNotes):
    """Puts notes up and takes them away when their cause is gone."""

    _stale: Note | None = None

    def say_all_answered(self) -> None:
        """The last disagreement was answered: offer to finish."""
        if self._decided is not None:
            return
        verb = _("Finish adjudication") + f"  \u2066{caps_of('document.finish')}\u2069"
        text = _("Every disagreement of this document is answered.")
        self._decided = self._messages.warn(text, "", (verb, self._finish), icon="circle-check")
        self._decided.answered.connect(self._forget_decided)

    def say_stale(self, page: AdjudicationPage, readers: Readers) -> None:
        """An annotator has changed what was adjudicated: say who, and what."""
        if self._stale is not None:
            self._strip.remove(self._stale)
            self._stale = None
        if not page.stale:
            return
        parts = []
        for one in page.changed:
            gone = ngettext("{n} span removed", "{n} spans removed", len(one.gone))
            new = ngettext("{n} span added", "{n} spans added", len(one.new))
            said = [words for words, spans in ((gone, one.gone), (new, one.new)) if spans]
            parts.append(f"{isolated(readers.name(one.person))}: {_(', ').join(said or [_('finished since')])}")
        text = _("Annotators have changed this document since it was adjudicated.")
        again = _("Look at what is open again, then finish it once more.")
        self._stale = self._strip.add(text, " · ".join([*parts, again]), "history", ())
