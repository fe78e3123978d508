"""What is told after an answer in practice: right or wrong, what was missed, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from smo_review.domain.scores import ItemResult
from smo_review.language import tr
from ui.guidance.document import fill
from ui.guidance.panel import ClauseText
from ui.learn.sitting import Sitting, Told
from ui.learn.words import clause_words, label_words
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled, tokens_of


def verdict_words(result: ItemResult) -> tuple[str, str]:
    """A sign and the words that say how an answer compares: told by more than colour."""
    if not result.right:
        return "✕", tr("Wrong")
    if result.reason_right is False and result.place_right is False:
        return "≈", tr("Right label, wrong reason and place")
    if result.reason_right is False:
        return "≈", tr("Right label, wrong reason")
    if result.place_right is False:
        return "≈", tr("Right label, wrong place")
    return "✓", tr("Right")


class ToldPanel(QFrame):
    """Stands where the answer was made; nothing of it is there before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = plain()
        self.lines = plain()
        self.clause = plain()
        self.clause_text = ClauseText()
        self.rationale = plain()
        self.teaching = plain()
        self.verdict.setFont(scaled(self.font(), "large", bold=True))
        self.clause.setFont(scaled(self.font(), "normal", bold=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, STEP * 2)
        column.setSpacing(STEP * 3)
        for widget in (self.verdict, self.lines, self.rationale, self.teaching, self.clause):
            column.addWidget(widget)
        column.addWidget(self.clause_text, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def show_told(self, sitting: Sitting, told: Told) -> None:
        """Compare the answer with the gold, in words."""
        sign, words = verdict_words(told.result)
        colours = tokens_of(self.palette())
        right = colours.correct if sign == "✓" else colours.ambiguous
        self.verdict.setStyleSheet(
            f"color: {(colours.incorrect if sign == '✕' else right).name()};"
        )
        self.verdict.setText(f"{sign} {words}")
        self.lines.setText("\n".join(_lines(sitting, told)))
        number = told.gold.clause
        clause = sitting.clause(number)
        self.clause.setText(clause_words(clause, number))
        self.clause.setVisible(bool(number))
        self.clause_text.setVisible(clause is not None)
        if clause is not None:
            fill(self.clause_text.document(), clause)
            self.clause_text.document().setDocumentMargin(0)
        for label, words, text in (
            (self.rationale, tr("Why: {words}", words=told.gold.rationale), told.gold.rationale),
            (
                self.teaching,
                tr("Take with you: {words}", words=told.gold.teaching),
                told.gold.teaching,
            ),
        ):
            label.setText(words)
            label.setVisible(bool(text))


def _lines(sitting: Sitting, told: Told) -> list[str]:
    project, result = sitting.project, told.result
    lines = [
        tr("Your answer: {labels}", labels=label_words(project, result.answer or ())),
        tr("Gold: {labels}", labels=label_words(project, result.gold)),
    ]
    if told.missed:
        lines.append(tr("Missed: {labels}", labels=label_words(project, told.missed)))
    if told.over:
        lines.append(tr("Given without need: {labels}", labels=label_words(project, told.over)))
    if result.reason_right is False:
        said = clause_words(sitting.clause(result.clause), result.clause)
        lines.append(tr("Your clause: {clause}", clause=said or tr("none")))
    if result.place_right is False:
        lines.append(tr("Where gold has it is drawn on the item, in another line."))
    return lines
