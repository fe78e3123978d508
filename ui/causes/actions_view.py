"""Actions and incidents: which are here, and what the chart says after the chosen action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTableWidget, QVBoxLayout, QWidget

from smo_review.domain.actions import ActionView, IncidentView
from smo_review.language import listed, tr
from smo_review.reports.causes import (
    Names,
    action_chart,
    effect_words,
    evidence_words,
    measure_words,
    state_words,
)
from ui.causes.words import begun, fill, made_table
from ui.charts.panel import ChartPanel
from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

ACTS = (Act.ACTION_DONE, Act.CLOSE_ACTION, Act.REOPEN_ACTION, Act.EDIT_ACTION)


class ActionsView(QWidget):
    """Two tables and what the chosen line comes to; `moved` when another line is chosen,
    `entered` when one was."""

    moved = Signal()
    entered = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[ActionView, ...] = ()
        self._happened: tuple[IncidentView, ...] = ()
        self._asked = ""
        self._names: Names = {}
        self.table = made_table(tr("Actions"), (tr("Action"), tr("Owner"), tr("Due"), tr("State")))
        self.incidents = made_table(tr("Incidents"), (tr("Incident"), tr("Since"), tr("Until")))
        self.table.itemSelectionChanged.connect(lambda: self._turn(self.table))
        self.incidents.itemSelectionChanged.connect(lambda: self._turn(self.incidents))
        for one in (self.table, self.incidents):
            one.activated.connect(lambda _: self.entered.emit())
        self.none = plain(
            tr(
                "No action yet. Open one from a bar, a suggestion or an analysis: it says what "
                "should move, and can be closed once the chart shows that it did."
            ),
            "quiet",
        )
        self.calm = plain(tr("No incident was reported."), "quiet")
        self.title = plain()
        self.title.setFont(scaled(self.font(), "large", bold=True))
        self.state = plain()
        self.state.setFont(scaled(self.font(), "normal", bold=True))
        self.told = plain()
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chart = ChartPanel()
        self._lay_out(actions)

    def _lay_out(self, actions: Actions) -> None:
        left = QVBoxLayout()
        left.setSpacing(STEP * 2)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in (Act.NEW_ACTION, Act.REPORT_INCIDENT):
            row.addWidget(actions.button(act))
        row.addStretch(1)
        left.addLayout(row)
        left.addWidget(self.none)
        left.addWidget(self.table, 3)
        head = plain(tr("Incidents"))
        head.setFont(scaled(self.font(), "normal", bold=True))
        left.addWidget(head)
        left.addWidget(self.calm)
        left.addWidget(self.incidents, 1)
        left.addStretch(0)
        body = QWidget()
        right = QVBoxLayout(body)
        right.setContentsMargins(0, 0, STEP * 3, 0)
        right.setSpacing(STEP * 2)
        for widget in (self.title, self.state):
            right.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in ACTS:
            row.addWidget(actions.button(act))
        row.addStretch(1)
        right.addLayout(row)
        right.addWidget(self.told)
        right.addWidget(self.chart)
        right.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        sides = QHBoxLayout(self)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(STEP * 4)
        sides.addLayout(left, 5)
        sides.addWidget(area, 6)

    def show_actions(
        self, found: tuple[ActionView, ...], happened: tuple[IncidentView, ...], names: Names
    ) -> None:
        """Other actions and incidents; what was chosen stays chosen."""
        before = self._asked or (self.action.action.action if self.action is not None else "")
        old = self._asked or (self.incident.incident.incident if self.incident is not None else "")
        self._asked = ""
        self._found, self._happened, self._names = found, happened, names
        at = next((n for n, one in enumerate(found) if one.action.action == before), 0)
        rows = [
            (one.action.title, one.action.owner, one.action.due, state_words(one)) for one in found
        ]
        where = next((n for n, one in enumerate(happened) if one.incident.incident == old), -1)
        told = [
            (one.incident.title, one.incident.since, one.incident.until or tr("goes on"))
            for one in happened
        ]
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.calm.setVisible(not happened)
        self.incidents.setVisible(bool(happened))
        fill(self.incidents, told, -1)
        fill(self.table, rows, -1)
        if where >= 0 or not found:
            self.incidents.selectRow(max(where, 0))
        else:
            self.table.selectRow(at)
        self._tell()

    @property
    def action(self) -> ActionView | None:
        """The action that is chosen; None while an incident is."""
        at = _chosen(self.table)
        return self._found[at] if 0 <= at < len(self._found) else None

    @property
    def incident(self) -> IncidentView | None:
        """The incident that is chosen; None while an action is."""
        at = _chosen(self.incidents)
        return self._happened[at] if 0 <= at < len(self._happened) else None

    def choose(self, key: str) -> None:
        """Choose an action or incident by its id, now or when it is read next."""
        self._asked = key
        ids = [one.action.action for one in self._found]
        others = [one.incident.incident for one in self._happened]
        if key in ids:
            self.table.selectRow(ids.index(key))
        elif key in others:
            self.incidents.selectRow(others.index(key))

    def take_focus(self) -> None:
        self.table.setFocus()

    def _turn(self, table: QTableWidget) -> None:
        """One of the two tables is spoken of; nothing is chosen in the other."""
        other = self.incidents if table is self.table else self.table
        other.blockSignals(True)
        other.clearSelection()
        other.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        one, incident = self.action, self.incident
        for widget in (self.title, self.state, self.told):
            widget.setVisible(one is not None or incident is not None)
        self.chart.setVisible(one is not None and bool(one.effect.points))
        if one is not None:
            self.title.setText(one.action.title)
            self.state.setText(begun(state_words(one)))
            self.told.setText("\n".join(_told(one, self._names)))
            if one.effect.points:
                self.chart.show_chart(action_chart(one))
        elif incident is not None:
            said = incident.incident
            self.title.setText(said.title)
            until = tr("it goes on") if not said.until else tr("over since {day}", day=said.until)
            self.state.setText(tr("Incident since {day}, {until}", day=said.since, until=until))
            clause = tr("Nearest clause: {clause}", clause=said.clause) if said.clause else ""
            by = tr("Reported by {name}", name=incident.by)
            self.told.setText("\n".join(line for line in (said.what, clause, by) if line))
        self.moved.emit()


def _chosen(table: QTableWidget) -> int:
    rows = table.selectionModel().selectedRows()
    return int(rows[0].row()) if rows else -1


def _told(one: ActionView, names: Names) -> list[str]:
    """What an action is to do, what the data say, and what it was decided on."""
    said = one.action
    days = [tr("started {day}", day=said.started)]
    days.append(tr("done {day}", day=said.done) if said.done else tr("due {day}", day=said.due))
    lines = [
        tr(
            "Owner: {owner}. Wanted: {measure}.",
            owner=said.owner,
            measure=measure_words(said, names),
        ),
        begun(listed(days)),
        effect_words(one),
    ]
    if one.state == "works":
        lines.append(tr("It can be closed: its evidence goes into the record."))
    if one.evidence is not None:
        lines.append(evidence_words(one.evidence))
    if one.reopened:
        lines.append(tr("Taken up again {n} times.", n=one.reopened))
    if one.apart:
        names_ = listed(one.apart)
        lines.append(
            tr(
                "Changed apart by {names}: the newest is shown, the next change joins them.",
                names=names_,
            )
        )
    return lines
