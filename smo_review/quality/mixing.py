"""Mixing golds into a batch so that nothing in it tells them apart. Pure: lots say everything.

A gold is only taken where the batch has items that look like it; it loses what no item of the
batch has, comes under a name like theirs, and with annotations like theirs: what annotators of the
batch truly said of it, else invented ones, right or wrong by lot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct, structs

from smo_review.domain.content import Annotation, Item, Mark
from smo_review.quality.lots import Lots, names_like

SEVEREST = 2
"""Planned repeats are mild."""
Look: TypeAlias = tuple[object, ...]


class Candidate(Struct, frozen=True):
    """A gold with its item as it was, and what was said of it."""

    batch: str
    labels: tuple[str, ...]
    item: Item
    annotations: tuple[Annotation, ...] = ()


class Planted(Struct, frozen=True):
    """A gold as it comes into the batch."""

    gold: Candidate
    item: Item
    annotations: tuple[Annotation, ...]
    invented: tuple[str, ...]


class Mixed(Struct, frozen=True):
    """What was mixed in, of `asked`; whether names stand out all the same."""

    planted: tuple[Planted, ...]
    asked: int
    stands_out: bool


class Batch:
    """What a batch looks like, for golds that are to look the same."""

    def __init__(self, items: Sequence[Item], annotations: Sequence[Annotation]) -> None:
        self.items = items
        self.ids = [item.id for item in items]
        self.looks = {_look(item) for item in items}
        self.contents = {content_of(item) for item in items}
        self.said: dict[str, list[Annotation]] = defaultdict(list)
        for one in annotations:
            self.said[one.item].append(one)
        self.names = {one.annotator for one in annotations}
        self.located = any(mark.location for one in annotations for mark in one.marks)
        self.label_sets = [tuple(sorted(one.labels)) for one in annotations]
        self._others: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        self.by_count: dict[int, list[str]] = defaultdict(list)
        for item in self.ids:
            self.by_count[len(self.said[item])].append(item)
        self.judged = [item for item in self.ids if self.said[item]]
        parts = [part for item in items for part in item.parts]
        self._has = {
            "language": any(item.language for item in items),
            "category": any(item.category for item in items),
            "severity": any(item.severity is not None for item in items),
            "translation": any(part.translation for part in parts),
            "transcript": any(part.transcript for part in parts),
        }

    def others(self, labels: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Label sets of the batch but this one, each as often as it was given."""
        if labels not in self._others:
            self._others[labels] = [one for one in self.label_sets if one != labels]
        return self._others[labels]

    def fitted(self, item: Item) -> Item | None:
        """The item without what no item here has; None where it would look like none of them."""
        has = self._has
        parts = tuple(
            structs.replace(
                part,
                translation=part.translation if has["translation"] else "",
                transcript=part.transcript if has["transcript"] else "",
            )
            for part in item.parts
        )
        made = Item(
            item.id,
            parts,
            item.language if has["language"] else "",
            item.category if has["category"] else "",
            item.severity if has["severity"] else None,
        )
        mild = (item.severity or 0) <= SEVEREST
        known = content_of(item) in self.contents
        return made if mild and not known and _look(made) in self.looks else None


def mix(batch: Batch, golds: Sequence[Candidate], share: float, lots: Lots) -> Mixed:
    """Choose golds by lot and dress them: `share` of the items there are, at least one."""
    asked = max(1, round(share * len(batch.items)))
    order = sorted(golds, key=lambda one: lots.lot("gold", one.batch, one.item.id))
    names, out = names_like(batch.ids, min(asked, len(order)), lots)
    planted: list[Planted] = []
    contents: set[Look] = set()
    for gold in order:
        item = batch.fitted(gold.item)
        if item is None or content_of(item) in contents or len(planted) == len(names):
            continue
        name = names[len(planted)]
        said = _said(batch, gold, lots)
        if said is None:
            continue
        annotations, invented = said
        contents.add(content_of(item))
        planted.append(
            Planted(
                gold,
                structs.replace(item, id=name),
                tuple(structs.replace(one, item=name) for one in annotations),
                invented,
            )
        )
    return Mixed(tuple(planted), asked, out and bool(planted))


def _said(
    batch: Batch, gold: Candidate, lots: Lots
) -> tuple[list[Annotation], tuple[str, ...]] | None:
    """Annotations for a gold, and in whose name they were invented; None where none would do."""
    place = gold.batch, gold.item.id
    own = {one.annotator: one for one in gold.annotations if one.annotator in batch.names}
    fitting = [n for n in batch.by_count if 0 < n <= len(own)]
    if fitting:
        count = max(fitting)
        dress = batch.said[lots.one(batch.by_count[count], "dress", *place)]
        names = sorted(own, key=lambda name: lots.lot("own", *place, name))[:count]
        true = [_true(own[name], like, batch) for name, like in zip(names, dress, strict=True)]
        if not batch.located or all(m.location for one in true for m in one.marks):
            return true, ()
    if batch.located:
        return None  # a place in the content cannot be invented
    dress = batch.said[lots.one(batch.judged or batch.ids, "dress", *place)]
    found = [_invented(one, gold, batch, lots) for one in dress]
    return found, tuple(dict.fromkeys(one.annotator for one in found))


def _true(one: Annotation, like: Annotation, batch: Batch) -> Annotation:
    """What was truly said, with the dates and weights of this batch."""
    marks = tuple(
        mark if batch.located else structs.replace(mark, location=None) for mark in one.marks
    )
    return structs.replace(like, annotator=one.annotator, marks=marks, kind=one.kind, ordinal=0)


def _invented(like: Annotation, gold: Candidate, batch: Batch, lots: Lots) -> Annotation:
    place = gold.batch, gold.item.id, like.annotator, like.ordinal
    right = tuple(sorted(gold.labels))
    wrong = batch.others(right)
    labels = lots.one(wrong, "wrong", *place) if wrong and lots.number(2, "side", *place) else right
    sure = like.marks[0].confidence if like.marks else None
    return structs.replace(like, marks=tuple(Mark(label, None, sure) for label in labels))


def content_of(item: Item) -> Look:
    """What tells content apart."""
    return tuple((part.kind, part.text, part.media) for part in item.parts)


def _look(item: Item) -> Look:
    parts = tuple((p.kind, bool(p.translation), bool(p.transcript)) for p in item.parts)
    return parts, item.language, item.category, item.severity is None, item.stratum, item.weight
