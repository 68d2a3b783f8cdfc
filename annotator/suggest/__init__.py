"""Pipelines that propose spans: lexicons, rules, the document itself, memory, and systems from outside.

Nothing heavy is imported here: spaCy is loaded by ``pipeline`` and ``outside`` when they are imported.
"""

BUILT_IN = "warraq"
"""The name under which the built-in suggester's runs stand."""
