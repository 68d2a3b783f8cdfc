"""The verbs of a project that take a while: each is a generator that yields its progress and returns what happened.

A job opens the project by its path, so that it may run in another process. It is cancelled by closing it: it works in
transactions of a few documents, what was stored until then stands, and nothing is half-written.
"""

from annotator.assigning import Assigned
from annotator.jobs.adjudicating import Settled, settle
from annotator.jobs.agreeing import Differences, agreement, differences
from annotator.jobs.assigning import assign
from annotator.jobs.auditing import audit
from annotator.jobs.consistency import Inconsistencies, find_inconsistencies
from annotator.jobs.evaluating import evaluate
from annotator.jobs.exporting import Exported, export
from annotator.jobs.importing import Imported, import_files, unknown_labels
from annotator.jobs.job import Job, Progress, finish
from annotator.jobs.keeping import backup, check, roll_backups, sample
from annotator.jobs.label_set import change_labels, label_uses, preview_labels
from annotator.jobs.learning import Trained, learn, train, use_version
from annotator.jobs.measuring import measure_effort
from annotator.jobs.merging import Merged, merge, preview_merge
from annotator.jobs.previewing import WrittenPreview, preview_export
from annotator.jobs.reporting import Reported, report
from annotator.jobs.suggesting import Suggested, predict, suggest, suggest_from
from annotator.sample import sample_path

__all__ = [
    "Assigned",
    "Differences",
    "Exported",
    "Imported",
    "Inconsistencies",
    "Job",
    "Merged",
    "Progress",
    "Reported",
    "Settled",
    "Suggested",
    "Trained",
    "WrittenPreview",
    "agreement",
    "assign",
    "audit",
    "backup",
    "change_labels",
    "check",
    "differences",
    "evaluate",
    "export",
    "find_inconsistencies",
    "finish",
    "import_files",
    "label_uses",
    "learn",
    "measure_effort",
    "merge",
    "predict",
    "preview_export",
    "preview_labels",
    "preview_merge",
    "report",
    "roll_backups",
    "sample",
    "sample_path",
    "settle",
    "suggest",
    "suggest_from",
    "train",
    "unknown_labels",
    "use_version",
]
