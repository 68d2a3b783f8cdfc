"""What the review cost and what it saved: sentences, and tables by label, suggester and annotator."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from annotator.labels import LabelSet
from annotator.quality.effort_parts import Did, Efforts, Part
from annotator.records import LabelId
from annotator.suggest import suggester_name
from annotator.texts import _, ngettext, number, percent
from desktop.bidi import at_start
from desktop.dialogs.statistics import duration
from desktop.panels.paper_table import Cell, Column, PaperTable


class EffortSheet(QWidget):
    """Tables of figures, each named by a title."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = {name: PaperTable() for name in ("labels", "suggesters", "annotators")}
        self._titles = {name: QLabel() for name in self.tables}
        self._said = QLabel(wordWrap=True)
        self._how = QLabel(wordWrap=True)
        self._how.setProperty("role", "secondary")
        self._efforts: Efforts | None = None
        self._labels: LabelSet | None = None
        self._parts: list[QWidget] = []
        for name, table in self.tables.items():
            self._titles[name].setProperty("role", "block")
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(self._titles[name])
            column.addWidget(table)
            column.addStretch()
            self._parts.append(part)
        self._grid = QGridLayout()
        self._grid.setSpacing(32)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 24, 24)
        whole.setSpacing(8)
        whole.addWidget(self._said)
        whole.addWidget(self._how)
        whole.addSpacing(8)
        whole.addLayout(self._grid)
        whole.addStretch()
        self.arrange(wide=True)
        self.retranslate()

    def show_efforts(self, efforts: Efforts, labels: LabelSet) -> None:
        """Show these figures."""
        self._efforts, self._labels = efforts, labels
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        names = {"labels": _("By label"), "suggesters": _("By suggester"), "annotators": _("By annotator")}
        for name, title in self._titles.items():
            at_start(title).setText(names[name])
            self.tables[name].setAccessibleName(names[name])
        self._how.setText(
            _(
                "Of a pause, at most 90 seconds count. The time of a step is shared among the spans it decides; time for each"
                " span is all that was spent, on rejecting too, over the spans that came to stand."
            )
        )
        at_start(self._how)
        if self._efforts is None or self._labels is None:
            return
        at_start(self._said).setText("\n".join(sentences(self._efforts)))
        efforts, labels = self._efforts, self._labels
        self.tables["labels"].show_rows(
            columns(_("Label")), [_row(Cell(label=LabelId(one)), part) for one, part in efforts.labels.items()], labels
        )
        self.tables["suggesters"].show_rows(columns(_("Suggester")), _rows(efforts.suggesters, suggester_name), labels)
        self.tables["annotators"].show_rows(columns(_("Annotator")), _rows(efforts.annotators, str), labels)
        for part, rows in zip(self._parts, (efforts.labels, efforts.suggesters, efforts.annotators), strict=True):
            part.setVisible(bool(rows))

    def arrange(self, *, wide: bool) -> None:
        """Side by side where there is room, else under each other."""
        labels, suggesters, annotators = self._parts
        places = [(0, 0, 2), (0, 1, 1), (1, 1, 1)] if wide else [(0, 0, 1), (1, 0, 1), (2, 0, 1)]
        for part, (row, column, rows) in zip((labels, suggesters, annotators), places, strict=True):
            self._grid.addWidget(part, row, column, rows, 1)
        self._grid.setColumnStretch(1, int(wide))
        self._grid.setRowStretch(1, int(wide))


def columns(of: str) -> list[Column]:
    return [
        Column(of, figure=False),
        Column(_("Accepted"), 72),
        Column(_("Corrected"), 72),
        Column(_("Rejected"), 68),
        Column(_("Added"), 56),
        Column(_("Changed"), 64, tip=_("Changed or removed again after it stood")),
        Column(
            _("At first sight"),
            92,
            tip=_("The share of proposals that were right at first sight: accepted as they were"),
        ),
        Column(_("Time"), 64, tip=_("For each span that came to stand, in seconds")),
        Column(_("Steps"), 56, tip=_("For each span that came to stand")),
    ]


def _rows(parts: Mapping[str, Part], name: object) -> list[list[Cell]]:
    assert callable(name)
    return [_row(Cell(name(one), figure=False), part) for one, part in parts.items()]


def _row(first: Cell, part: Part) -> list[Cell]:
    each, steps = part.seconds_each, part.actions_each
    return [
        first,
        *(Cell(number(part.counts[did]), quiet=not part.counts[did]) for did in Did),
        Cell(percent(part.right) if part.right is not None else "–", strong=True),
        Cell(_("{n} s").format(n=number(each, 1)) if each is not None else "–"),
        Cell(number(steps, 1) if steps is not None else "–"),
    ]


def sentences(efforts: Efforts) -> list[str]:
    """What all have done, how good proposals were at first sight, and what that saved."""
    whole = efforts.whole
    counted = ngettext("{n} span stands", "{n} spans stand", whole.spans)
    said = [_("{spans} after {time} of work.").format(spans=counted, time=duration(whole.seconds))]
    if whole.seconds_each is not None and whole.actions_each is not None:
        each = _("That is {seconds} seconds and {steps} steps for each.")
        said.append(each.format(seconds=number(whole.seconds_each, 1), steps=number(whole.actions_each, 1)))
    if whole.right is not None:
        right = ngettext(
            "Of {n} proposal, {share} was right at first sight.",
            "Of {n} proposals, {share} were right at first sight.",
            whole.answered,
        )
        said.append(right.format(share=percent(whole.right)))
    return [" ".join(said), _savings(efforts)]


def _savings(efforts: Efforts) -> str:
    savings = efforts.savings
    if savings is None:
        return _("What that saves cannot be estimated yet: too little was added by hand.")
    basis = ngettext(
        "Estimated from {n} span added by hand, {seconds} seconds each.",
        "Estimated from {n} spans added by hand, {seconds} seconds each.",
        savings.added,
    ).format(seconds=number(savings.by_hand, 1))
    times = {
        "hand": duration(savings.expected),
        "time": duration(savings.seconds),
        "share": percent(abs(savings.share)),
    }
    if savings.share >= 0:
        said = _("What came from proposals would have taken {hand} by hand, and took {time}: {share} less.")
    else:
        said = _("What came from proposals would have taken {hand} by hand, and took {time}: {share} more.")
    return f"{said.format(**times)} {basis}"
