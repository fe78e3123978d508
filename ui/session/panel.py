"""What only the presenter sees: the step and its clock, who has voted, the notes, the ruling."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project
from smo_review.domain.sessions import Ballot, Round, SlideView, Tally
from smo_review.language import tr
from ui.charts.view import ChartView
from ui.choosing.labels import SearchField
from ui.choosing.words import label_words
from ui.session.sight import (
    Sight,
    clause_named,
    phase_of,
    phase_words,
    round_of,
    ruled_words,
    spread_chart,
)
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.board import clock_text

STEPS = (
    Act.CALL_VOTE,
    Act.TAKE_SEAT,
    Act.SHOW_SPREAD,
    Act.SESSION_NOTE,
    Act.RULE,
    Act.NEXT_SLIDE,
)
Now = Callable[[], int]


def _now() -> int:
    return time.time_ns() // 1000


class PresenterPanel(QFrame):
    """Beside the presenter's stage. `noted(words)`; `rested` when single keys are free again.

    `now` is the clock that facts are timed by, in microseconds.
    """

    noted = Signal(str)
    rested = Signal()

    def __init__(self, actions: Actions, now: Now = _now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._round: Round | None = None
        self.step = plain()
        self.step.setFont(scaled(self.font(), "large", bold=True))
        self.clock = plain("", "quiet")
        self.prompt = plain()
        self.clause = plain("", "quiet")
        self.teaching = plain()
        self.votes = plain()
        self.people = plain()
        self.chart = ChartView()
        self.agreement = plain("", "quiet")
        self.remarks = plain()
        self.ruling = plain()
        self.inbox = plain("", "quiet")
        self.note = SearchField()
        self.note.setPlaceholderText(tr("What is said; Enter keeps it"))
        self.note.setAccessibleName(actions.text(Act.SESSION_NOTE))
        self.note.entered.connect(self._keep_note)
        self.note.left.connect(self._leave_note)
        self._heads = {
            widget: _head(text)
            for widget, text in (
                (self.prompt, tr("Prompt")),
                (self.teaching, tr("Only you see this")),
                (self.votes, tr("Votes")),
                (self.remarks, tr("Notes of the discussion")),
                (self.ruling, tr("Ruling")),
                (self.inbox, tr("Votes by file")),
            )
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._body(), 1)
        column.addWidget(self._foot(actions))
        self._ticking = QTimer(self)
        self._ticking.setInterval(500)
        self._ticking.timeout.connect(self._tick)
        self.show_inbox("")

    def _body(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, STEP * 2)
        column.setSpacing(STEP)
        shown: tuple[QWidget, ...] = (
            self.step,
            self.clock,
            self.prompt,
            self.votes,
            self.people,
            self.chart,
            self.agreement,
            self.ruling,
            self.teaching,
            self.clause,
            self.remarks,
            self.note,
            self.inbox,
        )
        for widget in shown:
            if isinstance(widget, QLabel) and widget in self._heads:
                column.addSpacing(STEP)
                column.addWidget(self._heads[widget])
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        return area

    def _foot(self, actions: Actions) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        grid = QGridLayout(bar)
        grid.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        grid.setSpacing(STEP)
        for n, act in enumerate(STEPS):
            button = actions.button(act)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, n // 2, n % 2)
        return bar

    # What is shown

    def show_slide(self, tally: Tally, slide: SlideView, project: Project) -> None:
        """The item in hand as it stands."""
        phase, told = phase_of(slide), round_of(slide)
        if self.step.text() != phase_words(phase):
            self._area.verticalScrollBar().setValue(0)
        self._round = told
        self.step.setText(phase_words(phase))
        self._show(self.prompt, slide.prompt)
        self._show(self.teaching, slide.note)
        self.clause.setText(clause_named(project, slide.clause))
        self.clause.setVisible(bool(slide.clause))
        self.votes.setText(
            tr("{n} of {all} votes", n=told.votes, all=max(told.votes, len(tally.people)))
        )
        self.people.setText("\n".join(people_lines(tally, told, project)))
        shown = [one for one in slide.rounds if one.revealed and one.spread]
        self.chart.setVisible(bool(shown))
        if shown:
            self.chart.show_chart(spread_chart(shown, project))
        self._show(self.remarks, "\n".join(f"– {one}" for one in slide.remarks), keep_head=True)
        lines = [ruled_words(slide, project), slide.reason]
        if slide.ruling is not None:
            lines.append(clause_named(project, slide.ruling.clause))
        self._show(self.ruling, "\n".join(line for line in lines if line))
        self._tick()

    def show_sight(self, sight: Sight) -> None:
        """The agreement, in the words that the room reads too."""
        self.agreement.setText(sight.agreement)
        self.agreement.setVisible(bool(sight.agreement))

    def show_inbox(self, words: str) -> None:
        """How the watched folder is."""
        self._show(self.inbox, words)

    def start_note(self) -> None:
        """Put the cursor into the note."""
        self.note.setFocus()
        self._area.ensureWidgetVisible(self.note, 0, STEP)

    def _show(self, widget: QLabel, text: str, keep_head: bool = False) -> None:
        widget.setText(text)
        widget.setVisible(bool(text))
        self._heads[widget].setVisible(bool(text) or keep_head)

    def _keep_note(self) -> None:
        if self.note.text().strip():
            self.noted.emit(self.note.text())
        self._leave_note()

    def _leave_note(self) -> None:
        self.note.clear()
        self._area.verticalScrollBar().setValue(0)
        self.rested.emit()

    # The clock

    def _tick(self) -> None:
        told = self._round
        running = told is not None and bool(told.called) and not told.revealed
        self.clock.setVisible(running)
        if not running or told is None:
            return
        passed = max(0, self._now() - told.called) // 1000
        words = clock_text(passed)
        if told.seconds:
            limit = clock_text(told.seconds * 1000)
            words = tr("{passed} of {limit}", passed=words, limit=limit)
            if passed >= told.seconds * 1000:
                words = tr("{words} · time is up", words=words)
        self.clock.setText(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)


def people_lines(tally: Tally, told: Round, project: Project) -> list[str]:
    """A line for everybody: before the reveal whether they voted, after it what they said."""
    said = {one.voter: one for one in reversed(told.ballots)}
    lines = []
    for name in (*tally.people, *(one for one in said if one not in tally.people)):
        if name in told.late:
            words = tr("late: not counted")
        elif name in told.missing:
            words = tr("no vote") if told.revealed else tr("not yet")
        elif name in said:
            words = _ballot_words(said[name], project)
        else:
            words = tr("voted")
        if name in told.double:
            words = tr("{words} · twice, the first counts", words=words)
        mark = "○" if name in told.missing else "△" if name in told.late else "●"
        lines.append(tr("{mark} {name}: {words}", mark=mark, name=name, words=words))
    return lines


def _ballot_words(ballot: Ballot, project: Project) -> str:
    way = {
        "seat": tr("keyboard"),
        "file": tr("file"),
        "before": tr("before the session"),
    }[ballot.channel]
    return tr("{labels} ({way})", labels=label_words(project, ballot.labels), way=way)


def _head(text: str) -> QWidget:
    label = plain(text)
    label.setFont(scaled(label.font(), "normal", bold=True))
    return label
