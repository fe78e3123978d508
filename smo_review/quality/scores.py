"""Exact standard scores of counts, for rules that were made for normal points.

A count stands for a stretch of the uniform scale, from the chance of fewer to the chance of at
most as many. Any normal score in that stretch is as good as another; the nearest to the centre
never makes an alarm more frequent than for normal points, and the farthest never makes points look
quieter (the randomised scores of C. P. Quesenberry, J. Quality Technology 23 (1991), 213-224 and
292-303, lie between).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from msgspec import Struct

from smo_review.quality.charts import Chart
from smo_review.quality.distributions import beta_cdf, gamma_cdf

_NORMAL = NormalDist()
_EDGE = 1e-15


class Scores(Struct, frozen=True):
    """One score a point: the nearest to the centre, the middle one (mid-p), and the farthest.

    The nearest is never beyond the chart's own z. Points of a chart without spread score 0.
    """

    near: tuple[float, ...]
    middle: tuple[float, ...]
    far: tuple[float, ...]


def scores(chart: Chart, n: Sequence[float]) -> Scores:
    """The scores of a p- or u-chart; `n` may be effective and need not be whole."""
    rows = [
        _score(chart, value, z, size) if sigma else (0.0, 0.0, 0.0)
        for value, z, size, sigma in zip(chart.values, chart.z, n, chart.sigma, strict=True)
    ]
    near, middle, far = zip(*rows, strict=True)
    return Scores(near, middle, far)


def _score(chart: Chart, value: float, z: float, size: float) -> tuple[float, float, float]:
    fewer, at_most = _below(chart, value * size, size)
    ends = [_normal(fewer), _normal(at_most)]
    inner = 0.0 if ends[0] <= 0 <= ends[1] else min(ends, key=abs)
    near = min(inner, z, key=abs) if inner * z > 0 else 0.0
    return near, _normal((fewer + at_most) / 2), max(ends, key=abs)


def _normal(share: float) -> float:
    return _NORMAL.inv_cdf(min(1 - _EDGE, max(_EDGE, share)))


def _below(chart: Chart, hits: float, size: float) -> tuple[float, float]:
    """The chance of fewer than `hits`, and of at most `hits`, under the chart's centre."""
    if chart.kind == "u":
        mean = chart.centre * size
        return (1 - gamma_cdf(mean, hits) if hits > 0 else 0.0), 1 - gamma_cdf(mean, hits + 1)
    fewer = 1 - beta_cdf(chart.centre, hits, size - hits + 1) if hits > 0 else 0.0
    at_most = 1 - beta_cdf(chart.centre, hits + 1, size - hits) if hits < size else 1.0
    return fewer, at_most
