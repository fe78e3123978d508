"""Agreement among any number of annotators, with ratings missing: raw, Fleiss, Gwet, Krippendorff.

Formulas and variances: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters
2, 3 and 5 (generalised to missing ratings), and Brit. J. Math. Stat. Psych. 61 (2008), 29-48. The
variances are linearised over items, so each coefficient has a share from every item. Where items
weigh differently, shares and labels are weighted means, and the variance is that of a function of
weighted totals, n/(n-1) sum(w^2 d^2) / sum(w)^2 for an item's deviation d (D. A. Binder, Int. Stat.
Rev. 51 (1983), 279-292); n in a correction for small samples is then the effective n (Kish).
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from smo_review.domain.agreement import Coefficient
from smo_review.language import later
from smo_review.quality.distributions import t_quantile
from smo_review.quality.intervals import wilson
from smo_review.quality.patterns import Patterns
from smo_review.quality.weights import Floats, identity, krippendorff_ordinal

RAW_METHOD = later("Wilson with effective n from the variance between items")
RAW_WEIGHED = later("Wilson with effective n from the variance between weighted items")
LINEARISED = later("linearised variance over items (Gwet 2014), t")
UNANIMOUS = later("all agree: Wilson's lower end of raw agreement, corrected for chance")
BOOTSTRAP = later("bootstrap over items, 1,000 draws from a fixed seed, percentiles")
WEIGHED = later("linearised variance over weighted items (Binder 1983; Gwet 2014), t")
_DRAWS, _SEED = 1000, 20140
_BLOCK = 4_000_000
Expect: TypeAlias = Callable[[Floats], tuple[float, Floats]]


class Coefficients(NamedTuple):
    """The four, over the same items."""

    raw: Coefficient
    fleiss: Coefficient
    ac1: Coefficient
    alpha: Coefficient


def coefficients(found: Patterns, weights: Floats | None = None) -> Coefficients:
    """All four. `weights` (q, q) count for all but raw agreement; None: only the same label."""
    matrix = identity(found.counts.shape[1]) if weights is None else weights
    return Coefficients(
        raw(found), fleiss(found, matrix), gwet(found, matrix), krippendorff(found, matrix)
    )


def raw(found: Patterns) -> Coefficient:
    """The mean pairwise agreement over items with two or more ratings."""
    two = found.pairable()
    n = float(two.weight.sum())
    if n == 0:
        return Coefficient(None, None, None, RAW_METHOD)
    own = _agreeing(two, identity(two.counts.shape[1])) / (two.sizes * (two.sizes - 1))
    value = min(1.0, float(two.weight @ own / n))
    variance = _variance(two, own - value)
    effective = min(n * 4, value * (1 - value) / variance) if variance > 0 else n
    if two.alike:
        return Coefficient(value, *wilson(value * effective, effective), RAW_METHOD)
    t = t_quantile(0.975, max(1.0, float(two.times.sum()) - 1))
    return Coefficient(value, *wilson(value * effective, effective, t), RAW_WEIGHED)


def fleiss(found: Patterns, weights: Floats) -> Coefficient:
    """Fleiss' kappa, generalised to missing ratings and weights (Fleiss 1971; Gwet 2014)."""

    def expect(share: Floats) -> tuple[float, Floats]:
        towards = (weights @ share + share @ weights) / 2
        return float(share @ weights @ share), towards

    return _chance_corrected(found, weights, expect)


def gwet(found: Patterns, weights: Floats) -> Coefficient:
    """Gwet's AC1, or AC2 where there are weights (Gwet 2008, 2014)."""
    q = len(weights)
    scale = float(weights.sum()) / (q * (q - 1)) if q > 1 else 0.0

    def expect(share: Floats) -> tuple[float, Floats]:
        return scale * float((share * (1 - share)).sum()), scale * (1 - share)

    return _chance_corrected(found, weights, expect)


def _chance_corrected(found: Patterns, weights: Floats, expect: Expect) -> Coefficient:
    """(pa - pe) / (1 - pe), where `expect(share)` gives pe and each label's part in it."""
    weight, sizes = found.weight, found.sizes
    n, twice = float(weight.sum()), float(weight[sizes >= 2].sum())
    if twice == 0:
        return _undefined()
    share = (weight / n) @ (found.counts / sizes[:, None])
    pe, parts = expect(share)
    if pe >= 1 - 1e-12:
        return _undefined()
    own = np.where(sizes >= 2, _agreeing(found, weights) / np.maximum(1, sizes * (sizes - 1)), 0.0)
    pa = float(weight @ own) / twice
    value = (pa - pe) / (1 - pe)
    each = n / twice * (own - pe * (sizes >= 2)) / (1 - pe)
    chance = found.counts @ parts / sizes
    each -= 2 * (1 - value) * (chance - pe) / (1 - pe)
    return _linearised(value, each - value, found, _floor(float(found.pairable().weight.sum()), pe))


def krippendorff(found: Patterns, weights: Floats) -> Coefficient:
    """Krippendorff's alpha for fixed weights (Krippendorff 2011; variance Gwet 2014)."""
    two = found.pairable()
    weight, sizes = two.weight, two.sizes
    n = float(weight.sum())
    if n == 0:
        return _undefined()
    mean = float(weight @ sizes) / n
    share = weight @ two.counts / (n * mean)
    pe = float(share @ weights @ share)
    if pe >= 1 - 1e-12:
        return _undefined()
    small = 1 / (n * mean)
    own = _agreeing(two, weights) / (mean * (sizes - 1))
    plain = float(weight @ own) / n
    pa = (1 - small) * plain + small
    value = (pa - pe) / (1 - pe)
    prime = (plain - pe) / (1 - pe)
    off = (sizes - mean) / mean
    each = (own - pa * off - pe) / (1 - pe)
    towards = (weights @ share + share @ weights) / 2
    chance = two.counts @ towards / mean - pe * off
    each -= 2 * (1 - prime) * (chance - pe) / (1 - pe)
    return _linearised(value, each - prime, two, _floor(n, pe))


def krippendorff_rank(found: Patterns) -> Coefficient:
    """Krippendorff's alpha with his ordinal metric, whose weights depend on the data.

    No variance is published for it, so that its interval is a bootstrap over items: with equal
    weights B. Efron's, else the Bayesian one (D. B. Rubin, Ann. Stat. 9 (1981), 130-134), in which
    a pattern's sum of weights times exponentials is drawn as the gamma of its mean and variance.
    """
    two = found.pairable()
    value = _rank_alpha(two, two.weight)
    if value is None:
        return Coefficient(None, None, None, BOOTSTRAP)
    n = round(float(two.times.sum()))
    random = np.random.default_rng(_SEED)

    def again() -> Floats:
        if two.alike:
            return random.multinomial(n, two.times / n).astype(np.float64)
        return random.gamma(two.weight**2 / two.square, two.square / two.weight)

    drawn = (_rank_alpha(two, again()) for _ in range(_DRAWS))
    values = [one for one in drawn if one is not None]
    low, high = np.quantile(values, (0.025, 0.975))
    return Coefficient(value, float(low), float(high), BOOTSTRAP)


def _rank_alpha(two: Patterns, weight: Floats) -> float | None:
    counts = weight @ two.counts
    total = float(counts.sum())
    if np.count_nonzero(counts) < 2:
        return None
    weights = krippendorff_ordinal(counts)
    agree = float(weight @ (_agreeing(two, weights) / (two.sizes - 1))) / total
    expected = float(counts @ weights @ counts - counts.sum()) / (total * (total - 1))
    return 1 - (1 - agree) / (1 - expected)


def _agreeing(found: Patterns, weights: Floats) -> Floats:
    """Ordered pairs of one item's ratings, each counted as its weight says: (patterns,)."""
    counts = found.counts
    if np.array_equal(weights, np.eye(len(weights))):
        same: Floats = (counts * (counts - 1)).sum(axis=1)
        return same
    step = max(1, _BLOCK // max(1, len(weights)))
    blocks = [counts[at : at + step] for at in range(0, len(counts), step)]
    diagonal = np.diag(weights)
    sums = [((block @ weights) * block).sum(axis=1) - block @ diagonal for block in blocks]
    return np.concatenate(sums) if sums else np.zeros(0)


def _floor(n: float, pe: float) -> float:
    """The least that chance-corrected agreement may be where all items agree: `n` is what they are
    worth in a simple random sample."""
    return (wilson(n, n)[0] - pe) / (1 - pe)


def _variance(found: Patterns, off: Floats) -> float:
    """Of a weighted mean over items from which each pattern is `off`."""
    n = float(found.times.sum())
    spread = float(found.square @ off**2) / float(found.weight.sum()) ** 2
    return spread * n / max(1.0, n - 1)


def _linearised(value: float, off: Floats, found: Patterns, floor: float) -> Coefficient:
    n = float(found.times.sum())
    method = LINEARISED if found.alike else WEIGHED
    if n < 2:
        return Coefficient(value, None, None, method)
    if value > 1 - 1e-12:
        return Coefficient(1.0, floor, 1.0, UNANIMOUS)
    spread = t_quantile(0.975, n - 1) * sqrt(_variance(found, off))
    return Coefficient(value, value - spread, min(1.0, value + spread), method)


def _undefined() -> Coefficient:
    return Coefficient(None, None, None, LINEARISED)
