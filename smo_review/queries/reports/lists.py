"""The lists behind figures: every figure that counts something names the annotations it counted.

A list names a bounded number of them, tells how many there are, and says by which filter the client
shows all.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from itertools import islice

from msgspec import Struct, structs

from smo_review.domain.addresses import list_address
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.reports import ItemList, ItemRef
from smo_review.domain.views import QueueShow
from smo_review.quality.judged import Mask

MOST_NAMED, LEAST_NAMED = 100, 10
"""Annotations that one list names: fewer where a report has many lists. Figures count them all."""
ALL_NAMED = 10_000
"""Annotations that all lists of a report name together: a megabyte of a page."""


class Chosen(Struct, frozen=True):
    """Entries, and the filter by which the client finds them; `wider`: the filter leaves more."""

    mask: Mask
    wanted: Filter
    wider: bool = False

    def only(self, mask: Mask, **fields: str) -> Chosen:
        """Those of them in `mask`, which `fields` say in the filter's own words; wider where
        none are given. An empty label is none at all."""
        for name in ("label", "right_label"):
            if fields.get(name) == "":
                fields[name] = NONE
        if any(not value for value in fields.values()):
            fields = {}
        wanted = structs.replace(self.wanted, **fields)
        return Chosen(self.mask & mask, wanted, self.wider or not fields)

    def roughly(self, mask: Mask, **fields: str) -> Chosen:
        """The same, where the fields leave more than `mask`."""
        return structs.replace(self.only(mask, **fields), wider=True)


class Lists:
    """Gathers lists as figures are made; the first of an id stays."""

    def __init__(self) -> None:
        self._lists: dict[str, ItemList] = {}

    def __contains__(self, id_: str) -> bool:
        return id_ in self._lists

    def keep(
        self,
        id_: str,
        title: str,
        refs: Iterable[ItemRef],
        total: int,
        wanted: Filter,
        *,
        show: QueueShow | None = None,
        wider: bool = False,
        ordered: bool = False,
    ) -> str:
        """Keep a list, of which the first by name are named, or the first as they come
        (`ordered`); none of `refs` is sealed. Its id, or "" where there is nothing in it."""
        if not total:
            return ""
        if id_ not in self._lists:
            kept = tuple(islice(refs, MOST_NAMED) if ordered else nsmallest(MOST_NAMED, refs))
            self._lists[id_] = ItemList(id_, title, kept, total, list_address(wanted, show), wider)
        return id_

    def all(self) -> tuple[ItemList, ...]:
        """Every list, each cut so that together they stay readable."""
        most = max(LEAST_NAMED, min(MOST_NAMED, ALL_NAMED // max(1, len(self._lists))))
        return tuple(
            structs.replace(one, items=one.items[:most]) if len(one.items) > most else one
            for one in self._lists.values()
        )
