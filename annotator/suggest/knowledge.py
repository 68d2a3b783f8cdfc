"""Lexicon, rules and tokenizer, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.suggest import letters, rules
from annotator.suggest.letters import Letters
from annotator.suggest.lexicons import Entry, Lexicon, read_all, read_frequency
from annotator.suggest.rules import Rule
from annotator.suggest.tokens import Tokenizer
from annotator.text.words import NO_ARTICLE

CUT_BEFORE_RULE_WORD = 0.8
"""How much a word that a rule begins with speaks for a proclitic before it (``وجامعة``)."""


@dataclass(frozen=True)
class Knowledge:
    """What the built-in suggester knows."""

    lexicon: Lexicon
    rules: list[Rule]
    frequency: Mapping[str, int]
    """How often a folded word stands in Arabic texts, in decibels above one in a hundred million."""
    letters: Letters
    tokenizer: Tokenizer


@cache
def knowledge() -> Knowledge:
    """Everything the built-in pipeline knows. Raises ``LexiconInvalid`` with file and row."""
    ruleset = rules.read_all()
    openers = {word for rule in ruleset for word in rule.pattern.first if not word.endswith(":") and len(word) > 2}
    entries = [Entry((word,), "opener", CUT_BEFORE_RULE_WORD) for word in sorted(openers)]
    entries += [Entry((word,), "whole", 1.0) for word in sorted(NO_ARTICLE)]
    lexicon = Lexicon([*entries, *read_all()])
    frequency = read_frequency()
    return Knowledge(lexicon, ruleset, frequency, letters.read(), Tokenizer(lexicon, frequency))
