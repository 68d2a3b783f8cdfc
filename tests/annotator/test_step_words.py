"""What a step is called in the status line, in the menu and in the history."""

from __future__ import annotations

import pytest

from annotator.records import Status


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.DONE, "finishing of the document"), (Status.IN_PROGRESS, "reopening of the document")],
)
def test_a_document_finished_or_reopened_is_told_so(review, suggested, status: Status, words: str) -> None:
    review.open(suggested("[طوكيو GPE]"))
    assert review.set_status(status).message == words
