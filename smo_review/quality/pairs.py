"""Two annotators at a time: Cohen's kappa and its fellows, for every pair at once."""

from __future__ import annotations

from math import sqrt

import numpy as np
from msgspec import Struct

from smo_review.domain.agreement import Coefficient
from smo_review.language import later
from smo_review.quality.intervals import Z95, wilson
from smo_review.quality.patterns import Ints
from smo_review.quality.weights import Floats, identity

KAPPA_METHOD = later("large-sample variance (Fleiss, Cohen and Everitt 1969), normal")
KAPPA_WEIGHED = later("large-sample variance over weighted pairs (Binder 1983), normal")
KAPPA_WHOLE = later("no variance: Wilson's interval of raw agreement, corrected for chance")


class PairTable(Struct, frozen=True):
    """Every pair of annotators that rated an item together, one an entry.

    `first` < `second` are annotators, `n` items in common, `raw` the share alike; `kappa`, `ac1`
    and `alpha` are NaN where they are not defined. `hits` are alike; `w` ... `hit_w2` are sums
    of weights and of their squares, over all and over those alike.
    """

    first: Ints
    second: Ints
    n: Ints
    raw: Floats
    kappa: Floats
    ac1: Floats
    alpha: Floats
    hits: Ints
    w: Floats
    w2: Floats
    hit_w: Floats
    hit_w2: Floats


def cohen_kappa(
    table: Floats, weights: Floats | None = None, squares: Floats | None = None
) -> Coefficient:
    """Cohen's kappa of a contingency table (q, q), weighted where `weights` (q, q) are given.

    J. Cohen, Educ. Psychol. Meas. 20 (1960) and Psychol. Bull. 70 (1968); the interval from
    J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol. Bull. 72 (1969), 323-327. Where pairs weigh
    differently, `table` holds the sums of their weights and `squares` those of squared weights:
    their variance is the same linearised one, summed with them (D. A. Binder, Int. Stat. Rev. 51
    (1983), 279-292). Where all agree (or none, by halves) that variance is 0, which says nothing of
    other items: then the interval is that of raw agreement.
    """
    w = identity(len(table)) if weights is None else weights
    n = float(table.sum())
    if n == 0:
        return Coefficient(None, None, None, KAPPA_METHOD)
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    chance = np.outer(rows, columns)
    po, pe = float((w * p).sum()), float((w * chance).sum())
    if pe >= 1 - 1e-12:
        return Coefficient(None, None, None, KAPPA_METHOD)
    value = (po - pe) / (1 - pe)
    towards = (w @ columns)[:, None] + (rows @ w)[None, :]
    each, middle = w * (1 - pe) - towards * (1 - po), po * pe - 2 * pe + po
    spread = float((p * each**2).sum() - middle**2)
    if po > 1 - 1e-12 or spread < 1e-15:
        worth = n if squares is None else n**2 / float(squares.sum())
        low, high = ((end - pe) / (1 - pe) for end in wilson(min(1.0, po) * worth, worth))
        return Coefficient(value, max(-1.0, low), min(1.0, high), KAPPA_WHOLE)
    if squares is not None:
        spread = float((squares * (each - middle) ** 2).sum()) / n
    half = Z95 * sqrt(spread / n) / (1 - pe) ** 2
    method = KAPPA_METHOD if squares is None else KAPPA_WEIGHED
    return Coefficient(value, max(-1.0, value - half), min(1.0, value + half), method)


def pair_table(
    unit: Ints,
    rater: Ints,
    category: Ints,
    q: int,
    weights: Floats | None = None,
    item_weight: Floats | None = None,
) -> PairTable:
    """Every pair's figures. One rating a rater and unit at most; entries in any order.

    `weights` count for kappa, AC1 and alpha; raw agreement is always of the same label.
    `item_weight` is that of each entry, None: all the same. A unit counts for two raters with what
    their two entries weigh together, so that a reference answer may weigh nothing.
    """
    order = np.lexsort((rater, unit))
    unit, rater, category = unit[order], rater[order], category[order]
    own = np.full(len(unit), 0.5) if item_weight is None else item_weight[order]
    raters = int(rater.max(initial=0)) + 1
    found: list[tuple[Ints, Ints, Ints, Floats]] = []
    step, left = 1, np.arange(len(unit))
    while True:
        left = left[left + step < len(unit)]
        left = left[unit[left] == unit[left + step]]
        if not len(left):
            break
        right = left + step
        pair = rater[left] * raters + rater[right]
        found.append((pair, category[left], category[right], own[left] + own[right]))
        step += 1
    if not found:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        parts = (none, nothing, nothing, nothing, nothing)
        return PairTable(none, none, *parts, none, *parts[1:])
    pairs, ours, theirs, weight = (np.concatenate(column) for column in zip(*found, strict=True))
    code, index = np.unique(pairs, return_inverse=True)
    figures = _figures(index, len(code), (ours, theirs), q, weights, weight)
    return PairTable(code // raters, code % raters, *figures)


def _figures(
    index: Ints, pairs: int, sides: tuple[Ints, Ints], q: int, weights: Floats | None, own: Floats
) -> tuple[Ints, Floats, Floats, Floats, Floats, Ints, Floats, Floats, Floats, Floats]:
    """The columns of a `PairTable` from `n` on; `own` is the weight of each entry."""
    w = identity(q) if weights is None else weights
    same = sides[0] == sides[1]

    def added(values: Floats) -> Floats:
        return np.asarray(np.bincount(index, values, minlength=pairs), dtype=np.float64)

    n, hits = (np.bincount(part, minlength=pairs) for part in (index, index[same]))
    total, squares, hit, hit_squares = map(added, (own, own**2, own * same, own**2 * same))
    raw = hit / total
    po = raw if weights is None else added(own * w[sides]) / total
    rows, columns = (_shares(index, pairs, side, q, own) / total[:, None] for side in sides)
    both = (rows + columns) / 2
    scale = float(w.sum()) / (q * (q - 1)) if q > 1 else 0.0
    small = squares / (2 * total**2)
    kappa = _corrected(po, ((rows @ w) * columns).sum(axis=1))
    ac1 = _corrected(po, scale * (both * (1 - both)).sum(axis=1))
    alpha = _corrected((1 - small) * po + small, ((both @ w) * both).sum(axis=1))
    return n, raw, kappa, ac1, alpha, hits, total, squares, hit, hit_squares


def _shares(index: Ints, pairs: int, side: Ints, q: int, own: Floats) -> Floats:
    told = np.bincount(index * q + side, own, minlength=pairs * q).reshape(pairs, q)
    return told.astype(np.float64)


def _corrected(po: Floats, pe: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = np.where(pe < 1 - 1e-12, (po - pe) / (1 - pe), np.nan)
    return value
