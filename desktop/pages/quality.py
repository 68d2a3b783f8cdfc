"""The quality page: how good a run is against gold, where it errs, from which score on it is safe, what the review costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from annotator.quality.evaluation import Evaluation
from annotator.quality.mistakes import Wanted
from annotator.quality.words import comparison_sentence
from annotator.records import LabelId
from annotator.texts import _, ngettext
from desktop import icons
from desktop.actions import Actions
from desktop.bidi import at_start
from desktop.canvas.wording import label_name
from desktop.charts import Plot
from desktop.messages import Messages
from desktop.pages.quality_absent import AGAIN, Absent, no_effort, no_figures
from desktop.pages.quality_choices import asked_for, gold_options, gold_value, run_options
from desktop.pages.quality_errors import Errors
from desktop.pages.quality_figures import Figures, State
from desktop.pages.quality_file import PredictionsFile
from desktop.pages.quality_layout import QualityLayout
from desktop.panels.confusion_matrix import SHOWN as SHOWN_IN_MATRIX
from desktop.panels.confusion_matrix import matrix
from desktop.panels.panes import turn_pane
from desktop.panels.quality_head import EFFORT, SCORES
from desktop.panels.score_rows import (
    SHOWN,
    amount_rows,
    basis_lines,
    by_count,
    label_columns,
    label_rows,
    moment_rows,
    named,
    points,
    score_columns,
    score_rows,
)
from desktop.session import Session
from desktop.settings import Settings

EVERY_LABEL = 1_000
PROBLEMS = 5
"""So many of a file's problems are told one by one."""


class QualityPage(QualityLayout):
    """Made when it is first asked for. The figures are found in another process; what was found last stands meanwhile.

    Attributes:
        figures: what was found.
        file: predictions that are scored in the place of a run.
        list: the errors.

    Signals:
        place_wanted: a place of a document is to be seen in the review: document, start, end.
    """

    place_wanted = Signal(str, int, int)

    def __init__(self, session: Session, commands: Actions, messages: Messages, settings: Settings) -> None:
        super().__init__()
        assert session.file is not None
        assert session.project is not None
        self._session, self._commands, self._messages, self._settings = session, commands, messages, settings
        self._read_only = session.project.read_only
        self._in_front = self._wants_keys = False
        self._shown = SHOWN
        self._act = ""
        self._drawn: Evaluation | None = None
        self.figures = Figures(session, self)
        self.file = PredictionsFile(session, settings, self)
        self.list = Errors(self.errors, session.file)
        self._state: State | None = None
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.figures.offered.connect(self._offer)
        self.figures.changed.connect(self._show)
        self._session.changed.connect(self._look)
        self._session.labels_changed.connect(self._show_anew)
        self.list.place_wanted.connect(self.place_wanted)
        self.list.narrowed.connect(self._show_narrowed)
        self.list.listed.connect(self._take_keys)
        self.errors.list.left.connect(self._step_back)
        self.head.views.chosen.connect(lambda _view: self._show())
        self.head.chosen.connect(self._choose)
        self.head.file_requested.connect(self.file.ask)
        self.file.chosen.connect(self._score_file)
        self.head.again_requested.connect(self.figures.again)
        self.head.report_requested.connect(lambda: self._commands.trigger("quality.report"))
        self.labels.chosen.connect(self._choose_label)
        self.confusion.chosen.connect(self._choose_cell)
        self.which.clicked.connect(self.list.show_documents)
        self.all_labels.clicked.connect(self._turn_labels)
        self.calibration.target_chosen.connect(self._choose_target)
        self.calibration.applied.connect(self._apply)
        self.nothing.button.clicked.connect(self._do)
        # Bound methods of this object: the connections go when the page does.
        self._commands["pane.next"].triggered.connect(self._turn_on)
        self._commands["pane.previous"].triggered.connect(self._turn_back)
        self._commands["edit.copy"].triggered.connect(self._copy)

    # For the window

    def come(self) -> None:
        """The page is in front from now on."""
        self._in_front = True
        self._commands.enable(frozenset({"project", "edit.copy"}), read_only=self._read_only)
        self._look()
        self._show()
        self._show_calibration()
        self.head.run.setFocus()
        self._wants_keys = True
        self._take_keys()

    def _take_keys(self) -> None:
        """Give the errors the keys as soon as there are any, unless the reader has gone elsewhere meanwhile."""
        if not (self._wants_keys and self.errors.model.lines and self.view == SCORES):
            return
        focused = self.window().focusWidget()
        gone_elsewhere = isinstance(focused, QLineEdit) or (
            focused is not None and self.isAncestorOf(focused) and focused not in (self.head.run, self.nothing.button)
        )
        if not gone_elsewhere:
            self.errors.list.setFocus()
        self._wants_keys = False

    def go(self) -> None:
        """Another page is in front."""
        self._in_front = False

    def retranslate(self) -> None:
        super().retranslate()
        if self._state is not None:
            self._offer(self._state)
        self.list.retranslate()
        self._show_anew()

    def wear(self) -> None:
        super().wear()
        icons.refresh(self)
        self._show_anew()

    def _look(self) -> None:
        if self._in_front:
            self.figures.look()

    @property
    def settled(self) -> bool:
        """Whether all that is shown is there."""
        charts = (self.calibration.chart, self.amount_chart, self.run_chart)
        return self._state is not None and not (
            self.figures.busy or self.figures.measuring or any(chart.waiting for chart in charts)
        )

    # What is scored

    def _offer(self, found: State) -> None:
        """Suggesters, each with its runs where it has several; the last that came first."""
        self._state = found
        asked = self.figures.asked
        file = [(asked.file.name, str(asked.file))] if asked.file else []
        self.head.show_runs(file + run_options(found.runs), self._chosen_run(), asked.compare)
        self.head.show_gold(gold_options(found), gold_value(asked))

    def _chosen_run(self) -> str:
        """What is scored; where nothing was chosen the suggester that was found to be the newest."""
        asked, found = self.figures.asked, self.figures.evaluation
        return str(asked.file or asked.run or (found.run.suggester if found else ""))

    def _choose(self) -> None:
        values = (chooser.currentData() or "" for chooser in (self.head.run, self.head.other, self.head.gold))
        self.figures.ask(asked_for(self.figures.asked, *values))

    def _score_file(self, path: Path, mapping: dict[str, str]) -> None:
        self.figures.ask(replace(self.figures.asked, run="", file=path, mapping=tuple(mapping.items())))
        if self._state is not None:
            self._offer(self._state)

    def _choose_target(self, target: float) -> None:
        self.figures.target = target
        if self.figures.evaluation is not None:
            calibration = self.figures.evaluation.calibration.with_target(target)
            self._drawn = self.figures.evaluation = replace(self.figures.evaluation, calibration=calibration)
            self.calibration.show_calibration(calibration, self._settings.threshold)

    def _apply(self, threshold: float) -> None:
        """Let finishing accept from this score on; a note says what it was, and takes it back."""
        before, self._settings.threshold = self._settings.threshold, threshold
        self._show_calibration()
        self._messages.tell(
            _("Finishing accepts suggestions from {now} on now; before, it was {before}.").format(
                now=points(threshold, 0), before=points(before, 0)
            )
        )

    # What is shown

    def _show_anew(self) -> None:
        """Show what was found, in the language, the colours and the labels of now."""
        self._drawn = None
        self._show()

    def _show(self) -> None:
        """Show what was found, if it is not shown yet."""
        self._say_state()
        evaluation, project = self.figures.evaluation, self._session.project
        if project is None:
            return
        self.head.show_choosers(on=self.view != EFFORT)
        if self.view == EFFORT:
            effort = self.figures.effort
            there = effort is not None and effort.whole.counts.total() > 0
            if effort is not None and there:
                self.effort.show_efforts(effort, project.labels)
            self._say_absent(no_effort(busy=self.figures.measuring))
            self.show_view(figures=there)
            return
        if evaluation is not None:
            if self._state is not None and self.head.run.currentData() != self._chosen_run():
                self._offer(self._state)
            if evaluation is not self._drawn:
                self._drawn = evaluation
                self._show_scores(evaluation)
                self._show_growth(evaluation)
                self._tell_problems(evaluation)
        else:
            self._say_absent(no_figures(self.figures.refused, busy=self.figures.busy))
        self.show_view(figures=evaluation is not None)

    def _show_scores(self, evaluation: Evaluation) -> None:
        assert self._session.project is not None
        labels = self._session.project.labels
        self.scores.show_rows(score_columns(), score_rows(evaluation), labels)
        self.score_block.tell("\n".join(basis_lines(evaluation)))
        self.comparison.setVisible(bool(evaluation.comparisons))
        at_start(self.comparison).setText(" ".join(comparison_sentence(named(one)) for one in evaluation.comparisons))
        columns = label_columns(compared=bool(evaluation.comparisons))
        self.labels.show_rows(columns, label_rows(evaluation, self._shown), labels)
        self._tell_rest(evaluation)
        shown = SHOWN_IN_MATRIX if self._shown == SHOWN else EVERY_LABEL
        self.confusion.show_matrix(matrix(evaluation.confusion, labels, shown))
        self._show_calibration()
        self.list.show(evaluation, labels)
        self._show_narrowed()

    def _tell_rest(self, evaluation: Evaluation) -> None:
        """The labels that are not shown, in a sentence, and the way to them."""
        assert self._session.project is not None
        labels, rest = self._session.project.labels, by_count(evaluation)[self._shown :]
        names = _(", ").join(label_name(labels, LabelId(name)) for name, _score in rest)
        spans = ngettext("{n} gold span", "{n} gold spans", sum(score.gold for _name, score in rest))
        more = ngettext("{n} more label", "{n} more labels", len(rest))
        said = _("{labels} with {spans}: {names}.").format(labels=more, spans=spans, names=names)
        self.label_block.tell(said if rest else "")
        self.all_labels.setVisible(bool(rest) or self._shown != SHOWN)
        self.all_labels.setText(_("Show all labels") if rest else _("Show fewer labels"))

    def _turn_labels(self) -> None:
        self._shown = EVERY_LABEL if self._shown == SHOWN else SHOWN
        self._show_anew()

    def _show_calibration(self) -> None:
        if self.figures.evaluation is not None:
            self.calibration.show_calibration(self.figures.evaluation.calibration, self._settings.threshold)

    def _show_growth(self, evaluation: Evaluation) -> None:
        assert self._session.project is not None
        labels = self._session.project.labels
        amounts, moments = evaluation.amounts, evaluation.moments
        self.amounts.show_rows(*amount_rows(amounts), labels)
        self.moments.show_rows(*moment_rows(moments), labels)
        self.amount_chart.show_plot(Plot("amounts", amounts))
        self.run_chart.show_plot(Plot("moments", moments) if len(moments) > 1 else None)
        self.run_chart.setVisible(len(moments) > 1)
        few = _("There is one run so far: a second one on the same documents shows what changed.")
        none = _("Predictions of a file have no runs before them.")
        self.run_block.tell("" if len(moments) > 1 else few if moments else none)
        for chart, found in ((self.amount_chart, amounts), (self.run_chart, moments)):
            chart.say(_("Strict F1"), " · ".join(points(one.score.f1.value) for one in found))

    def _tell_problems(self, evaluation: Evaluation) -> None:
        """What of a file could not be scored."""
        if evaluation.problem_count and self._in_front:
            count = ngettext("{n} record was not taken", "{n} records were not taken", evaluation.problem_count)
            self._messages.warn(count, "\n".join(evaluation.problems[:PROBLEMS]), icon="triangle-alert")

    def _say_state(self) -> None:
        figures = self.figures
        if figures.busy or (self.view == EFFORT and figures.measuring):
            stands = figures.evaluation is not None
            self.head.say(_("Being worked out; what stands is of before.") if stands else _("Being worked out…"))
        elif not figures.fresh and self._state is not None:
            self.head.say(_("Not worked out to the end."), again=True)
        else:
            self.head.say("")

    def _say_absent(self, absent: Absent) -> None:
        self._act = absent.command
        self.nothing.say(absent.absent, absent.what, absent.button)

    def _do(self) -> None:
        if self._act == AGAIN:
            self.figures.again()
        else:
            self._commands.trigger(self._act)

    # Narrowing

    def _choose_label(self, row: int) -> None:
        assert self.figures.evaluation is not None
        name = by_count(self.figures.evaluation)[row][0]
        self.list.narrow(Wanted() if self.labels.chosen_row == row else Wanted(label=name))

    def _choose_cell(self) -> None:
        gold, proposed = self.confusion.labels
        self.list.narrow(Wanted(gold_labels=gold, proposed_labels=proposed))

    def _show_narrowed(self) -> None:
        """Mark in table and matrix what the errors are narrowed down to."""
        wanted, evaluation = self.list.wanted, self.figures.evaluation
        names = [name for name, _score in by_count(evaluation)] if evaluation is not None else []
        self.labels.show_chosen(names.index(wanted.label) if wanted.label in names else -1)
        if self.confusion.labels != (wanted.gold_labels, wanted.proposed_labels):
            self.confusion.let_go()
        self.confusion_block.tell(self.confusion.caption())

    # Keys

    def _copy(self) -> None:
        """Copy the line of the current error."""
        line = self.errors.list.currentIndex().data()
        if self._in_front and line:
            QGuiApplication.clipboard().setText(" ".join(line.split()))
            self._messages.tell(_("Copied."))

    def _turn_on(self) -> None:
        self._turn_pane(1)

    def _turn_back(self) -> None:
        self._turn_pane(-1)

    def _turn_pane(self, by: int) -> None:
        if self._in_front:
            turn_pane(self.panes(), by)

    def _step_back(self) -> None:
        """Esc: first out of what narrows the errors, then to the review."""
        if self.list.is_narrowed:
            self.list.drop()
        else:
            self._commands.trigger("page.review")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)
