"""How one page leads to another, and back: pages never import each other, they are handed these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smo_review.language import tr
from ui.shell.acts import Act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from smo_review.domain.filters import Filter
    from smo_review.domain.overview import Way
    from smo_review.domain.views import BatchItems, QueueFilter
    from smo_review.operations.workspace import Workspace
    from ui.context import Navigate
    from ui.filters.state import Filters, Kept
    from ui.shell.actions import Actions
    from ui.shell.notices import Notices
    from ui.shell.tasks import Tasks

FURTHEST = 50
"""Pages that can be gone back."""
_SECTIONS = ("chart", "compare", "heat", "pareto")
"""Ways to the page of trends: its sections, by the same names."""


class Ways:
    """`show` goes to a page, `page` is the page itself, built where it is not there yet."""

    def __init__(
        self, show: Callable[[Act], None], page: Callable[[Act], Any], actions: Actions
    ) -> None:
        self._show, self._page, self._actions = show, page, actions
        self._trail: list[tuple[Act, Kept | None]] = []
        self._left: Kept | None = None
        self._returning = False
        self._chosen: tuple[object, str] = (None, "")

    def navigate(
        self,
        receive: Callable[[Sequence[Path]], None],
        filters: Filters,
        reading: tuple[Tasks, Workspace, Notices],
        window: QWidget,
    ) -> Navigate:
        """All ways as pages are given them."""
        from ui.context import Navigate

        self._actions.bind(Act.BACK, partial(self.back, filters), window)
        self._mark()
        items = partial(self.open_items, reading, window)
        causes = partial(self.open_causes, filters)
        follow = partial(self.follow, filters, items)
        return Navigate(self.open_batch, self.open_item, items, receive, causes, follow)

    def open_batch(self, batch: str) -> None:
        self._review().open_batch(batch)

    def open_item(self, batch: str, item: str) -> None:
        self._review().open_item(batch, item)

    def open_queue(self, batch: str, wanted: QueueFilter) -> None:
        """A batch's queue, filtered."""
        self._review().open_items(batch, wanted)

    def open_items(
        self,
        reading: tuple[Tasks, Workspace, Notices],
        window: QWidget,
        about: Filter,
        wanted: QueueFilter,
    ) -> None:
        """The items behind a figure; where they lie in several batches, one is chosen first."""
        from smo_review.queries.behind import batches_behind

        if about.batch:
            self.open_queue(about.batch, wanted)
            return
        tasks, workspace, notices = reading

        def found(some: tuple[BatchItems, ...]) -> None:
            if some:
                self.open_one_of(some, (about, wanted), window)
            else:
                notices.info(tr("No item is behind this figure."))

        tasks.read(batches_behind, workspace, about, wanted, done=found, key="behind")

    def open_causes(self, filters: Filters, wanted: Filter) -> None:
        """The filter is that of all pages of figures from now on: it is on the bar to be seen."""
        self._set(filters, wanted)
        self._show(Act.GO_CAUSES)

    def follow(
        self, filters: Filters, open_items: Callable[[Filter, QueueFilter], None], way: Way
    ) -> None:
        """Go where a row of the overview is decided, set to what it is about."""
        from smo_review.domain.views import QueueFilter

        if way.to in _SECTIONS:
            self._set(filters, way.filter, _choices(way))
            self._show(Act.GO_TRENDS)
        elif way.to in ("action", "incident"):
            self._set(filters, filters.filter, {"causes": "actions"})
            self._show(Act.GO_CAUSES)
            self._page(Act.GO_CAUSES).actions_view.choose(way.key)
        elif way.to in ("dispute", "auditor"):
            self._show(Act.GO_DISPUTES)
            part = "auditors" if way.to == "auditor" else "disputes"
            self._page(Act.GO_DISPUTES).open_part(part, way.filter.batch, way.key)
        elif way.to == "batch":
            self.open_batch(way.key)
        elif way.to == "items":
            open_items(way.filter, QueueFilter(judged=way.filter))
        elif way.to == "gold":
            self._show(Act.GO_LEARN)
            self._page(Act.GO_LEARN).show_golds()
        else:
            self._show(Act.GO_DAY)

    def went(self, before: Act) -> None:
        """A page was left for another; `back` leads to it again."""
        if not self._returning:
            self._trail = [*self._trail, (before, self._left)][-FURTHEST:]
        self._left = None
        self._mark()

    def back(self, filters: Filters) -> None:
        """To the page before, as it was left: with its own filter, where the way set another."""
        if self._trail:
            place, kept = self._trail.pop()
            if kept is not None:
                filters.restore(kept)
            self._returning = True
            self._show(place)
            self._returning = False
            self._mark()

    def _set(self, filters: Filters, wanted: Filter, choices: dict[str, str] | None = None) -> None:
        """Set the filter of all pages of figures on the way to one of them."""
        self._left = filters.kept
        filters.show(wanted, choices)

    def _mark(self) -> None:
        self._actions.action(Act.BACK).setEnabled(bool(self._trail))

    def open_one_of(
        self, found: tuple[BatchItems, ...], figure: tuple[object, QueueFilter], window: QWidget
    ) -> None:
        """Ask for the batch where there are several; asked again for the same `figure` (what it is
        about, and the queue), the next one is offered first."""
        if len(found) == 1:
            self.open_queue(found[0].batch, figure[1])
            return
        from ui.choosing.batches import BatchChoice

        before = self._chosen[1] if self._chosen[0] == figure else ""

        def chosen(batch: str) -> None:
            self._chosen = figure, batch
            self.open_queue(batch, figure[1])

        dialog = BatchChoice(found, before, window)
        dialog.chosen.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _review(self) -> Any:
        self._show(Act.GO_REVIEW)
        return self._page(Act.GO_REVIEW)


def _choices(way: Way) -> dict[str, str]:
    """What the page of trends is set to."""
    told = {"section": way.to, "measure": way.measure, "by": "week"}
    if way.to == "compare":
        for side, span in (("before", way.before), ("after", way.after)):
            told |= {f"{side}-since": span.since, f"{side}-until": span.until}
    return told
