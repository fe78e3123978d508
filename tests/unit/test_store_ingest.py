"""Receiving a batch: all of it or nothing, once however often it comes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from smo_review.domain.content import Annotation, Gold, Item, Mark, Part, Span
from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.facts import Verdict
from smo_review.domain.views import VerdictDraft
from smo_review.operations.check import check
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.items import item_view, media
from smo_review.queries.queue import queue_listing, row_of
from smo_review.store.ingest import ingest_batch, ingest_gold
from smo_review.store.ledger import merge_facts
from smo_review.store.sealing import key_id
from smo_review.store.workspace import Workspace
from tests.helpers.dumps import dump
from tests.helpers.store_cases import Case, Writer, case, derived, exported, made, take

PICTURE = os.urandom(3000)
PICTURE_SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws")
    yield workspace
    workspace.close()


def test_everything_about_an_item_comes_back(ws: Workspace) -> None:
    item = Item(
        "post",
        (Part("text", text="ឃ 你"), Part("image", media=PICTURE_SHA, name="a.png", size=3000)),
        language="km",
        category="hate",
        severity=3,
        stratum="team 1",
        weight=2_000_000,
    )
    said = Annotation(
        "post", "ann", (Mark("hate", Span(0, 0, 1), 900_000),), 1, "model", "v2", "2026-01-01"
    )
    one = msgspec.structs.replace(
        case([item], (), media=[(PICTURE_SHA, PICTURE)]), annotations=(said,)
    )
    take(ws, one)
    view = item_view(ws, row_of(ws, "b-1", "post") or 0)
    assert view.item == item
    assert [shown.annotation for shown in view.annotations] == [said]
    assert media(ws, "b-1", PICTURE_SHA) == PICTURE
    with pytest.raises(UserError):
        media(ws, "b-1", "0" * 64)


def test_an_item_without_content_and_annotations_is_valid(ws: Workspace) -> None:
    take(ws, case([Item("bare")], ()))
    assert item_view(ws, row_of(ws, "b-1", "bare") or 0).item == Item("bare")
    assert check(ws) == ()


def test_a_batch_is_received_once_however_often_it_comes(ws: Workspace) -> None:
    one = case(3)
    assert take(ws, one).new
    before = derived(ws)
    again = take(ws, one)
    assert (again.items, again.annotations, again.new) == (3, 6, False)
    assert derived(ws) == before


def test_packed_twice_both_keys_are_kept_and_open_each_others_notes(
    ws: Workspace, tmp_path: Path
) -> None:
    one = case(3)
    other_key = os.urandom(32)
    packed_again = msgspec.structs.replace(one, keys={key_id(other_key): other_key.hex()})
    auditor = made(tmp_path / "auditor", packed_again)
    record_verdict(auditor, VerdictDraft("b-1", "i0", "ann", "correct", note="kept apart"))
    take(ws, one)
    merge_facts(ws, *exported(auditor))
    auditor.close()
    row = row_of(ws, "b-1", "i0") or 0
    assert item_view(ws, row).annotations[0].verdicts[0].note == ""
    take(ws, packed_again)
    assert item_view(ws, row).annotations[0].verdicts[0].note == "kept apart"


def test_rows_of_a_batch_are_a_range(ws: Workspace) -> None:
    take(ws, case(3))
    take(ws, case(5, batch="b-2"))
    from smo_review.domain.views import QueueFilter

    rows = queue_listing(ws, "b-2", QueueFilter())
    assert isinstance(rows, range)
    assert [item_view(ws, row).item.id for row in rows] == [f"i{n}" for n in range(5)]


def _twice(one: Case) -> Case:
    return msgspec.structs.replace(one, items=(*one.items, one.items[0]))


def _annotated_twice(one: Case) -> Case:
    return msgspec.structs.replace(one, annotations=(*one.annotations, one.annotations[0]))


def _of_nothing(one: Case) -> Case:
    return msgspec.structs.replace(one, annotations=(*one.annotations, Annotation("no", "ann")))


def _heavy(one: Case) -> Case:
    return msgspec.structs.replace(one, items=(Item("i0", weight=2**62), *one.items[1:]))


def _ordinal(one: Case) -> Case:
    odd = Annotation("i0", "cho", ordinal=2**70)
    return msgspec.structs.replace(one, annotations=(*one.annotations, odd))


def _other_media(one: Case) -> Case:
    return msgspec.structs.replace(one, media=((PICTURE_SHA, b"something else"),))


def _short_key(one: Case) -> Case:
    return msgspec.structs.replace(one, keys={"0" * 16: "00"})


def _misnamed_key(one: Case) -> Case:
    return msgspec.structs.replace(one, keys={"0" * 16: "00" * 32})


def _no_key(one: Case) -> Case:
    return msgspec.structs.replace(one, keys={})


@pytest.mark.parametrize(
    "spoil",
    [
        _twice,
        _annotated_twice,
        _of_nothing,
        _heavy,
        _ordinal,
        _other_media,
        _short_key,
        _misnamed_key,
        _no_key,
    ],
)
def test_a_wrong_batch_is_refused_and_leaves_no_trace(
    ws: Workspace, spoil: Callable[[Case], Case]
) -> None:
    take(ws, case(2, batch="b-0"))
    before = dump(ws)
    with pytest.raises(UserError) as refusal:
        take(ws, spoil(case(3, media=[(PICTURE_SHA, PICTURE)])))
    assert refusal.value.what
    assert refusal.value.do
    assert dump(ws) == before


def test_cancelling_leaves_no_trace(ws: Workspace) -> None:
    one = case(3, media=[(PICTURE_SHA, PICTURE)])
    before = dump(ws)

    def cancel(_done: int, _total: int | None, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        ingest_batch(
            ws,
            one.info,
            one.project,
            one.items,
            one.annotations,
            one.keys,
            one.sources(),
            progress=cancel,
        )
    assert dump(ws) == before


def test_results_that_came_first_count_once_the_batch_is_here(ws: Workspace) -> None:
    bea = Writer("bea")
    merge_facts(ws, [bea.write("verdict", Verdict("b-1", "i0", "ann", "correct"))])
    assert take(ws, case(2)).new
    view = item_view(ws, row_of(ws, "b-1", "i0") or 0)
    assert [verdict.auditor for verdict in view.annotations[0].verdicts] == ["bea"]


def test_gold_may_come_before_its_batch(ws: Workspace) -> None:
    gold = [Gold("i0", ("hate",), "because"), Gold("i1", ())]
    assert ingest_gold(ws, "b-1", gold) == 2
    assert ingest_gold(ws, "b-1", gold) == 2
    take(ws, case(2))
    with ws.read() as conn:
        assert conn.execute("SELECT count(*) FROM gold").fetchone() == (2,)
