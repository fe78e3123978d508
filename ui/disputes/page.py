"""The page of disputes: wiring only. What is asked lives in the presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.disputes import RulingOutcome
from smo_review.language import current, tr
from smo_review.queries.findings import annotators_with_findings
from smo_review.queries.rulings import annotators_ruled_on
from ui.context import Context
from ui.disputes.auditors_view import AuditorsView
from ui.disputes.clauses_view import ClausesView
from ui.disputes.list_view import DisputeList
from ui.disputes.presenter import DisputesPresenter, Part, Shown
from ui.disputes.rule_form import RuleForm
from ui.shell.actions import Act
from ui.shell.empty import empty_page
from ui.shell.labels import copied_words
from ui.shell.theme import STEP, scaled

PARTS: dict[Part, Act] = {
    "disputes": Act.SHOW_DISPUTES,
    "clauses": Act.SHOW_CLAUSES,
    "auditors": Act.SHOW_AUDITORS,
}
OUTCOMES: dict[Act, RulingOutcome] = {
    Act.RULE_ACCEPT: "accept",
    Act.RULE_PARTLY: "partly",
    Act.RULE_REJECT: "reject",
}


class DisputesPage(QWidget):
    """Three parts under one heading; keys choose among them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._actions = context.actions
        self._shown: Shown | None = None
        self.presenter = self.keeper = DisputesPresenter(context, self)
        self.presenter.shown.connect(self._show)
        self._batch = QComboBox()
        self._batch.setAccessibleName(tr("Batch"))
        self._batch.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._batch.activated.connect(self._on_batch)
        self.list = DisputeList(self._actions)
        self.list.opened.connect(self._look_at)
        self.list.table.copied.connect(lambda n: context.notices.info(copied_words(n)))
        self.clauses = ClausesView()
        self.clauses.opened.connect(self.presenter.open_causes)
        self.auditors = AuditorsView()
        self._parts = QStackedWidget()
        disputes = QWidget()
        self._disputes = QStackedLayout(disputes)
        self._disputes.addWidget(
            empty_page(
                tr("Nothing is disputed"),
                tr(
                    "Hand findings out to an annotator: as a form for any browser, a spreadsheet "
                    "or JSON. Then take the answers in, or drag the files onto this window."
                ),
            )
        )
        self._disputes.addWidget(self.list)
        disputes.setFocusProxy(self.list)
        for widget in (disputes, self.clauses, self.auditors):
            self._parts.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 3)
        layout.setSpacing(STEP * 3)
        layout.addLayout(self._head())
        layout.addLayout(self._chooser())
        layout.addWidget(self._parts, 1)
        self._bind()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        title = QLabel(tr("Disputes"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addSpacing(STEP * 4)
        head.addWidget(self._batch)
        head.addStretch(1)
        for act in (Act.EXPORT_FINDINGS, Act.TAKE_ANSWERS, Act.EXPORT_RULINGS):
            head.addWidget(self._actions.button(act))
        return head

    def _chooser(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for act in PARTS.values():
            row.addWidget(self._actions.button(act))
        row.addStretch(1)
        return row

    def _bind(self) -> None:
        bind = self._actions.bind
        for part, act in PARTS.items():
            bind(act, partial(self._choose, part), self)
        for act, outcome in OUTCOMES.items():
            bind(act, partial(self._rule, outcome), self)
        bind(Act.LOOK_AT, self._look_at, self)
        bind(Act.ASK_LOOK, self._ask_look, self)
        bind(Act.EXPORT_FINDINGS, self._export, self)
        bind(Act.TAKE_ANSWERS, self._take, self)
        bind(Act.EXPORT_RULINGS, self._export_rulings, self)
        self._context.signals.answers_dropped.connect(self.take)
        self._mark_part()

    def take(self, paths: Sequence[Path]) -> None:
        """Take in files of answers, chosen here or dropped on the window."""
        self._choose("disputes")
        self.presenter.take(paths)

    def open_part(self, part: Part, batch: str, key: str) -> None:
        """Show a part over one batch, or all; `key` is the auditor who is meant, if one is."""
        if key:
            self.auditors.choose(key)
        self.presenter.choose_batch(batch)
        self._choose(part)

    def _choose(self, part: Part) -> None:
        self.presenter.choose_part(part)
        self._mark_part()
        self._focus()

    def _focus(self) -> None:
        shown = self._parts.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _mark_part(self) -> None:
        self._parts.setCurrentIndex(list(PARTS).index(self.presenter.part))
        for part, act in PARTS.items():
            self._actions.action(act).setChecked(part == self.presenter.part)

    def _on_batch(self) -> None:
        self.presenter.choose_batch(self._batch.currentData())

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self._mark_part()
        self._batch.clear()
        self._batch.addItem(tr("All batches"), "")
        for summary in shown.batches:
            self._batch.addItem(summary.info.name or summary.info.id, summary.info.id)
        self._batch.setCurrentIndex(max(0, self._batch.findData(self.presenter.batch)))
        front = 1 if shown.disputes else 0
        came = front > self._disputes.currentIndex()
        self._disputes.setCurrentIndex(front)
        self.list.show_disputes(shown)
        if came and self.isVisible() and self.presenter.part == "disputes":
            # The keyboard was wanted there when there was no table to take it.
            self._focus()
        self.clauses.show_figures(shown)
        if shown.auditors is not None:
            self.auditors.show_auditors(shown.auditors)

    def _look_at(self) -> None:
        view = self.list.current()
        if view is None:
            self._nothing_chosen()
        else:
            self.presenter.look_at(view)

    def _rule(self, outcome: RulingOutcome) -> None:
        view = self.list.current()
        if view is None or self._shown is None:
            self._nothing_chosen()
            return
        if view.hidden:
            self._context.notices.info(tr("Give your own verdict first: your look is blind."))
            return
        form = RuleForm(view, outcome, self._shown.projects.get(view.key.batch), self)
        form.ruled.connect(self.presenter.rule)
        form.open()

    def _ask_look(self) -> None:
        view = self.list.current()
        if view is None or self._shown is None:
            self._nothing_chosen()
            return
        judged = {one.auditor for one in view.verdicts}
        names = [name for name in self._shown.people if name not in judged]
        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("Ask for a second look"))
        dialog.setLabelText(tr("Who looks again, without seeing the first verdict?"))
        dialog.setComboBoxItems(names)
        dialog.setComboBoxEditable(True)
        key = view.key
        dialog.textValueSelected.connect(lambda name: self.presenter.ask_look(key, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export(self) -> None:
        self._context.tasks.read(
            annotators_with_findings, self._context.workspace, done=self._ask_whose, key="findings"
        )

    def _ask_whose(self, names: tuple[str, ...]) -> None:
        if not names:
            self._context.notices.info(tr("There are no findings to hand out yet."))
            return
        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("Hand out findings"))
        dialog.setLabelText(tr("Findings of which annotator?"))
        dialog.setComboBoxItems(list(names))
        dialog.textValueSelected.connect(self._ask_where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where(self, annotator: str) -> None:
        title = tr("Folder for the files of {name}", name=annotator)
        self._ask_folder(title, partial(self.presenter.export, annotator))

    def _ask_folder(self, title: str, write: Callable[[Path, str], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: write(Path(path), current()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export_rulings(self) -> None:
        self._context.tasks.read(
            annotators_ruled_on, self._context.workspace, done=self._ask_whom, key="ruled-on"
        )

    def _ask_whom(self, names: tuple[str, ...]) -> None:
        """For whom rulings are written: everybody, or one annotator."""
        if not names:
            self._context.notices.info(tr("No dispute was ruled on yet."))
            return
        everybody = tr("Everybody ({n})", n=len(names))
        dialog = QInputDialog(self)
        dialog.setWindowTitle(tr("Hand out rulings"))
        dialog.setLabelText(tr("Rulings on disputes of which annotator?"))
        dialog.setComboBoxItems([everybody, *names])

        def chosen(name: str) -> None:
            who = "" if name == everybody else name
            title = tr("Folder for the rulings")
            self._ask_folder(title, partial(self.presenter.export_rulings, who))

        dialog.textValueSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self) -> None:
        dialog = QFileDialog(self, tr("Take in answers"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Answers (*.json *.html *.xlsx)"), tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _nothing_chosen(self) -> None:
        self._context.notices.info(tr("Choose a dispute first."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.set_visible(True)
        self._focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_visible(False)


def build(context: Context) -> DisputesPage:
    """The page, for `ui.app`."""
    return DisputesPage(context)
