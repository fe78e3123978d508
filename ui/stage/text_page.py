"""The page that a text is painted on: bars until it is revealed, then the text itself.

While covered the page keeps where the lines lie and no words, so none can reach the clipboard or a
screen reader. Revealed, it lays out the stretches that are in sight, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QWidget

from ui.shell.theme import scaled, tokens_of
from ui.stage import pointer
from ui.stage.reveal import COVERED, FACTS, STEPS, Reveal
from ui.stage.text_choice import MOVES, TextChoice
from ui.stage.text_ink import Ends, formats, paint_bars
from ui.stage.text_lines import Setting, Stretch, laid_out, span_areas, stretch_below
from ui.stage.text_marks import (
    PlacedSpan,
    TextMark,
    gutter,
    paint_grounds,
    paint_spans,
    placed,
)

PADDING = 20.0
LENS_RADIUS = 72.0
LAYOUTS_KEPT = 24
TALLEST = 16_000_000
"""Pixels: Qt has no taller widgets."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextPage(QWidget):
    """Paints and is chosen from; the view around it keeps the words, measures and scrolls."""

    mark_clicked = Signal(str)
    touched = Signal()
    pressed = Signal(int)
    """The person pressed on words that are shown, at this UTF-16 unit."""
    copied = Signal(int, int)
    selected = Signal(int, int)
    """A selection was kept: its start and end in UTF-16 units."""
    looked_at = Signal(QRectF)
    """A place that should be scrolled into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._setting = Setting(QFont(), 0.0)
        self._left = PADDING
        self._found: list[Stretch] = []
        self._placed: list[PlacedSpan] = []
        self._areas: dict[tuple[int, int], tuple[QRectF, ...]] = {}
        self._words: str | None = None
        self._layouts: dict[int, QTextLayout] = {}
        self._lens: QPointF | None = None
        self._step, self._radius = COVERED, LENS_RADIUS
        self._muted = False
        self._chosen = ""
        self._choice: TextChoice | None = None
        self._hits: tuple[Ends, ...] = ()
        self._hit = -1
        self._pressed = False

    # What is measured.

    def begin(self, setting: Setting, left: float) -> None:
        """Forget what was measured: another setting, with the column at `left`."""
        self._setting, self._left = setting, left
        self._found.clear()
        self._layouts.clear()
        self._areas.clear()
        self._placed = []

    def is_set(self, setting: Setting, left: float) -> bool:
        """Whether what is measured is right for this setting."""
        return (self._setting, self._left) == (setting, left)

    def add(self, more: Sequence[Stretch], rest: int, room: QRect) -> None:
        """More of the text was measured, `rest` units are not yet; take all of `room` or more."""
        self._found.extend(more)
        done = self._found[-1]
        ahead = rest * done.bottom / done.end if done.end else 0.0
        names = max((span.chip.bottom() for span in self._placed), default=0.0)
        needed = min(TALLEST, round(max(done.bottom + ahead, names) + 2 * PADDING))
        self.resize(room.width(), max(room.height(), needed))
        self.update()

    @property
    def measured(self) -> int:
        """UTF-16 units whose lines are known."""
        return self._found[-1].end if self._found else 0

    def place(self, text: str, marks: Sequence[TextMark]) -> None:
        """The spans that lie in what is measured. Their names stand in the gutter beside the line
        where they begin, one below another."""
        before = {span.mark.key for span in self._placed}
        ready = [mark for mark in marks if mark.end <= self.measured]
        for mark in ready:
            ends = (mark.start, mark.end)
            if ends not in self._areas:
                self._areas[ends] = span_areas(text, self._found, self._setting, *ends)
        self._placed = placed(ready, self._areas, self._setting.width, self._chip_font())
        if self._chosen and self._chosen not in before:
            self._look_at_chosen()
        self.update()

    def gutter(self, marks: Sequence[TextMark]) -> float:
        """The room that the names of spans need beside the column."""
        return gutter([mark.name for mark in marks], self._chip_font())

    def unit_at(self, y: float) -> int:
        """The first place of the stretch at a height of the page."""
        return self._found[stretch_below(self._found, y - PADDING)].start if self._found else 0

    # What is shown.

    def show_text(self, text: str | None, state: Reveal) -> None:
        """Hold the words from now on, or none."""
        self._step, self._radius = state.step, LENS_RADIUS * state.size
        shown = max(state.step, state.lens or 0)
        self._muted = STEPS[shown].level == "grey"
        self._words = text if shown > COVERED else None
        self._set_lens(state.lens is not None)
        self.update()

    def show_hits(self, hits: Sequence[Ends], current: int) -> None:
        """Tint some places of the words, one more than the others, and bring that into sight."""
        self._hits, self._hit = tuple(hits), current
        if self._words is not None and 0 <= current < len(hits):
            for area in span_areas(self._words, self._found, self._setting, *hits[current])[:1]:
                self.looked_at.emit(area.translated(self._left, PADDING))
        self.update()

    def cover_now(self) -> None:
        """Forget the words at once and paint the bars before anything else happens."""
        had = self._words is not None
        self._words = None
        self._layouts.clear()
        self._choice, self._hits = None, ()
        self._set_lens(False)
        if had and self.isVisible():
            self.repaint()

    @property
    def is_revealed(self) -> bool:
        return self._words is not None

    def select_mark(self, key: str) -> None:
        self._chosen = key
        self._look_at_chosen()
        self.update()

    def _look_at_chosen(self) -> None:
        for span in self._placed:
            if span.mark.key == self._chosen and span.areas:
                self.looked_at.emit(span.areas[0].translated(self._left, PADDING))

    def start_selecting(self) -> None:
        """The next stretch that is selected is kept. The text must be revealed."""
        if self._words is not None:
            self._choice = TextChoice(self._found, self._layout)
            self.setCursor(Qt.CursorShape.IBeamCursor)
            self._take_keys()

    def stop_selecting(self) -> None:
        self._choice = None
        self.unsetCursor()
        self.update()

    def _layout(self, n: int) -> QTextLayout:
        """Stretch `n` of the words that are held, laid out."""
        assert self._words is not None
        if n not in self._layouts:
            while len(self._layouts) >= LAYOUTS_KEPT:
                del self._layouts[next(iter(self._layouts))]
            stretch = self._found[n]
            words = self._words[stretch.first : stretch.last]
            made, _ = laid_out(words, self._setting, stretch.is_rtl, stretch.row)
            self._layouts[n] = made
        return self._layouts[n]

    def _chip_font(self) -> QFont:
        return scaled(self.font(), "small", bold=True)

    def _set_lens(self, on: bool) -> None:
        if not on:
            self._lens = None
        elif self._lens is None:
            first = self._found[0].lines[0].area.center() if self._found else QPointF()
            spot = self.mapFromGlobal(self.cursor().pos()).toPointF()
            inside = self.underMouse() and self.rect().toRectF().contains(spot)
            self._lens = spot if inside else first + QPointF(self._left, PADDING)
            self._take_keys()

    # Keys.

    def _take_keys(self) -> None:
        """Arrow keys are ours for now: the last filter installed is asked first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.removeEventFilter(self)
        self.installEventFilter(self)
        self.update()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._steers(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not self._steers(event):
            return False
        if self._choice is None:
            assert self._lens is not None
            self._lens = pointer.stepped(self._lens, event, self.rect().toRectF())
            self.looked_at.emit(QRectF(self._lens, QSizeF(1, 1)))
        elif event.key() in ENTER:
            self._keep_selection()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(*self._choice.ends)
        else:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._choice.move(Qt.Key(event.key()), keep_anchor=extend)
            self.looked_at.emit(self._choice.caret_area().translated(self._left, PADDING))
        self.update()
        return True

    def _steers(self, event: QKeyEvent) -> bool:
        if self._choice is None:
            return self._lens is not None and pointer.is_step(event)
        if event.matches(QKeySequence.StandardKey.Copy):
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        bare = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        return bare and (event.key() in MOVES or event.key() in ENTER)

    def _keep_selection(self) -> None:
        if self._choice is not None and self._choice.anchor != self._choice.caret:
            start, end = self._choice.ends
            self.stop_selecting()
            self.selected.emit(start, end)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.touched.emit()
        spot = event.position() - QPointF(self._left, PADDING)
        if self._choice is not None:
            self._pressed = True
            self._choice.move_to(self._choice.place_at(spot), keep_anchor=False)
            return
        for span in self._placed:
            if any(area.contains(spot) for area in (span.chip, *span.areas)):
                self.mark_clicked.emit(span.mark.key)
                break
        if self._words is not None and self._lens is None and self._found:
            self.pressed.emit(TextChoice(self._found, self._layout).place_at(spot))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self._choice is not None:
            spot = event.position() - QPointF(self._left, PADDING)
            self._choice.move_to(self._choice.place_at(spot), keep_anchor=True)
            self.update()
        elif self._lens is not None:
            self._lens = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed:
            self._pressed = False
            self._keep_selection()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, event.rect())
        painter.end()

    def paint(self, painter: QPainter, part: QRect | None = None) -> None:
        """Everything that is seen in `part`, or in all; tests replay it into an image."""
        part = part if part is not None else self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens_of(self.palette())
        painter.fillRect(part, colours.raised)
        painter.translate(self._left, PADDING)
        seen = part.toRectF().translated(-self._left, -PADDING)
        paint_grounds(painter, seen, self._placed, self._chosen)
        if self._words is None or self._lens is not None:
            lines = [line for _, stretch in self._seen(seen) for line in stretch.lines]
            paint_bars(painter, seen, () if self._step == FACTS else lines, colours.line)
        if self._words is not None:
            self._paint_words(painter, seen)
        painter.setFont(self._chip_font())
        paint_spans(painter, seen, self._placed, self._chosen)

    def _seen(self, seen: QRectF) -> Iterator[tuple[int, Stretch]]:
        """The stretches that lie in what is painted."""
        n = stretch_below(self._found, seen.top())
        while n < len(self._found) and self._found[n].top < seen.bottom():
            yield n, self._found[n]
            n += 1

    def _paint_words(self, painter: QPainter, seen: QRectF) -> None:
        if self._lens is None:
            self._draw_words(painter, seen)
            return
        spot = self._lens - QPointF(self._left, PADDING)
        with pointer.lens(painter, spot, self._radius):
            painter.fillRect(seen, tokens_of(self.palette()).raised)
            self._draw_words(painter, seen)

    def _draw_words(self, painter: QPainter, seen: QRectF) -> None:
        colours = tokens_of(self.palette())
        painter.setPen(colours.quiet if self._muted else colours.text)
        chosen = self._choice.ends if self._choice is not None else None
        for n, stretch in self._seen(seen):
            layout = self._layout(n)
            looks = formats(stretch, chosen, self._hits, self._hit, colours)
            layout.draw(painter, QPointF(0, stretch.top), looks, seen)
        if self._choice is not None:
            painter.fillRect(self._choice.caret_area(), colours.text)
