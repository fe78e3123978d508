"""The lead's page: headline rates, counts, and a table by annotator, label, code, auditor, day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.overview import OverviewRow
from smo_review.language import tr
from ui.charts.export import save_table
from ui.context import Context
from ui.filters.bar import FilterBar
from ui.lead.cards import Counts, RateCard
from ui.lead.kpi_panel import KpiPanel
from ui.lead.model import GroupsModel, undecided_words
from ui.lead.overview_panel import OverviewPanel
from ui.lead.presenter import (
    KPIS,
    OVERVIEW,
    LeadPresenter,
    Shown,
    counted_words,
    counts_line,
    foot_line,
)
from ui.lead.table import GroupsTable
from ui.lead.wording import accuracy_sentence, critical_sentence, noncritical_sentence
from ui.reports.desk import ReportDesk
from ui.sampling.dialog import SamplingDialog
from ui.shell.actions import Act
from ui.shell.empty import empty_page
from ui.shell.labels import copied_words, plain
from ui.shell.theme import STEP, scaled

DIMENSIONS = {
    OVERVIEW: Act.OVERVIEW,
    "annotator": Act.BY_ANNOTATOR,
    "label": Act.BY_LABEL,
    "code": Act.BY_CODE,
    "auditor": Act.BY_AUDITOR,
    "day": Act.BY_DAY,
    KPIS: Act.BY_KPI,
}


class LeadPage(QWidget):
    """Wiring only: what is asked lives in the presenter, what is said in `wording`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._actions = context, context.actions
        self._notices = context.notices
        self.presenter = LeadPresenter(context, self)
        self.presenter.shown.connect(self._show)
        self.kpis = KpiPanel(context)
        self.kpis.table.activated.connect(lambda _: self._open_chosen())
        self.presenter.kpis_shown.connect(self.kpis.show_figures)
        self.overview = OverviewPanel(context, self._follow)
        self.presenter.looking.connect(self.overview.wait)
        self.presenter.overview_shown.connect(self.overview.show_overview)
        self.presenter.overview_failed.connect(self.overview.stop_waiting)
        self.reports = ReportDesk(context, self)
        self.bar = FilterBar(context, Act.GO_NUMBERS)
        self._cards = [RateCard() for _ in range(3)]
        self._counts = Counts(self.presenter.open_count)
        self._foot = QLabel()
        self._foot.setWordWrap(True)
        self._foot.setProperty("kind", "quiet")
        self._foot.setTextFormat(Qt.TextFormat.PlainText)
        self._foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sorted_by = self._marked = ""
        context.filters.changed.connect(self._mark_dimension)
        self.model = GroupsModel()
        self.table = GroupsTable(self.model)
        self.table.activated.connect(lambda _: self._open_chosen())
        self.table.copy_wanted.connect(self._copy)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen())
        self._told = plain("", "quiet")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(
            empty_page(
                tr("No numbers yet"),
                tr(
                    "Drag a batch and the results of your auditors onto this window, or receive "
                    "them."
                ),
                self._actions.button(Act.RECEIVE),
            )
        )
        self._stack.addWidget(self._made_body())
        self._bind()

    def _made_body(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(24, 16, 24, 12)
        layout.setSpacing(12)
        head = QHBoxLayout()
        title = QLabel(tr("Numbers"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._actions.button(Act.DRAW_SAMPLE))
        head.addWidget(self._actions.button(Act.REPORTS))
        head.addWidget(self._actions.button(Act.EXPORT_FIGURES))
        head.addWidget(self._actions.button(Act.RECEIVE))
        layout.addLayout(head)
        layout.addWidget(self.bar)
        self._headline = QWidget()
        headline = QVBoxLayout(self._headline)
        headline.setContentsMargins(0, 0, 0, 0)
        headline.setSpacing(12)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in self._cards:
            cards.addWidget(card, 1)
        headline.addLayout(cards)
        headline.addWidget(self._counts)
        layout.addWidget(self._headline)
        chooser = QHBoxLayout()
        chooser.setSpacing(4)
        for act in DIMENSIONS.values():
            chooser.addWidget(self._actions.button(act))
        chooser.addStretch()
        chooser.addWidget(self._actions.button(Act.LOOK_FOR_CAUSES))
        self._items_button = self._actions.button(Act.OPEN_ITEMS)
        chooser.addWidget(self._items_button)
        self._follow_button = self._actions.button(Act.FOLLOW)
        chooser.addWidget(self._follow_button)
        layout.addLayout(chooser)
        self._below = QStackedWidget()
        self._below.addWidget(self.table)
        self._below.addWidget(self.kpis)
        self._below.addWidget(self.overview)
        # The KPIs have the headline's room too; what they need must not press the cards together.
        self._below.setMinimumHeight(STEP * 24)
        layout.addWidget(self._below, 1)
        layout.addWidget(self._told)
        layout.addWidget(self._foot)
        return body

    def _bind(self) -> None:
        for by, act in DIMENSIONS.items():
            self._actions.action(act).setCheckable(True)
            self._actions.bind(act, partial(self._choose, by), self)
        self._actions.bind(Act.OPEN_ITEMS, self._open_chosen, self)
        self._actions.bind(Act.FOLLOW, self.overview.open_chosen, self)
        self._actions.bind(Act.DRAW_SAMPLE, self._draw_sample, self)
        self._actions.bind(Act.LOOK_FOR_CAUSES, self._look_for_causes, self)
        self._actions.bind(Act.REPORTS, self._report, self)
        self._actions.bind(Act.EXPORT_FIGURES, self._export, self)
        self._mark_dimension()

    def _report(self) -> None:
        self.reports.open(self.presenter.filter)

    def _choose(self, by: str) -> None:
        self.presenter.choose_dimension(by)
        self._mark_dimension()
        self._front().setFocus()

    def _mark_dimension(self) -> None:
        """What is shown, on the buttons; another dimension may come by a key or a saved view."""
        chosen = self.presenter.by
        for by, act in DIMENSIONS.items():
            self._actions.action(act).setChecked(by == chosen)
        if chosen == self._marked:
            return
        self._marked = chosen
        self._tell_chosen()
        shown = {KPIS: self.kpis, OVERVIEW: self.overview}
        self._below.setCurrentWidget(shown.get(chosen, self.table))
        # The table of KPIs begins with the headline rates, and needs the room.
        self._headline.setVisible(chosen != KPIS)
        for card in self._cards:
            card.set_small(chosen == OVERVIEW)
        self._foot.setVisible(chosen != OVERVIEW)
        self._follow_button.setVisible(chosen == OVERVIEW)
        self._items_button.setVisible(chosen != OVERVIEW)
        self._actions.action(Act.OPEN_ITEMS).setEnabled(chosen != OVERVIEW)
        self._actions.action(Act.FOLLOW).setEnabled(chosen == OVERVIEW)
        # Whoever comes here by a key goes on by keys.
        self.setFocusProxy(self._front())
        if self.isVisible():
            self._front().setFocus()

    def _front(self) -> QAbstractItemView:
        shown = {KPIS: self.kpis.table, OVERVIEW: self.overview.tree}
        return shown.get(self.presenter.by, self.table)

    def _follow(self, row: OverviewRow) -> None:
        """A KPI is decided on this page; everything else leads away."""
        if row.way.to == "kpi":
            self.kpis.choose(row.way.key)
            self._choose(KPIS)
        else:
            self._context.navigate.follow(row.way)

    def _draw_sample(self) -> None:
        SamplingDialog(self._context, self.presenter.filter.batch, self).open()

    def _show(self, shown: Shown) -> None:
        self._stack.setCurrentIndex(1 if shown.batches else 0)
        figures = shown.numbers.all
        for card, (title, rate, sentence, kpi) in zip(
            self._cards,
            (
                (tr("Accuracy"), figures.accuracy, accuracy_sentence(figures), "accuracy"),
                (
                    tr("Critical accuracy"),
                    figures.critical_accuracy,
                    critical_sentence(figures.critical_accuracy, figures.critical),
                    "critical_accuracy",
                ),
                (
                    tr("Non-critical accuracy"),
                    figures.noncritical_accuracy,
                    noncritical_sentence(figures.noncritical_accuracy, figures.noncritical),
                    "noncritical_accuracy",
                ),
            ),
            strict=True,
        ):
            card.show_rate(title, rate, sentence, shown.kpi(kpi))
        self._counts.show_counts(
            counts_line(figures, shown.numbers.sealed, not self.presenter.filter.only_batches)
        )
        by = shown.numbers.by
        if by != self._sorted_by:
            self._sort(by)
        before = [self.model.group(row).key for row in self.table.rows_chosen()]
        at = self.table.verticalScrollBar().value()
        self.model.show(shown.numbers, shown.names)
        self.table.choose(before, at)
        self._tell_chosen()
        counted = counted_words(self.presenter.filter, by)
        self._foot.setText(f"{counted} {foot_line(shown.numbers)}".strip())

    def _sort(self, by: str) -> None:
        """A new dimension starts with what was reviewed most; days with the newest."""
        self._sorted_by = by
        column, order = {
            "day": (0, Qt.SortOrder.DescendingOrder),
        }.get(by, (1, Qt.SortOrder.DescendingOrder))
        self.table.sortByColumn(column, order)

    def _tell_chosen(self) -> None:
        """What the chosen line has beside what there is room for in the table."""
        rows = self.table.rows_chosen()
        told = len(rows) == 1 and self.presenter.by not in ("code", KPIS, OVERVIEW)
        self._told.setVisible(told)
        if told:
            group = self.model.group(rows[0])
            self._told.setText(
                tr(
                    "{name}: {undecided}; none of them is in the rates.",
                    name=self.model.name(rows[0]),
                    undecided=undecided_words(group),
                )
            )

    def _open_chosen(self) -> None:
        rows, figure = self.table.rows_chosen(), self.kpis.chosen
        if self.presenter.by == KPIS and figure is not None:
            self.presenter.open_kpi(figure)
        elif rows and self.presenter.by != KPIS:
            self.presenter.open_group(self.model.group(rows[0]).key)
        else:
            self._notices.info(tr("Choose a line of the table first."))

    def _look_for_causes(self) -> None:
        rows = self.table.rows_chosen()
        chosen = bool(rows) and self.presenter.by not in (KPIS, OVERVIEW)
        self.presenter.look_for_causes(self.model.group(rows[0]).key if chosen else None)

    def _copy(self) -> None:
        """The chosen lines, or all, as tab-separated text for a spreadsheet."""
        rows = self.table.rows_chosen() or self.table.rows_seen()
        lines = self.model.lines(rows)
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self._notices.info(copied_words(len(rows)))

    def _export(self) -> None:
        """The whole table as a file, in the order that is seen."""
        title = self._actions.text(DIMENSIONS[self.presenter.by])
        if self.presenter.by == KPIS:
            save_table(self._context, title, self.kpis.lines(), self.window())
            return
        if self.presenter.by == OVERVIEW:
            save_table(self._context, title, self.overview.lines(), self.window())
            return
        save_table(self._context, title, self.model.lines(self.table.rows_seen()), self.window())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bar.refresh()
        self.presenter.set_visible(True)
        self._front().setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_visible(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.viewport().update()
            self.kpis.table.viewport().update()
            self.overview.tree.viewport().update()


def build(context: Context) -> QWidget:
    """The page, for `ui.app`."""
    return LeadPage(context)
