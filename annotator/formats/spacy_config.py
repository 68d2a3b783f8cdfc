"""The ``config.cfg`` beside a data set for spaCy: in its folder, ``spacy train config.cfg --output model`` trains as it comes.

Where all spans are exported it trains ``spancat`` on ``doc.spans["sc"]``, where one level of them is, ``ner`` on ``doc.ents``.
It goes with the parts of a split; a single file gets none, since training needs one to train on and one to measure by.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotator.formats.format import WriteOptions

CONFIG = "config.cfg"
_LONGEST = 12
"""Tokens of the longest span that spancat looks for; spaCy's own 3 would miss most offices and events."""


def beside(paths: Mapping[str, Path], options: WriteOptions) -> Mapping[Path, str]:
    """The configuration by its path; none where one stands already, as it may have been changed since."""
    if not {"train", "dev"} <= paths.keys():
        return {}
    target = paths["train"].with_name(CONFIG)
    return {} if target.exists() else {target: _config(paths, "spancat" if options.nesting == "all" else "ner")}


def _config(paths: Mapping[str, Path], component: str) -> str:
    from spacy.cli.init_config import init_config

    config = init_config(lang="ar", pipeline=[component], optimize="efficiency")
    for part in ("train", "dev"):
        config["paths"][part] = paths[part].name
        # The tokens of the files: the tokenizer would not cut where a span begins inside a word.
        config["corpora"][part]["gold_preproc"] = True
    if component == "spancat":
        suggester = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": _LONGEST}
        config["components"][component]["suggester"] = suggester
    return config.to_str()
