"""Findings go to an annotator as files; the answers come back and become facts."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Container, Sequence
from itertools import count
from pathlib import Path

from smo_review.domain.answer_form import (
    FORM_KINDS,
    AnswersTaken,
    FormFinding,
    FormWritten,
    RulingsWritten,
)
from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import FindingAnswer, subject_of
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Restore, Verdict
from smo_review.domain.matters import Matter, Told, standing
from smo_review.domain.rulings import RulingsLetter
from smo_review.exchange.findings.files import kind_of, read_answers, write_forms, write_rulings
from smo_review.language import tr
from smo_review.operations.locks import must_be_open
from smo_review.queries.findings import findings_of
from smo_review.queries.rulings import annotators_ruled_on, rulings_for
from smo_review.store.catalog import batch_row
from smo_review.store.database import Connection
from smo_review.store.desk import Desk
from smo_review.store.ledger import append_matters
from smo_review.store.matters import about
from smo_review.store.texts import open_notes, seal_note
from smo_review.store.workspace import Workspace

_LONGEST = 80
"""Characters of an annotator's name in a file's name."""


def export_findings(
    ws: Workspace,
    annotator: str,
    out: Path,
    *,
    batch: str = "",
    language: str = "",
    notes: bool = False,
) -> FormWritten:
    """Write an annotator's findings to `out`: one file, or all three forms into a folder.

    A name that ends in .json, .html or .xlsx is a file; any other is a folder, made if need be.
    UserError where there is nothing to answer.
    """
    found = findings_of(ws, annotator, batch=batch, language=language, notes=notes)
    paths = _paths(out, annotator, "findings")
    write_forms(found.form, paths)
    answered = sum(bool(one.answer) for one in found.form.findings)
    return FormWritten(paths, annotator, len(found.form.findings), answered, found.sealed)


def export_rulings(
    ws: Workspace, out: Path, annotator: str = "", *, batch: str = "", language: str = ""
) -> tuple[RulingsWritten, ...]:
    """Write what was ruled on an annotator's disputes to `out`, in the same forms as findings.

    Without an annotator everybody who has a ruling is told, each in files of their own: several
    need a folder. UserError where nothing was ruled.
    """
    names = (annotator,) if annotator else annotators_ruled_on(ws, batch=batch)
    if not names:
        raise UserError(
            tr("No dispute was ruled on yet."), batch, tr("Rule on the disputes first.")
        )
    if len(names) > 1 and kind_of(out) is not None:
        raise UserError(
            tr("Rulings of {n} annotators do not go into one file.", n=len(names)),
            str(out),
            tr("Name one of them, or a folder: {names}.", names=", ".join(names[:10])),
        )
    letters = [rulings_for(ws, name, batch=batch, language=language) for name in names]
    written: list[RulingsWritten] = []
    files: dict[Path, RulingsLetter] = {}
    for letter in letters:
        paths = _paths(out, letter.annotator, "rulings", taken=files)
        files |= dict.fromkeys(paths, letter)
        told = letter.counts
        written.append(
            RulingsWritten(
                paths, letter.annotator, len(letter.rulings), told["accept"], told["partly"],
                told["reject"], letter.waiting, letter.sealed,
            )
        )  # fmt: skip
    write_rulings(files)
    return tuple(written)


def _paths(out: Path, annotator: str, what: str, taken: Container[Path] = ()) -> tuple[Path, ...]:
    """The file that is named, or one of each form in a folder, made if need be; two annotators
    whose names are alike in a file's name get different ones."""
    if kind_of(out) is not None:
        return (out,)
    out.mkdir(parents=True, exist_ok=True)
    name = _file_name(annotator)
    same = name
    for n in count(2):
        paths = tuple(out / f"{same}.{what}.{kind}" for kind in FORM_KINDS)
        if not any(path in taken for path in paths):
            return paths
        same = f"{name}-{n}"
    raise AssertionError("there is always another number")


def _file_name(annotator: str) -> str:
    """An annotator's name as a part of a file's name, whatever it holds."""
    kept = (
        c if unicodedata.category(c)[0] in "LMN" or c in "._-" else "-" for c in annotator.strip()
    )
    return "".join(kept)[:_LONGEST].lstrip(".") or "annotator"


def take_answers(ws: Workspace, path: Path) -> AnswersTaken:
    """Take in one file of answers, whole or not at all; the same file again adds nothing.

    UserError where the file is not one of the three forms, where it answers what is not here or
    not this annotator's, and where the dispute was ruled on already.
    """
    form, data = read_answers(path)
    given = [one for one in form.findings if one.answer]
    source = hashlib.sha256(data).hexdigest()
    with ws.write() as conn:
        made = _new_answers(ws, conn, form.annotator, given, source, path.name)
        must_be_open(conn, {one.key for one in made})
        by_project: dict[str, list[Matter]] = defaultdict(list)
        for one in made:
            by_project[batch_row(conn, one.batch).info.project].append(one)
        for project, matters in by_project.items():
            append_matters(conn, ws.identity, project, matters)
    return AnswersTaken(
        path=str(path),
        annotator=form.annotator,
        accepted=sum(one.answer == "accept" for one in given),
        disputed=sum(one.answer == "dispute" for one in given),
        unanswered=len(form.findings) - len(given),
        facts_new=len(made),
        facts_known=len(given) - len(made),
    )


def _new_answers(
    ws: Workspace,
    conn: Connection,
    annotator: str,
    given: Sequence[FormFinding],
    source: str,
    where: str,
) -> list[FindingAnswer]:
    """The answers that say something new, each checked against the finding that it answers."""
    desk = Desk(conn, ws.identity, {(one.batch, one.item) for one in given})
    keys = [AnnotationKey(one.batch, one.item, annotator, one.ordinal) for one in given]
    said = standing(about(conn, ["finding-answer"], map(subject_of, keys)))
    words = open_notes(conn, [one.matter.reason for one in said if one.matter.reason])
    before: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for told in said:
        before[told.matter.verdict, told.matter.finding].append(told)
    made = []
    for key, one in zip(keys, given, strict=True):
        _must_be_there(desk, key, one, where)
        old = before[one.verdict, one.finding]
        reason = one.reason.strip()
        known = [(told.matter.answer, words.get(told.matter.reason, "")) for told in old]
        if known == [(one.answer, reason)]:
            continue
        made.append(
            FindingAnswer(
                batch=key.batch,
                item=key.item,
                annotator=key.annotator,
                ordinal=key.ordinal,
                verdict=one.verdict,
                finding=one.finding,
                code=one.code,
                answer="dispute" if one.answer == "dispute" else "accept",
                reason=seal_note(conn, key.batch, reason),
                source=source,
                replaces=tuple(told.hash for told in old),
            )
        )
    return made


def _must_be_there(desk: Desk, key: AnnotationKey, one: FormFinding, where: str) -> None:
    """UserError where the annotation has no such finding."""
    desk.must_have(key)
    about_it = Restore(key.batch, key.item, key.annotator, key.ordinal)
    entry = desk.by_hash(about_it, one.verdict)
    told = entry.payload if entry else None
    findings = told.findings if isinstance(told, Verdict) else ()
    if not 0 <= one.finding < len(findings) or findings[one.finding].code != one.code:
        raise UserError(
            tr("There is no such finding on this annotation."),
            f"{where}, {key.item}",
            tr("Export the findings again; nothing was recorded."),
        )
