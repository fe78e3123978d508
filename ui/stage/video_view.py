"""A video on the stage: its frames, and what belongs to them in time.

Its sound is off until it is asked for; what is said stands beside it, covered; labels lie on
stretches of time, and the person can mark one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from smo_review.domain.content import TimeRange
from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.stage.captions_panel import CaptionsPanel
from ui.stage.loader import MediaLoader
from ui.stage.marks import StageMark
from ui.stage.reveal import Reveal
from ui.stage.shots import Opened, Source
from ui.stage.video_frames import FramesView
from ui.stage.video_range import Marked, beside
from ui.stage.video_sound import VideoSound

BESIDE = 560
"""Pixels across from which the transcript stands beside the video, not below it."""


class VideoView(FramesView):
    """`transcript` is what is said in it, where it came with the item."""

    def __init__(
        self,
        index: int,
        source: Source,
        loader: MediaLoader,
        unreviewable_key: str,
        actions: Actions,
        transcript: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(index, source, loader, unreviewable_key, actions, parent)
        self._actions = actions
        self._marked = Marked()
        self._chosen = ""
        self.sound = VideoSound(source, loader, self)
        self.sound.heard.connect(self.reel.follow)
        self.sound.lost.connect(self.reel.lead)
        self.sound.said.connect(self.hinted)
        self.sound.changed.connect(self._show_sound)
        self.played.connect(lambda at: self.sound.play(at, self.transport.speed))
        self.stopped.connect(self.sound.halt)
        self.reached.connect(self.sound.went_to)
        self.captions = CaptionsPanel(transcript, actions, self) if transcript.strip() else None
        self._lay_out()

    def _lay_out(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(1)
        self._box.addWidget(self.pages, 5)
        if self.captions is not None:
            self._box.addWidget(self.captions, 2)
            self.captions.sought.connect(self.seek)
            self.captions.touched.connect(self.touched)
            self.captions.changed.connect(self._on_captions)
            self.reached.connect(self.captions.show_time)
        layout.addLayout(self._box, 1)
        layout.addWidget(self.transport)

    @property
    def footing(self) -> int:
        return self.transport.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = self.width() >= BESIDE
        self._box.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def _begun(self, opened: Opened) -> None:
        super()._begun(opened)
        self.sound.begin(self._probe.audio)

    # Marks and the marked range.

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        super().set_marks(marks)
        self.transport.bar.set_marks(marks)

    def select_mark(self, key: str) -> None:
        super().select_mark(key)
        self._chosen = key
        start = self.transport.bar.select_mark(key)
        if start is not None:
            self.seek(start)

    def next_range(self, step: int) -> None:
        key = beside(self.transport.bar.starts(), self._chosen, self.at, step)
        if key is not None:
            self.mark_clicked.emit(key)
            self.select_mark(key)
        else:
            self.hinted.emit(tr("There is no other label in time that way."))

    def mark_range(self, *, start: bool) -> None:
        marked = self._marked
        self._marked = marked.with_start(self.at) if start else marked.with_end(self.at)
        self._show_range()

    def play_range(self) -> None:
        if self._marked.ends is None:
            self._show_range()
            return
        start, end = self._marked.ends
        self.pause()
        self._leave_board()
        self._play(start, None, until=end)

    def start_range(self) -> None:
        if self._marked.ends is None:
            self._show_range()
            return
        start, end = self._marked.ends
        self._marked = Marked()
        self.transport.bar.set_range(None, None)
        self.hinted.emit("")
        self.located.emit(TimeRange(self._index, start, end))

    def _show_range(self) -> None:
        """Draw what is marked, and say what comes next."""
        self.transport.bar.set_range(self._marked.start, self._marked.end)
        keys = {
            name: self._actions.key_text(act)
            for name, act in {
                "start": Act.RANGE_START,
                "end": Act.RANGE_END,
                "play": Act.PLAY_RANGE,
                "use": Act.USE_RANGE,
            }.items()
        }
        if self._marked.ends is not None:
            words = tr("{use} uses this time range for a finding, {play} plays it.", **keys)
        elif self._marked.start is not None:
            words = tr("Go to where the time range ends and press {end}.", **keys)
        else:
            words = tr("Go to where the time range starts and press {start}.", **keys)
        self.hinted.emit(words)

    # Covering, sound and transcript.

    def show_reveal(self, state: Reveal) -> None:
        if self.captions is not None:
            self.captions.follow(state)
        super().show_reveal(state)

    def leave(self) -> None:
        super().leave()
        if self.captions is not None:
            self.captions.cover()

    def toggle_transcript(self) -> None:
        if self.captions is not None:
            self.captions.toggle()
        else:
            self.hinted.emit(tr("This video came without a transcript."))

    def _on_captions(self) -> None:
        assert self.captions is not None
        self.beside = self.captions.state
        self.beside_changed.emit()

    def toggle_sound(self) -> None:
        self.sound.toggle()

    def change_volume(self, step: int) -> None:
        self.sound.change_volume(step)

    def _show_sound(self) -> None:
        self.transport.show_sound(self.sound.words(), on=self.sound.is_on)
        self.transport.bar.set_levels(self.sound.levels)
