"""Making a report of what was found out: what it is of, the sentences that tell most, and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import annotator
from annotator.labels import LabelSet
from annotator.quality.agreement.record import Agreement, Measure
from annotator.quality.effort_parts import Efforts
from annotator.quality.evaluation import Evaluation
from annotator.quality.report import agreement, curves, effort, method, mistakes, scores
from annotator.quality.report.mistakes import Examples
from annotator.quality.report.parts import Report, Section
from annotator.quality.report.wording import Labels, clean, day, isolated, minute, settled
from annotator.quality.words import calibration_sentences, repeated_sentence
from annotator.suggest import suggester_name
from annotator.texts import _, digits, language, ngettext, number, percent


@dataclass(frozen=True, slots=True)
class About:
    """What a report is of."""

    project: str
    """Its title."""
    labels: LabelSet
    guidelines: int
    """How often they were written; 0 where there are none."""
    guidelines_at: str
    documents: int
    finished: int
    annotators: tuple[str, ...]
    adjudicators: tuple[str, ...]
    made: str
    """When the report was made: UTC, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that goes into a report; what there is nothing of is left out of it."""

    about: About
    evaluation: Evaluation | None = None
    examples: Examples = field(default_factory=dict)
    agreement: Agreement | None = None
    effort: Efforts | None = None
    without_scores: str = ""
    """Why there is no evaluation, although it was asked for."""


def program() -> str:
    """What made the report."""
    return _("Warraq {version}").format(version=annotator.__version__)


def report(found: Findings, title: str = "") -> Report:
    """The report in the language in use."""
    labels = Labels(found.about.labels)
    title = clean(title) or _("Quality report: {project}").format(project=isolated(found.about.project))
    sections = tuple(filter(None, _sections(found, labels)))
    return Report(
        language=language(),
        digits=digits(),
        title=title,
        facts=tuple(_facts(found)),
        summary=tuple(_summary(found, labels.names)),
        sections=sections,
        hues=labels.hues,
        foot=_(" · ").join([title, day(found.about.made), program()]),
        words={"contents": _("Contents"), "summary": _("In short")},
    )


def _sections(found: Findings, labels: Labels) -> Iterator[Section | None]:
    if of_run := found.evaluation:
        yield scores.scores(of_run, labels)
        yield scores.comparisons(of_run, labels)
        yield scores.confusion(of_run, labels)
        yield mistakes.mistakes(of_run, found.examples, labels)
        yield mistakes.repeated(of_run, labels)
        yield curves.calibration(of_run.calibration)
        yield curves.growth(of_run)
        yield scores.documents(of_run)
    if found.agreement:
        yield agreement.agreement(found.agreement, labels)
        yield agreement.differences(found.agreement, labels)
    of_work = effort.effort(found.effort, labels) if found.effort else None
    yield of_work
    yield method.method(found.evaluation, agreement=bool(found.agreement), effort=bool(of_work), program=program())


def _facts(found: Findings) -> Iterator[tuple[str, str, bool]]:
    """Names and values; where the third is true the value is a name from outside."""
    about = found.about
    yield _("Project"), clean(about.project), True
    if found.evaluation:
        run = found.evaluation.run
        yield (
            _("Run"),
            _(" · ").join(filter(None, map(isolated, filter(None, (suggester_name(run.suggester), run.version))))),
            False,
        )
        if run.at:
            yield _("Run began"), minute(run.at), False
        if run.file:
            yield _("Predictions"), clean(run.file), True
    documents = ngettext("{n} of {total} is finished", "{n} of {total} are finished", about.finished)
    yield _("Documents"), documents.format(total=number(about.documents)), False
    if about.annotators:
        yield _("Annotators"), _(", ").join(map(isolated, about.annotators)), False
    if about.adjudicators:
        yield _("Adjudicators"), _(", ").join(map(isolated, about.adjudicators)), False
    labels = _("{name}, version {version}, {labels}").format(
        name=isolated(about.labels.name(language())),
        version=number(about.labels.version),
        labels=ngettext("{n} label", "{n} labels", len(about.labels)),
    )
    yield _("Label set"), labels, False
    if about.guidelines:
        version = _("version {version}").format(version=number(about.guidelines))
        yield _("Guidelines"), _(", ").join(filter(None, [version, day(about.guidelines_at)])), False
    yield _("Made"), _(" · ").join([minute(about.made), program()]), False


def _summary(found: Findings, names: Mapping[str, str]) -> Iterator[str]:
    if found.evaluation:
        yield from _of_run(found.evaluation, names)
    elif found.without_scores:
        yield _("There are no scores of a run. {reason}").format(reason=settled(found.without_scores))
    if found.agreement:
        yield _of_agreement(found.agreement)
    if found.effort and found.effort.annotators:
        yield from effort.sentences(found.effort)[1:]


def _of_run(found: Evaluation, names: Mapping[str, str]) -> Iterator[str]:
    f1 = found.micro.strict.f1
    where = ngettext("{n} document", "{n} documents", found.basis.documents)
    values = {"name": isolated(found.run.suggester), "where": where, "f1": percent(f1.value, 1)}
    if f1.low is None or f1.high is None:
        yield _("“{name}” in {where}: strict F1 {f1}.").format(**values)
    else:
        between = {"low": percent(f1.low, 1), "high": percent(f1.high, 1)}
        yield _("“{name}” in {where}: strict F1 {f1}, with 95% certainty between {low} and {high}.").format(
            **values, **between
        )
    if found.basis.seen and not found.basis.blind:
        yield _("All of the gold was made with the run in sight: the score may flatter it.")
    yield from map(scores.compared, found.comparisons)
    if found.mistakes.repeated:
        most = found.mistakes.repeated[0]
        most = replace(most, gold=isolated(most.gold), proposed=isolated(most.proposed))
        yield _("Most expensive mistake: {mistake}.").format(mistake=repeated_sentence(most, names))
    if not found.calibration.flat:
        yield calibration_sentences(found.calibration)[1]


def _of_agreement(found: Agreement) -> str:
    f1 = found.figures[Measure.F1].value
    said = ngettext(
        "Annotators agree on {share} of the spans (F1) in {n} document.",
        "Annotators agree on {share} of the spans (F1) in {n} documents.",
        found.documents,
    )
    return said.format(share="–" if f1 is None else percent(f1, 1))
