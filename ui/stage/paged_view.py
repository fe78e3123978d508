"""An image of several frames or pages: the first is shown, covered, and the person turns them.

An animation never moves by itself. It is played like a silent video, covered unless revealed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smo_review.domain.errors import UserError
from smo_review.domain.pictures import Probe
from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.stage.buttons import SmallButton
from ui.stage.image_view import ImageView
from ui.stage.loader import MediaLoader
from ui.stage.reveal import Reveal
from ui.stage.shots import Opened, Shot, Source, Want

LAYERED = {"PSD", "ICO"}
"""Formats whose first picture is the whole: layers and sizes of it are not for turning."""


class PagesBar(QWidget):
    """Play (for an animation), back, forward, and where one is."""

    def __init__(self, actions: Actions, probe: Probe, parent: QWidget) -> None:
        super().__init__(parent)
        self._moves = probe.duration > 0
        self._count = probe.frames
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        acts = (Act.STEP_BACK, Act.STEP_FORWARD)
        for act in (Act.PLAY_PAUSE, *acts) if self._moves else acts:
            layout.addWidget(SmallButton(actions, act, self))
        self._place = QLabel(self)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setProperty("kind", "quiet")
        layout.addWidget(self._place, 1)
        self.show_place(0)

    def show_place(self, page: int) -> None:
        """`page` is counted from 0."""
        n, count = page + 1, self._count
        words = tr("Frame {n} of {count}", n=n, count=count)
        if not self._moves:
            words = tr("Page {n} of {count}", n=n, count=count)
        self._place.setText(words)

    @property
    def place(self) -> str:
        return self._place.text()


class PagedImageView(ImageView):
    """An image; where its file holds several, a bar below it turns them."""

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
        self._actions = actions
        self._probe = Probe(ok=False)
        self._page = 0
        """The one that is shown; `_frame` is the one that was asked for."""
        self._size = (0, 0)
        self.pages: PagesBar | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._play_on)
        self._playing = False

    def step_by(self, frames: int) -> None:
        self.pause()
        self._turn_to(min(max(0, (self._frame or 0) + frames), self._probe.frames - 1))

    def play_pause(self) -> None:
        if self._playing:
            self.pause()
        elif self.pages is not None and self._probe.duration:
            self._playing = True
            self._play_on()

    def pause(self) -> None:
        self._playing = False
        self._timer.stop()

    def show_reveal(self, state: Reveal) -> None:
        super().show_reveal(state)
        if self._playing and not self._timer.isActive():
            self._play_on()  # the frame that was on its way may have been dropped

    def _begun(self, opened: Opened) -> None:
        probe = opened.probe
        if probe is None or probe.frames < 2 or probe.format in LAYERED or self.pages is not None:
            return
        self._probe = probe
        self._size = probe.width, probe.height
        self.pages = PagesBar(self._actions, probe, self)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.pages)

    def _play_on(self) -> None:
        self._turn_to((self._page + 1) % self._probe.frames)

    def _turn_to(self, page: int) -> None:
        """Ask for a page, covered or as it is revealed now."""
        if self.pages is None or not self._can_show or page == (self._frame or 0):
            return
        self._frame = page
        self._asked = self._want() if self._state.is_revealed else None
        want = self._asked or Want(1, 1, None, page)
        self._loader.shots(self._source, (want,), self._slot, self._on_shots, self._on_end)

    def _on_shots(self, shots: tuple[Shot, ...]) -> None:
        shot = shots[0]
        if self.pages is not None and (shot.frame != self._page or not self._state.is_revealed):
            self._page = self._frame = shot.frame
            self.pages.show_place(shot.frame)
            if shot.size != self._size:
                self._size = shot.size
                self.canvas.set_content(*shot.size)
            self.canvas.set_cover(shot.cover)
        super()._on_shots(shots)
        if self._playing:
            self._timer.start(max(20, self._probe.duration // self._probe.frames))

    def _on_end(self, error: UserError) -> None:
        """This page cannot be decoded: stay at the one that is shown, and say why."""
        self.pause()
        self._frame = self._page
        self._asked = None
        self.hinted.emit(error.what)
