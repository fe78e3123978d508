"""The page of causes: errors, suggestions, analyses, actions, under the filter all figures share.

From a bar to its items and to an analysis that cites them, to an action, and to the chart after it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from smo_review.domain.actions import ActionState
from smo_review.domain.content import AnnotationKey
from smo_review.domain.filters import Filter
from smo_review.language import tr
from smo_review.operations.actions import (
    close_action,
    mark_done,
    reopen_action,
    save_action,
    save_incident,
)
from ui.causes.actions_view import ActionsView
from ui.causes.errors_view import ErrorsView
from ui.causes.forms import ActionForm, DayForm, IncidentForm
from ui.causes.presenter import Answer, CausesPresenter, Section
from ui.causes.suggestions_view import SuggestionsView
from ui.causes.trees_view import TreesView
from ui.causes.words import rows_of, tree_rows
from ui.charts.export import save_chart, save_table
from ui.context import Context
from ui.filters.bar import FilterBar
from ui.shell.acts import Act
from ui.shell.labels import copied_words, leads_words
from ui.shell.tables import RowTable
from ui.shell.theme import STEP, scaled

SECTIONS: dict[Section, Act] = {
    "errors": Act.CAUSE_ERRORS,
    "suggestions": Act.CAUSE_SUGGESTIONS,
    "trees": Act.CAUSE_TREES,
    "actions": Act.CAUSE_ACTIONS,
}


CLOSED = ("closed", "lost")
OPEN = tuple(one for one in get_args(ActionState) if one not in CLOSED)


class CausesPage(QWidget):
    """Wiring only: what is asked lives in the presenter, what is shown in four views."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._actions = context, context.actions
        self._names: dict[str, str] = {}
        self._leads: dict[str, tuple[str, ...]] = {}
        self.presenter = CausesPresenter(context, self)
        self.bar = FilterBar(context, Act.GO_CAUSES)
        self.errors = ErrorsView(self._actions)
        self.suggestions = SuggestionsView(self._actions)
        self.trees = TreesView(self._actions, context.notices, self.presenter.save)
        self.actions_view = ActionsView(self._actions)
        self._views: dict[Section, QWidget] = {
            "errors": self.errors,
            "suggestions": self.suggestions,
            "trees": self.trees,
            "actions": self.actions_view,
        }
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
        self.whole = QLabel()
        self.whole.setProperty("kind", "quiet")
        self._lay_out()
        self._connect()
        self._bind()
        self._mark()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 3)
        layout.setSpacing(STEP * 2)
        head = QHBoxLayout()
        title = QLabel(tr("Causes"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addSpacing(STEP * 4)
        head.addWidget(self.whole, 1)
        head.addWidget(self._actions.button(Act.EXPORT_FIGURES))
        layout.addLayout(head)
        layout.addWidget(self.bar)
        sections = QHBoxLayout()
        sections.setSpacing(STEP)
        for act in SECTIONS.values():
            sections.addWidget(self._actions.button(act))
        sections.addStretch()
        layout.addLayout(sections)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.presenter.asked.connect(self._wait)
        self.presenter.shown.connect(self._show)
        self.presenter.stopped.connect(self._stop)
        self.presenter.not_saved.connect(self.trees.failed)
        self.errors.by_wanted.connect(self.presenter.cluster_by)
        self.errors.opened.connect(self._open_item)
        self.suggestions.opened.connect(self._open_items)
        self.trees.view.opened.connect(self._open_item)
        for table in self.findChildren(RowTable):
            table.copied.connect(lambda n: self._context.notices.info(copied_words(n)))
        self.trees.moved.connect(self._ready)
        self.actions_view.moved.connect(self._ready)
        self.actions_view.entered.connect(self._revise)

    def _bind(self) -> None:
        presenter, trees = self.presenter, self.trees
        for section, act in SECTIONS.items():
            self._actions.bind(act, partial(self._choose, section), self)
        slots: dict[Act, Callable[[], object]] = {
            Act.NEXT_CLUSTERS: presenter.next_clusters,
            Act.OPEN_CAUSE_ITEM: self._open_item,
            Act.OPEN_CAUSE_ITEMS: self._open_items,
            Act.NEW_WHYS: lambda: self._analyse("whys"),
            Act.NEW_FISHBONE: lambda: self._analyse("fishbone"),
            Act.ADD_WHY: trees.add_below,
            Act.ADD_BESIDE: trees.add_beside,
            Act.EDIT_WHY: trees.edit,
            Act.DELETE_WHY: trees.delete,
            Act.CITE_ITEM: self._cite,
            Act.UNDO_TREE: trees.undo,
            Act.REDO_TREE: trees.redo,
            Act.SETTLE_CAUSE: trees.settle,
            Act.NEW_ACTION: self._new_action,
            Act.EDIT_ACTION: self._revise,
            Act.ACTION_DONE: self._done,
            Act.CLOSE_ACTION: lambda: self._decide(close_action),
            Act.REOPEN_ACTION: lambda: self._decide(reopen_action),
            Act.REPORT_INCIDENT: self._report,
            Act.EXPORT_FIGURES: self._export,
        }
        for act, slot in slots.items():
            self._actions.bind(act, slot, self)

    def _choose(self, section: Section) -> None:
        self.presenter.choose(section)
        self._mark()
        self._take_focus()

    def _mark(self) -> None:
        """Which section is shown, on the buttons and in the window."""
        section = self.presenter.section
        for one, act in SECTIONS.items():
            self._actions.action(act).setChecked(one == section)
        self._stack.setCurrentWidget(self._views[section])
        self.errors.show_by(self.presenter.by)
        self._ready()

    def _ready(self) -> None:
        """Only what can be done in this section, now, is in reach."""
        section, trees = self.presenter.section, self.trees
        action = self.actions_view.action if section == "actions" else None
        incident = self.actions_view.incident if section == "actions" else None
        open_ = section == "trees" and trees.current is not None
        node = open_ and trees.node is not None
        can: dict[Act, bool] = {
            Act.NEXT_CLUSTERS: section == "errors",
            Act.OPEN_CAUSE_ITEM: section in ("errors", "trees"),
            Act.OPEN_CAUSE_ITEMS: section in ("errors", "suggestions"),
            Act.CITE_ITEM: section == "errors" or node,
            Act.ADD_WHY: open_,
            Act.SETTLE_CAUSE: open_,
            Act.UNDO_TREE: open_,
            Act.REDO_TREE: open_,
            Act.ADD_BESIDE: node,
            Act.EDIT_WHY: node,
            Act.DELETE_WHY: node,
            Act.EDIT_ACTION: action is not None or incident is not None,
            Act.ACTION_DONE: action is not None and action.state not in ("closed", "lost"),
        }
        for act, ready in can.items():
            self._actions.action(act).setEnabled(ready)
        leads = self._leads.get(action.project, ()) if action is not None else ()
        for act, states in ((Act.CLOSE_ACTION, OPEN), (Act.REOPEN_ACTION, CLOSED)):
            self._actions.allow(act, leads_words(leads))
            if action is None or action.state not in states:
                self._actions.action(act).setEnabled(False)

    def _wait(self) -> None:
        self._mark()
        self.whole.setText(tr("Reading…"))

    def _stop(self) -> None:
        self.whole.setText(tr("Not read: choose the section again."))

    def _show(self, told: Answer) -> None:
        self._names = told.names
        self.whole.setText("")
        if told.clusters is not None:
            self.errors.show_clusters(told.clusters, told.names)
        elif told.suggestions is not None:
            self.suggestions.show_suggestions(told.suggestions, told.names)
        elif told.section == "trees":
            self.trees.show_causes(told.causes, told.names)
        else:
            self._leads = told.leads
            self.actions_view.show_actions(told.actions, told.incidents, told.names)
        self._mark()
        if self.isVisible() and self.focusWidget() in (None, self):
            self._take_focus()

    def _take_focus(self) -> None:
        view = self._views[self.presenter.section]
        assert isinstance(view, (ErrorsView, SuggestionsView, TreesView, ActionsView))
        view.take_focus()

    @property
    def _key(self) -> AnnotationKey | None:
        """The annotation that is chosen: among the errors, or where a node cites it."""
        if self.presenter.section == "trees":
            return self.trees.view.cited
        cited = self.errors.cited
        return cited.annotation if cited is not None else None

    @property
    def _about(self) -> Filter:
        """What is chosen, as a filter: a bar, a suggestion, an analysis, else what is narrowed."""
        section, found = self.presenter.section, None
        if section == "errors":
            found = self.errors.opens
        elif section == "suggestions":
            found = self.suggestions.opens
        elif section == "trees" and self.trees.current is not None:
            found = self.trees.current.about
        return found or self._context.filters.filter

    def _open_item(self) -> None:
        key = self._key
        if key is not None:
            self.presenter.open_item(key.batch, key.item)
        else:
            self._context.notices.info(tr("Choose an item first."))

    def _open_items(self) -> None:
        self.presenter.open_items(self._about)

    def _cite(self) -> None:
        cited = self.errors.cited
        self.trees.cite(cited.annotation if cited is not None else None)

    def _analyse(self, shape: str) -> None:
        problem = self.suggestions.problem if self.presenter.section == "suggestions" else ""
        about = self._about
        self._choose("trees")
        self.trees.begin("whys" if shape == "whys" else "fishbone", about, problem)

    def _new_action(self) -> None:
        current = self.trees.current if self.presenter.section == "trees" else None
        form = ActionForm(
            self.presenter.measure_of(self._about),
            self._names,
            self,
            cause=current.cause if current is not None else "",
        )
        form.wanted.connect(lambda draft: self.presenter.write(save_action, draft))
        form.accepted.connect(lambda: self._choose("actions"))
        form.open()

    def _revise(self) -> None:
        """The form of the action, or of the incident, that is chosen."""
        view = self.actions_view
        if view.incident is not None:
            self._report_on(IncidentForm(view.incident.project, self, view.incident.incident))
        elif view.action is not None:
            said = view.action.action
            form = ActionForm(said.measure, self._names, self, said)
            form.wanted.connect(lambda draft: self.presenter.write(save_action, draft))
            form.open()

    def _report(self) -> None:
        about = self._about
        self._choose("actions")
        self._report_on(IncidentForm(about.project, self, clause=about.clause))

    def _report_on(self, form: IncidentForm) -> None:
        form.wanted.connect(lambda draft: self.presenter.write(save_incident, draft))
        form.open()

    def _done(self) -> None:
        view = self.actions_view.action
        if view is not None:
            said = view.action
            form = DayForm(tr("Done"), tr("The day when it was done"), said.started, self)
            form.said.connect(lambda day: self.presenter.write(mark_done, said.action, day))
            form.open()

    def _decide(self, operation: Callable[..., object]) -> None:
        """Close or reopen the chosen action; a refusal tells the figures."""
        view = self.actions_view.action
        if view is not None:
            self.presenter.write(operation, view.action.action)

    def _export(self) -> None:
        """The chart of this section, or its table, as a file."""
        section, window = self.presenter.section, self.window()
        panel = {"errors": self.errors.chart, "actions": self.actions_view.chart}.get(section)
        if panel is not None and panel.isVisible() and panel.chart is not None:
            save_chart(self._context, panel.chart, window)
        elif section == "trees" and self.trees.current is not None:
            cause = self.trees.current
            save_table(self._context, cause.title, tree_rows(cause.nodes), window)
        elif section == "suggestions" and self.suggestions.chosen is not None:
            rows = rows_of(self.suggestions.table)
            save_table(self._context, tr("Suggestions"), rows, window)
        else:
            self._context.notices.info(tr("There is nothing to export here yet."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bar.refresh()
        self._mark()
        self.presenter.set_visible(True)
        self._take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_visible(False)


def build(context: Context) -> QWidget:
    """The page, for `ui.app`."""
    return CausesPage(context)
