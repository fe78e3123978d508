"""What every view of a part does, whatever it shows. A view that has no use for one ignores it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from smo_review.domain.content import Location
from ui.stage.drawing import Tool
from ui.stage.marks import StageMark
from ui.stage.reveal import Reveal


class PartView(QWidget):
    """One part of an item. It holds nothing but the cover until `show_reveal` asks for more."""

    mark_clicked = Signal(str)
    located = Signal(object)
    """A Location that the person pinned or selected."""
    gave_up = Signal()
    """Drawing ended without a Location."""
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

    beside_changed = Signal()
    """What is revealed beside the content has changed."""

    is_broken = False
    beside = Reveal()
    """How much is shown of what comes beside the content: a video's transcript."""

    @property
    def footing(self) -> int:
        """Pixels at the lower edge where controls are, which no hint may lie over."""
        return 0

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

    def start_drawing(self, tool: Tool, place: Location | None = None) -> None:
        """Draw a location with `tool`; a `place` that it made is taken up again.

        A part that has no shapes takes its own kind of location instead.
        """
        self.start_pin()

    def cancel_pin(self) -> None:
        """Give up what is being pinned or drawn."""
        raise NotImplementedError

    def toggle_marks(self) -> None:
        """Put the marks away to see the content alone, or show them again."""

    def next_phrase(self) -> None:
        """Reveal the next masked phrase alone."""

    def start_find(self) -> None:
        """Look for words in what can be read."""

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

    def toggle_sound(self) -> None:
        """Sound on or off, for this part alone."""

    def change_volume(self, step: int) -> None:
        """Louder or softer by steps."""

    def toggle_transcript(self) -> None:
        """Reveal the words beside the content, or cover them."""

    def mark_range(self, *, start: bool) -> None:
        """A stretch of time begins, or ends, at what is shown now."""

    def play_range(self) -> None:
        """Play the marked stretch of time once."""

    def start_range(self) -> None:
        """Make a location of the marked stretch of time, or say how to mark one."""

    def next_range(self, step: int) -> None:
        """Go to the next or previous label that lies on a stretch of time."""

    def leave(self) -> None:
        """Stop playing, and cover what is revealed beside the content."""
