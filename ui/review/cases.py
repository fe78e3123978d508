"""Cases, rulings and questions beside the item: what cites the clause in hand comes first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import structs
from PySide6.QtCore import QObject

from smo_review.domain.changes import Changes
from smo_review.domain.precedents import Precedent, in_order
from smo_review.domain.project import Project, words
from smo_review.language import current, listed, titled, tr
from smo_review.queries.cases import precedents
from ui.context import Context
from ui.guidance.case_list import CaseLine
from ui.guidance.panel import GuidancePanel
from ui.review.presenter import ReviewPresenter


class CaseDesk(QObject):
    """Asks for precedents when a batch is opened and when words are typed; never in the window's
    thread. With each annotation they are only put into another order."""

    def __init__(
        self, context: Context, presenter: ReviewPresenter, panel: GuidancePanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._walk, self._position = presenter.walk, presenter.position
        self._panel = panel
        self._lines: dict[Precedent, CaseLine] = {}
        panel.searched.connect(self._ask)
        self._walk.opened.connect(self._ask)
        self._position.shown.connect(self._show)
        context.signals.changed.connect(self._heard)

    def _ask(self) -> None:
        opening = self._walk.opening
        if opening is not None:
            query, project = self._panel.search.text(), opening.project.id
            ws = self._context.workspace
            self._context.tasks.read(
                lambda: precedents(ws, query, project=project), done=self._take, key="precedents"
            )

    def _heard(self, changes: Changes) -> None:
        """A verdict on the open batch settles nothing; anything else may have."""
        summary = self._walk.summary
        if summary is None or changes.batches != frozenset({summary.info.id}):
            self._ask()

    def _take(self, found: tuple[Precedent, ...]) -> None:
        opening = self._walk.opening
        if opening is not None:
            self._lines = _lines(found, opening.project)
            self._show()

    def _show(self) -> None:
        entry = self._position.annotation
        labels = set(entry.annotation.labels) if entry is not None else set()
        mine = entry.mine if entry is not None else None
        clauses = {one.clause for one in mine.findings if one.clause} if mine is not None else set()
        self._panel.show_cases(
            [
                structs.replace(
                    self._lines[one], cited=one.clause in clauses or bool(labels & {*one.labels})
                )
                for one in in_order(self._lines, clauses, labels)
            ]
        )


def _lines(found: Iterable[Precedent], project: Project) -> dict[Precedent, CaseLine]:
    """How each is shown, with the project's names in the person's language."""
    names = {label.id: words(label.name, current()) for label in project.labels}
    titles = {one.number: words(one.title, current()) for one in project.guideline.clauses}
    return {one: _line(one, names, titles) for one in found}


def _line(one: Precedent, names: dict[str, str], titles: dict[str, str]) -> CaseLine:
    labels = listed(names.get(label, label) for label in one.labels)
    kind = {"case": tr("Case"), "ruling": tr("Ruling"), "question": tr("Question")}[one.kind]
    clause = f"{one.clause} {titles.get(one.clause, '')}".strip()
    day = f"{datetime.fromtimestamp(one.time / 1_000_000, UTC):%Y-%m-%d}"
    told = (
        " · ".join(filter(None, (labels, clause))),
        one.text or tr("Its words are not here: the item is sealed, or its batch was purged."),
        tr("Answered: {answer}", answer=one.answered) if one.answered else "",
        " · ".join(filter(None, (one.title, day, one.by))),
    )
    title = titled(kind, one.item) if one.item else kind
    line = " · ".join(filter(None, (titled(kind, one.item or one.text), labels, one.clause)))
    return CaseLine(line, title, tuple(filter(None, told)))
