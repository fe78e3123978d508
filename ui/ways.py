"""How one page leads to another, and back: pages never import each other, they are handed these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smo_review.language import tr
from ui.shell.acts import Act

if TYPE_CHECKING:
    from smo_review.domain.filters import Filter
    from smo_review.domain.overview import Place, Way
    from ui.context import Navigate
    from ui.filters.state import Filters, Kept

_MOST = 20
"""Steps back that are kept."""
_SECTIONS: dict[Place, str] = {
    "chart": "chart",
    "compare": "compare",
    "heat": "heat",
    "pareto": "pareto",
}
"""Ways to the page of trends, and the section there."""


class Ways:
    """`show` goes to a page, `page` is the page itself, built where it is not there yet; `here` is
    the page that is shown; `tell` says something to the person."""

    def __init__(
        self,
        show: Callable[[Act], None],
        page: Callable[[Act], Any],
        here: Callable[[], Act],
        tell: Callable[[str], None],
    ) -> None:
        self._show, self._page, self._here, self._tell = show, page, here, tell
        self._trail: list[tuple[Act, Filters, Kept]] = []

    def navigate(self, receive: Callable[[Sequence[Path]], None], filters: Filters) -> Navigate:
        """All ways as pages are given them; each can be gone back."""
        from ui.context import Navigate

        def led(way: Callable[..., None]) -> Callable[..., None]:
            def go(*args: Any) -> None:
                self._keep(filters)
                way(*args)

            return go

        return Navigate(
            led(self.open_batch),
            led(self.open_item),
            led(self.open_items),
            receive,
            led(partial(self.open_causes, filters)),
            led(partial(self.follow, filters)),
        )

    def back(self) -> None:
        """Go back to the page that led here, with the filter it had."""
        if not self._trail:
            self._tell(tr("No page led here: there is nothing to go back to."))
            return
        place, filters, kept = self._trail.pop()
        filters.restore(kept)
        self._show(place)

    def open_batch(self, batch: str) -> None:
        self._review().open_batch(batch)

    def open_item(self, batch: str, item: str) -> None:
        self._review().open_item(batch, item)

    def open_items(self, batch: str, wanted: Any) -> None:
        self._review().open_items(batch, wanted)

    def open_causes(self, filters: Filters, wanted: Filter) -> None:
        """The filter is that of all pages of figures from now on: it is on the bar to be seen."""
        filters.show(wanted)
        self._show(Act.GO_CAUSES)

    def follow(self, filters: Filters, way: Way) -> None:
        """Go where a row of the overview is decided, set to what it is about."""
        if way.to in _SECTIONS:
            filters.show(way.filter, _choices(way))
            self._show(Act.GO_TRENDS)
        elif way.to in ("action", "incident"):
            filters.choose(causes="actions")
            self._show(Act.GO_CAUSES)
            self._page(Act.GO_CAUSES).actions_view.choose(way.key)
        elif way.to in ("dispute", "auditor"):
            self._show(Act.GO_DISPUTES)
            part = "auditors" if way.to == "auditor" else "disputes"
            self._page(Act.GO_DISPUTES).open_part(part, way.filter.batch, way.key)
        elif way.to == "batch":
            self.open_batch(way.key)
        elif way.to == "items":
            self._open_judged(way.filter)
        elif way.to == "gold":
            self._show(Act.GO_LEARN)
            self._page(Act.GO_LEARN).show_golds()
        else:
            self._show(Act.GO_DAY)

    def _open_judged(self, wanted: Filter) -> None:
        from smo_review.domain.views import QueueFilter

        self.open_items(wanted.batch, QueueFilter(judged=wanted))

    def _keep(self, filters: Filters) -> None:
        """Remember where this step begins."""
        self._trail = [*self._trail, (self._here(), filters, filters.kept)][-_MOST:]

    def _review(self) -> Any:
        self._show(Act.GO_REVIEW)
        return self._page(Act.GO_REVIEW)


def _choices(way: Way) -> dict[str, str]:
    """What the page of trends is set to."""
    told = {"section": _SECTIONS[way.to], "measure": way.measure, "by": "week"}
    if way.to == "compare":
        for side, span in (("before", way.before), ("after", way.after)):
            told |= {f"{side}-since": span.since, f"{side}-until": span.until}
    return told
