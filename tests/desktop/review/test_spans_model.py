"""The list of spans here: grouped by label, equal strings together, kept up with each step."""

from __future__ import annotations

import pytest

from annotator.labels import load
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import Document, DocumentId, PersonId, Suggestion
from annotator.review import PageReview
from desktop.panels.marks import Mark
from desktop.panels.spans_model import Entry, Header, More, Show, SpansModel


@pytest.fixture
def verbs(doc):
    """The verbs on a page written with brackets, its spans suggested."""

    def make(source: str) -> PageReview:
        marked = doc(source)
        document = DocumentId("d")
        suggestions = [Suggestion(span, 0.5 + place / 100) for place, span in enumerate(marked.spans)]
        state = DocumentState(document, PersonId("p"))
        page = Page(Document(document, "d", marked.text), state, suggestions, load("wojood"))
        return PageReview(page, lambda _step: None)

    return make


@pytest.fixture
def shown(qapp, verbs):
    def make(source: str) -> tuple[SpansModel, PageReview]:
        made, model = verbs(source), SpansModel()
        model.show_page(made.page)
        return model, made

    return make


def rows(model: SpansModel) -> list[str]:
    words = []
    for number in range(model.rowCount()):
        row = model.row(model.index(number))
        match row:
            case Header():
                words.append(f"{row.label.id} {row.decided}/{row.total}")
            case Entry():
                words.append(f"{row.text} ×{row.count}" if row.count > 1 else row.text)
            case More():
                words.append(f"+{row.count}")
    return words


def test_groups_in_the_order_of_the_label_set_strings_by_place(shown):
    model, _verbs = shown("[طوكيو GPE] و[أحمد PERS] و[بكين GPE]")
    assert rows(model) == ["PERS 0/1", "أحمد", "GPE 0/2", "طوكيو", "بكين"]


def test_equal_strings_stand_together_spelling_and_proclitics_aside(shown):
    model, _verbs = shown("[الأميركي NORP] ثم [الاميركي NORP]، [اليابان GPE] ل[ليابان GPE]")
    assert rows(model) == ["GPE 0/2", "اليابان ×2", "NORP 0/2", "الأميركي ×2"]


def test_a_step_changes_counts_and_marks(shown):
    model, verbs = shown("[طوكيو GPE] ثم [طوكيو GPE]")
    first, second = verbs.page.items()
    model.refresh(verbs.accept(first).spans)
    assert rows(model) == ["GPE 1/2", "طوكيو ×2"]
    assert model.row(model.index(1)).mark is Mark.SOME
    model.refresh(verbs.accept(second).spans)
    assert model.row(model.index(1)).mark is Mark.ALL
    model.refresh(verbs.reject(*verbs.page.items()).spans)
    assert rows(model) == []
    assert model.total == 0


def test_choosing_a_row_goes_round_what_waits(shown):
    model, verbs = shown("[طوكيو GPE] ثم [طوكيو GPE] ثم [طوكيو GPE]")
    items = verbs.page.items()
    entry = model.row(model.index(1))
    assert entry.after(None) == items[0].span
    assert entry.after(items[0].span) == items[1].span
    assert entry.after(items[2].span) == items[0].span
    model.refresh(verbs.accept(items[1]).spans)
    assert entry.after(items[0].span) == items[2].span


def test_long_groups_are_cut_but_never_the_current_one(shown):
    model, verbs = shown(" ".join(f"[مدينة{letter} GPE]" for letter in "ابتثجحخدذ"))
    assert rows(model)[-1] == "+3"
    model.set_current(verbs.page.items()[-1].span)
    assert rows(model)[-2:] == ["مدينةذ", "+2"]
    model.toggle(model.row(model.index(model.rowCount() - 1)))
    assert len(rows(model)) == 10
    model.toggle(model.row(model.index(0)))
    assert rows(model) == ["GPE 0/9"]


@pytest.mark.parametrize(
    ("query", "found"), [("توكيو", []), ("طوك", ["طوكيو"]), ("gpe", ["طوكيو", "بكين"]), ("بلد", ["طوكيو", "بكين"])]
)
def test_filter_by_text_or_label_in_either_language(shown, query, found):
    model, _verbs = shown("[طوكيو GPE] و[أحمد PERS] و[بكين GPE]")
    model.set_query(query)
    assert [word for word in rows(model) if "/" not in word] == found


def test_only_what_is_undecided_or_decided(shown):
    model, verbs = shown("[طوكيو GPE] و[بكين GPE]")
    model.refresh(verbs.accept(verbs.page.items()[0]).spans)
    model.set_show(Show.UNDECIDED)
    assert rows(model) == ["GPE 0/1", "بكين"]
    model.set_show(Show.DECIDED)
    assert rows(model) == ["GPE 1/1", "طوكيو"]
