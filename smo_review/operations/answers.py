"""What a learner does: begin an attempt, answer items, end it; or all of it from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from smo_review.domain.changes import Changes
from smo_review.domain.content import MILLION, Location
from smo_review.domain.errors import UserError
from smo_review.domain.learning import Answer, Attempt
from smo_review.domain.matters import standing
from smo_review.exchange.lines import decode, line_of
from smo_review.language import tr
from smo_review.queries.learning import Run, run_of
from smo_review.store.catalog import batch_row
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes, seal_note
from smo_review.store.workspace import Workspace

_MOST_TOOK = 2**31 - 1
MAX_FILE = 1 << 28


class AnswerDraft(Struct, frozen=True):
    """What a learner says of an item. `confidence` is in millionths, `reason` in words."""

    exercise: str
    item: str
    labels: tuple[str, ...] = ()
    location: Location | None = None
    clause: str = ""
    confidence: int | None = None
    reason: str = ""
    took: int = 0


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """A scripted answer: one line of a file."""

    item: str
    labels: tuple[str, ...] = ()
    location: Location | None = None
    clause: str = ""
    confidence: float | None = None
    reason: str = ""


def begin_attempt(ws: Workspace, exercise: str, origin: str = "") -> Changes:
    """Begin the next attempt. UserError where one is under way or all were used."""
    run = run_of(ws, exercise)
    if run.attempt and not run.ended:
        raise UserError(
            tr("An attempt is under way."), run.sheet.title, tr("Answer its items, then end it.")
        )
    if run.attempt >= run.sheet.attempts:
        raise UserError(
            tr("All attempts at this exercise were used."),
            run.sheet.title,
            tr("Ask the trainer for another exercise."),
        )
    return _say(ws, exercise, [Attempt(exercise, run.attempt + 1)], origin)


def end_attempt(ws: Workspace, exercise: str, origin: str = "") -> Changes:
    """End the attempt that is under way: its answers stay as they are from now on."""
    run = _under_way(ws, exercise)
    return _say(ws, exercise, [Attempt(exercise, run.attempt, True)], origin)


def answer(ws: Workspace, draft: AnswerDraft, origin: str = "") -> Changes:
    """Record the answer to an item, in the attempt under way.

    In practice an answer is given once, for its gold is shown after it; in an exam it may be
    revised until the attempt has ended. UserError otherwise, and for what the project or the
    exercise does not know.
    """
    return answer_all(ws, draft.exercise, [draft], origin)


def answer_all(
    ws: Workspace, exercise: str, drafts: Sequence[AnswerDraft], origin: str = ""
) -> Changes:
    """Record several answers, all or nothing; what was said alike already adds nothing."""
    run = _under_way(ws, exercise)
    with ws.write() as conn:
        row = batch_row(conn, exercise)
        mine = {
            one.matter.item: one
            for one in standing(matters(conn, ["answer"], exercise))
            if one.person == ws.identity.person and one.matter.attempt == run.attempt
        }
        made = []
        for draft in drafts:
            _check(run, draft)
            before = mine.get(draft.item)
            if before is not None and _same(conn, before.matter, draft):
                continue
            if before is not None and run.sheet.mode == "practice":
                raise UserError(
                    tr("This item was answered already."),
                    draft.item,
                    tr("Its gold was shown: go on to the next item."),
                )
            old = (before.hash,) if before is not None else ()
            made.append(_payload(conn, run, draft, old))
        append_matters(conn, ws.identity, row.info.project, made)
    return Changes(
        batches=frozenset({exercise}),
        items=frozenset((exercise, one.item) for one in made),
        facts=len(made),
        origin=origin,
    )


def take(ws: Workspace, exercise: str, path: Path) -> dict[str, int]:
    """A whole attempt from a file of JSON lines: begun, answered, ended.

    Returns {"attempt", "answers", "unanswered"}. UserError names the line that is not right, or
    says that there is none; then nothing is recorded, the attempt neither.
    """
    drafts = [_draft(exercise, line) for line in _read(path)]
    run = run_of(ws, exercise)
    if not drafts:
        raise UserError(
            tr("There is no answer in the file."), str(path), tr("Write one answer a line.")
        )
    for draft in drafts:
        _check(run, draft)
    if not run.attempt or run.ended:
        begin_attempt(ws, exercise)
    answer_all(ws, exercise, drafts)
    end_attempt(ws, exercise)
    return {
        "attempt": run_of(ws, exercise).attempt,
        "answers": len(drafts),
        "unanswered": len(run.items) - len(drafts),
    }


def _draft(exercise: str, line: Line) -> AnswerDraft:
    sure = None if line.confidence is None else round(line.confidence * MILLION)
    return AnswerDraft(
        exercise, line.item, line.labels, line.location, line.clause, sure, line.reason
    )


def _read(path: Path) -> list[Line]:
    if not path.is_file() or path.stat().st_size > MAX_FILE:
        raise UserError(
            tr("The answers cannot be read."), str(path), tr("Name a file with one answer a line.")
        )
    decoder = msgspec.json.Decoder(Line)
    found: dict[str, Line] = {}
    with path.open("rb") as file:
        for number, body in enumerate(file, 1):
            if not body.strip():
                continue
            line = decode(decoder, body, str(path), number)
            if found.setdefault(line.item, line) != line:
                raise UserError(
                    tr("The item was answered in another way on a line before."),
                    line_of(str(path), number),
                    tr("Correct the line and run the file again; nothing was recorded."),
                )
    return list(found.values())


def _under_way(ws: Workspace, exercise: str) -> Run:
    run = run_of(ws, exercise)
    if not run.attempt or run.ended:
        raise UserError(
            tr("No attempt is under way."), run.sheet.title, tr("Begin an attempt first.")
        )
    return run


def _check(run: Run, draft: AnswerDraft) -> None:
    known = (
        (draft.item, run.items, "item"),
        *((label, run.labels, "labels") for label in draft.labels),
        (draft.clause or None, run.clauses, "clause"),
    )
    for value, there, field in known:
        if value is not None and value not in there:
            raise UserError(
                tr("The exercise does not know “{value}”.", value=value),
                f"{draft.item}, {field}",
                tr("Correct it; nothing was recorded."),
            )
    if draft.confidence is not None and not 0 <= draft.confidence <= MILLION:
        raise UserError(tr("A confidence is a number from 0 to 1."), draft.item, tr("Correct it."))


def _payload(conn: Connection, run: Run, draft: AnswerDraft, old: tuple[str, ...]) -> Answer:
    return Answer(
        draft.exercise,
        draft.item,
        run.attempt,
        tuple(sorted(set(draft.labels))),
        draft.location,
        draft.clause,
        draft.confidence,
        seal_note(conn, draft.exercise, draft.reason),
        min(max(draft.took, 0), _MOST_TOOK),
        old,
    )


def _same(conn: Connection, told: Answer, draft: AnswerDraft) -> bool:
    words = open_notes(conn, [told.reason]) if told.reason else {}
    said = (told.labels, told.location, told.clause, told.confidence, words.get(told.reason, ""))
    return said == (
        tuple(sorted(set(draft.labels))),
        draft.location,
        draft.clause,
        draft.confidence,
        draft.reason.strip(),
    )


def _say(ws: Workspace, exercise: str, made: Sequence[Attempt], origin: str) -> Changes:
    with ws.write() as conn:
        row = batch_row(conn, exercise)
        append_matters(conn, ws.identity, row.info.project, made)
    return Changes(batches=frozenset({exercise}), facts=len(made), origin=origin)
