"""Asks for a report: which, on whom, over which days, in which language and forms, and where to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.filters import Filter
from smo_review.domain.reports import KINDS, ReportChoice
from smo_review.language import LANGUAGES, current, tr, translated
from ui.reports.wanted import Wanted
from ui.shell.theme import STEP

WIDTH = 600
DAYS = {"7": 7, "28": 28, "90": 90}
"""Lengths of a period that ends today."""


class ReportDialog(QDialog):
    """`wanted(Wanted)` when all is said."""

    wanted = Signal(object)

    def __init__(
        self, choices: Sequence[ReportChoice], shown: Filter, templates: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self.setWindowTitle(tr("Reports"))
        self.resize(WIDTH, 0)
        self.project, self.kind, self.who, self.batch = (QComboBox() for _ in range(4))
        self.period, self.language = QComboBox(), QComboBox()
        today = date.today()
        self.since = QLineEdit((today - timedelta(days=6)).isoformat())
        self.until = QLineEdit(today.isoformat())
        self.html, self.pdf = QCheckBox(tr("HTML, one file")), QCheckBox("PDF")
        self.xlsx = QCheckBox(tr("Workbook (XLSX)"))
        folders = QStandardPaths.StandardLocation.DocumentsLocation
        self.folder = QLineEdit(QStandardPaths.writableLocation(folders))
        self.templates = QLineEdit(templates)
        self.templates.setPlaceholderText(tr("Those that come with SMO Review"))
        self.said = QLabel()
        self.said.setProperty("kind", "quiet")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.write = self.buttons.addButton(
            tr("Write the report"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._fill(shown)
        self._lay_out()
        self.buttons.accepted.connect(self.ask)
        self.buttons.rejected.connect(self.reject)
        self.project.currentIndexChanged.connect(self._on_project)
        for box in (self.kind, self.period, self.who):
            box.currentIndexChanged.connect(self._show)
        for form in (self.html, self.pdf, self.xlsx):
            form.toggled.connect(self._show)
        for field in (self.folder, self.since, self.until):
            field.textChanged.connect(self._show)
        self._show()
        self.finished.connect(self.deleteLater)

    def _fill(self, shown: Filter) -> None:
        for kind, title in KINDS.items():
            self.kind.addItem(translated(title), kind)
        for one in self._choices:
            self.project.addItem(one.name, one.project)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(current()))
        self.period.addItem(tr("All days"), "")
        for key, n in DAYS.items():
            self.period.addItem(tr("The last {n} days", n=n), key)
        self.period.addItem(tr("Between two days"), "between")
        self.html.setChecked(True)
        mine = [
            place
            for place, one in enumerate(self._choices)
            if one.project == shown.project or shown.batch in dict(one.batches)
        ]
        self.project.setCurrentIndex(mine[0] if mine else 0)
        self._fill_batches(shown.batch)
        if shown.since or shown.until:
            self.period.setCurrentIndex(self.period.findData("between"))
            self.since.setText(shown.since or self.since.text())
            self.until.setText(shown.until or self.until.text())

    def _fill_batches(self, batch: str = "") -> None:
        self.batch.clear()
        self.batch.addItem(tr("All batches"), "")
        for id_, name in self._choice.batches:
            self.batch.addItem(name, id_)
        self.batch.setCurrentIndex(max(0, self.batch.findData(batch)))

    @property
    def _choice(self) -> ReportChoice:
        return self._choices[self.project.currentIndex()]

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._days = _row(self.since, QLabel("–"), self.until)
        rows: tuple[tuple[str, QWidget, QWidget], ...] = (
            (tr("Report"), self.kind, self.kind),
            (tr("Project"), self.project, self.project),
            (tr("About"), self.who, self.who),
            (tr("Batch"), self.batch, self.batch),
            (tr("Period"), self.period, self.period),
            ("", self._days, self._days),
            (tr("Language"), self.language, self.language),
            (tr("Forms"), _row(self.html, self.pdf, self.xlsx), self.html),
            (tr("Folder"), self._with_button(self.folder), self.folder),
            (tr("Templates"), self._with_button(self.templates), self.templates),
        )
        for name, widget, field in rows:
            if name and not isinstance(field, QCheckBox):
                field.setAccessibleName(name)
            form.addRow(name, widget)
        self.since.setAccessibleName(tr("From this day on."))
        self.until.setAccessibleName(tr("Up to this day."))
        form.setRowVisible(self.project, len(self._choices) > 1)
        self.form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)

    def _with_button(self, field: QLineEdit) -> QWidget:
        button = QPushButton(tr("Choose…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(field))
        return _row(field, button)

    def _choose(self, field: QLineEdit) -> None:
        dialog = QFileDialog(self, tr("Choose a folder"), field.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    def _on_project(self) -> None:
        self._fill_batches()
        self._show()

    def _show(self) -> None:
        """Show what the chosen kind asks for, and say what is still missing."""
        kind = self.kind.currentData()
        names = {"annotator": self._choice.annotators, "team": self._choice.teams}
        wanted = names.get(kind, self._choice.teams if kind == "weekly" else ())
        all_of_them = [] if kind == "annotator" else [(tr("everybody"), "")]
        shown = [*all_of_them, *((name, name) for name in wanted)]
        if [self.who.itemText(n) for n in range(self.who.count())] != [one[0] for one in shown]:
            self.who.blockSignals(True)
            self.who.clear()
            for name, data in shown:
                self.who.addItem(name, data)
            self.who.blockSignals(False)
        self.form.setRowVisible(self.who, kind in ("annotator", "team", "weekly"))
        self.form.setRowVisible(self._days, self.period.currentData() == "between")
        missing = self._missing()
        self.said.setText(missing or _about(kind))
        self.write.setEnabled(not missing)

    def _missing(self) -> str:
        if self.kind.currentData() == "annotator" and not self.who.count():
            return tr("Nothing of any annotator was judged yet.")
        if not any(form.isChecked() for form in (self.html, self.pdf, self.xlsx)):
            return tr("Choose at least one form.")
        if self.period.currentData() == "between":
            for told in (self.since.text(), self.until.text()):
                if not _is_date(told):
                    return (
                        tr("“{date}” is not a date.", date=told)
                        + " "
                        + tr("Write it like 2026-01-31.")
                    )
        return "" if self.folder.text().strip() else tr("Choose a folder.")

    def asked(self) -> Wanted:
        """What was asked for."""
        kind = self.kind.currentData()
        since, until = self._dates()
        who = self.who.currentData() or ""
        folder = Path(self.folder.text().strip())
        parts = (kind, who or self._choice.project, date.today().isoformat())
        name = re.sub(r"[^\w.-]+", "-", "-".join(parts)).strip("-.")
        forms = (("html", self.html), ("pdf", self.pdf), ("xlsx", self.xlsx))
        return Wanted(
            kind=kind,
            project=self._choice.project,
            annotator=who if kind == "annotator" else "",
            team=who if kind in ("team", "weekly") else "",
            batch=self.batch.currentData(),
            since=since,
            until=until,
            language=self.language.currentData(),
            files={form: folder / f"{name}.{form}" for form, box in forms if box.isChecked()},
            templates=self.templates.text().strip(),
        )

    def _dates(self) -> tuple[str, str]:
        chosen = self.period.currentData()
        if chosen == "between":
            return self.since.text(), self.until.text()
        if chosen in DAYS:
            return (date.today() - timedelta(days=DAYS[chosen] - 1)).isoformat(), ""
        return "", ""

    def ask(self) -> None:
        """Hand over what was asked for."""
        self.wanted.emit(self.asked())
        self.accept()


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(STEP * 2)
    stretched = any(isinstance(widget, QLineEdit) for widget in widgets)
    for widget in widgets:
        line.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if not stretched:
        line.addStretch()
    return holder


def _about(kind: str) -> str:
    """What a kind of report holds, in a sentence."""
    return {
        "annotator": tr("What was good, what to change, examples, progress. Nobody else is named."),
        "team": tr("Figures, course, errors, and a table by label, language and annotator."),
        "central": tr("All teams and languages side by side."),
        "weekly": tr("Headline figures, what changed, what is open, and an agenda."),
        "risk": tr("Critical content that was missed, by severity and language, and what was not"
                   " looked at."),
    }[kind]  # fmt: skip
