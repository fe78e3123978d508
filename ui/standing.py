"""Where the person stands on each page, kept while all pages are built anew in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ui.shell.acts import Act


class Keeper(Protocol):
    """What a page with a place to come back to has as `keeper`."""

    def standing(self) -> Any:
        """Where the person is; None where there is nothing to come back to."""

    def resume(self, told: Any) -> None:
        """Go there again."""


def standings(pages: Mapping[Act, Any]) -> dict[Act, Any]:
    """What the pages that are built tell of where the person is."""
    told = {}
    for place, page in pages.items():
        keeper: Keeper | None = getattr(page, "keeper", None)
        if keeper is not None and (there := keeper.standing()) is not None:
            told[place] = there
    return told


def resume(page: Callable[[Act], Any], told: Mapping[Act, Any]) -> None:
    """Bring every page back to where it was; what it then reads comes behind the first paint."""
    for place, there in told.items():
        page(place).keeper.resume(there)
