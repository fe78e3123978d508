"""Figures of one kind on the trainer's page: what is said, tables, and charts beside or below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.charts import Chart
from smo_review.domain.tables import Table
from ui.charts.view import ChartView
from ui.shell.labels import selectable
from ui.shell.theme import STEP
from ui.train.table import TableView


@dataclass(frozen=True)
class Figure:
    """`lines` are read first; the first table and the first chart are in hand until another has
    the keyboard."""

    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


def title_line() -> QLabel:
    """Room for a chart's title on one line; it never makes its column wider."""
    label = selectable(kind="quiet")
    label.setWordWrap(False)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return label


class FigureView(QWidget):
    """Room for so many tables and charts. `opened(link)`, `copied(rows)`."""

    opened = Signal(str)
    copied = Signal(int)

    def __init__(
        self,
        tables: int,
        charts: int,
        *,
        sortable: bool = False,
        beside: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tables = [TableView(sortable, wrap) for _ in range(tables)]
        self.charts = [ChartView() for _ in range(charts)]
        self._lines = selectable()
        self._titles = [title_line() for _ in self.charts]
        for view in self.tables:
            view.opened.connect(self.opened)
            view.copied.connect(self.copied)
        for chart in self.charts:
            chart.opened.connect(self.opened)
        across = Qt.Orientation.Horizontal
        self._parts = QSplitter(across if beside else Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(_row(self.tables))
        if charts:
            self._parts.addWidget(_scrolled(self._titles, self.charts))
            self._parts.setSizes([500, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP * 2)
        layout.addWidget(self._lines)
        layout.addWidget(self._parts, 1)
        if self.tables:
            self.setFocusProxy(self.tables[0])

    def show_figure(self, figure: Figure) -> None:
        """Show other figures of the same kind."""
        self._lines.setText("\n".join(figure.lines))
        self._lines.setVisible(bool(figure.lines))
        for view, told in zip(self.tables, figure.tables, strict=True):
            view.show_table(told)
        shown = zip(self._titles, self.charts, figure.charts, strict=True)
        for title, chart_view, chart in shown:
            title.setText(chart.title)
            chart_view.show_chart(chart)

    @property
    def words(self) -> str:
        """What is said above the figures."""
        return self._lines.text()

    @property
    def table(self) -> TableView | None:
        """The table in hand: that with the keyboard, else the first."""
        focused = [view for view in self.tables if view.hasFocus()]
        return next(iter((*focused, *self.tables)), None)

    @property
    def chart(self) -> Chart | None:
        """The chart in hand: that with the keyboard, else the first."""
        focused = [view for view in self.charts if view.hasFocus()]
        view = next(iter((*focused, *self.charts)), None)
        return view.chart if view is not None else None


def _row(widgets: Sequence[QWidget]) -> QWidget:
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP * 3)
    for widget in widgets:
        row.addWidget(widget, 1)
    return inside


def _scrolled(titles: Sequence[QWidget], charts: Sequence[QWidget]) -> QScrollArea:
    """Charts side by side, each below its title: a chart is as high as it needs to be."""
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, STEP * 2, 0, STEP)
    row.setSpacing(STEP * 4)
    for title, chart in zip(titles, charts, strict=True):
        column = QVBoxLayout()
        column.addWidget(title)
        column.addWidget(chart)
        column.addStretch(1)
        row.addLayout(column, 1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
