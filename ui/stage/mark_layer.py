"""The marks over a picture: which there are, which is chosen, and where their names stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from smo_review.language import tr
from ui.stage import marks
from ui.stage.drawing import Point
from ui.stage.mark_names import Chips, paint_badge, paint_count, paint_marks, placed_names
from ui.stage.marks import Drawn, StageMark
from ui.stage.viewport import Viewport


class MarkLayer:
    """Lays marks out for a canvas; reckoned again only when something changed."""

    def __init__(self) -> None:
        self._marks: list[tuple[StageMark, str]] = []
        self._laid: tuple[object, list[Drawn], Chips] | None = None
        self.chosen = ""
        self.hovered = ""
        self.is_on = True

    def set_marks(self, found: Sequence[tuple[StageMark, str]]) -> None:
        """Other marks, with their readable names."""
        self._marks = list(found)
        self._laid = None

    def layout(
        self, view: Viewport, at: int | None, font: QFont, room: QRectF
    ) -> tuple[list[Drawn], Chips]:
        """The marks that are seen (at a video's time `at`) and the places of their names."""
        state = (view, at, font.toString(), room, self.chosen, self.hovered, self.is_on)
        if self._laid is None or self._laid[0] != state:
            shown = self._marks if self.is_on else ()
            drawn = marks.laid_out(shown, view.content, view.transform(), at)
            first = [key for key in (self.chosen, self.hovered) if key]
            chips = placed_names(drawn, font, room, view.area(), first)
            self._laid = state, drawn, chips
        return self._laid[1:]

    def shapes(self, view: Viewport) -> list[list[Point]]:
        """The corners of every mark, in content pixels: what a drawing is pulled to."""
        outlines = [marks.outline(mark, view.content) for mark, _ in self._marks]
        return [
            [(spot.x(), spot.y()) for spot in outline.toList()] for outline in outlines if outline
        ]

    def hover(self, key: str | None) -> bool:
        """Another mark is pointed at, or none; whether that is news."""
        was, self.hovered = self.hovered, key or ""
        return was != self.hovered

    def paint(self, painter: QPainter, drawn: list[Drawn], chips: Chips, room: QRectF) -> None:
        """The shapes and names; and a word where they are not all there."""
        paint_marks(painter, drawn, chips, self.chosen)
        if self._marks and not self.is_on:
            paint_badge(painter, tr("Labels are put away"), room)
        else:
            paint_count(painter, chips, room)


def under(drawn: Sequence[Drawn], chips: Chips, spot: QPointF | None) -> str | None:
    """The key of the mark at a point of the widget, or None."""
    return marks.hit(drawn, chips, spot) if spot is not None else None
