"""An annotation as it should have been, while it is made: marks put on, taken off, placed anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from smo_review.domain.content import Location, Mark
from smo_review.domain.project import Project
from smo_review.domain.views import FindingDraft
from ui.review import flow

Marks = tuple[Mark, ...]


def toggled(before: Sequence[Mark], marks: Marks, label: str) -> Marks:
    """The label taken off with all its marks, or put on: as it was in `before`, if it was there."""
    if any(mark.label == label for mark in marks):
        return tuple(mark for mark in marks if mark.label != label)
    return marks + (tuple(mark for mark in before if mark.label == label) or (Mark(label),))


def placed(marks: Marks, row: int, location: Location | None) -> Marks:
    """The mark at `row` in another place, or in none. A person says so, with no confidence."""
    mark = msgspec.structs.replace(marks[row], location=location, confidence=None)
    return (*marks[:row], mark, *marks[row + 1 :])


def findings_of(
    before: Sequence[Mark], after: Sequence[Mark], project: Project
) -> tuple[FindingDraft, ...]:
    """The findings that turn the marks `before` into `after`.

    First the labels that were wrong, each with the place of the label that is right. A label that
    stays but lies elsewhere is a technical error, with the first code that the project has for it.
    """
    places: dict[str, Location | None] = {}
    for mark in after:
        places.setdefault(mark.label, mark.location)
    labels = flow.fix_findings([mark.label for mark in before], [mark.label for mark in after])
    wrong = tuple(
        msgspec.structs.replace(finding, location=places.get(finding.right_label))
        for finding in labels
    )
    headings = {code.parent for code in project.error_codes}
    codes = [code.id for code in project.error_codes if code.error_class == "technical"]
    code = next((code for code in codes if code not in headings), "")
    were = {(mark.label, mark.location) for mark in before}
    stays = {mark.label for mark in before}
    return wrong + tuple(
        FindingDraft(code=code, label=mark.label if code else "", location=mark.location)
        for mark in after
        if mark.label in stays and (mark.label, mark.location) not in were
    )
