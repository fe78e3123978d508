"""What moved in the newest full weeks, among many parts of what was judged.

One chart breaks a rule by chance now and then; a hundred of them do so every week. So of labels,
annotators and error codes only those are looked at that differ between the newest weeks and the
time before, with false discoveries held over all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from smo_review.domain.filters import Filter
from smo_review.domain.trends import Measure
from smo_review.quality.causes import (
    FALSE_DISCOVERIES,
    Candidate,
    benjamini_hochberg,
    independence,
)
from smo_review.quality.judged import Found, Ints, Judged, Mask, day_number, week_starts
from smo_review.quality.trends import hits_of

NEWEST = 2
"""So many of the newest full weeks are news."""
STRETCHES = (2, 4, 8)
"""Newest weeks that are held against the time before them."""
_MEASURES: tuple[Measure, ...] = ("errors", "critical")
_VOTES = 2
_WHEN = "when"


class Part(Struct, frozen=True):
    """A measure over the entries `among` that have `key` in a field of the filter."""

    field: str
    key: str
    measure: Measure
    hits: Ints
    among: Mask


def full_weeks(days: Ints, today: int, wanted: Filter) -> tuple[int, ...]:
    """The Mondays (days since 1970) of weeks with something in them that are over and lie whole in
    the filter's days; `days` are those of what counts."""
    first = day_number(wanted.since) if wanted.since else None
    last = min([today - 1, *([day_number(wanted.until)] if wanted.until else [])])
    starts = np.unique(week_starts(days)).tolist()
    return tuple(one for one in starts if one + 6 <= last and (first is None or one >= first))


def parts_of(judged: Judged, found: Sequence[Found], wanted: Filter) -> Iterator[Part]:
    """Every label and annotator with its errors and critical errors, and every error code.

    What the filter names already is no part of it. Votes without a person behind them are nobody's.
    """
    hits = {one: hits_of(judged, found, one, wanted.code, wanted.clause) for one in _MEASURES}
    sides: list[tuple[str, str, Mask]] = []
    if not wanted.label:
        labels = sorted({label for said in judged.label_sets for label in said})
        sides += [("label", label, judged.has_label(label)) for label in labels]
    if not wanted.annotator:
        people = judged.kind != _VOTES
        used = sorted(set(judged.annotator[people].tolist()), key=judged.annotators.__getitem__)
        sides += [
            ("annotator", judged.annotators[at], people & (judged.annotator == at)) for at in used
        ]
    for field, key, among in sides:
        yield from (Part(field, key, one, hits[one], among) for one in _MEASURES)
    if not wanted.code and not wanted.clause:
        whole: Mask = np.ones(len(judged), dtype=np.bool_)
        for code in sorted({one.code for one in found}):
            yield Part("code", code, "errors", hits_of(judged, found, "errors", code), whole)


def moved(
    judged: Judged,
    parts: Iterable[Part],
    days: Ints,
    weeks: Sequence[int],
    rate: float = FALSE_DISCOVERIES,
) -> tuple[Part, ...]:
    """The parts whose share differs between newest weeks and the time before, in their own order.

    `weeks` are all full weeks. The newest 2, 4 and 8 of them are looked at, so that a part that
    moved weeks ago and stays there is still told.

    Chi-square or Fisher's exact test with the design effect of items (`_candidate`), adjusted after
    Benjamini and Hochberg: of those told at most `rate` are chance on average, and where nothing
    moved at all, any is told in at most `rate` of the looks. What came after `weeks` is left out.
    """
    every = list(parts)
    if not weeks or not every:
        return ()
    inside = judged.counted & (days < weeks[-1] + 7)
    _, items = np.unique(judged.item, return_inverse=True)
    candidates = []
    for start in _begins(weeks):
        new = days >= start
        cells = 2 * items + new
        candidates += [
            (place, _candidate(one, inside & one.among, new, cells, judged.weight))
            for place, one in enumerate(every)
        ]
    told = _told(candidates, rate)
    return tuple(one for place, one in enumerate(every) if place in told)


def _begins(weeks: Sequence[int]) -> list[int]:
    """Where each newest stretch begins that leaves a full week before it."""
    return [weeks[-length] for length in STRETCHES if length < len(weeks)]


def _candidate(part: Part, among: Mask, new: Mask, cells: Ints, weights: Ints) -> Candidate:
    """How many of a part's entries are new and are hits, with their design effect.

    Annotations of one item are alike. The effect is the variance of items' sums about the share of
    their own side, over what it were if annotations were independent; at least 1. Both sides
    together say how alike annotations are, for the new one alone has few items (J. N. K. Rao and
    A. J. Scott, Biometrics 48 (1992), 577-585, with one effect for both). Where weights differ,
    each side has its weighted share and its weights in a scale with a mean of 1, so that what a
    side stands for, more or less than the other, makes no news.
    """
    hits, own = part.hits[among] > 0, new[among].astype(np.int64)
    sizes, found = np.bincount(own, minlength=2), np.bincount(own[hits], minlength=2)
    heavy = weights[among].astype(np.float64)
    even = not len(heavy) or heavy.min() == heavy.max()
    means = np.bincount(own, heavy, minlength=2) / np.maximum(1, sizes)
    w = np.ones(len(own)) if even else heavy / means[own]
    held = np.bincount(own, w * hits, minlength=2)
    shares = np.divide(held, sizes, out=np.zeros(2), where=sizes > 0)
    known, cell = np.unique(cells[among], return_inverse=True)
    sums = np.bincount(cell, w * (hits - shares[own]), minlength=len(known))
    independent = float((sizes * shares * (1 - shares)).sum())
    design = 1.0
    if independent > 0 and len(known) > 2:
        design = float((sums * sums).sum()) / independent * len(known) / (len(known) - 2)
    return Candidate(
        _WHEN, part.key, int(found[1]), int(sizes[1]), int(found.sum()), int(sizes.sum()),
        max(1.0, design), None if even else (float(held[1]), float(sizes[1]), float(held.sum())),
    )  # fmt: skip


def _told(candidates: Sequence[tuple[int, Candidate]], rate: float) -> set[int]:
    """The numbers of those that are told. What cannot vary is no candidate."""
    known = [
        (place, one)
        for place, one in candidates
        if 0 < one.with_factor < one.n and 0 < one.with_outcome < one.n
    ]
    q = benjamini_hochberg([independence(one) for _, one in known])
    return {place for (place, _), chance in zip(known, q, strict=True) if chance <= rate}


def shifted(
    series: Sequence[Sequence[tuple[str, int, int]]],
    weeks: Sequence[int],
    rate: float = FALSE_DISCOVERIES,
) -> tuple[bool, ...]:
    """The same of sums: for each series of (Monday, hits, checked) whether it moved; where weights
    differ, of what the weeks are worth.

    Sums do not say which verdicts fell on one item: taken as independent.
    """
    candidates = []
    for place, own in enumerate(series):
        known = [(day_number(day), hits, n) for day, hits, n in own]
        inside = [one for one in known if weeks and one[0] <= weeks[-1]]
        hits, n = (sum(one[at] for one in inside) for at in (1, 2))
        for start in _begins(weeks):
            new = [one for one in inside if one[0] >= start]
            both, size = (sum(one[at] for one in new) for at in (1, 2))
            candidates.append((place, Candidate(_WHEN, str(place), both, size, hits, n)))
    told = _told(candidates, rate)
    return tuple(place in told for place in range(len(series)))
