"""The page "Only for me": how long content was revealed, how little sufficed, and a way to erase.

It shows figures and judges nothing: no alarm colours, no scores, no comparison with anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.errors import UserError
from smo_review.domain.private import PrivateFigures
from smo_review.language import tr
from smo_review.operations.private import forget_private
from smo_review.queries.private import my_figures
from ui.context import Context
from ui.mine.check_in import CheckInQuestion
from ui.mine.parts import Bar, card_of
from ui.mine.today import today_card
from ui.mine.wording import day_lines, duration, revealed_lines, suffice_lines, who_sees
from ui.shell.actions import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

WIDTH = 760


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
        title = plain(tr("Only for me"))
        title.setFont(scaled(self.font(), "title", bold=True))
        self._column.addWidget(title)
        self._column.addWidget(plain(who_sees()))
        self._cards: list[QWidget] = []
        erase = QHBoxLayout()
        erase.addWidget(context.actions.button(Act.ERASE_MINE, self._body))
        erase.addStretch(1)
        self._column.addLayout(erase)
        self._column.addStretch(1)
        self.setWidget(self._body)
        self.check_in = CheckInQuestion(context, self.read, self)
        context.actions.bind(Act.ERASE_MINE, self.ask_and_erase, self)

    def read(self) -> None:
        """Read the figures, behind all writes, so that what was just measured is among them."""
        self._context.tasks.write(
            my_figures, self._context.workspace, done=self.show_figures, failed=self._failed
        )

    def show_figures(self, figures: PrivateFigures) -> None:
        """Show these figures in place of the last ones."""
        settings = self._context.settings.current
        key = self._context.actions.key_text(Act.STEP_AWAY)
        today = today_card(self._body, figures, settings.day_budget, key)
        cards = [today, self._days_card(figures)]
        if settings.check_ins:
            cards.insert(1, self.check_in.card(self._body, figures))
        self.check_in.allow(settings.check_ins)
        self._replace([*cards, self._revealed_card(figures), self._sufficed_card(figures)])

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
            card, grid = card_of(self._body, tr("Your private figures"))
            grid.addWidget(plain(error.what), 1, 0)
            grid.addWidget(plain(error.do, "quiet"), 2, 0)
            self._replace([card])

    def _revealed_card(self, figures: PrivateFigures) -> QWidget:
        card, grid = card_of(self._body, tr("Revealed"))
        lines = revealed_lines(figures)
        if not lines:
            grid.addWidget(plain(tr("Nothing was revealed in these days."), "quiet"), 1, 0)
            return card
        heads = (tr("Today"), tr("Last {n} days", n=figures.days))
        for column, head in zip((1, 3), heads, strict=True):
            grid.addWidget(plain(head, "quiet"), 1, column, 1, 2)
        most = max(line.days for line in lines)
        for row, line in enumerate(lines, 2):
            grid.addWidget(plain(line.words), row, 0)
            for column, amount in zip((1, 3), (line.today, line.days), strict=True):
                grid.addWidget(Bar(amount / most, card), row, column)
                grid.addWidget(plain(duration(amount)), row, column + 1)
        return card

    def _days_card(self, figures: PrivateFigures) -> QWidget:
        card, grid = card_of(self._body, tr("Day by day"))
        lines = day_lines(figures)
        if not lines:
            grid.addWidget(plain(tr("Nothing was revealed in these days."), "quiet"), 1, 0)
        most = max((line.dose for line in lines), default=0)
        for row, line in enumerate(lines, 1):
            grid.addWidget(plain(line.day), row, 0)
            grid.addWidget(Bar(line.dose / most if most else 0.0, card), row, 1)
            grid.addWidget(plain(line.words), row, 2)
        grid.setColumnStretch(2, 1)
        return card

    def _sufficed_card(self, figures: PrivateFigures) -> QWidget:
        card, grid = card_of(
            self._body, tr("What sufficed for a verdict, last {n} days", n=figures.days)
        )
        lines = suffice_lines(figures)
        if not lines:
            words = tr("No verdict was given in these days.")
            grid.addWidget(plain(words, "quiet"), 1, 0)
        for row, line in enumerate(lines, 1):
            grid.addWidget(Bar(line.share, card), row, 0)
            grid.addWidget(plain(line.words), row, 1)
        grid.setColumnStretch(1, 1)
        return card

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


def build(context: Context) -> MinePage:
    """The page, for `ui.app`."""
    return MinePage(context)
