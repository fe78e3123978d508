"""The words that the three forms of the rulings have in common."""

from __future__ import annotations

from smo_review.domain.numbers import Rate
from smo_review.language import later

TITLE = later("Rulings on your disputes")
WHAT = later("What became of each finding that you disputed, and why.")
COUNTS = later("Accepted: {accept}. Accepted partly: {partly}. Rejected: {reject}.")
WAITING = later("Not ruled on yet: {n}.")
SEALED = later("Left out, because their items are sealed: {n}.")
NUMBERS = later("What changed in your numbers")
NUMBERS_TOLD = later(
    "Before: as if the disputed verdicts still held. Shares with their 95% interval, and how many"
    " annotations were judged."
)
HEADS = {
    "item": later("Item"),
    "batch": later("Batch"),
    "ruling": later("Ruling"),
    "on": later("Ruled on"),
    "by": later("Ruled by"),
    "reason": later("Reason"),
    "clauses": later("Clause that caused it"),
    "verdict": later("Verdict"),
    "error": later("Error"),
    "label": later("Label"),
    "right_label": later("Right label"),
    "clause": later("Clause"),
    "answer": later("You said"),
    "why": later("Your reason"),
    "result": later("What becomes of it"),
    "figure": later("Figure"),
    "before": later("Before"),
    "after": later("After"),
}
WORDS = {
    "accept": later("Accepted: you were right"),
    "partly": later("Accepted partly"),
    "reject": later("Rejected: the findings stay"),
    "falls": later("Falls"),
    "stays": later("Stays"),
    "accepted": later("accepted"),
    "disputed": later("disputed"),
    "accuracy": later("Accuracy"),
    "critical_accuracy": later("Critical accuracy"),
    "noncritical_accuracy": later("Non-critical accuracy"),
    "correct": later("correct"),
    "incorrect": later("incorrect"),
    "ambiguous": later("ambiguous"),
    "unreviewable": later("unreviewable"),
    "critical": later("critical"),
}
ANSWERS = {"accept": "accepted", "dispute": "disputed"}


def rate_text(rate: Rate) -> str:
    """ "84.8% (82.5–86.8%), n 1,066", the same in every language; a dash without a value."""
    if rate.value is None or rate.low is None or rate.high is None:
        return "–"
    low, high = f"{rate.low * 100:.1f}", f"{rate.high * 100:.1f}"
    return f"{rate.value * 100:.1f}% ({low}–{high}%), n {rate.n:,}"
