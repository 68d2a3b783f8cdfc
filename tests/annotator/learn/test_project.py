"""A project's own model: it learns labels that no other model has, and never knows a document from itself."""

from annotator.labels import LabelSet, load
from annotator.learn import project
from annotator.learn.project import Finished, Learned, learn
from annotator.records import Span
from annotator.suggest.knowledge import knowledge
from annotator.suggest.model import from_bytes, to_bytes
from annotator.suggest.pipeline import build, predict
from tests.conftest import marked

DISHES = ("كبسة", "منسف", "مقلوبة", "كسكسي", "طاجين", "فتة")


def own_labels() -> LabelSet:
    return LabelSet.from_json(
        {**load("conll").to_json(), "id": "food"}
        | {
            "labels": [{**load("conll").to_json()["labels"][0], "id": "DISH", "names": {"en": "Dish", "ar": "طبق"}}],
            "nests": {},
        }
    )


def finished(source: str) -> Finished:
    written = marked(source)
    return Finished(written.text, written.spans)


def learned(documents: list[Finished], labels: LabelSet) -> tuple[Learned, list[tuple[int, int]]]:
    steps = []
    work = learn(documents, labels)
    while True:
        try:
            steps.append(next(work))
        except StopIteration as end:
            return end.value, steps


def test_a_label_set_of_the_user_s_own_is_learned_from_nothing() -> None:
    documents = [
        finished(f"طبخت الجدة [{dish} DISH] للضيوف. وأكل الجميع [{dish} DISH] مع اللبن. ثم شكروها.") for dish in DISHES
    ]
    result, steps = learned(documents, own_labels())
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert steps[-1][0] == steps[-1][1]
    assert result.before.f1 == 0
    assert result.after.f1 > 0.5
    model = from_bytes(to_bytes(result.model), knowledge())
    text = "طبخت الجدة مسخن للضيوف. وأكل الجميع كبسة مع اللبن."
    [suggestions] = predict(build(model), [text])
    assert {text[s.span.start : s.span.end] for s in suggestions} == {"مسخن", "كبسة"}
    assert {s.span.label for s in suggestions} == {"DISH"}


def test_memory_never_knows_a_document_from_itself() -> None:
    documents = [finished("زار [سمير GPE] البلد"), finished("زار [سمير GPE] البلد"), finished("زار [نبيل GPE] البلد")]
    strings = [project._strings(one, []) for one in documents]
    examples = project._examples(documents, strings)
    remembered = [[find for find in one.work.found if find.source == "memory"] for one in examples]
    assert [len(finds) for finds in remembered] == [1, 1, 0]


def test_what_was_suggested_wrongly_counts_as_rejected() -> None:
    one = finished("زار [طوكيو GPE] البلد")
    strings = project._strings(one, [Span(4, 9, "GPE"), Span(10, 15, "ORG")])
    assert project._counts(strings) == {"طوكيو": {"GPE": (1, 0)}, "البلد": {"ORG": (0, 1)}}
