"""Undo and redo: further facts that name the ones they replace."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey
from smo_review.domain.facts import Flag, Restore, Settle
from smo_review.operations.locks import locked, ruled_among
from smo_review.operations.verdicts import changes
from smo_review.store.desk import Desk
from smo_review.store.standings import Entry, Payload
from smo_review.store.steps import Act, forget, mark, next_step
from smo_review.store.workspace import Workspace


def undo(ws: Workspace, origin: str = "") -> Changes:
    """Take the last operation back; `items` is empty where there is nothing to undo.

    UserError where a ruling on a dispute has locked all that it did.
    """
    return _move(ws, origin, undone=True)


def redo(ws: Workspace, origin: str = "") -> Changes:
    """Do the operation again that was undone last."""
    return _move(ws, origin, undone=False)


def _move(ws: Workspace, origin: str, *, undone: bool) -> Changes:
    """Turn the next step. What a ruling has locked since stays; a step of nothing else is refused
    and forgotten, so that the one before it can be turned."""
    with ws.write() as conn:
        step = next_step(conn, undone=not undone)
        if step is None:
            return Changes(origin=origin)
        ruled = ruled_among(conn, [_key(act) for act in step.acts if act.what != "flag"])
        acts = [act for act in step.acts if act.what == "flag" or _key(act) not in ruled]
        payloads = _turn(Desk(conn, ws.identity, _places(acts)), acts, undone) if acts else []
        if acts:
            mark(conn, step, undone=undone)
        else:
            forget(conn, step)
    if not acts:
        raise locked(*next(iter(ruled.items())))
    return msgspec.structs.replace(changes(acts, origin), facts=len(payloads))


def _turn(desk: Desk, acts: Sequence[Act], undone: bool) -> list[Payload]:
    payloads: list[Payload] = []
    for act in acts:
        wanted = act.before if undone else (act.after,)
        payloads += _payloads(desk, act, wanted)
    desk.add(payloads)
    return payloads


def _places(acts: Sequence[Act]) -> set[tuple[str, str]]:
    return {(act.batch, act.item) for act in acts}


def _key(act: Act) -> AnnotationKey:
    return AnnotationKey(act.batch, act.item, act.annotator, act.ordinal)


def _payloads(desk: Desk, act: Act, wanted: Sequence[str]) -> list[Payload]:
    """The facts that make what `wanted` names (nothing, where empty) stand again."""
    key = _key(act)
    if act.what == "flag":
        return [_flag(desk, act, wanted)]
    if act.what == "settle":
        return [_settle(desk, key, wanted)]
    replaces = _hashes(desk.my_heads(key))
    place = (key.batch, key.item, key.annotator, key.ordinal)
    return [Restore(*place, replaces, hash_) for hash_ in _verdicts(desk, place, wanted)]


def _verdicts(desk: Desk, place: tuple[str, str, str, int], wanted: Sequence[str]) -> Sequence[str]:
    """The verdicts to restore; a restore that itself came after a withdrawal restores none."""
    found = [
        hash_
        for hash_ in wanted
        if (entry := desk.by_hash(Restore(*place), hash_)) is not None
        and not isinstance(entry.payload, Restore)
    ]
    return found or ("",)


def _flag(desk: Desk, act: Act, wanted: Sequence[str]) -> Flag:
    blank = Flag(act.batch, act.item, False)
    replaces = _hashes(desk.my_flags((act.batch, act.item)))
    told = _first(desk, blank, wanted)
    return msgspec.structs.replace(told if isinstance(told, Flag) else blank, replaces=replaces)


def _settle(desk: Desk, key: AnnotationKey, wanted: Sequence[str]) -> Settle:
    blank = Settle(key.batch, key.item, key.annotator, "", key.ordinal)
    replaces = _hashes(desk.my_settles(key))
    told = _first(desk, blank, wanted)
    return msgspec.structs.replace(told if isinstance(told, Settle) else blank, replaces=replaces)


def _first(desk: Desk, about: Payload, wanted: Sequence[str]) -> Payload | None:
    entry = desk.by_hash(about, wanted[0]) if wanted else None
    return entry.payload if entry else None


def _hashes(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.hash for entry in entries)
