"""Proportions from samples drawn by design: every item counts with its weight.

The interval is Wilson's with an effective sample size in the place of n, so that it stays inside
0 and 1. Effective n is p(1-p) over the design's own variance (L. Kish, Survey Sampling (1965);
E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998), 193-201), never above n. C. Franco et
al., Journal of Survey Statistics and Methodology 7 (2019), 334-364, find it to cover as it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from smo_review.domain.content import MILLION
from smo_review.domain.numbers import PLAIN, Rate
from smo_review.language import later
from smo_review.quality.distributions import t_quantile
from smo_review.quality.intervals import wilson

if TYPE_CHECKING:
    from smo_review.quality.weights import Floats

METHOD = later("Wilson with effective n (Kish; Korn and Graubard 1998)")
SCORES = later("Wilson with effective n, from the variance of the scores (Kish 1965)")
WHOLE = later("every item was checked")

EQUAL = 1e-6
"""Weights whose effective n (Kish) is within this share of n are taken as equal."""


class WeightedRate(Struct, frozen=True):
    """A fraction over `n` sampled annotations with its 95% interval; `effective` is what `n` is
    worth in a simple random sample. All but the counts None where n is 0."""

    value: float | None
    n: int
    effective: float
    low: float | None
    high: float | None
    method: str = METHOD

    @property
    def rate(self) -> Rate:
        """What is told of it where the method is not."""
        return Rate(self.value, self.n, self.low, self.high)


class Sums(Struct, frozen=True):
    """Weights added up: over all sampled, and over those that hit; `w2` and `hit_w2` are sums of
    squared weights. Cells may be added field by field."""

    n: int
    w: float
    w2: float
    hit_w: float
    hit_w2: float


def in_units(n: int, w: int, w2: int, hit_w: int, hit_w2: int) -> Sums:
    """Sums that were kept in millionths."""
    return Sums(n, w / MILLION, w2 / MILLION, hit_w / MILLION, hit_w2 / MILLION)


def rate_of(hits: int, sums: Sums) -> WeightedRate:
    """`hits` of `sums.n`: Wilson's interval where all weighed the same, else `weighted_rate`.

    The one rule by which every figure is told, from roll-ups and from columns.
    """
    if sums.n == 0:
        return WeightedRate(None, 0, 0.0, None, None, PLAIN)
    if equal(sums):
        low, high = wilson(hits, sums.n)
        return WeightedRate(hits / sums.n, sums.n, float(sums.n), low, high, PLAIN)
    return weighted_rate(sums)


def rate_over(told: Iterable[tuple[int, bool]]) -> WeightedRate:
    """The share of hits among (weight in millionths, whether it is a hit).

    What weighs nothing stands for nothing and is not counted.
    """
    known = [one for one in told if one[0] > 0]
    hits = [weight for weight, hit in known if hit]
    weights = [weight for weight, _ in known]
    sums = (sum(part) for own in (weights, hits) for part in (own, [w * w // MILLION for w in own]))
    return rate_of(len(hits), in_units(len(known), *sums))


def equal(sums: Sums) -> bool:
    """Whether all weighed the same, or nothing weighed anything.

    By Cauchy and Schwarz n w2 >= w^2, and the two are equal for equal weights only.
    """
    return sums.w2 <= 0 or sums.n * sums.w2 <= sums.w * sums.w * (1 + EQUAL)


def mean_share(values: Floats, weights: Floats) -> WeightedRate:
    """The weighted mean of values from 0 to 1 (a score), told like a rate.

    The linearised variance of `weighted_rate`, with any value in the place of 0 and 1. A value
    between them spreads less than a hit or miss would: effective n may then be above n.
    """
    n, w = len(values), float(weights.sum())
    if n == 0 or w <= 0:
        return WeightedRate(None, 0, 0.0, None, None, SCORES)
    p = min(1.0, max(0.0, float(weights @ values) / w))
    kish = w * w / float(weights @ weights)
    variance = n / max(1, n - 1) * float(((weights * (values - p)) ** 2).sum()) / w**2
    if n < 2 or variance <= 0 or not 0 < p < 1:
        return structs.replace(_told(p, n, kish, n - 1), method=SCORES)
    effective = p * (1 - p) / variance
    low, high = wilson(p * effective, effective, t_quantile(0.975, max(1, n - 1)))
    return WeightedRate(p, n, effective, low, high, SCORES)


class Stratum(Struct, frozen=True):
    """`hits` of `n` sampled out of `size` in one stratum."""

    size: int
    n: int
    hits: int


def weighted_rate(sums: Sums) -> WeightedRate:
    """The ratio estimate sum(w y) / sum(w), with its linearised variance.

    Variance: n/(n-1) sum(w^2 (y-p)^2) / sum(w)^2, which needs the sums only. Where all or none
    hit, that is 0 and Kish's (sum w)^2 / sum(w^2) is the effective n.
    """
    if sums.n == 0 or sums.w <= 0:
        return WeightedRate(None, 0, 0.0, None, None)
    p = min(1.0, max(0.0, sums.hit_w / sums.w))
    kish = sums.w * sums.w / sums.w2
    spread = (1 - p) ** 2 * sums.hit_w2 + p * p * max(0.0, sums.w2 - sums.hit_w2)
    if sums.n < 2 or not 0 < p < 1 or spread <= 0:
        return _told(p, sums.n, kish, sums.n - 1)
    variance = sums.n / (sums.n - 1) * spread / sums.w**2
    return _told(p, sums.n, p * (1 - p) / variance, sums.n - 1)


def stratified_rate(strata: Iterable[Stratum]) -> WeightedRate:
    """The population's proportion from a stratified sample, with the finite correction.

    W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 5.53: variance sum of
    W_h^2 (1-f_h) p_h (1-p_h) / (n_h - 1). A stratum that nothing was drawn from is left out of
    the population that is spoken of; one with a single draw counts p_h(1-p_h) of the whole.
    """
    drawn = [one for one in strata if one.n]
    total = sum(one.size for one in drawn)
    n = sum(one.n for one in drawn)
    if not n:
        return WeightedRate(None, 0, 0.0, None, None)
    p = sum(one.size * one.hits / one.n for one in drawn) / total
    variance = 0.0
    for one in drawn:
        own = one.hits / one.n if one.n > 1 else p
        free = 1 - min(1.0, one.n / one.size)
        variance += (one.size / total) ** 2 * free * own * (1 - own) / max(1, one.n - 1)
    if n == total:
        return WeightedRate(p, n, float(n), p, p, WHOLE)
    kish = total**2 / sum(one.size**2 / one.n for one in drawn)
    effective = p * (1 - p) / variance if variance > 0 and 0 < p < 1 else kish
    return _told(p, n, effective, n - len(drawn))


def _told(p: float, n: int, effective: float, freedom: int) -> WeightedRate:
    """Wilson with the t quantile of the design's freedom, which small samples need."""
    effective = max(1.0, min(float(n), effective))
    z = t_quantile(0.975, max(1, freedom))
    low, high = wilson(min(effective, p * effective), effective, z)
    return WeightedRate(p, n, effective, low, high)
