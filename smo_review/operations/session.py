"""Guided sessions: begun on a deck, voted on, revealed, ruled; rulings become cases and gold."""

from __future__ import annotations

from collections.abc import Sequence

import uuid_utils
from msgspec import Struct

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.learning import GoldRecord
from smo_review.domain.matters import Matter, Told, standing
from smo_review.domain.sessions import (
    ROUNDS,
    Case,
    Question,
    Reveal,
    Ruling,
    Session,
    Slide,
    Vote,
)
from smo_review.language import tr
from smo_review.queries.learning import run_of
from smo_review.queries.sessions import ballots_of, sources_of
from smo_review.store.catalog import batch_row
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.texts import seal_note
from smo_review.store.workspace import Workspace

LEAST, MOST = 3, 30
"""Items of a deck."""
LONGEST = 2000
"""Characters of a question."""


class SlideDraft(Struct, frozen=True):
    """What is asked of an item, and what only the presenter sees."""

    item: str
    prompt: str = ""
    note: str = ""
    clause: str = ""


class VoteDraft(Struct, frozen=True):
    """What somebody says at the trainer's keyboard."""

    session: str
    item: str
    voter: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    confidence: int | None = None
    round: int = 1


class RulingDraft(Struct, frozen=True):
    """The group's answer. `as_case` and `as_gold` say what the ruling becomes beside it."""

    session: str
    item: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    reason: str = ""
    undecided: bool = False
    as_case: bool = True
    as_gold: bool = False


def begin_session(
    ws: Workspace,
    deck: str,
    people: Sequence[str] = (),
    slides: Sequence[SlideDraft] = (),
    title: str = "",
) -> str:
    """Begin a session on a deck; returns its id. Without `slides` all items come, in deck order.

    UserError where the deck is not here, is no deck, or has fewer than 3 or more than 30 items.
    """
    run = run_of(ws, deck)
    if run.sheet.mode != "session":
        raise UserError(
            tr("This exercise is no deck for a session."),
            run.sheet.title,
            tr("Build one with the mode “session”."),
        )
    drafts = slides or [SlideDraft(item) for item in run.items]
    unknown = next((one.item for one in drafts if one.item not in run.items), None)
    if unknown is not None or not LEAST <= len(drafts) <= MOST:
        raise UserError(
            tr("A deck has {least} to {most} items of its own.", least=LEAST, most=MOST),
            unknown or run.sheet.title,
            tr("Add items, or leave some out."),
        )
    name = f"s-{uuid_utils.uuid7().hex}"
    with ws.write() as conn:
        made = Session(
            name,
            deck,
            title or run.sheet.title,
            tuple(
                Slide(
                    one.item,
                    seal_note(conn, deck, one.prompt),
                    seal_note(conn, deck, one.note),
                    one.clause,
                )
                for one in drafts
            ),
            tuple(dict.fromkeys(name.strip() for name in people if name.strip())),
        )
        _append(ws, conn, deck, [made])
    return name


def vote(ws: Workspace, draft: VoteDraft, origin: str = "") -> Changes:
    """Record a vote at the keyboard; until the reveal it may be given anew.

    UserError once the round was revealed, and for what the deck or project does not know.
    """
    with ws.write() as conn:
        session = _session(conn, draft.session)
        _check_vote(ws, session, draft)
        if _revealed(conn, draft.session, draft.item, draft.round):
            raise UserError(
                tr("The votes on this item were shown already."),
                draft.item,
                tr("Vote in the second round."),
            )
        before = [
            one
            for one in standing(matters(conn, ["vote"], draft.session))
            if (one.matter.item, one.matter.round, one.matter.voter)
            == (draft.item, draft.round, draft.voter)
        ]
        made = Vote(
            draft.session,
            draft.item,
            draft.round,
            draft.voter,
            tuple(sorted(set(draft.labels))),
            draft.clause,
            draft.confidence,
            tuple(one.hash for one in before),
        )
        _append(ws, conn, session.deck, [made])
    return _changes(session.deck, draft.item, 1, origin)


def reveal_votes(
    ws: Workspace, session: str, item: str, number: int = 1, origin: str = ""
) -> Changes:
    """Show the spread of a round; votes that come later are late. Nothing where it was shown."""
    found = ballots_of(ws, session)
    with ws.write() as conn:
        told = _session(conn, session)
        if _revealed(conn, session, item, number):
            return Changes(origin=origin)
        inside = sorted(one.hash for one in found if (one.item, one.round) == (item, number))
        _append(ws, conn, told.deck, [Reveal(session, item, number, tuple(inside))])
    return _changes(told.deck, item, 1, origin)


def rule(ws: Workspace, draft: RulingDraft, origin: str = "") -> Changes:
    """Record the group's ruling on an item, and the case and gold that it becomes.

    The first round must have been revealed: a ruling before it would tell the votes. A further
    ruling stands instead of the one before. UserError otherwise, and for a ruling without reason.
    """
    source = sources_of(ws, draft.session).get(draft.item)
    with ws.write() as conn:
        session = _session(conn, draft.session)
        if not _revealed(conn, draft.session, draft.item, 1):
            raise UserError(
                tr("The votes on this item were not shown yet."),
                draft.item,
                tr("Show the spread first, then rule."),
            )
        if not draft.reason.strip():
            raise UserError(
                tr("A ruling needs its reason."),
                draft.item,
                tr("Write down why the group rules so."),
            )
        before = [
            one
            for one in standing(matters(conn, ["ruling"], draft.session))
            if one.matter.item == draft.item
        ]
        made: list[Matter] = [
            Ruling(
                draft.session,
                draft.item,
                tuple(sorted(set(draft.labels))),
                draft.clause,
                seal_note(conn, session.deck, draft.reason),
                draft.undecided,
                tuple(one.hash for one in before),
            )
        ]
        if source is not None and not draft.undecided:
            made += _remains(conn, draft, *source)
        _append(ws, conn, session.deck, made)
    return _changes(session.deck, draft.item, len(made), origin)


def _remains(conn: Connection, draft: RulingDraft, batch: str, item: str) -> list[Matter]:
    """The case and the gold of the item that a ruling was about, where it comes from."""
    labels = tuple(sorted(set(draft.labels)))
    found: list[Matter] = []
    if draft.as_case:
        old = standing(matters(conn, ["case"], f"{batch}/{item}"))
        reason = seal_note(conn, batch, draft.reason)
        found.append(
            Case(
                batch,
                item,
                labels,
                draft.clause,
                reason,
                draft.session,
                tuple(one.hash for one in old),
            )
        )
    if draft.as_gold:
        old = standing(matters(conn, ["gold"], f"{batch}/{item}"))
        found.append(
            GoldRecord(
                batch,
                item,
                labels,
                seal_note(conn, batch, draft.reason),
                draft.clause,
                source="ruling",
                replaces=tuple(one.hash for one in old),
            )
        )
    return found


def ask_question(
    ws: Workspace, session: str, text: str, clause: str = "", origin: str = ""
) -> Changes:
    """Keep what the guideline does not decide, as a question to its owners."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise UserError(
            tr("A question needs 1 to {n} characters.", n=LONGEST), session, tr("Shorten it.")
        )
    with ws.write() as conn:
        told = _session(conn, session)
        made = Question(f"q-{uuid_utils.uuid7().hex}", text, clause, session)
        _append(ws, conn, told.deck, [made])
    return _changes(told.deck, "", 1, origin)


def _session(conn: Connection, session: str) -> Session:
    found = standing(matters(conn, ["session"], session))
    if not found:
        raise UserError(
            tr("There is no such session here."), session, tr("Begin it, or check its id.")
        )
    told: Session = found[-1].matter
    return told


def _revealed(conn: Connection, session: str, item: str, number: int) -> bool:
    told: list[Told] = matters(conn, ["spread"], session)
    return any((one.matter.item, one.matter.round) == (item, number) for one in told)


def _check_vote(ws: Workspace, session: Session, draft: VoteDraft) -> None:
    run = run_of(ws, session.deck)
    for value, known, field in (
        (draft.item, {slide.item for slide in session.slides}, "item"),
        *((label, run.labels, "labels") for label in draft.labels),
        (draft.clause or None, run.clauses, "clause"),
        (draft.round, ROUNDS, "round"),
    ):
        if value is not None and value not in known:
            raise UserError(
                tr("The session does not know “{value}”.", value=value),
                f"{draft.item}, {field}",
                tr("Correct it; nothing was recorded."),
            )
    if not draft.voter.strip():
        raise UserError(tr("A vote needs a name."), draft.item, tr("Say who votes."))


def _append(ws: Workspace, conn: Connection, deck: str, made: Sequence[Matter]) -> None:
    append_matters(conn, ws.identity, batch_row(conn, deck).info.project, made)


def _changes(deck: str, item: str, facts: int, origin: str) -> Changes:
    items = frozenset({(deck, item)}) if item else frozenset()
    return Changes(batches=frozenset({deck}), items=items, facts=facts, origin=origin)
