"""Today against what the person set themselves, and how often they stepped away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from smo_review.domain.private import PrivateFigures
from smo_review.language import tr
from ui.mine.parts import Bar, card_of
from ui.mine.wording import away_today, dose_text, dose_today
from ui.shell.labels import plain


def today_card(parent: QWidget, figures: PrivateFigures, budget: int, key: str) -> QWidget:
    """Today's dose; `budget` is in minutes times severity, 0 where there is none; `key`
    steps away."""
    card, grid = card_of(parent, tr("Today"))
    dose = dose_today(figures)
    row = 1
    if budget:
        grid.addWidget(Bar(min(1.0, dose / (budget * 60_000)), card), row, 0)
        words = tr("{dose} of the {budget} that you set", dose=dose_text(dose), budget=budget)
        grid.addWidget(plain(words), row, 1)
    else:
        words = tr("{dose}; you have set no budget", dose=dose_text(dose))
        grid.addWidget(plain(words), row, 0, 1, 2)
    grid.addWidget(plain(away_today(figures, key)), row + 1, 0, 1, 2)
    grid.addWidget(plain(formula(), "quiet"), row + 2, 0, 1, 2)
    grid.setColumnStretch(1, 1)
    return card


def formula() -> str:
    """What the figure is, in words."""
    return tr(
        "Minutes revealed times severity; an item without a severity counts as 2. It is there to"
        " pace yourself by, and says nothing else about you."
    )
