"""Flag an item for a second look, or take the flag off."""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.domain.facts import Flag
from smo_review.operations.verdicts import changes
from smo_review.store.desk import Desk
from smo_review.store.steps import Act, push
from smo_review.store.texts import index_notes, open_notes, seal_note
from smo_review.store.workspace import Workspace


def flag_item(
    ws: Workspace, batch: str, item: str, *, on: bool, note: str = "", origin: str = ""
) -> Changes:
    """Set the person's own flag on an item, with a note where wanted; what stands adds nothing."""
    with ws.write() as conn:
        desk = Desk(conn, ws.identity, {(batch, item)})
        desk.annotations((batch, item))
        before = desk.my_flags((batch, item))
        said = [entry.payload for entry in before if isinstance(entry.payload, Flag)]
        words = open_notes(conn, [told.note for told in said if told.note])
        stands = {(told.on, words.get(told.note, told.note)) for told in said} or {(False, "")}
        if stands == {(on, note.strip())}:
            return Changes(origin=origin)
        replaces = tuple(entry.hash for entry in before)
        (entry,) = desk.add([Flag(batch, item, on, seal_note(conn, batch, note), replaces)])
        acts = [Act("flag", batch, item, replaces, entry.hash)]
        push(conn, acts)
        index_notes(conn)
    return changes(acts, origin)
