"""What is left to decide in a document, as a query: proposals without an answer, under the labels of today."""

from __future__ import annotations

from annotator.labels import LabelSet
from annotator.project.memory import SHOWN
from annotator.project.suggestions import NEWEST_RUNS
from annotator.records import MEMORY


def left_query(labels: LabelSet, *, blind: bool = False) -> str:
    """The spans that are left of document ``d`` for person ``p``; with ``blind`` it is asked whether the document is kept blind for them.

    Proposals that a standing annotation rules out are answered when it is made, so what is unanswered is what is left, without
    what memory knows to be rejected elsewhere. Where labels were retired this is asked twice: under the old labels, and under
    those that took their place.
    """
    found = _UNANSWERED.format(proposed=_PROPOSED + (_NOT_BLIND if blind else ""))
    return _UNANSWERED.format(proposed=_under_labels_of_today(found, labels)) if labels.retired else found


def _under_labels_of_today(proposals: str, labels: LabelSet) -> str:
    """Proposals with each retired label turned into the one that took its place, without those of labels that have none."""
    became = {label.id: label.into for label in labels.retired if label.into is not None}
    ended = ", ".join(_quoted(label.id) for label in labels.retired if label.into is None)
    cases = " ".join(f"WHEN {_quoted(label)} THEN {_quoted(into)}" for label, into in became.items())
    now = f"CASE label {cases} ELSE label END" if cases else "label"
    return f'SELECT DISTINCT start, "end", {now} AS label FROM ({proposals}) WHERE label NOT IN ({ended})'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_NEWEST_HERE = NEWEST_RUNS.format(document="d.number")
_PROPOSED = f'SELECT DISTINCT start, "end", label FROM suggestion WHERE document = d.number AND run IN ({_NEWEST_HERE})'
_NOT_BLIND = (
    " AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.document = d.number AND a.person = p.number AND a.blind)"
)
_UNANSWERED = f"""
{{proposed}}
EXCEPT SELECT start, "end", label FROM answer WHERE document = d.number AND person = p.number
EXCEPT SELECT start, "end", label FROM annotation WHERE document = d.number AND person = p.number
EXCEPT SELECT start, "end", label FROM suggestion
    WHERE document = d.number AND source = '{MEMORY}' AND score < {SHOWN} AND run IN ({_NEWEST_HERE})
"""
