"""Pipelines that propose spans: lexicons, rules, the document itself, memory, and systems from outside.

Nothing heavy is imported here: spaCy is loaded by ``pipeline`` and ``outside`` when they are imported.
"""

from annotator.records import MEMORY
from annotator.texts import _

BUILT_IN = "warraq"
"""The name under which the built-in suggester's runs stand."""


def suggester_name(name: str) -> str:
    """What a suggester is called before people."""
    return {BUILT_IN: _("Built-in suggester"), MEMORY: _("Memory")}.get(name, name)
