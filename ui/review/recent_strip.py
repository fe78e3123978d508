"""The last answers at the foot of the queue: a click goes back to one of them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.review import names, paint
from ui.review.recent import KEPT, Answer
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled, tokens_of
from ui.stage.buttons import SmallButton


class AnswerButton(QToolButton):
    """One answer: its outcome's sign, and the number of its item below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Answer | None = None
        self.setProperty("kind", "flat")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer, or nothing."""
        self._answer = answer
        self.setEnabled(answer is not None)
        told = ""
        if answer is not None:
            word = names.outcome_word(answer.outcome)
            told = tr("Item {n}: {outcome}", n=answer.number, outcome=word)
        self.setAccessibleName(told)
        self.setToolTip(tr("{answer}. Go back to it.", answer=told) if told else "")
        self.update()

    def sizeHint(self) -> QSize:
        small = scaled(self.font(), "small")
        height = self.fontMetrics().height() + paint.text_height(small, "0")
        return QSize(STEP * 10, height + 2 * STEP)

    def minimumSizeHint(self) -> QSize:
        return QSize(STEP * 6, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        if self._answer is None:
            return
        first = self.fontMetrics().height()
        top = QRect(0, STEP, self.width(), first)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(paint.strong(self.font()))
        painter.setPen(paint.outcome_colour(self._answer.outcome, self.palette()))
        painter.drawText(top, centre, names.outcome_sign(self._answer.outcome))
        painter.setFont(scaled(self.font(), "small"))
        painter.setPen(tokens_of(self.palette()).text)
        below = QRect(0, top.bottom() + 1, self.width(), self.height() - top.bottom() - STEP)
        painter.drawText(below, centre, str(self._answer.number))


class RecentStrip(QFrame):
    """The last answers, oldest first. `wanted(Answer)` when one was clicked."""

    wanted = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: tuple[Answer, ...] = ()
        self.setProperty("kind", "bar")
        head = QHBoxLayout()
        head.addWidget(plain(tr("Last answers"), "quiet"), 1)
        head.addWidget(SmallButton(actions, Act.LAST_ANSWER, self))
        row = QGridLayout()
        row.setSpacing(0)
        self.buttons = [AnswerButton() for _ in range(KEPT)]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: self._click(place))
            row.addWidget(button, 0, place)
            row.setColumnStretch(place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 3, STEP, STEP * 2, STEP)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row)
        self.show_answers(())

    def _click(self, place: int) -> None:
        if place < len(self._answers):
            self.wanted.emit(self._answers[place])

    def show_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show these answers."""
        self._answers = answers
        self.setVisible(bool(answers))
        for place, button in enumerate(self.buttons):
            button.show_answer(answers[place] if place < len(answers) else None)
