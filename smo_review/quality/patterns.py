"""A million items' ratings as the few hundred ways in which they fall.

Every coefficient of agreement depends only on how often each label was given to an item, so that
items alike in that are one row with a count. With it, variances and resampling over a million
items cost what a few hundred cost.
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
    """`counts` (patterns, q): how often each label; `times` (patterns,): items alike in it."""

    counts: Floats
    times: Floats

    @property
    def sizes(self) -> Floats:
        """Ratings per item of each pattern."""
        total: Floats = self.counts.sum(axis=1)
        return total

    def pairable(self) -> Patterns:
        """Only what was rated twice or more."""
        keep = self.sizes >= 2
        return Patterns(self.counts[keep], self.times[keep])


def patterns(unit: Ints, category: Ints, q: int) -> Patterns:
    """From ratings, one an entry: `unit` (>= 0) and `category` (0..q-1), in any order."""
    if len(unit) == 0:
        return Patterns(np.zeros((0, q)), np.zeros(0))
    key = np.sort(unit * q + category)
    unit, category = np.divmod(key, q)
    first = np.flatnonzero(np.diff(unit, prepend=unit[0] - 1))
    sizes = np.diff(first, append=len(unit))
    place = np.arange(len(unit)) - np.repeat(first, sizes)
    table = np.full((len(first), int(sizes.max())), q, dtype=np.int32)
    table[np.repeat(np.arange(len(first)), sizes), place] = category
    rows, times = _unique_rows(table, q + 1)
    kinds = len(rows)
    flat = (np.arange(kinds)[:, None] * (q + 1) + rows).ravel()
    counts = np.bincount(flat, minlength=kinds * (q + 1)).reshape(kinds, q + 1)[:, :q]
    return Patterns(counts.astype(np.float64), times.astype(np.float64))


def from_counts(counts: Floats) -> Patterns:
    """From a table (items, q) of how often each label was given to each item."""
    rows, times = np.unique(counts[counts.sum(axis=1) > 0], axis=0, return_counts=True)
    return Patterns(rows.astype(np.float64), times.astype(np.float64))


def _unique_rows(table: NDArray[np.int32], base: int) -> tuple[NDArray[np.int32], Ints]:
    """Distinct rows and how often each; by one number a row where that has room."""
    if base ** table.shape[1] >= _ROOM:
        rows, times = np.unique(table, axis=0, return_counts=True)
        return rows, times
    code = np.zeros(len(table), dtype=np.int64)
    for column in table.T:
        code = code * base + column
    _, first, times = np.unique(code, return_index=True, return_counts=True)
    return table[first], times
