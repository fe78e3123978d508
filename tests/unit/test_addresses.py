"""Addresses of items and lists: told, read back, and refused where they are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.addresses import (
    MOST_SIGNS,
    ItemAddress,
    ListAddress,
    item_address,
    list_address,
    read_address,
)
from smo_review.domain.errors import UserError
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.scheme import is_address

NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
FILTERS = st.builds(
    Filter,
    batch=NAMES,
    annotator=NAMES | st.just(""),
    label=NAMES | st.just(NONE),
    code=NAMES | st.just(""),
    severity=st.none() | st.integers(0, 4),
    outcome=st.sampled_from(["", "incorrect", "critical", "unsettled"]),
    since=st.just("") | st.dates().map(lambda day: day.isoformat()),
    purpose=st.sampled_from(["measurement", "risk", "all"]),
)


def test_an_address_of_an_item_and_of_a_list_are_written_as_the_help_page_says() -> None:
    assert item_address("b-1", "post 7/ខ្មែរ") == (
        "smo-review:item/b-1/post%207%2F%E1%9E%81%E1%9F%92%E1%9E%98%E1%9F%82%E1%9E%9A"
    )
    wanted = Filter(project="market", label=NONE, outcome="incorrect")
    assert list_address(wanted) == (
        "smo-review:list?project=market&label=%28none%29&outcome=incorrect"
    )
    assert list_address(Filter(batch="b-1"), "open") == "smo-review:list?batch=b-1&show=open"


@given(batch=NAMES, item=NAMES)
def test_every_item_is_found_again_under_its_address(batch: str, item: str) -> None:
    told = item_address(batch, item)
    assert told.isascii()
    assert read_address(f" {told}\n") == ItemAddress(batch, item)


@given(wanted=FILTERS, show=st.sampled_from(["all", "open", "unsettled"]), batch=NAMES)
def test_every_list_is_found_again_under_its_address(wanted: Filter, show: str, batch: str) -> None:
    assert read_address(list_address(wanted)) == ListAddress(wanted)
    queue = Filter(batch=batch)
    assert read_address(list_address(queue, show)) == ListAddress(queue, show)


@pytest.mark.parametrize(
    "text",
    [
        "", "smo-review", "https://example.org/", "file:///etc/passwd", "smo-review:",
        "smo-review:item", "smo-review:item/", "smo-review:item/b", "smo-review:item/b/",
        "smo-review:item//i", "smo-review:item/b/i/more", "smo-review:item/b/i?reveal=1",
        "smo-review:item/b/i#reveal", "smo-review:reveal/b/i", "smo-review:purge/b",
        "smo-review:list", "smo-review:list?reveal=1", "smo-review:list?batch=a&batch=b",
        "smo-review:list?batch=", "smo-review:list?batch", "smo-review:list?show=everything",
        "smo-review:list?show=open&outcome=incorrect",
        "smo-review:list?severity=9", "smo-review:list?severity=٣", "smo-review:list?outcome=good",
        "smo-review:list?since=soon", "smo-review:list?since=20260131",
        "smo-review:list?until=2026-13-01", "smo-review:list?only_batches=1",
        "smo-review:list?batch=a;DROP%20TABLE%20items&x", "smo-review:item/b/%zz",
        "smo-review:item/b/%ff", "smo-review:item/b/%00", "smo-review:item/b/a%0ab",
        "smo-review:item/b/\x1b[2J", "smo-review:item/b/\ud800", "smo-review:item\\b\\i",
        "smo-review:item/../%2e%2e/x", "smo-review:item/b/" + "x" * MOST_SIGNS,
        "smo-review:list?" + "&".join(["batch=a"] * 100),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_address(text)
    assert refusal.value.do
    assert refusal.value.where.isprintable()
    assert len(refusal.value.where) <= 81


@given(text=st.text(max_size=60), kind=st.sampled_from(["", "item/", "list?", "list?batch="]))
def test_whatever_is_pasted_is_a_place_or_a_refusal(text: str, kind: str) -> None:
    try:
        found = read_address(f"smo-review:{kind}{text}")
    except UserError:
        return
    assert isinstance(found, ItemAddress | ListAddress)


def test_the_scheme_is_known_however_it_is_cased() -> None:
    assert is_address(" SMO-Review:item/b/i")
    assert not is_address("smo-reviewed: a post")
    assert read_address("SMO-REVIEW:item/b/I") == ItemAddress("b", "I")
