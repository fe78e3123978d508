"""Every disputed annotation in a table, and beside it all that is known of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from smo_review.domain.disputes import DisputeView
from smo_review.domain.project import Project
from smo_review.language import listed, tr
from ui.disputes.parts import Card, Column, clause_name, fill_row, headed, made_table, when
from ui.disputes.presenter import Shown
from ui.disputes.wording import (
    answer_title,
    codes_line,
    finding_line,
    ruling_line,
    stand_word,
    state_sentence,
    verdict_title,
)
from ui.shell.actions import Act, Actions
from ui.shell.labels import leads_words, plain, selectable
from ui.shell.theme import STEP

RULINGS = (Act.RULE_ACCEPT, Act.RULE_PARTLY, Act.RULE_REJECT)


class DisputeList(QWidget):
    """Table and detail. `opened` when a line is entered."""

    opened = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._shown: Shown | None = None
        self.table = made_table(
            tr("Disputes"),
            (tr("Item"), tr("State"), tr("Annotator"), tr("Error")),
            stretch=3,
        )
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.activated.connect(lambda _: self.opened.emit())
        self.detail = Column(tr("The chosen dispute"))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        column.addWidget(self.detail, 1)
        self._who = plain("", "quiet")
        self._who.setContentsMargins(STEP * 4, 0, STEP * 4, 0)
        column.addWidget(self._who)
        column.addLayout(self._buttons())
        parts = QSplitter(Qt.Orientation.Horizontal)
        # The table has a line of its own there.
        parts.setProperty("kind", "plain")
        parts.addWidget(self.table)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([495, 605])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.setFocusProxy(self.table)

    def _buttons(self) -> QVBoxLayout:
        """Two rows: what prepares a ruling, and the rulings; long words need the room."""
        rows = QVBoxLayout()
        rows.setSpacing(STEP)
        for acts in ((Act.LOOK_AT, Act.ASK_LOOK), RULINGS):
            row = QHBoxLayout()
            row.setContentsMargins(STEP * 4, 0, STEP * 4, 0)
            for act in acts:
                row.addWidget(self._actions.button(act))
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    def show_disputes(self, shown: Shown) -> None:
        """Fill the table; the chosen dispute stays chosen."""
        before = self.current()
        self._shown = shown
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(shown.disputes))
            for row, one in enumerate(shown.disputes):
                project = shown.projects.get(one.key.batch)
                cells = (
                    one.key.item,
                    stand_word(one),
                    one.key.annotator,
                    codes_line(one, project),
                )
                fill_row(self.table, row, cells)
            keys = [one.key for one in shown.disputes]
            if keys:
                chosen = keys.index(before.key) if before and before.key in keys else 0
                self.table.selectRow(chosen)
        self._show_chosen()

    def current(self) -> DisputeView | None:
        """The chosen dispute."""
        row = self.table.currentRow()
        found = self._shown.disputes if self._shown else ()
        return found[row] if 0 <= row < len(found) else None

    def _show_chosen(self) -> None:
        view = self.current()
        why_not = leads_words(self._shown.who_rules(view)) if view and self._shown else ""
        for act in RULINGS:
            self._actions.allow(act, why_not)
        self._who.setText(why_not)
        self._who.setVisible(bool(why_not))
        if view is None or self._shown is None:
            self.detail.fill([])
            return
        project = self._shown.projects.get(view.key.batch)
        head = Card()
        head.line(headed(view.key.item, self))
        head.line(selectable(state_sentence(view)))
        head.pair(tr("Annotator"), view.key.annotator)
        head.pair(tr("Batch"), view.batch_name)
        head.pair(tr("Since"), when(view.since))
        self.detail.fill(
            [
                head,
                _answers(view, project),
                *_verdicts(view, project),
                *_rulings(view, project),
            ]
        )


def _answers(view: DisputeView, project: Project | None) -> Card:
    card = Card(tr("What the annotator says"))
    if view.hidden:
        card.line(selectable(tr("Hidden until you have given yours."), "quiet"))
    for one in view.answers:
        card.line(selectable(answer_title(one, project)))
        if one.reason:
            card.line(selectable(f"“{one.reason}”", "quiet"))
    return card


def _verdicts(view: DisputeView, project: Project | None) -> list[Card]:
    if view.hidden:
        card = Card(tr("Verdicts"))
        card.line(selectable(tr("Hidden until you have given yours."), "quiet"))
        return [card]
    cards = []
    for one in view.verdicts:
        card = Card(verdict_title(one))
        for finding in one.findings:
            card.line(selectable(finding_line(finding, project)))
        if not one.findings:
            card.line(selectable(tr("No findings."), "quiet"))
        cards.append(card)
    return cards


def _rulings(view: DisputeView, project: Project | None) -> list[Card]:
    cards = []
    for one in view.rulings:
        card = Card(ruling_line(one))
        card.line(selectable(one.reason))
        card.pair(tr("Because of"), listed(clause_name(clause, project) for clause in one.clauses))
        cards.append(card)
    return cards
