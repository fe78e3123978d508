"""Who leads the projects that are here, and whether the person here does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from smo_review.domain.leads import Leads, leads_of
from smo_review.store import catalog
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace


def leads_in(conn: Connection) -> dict[str, Leads]:
    """The leads of every project that has a batch here, by the project's id."""
    lists: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for row in catalog.all_batches(conn):
        lists[row.info.project].append((row.info.made, row.info.id, row.project.leads))
    return {project: leads_of(told) for project, told in lists.items()}


def names_of_leads(conn: Connection, persons: Iterable[str]) -> tuple[str, ...]:
    """Persons by name; who is not known here by their id."""
    names = dict(conn.execute("SELECT id, name FROM persons"))
    return tuple(sorted(names.get(person) or person for person in persons))


def who_decides(ws: Workspace) -> dict[str, tuple[str, ...]]:
    """For every project that others lead, and not the person here: the names of its leads."""
    with ws.read() as conn:
        return {
            project: names_of_leads(conn, leads.now)
            for project, leads in leads_in(conn).items()
            if not leads.may(ws.identity.person)
        }
