"""The controls under a video: play, steps, seek bar, time and frame, sound, range, speed."""

from __future__ import annotations

from collections.abc import Sequence

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
RANGE_ACTS = (Act.RANGE_START, Act.RANGE_END, Act.PLAY_RANGE, Act.USE_RANGE)
ROOM_FOR_PLACE = 260
"""Pixels across that the time and frame need."""


class Transport(QWidget):
    """States what the person wants; the video view does it."""

    speed_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._speed = NORMAL_SPEED
        self.bar = TimeBar(self)
        self._place = self._label(tr("Time and frame"))
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sound = self._label(tr("Sound"))
        self._speed_label = self._label(tr("Speed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(4)
        self._first, self._second = self._row(PLAY_ACTS), self._row((Act.SOUND,))
        self._first.addWidget(self._place, 1)
        self._second.addWidget(self._sound)
        self._second.addStretch(1)
        for act in RANGE_ACTS:
            self._second.addWidget(SmallButton(actions, act, self))
        self._second.addStretch(1)
        self._second.addWidget(SmallButton(actions, Act.VIDEO_SLOWER, self))
        self._second.addWidget(self._speed_label)
        self._second.addWidget(SmallButton(actions, Act.VIDEO_FASTER, self))
        self._second.addWidget(SmallButton(actions, Act.KEY_FRAMES, self))
        self._rows.addLayout(self._first, 1)
        self._rows.addLayout(self._second)
        layout.addLayout(self._rows)
        self.show_sound(tr("No sound"), on=False)
        self._show_speed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the controls take two rows."""
        direction = QBoxLayout.Direction
        needed = self._first.minimumSize().width() + self._second.minimumSize().width()
        one_row = self.width() >= needed + ROOM_FOR_PLACE
        self._rows.setDirection(direction.LeftToRight if one_row else direction.TopToBottom)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(name)
        label.setProperty("kind", "quiet")
        return label

    def _row(self, acts: Sequence[Act]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for act in acts:
            row.addWidget(SmallButton(self._actions, act, self))
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

    def show_sound(self, words: str, *, on: bool) -> None:
        """What is heard, or why nothing is."""
        self._sound.setText(words)
        self._sound.setProperty("kind", "" if on else "quiet")
        self._sound.style().polish(self._sound)
        self._actions.action(Act.SOUND).setChecked(on)

    def change_speed(self, step: int) -> None:
        """Faster or slower by steps, between the ends."""
        self._speed = min(len(SPEEDS) - 1, max(0, self._speed + step))
        self._show_speed()
        self.speed_changed.emit(self.speed)

    def _show_speed(self) -> None:
        self._speed_label.setText(tr("{n}×", n=f"{self.speed:g}"))
