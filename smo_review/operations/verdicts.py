"""Record, revise and withdraw verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from smo_review.domain.changes import Changes, Progress
from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES, Finding, Restore, Verdict
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.language import tr
from smo_review.operations.findings import make_finding
from smo_review.operations.locks import must_be_open, ruled_among
from smo_review.queries.looks import looks_wanted
from smo_review.store.database import many_records
from smo_review.store.desk import Desk
from smo_review.store.standings import Entry, Payload
from smo_review.store.steps import Act, push
from smo_review.store.texts import index_notes, open_notes, seal_note
from smo_review.store.workspace import Workspace

_CHUNK = 4096
_MOST_TOOK = 2**31 - 1


def record_verdict(ws: Workspace, draft: VerdictDraft, origin: str = "") -> Changes:
    """Record one verdict, or revise the person's own that stands; one step of undo.

    A verdict identical to what stands adds nothing. UserError for an annotation that is not here,
    findings beside an outcome that has none, or a code that the project does not know.
    """
    return record_verdicts(ws, (draft,), origin=origin)


def record_verdicts(
    ws: Workspace,
    drafts: Sequence[VerdictDraft],
    progress: Progress | None = None,
    origin: str = "",
) -> Changes:
    """Record many verdicts, all or nothing; together they are one step of undo."""
    acts: list[Act] = []
    with many_records(), ws.write() as conn:
        for start in range(0, len(drafts), _CHUNK):
            chunk = drafts[start : start + _CHUNK]
            desk = Desk(conn, ws.identity, {(draft.batch, draft.item) for draft in chunk})
            acts += _record(desk, chunk)
            if progress is not None:
                progress(start + len(chunk), len(drafts), tr("Recording verdicts"))
        if acts:
            push(conn, acts)
            index_notes(conn)
    return changes(acts, origin)


def accept_all(
    ws: Workspace, batch: str, item: str, *, took: int = 0, blind: bool = False, origin: str = ""
) -> Changes:
    """Call every annotation of an item correct that has no own verdict yet; one step of undo.

    What the person has judged already stays as it is, and so does what a ruling locked. `took` is
    shared out among the verdicts.
    """
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(batch, item)})
        keys = [key for key in desk.annotations((batch, item)) if not desk.my_standing(key)]
        locked = ruled_among(conn, keys)
        keys = [key for key in keys if key not in locked]
        share = max(took, 0) // max(len(keys), 1)
        acts = _record(
            desk,
            [
                VerdictDraft(
                    key.batch,
                    key.item,
                    key.annotator,
                    "correct",
                    key.ordinal,
                    took=share,
                    blind=blind,
                )
                for key in keys
            ],
        )
        if acts:
            push(conn, acts)
    return changes(acts, origin)


def withdraw_verdict(ws: Workspace, key: AnnotationKey, origin: str = "") -> Changes:
    """Take the person's own verdict on an annotation back, so that none of theirs stands."""
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(key.batch, key.item)})
        desk.must_have(key)
        before = desk.my_standing(key)
        if not before:
            return Changes(origin=origin)
        must_be_open(conn, [key])
        replaced = tuple(entry.hash for entry in desk.my_heads(key))
        (entry,) = desk.add(
            [Restore(key.batch, key.item, key.annotator, key.ordinal, replaced, "")]
        )
        acts = [_act(key, before, entry)]
        push(conn, acts)
    return changes(acts, origin)


def changes(acts: Iterable[Act], origin: str) -> Changes:
    """What some acts touched; nothing where there are none."""
    acts = list(acts)
    return Changes(
        batches=frozenset(act.batch for act in acts),
        items=frozenset((act.batch, act.item) for act in acts),
        numbers=bool(acts),
        facts=len(acts),
        origin=origin,
    )


def _record(desk: Desk, drafts: Iterable[VerdictDraft]) -> list[Act]:
    """Write the drafts that say something new; a second look that was asked for is blind."""
    acts: list[Act] = []
    pending: dict[AnnotationKey, tuple[list[Entry], Verdict]] = {}

    def write() -> None:
        must_be_open(desk.conn, pending)
        asked = looks_wanted(desk.conn, pending, desk.me)
        payloads: list[Payload] = [
            structs.replace(verdict, blind=True) if key in asked and not before else verdict
            for key, (before, verdict) in pending.items()
        ]
        for key, entry in zip(pending, desk.add(payloads), strict=True):
            acts.append(_act(key, pending[key][0], entry))
        pending.clear()

    for draft in drafts:
        key = AnnotationKey(draft.batch, draft.item, draft.annotator, draft.ordinal)
        if key in pending:
            write()
        desk.must_have(key)
        _check(draft)
        before = desk.my_standing(key)
        heads = desk.my_heads(key)
        if len(before) == len(heads) == 1 and _says(desk, before[0]) == _wants(desk, draft):
            continue
        pending[key] = (before, _verdict(desk, draft, tuple(entry.hash for entry in heads)))
    write()
    return acts


def _act(key: AnnotationKey, before: Iterable[Entry], entry: Entry) -> Act:
    return Act(
        "verdict",
        key.batch,
        key.item,
        tuple(one.hash for one in before),
        entry.hash,
        key.annotator,
        key.ordinal,
    )


def _check(draft: VerdictDraft) -> None:
    if draft.outcome not in OUTCOMES:
        raise UserError(
            tr("{outcome} is not an outcome of a verdict.", outcome=draft.outcome),
            draft.item,
            tr("Choose one of: {outcomes}.", outcomes=", ".join(OUTCOMES)),
        )
    if draft.findings and draft.outcome != "incorrect":
        raise UserError(
            tr(
                "Only an incorrect verdict has findings; this one says {outcome}.",
                outcome=draft.outcome,
            ),
            draft.item,
            tr("Take the findings out, or call it incorrect."),
        )


def _verdict(desk: Desk, draft: VerdictDraft, replaces: tuple[str, ...]) -> Verdict:
    def seal(text: str) -> str:
        return seal_note(desk.conn, draft.batch, text)

    project = desk.batches[draft.batch].project
    return Verdict(
        batch=draft.batch,
        item=draft.item,
        annotator=draft.annotator,
        outcome=draft.outcome,
        ordinal=draft.ordinal,
        findings=tuple(make_finding(finding, project, seal) for finding in draft.findings),
        fixed=draft.fixed,
        note=seal(draft.note),
        took=min(max(draft.took, 0), _MOST_TOOK),
        blind=draft.blind,
        replaces=replaces,
    )


def _says(desk: Desk, entry: Entry) -> tuple[object, ...]:
    """What a standing verdict says, with its notes opened, to compare with a draft."""
    told = entry.payload
    assert isinstance(told, Verdict)
    named = [note for note in (told.note, *(one.note for one in told.findings)) if note]
    words = open_notes(desk.conn, named) if named else {}
    found = tuple(_finding_words(finding, words) for finding in told.findings)
    return told.outcome, found, told.fixed, words.get(told.note, told.note)


def _finding_words(finding: Finding, words: dict[str, str]) -> tuple[object, ...]:
    note = words.get(finding.note, finding.note)
    return (
        finding.code,
        finding.label,
        finding.right_label,
        finding.location,
        finding.root_cause,
        finding.clause,
        note,
    )


def _wants(desk: Desk, draft: VerdictDraft) -> tuple[object, ...]:
    project = desk.batches[draft.batch].project

    def plain(draft: FindingDraft) -> tuple[object, ...]:
        return _finding_words(make_finding(draft, project, str.strip), {})

    return draft.outcome, tuple(map(plain, draft.findings)), draft.fixed, draft.note.strip()
