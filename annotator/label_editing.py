"""Editing a label set: every change gives another whole set, or is refused with the label and the field at fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.errors import LabelSetInvalid
from annotator.label_file import Family, Label, families
from annotator.labels import LabelSet
from annotator.records import LabelId
from annotator.texts import _


@dataclass(frozen=True, slots=True)
class LabelChange:
    """What a project's label set is to become. Its version is that of the set it was made from."""

    labels: LabelSet
    removed: frozenset[LabelId] = frozenset()
    """Of the labels retired into nothing, those whose annotations are to be removed; of the others they stay as they are."""


def added(labels: LabelSet, label_id: str) -> LabelSet:
    """With a new label at the end. It nests as all others do where these may nest in any way, else not at all."""
    label_id = label_id.strip()
    family = _rarest_family(labels)
    fresh = Label(LabelId(label_id), {"en": label_id}, {}, family, pattern=_free_pattern(labels, family))
    known = frozenset(label.id for label in labels)
    nests = dict(labels.nests)
    if all(labels.nests[outer] >= known for outer in known):
        nests = {outer: inner | {fresh.id} for outer, inner in nests.items()} | {fresh.id: known | {fresh.id}}
    return _checked(replace(labels, labels=(*labels.labels, fresh), nests=nests))


def renamed(labels: LabelSet, label_id: LabelId, language: str, name: str) -> LabelSet:
    """With another short name in a language; emptied, the label is called by its id. Names of two labels must differ."""
    name = _line(name)
    others = [other for other in labels if other.id != label_id]
    holder = next((other for other in others if name and other.names.get(language) == name), None)
    if holder is not None:
        fault = _("“{value}” is the name of {label} already").format(value=name, label=holder.id)
        raise _fault(labels, label_id, f"names.{language}", fault)
    return _with(labels, label_id, names=_said(labels.get(label_id).names, language, name))


def titled(labels: LabelSet, label_id: LabelId, language: str, title: str) -> LabelSet:
    """With another long name in a language."""
    return _with(labels, label_id, titles=_said(labels.get(label_id).titles, language, _line(title)))


def described(labels: LabelSet, label_id: LabelId, language: str, description: str) -> LabelSet:
    """With another description in a language."""
    written = _said(labels.get(label_id).description, language, description.strip())
    return _with(labels, label_id, description=written)


def exemplified(labels: LabelSet, label_id: LabelId, examples: Iterable[str]) -> LabelSet:
    """With other examples; empty ones are left out."""
    return _with(labels, label_id, examples=tuple(filter(None, map(_line, examples))))


def coloured(labels: LabelSet, label_id: LabelId, family: Family) -> LabelSet:
    """In another colour family, with a pattern that no other label has there."""
    label = labels.get(label_id)
    if label.family == family.id and labels.families.get(family.id) == family:
        return labels
    known = replace(labels, families={**labels.families, family.id: family})
    return _with(known, label_id, family=family.id, pattern=_free_pattern(labels, family.id))


def keyed(labels: LabelSet, label_id: LabelId, key: str) -> LabelSet:
    """With a key ``1`` to ``9``, or none; the label that had the key has none now."""
    freed = tuple(replace(label, key="") if key and label.key == key else label for label in labels.labels)
    return _with(replace(labels, labels=freed), label_id, key=key)


def moved(labels: LabelSet, label_id: LabelId, place: int) -> LabelSet:
    """With the label at another place among those that can be given, counted from 0; retired labels come last."""
    order = [label for label in labels if label.id != label_id]
    order.insert(max(0, min(place, len(order))), labels.get(label_id))
    return _checked(replace(labels, labels=(*order, *labels.retired)))


def nested(labels: LabelSet, inner: LabelId, outer: LabelId, allowed: bool) -> LabelSet:
    """With one label allowed, or not, to stand directly inside the other."""
    labels.get(inner)
    held = labels.nests.get(labels.get(outer).id, frozenset())
    return _checked(replace(labels, nests={**labels.nests, outer: held | {inner} if allowed else held - {inner}}))


def crossed(labels: LabelSet, allowed: bool) -> LabelSet:
    """With spans allowed, or not, to cross."""
    return replace(labels, crossing=allowed)


def called(labels: LabelSet, language: str, name: str) -> LabelSet:
    """With another name of the whole set in a language."""
    names = _said(labels.names, language, _line(name))
    return _checked(replace(labels, names=names or {"en": labels.id}))


def retired(labels: LabelSet, label_id: LabelId, into: LabelId | None = None) -> LabelSet:
    """With a label that is given no more, or only as ``into``; what was retired into it follows it there."""

    def changed(label: Label) -> Label:
        if label.id == label_id:
            return replace(label, retired=True, into=into, key="")
        return replace(label, into=into) if label.into == label_id else label

    labels.get(label_id)
    given = [label for label in labels if label.id != label_id]
    gone = [changed(label) for label in labels.labels if label.retired or label.id == label_id]
    return _checked(replace(labels, labels=(*given, *gone)))


def restored(labels: LabelSet, label_id: LabelId) -> LabelSet:
    """With a retired label to be given again, at the end."""
    back = replace(labels.get(label_id), retired=False, into=None)
    gone = (label for label in labels.retired if label.id != label_id)
    return _checked(replace(labels, labels=(*labels, back, *gone)))


def deleted(labels: LabelSet, label_id: LabelId) -> LabelSet:
    """Without the label, as if it had never been: for one that nothing in the project uses."""
    labels.get(label_id)
    left = tuple(
        replace(label, into=None) if label.into == label_id else label
        for label in labels.labels
        if label.id != label_id
    )
    nests = {outer: inner - {label_id} for outer, inner in labels.nests.items() if outer != label_id}
    return _checked(replace(labels, labels=left, nests=nests))


def succeeding(old: LabelSet, new: LabelSet, mapping: Mapping[str, str] | None = None) -> LabelChange:
    """The change from a project's set to another one.

    ``mapping`` says what becomes of a label: another one, or nothing at all (its annotations are removed). A label that the
    new set lacks and that is not mapped is retired where it is used, see ``settled``. Raises UnknownLabel.
    """
    mapping = mapping or {}
    labels = with_labels_of(replace(new, version=old.version), old, mapping.keys())
    removed = set()
    for source, target in mapping.items():
        labels = retired(labels, labels.get(source).id, labels.get(target).id if target else None)
        if not target:
            removed.add(LabelId(source))
    return LabelChange(labels, frozenset(removed))


def settled(old: LabelSet, change: LabelChange, used: Collection[LabelId]) -> LabelSet:
    """The set of a change with every label that is used: those that it lacks are retired, none is lost."""
    labels = with_labels_of(change.labels, old, used)
    for label in labels:
        if label.id not in change.labels:
            labels = retired(labels, label.id)
    return labels


def with_labels_of(labels: LabelSet, old: LabelSet, wanted: Collection[str]) -> LabelSet:
    """With those of the wanted labels that only the old set has, as they are there; a key that is taken they lose."""
    missing = [label for label in old.labels if label.id in wanted and label.id not in labels]
    if not missing:
        return labels
    given = {label.id for label in (*labels, *missing) if not label.retired}
    keys = {label.key for label in labels}
    kept = [
        replace(one, key="" if one.key in keys else one.key, into=one.into if one.into in given else None)
        for one in missing
    ]
    known = frozenset(label.id for label in (*labels.labels, *kept))
    nests = dict(labels.nests)
    for one in kept:
        nests[one.id] = old.nests.get(one.id, frozenset()) & known
        for outer, inner in old.nests.items():
            if one.id in inner and outer in known:
                nests[outer] = nests.get(outer, frozenset()) | {one.id}
    families = {**{one.family: old.families[one.family] for one in kept}, **labels.families}
    return _checked(replace(labels, labels=(*labels.labels, *kept), nests=nests, families=families))


def _with(labels: LabelSet, label_id: LabelId, **fields: object) -> LabelSet:
    changed = replace(labels.get(label_id), **fields)  # type: ignore[arg-type]
    return _checked(replace(labels, labels=tuple(changed if one.id == label_id else one for one in labels.labels)))


def _checked(labels: LabelSet) -> LabelSet:
    """The set as its file would give it. Raises LabelSetInvalid with the field at fault."""
    return LabelSet.from_json(labels.to_json())


def _fault(labels: LabelSet, label_id: LabelId, field: str, fault: str) -> LabelSetInvalid:
    place = next(place for place, label in enumerate(labels.labels, 1) if label.id == label_id)
    return LabelSetInvalid(place=labels.id, detail=f"labels[{place}].{field}: {fault}", fault=fault)


def _said(said: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    """Texts by language with another one, or without."""
    kept = {speech: words for speech, words in said.items() if speech != language}
    return {**kept, language: text} if text else kept


def _line(text: str) -> str:
    return " ".join(text.split())


def _rarest_family(labels: LabelSet) -> str:
    """The family of the fewest labels, the first of equals."""
    return min({**families(), **labels.families}, key=lambda family: sum(one.family == family for one in labels))


def _free_pattern(labels: LabelSet, family: str) -> int:
    taken = {label.pattern for label in labels.labels if label.family == family}
    return next(number for number in range(len(taken) + 1) if number not in taken)
