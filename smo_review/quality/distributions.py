"""The few distributions that intervals and tests need, exact and without a heavy import.

Why not scipy: it takes a second to import and tens of megabytes to ship for five functions, which
the tests check against it. Normal quantiles come from `statistics.NormalDist`.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, isinf, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300
_CLOSE = 1e-16
_STEPS = 200_000
_MANY = 1e5
"""Degrees of freedom above which t is told by its expansion."""


def normal_quantile(p: float) -> float:
    """The standard normal's quantile at `p` in (0, 1)."""
    return NormalDist().inv_cdf(p)


def normal_tail(z: float) -> float:
    """Two-sided tail of the standard normal beyond |z|."""
    return min(1.0, 2 * NormalDist().cdf(-abs(z)))


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0.

    Continued fraction by Lentz's method: Press et al., Numerical Recipes, 3rd ed., section 6.4.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1.0 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = c if abs(c) > _TINY else _TINY
            value *= d * c
        if abs(d * c - 1) < _CLOSE * 10:
            break
    return value


def gamma_cdf(x: float, a: float) -> float:
    """The regularised lower incomplete gamma function P(a, x), for a > 0.

    Series below a + 1, continued fraction above: Numerical Recipes, 3rd ed., section 6.2.
    """
    if x <= 0:
        return 0.0
    front = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * _CLOSE:
            n += 1
            term *= x / n
            total += term
        return min(1.0, total * front)
    return 1.0 - front * _gamma_fraction(x, a)


def _gamma_fraction(x: float, a: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for n in range(1, _STEPS):
        term = -n * (n - a)
        b += 2
        d = term * d + b
        c = b + term / c
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = c if abs(c) > _TINY else _TINY
        value *= d * c
        if abs(d * c - 1) < _CLOSE * 10:
            break
    return value


def chi_square_tail(x: float, df: float) -> float:
    """The chance that a chi-square variable with `df` degrees of freedom is beyond `x`."""
    half, a = x / 2, df / 2
    if half <= 0:
        return 1.0
    if half < a + 1:
        return 1.0 - gamma_cdf(half, a)
    return exp(-half + a * log(half) - lgamma(a)) * _gamma_fraction(half, a)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Where `beta_cdf` reaches `p`, to full precision, by halving."""
    return _halve(lambda x: beta_cdf(x, a, b), p, 0.0, 1.0)


def gamma_quantile(p: float, a: float) -> float:
    """Where `gamma_cdf` reaches `p`."""
    high = a + 10 * sqrt(a) + 10
    while gamma_cdf(high, a) < p:
        high *= 2
    return _halve(lambda x: gamma_cdf(x, a), p, 0.0, high)


def t_quantile(p: float, df: float) -> float:
    """Student's t quantile at `p` >= 0.5, through the beta distribution; the normal's for infinity.

    Abramowitz and Stegun (1964), 26.7.1; for many degrees of freedom 26.7.5, whose first two terms
    leave nothing to see there.
    """
    if isinf(df) or df > _MANY:
        z = normal_quantile(p)
        return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df * df)
    x = beta_quantile(2 * (1 - p), df / 2, 0.5)
    return sqrt(df * (1 - x) / x)


def _halve(rises: Callable[[float], float], level: float, low: float, high: float) -> float:
    for _ in range(1100):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rises(middle) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
