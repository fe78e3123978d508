"""The hand that draws: keys and mouse become steps of a shape, each of which can be taken back.

It knows where the content lies only through the `Viewport` that each call brings, so zooming,
turning and moving the content go on while a shape is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPolygonF

from smo_review.language import tr
from ui.stage import drawing, pointer
from ui.stage.drawing import WHOLE, Point, Sketch, Tool
from ui.stage.drawing_snap import REACH, Pulled, Targets, pulled, pulled_shape, targets
from ui.stage.viewport import Viewport

GRIP = 10.0
"""Pixels from a handle within which the mouse takes it."""
DRAG_BEGINS = 4
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
TURN = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Pen:
    """`sketch` is what is drawn, `at` the place of the cross, both in content pixels.

    `guides` show what the cross was pulled to. A shape is `done` once the person takes it.
    """

    def __init__(
        self, tool: Tool, view: Viewport, shapes: Sequence[Sequence[Point]], start: Sketch | None
    ) -> None:
        size = view.content.width(), view.content.height()
        self.sketch = start or Sketch(tool, size)
        middle = view.content.width() / 2, view.content.height() / 2
        self.at: Point = self.sketch.points[0] if start else middle
        self.guides = Pulled(self.at)
        self.done = False
        self._targets = targets(size, shapes) if tool != "pin" else Targets()
        self._past: list[Sketch] = []
        self._future: list[Sketch] = []
        self._pressed: QPointF | None = None
        self._grabbed: int | None = None
        self._from = self.sketch
        self._dragging = False
        self._doubled = False
        self._let_go = False

    @property
    def is_placing(self) -> bool:
        return not self.sketch.closed

    def hint(self) -> str:
        """What to do now, in one line."""
        if self.sketch.tool == "pin":
            return tr("Click the place, or move with the arrow keys and press Enter.")
        if self.sketch.closed:
            return tr(
                "Enter takes it. Arrow keys move it, Shift faster, Ctrl resizes, Tab goes to a"
                " corner. Backspace goes a step back."
            )
        if self.sketch.tool == "polygon":
            return tr(
                "Click or press Enter for each corner. Enter on the first corner closes the"
                " outline: Tab goes there. Backspace goes a step back."
            )
        if self.sketch.points:
            return tr("Now the opposite corner: arrow keys, Shift finer, then Enter.")
        return tr("Drag over the place, or set two corners with arrow keys and Enter.")

    # Keys.

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the drawing now."""
        key = event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in pointer.ARROWS:
            return held in (NONE, SHIFT) or (self.sketch.closed and held in (CTRL, CTRL | SHIFT))
        if key in ENTER:
            return held == NONE
        if self.sketch.tool == "pin":
            return False
        if key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
            return held in (CTRL, CTRL | SHIFT)
        return key in (*BACK, *TURN) and held in (NONE, SHIFT)

    def key(self, event: QKeyEvent, view: Viewport) -> None:
        """Do what a key says that `takes` has named."""
        key, held = event.key(), event.modifiers()
        if key in pointer.ARROWS:
            self._arrow(event, view)
        elif key in ENTER:
            self._enter(view)
        elif key == Qt.Key.Key_Y or (key == Qt.Key.Key_Z and held & SHIFT):
            self._redo()
        elif key in TURN:
            self._turn(-1 if key == Qt.Key.Key_Backtab or held & SHIFT else 1)
        else:
            self._undo()

    def _arrow(self, event: QKeyEvent, view: Viewport) -> None:
        if self.is_placing:
            spot = pointer.stepped(self._seen(view), event, view.area())
            fine = bool(event.modifiers() & SHIFT)
            self._point(view, spot, pull=not fine)
            return
        step = max(1.0, 1.0 / view.scale) * (10 if event.modifiers() & SHIFT else 1)
        x, y = pointer.ARROWS[Qt.Key(event.key())]
        across, down = _upright(x * step, y * step, view)
        if event.modifiers() & CTRL:
            self._do(drawing.resized(self.sketch, _far_corner(view), across, down))
        else:
            self._do(drawing.moved(self.sketch, across, down))
        self.at = self.sketch.points[max(0, self.sketch.handle)]

    def _enter(self, view: Viewport) -> None:
        if self.sketch.closed:
            self.done = True
        elif self._on_first(view):
            self.close()
        else:
            self._place()

    def _turn(self, step: int) -> None:
        if self.sketch.closed:
            self.sketch = drawing.in_hand(self.sketch, step)
            self.at = self.sketch.points[max(0, self.sketch.handle)]
        elif self.sketch.points:
            self.at = self.sketch.points[0]
            self.guides = Pulled(self.at)

    # Steps.

    def close(self) -> None:
        """Close the outline, if it encloses anything."""
        self._do(drawing.closed_up(self.sketch))

    def _place(self) -> None:
        self._do(drawing.placed(self.sketch, self.at))
        if self.sketch.tool == "pin":
            self.done = True

    def _do(self, after: Sketch) -> None:
        if after != self.sketch:
            self._past.append(self.sketch)
            self._future.clear()
            self.sketch = after
            self.guides = Pulled(self.at)

    def _undo(self) -> None:
        if self._past:
            self._future.append(self.sketch)
            self.sketch = self._past.pop()
        elif self.sketch.closed:
            # A shape that was taken up: drawn anew.
            self._future.append(self.sketch)
            self.sketch = Sketch(self.sketch.tool, self.sketch.size)
        self.guides = Pulled(self.at)

    def _redo(self) -> None:
        if self._future:
            self._past.append(self.sketch)
            self.sketch = self._future.pop()

    # The mouse.

    def press(self, spot: QPointF, view: Viewport) -> bool:
        """A button went down; whether a drag from here belongs to the drawing."""
        self._pressed, self._dragging, self._doubled = spot, False, False
        self._grabbed = None
        if self.sketch.closed:
            self._grabbed = self._grip(spot, view)
            return self._grabbed is not None
        return self.sketch.tool == "box"

    def move(self, spot: QPointF, held: Qt.KeyboardModifier, view: Viewport) -> None:
        """The pointer moved, with the button down after `press`, else without."""
        pull = not held & ALT
        if self._pressed is not None:
            away = spot - self._pressed
            if not self._dragging and away.manhattanLength() < DRAG_BEGINS:
                return
            if not self._dragging:
                self._begin_drag(view, pull)
            if self._grabbed is not None:
                self._drag(spot, view, pull)
                return
        if self.is_placing:
            self._point(view, spot, pull)

    def release(self, spot: QPointF, held: Qt.KeyboardModifier, view: Viewport) -> None:
        """The button came up: a click, or the end of a drag that belonged to the drawing."""
        dragged, self._pressed = self._dragging, None
        if self._doubled or self._let_go:
            self._doubled = self._let_go = False
            return
        if dragged:
            if self._grabbed is None and self.is_placing:
                self._point(view, spot, not held & ALT)
                self._place()
            self.guides = Pulled(self.at)
        elif self.sketch.closed:
            self.done = self._grip(spot, view) is None
        else:
            self._point(view, spot, self.sketch.tool != "pin" and not held & ALT)
            self._enter(view)

    def double_click(self) -> None:
        """Closes an outline; takes a shape that is finished."""
        self._doubled = True
        if self.sketch.closed:
            self.done = True
        else:
            self.close()

    def let_go(self) -> None:
        """The drag moves the content instead: it is no click any more."""
        self._pressed, self._let_go = None, True

    @property
    def is_let_go(self) -> bool:
        return self._let_go

    def _begin_drag(self, view: Viewport, pull: bool) -> None:
        assert self._pressed is not None
        self._dragging = True
        if self._grabbed is not None:
            # One drag is one step, however many places it goes through.
            self._past.append(self.sketch)
            self._future.clear()
            self.sketch = replace(self.sketch, handle=self._grabbed)
            self._from = self.sketch
        elif not self.sketch.points:
            self._point(view, self._pressed, pull)
            self._place()

    def _drag(self, spot: QPointF, view: Viewport, pull: bool) -> None:
        assert self._pressed is not None
        reach = REACH / view.scale if pull else 0.0
        begun, now = _content(self._pressed, view), _content(spot, view)
        if self.sketch.handle != WHOLE:
            self.guides = pulled(now, self._targets, reach) if pull else Pulled(now)
            self.sketch = drawing.dragged(self.sketch, self.guides.point)
            self.at = self.sketch.points[self.sketch.handle]
            return
        self.sketch = drawing.moved(self._from, now[0] - begun[0], now[1] - begun[1])
        if pull:
            self.guides = pulled_shape(self.sketch.points, self._targets, reach)
            self.sketch = drawing.moved(self.sketch, *self.guides.point)
        self.at = self.sketch.points[0]

    def _grip(self, spot: QPointF, view: Viewport) -> int | None:
        """The handle under a point of the widget, the whole where it lies inside, or None."""
        seen = [view.transform().map(QPointF(*point)) for point in self.sketch.points]
        near = min(range(len(seen)), key=lambda n: _apart(seen[n], spot))
        if _apart(seen[near], spot) <= GRIP:
            return near
        shape = QPolygonF(seen)
        return WHOLE if shape.containsPoint(spot, Qt.FillRule.OddEvenFill) else None

    # Places.

    def _point(self, view: Viewport, spot: QPointF, pull: bool) -> None:
        place = drawing.inside(_content(spot, view), self.sketch.size)
        reach = REACH / view.scale
        own = self.sketch.points[:1] if self.sketch.tool == "polygon" else ()
        if pull and own and math.dist(own[0], place) <= reach:
            self.guides = Pulled(own[0])
        else:
            self.guides = pulled(place, self._targets, reach) if pull else Pulled(place)
        self.at = drawing.inside(self.guides.point, self.sketch.size)

    def _on_first(self, view: Viewport) -> bool:
        points = self.sketch.points
        far = math.dist(points[0], self.at) * view.scale if points else math.inf
        return self.sketch.tool == "polygon" and len(points) >= 3 and far <= REACH

    def _seen(self, view: Viewport) -> QPointF:
        return view.transform().map(QPointF(*self.at))


def _content(spot: QPointF, view: Viewport) -> Point:
    inverse, _ = view.transform().inverted()
    place = inverse.map(spot)
    return place.x(), place.y()


def _upright(across: float, down: float, view: Viewport) -> Point:
    """A way on the screen as a way in the picture, however it is turned."""
    for _ in range(view.turns):
        across, down = down, -across
    return across, down


def _far_corner(view: Viewport) -> Point:
    """Which sides of the picture are seen at the right and at the bottom."""
    x, y = _upright(1.0, 1.0, view)
    return x, y


def _apart(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
