"""What review keeps for the person alone: seconds revealed, and the least level that sufficed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.private import PrivateFigures, Revealed, Sufficed
from smo_review.domain.views import AnnotationView, ItemView
from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.purge import purge
from smo_review.operations.results import export_results
from smo_review.operations.signer import own_identity
from smo_review.queries.private import my_figures
from smo_review.store import private
from tests.helpers.review_desk import Desk, workspace_with_batch
from ui.shell.settings import SettingsStore
from ui.stage.exposure import Exposure, Measured

CATEGORY = "for sale"
ITEMS = [
    Item(f"ad-{n}", (Part("text", text=f"Offer number {n}"),), category=CATEGORY, severity=2)
    for n in range(1, 4)
]
ANNOTATIONS = [Annotation(item.id, name, (Mark("hate"),)) for item in ITEMS for name in ("a", "b")]


class FakeClock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def measuring(clock: FakeClock) -> Exposure:
    return Exposure(clock)


def view(row: int = 1, severity: int | None = 2, parts: int = 1) -> ItemView:
    item = msgspec.structs.replace(ITEMS[0], severity=severity, parts=ITEMS[0].parts * parts)
    entry = AnnotationView(ANNOTATIONS[0], (), False)
    return ItemView(row, "batch", row, item, (entry,), False, "")


# Measuring


def test_only_what_is_revealed_is_measured(measuring: Exposure, clock: FakeClock) -> None:
    measuring.opened(view())
    clock.wait(60)
    measuring.shown("outline")
    clock.wait(4)
    measuring.shown("covered")
    clock.wait(60)
    assert measuring.take() == Measured({2: {"outline": 4.0}}, {})
    assert not measuring.take()


def test_seconds_belong_to_the_item_that_was_revealed(
    measuring: Exposure, clock: FakeClock
) -> None:
    measuring.opened(view(1, severity=4))
    measuring.shown("clear")
    clock.wait(1)
    measuring.shown("covered")
    measuring.opened(view(2, severity=None))
    measuring.shown("grey")
    clock.wait(2)
    assert measuring.take().seconds == {4: {"clear": 1.0}, None: {"grey": 2.0}}
    clock.wait(3)
    assert measuring.take().seconds == {None: {"grey": 3.0}}


def test_the_most_revealed_since_the_item_was_opened_is_what_sufficed(
    measuring: Exposure,
) -> None:
    measuring.opened(view(1))
    measuring.judged(1)
    measuring.shown("grey")
    measuring.shown("covered")
    measuring.judged(2)
    measuring.opened(view(1))
    measuring.judged(1)
    measuring.opened(view(2))
    measuring.judged(1)
    sufficed = measuring.take().sufficed
    assert sufficed == {("covered", CATEGORY, 2): 2, ("grey", CATEGORY, 2): 3}


def test_a_project_that_shows_facts_only_counts_those_as_the_least(measuring: Exposure) -> None:
    measuring.shown("facts")
    measuring.opened(view())
    measuring.judged(1)
    assert measuring.take().sufficed == {("facts", CATEGORY, 2): 1}


def test_where_there_is_no_content_nothing_had_to_suffice(measuring: Exposure) -> None:
    measuring.opened(view(parts=0))
    measuring.judged(1)
    measuring.opened(None)
    measuring.judged(1)
    assert not measuring.take()


# In the client


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore, clock: FakeClock) -> Iterator[Desk]:
    settings.change(reveal_level="grey")
    workspace, batch = workspace_with_batch(tmp_path / "desk", ITEMS, ANNOTATIONS)
    desk = Desk(qtbot, workspace, batch, settings)
    desk.page.exposure.exposure = Exposure(clock)
    desk.page.exposure.opened(desk.view)
    yield desk
    desk.close()


def figures(desk: Desk) -> PrivateFigures:
    """What is kept once the page was asked to cover, as when the person goes elsewhere."""
    desk.signals.covered_wanted.emit()
    return my_figures(desk.workspace)


def test_three_seconds_grey_and_two_clear_are_kept_and_nothing_else(
    desk: Desk, clock: FakeClock
) -> None:
    clock.wait(30)
    desk.press("V")
    clock.wait(3)
    desk.press("=")
    clock.wait(2)
    desk.press("Esc")
    clock.wait(30)
    desk.press("J")
    kept = figures(desk)
    assert kept.revealed == (Revealed(2, "clear", 2000, 2000), Revealed(2, "grey", 3000, 3000))
    assert kept.sufficed == ()


def test_a_window_that_is_left_counts_as_covered(
    qtbot: QtBot, desk: Desk, clock: FakeClock
) -> None:
    desk.press("V")
    clock.wait(3)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    clock.wait(3600)
    assert figures(desk).revealed == (Revealed(2, "grey", 3000, 3000),)


def test_a_verdict_without_revealing_is_kept_as_covered_wellbeing_8(desk: Desk) -> None:
    desk.press("A", "S")
    assert (desk.outcome("ad-1", "a"), desk.outcome("ad-1", "b")) == ("correct", "ambiguous")
    assert desk.where == ("ad-2", "a")
    desk.press("V", "Esc", "A")
    assert figures(desk).sufficed == (
        Sufficed(CATEGORY, "covered", 2),
        Sufficed(CATEGORY, "grey", 1),
    )


def test_all_correct_counts_every_verdict_and_a_note_added_later_none(desk: Desk) -> None:
    desk.press("A", "Shift+A")
    desk.press("K", "E")
    desk.type("Seen before")
    desk.press("Ctrl+Enter")
    mine = desk.stored("ad-1", "a").mine
    assert mine is not None
    assert mine.note == "Seen before"
    assert figures(desk).sufficed == (Sufficed(CATEGORY, "covered", 2),)


def test_a_verdict_is_written_before_what_was_measured_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    write = desk.tasks.write

    def noted(fn: object, *args: object, **kw: object) -> None:
        order.append(getattr(fn, "__qualname__", ""))
        write(fn, *args, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.tasks, "write", noted)
    desk.press("V", "A", "A")
    assert [name for name in order if name == "hand_over"] == []
    desk.signals.covered_wanted.emit()
    assert order[-1] == "hand_over"


def test_what_was_measured_is_handed_over_by_itself_a_moment_after_the_item(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.page.exposure._timer.setInterval(1)
    desk.press("A", "A")
    qtbot.waitUntil(lambda: my_figures(desk.workspace).sufficed != ())


def test_figures_that_cannot_be_kept_are_told_once_and_stop_no_verdict(desk: Desk) -> None:
    (desk.workspace.path / private.DATABASE).write_bytes(b"spoilt" * 1000)
    desk.press("A")
    desk.signals.covered_wanted.emit()
    assert desk.said().startswith("Your private figures cannot be opened.")
    desk.notices.info("Something else")
    desk.press("A")
    desk.signals.covered_wanted.emit()
    assert desk.said() == "Something else"
    assert desk.outcome("ad-1", "b") == "correct"


def test_nothing_of_it_is_in_files_made_after_a_session(
    desk: Desk, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press("V")
    clock.wait(4321)
    desk.press("A", "A")
    before = figures(desk)
    assert before.revealed == (Revealed(2, "grey", 4_321_000, 4_321_000),)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "one", "text": "An offer", "annotator": "a", "label": "fine"}')

    def opened(folder: Path) -> None:
        raise AssertionError("the private figures were opened")

    with monkeypatch.context() as watched:
        watched.setattr(private, "_open", opened)
        export_results(desk.workspace, tmp_path / "results.smo")
        pack(rows, tmp_path / "batch.smo", PackOptions(), own_identity())
        purge(desk.workspace, desk.batch)
    for name in ("results.smo", "batch.smo"):
        with zipfile.ZipFile(tmp_path / name) as bundle:
            held = b"".join(bundle.read(part) for part in bundle.namelist())
        assert b"annotator" in held
        assert b"4321000" not in held
        assert b"sufficed" not in held
    assert my_figures(desk.workspace) == before
