"""The person's private figures in lines of words and numbers: no judgement, no claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from smo_review.domain.dose import dose_of
from smo_review.domain.private import LEVELS, PrivateFigures, Sufficed
from smo_review.language import tr

MOST = 20
"""Categories that are shown; the most frequent ones."""


class RevealedLine(NamedTuple):
    """One severity: its words, and milliseconds revealed today and in all the days."""

    words: str
    today: int
    days: int


class SufficedLine(NamedTuple):
    """One level in one category: a sentence, and the share of verdicts that it sufficed for."""

    words: str
    share: float


class DayLine(NamedTuple):
    """One day: its date, its dose in milliseconds times severity, and both in words."""

    day: str
    dose: float
    words: str


def who_sees() -> str:
    """The one sentence that says who can see this."""
    return tr(
        "Nobody but you can see this: it is kept on this machine only, under a key of its own, and "
        "is in no file that travels."
    )


def revealed_lines(figures: PrivateFigures) -> list[RevealedLine]:
    """A line for each severity that was revealed, mild first, those without one at the end."""
    today: Counter[int | None] = Counter()
    days: Counter[int | None] = Counter()
    for one in figures.revealed:
        today[one.severity] += one.today
        days[one.severity] += one.days
    known = sorted(severity for severity in days if severity is not None)
    order = [*known, *([None] if None in days else [])]
    return [RevealedLine(_severity(one), today[one], days[one]) for one in order]


def suffice_lines(figures: PrivateFigures) -> list[SufficedLine]:
    """A line for each level in each category: the most frequent category first, least level first.

    Not more than `MOST` categories.
    """
    by_category: defaultdict[str, list[Sufficed]] = defaultdict(list)
    for one in figures.sufficed:
        by_category[one.category].append(one)
    often = sorted(by_category.items(), key=lambda entry: (-_total(entry[1]), entry[0]))
    lines = []
    for category, entries in often[:MOST]:
        name, total = category or tr("no category"), _total(entries)
        for one in sorted(entries, key=lambda entry: LEVELS.index(entry.level)):
            lines.append(SufficedLine(_sentence(name, one, total), one.verdicts / total))
    return lines


def dose_today(figures: PrivateFigures) -> float:
    """Today's dose, in milliseconds times severity."""
    return dose_of((one.severity, one.today) for one in figures.revealed)


def dose_text(dose: float) -> str:
    """A dose in minutes times severity, as the budgets are set."""
    return tr("{n} min × severity", n=f"{dose / 60_000:.1f}")


def away_today(figures: PrivateFigures, key: str) -> str:
    """How often the person stepped away today; nobody else counts it."""
    today = date.today().toordinal()
    for one in figures.away:
        if one.day == today:
            return tr("Times away: {n}, {time}", n=one.times, time=duration(one.milliseconds))
    if key:
        return tr("You have not stepped away today; {key} does it.", key=key)
    return tr("You have not stepped away today.")


def day_lines(figures: PrivateFigures) -> list[DayLine]:
    """A line for each day on which something was revealed or the person was away, newest first."""
    doses: defaultdict[int, float] = defaultdict(float)
    for one in figures.by_day:
        doses[one.day] += dose_of([(one.severity, one.milliseconds)])
    away = {one.day: one for one in figures.away}
    lines = []
    for day in sorted({*doses, *away}, reverse=True):
        words = dose_text(doses[day])
        if day in away:
            left = away[day]
            told = {"dose": words, "n": left.times, "time": duration(left.milliseconds)}
            words = tr("{dose}; times away: {n}, {time}", **told)
        lines.append(DayLine(date.fromordinal(day).isoformat(), doses[day], words))
    return lines


def duration(milliseconds: int) -> str:
    """Whole seconds, or minutes and seconds from one minute on."""
    seconds = round(milliseconds / 1000)
    if seconds < 60:
        return tr("{n} s", n=seconds)
    return tr("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60)


def _total(entries: Sequence[Sufficed]) -> int:
    return sum(entry.verdicts for entry in entries)


def _severity(severity: int | None) -> str:
    return tr("Severity not given") if severity is None else tr("Severity {n}", n=severity)


def _sentence(name: str, one: Sufficed, total: int) -> str:
    told = {"category": name, "n": one.verdicts, "all": total}
    return {
        "facts": tr("In “{category}” the facts sufficed in {n} of {all}", **told),
        "covered": tr("In “{category}” covered sufficed in {n} of {all}", **told),
        "outline": tr("In “{category}” the outline sufficed in {n} of {all}", **told),
        "grey": tr("In “{category}” grey sufficed in {n} of {all}", **told),
        "clear": tr("In “{category}” clear was shown in {n} of {all}", **told),
    }[one.level]
