"""The ramp-up in words: states, and the evidence with its count and interval."""

from __future__ import annotations

from smo_review.domain.numbers import Rate
from smo_review.domain.rampup import LEAST, Check, Joiner
from smo_review.language import tr
from smo_review.reports.look import written


def state(joiner: Joiner) -> str:
    """Where a joiner stands, in a few words."""
    if joiner.state == "behind":
        reasons = [_asked(one) for one in joiner.checks if one.state == "behind"]
        if joiner.late and not reasons:
            reasons = [tr("the planned days are over")]
        return tr("behind because of {what}", what=", ".join(reasons))
    return {
        "waiting": tr("has not begun"),
        "few": tr("not enough yet"),
        "on-track": tr("on track"),
        "ready": tr("ready for the sign-off"),
        "done": tr("all stages passed"),
    }[joiner.state]


def because(joiner: Joiner) -> tuple[str, ...]:
    """The evidence for it, a sentence for each thing that the stage asks."""
    told = [f"{_asked(one)}: {_evidence(one)}" for one in joiner.checks]
    if joiner.late and joiner.stretches:
        told.append(tr("Planned to end on {day}.", day=joiner.stretches[-1].end.isoformat()))
    return tuple(told)


def reached(check: Check) -> str:
    """A check's state in a word or two."""
    return {
        "met": tr("reached"),
        "undecided": tr("not decided yet"),
        "behind": tr("behind"),
        "few": tr("not enough yet"),
        "open": tr("not handed in yet"),
    }[check.state]


def rate_words(rate: Rate) -> str:
    """ "45 of 50: 78.6-95.7% (95%)"."""
    if rate.value is None or rate.low is None or rate.high is None:
        return tr("nothing yet")
    return tr(
        "{hits} of {n}: {low}–{high} (95%)",
        hits=round(rate.value * rate.n),
        n=rate.n,
        low=written(rate.low, "share"),
        high=written(rate.high, "share"),
    )


def _asked(check: Check) -> str:
    return {
        "volume": tr("volume"),
        "accuracy": tr("accuracy"),
        "agreement": tr("agreement with others"),
        "exercise": tr("the exercise “{title}”", title=check.title),
    }[check.asked]


def _evidence(check: Check) -> str:
    if check.asked == "volume":
        if check.state == "few":
            return tr("no working day is over yet")
        return tr(
            "{n} done, {planned} planned up to yesterday",
            n=check.count,
            planned=round(check.target),
        )
    rate = check.rate or Rate(None, 0, None, None)
    if check.asked == "exercise":
        if check.rate is None:
            return reached(check)
        passed = tr("passed") if check.state == "met" else tr("not passed")
        return f"{passed}, {rate_words(rate)}"
    target = tr("wanted {share}", share=written(check.target, "share"))
    told = f"{rate_words(rate)}, {target}: {reached(check)}"
    if check.state == "few":
        told += " " + tr("(at least {n})", n=LEAST)
    return told
