"""Counting votes: pure functions of ballots, the same whatever order they came in."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from smo_review.domain.sessions import Ballot, Round, Side

DRAWS = 2000
"""Resamples of the bootstrap interval of a mean."""
FEWEST = 3
"""Values that have an interval, at least."""


def counted(
    ballots: Iterable[Ballot],
    item: str,
    number: int,
    people: Sequence[str],
    revealed: Iterable[str] | None,
) -> Round:
    """One round on one item. `revealed` holds the hashes that were in at the reveal, or None
    before it: then nobody learns more than how many have voted and who is missing."""
    inside = sorted(
        (one for one in ballots if (one.item, one.round) == (item, number)),
        key=lambda one: (one.time, one.hash),
    )
    there = None if revealed is None else set(revealed)
    in_time = [one for one in inside if there is None or one.hash in there]
    by_voter: dict[str, list[Ballot]] = defaultdict(list)
    for one in in_time:
        by_voter[one.voter].append(one)
    counts = tuple(told[0] for told in by_voter.values())
    double = sorted(
        name for name, told in by_voter.items() if len({(b.labels, b.clause) for b in told}) > 1
    )
    late = sorted({one.voter for one in inside} - by_voter.keys())
    missing = tuple(name for name in people if name not in by_voter and name not in late)
    if there is None:
        return Round(number, False, len(counts), missing=missing, double=tuple(double))
    spread = Counter(one.labels for one in counts)
    return Round(
        number,
        True,
        len(counts),
        tuple(Side(labels, n) for labels, n in sorted(spread.items(), key=_largest)),
        counts,
        missing,
        tuple(late),
        tuple(double),
        pairwise_agreement(spread.values()),
    )


def _largest(side: tuple[tuple[str, ...], int]) -> tuple[int, tuple[str, ...]]:
    return -side[1], side[0]


def pairwise_agreement(counts: Iterable[int]) -> float | None:
    """The share of pairs of voters who gave the same answer, from how many gave each.

    This is P_i of Fleiss, Psychological Bulletin 76 (1971), 378-382. None with fewer than two.
    """
    counts = list(counts)
    n = sum(counts)
    return None if n < 2 else sum(k * (k - 1) for k in counts) / (n * (n - 1))


def mean_with_interval(
    values: Sequence[float], seed: int = 1
) -> tuple[float, float | None, float | None, int] | None:
    """(mean, low, high, count) with the 95% percentile bootstrap interval over the values.

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; 2,000 seeded draws.
    None where there is no value. One or two have a mean and no interval: drawn again they tell
    nothing of others.
    """
    if not values:
        return None
    if len(values) < FEWEST:
        return sum(values) / len(values), None, None, len(values)
    draw = random.Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(DRAWS))
    low, high = means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1]
    return sum(values) / len(values), low, high, len(values)
