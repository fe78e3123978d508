"""Custody: what may be illegal to hold is out of reach everywhere, and its handling is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.cli import main as cli
from smo_review.domain.content import AnnotationKey, Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody, fact_hash
from smo_review.domain.views import QueueFilter, VerdictDraft
from smo_review.operations.custody import note_handling, release_item, seal_item
from smo_review.operations.flags import flag_item
from smo_review.operations.purge import purge
from smo_review.operations.referral import card_text, save_card
from smo_review.operations.results import export_results
from smo_review.operations.undo import redo, undo
from smo_review.operations.verdicts import record_verdict, withdraw_verdict
from smo_review.queries.custody import custody_record, custody_records
from smo_review.queries.items import item_view, media
from smo_review.queries.numbers import numbers
from smo_review.queries.queue import queue_listing, queue_rows, row_of
from smo_review.store import projections
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Case, Writer, case, derived, exported, made, take

PICTURE = b"the very bytes"
SHA = hashlib.sha256(PICTURE).hexdigest()
OTHER = b"other bytes"
OTHER_SHA = hashlib.sha256(OTHER).hexdigest()
WORDS = "unspeakable words"


@pytest.fixture
def batch() -> Case:
    return case(
        [
            Item("i0", (Part("image", media=SHA, size=len(PICTURE)), Part("text", WORDS))),
            Item("i1", (Part("text", "a calm text"), Part("image", media=OTHER_SHA))),
            Item("i2", (Part("image", media=SHA, size=len(PICTURE)),)),
        ],
        media=[(SHA, PICTURE), (OTHER_SHA, OTHER)],
    )


@pytest.fixture
def ws(tmp_path: Path, batch: Case) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", batch)
    yield workspace
    workspace.close()


def row(ws: Workspace, item: str) -> int:
    found = row_of(ws, "b-1", item)
    assert found is not None
    return found


def test_no_query_gives_out_what_a_sealed_item_holds(ws: Workspace) -> None:
    assert item_view(ws, row(ws, "i0")).item.parts
    seal_item(ws, "b-1", "i0")
    view = item_view(ws, row(ws, "i0"))
    assert view.sealed
    assert view.item.parts == () and view.item.category == ""
    assert [entry.annotation.annotator for entry in view.annotations] == ["ann", "bob"]
    with pytest.raises(UserError, match="sealed"):
        media(ws, "b-1", SHA)
    assert media(ws, "b-1", OTHER_SHA) == OTHER


def test_the_same_bytes_in_another_batch_are_withheld_too(ws: Workspace) -> None:
    take(ws, case([Item("same", (Part("image", media=SHA),))], batch="b-2", media=[(SHA, PICTURE)]))
    assert media(ws, "b-2", SHA) == PICTURE
    seal_item(ws, "b-1", "i0")
    with pytest.raises(UserError, match="sealed"):
        media(ws, "b-2", SHA)


def test_a_sealed_item_is_not_found_by_its_words_or_notes(ws: Workspace) -> None:
    flag_item(ws, "b-1", "i0", on=True, note="quotes it: unspeakable")
    assert list(queue_listing(ws, "b-1", QueueFilter(text="unspeakable"))) == [row(ws, "i0")]
    seal_item(ws, "b-1", "i0")
    assert list(queue_listing(ws, "b-1", QueueFilter(text="unspeakable"))) == []
    assert list(queue_listing(ws, "b-1", QueueFilter(text="calm"))) == [row(ws, "i1")]
    view = item_view(ws, row(ws, "i0"))
    assert view.flagged and view.flag_note == ""


def test_the_queue_tells_it_is_sealed_and_leaves_nothing_to_do_on_it(ws: Workspace) -> None:
    seal_item(ws, "b-1", "i0")
    assert [line.state for line in queue_rows(ws, [row(ws, "i0"), row(ws, "i1")])] == [
        "sealed",
        "open",
    ]
    assert row(ws, "i0") not in queue_listing(ws, "b-1", QueueFilter(show="open"))
    assert list(queue_listing(ws, "b-1", QueueFilter(show="sealed"))) == [row(ws, "i0")]


def test_verdicts_on_it_stand_and_numbers_count_it_apart(ws: Workspace) -> None:
    record_verdict(ws, VerdictDraft("b-1", "i0", "ann", "correct"))
    before = numbers(ws)
    seal_item(ws, "b-1", "i0")
    after = numbers(ws, batch="b-1")
    assert (before.sealed, after.sealed) == (0, 1)
    assert after.all == before.all
    withdraw_verdict(ws, AnnotationKey("b-1", "i0", "ann"))
    assert (numbers(ws).all.reviewed, numbers(ws).sealed) == (0, 1)


def test_sealing_twice_adds_nothing_and_undo_does_not_reach_it(ws: Workspace) -> None:
    record_verdict(ws, VerdictDraft("b-1", "i1", "ann", "correct"))
    assert seal_item(ws, "b-1", "i0").facts == 1
    assert seal_item(ws, "b-1", "i0").facts == 0
    assert undo(ws).items == {("b-1", "i1")}
    assert undo(ws).items == frozenset()
    redo(ws)
    assert item_view(ws, row(ws, "i0")).sealed


def test_only_a_release_with_its_reason_takes_it_back(ws: Workspace) -> None:
    with pytest.raises(UserError, match="not sealed"):
        release_item(ws, "b-1", "i0", "mistake")
    seal_item(ws, "b-1", "i0")
    with pytest.raises(UserError, match="not a reason"):
        release_item(ws, "b-1", "i0", "curious")
    release_item(ws, "b-1", "i0", "mistake")
    assert not item_view(ws, row(ws, "i0")).sealed
    assert media(ws, "b-1", SHA) == PICTURE
    assert numbers(ws).sealed == 0
    assert [entry.act for entry in custody_record(ws, "b-1", "i0").entries] == [
        "sealed",
        "released",
    ]


def test_a_seal_travels_and_a_release_takes_off_only_the_seals_that_it_names(
    tmp_path: Path, ws: Workspace, batch: Case
) -> None:
    elsewhere = made(tmp_path / "elsewhere", batch)
    seal_item(ws, "b-1", "i0")
    merge_facts(elsewhere, *exported(ws))
    assert item_view(elsewhere, row(elsewhere, "i0")).sealed
    own = Writer("bea").write("custody", Custody("b-1", "i0", "sealed", "may-be-illegal"))
    release_item(ws, "b-1", "i0", "cleared")
    merge_facts(elsewhere, [own])
    merge_facts(elsewhere, *exported(ws))
    assert item_view(elsewhere, row(elsewhere, "i0")).sealed
    freed = Custody("b-1", "i0", "released", "cleared", (fact_hash(own),))
    merge_facts(elsewhere, [Writer("cho").write("custody", freed)])
    assert not item_view(elsewhere, row(elsewhere, "i0")).sealed
    elsewhere.close()


def test_a_seal_that_came_before_its_batch_counts_when_the_batch_comes(
    tmp_path: Path, batch: Case
) -> None:
    early = made(tmp_path / "early")
    merge_facts(early, [Writer("bea").write("custody", Custody("b-1", "i0", "sealed"))])
    take(early, batch)
    assert item_view(early, row(early, "i0")).sealed
    before = derived(early)
    with early.write() as conn:
        projections.rebuild(conn)
    assert derived(early) == before
    early.close()


def test_a_file_of_results_carries_no_note_on_a_sealed_item(ws: Workspace, tmp_path: Path) -> None:
    flag_item(ws, "b-1", "i0", on=True, note="quotes it")
    flag_item(ws, "b-1", "i1", on=True, note="harmless")
    assert export_results(ws, tmp_path / "before.smo")["texts"] == 2
    seal_item(ws, "b-1", "i0")
    counts = export_results(ws, tmp_path / "after.smo")
    assert (counts["texts"], counts["facts"]) == (1, 3)


def test_the_card_tells_hashes_sizes_and_handling_and_no_content(
    ws: Workspace, tmp_path: Path
) -> None:
    flag_item(ws, "b-1", "i0", on=True, note="quotes it")
    seal_item(ws, "b-1", "i0")
    note_handling(ws, "b-1", "i0", "viewed")
    out = tmp_path / "card.txt"
    save_card(ws, "b-1", "i0", out)
    card = out.read_text("utf-8")
    assert card == card_text(custody_record(ws, "b-1", "i0")) + "\n"
    text_hash = hashlib.sha256(WORDS.encode()).hexdigest()
    for told in (SHA, text_hash, "14 bytes", "17 bytes", "b-1", "i0", ws.identity.person):
        assert told in card
    assert [
        word for word in ("sealed (may be illegal", "card opened", "handed on") if word in card
    ] == ["sealed (may be illegal", "card opened", "handed on"]
    assert WORDS not in card and "quotes" not in card


def test_a_fact_of_custody_holds_no_word_of_the_content(ws: Workspace) -> None:
    seal_item(ws, "b-1", "i0")
    note_handling(ws, "b-1", "i0", "referred")
    release_item(ws, "b-1", "i0", "cleared")
    for body in exported(ws)[0]:
        payload = json.loads(body)["payload"]
        assert payload.keys() <= {"batch", "item", "act", "reason", "releases"}


def test_after_a_purge_the_seal_and_its_history_stand(ws: Workspace, batch: Case) -> None:
    seal_item(ws, "b-1", "i0")
    purge(ws, "b-1")
    record = custody_record(ws, "b-1", "i0")
    assert record.sealed and record.parts == ()
    take(ws, batch)
    assert item_view(ws, row(ws, "i0")).item.parts == ()
    with pytest.raises(UserError, match="sealed"):
        media(ws, "b-1", SHA)


def test_what_was_never_sealed_has_no_record(ws: Workspace) -> None:
    with pytest.raises(UserError, match="never sealed"):
        custody_record(ws, "b-1", "i1")
    with pytest.raises(UserError, match="not sealed"):
        note_handling(ws, "b-1", "i1", "viewed")
    with pytest.raises(UserError, match="no item"):
        seal_item(ws, "b-1", "nowhere")
    assert custody_records(ws) == ()


def test_the_terminal_lists_what_is_sealed(
    ws: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    seal_item(ws, "b-1", "i0")
    seal_item(ws, "b-1", "i1")
    release_item(ws, "b-1", "i1", "mistake")
    ws.close()

    def run(*words: str) -> str:
        def no_client(argv: list[str]) -> int:
            raise AssertionError(argv)

        assert cli.run(["--workspace", str(ws.path), *words], open_client=no_client) == 0
        return capsys.readouterr().out

    told = json.loads(run("custody", "--json"))
    assert told["sealed"] == 1
    assert [(one["item"], one["sealed"]) for one in told["items"]] == [("i0", True), ("i1", False)]
    fields = {"batch", "batch_name", "project", "item", "sealed", "parts", "entries"}
    assert told["items"][0].keys() == fields
    assert WORDS not in run("custody") and SHA in run("custody", "--item", "i0")
    assert run("custody", "--item", "i2").strip() == "No item is or was sealed."
    assert "Sealed items: 1" in run("numbers")
