"""How much a person had revealed, weighed by severity, and what they set themselves for it.

The dose of a stretch of work is the sum, over everything that was revealed, of the seconds it was
revealed times its severity. An item whose severity is not known counts as 2, the middle; severity
0 counts nothing. Outline, grey and clear count alike: what a reduced picture spares is not known.
The dose is there to pace oneself by. It measures no harm, and no number of it is known to be safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from smo_review.domain.private import Severity

HIGH = 3
"""Severity from which an item counts as high."""
MILD = 1
"""Severity up to which an item counts as lighter; so does one whose severity is not known."""
UNKNOWN_COUNTS = 2
EARLY = 0.8
"""Share of a budget from which the person is told that it is nearly used."""

BudgetState: TypeAlias = Literal["within", "near", "reached"]


def weight(severity: Severity) -> int:
    """How often a second counts for an item of a severity."""
    return UNKNOWN_COUNTS if severity is None else severity


def dose_of(revealed: Iterable[tuple[Severity, float]]) -> float:
    """The dose of (severity, time revealed) pairs, in the unit of the times."""
    return sum(weight(severity) * time for severity, time in revealed)


def budget_state(dose: float, budget: float) -> BudgetState:
    """How far a budget is used; both in the same unit. A budget of 0 is none."""
    if budget <= 0 or dose < EARLY * budget:
        return "within"
    return "reached" if dose >= budget else "near"
