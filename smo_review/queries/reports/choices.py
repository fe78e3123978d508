"""What a report can be about: the projects here, with their batches, teams and annotators."""

from __future__ import annotations

import msgspec

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.project import Project, words
from smo_review.domain.reports import ReportChoice
from smo_review.language import current
from smo_review.queries.reports.basis import project_of
from smo_review.store.workspace import Workspace


def report_choices(ws: Workspace) -> tuple[ReportChoice, ...]:
    """Every project that has a batch to review, by name; empty where there is none.

    Annotators are those whose work was judged; people of the roster by their own name.
    """
    found = []
    with ws.read() as conn:
        batches: dict[str, list[BatchInfo]] = {}
        for (body,) in conn.execute("SELECT info FROM batches ORDER BY number"):
            info = msgspec.json.decode(body, type=BatchInfo)
            if info.kind == "review":
                batches.setdefault(info.project, []).append(info)
        for name, infos in batches.items():
            project = project_of(conn, name)
            judged = {
                key
                for (key,) in conn.execute(
                    "SELECT DISTINCT key FROM rollups WHERE axis = 'annotator' AND outcome <> ''"
                    " AND project = ? AND kind <> 2",
                    (name,),
                )
            }
            found.append(
                ReportChoice(
                    project=name,
                    name=words(project.name, current()),
                    batches=tuple((info.id, info.name or info.id) for info in infos),
                    teams=tuple(sorted({one.team for one in project.people if one.team})),
                    annotators=tuple(sorted({_called(project, key) for key in judged})),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.name, one.project)))


def _called(project: Project, key: str) -> str:
    """A person of the roster by their name, anybody else by the name that annotations carry."""
    return next((one.name for one in project.people if key in (one.name, *one.aliases)), key)
