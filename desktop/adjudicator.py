"""The document in hand of an adjudicator: as that of a reviewer, with verbs and an undo of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from annotator.adjudicating import Adjudication, PageAdjudication
from annotator.adjudication_page import AdjudicationPage
from annotator.page import Page
from annotator.records import DocumentId
from annotator.review import Review
from desktop.desk import Desk
from desktop.store import Failed, FileThread

T = TypeVar("T")


class AdjudicatorsFile:
    """The file's thread as an adjudicator uses it: what is called is given the adjudication of the reviewer."""

    def __init__(self, file: FileThread) -> None:
        self._file = file
        self._adjudication: Adjudication | None = None

    def call(
        self,
        function: Callable[[Adjudication], T],
        then: Callable[[T], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """As ``FileThread.call``."""
        self._file.call(lambda review: function(self._of(review)), then, failed)

    def call_in_parts(
        self, function: Callable[[Adjudication], Generator[None, None, T]], then: Callable[[T], object]
    ) -> None:
        """As ``FileThread.call_in_parts``."""
        self._file.call_in_parts(lambda review: function(self._of(review)), then)

    def _of(self, review: Review) -> Adjudication:
        """Made in the file's thread, once: the page that owns this goes when another person reviews."""
        if self._adjudication is None:
            self._adjudication = Adjudication(review.project, review.person)
        return self._adjudication


class AdjudicationDesk(Desk):
    """Holds one page of an adjudicator."""

    @property
    def case(self) -> AdjudicationPage | None:
        """The page in hand."""
        return self.page

    def _verbs_on(self, page: Page) -> PageAdjudication:
        return PageAdjudication(page, self._send)

    def _recall(self, document: DocumentId) -> None:
        """Memory proposes nothing to an adjudicator."""
