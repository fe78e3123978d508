"""The same content judged before: found by bytes, picture, key frames or words; gone with purge."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.content import Item, Part
from smo_review.domain.seen import Print, Seen
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.purge import purge
from smo_review.operations.seen import keep_prints
from smo_review.operations.undo import undo
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.queue import row_of
from smo_review.queries.seen import already_seen
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import case, derived, made

POST = "Fresh mangoes from our garden, two dollars a kilo, call before noon and ask for Dara."
OTHER = "Old bicycles for sale near the market, ask for Bopha in the blue house at the corner."
MEDIA = hashlib.sha256(b"picture").hexdigest()
BITS = random.Random(7).randbytes(32)


def picture(name: str, media: str = "") -> Item:
    sha = media or hashlib.sha256(name.encode()).hexdigest()
    return Item(name, (Part("image", media=sha),))


def clip(name: str) -> Item:
    return Item(name, (Part("video", media=hashlib.sha256(name.encode()).hexdigest()),))


def text(name: str, words: str) -> Item:
    return Item(name, (Part("text", text=words),))


ITEMS = [
    text("first", POST),
    text("again", POST),
    text("nearly", POST + " Hurry!"),
    text("other", OTHER),
    picture("photo", MEDIA),
    picture("photo-again", MEDIA),
    picture("photo-small"),
    picture("photo-else"),
    clip("clip"),
    clip("clip-cut"),
    Item("post", (Part("text", text=POST), Part("image", media=MEDIA))),
    Item("post-else", (Part("text", text=POST), Part("image", media="aa" * 32))),
    Item("bare"),
    Item("repeat", (Part("text", text=OTHER),), weight=0),
]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(ITEMS))
    yield workspace
    workspace.close()


def row(ws: Workspace, item: str) -> int:
    found = row_of(ws, "b-1", item)
    assert found is not None
    return found


def judge(ws: Workspace, item: str, *prints: Print, note: str = "Seen it") -> None:
    draft = VerdictDraft(
        "b-1", item, "ann", "incorrect", findings=(FindingDraft(code="over"),), note=note
    )
    record_verdict(ws, draft)
    keep_prints(ws, row(ws, item), prints)


def seen(ws: Workspace, item: str, *prints: Print) -> Seen | None:
    return already_seen(ws, row(ws, item), prints)


def turned(bits: bytes, count: int) -> bytes:
    number = int.from_bytes(bits, "big")
    for bit in random.Random(count).sample(range(256), count):
        number ^= 1 << bit
    return number.to_bytes(32, "big")


def test_the_same_text_is_found_with_what_was_said_of_it(ws: Workspace) -> None:
    judge(ws, "first")
    found = seen(ws, "again")
    assert found is not None
    assert (found.batch, found.item, found.same) == ("b-1", "first", True)
    assert (found.outcomes, found.codes, found.note) == (("incorrect",), ("over",), "Seen it")


def test_nearly_the_same_text_is_found_and_told_apart_from_the_same(ws: Workspace) -> None:
    judge(ws, "first")
    found = seen(ws, "nearly")
    assert found is not None
    assert not found.same
    assert seen(ws, "other") is None


def test_an_item_is_not_its_own_double_and_an_empty_one_has_none(ws: Workspace) -> None:
    judge(ws, "first")
    judge(ws, "bare")
    assert seen(ws, "first") is None
    assert seen(ws, "bare") is None


def test_the_same_bytes_are_found_without_any_print(ws: Workspace) -> None:
    judge(ws, "photo")
    found = seen(ws, "photo-again")
    assert found is not None
    assert found.same


@pytest.mark.parametrize(("bits", "near"), [(0, True), (31, True), (32, False)])
def test_a_picture_is_found_up_to_the_published_distance(
    ws: Workspace, bits: int, near: bool
) -> None:
    judge(ws, "photo", Print(0, "picture", BITS))
    found = seen(ws, "photo-small", Print(0, "picture", turned(BITS, bits)))
    assert (found is not None) is near
    assert seen(ws, "photo-else", Print(0, "picture", random.Random(8).randbytes(32))) is None


def test_a_video_is_found_where_three_key_frames_are_nearly_the_same(ws: Workspace) -> None:
    dice = random.Random(3)
    frames = [dice.randbytes(32) for _ in range(5)]
    judge(ws, "clip", *(Print(0, "frame", bits) for bits in frames))
    others = [dice.randbytes(32) for _ in range(5)]
    cut = [turned(bits, 10) for bits in frames[:3]] + others[:2]
    assert seen(ws, "clip-cut", *(Print(0, "frame", bits) for bits in cut)) is not None
    less = [*frames[:2], *others[:3]]
    assert seen(ws, "clip-cut", *(Print(0, "frame", bits) for bits in less)) is None


def test_a_post_is_the_same_only_where_every_part_is(ws: Workspace) -> None:
    judge(ws, "post")
    assert seen(ws, "post-else") is None
    judge(ws, "post-else")
    found = seen(ws, "first")
    assert found is not None
    assert found.item in ("post", "post-else")


def test_a_verdict_that_was_undone_is_not_told(ws: Workspace) -> None:
    judge(ws, "first")
    undo(ws)
    assert seen(ws, "again") is None


def test_prints_go_when_the_batch_is_purged_and_touch_no_derived_table(ws: Workspace) -> None:
    judge(ws, "other")
    before = derived(ws)
    keep_prints(ws, row(ws, "first"))
    assert derived(ws) == before
    purge(ws, "b-1")
    with ws.read() as conn:
        for table in ("prints", "print_bands"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    keep_prints(ws, row(ws, "first"))
    with ws.read() as conn:
        assert conn.execute("SELECT count(*) FROM prints").fetchone() == (0,)


def test_keeping_again_adds_nothing(ws: Workspace) -> None:
    for _ in range(2):
        keep_prints(ws, row(ws, "photo"), (Print(0, "picture", BITS),))
    with ws.read() as conn:
        assert conn.execute("SELECT count(*) FROM prints").fetchone() == (2,)


def test_a_hidden_repeat_is_silent_both_ways(ws: Workspace) -> None:
    """It weighs nothing; a note "judged before" would give it away."""
    judge(ws, "other")
    assert already_seen(ws, row(ws, "repeat")) is None
    judge(ws, "repeat")
    assert already_seen(ws, row(ws, "other")) is None
