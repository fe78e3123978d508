"""Every figure of a report leads to the items it counted, in each form, and so does the client."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from openpyxl import load_workbook

from smo_review.domain.addresses import ItemAddress, ListAddress, item_address, read_address
from smo_review.domain.disputes import DisputeRuling, FindingAnswer
from smo_review.domain.facts import Custody, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.reports import KINDS, Figure, ItemRef, Report, figures_of
from smo_review.quality.judged import Judged
from smo_review.queries.judged import item_ids, judged
from smo_review.queries.places import place_of
from smo_review.queries.queue import queue_listing
from smo_review.queries.reports.lists import ALL_NAMED, LEAST_NAMED, MOST_NAMED, Chosen, Lists
from smo_review.reports.links import links_of
from smo_review.reports.sheets import FIGURES_SHEET, workbook
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.report_cases import PROJECT, START, market_workspace, verdicts
from tests.helpers.report_desk import html, report
from tests.helpers.store_cases import DAY, Writer

SEALED = "post-0038"


def disputes() -> list[bytes]:
    """Three findings disputed; one was upheld, one rejected."""
    people, lead = Writer("annotator", PROJECT.id), Writer("lead", PROJECT.id)
    wrong = [body for body in verdicts(40) if b'"incorrect"' in body][:3]
    bodies = []
    for body, outcome in zip(wrong, ("accept", "reject", ""), strict=True):
        told = msgspec.json.decode(body)["payload"]
        about = {key: told[key] for key in ("batch", "item", "annotator")}
        answer = FindingAnswer(
            **about, finding=0, verdict=fact_hash(body), code=told["findings"][0]["code"],
            answer="dispute", reason="0" * 64,
        )  # fmt: skip
        bodies.append(people.write("finding-answer", answer, START + 20 * DAY))
        if outcome:
            ruling = DisputeRuling(
                **about, outcome=outcome, holds=fact_hash(body), over=(fact_hash(body),),
                answers=(fact_hash(bodies[-1]),), reason="1" * 64, clauses=("2.1",),
            )  # fmt: skip
            bodies.append(lead.write("dispute-ruling", ruling, START + 21 * DAY))
    return bodies


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Weeks of verdicts, some items judged by a second auditor, disputes, and an item sealed."""
    workspace = market_workspace(tmp_path_factory.mktemp("rich") / "ws", items=60)
    merge_facts(workspace, verdicts(30, seed=5, person="another", first=20))
    merge_facts(workspace, disputes())
    seal = Custody("b-market", SEALED, "sealed", "may-be-illegal")
    merge_facts(workspace, [Writer("specialist", PROJECT.id).write("custody", seal)])
    yield workspace
    workspace.close()


def without_a_list(told: Report) -> list[str]:
    """The figures that rest on something and lead to nothing."""
    names = {one.id for one in told.lists}
    resting = [one for one in figures_of(told) if one.n or one.value]
    return [one.id for one in resting if one.items not in names]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [{}, {"since": "2025-11-10"}, {"until": "2025-11-12"}], ids=str)
def test_every_figure_that_rests_on_something_has_its_list(
    rich: Workspace, kind: str, asked: dict[str, str]
) -> None:
    told = report(rich, kind, **asked)
    assert without_a_list(told) == []
    assert {one.items for one in figures_of(told) if one.items} <= {one.id for one in told.lists}
    bare = Figure("bare", "Bare", 0.5, "share", 4)
    section = msgspec.structs.replace(told.sections[0], figures=(bare,))
    assert without_a_list(msgspec.structs.replace(told, sections=(section,))) == ["bare"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "annotator"])
def test_figures_of_what_nobody_judged_yet_have_lists_too(tmp_path: Path, kind: str) -> None:
    ws = market_workspace(tmp_path / "ws", items=6, judged=0)
    assert without_a_list(report(ws, kind)) == []
    ws.close()


def entries(ws: Workspace, wanted: Filter) -> set[ItemRef]:
    told: Judged = judged(ws, wanted)
    names = [told.annotators[place] for place in told.annotator.tolist()]
    return {ItemRef(*ids, name) for ids, name in zip(item_ids(ws, told), names, strict=True)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "asked",
    [{}, {"team": "Shenzhen"}, {"since": "2025-11-10"}, {"until": "2025-11-12"}],
    ids=str,
)
def test_the_address_of_a_list_opens_what_the_figure_counted(
    rich: Workspace, kind: str, asked: dict[str, str]
) -> None:
    """All of it and nothing else, unless the list says that the client's holds more."""
    seen = set()
    for told in report(rich, kind, **asked).lists:
        address = read_address(told.address)
        assert isinstance(address, ListAddress)
        named = {ItemRef(one.batch, one.item, one.annotator) for one in told.items}
        if address.show is None and all(one.annotator for one in told.items):
            found = entries(rich, address.wanted)
            assert named <= found, told.id
            assert told.wider or len(found) == told.total, told.id
        else:
            place = place_of(rich, address)
            with rich.read() as conn:
                ids = dict(conn.execute("SELECT row, id FROM items"))
            rows = [
                row for one in place.batches for row in queue_listing(rich, one.batch, place.queue)
            ]
            assert {one.item for one in named} <= {ids[row] for row in rows}, told.id
        seen.add(told.wider)
    assert kind == "weekly" or False in seen


def listed(ws: Workspace, kind: str, figure: str) -> tuple[ItemRef, ...]:
    told = report(ws, kind)
    items = next(one.items for one in figures_of(told) if one.id == figure)
    return next(one.items for one in told.lists if one.id == items)


def test_agreement_leads_to_the_items_of_several_annotators_those_that_differ_first(
    rich: Workspace,
) -> None:
    refs = listed(rich, "central", "kpi/agreement")
    assert refs[0] == ItemRef("b-market", "post-0000", said="labelled differently")
    assert not [one for one in refs if one.item == SEALED]
    assert listed(rich, "central", "kpi/agreement_alpha") == refs


def test_coverage_leads_to_what_has_no_verdict(rich: Workspace) -> None:
    refs = listed(rich, "central", "kpi/coverage")
    assert {one.item for one in refs} == {f"post-{n:04}" for n in range(40, 60)}
    assert listed(rich, "risk", "unreviewed") == refs
    khmer = listed(rich, "risk", "language/km/unreviewed")
    assert {one.item for one in khmer} == {f"post-{n:04}" for n in range(40, 60, 2)}


def test_auditors_agreement_leads_to_double_reviews_those_that_differ_first(
    rich: Workspace,
) -> None:
    words = [one.said for one in listed(rich, "central", "kpi/auditor_agreement")]
    assert words == sorted(words, key=["judged differently", "judged alike"].index)
    assert set(words) == {"judged differently", "judged alike"}
    assert len(words) == 30


def test_disputes_lead_to_their_own_annotations(rich: Workspace) -> None:
    words = {
        id_: [one.said for one in listed(rich, "weekly", f"disputes/{id_}")]
        for id_ in ("open", "rate", "upheld", "2.1/accepted")
    }
    assert words == {
        "open": ["not ruled yet"],
        "rate": ["not ruled yet", "upheld", "rejected"],
        "upheld": ["upheld", "rejected"],
        "2.1/accepted": ["upheld"],
    }


def test_a_teams_weekly_pack_lists_the_projects_kpis_apart_from_the_team(rich: Workspace) -> None:
    told = report(rich, "weekly", team="Shenzhen")
    figures = {one.id: one for one in figures_of(told)}
    lists = {one.id: one for one in told.lists}
    team, whole = (lists[figures[id_].items] for id_ in ("accuracy", "kpi/accuracy"))
    assert {one.annotator for one in team.items} == {"liwei"}
    assert len({one.annotator for one in whole.items}) > 1


def test_many_long_lists_are_cut_so_that_a_page_can_be_opened() -> None:
    lists = Lists()
    refs = [ItemRef("b", f"i{n:04}", "ann") for n in range(MOST_NAMED * 2)]
    for n in range(2_000):
        lists.keep(f"l{n}", "List", refs, 1_000_000, Filter())
        if n == 50:
            assert {len(one.items) for one in lists.all()} == {MOST_NAMED}
    told = lists.all()
    assert {len(one.items) for one in told} == {LEAST_NAMED}
    assert {one.total for one in told} == {1_000_000}
    for _ in range(200):
        lists = Lists()
        for n in range(200):
            lists.keep(f"l{n}", "List", refs, len(refs), Filter())
    assert sum(len(one.items) for one in lists.all()) <= ALL_NAMED


def test_a_filter_that_cannot_say_a_choice_is_told_to_leave_more() -> None:
    every = Chosen(np.ones(4, dtype=np.bool_), Filter(project="p"))
    half = np.array([True, True, False, False])
    assert every.only(half, label="").wanted.label == "(none)"
    assert not every.only(half, code="x").wider
    assert every.only(half).wider
    assert every.only(half, language="").wider
    assert every.only(half).only(half, code="x").wider
    assert every.roughly(half, code="x").wanted == Filter(project="p", code="x")


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_page_every_link_leads_to_a_place_or_is_an_address(rich: Workspace, kind: str) -> None:
    text, told = html(rich, kind), report(rich, kind)
    anchors = re.findall(r'\bid="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    links = set(re.findall(r'href="([^"]+)"', text))
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= set(anchors)
    assert {f"list-{n}" for n in range(1, len(told.lists) + 1)} <= inside
    outside = [read_address(link.replace("&amp;", "&")) for link in links if link[0] != "#"]
    assert {type(one) for one in outside} == {ItemAddress, ListAddress}


def test_a_list_leads_back_to_the_figures_that_name_it(rich: Workspace) -> None:
    told = report(rich, "central")
    links = links_of(told)
    figures = {one.id: one for one in figures_of(told)}
    for list_, back in links.back.items():
        assert back
        assert all(figures[one.figure].items == list_ and one.words for one in back)


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_workbook_a_figure_leads_to_the_rows_of_its_list_and_back(
    rich: Workspace, kind: str
) -> None:
    told = report(rich, kind)
    book = load_workbook(io.BytesIO(workbook(told, "Market")))
    titles = {one.id: one.title for one in told.lists}
    items = book["Items"]
    followed = 0
    for figure, row in zip(figures_of(told), book[FIGURES_SHEET].iter_rows(min_row=2), strict=True):
        if not figure.items:
            continue
        sheet, _, cell = row[7].hyperlink.location.partition("!")
        assert sheet == "'Items'"
        assert items[cell].offset(0, 1).value == titles[figure.items]
        back = items[cell].hyperlink.location.partition("!")[2]
        assert book[FIGURES_SHEET][back].offset(0, 7).value == titles[figure.items]
        followed += 1
    assert followed > 10
    links = [cell.hyperlink.target for (cell,) in items.iter_rows(min_col=7, max_col=7, min_row=2)
             if cell.hyperlink]  # fmt: skip
    assert {type(read_address(link)) for link in links} == {ItemAddress, ListAddress}


def test_an_item_with_a_name_like_markup_is_led_to_whole() -> None:
    odd = 'a/b?c#d "e" <i> & ភ្នំ 100%'
    told = item_address("b-1", odd)
    assert not set(told) & set(' "<>#?&')
    assert read_address(told) == ItemAddress("b-1", odd)
