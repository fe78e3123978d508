"""A million items' ratings as the few hundred ways in which they fall.

Every coefficient of agreement depends only on how often each label was given to an item, so that
items alike in that are one row with a count and, where items weigh differently, with the sum of
their weights. With it, variances and resampling over a million items cost what a few hundred cost.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.weights import Floats

Ints: TypeAlias = NDArray[np.int64]
_ROOM = 2**62


class Patterns(Struct, frozen=True):
    """`counts` (patterns, q): how often each label; `times` (patterns,): items alike in it.

    `weight` and `square`: sums of those items' weights and of the weights' squares, in a scale in
    which both add up to the effective n (Kish); equal to `times` where all items weigh the same.
    """

    counts: Floats
    times: Floats
    weight: Floats
    square: Floats

    @property
    def sizes(self) -> Floats:
        """Ratings per item of each pattern."""
        total: Floats = self.counts.sum(axis=1)
        return total

    @property
    def alike(self) -> bool:
        """Whether all items weigh the same."""
        return self.weight is self.times

    def pairable(self) -> Patterns:
        """Only what was rated twice or more."""
        keep = self.sizes >= 2
        counts, times = self.counts[keep], self.times[keep]
        if self.alike:
            return Patterns(counts, times, times, times)
        return _weighed(counts, times, self.weight[keep], self.square[keep])


def _weighed(counts: Floats, times: Floats, weight: Floats, square: Floats) -> Patterns:
    """With the weights brought to their scale: w times sum(w) / sum(w^2)."""
    scale = float(weight.sum()) / (float(square.sum()) or 1.0)
    return Patterns(counts, times, weight * scale, square * scale**2)


def patterns(unit: Ints, category: Ints, q: int, weight: Floats | None = None) -> Patterns:
    """From ratings, one an entry: `unit` (>= 0) and `category` (0..q-1), in any order.

    `weight` is that of each rating; an item's is the mean over its ratings. None: all the same.
    """
    if len(unit) == 0:
        return from_counts(np.zeros((0, q)))
    own = None if weight is None else means(unit, weight)
    key = np.sort(unit * q + category)
    unit, category = np.divmod(key, q)
    first = np.flatnonzero(np.diff(unit, prepend=unit[0] - 1))
    sizes = np.diff(first, append=len(unit))
    place = np.arange(len(unit)) - np.repeat(first, sizes)
    table = np.full((len(first), int(sizes.max())), q, dtype=np.int32)
    table[np.repeat(np.arange(len(first)), sizes), place] = category
    rows, found, pattern = _unique_rows(table, q + 1)
    kinds = len(rows)
    flat = (np.arange(kinds)[:, None] * (q + 1) + rows).ravel()
    counts = np.bincount(flat, minlength=kinds * (q + 1)).reshape(kinds, q + 1)[:, :q]
    times = found.astype(np.float64)
    if own is None or own.min() == own.max():
        return Patterns(counts.astype(np.float64), times, times, times)
    weight, square = (
        np.bincount(pattern, part, minlength=kinds).astype(np.float64) for part in (own, own * own)
    )
    return _weighed(counts.astype(np.float64), times, weight, square)


def means(unit: Ints, weight: Floats) -> Floats:
    """The mean weight of each unit's entries, in rising order of units."""
    _, place, sizes = np.unique(unit, return_inverse=True, return_counts=True)
    total: Floats = np.bincount(place, weight) / sizes
    return total


def from_counts(counts: Floats) -> Patterns:
    """From a table (items, q) of how often each label was given to each item; all weigh alike."""
    rows, found = np.unique(counts[counts.sum(axis=1) > 0], axis=0, return_counts=True)
    times = found.astype(np.float64)
    return Patterns(rows.astype(np.float64), times, times, times)


def _unique_rows(table: NDArray[np.int32], base: int) -> tuple[NDArray[np.int32], Ints, Ints]:
    """Distinct rows, how often each, and which one each row is; by one number a row where that has
    room."""
    if base ** table.shape[1] >= _ROOM:
        rows, which, times = np.unique(table, axis=0, return_inverse=True, return_counts=True)
        return rows, times, which.ravel()
    code = np.zeros(len(table), dtype=np.int64)
    for column in table.T:
        code = code * base + column
    _, first, which, times = np.unique(
        code, return_index=True, return_inverse=True, return_counts=True
    )
    return table[first], times, which
