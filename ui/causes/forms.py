"""The small windows of the page of causes: words of a node, an action, an incident, a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QDoubleValidator, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain import causes as limits
from smo_review.domain.actions import LONGEST, Action, Figure, Incident, Wanted
from smo_review.domain.filters import Filter
from smo_review.language import tr
from smo_review.operations.actions import ActionDraft, IncidentDraft
from smo_review.reports.causes import Names, about_words
from ui.shell.labels import plain
from ui.shell.theme import STEP

WIDTH = 520
USUAL_DAYS = 14
POINTS = 10_000
"""Millionths in a percentage point."""


class Form(QDialog):
    """A window with fields under each other; it goes when it is answered."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.rows = QFormLayout()
        self.rows.setVerticalSpacing(STEP * 2)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addLayout(self.rows)
        self.finished.connect(self.deleteLater)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its wrapped lines need."""
        self.resize(WIDTH, self._column.totalHeightForWidth(WIDTH))
        super().showEvent(event)

    def add(self, name: str, field: QWidget) -> None:
        """A field under its name."""
        field.setAccessibleName(name)
        self.rows.addRow(name, field)

    def end(self, *fields: QLineEdit, days: Sequence[QLineEdit] = ()) -> None:
        """All fields are there: the buttons come last, for the Tab key too. Saving waits until
        `fields` say something and `days` that are on are dates."""
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        cancel = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._column.addWidget(self.buttons)

        def look() -> None:
            said = all(field.text().strip() for field in fields)
            dated = all(_is_day(field.text()) for field in days if field.isEnabled())
            self.ok.setEnabled(said and dated)

        for field in (*fields, *days):
            field.textChanged.connect(look)
        self.looked = look
        look()


class WordsForm(Form):
    """`said(text, quotes)`: the words of a node, or the problem of a new analysis."""

    said = Signal(str, bool)

    def __init__(
        self, title: str, name: str, parent: QWidget, text: str = "", quotes: bool | None = None
    ) -> None:
        super().__init__(title, parent)
        self.text = QLineEdit(text)
        self.text.setMaxLength(limits.LONGEST)
        self.add(name, self.text)
        self.quotes = QCheckBox(tr("Quotes content: sealed, and gone when the batch is purged"))
        self.quotes.setChecked(bool(quotes))
        self.quotes.setVisible(quotes is not None)
        self.rows.addRow("", self.quotes)
        self.end(self.text)
        self.accepted.connect(
            lambda: self.said.emit(self.text.text().strip(), self.quotes.isChecked())
        )


class DayForm(Form):
    """`said(ISO date)`."""

    said = Signal(str)

    def __init__(self, title: str, name: str, first: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.day = _day(_today())
        self.add(name, self.day)
        self.rows.addRow("", plain(tr("From {first} to today.", first=first), "quiet"))
        self.end(days=(self.day,))
        self.accepted.connect(lambda: self.said.emit(self.day.text().strip()))


class ActionForm(Form):
    """`wanted(ActionDraft)`. Of an action that is there, `action` fills it."""

    wanted = Signal(object)

    def __init__(
        self,
        measure: Filter,
        names: Names,
        parent: QWidget,
        action: Action | None = None,
        cause: str = "",
    ) -> None:
        super().__init__(tr("Action") if action is None else tr("Revise the action"), parent)
        self._measure, self._action, self._cause = measure, action, cause
        due = datetime.now(UTC).date() + timedelta(days=USUAL_DAYS)
        self.title = QLineEdit(action.title if action else "")
        self.owner = QLineEdit(action.owner if action else "")
        for field in (self.title, self.owner):
            field.setMaxLength(LONGEST)
        self.due = _day(action.due if action else due.isoformat())
        self.started = _day(action.started if action else _today())
        self.figure = QComboBox()
        self.figure.addItem(tr("annotations with an error"), "errors")
        self.figure.addItem(tr("annotations with a critical error"), "critical")
        self.way = QComboBox()
        self.way.addItem(tr("go down"), "down")
        self.way.addItem(tr("go up"), "up")
        self.amount = QLineEdit()
        self.amount.setValidator(_points(self))
        self.amount.setPlaceholderText(tr("percentage points; empty: any shift that is shown"))
        if action is not None:
            self.figure.setCurrentIndex(self.figure.findData(action.figure))
            self.way.setCurrentIndex(self.way.findData(action.wanted))
            self.amount.setText(f"{action.size / POINTS:g}" if action.size else "")
        self.add(tr("What is done"), self.title)
        self.add(tr("Owner"), self.owner)
        self.add(tr("Due"), self.due)
        self.add(tr("Started"), self.started)
        self.add(tr("The share of"), self.figure)
        self.rows.addRow(
            tr("among"), plain(about_words(measure, names) or tr("everything that measures"))
        )
        self.add(tr("should"), self.way)
        self.add(tr("by"), self.amount)
        self.rows.addRow(
            "",
            plain(
                tr(
                    "What was judged before the start is compared with what comes after it is "
                    "done. The action can be closed once the chart shows the shift."
                ),
                "quiet",
            ),
        )
        self.end(self.title, self.owner, days=(self.due, self.started))
        self.accepted.connect(self._say)

    def _say(self) -> None:
        figure: Figure = self.figure.currentData()
        way: Wanted = self.way.currentData()
        self.wanted.emit(
            ActionDraft(
                self.title.text(),
                self.owner.text(),
                self.due.text().strip(),
                self.started.text().strip(),
                self._measure,
                figure,
                way,
                round(float(self.amount.text() or 0) * POINTS),
                self._action.cause if self._action else self._cause,
                self._action.action if self._action else "",
            )
        )


class IncidentForm(Form):
    """`wanted(IncidentDraft)`. Of an incident that is there, `incident` fills it."""

    wanted = Signal(object)

    def __init__(
        self, project: str, parent: QWidget, incident: Incident | None = None, clause: str = ""
    ) -> None:
        super().__init__(tr("Incident"), parent)
        self._project, self._incident = project, incident
        self.title = QLineEdit(incident.title if incident else "")
        self.title.setMaxLength(LONGEST)
        self.since = _day(incident.since if incident else _today())
        self.over = QCheckBox(tr("It is over"))
        self.until = _day((incident.until if incident else "") or _today())
        self.over.setChecked(bool(incident and incident.until))
        self.until.setEnabled(self.over.isChecked())
        self.over.toggled.connect(self.until.setEnabled)
        self.over.toggled.connect(lambda _: self.looked())
        self.over.toggled.connect(self._ask_until)
        self.what = QPlainTextEdit(incident.what if incident else "")
        self.what.setTabChangesFocus(True)
        self.what.setFixedHeight(96)
        self.clause = QLineEdit(incident.clause if incident else clause)
        self.add(tr("What is new"), self.title)
        self.add(tr("Since"), self.since)
        self.rows.addRow("", self.over)
        self.add(tr("Until"), self.until)
        self.add(tr("What is seen"), self.what)
        self.add(tr("Nearest clause"), self.clause)
        self.rows.addRow(
            "", plain(tr("Describe it; do not quote content: these words are not sealed."), "quiet")
        )
        self.rows.setRowVisible(self.until, self.over.isChecked())
        self.end(self.title, days=(self.since, self.until))
        self.accepted.connect(self._say)

    def _ask_until(self, over: bool) -> None:
        """The day is asked only of what is over."""
        self.rows.setRowVisible(self.until, over)
        self.resize(WIDTH, self._column.totalHeightForWidth(WIDTH))

    def _say(self) -> None:
        self.wanted.emit(
            IncidentDraft(
                self.title.text(),
                self.since.text().strip(),
                self.until.text().strip() if self.over.isChecked() else "",
                self.what.toPlainText(),
                self.clause.text(),
                self._project,
                self._incident.incident if self._incident else "",
            )
        )


def _day(day: str) -> QLineEdit:
    field = QLineEdit(day)
    field.setPlaceholderText("2026-01-31")
    return field


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text.strip()).isoformat() == text.strip()
    except ValueError:
        return False


def _points(parent: QWidget) -> QDoubleValidator:
    """0 to 100 with one decimal, written with a point whatever the system's language."""
    made = QDoubleValidator(0, 100, 1, parent)
    made.setLocale(QLocale.c())
    made.setNotation(QDoubleValidator.Notation.StandardNotation)
    return made


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
