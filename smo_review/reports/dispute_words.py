"""The words of disputes: where one stands, what was ruled, judged and answered."""

from __future__ import annotations

from smo_review.domain.disputes import DisputeState, FindingReply, RulingOutcome
from smo_review.domain.facts import Outcome
from smo_review.language import tr


def state_word(state: DisputeState) -> str:
    """Where a dispute stands, in a word or two."""
    return {
        "open": tr("Not ruled yet"),
        "second-look": tr("Second look wanted"),
        "looked": tr("Second look given"),
        "ruled": tr("Ruled"),
        "late": tr("Ruled; something came late"),
        "apart": tr("Ruled twice, differently"),
    }[state]


def outcome_word(outcome: RulingOutcome) -> str:
    return {
        "accept": tr("Accepted"),
        "partly": tr("Partly accepted"),
        "reject": tr("Rejected"),
    }[outcome]


def verdict_word(outcome: Outcome) -> str:
    return {
        "correct": tr("Correct"),
        "incorrect": tr("Incorrect"),
        "ambiguous": tr("Ambiguous"),
        "unreviewable": tr("Unreviewable"),
    }[outcome]


def answer_word(answer: FindingReply) -> str:
    return tr("Accepted") if answer == "accept" else tr("Disputed")
