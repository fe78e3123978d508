"""The frames of a video: a covered storyboard first, then covered frames paced by their times.

Nothing plays by itself. Frames are covered in the lane before they get here; their pictures come
only while the video is revealed.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from smo_review.domain.content import Location
from smo_review.domain.errors import UserError
from smo_review.domain.pictures import Probe
from smo_review.language import tr
from smo_review.media.reasons import Unshowable
from ui.shell.actions import Actions
from ui.stage.board import Board
from ui.stage.drawing import Tool
from ui.stage.image_view import ImageView
from ui.stage.loader import MediaLoader
from ui.stage.reveal import FACTS, Reveal
from ui.stage.shots import Opened, Shot, Source, Tile, Want
from ui.stage.transport import Transport
from ui.stage.video_reel import Reel


class FramesView(ImageView):
    """Shows the storyboard until the person plays, steps or seeks."""

    played = Signal(int)
    """It plays from this time on, milliseconds, at the transport's speed."""
    stopped = Signal()
    """It plays no more, or waits for the frame that was sought."""
    reached = Signal(int)
    """This time of it is shown."""

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
        slot = f"{self._slot} frames"
        self.reel = Reel(source, loader, slot, self._wanted, self._is_revealed, self)
        self.reel.due.connect(self._on_due)
        self.reel.ended.connect(self.pause)
        self.reel.failed.connect(self._on_end)
        self.board = Board(self)
        self.board.opened.connect(self.seek)
        self.board.touched.connect(self.touched)
        self.board.chosen_changed.connect(self._on_tile)
        self.transport = Transport(actions, self)
        self.transport.bar.sought.connect(self.seek)
        self.transport.bar.mark_clicked.connect(self.mark_clicked)
        self.transport.speed_changed.connect(self._on_speed)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.board)
        self.pages.addWidget(self.canvas)
        self.setFocusProxy(self.board)

    @property
    def at(self) -> int:
        """The time that is shown, or chosen among the key frames."""
        return self.board.at if self._on_board else self._time

    def show_reveal(self, state: Reveal) -> None:
        self.board.set_plain(state.step == FACTS)
        if state.lens is not None and self._on_board and self._can_show:
            self._leave_board()
        super().show_reveal(state)

    def leave(self) -> None:
        self.pause()

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
        self.pages.setCurrentWidget(self.board)
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
            self.seek(self.at)
        else:
            self.pause()
            last = max(0, self.reel.frames - 1)
            self._go(frame=min(max(0, self._frame + frames), last))

    def play_pause(self) -> None:
        if not self._can_show:
            return
        if self.reel.is_playing:
            self.pause()
            return
        start = self.at
        known = None if self._on_board else self._frame
        self._leave_board()
        if known is not None and known >= self.reel.frames - 1:
            start, known = 0, 0
        self._play(start, known)

    def _play(self, start: int, frame: int | None, until: int | None = None) -> None:
        """Play from a frame, or from `start` milliseconds, and no further than `until`."""
        self.reel.play(start, frame, self.transport.speed, until)
        if frame is None:
            self._go(at=start)
        else:
            self.played.emit(start)

    def pause(self) -> None:
        """Stop playing, if it does."""
        self.reel.stop()
        self.stopped.emit()

    @property
    def is_playing(self) -> bool:
        return self.reel.is_playing

    def _begun(self, opened: Opened) -> None:
        assert opened.probe is not None
        self._probe = opened.probe
        self.reel.frames = opened.probe.frames
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
        self._show_place(self.board.at, None)
        self._asked = None
        if self._state.is_revealed and self._on_board:
            self._ask()

    def _show_place(self, at: int, frame: int | None) -> None:
        self.transport.show_place(at, self._probe.duration, frame, self.reel.frames)
        self.reached.emit(at)

    def _leave_board(self) -> None:
        if not self._on_board:
            return
        self._drop()
        self._time = self.board.at
        self._frame = None
        self._on_board = False
        self.pages.setCurrentWidget(self.canvas)
        self.setFocusProxy(self.canvas)

    # Frames.

    def _go(self, frame: int | None = None, at: int | None = None) -> None:
        """Ask for one frame, covered or as it is revealed now."""
        if not self._can_show:
            return
        if self.reel.is_playing:
            self.reel.hold()
            self.stopped.emit()
        self._asked = self._wanted(frame, at)
        self._loader.shots(self._source, (self._asked,), self._slot, self._on_shots, self._on_end)

    def _ask(self) -> None:
        """The picture of what is shown now."""
        if not self._can_show:
            return
        place = (self._frame, None if self._frame is not None else self._time)
        if self._on_board:
            want = super()._want()
            size = QSize(want.width, want.height).scaled(
                self.board.tile_size().boundedTo(QSize(want.width, want.height)),
                Qt.AspectRatioMode.KeepAspectRatio,
            )
            wide, high = max(1, size.width()), max(1, size.height())
            want = Want(wide, high, want.detail, None, self.board.at)
        else:
            want = self._wanted(*place)
        if want != self._asked or self.reel.is_playing:
            self._asked = want
            self._loader.shots(self._source, (want,), self._slot, self._on_shots, self._on_end)

    def _is_revealed(self) -> bool:
        return self._state.is_revealed

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
        if self.reel.is_playing:
            # A seek while playing: go on from here.
            self.reel.went_to(shot, self.transport.speed)
            self.played.emit(shot.at)

    def _on_due(self, shot: Shot) -> None:
        self._paint(shot)
        # Painted now: an update that waits could be overtaken by the next frame.
        self.canvas.repaint()

    def _paint(self, shot: Shot) -> None:
        self._time, self._frame = shot.at, shot.frame
        if shot.picture is not None and self._state.is_revealed:
            self.canvas.reveal(shot.picture, shot.cover, shot.at, self._state.lens is not None)
        else:
            self.canvas.set_cover(shot.cover, shot.at)
        self._show_place(shot.at, shot.frame)

    def _on_end(self, error: UserError) -> None:
        """No such frame: stay at what is shown, and say why unless the video is just over."""
        self.pause()
        if not (isinstance(error, Unshowable) and error.reason == "end"):
            self.hinted.emit(tr("The video cannot be read further: {reason}", reason=error.what))

    def _on_speed(self, speed: float) -> None:
        if self.reel.is_playing:
            self.reel.set_speed(speed)
            self.played.emit(self._time)

    def _drop(self) -> None:
        super()._drop()
        self.board.cover_now()
        if self.reel.is_playing:
            self.reel.again(self._frame)

    def _sharpen(self) -> None:
        if not self._on_board and self._state.is_revealed:
            super()._sharpen()

    def _pin_at(self) -> int | None:
        return self._time
