"""Errors by what they have in common: bars, and the items behind the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from smo_review.domain.causes import CLUSTERS, Cited, Cluster, Clusters
from smo_review.domain.filters import Filter
from smo_review.language import tr
from smo_review.reports.causes import Names, cluster_chart, cluster_name
from ui.causes.words import by_words, fill, made_table
from ui.charts.panel import ChartPanel
from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

ACTS = (Act.OPEN_CAUSE_ITEM, Act.OPEN_CAUSE_ITEMS, Act.CITE_ITEM)


class ErrorsView(QWidget):
    """`by_wanted(ClusterBy)` when another breakdown was chosen; `opened` when an item was."""

    by_wanted = Signal(str)
    opened = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Clusters | None = None
        self._names: Names = {}
        self._at = 0
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Breakdown"))
        for one in CLUSTERS:
            self.by.addItem(by_words(one), one)
        self.by.activated.connect(lambda _: self.by_wanted.emit(self.by.currentData()))
        self.told = plain("", "quiet")
        self.chart = ChartPanel()
        self.chart.opened.connect(self._open_bar)
        self.head = plain()
        self.head.setFont(scaled(self.font(), "normal", bold=True))
        self.table = made_table(
            tr("Items"),
            (tr("Item"), tr("Annotator"), tr("Labels"), tr("Clause"), tr("Error code")),
            wide=(2,),
        )
        self.table.activated.connect(lambda _: self.opened.emit())
        self._lay_out(actions)

    def _lay_out(self, actions: Actions) -> None:
        top = QHBoxLayout()
        top.setSpacing(STEP * 2)
        top.addWidget(self.by)
        top.addWidget(actions.button(Act.NEXT_CLUSTERS))
        top.addWidget(self.told, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, STEP * 3, 0)
        column.addWidget(self.chart)
        column.addStretch(1)
        area.setWidget(holder)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in ACTS:
            row.addWidget(actions.button(act))
        row.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(STEP * 2)
        right.addWidget(self.head)
        right.addLayout(row)
        right.addWidget(self.table, 1)
        sides = QHBoxLayout()
        sides.setSpacing(STEP * 4)
        sides.addWidget(area, 5)
        sides.addLayout(right, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(STEP * 2)
        whole.addLayout(top)
        whole.addLayout(sides, 1)

    def show_by(self, by: str) -> None:
        """Which breakdown is chosen."""
        self.by.setCurrentIndex(self.by.findData(by))

    def show_clusters(self, found: Clusters, names: Names) -> None:
        """Other clusters; the chosen one, and its item, stay chosen where they are still there."""
        before, cited = self.cluster, self.cited
        self._found, self._names = found, names
        self._at = next(
            (
                place
                for place, one in enumerate(found.clusters)
                if before is not None and (one.key, one.labels) == (before.key, before.labels)
            ),
            0,
        )
        self.chart.setVisible(bool(found.clusters))
        if found.clusters:
            self.chart.show_chart(cluster_chart(found, names))
        self.told.setText(_told(found))
        now = self.cluster
        members = [one.annotation for one in now.members] if now is not None else []
        same = cited is not None and cited.annotation in members
        self._fill(members.index(cited.annotation) if cited is not None and same else 0)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster whose items are shown."""
        if self._found is None or not self._found.clusters:
            return None
        return self._found.clusters[self._at]

    @property
    def cited(self) -> Cited | None:
        """The chosen annotation."""
        at, cluster = self.table.currentRow(), self.cluster
        return cluster.members[at] if cluster is not None and at >= 0 else None

    @property
    def opens(self) -> Filter | None:
        """What leaves all items of the chosen cluster."""
        return self.cluster.opens if self.cluster is not None else None

    def take_focus(self) -> None:
        if not self.chart.isHidden():
            self.chart.take_focus()

    def _open_bar(self, link: str) -> None:
        self._at = int(link)
        self._fill()
        self.table.setFocus()

    def _fill(self, chosen: int = 0) -> None:
        cluster = self.cluster
        self.table.setEnabled(cluster is not None)
        if cluster is None or self._found is None:
            self.head.setText("")
            fill(self.table, [], 0)
            return
        name = cluster_name(cluster, self._found.by, self._names)
        words = tr("{name}: {n} annotations, {critical} critical", name=name, n=cluster.n,
                   critical=cluster.critical)  # fmt: skip
        if cluster.n > len(cluster.members):
            words += tr("; the first {n} are shown", n=len(cluster.members))
        self.head.setText(words)
        fill(self.table, [self._row(one) for one in cluster.members], chosen)

    def _row(self, one: Cited) -> tuple[str, ...]:
        wrong, right = (self._names.get(label, label) for label in (one.label, one.right_label))
        labels = tr("{wrong} → {right}", wrong=wrong or "–", right=right or "–")
        return (
            one.annotation.item,
            one.annotation.annotator,
            labels if wrong or right else "–",
            one.clause or "–",
            self._names.get(one.code, one.code) or "–",
        )


def _told(found: Clusters) -> str:
    """How much is wrong, and where most of it is."""
    if not found.judged:
        return tr("Nothing was judged here yet.")
    if not found.incorrect:
        return tr("No errors among {n} judged.", n=f"{found.judged:,}")
    words = tr(
        "{wrong} incorrect of {n} judged.", wrong=f"{found.incorrect:,}", n=f"{found.judged:,}"
    )
    if found.by == "likeness":
        if not found.clusters:
            words += " " + tr("No two of them are alike.")
        if found.unprinted:
            words += " " + tr(
                "{n} items have pictures that were not judged on this machine: of them only the "
                "same bytes are found.",
                n=found.unprinted,
            )
    elif found.clusters:
        words += " " + tr("{few} of {all} bars hold 80% of them.", few=found.vital,
                          all=len(found.clusters))  # fmt: skip
    return words
