"""Rules that tell a pattern from chance: Western Electric 1-4 and Nelson 1-8.

Each rule names the LAST point of every window that breaks it, as places from 0, so that a rule
that broke once and went on is told at each further point. Input are standardised points
(`Chart.z`).

Western Electric Company, Statistical Quality Control Handbook (1956); L. S. Nelson, "The Shewhart
control chart: tests for special causes", J. Quality Technology 16 (1984), 237-239.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

Places: TypeAlias = tuple[int, ...]
Z: TypeAlias = Sequence[float]

WESTERN_ELECTRIC: dict[str, Callable[[Z], Places]] = {
    "WE1": lambda z: _some_of(z, 1, 1, 3.0),
    "WE2": lambda z: _some_of(z, 2, 3, 2.0),
    "WE3": lambda z: _some_of(z, 4, 5, 1.0),
    "WE4": lambda z: _some_of(z, 8, 8, 0.0),
}
"""One beyond 3 sigma; 2 of 3 beyond 2; 4 of 5 beyond 1; 8 in a row: always on the same side."""

NELSON: dict[str, Callable[[Z], Places]] = {
    "N1": lambda z: _some_of(z, 1, 1, 3.0),
    "N2": lambda z: _some_of(z, 9, 9, 0.0),
    "N3": lambda z: _monotone(z, 6),
    "N4": lambda z: _alternating(z, 14),
    "N5": lambda z: _some_of(z, 2, 3, 2.0),
    "N6": lambda z: _some_of(z, 4, 5, 1.0),
    "N7": lambda z: _run([abs(one) < 1 for one in z], 15),
    "N8": lambda z: _run([abs(one) > 1 for one in z], 8),
}
"""1: beyond 3 sigma. 2: 9 on one side. 3: 6 rising or falling. 4: 14 up and down in turn. 5: 2 of
3 beyond 2 sigma on one side. 6: 4 of 5 beyond 1 sigma on one side. 7: 15 within 1 sigma. 8: 8
beyond 1 sigma on either side."""


def broken(z: Z, rules: dict[str, Callable[[Z], Places]]) -> dict[str, Places]:
    """The points that break each rule; rules that hold are left out."""
    return {name: places for name, rule in rules.items() if (places := rule(z))}


def _some_of(z: Z, least: int, window: int, beyond: float) -> Places:
    """`least` of `window` points beyond the line, all on one side of the centre."""
    places = set()
    for side in (1, -1):
        over = [side * one > beyond for one in z]
        count = 0
        for place, one in enumerate(over):
            count += one
            if place >= window:
                count -= over[place - window]
            if count >= least and place >= least - 1:
                places.add(place)
    return tuple(sorted(places))


def _monotone(z: Z, points: int) -> Places:
    rising = [b > a for a, b in pairwise(z)]
    falling = [b < a for a, b in pairwise(z)]
    steps = {*_run(rising, points - 1), *_run(falling, points - 1)}
    return tuple(sorted(step + 1 for step in steps))


def _alternating(z: Z, points: int) -> Places:
    turns = [(b - a) * (c - b) < 0 for a, b, c in zip(z, z[1:], z[2:], strict=False)]
    return tuple(place + 2 for place in _run(turns, points - 2))


def _run(holds: Sequence[bool], length: int) -> Places:
    """Places at which the last `length` all hold."""
    places, run = [], 0
    for place, one in enumerate(holds):
        run = run + 1 if one else 0
        if run >= length:
            places.append(place)
    return tuple(places)
