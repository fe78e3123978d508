"""Guided sessions: begun on a deck, voted on, revealed, ruled; rulings become cases and gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import uuid_utils
from msgspec import Struct

from smo_review.domain.changes import Changes
from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.learning import GoldRecord
from smo_review.domain.matters import Matter, Told, standing
from smo_review.domain.sessions import (
    FEWEST,
    MOST,
    ROUNDS,
    Case,
    Question,
    Reveal,
    Ruling,
    Session,
    Slide,
    SlideDraft,
    Vote,
)
from smo_review.language import tr
from smo_review.queries.learning import run_of
from smo_review.queries.sessions import ballots_of, deck_of, source_of
from smo_review.store.catalog import batch_row
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.texts import seal_note
from smo_review.store.workspace import Workspace

LONGEST = 2000
"""Characters of a question."""


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
    """The group's answer. `as_case` and `as_gold` say what the ruling becomes beside it;
    `as_question` keeps the reason of what is `undecided` as a question to the guideline's owners.
    """

    session: str
    item: str
    labels: tuple[str, ...] = ()
    clause: str = ""
    reason: str = ""
    undecided: bool = False
    as_case: bool = True
    as_gold: bool = False
    as_question: bool = False


def begin_session(
    ws: Workspace,
    deck: str,
    people: Sequence[str] = (),
    slides: Sequence[SlideDraft] = (),
    title: str = "",
    seats: Sequence[str] = (),
) -> str:
    """Begin a session on a deck; returns its id. Without `slides` all items come, in deck order,
    each with the teaching note and the clause of its gold where the deck was built here. `seats`
    are those of the people who vote at the trainer's keyboard.

    UserError where the deck is not here, is no deck, or has fewer than 3 or more than 30 items.
    """
    found = deck_of(ws, deck)
    drafts = slides or found.slides
    items = {one.item for one in found.slides}
    unknown = next((one.item for one in drafts if one.item not in items), None)
    if unknown is not None or not FEWEST <= len(drafts) <= MOST:
        raise UserError(
            tr("A deck has {least} to {most} items of its own.", least=FEWEST, most=MOST),
            unknown or found.title,
            tr("Add items, or leave some out."),
        )
    name = f"s-{uuid_utils.uuid7().hex}"
    with ws.write() as conn:
        made = Session(
            name,
            deck,
            title or found.title,
            tuple(
                Slide(
                    one.item,
                    seal_note(conn, deck, one.prompt),
                    seal_note(conn, deck, one.note),
                    one.clause,
                )
                for one in drafts
            ),
            _names((*seats, *people)),
            _names(seats),
        )
        append_to(ws, conn, deck, [made])
    return name


def _names(said: Iterable[str]) -> tuple[str, ...]:
    """Names without blanks around them, each once."""
    return tuple(dict.fromkeys(name.strip() for name in said if name.strip()))


def vote(ws: Workspace, draft: VoteDraft, origin: str = "") -> Changes:
    """Record a vote at the keyboard; until the reveal it may be given anew.

    UserError once the round was revealed, and for what the deck or project does not know.
    """
    with ws.write() as conn:
        session = session_here(conn, draft.session)
        _check_vote(ws, session, draft)
        if is_revealed(conn, draft.session, draft.item, draft.round):
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
        append_to(ws, conn, session.deck, [made])
    return touched(session.deck, draft.item, 1, origin)


def reveal_votes(
    ws: Workspace, session: str, item: str, number: int = 1, origin: str = ""
) -> Changes:
    """Show the spread of a round; votes that come later are late. Nothing where it was shown."""
    with ws.write() as conn:
        told = session_here(conn, session)
        found = ballots_of(conn, session)
        if is_revealed(conn, session, item, number):
            return Changes(origin=origin)
        inside = sorted(one.hash for one in found if (one.item, one.round) == (item, number))
        append_to(ws, conn, told.deck, [Reveal(session, item, number, tuple(inside))])
    return touched(told.deck, item, 1, origin)


def rule(ws: Workspace, draft: RulingDraft, origin: str = "") -> Changes:
    """Record the group's ruling on an item, and the case and gold that it becomes.

    The first round must have been revealed: a ruling before it would tell the votes. A further
    ruling stands instead of the one before. UserError otherwise, for a ruling without reason, and
    for what the deck or project does not know.
    """
    with ws.write() as conn:
        session = session_here(conn, draft.session)
        source = source_of(conn, session.deck, draft.item)
        check_said(ws, session, draft.item or "?", draft.labels, draft.clause)
        if not is_revealed(conn, draft.session, draft.item, 1):
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
        if draft.undecided and draft.as_question:
            made.append(_question(draft.session, draft.reason, draft.clause))
        append_to(ws, conn, session.deck, made)
    return touched(session.deck, draft.item, len(made), origin)


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
    with ws.write() as conn:
        told = session_here(conn, session)
        check_said(ws, told, "", (), clause)
        append_to(ws, conn, told.deck, [_question(session, text, clause)])
    return touched(told.deck, "", 1, origin)


def _question(session: str, text: str, clause: str) -> Question:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise UserError(
            tr("A question needs 1 to {n} characters.", n=LONGEST), session, tr("Shorten it.")
        )
    return Question(f"q-{uuid_utils.uuid7().hex}", text, clause, session)


def session_here(conn: Connection, session: str) -> Session:
    """The session as it was begun. UserError where it is not here."""
    found = standing(matters(conn, ["session"], session))
    if not found:
        raise UserError(
            tr("There is no such session here."), session, tr("Begin it, or check its id.")
        )
    told: Session = found[-1].matter
    return told


def is_revealed(conn: Connection, session: str, item: str, number: int) -> bool:
    """Whether the votes of a round were shown."""
    told: list[Told] = matters(conn, ["spread"], session)
    return any((one.matter.item, one.matter.round) == (item, number) for one in told)


def check_said(
    ws: Workspace,
    session: Session,
    item: str,
    labels: Sequence[str] = (),
    clause: str = "",
    number: int = 1,
) -> None:
    """UserError for an item that the session does not have, and a label or clause that its project
    does not know; an empty item or clause is none."""
    run = run_of(ws, session.deck)
    for value, known, field in (
        (item or None, {slide.item for slide in session.slides}, "item"),
        *((label, run.labels, "labels") for label in labels),
        (clause or None, run.clauses, "clause"),
        (number, ROUNDS, "round"),
    ):
        if value is not None and value not in known:
            raise UserError(
                tr("The session does not know “{value}”.", value=value),
                f"{item}, {field}".lstrip(", "),
                tr("Correct it; nothing was recorded."),
            )


def _check_vote(ws: Workspace, session: Session, draft: VoteDraft) -> None:
    check_said(ws, session, draft.item or "?", draft.labels, draft.clause, draft.round)
    if not draft.voter.strip():
        raise UserError(tr("A vote needs a name."), draft.item, tr("Say who votes."))
    if draft.confidence is not None and not 0 <= draft.confidence <= MILLION:
        raise UserError(tr("A confidence is a number from 0 to 1."), draft.item, tr("Correct it."))


def append_to(ws: Workspace, conn: Connection, deck: str, made: Sequence[Matter]) -> None:
    """Append facts to the chain of the deck's project."""
    append_matters(conn, ws.identity, batch_row(conn, deck).info.project, made)


def touched(deck: str, item: str, facts: int, origin: str) -> Changes:
    """What an act in a session touched."""
    items = frozenset({(deck, item)}) if item else frozenset()
    return Changes(batches=frozenset({deck}), items=items, facts=facts, origin=origin)
