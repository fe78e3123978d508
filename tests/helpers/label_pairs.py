"""Pairs of labels as the confusion matrix takes them."""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.quality.confusion import Pair, Tally


def tallied(pairs: Iterable[Pair]) -> dict[Pair, Tally]:
    """Tallies of (right, given) pairs that all weigh the same."""
    cells: dict[Pair, Tally] = {}
    for pair in pairs:
        cells.setdefault(pair, Tally()).add()
    return cells
