"""The controls under a video: play, steps, seek bar, time and frame, speed, key frames."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.stage.board import time_text
from ui.stage.buttons import SmallButton
from ui.stage.playback import NORMAL_SPEED, SPEEDS
from ui.stage.time_bar import TimeBar

PLAY_ACTS = (
    Act.PLAY_PAUSE,
    Act.STEP_BACK,
    Act.STEP_FORWARD,
    Act.SEEK_BACK,
    Act.SEEK_FORWARD,
)
ROOM_FOR_PLACE = 260
"""Pixels across that the time and frame need."""


class Transport(QWidget):
    """States what the person wants; the video view does it."""

    speed_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._speed = NORMAL_SPEED
        self.bar = TimeBar(self)
        self._place = QLabel(self)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place.setAccessibleName(tr("Time and frame"))
        self._speed_label = QLabel(self)
        self._speed_label.setTextFormat(Qt.TextFormat.PlainText)
        self._speed_label.setAccessibleName(tr("Speed"))
        for label in (self._place, self._speed_label):
            label.setProperty("kind", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(4)
        self._play, self._speeds = self._play_row(actions), self._speed_row(actions)
        self._rows.addLayout(self._play, 1)
        self._rows.addLayout(self._speeds)
        layout.addLayout(self._rows)
        self._show_speed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the controls take two rows."""
        direction = QBoxLayout.Direction
        needed = self._play.minimumSize().width() + self._speeds.minimumSize().width()
        one_row = self.width() >= needed + ROOM_FOR_PLACE
        self._rows.setDirection(direction.LeftToRight if one_row else direction.TopToBottom)

    def _play_row(self, actions: Actions) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for act in PLAY_ACTS:
            row.addWidget(SmallButton(actions, act, self))
        row.addWidget(self._place, 1)
        return row

    def _speed_row(self, actions: Actions) -> QHBoxLayout:
        silent = QLabel(tr("No sound"), self)
        silent.setProperty("kind", "quiet")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(silent)
        row.addStretch(1)
        row.addWidget(SmallButton(actions, Act.VIDEO_SLOWER, self))
        row.addWidget(self._speed_label)
        row.addWidget(SmallButton(actions, Act.VIDEO_FASTER, self))
        row.addWidget(SmallButton(actions, Act.KEY_FRAMES, self))
        return row

    @property
    def speed(self) -> float:
        return SPEEDS[self._speed]

    def show_place(self, at: int, duration: int, frame: int | None, frames: int) -> None:
        """Where the video is: milliseconds, and the frame counted from 0 if it is known."""
        self.bar.set_at(at)
        words = f"{time_text(at)} / {time_text(duration)}"
        if frame is not None:
            words = tr("{time} · frame {frame} of {frames}", time=words, frame=frame, frames=frames)
        self._place.setText(words)

    def change_speed(self, step: int) -> None:
        """Faster or slower by steps, between the ends."""
        self._speed = min(len(SPEEDS) - 1, max(0, self._speed + step))
        self._show_speed()
        self.speed_changed.emit(self.speed)

    def _show_speed(self) -> None:
        self._speed_label.setText(tr("{n}×", n=f"{self.speed:g}"))
