"""The annotations beside the item, as lines: who, what they said, where, and how it was judged.

One flat list: a head line for each annotation, then its marks, then the verdicts that stand.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from smo_review.domain.content import Mark
from smo_review.domain.facts import Outcome
from smo_review.domain.project import Project
from smo_review.domain.views import AnnotationView, FindingView, ItemView, VerdictView
from smo_review.language import listed, tr
from ui.review import names
from ui.review.places import location_text
from ui.review.queue_model import Index
from ui.shell.tips import plain_tip

LINE = Qt.ItemDataRole.UserRole
LineKind = Literal["head", "mark", "none", "verdict"]


class Line(NamedTuple):
    """One line. `annotation` is its index, `mark` the mark's within it (-1 on other lines).

    `place` is where the annotation is shown, which gives its colour: blind, an index would tell.
    """

    kind: LineKind
    annotation: int
    text: str
    detail: str = ""
    mark: int = -1
    outcome: Outcome | None = None
    located: bool = False
    fact: str = ""
    unsettled: bool = False
    place: int = 0
    draft: bool = False


def mark_key(index: int, mark: int) -> str:
    """The stage's name for a mark. It holds places only, so that it tells nobody's name."""
    return f"{index}:{mark}"


def lines_of(
    view: ItemView,
    order: tuple[int, ...],
    project: Project,
    blind: bool,
    drafts: Collection[int] = (),
) -> list[Line]:
    """All lines of an item's annotations in the order shown; `drafts` have findings begun."""
    lines: list[Line] = []
    for place, index in enumerate(order):
        entry = view.annotations[index]
        lines.append(_head(entry, index, place, blind)._replace(draft=index in drafts))
        if not entry.annotation.marks:
            lines.append(Line("none", index, tr("None of the labels applies")))
        for number, mark in enumerate(entry.annotation.marks):
            lines.append(_mark(mark, index, number, project, blind)._replace(place=place))
        for verdict in entry.verdicts:
            lines.extend(_verdict(verdict, entry, index, project))
    return lines


def _head(entry: AnnotationView, index: int, place: int, blind: bool) -> Line:
    annotation = entry.annotation
    detail = "" if blind else names.kind_word(annotation.kind)
    mine = entry.mine.outcome if entry.mine else None
    name = names.annotator_name(annotation, place, blind)
    return Line("head", index, name, detail, outcome=mine, unsettled=entry.unsettled)


def _mark(mark: Mark, index: int, number: int, project: Project, blind: bool) -> Line:
    """Blind, no confidence is shown: only models give one, so that it would give them away."""
    details = []
    if mark.location is not None:
        details.append(location_text(mark.location))
    if mark.confidence is not None and not blind:
        details.append(names.percent(mark.confidence))
    return Line(
        "mark",
        index,
        names.label_name(project, mark.label),
        " · ".join(details),
        mark=number,
        located=mark.location is not None,
    )


def _verdict(
    verdict: VerdictView, entry: AnnotationView, index: int, project: Project
) -> list[Line]:
    """A line for the verdict and one for each finding; one's own plain verdict is in the head."""
    lines = []
    findings = [finding_text(finding, project) for finding in verdict.findings]
    if not verdict.mine or verdict.note:
        who = tr("You") if verdict.mine else verdict.auditor_name
        text = tr("{who}: {outcome}", who=who, outcome=names.outcome_word(verdict.outcome))
        lines.append(
            Line(
                "verdict",
                index,
                text,
                verdict.note,
                outcome=verdict.outcome,
                fact=verdict.fact,
                unsettled=entry.unsettled,
            )
        )
    lines.extend(
        Line("verdict", index, text, finding.note)
        for text, finding in zip(findings, verdict.findings, strict=True)
    )
    return lines


def finding_text(finding: FindingView, project: Project) -> str:
    """A finding in one line: its code, then wrong to right."""
    name = names.code_name(project, finding.code) or names.class_word(finding.error_class)
    wrong = names.label_name(project, finding.label)
    right = names.label_name(project, finding.right_label)
    labels = f"{wrong or '–'} → {right or '–'}" if wrong or right else ""
    critical = tr("critical") if finding.critical else ""
    return " · ".join(part for part in (name, labels, critical) if part)


class CardsModel(QAbstractListModel):
    """The lines of one item's annotations."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.selected: int | None = None
        self.current_mark: tuple[int, int] | None = None

    def show(self, lines: list[Line], selected: int | None, fresh: bool) -> None:
        """Show these lines; `selected` is the selected annotation, `fresh` means another item."""
        if fresh or (self.current_mark and self.current_mark[0] != selected):
            self.current_mark = None
        if (lines, selected) == (self.lines, self.selected) and not fresh:
            return
        same = [(line.kind, line.annotation) for line in lines] == [
            (line.kind, line.annotation) for line in self.lines
        ]
        if same:
            self.lines, self.selected = lines, selected
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines, self.selected = lines, selected
        self.endResetModel()

    def set_mark(self, index: int, mark: int) -> None:
        """Make one mark the current one."""
        self.current_mark = (index, mark)
        if self.lines:
            self.dataChanged.emit(self.index(0), self.index(len(self.lines) - 1))

    def row_of(self, index: int, mark: int = -1) -> int | None:
        """The row of an annotation's head, or of one of its marks."""
        for row, line in enumerate(self.lines):
            if line.annotation == index and line.mark == mark and line.kind in ("head", "mark"):
                return row
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(part for part in (line.text, line.detail) if part))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            outcome = names.outcome_word(line.outcome) if line.outcome else ""
            unsettled = tr("unsettled") if line.unsettled else ""
            draft = tr("draft") if line.draft else ""
            told = outcome if line.kind == "head" else ""
            parts = (line.text, line.detail, told, draft, unsettled)
            return listed(part for part in parts if part)
        return None
