"""The reveals of an item's parts: who shows how much, until when, and what follows a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from smo_review.domain.project import CoverLevel
from ui.stage import reveal
from ui.stage.reveal import Reveal

TICK = 200
"""Milliseconds between looks at the time that a reveal has left."""


class Reveals(QObject):
    """One `Reveal` a part, in the order of the parts. `now` is the clock, in seconds."""

    shown = Signal(int)
    """Part n shows more or less than before: its view must follow before anything is painted."""
    changed = Signal()
    """A state is another one; also where only its time was prolonged."""
    ticked = Signal()
    """Time goes on while something is revealed."""
    level_changed = Signal(str)
    """The most that is shown of any part."""

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self.now = now
        self.states: list[Reveal] = []
        self.level: CoverLevel = "covered"
        """The most that is shown of any part now."""
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._on_tick)

    def begin(self, states: Sequence[Reveal]) -> None:
        """Other parts, each at rest."""
        self.states[:] = states

    def set(self, index: int, state: Reveal) -> None:
        """Let part `index` be in this state."""
        before = self.states[index]
        if state == before:
            return
        self.states[index] = state
        if (state.step, state.lens, state.size) != (before.step, before.lens, before.size):
            self.shown.emit(index)
        self.changed.emit()

    def act(self, index: int, change: Callable[..., Reveal], *values: object) -> None:
        """Do something to the reveal of part `index`."""
        self.set(index, change(self.states[index], *values, self.now()))

    def cover(self, index: int) -> None:
        """Cover part `index`, whatever it shows."""
        self.set(index, reveal.cover(self.states[index]))

    def release(self) -> None:
        """The key that held a reveal came up."""
        for index, state in enumerate(self.states):
            self.set(index, reveal.release(state))

    def follow(self, beside: Iterable[Reveal] = ()) -> None:
        """Run the clock while something is revealed, and tell the level where it is another.

        `beside` is how much is shown of what comes beside the parts, which has its own clock.
        """
        if any(state.is_revealed for state in self.states):
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
        level = reveal.most([*self.states, *beside])
        if level != self.level:
            self.level = level
            self.level_changed.emit(level)

    def _on_tick(self) -> None:
        now = self.now()
        for index, state in enumerate(self.states):
            self.set(index, reveal.tick(state, now))
        self.ticked.emit()
