"""Analyses of causes as they stand, their words opened."""

from __future__ import annotations

from collections import defaultdict

from smo_review.domain.causes import Cause, CauseView, Node, NodeView
from smo_review.domain.errors import UserError
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace


def causes(ws: Workspace, *, project: str = "") -> tuple[CauseView, ...]:
    """Every analysis that is here, open ones first, then the newest."""
    with ws.read() as conn:
        found = _views(conn, standing(matters(conn, ["cause"], project=project)))
    return tuple(sorted(found, key=lambda one: (one.state != "open", -one.time, one.cause)))


def cause_of(ws: Workspace, cause: str) -> CauseView:
    """One analysis; UserError where it is not here."""
    with ws.read() as conn:
        found = _views(conn, standing(matters(conn, ["cause"], cause)))
    if not found:
        raise UserError(
            tr("There is no such analysis here."), cause, tr("List them, or begin one.")
        )
    return found[0]


def _views(conn: Connection, heads: list[Told]) -> list[CauseView]:
    """One view a subject; the newest of several heads is shown, the others are named."""
    by_subject: dict[str, list[Told]] = defaultdict(list)
    for one in heads:
        by_subject[one.matter.subject].append(one)
    words = open_notes(
        conn, [node.sealed for one in heads for node in one.matter.nodes if node.sealed]
    )
    sealed = set(
        conn.execute(
            "SELECT b.id, i.id FROM items i JOIN batches b ON b.number = i.batch WHERE i.sealed = 1"
        )
    )
    found = []
    for own in by_subject.values():
        newest = own[-1]
        said: Cause = newest.matter
        found.append(
            CauseView(
                said.cause,
                newest.project,
                said.title,
                said.shape,
                tuple(_node(node, words, sealed) for node in said.nodes),
                said.about,
                said.state,
                newest.name or newest.person,
                newest.time,
                tuple(one.name or one.person for one in own[:-1]),
            )
        )
    return found


def _node(node: Node, words: dict[str, str], sealed: set[tuple[str, str]]) -> NodeView:
    """Words that quote an item in custody are withheld, as the item is."""
    if not node.sealed:
        return NodeView(node.id, node.parent, node.text, cites=node.cites)
    withheld = any((key.batch, key.item) in sealed for key in node.cites)
    text = None if withheld else words.get(node.sealed)
    return NodeView(node.id, node.parent, text or "", True, node.cites, lost=text is None)
