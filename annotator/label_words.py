"""What a change of the label set does, in sentences: for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.label_change import LabelEffect, Preview
from annotator.label_file import Label
from annotator.labels import LabelSet
from annotator.project.label_use import Share
from annotator.records import LabelId, Place
from annotator.texts import _, language, ngettext


@dataclass(frozen=True, slots=True)
class Told:
    """A change in a sentence, with what it touches and some places of it. ``label`` is the one it is about, if it is one."""

    label: LabelId | None
    sentence: str
    details: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def sentences(preview: Preview) -> list[Told]:
    """What a change would do, label by label, then what it does to the whole."""
    told = [_of_label(effect, preview.after) for effect in preview.effects]
    told += [Told(None, sentence) for sentence in _of_the_whole(preview)]
    if preview.broken:
        sentence = ngettext(
            "{n} span breaks the new rules. It stays as it is.",
            "{n} spans break the new rules. They stay as they are.",
            preview.broken,
        )
        reasons = tuple(dict.fromkeys(reason for _place, reason in preview.broken_places))
        told.append(Told(None, sentence, reasons, tuple(place for place, _reason in preview.broken_places)))
    return told


def _of_label(effect: LabelEffect, labels: LabelSet) -> Told:
    details = tuple(map(_share, effect.shares))
    if effect.suggestions:
        details += (ngettext("{n} open suggestion", "{n} open suggestions", effect.suggestions),)
    places = effect.places if effect.label.retired else ()
    return Told(effect.label.id, _sentence(effect, labels), details, places)


def _share(share: Share) -> str:
    spans = ngettext("{n} span", "{n} spans", share.annotations)
    documents = ngettext("in {n} document", "in {n} documents", share.documents)
    # Isolated: a number after a name in Arabic would go to its other side.
    person = f"\u2068{share.person}\u2069"
    return _("{person}: {spans} {documents}").format(person=person, spans=spans, documents=documents)


def _sentence(effect: LabelEffect, labels: LabelSet) -> str:
    before, after = effect.before, effect.after
    name = _name(before or effect.label)
    if after is None:
        return _("The label {label} is deleted for good: nothing in the project uses it.").format(label=name)
    if before is None:
        return _("The label {label} is new.").format(label=name)
    if after.retired:
        return _fate(effect).format(label=name, into=_name(labels.get(after.into)) if after.into else "")
    if before.retired:
        return _("The label {label} can be given again.").format(label=name)
    changed = _(", ").join(_changed(before, after, effect.nesting))
    if before.name(language()) != after.name(language()):
        return _("The label {label} is called {name} now. What changes: {changes}.").format(
            label=name, name=_name(after), changes=changed
        )
    return _("The label {label} stays. What changes: {changes}.").format(label=name, changes=changed)


def _fate(effect: LabelEffect) -> str:
    """What becomes of the spans of a retired label."""
    assert effect.after is not None
    if effect.after.into is not None:
        return _("The label {label} is retired: its spans become {into}.")
    if not effect.annotations:
        return _("The label {label} is retired: it is not given any more.")
    if effect.removed:
        return _("The label {label} is retired: its spans are removed.")
    return _("The label {label} is retired: its spans stay as they are.")


def _changed(before: Label, after: Label, nesting: bool) -> Iterator[str]:
    """The fields of a label that are different."""
    fields = (
        (before.names != after.names, _("name")),
        (before.titles != after.titles, _("title")),
        ((before.family, before.pattern) != (after.family, after.pattern), _("colour")),
        (before.key != after.key, _("key")),
        (before.description != after.description, _("description")),
        (before.examples != after.examples, _("examples")),
        (nesting, _("nesting")),
    )
    return (words for changed, words in fields if changed)


def _of_the_whole(preview: Preview) -> Iterator[str]:
    before, after = preview.before, preview.after
    if before.names != after.names or before.id != after.id:
        yield _("The set is called {name} now.").format(name=quoted(after.name(language())))
    shared = [[label.id for label in one if label.id in other] for one, other in ((before, after), (after, before))]
    given = [
        [label for label in order if not (before.get(label).retired or after.get(label).retired)] for order in shared
    ]
    if given[0] != given[1]:
        yield _("The labels stand in another order.")
    if before.crossing != after.crossing:
        yield _("Spans may cross.") if after.crossing else _("Spans may no longer cross.")


def _name(label: Label) -> str:
    return quoted(label.name(language()))


def quoted(name: str) -> str:
    """A name within a sentence, as the language in use quotes it."""
    return f"«{name}»" if language() == "ar" else f"“{name}”"
