"""What the form of a gold begins with. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from smo_review.domain.project import Project
from smo_review.domain.views import ItemView
from smo_review.operations.gold import GoldDraft, draft_of
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import project_of
from smo_review.queries.gold import golds


@dataclass(frozen=True)
class Start:
    """The form as it opens: `known` says that the item is gold already."""

    project: Project
    draft: GoldDraft
    known: bool


def right_labels(view: ItemView, selected: int | None = None) -> tuple[str, ...]:
    """The labels that a reviewed item should have, as far as its verdicts say.

    The person's own correction first, then an annotation they judged correct, then those of
    others; where nobody judged, the annotation that is selected.
    """
    told = [(entry, verdict) for entry in view.annotations for verdict in entry.verdicts]
    told.sort(key=lambda pair: (not pair[1].mine, pair[1].fixed is None))
    for entry, verdict in told:
        if verdict.fixed is not None:
            return tuple(sorted({mark.label for mark in verdict.fixed}))
        if verdict.outcome == "correct":
            return tuple(sorted(set(entry.annotation.labels)))
    if selected is not None and selected < len(view.annotations):
        return tuple(sorted(set(view.annotations[selected].annotation.labels)))
    return ()


def read_start(ws: Workspace, batch: str, item: str, labels: tuple[str, ...]) -> Start:
    """The gold as it stands, or a new one with `labels`."""
    found = next((one for one in golds(ws, batch=batch, retired=True) if one.item == item), None)
    draft = GoldDraft(batch, item, labels) if found is None else draft_of(found)
    return Start(project_of(ws, batch), draft, found is not None)
