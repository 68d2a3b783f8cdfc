import gzip
from pathlib import Path

import numpy as np
import pytest
import srsly

from annotator.errors import ModelUnusable
from annotator.labels import load
from annotator.records import LabelId
from annotator.suggest.judge import Judge
from annotator.suggest.knowledge import knowledge
from annotator.suggest.model import FORMAT, Model, bundled, from_bytes, read, to_bytes
from annotator.suggest.tagger import Tagger


@pytest.fixture
def model() -> Model:
    transitions = np.arange(25, dtype=np.float32).reshape(5, 5)
    weights = {"w=طوكيو": [(2, 0.5), (12, -1.25)], "&في طوكيو": [(3, 1.0)]}
    tagger = Tagger([["GPE"]], weights, transitions, knowledge())
    return Model(load("wojood"), tagger, Judge({"GPE": 0.25}), {"documents": 3}, {"طوكيو": {LabelId("GPE"): (2, 1)}})


def test_a_model_comes_back_as_it_was(model: Model) -> None:
    again = from_bytes(to_bytes(model), knowledge())
    assert again.tagger.groups == [["GPE"]]
    assert {name: list(pairs) for name, pairs in again.tagger.weights.items()} == model.tagger.weights
    assert (again.tagger.transitions == model.tagger.transitions).all()
    assert again.judge.weights == {"GPE": 0.25}
    assert again.labels.to_json() == model.labels.to_json()
    assert again.details == {"documents": 3}
    assert {label: tuple(counts) for label, counts in again.known["طوكيو"].items()} == {"GPE": (2, 1)}


def test_equal_models_give_equal_bytes(model: Model) -> None:
    assert to_bytes(model) == to_bytes(from_bytes(to_bytes(model), knowledge()))


@pytest.mark.parametrize(
    "data", [b"", b"no model", gzip.compress(b"\xc1", mtime=0), gzip.compress(srsly.msgpack_dumps({}), mtime=0)]
)
def test_what_is_no_model_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.model"
    path.write_bytes(data)
    with pytest.raises(ModelUnusable, match=r"broken\.model"):
        read(path, knowledge())


def test_a_damaged_model_is_refused(model: Model) -> None:
    whole = srsly.msgpack_loads(gzip.decompress(to_bytes(model)))
    for key in ("weights", "columns", "transitions", "judge_weights", "labels"):
        damaged = gzip.compress(srsly.msgpack_dumps({**whole, key: whole["weights"][:1] if key != "labels" else 7}))
        with pytest.raises(ModelUnusable):
            from_bytes(damaged, knowledge())


def test_columns_that_do_not_fit_are_refused(model: Model) -> None:
    whole = srsly.msgpack_loads(gzip.decompress(to_bytes(model)))
    beyond = np.array([25, 12, 3], "<u2").tobytes()
    for change in ({"columns": beyond}, {"groups": [["GPE"], ["PERS"]]}):
        with pytest.raises(ModelUnusable):
            from_bytes(gzip.compress(srsly.msgpack_dumps({**whole, **change})), knowledge())


def test_what_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.suggest.model.LARGEST", 10**6)
    with pytest.raises(ModelUnusable):
        from_bytes(gzip.compress(bytes(10**8)), knowledge())


def test_a_model_of_a_newer_program_says_so(model: Model) -> None:
    whole = srsly.msgpack_loads(gzip.decompress(to_bytes(model)))
    with pytest.raises(ModelUnusable, match="newer"):
        from_bytes(gzip.compress(srsly.msgpack_dumps({**whole, "format": FORMAT + 1})), knowledge())


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable):
        read(tmp_path / "none.model", knowledge())


def test_the_model_that_comes_along_has_every_label() -> None:
    labels = {label for group in bundled(knowledge()).tagger.groups for label in group}
    assert labels == {label.id for label in load("wojood")}
