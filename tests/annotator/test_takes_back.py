"""What the next undo and redo would do is what they do."""

from __future__ import annotations

from annotator import takes_back as module
from annotator.takes_back import TakesBack, takes_back


def test_tells_what_undo_and_redo_then_do(review, suggested):
    page = review.open(suggested("زار [طوكيو GPE] و[بكين GPE]"))
    assert takes_back(review) == TakesBack("", "")
    review.accept(page.items()[0])
    review.reject(page.undecided()[0])
    told = takes_back(review)
    assert (told.undo, told.redo) == ("rejection of “بكين”", "")
    assert review.undo().message.endswith(told.undo)
    told = takes_back(review)
    assert (told.undo, told.redo) == ("acceptance of “طوكيو”", "rejection of “بكين”")
    assert review.redo().message.endswith(told.redo)


def test_a_large_step_is_counted_like_a_small_one(review, suggested, monkeypatch):
    page = review.open(suggested("[طوكيو GPE] [بكين GPE] [سيول GPE]"))
    review.finish(0.5)
    assert page.left_count == 0
    exact = takes_back(review).undo
    assert exact == "3 decisions"
    monkeypatch.setattr(module, "MANY", 2)
    assert takes_back(review).undo == exact
