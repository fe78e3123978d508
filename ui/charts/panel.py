"""A chart with its title, what the chosen mark says, and the table that a key shows instead."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.charts import Chart
from smo_review.reports.svg import table
from ui.charts.view import ChartView
from ui.shell.theme import STEP, scaled

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_ROWS = 16
"""Rows of a table before it scrolls by itself."""


class ChartPanel(QWidget):
    """`opened(link)` when a mark was clicked or entered; `menu_wanted(place)` on a right click."""

    opened = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setFont(scaled(self.font(), "normal", bold=True))
        self.view = ChartView()
        self.view.opened.connect(self.opened)
        self.view.chose.connect(self._tell)
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "quiet")
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        for widget in (self.title, self.view, self.table, self.told):
            column.addWidget(widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(self.mapToGlobal(place))
        )

    @property
    def chart(self) -> Chart | None:
        return self.view.chart

    def show_chart(self, chart: Chart) -> None:
        """Another chart, drawn or as a table as before."""
        self.title.setText(chart.title)
        self.view.show_chart(chart)
        self._tell(self.view.told)
        if not self.table.isHidden():
            self._fill(chart)

    def show_table(self, wanted: bool) -> None:
        """The table instead of the drawing, or the drawing again."""
        if wanted and self.chart is not None:
            self._fill(self.chart)
        self.table.setVisible(wanted)
        self.view.setVisible(not wanted)
        self.told.setVisible(not wanted and bool(self.told.text()))

    def take_focus(self) -> None:
        """The keyboard goes to what is shown of the chart."""
        (self.view if self.table.isHidden() else self.table).setFocus()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words) and not self.view.isHidden())

    def _fill(self, chart: Chart) -> None:
        heads, rows = table(chart)
        self.table.clear()
        self.table.setAccessibleName(chart.title)
        self.table.setColumnCount(len(heads))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([*heads])
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                entry = QTableWidgetItem(cell)
                if cell[:1].isdigit() or cell == "–":
                    entry.setTextAlignment(RIGHT)
                    heading = self.table.horizontalHeaderItem(place)
                    if heading is not None and place:
                        heading.setTextAlignment(RIGHT)
                self.table.setItem(at, place, entry)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.resizeRowsToContents()
        shown = range(min(len(rows), MOST_ROWS))
        high = sum(self.table.rowHeight(row) for row in shown) + header.sizeHint().height() + 4
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(high + bar)


def chart_area(content: QWidget) -> QScrollArea:
    """An area for charts to scroll in. Its bar keeps its place and shows only when it is needed.

    A bar that comes and goes changes the width, and with it the height that it came for.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
    area.setWidget(content)
    return area
