"""Given against right labels: the confusion matrix and what follows from it, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.domain.numbers import Rate
from smo_review.quality.figures import plain
from smo_review.quality.weighted import in_units, rate_of

Pair: TypeAlias = tuple[str, str]
"""(right, given)."""


class Tally(Struct):
    """How many, the sum of their weights, and that of their squares, in millionths."""

    n: int = 0
    w: int = 0
    w2: int = 0

    def add(self, weight: int = MILLION) -> None:
        """One more of this weight."""
        self.n, self.w, self.w2 = self.n + 1, self.w + weight, self.w2 + weight * weight // MILLION


class LabelFigures(Struct, frozen=True):
    """One label: how often it was right of all times given (precision), how often it was given
    of all times right (recall), and F1, None where the label is on neither side."""

    label: str
    given: int
    right: int
    precision: Rate
    recall: Rate
    f1: float | None


class Confusion(Struct, frozen=True):
    """`cells` (right, given) -> tally; `labels` in order, those of `cells` at least."""

    labels: tuple[str, ...]
    cells: Mapping[Pair, Tally]
    accuracy: Rate
    macro_f1: float | None
    by_label: tuple[LabelFigures, ...]


def confusion(cells: Mapping[Pair, Tally], labels: Iterable[str] = ()) -> Confusion:
    """From tallies by (right, given). `labels` come first, in their order; others by name.

    Every rate counts with the weights. Macro F1 is the mean of F1 over labels on either side.
    """
    seen = {label for pair in cells for label in pair}
    known = tuple(dict.fromkeys(labels))
    ordered = known + tuple(sorted(seen.difference(known)))
    rows = tuple(_figures(one, cells) for one in ordered)
    scores = [row.f1 for row in rows if row.f1 is not None]
    return Confusion(
        ordered,
        cells,
        _rate((one for pair, one in cells.items() if pair[0] == pair[1]), cells.values()),
        sum(scores) / len(scores) if scores else None,
        rows,
    )


def _figures(label: str, cells: Mapping[Pair, Tally]) -> LabelFigures:
    hits = [cells[label, label]] if (label, label) in cells else []
    right = [one for pair, one in cells.items() if pair[0] == label]
    given = [one for pair, one in cells.items() if pair[1] == label]
    both = sum(one.w for one in (*right, *given))
    return LabelFigures(
        label,
        sum(one.n for one in given),
        sum(one.n for one in right),
        _rate(hits, given),
        _rate(hits, right),
        2 * sum(one.w for one in hits) / both if both else None,
    )


def _rate(hits: Iterable[Tally], of: Iterable[Tally]) -> Rate:
    own, all_ = _sum(hits), _sum(of)
    return plain(rate_of(own.n, in_units(all_.n, all_.w, all_.w2, own.w, own.w2)))


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total.n, total.w, total.w2 = total.n + one.n, total.w + one.w, total.w2 + one.w2
    return total
