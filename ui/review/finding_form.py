"""The findings of a verdict while they are being made, one of them in hand. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from smo_review.domain.facts import ErrorClass
from smo_review.domain.project import Project
from smo_review.domain.views import FindingDraft

BLANK = FindingDraft()


def class_of(project: Project, code: str) -> ErrorClass | None:
    """The error class of a code, or None for a code that the project does not have."""
    found = (entry.error_class for entry in project.error_codes if entry.id == code)
    return next(found, None)


def wants_wrong(error_class: ErrorClass | None) -> bool:
    """Whether an error of this class names a label that should not be there."""
    return error_class in (None, "over-flagged", "wrong-label")


def wants_right(error_class: ErrorClass | None) -> bool:
    """Whether an error of this class names a label that should be there."""
    return error_class in (None, "missed", "wrong-label")


class FindingForm:
    """The findings of one verdict while they are made; `place` is the one in hand."""

    def __init__(
        self,
        project: Project,
        labels: Sequence[str],
        drafts: Sequence[FindingDraft],
        marked: str = "",
        given: Sequence[FindingDraft] = (),
    ) -> None:
        """`drafts` to begin with; `given` are those of the verdict that stands."""
        self._project = project
        self._likely = marked or (labels[0] if len(set(labels)) == 1 else "")
        self._given = list(given)
        self.findings: list[FindingDraft] = list(drafts) or [BLANK]
        self.place = 0

    @property
    def current(self) -> FindingDraft:
        return self.findings[self.place]

    @property
    def error_class(self) -> ErrorClass | None:
        return class_of(self._project, self.current.code)

    def change(self, **fields: object) -> None:
        """Change fields of the finding in hand."""
        self.findings[self.place] = msgspec.structs.replace(self.current, **fields)

    def set_code(self, code: str) -> None:
        """Choose the error code; labels that its class does not speak of are dropped.

        The wrong label is filled in: the one whose mark is selected, or the only one there is.
        """
        kind = class_of(self._project, code)
        wrong = self.current.label if wants_wrong(kind) else ""
        if kind in ("over-flagged", "wrong-label"):
            wrong = wrong or self._likely
        right = self.current.right_label if wants_right(kind) else ""
        self.change(code=code, label=wrong, right_label=right)

    def next_field(self) -> str:
        """What is worth asking for next: "label", "right_label", or "" where enough is said."""
        kind = self.error_class
        if kind in ("over-flagged", "wrong-label") and not self.current.label:
            return "label"
        if kind in ("missed", "wrong-label") and not self.current.right_label:
            return "right_label"
        return ""

    def add(self) -> bool:
        """Begin one more finding; False while the one in hand says nothing."""
        if not self.says_something(self.current):
            return False
        self.findings.append(BLANK)
        self.place = len(self.findings) - 1
        return True

    def remove(self) -> None:
        """Take the finding in hand away."""
        del self.findings[self.place]
        if not self.findings:
            self.findings.append(BLANK)
        self.place = min(self.place, len(self.findings) - 1)

    @staticmethod
    def says_something(finding: FindingDraft) -> bool:
        """A finding needs a code, or a label from which the code follows."""
        return bool(finding.code or finding.label or finding.right_label)

    def unsaved(self) -> tuple[FindingDraft, ...]:
        """What would be lost if the form were closed now; empty where that is nothing."""
        begun = [finding for finding in self.findings if finding != BLANK]
        return tuple(begun) if begun != self._given else ()

    def result(self) -> list[FindingDraft]:
        """The findings that can be recorded; empty while there is none."""
        return [finding for finding in self.findings if self.says_something(finding)]
