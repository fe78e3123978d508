"""Intervals of a proportion."""

from __future__ import annotations

from math import sqrt

from smo_review.domain.numbers import Rate

Z95 = 1.959963984540054
"""The standard normal's 97.5% quantile, for two-sided 95% intervals."""


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
    low = 0.0 if hits == 0 else (centre - spread) / scale
    high = 1.0 if hits == n else (centre + spread) / scale
    return low, high


def rate(hits: int, n: int) -> Rate:
    """A rate with its 95% Wilson interval; nothing but the count where n is 0."""
    if n == 0:
        return Rate(None, 0, None, None)
    low, high = wilson(hits, n)
    return Rate(hits / n, n, low, high)
