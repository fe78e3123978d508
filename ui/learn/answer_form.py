"""What the person says of an item: labels, clause, how sure, where, and why if they like."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project
from smo_review.language import tr
from ui.choosing.clauses import ClausePanel
from ui.choosing.labels import LabelList, SearchField
from ui.learn.sitting import CONFIDENCES, Draft
from ui.learn.words import clause_words
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.buttons import SmallButton

TALLEST = 300
"""Pixels of the guideline among the questions, so that the next one stays in sight."""
PLACING = (Act.ANSWER_PLACE, Act.ANSWER_BOX, Act.ANSWER_OUTLINE)
SURE = (Act.SURE_1, Act.SURE_2, Act.SURE_3, Act.SURE_4, Act.SURE_5)


class SureScale(QWidget):
    """How sure: five steps in a row, each with its key; the words of the chosen one below."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._chosen = plain("", "quiet")
        self._buttons = []
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in SURE:
            button = QToolButton()
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, act=act: actions.press(act))
            self._buttons.append(button)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(row)
        layout.addWidget(self._chosen)
        actions.keys_changed.connect(self._show_keys)
        self._show_keys()

    def show_draft(self, draft: Draft) -> None:
        """Press the step that was chosen."""
        for button, value in zip(self._buttons, CONFIDENCES, strict=True):
            button.setChecked(draft.confidence == value)
        if draft.confidence in CONFIDENCES:
            word = self._actions.text(SURE[CONFIDENCES.index(draft.confidence)])
            share = round(draft.confidence / 10_000)
            self._chosen.setText(tr("{word}: {n}%", word=word, n=share))
        else:
            low, high = (self._actions.text(act) for act in (SURE[0], SURE[-1]))
            self._chosen.setText(tr("From “{low}” to “{high}”", low=low, high=high))

    def _show_keys(self) -> None:
        for button, act in zip(self._buttons, SURE, strict=True):
            button.setText(self._actions.key_text(act) or self._actions.text(act))
            button.setToolTip(self._actions.tooltip(act))
            button.setAccessibleName(self._actions.text(act))


class AnswerForm(QFrame):
    """The side of the stage while an item waits for its answer.

    `reason_edited(words)`; `rested` when the keyboard is free again for single keys.
    """

    reason_edited = Signal(str)
    rested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._places = False
        self.hint = plain("", "quiet")
        self.labels = LabelList(actions)
        self.labels.left.connect(self.rested)
        self.sure = SureScale(actions)
        self.clause = plain()
        self.guideline = ClausePanel()
        self.guideline.left.connect(self._close_guideline)
        self.guideline.setMaximumHeight(TALLEST)
        self.guideline.hide()
        self.place = plain("", "quiet")
        self.reason = SearchField()
        self.reason.setPlaceholderText(tr("Why, in your own words (nobody has to)"))
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.textEdited.connect(self.reason_edited)
        self.reason.entered.connect(self.rested)
        self.reason.left.connect(self.rested)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        column.setSpacing(STEP * 2)
        column.addWidget(self.hint)
        column.addLayout(_head(tr("What applies?"), SmallButton(actions, Act.FIND_LABEL, self)))
        column.addWidget(self.labels)
        column.addLayout(
            _head(tr("By which clause?"), SmallButton(actions, Act.ANSWER_CLAUSE, self))
        )
        column.addWidget(self.clause)
        column.addWidget(self.guideline)
        column.addLayout(_head(tr("How sure are you?")))
        column.addWidget(self.sure)
        tools = [SmallButton(actions, act, self) for act in PLACING]
        column.addLayout(_head(tr("Where?"), *tools))
        column.addWidget(self.place)
        column.addLayout(_head(tr("Why?"), SmallButton(actions, Act.ANSWER_REASON, self)))
        column.addWidget(self.reason)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def offer(self, project: Project) -> None:
        """What can be said in this project."""
        self._project = project
        self.labels.offer(project)
        self.guideline.show_guideline(project.guideline)

    def show_question(self, hint: str, places: bool) -> None:
        """Another item: nothing of the one before is left open. `places` count, or are extra."""
        self._places = places
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.labels.search.hide()
        self._close_guideline()
        self._area.verticalScrollBar().setValue(0)

    def show_draft(self, draft: Draft) -> None:
        """The answer as it is now."""
        self.labels.show_chosen(draft.labels, draft.none)
        self.sure.show_draft(draft)
        clauses = self._project.guideline.clauses if self._project is not None else ()
        found = next((one for one in clauses if one.number == draft.clause), None)
        self.clause.setText(clause_words(found, draft.clause) or tr("No clause named yet"))
        self.clause.setProperty("kind", "" if draft.clause else "quiet")
        self.clause.style().polish(self.clause)
        missing = tr("No place marked; it counts here") if self._places else tr("No place marked")
        self.place.setText(tr("A place is marked") if draft.location else missing)
        self.guideline.show_for(draft.labels)
        if self.reason.text() != draft.reason:
            self.reason.setText(draft.reason)

    def start_clause(self) -> None:
        """Open the guideline to choose from."""
        self.guideline.search.clear()
        self.guideline.show()
        self.guideline.start_find()
        layout = self._inside.layout()
        assert layout is not None
        layout.activate()
        self._area.ensureWidgetVisible(self.guideline, 0, STEP)

    def start_reason(self) -> None:
        self.reason.setFocus()
        self._area.ensureWidgetVisible(self.reason, 0, STEP)

    def _close_guideline(self) -> None:
        self.guideline.hide()
        self.rested.emit()


def _head(text: str, *buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    heading = plain(text)
    heading.setFont(scaled(heading.font(), "normal", bold=True))
    row.addWidget(heading, 1)
    for button in buttons:
        row.addWidget(button)
    return row
