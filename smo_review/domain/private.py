"""The person's private figures: how long content was revealed, and how little of it sufficed.

They belong to the person alone. They are no facts, travel in no file and stand in no report.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from smo_review.domain.project import CoverLevel

LEVELS: tuple[CoverLevel, ...] = ("facts", "covered", "outline", "grey", "clear")
"""From least to most."""
REVEALED: tuple[CoverLevel, ...] = ("outline", "grey", "clear")
"""The levels at which there is something to see: only these are measured in seconds."""

Severity: TypeAlias = int | None
"""0 to 4 as it came with the item, or None where nothing came."""


class Revealed(Struct, frozen=True):
    """Milliseconds revealed of items of one severity at one level: today, and in all the days."""

    severity: Severity
    level: CoverLevel
    today: int
    days: int


class Sufficed(Struct, frozen=True):
    """How many verdicts on items of a category were given with `level` as the most revealed."""

    category: str
    level: CoverLevel
    verdicts: int


class DayRevealed(Struct, frozen=True):
    """Milliseconds revealed of items of one severity on one day (a Gregorian ordinal)."""

    day: int
    severity: Severity
    milliseconds: int


class Away(Struct, frozen=True):
    """How often, and how many milliseconds, the person stepped away on one day."""

    day: int
    times: int
    milliseconds: int


class CheckIn(Struct, frozen=True):
    """What the person answered on one day to "How are you?": 1 to `CHECK_IN_STEPS`."""

    day: int
    step: int


CHECK_IN_STEPS = 5


class PrivateFigures(Struct, frozen=True):
    """All of it over the last `days` days of the person's own calendar, today among them."""

    days: int
    revealed: tuple[Revealed, ...] = ()
    sufficed: tuple[Sufficed, ...] = ()
    by_day: tuple[DayRevealed, ...] = ()
    away: tuple[Away, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
