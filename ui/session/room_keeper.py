"""Opens and closes the room's window, and passes on what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from smo_review.domain.private import LEVELS
from smo_review.domain.project import CoverLevel, Project
from smo_review.domain.views import ItemView
from smo_review.media.client import Stills
from ui.context import Context
from ui.session.room import RoomWindow
from ui.session.sight import Sight
from ui.stage.loader import MediaLoader
from ui.stage.reveal import FirstLevel
from ui.stage.shots import Source

if TYPE_CHECKING:
    from ui.stage.lane_desk import Fetch


class RoomKeeper(QObject):
    """At most one window. `level_changed` when it opens, closes, reveals or covers."""

    level_changed = Signal()

    def __init__(self, context: Context, fetch: Fetch, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._fetch = fetch
        self._page = page
        self._wanted = False
        self._prefer: Callable[[RoomWindow], None] | None = None
        self._shown: tuple[Sight, ItemView | None, Project | None] = (Sight(), None, None)
        self.window: RoomWindow | None = None
        context.signals.away_changed.connect(self._on_away)
        context.signals.covered_wanted.connect(self.cover)

    @property
    def level(self) -> CoverLevel | None:
        """The most that the room sees of the item; None while its window is closed."""
        if self.window is None or not self.window.isVisible():
            return None
        return self.window.stage.reveals.level

    def most(self, level: CoverLevel) -> CoverLevel:
        """The most that this level or the room shows."""
        return max(level, self.level or "covered", key=LEVELS.index)

    def show(
        self, sight: Sight, view: ItemView | None, project: Project | None, other_item: bool
    ) -> None:
        """What the room sees from now on, whether its window is open or not."""
        self._shown = sight, view, project
        if self.window is not None and self.window.isVisible():
            self.window.show_sight(sight)
            if other_item:
                self.window.show_item(view, project)

    def prefer(
        self, first: FirstLevel, seconds: int, facts_only: bool, blind: bool, loudest: float
    ) -> None:
        """How the room's items are revealed."""

        def prefer(room: RoomWindow) -> None:
            room.prefer(first, seconds, facts_only, blind)
            room.loader.player.set_loudest(loudest)

        self._prefer = prefer
        if self.window is not None:
            prefer(self.window)

    def toggle(self) -> None:
        """Open the window, or close it."""
        if self.window is not None and self.window.isVisible():
            self._wanted = False
            self.window.close()
        else:
            self._open()
        self.level_changed.emit()

    def toggle_reveal(self) -> None:
        """Reveal the item in the room, or cover it; opens the window where it is closed."""
        if self.level is None:
            self.toggle()
        elif self.window is not None:
            self.window.toggle_reveal()

    def next_screen(self) -> None:
        """Put the window on another screen."""
        if self.level is None:
            self.toggle()
        elif self.window is not None:
            self.window.next_screen()

    def cover(self) -> None:
        """Cover the room."""
        if self.window is not None:
            self.window.stage.cover_all()

    def forget(self, source: Source) -> None:
        """Hold nothing of a medium any more: its item was sealed."""
        if self.window is not None:
            self.window.loader.forget(source)

    def close(self) -> None:
        """The window and its loader end."""
        room, self.window = self.window, None
        if room is not None:
            room.close()
            room.loader.close()
            room.deleteLater()

    def _open(self) -> None:
        if self.window is None:
            self.window = RoomWindow(self._context, MediaLoader(self._fetch, Stills))
            self.window.closed.connect(self._on_closed)
            self.window.stage.reveal_changed.connect(self._on_reveal)
            if self._prefer is not None:
                self._prefer(self.window)
        sight, view, project = self._shown
        self._wanted = True
        self.window.show_sight(sight)
        self.window.open_beside(self._page.window())
        # Content is laid out for the room that there is: only now is that known.
        self.window.show_item(view, project)
        # The keyboard stays with the presenter.
        self._page.window().activateWindow()

    def _on_closed(self) -> None:
        self._wanted = False
        self.level_changed.emit()

    def _on_reveal(self, _: str) -> None:
        self.level_changed.emit()

    def _on_away(self, away: bool) -> None:
        """Stepping away closes every window but the main one; this one comes back with the
        person, covered."""
        if not away and self._wanted:
            self._open()
        self.level_changed.emit()
