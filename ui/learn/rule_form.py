"""What passes an exercise: the mark, what it is held to, floors, items that must be right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QScrollArea, QSpinBox, QWidget

from smo_review.domain.content import MILLION
from smo_review.domain.learning import PassRule
from smo_review.language import tr
from smo_review.quality.intervals import rate
from smo_review.reports.look import written
from ui.learn.choice_form import gold_words
from ui.learn.golds import GoldLine
from ui.learn.pick_list import PickList
from ui.shell.fields import roomy
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.marks import label_name

FLOOR_ROWS = 4
"""Labels in sight at once; the others are scrolled to."""


class RuleForm(QWidget):
    """Shares are asked for in percent, as people say them."""

    def __init__(self, lines: Sequence[GoldLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = _percent(80)
        self.on = QComboBox()
        self.on.addItem(tr("the share that is right"), "point")
        self.on.addItem(tr("the lower end of its interval"), "low")
        self.told = plain("", "quiet")
        named = {label: line.project for line in lines for label in line.gold.labels}
        self.floors = {label: _percent(0) for label in sorted(named)}
        for spin in self.floors.values():
            spin.setSpecialValueText(tr("no floor"))
        self.critical = PickList(tr("Items that must be right"))
        self.critical.offer([(gold_words(line), line.gold.item) for line in lines])
        form = QFormLayout(self)
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            (tr("Passed from"), self.mark),
            (tr("Held to"), self.on),
            ("", self.told),
            (tr("Least found of"), self._floors([label_name(named[x], x) for x in self.floors])),
            (tr("Must be right"), self.critical),
        ):
            if name:
                field.setAccessibleName(name)
            form.addRow(name, field)
        self._asked = 0
        self.on.currentIndexChanged.connect(lambda _: self._show())
        self.mark.valueChanged.connect(lambda _: self._show())
        self._show()

    def ask(self, items: int) -> None:
        """So many items will be asked: what a perfect run comes to depends on it."""
        self._asked = items
        self._show()

    def rule(self) -> PassRule:
        """The rule as it is asked for."""
        floors = {
            label: spin.value() * MILLION // 100
            for label, spin in self.floors.items()
            if spin.value()
        }
        return PassRule(
            self.mark.value() * MILLION // 100,
            self.on.currentData(),
            floors,
            tuple(str(item) for item in self.critical.picked()),
        )

    def _floors(self, names: Sequence[str]) -> QWidget:
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        for name, spin in zip(names, self.floors.values(), strict=True):
            spin.setAccessibleName(tr("Least found of {label}", label=name))
            form.addRow(name, spin)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        line = self.mark.sizeHint().height() + STEP * 2
        area.setFixedHeight(line * max(1, min(len(names), FLOOR_ROWS)))
        return area

    def _show(self) -> None:
        """What the choice means for so many items."""
        best = rate(self._asked, self._asked).low
        if self.on.currentData() == "point":
            words = tr("Simple: luck counts as much as skill where there are few items.")
        elif best is not None and best < self.mark.value() / 100:
            words = tr(
                "Nobody could pass: of {n} items, even all right reaches only {share}.",
                n=self._asked,
                share=written(best, "share"),
            )
        else:
            words = tr("Strict: luck does not certify.")
        self.told.setText(words)


def _percent(value: int) -> QSpinBox:
    spin = roomy(QSpinBox())
    spin.setRange(0, 100)
    spin.setValue(value)
    spin.setSuffix(" %")
    return spin
