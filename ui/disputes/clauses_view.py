"""Rates of disputes with their intervals, and the clauses behind those that were upheld."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smo_review.domain.charts import Bar, BarChart
from smo_review.domain.disputes import DisputeFigures
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.reports.tables import rate_told
from ui.charts.view import ChartView
from ui.disputes.parts import Card, Column, clause_name, headed
from ui.disputes.presenter import Shown
from ui.shell.labels import selectable
from ui.shell.theme import STEP


class ClausesView(Column):
    """Two cards of figures and a chart. `opened` with the clause of a bar that was entered."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("What causes disputes"), 1080, indent=0)

    def show_figures(self, shown: Shown) -> None:
        """Build it anew."""
        figures = shown.figures
        project = next(iter(shown.projects.values()), None)
        self.fill([_cards(figures), *self._chart(figures, project)])

    def _chart(self, figures: DisputeFigures, project: Project | None) -> list[QWidget]:
        title = tr("Clauses behind upheld disputes")
        if not figures.clauses:
            card = Card(title)
            card.line(selectable(tr("No dispute was upheld yet."), "quiet"))
            return [card]
        view = ChartView()
        view.opened.connect(self.opened)
        bars = tuple(
            Bar(
                clause_name(one.clause, project),
                float(one.upheld),
                n=one.upheld,
                link=one.clause,
            )
            for one in figures.clauses
        )
        view.show_chart(BarChart(title, "count", bars, running=len(bars) > 1))
        return [headed(title, view), view]


def _cards(figures: DisputeFigures) -> QWidget:
    rates = Card(tr("Rates"))
    rates.pair(tr("Dispute rate"), rate_told(figures.dispute_rate))
    rates.pair(tr("Overturn rate"), rate_told(figures.overturn_rate))
    rates.line(
        selectable(
            tr(
                "Dispute rate: disputed of the annotations that were found incorrect. Overturn "
                "rate: accepted or partly accepted of those that were ruled."
            ),
            "quiet",
        )
    )
    counts = Card(tr("Counts"))
    for name, n in (
        (tr("Disputed annotations"), figures.disputed),
        (tr("Not ruled yet"), figures.open),
        (tr("Accepted"), figures.accepted),
        (tr("Partly accepted"), figures.partly),
        (tr("Rejected"), figures.rejected),
        (tr("Something came late"), figures.late),
        (tr("Findings answered"), figures.answered),
    ):
        counts.pair(name, f"{n:,}")
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP * 3)
    row.addWidget(rates, 3)
    row.addWidget(counts, 2)
    return both
