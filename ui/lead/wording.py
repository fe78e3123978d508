"""Figures in words: every rate with its count and its interval, never a bare percent."""

from __future__ import annotations

from smo_review.domain.numbers import Figures, Rate
from smo_review.language import tr


def percent(share: float | None) -> str:
    """A fraction as a percent with one decimal, or a dash where there is none."""
    return "–" if share is None else f"{share * 100:.1f}%"


def interval(rate: Rate) -> str:
    """The 95% interval as text: "72.4-91.0%"."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{rate.low * 100:.1f}–{percent(rate.high)}"


def accuracy_sentence(figures: Figures) -> str:
    """What the accuracy card says under its figure."""
    if figures.accuracy.n == 0:
        return tr("Nothing judged yet")
    return tr(
        "{correct} of {n} correct: {interval} (95%)",
        correct=f"{figures.correct:,}",
        n=f"{figures.accuracy.n:,}",
        interval=interval(figures.accuracy),
    )


def error_rate(rate: Rate) -> Rate:
    """The same rate told as errors: one minus it, ends swapped."""
    if rate.value is None or rate.low is None or rate.high is None:
        return rate
    return Rate(1 - rate.value, rate.n, 1 - rate.high, 1 - rate.low)


def critical_sentence(rate: Rate, failed: int) -> str:
    """ "80 checked, 2 critical: critical error rate 0.7%-8.7% (95%)".

    `failed` is a count: where annotations weigh differently it does not follow from the rate.
    """
    if rate.n == 0:
        return tr("Nothing judged yet")
    return tr(
        "{n} checked, {failed} critical: critical error rate {interval} (95%)",
        n=f"{rate.n:,}",
        failed=f"{failed:,}",
        interval=interval(error_rate(rate)),
    )


def noncritical_sentence(rate: Rate, failed: int) -> str:
    """The same for findings that are not critical."""
    if rate.n == 0:
        return tr("Nothing judged yet")
    return tr(
        "{n} checked, {failed} non-critical: error rate {interval} (95%)",
        n=f"{rate.n:,}",
        failed=f"{failed:,}",
        interval=interval(error_rate(rate)),
    )
