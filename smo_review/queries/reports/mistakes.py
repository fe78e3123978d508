"""What went wrong: error codes, clauses and labels, each with the annotations behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from smo_review.domain.charts import Bar, BarChart
from smo_review.domain.reports import LIST, Section, Table
from smo_review.language import tr
from smo_review.quality.causes import pareto
from smo_review.quality.judged import Found
from smo_review.queries.reports.basis import Basis, count_figure, per_entry, rate_figure
from smo_review.queries.reports.lists import Chosen
from smo_review.queries.reports.parts import wrong_of

MOST_ROWS = 15


def places_of(found: Iterable[Found], key: str) -> dict[str, set[int]]:
    """The entries that each value of a finding's field was found in."""
    places: dict[str, set[int]] = {}
    for one in found:
        places.setdefault(str(getattr(one, key)), set()).add(one.place)
    return places


def errors(basis: Basis, chosen: Chosen, name: str) -> tuple[BarChart, Table]:
    """Which error codes there were: the bars from the largest down, and a table with shares."""
    found = basis.findings(chosen.mask)
    places = places_of(found, "code")
    critical = places_of([one for one in found if one.critical], "code")
    rows = []
    weight = basis.judged.weight
    heavy = Counter({code: int(weight[list(where)].sum()) for code, where in places.items()})
    bars = pareto(per_entry(found, "code"), heavy)[:MOST_ROWS]
    for bar in bars:
        mine, severe = basis.at(places[bar.key]), critical.get(bar.key, set())
        title = tr("Error: {code}", code=basis.code(bar.key))
        of = (f"code-{bar.key}", title, chosen.only(mine, code=bar.key, outcome="incorrect"))
        items = basis.listed(*of)
        severe_items = basis.behind(
            (
                f"critical-{bar.key}",
                tr("Critical error: {code}", code=basis.code(bar.key)),
                chosen.roughly(basis.at(severe), code=bar.key, outcome="critical"),
            ),
            of,
        )
        told = basis.share_of(places[bar.key], chosen.mask)
        rows.append(
            (
                basis.code(bar.key),
                count_figure(f"{name}/code/{bar.key}/n", "", bar.n, items=items),
                rate_figure(f"{name}/code/{bar.key}/share", "", told, items=items),
                count_figure(
                    f"{name}/code/{bar.key}/critical", "", len(severe), items=severe_items
                ),
            )
        )
    chart = BarChart(
        tr("Errors by code, with the running share of all"),
        "share",
        tuple(
            Bar(basis.code(bar.key), bar.share, n=bar.n, link=f"{LIST}code-{bar.key}")
            for bar in bars
        ),
        running=True,
    )
    heads = (tr("Error code"), tr("Annotations"), tr("Share of judged"), tr("Critical"))
    return chart, Table(tr("Error codes"), heads, tuple(rows))


def clauses(basis: Basis, chosen: Chosen, name: str) -> Table:
    """Which clauses of the guideline the errors went against."""
    found = [one for one in basis.findings(chosen.mask) if one.clause]
    places = places_of(found, "clause")
    rows = []
    for bar in pareto(per_entry(found, "clause"))[:MOST_ROWS]:
        title = tr("Clause {clause}", clause=basis.clause(bar.key))
        mine = chosen.only(basis.at(places[bar.key]), clause=bar.key, outcome="incorrect")
        items = basis.listed(f"clause-{bar.key}", title, mine)
        figure = count_figure(f"{name}/clause/{bar.key}", "", bar.n, items=items)
        rows.append((basis.clause(bar.key), figure))
    return Table(
        tr("Clauses that errors went against"), (tr("Clause"), tr("Annotations")), tuple(rows)
    )


def confusions(basis: Basis, chosen: Chosen, name: str) -> Table:
    """Which label was given where another is right."""
    places: dict[tuple[str, str], set[int]] = {}
    for one in basis.findings(chosen.mask):
        if one.label or one.right_label:
            places.setdefault((one.label, one.right_label), set()).add(one.place)
    rows = []
    ordered = sorted(places.items(), key=lambda told: (-len(told[1]), told[0]))
    for (given, right), where in ordered[:MOST_ROWS]:
        title = f"{basis.label(given)} → {basis.label(right)}"
        mine = chosen.only(basis.at(where), label=given, right_label=right, outcome="incorrect")
        items = basis.listed(f"labels-{given}-{right}", title, mine)
        figure = count_figure(f"{name}/labels/{given}/{right}", "", len(where), items=items)
        rows.append((basis.label(given), basis.label(right), figure))
    heads = (tr("Label given"), tr("Right label"), tr("Annotations"))
    return Table(tr("Labels given and right"), heads, tuple(rows))


def errors_section(basis: Basis, chosen: Chosen, title: str) -> Section:
    """What went wrong: codes, clauses and labels."""
    if not wrong_of(basis, chosen).mask.any():
        return Section("errors", title, (tr("No annotation was judged incorrect."),))
    chart, codes = errors(basis, chosen, "errors")
    tables = (codes, clauses(basis, chosen, "errors"), confusions(basis, chosen, "errors"))
    return Section(
        "errors", title, charts=(chart,), tables=tuple(one for one in tables if one.rows)
    )
