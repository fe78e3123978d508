"""The voter's seat: one person after another at the trainer's keyboard, nothing of it in sight.

Who sits there sees the item, the prompt and the labels: no note, no name of who voted, no vote.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from smo_review.domain.project import Project
from smo_review.language import tr
from ui.choosing.clauses import ClausePanel
from ui.choosing.labels import LabelList
from ui.choosing.words import clause_words
from ui.session.reading import Seat
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.buttons import SmallButton

TALLEST = 300
"""Pixels of the guideline below the labels."""


class SeatPanel(QFrame):
    """Beside the stage while somebody votes. `voter_changed(name)` when another takes the turn."""

    voter_changed = Signal(str)
    rested = Signal()
    """The keyboard is free for single keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self.whose = plain()
        self.whose.setFont(scaled(self.font(), "title", bold=True))
        self.told = plain()
        self.other = QComboBox()
        self.other.setAccessibleName(tr("Who votes now"))
        self.other.textActivated.connect(self.voter_changed)
        self.prompt = plain()
        self.prompt.setFont(scaled(self.font(), "large", bold=True))
        self.labels = LabelList(actions)
        self.labels.left.connect(self.rested)
        self.clause = plain("", "quiet")
        self.guideline = ClausePanel()
        self.guideline.setMaximumHeight(TALLEST)
        self.guideline.left.connect(self._close_guideline)
        self.guideline.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._handing())
        self._pages.addWidget(self._choosing(actions))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot(actions))

    def _handing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addStretch(1)
        for widget in (self.whose, self.told, self.other):
            column.addWidget(widget)
        column.addStretch(2)
        return page

    def _choosing(self, actions: Actions) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, STEP * 2)
        column.setSpacing(STEP * 2)
        column.addWidget(self.prompt)
        column.addWidget(plain(tr("What applies?")))
        column.addWidget(self.labels)
        column.addWidget(SmallButton(actions, Act.ANSWER_CLAUSE, page, tr("Clause")))
        column.addWidget(self.clause)
        column.addWidget(self.guideline)
        column.addStretch(1)
        return page

    def _foot(self, actions: Actions) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        column = QVBoxLayout(bar)
        column.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        column.setSpacing(STEP)
        for act in (Act.GIVE_VOTE, Act.LEAVE_SEAT):
            button = actions.button(act)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        return bar

    def offer(self, project: Project) -> None:
        """What can be said in this project."""
        self._project = project
        self.labels.offer(project)
        self.guideline.show_guideline(project.guideline)

    def show_seat(self, seat: Seat, prompt: str, people: tuple[str, ...]) -> None:
        """Whose turn it is, and what they have chosen."""
        choosing = seat.step == "choosing"
        self._pages.setCurrentIndex(int(choosing))
        if choosing:
            self.prompt.setText(prompt)
            self.prompt.setVisible(bool(prompt))
            self.labels.show_chosen(seat.labels, seat.none)
            self.guideline.show_for(seat.labels)
            self.clause.setText(self._clause_words(seat.clause))
            return
        self._close_guideline()
        self.labels.show_chosen((), False)
        self.clause.setText("")
        handing = seat.step == "handing"
        self.whose.setText(
            tr("Hand the keyboard to {name}", name=seat.voter)
            if handing
            else tr("Hand the keyboard back to the trainer")
        )
        self.told.setText(
            tr("{name} alone looks at the screen now. Enter when you are ready.", name=seat.voter)
            if handing
            else tr("Enter when the trainer alone looks at the screen.")
        )
        self.other.setVisible(handing)
        self.other.clear()
        self.other.addItems(people)
        self.other.setCurrentText(seat.voter)

    def start_clause(self) -> None:
        """Open the guideline to choose from."""
        self.guideline.search.clear()
        self.guideline.show()
        self.guideline.start_find()

    def _clause_words(self, number: str) -> str:
        clauses = self._project.guideline.clauses if self._project is not None else ()
        found = next((one for one in clauses if one.number == number), None)
        return clause_words(found, number) or tr("No clause named yet")

    def _close_guideline(self) -> None:
        if self.guideline.isVisibleTo(self):
            self.guideline.hide()
            self.rested.emit()
