"""The findings on one annotator's work, as they go to that annotator: without content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from smo_review.domain.answer_form import FORM_FORMAT, AnswerForm, FormFinding
from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import stand_of, subject_of
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES, Finding, Verdict
from smo_review.domain.matters import Told
from smo_review.domain.project import Clause, ErrorCode, Project, Words, unmarked
from smo_review.language import current, tr
from smo_review.queries.hidden_gold import hidden_items
from smo_review.store.catalog import BatchRow, all_batches, batch_row
from smo_review.store.database import Connection
from smo_review.store.envelopes import read_fact
from smo_review.store.matters import about
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace

_INCORRECT = OUTCOMES.index("incorrect")


class FoundFindings(Struct, frozen=True):
    """The form of an annotator; `sealed` counts findings on sealed items, which it leaves out."""

    form: AnswerForm
    sealed: int


def annotators_with_findings(ws: Workspace) -> tuple[str, ...]:
    """The annotators on whose annotations a verdict with findings stands, by name."""
    with ws.read() as conn:
        rows = conn.execute(
            "SELECT DISTINCT n.name FROM standings s JOIN annotators n ON n.number = s.annotator"
            " WHERE s.outcome = ? AND s.codes <> '' ORDER BY n.name",
            (_INCORRECT,),
        )
        return tuple(name for (name,) in rows)


def findings_of(
    ws: Workspace, annotator: str, *, batch: str = "", language: str = "", notes: bool = False
) -> FoundFindings:
    """Every finding that stands on the annotator's annotations and is not ruled on.

    Golds that were mixed in and repeats are left out: what stands there under the annotator's name
    may be invented. What was answered before comes filled in. `notes` gives the auditors' words,
    which may quote content, along. UserError where there is nothing to answer.
    """
    hidden = hidden_items(ws)
    with ws.read() as conn:
        shelves = {
            row.info.id: _Shelf(row)
            for row in ([batch_row(conn, batch)] if batch else all_batches(conn))
        }
        found = [
            one
            for one in _verdicts(conn, annotator, batch)
            if (one[1].batch, one[1].item) not in hidden
        ]
        subjects = {subject_of(told.key) for _, told, _, _ in found}
        answers = _answers(conn, subjects)
        open_now = [one for one in found if not answers.is_ruled(one[1].key)]
        left = [one for one in open_now if not one[3]]
        words = open_notes(
            conn, [f.note for _, told, _, _ in left for f in told.findings if notes and f.note]
        )
    made = [
        shelves[told.batch].entry(hash_, place, told, labels, words.get(finding.note, ""), answers)
        for hash_, told, labels, _ in left
        for place, finding in enumerate(told.findings)
    ]
    sealed = sum(len(one[1].findings) for one in open_now if one[3])
    if not made:
        raise UserError(
            tr("There are no findings to answer on annotations of “{name}”.", name=annotator),
            batch,
            tr("Check the name; findings that were ruled on are not asked again."),
        )
    return FoundFindings(
        AnswerForm(FORM_FORMAT, annotator, tuple(made), language or current()), sealed
    )


_Found = tuple[str, Verdict, tuple[str, ...], bool]
"""Hash of the verdict fact, the verdict, the annotation's labels, whether the item is sealed."""


def _verdicts(conn: Connection, annotator: str, batch: str) -> list[_Found]:
    rows = conn.execute(
        "SELECT f.body, l.labels, i.sealed FROM annotators n"
        " JOIN annotations a ON a.annotator = n.number"
        " JOIN standings s ON s.item = a.item AND s.annotator = a.annotator"
        " AND s.ordinal = a.ordinal AND s.outcome = ?2 AND s.codes <> ''"
        " JOIN items i ON i.row = a.item JOIN batches b ON b.number = i.batch"
        " JOIN label_sets l ON l.number = a.label_set JOIN facts f ON f.row = s.fact"
        " WHERE n.name = ?1 AND i.weight > 0 AND a.weight > 0 AND (?3 = '' OR b.id = ?3)"
        " ORDER BY i.row, a.ordinal, f.row",
        (annotator, _INCORRECT, batch),
    ).fetchall()
    found = []
    for body, labels, sealed in rows:
        read = read_fact(body)
        if isinstance(read.payload, Verdict):
            labels_of = tuple(msgspec.json.decode(labels))
            found.append((read.hash.hex(), read.payload, labels_of, bool(sealed)))
    return found


class _Answers:
    """What was answered before, and what is ruled, by annotation."""

    def __init__(self, told: Iterable[Told], words: dict[str, str]) -> None:
        by_subject: dict[str, list[Told]] = defaultdict(list)
        for one in told:
            by_subject[one.matter.subject].append(one)
        stands = {subject: stand_of(found) for subject, found in by_subject.items()}
        self._ruled = {subject for subject, stand in stands.items() if stand.rulings}
        self._said = {
            (one.matter.verdict, one.matter.finding): (
                one.matter.answer,
                words.get(one.matter.reason, ""),
            )
            for stand in stands.values()
            for one in stand.answers
        }

    def is_ruled(self, key: AnnotationKey) -> bool:
        return subject_of(key) in self._ruled

    def said(self, verdict: str, place: int) -> tuple[str, str]:
        """The answer and its reason, or two empty texts."""
        return self._said.get((verdict, place), ("", ""))


def _answers(conn: Connection, subjects: Iterable[str]) -> _Answers:
    told = about(conn, ["finding-answer", "dispute-ruling"], subjects)
    reasons = [one.matter.reason for one in told if one.matter.reason]
    return _Answers(told, open_notes(conn, reasons))


class _Shelf:
    """A batch's project, ready to name what its findings speak of."""

    def __init__(self, row: BatchRow) -> None:
        project: Project = row.project
        self._name = row.info.name or row.info.id
        self._labels: dict[str, Words] = {label.id: label.name for label in project.labels}
        self._codes: dict[str, ErrorCode] = {code.id: code for code in project.error_codes}
        self._clauses: dict[str, Clause] = {
            clause.number: clause for clause in project.guideline.clauses
        }

    def _label(self, name: str) -> Words:
        return self._labels.get(name, {"en": name}) if name else {}

    def entry(
        self,
        hash_: str,
        place: int,
        told: Verdict,
        labels: tuple[str, ...],
        note: str,
        answers: _Answers,
    ) -> FormFinding:
        """One finding with its names in every language that the project has."""
        finding: Finding = told.findings[place]
        clause = self._clauses.get(finding.clause)
        code = self._codes.get(finding.code)
        answer, reason = answers.said(hash_, place)
        return FormFinding(
            verdict=hash_,
            finding=place,
            batch=told.batch,
            item=told.item,
            code=finding.code,
            ordinal=told.ordinal,
            batch_name=self._name,
            labels=tuple(map(self._label, labels)),
            code_name=code.name if code else {"en": finding.code},
            critical=finding.critical,
            severity=finding.severity,
            label=self._label(finding.label),
            right_label=self._label(finding.right_label),
            clause=finding.clause,
            clause_title=clause.title if clause else {},
            clause_text=_read(clause.text) if clause else {},
            note=note,
            answer=answer,
            reason=reason,
        )


def _read(text: Words) -> Words:
    """A clause as it is read in a form that knows no Markdown."""
    return {language: unmarked(said) for language, said in text.items()}
