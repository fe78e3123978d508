"""How the golds here fare: how often asked, right, disputed, how fast; which to rotate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import structs

from smo_review.domain.learning import Answer, Exercise, GoldView
from smo_review.domain.matters import Told, standing
from smo_review.domain.project import Clause
from smo_review.domain.scores import GoldHealth
from smo_review.quality.gold_health import Given, health
from smo_review.queries.gold import golds
from smo_review.store.catalog import all_batches
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace

Place = tuple[str, str]
"""(batch, item) of a gold."""


def gold_health(ws: Workspace, *, batch: str = "") -> tuple[GoldHealth, ...]:
    """Every gold that is not retired, in the batch's order, with what speaks against it.

    Only answers to exercises whose key is here are counted; an attempt that was not handed in
    counts as far as it was answered.
    """
    found = golds(ws, batch=batch)
    with ws.read() as conn:
        given = _given(conn)
        otherwise = _otherwise(conn)
        old = _outdated(conn, found)
    told = []
    for gold in found:
        place = (gold.batch, gold.item)
        one = health(gold.labels, given.get(place, ()))
        disputed = sum(labels != gold.labels for labels in otherwise.get(place, ()))
        signs = (
            *(("memorised",) if one.memorised else ()),
            *(("contested",) if one.contested else ()),
            *(("disputed",) if disputed else ()),
            *(("outdated",) if place in old else ()),
        )
        told.append(
            GoldHealth(
                *place,
                gold.labels,
                gold.retired,
                one.answers,
                one.people,
                one.right,
                one.first,
                one.again,
                disputed,
                signs,
            )
        )
    return tuple(structs.replace(one, instead=_instead(one, told)) for one in told)


def _instead(gold: GoldHealth, among: Sequence[GoldHealth]) -> Place | None:
    """For a gold with a sign: one of the same labels that has none and is asked least."""
    fitting = [one for one in among if one.labels == gold.labels and not one.signs and one != gold]
    if not gold.signs or not fitting:
        return None
    best = min(fitting, key=lambda one: (one.answers, one.batch, one.item))
    return best.batch, best.item


def _given(conn: Connection) -> Mapping[Place, list[Given]]:
    """The standing answers to each gold, found through the keys of the exercises."""
    sources: dict[Place, Place] = {}
    for told in standing(matters(conn, ["exercise"])):
        made: Exercise = told.matter
        for member in made.members:
            sources[made.exercise, member.item] = (member.batch, member.source)
    found: dict[Place, list[Given]] = defaultdict(list)
    for one in standing(matters(conn, ["answer"])):
        said: Answer = one.matter
        source = sources.get((said.exercise, said.item))
        if source is not None:
            found[source].append(
                Given(one.person, tuple(sorted(set(said.labels))), said.took, one.time)
            )
    return found


def _otherwise(conn: Connection) -> Mapping[Place, list[tuple[str, ...]]]:
    """What standing rulings and golds say of each item, whoever said it."""
    found: dict[Place, list[tuple[str, ...]]] = defaultdict(list)
    told: list[Told] = standing(matters(conn, ["case", "gold"]))
    for one in told:
        if not getattr(one.matter, "retired", False):
            place = (one.matter.batch, one.matter.item)
            found[place].append(tuple(sorted(set(one.matter.labels))))
    return found


def _outdated(conn: Connection, found: Sequence[GoldView]) -> set[Place]:
    """Golds whose clause reads otherwise in the newest guideline of their project, or is gone."""
    rows = all_batches(conn)
    clauses = {row.info.id: _clauses(row.project.guideline.clauses) for row in rows}
    project = {row.info.id: row.info.project for row in rows}
    newest = {row.info.project: clauses[row.info.id] for row in rows if row.info.kind == "review"}
    return {
        (gold.batch, gold.item)
        for gold in found
        if gold.clause
        and clauses[gold.batch].get(gold.clause) != newest[project[gold.batch]].get(gold.clause)
    }


def _clauses(found: Sequence[Clause]) -> dict[str, Clause]:
    return {one.number: one for one in found}
