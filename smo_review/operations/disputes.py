"""Disputes: ask another auditor for a blind second look, and rule.

A ruling writes, in one transaction, the fact that tells it and the settle fact from which the
numbers follow; where nobody's verdict says what the ruling says, a verdict of the ruler as well.
None of it is a step of undo: only a further ruling stands instead of one.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import (
    KINDS,
    RULINGS,
    DisputeRuling,
    RulingOutcome,
    SecondLook,
    Stand,
    stand_of,
    subject_of,
)
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Finding, Settle, Verdict
from smo_review.domain.leads import ANYBODY
from smo_review.domain.matters import Told
from smo_review.language import tr
from smo_review.operations.locks import locked, must_lead
from smo_review.queries.disputes import names_of
from smo_review.queries.leads import leads_in, names_of_leads
from smo_review.queries.looks import is_asked
from smo_review.store.database import Connection
from smo_review.store.desk import Desk
from smo_review.store.ledger import append_matters
from smo_review.store.matters import about
from smo_review.store.standings import Entry
from smo_review.store.texts import index_notes, seal_note
from smo_review.store.workspace import Workspace


class DisputeRulingDraft(Struct, frozen=True):
    """A ruling as a person makes it.

    `upheld` are the hashes of the answers that the annotator was right in, asked for with
    `partly`. `holds` names one of the verdicts that stand; left out, it follows from the outcome.
    `clauses` caused the dispute; left out, they are those of the findings that fall. `again` rules
    anew where a ruling stands.
    """

    key: AnnotationKey
    outcome: RulingOutcome
    reason: str
    upheld: tuple[str, ...] = ()
    holds: str = ""
    clauses: tuple[str, ...] = ()
    again: bool = False


def assign_look(ws: Workspace, key: AnnotationKey, auditor: str, origin: str = "") -> Changes:
    """Ask an auditor, by name, for a blind second look at a disputed annotation.

    The one before, where it was not given yet, is asked no more. UserError where nothing is
    disputed or a ruling stands, or for somebody who judged the annotation already.
    """
    auditor = " ".join(auditor.split())
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(key.batch, key.item)})
        stand = _disputed(conn, desk, key)
        if stand.rulings:
            raise locked(key, stand.rulings[-1])
        if not auditor:
            raise UserError(tr("A second look needs a name."), key.item, tr("Say who looks again."))
        names = names_of(conn, ws.identity)
        judged = {names[entry.person] for entry in desk.standing(key) if entry.person in names}
        if [one.matter.auditor for one in stand.looks] == [auditor]:
            return Changes(origin=origin)
        if auditor in judged:
            raise UserError(
                tr("{name} has judged this annotation already.", name=auditor),
                key.item,
                tr("Choose another auditor: the second look is blind."),
            )
        old = tuple(one.hash for one in stand.looks)
        made = SecondLook(
            batch=key.batch,
            item=key.item,
            annotator=key.annotator,
            ordinal=key.ordinal,
            auditor=auditor,
            replaces=old,
        )
        append_matters(conn, ws.identity, desk.batches[key.batch].info.project, [made])
    return _changes(key, origin, numbers=False)


def rule_dispute(ws: Workspace, draft: DisputeRulingDraft, origin: str = "") -> Changes:
    """Answer a dispute: accept, partly, reject. The verdict that holds then is locked.

    UserError without a reason, where nothing is disputed, where a ruling stands and `again` is not
    asked for, where the disputed verdict is the ruler's own, where it is not clear which verdict
    holds, and for who is no lead of the project.
    """
    key = draft.key
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(key.batch, key.item)})
        stand = _disputed(conn, desk, key)
        must_lead(conn, ws.identity, desk.batches[key.batch].info.project, key.item)
        _check(desk, stand, draft)
        _not_in_own_cause(conn, ws, desk, stand)
        if is_asked(stand, desk.me) and not desk.my_standing(key):
            raise UserError(
                tr("You are asked for a blind second look at this annotation."),
                key.item,
                tr("Give your own verdict first, then rule."),
            )
        upheld = _upheld(stand, draft)
        fallen = _fallen(desk, stand, upheld)
        standing = desk.standing(key)
        holds = _holds(desk, stand, draft, standing, fallen)
        over = tuple(entry.hash for entry in standing if entry.hash != holds)
        reason = seal_note(conn, key.batch, draft.reason)
        final = Settle(
            key.batch,
            key.item,
            key.annotator,
            holds,
            key.ordinal,
            over,
            reason,
            tuple(entry.hash for entry in desk.finals(key)),
            final=True,
        )
        desk.add([final])
        clauses = dict.fromkeys(finding.clause for finding in fallen if finding.clause)
        ruling = DisputeRuling(
            batch=key.batch,
            item=key.item,
            annotator=key.annotator,
            ordinal=key.ordinal,
            outcome=draft.outcome,
            holds=holds,
            answers=tuple(sorted(one.hash for one in stand.answers)),
            over=over,
            upheld=tuple(sorted(upheld)),
            clauses=() if draft.outcome == "reject" else draft.clauses or tuple(clauses),
            reason=reason,
            replaces=tuple(one.hash for one in stand.rulings),
        )
        append_matters(conn, ws.identity, desk.batches[key.batch].info.project, [ruling])
        index_notes(conn)
    return _changes(key, origin, numbers=True)


def _disputed(conn: Connection, desk: Desk, key: AnnotationKey) -> Stand:
    desk.must_have(key)
    stand = stand_of(about(conn, KINDS, [subject_of(key)]))
    if not stand.disputed and not stand.rulings:
        raise UserError(
            tr("Nothing is disputed on this annotation."),
            f"{key.item}, {key.annotator}",
            tr("Take in the annotator's answers first."),
        )
    return stand


def _check(desk: Desk, stand: Stand, draft: DisputeRulingDraft) -> None:
    key = draft.key
    if draft.outcome not in RULINGS:
        raise UserError(
            tr("“{word}” is no ruling on a dispute.", word=draft.outcome),
            key.item,
            tr("Choose one of: {all}.", all=", ".join(RULINGS)),
        )
    if stand.rulings and not draft.again:
        raise locked(key, stand.rulings[-1])
    if not draft.reason.strip():
        raise UserError(
            tr("A ruling needs its reason."), key.item, tr("Write down why it is ruled so.")
        )
    clauses = {clause.number for clause in desk.batches[key.batch].project.guideline.clauses}
    unknown = next((one for one in draft.clauses if clauses and one not in clauses), None)
    if unknown is not None:
        raise UserError(
            tr("The guideline has no clause {number}.", number=unknown),
            key.item,
            tr("Choose one of: {all}.", all=", ".join(sorted(clauses))),
        )


def _not_in_own_cause(conn: Connection, ws: Workspace, desk: Desk, stand: Stand) -> None:
    """UserError for whoever gave a verdict that is disputed: somebody else is to judge it."""
    named = _named(desk, stand)
    if not any(desk.is_mine(entry) for entry in named):
        return
    names = names_of(conn, ws.identity)
    authors = {names.get(entry.person, "") for entry in named} | {ws.identity.name}
    led = leads_in(conn).get(desk.batches[named[0].payload.batch].info.project, ANYBODY).now
    others = sorted(set(names_of_leads(conn, led) if led else names.values()) - authors)
    raise UserError(
        tr("The verdict that is disputed is your own."),
        named[0].payload.item,
        tr("Let somebody else rule, such as {names}: hand them your results.",
           names=", ".join(others[:5]))
        if others
        else tr("Let the lead or another auditor rule: hand them your results."),
    )  # fmt: skip


def _upheld(stand: Stand, draft: DisputeRulingDraft) -> set[str]:
    """The answers that the annotator was right in."""
    disputed = {one.hash for one in stand.disputed}
    if draft.outcome == "accept":
        return disputed
    if draft.outcome == "reject":
        return set()
    upheld = set(draft.upheld)
    if not upheld <= disputed or (not draft.holds and (not upheld or upheld == disputed)):
        raise UserError(
            tr("Partly: some of the disputed findings fall, and some stay."),
            draft.key.item,
            tr("Say which fall, or which verdict holds instead."),
        )
    return upheld


def _fallen(desk: Desk, stand: Stand, upheld: set[str]) -> list[Finding]:
    """The findings that a ruling takes away, without their notes."""
    verdicts = {entry.hash: entry.payload for entry in _named(desk, stand)}
    fallen = []
    for one in stand.disputed:
        told = verdicts.get(one.matter.verdict)
        if one.hash in upheld and isinstance(told, Verdict):
            fallen.append(_bare(told.findings[one.matter.finding]))
    return fallen


def _place(told: Told) -> tuple[str, str, str]:
    return told.matter.batch, told.matter.item, told.matter.annotator


def _holds(
    desk: Desk,
    stand: Stand,
    draft: DisputeRulingDraft,
    standing: Sequence[Entry],
    fallen: Sequence[Finding],
) -> str:
    """The hash of the verdict that holds; the ruler's own is written where none says it yet."""
    if draft.holds:
        known = {entry.hash for entry in (*standing, *_named(desk, stand))}
        if draft.holds not in known:
            raise UserError(
                tr("The verdict that should hold does not stand on this annotation."),
                draft.key.item,
                tr("Choose one of the verdicts that are shown."),
            )
        return draft.holds
    base = _in_question(desk, stand, standing, draft)
    if draft.outcome == "reject":
        return base.hash
    told = base.payload
    assert isinstance(told, Verdict)
    left = tuple(finding for finding in told.findings if _bare(finding) not in fallen)
    wanted = "incorrect" if left else "correct"
    for entry in standing:
        said = entry.payload
        if isinstance(said, Verdict) and said.outcome == wanted and _same(said.findings, left):
            return entry.hash
    made = structs.replace(
        told,
        outcome="incorrect" if left else "correct",
        findings=left,
        fixed=None,
        took=0,
        blind=False,
        replaces=tuple(entry.hash for entry in desk.my_heads(draft.key)),
    )
    return desk.add([made])[0].hash


def _in_question(
    desk: Desk, stand: Stand, standing: Sequence[Entry], draft: DisputeRulingDraft
) -> Entry:
    """The verdict that was disputed, or what its author made of it since; ruled anew, as it was."""
    named = _named(desk, stand)
    hashes = {entry.hash for entry in standing}
    found = named if draft.again else [entry for entry in named if entry.hash in hashes]
    candidates = found or list(standing)
    if len(candidates) != 1:
        raise UserError(
            tr("{n} verdicts stand on this annotation.", n=len(candidates)),
            draft.key.item,
            tr("Say which of them holds."),
        )
    return candidates[0]


def _named(desk: Desk, stand: Stand) -> list[Entry]:
    """The verdicts that the disputes speak of."""
    found = {}
    for one in stand.disputed:
        entry = desk.by_hash(Settle(*_place(one), "", one.matter.ordinal), one.matter.verdict)
        if entry is not None and isinstance(entry.payload, Verdict):
            found[entry.hash] = entry
    return list(found.values())


def _bare(finding: Finding) -> Finding:
    return structs.replace(finding, note="")


def _same(some: Sequence[Finding], others: Sequence[Finding]) -> bool:
    return [_bare(one) for one in some] == [_bare(one) for one in others]


def _changes(key: AnnotationKey, origin: str, *, numbers: bool) -> Changes:
    return Changes(
        batches=frozenset({key.batch}),
        items=frozenset({(key.batch, key.item)}),
        numbers=numbers,
        facts=1,
        origin=origin,
    )
