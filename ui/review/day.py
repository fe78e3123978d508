"""My day: the batches at hand, when they are due, what is done and left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.changes import Changes
from smo_review.domain.views import BatchSummary
from smo_review.language import tr
from smo_review.queries.batches import batches
from ui.context import Context
from ui.review.due import due_text, in_order, left
from ui.shell.actions import Act
from ui.shell.labels import plain
from ui.shell.palette import Entry
from ui.shell.theme import STEP, scaled

WIDTH = 720


class BatchCard(QFrame):
    """One batch. `wanted(batch id)` on its button, a click, or Enter; `focused` as it gets it."""

    wanted = Signal(str)
    focused = Signal(str)

    def __init__(self, batch: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.batch = batch
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = plain()
        self._name.setFont(scaled(self.font(), "large", bold=True))
        self._about = plain(kind="quiet")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Progress of the batch"))
        self._counts = plain()
        self._golds = plain(kind="quiet")
        self._golds.setWordWrap(True)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setMinimumWidth(STEP * 28)
        self.button.clicked.connect(lambda: self.wanted.emit(self.batch))
        words = QVBoxLayout()
        words.setSpacing(STEP * 2)
        for widget in (self._name, self._about, self._progress, self._counts, self._golds):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        row.setSpacing(STEP * 6)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_batch(self, summary: BatchSummary, today: date, main: bool) -> None:
        """Show what the batch is and how far; `main` for the one to go on with."""
        info = summary.info
        due = "" if left(summary) == 0 else due_text(info.due, today)
        facts = (summary.project_name, info.language, due)
        self._name.setText(info.name or info.id)
        self._about.setText(" · ".join(part for part in facts if part))
        self._progress.setRange(0, max(info.items, 1))
        self._progress.setValue(summary.items_done)
        self._counts.setText(counts_text(summary))
        self._golds.setText(golds_text(summary.hidden_share))
        self._golds.setVisible(bool(self._golds.text()))
        told = (self._name, self._about, self._counts, self._golds)
        self.setAccessibleName(", ".join(label.text() for label in told if label.text()))
        self.button.setText(_button_text(summary))
        if self.button.property("kind") != ("main" if main else ""):
            self.button.setProperty("kind", "main" if main else "")
            self.button.style().polish(self.button)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wanted.emit(self.batch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit(self.batch)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.batch)


def counts_text(summary: BatchSummary) -> str:
    """How far a batch is, and what in it waits for somebody."""
    done = {"done": summary.items_done, "all": summary.info.items}
    if summary.purged:
        told = [tr("{done} of {all} items done · content was destroyed", **done)]
    else:
        told = [tr("{done} of {all} items done · {left} left", left=left(summary), **done)]
    if summary.flagged:
        told.append(tr("{n} flagged", n=summary.flagged))
    if summary.unsettled:
        told.append(tr("{n} unsettled", n=summary.unsettled))
    return " · ".join(told)


def golds_text(share: float) -> str:
    """What the project says of hidden golds: that there may be some, never which."""
    if not share:
        return ""
    return tr(
        "About {share} of the items may have a known answer: they check how review goes.",
        share=f"{share:.0%}",
    )


def _button_text(summary: BatchSummary) -> str:
    if left(summary) == 0:
        return tr("Look again")
    return tr("Go on") if summary.items_done or summary.resume_item else tr("Begin")


class DayPage(QScrollArea):
    """All batches of the workspace in the order in which they are due."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = ""
        self._summaries: list[BatchSummary] = []
        self.cards: list[BatchCard] = []
        self.title = plain(tr("My day"))
        self.title.setFont(scaled(self.font(), "title", bold=True))
        self.today = plain(kind="quiet")
        self.empty = plain()
        self.empty.setFont(scaled(self.font(), "large"))
        self._lay_out()
        context.actions.bind(Act.OPEN_BATCH, self._open_chosen, self)
        context.signals.changed.connect(self._heard)
        context.provide(self._entries)
        self.read()

    def _lay_out(self) -> None:
        receive = self._context.actions.button(Act.RECEIVE)
        self._list = QVBoxLayout()
        self._list.setSpacing(STEP * 3)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(STEP * 6, STEP * 8, STEP * 6, STEP * 8)
        column.setSpacing(STEP * 2)
        column.addWidget(self.title)
        column.addWidget(self.today)
        column.addSpacing(STEP * 4)
        column.addWidget(self.empty)
        column.addLayout(self._list)
        column.addSpacing(STEP * 4)
        column.addWidget(receive, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 10)
        row.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(centre)

    def read(self) -> None:
        """Read the batches again."""
        self._context.tasks.read(
            batches, self._context.workspace, done=self.show_batches, key="day"
        )

    def show_batches(self, summaries: Sequence[BatchSummary]) -> None:
        """Show these batches."""
        self._summaries = in_order(summaries)
        known = [one.info.id for one in self._summaries]
        fresh = known != [card.batch for card in self.cards]
        had_focus = any(card.hasFocus() for card in self.cards)
        if fresh:
            self._make_cards(known)
        for place, (card, one) in enumerate(zip(self.cards, self._summaries, strict=True)):
            card.show_batch(one, date.today(), main=place == 0 and left(one) > 0)
        first = self._first_card()
        if first is not None:
            self.setFocusProxy(first)
        self.empty.setVisible(not self.cards)
        self.empty.setText(
            tr(
                "There is no batch here yet. Drop a batch file onto this window, or choose"
                " “Receive files”. The sample batch is a good first one."
            )
        )
        self.today.setText(self._today_text())
        if fresh and self.isVisible() and (had_focus or not self._chosen):
            self._focus_card()

    def _make_cards(self, batches: Sequence[str]) -> None:
        """A card for each batch. They stay, and the focus too, while the batches are the same."""
        for card in self.cards:
            # Hiding one hands the focus to the next, which would then count as chosen.
            card.blockSignals(True)
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for batch in batches:
            card = BatchCard(batch)
            card.wanted.connect(self._context.navigate.open_batch)
            card.focused.connect(self._choose)
            self._list.addWidget(card)
            # A card that is not shown yet would not keep the focus.
            card.show()
            self.cards.append(card)

    def _today_text(self) -> str:
        given = sum(one.verdicts_today for one in self._summaries)
        items = sum(left(one) for one in self._summaries)
        if not self._summaries:
            return ""
        if items == 0:
            return tr("{n} verdicts today · all batches are done", n=given)
        return tr("{n} verdicts today · {items} items left", n=given, items=items)

    def _choose(self, batch: str) -> None:
        self._chosen = batch
        card = self._first_card()
        if card is not None:
            self.setFocusProxy(card)
            self.ensureWidgetVisible(card, 0, STEP * 4)

    def _first_card(self) -> BatchCard | None:
        """The chosen batch, else the first."""
        chosen = [card for card in self.cards if card.batch == self._chosen]
        return next(iter(chosen + self.cards), None)

    def _focus_card(self) -> None:
        card = self._first_card()
        if card is not None:
            card.setFocus()

    def _open_chosen(self) -> None:
        known = [one.info.id for one in self._summaries]
        batch = self._chosen if self._chosen in known else next(iter(known), "")
        if batch:
            self._context.navigate.open_batch(batch)

    def _entries(self) -> list[Entry]:
        return [
            Entry(
                one.info.name or one.info.id,
                partial(self._context.navigate.open_batch, one.info.id),
                one.project_name,
            )
            for one in self._summaries
        ]

    def _heard(self, changes: Changes) -> None:
        """Read again; verdicts given on another page wait until this one is shown.

        A batch that came is read at once: the palette offers it too.
        """
        if self.isVisible() or not changes.items:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
        self._focus_card()


def build(context: Context) -> DayPage:
    """The page "My day"."""
    return DayPage(context)
