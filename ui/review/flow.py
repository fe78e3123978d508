"""Where a verdict leads and what it makes of an item: pure rules over views. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from smo_review.domain.bundles import Author
from smo_review.domain.content import AnnotationKey
from smo_review.domain.facts import ErrorClass
from smo_review.domain.project import Project
from smo_review.domain.views import (
    AnnotationView,
    FindingDraft,
    FindingView,
    ItemView,
    VerdictDraft,
    VerdictView,
)


def key_of(view: ItemView, index: int) -> AnnotationKey:
    """The identity of an item's annotation."""
    annotation = view.annotations[index].annotation
    return AnnotationKey(view.batch, view.item.id, annotation.annotator, annotation.ordinal)


def index_of(view: ItemView, key: AnnotationKey) -> int | None:
    """Where an annotation stands in the view, or None."""
    for index in range(len(view.annotations)):
        if key_of(view, index) == key:
            return index
    return None


def first_open(view: ItemView, order: Sequence[int]) -> int | None:
    """The first shown annotation without a verdict of mine."""
    return next((i for i in order if view.annotations[i].mine is None), None)


def next_open(view: ItemView, order: Sequence[int], index: int) -> int | None:
    """The next annotation without a verdict of mine after `index`, going round; None at the end."""
    place = list(order).index(index)
    turned = [*order[place + 1 :], *order[:place]]
    return next((i for i in turned if view.annotations[i].mine is None), None)


def fix_findings(before: Sequence[str], after: Sequence[str]) -> tuple[FindingDraft, ...]:
    """The findings that turn the labels `before` into `after`.

    A label taken away and one put in its place are one finding, wrong to right; what is left over
    was put on too much (wrong only) or missed (right only). Without codes: these are derived.
    """
    removed = [label for label in dict.fromkeys(before) if label not in after]
    added = [label for label in dict.fromkeys(after) if label not in before]
    paired = min(len(removed), len(added))
    return (
        *(
            FindingDraft(label=wrong, right_label=right)
            for wrong, right in zip(removed[:paired], added[:paired], strict=True)
        ),
        *(FindingDraft(label=wrong) for wrong in removed[paired:]),
        *(FindingDraft(right_label=right) for right in added[paired:]),
    )


def judged(
    view: ItemView, index: int, draft: VerdictDraft, project: Project, me: Author
) -> ItemView:
    """The view as it will be once `draft` is written, so that the screen need not wait."""
    verdict = VerdictView(
        fact="",
        auditor=me.person,
        auditor_name=me.name,
        mine=True,
        outcome=draft.outcome,
        findings=tuple(_finding(finding, project) for finding in draft.findings),
        fixed=draft.fixed,
        note=draft.note,
        time=0,
    )
    entry = view.annotations[index]
    others = tuple(standing for standing in entry.verdicts if not standing.mine)
    changed = msgspec.structs.replace(entry, verdicts=(verdict, *others))
    return _with(view, index, changed)


def all_judged_correct(view: ItemView, project: Project, me: Author) -> ItemView:
    """The view once every annotation without a verdict of mine is judged correct."""
    for index, entry in enumerate(view.annotations):
        if entry.mine is None:
            annotation = entry.annotation
            draft = VerdictDraft(
                view.batch, view.item.id, annotation.annotator, "correct", annotation.ordinal
            )
            view = judged(view, index, draft, project, me)
    return view


def _with(view: ItemView, index: int, entry: AnnotationView) -> ItemView:
    entries = (*view.annotations[:index], entry, *view.annotations[index + 1 :])
    return msgspec.structs.replace(view, annotations=entries)


def _finding(draft: FindingDraft, project: Project) -> FindingView:
    code = next((entry for entry in project.error_codes if entry.id == draft.code), None)
    return FindingView(
        code=draft.code,
        error_class=code.error_class if code else _class(draft),
        critical=code.critical if code else False,
        severity=code.severity if code else 0,
        label=draft.label,
        right_label=draft.right_label,
        location=draft.location,
        root_cause=draft.root_cause,
        clause=draft.clause,
        note=draft.note,
    )


def _class(draft: FindingDraft) -> ErrorClass:
    if draft.label and draft.right_label:
        return "wrong-label"
    if draft.label:
        return "over-flagged"
    return "missed" if draft.right_label else "technical"


def draft_of(finding: FindingView) -> FindingDraft:
    """A finding that stands, taken up again for editing."""
    return FindingDraft(
        code=finding.code,
        label=finding.label,
        right_label=finding.right_label,
        location=finding.location,
        root_cause=finding.root_cause,
        clause=finding.clause,
        note=finding.note,
    )


def turned(before: ItemView, now: ItemView, order: Sequence[int]) -> int | None:
    """The first shown annotation on which my verdict is another now, or None."""
    for index in order:
        if now.annotations[index].mine != before.annotations[index].mine:
            return index
    return None
