"""What must hold of a sampling plan, in a project file and on the command line alike."""

from __future__ import annotations

from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import AQLS, BY, LEVELS, MOST_REPEATS, RISKS
from smo_review.language import tr

MOST = 10_000_000
PRECISIONS = (0.001, 0.5)
"""Half the width of an interval that can be asked for, as a fraction."""


def wrong_field(plan: SamplingPlan) -> tuple[str, str]:
    """The first field that is not as it must be, and why; two empty strings where all are."""
    if not 0 <= plan.n <= MOST:
        return "n", tr("a number from {least} to {most} was expected, not {value}",
                       least=1, most=MOST, value=plan.n)  # fmt: skip
    least, most = PRECISIONS
    if plan.precision and not least <= plan.precision <= most:
        return "precision", tr("a fraction from 0.001 to 0.5 was expected")
    if not 0 <= plan.expected <= 1:
        return "expected", tr("a fraction from 0 to 1 was expected, not {value}",
                              value=plan.expected)  # fmt: skip
    if sum(map(bool, (plan.n, plan.precision, plan.aql))) != 1:
        return "n", tr("exactly one of n, precision and aql was expected, above 0")
    for field, told, known in (("by", plan.by, BY), ("risk", plan.risk, RISKS)):
        strange = next((one for one in told if one not in known), None)
        if strange is not None:
            return field, tr("“{name}” was not expected; known are {names}",
                             name=strange, names=", ".join(known))  # fmt: skip
    if plan.risk and (plan.by or plan.aql):
        return "risk", tr("what is drawn for its risk has no strata and no aql")
    if plan.aql and plan.by:
        return "by", tr("a plan with an aql draws at random, without strata")
    if plan.aql and not any(abs(plan.aql - known) < 1e-9 for known in AQLS):
        return "aql", tr("one of ISO 2859-1's was expected: {names}",
                         names=", ".join(f"{known:g}" for known in AQLS))  # fmt: skip
    if plan.double and plan.edition != "1989":
        return "edition", tr("double plans are known of the edition of 1989 only")
    if plan.level not in LEVELS:
        return "level", tr("one of {names} was expected", names=", ".join(LEVELS))
    if not 0 <= plan.repeats <= MOST_REPEATS:
        return "repeats", tr("a fraction from 0 to {most} was expected", most=MOST_REPEATS)
    if plan.repeats and (plan.risk or {"annotator", "label", "day"} & set(plan.by)):
        return "repeats", tr("items come again only where items are drawn, to measure")
    return "", ""
