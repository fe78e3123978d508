"""Given against right labels: the confusion matrix and what follows from it, label by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from smo_review.domain.numbers import Rate
from smo_review.quality.intervals import rate


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
    """`cells` (right, given) -> count; `labels` in order, those of `cells` at least."""

    labels: tuple[str, ...]
    cells: Mapping[tuple[str, str], int]
    accuracy: Rate
    macro_f1: float | None
    by_label: tuple[LabelFigures, ...]


def confusion(pairs: Iterable[tuple[str, str]], labels: Iterable[str] = ()) -> Confusion:
    """From (right, given) labels. `labels` come first, in their order; others by name.

    Macro F1 is the mean of F1 over labels that are on either side.
    """
    cells = Counter(pairs)
    seen = {label for pair in cells for label in pair}
    known = tuple(dict.fromkeys(labels))
    ordered = known + tuple(sorted(seen.difference(known)))
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (truth, said), n in cells.items():
        right[truth] += n
        given[said] += n
    rows = tuple(_figures(one, cells[one, one], given[one], right[one]) for one in ordered)
    scores = [row.f1 for row in rows if row.f1 is not None]
    return Confusion(
        ordered,
        dict(cells),
        rate(sum(cells[one, one] for one in ordered), sum(right.values())),
        sum(scores) / len(scores) if scores else None,
        rows,
    )


def _figures(label: str, hits: int, given: int, right: int) -> LabelFigures:
    f1 = 2 * hits / (given + right) if given + right else None
    return LabelFigures(label, given, right, rate(hits, given), rate(hits, right), f1)
