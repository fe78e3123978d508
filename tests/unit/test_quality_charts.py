"""Control charts and their rules: published charts, and the false alarms that theory says."""

from __future__ import annotations

import random
from fractions import Fraction
from math import isqrt
from statistics import fmean

import numpy as np
import pytest
from scipy import stats

from smo_review.quality.charts import (
    EWMA_WEIGHT,
    EWMA_WIDTH,
    c_chart,
    ewma,
    ewma_of,
    p_chart,
    u_chart,
)
from smo_review.quality.rules import NELSON, WESTERN_ELECTRIC, broken

# D. C. Montgomery, Introduction to Statistical Quality Control, 7th ed., table 7.1 (n = 50).
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9,
        12, 7, 13, 9, 6]  # fmt: skip
# The same, table 7.7: nonconformities in 26 samples of 100 printed circuit boards.
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24,
          16, 19, 17, 15]  # fmt: skip
# The same, example 7.4: 20 samples of five computers; and table 7.11: rolls of dyed cloth.
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
ROLLS = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]
# NIST/SEMATECH e-Handbook, 6.3.2.4: 20 points, centre 50, s 2.0539, weight 0.3.
POINTS = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8,
          51.2, 52.6, 52.4, 53.6, 52.1]  # fmt: skip
# The same handbook, 6.3.3.1: defects on 25 wafers.
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19,
          16, 31, 13]  # fmt: skip
# Montgomery, table 7.4: purchase orders, numbers checked that vary.
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
CHECKED = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90,
           100, 100, 100, 100, 90, 90]  # fmt: skip
# The same, table 9.1: the first 20 of mean 10, the last ten of mean 11, sigma 1.
SHIFTED = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51,
           9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08,
           10.38, 11.62, 11.31, 10.52]  # fmt: skip
AVERAGES = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36,
            49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]  # fmt: skip


def test_montgomerys_p_chart() -> None:
    chart = p_chart(CANS, [50] * 30)
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert chart.high[0] == pytest.approx(0.4102, abs=5e-5)
    assert chart.low[0] == pytest.approx(0.0524, abs=5e-5)
    assert chart.outside == (14, 22)


def test_montgomerys_p_chart_without_the_two_samples_that_had_a_cause() -> None:
    kept = [hits for place, hits in enumerate(CANS) if place not in (14, 22)]
    chart = p_chart(kept, [50] * 28)
    assert chart.centre == pytest.approx(0.2150, abs=5e-5)
    assert (chart.low[0], chart.high[0]) == pytest.approx((0.0407, 0.3893), abs=6e-5)


def test_montgomerys_c_chart() -> None:
    chart = c_chart(BOARDS)
    assert chart.centre == pytest.approx(19.8462, abs=5e-5)
    assert (chart.low[0], chart.high[0]) == pytest.approx((6.4815, 33.2108), abs=5e-4)
    assert chart.outside == (5, 19)


def test_nists_c_chart_and_a_wafer_that_lies_on_the_limit() -> None:
    chart = c_chart(WAFERS)
    assert (chart.centre, chart.low[0], chart.high[0]) == (16, 4, 28)
    assert chart.outside == (23,)  # 31; the third wafer's 28 is no more than the limit
    assert NELSON["N1"](chart.z) == (23,)


def test_montgomerys_p_chart_with_numbers_checked_that_vary() -> None:
    chart = p_chart(ORDERS, CHECKED)
    assert chart.centre == pytest.approx(0.0955, abs=5e-5)
    by_size = dict(zip(CHECKED, zip(chart.sigma, chart.high, strict=True), strict=True))
    for size, sigma, high in (
        (80, 0.033, 0.194), (90, 0.031, 0.188), (100, 0.029, 0.184), (110, 0.028, 0.180),
        (120, 0.027, 0.176),
    ):  # fmt: skip
        assert by_size[size] == pytest.approx((sigma, high), abs=6e-4)
    assert chart.outside == (10,)
    assert max(chart.z) == pytest.approx(3.08, abs=5e-3)


def test_montgomerys_ewma() -> None:
    chart = ewma(SHIFTED, 10.0, [1.0] * 30, weight=0.1, width=2.7)
    assert chart.values[:5] == pytest.approx((9.945, 9.7495, 9.7036, 9.8992, 10.1253), abs=6e-5)
    assert chart.values[-3:] == pytest.approx((10.5731, 10.6468, 10.6341), abs=6e-5)
    assert (chart.low[0], chart.high[0]) == pytest.approx((9.73, 10.27))
    assert (chart.low[1], chart.high[1]) == pytest.approx((9.64, 10.36), abs=5e-3)
    assert (chart.low[-1], chart.high[-1]) == pytest.approx((9.38, 10.62), abs=5e-3)
    assert chart.outside == (28, 29)


def run_length_of_ewma(weight: float, width: float, shift: float) -> float:
    """Points until an alarm, on average, by a Markov chain of 401 states and fixed limits.

    J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990), 1-12, appendix.
    """
    states = 401
    end = width * np.sqrt(weight / (2 - weight))
    half = end / states
    middles = -end + half * (2 * np.arange(states) + 1)
    reached = (middles[None, :] - (1 - weight) * middles[:, None]) / weight - shift
    step = half / weight
    moves = stats.norm.cdf(reached + step) - stats.norm.cdf(reached - step)
    lengths = np.linalg.solve(np.eye(states) - moves, np.ones(states))
    return float(lengths[states // 2])


@pytest.mark.parametrize(
    ("weight", "width", "lengths"),
    [
        # Lucas and Saccucci (1990), as in Montgomery, table 9.11: shifts of 0, 0.5, 1 and 2 sigma.
        (0.40, 3.054, (500, 71.2, 14.3, 3.5)),
        (0.20, 2.962, (500, 41.8, 10.5, 3.7)),
        (0.10, 2.814, (500, 31.3, 10.3, 4.4)),
        # Crowder (1989): what the charts here use.
        (EWMA_WEIGHT, EWMA_WIDTH, (370,)),
    ],
)
def test_moving_averages_alarm_as_often_as_published(weight, width, lengths) -> None:
    for shift, length in zip((0, 0.5, 1, 2), lengths, strict=False):
        assert run_length_of_ewma(weight, width, shift) == pytest.approx(length, rel=0.012)


def test_a_point_on_a_line_is_not_beyond_it_however_it_is_rounded() -> None:
    """Every whole point that lies on a line of one, two or three standard errors, over a grid."""
    on = 0
    for parts in range(2, 13):
        for part in range(1, parts):
            share = Fraction(part, parts)
            for n in range(4, 500):
                step = _root(share * (1 - share) / n)
                for width in (-3, -2, -1, 1, 2, 3) if step else ():
                    hits = (share + width * step) * n
                    if hits.denominator != 1 or not 0 <= hits <= n:
                        continue
                    on += 1
                    chart = p_chart([int(hits)], [n], centre=part / parts)
                    assert chart.z == (float(width),), (part, parts, n, hits)
                    assert chart.outside == ()
    assert on > 300
    assert u_chart([10, 0], [3, 3], centre=4 / 3).outside == ()


def _root(of: Fraction) -> Fraction | None:
    over, under = isqrt(of.numerator), isqrt(of.denominator)
    return Fraction(over, under) if Fraction(over, under) ** 2 == of else None


def test_what_a_centre_without_spread_rules_out_is_infinitely_far() -> None:
    chart = p_chart([0, 3, 0], [10, 10, 5], centre=0.0)
    assert chart.z == (0.0, float("inf"), 0.0)
    assert chart.outside == (1,)
    assert p_chart([10, 9], [10, 10], centre=1.0).z == (0.0, float("-inf"))


def test_montgomerys_u_charts() -> None:
    chart = u_chart(COMPUTERS, [5] * 20)
    assert chart.centre == pytest.approx(1.93)
    assert (chart.low[0], chart.high[0]) == pytest.approx((0.0661, 3.7939), abs=1e-4)
    cloth = u_chart(CLOTH, ROLLS)
    assert cloth.centre == pytest.approx(1.4233, abs=5e-5)
    assert (cloth.low[0], cloth.high[0]) == pytest.approx((0.2915, 2.5551), abs=5e-4)
    assert cloth.high[2] < cloth.high[0] < cloth.high[1]  # the longer the roll, the narrower


def test_nists_ewma() -> None:
    chart = ewma(POINTS, 50.0, [2.0539] * 20, weight=0.3, width=3.0)
    assert chart.values == pytest.approx(AVERAGES, abs=6e-3)
    assert (chart.low[-1], chart.high[-1]) == pytest.approx((47.4115, 52.5884), abs=1e-3)
    # The first limits are those of one point alone, weighted.
    assert chart.high[0] == pytest.approx(50 + 3 * 0.3 * 2.0539)
    assert chart.outside == ()


def test_shares_have_limits_inside_zero_and_one() -> None:
    chart = p_chart([1, 9, 0], [10, 10, 2])
    assert min(chart.low) >= 0
    assert max(chart.high) <= 1


def test_points_are_judged_by_an_earlier_stretch_where_its_centre_is_given() -> None:
    chart = p_chart([2, 1, 2], [50] * 3, centre=0.23)
    assert chart.centre == 0.23
    assert chart.outside == (0, 1, 2)


def test_points_that_count_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        p_chart([0, 1], [10, 0])
    with pytest.raises(ValueError, match="point"):
        c_chart([])
    with pytest.raises(ValueError, match="weight"):
        ewma([1.0], 1.0, [1.0], weight=0.0)


def test_the_rules_on_the_published_chart() -> None:
    # The windows were listed by another program on the same data.
    z = p_chart(CANS, [50] * 30).z
    assert broken(z, NELSON) == {"N1": (14, 22), "N5": (21, 22, 23), "N6": (23, 24)}
    assert broken(z, WESTERN_ELECTRIC) == {
        "WE1": (14, 22), "WE2": (21, 22, 23), "WE3": (23, 24),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "breaks", "holds"),
    [
        ("N1", [0, 3.1], [0, 2.9]),
        ("N1", [0, -3.1], [0, 3.0]),
        ("N2", [0.1] * 9, [0.1] * 8 + [-0.1]),
        ("N2", [-0.1] * 9, [0.1] * 4 + [0.0] + [0.1] * 4),
        ("N3", [0, 0.1, 0.2, 0.3, 0.4, 0.5], [0, 0.1, 0.2, 0.3, 0.4, 0.4]),
        ("N3", [0.5, 0.4, 0.3, 0.2, 0.1, 0], [0.5, 0.4, 0.3, 0.2, 0.1, 0.2]),
        ("N4", [0.1, -0.1] * 7, [0.1, -0.1] * 6 + [0.1, 0.2]),
        ("N5", [2.1, 0, 2.1], [2.1, 0, -2.1]),
        ("N5", [-2.1, -2.1], [2.1, 0, 0, 2.1]),
        ("N6", [1.1, 1.1, 0, 1.1, 1.1], [1.1, 1.1, 0, 1.1, -1.1]),
        ("N7", [0.9, -0.9] * 7 + [0.5], [0.9, -0.9] * 7 + [1.5]),
        ("N8", [1.1, -1.1] * 4, [1.1, -1.1] * 3 + [1.1, 0.5]),
    ],
)
def test_each_rule_sees_its_pattern_and_nothing_just_short_of_it(rule, breaks, holds) -> None:
    assert NELSON[rule](breaks) == (len(breaks) - 1,)
    assert NELSON[rule](holds) == ()


def test_eight_in_a_row_are_enough_for_western_electric() -> None:
    assert WESTERN_ELECTRIC["WE4"]([0.1] * 10) == (7, 8, 9)


def run_length(signal, source: random.Random) -> int:
    """Points until the first alarm on a process that nothing has happened to."""
    points: list[float] = []
    while True:
        points += [source.gauss(0, 1) for _ in range(100 if not points else len(points))]
        first = signal(points)
        if first is not None:
            return first + 1


def first_broken(names: tuple[str, ...]):
    def signal(points: list[float]) -> int | None:
        places = [found[0] for name in names if (found := WESTERN_ELECTRIC[name](points))]
        return min(places, default=None)

    return signal


@pytest.mark.parametrize(
    ("names", "length"),
    [(("WE1",), 370.4), (("WE1", "WE2"), 225.44), (("WE1", "WE4"), 152.73),
     (("WE1", "WE3"), 166.05), (("WE1", "WE2", "WE3", "WE4"), 91.75)],
)  # fmt: skip
def test_false_alarms_come_as_seldom_as_theory_says(names, length) -> None:
    # C. W. Champ and W. H. Woodall, Technometrics 29 (1987), 393-399, table 1.
    source = random.Random(11)
    runs = 1200
    mean = fmean(run_length(first_broken(names), source) for _ in range(runs))
    print(f"{'+'.join(names)}: in control {mean:.1f} points, theory {length}")
    assert mean == pytest.approx(length, rel=0.12)  # four standard errors


def test_ewma_alarms_come_as_seldom_as_theory_says() -> None:
    # Weight 0.2 and width 2.859: 370 points in control (Crowder 1989).
    def signal(points: list[float]) -> int | None:
        chart = ewma(points, 0.0, [1.0] * len(points))
        return chart.outside[0] if chart.outside else None

    source = random.Random(12)
    mean = fmean(run_length(signal, source) for _ in range(800))
    print(f"ewma: in control {mean:.1f} points")
    assert mean == pytest.approx(370, rel=0.14)


def test_a_small_lasting_shift_shows_sooner_in_the_moving_average() -> None:
    source = random.Random(13)
    plain = smooth = 0
    for _ in range(200):
        hits = [sum(source.random() < 0.14 for _ in range(100)) for _ in range(12)]
        chart = p_chart(hits, [100] * 12, centre=0.10)
        plain += bool(chart.outside)
        smooth += bool(ewma_of(chart).outside)
    assert smooth > plain + 40
