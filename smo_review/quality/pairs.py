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
KAPPA_WHOLE = later("no variance: Wilson's interval of raw agreement, corrected for chance")


class PairTable(Struct, frozen=True):
    """Every pair of annotators that rated an item together, one an entry.

    `first` < `second` are annotators, `n` items in common, `raw` the share alike; `kappa`, `ac1`
    and `alpha` are NaN where they are not defined.
    """

    first: Ints
    second: Ints
    n: Ints
    raw: Floats
    kappa: Floats
    ac1: Floats
    alpha: Floats


def cohen_kappa(table: Floats, weights: Floats | None = None) -> Coefficient:
    """Cohen's kappa of a contingency table (q, q), weighted where `weights` (q, q) are given.

    J. Cohen, Educ. Psychol. Meas. 20 (1960) and Psychol. Bull. 70 (1968); the interval from
    J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol. Bull. 72 (1969), 323-327. Where all agree
    (or none, by halves) that variance is 0, which says nothing of other items: then the interval is
    that of raw agreement.
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
    spread = (p * (w * (1 - pe) - towards * (1 - po)) ** 2).sum() - (po * pe - 2 * pe + po) ** 2
    if po > 1 - 1e-12 or spread < 1e-15:
        low, high = ((end - pe) / (1 - pe) for end in wilson(min(n, max(0.0, po * n)), n))
        return Coefficient(value, max(-1.0, low), min(1.0, high), KAPPA_WHOLE)
    half = Z95 * sqrt(float(spread) / n) / (1 - pe) ** 2
    return Coefficient(value, max(-1.0, value - half), min(1.0, value + half), KAPPA_METHOD)


def pair_table(
    unit: Ints, rater: Ints, category: Ints, q: int, weights: Floats | None = None
) -> PairTable:
    """Every pair's figures. One rating a rater and unit at most; entries in any order.

    `weights` count for kappa, AC1 and alpha; raw agreement is always of the same label.
    """
    order = np.lexsort((rater, unit))
    unit, rater, category = unit[order], rater[order], category[order]
    raters = int(rater.max(initial=0)) + 1
    pairs, ours, theirs = [], [], []
    step, left = 1, np.arange(len(unit))
    while True:
        left = left[left + step < len(unit)]
        left = left[unit[left] == unit[left + step]]
        if not len(left):
            break
        pairs.append(rater[left] * raters + rater[left + step])
        ours.append(category[left])
        theirs.append(category[left + step])
        step += 1
    if not pairs:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return PairTable(none, none, none, nothing, nothing, nothing, nothing)
    code, index = np.unique(np.concatenate(pairs), return_inverse=True)
    tables = _figures(index, len(code), np.concatenate(ours), np.concatenate(theirs), q, weights)
    return PairTable(code // raters, code % raters, *tables)


def _figures(
    index: Ints, pairs: int, ours: Ints, theirs: Ints, q: int, weights: Floats | None
) -> tuple[Ints, Floats, Floats, Floats, Floats]:
    w = identity(q) if weights is None else weights
    n = np.bincount(index, minlength=pairs)
    raw = np.bincount(index, ours == theirs, minlength=pairs) / n
    po = raw if weights is None else np.bincount(index, w[ours, theirs], minlength=pairs) / n
    rows, columns = (_shares(index, pairs, side, q) / n[:, None] for side in (ours, theirs))
    both = (rows + columns) / 2
    scale = float(w.sum()) / (q * (q - 1)) if q > 1 else 0.0
    small = 1 / (2 * n)
    kappa = _corrected(po, ((rows @ w) * columns).sum(axis=1))
    ac1 = _corrected(po, scale * (both * (1 - both)).sum(axis=1))
    alpha = _corrected((1 - small) * po + small, ((both @ w) * both).sum(axis=1))
    return n, raw, kappa, ac1, alpha


def _shares(index: Ints, pairs: int, side: Ints, q: int) -> Floats:
    return np.bincount(index * q + side, minlength=pairs * q).reshape(pairs, q).astype(np.float64)


def _corrected(po: Floats, pe: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = np.where(pe < 1 - 1e-12, (po - pe) / (1 - pe), np.nan)
    return value
