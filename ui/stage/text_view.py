"""A text on the stage. It keeps what it needs to lay the text out again; its page does not.

A text is measured in slices between which the window goes on: the first, which is more than is in
sight, before it is painted, and the others one a turn of the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from smo_review.domain.content import Span
from smo_review.domain.masking import WordFinder, without_fill
from smo_review.language import tr
from ui.stage.marks import StageMark
from ui.stage.part_view import PartView
from ui.stage.reveal import Reveal
from ui.stage.text_find import FindBar, places
from ui.stage.text_lines import LONGEST, Setting, Stretch, measure, stretches
from ui.stage.text_marks import text_marks
from ui.stage.text_masks import Masks
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
        self,
        index: int,
        text: str,
        zoom: float = 1.0,
        parent: QWidget | None = None,
        finder: WordFinder | None = None,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._text = plain(text)
        self._units = units_in(self._text)
        self._offsets = Offsets(self._text)
        self._masks = Masks(self._text, finder)
        self._masks.look_on()
        self._shown = self._masks.shown() if self._masks.is_complete else self._text
        """What is laid out, as long as the text: masked once all of it was looked through, unless
        all of it is revealed. The page gets words only where those may be read."""
        self._hits: list[tuple[int, int]] = []
        self._hit = 0
        self._marks: list[tuple[StageMark, str]] = []
        self._state = Reveal()
        self._zoom = zoom
        self._measuring: Iterator[Stretch] | None = None
        self._anchor = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._measure_on)
        self._looking = QTimer(self)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look_on)
        if not self._masks.is_complete:
            self._looking.start()
        self.page = TextPage()
        self.page.mark_clicked.connect(self.mark_clicked)
        self.page.touched.connect(self.touched)
        self.page.selected.connect(self._on_selected)
        self.page.looked_at.connect(self._scroll_to)
        self.page.pressed.connect(self._on_pressed)
        self.page.copied.connect(self._on_copied)
        self.find_bar = FindBar(self)
        self.find_bar.wanted.connect(self._find)
        self.find_bar.stepped.connect(self._find_on)
        self.find_bar.left.connect(self._found_enough)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.page)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(BAR.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._scroll)
        self.setFocusProxy(self.page)
        self.setMinimumSize(160, 96)

    def show_reveal(self, state: Reveal) -> None:
        self._state = state
        if not state.is_revealed:
            self._masks.open = None
            self.page.cover_now()
            self.find_bar.hide()
        self._show()

    def _show(self) -> None:
        """Show what the state lets be read: all of it when it is clear, else the masked text.

        A long text that was not looked through to its end yet stays covered until it was.
        """
        is_clear = self._state.level == "clear"
        is_ready = is_clear or self._masks.is_complete
        shown = self._text if is_clear or not is_ready else self._masks.shown()
        if shown != self._shown:
            self._shown = shown
            self._lay_out()
        self.page.show_text(self._shown if is_ready else None, self._state)
        # Screen readers get the words when eyes do, and no sooner.
        whole = self.page.is_revealed and self._state.lens is None
        self.page.setAccessibleDescription(without_fill(self._shown) if whole else "")
        self._find(self.find_bar.field.text() if self.find_bar.isVisible() else "")

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        self._marks = list(marks)
        spans = (mark.mark.location for mark, _ in marks)
        self._masks.set_spans(
            self._offsets.whole(span.start, span.end) for span in spans if isinstance(span, Span)
        )
        self._show()
        if self.page.is_set(*self._setting()):
            self.page.place(self._shown, text_marks(self._marks, self._offsets))
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

    def next_phrase(self) -> None:
        """Reveal the next masked phrase alone; the one before is masked again."""
        if not self._can_read():
            self.hinted.emit(tr("Reveal the text first, then its masked phrases one by one."))
        elif self._masks.go_on() is None:
            self.hinted.emit(tr("Nothing is masked in this text."))
        else:
            self._show_phrase()

    def start_find(self) -> None:
        """Look for words in what can be read now."""
        if self._can_read() or self._state.level == "clear":
            self.find_bar.start()
        else:
            self.hinted.emit(tr("Covered text is not searched: reveal it first."))

    def _can_read(self) -> bool:
        return self.page.is_revealed and self._state.lens is None

    def _show_phrase(self) -> None:
        self._show()
        phrase = self._masks.open
        if phrase is not None:
            self.page.show_hits([self._offsets.to_units(*phrase)], 0)

    def _on_pressed(self, unit: int) -> None:
        """A masked phrase that is pressed is revealed alone."""
        point, _ = self._offsets.to_points(unit, unit)
        if self._state.level != "clear" and self._masks.open_at(point) is not None:
            self._show_phrase()

    def _on_copied(self, start: int, end: int) -> None:
        """What was selected goes to the clipboard as it is shown."""
        first, last = self._offsets.to_points(start, end)
        QGuiApplication.clipboard().setText(without_fill(self._shown[first:last]))

    def _look_on(self) -> None:
        """Look through one slice more; what was found is masked before more is shown."""
        self._masks.look_on()
        if self._masks.is_complete:
            self._looking.stop()
            self._show()

    def _find(self, words: str) -> None:
        self._hits = places(self._shown, words) if self.page.is_revealed else []
        self._hit = 0
        self._tell_hits()

    def _find_on(self, step: int) -> None:
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._tell_hits()

    def _tell_hits(self) -> None:
        units = [self._offsets.to_units(*hit) for hit in self._hits]
        self.page.show_hits(units, self._hit if units else -1)
        self.find_bar.tell(self._hit + 1 if units else 0, len(units))

    def _found_enough(self) -> None:
        self.page.show_hits((), -1)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._measuring = stretches(self._shown, setting)
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
            self.page.place(self._shown, marks)
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
