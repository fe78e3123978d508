"""Auditing the auditors: a list by name, and the figures of the chosen one. It is no ranking."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from smo_review.domain.auditors import ENOUGH, ENOUGH_WEEKS, Auditors, AuditorView, Criterion
from smo_review.domain.charts import Bar, BarChart, Line, LineChart, Point
from smo_review.domain.numbers import Rate
from smo_review.language import tr
from ui.charts.view import ChartView
from ui.disputes.parts import Card, Column, headed
from ui.shell.labels import selectable

MOST_BARS = 15


class AuditorsView(QWidget):
    """Names on the left, figures on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Auditors | None = None
        self._asked = ""
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Auditors"))
        self.names.currentRowChanged.connect(lambda _: self._show_chosen())
        self.detail = Column(tr("The chosen auditor"), 1080)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.names)
        parts.addWidget(self.detail)
        parts.setStretchFactor(1, 1)
        parts.setSizes([220, 900])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.setFocusProxy(self.names)

    def choose(self, person: str) -> None:
        """Choose an auditor by their id when they are read next."""
        self._asked = person

    def show_auditors(self, found: Auditors) -> None:
        """Fill the list; the chosen auditor stays chosen."""
        before = self.current()
        kept = self._asked or (before.person if before is not None else "")
        self._asked = ""
        self._found = found
        with QSignalBlocker(self.names):
            self.names.clear()
            for one in found.auditors:
                self.names.addItem(QListWidgetItem(one.name))
            ids = [one.person for one in found.auditors]
            if ids:
                self.names.setCurrentRow(ids.index(kept) if kept in ids else 0)
        self._show_chosen()

    def current(self) -> AuditorView | None:
        """The chosen auditor."""
        row = self.names.currentRow()
        found = self._found.auditors if self._found else ()
        return found[row] if 0 <= row < len(found) else None

    def _show_chosen(self) -> None:
        view = self.current()
        if view is None or self._found is None:
            self.detail.fill([selectable(tr("No verdict was given yet."), "quiet")])
            return
        head = Card()
        head.line(headed(view.name, self))
        head.pair(tr("Verdicts"), f"{view.verdicts:,}")
        head.pair(tr("Agreement beyond chance (kappa)"), _kappa(view))
        head.pair(tr("Severity against others"), severity_words(view))
        head.line(
            selectable(
                tr(
                    "Figures of two auditors are never put in an order. Below {n} comparisons "
                    "nothing is said.",
                    n=ENOUGH,
                ),
                "quiet",
            )
        )
        titles: list[tuple[str, list[Bar]]] = [
            (
                tr("Against gold, themselves and the team"),
                [
                    _bar(tr("Fits the gold"), view.gold),
                    _bar(tr("Same as the first time"), view.repeats),
                    _bar(tr("Agrees with the team"), view.agreement),
                ],
            ),
            (tr("Finds what others find, by error code"), _bars(view.criteria, "code")),
            (tr("Agrees with others, by label"), _bars(view.criteria, "label")),
        ]
        widgets: list[QWidget] = [head]
        for place, (title, bars) in enumerate(titles):
            if bars:
                widgets += _chart(BarChart(title, "share", tuple(bars)), self)
            if place == 0:
                widgets += _drift(view, self)
        self.detail.fill(widgets)


def severity_words(view: AuditorView) -> str:
    """ "+0.42 levels (0.10 to 0.74; n 31)", or how much there is."""
    told = view.severity
    if told.value is None or told.low is None or told.high is None or told.n < ENOUGH:
        return tr("not enough yet (n {n})", n=told.n)
    return tr(
        "{value} levels (95%: {low} to {high}; n {n})",
        value=f"{told.value:+.2f}",
        low=f"{told.low:+.2f}",
        high=f"{told.high:+.2f}",
        n=told.n,
    )


def _kappa(view: AuditorView) -> str:
    told, n = view.kappa, view.agreement.n
    if told.value is None or told.low is None or told.high is None or n < ENOUGH:
        return tr("not enough yet (n {n})", n=n)
    return tr(
        "{value} (95%: {low} to {high}; n {n})",
        value=f"{told.value:.2f}",
        low=f"{told.low:.2f}",
        high=f"{told.high:.2f}",
        n=n,
    )


def _bar(name: str, rate: Rate) -> Bar:
    """A bar where there is enough to say something; else only how much there is."""
    if rate.n < ENOUGH:
        return Bar(name, None, n=rate.n)
    return Bar(name, rate.value, rate.low, rate.high, rate.n)


def _bars(criteria: Sequence[Criterion], kind: str) -> list[Bar]:
    """What was compared most; by name."""
    found = sorted((one for one in criteria if one.kind == kind), key=lambda one: -one.rate.n)
    named = sorted(found[:MOST_BARS], key=lambda one: one.name.casefold())
    return [_bar(one.name or tr("No label"), one.rate) for one in named]


def _chart(chart: BarChart | LineChart, of: QWidget) -> list[QWidget]:
    view = ChartView()
    view.show_chart(chart)
    return [headed(chart.title, of, "normal"), view]


def _drift(view: AuditorView, of: QWidget) -> list[QWidget]:
    """The share called incorrect by week, with limits; a week that stands out says why."""
    title = tr("Called incorrect, week by week")
    if not view.drift.enough:
        card = Card(title)
        words = tr(
            "Not enough yet: {n} of {enough} weeks", n=len(view.drift.weeks), enough=ENOUGH_WEEKS
        )
        card.line(selectable(words, "quiet"))
        return [card]
    weeks = view.drift.weeks
    points = tuple(
        Point(week.day, week.value, n=week.n, alarm=", ".join(week.alarm)) for week in weeks
    )
    chart = LineChart(
        title,
        "share",
        (Line(view.name, points),),
        centre=view.drift.centre,
        upper=tuple(week.high for week in weeks),
        lower=tuple(week.low for week in weeks),
    )
    return _chart(chart, of)
