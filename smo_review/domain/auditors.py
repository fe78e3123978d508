"""Auditing the auditors: how each one's verdicts compare, always with n and an interval.

It is no ranking: auditors come by name, and figures of two are never put in an order.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.agreement import Coefficient
from smo_review.domain.numbers import Rate

ENOUGH = 10
"""Comparisons below which a figure is "not enough yet"."""
ENOUGH_WEEKS = 6
"""Weeks below which drift is "not enough yet"."""
CriterionKind: TypeAlias = Literal["code", "label"]


class Mean(Struct, frozen=True):
    """A mean with its 95% interval; all None where n is below 2."""

    value: float | None
    n: int
    low: float | None
    high: float | None


class Week(Struct, frozen=True):
    """A week of verdicts: `day` is its Monday (ISO), `value` the share called incorrect.

    `low` and `high` are the chart's limits; `alarm` names the rules that the point breaks.
    `effective` is what `n` is worth in a simple random sample.
    """

    day: str
    value: float
    n: int
    low: float
    high: float
    alarm: tuple[str, ...] = ()
    effective: float = 0.0


class Drift(Struct, frozen=True):
    """A p-chart of the share called incorrect, by week. `centre` is the share over all weeks."""

    weeks: tuple[Week, ...]
    centre: float | None

    @property
    def enough(self) -> bool:
        return len(self.weeks) >= ENOUGH_WEEKS

    @property
    def alarms(self) -> tuple[str, ...]:
        """The days of weeks that stand out, where there are enough of them to say so."""
        return tuple(week.day for week in self.weeks if week.alarm) if self.enough else ()


class AuditorDrift(Struct, frozen=True):
    """One auditor's drift alone; `person` is their id."""

    person: str
    name: str
    drift: Drift


class Criterion(Struct, frozen=True):
    """One error code or label. Code: of the annotations in which another auditor found it, the
    share in which this one found it too. Label: agreement in outcome where it was given."""

    kind: CriterionKind
    key: str
    name: str
    rate: Rate


class AuditorView(Struct, frozen=True):
    """What is told of one auditor; `person` is their id.

    `gold`: verdicts that fit a gold that could not be known of. `repeats`: verdicts on the same
    content and labels, judged again, that say the same. `agreement` and `kappa`: against every
    other verdict on the same annotations. `severity`: the severity given less that given by others
    to the same annotations, in levels.
    """

    person: str
    name: str
    verdicts: int
    gold: Rate
    repeats: Rate
    agreement: Rate
    kappa: Coefficient
    severity: Mean
    drift: Drift
    criteria: tuple[Criterion, ...]


class Auditors(Struct, frozen=True):
    """Every auditor by name. `compared` is how many of the newest items were looked through for
    repeats, of `judged` items; `head` names the ledger state."""

    auditors: tuple[AuditorView, ...]
    doubles: int
    compared: int
    judged: int
    head: str
