"""What a rate is over and what it counts, read from one filter.

A filter's code and clause say which errors are counted; they never narrow what is counted over.
"""

from __future__ import annotations

import numpy as np
from msgspec import structs

from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.filters import NONE, Filter
from smo_review.language import tr
from smo_review.quality.judged import Found, Judged, Mask, day_number
from smo_review.queries.judged import findings_in, judged_in
from smo_review.store.database import Connection


def base(wanted: Filter) -> Filter:
    """The filter without what says which errors are meant."""
    return structs.replace(wanted, code="", clause="", outcome="", right_label="")


def counted_in(
    conn: Connection, wanted: Filter, progress: Progress | None = None
) -> tuple[Judged, list[Found]]:
    """What the filter counts over, and the findings in it that it means."""
    judged = judged_in(conn, base(wanted), progress)
    return judged, [one for one in findings_in(conn, judged) if meant(one, wanted)]


def meant(one: Found, wanted: Filter) -> bool:
    """Whether a finding is of the code and clause that a filter names, if it names any."""
    return wanted.code in ("", one.code) and wanted.clause in ("", one.clause)


def wide(wanted: Filter) -> Filter:
    """What has to be read for a filter; `narrowed` leaves the rest out without reading again."""
    return Filter(
        project=wanted.project, batch=wanted.batch, clock=wanted.clock, purpose=wanted.purpose
    )


def narrowed(judged: Judged, wanted: Filter) -> Mask:
    """Of what was read for `wide(wanted)`: the entries that the filter itself counts over."""
    mask = np.ones(len(judged), dtype=np.bool_)
    for value, names, places in (
        (wanted.annotator, judged.annotators, judged.annotator),
        (wanted.auditor, judged.auditors, judged.auditor),
        (wanted.language, judged.languages, judged.language),
        (wanted.stratum, judged.strata, judged.stratum),
    ):
        if value:
            mask &= np.array([name == value for name in names] or [False])[places]
    if wanted.label:
        mask &= judged.has_label("" if wanted.label == NONE else wanted.label)
    if wanted.severity is not None:
        mask &= judged.severity == wanted.severity
    days = judged.clock(wanted.clock)
    if wanted.since:
        mask &= days >= day_number(wanted.since)
    if wanted.until:
        mask &= days <= day_number(wanted.until)
    return mask


def project_in(conn: Connection, wanted: Filter) -> str:
    """The project that a filter is about: the one it names, its batch's, or the only one here.

    UserError where there are several, or none.
    """
    if wanted.project:
        return wanted.project
    known = [
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT project FROM batches WHERE ? IN ('', id) ORDER BY project",
            (wanted.batch,),
        )
    ]
    if len(known) == 1:
        return str(known[0])
    raise UserError(
        tr("It is not clear which project is meant.")
        if known
        else tr("There is no project here yet."),
        "--project",
        tr("Choose one of: {all}.", all=", ".join(known))
        if known
        else tr("Receive a batch first."),
    )
