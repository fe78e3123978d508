"""An image on the stage: its cover at once, its picture only on a reveal and only as long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smo_review.domain.content import Location
from smo_review.domain.errors import UserError
from smo_review.domain.pictures import Detail
from smo_review.language import tr
from ui.stage.canvas import Canvas
from ui.stage.drawing import Sketch, Tool, location
from ui.stage.loader import MediaLoader
from ui.stage.marks import StageMark
from ui.stage.part_view import PartView
from ui.stage.reveal import FACTS, STEPS, Reveal
from ui.stage.shots import Opened, Shot, Source, Want

LARGEST = 4096
"""The longest side of a picture that is ever asked for."""
SHARPER = 1.2
"""A picture is asked for again once this many times more pixels could be seen."""


class ImageView(PartView):
    """Shows part `index` of an item; `slot` is its place with the loader."""

    def __init__(
        self,
        index: int,
        source: Source,
        loader: MediaLoader,
        unreviewable_key: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._source = source
        self._loader = loader
        self._unreviewable_key = unreviewable_key
        self._slot = f"picture {index}"
        self._state = Reveal()
        self._can_show = False
        self._drawing_wanted: tuple[Tool, Location | None] | None = None
        self._asked: Want | None = None
        self._frame: int | None = None
        self.canvas = Canvas(self)
        self.canvas.mark_clicked.connect(self.mark_clicked)
        self.canvas.touched.connect(self.touched)
        self.canvas.lens_resized.connect(self.lens_resized)
        self.canvas.drawn.connect(self._on_drawn)
        self.canvas.hinted.connect(self.hinted)
        self.canvas.viewport_changed.connect(self._sharpen)
        self.setFocusProxy(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)

    def begin(self) -> None:
        """Ask for the cover; it is shown before this returns if it is here already."""
        self._loader.open(self._source, self._on_opened)

    def show_reveal(self, state: Reveal) -> None:
        before, self._state = self._state, state
        self.canvas.set_plain(state.step == FACTS)
        self.canvas.set_lens_size(state.size)
        if not state.is_revealed:
            self._drop()
            return
        lens_changed = (state.lens is None) != (before.lens is None)
        if lens_changed or (state.lens or state.step) < (before.lens or before.step):
            # Showing less must not wait for the smaller picture.
            self._drop()
        self._ask()

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        self.canvas.set_marks(marks)

    def select_mark(self, key: str) -> None:
        self.canvas.select_mark(key)

    def start_pin(self) -> None:
        self.start_drawing("pin")

    def start_drawing(self, tool: Tool, place: Location | None = None) -> None:
        if self._can_show:
            self.canvas.start_drawing(tool, place)
        elif not self.is_broken:
            # The key came before the picture: draw as soon as it is there.
            self._drawing_wanted = (tool, place)

    def cancel_pin(self) -> None:
        self._drawing_wanted = None
        given_up = self.canvas.cancel_drawing()
        self.hinted.emit("")
        if given_up:
            self.gave_up.emit()

    def toggle_marks(self) -> None:
        self.canvas.toggle_marks()

    def zoom(self, factor: float) -> None:
        self.canvas.zoom(factor)

    def pan(self, across: int, down: int) -> None:
        self.canvas.pan(across, down)

    def rotate(self) -> None:
        self.canvas.rotate()

    def _on_opened(self, opened: Opened) -> None:
        if opened.probe is not None:
            self.told.emit(opened.probe)
        if opened.cover is None or opened.probe is None:
            self._refuse(opened.error)
            return
        self._can_show = True
        self.canvas.set_content(opened.probe.width, opened.probe.height)
        self.canvas.set_cover(opened.cover)
        self._begun(opened)
        self.show_reveal(self._state)
        wanted, self._drawing_wanted = self._drawing_wanted, None
        if wanted is not None:
            self.start_drawing(*wanted)

    def _begun(self, opened: Opened) -> None:
        """The file was looked into and can be shown."""

    def _on_failed(self, error: UserError) -> None:
        self._refuse(error.what)

    def _refuse(self, reason: str) -> None:
        self._drop()
        self._can_show = False
        lines = [tr("This cannot be shown."), reason]
        if self._unreviewable_key:
            lines.append(
                tr("If it cannot be judged, press {key}: unreviewable.", key=self._unreviewable_key)
            )
        self.canvas.set_message("\n\n".join(lines))
        self.canvas.setAccessibleDescription(reason)
        self.is_broken = True
        self.broke.emit()

    def _want(self) -> Want:
        """The picture that the state asks for, at the size in which it can be seen."""
        shown = self._state.step if self._state.lens is None else self._state.lens
        level, side = STEPS[shown]
        details: dict[str, Detail] = {"outline": "outline", "grey": "grey", "clear": "clear"}
        size = self.canvas.picture_size()
        longest = min(side or LARGEST, max(size.width(), size.height()), LARGEST)
        size = size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio)
        width, height = max(1, size.width()), max(1, size.height())
        return Want(width, height, details[level], self._frame)

    def _ask(self) -> None:
        if not self._can_show:
            return
        want = self._want()
        if want != self._asked:
            self._asked = want
            self._loader.shots(self._source, (want,), self._slot, self._on_shots, self._on_failed)

    def _sharpen(self) -> None:
        """After a zoom: more pixels, if they could be told apart."""
        if self._asked is not None and self._want().width > self._asked.width * SHARPER:
            self._ask()

    def _on_shots(self, shots: tuple[Shot, ...]) -> None:
        shot = shots[0]
        if self._state.is_revealed and shot.picture is not None:
            lens = self._state.lens is not None
            self.canvas.reveal(shot.picture, shot.cover, self._at(shot), lens)

    def _at(self, shot: Shot) -> int | None:
        """The time of a frame; an image has none."""
        return None

    def _drop(self) -> None:
        self._asked = None
        self._loader.drop(self._slot)
        self.canvas.cover_now()

    def _on_drawn(self, sketch: Sketch) -> None:
        self.hinted.emit("")
        place = location(sketch, self._index, self._pin_at())
        if place is not None:
            self.located.emit(place)

    def _pin_at(self) -> int | None:
        """The time of the frame that is shown; an image has none."""
        return None
