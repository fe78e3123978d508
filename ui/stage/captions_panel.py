"""What is said in a video, beside it: covered like a text until it is revealed, with its times.

It can be read without seeing or hearing the video. A line is clicked to go there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from smo_review.media.captions import Captions, Cue, UnreadableCaptions, read_transcript
from ui.shell.actions import Act, Actions
from ui.shell.theme import scaled
from ui.stage import reveal
from ui.stage.board import clock_text
from ui.stage.buttons import SmallButton
from ui.stage.captions_page import PADDING, CaptionsPage
from ui.stage.reveal import FACTS, FIRST, TEXT_STOPS, Reveal
from ui.stage.text_lines import Setting, Stretch, stretches
from ui.stage.text_shape import plain

SLICE = 100
"""Lines measured before the window gets its turn."""
TICK = 200
SMALLEST = 180
"""Pixels across in which lines can be read."""


class CaptionsPanel(QWidget):
    """`transcript` is SRT, WebVTT or plain text."""

    sought = Signal(int)
    """The person wants to be where this is said, milliseconds."""
    touched = Signal()
    changed = Signal()
    """More or less of it is revealed than before: see `state`."""

    def __init__(self, transcript: str, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.now = time.monotonic
        self.captions, self._note = _read(transcript)
        self._lines = [plain(cue.text.replace("\n", " ")) for cue in self.captions.cues]
        self._text = "\n".join(self._lines)
        self.state = Reveal(stops=TEXT_STOPS, first=FIRST["grey"])
        self._measuring: Iterator[Stretch] | None = None
        self._title = QLabel(tr("Transcript"), self)
        self._note_label = QLabel(self._note, self)
        for label in (self._title, self._note_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "quiet")
        self._note_label.setWordWrap(True)
        self._note_label.setVisible(bool(self._note))
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 4, 4)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(SmallButton(actions, Act.TRANSCRIPT, self))
        self.page = CaptionsPage()
        self.page.wanted.connect(self._on_wanted)
        self.page.touched.connect(self.touched)
        self.page.looked_at.connect(self._scroll_to)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self.page)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._note_label)
        layout.addWidget(self._scroll, 1)
        self.setMinimumSize(SMALLEST, 72)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._measure_on)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK)
        self._ticks.timeout.connect(lambda: self._become(reveal.tick(self.state, self.now())))
        self._say_state()

    def follow(self, video: Reveal) -> None:
        """Rest as the video rests, and be revealed as long; how much is this panel's own."""
        rested = replace(self.state, rest=video.rest, seconds=video.seconds)
        if not rested.is_revealed:
            rested = replace(rested, step=video.rest)
        self._become(rested)

    def toggle(self) -> None:
        """Show the words, or cover them."""
        self._become(reveal.toggle(self.state, self.now()))

    def cover(self) -> None:
        self._become(reveal.cover(self.state))

    def show_time(self, at: int) -> None:
        """The video shows this time: mark what is said then."""
        if self.captions.timed:
            self.page.set_now(self.captions.at(at))

    def _become(self, state: Reveal) -> None:
        before, self.state = self.state, state
        self.page.set_plain(state.step == FACTS)
        if state.is_revealed and not self.page.is_revealed:
            self.page.show_words(self._lines)
        elif not state.is_revealed:
            self.page.cover_now()
        if state.is_revealed:
            self._ticks.start()
        else:
            self._ticks.stop()
        if before.level != state.level:
            self._say_state()
            self.changed.emit()

    def _say_state(self) -> None:
        """Screen readers get the words when eyes do, and no sooner."""
        shown = self.page.is_revealed
        name = tr("Transcript, revealed") if shown else tr("Transcript, covered")
        self.page.setAccessibleName(name)
        self.page.setAccessibleDescription(self._text if shown else "")

    def _on_wanted(self, line: int) -> None:
        start = self.captions.cues[line].start
        if start is not None:
            self.sought.emit(start)

    # Measuring.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    def _lay_out(self) -> None:
        timed = self.captions.timed
        times = [clock_text(cue.start or 0) for cue in self.captions.cues] if timed else []
        small = QFontMetricsF(scaled(self.font(), "small"))
        widest = max(map(small.horizontalAdvance, (times[:1] + times[-1:])), default=0.0)
        left = widest + 3 * PADDING if timed else 1.5 * PADDING
        # Beside a scroll bar, whether there is one or not: the lines are the same.
        extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max(60.0, self._scroll.width() - extent - left - PADDING)
        setting = Setting(self.font(), width)
        self.page.begin(setting, left, times)
        self._measuring = stretches(self._text, setting) if self._lines else None
        self._measure_on()

    def _measure_on(self) -> None:
        more = list(islice(self._measuring, SLICE)) if self._measuring is not None else []
        if more:
            self.page.add(more, QRectF(self._scroll.viewport().rect()))
        if len(more) < SLICE:
            self._measuring = None
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _scroll_to(self, area: QRectF) -> None:
        spot = area.center().toPoint()
        self._scroll.ensureVisible(0, spot.y(), 0, round(area.height() / 2) + 24)


def _read(transcript: str) -> tuple[Captions, str]:
    """The captions, and what is to be said about them."""
    try:
        found = read_transcript(transcript)
    except UnreadableCaptions as refused:
        lines = [line.strip() for line in transcript.splitlines() if line.strip()]
        return Captions(tuple(Cue(line[:2000]) for line in lines[:2000]), timed=False), refused.what
    if found.skipped:
        return found, tr("{n} lines of it cannot be read.", n=found.skipped)
    return found, ""
