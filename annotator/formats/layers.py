"""Layers of INCEpTION and DKPro Core: which of them hold entities, and what of them is the label.

The layer ``NamedEntity`` holds them. A file without any has them in span layers of the project's own, whose label is their
feature ``value`` or ``label``, one of a name that says as much, or the only one they have; a layer without such a feature is a
label itself.
"""

from __future__ import annotations

from collections.abc import Sequence

CORE = "de.tudarmstadt.ukp.dkpro.core.api."
ENTITY = f"{CORE}ner.type.NamedEntity"
_OTHERS = ("uima.", "de.tudarmstadt.ukp.", "org.dkpro.core.")
"""How the types begin that the tools bring with them."""


_LABELS = ("value", "label", "entity", "category", "tag", "class")
"""Features that hold the label, the first one that a layer has; not ``type``, which often is a kind of what the layer names."""


def holds_entities(type_name: str) -> bool:
    """Whether spans are read from a layer, if only where there is no NamedEntity."""
    return type_name == ENTITY or not type_name.startswith(_OTHERS)


def label_feature(features: Sequence[str]) -> str | None:
    """Which of a layer's features holds the label."""
    for name in _LABELS:
        if name in features:
            return name
    return features[0] if len(features) == 1 else None


def short_name(type_name: str) -> str:
    """``Person`` of ``webanno.custom.Person``."""
    return type_name.rpartition(".")[2]
