"""A counted KPI as it is told: figure, sentence, and how it stands to its target."""

from __future__ import annotations

from smo_review.domain.bundles import Sampling
from smo_review.domain.kpis import ENOUGH, KpiFigure, KpiState, Unit
from smo_review.domain.project import Kpi, words
from smo_review.language import current, titled, tr, translated
from smo_review.quality.agreement import RAW_WEIGHED, WEIGHED
from smo_review.quality.counting import COUNTED, Measured
from smo_review.quality.kpis import KpiDef
from smo_review.quality.weighted import METHOD

_WEIGHTED = (METHOD, RAW_WEIGHED, WEIGHED)
"""Methods of figures whose n is worth less than it is."""


def told(of: KpiDef, found: Measured, target: Kpi | None, group_name: str = "") -> KpiFigure:
    """One figure for people. `target` is the project's own; its name and direction count.

    The sentence never gives a bare figure: n and interval are in it, or "not enough yet".
    """
    direction = target.direction if target is not None else of.direction
    name = words(target.name, current()) if target is not None else translated(of.name)
    if found.group:
        name = titled(name, group_name or found.group)
    return KpiFigure(
        id=of.id,
        name=name,
        group=found.group,
        unit=of.unit,
        value=found.value,
        n=found.n,
        low=found.low,
        high=found.high,
        effective=round(found.effective, 1),
        sentence=sentence(of, found),
        state=state(found, target),
        target=target.target if target is not None else None,
        alarm=target.alarm if target is not None else None,
        direction=direction,
        method=found.method,
    )


def sentence(of: KpiDef, found: Measured) -> str:
    """ "80 checked, 2 critical: critical error rate 0.7–8.7% (95%)"."""
    if not found.n or found.value is None:
        return tr("Nothing to count yet")
    low, high = found.low, found.high
    errors = (None, None) if low is None or high is None else (1 - high, 1 - low)
    text = translated(of.sentence).format(
        n=f"{found.n:,}",
        hits=f"{found.hits:,}",
        failed=f"{found.n - found.hits:,}",
        value=amount(of.unit, found.value),
        interval=interval(of.unit, low, high),
        errors=interval(of.unit, *errors),
    )
    if found.method in _WEIGHTED:
        worth = f"{found.effective:,.0f}"
        return f"{text} · " + tr("weighted: worth {n} drawn at random", n=worth)
    return text


def drawn_words(plan: Sampling) -> str:
    """How much of the frame a batch is."""
    told = {
        "drawn": f"{plan.drawn:,}",
        "frame": f"{plan.frame:,}",
        "share": amount("share", plan.drawn / plan.frame),
    }
    if plan.unit == "annotation":
        return tr("drawn: {drawn} of {frame} annotations, {share}", **told)
    return tr("drawn: {drawn} of {frame} items, {share}", **told)


def state(found: Measured, target: Kpi | None) -> KpiState:
    """How a figure stands to its target, as far as its interval lets one say."""
    if not found.n or found.value is None:
        return "no data"
    low, high = found.low, found.high
    if low is None or high is None or (found.n < ENOUGH and found.method != COUNTED):
        return "not enough yet"
    if target is None:
        return "no target"
    if target.direction == "lower":
        low, high = -high, -low
        aim, alarm = -target.target, -target.alarm
    else:
        aim, alarm = target.target, target.alarm
    if low >= aim:
        return "on target"
    if high < alarm:
        return "alarm"
    return "below target" if high < aim else "not decided"


def state_words(one: KpiState) -> str:
    """A state in the person's language."""
    return {
        "on target": tr("on target"),
        "below target": tr("target missed"),
        "alarm": tr("alarm"),
        "not decided": tr("not decided"),
        "no target": tr("no target"),
        "not enough yet": tr("not enough yet"),
        "no data": tr("no data"),
    }[one]


def amount(unit: Unit, value: float | None) -> str:
    """A value in its unit, as short as it can be told."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f}%"
    return f"{value:.2f}" if unit == "coefficient" else f"{value:,.1f}"


def interval(unit: Unit, low: float | None, high: float | None) -> str:
    """An interval in its unit; the unit stands once."""
    if low is None or high is None:
        return "–"
    return f"{amount(unit, low).removesuffix('%')}–{amount(unit, high)}"
