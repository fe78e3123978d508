"""Blind second looks: whose turn it is, so that no query tells them the first verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import structs

from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import Stand, stand_of, subject_of
from smo_review.domain.matters import Told
from smo_review.store.catalog import all_batches, item_row
from smo_review.store.database import Connection, values
from smo_review.store.matters import about, matters
from smo_review.store.workspace import Workspace


def looks_wanted(conn: Connection, keys: Iterable[AnnotationKey], name: str) -> set[AnnotationKey]:
    """Those of the annotations that `name` is to look at again and on which no ruling stands.

    Whether their verdict is given already is not looked at here.
    """
    subjects = {subject_of(key): key for key in keys}
    told = about(conn, ["second-look", "dispute-ruling"], subjects)
    by_subject: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_subject[one.matter.subject].append(one)
    stands = {subjects[subject]: stand_of(found) for subject, found in by_subject.items()}
    return {key for key, stand in stands.items() if is_asked(stand, name)}


def rows_to_look_at(conn: Connection, name: str, person: str) -> set[int]:
    """Rows of the items on which `name` still owes a blind second look.

    Nothing that tells the first verdict may be shown of them: not in a list, not by a filter.
    """
    told = [one.matter for one in matters(conn, ["second-look"]) if one.matter.auditor == name]
    keys = {AnnotationKey(one.batch, one.item, one.annotator, one.ordinal) for one in told}
    if not keys:
        return set()
    given = set(
        conn.execute(
            "SELECT b.id, i.id, n.name, s.ordinal FROM standings s JOIN persons p ON"
            " p.number = s.person JOIN items i ON i.row = s.item JOIN batches b ON"
            " b.number = i.batch JOIN annotators n ON n.number = s.annotator"
            " WHERE p.id = ? AND i.id IN (SELECT value FROM json_each(?))",
            (person, values({key.item for key in keys})),
        )
    )
    owed = looks_wanted(conn, (key for key in keys if structs.astuple(key) not in given), name)
    rows = (item_row(conn, key.batch, key.item) for key in owed)
    return {row for row in rows if row is not None}


def is_asked(stand: Stand, name: str) -> bool:
    """Whether a person of this name is wanted for a second look, and no ruling stands yet."""
    return not stand.rulings and any(one.matter.auditor == name for one in stand.looks)


def people_here(ws: Workspace) -> tuple[str, ...]:
    """The names of everybody whose facts are here, and of the people of the projects."""
    with ws.read() as conn:
        signed = [name for (name,) in conn.execute("SELECT name FROM persons WHERE name <> ''")]
        listed = [person.name for row in all_batches(conn) for person in row.project.people]
    return tuple(sorted({*signed, *listed, ws.identity.name}, key=str.casefold))
