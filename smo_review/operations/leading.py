"""How a presenter leads a group through an item: calls it to vote, and keeps what was said."""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.sessions import LONGEST_ROUND, ROUNDS, Call, Remark
from smo_review.language import tr
from smo_review.operations.session import append_to, is_revealed, session_here, touched
from smo_review.store.matters import matters
from smo_review.store.texts import seal_note
from smo_review.store.workspace import Workspace


def call_vote(
    ws: Workspace, session: str, item: str, number: int = 1, seconds: int = 0, origin: str = ""
) -> Changes:
    """Call the group to vote on an item; the round's clock runs from now.

    Nothing where the round was called before. UserError where it was revealed already, where the
    second comes before the first was revealed, and for what the session does not know.
    """
    with ws.write() as conn:
        told = session_here(conn, session)
        if item not in {slide.item for slide in told.slides} or number not in ROUNDS:
            raise UserError(
                tr("The session does not know “{value}”.", value=f"{item} {number}"),
                told.title,
                tr("Correct it; nothing was recorded."),
            )
        if not 0 <= seconds <= LONGEST_ROUND:
            raise UserError(
                tr("A round may be given 0 to {n} seconds.", n=LONGEST_ROUND),
                item,
                tr("Correct it; nothing was recorded."),
            )
        if is_revealed(conn, session, item, number):
            raise UserError(
                tr("The votes on this item were shown already."),
                item,
                tr("Vote in the second round."),
            )
        if number > 1 and not is_revealed(conn, session, item, number - 1):
            raise UserError(
                tr("The votes on this item were not shown yet."),
                item,
                tr("Show the first votes, then vote again."),
            )
        called = matters(conn, ["call"], session)
        if any((one.matter.item, one.matter.round) == (item, number) for one in called):
            return Changes(origin=origin)
        append_to(ws, conn, told.deck, [Call(session, item, number, seconds)])
    return touched(told.deck, item, 1, origin)


def remark(ws: Workspace, session: str, item: str, text: str, origin: str = "") -> Changes:
    """Keep what was said in the discussion of an item. UserError for an empty text, and for an
    item that the session does not have."""
    with ws.write() as conn:
        told = session_here(conn, session)
        if not text.strip() or item not in {slide.item for slide in told.slides}:
            raise UserError(
                tr("A note needs words, and an item of the session."),
                item,
                tr("Write down what was said."),
            )
        made = Remark(session, item, seal_note(conn, told.deck, text))
        append_to(ws, conn, told.deck, [made])
    return touched(told.deck, item, 1, origin)
