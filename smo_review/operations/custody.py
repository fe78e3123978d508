"""Seal an item that may be illegal to hold, release it, and note how it is handled.

None of it is a step of undo: sealing acts at once, and only a release with its reason takes it
back. Both are facts that travel with the results, so that the item is sealed wherever they go.
"""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.facts import RELEASE_REASONS, SEAL_REASON, Custody, CustodyAct
from smo_review.language import tr
from smo_review.store.desk import Desk
from smo_review.store.workspace import Workspace


def seal_item(ws: Workspace, batch: str, item: str, origin: str = "") -> Changes:
    """Seal an item: no query gives out its content from now on. Sealed already adds nothing.

    UserError where there is no such item.
    """
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(batch, item)})
        if desk.seals((batch, item)):
            return Changes(origin=origin)
        desk.add([Custody(batch, item, "sealed", SEAL_REASON)])
    return _changes(batch, item, origin)


def release_item(ws: Workspace, batch: str, item: str, reason: str, origin: str = "") -> Changes:
    """Take every seal off an item that lies on it now, with one of `RELEASE_REASONS`.

    UserError for another reason, or where the item is not sealed.
    """
    if reason not in RELEASE_REASONS:
        raise UserError(
            tr("{reason} is not a reason to release an item.", reason=reason),
            item,
            tr("Choose one of: {all}.", all=", ".join(RELEASE_REASONS)),
        )
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(batch, item)})
        lying = desk.seals((batch, item))
        if not lying:
            raise _not_sealed(item)
        named = tuple(sorted(entry.hash for entry in lying))
        desk.add([Custody(batch, item, "released", reason, named)])
    return _changes(batch, item, origin)


def note_handling(ws: Workspace, batch: str, item: str, act: CustodyAct) -> Changes:
    """Note that the person opened a sealed item's card (`viewed`) or handed it on (`referred`).

    UserError where the item is not sealed.
    """
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(batch, item)})
        if not desk.seals((batch, item)):
            raise _not_sealed(item)
        desk.add([Custody(batch, item, act)])
    return Changes(facts=1)


def _not_sealed(item: str) -> UserError:
    return UserError(
        tr("This item is not sealed."), item, tr("Seal it first, if it may be illegal to hold.")
    )


def _changes(batch: str, item: str, origin: str) -> Changes:
    return Changes(
        batches=frozenset({batch}),
        items=frozenset({(batch, item)}),
        numbers=True,
        facts=1,
        origin=origin,
    )
