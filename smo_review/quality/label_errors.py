"""Which given labels a model doubts, and what reviewers made of such labels.

C. Northcutt, L. Jiang and I. Chuang, "Confident learning", JAIR 70 (2021), 1373-1411; the review of
flagged labels follows C. Northcutt, A. Athalye and J. Mueller, "Pervasive label errors", NeurIPS
Datasets and Benchmarks (2021).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.domain.numbers import Rate
from smo_review.quality.intervals import rate
from smo_review.quality.patterns import Ints
from smo_review.quality.weights import Floats

Review: TypeAlias = Literal["given", "guessed", "neither", "both", "non-agreement"]
_MAJORITY = 3


class Reviewed(Struct, frozen=True):
    """What the review of flagged labels came to: `errors` of `n` with its 95% interval."""

    errors: Rate
    verdicts: Mapping[Review, int]


def self_confidence(chances: Floats, given: Ints) -> Floats:
    """The model's chance of the given label: the lower, the more it doubts it. `chances` (n, q)."""
    own: Floats = chances[np.arange(len(given)), given]
    return own


def normalised_margin(chances: Floats, given: Ints) -> Floats:
    """The given label's chance less the best other one's, scaled from -1..1 to 0..1."""
    others = chances.copy()
    others[np.arange(len(given)), given] = -np.inf
    margin: Floats = (self_confidence(chances, given) - others.max(axis=1) + 1) / 2
    return margin


def doubted(chances: Floats, given: Ints) -> NDArray[np.bool_]:
    """Labels off the diagonal of the confident joint.

    A label counts as likely where its chance reaches the mean that it has among items that were
    given it; a given label is doubted where the likeliest of those is another.
    """
    labels = chances.shape[1]
    own = self_confidence(chances, given)
    n = np.maximum(1, np.bincount(given, minlength=labels))
    # A label nobody gave has no mean of its own, and is never likely.
    least = np.where(
        np.bincount(given, minlength=labels) > 0,
        np.bincount(given, own, minlength=labels) / n,
        np.inf,
    )
    likely = chances >= least - 1e-6
    best = np.where(likely, chances, -np.inf).argmax(axis=1)
    found: NDArray[np.bool_] = likely.any(axis=1) & (best != given)
    return found


def review(votes: Iterable[Mapping[str, int]]) -> Reviewed:
    """From each flagged item's votes (choice -> votes of five): how many labels were wrong.

    A label is an error where fewer than three of five chose the given one; the verdict is the
    choice of three or more, else that they did not agree.
    """
    verdicts: Counter[Review] = Counter()
    for one in votes:
        agreed = [choice for choice, n in one.items() if n >= _MAJORITY]
        verdicts[_named(agreed[0]) if agreed else "non-agreement"] += 1
    n = sum(verdicts.values())
    return Reviewed(rate(n - verdicts["given"], n), dict(verdicts))


def _named(choice: str) -> Review:
    for known in ("given", "guessed", "neither", "both"):
        if choice == known:
            return known
    raise ValueError(f"{choice} is no choice of the review")
