from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from annotator.errors import ModelUnusable
from annotator.suggest import outside


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("ar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "CITY", "pattern": "طوكيو"}, {"label": "PERSON", "pattern": "بلينكن"}])  # type: ignore[attr-defined]
    spans = nlp.add_pipe("span_ruler", config={"spans_key": "more"})
    spans.add_patterns([{"label": "WEEKDAY", "pattern": "الأحد"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def found(model: Path, text: str, mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
    [suggestions] = outside.load(model, mapping)([text])
    return [(text[s.span.start : s.span.end], s.span.label) for s in suggestions]


def test_entities_and_span_groups_with_their_own_labels(model: Path) -> None:
    assert found(model, "وصل بلينكن طوكيو يوم الأحد") == [("بلينكن", "PERSON"), ("طوكيو", "CITY"), ("الأحد", "WEEKDAY")]


def test_a_mapping_renames_and_leaves_out_what_it_does_not_name(model: Path) -> None:
    assert found(model, "وصل بلينكن طوكيو يوم الأحد", {"CITY": "GPE", "PERSON": ""}) == [("طوكيو", "GPE")]


def test_an_empty_text(model: Path) -> None:
    assert found(model, "") == []


@pytest.mark.parametrize("content", [None, "", "{"])
def test_a_folder_that_is_no_pipeline(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "meta.json").write_text(content)
    with pytest.raises(ModelUnusable, match=str(tmp_path)):
        outside.load(tmp_path)


def test_a_pipeline_with_a_component_that_is_not_installed(model: Path) -> None:
    config = model / "config.cfg"
    config.write_text(config.read_text().replace('factory = "entity_ruler"', 'factory = "nobody_has_it"'))
    with pytest.raises(ModelUnusable, match="nobody_has_it"):
        outside.load(model)


def test_a_pipeline_that_fails_while_it_works(tmp_path: Path) -> None:
    @Language.component("warraq_test_fails")
    def fails(doc: object) -> object:
        raise ValueError("out of luck")

    nlp = spacy.blank("ar")
    nlp.add_pipe("warraq_test_fails")
    nlp.to_disk(tmp_path)
    with pytest.raises(ModelUnusable, match="luck"):
        list(outside.load(tmp_path)(["نص"]))
