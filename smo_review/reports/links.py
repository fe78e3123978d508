"""How a report leads from each figure to the list behind it, and back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from smo_review.domain.addresses import item_address
from smo_review.domain.charts import HeatMap
from smo_review.domain.reports import Figure, ItemList, Report, Section, charted
from smo_review.language import tr

_NAMES = ("batch", "annotator")
MOST_BACK = 3
"""Figures that a list leads back to: one list may stand behind a row of them."""


class Entry(Struct, frozen=True):
    """An annotation or item of a list: where it opens, its id, and what sets it apart."""

    address: str
    item: str
    words: str


class Back(Struct, frozen=True):
    """A figure that a list stands behind, in words."""

    figure: str
    words: str


class Links(Struct, frozen=True):
    """`numbers` of lists, from 1 in the order told; `anchors` of figures, which are their places;
    `back` from a list's id to the first figures that name it."""

    numbers: dict[str, int]
    anchors: dict[str, str]
    back: dict[str, tuple[Back, ...]]


def links_of(report: Report) -> Links:
    """All of a report's."""
    numbers = {one.id: place for place, one in enumerate(report.lists, 1)}
    anchors: dict[str, str] = {}
    back: dict[str, tuple[Back, ...]] = dict.fromkeys(numbers, ())
    for section in report.sections:
        for figure, words in _told(section):
            anchors[figure.id] = f"figure-{len(anchors) + 1}"
            known = back.get(figure.items)
            if known is not None and len(known) < MOST_BACK:
                back[figure.items] = (*known, Back(figure.id, words))
    return Links(numbers, anchors, back)


def _told(section: Section) -> Iterator[tuple[Figure, str]]:
    """Every figure of a section, and how people would say which one it is."""
    for figure in section.figures:
        yield figure, figure.name
    for number, chart in enumerate(section.charts):
        figures = charted(f"{section.id}/chart-{number}", chart)
        if isinstance(chart, HeatMap):
            names = [f"{row}, {column}" for row in chart.rows for column in chart.columns]
        else:
            names = [figure.name for figure in figures]
        yield from zip(figures, names, strict=True)
    for table in section.tables:
        for row in table.rows:
            name = next((cell for cell in row if isinstance(cell, str)), "")
            alone = sum(isinstance(cell, Figure) for cell in row) == 1
            for head, cell in zip(table.heads, row, strict=True):
                if isinstance(cell, Figure):
                    yield cell, name if alone else f"{name}: {head}"


def entries(told: ItemList, most: int) -> tuple[str, tuple[Entry, ...]]:
    """What all that a list names have in common, said once, and the first of them."""
    batches, annotators = ({getattr(one, name) for one in told.items} for name in _NAMES)
    shared = [tr("batch {batch}", batch=one) for one in batches if len(batches) == 1]
    shared += [one for one in annotators if len(annotators) == 1 and one]
    found = []
    for one in told.items[:most]:
        own = (
            one.annotator if len(annotators) > 1 else "",
            one.said,
            one.batch if len(batches) > 1 else "",
        )
        words = ", ".join(filter(None, own))
        found.append(Entry(item_address(one.batch, one.item), one.item, words))
    return " · ".join(shared), tuple(found)
