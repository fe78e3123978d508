"""The overview in words, for the window and the terminal alike."""

from __future__ import annotations

from collections.abc import Mapping

from smo_review.domain.overview import Area, Overview, OverviewRow, Weight
from smo_review.language import listed, tr
from smo_review.quality.kpi_words import amount, interval

MARKS: Mapping[Weight, str] = {
    "alarm": "‼",
    "look": "▲",
    "waits": "○",
    "unsure": "≈",
    "calm": "✓",
}
"""A weight is told by a mark and words, never by colour alone."""


def area_words(area: Area) -> str:
    """What rows of an area are about."""
    return {
        "kpis": tr("KPIs against their targets"),
        "signals": tr("Signals on control charts"),
        "changes": tr("Since the week before"),
        "actions": tr("Actions"),
        "incidents": tr("Incidents"),
        "disputes": tr("Disputes"),
        "batches": tr("Batches"),
        "gold": tr("Gold"),
        "auditors": tr("Auditors"),
    }[area]


def state_words(row: OverviewRow) -> str:
    """Mark and word."""
    return f"{MARKS[row.weight]} {row.said}"


def figure_words(row: OverviewRow) -> str:
    """The figure with its interval, or how many there are."""
    if row.figure is None or row.figure.value is None:
        return f"{row.count:,}"
    told = amount(row.unit, row.figure.value)
    if row.figure.low is None:
        return told
    return f"{told}  {interval(row.unit, row.figure.low, row.figure.high)}"


def headline(told: Overview) -> str:
    """How much needs a look, in a few words."""
    n = {weight: sum(row.weight == weight for row in told.rows) for weight in MARKS}
    parts = [
        (n["alarm"], tr("{n} alarms", n=n["alarm"]) if n["alarm"] != 1 else tr("1 alarm")),
        (n["look"], tr("{n} to look at", n=n["look"])),
        (n["waits"], tr("{n} waiting", n=n["waits"])),
    ]
    if not told.asking:
        return tr("Nothing needs a look") if told.judged else tr("Nothing judged yet")
    return " · ".join(words for count, words in parts if count)


def checked_words(told: Overview) -> str:
    """What was looked at, and for which day."""
    n = {area: f"{count:,}" for area, count in told.checked}
    parts = [
        tr("annotations judged: {n}", n=f"{told.judged:,}"),
        tr("KPIs with a target: {n}", n=n["kpis"]),
        tr("control charts: {n}", n=n["signals"]),
        tr("actions: {n}", n=n["actions"]),
        tr("incidents: {n}", n=n["incidents"]),
        tr("disputes: {n}", n=n["disputes"]),
        tr("batches: {n}", n=n["batches"]),
        tr("golds: {n}", n=n["gold"]),
        tr("auditors: {n}", n=n["auditors"]),
    ]
    lines = [tr("Checked for {day} (UTC): {parts}.", day=told.today, parts=listed(parts))]
    if told.weeks:
        lines.append(
            tr(
                "Newest full weeks: {since} to {until}.",
                since=told.weeks[0].since,
                until=told.weeks[-1].until,
            )
        )
    else:
        lines.append(tr("There is no full week to look for signals in yet."))
    return " ".join(lines)
