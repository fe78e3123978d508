"""What happened on a day and may explain a change: marks on every trend."""

from __future__ import annotations

from smo_review.domain.filters import Filter
from smo_review.domain.trends import Mark
from smo_review.language import tr
from smo_review.queries.actions import happenings
from smo_review.store import catalog
from smo_review.store.database import Connection


def marks(conn: Connection, wanted: Filter) -> tuple[Mark, ...]:
    """All marks of what the filter is about, in order of days.

    A guideline's version begins on the day when the first batch that names it was made; the
    first version of all is no change and has no mark. Actions and incidents are marked on their
    days within the filter's.
    """
    found = _guidelines(conn, wanted)
    found += [Mark(day, kind, text) for day, kind, text in happenings(conn, wanted)]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.text)))


def _guidelines(conn: Connection, wanted: Filter) -> list[Mark]:
    first: dict[tuple[str, str], str] = {}
    for row in catalog.all_batches(conn):
        info = row.info
        version, day = info.guideline or row.project.guideline.version, info.made[:10]
        if not version or not day or wanted.project not in ("", info.project):
            continue
        known = first.get((info.project, version))
        first[info.project, version] = min(day, known) if known else day
    oldest: dict[str, str] = {}
    for (project, _), day in first.items():
        oldest[project] = min(day, oldest.get(project, day))
    return [
        Mark(day, "guideline", tr("Guideline {version}", version=version))
        for (project, version), day in first.items()
        if day != oldest[project]
    ]
