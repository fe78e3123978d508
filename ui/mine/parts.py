"""What the cards of the page "Only for me" are made of: plain words, plain bars, a grid."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled, tokens_of

BAR = QSize(120, 12)


class Bar(QWidget):
    """A plain bar: a share from 0 to 1. The words beside it say the same."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = share
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return BAR

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        middle = self.height() / 2
        painter.fillRect(QRectF(0, middle - 0.5, self.width(), 1), colours.line)
        painter.fillRect(QRectF(0, middle - 4, self.share * self.width(), 8), colours.edge)


def card_of(parent: QWidget, title: str) -> tuple[QFrame, QGridLayout]:
    """A card with its heading, and the grid below it, from row 1 on."""
    card = QFrame(parent)
    card.setProperty("kind", "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 4)
    grid.setHorizontalSpacing(STEP * 3)
    grid.setVerticalSpacing(STEP * 2)
    heading = plain(title)
    heading.setFont(scaled(parent.font(), "large", bold=True))
    grid.addWidget(heading, 0, 0, 1, 5)
    return card, grid
