"""What goes together with errors: a line each with its interval, and a caution above all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smo_review.domain.causes import Suggestion, Suggestions
from smo_review.domain.filters import Filter
from smo_review.language import tr
from smo_review.reports.causes import (
    Names,
    caution,
    factor_words,
    outcome_words,
    suggestion_title,
    suggestion_words,
)
from ui.causes.words import begun, fill, made_table
from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

ACTS = (Act.OPEN_CAUSE_ITEMS, Act.NEW_WHYS, Act.NEW_FISHBONE, Act.NEW_ACTION)


class SuggestionsView(QWidget):
    """`opened` when the items of a line were asked for."""

    opened = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Suggestion, ...] = ()
        self._names: Names = {}
        self.caution = plain("", "quiet")
        self.table = made_table(
            tr("Suggestions"),
            (
                tr("Circumstance"),
                tr("Goes together with"),
                tr("Times as often"),
                tr("95%"),
                tr("Here"),
                tr("Elsewhere"),
            ),
            wide=(0, 1),
        )
        self.table.activated.connect(lambda _: self.opened.emit())
        self.table.itemSelectionChanged.connect(self._tell)
        self.title = plain()
        self.title.setFont(scaled(self.font(), "normal", bold=True))
        self.told = plain()
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in ACTS:
            row.addWidget(actions.button(act))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        column.addWidget(self.caution)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.title)
        column.addWidget(self.told)

    def show_suggestions(self, found: Suggestions, names: Names) -> None:
        """Other suggestions, in their order; the one that was chosen stays chosen."""
        before = _which(self.chosen) if self.chosen is not None else None
        self._found, self._names = found.found, names
        self.table.setVisible(bool(found.found))
        if found.found:
            told = tr("{n} of {all} pairs that were looked at.", n=len(found.found),
                      all=found.looked)  # fmt: skip
            self.caution.setText(f"{caution(found)} {told}")
        else:
            self.caution.setText(_nothing(found))
        at = next((n for n, one in enumerate(found.found) if _which(one) == before), 0)
        fill(self.table, [self._row(one) for one in found.found], at)
        self._tell()

    @property
    def chosen(self) -> Suggestion | None:
        """The line that is chosen."""
        at = self.table.currentRow()
        return self._found[at] if 0 <= at < len(self._found) else None

    @property
    def opens(self) -> Filter | None:
        """What leaves the annotations of the chosen line."""
        return self.chosen.opens if self.chosen is not None else None

    @property
    def problem(self) -> str:
        """The chosen line as the problem of an analysis."""
        return suggestion_title(self.chosen, self._names) if self.chosen is not None else ""

    def take_focus(self) -> None:
        self.table.setFocus()

    def _row(self, one: Suggestion) -> tuple[str, ...]:
        key = one.name if one.factor == "auditor" else one.key
        rest, elsewhere = one.n - one.with_factor, one.with_outcome - one.both
        return (
            begun(factor_words(one.factor, key, self._names)),
            outcome_words(one.effect, one.outcome, self._names),
            f"{one.lift:.1f}",
            f"{one.low:.1f}–{one.high:.1f}",
            tr("{n} of {all}", n=one.both, all=one.with_factor),
            tr("{n} of {all}", n=elsewhere, all=rest),
        )

    def _tell(self) -> None:
        one = self.chosen
        self.title.setText(begun(self.problem))
        self.told.setText("\n".join(suggestion_words(one)) if one is not None else "")


def _which(one: Suggestion) -> tuple[str, str, str, str]:
    return one.factor, one.key, one.effect, one.outcome


def _nothing(found: Suggestions) -> str:
    """Why there is no suggestion."""
    if not found.judged:
        return tr("Nothing was judged here yet.")
    if not found.incorrect:
        return tr("No errors among {n} judged.", n=f"{found.judged:,}")
    return tr(
        "Nothing goes together with errors beyond chance: {n} pairs looked at.", n=found.looked
    )
