"""From columns of what was judged to a control chart: points, limits, rules, and a change.

Shares are read by a p-chart, findings by a u-chart, both with moving averages beside them.
Where weights differ, every point counts with its effective n (see `weighted`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.domain.numbers import Rate
from smo_review.domain.trends import Broken, Measure, Side, Step
from smo_review.quality.charts import Chart, ewma, ewma_of, p_chart, u_chart
from smo_review.quality.intervals import poisson_rate
from smo_review.quality.judged import INCORRECT, Found, Ints, Judged, Mask, week_starts
from smo_review.quality.rules import NELSON, WESTERN_ELECTRIC, broken
from smo_review.quality.scores import Scores, scores
from smo_review.quality.weighted import Sums, in_units, rate_of

ENOUGH_POINTS = 8
"""Below this many points limits would be guesses: only runs are told."""
SIDES: tuple[tuple[Side, int], ...] = (("above", 1), ("below", -1))


class Series(Struct, frozen=True):
    """A measure in time order: `starts` (days since 1970) of points at which something was judged.

    `hits` are counts as found. `effective` is what each point's n is worth, and `rates` have their
    intervals; `whole` is the measure over everything.
    """

    kind: Measure
    starts: tuple[int, ...]
    hits: tuple[int, ...]
    rates: tuple[Rate, ...]
    effective: tuple[float, ...]
    whole: Rate

    @property
    def weighed(self) -> tuple[tuple[float, float], ...]:
        """(hits, n) of each point as they count."""
        values = (one.value or 0.0 for one in self.rates)
        return tuple((v * n, n) for v, n in zip(values, self.effective, strict=True))


class Reading(Struct, frozen=True):
    """A series as a chart. `chart` and `smooth` are None where there are not enough points."""

    series: Series
    chart: Chart | None
    smooth: Chart | None
    broken: tuple[Broken, ...]
    shift: int | None


def hits_of(
    judged: Judged, found: Sequence[Found], measure: Measure, code: str = "", clause: str = ""
) -> Ints:
    """What counts in each entry: 0 or 1, or how many findings.

    `code` and `clause` leave only errors of that kind. `found` is needed where one of them is
    given, and for findings.
    """
    if measure != "findings" and not code and not clause:
        wrong = judged.outcome == INCORRECT
        column = {"critical": judged.critical, "noncritical": judged.noncritical}.get(measure)
        plain: Ints = (wrong if column is None else wrong & (column > 0)).astype(np.int64)
        return plain
    counts = np.zeros(len(judged), dtype=np.int64)
    for one in found:
        if code not in ("", one.code) or clause not in ("", one.clause):
            continue
        if measure in ("errors", "findings") or one.critical == (measure == "critical"):
            counts[one.place] += 1
    return counts if measure == "findings" else np.minimum(counts, 1)


def measured(judged: Judged, hits: Ints, measure: Measure, of: Mask | None = None) -> Rate:
    """The measure over the counted entries, or those of them in `of`."""
    base = judged.counted if of is None else judged.counted & of
    return _rates(np.zeros(int(base.sum()), dtype=np.int64), judged, hits, measure, base)[0][0]


def series(judged: Judged, hits: Ints, measure: Measure, by: Step, days: Ints) -> Series:
    """The measure by day or week; `days` is the clock that counts (see `Judged.clock`)."""
    base = judged.counted
    own = days[base]
    starts, place = np.unique(own if by == "day" else week_starts(own), return_inverse=True)
    whole = measured(judged, hits, measure)
    if not len(starts):
        return Series(measure, (), (), (), (), whole)
    rates, effective = _rates(place, judged, hits, measure, base)
    counts = np.bincount(place, hits[base]).astype(np.int64)
    return Series(
        measure, tuple(starts.tolist()), tuple(counts.tolist()), tuple(rates), effective, whole
    )


class DaySums(Struct, frozen=True):
    """What the roll-ups keep of a day: `hits` annotations, and weights as `rate_of` takes them."""

    day: int
    hits: int
    sums: Sums


def summed(rows: Sequence[DaySums], measure: Measure, by: Step) -> Series:
    """The same series from what is kept by day: shares only, nothing narrower than batches."""
    parts: dict[int, list[DaySums]] = {}
    for row in rows:
        start = row.day if by == "day" else row.day - (row.day + 3) % 7
        parts.setdefault(start, []).append(row)
    told = [_added(parts[start]) for start in sorted(parts)]
    whole = rate_of(*_added(rows)) if rows else rate_of(0, Sums(0, 0.0, 0.0, 0.0, 0.0))
    points = [rate_of(hits, sums) for hits, sums in told]
    return Series(
        measure,
        tuple(sorted(parts)),
        tuple(hits for hits, _ in told),
        tuple(one.rate for one in points),
        tuple(one.effective for one in points),
        whole.rate,
    )


def _added(rows: Sequence[DaySums]) -> tuple[int, Sums]:
    fields = ("n", "w", "w2", "hit_w", "hit_w2")
    totals = (sum(getattr(row.sums, field) for row in rows) for field in fields)
    return sum(row.hits for row in rows), Sums(*totals)


def _rates(
    place: Ints, judged: Judged, hits: Ints, measure: Measure, base: Mask
) -> tuple[list[Rate], tuple[float, ...]]:
    """The rate at each place (0, 1, ...) and its effective n, in passes over whole columns."""
    size = int(place.max()) + 1 if len(place) else 1
    weight, hit = judged.weight[base], hits[base]
    square = weight * weight // MILLION
    n = np.bincount(place, minlength=size)
    sums = [
        np.bincount(place, one, minlength=size)
        for one in (hit, weight, square, weight * hit, square * hit)
    ]
    rates, effective = [], []
    for checked, counted, *told in zip(n.tolist(), *(s.tolist() for s in sums), strict=True):
        own = in_units(checked, *map(int, told))
        if measure == "findings":
            units = own.w**2 / own.w2 if checked else 0.0
            rates.append(_per_unit(own.hit_w / own.w if checked else None, checked, units))
            effective.append(units)
        else:
            found = rate_of(int(counted), own)
            rates.append(found.rate)
            effective.append(found.effective)
    return rates, tuple(effective)


def _per_unit(value: float | None, n: int, units: float) -> Rate:
    if value is None:
        return Rate(None, 0, None, None)
    return Rate(value, n, *poisson_rate(value * units, units))


def read(told: Series) -> Reading:
    """The series as a control chart, with every rule that it breaks.

    The counts are whole numbers, so where little was checked a point can lie beyond three sigma
    far more often than the normal curve says. A rule therefore counts as broken only where the
    exact binomial or Poisson score breaks it too: alarms are never more frequent than for points
    that are normal (`scores`). While there are not enough points only a run up or down is told.
    What rises, falls or takes turns does so as it is drawn: where the numbers checked differ, the
    distances from the centre may go another way.
    """
    if not told.starts:
        return Reading(told, None, None, (), None)
    hits, n = zip(*told.weighed, strict=True)
    make = u_chart if told.kind == "findings" else p_chart
    chart = make(hits, n, told.whole.value)
    drawn = [round(value, 12) for value in chart.values]
    if len(told.starts) < ENOUGH_POINTS:
        return Reading(told, None, None, tuple(_runs(drawn)), None)
    smooth = ewma_of(chart)
    exact = scores(chart, n)
    rules = (
        *_one_sided(exact.near),
        *_runs(drawn),
        *_either(drawn, exact),
        *_smooth(smooth, exact),
    )
    return Reading(told, chart, smooth, rules, _shift(told) if rules else None)


def _one_sided(z: Sequence[float]) -> list[Broken]:
    found = []
    for side, sign in SIDES:
        own = broken([max(0.0, sign * one) for one in z], WESTERN_ELECTRIC)
        found += [Broken(rule, places, side) for rule, places in own.items()]
    return found


def _runs(drawn: Sequence[float]) -> list[Broken]:
    """Six points rising or falling: the one rule that needs no limits."""
    places = NELSON["N3"](drawn)
    return _by_side("N3", places, [drawn[place] - drawn[place - 1] for place in places])


def _by_side(rule: str, places: Sequence[int], signs: Sequence[float]) -> list[Broken]:
    """One record for each side that a rule is broken on; `signs` are those of the places."""
    both = list(zip(places, signs, strict=True))
    told = ((side, tuple(place for place, s in both if s * sign > 0)) for side, sign in SIDES)
    return [Broken(rule, own, side) for side, own in told if own]


def _either(drawn: Sequence[float], exact: Scores) -> list[Broken]:
    told = {
        "N4": NELSON["N4"](drawn),
        "N7": NELSON["N7"](exact.far),
        "N8": NELSON["N8"](exact.near),
    }
    return [Broken(rule, places, "either") for rule, places in told.items() if places]


def _smooth(smooth: Chart, exact: Scores) -> list[Broken]:
    """Moving averages beyond their limits, as drawn and in exact scores."""
    both = set(smooth.outside) & set(ewma(exact.middle, 0.0, [1.0] * len(exact.middle)).outside)
    places = sorted(both)
    return _by_side("EWMA", places, [smooth.z[place] for place in places])


def _shift(told: Series) -> int | None:
    """Where one step fits best, by maximum likelihood.

    J. J. Pignatiello and T. R. Samuel, "Identifying the time of a step-change in the process
    fraction nonconforming", Quality Engineering 13 (2001), 357-365.
    """
    pairs = told.weighed
    best, chosen = 0.0, None
    total = _likelihood(told.kind, *map(sum, zip(*pairs, strict=True)))
    before_hits = before_n = 0.0
    all_hits, all_n = (sum(column) for column in zip(*pairs, strict=True))
    for at, (hits, n) in enumerate(pairs[:-1], 1):
        before_hits, before_n = before_hits + hits, before_n + n
        gain = (
            _likelihood(told.kind, before_hits, before_n)
            + _likelihood(told.kind, all_hits - before_hits, all_n - before_n)
            - total
        )
        if gain > best + 1e-9:
            best, chosen = gain, at
    return chosen


def _likelihood(kind: Measure, hits: float, n: float) -> float:
    """The log-likelihood at its maximum, without what is the same for every place."""
    p = min(1.0, max(0.0, hits / n)) if kind != "findings" else max(0.0, hits / n)
    if p <= 0:
        return 0.0
    if kind == "findings":
        return hits * log(p) - hits
    return hits * log(p) + ((n - hits) * log(1 - p) if p < 1 else 0.0)
