"""The ramp-up in words: states, and the evidence with its count and interval."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from smo_review.domain.charts import Event, Line, LineChart, Point
from smo_review.domain.matters import Told
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Project, words
from smo_review.domain.rampup import LEAST, Check, Joiner
from smo_review.domain.tables import Table
from smo_review.language import current, listed, titled, tr
from smo_review.reports.look import written
from smo_review.reports.tables import rate_told


def state(joiner: Joiner) -> str:
    """Where a joiner stands, in a few words."""
    if joiner.state == "behind":
        reasons = [_asked(one) for one in joiner.checks if one.state == "behind"]
        if joiner.late and not reasons:
            reasons = [tr("the planned days are over")]
        return tr("behind because of {what}", what=listed(reasons))
    return {
        "waiting": tr("has not begun"),
        "few": tr("not enough yet"),
        "on-track": tr("on track"),
        "ready": tr("ready for the sign-off"),
        "done": tr("all stages passed"),
    }[joiner.state]


def because(joiner: Joiner) -> tuple[str, ...]:
    """The evidence for it, a sentence for each thing that the stage asks."""
    told = [titled(_asked(one), _evidence(one)) for one in joiner.checks]
    if joiner.late and joiner.stretches:
        told.append(tr("Planned to end on {day}.", day=joiner.stretches[-1].end.isoformat()))
    return tuple(told)


def joiners_table(project: Project, joiners: Iterable[Joiner]) -> Table:
    """Every joiner by name: the stage under way and where they stand in it."""
    heads = (tr("Joiner"), tr("Started"), tr("Stage under way"), tr("Where they stand"))
    rows = tuple(
        (
            one.person.name,
            one.person.started,
            words(one.stage.name, current()) if one.stage else None,
            state(one),
        )
        for one in joiners
    )
    title = tr("Ramp-up: {project}", project=words(project.name, current()))
    return Table(title, heads, rows)


def plan_words(project: Project) -> tuple[str, ...]:
    """The plan of a project, a line for each stage."""
    told = []
    for one in project.ramp_up:
        asked = [tr("{n} days", n=one.days)]
        if one.volume:
            asked.append(tr("{n} a working day", n=one.volume))
        if one.accuracy:
            asked.append(tr("accuracy {share}", share=written(one.accuracy, "share")))
        if one.agreement:
            asked.append(tr("agreement {share}", share=written(one.agreement, "share")))
        asked += [tr("the exercise “{title}”", title=title) for title in one.exercises]
        asked.append(tr("a sign-off") if one.sign_off else tr("no sign-off"))
        told.append(tr("{stage}: {asked}", stage=words(one.name, current()), asked=listed(asked)))
    return tuple(told)


def volume_chart(joiner: Joiner) -> LineChart:
    """Work added up day by day beside the plan; stages are named where they began."""
    way = joiner.course
    done = tuple(Point(one.day.isoformat()[5:], one.done) for one in way)
    plan = tuple(Point(one.day.isoformat()[5:], one.planned) for one in way)
    places = {one.day: n for n, one in enumerate(way)}
    events = tuple(
        Event(places[one.start], words(one.stage.name, current()))
        for one in joiner.stretches
        if one.start in places
    )
    lines = (Line(tr("done"), done), Line(tr("plan"), plan))
    return LineChart(tr("Work since the start, beside the plan"), "count", lines, events=events)


def accuracy_chart(joiner: Joiner) -> LineChart:
    """The share that was judged right up to each day, and what the stage wants."""
    points = tuple(
        Point(one.day.isoformat()[5:], one.right.value, one.right.low, one.right.high, one.right.n)
        if one.right.n >= LEAST
        else Point(one.day.isoformat()[5:], None, n=one.right.n)
        for one in joiner.course
    )
    target = joiner.stage.accuracy if joiner.stage and joiner.stage.accuracy else None
    title = tr("Judged right since the start, with 95% intervals (from {n} on)", n=LEAST)
    return LineChart(title, "share", (Line(tr("right"), points),), target=target)


def sign_off_words(told: Told, project: Project) -> str:
    """A sign-off in a line: when (UTC), the stage, passed or not, who, and on what."""
    when = datetime.fromtimestamp(told.time / 1_000_000, UTC).strftime("%Y-%m-%d")
    stages = {one.id: words(one.name, current()) for one in project.ramp_up}
    stage = stages.get(told.matter.stage, told.matter.stage)
    passed = tr("signed off") if told.matter.passed else tr("not yet")
    return tr(
        "{day} · {stage} · {passed} · {who}: {evidence}",
        day=when,
        stage=stage,
        passed=passed,
        who=told.name or told.person,
        evidence=told.matter.evidence,
    )


def reached(check: Check) -> str:
    """A check's state in a word or two."""
    return {
        "met": tr("reached"),
        "undecided": tr("not decided yet"),
        "behind": tr("behind"),
        "few": tr("not enough yet"),
        "open": tr("not handed in yet"),
    }[check.state]


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
        return listed((passed, rate_told(rate)))
    target = tr("wanted {share}", share=written(check.target, "share"))
    told = listed((rate_told(rate), titled(target, reached(check))))
    if check.state == "few":
        told += " " + tr("(at least {n})", n=LEAST)
    return told
