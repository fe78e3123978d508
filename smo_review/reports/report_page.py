"""A report as one HTML page: for a browser, or plainer for paper.

The page opens offline, runs no script and carries its card: the request, the ledger head and every
figure to the last digit, so that the report can be computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec
from markupsafe import Markup

from smo_review.domain.addresses import item_address
from smo_review.domain.charts import Chart, HeatMap
from smo_review.domain.pictures import Cover
from smo_review.domain.reports import (
    FORMAT,
    Card,
    Example,
    Figure,
    Report,
    charted,
    figures_of,
    said,
)
from smo_review.language import speaking, tr
from smo_review.reports.links import entries, links_of
from smo_review.reports.look import PAPER, Look, written
from smo_review.reports.svg import svg, table
from smo_review.reports.templates import Templates

SCREEN = Look(
    ink="var(--ink)", quiet="var(--quiet)", line="var(--line)", ground="var(--ground)",
    accent="var(--accent)",
)  # fmt: skip
"""Colours of the page's own style, which follows the reader's light or dark."""
COVER_START, COVER_END = "<!--cover-->", "<!--/cover-->"
"""Around covers: they come from content, which may be purged, and are no figures."""
LANG = {"en": "en", "km": "km", "zh": "zh-Hans"}
Covers: TypeAlias = Mapping[tuple[str, str], Cover]
"""By (batch, item)."""
MOST_ON_PAPER = 20
"""Annotations that a list names on paper."""
_GREYS, _COVER = 16, 112
"""Steps of grey, and pixels of the long side on the page."""


def page(
    report: Report,
    project: str,
    templates: Templates,
    covers: Covers | None = None,
    *,
    paper: bool = False,
) -> str:
    """The page in the report's own language. `covers` are those of the examples, by
    batch and item.

    UserError where a template is broken.
    """
    shown_covers = covers or {}

    def cover(example: Example) -> Markup:
        drawn = _cover(shown_covers.get((example.ref.batch, example.ref.item)))
        return Markup(f"{COVER_START}{drawn}{COVER_END}")

    filters: dict[str, Callable[..., object]] = {
        "shown": shown,
        "ranged": ranged,
        "drawn": lambda chart: Markup(
            svg(chart, 640 if paper else 880, PAPER if paper else SCREEN)
        ),
        "tabled": table,
        "opened": _opened,
        "cover": cover,
        "address": lambda ref: item_address(ref.batch, ref.item),
        "entries": lambda told: entries(told, MOST_ON_PAPER if paper else len(told.items)),
    }
    request = report.request
    with speaking(request.language):
        return templates.told(
            f"{request.kind}.html",
            filters,
            {
                "report": report,
                "project": project,
                "lang": LANG[request.language],
                "made": made_words(request.made),
                "lists": {one.id: one for one in report.lists},
                "links": links_of(report),
                "paper": paper,
                "card": _card(report, templates),
            },
        )


def _opened(chart: Chart, name: str) -> list[list[Figure]]:
    """The figures in each row of the table behind a chart, from its second column on; `name` as
    `charted` has it."""
    figures = charted(name, chart)
    wide = len(chart.columns) if isinstance(chart, HeatMap) else 1
    return [figures[start : start + wide] for start in range(0, len(figures), wide)]


def shown(figure: Figure) -> str:
    """A figure's value as people read it."""
    return tr("not enough yet") if figure.value is None else written(figure.value, figure.unit)


def ranged(figure: Figure) -> str:
    """What stands beside a value: its interval and the count that it rests on."""
    if figure.n is None:
        return ""
    if figure.low is None or figure.high is None:
        return f"n {figure.n:,}"
    return tr(
        "{low} to {high}, n {n}",
        low=written(figure.low, figure.unit),
        high=written(figure.high, figure.unit),
        n=f"{figure.n:,}",
    )


def made_words(made: int) -> str:
    """When a report was made."""
    return datetime.fromtimestamp(made / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def card_of(report: Report, templates: str = "") -> Card:
    """What is needed to compute the report again."""
    figures = tuple(map(said, figures_of(report)))
    return Card(FORMAT, report.request, report.head, figures, templates)


def _card(report: Report, templates: Templates) -> Markup:
    told = msgspec.json.encode(card_of(report, templates.digest)).decode().replace("<", "\\u003c")
    return Markup(f'<script type="application/json" id="smo-report">{told}</script>')


def _cover(cover: Cover | None) -> str:
    """A cover as squares of grey: at most 16 on its long side, each one of a few steps of grey."""
    width, height = (cover.width, cover.height) if cover else (4, 3)
    steps: dict[int, list[str]] = {}
    for place, grey in enumerate(cover.pixels if cover else bytes([128]) * 12):
        y, x = divmod(place, width)
        steps.setdefault(grey * _GREYS // 256, []).append(f"M{x} {y}h1v1h-1z")
    paths = "".join(
        f'<path fill="#{f"{step * 255 // (_GREYS - 1):02x}" * 3}" d="{"".join(cells)}"/>'
        for step, cells in sorted(steps.items())
    )
    scale, words = _COVER / max(width, height), tr("Covered")
    return (
        '<svg class="cover" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {width} {height}" width="{width * scale:.0f}"'
        f' height="{height * scale:.0f}" role="img" aria-label="{words}"'
        f' shape-rendering="crispEdges">{paths}</svg>'
    )
