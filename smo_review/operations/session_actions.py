"""What a session leaves to do: actions with owner and day, questions that want an answer."""

from __future__ import annotations

import datetime

import uuid_utils
from msgspec import structs

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.matters import standing
from smo_review.domain.minutes import SessionAction
from smo_review.language import tr
from smo_review.operations.session import LONGEST, append_to, session_here, touched
from smo_review.store.matters import matters
from smo_review.store.texts import seal_note
from smo_review.store.workspace import Workspace

LONGEST_NAME = 200


def agree_action(
    ws: Workspace, session: str, text: str, owner: str = "", due: str = "", origin: str = ""
) -> Changes:
    """Keep what the group agreed to do. UserError without words, and for a day that is none."""
    text, owner = text.strip(), " ".join(owner.split())
    if not text or len(owner) > LONGEST_NAME:
        raise UserError(
            tr("An action needs words, and an owner of at most {n} characters.", n=LONGEST_NAME),
            session,
            tr("Write down what is to be done."),
        )
    _check_day(due)
    with ws.write() as conn:
        told = session_here(conn, session)
        sealed = seal_note(conn, told.deck, text)
        made = SessionAction(f"a-{uuid_utils.uuid7().hex}", session, sealed, owner, due)
        append_to(ws, conn, told.deck, [made])
    return touched(told.deck, "", 1, origin)


def finish_action(ws: Workspace, action: str, origin: str = "") -> Changes:
    """Say that an action was done; nothing where it was said before. UserError where none is so
    called."""
    with ws.write() as conn:
        found = standing(matters(conn, ["session-action"], action))
        if not found:
            raise UserError(
                tr("There is no such action here."), action, tr("Look at the session's minutes.")
            )
        if all(one.matter.done for one in found):
            return Changes(origin=origin)
        told = session_here(conn, found[-1].matter.session)
        made = structs.replace(
            found[-1].matter, done=True, replaces=tuple(one.hash for one in found)
        )
        append_to(ws, conn, told.deck, [made])
    return touched(told.deck, "", 1, origin)


def answer_question(ws: Workspace, question: str, text: str, origin: str = "") -> Changes:
    """Keep the answer of the guideline's owners; a further one stands instead. UserError without
    words, and where there is no such question."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise UserError(
            tr("An answer needs 1 to {n} characters.", n=LONGEST), question, tr("Shorten it.")
        )
    with ws.write() as conn:
        found = standing(matters(conn, ["question"], question))
        if not found:
            raise UserError(
                tr("There is no such question here."),
                question,
                tr("Look at the session's minutes."),
            )
        told = session_here(conn, found[-1].matter.session)
        made = structs.replace(
            found[-1].matter, answered=text, replaces=tuple(one.hash for one in found)
        )
        append_to(ws, conn, told.deck, [made])
    return touched(told.deck, "", 1, origin)


def _check_day(due: str) -> None:
    try:
        _ = datetime.date.fromisoformat(due) if due else None
    except ValueError as error:
        raise UserError(
            tr("“{date}” is not a date.", date=due), "due", tr("Write it like 2026-01-31.")
        ) from error
