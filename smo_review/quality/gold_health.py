"""Whether a gold still measures what it should: pure functions of the answers it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from smo_review.domain.numbers import Rate
from smo_review.quality.intervals import rate
from smo_review.quality.scoring import ENOUGH

AGAIN = 3
"""Answers by people who had seen a gold before, below which nothing is said of memory."""
FAST = 0.5
"""Memorised answers take at most this share of the time of first ones."""


class Given(Struct, frozen=True):
    """One answer to a gold: by whom, what, in how many milliseconds, when (UTC microseconds)."""

    person: str
    labels: tuple[str, ...]
    took: int
    time: int


class Health(Struct, frozen=True):
    """What answers say of a gold; times are medians in milliseconds, 0 where there is none."""

    answers: int
    people: int
    right: Rate
    first: int
    again: int
    memorised: bool
    contested: bool


def health(labels: Sequence[str], given: Sequence[Given]) -> Health:
    """How a gold with these labels fares. A person's earliest answer is the one that measures."""
    gold = tuple(sorted(set(labels)))
    first: dict[str, Given] = {}
    again = []
    for one in sorted(given, key=lambda one: (one.time, one.person)):
        if one.person in first:
            again.append(one)
        else:
            first[one.person] = one
    right = rate(sum(one.labels == gold for one in first.values()), len(first))
    said = Counter(one.labels for one in first.values())
    other = max((n for labels, n in said.items() if labels != gold), default=0)
    slow, quick = _median(list(first.values())), _median(again)
    return Health(
        len(given),
        len(first),
        right,
        slow,
        quick,
        len(again) >= AGAIN
        and all(one.labels == gold for one in again)
        and 0 < quick <= FAST * slow,
        len(first) >= ENOUGH and 2 * other >= len(first),
    )


def _median(given: Sequence[Given]) -> int:
    took = [one.took for one in given if one.took > 0]
    return round(median(took)) if took else 0
