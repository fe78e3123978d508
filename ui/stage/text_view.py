"""A text on the stage. It keeps what it needs to lay the text out again; its page does not.

A text is measured in slices between which the window goes on: the first, which is more than is in
sight, before it is painted, and the others one a turn of the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from smo_review.domain.content import Span
from smo_review.language import tr
from ui.stage.marks import StageMark
from ui.stage.part_view import PartView
from ui.stage.reveal import Reveal
from ui.stage.text_lines import LONGEST, Setting, Stretch, measure, stretches
from ui.stage.text_marks import text_marks
from ui.stage.text_page import PADDING, TextPage
from ui.stage.text_shape import Offsets, plain, units_in

READING = 1.35
"""The size of text that is read all day, times the interface's."""
SMALLEST, LARGEST = 0.75, 4.0
SLICE = 2 * LONGEST
"""Code points, about, that are measured before the window gets its turn."""
SHORT = 64
"""Stretches of a slice, of a text whose paragraphs are short."""
SCROLL_STEP = 48
BAR = Qt.ScrollBarPolicy


class TextView(PartView):
    """Shows text part `index` of an item, always as plain text, `zoom` times the reading size."""

    def __init__(
        self, index: int, text: str, zoom: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._text = plain(text)
        self._units = units_in(self._text)
        self._offsets = Offsets(self._text)
        self._marks: list[tuple[StageMark, str]] = []
        self._state = Reveal()
        self._zoom = zoom
        self._measuring: Iterator[Stretch] | None = None
        self._anchor = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._measure_on)
        self.page = TextPage()
        self.page.mark_clicked.connect(self.mark_clicked)
        self.page.touched.connect(self.touched)
        self.page.selected.connect(self._on_selected)
        self.page.looked_at.connect(self._scroll_to)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.page)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(BAR.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.setFocusProxy(self.page)
        self.setMinimumSize(160, 96)

    def show_reveal(self, state: Reveal) -> None:
        self._state = state
        if not state.is_revealed:
            self.page.cover_now()
        self.page.show_text(self._text, state)
        # Screen readers get the words when eyes do, and no sooner.
        whole = self.page.is_revealed and state.lens is None
        self.page.setAccessibleDescription(self._text if whole else "")

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        self._marks = list(marks)
        if self.page.is_set(*self._setting()):
            self.page.place(self._text, text_marks(self._marks, self._offsets))
        else:
            self._lay_out()

    def select_mark(self, key: str) -> None:
        self.page.select_mark(key)

    def start_pin(self) -> None:
        if self.page.is_revealed and self._state.lens is None:
            self.page.start_selecting()
            self.hinted.emit(
                tr("Select the words with the mouse, or with Shift and arrow keys, then Enter.")
            )
        else:
            self.hinted.emit(tr("Reveal the text first, then select the words."))

    def cancel_pin(self) -> None:
        self.page.stop_selecting()
        self.hinted.emit("")

    def zoom(self, factor: float) -> None:
        self._zoom = min(LARGEST, max(SMALLEST, self._zoom * factor)) if factor else 1.0
        self._lay_out()
        self.zoomed.emit(self._zoom)

    def pan(self, across: int, down: int) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + down * SCROLL_STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    @property
    def is_measuring(self) -> bool:
        """Whether there is text whose lines are not known yet."""
        return self._measuring is not None

    def _lay_out(self) -> None:
        """Measure from the beginning for the width that there is; what is read stays in sight."""
        setting, left = self._setting()
        seen = self.page.unit_at(self._scroll.verticalScrollBar().value())
        self._anchor = max(self._anchor, seen)
        self.page.begin(setting, left)
        self._measuring = stretches(self._text, setting)
        self._measure_on()

    def _setting(self) -> tuple[Setting, float]:
        """How the text is set now, and where its column begins."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * READING * self._zoom)
        gutter = self.page.gutter(text_marks(self._marks, self._offsets))
        # Beside a scroll bar, whether there is one or not: the lines are the same.
        room = self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max(80.0, min(measure(font), room - 2 * PADDING - gutter))
        return Setting(font, width), max(PADDING, (room - width - gutter) / 2)

    def _measure_on(self) -> None:
        """One slice more."""
        if self._measuring is None:
            return
        more: list[Stretch] = []
        for stretch in islice(self._measuring, SHORT):
            more.append(stretch)
            if stretch.last - more[0].first >= SLICE:
                break
        self._take(more)
        if more[-1].end == self._units:
            self._measuring = None
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _take(self, more: Sequence[Stretch]) -> None:
        """Show what was measured, and the spans in it."""
        rest = self._units - more[-1].end
        self.page.add(more, rest, self._room())
        marks = text_marks(self._marks, self._offsets)
        if marks:
            self.page.place(self._text, marks)
        is_long = self.page.height() > self._scroll.height()
        policy = BAR.ScrollBarAlwaysOn if is_long else BAR.ScrollBarAlwaysOff
        if policy != self._scroll.verticalScrollBarPolicy():
            self._scroll.setVerticalScrollBarPolicy(policy)
            self.page.resize(self._room().width(), self.page.height())
        self._stay(more)

    def _room(self) -> QRect:
        return self._scroll.viewport().rect()

    def _stay(self, more: Sequence[Stretch]) -> None:
        """Scroll to what was read before, once that is measured."""
        for stretch in more:
            if self._anchor and stretch.start <= self._anchor <= stretch.end:
                self._scroll.verticalScrollBar().setValue(round(stretch.top))
                self._anchor = 0

    def _scroll_to(self, area: QRectF) -> None:
        spot = area.center().toPoint()
        self._scroll.ensureVisible(spot.x(), spot.y(), 24, 48)

    def _on_selected(self, start: int, end: int) -> None:
        self.hinted.emit("")
        self.located.emit(Span(self._index, *self._offsets.to_points(start, end)))
