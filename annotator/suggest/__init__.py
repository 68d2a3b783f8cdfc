"""Pipelines that propose spans: lexicons, rules, the document itself, memory, and systems from outside.

Nothing heavy is imported here: spaCy is loaded by ``pipeline`` and ``outside`` when they are imported.
"""
