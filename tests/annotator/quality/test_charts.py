"""Figures: they begin where the language does, wear the theme's colours, and stand beside each other on one page."""

from __future__ import annotations

import re

import numpy as np
import pytest
from lxml import etree

from annotator.look import TOKENS
from annotator.quality import charts
from annotator.quality.calibration import Calibration, Judgements
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Estimate, SchemaScore
from annotator.records import RunId
from annotator.texts import speaking


@pytest.fixture(scope="module")
def calibrated() -> Calibration:
    gathered = Judgements()
    scores = np.repeat(np.array([0.55, 0.75, 0.95]), 200)
    gathered.add(scores, np.arange(len(scores)) % 100 < 100 * scores)
    return gathered.result(np.array([]), 0.9)


def score(f1: float, low: float | None = None, high: float | None = None) -> SchemaScore:
    return SchemaScore(*(Estimate(f1, low, high) for _measure in range(3)))


@pytest.mark.parametrize(("language", "rightwards"), [("en", True), ("ar", False)])
def test_zero_stands_where_reading_begins(language: str, rightwards: bool, calibrated: Calibration) -> None:
    with speaking(language):
        for figure in (
            charts.calibration(calibrated, charts.Style.in_use()),
            charts.amounts([Amount(1, 9, score(0.8)), Amount(90, 99, score(0.9, 0.7, 1.0))], charts.Style.in_use()),
            charts.moments([Moment(RunId("a"), "1", "", 3, score(0.4, 0.3, 0.5))] * 2, charts.Style.in_use()),
        ):
            axes = figure.axes[0]
            first, last = axes.get_xlim()
            assert bool(first < last) is rightwards
            charts.svg(figure, "f")
            assert axes.yaxis.get_ticks_position() == ("left" if rightwards else "right")
            shown = "".join(label.get_text() for label in axes.get_yticklabels())
            assert shown.isascii() is rightwards


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_wears_the_colours_of_its_theme(theme: charts.Theme, calibrated: Calibration) -> None:
    written = charts.svg(charts.calibration(calibrated, charts.Style(theme)), "c")
    known = {pair[theme == "dark"].lower() for pair in TOKENS.values()}
    used = set(re.findall(r"#[0-9a-f]{6}\b", written))
    assert used <= known
    assert TOKENS["accent"][theme == "dark"].lower() in used


def test_figures_of_one_page_share_no_names_and_no_styles(calibrated: Calibration) -> None:
    one, other = (charts.svg(charts.calibration(calibrated, charts.Style()), name) for name in ("a", "b"))
    ids = [set(re.findall(r'\bid="([^"]+)"', each)) for each in (one, other)]
    assert not ids[0] & ids[1]
    whole = etree.fromstring(one)
    assert not whole.xpath("//*[local-name()='style' or local-name()='text' or local-name()='metadata']")
    used = {each.lstrip("#") for each in re.findall(r'href="([^"]+)"', one)}
    assert used <= ids[0]


def test_a_figure_of_nothing_can_be_drawn() -> None:
    empty = Judgements().result(np.array([]))
    for figure in (
        charts.calibration(empty, charts.Style()),
        charts.amounts([], charts.Style()),
        charts.moments([], charts.Style()),
    ):
        assert charts.svg(figure, "f").startswith("<svg")
