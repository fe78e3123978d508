"""Votes written in a file, one a line, for sessions that are run from a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.sessions import Session
from smo_review.exchange.lines import decode, line_of
from smo_review.language import tr
from smo_review.operations.leading import call_vote, remark
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    ask_question,
    check_said,
    reveal_votes,
    rule,
    session_here,
    vote,
)
from smo_review.operations.session_actions import agree_action
from smo_review.store.workspace import Workspace

MAX_FILE = 1 << 26
ACTS = ("call", "vote", "reveal", "remark", "rule", "ask", "action")


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that happens in a session: a call, a vote, a reveal, a remark, a ruling, a
    question or an action."""

    act: str
    item: str = ""
    voter: str = ""
    labels: tuple[str, ...] = ()
    clause: str = ""
    confidence: float | None = None
    round: int = 1
    seconds: int = 0
    reason: str = ""
    text: str = ""
    gold: bool = False
    owner: str = ""
    due: str = ""
    undecided: bool = False


def run_script(ws: Workspace, session: str, path: Path) -> int:
    """Do what every line says, in order; returns how many there were.

    A line's `act` is `call`, `vote`, `reveal`, `remark`, `rule`, `ask` or `action`. UserError names
    the line that is not right. Nothing is done where that can be told beforehand; where it is only
    out of turn, what was done before it stands, as it would in the room.
    """
    lines = _read(path)
    with ws.read() as conn:
        told = session_here(conn, session)
    for number, line in lines:
        with _named(path, number):
            _check(ws, told, line)
    for done, (number, line) in enumerate(lines):
        with _named(path, number, done):
            _do(ws, session, line)
    return len(lines)


@contextmanager
def _named(path: Path, number: int, done: int = 0) -> Iterator[None]:
    """Whatever is refused inside names its line, and says that the lines before it stand."""
    try:
        yield
    except UserError as error:
        where = ", ".join(filter(None, (line_of(str(path), number), error.where)))
        stands = tr("What the lines before say was done. Correct this line and run the rest.")
        raise UserError(error.what, where, stands if done else error.do) from None


def _read(path: Path) -> list[tuple[int, Line]]:
    if not path.is_file() or path.stat().st_size > MAX_FILE:
        raise UserError(
            tr("The votes cannot be read."), str(path), tr("Name a file with one act a line.")
        )
    decoder = msgspec.json.Decoder(Line)
    return [
        (number, decode(decoder, body, str(path), number))
        for number, body in enumerate(path.read_bytes().splitlines(), 1)
        if body.strip()
    ]


def _check(ws: Workspace, session: Session, line: Line) -> None:
    if line.act not in ACTS:
        raise UserError(
            tr("A line says “{act}”, which is nothing that happens in a session.", act=line.act),
            line.item,
            tr("Use call, vote, reveal, remark, rule, ask or action."),
        )
    check_said(ws, session, line.item, line.labels, line.clause, line.round)


def _do(ws: Workspace, session: str, line: Line) -> None:
    if line.act == "vote":
        sure = None if line.confidence is None else round(line.confidence * MILLION)
        vote(
            ws,
            VoteDraft(session, line.item, line.voter, line.labels, line.clause, sure, line.round),
        )
    elif line.act == "call":
        call_vote(ws, session, line.item, line.round, line.seconds)
    elif line.act == "remark":
        remark(ws, session, line.item, line.text)
    elif line.act == "reveal":
        reveal_votes(ws, session, line.item, line.round)
    elif line.act == "rule":
        draft = RulingDraft(
            session,
            line.item,
            line.labels,
            line.clause,
            line.reason,
            line.undecided,
            as_gold=line.gold,
        )
        rule(ws, draft)
    elif line.act == "ask":
        ask_question(ws, session, line.text, line.clause)
    else:
        agree_action(ws, session, line.text, line.owner, line.due)
