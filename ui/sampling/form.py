"""What to draw and how: the fields of the sampling dialog, as a plan of the core."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import AQLS, BY, LEVELS, MOST_REPEATS, RISKS
from smo_review.domain.views import BatchSummary
from smo_review.language import tr
from ui.shell.fields import roomy
from ui.shell.theme import STEP

N, PRECISION, LOT, RISK = "n", "precision", "aql", "risk"
_USUAL_AQL = 1.5
_DOUBLE_IN = "1989"
"""The edition of ISO 2859-1 whose double plans are known."""


class SamplingForm(QWidget):
    """`changed` whenever what would be drawn may be another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.batch = _combo()
        self.plan = _combo()
        self.kind = QComboBox()
        for kind, name in (
            (PRECISION, tr("as many as a precision needs")),
            (N, tr("so many")),
            (LOT, tr("acceptance of a lot (ISO 2859-1)")),
            (RISK, tr("what looks risky (measures nothing)")),
        ):
            self.kind.addItem(name, kind)
        self.n = roomy(QSpinBox())
        self.n.setRange(1, 1_000_000)
        self.n.setValue(200)
        self.precision = _percent(3.0, 0.1, 50.0)
        self.precision.setPrefix("± ")
        self.expected = _percent(10.0, 0.0, 100.0)
        self.aql = QComboBox()
        for aql in AQLS:
            self.aql.addItem(f"{aql:g}", aql)
        self.aql.setCurrentIndex(AQLS.index(_USUAL_AQL))
        self.level = QComboBox()
        self.level.addItems(LEVELS)
        self.level.setCurrentText("II")
        self.severity = QComboBox()
        for severity, name in (
            ("", tr("as switching says")),
            ("normal", tr("normal")),
            ("tightened", tr("tightened")),
            ("reduced", tr("reduced")),
        ):
            self.severity.addItem(name, severity)
        self.edition = QComboBox()
        for edition, name in (
            ("1989", tr("first edition, 1989")),
            ("1999", tr("second edition, 1999")),
        ):
            self.edition.addItem(name, edition)
        self.double = QCheckBox(tr("double: a second sample where needed"))
        self.by = _boxes(BY, by_word)
        self.allocation = QComboBox()
        for allocation, name in (
            ("proportional", tr("in proportion to their size")),
            ("equal", tr("the same of each")),
            ("neyman", tr("more where results vary (Neyman)")),
        ):
            self.allocation.addItem(name, allocation)
        self.risks = _boxes(RISKS, risk_word)
        self.repeats = _percent(0.0, 0.0, MOST_REPEATS * 100)
        self.seed = QLineEdit(str(secrets.randbelow(10**8)))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("As the batch, with the plan's name"))
        self._form = QFormLayout(self)
        self._lay_out()
        self._listen()
        self._show()

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(STEP * 2)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._by_row = _row(self.by.values(), 3)
        self._risk_row = _row(self.risks.values(), 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Batch"), self.batch),
            (tr("Plan"), self.plan),
            (tr("Draw"), self.kind),
            (tr("How many"), self.n),
            (tr("How precise"), self.precision),
            (tr("Rate thought likely"), self.expected),
            (tr("AQL, percent"), self.aql),
            (tr("Inspection level"), self.level),
            (tr("Inspection"), self.severity),
            (tr("Tables"), self.edition),
            ("", self.double),
            (tr("What to look for"), self._risk_row),
            (tr("Strata"), self._by_row),
            (tr("Shared among them"), self.allocation),
            (tr("Hidden repeats"), self.repeats),
            (tr("Seed"), self.seed),
            (tr("Name of the batch"), self.name),
        )
        for name, field in rows:
            if name:
                field.setAccessibleName(name)
            self._form.addRow(name, field)

    def _listen(self) -> None:
        for combo in (self.batch, self.plan, self.kind, self.aql, self.level, self.severity,
                      self.edition, self.allocation):  # fmt: skip
            combo.currentIndexChanged.connect(self._touched)
        for spin in (self.n, self.precision, self.expected, self.repeats):
            spin.valueChanged.connect(self._touched)
        for box in (self.double, *self.by.values(), *self.risks.values()):
            box.toggled.connect(self._touched)
        self.seed.textChanged.connect(self._touched)

    def _touched(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Only the fields that the chosen way of drawing asks."""
        named = isinstance(self.plan.currentData(), SamplingPlan)
        kind = self.kind.currentData()
        own = not named
        strata = own and kind in (N, PRECISION)
        for field, wanted in (
            (self.kind, own),
            (self.n, own and kind in (N, RISK)),
            (self.precision, own and kind == PRECISION),
            (self.expected, own and kind == PRECISION),
            (self.aql, own and kind == LOT),
            (self.level, own and kind == LOT),
            (self.severity, own and kind == LOT),
            (self.edition, own and kind == LOT),
            (self.double, own and kind == LOT and self.edition.currentData() == _DOUBLE_IN),
            (self._risk_row, own and kind == RISK),
            (self._by_row, strata),
            (self.allocation, strata and bool(_checked(self.by))),
            (self.repeats, own and kind != RISK),
        ):
            self._form.setRowVisible(field, wanted)

    def show_batches(self, batches: Sequence[BatchSummary], chosen: str) -> None:
        """Fill in what can be drawn from: what was not purged."""
        self.batch.blockSignals(True)
        for one in batches:
            if not one.purged:
                self.batch.addItem(one.info.name or one.info.id, one.info.id)
        self.batch.setCurrentIndex(max(0, self.batch.findData(chosen)))
        self.batch.blockSignals(False)

    def show_plans(self, plans: Sequence[SamplingPlan]) -> None:
        """The project's own plans, after the way to say it oneself."""
        self.plan.blockSignals(True)
        self.plan.clear()
        self.plan.addItem(tr("(as said below)"), None)
        for one in plans:
            self.plan.addItem(one.name, one)
        self.plan.blockSignals(False)
        self._form.setRowVisible(self.plan, bool(plans))
        self._show()

    def wanted(self) -> SamplingPlan:
        """The plan as it stands."""
        named = self.plan.currentData()
        if isinstance(named, SamplingPlan):
            return named
        kind = self.kind.currentData()
        if kind == LOT:
            edition = self.edition.currentData()
            return SamplingPlan(
                aql=self.aql.currentData(), level=self.level.currentText(),
                severity=self.severity.currentData(), edition=edition,
                double=self.double.isChecked() and edition == _DOUBLE_IN,
                repeats=self._repeats(),
            )  # fmt: skip
        if kind == RISK:
            return SamplingPlan(n=self.n.value(), risk=_checked(self.risks))
        by = _checked(self.by)
        many = (
            {"n": self.n.value()}
            if kind == N
            else {
                "precision": round(self.precision.value() / 100, 4),
                "expected": round(self.expected.value() / 100, 4),
            }
        )
        return SamplingPlan(
            by=by, allocation=self.allocation.currentData(), repeats=self._repeats(), **many
        )

    def is_aimless(self) -> bool:
        """Whether risk is looked for, but none is named."""
        own = not isinstance(self.plan.currentData(), SamplingPlan)
        return own and self.kind.currentData() == RISK and not _checked(self.risks)

    def _repeats(self) -> float:
        return round(self.repeats.value() / 100, 4)


def by_word(one: str) -> str:
    """A stratum's name for people."""
    return {
        "annotator": tr("annotator"),
        "label": tr("label"),
        "severity": tr("severity"),
        "language": tr("language"),
        "day": tr("day"),
    }[one]


def risk_word(one: str) -> str:
    """A risk's name for people."""
    return {
        "disagreement": tr("model and people disagree"),
        "low-confidence": tr("low confidence"),
        "near-duplicates": tr("nearly the same, judged differently"),
        "new-annotators": tr("new annotators"),
    }[one]


def _checked(boxes: dict[str, QCheckBox]) -> tuple[str, ...]:
    return tuple(name for name, box in boxes.items() if box.isChecked())


def _boxes(names: Iterable[str], word: object) -> dict[str, QCheckBox]:
    assert callable(word)
    return {name: QCheckBox(word(name)) for name in names}


def _row(boxes: Iterable[QCheckBox], columns: int) -> QWidget:
    """Boxes in a grid of so many columns."""
    held = QWidget()
    grid = QGridLayout(held)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(STEP)
    for number, box in enumerate(boxes):
        grid.addWidget(box, number // columns, number % columns)
    return held


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _percent(value: float, least: float, most: float) -> QDoubleSpinBox:
    spin = roomy(QDoubleSpinBox())
    spin.setRange(least, most)
    spin.setDecimals(1)
    spin.setSingleStep(0.5)
    spin.setSuffix(" %")
    spin.setValue(value)
    return spin
