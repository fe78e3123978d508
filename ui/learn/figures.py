"""What an attempt came to, as lines of words and charts. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from smo_review.domain.charts import Bar, BarChart
from smo_review.domain.project import Project
from smo_review.domain.scores import Score
from smo_review.language import tr
from smo_review.quality.intervals import rate
from smo_review.reports.tables import rate_words
from ui.learn.sitting import Sitting
from ui.learn.words import clause_words, label_words
from ui.stage.marks import label_name

Table = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]
"""Headings, and rows of words."""


def summary(score: Score) -> list[str]:
    """The first lines: how many were right, and of what kind the others were."""
    right = round((score.right.value or 0) * score.right.n)
    lines = [
        tr(
            "{right} of {n} right: {rate}, 95% interval",
            right=right,
            n=score.items,
            rate=rate_words(score.right),
        )
    ]
    if score.answered < score.items:
        lines.append(tr("{n} items had no answer", n=score.items - score.answered))
    lines.append(
        tr(
            "Labels missed: {missed} · given without need: {over} · right for another reason: {n}",
            missed=score.missed,
            over=score.over_flagged,
            n=score.wrong_reason,
        )
    )
    if score.placed:
        lines.append(
            tr(
                "Right label in the wrong place: {n} of {all}",
                n=score.wrong_place,
                all=score.placed,
            )
        )
    if round(score.median_took / 1000):
        lines.append(tr("Time an item, median: {n} s", n=round(score.median_took / 1000)))
    return lines


def by_label(project: Project, score: Score) -> Table:
    """Each label: in how many golds, found, missed, given without need."""
    heads = (
        tr("Label"),
        tr("In gold"),
        tr("Missed"),
        tr("Without need"),
        tr("Found, of those in gold"),
        tr("Right, of those given"),
    )
    rows = [
        (
            label_name(project, one.label),
            str(one.gold),
            str(one.missed),
            str(one.over),
            rate_words(one.recall),
            rate_words(one.precision),
        )
        for one in score.labels
    ]
    return heads, rows


def confusions(project: Project, score: Score) -> Table:
    """What was taken for what, the most frequent first; right answers are left out."""
    wrong = sorted((one for one in score.confusion if one.gold != one.answer), key=lambda x: -x.n)
    rows = [
        (label_words(project, one.gold), label_words(project, one.answer), str(one.n))
        for one in wrong
    ]
    return (tr("Gold"), tr("Your answer"), tr("Items")), rows


def earlier(scores: Sequence[Score]) -> Table:
    """The person's attempts beside each other."""
    rows = [
        (
            str(one.attempt),
            rate_words(one.right),
            str(one.missed),
            str(one.over_flagged),
            str(one.wrong_reason),
            tr("{n} s", n=round(one.median_took / 1000)) if one.median_took else "–",
        )
        for one in scores
    ]
    heads = (
        tr("Attempt"),
        tr("Right"),
        tr("Missed"),
        tr("Without need"),
        tr("Other reason"),
        tr("Time an item"),
    )
    return heads, rows


def calibration(score: Score) -> BarChart | None:
    """How often answers of about the same confidence were right; None where nothing was said."""
    bars = tuple(
        Bar(
            tr("About {n}% sure", n=round(one.confidence * 100)),
            one.right.value,
            one.right.low,
            one.right.high,
            one.right.n,
        )
        for one in score.calibration
    )
    return BarChart(tr("Right, by how sure you were"), "share", bars) if bars else None


def attempts_chart(scores: Sequence[Score]) -> BarChart | None:
    """The share that was right in each attempt, where there are several."""
    if len(scores) < 2:
        return None
    bars = tuple(
        Bar(
            tr("Attempt {n}", n=one.attempt),
            one.right.value,
            one.right.low,
            one.right.high,
            one.right.n,
        )
        for one in scores
    )
    return BarChart(tr("Right, by attempt"), "share", bars)


def sure_sentence(score: Score) -> str:
    """Whether the person was surer than right, where the answers tell it."""
    sure = [(one.confidence, one.right) for one in score.results if one.confidence is not None]
    if not sure:
        return ""
    mean = sum(confidence for confidence, _ in sure) / len(sure)
    share = rate(sum(right for _, right in sure), len(sure))
    if share.low is None or share.high is None:
        return ""
    if mean > share.high:
        words = tr("surer than you were right")
    elif mean < share.low:
        words = tr("less sure than you could be")
    else:
        words = tr("about as sure as you were right")
    return tr(
        "On average {n}% sure, {rate} right: {words}.",
        n=round(mean * 100),
        rate=rate_words(share),
        words=words,
    )


def read_again(sitting: Sitting, score: Score) -> list[str]:
    """Clauses of items that were wrong, or right for another reason; most often needed first."""
    counts: dict[str, int] = {}
    for one in score.results:
        if one.gold_clause and (not one.right or one.reason_right is False):
            counts[one.gold_clause] = counts.get(one.gold_clause, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        tr("{clause} ({n})", clause=clause_words(sitting.clause(number), number), n=n)
        for number, n in ordered
    ]
