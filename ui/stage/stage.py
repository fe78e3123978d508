"""The stage: one item on screen, covered until the person reveals it, with its labels drawn on it.

Each part has its own reveal; the keys act on the part that is meant, one key covers them all.
Leaving the window, hiding the stage or going to another item covers before anything is painted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from smo_review.domain.content import Item, Location, Part
from smo_review.domain.pictures import Probe
from smo_review.domain.project import Project
from smo_review.domain.views import ItemView, without_content
from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.stage import reveal
from ui.stage.controls import HintLine, RevealBar, TopBar, kind_word, level_word, nothing_words
from ui.stage.drawing import Tool
from ui.stage.facts_line import facts
from ui.stage.image_view import ImageView
from ui.stage.leaving import Leaving
from ui.stage.loader import MediaLoader
from ui.stage.marks import StageMark, label_name
from ui.stage.part_view import PartView
from ui.stage.part_views import VIEW_ACTS, part_view
from ui.stage.parts_area import PartsArea
from ui.stage.reveal import PICTURE_STOPS, TEXT_STOPS, FirstLevel, Reveal
from ui.stage.reveals import Reveals
from ui.stage.shots import Source

AHEAD = 3
"""Items whose bytes and covers are brought before they are wanted."""


class Stage(QWidget):
    """`loader` brings media; `actions` call the stage. `now` is the clock, in seconds."""

    mark_selected = Signal(str)
    """The person chose a mark on the stage."""
    located = Signal(object)
    """A domain Location, after `start_drawing`; `gave_up` where there is none."""
    gave_up = Signal()
    reveal_changed = Signal(str)
    """The most that is shown of any part of the item now."""

    def __init__(
        self,
        loader: MediaLoader,
        actions: Actions,
        parent: QWidget | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._actions = actions
        self.reveals = Reveals(now, self)
        self._view: ItemView | None = None
        self._project: Project | None = None
        self._states = self.reveals.states
        self._probes: dict[int, Probe] = {}
        self._current = 0
        self._reading = 1.0
        self._lens_size = 1.0
        self._blind = False
        self._first: FirstLevel = "outline"
        self._seconds = 10
        self._facts_only = False
        self._marks: list[StageMark] = []
        self.setAccessibleName(tr("Stage"))
        self.top = TopBar(actions, self)
        self.parts = PartsArea(self)
        self._empty = QLabel(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = HintLine(self)
        self.bar = RevealBar(actions, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self.top, 0), (self.parts, 1), (self._empty, 1), (self.bar, 0)):
            layout.addWidget(widget, stretch)
        self.top.part_wanted.connect(self.go_to_part)
        self.bar.step_wanted.connect(lambda step: self._act(reveal.move_to, step))
        self.reveals.shown.connect(self._on_shown)
        self.reveals.changed.connect(self._after_change)
        self.reveals.ticked.connect(self._show_state)
        self.reveals.level_changed.connect(self.reveal_changed)
        self._leaving = Leaving(self)
        self._leaving.left.connect(self.cover_all)
        self._bind()
        self.show_item(None, None)

    def show_item(self, view: ItemView | None, project: Project | None) -> None:
        """Show an item, covered. The item that is shown already stays as it is.

        Of a sealed item nothing is shown, and nothing can be revealed.
        """
        if view is not None and view.sealed:
            view = without_content(view)
        shown = self._view
        if view and shown and _which(view) == _which(shown):
            self._view, self._project = view, project
            return
        self._keep_focus()
        for index, part in enumerate(self.parts.views):
            part.leave()
            part.show_reveal(reveal.cover(self._states[index]))
        self._view, self._project = view, project
        self._current = 0
        self._probes = {}
        parts = view.item.parts if view is not None else ()
        self.reveals.begin([self._at_rest(part) for part in parts])
        views = [self._part_view(n, part) for n, part in enumerate(parts)]
        self._empty.setText(nothing_words(view, self._actions) if view is not None else "")
        self._empty.setVisible(not parts)
        self.parts.setVisible(bool(parts))
        self.top.set_parts(parts)
        self.top.show_part(0)
        self.parts.set_views(views)
        self._say("")
        for state, one in zip(self._states, views, strict=True):
            one.show_reveal(state)
            if isinstance(one, ImageView):
                one.begin()
        self._after_change()
        self._keep_focus()

    def prefetch(self, views: Iterable[ItemView]) -> None:
        """Bring what the next items need, so that they are painted at once."""
        wanted = []
        for view in list(views)[:AHEAD]:
            for part in view.item.parts:
                if part.media:
                    wanted.append((Source(view.batch, part.media), part.kind == "video"))
        self._loader.prefetch(wanted)

    def set_marks(self, marks: Sequence[StageMark]) -> None:
        """The labels to draw; those without a location are not for the stage."""
        for index, view in enumerate(self.parts.views):
            view.set_marks(
                [
                    (mark, label_name(self._project, mark.mark.label))
                    for mark in marks
                    if mark.mark.location is not None and mark.mark.location.part == index
                ]
            )
        self._marks = list(marks)

    def select_mark(self, key: str) -> None:
        """Highlight a mark and bring it into sight; "" highlights none."""
        for mark in self._marks:
            place = mark.mark.location
            if mark.key == key and place is not None and place.part < len(self.parts.views):
                self.go_to_part(place.part)
        for view in self.parts.views:
            view.select_mark(key)

    def start_pin(self) -> None:
        """The next click, or arrow keys and Enter, give a location; Esc gives up."""
        self.start_drawing("pin")

    def start_drawing(self, tool: Tool, place: Location | None = None) -> None:
        """Draw a location by mouse or keys, or change `place`; Esc gives up."""
        self._on_part(lambda view: view.start_drawing(tool, place))

    def cover_all(self) -> None:
        """Cover every part at once, stop what plays, give up a pin."""
        for index, view in enumerate(self.parts.views):
            view.leave()
            view.cancel_pin()
            self.reveals.cover(index)

    def set_blind(self, blind: bool) -> None:
        """Show a severity band only, instead of the facts."""
        self._blind = blind
        self._show_facts()

    def set_reveal(self, first: FirstLevel, seconds: int, facts_only: bool = False) -> None:
        """How the person wants items from now on: how far a reveal goes at first, how long it
        lasts, and whether only facts are shown before it."""
        self._first, self._seconds, self._facts_only = first, seconds, facts_only

    def go_to_part(self, index: int) -> None:
        """Mean another part: the keys act on it from now on."""
        if not 0 <= index < len(self.parts.views) or index == self._current:
            return
        self.parts.views[self._current].cancel_pin()
        self._current = index
        self.parts.set_current(index)
        self.top.show_part(index)
        for n, view in enumerate(self.parts.views):
            if not view.isVisibleTo(self):
                view.leave()
                self.reveals.cover(n)
        self._after_change()

    @property
    def level(self) -> str:
        """The most that is shown of any part now."""
        return self.reveals.level

    # What happens around the stage.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._leaving.watch(self.window())
        self._keep_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cover_all()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.place(self.parts.hint_area())
        # The parts have not been laid out yet; the bars take little, and a little finer is no harm.
        area = self.size() * self.devicePixelRatioF()
        self._loader.stage = max(320, area.width()), max(240, area.height())

    # Parts and their reveals.

    def _part_view(self, index: int, part: Part) -> PartView:
        assert self._view is not None and self._project is not None
        masks, reading = self._project.masks, self._reading
        made = part_view(
            self._view.batch, index, part, self._loader, self._actions, reading, masks, self.parts
        )
        made.mark_clicked.connect(self.mark_selected)
        made.located.connect(self.located)
        made.gave_up.connect(self.gave_up)
        made.hinted.connect(self._say)
        made.touched.connect(lambda: self.go_to_part(index))
        made.beside_changed.connect(self._after_change)
        made.zoomed.connect(self._keep_reading)
        made.lens_resized.connect(lambda by: self.reveals.act(index, reveal.resize_lens, by))
        made.broke.connect(lambda: self.reveals.cover(index))
        made.told.connect(lambda probe: self._on_told(index, probe))
        return made

    def _keep_reading(self, zoom: float) -> None:
        """The next texts are shown as large as this one."""
        self._reading = zoom

    def _at_rest(self, part: Part) -> Reveal:
        assert self._project is not None
        seconds = min(self._project.reveal_seconds, self._seconds)
        stops = TEXT_STOPS if part.kind == "text" else PICTURE_STOPS
        floor = "facts" if self._facts_only else self._project.cover_floor
        return reveal.at_rest(floor, self._first, seconds, stops, self._lens_size)

    def _act(self, change: Callable[..., Reveal], *values: object) -> None:
        """Do something to the reveal of the part that is meant."""
        if self._view is not None and self._view.sealed:
            self._say(tr("This item is sealed: it cannot be revealed."))
            self._show_state()
        if self._states and not self.parts.views[self._current].is_broken:
            self.reveals.act(self._current, change, *values)

    def _on_shown(self, index: int) -> None:
        state = self._states[index]
        if state.lens is not None:
            self._lens_size = state.size
        self.parts.views[index].show_reveal(state)

    def _after_change(self) -> None:
        """Everything that follows the reveals: the bar, names, the clock, the page."""
        self._show_facts()
        self._show_state()
        for view, state, part in zip(
            self.parts.views, self._states, self._item_parts(), strict=True
        ):
            name = tr("{kind}, {level}", kind=kind_word(part), level=level_word(state.level))
            (view.focusProxy() or view).setAccessibleName(name)
        self.reveals.follow(view.beside for view in self.parts.views)

    def _show_state(self) -> None:
        state = self._states[self._current] if self._states else Reveal()
        self.bar.show_state(state, self.reveals.now())
        self.bar.setEnabled(bool(self._states))
        self._actions.action(Act.TOGGLE_REVEAL).setChecked(state.step > reveal.COVERED)
        self._actions.action(Act.LENS).setChecked(state.lens is not None)

    def _show_facts(self) -> None:
        parts = self._item_parts()
        text = ""
        if self._view is not None:
            part = parts[self._current] if parts else None
            text = facts(self._view.item, part, self._probes.get(self._current), self._blind)
        self.top.facts.setText(text)

    def _on_told(self, index: int, probe: Probe) -> None:
        self._probes[index] = probe
        self._show_facts()

    def _item_parts(self) -> tuple[Part, ...]:
        return self._view.item.parts if self._view is not None else ()

    def _on_part(self, do: Callable[[PartView], object]) -> None:
        if self.parts.views:
            do(self.parts.views[self._current])

    def _bind(self) -> None:
        bind = self._actions.bind
        self._actions.bind_hold(
            Act.HOLD_REVEAL, lambda: self._act(reveal.hold), self.reveals.release, self
        )
        bind(Act.COVER_ALL, self.cover_all, self)
        for act, change in {
            Act.TOGGLE_REVEAL: reveal.toggle,
            Act.REVEAL_MORE: reveal.more,
            Act.REVEAL_LESS: reveal.less,
            Act.LENS: reveal.lens,
        }.items():
            bind(act, partial(self._act, change), self)
        bind(Act.LENS_LARGER, lambda: self._act(reveal.resize_lens, 1), self)
        bind(Act.LENS_SMALLER, lambda: self._act(reveal.resize_lens, -1), self)
        for act, do in VIEW_ACTS.items():
            bind(act, partial(self._on_part, do), self)
        bind(Act.NEXT_PART, lambda: self._turn(1), self)
        bind(Act.PREVIOUS_PART, lambda: self._turn(-1), self)

    def _say(self, words: str) -> None:
        self._hint.say(words)
        area = self.parts.hint_area() if self._states else self._empty.geometry()
        self._hint.place(area)

    def _keep_focus(self) -> None:
        """Keys go to the content unless the person is elsewhere in the window."""
        held = self.window().focusWidget()
        elsewhere = held is not None and held is not self and not self.isAncestorOf(held)
        if self.parts.views and not elsewhere:
            self.parts.views[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, step: int) -> None:
        if self.parts.views:
            self.go_to_part((self._current + step) % len(self.parts.views))


def _which(view: ItemView) -> tuple[str, Item, bool]:
    return view.batch, view.item, view.sealed
