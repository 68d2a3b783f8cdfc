"""Lexicon, rules and tokenizer, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.errors import WarraqError
from annotator.suggest import letters, rules
from annotator.suggest.letters import Letters
from annotator.suggest.lexicons import FREQUENCY, Entry, Lexicon, read_all, read_frequency, read_tables
from annotator.suggest.rules import Rule
from annotator.suggest.tokens import Tokenizer
from annotator.text.words import NO_ARTICLE

CUT_BEFORE_RULE_WORD = 0.8
"""How much a word that a rule begins with speaks for a proclitic before it (``وجامعة``)."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What the built-in suggester knows."""

    lexicon: Lexicon
    rules: list[Rule]
    frequency: Mapping[str, int]
    """How often a folded word stands in Arabic texts, in decibels above one in a hundred million."""
    letters: Letters
    tokenizer: Tokenizer
    faults: list[WarraqError]
    """What could not be read of what comes along; the suggester does without it."""


@cache
def knowledge() -> Knowledge:
    """Everything the built-in pipeline knows; see ``faults``."""
    faults: list[WarraqError] = []
    ruleset = rules.read_all(faults)
    openers = {word for rule in ruleset for word in rule.pattern.first if not word.endswith(":") and len(word) > 2}
    entries = [Entry((word,), "opener", CUT_BEFORE_RULE_WORD) for word in sorted(openers)]
    entries += [Entry((word,), "whole", 1.0) for word in sorted(NO_ARTICLE)]
    lexicon = Lexicon([*entries, *read_all(faults)])
    frequency = dict(read_tables([FREQUENCY], read_frequency, faults))
    weights = dict(read_tables([letters.FILE], letters.read, faults))
    return Knowledge(lexicon, ruleset, frequency, Letters(weights), Tokenizer(lexicon, frequency), faults)
