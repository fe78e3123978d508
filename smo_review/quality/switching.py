"""Switching between normal, tightened and reduced inspection: ISO 2859-1:1999, clause 9."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.sampling import AQLS
from smo_review.quality.iso2859 import (
    Answer,
    DoublePlan,
    Plan,
    Severity,
    aql_place,
    plan_of_letter,
)

Stage: TypeAlias = Severity | Literal["discontinued"]
REDUCED_AT = 30
"""The switching score at which reduced inspection may begin."""
_STOP_AT = 5
_BACK_AFTER = 5
_WINDOW, _TOO_MANY = 5, 2


class Switching(Struct, frozen=True):
    """Where inspection stands, and what the next switch depends on.

    `recent` are the last lots under normal inspection, True for accepted, at most four; `run` the
    lots accepted in a row, and `failed` those not accepted, under tightened; `score` the switching
    score under normal inspection.
    """

    stage: Stage = "normal"
    recent: tuple[bool, ...] = ()
    run: int = 0
    failed: int = 0
    score: int = 0


def after_lot(state: Switching, answer: Answer, *, points: int, steady: bool = True) -> Switching:
    """The state after one lot on original inspection.

    `points` are what `single_points` or `double_points` gives for it; -1 sets the score back.
    Reduced inspection begins only where production is `steady` and the lead wants it. A
    discontinued inspection stays so until the supplier acts; then it resumes with
    `Switching("tightened")`.
    """
    accepted = answer != "reject"
    if state.stage == "normal":
        return _after_normal(state, accepted, points, steady)
    if state.stage == "tightened":
        run = state.run + 1 if accepted else 0
        failed = state.failed + (not accepted)
        if failed >= _STOP_AT:
            return Switching("discontinued")
        return Switching() if run >= _BACK_AFTER else Switching("tightened", (), run, failed)
    if state.stage == "reduced":
        return state if answer == "accept" and steady else Switching()
    return state


def _after_normal(state: Switching, accepted: bool, points: int, steady: bool) -> Switching:
    recent = (*state.recent, accepted)[-_WINDOW:]
    if recent.count(False) >= _TOO_MANY:
        return Switching("tightened")
    score = state.score + points if points >= 0 else 0
    if score >= REDUCED_AT and steady:
        return Switching("reduced")
    return Switching("normal", recent[-(_WINDOW - 1) :], score=score)


def single_points(plan: Plan, aql: float, nonconforming: int) -> int:
    """The score that a lot under a single plan earns (9.3.3.2).

    Ac 2 or more: 3 where it would have been accepted at the next tighter AQL. Ac 0 or 1: 2 where
    it was accepted. Else -1: the score starts again. The tighter plan is of the letter that was
    used: only so is it of a sample as large as the one that was checked.
    """
    if plan.ac < 2:
        return 2 if nonconforming <= plan.ac else -1
    tighter = plan_of_letter(plan.used, AQLS[max(0, aql_place(aql) - 1)])
    return 3 if nonconforming <= tighter.ac else -1


def double_points(plan: DoublePlan, first: int) -> int:
    """The score under a double plan (9.3.3.3): 3 where the first sample sufficed to accept."""
    return 3 if first <= plan.ac1 else -1
