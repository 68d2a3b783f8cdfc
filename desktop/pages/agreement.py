"""How far annotators agree: worked out by a job whenever the project has changed, for all of them or for two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.errors import MeasureNeeds
from annotator.project.agreement import Standing, standing
from annotator.quality.agreement.record import Agreement, DocumentAgreement, Example, PairAgreement
from annotator.records import PersonId
from annotator.texts import _
from desktop.actions import BY_ID, Actions, text_of
from desktop.messages import Messages
from desktop.pages.difference_pages import DifferencePages, Wanted
from desktop.panels.agreement_head import ALL, DONE
from desktop.panels.agreement_sheet import AgreementSheet
from desktop.panels.dock import ROW
from desktop.panels.panes import turn_pane
from desktop.session import Session
from desktop.settings import Settings
from desktop.worker import Job

ASSIGN: Final = "team.assign"
WORST: Final = 1_000
"""So many documents are listed at most."""
_COMMANDS: Final = ("pane.next", "pane.previous", "edit.copy")
_SETTLED: Final = 250
"""Milliseconds after which a pair that the keys have come to is looked at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared."""

    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    include: str = DONE
    gamma: bool = False

    def arguments(self) -> dict[str, Any]:
        return {"people": self.people, "labels": self.labels, "include": self.include, "gamma": self.gamma}


Compared = tuple[Asked, tuple[int, ...]]
"""What, and at which moment of the project."""


class AgreementPage(QWidget):
    """Answers a sheet.

    Attributes:
        strip: where notes stand.
        sheet: what is seen.

    Signals:
        difference_wanted: a place where annotators differ is to be settled, or else seen: document, start, end.
    """

    difference_wanted = Signal(str, int, int)

    def __init__(self, session: Session, commands: Actions, messages: Messages, _settings: Settings) -> None:
        super().__init__()
        assert session.project is not None
        assert session.file is not None
        self._session, self._commands = session, commands
        self._project, self._file = session.project, session.file
        self.sheet = AgreementSheet(self._project.labels)
        self.strip = self.sheet.strip
        self._standing: Standing | None = None
        self._whole: Agreement | None = None
        self._whole_of: Compared | None = None
        self._pair: PairAgreement | None = None
        self._of_pairs: dict[frozenset[str], Agreement] = {}
        self._document: DocumentAgreement | None = None
        self._wanted: Compared | None = None
        self._job: Job | None = None
        self._job_of_pair: Job | None = None
        self._in_front = False
        self._way: Callable[[], object] = self._again
        self._pages = DifferencePages(self.sheet.differences.examples, session, messages)
        self._messages = messages
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheet)
        self._connect()

    def _connect(self) -> None:
        sheet = self.sheet
        sheet.head.changed.connect(self._look)
        sheet.head.again_requested.connect(self._again)
        sheet.pair_chosen.connect(self._choose_pair)
        sheet.button_pressed.connect(self._help_out)
        for everyone in (sheet.figures.all_requested, sheet.matrix.left, sheet.labels.left):
            everyone.connect(self._show_all)
        sheet.differences.group_chosen.connect(self._show_places)
        sheet.differences.everywhere_requested.connect(self._leave_document)
        sheet.differences.lines.opened.connect(self._open_example)
        sheet.documents.chosen.connect(self._choose_document)
        sheet.documents.opened.connect(self._open_document)
        self._pages.came.connect(self._say_places)
        self._settle.timeout.connect(self._measure_pair)
        self._session.changed.connect(self._look)
        self._session.labels_changed.connect(self._take_labels)
        for command in _COMMANDS:
            # A bound method of this object: the connection goes when the page does.
            self._commands[command].triggered.connect(self._answer)

    # For the window

    def come(self) -> None:
        """It is in front from now on."""
        self._in_front = True
        self._commands.enable(frozenset({"project", "edit.copy"}), read_only=self._project.read_only)
        self._look()
        self.sheet.take_keys()

    def go(self) -> None:
        """It is in front no more."""
        self._in_front = False

    def retranslate(self) -> None:
        """Speak the language in use now."""
        self.sheet.retranslate()
        if self._whole is not None:
            self.sheet.show_pair(self._pair, self._found)
            self._say_places()
        else:
            self._say_absence()

    def wear(self) -> None:
        """Take on the theme in use now."""
        self.update()

    # What is compared

    @property
    def asked(self) -> Asked:
        """What the head asks for."""
        head = self.sheet.head
        return Asked(head.people.chosen, head.labels.chosen, head.include.value, head.gamma.isChecked())

    @property
    def _found(self) -> Agreement | None:
        """The agreement of those whose figures are shown; None until it is worked out."""
        if self._pair is None or (self._whole is not None and len(self._whole.annotators) == 2):
            return self._whole
        return self._of_pairs.get(_ids(self._pair))

    def _look(self) -> None:
        """See what there is to compare now, and compare it if it is not what is shown."""
        if self._in_front:
            people = [PersonId(person) for person in self.asked.people]
            self._file.call(lambda review: standing(review.project, people), self._take_standing)

    def _take_standing(self, found: Standing) -> None:
        assert self._session.project is not None
        self._standing = found
        self.sheet.head.offer(found.people, self._session.project.labels)
        wanted = self.asked, found.moment
        if not self._is_something:
            self._cancel()
            self._whole = self._whole_of = self._pair = self._document = None
            self._say_absence()
        elif wanted == self._whole_of:
            self._cancel()
        elif self._job is None or wanted != self._wanted:
            self._measure(wanted)

    @property
    def _is_something(self) -> bool:
        """Whether there is something to compare of what is asked for."""
        found = self._standing
        return found is not None and bool(found.begun if self.asked.include == ALL else found.finished)

    def _measure(self, wanted: Compared) -> None:
        self._cancel()
        self._wanted = wanted
        self._job = self._run(wanted[0].arguments(), self._take_whole)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._stop)
        self.sheet.head.again.hide()
        if self._whole is None:
            self._say_absence()

    def _again(self) -> None:
        if self._standing is not None:
            self._measure((self.asked, self._standing.moment))

    def _run(self, arguments: dict[str, Any], finished: Callable[[Agreement], object]) -> Job:
        arguments = {"project": str(self._project.path), "worst": WORST, **arguments}
        job = self._session.reader.run("agreement", arguments, finished)
        self._session.ordered.emit(job, _("Comparing"))
        return job

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take_whole(self, found: Agreement) -> None:
        if self.sender() is not self._job:
            return
        first, pair = self._whole is None, _ids(self._pair) if self._pair else None
        self._job, self._whole, self._whole_of, self._document = None, found, self._wanted, None
        self._of_pairs.clear()
        self._job_of_pair = None
        self._pair = next((one for one in found.pairs if _ids(one) == pair), None)
        self.sheet.show_agreement(found)
        if self._pair is not None:
            self._choose_pair(self._pair)
        else:
            self._show_places()
        if first and self._in_front:
            self.sheet.take_keys()

    def _fail(self, error: Exception) -> None:
        """The window tells why; what stood there stays. Without what gamma needs the rest is worked out."""
        if self.sender() is not self._job:
            return
        self._job = None
        if isinstance(error, MeasureNeeds):
            self.sheet.head.gamma.setChecked(False)
            self._look()
        else:
            self._offer_again()

    def _stop(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._offer_again()

    def _offer_again(self) -> None:
        self.sheet.head.again.show()
        if self._whole is None:
            self._say_absence()

    def _take_labels(self) -> None:
        if self._session.project is not None:
            self.sheet.show_labels(self._session.project.labels)
            self._whole_of = None
            self._look()

    # Nothing to show

    def _say_absence(self) -> None:
        """What stands in place of figures: that they are being worked out, were not, or cannot be, and what to do."""
        found = self._standing
        if found is None or self._job is not None:
            self.sheet.show_nothing(_("Comparing what annotators have marked…"), "")
        elif self._is_something:
            self.sheet.show_nothing(_("It was not compared."), _("“Work out again” begins anew."))
        else:
            self._say_nothing(found)

    def _say_nothing(self, found: Standing) -> None:
        assign = BY_ID.get(ASSIGN)
        button = text_of(assign).rstrip("…") if assign else ""
        self._way = lambda: self._commands.trigger(ASSIGN)
        share = _("Let several annotators have some of the documents, or merge their files.")
        if len(found.people) < 2:
            self.sheet.show_nothing(_("Agreement needs two annotators."), share, button)
        elif self.asked.people:
            self._way = self._ask_everyone
            what = _("Others, or all of them, may be chosen above.")
            self.sheet.show_nothing(_("These annotators share no document."), what, _("All annotators"))
        elif found.begun and self.asked.include == DONE:
            self._way = self._ask_begun
            what = _("What they have begun can be compared too.")
            nothing = _("No document has been finished by two annotators.")
            self.sheet.show_nothing(nothing, what, _("Compare what is begun"))
        else:
            self.sheet.show_nothing(_("No two annotators share a document."), share, button)

    def _help_out(self) -> None:
        self._way()

    def _ask_everyone(self) -> None:
        self.sheet.head.people.choose(())
        self._look()

    def _ask_begun(self) -> None:
        self.sheet.head.include.choose(ALL)
        self._look()

    # Two of them

    def _choose_pair(self, pair: PairAgreement) -> None:
        """Show the figures of two at once; the rest when it is worked out."""
        self._pair, self._document = pair, None
        self.sheet.show_pair(pair, self._found)
        if self._found is None:
            self._settle.start()
        else:
            self._settle.stop()
            self._show_places()

    def _measure_pair(self) -> None:
        if self._pair is not None and self._found is None:
            if self._job_of_pair is not None:
                self._job_of_pair.cancel()
            self._job_of_pair = self._run(self._compared(), self._take_pair)
            self._job_of_pair.failed.connect(self._lose_pair)
            self._job_of_pair.cancelled.connect(self._lose_pair)

    def _take_pair(self, found: Agreement) -> None:
        if self.sender() is not self._job_of_pair:
            return
        self._job_of_pair = None
        if self._pair is not None and _ids(self._pair) == _ids(found.pairs[0]):
            self._of_pairs[_ids(self._pair)] = found
            self.sheet.show_pair(self._pair, found)
            self._show_places()

    def _lose_pair(self) -> None:
        """Without the rest of a pair all are shown again: figures of two beside documents of all would mislead."""
        if self.sender() is self._job_of_pair:
            self._job_of_pair = None
            self._show_all()

    def _show_all(self) -> None:
        if self._pair is not None:
            self._pair = self._document = None
            self._settle.stop()
            self.sheet.show_pair(None, self._whole)
            self._show_places()

    # Places

    def _compared(self) -> dict[str, Any]:
        """The arguments of the job that compares those whose figures are shown."""
        assert self._whole_of is not None
        arguments = self._whole_of[0].arguments()
        if self._pair is not None:
            arguments["people"] = tuple(person.id for person in self._pair.annotators)
        return arguments

    def _show_places(self) -> None:
        if self._whole_of is None or self._found is None:
            return
        group = self.sheet.differences.group
        document = self._document.id if self._document else None
        first = group.examples if group and not document else ()
        self._pages.show(Wanted(self._compared(), group, document), first)

    def _say_places(self) -> None:
        name = self._document.name if self._document else ""
        self.sheet.differences.say(document=name, looking=self._pages.looking)

    def _choose_document(self, index: QModelIndex) -> None:
        self._document = index.data(ROW)
        self._show_places()

    def _leave_document(self) -> None:
        self._document = None
        self._show_places()

    def _open_example(self, example: Example) -> None:
        place = example.place
        self.difference_wanted.emit(place.document, place.start, place.end)

    def _open_document(self, document: DocumentAgreement) -> None:
        """At the first place where its annotators differ, if that is known already."""
        examples = self.sheet.differences.examples.examples
        places = [one.place for one in examples if one.place.document == document.id]
        start, end = (places[0].start, places[0].end) if places else (0, 0)
        self.difference_wanted.emit(document.id, start, end)

    # Keys

    def _answer(self) -> None:
        command = self.sender().objectName()
        if not self._in_front:
            return
        if command == "edit.copy":
            if self.sheet.differences.lines.hasFocus() and self.sheet.differences.lines.copy():
                self._messages.tell(_("Copied."))
        else:
            turn_pane(self.sheet.panes, 1 if command == "pane.next" else -1)


def _ids(pair: PairAgreement) -> frozenset[str]:
    return frozenset(person.id for person in pair.annotators)
