"""When to suggest a break or lighter items: pure rules over time, no widgets.

Every suggestion is made once: a budget's when it is nearly used and when it is reached, a break's
again after another stretch of work. Nothing is ever stopped. A session lasts until the person has
been away for `REST` seconds, or closes the program.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from smo_review.domain.dose import HIGH, budget_state
from smo_review.domain.private import Severity

REST = 300.0
"""Seconds away from the work that count as a break, however they came about."""

Kind = Literal["time", "high", "session-near", "session-reached", "day-near", "day-reached"]
ORDER: tuple[Kind, ...] = (
    "day-reached",
    "session-reached",
    "high",
    "time",
    "day-near",
    "session-near",
)
"""Which suggestion goes first where several are due."""


@dataclass(frozen=True)
class Limits:
    """What the person set themselves; 0 is no limit. Budgets are in minutes times severity."""

    break_minutes: int = 0
    break_high: int = 0
    session_budget: int = 0
    day_budget: int = 0


class Pace:
    """`now` gives seconds, always rising."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.limits = Limits()
        self._since: float | None = None
        self._left = now()
        self._worked = 0.0
        self._high = 0
        self._day = 0.0
        self._session = 0.0
        self._told: set[Kind] = set()

    def set_working(self, working: bool) -> None:
        """The person is at the work, or has left it."""
        now = self._now()
        if working and self._since is None:
            if now - self._left >= REST:
                self._rested()
            self._since = now
        elif not working and self._since is not None:
            self._worked += now - self._since
            self._since, self._left = None, now

    def took_up(self, severity: Severity) -> None:
        """Another item is in hand."""
        if severity is not None and severity >= HIGH:
            self._high += 1

    def start_day(self, dose: float) -> None:
        """What was revealed today before this session: seconds times severity."""
        self._day = dose

    def add_dose(self, dose: float) -> None:
        """More was revealed: seconds times severity."""
        self._day += dose
        self._session += dose

    def due(self) -> Kind | None:
        """The suggestion to make now, which then counts as made; None where there is none."""
        for kind in ORDER:
            if kind not in self._told and self._is_due(kind):
                self._told.add(kind)
                if kind.endswith("reached"):
                    self._told.add("day-near" if kind == "day-reached" else "session-near")
                if kind in ("time", "high"):
                    self._begin_stretch()
                return kind
        return None

    def _is_due(self, kind: Kind) -> bool:
        limits = self.limits
        if kind == "time":
            worked = self._worked + (self._now() - self._since if self._since is not None else 0)
            return 0 < limits.break_minutes * 60 <= worked
        if kind == "high":
            return 0 < limits.break_high <= self._high
        which, state = kind.split("-")
        dose = self._day if which == "day" else self._session
        budget = limits.day_budget if which == "day" else limits.session_budget
        return budget_state(dose, budget * 60) == state

    def _begin_stretch(self) -> None:
        """Count towards the next suggestion of a break from here."""
        self._worked, self._high = 0.0, 0
        if self._since is not None:
            self._since = self._now()
        self._told -= {"time", "high"}

    def _rested(self) -> None:
        self._begin_stretch()
        self._session = 0.0
        self._told -= {"session-near", "session-reached"}
