"""What a ruling locks: the verdicts on an annotation whose dispute was ruled on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from smo_review.domain.content import AnnotationKey
from smo_review.domain.disputes import subject_of
from smo_review.domain.errors import UserError
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.store.database import Connection
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
