"""What the form of a gold begins with. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import structs

from smo_review.domain.content import Mark
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


def right_marks(view: ItemView, selected: int | None = None) -> tuple[Mark, ...]:
    """Where the right labels of a reviewed item lie, as far as its verdicts say.

    From the same verdict or annotation as the labels, and from the findings that name a right
    label and its place.
    """
    told = [(entry, verdict) for entry in view.annotations for verdict in entry.verdicts]
    told.sort(key=lambda pair: (not pair[1].mine, pair[1].fixed is None))
    found: list[Mark] = []
    for entry, verdict in told:
        found += [
            Mark(one.right_label, one.location)
            for one in verdict.findings
            if one.right_label and one.location is not None
        ]
        if verdict.fixed is not None or verdict.outcome == "correct":
            marks = entry.annotation.marks if verdict.fixed is None else verdict.fixed
            return (*_placed(marks), *found)
    if selected is not None and selected < len(view.annotations):
        found += _placed(view.annotations[selected].annotation.marks)
    return tuple(found)


def _placed(marks: Iterable[Mark]) -> list[Mark]:
    return [Mark(one.label, one.location) for one in marks if one.location is not None]


def read_start(
    ws: Workspace,
    batch: str,
    item: str,
    labels: tuple[str, ...],
    marks: tuple[Mark, ...] = (),
) -> Start:
    """The gold as it stands, or a new one with `labels`; `marks` where it has none of its own."""
    found = next((one for one in golds(ws, batch=batch, retired=True) if one.item == item), None)
    draft = GoldDraft(batch, item, labels) if found is None else draft_of(found)
    draft = structs.replace(draft, marks=draft.marks or marks)
    return Start(project_of(ws, batch), draft, found is not None)
