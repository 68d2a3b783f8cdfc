"""dkpro-cassis reads what is exported for INCEpTION."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.records import Record

cassis = pytest.importorskip("cassis")


def test_cassis_reads_a_cas_by_the_types_of_dkpro_core(
    tmp_path: Path, records: Callable[[int], list[Record]], write: Callable[..., None]
) -> None:
    given = records(9)
    write("xmi", tmp_path / "out", given)
    ours = cassis.load_typesystem(tmp_path / "out" / "TypeSystem.xml")
    dkpro = cassis.load_dkpro_core_typesystem()
    for feature in (it for type_ in dkpro.get_types() for it in type_.features):
        feature.description = None  # ours have none, and cassis takes these for other features
    types = cassis.merge_typesystems(dkpro, ours)
    for record in given:
        cas = cassis.load_cas_from_xmi(tmp_path / "out" / f"{record.name}.xmi", types)
        assert cas.typecheck() == []
        entities = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
        assert [(it.begin, it.end, it.value) for it in entities] == sorted(record.annotations)
        sentences = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
        assert [it.get_covered_text() for it in sentences][1] == "ثم عاد."


def test_cassis_reads_a_json_cas_that_stands_alone(
    tmp_path: Path, records: Callable[[int], list[Record]], write: Callable[..., None]
) -> None:
    (record,) = records(1)
    write("casjson", tmp_path / "out", [record])
    with (tmp_path / "out" / "d0.json").open("rb") as file:
        cas = cassis.load_cas_from_json(file)
    assert cas.sofa_string == record.text
    assert cas.typecheck() == []
