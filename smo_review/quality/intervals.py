"""Intervals of proportions, of their difference and ratio, and of rates."""

from __future__ import annotations

from math import exp, sqrt

from smo_review.domain.numbers import Rate
from smo_review.quality.distributions import beta_quantile, gamma_quantile

Z95 = 1.959963984540054
"""The standard normal's 97.5% quantile, for two-sided 95% intervals."""

_WIDEST = 300.0
"""Of a logarithm: what weighs next to nothing says nothing, and is no number too large to hold."""


def wilson(hits: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of `hits` out of `n`, as fractions (0..1).

    Formula: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927), 209-212; chosen over Wald after Brown, Cai and DasGupta, Statistical Science 16
    (2001). With no hit the lower end is exactly 0, with all hits the upper end exactly 1. Raises
    ValueError where n is not positive or hits lies outside 0..n.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no proportion")
    share = hits / n
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if hits == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if hits == n else min(1.0, (centre + spread) / scale)
    return low, high


def rate(hits: int, n: int) -> Rate:
    """A rate with its 95% Wilson interval; nothing but the count where n is 0."""
    if n == 0:
        return Rate(None, 0, None, None)
    low, high = wilson(hits, n)
    return Rate(hits / n, n, low, high)


def clopper_pearson(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval of `hits` out of `n`: covers at least `level` for every proportion.

    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404-413, by beta quantiles. Raises
    ValueError as `wilson` does.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no proportion")
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, n - hits + 1)
    high = 1.0 if hits == n else beta_quantile(1 - tail, hits + 1, n - hits)
    return low, high


def difference(
    hits_a: float, n_a: float, hits_b: float, n_b: float, z: float = Z95
) -> tuple[float, float]:
    """Newcombe's hybrid score interval of a/n_a - b/n_b, without continuity correction.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998), 873-890, method 10.
    """
    a, b = hits_a / n_a, hits_b / n_b
    (low_a, high_a), (low_b, high_b) = wilson(hits_a, n_a, z), wilson(hits_b, n_b, z)
    return (
        a - b - sqrt((a - low_a) ** 2 + (high_b - b) ** 2),
        a - b + sqrt((high_a - a) ** 2 + (b - low_b) ** 2),
    )


def ratio(
    hits_a: float, n_a: float, hits_b: float, n_b: float, z: float = Z95
) -> tuple[float, float, float]:
    """(value, low, high) of (a/n_a) / (b/n_b), from the logarithm's normal approximation.

    D. Katz et al., Biometrics 34 (1978), 469-474. Where a count is 0, half a count is added to both
    counts and to both totals (S. D. Walter, Biometrika 62 (1975), 371-374), in the value too.
    """
    if not hits_a or not hits_b:
        hits_a, n_a, hits_b, n_b = hits_a + 0.5, n_a + 0.5, hits_b + 0.5, n_b + 0.5
    value = (hits_a / n_a) / (hits_b / n_b)
    spread = min(_WIDEST, z * sqrt(max(0.0, 1 / hits_a - 1 / n_a + 1 / hits_b - 1 / n_b)))
    return value, value * exp(-spread), value * exp(spread)


def poisson_rate(count: float, exposure: float, level: float = 0.95) -> tuple[float, float]:
    """Garwood's exact interval of a rate: `count` events over `exposure` (hours, items, ...).

    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), 437-442.
    """
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else gamma_quantile(tail, count)
    return low / exposure, gamma_quantile(1 - tail, count + 1) / exposure
