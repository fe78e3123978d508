"""The media lane: what is needed first comes first, stale answers never arrive, all ends well."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from smo_review.domain.errors import UserError
from tests.helpers.stage_media import FakeStills, pattern
from ui.stage.loader import MediaLoader
from ui.stage.shots import Opened, Shot, Source, Want

FILES = {name: [pattern(64, 48)] for name in ("a", "b", "c", "d")} | {
    "film": [pattern(64, 48, n) for n in range(10)]
}
WANT = Want(64, 48, "clear")


def source(name: str) -> Source:
    return Source("batch", name)


@pytest.fixture
def child() -> FakeStills:
    return FakeStills(FILES)


@pytest.fixture
def loader(qtbot: Any, child: FakeStills) -> Iterator[MediaLoader]:
    made = MediaLoader(lambda batch, sha: f"{batch} {sha}".encode(), lambda: child)
    yield made
    made.close()


def test_a_cover_arrives_in_the_window_s_thread_and_is_there_at_once_the_next_time(
    loader: MediaLoader, qtbot: Any
) -> None:
    found: list[Opened] = []
    threads: list[threading.Thread] = []

    def done(opened: Opened) -> None:
        found.append(opened)
        threads.append(threading.current_thread())

    loader.open(source("a"), done)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert threads == [threading.main_thread()]
    cover = found[0].cover
    assert cover is not None and max(cover.width(), cover.height()) == 16
    loader.open(source("a"), done)
    assert len(found) == 2


def test_the_window_waits_a_moment_for_a_cover_and_no_longer(
    loader: MediaLoader, child: FakeStills, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Opened] = []
    monkeypatch.setattr("ui.stage.loader.PATIENCE", 10.0)
    loader.open(source("a"), found.append)
    assert len(found) == 1
    monkeypatch.setattr("ui.stage.loader.PATIENCE", 0.001)
    qtbot.waitUntil(lambda: loader.idle)
    child.gate = threading.Event()
    loader.open(source("b"), found.append)
    assert len(found) == 1
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert len(found) == 2


def test_what_is_looked_at_overtakes_what_is_only_prefetched(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.gate = threading.Event()
    loader.prefetch([(source(name), False) for name in ("a", "b", "c")])
    found: list[Opened] = []
    loader.open(source("d"), found.append)
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert [key for what, key in child.asked if what == "load"] == ["a", "d", "b", "c"]
    assert len(found) == 1


def test_an_item_that_is_wanted_while_it_is_prefetched_is_decoded_once(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.gate = threading.Event()
    loader.prefetch([(source("a"), False), (source("b"), False)])
    found: list[Opened] = []
    loader.open(source("a"), found.append)
    loader.open(source("b"), found.append)
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert len(found) == 2
    assert [key for what, key in child.asked if what == "load"] == ["a", "b"]


def test_prefetching_something_else_forgets_what_has_not_begun(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.gate = threading.Event()
    loader.prefetch([(source("a"), False), (source("b"), False)])
    loader.prefetch([(source("c"), False)])
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert [key for what, key in child.asked if what == "load"] == ["a", "c"]


def test_only_the_newest_picture_of_a_slot_arrives(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.gate = threading.Event()
    found: list[tuple[Shot, ...]] = []
    for name in ("a", "b", "c"):
        loader.shots(source(name), (WANT,), "picture 0", found.append, pytest.fail)
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert len(found) == 1
    assert "b" not in [key for _, key in child.asked]


def test_a_picture_that_was_covered_meanwhile_never_arrives(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.gate = threading.Event()
    found: list[object] = []
    loader.shots(source("a"), (WANT,), "picture 0", found.append, found.append)
    loader.drop("picture 0")
    child.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert found == []


def test_a_file_that_cannot_be_shown_says_so_in_plain_words(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    child.refuses["a"] = "cut"
    found: list[Opened] = []
    loader.open(source("a"), found.append)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert found[0].cover is None
    assert "ends too early" in found[0].error


def test_bytes_that_cannot_be_fetched_are_a_refusal_too(qtbot: Any, child: FakeStills) -> None:
    def fetch(batch: str, sha: str) -> bytes:
        raise UserError("The content of this batch was purged.")

    loader = MediaLoader(fetch, lambda: child)
    found: list[Opened] = []
    loader.open(source("a"), found.append)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert "purged" in found[0].error
    loader.close()


def test_a_file_for_which_the_child_had_no_more_room_is_given_to_it_again(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    found: list[Any] = []
    loader.open(source("a"), found.append)
    qtbot.waitUntil(lambda: len(found) == 1)
    child.loaded.clear()
    loader.shots(source("a"), (WANT,), "picture 0", found.append, pytest.fail)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert [what for what, _ in child.asked].count("load") == 2


def test_frames_past_the_end_are_left_out(loader: MediaLoader, qtbot: Any) -> None:
    opened: list[Opened] = []
    found: list[tuple[Shot, ...]] = []
    loader.open(source("film"), opened.append)
    wants = tuple(Want(1, 1, None, n) for n in range(7, 13))
    loader.shots(source("film"), wants, "frames", found.append, pytest.fail)
    qtbot.waitUntil(lambda: len(found) == 1)
    assert [shot.frame for shot in found[0]] == [7, 8, 9]
    assert all(shot.picture is None and shot.cover.width() <= 16 for shot in found[0])


def test_a_bug_in_the_lane_is_not_swallowed_and_does_not_stop_it(
    loader: MediaLoader, child: FakeStills, qtbot: Any
) -> None:
    found: list[Opened] = []
    with qtbot.captureExceptions() as caught:
        loader.open(source("no such file"), found.append)
        loader.open(source("a"), found.append)
        qtbot.waitUntil(lambda: loader.idle)
    assert [kind for kind, _, _ in caught] == [KeyError]
    assert len(found) == 1


def test_closing_in_the_middle_of_work_ends_the_child_and_answers_nobody(
    qtbot: Any, child: FakeStills
) -> None:
    child.gate = threading.Event()
    found: list[Opened] = []
    loader = MediaLoader(lambda batch, sha: b"", lambda: child)
    loader.open(source("a"), found.append)
    loader.open(source("b"), found.append)
    qtbot.waitUntil(lambda: child.asked != [])
    loader.close()
    assert child.closed
    assert found == []
    loader.open(source("c"), found.append)
    assert found == []
