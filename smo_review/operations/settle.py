"""Settle an annotation that several verdicts disagree on."""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Settle
from smo_review.language import tr
from smo_review.operations.locks import must_be_open
from smo_review.operations.verdicts import changes
from smo_review.store.desk import Desk
from smo_review.store.steps import Act, push
from smo_review.store.texts import index_notes, open_notes, seal_note
from smo_review.store.workspace import Workspace


def settle(
    ws: Workspace, key: AnnotationKey, holds: str, reason: str = "", origin: str = ""
) -> Changes:
    """Say which of the standing verdicts on an annotation holds (`holds`: its fact's hash).

    The others stand beside it as they are; a verdict given later opens the question again.
    UserError where no such verdict stands, or where a ruling on a dispute does.
    """
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(key.batch, key.item)})
        desk.must_have(key)
        must_be_open(conn, [key])
        standing = [entry.hash for entry in desk.standing(key)]
        if holds not in standing:
            raise UserError(
                tr("The verdict that should hold does not stand on this annotation."),
                key.item,
                tr("Choose one of the verdicts that are shown."),
            )
        over = tuple(hash_ for hash_ in standing if hash_ != holds)
        before = desk.my_settles(key)
        said = [entry.payload for entry in before if isinstance(entry.payload, Settle)]
        words = open_notes(conn, [told.reason for told in said if told.reason])
        if [(told.holds, told.over, words.get(told.reason, told.reason)) for told in said] == [
            (holds, over, reason.strip())
        ]:
            return Changes(origin=origin)
        replaces = tuple(entry.hash for entry in before)
        (entry,) = desk.add(
            [
                Settle(
                    key.batch,
                    key.item,
                    key.annotator,
                    holds,
                    key.ordinal,
                    over,
                    seal_note(conn, key.batch, reason),
                    replaces,
                )
            ]
        )
        acts = [
            Act("settle", key.batch, key.item, replaces, entry.hash, key.annotator, key.ordinal)
        ]
        push(conn, acts)
        index_notes(conn)
    return changes(acts, origin)
