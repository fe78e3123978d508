"""The parts of a post: side by side or stacked where there is room, else one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.shell.theme import tokens_of
from ui.stage.part_view import PartView
from ui.stage.text_view import TextView
from ui.stage.translated_view import TranslatedView

GAP = 4
EDGE = 3
"""The line that shows which of several parts is meant."""
ROOM_BESIDE = 420
"""Pixels across that each part needs to stand beside another."""
ROOM_ABOVE = 180
"""Pixels down that each part needs to stand above another."""
TEXT_SHARE = 0.36
"""Of a picture above a text, the text's part of the height."""


class PartsArea(QWidget):
    """Owns the views of one item; a part that is hidden is covered by the stage."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.views: list[PartView] = []
        self._current = 0

    def set_views(self, views: Sequence[PartView]) -> None:
        """Replace what is shown. The old views are gone from the screen when this returns."""
        for view in self.views:
            view.hide()
            view.deleteLater()
        self.views = list(views)
        self._current = 0
        for view in self.views:
            view.setParent(self)
        self._arrange()

    def set_current(self, index: int) -> None:
        self._current = index
        self._arrange()
        self.update()

    def hint_area(self) -> QRect:
        """Where a hint may lie, as the parent counts: over the content, not over its controls."""
        footing = self.views[self._current].footing if self.views else 0
        return self.geometry().adjusted(0, 0, 0, -footing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = tokens_of(self.palette())
        painter.fillRect(self.rect(), colours.sunken)
        if sum(view.isVisible() for view in self.views) > 1:
            area = self.views[self._current].geometry()
            edge = QRect(area.left() - EDGE, area.top(), EDGE, area.height())
            painter.fillRect(edge, colours.accent)
        painter.end()

    def _arrange(self) -> None:
        places = self._places()
        for n, (view, place) in enumerate(zip(self.views, places, strict=True)):
            view.setVisible(not place.isNull() or n == self._current)
            view.setGeometry(place if not place.isNull() else self.rect())

    def _places(self) -> list[QRect]:
        """A rectangle for each view; null for those that are not shown."""
        count = len(self.views)
        area = self.rect()
        if count == 1:
            return [area]
        area = area.adjusted(EDGE, 0, 0, 0)
        if count and area.width() >= count * ROOM_BESIDE:
            width = (area.width() - (count - 1) * (GAP + EDGE)) // count
            step = width + GAP + EDGE
            return [QRect(area.left() + n * step, 0, width, area.height()) for n in range(count)]
        if count and area.height() >= count * ROOM_ABOVE:
            return self._stacked(area)
        return [area if n == self._current else QRect() for n in range(count)]

    def _stacked(self, area: QRect) -> list[QRect]:
        """Texts get less of the height than pictures."""
        texts = [isinstance(view, TextView | TranslatedView) for view in self.views]
        shares = [TEXT_SHARE if text else 1 - TEXT_SHARE for text in texts]
        room = area.height() - GAP * (len(shares) - 1)
        found, top = [], 0
        for share in shares:
            height = round(room * share / sum(shares))
            found.append(QRect(area.left(), top, area.width(), height))
            top += height + GAP
        return found
