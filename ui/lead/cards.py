"""The three headline rates and the counts beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Kpi
from smo_review.domain.views import QueueShow
from smo_review.language import tr
from ui.lead.presenter import Count
from ui.lead.wording import interval, percent
from ui.shell.theme import scaled, tokens_of


class IntervalScale(QWidget):
    """A rate's interval on a scale of 0 to 1, with the target as a tick."""

    def __init__(self) -> None:
        super().__init__()
        self._rate = Rate(None, 0, None, None)
        self._target: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rate(self, rate: Rate, target: float | None) -> None:
        """Draw this rate; the card's sentence says the same in words."""
        self._rate, self._target = rate, target
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, middle = self.width() - 4.0, self.height() / 2
        painter.fillRect(QRectF(2, middle - 0.5, width, 1), colours.edge)
        if self._target is not None:
            painter.fillRect(
                QRectF(2 + self._target * width - 1, 0, 2, self.height()), colours.quiet
            )
        rate = self._rate
        if rate.value is None or rate.low is None or rate.high is None:
            return
        bar = QRectF(2 + rate.low * width, middle - 4, max(4, (rate.high - rate.low) * width), 8)
        painter.setPen(colours.accent)
        painter.setBrush(colours.accent if rate.n >= ENOUGH else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, 3, 3)
        painter.fillRect(QRectF(2 + rate.value * width - 1.5, middle - 7, 3, 14), colours.text)


class RateCard(QFrame):
    """One headline: title, figure, interval scale, sentence, and how it stands to its target."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        self._column = layout
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        self._title, self._figure, self._sentence, self._stand = (QLabel() for _ in range(4))
        self._title.setProperty("kind", "quiet")
        self._figure.setFont(scaled(self.font(), "title", bold=True))
        self._scale = IntervalScale()
        self._sentence.setWordWrap(True)
        self._stand.setWordWrap(True)
        self._stand.setProperty("kind", "quiet")
        self._interval = QLabel()
        self._interval.setProperty("kind", "quiet")
        self._interval.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._figure)
        row.addWidget(self._interval)
        row.addStretch()
        layout.addWidget(self._title)
        layout.addLayout(row)
        for widget in (self._scale, self._sentence, self._stand):
            layout.addWidget(widget)
        for label in (self._title, self._figure, self._interval, self._sentence, self._stand):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addStretch()

    def set_small(self, small: bool) -> None:
        """Only title and figure with its interval, where something else needs the room."""
        for widget in (self._scale, self._sentence, self._stand):
            widget.setVisible(not small)
        self._interval.setVisible(small)
        upright = 4 if small else 12
        self._column.setContentsMargins(16, upright, 16, upright)

    def show_rate(self, title: str, rate: Rate, sentence: str, kpi: Kpi | None) -> None:
        """Fill the card. Below `ENOUGH` judged it says so instead of comparing with a target."""
        self._title.setText(title)
        self._figure.setText(percent(rate.value))
        self._scale.show_rate(rate, kpi.target if kpi else None)
        self._interval.setText(small_words(rate))
        self._sentence.setText(sentence)
        self._stand.setText(standing(rate, kpi))
        self.setAccessibleName(f"{title}: {percent(rate.value)}. {sentence}. {self._stand.text()}")


def small_words(rate: Rate) -> str:
    """Interval and count in one short line."""
    if rate.value is None:
        return ""
    return tr("{interval} (95%), n {n}", interval=interval(rate), n=f"{rate.n:,}")


def standing(rate: Rate, kpi: Kpi | None) -> str:
    """How a rate stands to its target, as far as the interval lets one say."""
    if rate.n < ENOUGH:
        return tr("Not enough yet: {n} of at least {enough} judged", n=rate.n, enough=ENOUGH)
    if kpi is None or rate.low is None or rate.high is None:
        return ""
    target = percent(kpi.target)
    if rate.low >= kpi.target:
        return tr("Target {target}: reached", target=target)
    if rate.high < kpi.alarm:
        return tr("Target {target}: missed, below the alarm", target=target)
    if rate.high < kpi.target:
        return tr("Target {target}: missed", target=target)
    return tr("Target {target}: inside the interval, not decided", target=target)


class Counts(QWidget):
    """The counts in one line; each opens its items."""

    def __init__(self, open_items: Callable[[QueueShow], None]) -> None:
        super().__init__()
        self._open = open_items
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """A count without a queue filter is told but cannot be opened."""
        while self._layout.count():
            entry = self._layout.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, count, show in counts:
            self._layout.addWidget(self._entry(text, count, show))
        self._layout.addStretch()

    def _entry(self, text: str, count: int, show: QueueShow | None) -> QWidget:
        words = f"{text}  {count:,}"
        if show is None or not count:
            label = QLabel(words)
            label.setProperty("kind", "quiet")
            label.setContentsMargins(8, 0, 8, 0)
            return label
        button = QToolButton()
        button.setText(words)
        button.setProperty("kind", "flat")
        button.setToolTip(tr("Open these items"))
        button.clicked.connect(lambda: self._open(show))
        return button
