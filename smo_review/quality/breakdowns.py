"""What errors gather in: Pareto, given against right labels, annotator against label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import structs

from smo_review.domain.filters import NONE, Filter
from smo_review.domain.trends import Heat, HeatCell, Matrix, MatrixCell, Pareto, ParetoBar
from smo_review.quality.causes import pareto, vital_few
from smo_review.quality.confusion import Pair, Tally, confusion
from smo_review.quality.judged import Found, Ints, Judged, Mask, added
from smo_review.quality.trends import measured

Of: TypeAlias = Literal["code", "clause", "label", "annotator"]
DIMENSIONS: tuple[Of, ...] = ("code", "clause", "label", "annotator")
_VOTES = 2


def pareto_of(judged: Judged, found: Sequence[Found], of: Of, wanted: Filter, hits: Ints) -> Pareto:
    """Annotations with an error, as `hits` counts them, by code, clause cited, label or annotator.

    An annotation counts once under each that it has; those without any are left out. Bars are
    shares of weights, from the largest down, each with its count.
    """
    held = _found_by(judged, found, of) if of in ("code", "clause") else _held_by(judged, of, hits)
    bars = pareto(
        {key: one.n for key, one in held.items()}, {key: one.w for key, one in held.items()}
    )
    return Pareto(
        of,
        tuple(
            ParetoBar(
                bar.key,
                bar.n,
                bar.share,
                bar.cumulative,
                structs.replace(wanted, **{of: bar.key}, outcome="incorrect"),
            )
            for bar in bars
        ),
        vital_few(bars),
        int(judged.counted.sum()),
        judged.head,
    )


def _found_by(judged: Judged, found: Sequence[Found], of: Of) -> dict[str, Tally]:
    weights = judged.weight.tolist()
    held: dict[str, Tally] = defaultdict(Tally)
    for place, key in {(one.place, one.code if of == "code" else one.clause) for one in found}:
        if key:
            held[key].add(weights[place])
    return held


def _held_by(judged: Judged, of: Of, hits: Ints) -> dict[str, Tally]:
    wrong = judged.where(judged.counted & (hits > 0))
    own = wrong.where(wrong.kind != _VOTES) if of == "annotator" else wrong
    group, names = (
        (own.annotator, [(name,) for name in own.annotators])
        if of == "annotator"
        else (own.labels, [said or (NONE,) for said in own.label_sets])
    )
    held: dict[str, Tally] = defaultdict(Tally)
    for keys, n, w, w2 in zip(names, *added(group, own.weight, len(names)), strict=True):
        for key in keys if n else ():
            whole = held[key]
            held[key] = Tally(whole.n + n, whole.w + w, whole.w2 + w2)
    return held


def by_findings(judged: Judged, found: Sequence[Found]) -> dict[Pair, Tally]:
    """(right, given) -> how often, with weights, as auditors found it.

    A correct annotation was right with each of its labels; so was an incorrect one with those
    that no finding speaks of. An annotation without labels that is correct was right with none.
    """
    pairs: dict[Pair, Tally] = defaultdict(Tally)
    of_place: dict[int, list[Found]] = defaultdict(list)
    weights = judged.weight.tolist()
    for one in found:
        if one.label or one.right_label:
            of_place[one.place].append(one)
            pairs[one.right_label or NONE, one.label or NONE].add(weights[one.place])
    correct = judged.outcome == 0
    sums = added(judged.labels[correct], judged.weight[correct], len(judged.label_sets))
    for said, *more in zip(judged.label_sets, *sums, strict=True):
        for label in said or (NONE,):
            whole = pairs[label, label]
            pairs[label, label] = Tally(whole.n + more[0], whole.w + more[1], whole.w2 + more[2])
    for place, own in of_place.items():
        blamed = {one.label for one in own}
        for label in judged.label_sets[int(judged.labels[place])]:
            if label not in blamed:
                pairs[label, label].add(weights[place])
    return {pair: one for pair, one in pairs.items() if one.n}


def by_gold(judged: Judged, gold: Mapping[int, tuple[str, ...]]) -> dict[Pair, Tally]:
    """(right, given) -> how often, with weights, over annotations of items (by row) with a gold.

    Labels in both are right. One too many and one too few were mistaken for each other; else
    each stands against none.
    """
    pairs: dict[Pair, Tally] = defaultdict(Tally)
    columns = (judged.item.tolist(), judged.labels.tolist(), judged.weight.tolist())
    for item, place, weight in zip(*columns, strict=True):
        if item in gold:
            for pair in _set_apart(set(gold[item]), set(judged.label_sets[place])):
                pairs[pair].add(weight)
    return dict(pairs)


def _set_apart(right: set[str], said: set[str]) -> list[Pair]:
    """The (right, given) pairs that one annotation comes to."""
    if not right and not said:
        return [(NONE, NONE)]
    met = [(label, label) for label in right & said]
    missing, extra = sorted(right - said), sorted(said - right)
    if len(missing) == len(extra) == 1:
        return [*met, (missing[0], extra[0])]
    return [*met, *((label, NONE) for label in missing), *((NONE, label) for label in extra)]


def matrix(
    pairs: Mapping[Pair, Tally],
    against: Literal["findings", "gold"],
    order: Iterable[str],
    wanted: Filter,
    annotations: int,
    head: str,
) -> Matrix:
    """The pairs as a matrix, its labels in the project's `order`, none at all last."""
    seen = {label for pair in pairs for label in pair}
    known = [label for label in order if label in seen]
    others = sorted(seen.difference(known, {NONE}))
    labels = (*known, *others, *([NONE] if NONE in seen else []))
    told = confusion(pairs, labels)
    rows = {label: sum(one.w for pair, one in pairs.items() if pair[0] == label) for label in seen}
    return Matrix(
        against,
        labels,
        tuple(
            MatrixCell(
                right,
                given,
                one.n,
                one.w / rows[right] if rows[right] else 0.0,
                _cell_filter(right, given, against, wanted),
            )
            for (right, given), one in sorted(pairs.items())
        ),
        tuple(one.recall for one in told.by_label),
        tuple(one.precision for one in told.by_label),
        annotations,
        head,
    )


def _cell_filter(right: str, given: str, against: str, wanted: Filter) -> Filter:
    """What opens a cell's items. Against gold, those that were given the label."""
    if against == "gold" or right == given:
        return structs.replace(wanted, label=given)
    return structs.replace(wanted, label=given, right_label=right)


def heat(judged: Judged, hits: Ints, order: Iterable[str], wanted: Filter) -> Heat:
    """The share of `hits` for each annotator with each label, people and models, not votes."""
    keep = judged.counted & (judged.kind != _VOTES)
    own, wrong = judged.where(keep), hits[keep]
    used = {label for place in set(own.labels.tolist()) for label in own.label_sets[place] or ("",)}
    known = [label for label in order if label in used]
    labels = [*known, *sorted(used.difference(known, {""})), *([""] if "" in used else [])]
    masks = {label: own.has_label(label) for label in labels}
    rows = []
    people = sorted(set(own.annotator.tolist()))
    for number in people:
        mine: Mask = own.annotator == number
        name = own.annotators[number]
        rows.append(
            tuple(
                HeatCell(
                    measured(own, wrong, "errors", mine & masks[label]),
                    structs.replace(wanted, annotator=name, label=label or NONE),
                )
                for label in labels
            )
        )
    return Heat(
        tuple(own.annotators[number] for number in people),
        tuple(label or NONE for label in labels),
        tuple(rows),
        judged.head,
    )
