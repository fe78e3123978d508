"""A chart in the window: drawn from the same SVG as in a report; marks open what is behind them.

Beside the drawing stands its table, which a key shows and which screen readers are given.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from smo_review.domain.charts import Chart
from smo_review.reports.drawing import Area
from smo_review.reports.look import Look
from smo_review.reports.svg import drawing, table
from ui.charts.marks import mark_words
from ui.shell.drawn import svg_bytes
from ui.shell.theme import tokens_of

NARROWEST = 320


class ChartView(QWidget):
    """Shows one chart as wide as it may be. Arrow keys go over its marks, Enter opens one."""

    opened = Signal(str)
    """The link behind the mark that was clicked, or chosen and entered."""
    chose = Signal(str)
    """What the mark says that the keyboard is on, or the pointer over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chart: Chart | None = None
        self._renderer = QSvgRenderer(self)
        self._links: list[tuple[Area, str]] = []
        self._words: list[str] = []
        self._chosen = -1
        self.setMouseTracking(True)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart; a mark with the same link as the chosen one stays chosen."""
        before = self.link
        self._chart = chart
        self._chosen = -1
        self._words = mark_words(chart)
        self._draw()
        same = (n for n, (_, link) in enumerate(self._links) if before and link == before)
        self._chosen = next(same, -1)
        self.setAccessibleName(chart.title)
        heads, rows = table(chart)
        told = [", ".join(heads), *(", ".join(row) for row in rows)]
        self.setAccessibleDescription("\n".join(told))

    @property
    def chart(self) -> Chart | None:
        return self._chart

    @property
    def told(self) -> str:
        """What the mark says that the keyboard is on, or empty."""
        return self._words[self._chosen] if self._chosen >= 0 else ""

    @property
    def link(self) -> str:
        """The link behind the mark that the keyboard is on, or empty."""
        return self._links[self._chosen][1] if self._chosen >= 0 else ""

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(at)
            self.opened.emit(self._links[at][1])
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
        if at >= 0:
            self.chose.emit(self._words[at])

    def _at(self, spot: QPointF) -> int:
        """The mark at a spot, or -1. Where areas overlap the nearest counts."""
        near = [
            ((QRectF(*area).center() - spot).manhattanLength(), n)
            for n, (area, _) in enumerate(self._links)
            if QRectF(*area).contains(spot)
        ]
        return min(near)[1] if near else -1

    def _choose(self, at: int) -> None:
        self._chosen = at
        self.update()
        if self._chart is not None:
            self.setAccessibleName(f"{self._chart.title}. {self._words[at]}")
        self.chose.emit(self._words[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._links:
            self._choose(min(len(self._links) - 1, max(0, self._chosen + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen >= 0:
            self.opened.emit(self._links[self._chosen][1])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._renderer.render(painter, QRectF(QPointF(0, 0), self.size().toSizeF()))
        if 0 <= self._chosen < len(self._links) and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens_of(self.palette()).accent, 2))
            painter.drawRoundedRect(
                QRectF(*self._links[self._chosen][0]).adjusted(1, 1, -1, -1), 3, 3
            )
        painter.end()

    def _draw(self) -> None:
        if self._chart is None:
            return
        colours = tokens_of(self.palette())
        look = Look(
            colours.text.name(),
            colours.quiet.name(),
            colours.line.name(),
            self.palette().window().color().name(),
            colours.accent.name(),
            self.fontMetrics().height() * 0.72,
        )
        made = drawing(self._chart, max(NARROWEST, self.width()), look)
        self._renderer.load(svg_bytes(made.done()))
        self._links = made.links
        self._chosen = min(self._chosen, len(self._links) - 1)
        self.setFixedHeight(round(made.height))
        self.update()
