"""Reports as records: what was asked, the facts it was computed from, and what was found.

A report is told as HTML, PDF or a workbook from this record alone. The same request over the same
head gives the same figures to the last digit, on any machine that holds those facts.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from smo_review.domain.charts import BarChart, Chart, HeatMap, LineChart
from smo_review.language import later

ReportKind: TypeAlias = Literal["annotator", "team", "central", "weekly", "risk"]
Language: TypeAlias = Literal["en", "km", "zh"]
KINDS: dict[ReportKind, str] = {
    "annotator": later("Feedback for an annotator"),
    "team": later("Team report"),
    "central": later("Report for the central team"),
    "weekly": later("Weekly quality meeting"),
    "risk": later("Risk assessment"),
}
"""Every kind of report, and its title."""
FORMAT = "smo-report/1"
_Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, Meta(ge=0, le=2**52)]
LIST = "list:"
"""What a chart's link begins with where the id of a list of annotations follows."""


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """What a report was asked for. Empty fields do not narrow.

    `since` and `until` are days (ISO, UTC), both included. `made` is UTC microseconds since 1970:
    all that depends on the day ("open for 12 days") counts from it.
    """

    kind: ReportKind
    project: str
    made: _Count
    annotator: str = ""
    team: str = ""
    batch: str = ""
    since: str = ""
    until: str = ""
    language: Language = "en"


class Stretch(Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Facts `first` to `last` (sequences) of a chain, each linked to the one before; `hash` is the
    last one's and thereby names them all. A chain in good order is one stretch from 0."""

    chain: str
    first: _Count
    last: _Count
    hash: _Hash


class HeldBatch(Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A batch that was there, and the SHA-256 of the project file it was read with."""

    batch: str
    project_file: str


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The ledger as it stood. `digest` is the SHA-256 (hex) over the other two."""

    chains: tuple[Stretch, ...]
    batches: tuple[HeldBatch, ...]
    digest: str


class ItemRef(Struct, frozen=True, order=True):
    """An annotation behind a figure, or an item (`annotator` empty); `said`: what it is there."""

    batch: str
    item: str
    annotator: str = ""
    said: str = ""


class ItemList(Struct, frozen=True):
    """The annotations behind figures. `total` counts those that are left out too: past the most
    that a page names, and sealed ones, which no report names. `address` opens it in the client;
    `wider`: the client's list holds more, because its filter cannot say the same."""

    id: str
    title: str
    items: tuple[ItemRef, ...]
    total: int
    address: str = ""
    wider: bool = False


class Figure(Struct, frozen=True):
    """A number with its count and 95% interval; `value` None is "not enough yet".

    `unit` is that of a chart: "share" (0..1), "count", or a word. `items` is the id of the list
    of the annotations behind it. `id` is the same in every language.
    """

    id: str
    name: str
    value: float | None
    unit: str = "count"
    n: int | None = None
    low: float | None = None
    high: float | None = None
    sentence: str = ""
    items: str = ""


Value: TypeAlias = Figure | str


class Table(Struct, frozen=True):
    """Rows under headings; a cell is words or a figure."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""


class Example(Struct, frozen=True):
    """An annotation to learn from, without its content: what was said, what is right, by which
    rule. `pictured`: its item has a picture or video, whose cover may stand beside."""

    ref: ItemRef
    kinds: tuple[str, ...]
    given: str
    right: str
    code: str
    critical: bool
    clause: str = ""
    rule: str = ""
    pictured: bool = False


class Section(Struct, frozen=True):
    """A part of a report, under one heading."""

    id: str
    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    examples: tuple[Example, ...] = ()


class Report(Struct, frozen=True):
    """All of it, in words of the request's language."""

    request: Request
    title: str
    subject: str
    period: str
    head: Head
    sections: tuple[Section, ...]
    lists: tuple[ItemList, ...] = ()


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure as a file carries it: its id and what it is to the last digit."""

    id: str
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What a report's file carries so that it can be computed again.

    `templates` is the SHA-256 (hex) of the templates that told it, empty in a workbook.
    """

    format: str
    request: Request
    head: Head
    figures: tuple[Said, ...]
    templates: str = ""


class Checked(Struct, frozen=True):
    """A figure of a file beside the same computed again; either is None where it is not there."""

    id: str
    same: bool
    told: Said | None
    found: Said | None
    shown: str = ""


class Verification(Struct, frozen=True):
    """What computing a report again gave. `page` says whether all other words of the page are
    the same too: None where that cannot be said (a workbook, a PDF, or other templates). `paper`:
    the file is a PDF, of which the figures on its card alone were compared."""

    path: str
    card: Card
    figures: tuple[Checked, ...]
    page: bool | None
    paper: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.page is not False and all(one.same for one in self.figures)


class ReportChoice(Struct, frozen=True):
    """A project to report on, and whom and what in it. `batches` are (id, name)."""

    project: str
    name: str
    batches: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
    annotators: tuple[str, ...]


def figures_of(report: Report) -> tuple[Figure, ...]:
    """Every figure of a report, those that charts show too, in the order told."""
    found: list[Figure] = []
    for section in report.sections:
        found += section.figures
        for number, chart in enumerate(section.charts):
            found += charted(f"{section.id}/chart-{number}", chart)
        for table in section.tables:
            found += [cell for row in table.rows for cell in row if isinstance(cell, Figure)]
    return tuple(found)


def said(figure: Figure) -> Said:
    """A figure without its words."""
    return Said(figure.id, figure.value, figure.n, figure.low, figure.high)


def charted(name: str, chart: Chart) -> list[Figure]:
    """The figures that a chart shows, row by row of the table behind it; `name` begins their ids:
    the section's id, "/chart-" and the chart's place in it."""
    if isinstance(chart, HeatMap):
        return [
            Figure(
                f"{name}/{row}-{column}",
                "",
                cell.value,
                chart.unit,
                cell.n,
                items=cell.link.removeprefix(LIST),
            )
            for row, cells in enumerate(chart.cells)
            for column, cell in enumerate(cells)
        ]
    if isinstance(chart, BarChart):
        return [
            Figure(
                f"{name}/{place}",
                bar.label,
                bar.value,
                chart.unit,
                bar.n,
                bar.low,
                bar.high,
                items=bar.link.removeprefix(LIST),
            )
            for place, bar in enumerate(chart.bars)
        ]
    assert isinstance(chart, LineChart)
    return [
        Figure(
            f"{name}/{row}-{place}",
            one.label,
            one.value,
            chart.unit,
            one.n,
            one.low,
            one.high,
            items=one.link.removeprefix(LIST),
        )
        for row, line in enumerate(chart.lines)
        for place, one in enumerate(line.points)
    ]
