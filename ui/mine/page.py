"""The page "Only for me": how long content was revealed, how little sufficed, and a way to erase.

It shows figures and judges nothing: no alarm colours, no scores, no comparison with anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.errors import UserError
from smo_review.domain.private import PrivateFigures
from smo_review.language import tr
from smo_review.operations.private import forget_private
from smo_review.queries.private import my_figures
from ui.context import Context
from ui.mine.wording import duration, revealed_lines, suffice_lines, who_sees
from ui.shell.actions import Act
from ui.shell.theme import STEP, scaled, tokens_of

WIDTH = 760
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


class MinePage(QScrollArea):
    """Reads the figures whenever it is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QWidget(self)
        self._body.setMaximumWidth(WIDTH)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(STEP * 8, STEP * 6, STEP * 8, STEP * 8)
        self._column.setSpacing(STEP * 4)
        title = _label(tr("Only for me"), self._body)
        title.setFont(scaled(self.font(), "title", bold=True))
        self._column.addWidget(title)
        self._column.addWidget(_label(who_sees(), self._body))
        self._cards: list[QWidget] = []
        erase = QHBoxLayout()
        erase.addWidget(context.actions.button(Act.ERASE_MINE, self._body))
        erase.addStretch(1)
        self._column.addLayout(erase)
        self._column.addStretch(1)
        self.setWidget(self._body)
        context.actions.bind(Act.ERASE_MINE, self.ask_and_erase, self)

    def read(self) -> None:
        """Read the figures, behind all writes, so that what was just measured is among them."""
        self._context.tasks.write(
            my_figures, self._context.workspace, done=self.show_figures, failed=self._failed
        )

    def show_figures(self, figures: PrivateFigures) -> None:
        """Show these figures in place of the last ones."""
        self._replace([self._revealed_card(figures), self._sufficed_card(figures)])

    def ask_and_erase(self) -> None:
        """Erase the figures after the person has said yes."""
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Erase your private figures?"))
        box.setInformativeText(
            tr("They are gone for good. Verdicts, numbers and batches are not touched.")
        )
        erase = box.addButton(tr("Erase them"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Keep them"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.buttonClicked.connect(lambda button: self.erase() if button is erase else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def erase(self) -> None:
        """Erase the figures now."""
        self._context.tasks.write(
            forget_private, self._context.workspace, done=lambda _: self._erased()
        )

    def _erased(self) -> None:
        self._context.notices.done(tr("Your private figures are erased."))
        self.read()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            card, grid = self._card(tr("Your private figures"))
            grid.addWidget(_label(error.what, card), 1, 0)
            grid.addWidget(_label(error.do, card, "quiet"), 2, 0)
            self._replace([card])

    def _revealed_card(self, figures: PrivateFigures) -> QWidget:
        card, grid = self._card(tr("Revealed"))
        lines = revealed_lines(figures)
        if not lines:
            grid.addWidget(_label(tr("Nothing was revealed in these days."), card, "quiet"), 1, 0)
            return card
        heads = (tr("Today"), tr("Last {n} days", n=figures.days))
        for column, head in zip((1, 3), heads, strict=True):
            grid.addWidget(_label(head, card, "quiet"), 1, column, 1, 2)
        most = max(line.days for line in lines)
        for row, line in enumerate(lines, 2):
            grid.addWidget(_label(line.words, card), row, 0)
            for column, amount in zip((1, 3), (line.today, line.days), strict=True):
                grid.addWidget(Bar(amount / most, card), row, column)
                grid.addWidget(_label(duration(amount), card), row, column + 1)
        return card

    def _sufficed_card(self, figures: PrivateFigures) -> QWidget:
        card, grid = self._card(tr("What sufficed for a verdict, last {n} days", n=figures.days))
        lines = suffice_lines(figures)
        if not lines:
            words = tr("No verdict was given in these days.")
            grid.addWidget(_label(words, card, "quiet"), 1, 0)
        for row, line in enumerate(lines, 1):
            grid.addWidget(Bar(line.share, card), row, 0)
            grid.addWidget(_label(line.words, card), row, 1)
        grid.setColumnStretch(1, 1)
        return card

    def _card(self, title: str) -> tuple[QWidget, QGridLayout]:
        card = QFrame(self._body)
        card.setProperty("kind", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 4)
        grid.setHorizontalSpacing(STEP * 3)
        grid.setVerticalSpacing(STEP * 2)
        heading = _label(title, card)
        heading.setFont(scaled(self.font(), "large", bold=True))
        grid.addWidget(heading, 0, 0, 1, 5)
        return card, grid

    def _replace(self, cards: Sequence[QWidget]) -> None:
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        for place, card in enumerate(cards, 2):
            self._column.insertWidget(place, card)
            card.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()


def _label(text: str, parent: QWidget, kind: str = "") -> QLabel:
    """Plain text that wraps and can be read out; categories are foreign words."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label


def build(context: Context) -> MinePage:
    """The page, for `ui.app`."""
    return MinePage(context)
