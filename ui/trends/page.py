"""The page of trends: how a measure moves, whether it changed, where errors gather, where gaps are.

Six sections, each a key away, all under the filter that every page of figures shares. A mark that
is entered or clicked opens its items in the queue.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.trends import MEASURES
from smo_review.language import titled, tr, translated
from smo_review.reports import trend_words
from ui.charts.export import copy_table, save_chart
from ui.charts.panel import ChartPanel, chart_area
from ui.context import Context
from ui.filters.bar import FilterBar
from ui.shell.acts import Act
from ui.shell.theme import STEP, scaled
from ui.trends.blocks import Blocks
from ui.trends.compare_bar import CompareBar
from ui.trends.presenter import TrendsPresenter
from ui.trends.questions import Answer, Section, measure_words

ACTS: dict[Section, Act] = {
    "chart": Act.TREND_CHART,
    "compare": Act.TREND_COMPARE,
    "pareto": Act.TREND_PARETO,
    "confusion": Act.TREND_CONFUSION,
    "heat": Act.TREND_HEAT,
    "gaps": Act.TREND_GAPS,
}
MEASURED = ("chart", "compare")
"""Sections that are about one measure."""


class TrendsPage(QWidget):
    """Wiring only: questions and words live beside it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._actions = context, context.actions
        self.presenter = TrendsPresenter(context, self)
        self.presenter.asked.connect(self._wait)
        self.presenter.shown.connect(self._show)
        self.presenter.failed.connect(self._stop_waiting)
        self.bar = FilterBar(context, Act.GO_TRENDS)
        self.measure = QComboBox()
        self.measure.setAccessibleName(tr("Measure"))
        for key in MEASURES:
            self.measure.addItem(translated(trend_words.MEASURES[key]), key)
        self.measure.activated.connect(
            lambda _: context.filters.choose(measure=self.measure.currentData())
        )
        self.compare = CompareBar()
        self.compare.changed.connect(self.presenter.compare)
        self.compare.wrong.connect(context.notices.info)
        self.whole = QLabel()
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setWordWrap(True)
        self.whole.setProperty("kind", "quiet")
        self.next = self._actions.button(Act.NEXT_MEASURE)
        self.step = self._actions.button(Act.TREND_STEP)
        self.dimension = self._actions.button(Act.NEXT_DIMENSION)
        self.blocks = Blocks()
        self.blocks.opened.connect(self.presenter.open)
        self.blocks.menu_wanted.connect(self._menu)
        self._foot = QLabel()
        self._foot.setProperty("kind", "quiet")
        self._foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._bind()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 3)
        layout.setSpacing(STEP * 2)
        head = QHBoxLayout()
        title = QLabel(tr("Trends"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addSpacing(STEP * 4)
        head.addWidget(self.whole, 1)
        head.addWidget(self._actions.button(Act.LOOK_FOR_CAUSES))
        head.addWidget(self._actions.button(Act.EXPORT_FIGURES))
        layout.addLayout(head)
        layout.addWidget(self.bar)
        sections = QHBoxLayout()
        sections.setSpacing(STEP)
        for act in ACTS.values():
            sections.addWidget(self._actions.button(act))
        sections.addStretch()
        sections.addWidget(self._actions.button(Act.CHART_TABLE))
        layout.addLayout(sections)
        controls = QHBoxLayout()
        controls.setSpacing(STEP * 2)
        controls.addWidget(self.measure)
        for widget in (self.next, self.step, self.dimension):
            controls.addWidget(widget)
        controls.addStretch()
        layout.addLayout(controls)
        layout.addWidget(self.compare)
        self.area = area = chart_area(self.blocks)
        layout.addWidget(area, 1)
        layout.addWidget(self._foot)

    def _bind(self) -> None:
        bind, presenter = self._actions.bind, self.presenter
        for section, act in ACTS.items():
            bind(act, partial(self._choose, section), self)
        bind(Act.NEXT_MEASURE, presenter.next_measure, self)
        bind(Act.TREND_STEP, presenter.other_step, self)
        bind(Act.NEXT_DIMENSION, presenter.next_dimension, self)
        bind(Act.CHART_TABLE, self._toggle_table, self)
        bind(Act.EXPORT_FIGURES, self._export, self)
        bind(Act.LOOK_FOR_CAUSES, self._look_for_causes, self)
        bind(Act.COPY_CHART, self._copy, self)
        self._mark()

    def _choose(self, section: Section) -> None:
        self._context.filters.choose(section=section)
        self._mark()
        self.area.verticalScrollBar().setValue(0)
        self.blocks.take_focus()

    def _mark(self) -> None:
        """What is chosen, on the buttons and fields."""
        wanted = self.presenter.wanted
        for section, act in ACTS.items():
            self._actions.action(act).setChecked(section == wanted.section)
        measured = wanted.section in MEASURED
        self.measure.setVisible(measured)
        self.next.setVisible(measured)
        self.measure.setCurrentIndex(self.measure.findData(wanted.measure))
        self._actions.action(Act.NEXT_MEASURE).setEnabled(measured)
        self._actions.action(Act.TREND_STEP).setEnabled(wanted.section == "chart")
        several = wanted.section in ("pareto", "confusion")
        self._actions.action(Act.NEXT_DIMENSION).setEnabled(several)
        self.step.setVisible(wanted.section == "chart")
        self.dimension.setVisible(several)
        self.compare.setVisible(wanted.section == "compare")
        table = bool(self._context.filters.choice("table", ""))
        self._actions.action(Act.CHART_TABLE).setChecked(table)
        self.blocks.show_tables(table)

    def _wait(self) -> None:
        self._mark()
        self.whole.setText(tr("Reading…"))

    def _stop_waiting(self) -> None:
        self.whole.setText("")

    def _show(self, told: Answer) -> None:
        self._mark()
        self.compare.show_spans(*told.spans, told.trend)
        self.whole.setText(
            titled(translated(trend_words.MEASURES[told.trend.measure]), measure_words(told.trend))
        )
        self.blocks.show_blocks(told.blocks)
        words = tr("All intervals are 95%. Ledger {head}", head=told.trend.head[:12])
        self._foot.setText(words)
        if self.isVisible() and self.focusWidget() in (None, self):
            self.blocks.take_focus()

    def _toggle_table(self) -> None:
        wanted = self._actions.action(Act.CHART_TABLE).isChecked()
        self._context.filters.choose(table="yes" if wanted else "")
        self._mark()
        self.blocks.take_focus()

    def _look_for_causes(self) -> None:
        panel = self.blocks.current
        self.presenter.look_for_causes(panel.view.link if panel is not None else "")

    def _export(self) -> None:
        panel = self.blocks.current
        if panel is not None and panel.chart is not None:
            save_chart(self._context, panel.chart, self.window())
        else:
            self._context.notices.info(tr("There is no chart to export here yet."))

    def _copy(self) -> None:
        panel = self.blocks.current
        if panel is not None and panel.chart is not None:
            copy_table(self._context, panel.chart)

    def _menu(self, panel: ChartPanel, place: QPoint) -> None:
        panel.take_focus()
        menu = QMenu(self)
        for act in (Act.EXPORT_FIGURES, Act.COPY_CHART, Act.CHART_TABLE):
            menu.addAction(self._actions.action(act))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bar.refresh()
        self.presenter.set_visible(True)
        self.blocks.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_visible(False)


def build(context: Context) -> QWidget:
    """The page, for `ui.app`."""
    return TrendsPage(context)
