"""The presenter's desk: the item on the stage, and beside it their notes, or somebody's seat."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import CoverLevel
from smo_review.domain.sessions import Tally
from smo_review.language import tr
from ui.session.panel import PresenterPanel
from ui.session.reading import Seat
from ui.session.seat import SeatPanel
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton
from ui.stage.controls import level_word
from ui.stage.stage import Stage

SIDE = 404


class SessionDesk(QWidget):
    """Stage at the left, under a bar for the room; at the right the presenter's panel or the
    seat, never both."""

    def __init__(self, stage: Stage, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.where = plain()
        self.room = plain("", "quiet")
        self.room.setWordWrap(False)
        self.panel = PresenterPanel(actions)
        self.seat = SeatPanel(actions)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.seat)
        self.setFocusProxy(stage)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head(actions))
        column.addWidget(stage, 1)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(centre)
        columns.addWidget(self.side)
        columns.setChildrenCollapsible(False)
        columns.setStretchFactor(0, 1)
        columns.setSizes([900, SIDE])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(columns)

    def _head(self, actions: Actions) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        head.setSpacing(STEP)
        first = QHBoxLayout()
        first.addWidget(self.where, 1)
        for act, word in (
            (Act.LEAVE_SESSION, tr("All sessions")),
            (Act.PREVIOUS_SLIDE, ""),
            (Act.AGREE_ACTION, tr("Action")),
            (Act.WRITE_MINUTES, tr("Minutes")),
        ):
            first.addWidget(SmallButton(actions, act, self, word))
        second = QHBoxLayout()
        second.addWidget(self.room, 1)
        for act, word in (
            (Act.INBOX, tr("Folder")),
            (Act.SHOW_ROOM, tr("Room")),
            (Act.ROOM_REVEAL, tr("Reveal there")),
            (Act.ROOM_SCREEN, tr("Next screen")),
        ):
            second.addWidget(SmallButton(actions, act, self, word))
        bar = QFrame()
        bar.setLayout(second)
        second.setContentsMargins(0, 0, 0, 0)
        head.addLayout(first)
        head.addWidget(bar)
        return head

    def show_where(self, tally: Tally, place: int) -> None:
        """Which item of which session this is."""
        self.where.setText(
            tr(
                "{title} · item {n} of {all} · {ruled} ruled",
                title=tally.title,
                n=place + 1,
                all=len(tally.slides),
                ruled=sum(one.ruling is not None for one in tally.slides),
            )
        )

    def show_room(self, level: CoverLevel | None) -> None:
        """What the room sees of the item; None where its window is closed."""
        self.room.setText(
            tr("The room's window is closed")
            if level is None
            else tr("In the room: {level}", level=level_word(level))
        )

    def show_seat(self, seat: Seat | None) -> bool:
        """Whether the side shows the seat now."""
        self.side.setCurrentWidget(self.seat if seat is not None else self.panel)
        return seat is not None
