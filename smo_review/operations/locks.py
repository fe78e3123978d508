"""What is not for everybody, or not any more: what leads decide, and what a ruling locks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import subject_of
from smo_review.domain.errors import UserError
from smo_review.domain.leads import ANYBODY
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.queries.leads import leads_in, names_of_leads
from smo_review.store.database import Connection
from smo_review.store.identity import Identity
from smo_review.store.matters import about


def ruled_among(conn: Connection, keys: Iterable[AnnotationKey]) -> dict[AnnotationKey, Told]:
    """Those of these annotations that a ruling stands on, each with its (newest) ruling."""
    subjects = {subject_of(key): key for key in keys}
    found = standing(about(conn, ["dispute-ruling"], subjects))
    return {key: told for told in found if (key := told.matter.key) in subjects.values()}


def must_be_open(conn: Connection, keys: Iterable[AnnotationKey]) -> None:
    """UserError where a ruling stands on one of these annotations: it says who ruled when."""
    for key, told in ruled_among(conn, keys).items():
        raise locked(key, told)


def must_lead(conn: Connection, me: Identity, project: str, where: str) -> None:
    """UserError, which says who may, where the project has leads and the person is none of them."""
    leads = leads_in(conn).get(project, ANYBODY)
    if not leads.may(me.person):
        raise UserError(
            tr("Only a lead of the project may decide this."),
            where,
            tr(
                "The project file names {names}: hand them your results.",
                names=", ".join(names_of_leads(conn, leads.now)),
            ),
        )


def locked(key: AnnotationKey, told: Told) -> UserError:
    """The refusal that a ruling gives rise to."""
    when = datetime.fromtimestamp(told.time / 1_000_000, UTC).date().isoformat()
    return UserError(
        tr(
            "{name} ruled on the dispute about this annotation on {date}; its verdict is locked.",
            name=told.name or told.person,
            date=when,
        ),
        f"{key.item}, {key.annotator}",
        tr("Only another ruling can change it."),
    )
