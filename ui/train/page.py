"""The trainer's page: wires the views of an exercise and the ramp-up to the presenter."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.charts import Chart
from smo_review.domain.project import words
from smo_review.language import current, tr
from smo_review.reports.svg import svg
from smo_review.reports.tables import csv_text
from ui.context import Context
from ui.shell.acts import Act
from ui.shell.labels import copied_words, selectable
from ui.shell.theme import STEP, scaled
from ui.train.figure import FigureView
from ui.train.figures import VIEWS
from ui.train.presenter import Exercise, Plans, TrainPresenter
from ui.train.rampup_view import RampUpView
from ui.train.table import TableView

KEPT_WIDTH = 960
"""Pixels across of a chart that is kept as a file."""
FILES = (Act.KEEP_TABLE, Act.KEEP_CHART)
SIGNING = (Act.SIGN_OFF, Act.NOT_YET, Act.TAKE_BACK)


class TrainPage(QWidget):
    """Heading with what is chosen, the views as keys, and one view at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = self.keeper = TrainPresenter(context, self)
        self.chooser = QComboBox()
        self.chooser.setMinimumContentsLength(24)
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.views = {
            Act.TRAIN_COHORT: FigureView(1, 1, wrap=True),
            Act.TRAIN_ITEMS: FigureView(1, 1, sortable=True),
            Act.TRAIN_SKILL: FigureView(2, 2, sortable=True),
            Act.TRAIN_AGREEMENT: FigureView(1, 1, sortable=True, beside=True),
            Act.TRAIN_RULE: FigureView(1, 0, wrap=True),
        }
        self.joiners = RampUpView(context.actions)
        self.nothing = selectable()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for view in (self.nothing, *self.views.values(), self.joiners):
            self._stack.addWidget(view)
        self._lay_out()
        self._connect()
        self._bind()

    def _lay_out(self) -> None:
        actions = self._context.actions
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 3)
        column.setSpacing(STEP * 3)
        head = QHBoxLayout()
        title = selectable(tr("Train"))
        title.setWordWrap(False)
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addSpacing(STEP * 4)
        head.addWidget(self.chooser, 1)
        head.addWidget(actions.button(Act.CHOOSE_EXERCISE))
        head.addStretch(1)
        head.addWidget(actions.button(Act.RECEIVE))
        column.addLayout(head)
        chooser = QHBoxLayout()
        chooser.setSpacing(STEP)
        for act in (*VIEWS, Act.TRAIN_RAMP_UP):
            chooser.addWidget(actions.button(act))
        chooser.addStretch(1)
        column.addLayout(chooser)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(STEP)
        for act in (Act.OPEN_TRAINED_ITEM, Act.TRAIN_MEASURE, *FILES):
            foot.addWidget(actions.button(act))
        foot.addStretch(1)
        column.addLayout(foot)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.shown.connect(self._show_exercise)
        presenter.planned.connect(self._show_plans)
        self.chooser.activated.connect(self._chosen)
        for view in self.views.values():
            view.opened.connect(presenter.open_item)
            view.copied.connect(self._copied)
        self.joiners.joiners.copied.connect(self._copied)
        self.joiners.signed.connect(presenter.sign)
        self.joiners.taken_back.connect(presenter.take_back)
        self.joiners.chosen_changed.connect(self._show_actions)

    def _bind(self) -> None:
        slots: dict[Act, Callable[[], object]] = {
            **{act: partial(self._look, act) for act in (*VIEWS, Act.TRAIN_RAMP_UP)},
            Act.CHOOSE_EXERCISE: self._open_chooser,
            Act.TRAIN_MEASURE: self.presenter.next_measure,
            Act.OPEN_TRAINED_ITEM: self._open_item,
            Act.KEEP_TABLE: self._ask_for_table,
            Act.KEEP_CHART: self._ask_for_chart,
            Act.SIGN_OFF: lambda: self.joiners.ask_to_sign(True),
            Act.NOT_YET: lambda: self.joiners.ask_to_sign(False),
            Act.TAKE_BACK: self.joiners.ask_to_take_back,
        }
        for act, slot in slots.items():
            self._context.actions.bind(act, slot, self)

    # What is shown

    def _look(self, act: Act) -> None:
        self.presenter.look(act)
        self._rest()

    def _show_exercise(self, found: Exercise) -> None:
        entries = [
            (tr("{title} ({made})", title=one.sheet.title, made=one.made), one.exercise)
            for one in found.there
        ]
        chosen = found.training.exercise if found.training is not None else ""
        self._offer(tr("Exercise"), entries, chosen)
        view = self.presenter.view
        if found.training is None or found.project is None:
            self._say_nothing(
                tr(
                    "No exercise of yours is here yet.\nMake items gold in review, build an "
                    "exercise from gold in Learn, hand it out, and receive what comes back."
                )
            )
        elif view in VIEWS:
            self._show_view(view, found)
        self._show_actions()

    def _show_view(self, view: Act, found: Exercise) -> None:
        assert found.training is not None and found.project is not None
        try:
            figure = VIEWS[view](found.training, found.project, self.presenter.measure)
        except LookupError:
            self._say_nothing(
                tr("Not enough yet: agreement needs two learners who handed in the exercise.")
            )
            return
        self.views[view].show_figure(figure)
        self._stack.setCurrentWidget(self.views[view])

    def _show_plans(self, found: Plans) -> None:
        entries = [(words(one.name, current()), one.id) for one in found.there]
        chosen = found.ramp_up.project.id if found.ramp_up is not None else ""
        self._offer(tr("Project"), entries, chosen)
        if found.ramp_up is None:
            self._say_nothing(
                tr(
                    "No ramp-up plan is here.\nWrite [[ramp_up]] stages into the project file and "
                    "pack a batch with it."
                )
            )
        else:
            self.joiners.show_ramp_up(found.ramp_up)
            self._stack.setCurrentWidget(self.joiners)
        self._show_actions()

    def _offer(self, name: str, entries: list[tuple[str, str]], chosen: str) -> None:
        self.chooser.setAccessibleName(name)
        self.chooser.clear()
        for text, value in entries:
            self.chooser.addItem(text, value)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(chosen)))
        self.chooser.setEnabled(len(entries) > 0)

    def _say_nothing(self, text: str) -> None:
        self.nothing.setText(text)
        self._stack.setCurrentWidget(self.nothing)

    def _show_actions(self) -> None:
        action, view = self._context.actions.action, self.presenter.view
        for act in (*VIEWS, Act.TRAIN_RAMP_UP):
            action(act).setChecked(act is view)
        told = self._stack.currentWidget() is not self.nothing
        of_items = told and view in (Act.TRAIN_ITEMS, Act.TRAIN_SKILL)
        action(Act.CHOOSE_EXERCISE).setEnabled(self.chooser.count() > 1)
        action(Act.OPEN_TRAINED_ITEM).setEnabled(of_items)
        action(Act.TRAIN_MEASURE).setEnabled(told and view is Act.TRAIN_AGREEMENT)
        action(Act.KEEP_TABLE).setEnabled(self.in_hand is not None)
        action(Act.KEEP_CHART).setEnabled(self._chart() is not None)
        for act in SIGNING:
            action(act).setEnabled(told and self.presenter.of_joiners and self.joiners.can(act))

    # What the person does

    def _chosen(self) -> None:
        self.presenter.choose(self.chooser.currentData())
        self._rest()

    def _open_chooser(self) -> None:
        self.chooser.setFocus()
        self.chooser.showPopup()

    def _open_item(self) -> None:
        view = self.views.get(self.presenter.view)
        tables = view.tables if view is not None else []
        linked = [table for table in tables if table.told.links]
        if linked:
            linked[0].open_chosen()

    def _copied(self, rows: int) -> None:
        self._context.notices.info(copied_words(rows))

    @property
    def in_hand(self) -> TableView | None:
        """The table that is copied and kept: the one with the keyboard, else the first."""
        here = self._stack.currentWidget()
        if here is self.joiners:
            return self.joiners.joiners
        return here.table if isinstance(here, FigureView) else None

    def _chart(self) -> Chart | None:
        here = self._stack.currentWidget()
        if here is self.joiners:
            return self.joiners.chart
        return here.chart if isinstance(here, FigureView) else None

    def _ask_for_table(self) -> None:
        table = self.in_hand
        if table is not None:
            text = csv_text(table.told)
            self._ask(tr("Table as CSV"), table.told.title, "csv", text)

    def _ask_for_chart(self) -> None:
        chart = self._chart()
        if chart is not None:
            self._ask(tr("Chart as SVG"), chart.title, "svg", svg(chart, KEPT_WIDTH))

    def _ask(self, title: str, name: str, suffix: str, text: str) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{suffix.upper()} (*.{suffix})"])
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{file_name(f'{self.chooser.currentText()} {name}')}.{suffix}")
        dialog.fileSelected.connect(lambda path: self.presenter.keep(Path(path), text))
        dialog.open()

    def _rest(self) -> None:
        """Put the keyboard where keys are actions."""
        here = self._stack.currentWidget()
        if here is not None:
            here.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.set_visible(True)
        self._rest()

    def hideEvent(self, event: QHideEvent) -> None:
        self.presenter.set_visible(False)
        super().hideEvent(event)


def file_name(told: str) -> str:
    """Words as the name of a file that every system takes, without its suffix."""
    return "-".join(re.findall(r"\w+", told))[:60] or "figures"


def build(context: Context) -> TrainPage:
    """The page, for `ui.app`."""
    return TrainPage(context)
