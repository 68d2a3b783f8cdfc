"""Read mode: what will be accepted is told, and the suggester proposes from which score on."""

from __future__ import annotations


def head(page):
    return page.page.head


def test_the_head_tells_what_a_finish_accepts(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE] و[لندن GPE]"))
    assert head(page)._expected.text() == ""
    head(page).mode_chosen.emit("read")
    assert head(page)._expected.text() == "3 will be accepted"
    page.press("x")
    assert head(page)._expected.text() == "2 will be accepted"
    head(page).threshold_chosen.emit(0.95)
    assert head(page)._expected.text() == "0 will be accepted · 2 left"


def test_the_proposed_threshold_is_taken_with_one_click(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]", score=0.98))
    page.settle()
    proposed = head(page)._proposed
    assert proposed.isVisible()
    assert "40%" in proposed.text()
    proposed.trigger()
    assert page.page._settings.threshold == 0.4


def test_nothing_is_proposed_where_no_score_is_sure_enough(make_project, open_page):
    page = open_page(make_project("[طوكيو GPE] و[بكين GPE]", score=0.6))
    page.settle()
    assert not head(page)._proposed.isVisible()
