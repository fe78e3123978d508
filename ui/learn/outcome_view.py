"""What the person's attempts at an exercise came to. For themselves: nobody else is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.charts import Chart
from smo_review.domain.scores import Score
from smo_review.language import tr
from ui.charts.view import ChartView
from ui.learn import figures
from ui.learn.figures import Table
from ui.learn.sitting import Outcome, Sitting
from ui.learn.words import mode_sentence, mode_word
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

WIDEST = 960


class OutcomeView(QScrollArea):
    """Heading, what can be done now, and the figures of the last attempt."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("What your attempts came to"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words: list[str] = []
        """Every line that is shown, in order."""

    def show_outcome(self, outcome: Outcome) -> None:
        """Build the page anew for an outcome."""
        self.words = []
        sitting, scores = outcome.sitting, outcome.scores
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 5)
        self._column.setSpacing(STEP * 3)
        sheet = sitting.run.sheet
        self._line(sheet.title, "title")
        self._line(
            tr(
                "{mode} · {n} items · attempt {at} of {all}",
                mode=mode_word(sheet.mode),
                n=len(sitting.run.items),
                at=sitting.run.attempt,
                all=sheet.attempts,
            ),
            kind="quiet",
        )
        if not sitting.run.attempt:
            self._line(sheet.words or mode_sentence(sheet.mode))
        self._buttons(sitting)
        self._stand(sitting, scores)
        if scores:
            self._figures(sitting, scores)
        self._column.addStretch(1)
        inside.setMaximumWidth(WIDEST)
        self.setWidget(inside)

    def _buttons(self, sitting: Sitting) -> None:
        row = QHBoxLayout()
        self._actions.action(Act.OPEN_EXERCISE).setEnabled(sitting.may_begin)
        if sitting.may_begin:
            row.addWidget(self._actions.button(Act.OPEN_EXERCISE))
        if sitting.run.attempt:
            row.addWidget(self._actions.button(Act.EXPORT_RESULTS))
        row.addWidget(self._actions.button(Act.LEAVE_EXERCISE))
        row.addStretch(1)
        self._column.addLayout(row)

    def _stand(self, sitting: Sitting, scores: tuple[Score, ...]) -> None:
        """Said honestly: what is left, and who scores."""
        run = sitting.run
        left = run.sheet.attempts - run.attempt
        if run.attempt and not scores:
            self._line(
                tr(
                    "Your answers are kept. Hand your results back: whoever built the exercise "
                    "scores them, and nothing about them is known here."
                )
            )
        if left > 0:
            self._line(
                tr(
                    "{n} of {all} attempts are left; each one begun counts.",
                    n=left,
                    all=run.sheet.attempts,
                ),
                kind="quiet",
            )
        else:
            self._line(tr("All attempts were used."), kind="quiet")

    def _figures(self, sitting: Sitting, scores: tuple[Score, ...]) -> None:
        last = scores[-1]
        for place, line in enumerate(figures.summary(last)):
            self._line(line, "large" if place == 0 else "")
        again = figures.read_again(sitting, last)
        if again:
            self._line(tr("Read again"), "large")
            for line in again:
                self._line(line)
        self._table(tr("By label"), figures.by_label(sitting.project, last))
        self._table(tr("What was taken for what"), figures.confusions(sitting.project, last))
        self._chart(figures.calibration(last))
        if figures.sure_sentence(last):
            self._line(figures.sure_sentence(last), kind="quiet")
        if len(scores) > 1:
            self._chart(figures.attempts_chart(scores))
            self._table(tr("Your attempts"), figures.earlier(scores))

    def _line(self, text: str, role: str = "", kind: str = "") -> None:
        label = plain(text, kind)
        if role:
            label.setFont(scaled(self.font(), role, bold=True))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.append(text)
        self._column.addWidget(label)

    def _chart(self, chart: Chart | None) -> None:
        if chart is not None:
            self._line(chart.title, "large")
            view = ChartView()
            view.show_chart(chart)
            self._column.addWidget(view)

    def _table(self, title: str, table: Table) -> None:
        heads, rows = table
        if not rows:
            return
        self._line(title, "large")
        grid = QGridLayout()
        grid.setHorizontalSpacing(STEP * 5)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(0, 2)  # names; the others are figures
        for column in range(1, len(heads)):
            grid.setColumnStretch(column, 1)
        for column, head in enumerate(heads):
            grid.addWidget(plain(head, "quiet"), 0, column)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                grid.addWidget(plain(cell), row, column)
                self.words.append(cell)
        self._column.addLayout(grid)
