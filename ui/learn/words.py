"""Words and small widgets that the parts of the learner's page share."""

from __future__ import annotations

from smo_review.domain.learning import Mode
from smo_review.language import tr
from smo_review.queries.learning import ExerciseSummary
from ui.choosing.words import clause_words, label_words

__all__ = [
    "attempt_words",
    "clause_words",
    "label_words",
    "mode_sentence",
    "mode_word",
    "state_words",
]


def mode_word(mode: Mode) -> str:
    return {
        "practice": tr("Practice"),
        "exam": tr("Exam"),
        "session": tr("Deck of a session"),
    }[mode]


def mode_sentence(mode: Mode) -> str:
    """What the person can expect of an exercise of this mode."""
    return {
        "practice": tr("The gold and why it is so are shown after each answer."),
        "exam": tr("Nothing is shown until the exam is scored. Answers can be changed until then."),
        "session": tr("Your answers are votes; the group looks at them together."),
    }[mode]


def attempt_words(one: ExerciseSummary) -> str:
    """ "2 of 3", or how many there are before the first."""
    if not one.attempt:
        return tr("{n} allowed", n=one.sheet.attempts)
    return tr("{n} of {all}", n=one.attempt, all=one.sheet.attempts)


def state_words(one: ExerciseSummary) -> str:
    if not one.attempt:
        return tr("Not begun")
    if not one.ended:
        return tr("Under way")
    if one.attempt < one.sheet.attempts:
        return tr("Handed in; another attempt is left")
    return tr("Handed in")
