"""Control charts: centre and limits of each point. The rules that read them are in `rules`.

Formulas: W. A. Shewhart as in D. C. Montgomery, Introduction to Statistical Quality Control, 7th
ed. (2013), chapters 7 and 9; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign, inf, sqrt
from typing import Literal, TypeAlias

from msgspec import Struct

Kind: TypeAlias = Literal["p", "u", "c", "ewma"]
WIDTH = 3.0
"""Limits stand this many standard errors from the centre."""
_ON = 1e-9
"""A point this near to a line, in standard errors, lies on it: rounding makes no alarm."""
_NONE = 1e-12
"""The same where there is no standard error."""
EWMA_WEIGHT, EWMA_WIDTH = 0.2, 2.859
"""In control, an alarm in 370 points, as for a chart with three sigma limits.

S. V. Crowder, J. Quality Technology 21 (1989), 155-162.
"""


class Chart(Struct, frozen=True):
    """Points in time order; all tuples are alike in length.

    `sigma` is the standard error of each point under `centre`. `z` gives each point's distance
    from the centre in it, which is what rules read where the number checked varies.
    """

    kind: Kind
    values: tuple[float, ...]
    centre: float
    sigma: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def z(self) -> tuple[float, ...]:
        """Standardised points, rounded so that one on a line is on it.

        Without any spread (a centre of 0 or 1) every other value is infinitely far: it cannot be.
        """
        pairs = zip(self.values, self.sigma, strict=True)
        return tuple(_standardised(value - self.centre, s) for value, s in pairs)

    @property
    def outside(self) -> tuple[int, ...]:
        """Places (from 0) of the points beyond a limit."""
        rows = enumerate(zip(self.values, self.sigma, self.low, self.high, strict=True))
        return tuple(
            place
            for place, (value, s, low, high) in rows
            if not low - (near := _ON * s or _NONE) <= value <= high + near
        )


def p_chart(hits: Sequence[float], n: Sequence[float], centre: float | None = None) -> Chart:
    """Fractions: `hits` of `n` at each point. `centre` None: all hits over all checked.

    With the centre of an earlier stretch, the points are judged against that stretch. Points
    with nothing checked are an error (ValueError): leave them out.
    """
    _check(hits, n)
    middle = sum(hits) / sum(n) if centre is None else centre
    sigma = [sqrt(max(0.0, middle * (1 - middle)) / checked) for checked in n]
    values = [hit / checked for hit, checked in zip(hits, n, strict=True)]
    return _chart("p", values, middle, sigma, ceiling=1.0)


def u_chart(counts: Sequence[float], units: Sequence[float], centre: float | None = None) -> Chart:
    """Findings per unit: `counts` over `units` (items, hours; need not be whole)."""
    _check(counts, units)
    middle = sum(counts) / sum(units) if centre is None else centre
    sigma = [sqrt(middle / unit) for unit in units]
    return _chart("u", [c / u for c, u in zip(counts, units, strict=True)], middle, sigma)


def c_chart(counts: Sequence[float], centre: float | None = None) -> Chart:
    """Findings in stretches of the same size."""
    _check(counts, [1.0] * len(counts))
    middle = sum(counts) / len(counts) if centre is None else centre
    return _chart("c", counts, middle, [sqrt(middle)] * len(counts))


def ewma(
    values: Sequence[float],
    centre: float,
    sigma: Sequence[float],
    weight: float = EWMA_WEIGHT,
    width: float = EWMA_WIDTH,
) -> Chart:
    """Exponentially weighted moving averages of `values`, which show small lasting shifts.

    z_i = weight x_i + (1 - weight) z_(i-1), from z_0 = centre (S. W. Roberts, Technometrics 1
    (1959), 239-250). `sigma` is each value's own standard error, so that the limits, which grow
    from the first point on, are exact for numbers checked that vary.
    """
    if not 0 < weight <= 1 or len(values) != len(sigma):
        raise ValueError("a weight in (0, 1] and one sigma a value")
    smooth, spread = centre, 0.0
    averages, errors = [], []
    for value, s in zip(values, sigma, strict=True):
        smooth = weight * value + (1 - weight) * smooth
        spread = weight**2 * s**2 + (1 - weight) ** 2 * spread
        averages.append(smooth)
        errors.append(sqrt(spread))
    return _chart("ewma", averages, centre, errors, width=width, floor=None)


def ewma_of(chart: Chart, weight: float = EWMA_WEIGHT, width: float = EWMA_WIDTH) -> Chart:
    """The moving averages of another chart's points."""
    return ewma(chart.values, chart.centre, chart.sigma, weight, width)


def _chart(
    kind: Kind,
    values: Sequence[float],
    centre: float,
    sigma: Sequence[float],
    *,
    width: float = WIDTH,
    floor: float | None = 0.0,
    ceiling: float | None = None,
) -> Chart:
    """Limits that no value could pass are cut: a share is never below 0 or above 1."""
    low = [centre - width * s for s in sigma]
    high = [centre + width * s for s in sigma]
    if floor is not None:
        low = [max(floor, one) for one in low]
    if ceiling is not None:
        high = [min(ceiling, one) for one in high]
    return Chart(kind, tuple(values), centre, tuple(sigma), tuple(low), tuple(high))


def _standardised(distance: float, sigma: float) -> float:
    if sigma:
        return round(distance / sigma, 9)
    return 0.0 if abs(distance) <= _NONE else copysign(inf, distance)


def _check(counts: Sequence[float], sizes: Sequence[float]) -> None:
    if not counts or len(counts) != len(sizes) or min(sizes) <= 0 or min(counts) < 0:
        raise ValueError("one count (>= 0) and one size (> 0) a point, and a point at least")
