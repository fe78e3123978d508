"""The fields of a filter, opened below the bar by a key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from smo_review.domain.filters import Choice, Filter, FilterChoices
from smo_review.language import tr, translated
from smo_review.quality.judged import day_number
from ui.filters.wording import TITLES, WORDS
from ui.shell.theme import STEP

LISTED = ("batch", "annotator", "label", "code", "clause", "language", "auditor")
FEW = {"clock": ("judged", "made"), "purpose": ("measurement", "risk", "all")}
DAYS = ("since", "until")
ACROSS = 4
_WIDE = 24
"""Characters of a field before its words are cut."""


class FilterPanel(QFrame):
    """`changed(field, value)` when something was chosen; `left` when the person is done."""

    changed = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 3)
        grid.setHorizontalSpacing(STEP * 4)
        grid.setVerticalSpacing(STEP)
        self.fields: dict[str, QComboBox | QLineEdit] = {}
        self._shown = dict.fromkeys(LISTED, "")
        # What the days are of stands before them, and the two beside each other.
        for place, name in enumerate((*LISTED, "clock", *DAYS, "purpose")):
            field = self._field(name)
            title = QLabel(translated(TITLES[name]))
            title.setProperty("kind", "quiet")
            title.setBuddy(field)
            field.setAccessibleName(translated(TITLES[name]))
            row, column = divmod(place, ACROSS)
            grid.addWidget(title, 2 * row, column)
            grid.addWidget(field, 2 * row + 1, column)
            grid.setColumnStretch(column, 1)
            self.fields[name] = field
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        grid.addWidget(self.wrong, grid.rowCount(), 0, 1, ACROSS)
        self.hide()

    def offer(self, choices: FilterChoices, wanted: Filter) -> None:
        """Set what can be chosen, and what is."""
        for name in LISTED:
            self._shown[name] = getattr(wanted, name)
            self._fill(name, getattr(choices, name), self._shown[name])
        for name, values in FEW.items():
            box = self.fields[name]
            assert isinstance(box, QComboBox)
            box.clear()
            for value in values:
                box.addItem(translated(WORDS[value]), value)
            box.setCurrentIndex(max(0, box.findData(getattr(wanted, name))))
        for name in DAYS:
            field = self.fields[name]
            assert isinstance(field, QLineEdit)
            field.setText(getattr(wanted, name))
        self.wrong.hide()

    def start(self) -> None:
        """Open, with the keyboard in the first field."""
        self.show()
        self.fields["batch"].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _field(self, name: str) -> QComboBox | QLineEdit:
        if name in DAYS:
            return self._day(name)
        return self._found(name) if name in LISTED else self._list(name)

    def _list(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setMaxVisibleItems(16)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_WIDE // 2)
        box.activated.connect(lambda place: self.changed.emit(name, box.itemData(place) or ""))
        return box

    def _found(self, name: str) -> QComboBox:
        """A list that typing searches: there may be hundreds of annotators."""
        box = self._list(name)
        line, completer = QLineEdit(), QCompleter(box.model(), box)
        box.setLineEdit(line)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        line.editingFinished.connect(lambda: self._take_words(name, box, line.text().strip()))
        return box

    def _take_words(self, name: str, box: QComboBox, words: str) -> None:
        """What was typed and left: one of the list, or nothing at all, else what it was before."""
        chosen = 0 if not words else box.findText(words, Qt.MatchFlag.MatchFixedString)
        before = box.findData(self._shown[name])
        if chosen < 0 or chosen == before:
            box.setCurrentIndex(max(0, before))
            box.setEditText(box.currentText())
        else:
            self.changed.emit(name, box.itemData(chosen) or "")

    def _day(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(tr("year-month-day"))
        field.setMaxLength(10)
        field.editingFinished.connect(lambda: self._take_day(name, field.text().strip()))
        return field

    def _take_day(self, name: str, text: str) -> None:
        try:
            if text:
                day_number(text)
        except ValueError:
            self.wrong.setText(tr("“{date}” is not a date.", date=text))
            self.wrong.show()
            return
        self.wrong.hide()
        self.changed.emit(name, text)

    def _fill(self, name: str, choices: tuple[Choice, ...], value: str) -> None:
        box = self.fields[name]
        assert isinstance(box, QComboBox)
        box.clear()
        box.addItem(tr("Any"), "")
        for key, words in choices:
            box.addItem(words, key)
        if value and box.findData(value) < 0:
            box.addItem(value, value)
        box.setCurrentIndex(max(0, box.findData(value)))
