"""Looking through a project for what is not marked alike."""

from __future__ import annotations

from annotator.jobs import find_inconsistencies, finish
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import LabelId, Record, Span, Status, Suggestion
from annotator.review import Review


def test_what_still_waits_for_an_answer_was_not_passed_over(tmp_path, doc):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        review = Review(project, project.people.named("A"))
        first, second = (
            project.documents.add(Record(doc(source).text)).id for source in ("طوكيو طوكيو", "في طوكيو غدًا")
        )
        run = project.suggestions.add_run("x", "1")
        project.suggestions.add(run, second, [Suggestion(Span(3, 8, LabelId("GPE")), 0.5)])
        review.open(first)
        review.add(0, 5, LabelId("GPE"))
        review.add(6, 11, LabelId("GPE"))
        review.open(second)
        review.add(9, 12, LabelId("DATE"))
        assert finish(find_inconsistencies(path, review.person.id)).groups == ()
        review.set_status(Status.DONE)
        (group,) = finish(find_inconsistencies(path, review.person.id)).groups
    assert (group.text, group.unmarked) == ("طوكيو", 1)
