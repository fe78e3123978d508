"""One question a day, where the person wants it: five answers or none, and no conclusion drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QWidget

from smo_review.domain.errors import UserError
from smo_review.domain.private import CHECK_IN_STEPS, PrivateFigures
from smo_review.language import tr
from smo_review.operations.private import check_in
from ui.mine.parts import card_of
from ui.shell.actions import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP

if TYPE_CHECKING:
    from ui.context import Context

ANSWERS = (Act.CHECK_IN_1, Act.CHECK_IN_2, Act.CHECK_IN_3, Act.CHECK_IN_4, Act.CHECK_IN_5)
ROW = 620
"""Pixels that a card has for buttons beside each other."""
assert len(ANSWERS) == CHECK_IN_STEPS


class CheckInQuestion(QObject):
    """Asks, keeps the answer with the private figures, and shows it to the person again."""

    def __init__(self, context: Context, answered: Callable[[], object], page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._answered = answered
        self._skipped: date | None = None
        for step, act in enumerate(ANSWERS, 1):
            context.actions.bind(act, partial(self._answer, step), page)
        context.actions.bind(Act.SKIP_CHECK_IN, self._skip, page)
        self.allow(context.settings.current.check_ins)

    def allow(self, wanted: bool) -> None:
        """Whether the person wants to be asked."""
        for act in (*ANSWERS, Act.SKIP_CHECK_IN):
            self._context.actions.action(act).setEnabled(wanted)

    def card(self, parent: QWidget, figures: PrivateFigures) -> QWidget:
        """The question while it is open today, and the answers of these days."""
        card, grid = card_of(parent, tr("How are you today?"))
        today = date.today()
        if self._skipped != today and all(
            one.day != today.toordinal() for one in figures.check_ins
        ):
            grid.addLayout(self._buttons(card), 1, 0)
        words = tr("You can skip it. Nobody else can see it, and nothing follows from it.")
        grid.addWidget(plain(words, "quiet"), 2, 0)
        for place, one in enumerate(reversed(figures.check_ins), 3):
            said = self._context.actions.text(ANSWERS[one.step - 1])
            day = date.fromordinal(one.day).isoformat()
            grid.addWidget(plain(tr("{day}: {said}", day=day, said=said)), place, 0)
        return card

    def _buttons(self, card: QWidget) -> QGridLayout:
        """The answers and a way past them, in one row where they fit into one."""
        acts = (*ANSWERS, Act.SKIP_CHECK_IN)
        buttons = [self._context.actions.button(act, card) for act in acts]
        columns = 6 if sum(button.sizeHint().width() for button in buttons) <= ROW else 3
        grid = QGridLayout()
        grid.setSpacing(STEP)
        for place, button in enumerate(buttons):
            grid.addWidget(button, *divmod(place, columns))
        grid.setColumnStretch(columns, 1)
        return grid

    def _answer(self, step: int) -> None:
        self._context.tasks.write(
            check_in,
            self._context.workspace,
            step,
            done=lambda _: self._answered(),
            failed=self._not_kept,
        )

    def _skip(self) -> None:
        self._skipped = date.today()
        self._answered()

    def _not_kept(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._context.notices.refuse(error)
