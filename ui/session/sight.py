"""What the room may see of a session: made of counts and of what was ruled, never of who said what.

The room's window is given a `Sight` and the item, and nothing else: no name, note or single vote
can reach it by another way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from smo_review.domain.charts import Bar, BarChart, Cell, Chart, HeatMap
from smo_review.domain.project import Clause, Project
from smo_review.domain.sessions import Round, SlideView, Tally
from smo_review.language import tr
from ui.choosing.words import clause_words, label_words

Phase: TypeAlias = Literal["waiting", "voting", "shown", "again", "shifted", "ruled"]
"""Before the vote, voting, its spread is shown, voting again, both spreads are shown, ruled."""
FEWEST = 2
"""Votes below which a spread would show whose they are."""


def phase_of(slide: SlideView) -> Phase:
    """How far an item of the session is."""
    first, second = slide.rounds[0], slide.rounds[1] if len(slide.rounds) > 1 else None
    if not first.revealed:
        return "voting" if first.called else "waiting"
    if second is not None and second.called and not second.revealed:
        return "again"
    if slide.ruling is not None:
        return "ruled"
    return "shifted" if second is not None and second.revealed else "shown"


def round_of(slide: SlideView) -> Round:
    """The round that is voted in, or was shown last."""
    last = slide.rounds[-1]
    return last if last.called or last.revealed or last.votes else slide.rounds[0]


def phase_words(phase: Phase) -> str:
    """The step, as the presenter and the room read it."""
    return {
        "waiting": tr("Before the vote"),
        "voting": tr("Vote, each for yourself"),
        "shown": tr("Talk it over"),
        "again": tr("Vote again, each for yourself"),
        "shifted": tr("After the second vote"),
        "ruled": tr("Ruled"),
    }[phase]


@dataclass(frozen=True)
class Sight:
    """All that the room's window shows beside the item. Empty texts are not shown."""

    heading: str = ""
    step: str = ""
    prompt: str = ""
    votes: str = ""
    few: str = ""
    chart: Chart | None = None
    agreement: str = ""
    ruling: str = ""
    reason: str = ""
    clause: str = ""


def sight_of(tally: Tally, place: int, project: Project) -> Sight:
    """What the room sees of the item at `place`."""
    slide = tally.slides[place]
    phase = phase_of(slide)
    revealed = [one for one in slide.rounds if one.revealed]
    shown = [one for one in revealed if one.votes >= FEWEST]
    ruling = slide.ruling if phase == "ruled" else None
    return Sight(
        tr("Item {n} of {all}", n=place + 1, all=len(tally.slides)),
        phase_words(phase),
        slide.prompt,
        _votes(slide, phase, len(tally.people)),
        tr("Too few votes came to show them without showing whose they are.")
        if shown != revealed
        else "",
        spread_chart(shown, project) if shown else None,
        _agreement(shown),
        ruled_words(slide, project) if ruling is not None else "",
        slide.reason if ruling is not None else "",
        clause_named(project, ruling.clause) if ruling is not None else "",
    )


def _votes(slide: SlideView, phase: Phase, people: int) -> str:
    told = round_of(slide)
    if phase == "ruled" or (phase == "waiting" and not told.votes):
        return ""
    return tr("{n} of {all} votes", n=told.votes, all=max(people, told.votes))


def spread_chart(rounds: list[Round], project: Project) -> Chart:
    """How many gave each answer; both rounds beside each other once there are two."""
    counts = [{side.labels: side.n for side in one.spread} for one in rounds]
    answers = sorted(
        {labels for told in counts for labels in told},
        key=lambda labels: (*(-told.get(labels, 0) for told in counts[:1]), labels),
    )
    if len(rounds) == 1:
        bars = tuple(
            Bar(label_words(project, labels), float(counts[0][labels])) for labels in answers
        )
        return BarChart(tr("Votes"), "count", bars)
    return HeatMap(
        tr("Votes, first and second"),
        "count",
        tuple(label_words(project, labels) for labels in answers),
        (tr("First vote"), tr("Second vote")),
        tuple(tuple(Cell(float(told.get(labels, 0))) for told in counts) for labels in answers),
    )


def _agreement(shown: list[Round]) -> str:
    shares = [round(one.agreement * 100) for one in shown if one.agreement is not None]
    if len(shares) == 2:
        return tr(
            "Pairs who agree: {before}% before, {after}% after", before=shares[0], after=shares[1]
        )
    return tr("Pairs who agree: {n}%", n=shares[0]) if shares else ""


def ruled_words(slide: SlideView, project: Project) -> str:
    """What was ruled: labels, or that the guideline does not decide it."""
    if slide.ruling is None:
        return ""
    if slide.ruling.undecided:
        return tr("Left open: the guideline does not decide it")
    return label_words(project, slide.ruling.labels)


def clause_named(project: Project, number: str) -> str:
    """A clause by number and title; empty where none is named."""
    found: Clause | None = next(
        (one for one in project.guideline.clauses if one.number == number), None
    )
    return clause_words(found, number)
