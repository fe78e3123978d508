"""What the filters of a workspace can be set to, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from smo_review.domain.filters import Choice, FilterChoices
from smo_review.domain.project import Project, words
from smo_review.language import current
from smo_review.store import catalog
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace


def filter_choices(ws: Workspace) -> FilterChoices:
    """Batches, annotators, teams, labels, codes, clauses, languages and auditors that are here.

    What the projects name comes first, in their order; what only the data holds follows by name.
    """
    with ws.read() as conn:
        rows = [row for row in catalog.all_batches(conn) if row.info.kind == "review"]
        projects = [row.project for row in rows]
        languages = [
            one[0]
            for one in conn.execute(
                "SELECT DISTINCT language FROM items WHERE language <> '' ORDER BY language"
            )
        ]
        persons = conn.execute("SELECT id, name FROM persons WHERE number IN"
                               " (SELECT DISTINCT person FROM standings)").fetchall()  # fmt: skip
        return FilterChoices(
            batch=tuple((row.info.id, row.info.name or row.info.id) for row in rows),
            annotator=_plain(_keys(conn, "annotator")),
            team=_plain(sorted({one.team for told in projects for one in told.people if one.team})),
            label=_named(_labels(projects), _keys(conn, "label")),
            code=_named(_codes(projects), _keys(conn, "code"), _codes(projects, heads=True)),
            clause=_named(_clauses(projects), ()),
            language=_plain(languages),
            auditor=tuple(sorted(((id_, name or id_) for id_, name in persons), key=_by_name)),
        )


def strata(ws: Workspace) -> list[str]:
    """Every stratum that an item or annotation here was drawn from, judged or not. It looks through
    all of them."""
    with ws.read() as conn:
        found = conn.execute(
            "SELECT stratum FROM items WHERE stratum <> '' UNION"
            " SELECT stratum FROM annotations WHERE stratum <> '' ORDER BY 1"
        )
        return [row[0] for row in found]


def _keys(conn: Connection, axis: str) -> list[str]:
    found = conn.execute(
        "SELECT DISTINCT key FROM rollups WHERE axis = ? AND key <> '' ORDER BY key", (axis,)
    )
    return [row[0] for row in found]


def _labels(projects: Iterable[Project]) -> dict[str, str]:
    return {one.id: words(one.name, current()) for project in projects for one in project.labels}


def _codes(projects: Iterable[Project], *, heads: bool = False) -> dict[str, str]:
    """The codes that can be chosen: those that head others come only where they were used."""
    told = {}
    for project in projects:
        above = {one.parent for one in project.error_codes}
        told.update(
            {
                one.id: words(one.name, current())
                for one in project.error_codes
                if heads or one.id not in above
            }
        )
    return told


def _clauses(projects: Iterable[Project]) -> dict[str, str]:
    return {
        one.number: f"{one.number} {words(one.title, current())}"
        for project in projects
        for one in project.guideline.clauses
    }


def _named(
    names: dict[str, str], held: Iterable[str], others: Mapping[str, str] = MappingProxyType({})
) -> tuple[Choice, ...]:
    """What can be chosen, then what else the data holds; `others` may name that too."""
    rest = (key for key in held if key not in names)
    return tuple(names.items()) + tuple((key, others.get(key, key)) for key in rest)


def _plain(keys: Iterable[str]) -> tuple[Choice, ...]:
    return tuple((key, key) for key in keys)


def _by_name(one: Choice) -> str:
    return one[1]
