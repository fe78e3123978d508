"""A workspace where a group has ruled: cases, a ruling that became none, questions."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    ask_question,
    begin_session,
    reveal_votes,
    rule,
    vote,
)
from smo_review.operations.workspace import Workspace
from smo_review.queries.sessions import tally
from tests.helpers.review_cases import ITEMS

KHMER = "ពាក្យ\u200bប្រមាថ\u200bដែលដកស្រង់ មិនមែនជាការវាយប្រហារទេ"
CHINESE = "引用的辱骂语若表示赞同也算仇恨言论"


def rulings(ws: Workspace, batch: str, folder: Path) -> str:
    """A session with two cases, a ruling that became none, one left open, and a question."""
    set_gold(ws, [GoldDraft(batch, item.id, ("hate",)) for item in ITEMS])
    deck = build_exercise(ws, Plan("November", "session", n=4), folder / "deck.smo").exercise
    session = begin_session(ws, deck, ("Dara",))
    by_source = {one.source_item: one.item for one in tally(ws, session).slides}
    for source, draft in {
        "post-1": RulingDraft(session, "", ("hate",), "1", KHMER),
        "post-2": RulingDraft(session, "", ("offensive",), "3", CHINESE),
        "post-3": RulingDraft(session, "", ("normal",), "3", "Only selling.", as_case=False),
        "post-4": RulingDraft(session, "", reason="Unclear for songs.", undecided=True),
    }.items():
        item = by_source[source]
        vote(ws, VoteDraft(session, item, "Dara", ("hate",)))
        reveal_votes(ws, session, item)
        rule(ws, structs.replace(draft, item=item))
    ask_question(ws, session, "Is a caption a quotation?", "3")
    return session
