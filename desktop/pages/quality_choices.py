"""What there is to choose on the quality page, and what was chosen: runs, and whose annotations are gold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator.project.runs import StoredRun
from annotator.records import MEMORY
from annotator.suggest import suggester_name
from annotator.texts import _
from desktop.pages.quality_figures import Asked, State
from desktop.panels.current_span import when
from desktop.panels.marks import isolated
from desktop.panels.quality_head import Option

_RULES: Final = ("majority", "union")
_PERSON: Final = "person "


def run_options(runs: Sequence[StoredRun]) -> list[Option]:
    """Suggesters, the last that came first, each with its runs where it has several; what memory proposed comes last, as one."""
    options: list[Option] = []
    suggesters = dict.fromkeys(run.suggester for run in reversed(runs))
    for suggester in sorted(suggesters, key=lambda name: name == MEMORY):
        own = [run for run in runs if run.suggester == suggester]
        options.append((suggester_name(suggester), suggester))
        if len(own) > 1 and suggester != MEMORY:
            options += [(f"    {_told(run)}", run.id) for run in reversed(own)]
    return options


def _told(run: StoredRun) -> str:
    version = _("version {version}").format(version=isolated(run.version)) if run.version else ""
    return " · ".join(filter(None, (when(run.at), version)))


def gold_options(found: State) -> list[Option]:
    """Everyone who finished anything, and the rules; none where there is one person only."""
    if len(found.people) < 2:
        return []
    people = ((name, f"{_PERSON}{name}") for name in found.people)
    rules = ((_("the majority"), "majority"), (_("everyone together"), "union"))
    return [(_("adjudication or the only one"), ""), *people, *rules]


def gold_value(asked: Asked) -> str:
    """Which of them is in use."""
    return asked.rule or (f"{_PERSON}{asked.annotator}" if asked.annotator else "")


def asked_for(before: Asked, run: str, compare: str, gold: str) -> Asked:
    """What the values of the three choosers ask for."""
    file = before.file if before.file and run == str(before.file) else None
    rule = gold if gold in _RULES else ""
    mapping = before.mapping if file else ()
    return Asked("" if file else run, compare, "" if rule else gold.removeprefix(_PERSON), rule, file, mapping)
