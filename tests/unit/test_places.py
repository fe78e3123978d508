"""Where an address leads: to what is here, else to a plain sentence; and it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.addresses import ItemAddress, ListAddress, read_address
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.queries.judged import item_ids, judged
from smo_review.queries.places import Place, place_of
from smo_review.queries.queue import queue_listing
from smo_review.store.workspace import Workspace
from tests.helpers.dumps import dump
from tests.helpers.report_cases import market_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = market_workspace(tmp_path / "ws", items=24, judged=16)
    yield workspace
    workspace.close()


def items(ws: Workspace, place: Place) -> set[str]:
    with ws.read() as conn:
        ids = dict(conn.execute("SELECT row, id FROM items"))
    found = {one.batch: queue_listing(ws, one.batch, place.queue) for one in place.batches}
    assert [one.items for one in place.batches] == [len(rows) for rows in found.values()]
    return {ids[row] for rows in found.values() for row in rows}


def test_an_item_that_is_here_is_gone_to(ws: Workspace) -> None:
    assert place_of(ws, ItemAddress("b-market", "post-0003")) == Place("b-market", "post-0003")


@pytest.mark.parametrize(("batch", "item"), [("b-market", "post-9999"), ("b-none", "post-0003")])
def test_an_item_that_is_not_here_is_told_in_a_plain_sentence(
    ws: Workspace, batch: str, item: str
) -> None:
    with pytest.raises(UserError, match="This item is not in this workspace") as refusal:
        place_of(ws, ItemAddress(batch, item))
    assert item in refusal.value.where
    assert refusal.value.do


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(project="market"),
        Filter(batch="b-market", outcome="incorrect"),
        Filter(team="Shenzhen", language="zh"),
        Filter(annotator="sokha", until="2025-11-08"),
    ],
)
def test_a_list_opens_the_items_that_its_filter_counts(ws: Workspace, wanted: Filter) -> None:
    found = items(ws, place_of(ws, ListAddress(wanted)))
    assert found == {item for _, item in item_ids(ws, judged(ws, wanted))}
    assert found


def test_a_list_of_what_is_open_opens_items_without_a_verdict(ws: Workspace) -> None:
    address = read_address("smo-review:list?project=market&show=open&language=km")
    place = place_of(ws, address)
    assert place.queue == QueueFilter(show="open", language="km")
    assert items(ws, place) == {f"post-{n:04}" for n in range(16, 24, 2)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("smo-review:list?batch=b-none", "batches of this list are not"),
        ("smo-review:list?project=another", "batches of this list are not"),
        ("smo-review:list?annotator=nobody", "No item of this list"),
        ("smo-review:list?show=sealed", "No item of this list"),
        ("smo-review:list?purpose=risk", "batches of this list are not"),
        ("smo-review:list?clause=%27%20OR%201%3D1%20--", "No item of this list"),
    ],
)
def test_a_list_of_which_nothing_is_here_is_told_in_a_plain_sentence(
    ws: Workspace, text: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refusal:
        place_of(ws, read_address(text))
    assert refusal.value.do


def test_an_address_changes_nothing(ws: Workspace) -> None:
    before = dump(ws)
    for text in ("smo-review:item/b-market/post-0001", "smo-review:list?outcome=incorrect"):
        place_of(ws, read_address(text))
    assert dump(ws) == before
