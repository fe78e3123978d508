"""What every view of a part does, whatever it shows. A view that has no use for one ignores it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.stage.marks import StageMark
from ui.stage.reveal import Reveal


class PartView(QWidget):
    """One part of an item. It holds nothing but the cover until `show_reveal` asks for more."""

    mark_clicked = Signal(str)
    located = Signal(object)
    """A Location that the person pinned or selected."""
    touched = Signal()
    """The person pressed inside: this part is meant now."""
    told = Signal(object)
    """A Probe: what the file is, for the facts line."""
    hinted = Signal(str)
    """What to do now, in words; empty when there is nothing to say."""
    zoomed = Signal(float)
    """The person reads at another size from now on, this many times the usual one."""
    lens_resized = Signal(int)
    """The person wants the lens larger (1) or smaller (-1)."""
    broke = Signal()
    """The part turned out not to be showable: there is nothing to reveal."""

    is_broken = False

    def show_reveal(self, state: Reveal) -> None:
        """Show as much as `state` says. Less than before takes effect before this returns."""
        raise NotImplementedError

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        """The marks of this part with their readable names."""
        raise NotImplementedError

    def select_mark(self, key: str) -> None:
        """Highlight a mark and bring it into sight; an empty key highlights none."""
        raise NotImplementedError

    def start_pin(self) -> None:
        """The next click, or arrow keys and Enter, make a location."""
        raise NotImplementedError

    def cancel_pin(self) -> None:
        raise NotImplementedError

    def zoom(self, factor: float) -> None:
        """Larger or smaller; 0 is fitted."""

    def pan(self, across: int, down: int) -> None:
        """Move over the content by steps."""

    def rotate(self) -> None:
        """A quarter turn clockwise."""

    def play_pause(self) -> None:
        """Play, or stop playing."""

    def seek_by(self, milliseconds: int) -> None:
        """Go on or back in time."""

    def step_by(self, frames: int) -> None:
        """Go on or back by exact frames."""

    def change_speed(self, step: int) -> None:
        """Play faster or slower by steps."""

    def show_board(self) -> None:
        """Go back to the key frames."""

    def pause(self) -> None:
        """Stop playing, if it does."""
