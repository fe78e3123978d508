"""Words and small widgets that the parts of the learner's page share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from smo_review.domain.learning import Mode
from smo_review.domain.project import Clause, Project, words
from smo_review.language import current, tr
from smo_review.queries.learning import ExerciseSummary
from ui.stage.marks import label_name


def plain(text: str = "", kind: str = "") -> QLabel:
    """A label that wraps and never reads markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label


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


def label_words(project: Project, labels: Iterable[str]) -> str:
    """Labels in the person's language, or that there is none."""
    return ", ".join(label_name(project, label) for label in labels) or tr("None applies")


def clause_words(clause: Clause | None, number: str) -> str:
    """A clause by number and title; its number alone where the guideline has no such clause."""
    if clause is None:
        return number
    return tr("{number} {title}", number=number, title=words(clause.title, current()))
