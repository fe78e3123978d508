"""Which golds an exercise asks: by rule from all or from a set, or ticked by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from smo_review.domain.learning import GoldSet
from smo_review.language import listed, tr
from smo_review.operations.exercise import Key, Plan
from ui.learn.golds import GoldLine
from ui.learn.pick_list import PickList
from ui.learn.words import label_words
from ui.shell.fields import roomy
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.marks import label_name


class ManyOf(QToolButton):
    """A button whose menu ticks some of several things; none ticked means any."""

    def __init__(self, lines: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._entries = []
        for text, value in lines:
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setData(value)
            entry.toggled.connect(lambda _: self._tell())
            self._entries.append(entry)
        self.setMenu(menu)
        self.setEnabled(bool(lines))
        self._tell()

    def picked(self) -> tuple[str, ...]:
        """The values that are ticked."""
        return tuple(entry.data() for entry in self._entries if entry.isChecked())

    def _tell(self) -> None:
        told = [entry.text() for entry in self._entries if entry.isChecked()]
        self.setText(listed(told) or tr("any"))


class ChoiceForm(QWidget):
    """`changed` when something else is asked for."""

    changed = Signal()

    def __init__(
        self,
        lines: Sequence[GoldLine],
        chosen: Collection[Key],
        sets: Sequence[GoldSet],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.by_hand = QComboBox()
        self.by_hand.addItem(tr("By rule"), False)
        self.by_hand.addItem(tr("By hand"), True)
        self.by_hand.setCurrentIndex(1 if len(chosen) > 1 else 0)
        self.source = QComboBox()
        self.source.addItem(tr("All gold"), "")
        for one in reversed(sets):
            words = tr(
                "{name}, version {n}: {golds} golds",
                name=one.name,
                n=one.version,
                golds=len(one.members),
            )
            self.source.addItem(words, f"{one.name}@{one.version}")
        self.n = _spin(1, 1000, max(1, min(10, len(lines))))
        self.balance = {
            "labels": QCheckBox(tr("labels")),
            "concept": QCheckBox(tr("concepts")),
            "difficulty": QCheckBox(tr("difficulty")),
            "severity": QCheckBox(tr("severity")),
            "language": QCheckBox(tr("languages")),
        }
        self.balance["labels"].setChecked(True)
        self.labels = ManyOf(_labels_of(lines))
        self.concepts = ManyOf(_named(line.gold.concept for line in lines))
        self.languages = ManyOf(_named(line.gold.language for line in lines))
        self.easiest, self.hardest = _spin(0, 5, 0), _spin(0, 5, 5)
        self.mildest, self.severest = _spin(0, 4, 0), _spin(0, 4, 4)
        self.seed = _spin(1, 1_000_000, 1)
        self.picks = PickList(tr("Golds"))
        self.picks.offer([(gold_words(line), line.place) for line in lines], chosen)
        self.picks.changed.connect(self.changed)
        self.by_hand.currentIndexChanged.connect(lambda _: self._show())
        self.n.valueChanged.connect(lambda _: self.changed.emit())
        self._lay_out()
        self._show()

    def plan(self, plan: Plan) -> Plan:
        """`plan` with what is asked for here."""
        if self.by_hand.currentData():
            return structs.replace(plan, chosen=tuple(self.picks.picked()))
        return structs.replace(
            plan,
            gold_set=self.source.currentData(),
            n=self.n.value(),
            balance=tuple(field for field, box in self.balance.items() if box.isChecked()),
            labels=self.labels.picked(),
            concepts=self.concepts.picked(),
            languages=self.languages.picked(),
            difficulty=(self.easiest.value(), self.hardest.value()),
            severity=(self.mildest.value(), self.severest.value()),
            seed=self.seed.value(),
        )

    @property
    def count(self) -> int:
        """How many items are asked for; by rule there may be fewer that fit."""
        return len(self.picks.picked()) if self.by_hand.currentData() else self.n.value()

    @property
    def is_whole(self) -> bool:
        """Whether anything is asked for."""
        return not self.by_hand.currentData() or bool(self.picks.picked())

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        spread = QWidget()
        grid = QGridLayout(spread)
        grid.setContentsMargins(0, 0, 0, 0)
        for n, box in enumerate(self.balance.values()):
            grid.addWidget(box, n // 3, n % 3)
        self._by_rule = (
            (tr("From"), self.source),
            (tr("How many"), self.n),
            (tr("Spread evenly over"), spread),
            (tr("Only labels"), self.labels),
            (tr("Only concepts"), self.concepts),
            (tr("Only languages"), self.languages),
            (tr("Difficulty"), _both(self.easiest, self.hardest)),
            (tr("Severity"), _both(self.mildest, self.severest)),
            (tr("Seed"), self.seed),
        )
        rows = ((tr("Choose"), self.by_hand), *self._by_rule, (tr("Golds"), self.picks))
        for name, field in rows:
            field.setAccessibleName(name)
            form.addRow(name, field)
        form.addRow("", plain(tr("Mild content comes first, whatever is chosen."), "quiet"))
        self._form = form

    def _show(self) -> None:
        by_hand = bool(self.by_hand.currentData())
        for _, field in self._by_rule:
            self._form.setRowVisible(field, not by_hand)
        self._form.setRowVisible(self.picks, by_hand)
        self.changed.emit()


def gold_words(line: GoldLine) -> str:
    """A gold in a line: item, labels, concept."""
    told = (line.gold.item, label_words(line.project, line.gold.labels), line.gold.concept)
    return " · ".join(one for one in told if one)


def _labels_of(lines: Sequence[GoldLine]) -> list[tuple[str, str]]:
    """Labels that a gold has, by name."""
    found = {label: label_name(line.project, label) for line in lines for label in line.gold.labels}
    return sorted((name, label) for label, name in found.items())


def _named(words: Iterable[str]) -> list[tuple[str, str]]:
    """Words that name themselves, each once."""
    return [(word, word) for word in sorted({word for word in words if word})]


def _spin(least: int, most: int, value: int) -> QSpinBox:
    spin = roomy(QSpinBox())
    spin.setRange(least, most)
    spin.setValue(value)
    return spin


def _both(least: QSpinBox, most: QSpinBox) -> QWidget:
    """From one value to another, on one line."""
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP * 2)
    row.addWidget(least)
    row.addWidget(plain(tr("up to")))
    row.addWidget(most)
    row.addStretch(1)
    return inside
