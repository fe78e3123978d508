"""The ramp-up: joiners beside the plan; of the chosen one the curve, evidence and sign-offs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from smo_review.domain.charts import Chart
from smo_review.domain.project import words
from smo_review.domain.rampup import LEAST, Joiner
from smo_review.language import current, tr
from smo_review.queries.rampup import RampUp
from smo_review.reports.rampup import (
    accuracy_chart,
    because,
    joiners_table,
    plan_words,
    sign_off_words,
    state,
    volume_chart,
)
from ui.charts.view import ChartView
from ui.shell.actions import Act, Actions
from ui.shell.labels import selectable
from ui.shell.theme import STEP, scaled
from ui.train.figure import title_line
from ui.train.sign_dialog import SignDialog
from ui.train.table import TableView


class RampUpView(QWidget):
    """`signed(joiner, evidence, passed)` and `taken_back(joiner, evidence)` once confirmed."""

    signed = Signal(str, str, bool)
    taken_back = Signal(str, str)
    chosen_changed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._found: RampUp | None = None
        self.plan = selectable(kind="quiet")
        self.joiners = TableView(wrap=True)
        self.title = selectable()
        self.title.setFont(scaled(self.font(), "large", bold=True))
        self.evidence = selectable()
        self.history = selectable(kind="quiet")
        self.charts = [ChartView(), ChartView()]
        self._titles = [title_line() for _ in self.charts]
        self.setFocusProxy(self.joiners)
        self.joiners.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        column.addWidget(self.joiners, 1)
        column.addWidget(self.plan)
        inside = QWidget()
        detail = QVBoxLayout(inside)
        detail.setContentsMargins(STEP * 4, 0, STEP * 2, STEP * 2)
        detail.setSpacing(STEP * 2)
        detail.addWidget(self.title)
        detail.addWidget(self.evidence)
        row = QHBoxLayout()
        for act in (Act.SIGN_OFF, Act.NOT_YET, Act.TAKE_BACK):
            row.addWidget(self._actions.button(act))
        row.addStretch(1)
        detail.addLayout(row)
        detail.addWidget(self.history)
        for title, chart in zip(self._titles, self.charts, strict=True):
            detail.addWidget(title)
            detail.addWidget(chart)
        detail.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(area)
        parts.setSizes([520, 580])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def show_ramp_up(self, found: RampUp) -> None:
        """Show where the joiners of a project stand; the chosen one stays chosen."""
        before = self.chosen
        self._found = found
        self.joiners.show_table(joiners_table(found.project, found.joiners))
        names = [one.person.name for one in found.joiners]
        if before is not None and before.person.name in names:
            self.joiners.choose(names.index(before.person.name))
        lines = [tr("The plan"), *plan_words(found.project)]
        if not found.joiners:
            lines.insert(0, tr("Nobody in the project is a joiner."))
        self.plan.setText("\n".join(lines))
        self._show_chosen()

    @property
    def chosen(self) -> Joiner | None:
        """The joiner in hand."""
        row = self.joiners.chosen()
        there = self._found.joiners if self._found is not None else ()
        return there[row] if 0 <= row < len(there) else None

    @property
    def chart(self) -> Chart | None:
        """The chart in hand: that with the keyboard, else the curve; None before the start."""
        view = next((one for one in self.charts if one.hasFocus()), self.charts[0])
        begun = self.chosen is not None and bool(self.chosen.course)
        return view.chart if begun else None

    def ask_to_sign(self, passed: bool) -> None:
        """Ask for a confirmation, then say that the joiner is through, or not yet."""
        joiner = self.chosen
        if joiner is None or joiner.stage is None:
            return
        name, stage = joiner.person.name, words(joiner.stage.name, current())
        unready = passed and joiner.state != "ready"
        dialog = SignDialog(
            tr("Sign {joiner} off for {stage}?", joiner=name, stage=stage)
            if passed
            else tr("{joiner}: {stage} goes on?", joiner=name, stage=stage),
            tr("Sign off") if passed else tr("Record"),
            because(joiner),
            tr("The plan is not reached: {state}.", state=state(joiner)) if unready else "",
            self,
        )
        dialog.agreed.connect(lambda evidence: self.signed.emit(name, evidence, passed))
        dialog.open()

    def ask_to_take_back(self) -> None:
        """Ask for a confirmation and the reason, then take the last sign-off back."""
        joiner, stage = self.chosen, self._last_signed()
        if joiner is None or not stage:
            return
        name = joiner.person.name
        dialog = SignDialog(
            tr("Take back that {joiner} is through {stage}?", joiner=name, stage=stage),
            tr("Take back"),
            (tr("The stage goes on from where it began; what was said stays recorded."),),
            "",
            self,
        )
        dialog.agreed.connect(lambda reason: self.taken_back.emit(name, reason))
        dialog.open()

    def can(self, act: Act) -> bool:
        """Whether the joiner in hand can be signed off, told "not yet", or taken back."""
        joiner = self.chosen
        if act is Act.TAKE_BACK:
            return bool(self._last_signed())
        return joiner is not None and joiner.stage is not None

    def _last_signed(self) -> str:
        """The stage whose sign-off stands last, in words; empty where none does."""
        joiner = self.chosen
        signed = [
            words(one.stage.name, current())
            for one in (joiner.stretches if joiner is not None else ())
            if one.stage.sign_off and one.signed is not None
        ]
        return signed[-1] if signed else ""

    def _show_chosen(self) -> None:
        joiner = self.chosen
        for widget in (self.title, self.evidence, *self._titles, *self.charts):
            widget.setVisible(joiner is not None)
        self.history.hide()
        if joiner is not None and self._found is not None:
            self._show_joiner(joiner, self._found)
        self.chosen_changed.emit()

    def _show_joiner(self, joiner: Joiner, found: RampUp) -> None:
        stage = f" · {words(joiner.stage.name, current())}" if joiner.stage else ""
        self.title.setText(f"{joiner.person.name}{stage} · {state(joiner)}")
        self.evidence.setText("\n".join(because(joiner)))
        self.evidence.setVisible(bool(joiner.checks))
        said = [one for one in found.signed if one.matter.joiner == joiner.person.name]
        self.history.setText("\n".join(sign_off_words(one, found.project) for one in said))
        self.history.setVisible(bool(said))
        judged = bool(joiner.course) and joiner.course[-1].right.n >= LEAST
        charts = (volume_chart(joiner), accuracy_chart(joiner))
        shown = (bool(joiner.course), judged)
        for title, view, chart, seen in zip(self._titles, self.charts, charts, shown, strict=True):
            title.setText(chart.title)
            view.show_chart(chart)
            title.setVisible(seen)
            view.setVisible(seen)
