"""Votes written in a file, one a line, for sessions that are run from a terminal."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.exchange.lines import decode
from smo_review.language import tr
from smo_review.operations.leading import call_vote, remark
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    ask_question,
    reveal_votes,
    rule,
    vote,
)
from smo_review.operations.session_actions import agree_action
from smo_review.store.workspace import Workspace

MAX_FILE = 1 << 26


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

    A line's `act` is `call`, `vote`, `reveal`, `remark`, `rule`, `ask` or `action`. UserError
    names the line that cannot be done; what was done before it stands, as it would in the room.
    """
    if not path.is_file() or path.stat().st_size > MAX_FILE:
        raise UserError(
            tr("The votes cannot be read."), str(path), tr("Name a file with one act a line.")
        )
    decoder = msgspec.json.Decoder(Line)
    lines = [
        decode(decoder, body, str(path), number)
        for number, body in enumerate(path.read_bytes().splitlines(), 1)
        if body.strip()
    ]
    for line in lines:
        _do(ws, session, line)
    return len(lines)


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
    elif line.act == "action":
        agree_action(ws, session, line.text, line.owner, line.due)
    else:
        raise UserError(
            tr("A line says “{act}”, which is nothing that happens in a session.", act=line.act),
            line.item,
            tr("Use call, vote, reveal, remark, rule, ask or action."),
        )
