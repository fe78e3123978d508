"""How one page leads to another: pages never import each other, they are handed these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.shell.acts import Act

if TYPE_CHECKING:
    from smo_review.domain.filters import Filter
    from ui.context import Navigate
    from ui.filters.state import Filters


class Ways:
    """`show` goes to a page, `page` is the page itself, built where it is not there yet."""

    def __init__(self, show: Callable[[Act], None], page: Callable[[Act], Any]) -> None:
        self._show, self._page = show, page

    def navigate(self, receive: Callable[[Sequence[Path]], None], filters: Filters) -> Navigate:
        """All ways as pages are given them."""
        from ui.context import Navigate

        causes = partial(self.open_causes, filters)
        return Navigate(self.open_batch, self.open_item, self.open_items, receive, causes)

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

    def _review(self) -> Any:
        self._show(Act.GO_REVIEW)
        return self._page(Act.GO_REVIEW)
