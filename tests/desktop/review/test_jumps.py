"""Jumps by label and by doubt."""

from __future__ import annotations

import pytest

from annotator.project.project import Project

THREE = "[طوكيو GPE] ثم [بلينكن PERS] ثم [هانوي GPE] ثم [بكين GPE]"


@pytest.fixture
def doubtful_page(make_project, open_page):
    """In order of doubt: بلينكن (0.55), هانوي (0.4), طوكيو (0.7), بكين (0.9)."""
    path = make_project(THREE)
    with Project.open(path) as project:
        [document] = project.documents.ids()
        text = project.documents.get(document).text
        for string, score in (("بلينكن", 0.55), ("هانوي", 0.4), ("طوكيو", 0.7)):
            project.db.execute("UPDATE suggestion SET score = ? WHERE start = ?", [score, text.index(string)])
        project.db.conn.commit()
    return open_page(path)


def test_j_goes_to_the_next_of_the_label_decided_or_not_and_round(make_project, open_page):
    page = open_page(make_project(THREE))
    page.page.verbs.go_to(page.page.desk.page.items()[2])
    page.press("Return")
    page.page.verbs.go_to(page.page.desk.page.items()[0])
    page.press("j")
    assert page.current == "هانوي GPE"
    page.press("j", "j")
    assert page.current == "طوكيو GPE"
    page.press("shift+j")
    assert page.current == "بكين GPE"


def test_j_without_a_span_goes_by_the_label_used_last(make_project, open_page):
    page = open_page(make_project(THREE))
    page.press("Escape", "j")
    assert "Step to a span first" in page.told[-1]
    page.page.verbs.remember("GPE")
    page.canvas.put_caret(12)
    page.press("j")
    assert page.current == "هانوي GPE"


def test_j_says_that_there_is_no_other(make_project, open_page):
    page = open_page(make_project(THREE))
    page.press("Tab", "j")
    assert page.current == "بلينكن PERS"
    assert "no other span" in page.told[-1]


def test_u_goes_from_doubt_to_doubt_and_back(doubtful_page):
    page = doubtful_page
    seen = []
    for _press in range(3):
        page.press("u")
        seen.append(page.current)
    assert seen == ["بلينكن PERS", "هانوي GPE", "طوكيو GPE"]
    page.press("shift+u")
    assert page.current == "هانوي GPE"
    page.press("shift+u")
    assert page.current == "بلينكن PERS"
    page.press("shift+u")
    assert page.current == "بلينكن PERS"
    assert "no more doubtful" in page.told[-1]


def test_u_leaves_out_what_was_decided_and_begins_again_when_through(doubtful_page):
    page = doubtful_page
    page.press("u", "Return")
    assert page.current == "هانوي GPE"  # the next in the text, and the next in doubt
    page.press("u")
    assert page.current == "طوكيو GPE"
    page.press("u", "u")
    assert "Once more" in page.told[-1]
    assert page.current == "هانوي GPE"
    page.press("x", "x", "u")
    assert "no other undecided" in page.told[-1]
    page.press("x")
    assert page.page.desk.page.left_count == 0
    page.press("Escape", "u")
    assert page.notes == ["All is decided in this document."]


def test_the_span_that_is_current_counts_as_visited(doubtful_page):
    page = doubtful_page
    page.press("Tab")
    assert page.current == "بلينكن PERS"
    page.press("u")
    assert page.current == "هانوي GPE"
    page.press("shift+u")
    assert page.current == "بلينكن PERS"


def test_back_shows_what_was_decided_since(doubtful_page):
    page = doubtful_page
    page.press("u", "Return", "u", "shift+u", "shift+u")
    assert page.current == "بلينكن PERS"
    assert page.canvas.current.decided
