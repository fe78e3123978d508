"""Whether an action worked, read off what was judged: the points before and after it.

Points are days, or weeks where a usual day has fewer than `USUAL` checked. What was drawn with
weights counts with its effective number (Kish), so that one heavy annotation moves a point no
further than its interval says.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from msgspec import structs

from smo_review.domain.actions import POINTS, Checked, Effectiveness, Wanted
from smo_review.domain.filters import Clock
from smo_review.domain.kpis import ENOUGH
from smo_review.quality.effect import Effect, effect
from smo_review.quality.judged import Ints, Judged, Mask, iso_day, share, week_starts

USUAL = 20
Points = dict[int, tuple[float, float, int]]
"""By first day: effective hits, effective n, and how many were checked."""


def effectiveness(
    judged: Judged,
    hits: Mask,
    wanted: Wanted,
    before: int,
    after: int,
    *,
    clock: Clock = "judged",
    size: int = 0,
    first: int = 0,
    last: int | None = None,
) -> Effectiveness:
    """Judge an action by the shares of `hits` up to the day `before` and from the day `after` on.

    Days are days since 1970; `before` is left out, `after` counts. `first` and `last` bound what is
    looked at, both included. `size` is what was expected, in millionths; 0 expects nothing.
    """
    days = judged.clock(clock)
    inside = judged.counted & (days >= first)
    if last is not None:
        inside &= days <= last
    old, new = inside & (days < before), inside & (days >= after)
    step = _step(days[inside])
    sides = [
        _points(judged, hits, np.maximum(_starts(days, step), floor), side)
        for side, floor in ((old, first), (new, after))
    ]
    told = Effectiveness(
        verdict="not enough",
        step=step,
        before=share(judged, hits, old),
        before_hits=int((hits & old).sum()),
        after=share(judged, hits, new),
        after_hits=int((hits & new).sum()),
        points=tuple(_checked(start, one) for start, one in sides[0].items()),
        points_after=tuple(_checked(start, one) for start, one in sides[1].items()),
        until=iso_day(int(days[new].max())) if new.any() else "",
    )
    if min(told.before.n, told.after.n) < ENOUGH or len(sides[1]) < POINTS:
        return told
    first_side, second_side = ([(hit, n) for hit, n, _ in side.values()] for side in sides)
    found = effect(first_side, second_side, wanted)
    return _with_effect(told, found, wanted, size)


def _with_effect(told: Effectiveness, found: Effect, wanted: Wanted, size: int) -> Effectiveness:
    assert found.change is not None
    assert found.after is not None
    moved, chart = found.change, found.after
    signals = set(found.signals)
    side = -1 if wanted == "down" else 1
    return structs.replace(
        told,
        verdict=found.verdict,
        centre=moved.before,
        change=moved.difference,
        low=moved.low,
        high=moved.high,
        points_after=tuple(
            Checked(one.start, one.n, one.value, chart.low[at], chart.high[at], at in signals)
            for at, one in enumerate(told.points_after)
        ),
        reached=side * moved.difference >= size / 1_000_000,
    )


def _step(days: Ints) -> Literal["day", "week"]:
    _, counts = np.unique(days, return_counts=True)
    return "day" if len(counts) and float(np.median(counts)) >= USUAL else "week"


def _starts(days: Ints, step: Literal["day", "week"]) -> Ints:
    return days if step == "day" else week_starts(days)


def _points(judged: Judged, hits: Mask, starts: Ints, side: Mask) -> Points:
    """The points of one side in order of time. A week that the action parts is two points."""
    if not side.any():
        return {}
    known, at = np.unique(starts[side], return_inverse=True)
    w = judged.weight[side].astype(np.float64)
    n = np.bincount(at, minlength=len(known))
    whole, squares, own = (
        np.bincount(at, weights=column, minlength=len(known))
        for column in (w, w * w, w * hits[side])
    )
    effective = np.divide(whole * whole, squares, out=np.zeros_like(whole), where=squares > 0)
    share = np.divide(own, whole, out=np.zeros_like(whole), where=whole > 0)
    return {
        int(day): (float(share[place] * effective[place]), float(effective[place]), int(n[place]))
        for place, day in enumerate(known)
        if effective[place] > 0
    }


def _checked(start: int, one: tuple[float, float, int]) -> Checked:
    hit, n, checked = one
    return Checked(iso_day(start), checked, hit / n)
