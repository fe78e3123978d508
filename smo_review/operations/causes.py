"""Analyses of causes: begun, changed, settled. Every change is a fact that holds the whole tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import uuid_utils
from msgspec import Struct

from smo_review.domain.causes import (
    CAUSE_STATES,
    DEEPEST,
    LONGEST,
    MOST_CITED,
    MOST_NODES,
    SHAPES,
    Cause,
    CauseState,
    Node,
    NodeView,
    Shape,
)
from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.queries.counted import project_in
from smo_review.queries.lookup import is_here
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes, seal_note
from smo_review.store.workspace import Workspace


class CauseDraft(Struct, frozen=True):
    """An analysis as it should stand. `cause` empty begins one. A node that `quotes` content is
    sealed with the batch of the first annotation that it cites."""

    title: str
    shape: Shape = "whys"
    nodes: tuple[NodeView, ...] = ()
    about: Filter = EVERYTHING
    state: CauseState = "open"
    cause: str = ""


class Saved(Struct, frozen=True):
    """What was written: its id, and what it touched."""

    id: str
    changes: Changes


def save_cause(ws: Workspace, draft: CauseDraft, origin: str = "") -> Saved:
    """Write an analysis down; what stands already adds nothing.

    It stands instead of every version that is here, so that edits made apart come together.
    UserError for a tree that is none, and for what it cites that is not here.
    """
    _check(draft)
    name = draft.cause or f"c-{uuid_utils.uuid7().hex}"
    with ws.write() as conn:
        before = standing(matters(conn, ["cause"], name))
        if draft.cause and not before:
            raise UserError(
                tr("There is no such analysis here."), name, tr("List them, or begin one.")
            )
        _check_cites(conn, draft.nodes, before)
        project = before[-1].project if before else project_in(conn, _about(draft))
        made = Cause(
            name,
            draft.title.strip(),
            draft.shape,
            _nodes(conn, draft.nodes, before),
            draft.about,
            draft.state,
        )
        if [_told(one.matter) for one in before] == [_told(made)]:
            return Saved(name, Changes(origin=origin))
        made = Cause(*_told(made), replaces=tuple(one.hash for one in before))
        append_matters(conn, ws.identity, project, [made])
    return Saved(name, Changes(facts=1, origin=origin))


def _about(draft: CauseDraft) -> Filter:
    """What the analysis is about; where that names nothing, the batch that it cites first."""
    cited = next((key.batch for node in draft.nodes for key in node.cites), "")
    named = draft.about.project or draft.about.batch
    return draft.about if named else Filter(batch=cited)


def _told(cause: Cause) -> tuple[str, str, Shape, tuple[Node, ...], Filter, CauseState]:
    return cause.cause, cause.title, cause.shape, cause.nodes, cause.about, cause.state


def _nodes(conn: Connection, nodes: Sequence[NodeView], before: Sequence[Told]) -> tuple[Node, ...]:
    """The nodes as the fact holds them; words that were sealed already keep their hash."""
    sealed = {node.id: node.sealed for one in before for node in one.matter.nodes if node.sealed}
    words = open_notes(conn, sealed.values())
    found = []
    for node in nodes:
        old = sealed.get(node.id, "")
        text = " ".join(node.text.split())
        if not node.quotes:
            found.append(Node(node.id, node.parent, text, cites=node.cites))
        elif old and (node.lost or words.get(old) == text):
            found.append(Node(node.id, node.parent, sealed=old, cites=node.cites))
        else:
            hash_ = seal_note(conn, node.cites[0].batch, text)
            found.append(Node(node.id, node.parent, sealed=hash_, cites=node.cites))
    return tuple(found)


def _check(draft: CauseDraft) -> None:
    title = draft.title.strip()
    if not title or len(title) > LONGEST:
        raise _refused(tr("The problem needs 1 to {n} characters.", n=LONGEST), "title")
    if draft.shape not in SHAPES or draft.state not in CAUSE_STATES:
        raise _refused(tr("There is no such kind or state of analysis."), draft.shape)
    if len(draft.nodes) > MOST_NODES:
        raise _refused(tr("A tree has at most {n} nodes.", n=MOST_NODES), title)
    depths: dict[str, int] = {"": -1}
    for node in _from_top(draft.nodes):
        if not node.id or node.id in depths or node.parent not in depths:
            raise _refused(
                tr("A node needs an id of its own, and a node above it that is there."), node.id
            )
        depths[node.id] = depths[node.parent] + 1
        if depths[node.id] > DEEPEST:
            raise _refused(tr("A tree has at most {n} levels.", n=DEEPEST + 1), node.id)
        _check_node(node)


def _check_node(node: NodeView) -> None:
    text = node.text.strip()
    if not node.lost and not 0 < len(text) <= LONGEST:
        raise _refused(tr("A node needs 1 to {n} characters.", n=LONGEST), node.id)
    if len(node.cites) > MOST_CITED:
        raise _refused(tr("A node cites at most {n} annotations.", n=MOST_CITED), node.id)
    if node.quotes and not node.cites:
        raise _refused(tr("Words that quote content need the item that they quote."), node.id)


def _from_top(nodes: Sequence[NodeView]) -> Iterable[NodeView]:
    """Each node after the one above it, whatever the order in which they were given."""
    known, left = {""}, list(nodes)
    while left:
        ready = [node for node in left if node.parent in known]
        if not ready:
            yield from left
            return
        yield from ready
        known |= {node.id for node in ready}
        left = [node for node in left if node not in ready]


def _check_cites(conn: Connection, nodes: Iterable[NodeView], before: Iterable[Told]) -> None:
    """What was cited before may be of a batch that is not here; what is new must be."""
    old = {key for one in before for node in one.matter.nodes for key in node.cites}
    new: set[AnnotationKey] = {key for node in nodes for key in node.cites} - old
    for key in sorted(new):
        if not is_here(conn, key):
            raise _refused(
                tr("What is cited is not here: {annotator} on {item}.",
                   annotator=key.annotator, item=key.item),
                key.batch,
            )  # fmt: skip


def _refused(what: str, where: str) -> UserError:
    return UserError(what, where, tr("Correct it; nothing was recorded."))
