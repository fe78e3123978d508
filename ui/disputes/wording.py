"""What the page says: states, outcomes, answers, verdicts."""

from __future__ import annotations

from smo_review.domain.disputes import (
    AnswerView,
    DisputedVerdict,
    DisputeView,
    RulingView,
)
from smo_review.domain.facts import Finding
from smo_review.domain.project import Project
from smo_review.language import listed, tr
from smo_review.reports.dispute_words import (
    answer_word,
    outcome_word,
    state_word,
    verdict_word,
)
from ui.disputes.parts import clause_name, code_name, label_of, when


def stand_word(view: DisputeView) -> str:
    """Where it stands; of a ruling, which."""
    if view.state == "ruled" and view.rulings:
        return outcome_word(view.rulings[-1].outcome)
    return state_word(view.state)


def codes_line(view: DisputeView, project: Project | None) -> str:
    """The codes that are disputed, each once; nothing to whoever is to look blind."""
    codes = [one.code for one in view.answers if one.answer == "dispute"]
    return listed(code_name(code, project) for code in dict.fromkeys(codes))


def state_sentence(view: DisputeView) -> str:
    """Where it stands, and what comes next."""
    if view.state == "apart":
        names = listed(one.by for one in view.rulings)
        return tr("{names} ruled apart, in different ways. A further ruling decides.", names=names)
    if view.state == "late":
        return tr(
            "Ruled. {n} answers or verdicts came late: the ruling and the numbers stand.",
            n=view.late,
        )
    if view.hidden:
        return tr("You are asked for a blind second look. The first verdict is shown after yours.")
    if view.state == "second-look":
        return tr("{name} is asked for a blind second look.", name=listed(view.look))
    return {
        "open": tr("Ask for a second look, or rule."),
        "looked": tr("The second look is given. It can be ruled on."),
        "ruled": tr("Ruled and locked. Only another ruling can change it."),
    }.get(view.state, "")


def verdict_title(one: DisputedVerdict) -> str:
    """Whose verdict it is, what kind, and whether it holds."""
    kind = tr("first verdict") if one.first else tr("blind") if one.blind else ""
    parts = [one.auditor, verdict_word(one.outcome), kind, tr("holds") if one.holds else ""]
    return " · ".join(part for part in (*parts, when(one.time)) if part)


def finding_line(finding: Finding, project: Project | None) -> str:
    """One finding of a verdict: code, labels, clause, severity."""
    labels = " → ".join(
        label_of(one, project) for one in (finding.label, finding.right_label) if one
    )
    parts = [code_name(finding.code, project), labels]
    if finding.clause:
        parts.append(clause_name(finding.clause, project))
    parts.append(tr("severity {n}", n=finding.severity))
    if finding.critical:
        parts.append(tr("critical"))
    return " · ".join(part for part in parts if part)


def ruling_line(one: RulingView) -> str:
    """Who ruled how, and when."""
    return " · ".join((outcome_word(one.outcome), one.by, when(one.time)))


def answer_title(one: AnswerView, project: Project | None) -> str:
    """A finding, what the annotator says to it, and what became of it."""
    parts = [code_name(one.code, project), answer_word(one.answer)]
    if one.late:
        parts.append(tr("came after the ruling"))
    elif one.upheld is not None:
        parts.append(tr("the finding falls") if one.upheld else tr("the finding stays"))
    return " · ".join(parts)
