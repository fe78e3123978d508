"""Looks at everything that the client paints, whatever paints it, for content uncovered.

    with flash_watch(qapp, lambda: stage.level != "covered") as watch:
        watch.doing = "the next item"
        ...
        watch.look_around()
    assert watch.flashes == []

After each paint of each widget (pages, menus, tooltips, dialogs) the very pixels that the toolkit
put into the window's memory are read and searched for the signs of `checks` and `blocks` below:
their two colours, their two greys as a pattern, and solid squares of glyphs. What is dragged or on
the clipboard is searched too. No page has to know of it, so that later pages can use it as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QDrag, QImage, QPainter, QPaintEvent, QPalette, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.stage_media import ACID, MAGENTA

CHECK = 16
"""Pixels along a side of a check: a picture stays a pattern when it is drawn at a third."""
BLOCK = "█"
"""A text of these is painted as solid squares of the text's colour, as no cover and no icon is."""
SOLID = 14
"""Pixels: the least square of one colour that counts as a glyph of `BLOCK`."""
PATCH = QSize(2 * SOLID, 2 * SOLID)
CELL = 24
"""Pixels along a side of the squares in which the greys are counted."""
ENOUGH = 0.2
"""The share of a cell that each of the two greys must fill."""
_RAW = np.array(MAGENTA), np.array(ACID)
NEAR = 30
"""How far a pixel may be from one of them in red, green or blue."""
_LEAST_SPREAD = min(max(one) - min(one) for one in (MAGENTA, ACID)) - 2 * NEAR
_GREYS = (46, 102), (166, 220)
"""Between which greys the two colours come to lie, whoever turns them into grey."""

Pixels = np.ndarray[Any, Any]
Planes = Sequence[Pixels]
Colour = tuple[int, int, int]
Revealed = Callable[[], bool]


def checks(width: int = 640, height: int = 480, shift: int = 0) -> Pixels:
    """A picture of checks in two colours found nowhere else; rows of blue, green, red."""
    rows, columns = np.indices((height, width))
    first = ((rows // CHECK + (columns + shift) // CHECK) % 2).astype(bool)
    return np.where(first[..., None], _RAW[0], _RAW[1]).astype(np.uint8)[:, :, ::-1].copy()


def signs(pixels: Pixels, ink: Colour | None = None) -> str:
    """What gives content away in these pixels (rows of red, green, blue), or nothing.

    `ink` is the colour of text here; without it no glyphs are looked for.
    """
    return signs_in(cv2.split(pixels), ink)


def signs_in(planes: Planes, ink: Colour | None) -> str:
    """The same of a plane of red, one of green and one of blue.

    Every paint of a session is judged, so that what is cheap and rules most of it out comes first.
    """
    red, green, blue = planes
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    if spread.max() >= _LEAST_SPREAD and _has_colour(planes):
        return "a colour of the content"
    if _has_pattern(green, spread):
        return "detail of the content in grey"
    if ink is not None and _has_solid(planes, ink):
        return "words of the content"
    return ""


def _has_colour(planes: Planes) -> bool:
    """Whether any pixel is near one of the two colours."""
    return any(cv2.countNonZero(_near(planes, colour, NEAR)) for colour in (MAGENTA, ACID))


def _near(planes: Planes, colour: Colour, by: int) -> Pixels:
    near = [cv2.inRange(one, to - by, to + by) for one, to in zip(planes, colour, strict=True)]
    return cv2.bitwise_and(cv2.bitwise_and(near[0], near[1]), near[2])


def _has_pattern(green: Pixels, spread: Pixels) -> bool:
    """Whether somewhere both greys of the checks, and little else, fill a cell."""
    high, wide = (side // CELL * CELL for side in green.shape)
    if not high or not wide:
        return False
    within = [cv2.inRange(green[:high, :wide], least, most) for least, most in _GREYS]
    if any(cv2.countNonZero(near) <= ENOUGH * CELL * CELL for near in within):
        return False
    neutral = cv2.inRange(spread[:high, :wide], 0, 6)
    both = np.ones((high // CELL, wide // CELL), bool)
    for near in within:
        size = wide // CELL, high // CELL
        grey = cv2.bitwise_and(neutral, near)
        both &= cv2.resize(grey, size, interpolation=cv2.INTER_AREA) > 255 * ENOUGH
    return bool(both.any())


def _has_solid(planes: Planes, ink: Colour) -> bool:
    """Whether a square of the text's own colour is somewhere."""
    green = cv2.inRange(planes[1], ink[1] - 8, ink[1] + 8)
    return _holds_square(green) and _holds_square(_near(planes, ink, 8))


def _holds_square(near: Pixels) -> bool:
    if cv2.countNonZero(near) < SOLID * SOLID:
        return False
    return bool(cv2.erode(near, np.ones((SOLID, SOLID), np.uint8), borderValue=0).any())


class FlashWatch:
    """What was seen. `doing` names what the session does, for the list of `flashes`."""

    def __init__(self, app: QApplication, is_revealed: Revealed) -> None:
        self.app = app
        self.is_revealed = is_revealed
        self.doing = ""
        self.paints = 0
        self.painters: set[str] = set()
        """The kinds of widgets that painted."""
        self.flashes: list[str] = []
        self._waiting: QWidget | None = None
        self._region = QRegion()

    def hear(self, watched: QObject, event: QEvent) -> None:
        """A widget has painted when the next event comes: nothing else has painted since."""
        self.look_at_last()
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            self._waiting, self._region = watched, QRegion(event.region())

    def look_around(self) -> None:
        """Look at all that is on the screen now, and at the clipboard."""
        self.look_at_last()
        for window in self.app.topLevelWidgets():
            if window.isVisible():
                self._search(window, QRegion(window.rect()), "on the screen after")
        self.look_at(self.app.clipboard().image(), "the clipboard")

    def look_at(self, image: QImage, name: str) -> None:
        """Search a picture that is no widget."""
        if not image.isNull() and not self.is_revealed():
            self._judge(_planes(image), None, f"{name} while")

    def look_at_last(self) -> None:
        """Look at what the last paint left, if nobody has yet."""
        widget, self._waiting = self._waiting, None
        if widget is None or not shiboken6.isValid(widget):
            return
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_InPaintEvent):
            self._waiting = widget
            return
        self.paints += 1
        self.painters.add(type(widget).__name__)
        self._search(widget, self._region, "while")

    def _search(self, widget: QWidget, region: QRegion, when: str) -> None:
        """Look at what was painted of a widget: the rest of a new window's memory is as it was
        found, until those that lie in it have painted too."""
        if self.is_revealed():
            return
        window = widget.window()
        store = window.backingStore()
        image = store.paintDevice() if store is not None else None
        if not isinstance(image, QImage) or image.isNull():
            return
        ratio = image.devicePixelRatio()
        corner = widget.mapTo(window, QPoint(0, 0)) * ratio
        area = QRect(corner, (widget.size() * ratio)) & image.rect()
        painted = [_pixels(one, ratio).translated(area.topLeft()) & area for one in region]
        colours = widget.palette()
        text = colours.color(QPalette.ColorRole.Text)
        ink = text.red(), text.green(), text.blue()
        where = f"{type(widget).__name__} {when}"
        if _are_plain(image, painted):
            # Most that a window paints is a background: a corner of it says as much as all of it.
            for one in painted:
                self._judge(_planes(image.copy(one & QRect(one.topLeft(), PATCH))), ink, where)
            return
        box = _pixels(region.boundingRect(), ratio, CELL) & QRect(QPoint(0, 0), area.size())
        seen = image.copy(box.translated(area.topLeft()))
        painter = QPainter(seen)
        painter.translate(-box.topLeft())
        painter.scale(ratio, ratio)
        painter.setClipRegion(QRegion(widget.rect()) - region)
        painter.fillRect(widget.rect(), colours.color(QPalette.ColorRole.Window))
        painter.end()
        self._judge(_planes(seen), ink, where)

    def _judge(self, planes: Planes, ink: Colour | None, where: str) -> None:
        found = signs_in(planes, ink)
        if found:
            self.flashes.append(f"{where} {self.doing}: {found}")


def _pixels(area: QRect, ratio: float, step: int = 1) -> QRect:
    """The pixels of an area of a widget, in whole squares of `step` of them."""
    left, top = (math.floor(side * ratio / step) for side in (area.x(), area.y()))
    right, bottom = (
        math.ceil(side * ratio / step)
        for side in (area.x() + area.width(), area.y() + area.height())
    )
    return QRect(left * step, top * step, (right - left) * step, (bottom - top) * step)


def _are_plain(image: QImage, areas: Sequence[QRect]) -> bool:
    """Whether each of these areas has one colour."""
    if image.depth() != 32:
        return False
    whole = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    for one in areas:
        inside = whole[one.y() : one.y() + one.height(), one.x() : one.x() + one.width()]
        if inside.size and inside.min() != inside.max():
            return False
    return True


def _planes(image: QImage) -> Planes:
    """Its planes of red, green and blue."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.width(), 4)
    return cv2.split(raw)[2::-1]


class _Ear(QObject):
    """Hears every event of the application."""

    def __init__(self, watch: FlashWatch) -> None:
        super().__init__()
        self._watch = watch

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._watch.hear(watched, event)
        return False


@contextmanager
def flash_watch(app: QApplication, is_revealed: Revealed = lambda: False) -> Iterator[FlashWatch]:
    """Watch everything that the application paints or drags until the block ends."""
    watch = FlashWatch(app, is_revealed)
    set_pixmap = QDrag.setPixmap

    def watched(drag: QDrag, pixmap: QPixmap) -> None:
        watch.look_at(pixmap.toImage(), "a drag")
        set_pixmap(drag, pixmap)

    QDrag.setPixmap = watched  # type: ignore[method-assign]
    ear = _Ear(watch)
    app.installEventFilter(ear)
    try:
        yield watch
    finally:
        app.removeEventFilter(ear)
        QDrag.setPixmap = set_pixmap  # type: ignore[method-assign]
        watch.look_at_last()
