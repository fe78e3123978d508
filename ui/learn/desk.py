"""An item of the exercise on the stage, and beside it the answer, or what is told after it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.learn.answer_form import AnswerForm
from ui.learn.sitting import Draft, Question, Sitting
from ui.learn.told_panel import ToldPanel
from ui.learn.words import clause_words, mode_word
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.stage import Stage

SIDE = 372


class LearnDesk(QWidget):
    """Where the person answers. The stage is the one of review, with the same covering."""

    def __init__(self, stage: Stage, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.where = plain()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.form = AnswerForm(actions)
        self.told = ToldPanel()
        self.side = QStackedWidget()
        self.side.addWidget(self.form)
        self.side.addWidget(self.told)
        self.setFocusProxy(stage)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        head.addWidget(self.where)
        head.addWidget(self.progress)
        column.addLayout(head)
        column.addWidget(stage, 1)
        right = QFrame()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.side, 1)
        beside.addWidget(self._foot(actions))
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(centre)
        columns.addWidget(right)
        columns.setChildrenCollapsible(False)
        columns.setStretchFactor(0, 1)
        columns.setSizes([900, SIDE])
        right.setMinimumWidth(SIDE - 60)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(columns)

    def _foot(self, actions: Actions) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        column = QVBoxLayout(bar)
        column.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        column.setSpacing(STEP)
        give = actions.button(Act.GIVE_ANSWER)
        give.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(give)
        row = QHBoxLayout()
        for act in (Act.END_ATTEMPT, Act.LEAVE_EXERCISE):
            row.addWidget(actions.button(act))
        row.addStretch(1)
        column.addLayout(row)
        return bar

    def show_question(self, sitting: Sitting, question: Question, place: int) -> None:
        """Put another item on the stage, covered, with its answer or an empty one."""
        run = sitting.run
        self.progress.setRange(0, len(run.items))
        self.progress.setValue(len(run.answers))
        self.progress.setAccessibleName(tr("Progress"))
        self.where.setText(
            tr(
                "{title} · {mode} · item {n} of {all} · {done} answered · attempt {at} of {most}",
                title=run.sheet.title,
                mode=mode_word(run.sheet.mode),
                n=place + 1,
                all=len(run.items),
                done=len(run.answers),
                at=run.attempt,
                most=run.sheet.attempts,
            )
        )
        self.stage.show_item(question.view, sitting.project)
        self.form.offer(sitting.project)
        clause = sitting.clause(question.hint)
        self.form.show_question(
            tr(
                "A hint from your last attempt: read clause {clause} again.",
                clause=clause_words(clause, question.hint),
            )
            if question.hint
            else "",
            run.sheet.places,
        )
        if question.told is not None:
            self.told.show_told(sitting, question.told)
        self.side.setCurrentWidget(self.told if question.told is not None else self.form)

    def show_draft(self, draft: Draft) -> None:
        """The answer as it is now."""
        self.form.show_draft(draft)
