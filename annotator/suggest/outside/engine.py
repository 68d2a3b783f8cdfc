"""What the engines share: what they give, and how they tell what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from annotator.errors import ModelUnusable
from annotator.records import Suggestion
from annotator.texts import _, mark

Find = Callable[[str], Iterable[Suggestion]]
"""From a text to what a model finds in it, with the labels of the model."""
REASON = mark("proposed by the model")
SPARE = 4
"""Sub-words kept free of those that a model can read: a part of a text may be cut otherwise than in the whole."""
_LONGEST = 512


def settings(path: Path, name: str) -> dict[str, Any]:
    """What a JSON file in a model's folder says. Raises ``ModelUnusable`` if it cannot be read, or one of the tokenizer's cannot."""
    for file in path.glob("tokenizer*.json"):
        _read(file)
    return _read(path / name)


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as fault:
        raise ModelUnusable(path=file, detail=_("it cannot be read as JSON")) from fault
    if not isinstance(found, dict):
        raise ModelUnusable(path=file, detail=_("it cannot be read as JSON"))
    return found


def not_installed(path: Path, extra: str) -> ModelUnusable:
    """The error for a model whose packages are not there: the extra of Warraq that brings them."""
    command = f"pip install 'warraq[{extra}]'"
    return ModelUnusable(path=path, detail=_("it needs more packages; install them: {command}").format(command=command))


def longest(tokenizer: Any, config: Any) -> int:
    """How many sub-words a model reads at once, those that mark beginning and end with them: at most what most are trained with."""
    places = int(getattr(config, "max_position_embeddings", None) or 0)
    # Some, as RoBERTa, count their places from 2 on.
    return min(int(tokenizer.model_max_length), places - 2 if places > 0 else _LONGEST, _LONGEST)
