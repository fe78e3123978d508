"""A video on the stage: a covered storyboard first, then covered frames paced by their times.

Nothing plays by itself and no sound is made. Frames are covered in the lane before they get here;
their pictures come only while the video is revealed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QSize, QSizeF, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from smo_review.domain.content import Location
from smo_review.domain.errors import UserError
from smo_review.domain.pictures import Probe
from smo_review.language import tr
from smo_review.media.reasons import Unshowable
from ui.shell.actions import Actions
from ui.stage.board import Board
from ui.stage.drawing import Tool
from ui.stage.image_view import ImageView
from ui.stage.loader import PLAYING, MediaLoader
from ui.stage.marks import StageMark
from ui.stage.playback import Playback
from ui.stage.reveal import FACTS, Reveal
from ui.stage.shots import Opened, Shot, Source, Tile, Want
from ui.stage.transport import Transport

CHUNK_COVERED, CHUNK_REVEALED = 8, 2
"""Frames asked for at once: covers weigh nothing, pictures do."""
AHEAD_COVERED, AHEAD_REVEALED = 16, 4
"""Frames that wait to be painted."""


class VideoView(ImageView):
    """Shows the storyboard until the person plays, steps or seeks."""

    def __init__(
        self,
        index: int,
        source: Source,
        loader: MediaLoader,
        unreviewable_key: str,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(index, source, loader, unreviewable_key, parent)
        self._probe = Probe(ok=False)
        self._time = 0
        self._on_board = True
        self._playback: Playback | None = None
        self._frames = 0
        self._next_frame = 0
        self._chunk = 0
        self._chunk_asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play_on)
        self.board = Board(self)
        self.board.opened.connect(self.seek)
        self.board.touched.connect(self.touched)
        self.board.chosen_changed.connect(self._on_tile)
        self.transport = Transport(actions, self)
        self.transport.bar.sought.connect(self.seek)
        self.transport.bar.mark_clicked.connect(self.mark_clicked)
        self.transport.speed_changed.connect(self._on_speed)
        self._pages = QStackedWidget(self)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.canvas)
        self._pages.addWidget(self.board)
        self._pages.addWidget(self.canvas)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.transport)
        self.setFocusProxy(self.board)

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        super().set_marks(marks)
        self.transport.bar.set_marks(marks)

    def select_mark(self, key: str) -> None:
        super().select_mark(key)
        start = self.transport.bar.select_mark(key)
        if start is not None:
            self.seek(start)

    def show_reveal(self, state: Reveal) -> None:
        self.board.set_plain(state.step == FACTS)
        if state.lens is not None and self._on_board and self._can_show:
            self._leave_board()
        super().show_reveal(state)

    def start_drawing(self, tool: Tool, place: Location | None = None) -> None:
        self.pause()
        if self._on_board:
            self.seek(self.board.at)
        super().start_drawing(tool, place)

    def change_speed(self, step: int) -> None:
        self.transport.change_speed(step)

    def show_board(self) -> None:
        if self._on_board:
            return
        self.pause()
        self._drop()
        self._on_board = True
        self._pages.setCurrentWidget(self.board)
        self.setFocusProxy(self.board)
        self._on_tile()
        if self._state.is_revealed:
            self._ask()

    def seek(self, at: int) -> None:
        """Show the frame at a time, milliseconds."""
        self._leave_board()
        self._go(at=min(max(0, at), self._probe.duration))

    def seek_by(self, milliseconds: int) -> None:
        if self._on_board:
            self.board.choose(1 if milliseconds > 0 else -1)
        else:
            self.seek(self._time + milliseconds)

    def step_by(self, frames: int) -> None:
        if self._on_board or self._frame is None:
            self.seek(self.board.at if self._on_board else self._time)
        else:
            self.pause()
            last = max(0, self._frames - 1)
            self._go(frame=min(max(0, self._frame + frames), last))

    def play_pause(self) -> None:
        if not self._can_show:
            return
        if self._playback is not None:
            self.pause()
            return
        start = self.board.at if self._on_board else self._time
        known = None if self._on_board else self._frame
        self._leave_board()
        if known is not None and known >= self._frames - 1:
            start, known = 0, 0
        self._playback = Playback(start, self.transport.speed, time.monotonic())
        if known is None:
            self._go(at=start)
        else:
            self._next_frame = known
            self._ask_chunk()

    def pause(self) -> None:
        self._playback = None
        self._chunk_asked = False
        self._timer.stop()
        self._loader.drop(self._chunk_slot)

    @property
    def is_playing(self) -> bool:
        return self._playback is not None

    @property
    def _chunk_slot(self) -> str:
        return f"{self._slot} frames"

    def _begun(self, opened: Opened) -> None:
        assert opened.probe is not None
        self._probe = opened.probe
        self._frames = opened.probe.frames
        self.transport.bar.set_duration(self._probe.duration)
        assert opened.cover is not None
        self._set_tiles((Tile(opened.cover, 0),))
        self._loader.storyboard(self._source, self._on_storyboard)

    def _on_storyboard(self, tiles: tuple[Tile, ...]) -> None:
        if tiles and self._on_board:
            self._set_tiles(tiles)
            if self._state.is_revealed:
                self._ask()

    def _set_tiles(self, tiles: tuple[Tile, ...]) -> None:
        self._asked = None
        self.board.set_tiles(tiles, QSizeF(self._probe.width, self._probe.height))
        self._on_tile()

    def _on_tile(self) -> None:
        self.transport.show_place(self.board.at, self._probe.duration, None, self._frames)
        self._asked = None
        if self._state.is_revealed and self._on_board:
            self._ask()

    def _leave_board(self) -> None:
        if not self._on_board:
            return
        self._drop()
        self._time = self.board.at
        self._frame = None
        self._on_board = False
        self._pages.setCurrentWidget(self.canvas)
        self.setFocusProxy(self.canvas)

    def _go(self, frame: int | None = None, at: int | None = None) -> None:
        """Ask for one frame, covered or as it is revealed now."""
        if not self._can_show:
            return
        if self._playback is not None:
            self._loader.drop(self._chunk_slot)
            self._playback.flush()
            self._chunk_asked = True
        self._asked = self._wanted(frame, at)
        self._loader.shots(self._source, (self._asked,), self._slot, self._on_shots, self._on_end)

    def _ask(self) -> None:
        """The picture of what is shown now."""
        if not self._can_show:
            return
        if self._playback is not None:
            self._go(self._frame, None if self._frame is not None else self._time)
            return
        if self._on_board:
            want = super()._want()
            size = QSize(want.width, want.height).scaled(
                self.board.tile_size().boundedTo(QSize(want.width, want.height)),
                Qt.AspectRatioMode.KeepAspectRatio,
            )
            want = Want(
                max(1, size.width()), max(1, size.height()), want.detail, None, self.board.at
            )
        else:
            want = self._wanted(self._frame, None if self._frame is not None else self._time)
        if want != self._asked:
            self._asked = want
            self._loader.shots(self._source, (want,), self._slot, self._on_shots, self._on_end)

    def _wanted(self, frame: int | None, at: int | None) -> Want:
        if not self._state.is_revealed:
            return Want(1, 1, None, frame, at)
        want = super()._want()
        return Want(want.width, want.height, want.detail, frame, at)

    def _on_shots(self, shots: tuple[Shot, ...]) -> None:
        shot = shots[0]
        if self._on_board:
            if self._state.is_revealed and shot.picture is not None:
                self.board.reveal(shot.picture)
            return
        self._paint(shot)
        if self._playback is not None:
            # A seek while playing: go on from here.
            self._playback = Playback(shot.at, self.transport.speed, time.monotonic())
            self._next_frame = shot.frame + 1
            self._chunk_asked = False
            self._ask_chunk()

    def _paint(self, shot: Shot) -> None:
        self._time, self._frame = shot.at, shot.frame
        if shot.picture is not None and self._state.is_revealed:
            self.canvas.reveal(shot.picture, shot.cover, shot.at, self._state.lens is not None)
        else:
            self.canvas.set_cover(shot.cover, shot.at)
        self.transport.show_place(shot.at, self._probe.duration, shot.frame, self._frames)

    def _play_on(self) -> None:
        """Paint the frame whose time has come and wait for the next."""
        playback = self._playback
        if playback is None:
            return
        shot = playback.due(time.monotonic())
        if shot is not None:
            self._paint(shot)
            # Painted now: an update that waits could be overtaken by the next frame.
            self.canvas.repaint()
        if not len(playback) and self._next_frame >= self._frames:
            self.pause()
            return
        self._ask_chunk()
        if len(playback):
            self._timer.start(round(playback.wait(time.monotonic()) * 1000))

    def _ask_chunk(self) -> None:
        playback = self._playback
        if playback is None or self._chunk_asked:
            return
        revealed = self._state.is_revealed
        if len(playback) >= (AHEAD_REVEALED if revealed else AHEAD_COVERED):
            return
        end = self._next_frame + (CHUNK_REVEALED if revealed else CHUNK_COVERED)
        frames = range(self._next_frame, min(end, self._frames))
        if frames:
            self._chunk_asked = True
            self._chunk = len(frames)
            wants = tuple(self._wanted(frame, None) for frame in frames)
            self._loader.shots(
                self._source, wants, self._chunk_slot, self._on_chunk, self._on_end, PLAYING
            )

    def _on_chunk(self, shots: tuple[Shot, ...]) -> None:
        self._chunk_asked = False
        if self._playback is None:
            return
        self._next_frame = shots[-1].frame + 1
        if len(shots) < self._chunk:
            self._frames = self._next_frame
        self._playback.push(shots, time.monotonic())
        self._play_on()

    def _on_end(self, error: UserError) -> None:
        """No such frame: stay at what is shown, and say why unless the video is just over."""
        self.pause()
        if not (isinstance(error, Unshowable) and error.reason == "end"):
            self.hinted.emit(tr("The video cannot be read further: {reason}", reason=error.what))

    def _on_speed(self, speed: float) -> None:
        if self._playback is not None:
            self._playback.set_speed(speed, time.monotonic())
            self._play_on()

    def _drop(self) -> None:
        super()._drop()
        self.board.cover_now()
        if self._playback is not None:
            self._restart_chunks()

    def _restart_chunks(self) -> None:
        """Frames on their way are wanted otherwise now: ask again from the one that is shown."""
        assert self._playback is not None
        self._loader.drop(self._chunk_slot)
        self._playback.flush()
        self._chunk_asked = False
        self._next_frame = (self._frame or 0) + 1 if self._frame is not None else 0
        self._ask_chunk()

    def _sharpen(self) -> None:
        if not self._on_board and self._state.is_revealed:
            super()._sharpen()

    def _pin_at(self) -> int | None:
        return self._time
