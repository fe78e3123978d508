"""The rulings on one annotator's disputes, as they go to that annotator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import structs

from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import AnswerView, DisputedVerdict, DisputeView
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES, Finding
from smo_review.domain.filters import Filter
from smo_review.domain.project import Clause, ErrorCode, Project, Words, unmarked
from smo_review.domain.rulings import (
    RULINGS_FORMAT,
    Changed,
    ClauseWords,
    Ruled,
    RuledFinding,
    RulingsLetter,
)
from smo_review.language import current, tr
from smo_review.quality.figures import figures
from smo_review.quality.judged import UNSETTLED, Judged, counts_of
from smo_review.queries.disputes import disputes
from smo_review.queries.judged import item_ids, judged
from smo_review.store.catalog import all_batches
from smo_review.store.withheld import sealed_places
from smo_review.store.workspace import Workspace

RULED = ("ruled", "late")
FIGURES = ("accuracy", "critical_accuracy", "noncritical_accuracy")


def annotators_ruled_on(ws: Workspace, *, batch: str = "") -> tuple[str, ...]:
    """The annotators who have a dispute that was ruled on, by name."""
    found = disputes(ws, batch=batch)
    return tuple(sorted({one.key.annotator for one in found if _is_told(one)}))


def rulings_for(
    ws: Workspace, annotator: str, *, batch: str = "", language: str = ""
) -> RulingsLetter:
    """Every ruling that stands on the annotator's disputes, the newest first.

    Rulings that were made apart and differ, and what the person here is still to look at blind, are
    not told yet. UserError where there is none to tell.
    """
    own = [one for one in disputes(ws, batch=batch) if one.key.annotator == annotator]
    with ws.read() as conn:
        projects = {row.info.id: row.project for row in all_batches(conn)}
        sealed = sealed_places(conn)
    told = [one for one in own if _is_told(one)]
    shown = [one for one in told if (one.key.batch, one.key.item) not in sealed]
    if not shown:
        raise UserError(
            tr("No dispute of “{name}” was ruled on yet.", name=annotator),
            batch,
            tr("Check the name, or rule on the disputes first."),
        )
    columns = judged(ws, Filter(annotator=annotator, batch=batch))
    shown.sort(key=lambda one: (-one.rulings[-1].time, one.key))
    return RulingsLetter(
        RULINGS_FORMAT,
        annotator,
        tuple(_ruled(one, projects[one.key.batch]) for one in shown),
        _changed(columns, item_ids(ws, columns), told),
        len(own) - len(told),
        len(told) - len(shown),
        columns.head,
        language or current(),
    )


def _is_told(view: DisputeView) -> bool:
    return view.state in RULED and not view.hidden and bool(_first(view)) and _holds(view)


def _first(view: DisputeView) -> list[DisputedVerdict]:
    """The verdicts that were disputed."""
    return [one for one in view.verdicts if one.first]


def _holds(view: DisputeView) -> bool:
    return sum(one.holds for one in view.verdicts) == 1


def _ruled(view: DisputeView, project: Project) -> Ruled:
    ruling, names = view.rulings[-1], _Names(project)
    answers = {(one.verdict, one.finding): one for one in view.answers}
    first = _first(view)
    return Ruled(
        view.key.batch,
        view.key.item,
        ruling.outcome,
        datetime.fromtimestamp(ruling.time / 1_000_000, UTC).date().isoformat(),
        ruling.by,
        ruling.reason,
        first[0].outcome,
        next(one.outcome for one in view.verdicts if one.holds),
        view.key.ordinal,
        view.batch_name,
        tuple(
            names.finding(finding, answers.get((one.fact, place)))
            for one in first
            for place, finding in enumerate(one.findings)
        ),
        tuple(names.clause(number) for number in ruling.clauses),
    )


class _Names:
    """A project, ready to name what its findings speak of in every language that it has."""

    def __init__(self, project: Project) -> None:
        self._labels: dict[str, Words] = {label.id: label.name for label in project.labels}
        self._codes: dict[str, ErrorCode] = {code.id: code for code in project.error_codes}
        self._clauses: dict[str, Clause] = {one.number: one for one in project.guideline.clauses}

    def _label(self, name: str) -> Words:
        return self._labels.get(name, {"en": name}) if name else {}

    def clause(self, number: str) -> ClauseWords:
        told = self._clauses.get(number)
        if told is None:
            return ClauseWords(number)
        text = {language: unmarked(said) for language, said in told.text.items()}
        return ClauseWords(number, told.title, text)

    def finding(self, finding: Finding, answer: AnswerView | None) -> RuledFinding:
        """One finding; without the auditor's note, which may quote content."""
        code = self._codes.get(finding.code)
        return RuledFinding(
            finding.code,
            code.name if code else {"en": finding.code},
            finding.critical,
            self._label(finding.label),
            self._label(finding.right_label),
            self.clause(finding.clause) if finding.clause else None,
            answer.answer if answer else "",
            answer.reason if answer else "",
            bool(answer and answer.upheld),
        )


def _changed(
    columns: Judged, ids: Sequence[tuple[str, str]], told: Iterable[DisputeView]
) -> tuple[Changed, ...]:
    """The figures with what was disputed put back in place of what holds, and as they are."""
    places = {
        AnnotationKey(batch, item, "", ordinal): place
        for place, ((batch, item), ordinal) in enumerate(
            zip(ids, columns.ordinal.tolist(), strict=True)
        )
    }
    outcome, critical, noncritical = (
        np.array(getattr(columns, name)) for name in ("outcome", "critical", "noncritical")
    )
    for view in told:
        place = places.get(structs.replace(view.key, annotator=""))
        if place is None:
            continue  # it was drawn for its risk, or weighs nothing: it is in no figure
        first = _first(view)
        said = {(one.outcome, _has(one, critical=True)) for one in first}
        same = len(said) == 1
        outcome[place] = OUTCOMES.index(first[0].outcome) if same else UNSETTLED
        critical[place] = int(same and _has(first[0], critical=True))
        noncritical[place] = int(same and any(_has(one, critical=False) for one in first))
    before = structs.replace(columns, outcome=outcome, critical=critical, noncritical=noncritical)
    then, now = figures(counts_of(before)), figures(counts_of(columns))
    return tuple(Changed(name, getattr(then, name), getattr(now, name)) for name in FIGURES)


def _has(one: DisputedVerdict, *, critical: bool) -> bool:
    return any(finding.critical == critical for finding in one.findings)
