"""No content is painted by any widget of the whole client in a session without a reveal.

The same session with the cover switched off must be caught; else this proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.helpers.flash_batch import flash_batch
from tests.helpers.flash_session import begin, steps, uncovered_image
from tests.helpers.flash_watch import FlashWatch, flash_watch
from ui.shell import theme
from ui.stage import cover as covers
from ui.tour.driver import Driver


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return flash_batch(tmp_path_factory.mktemp("flash") / "batch.smo")


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "auditor")
    yield made
    made.close()
    theme.apply(qapp, "light", 100)


def session(driver: Driver, watch: FlashWatch, batch: Path, last: str = "") -> None:
    """The session, watched from before the first paint of content; whole, or up to a step."""
    watch.doing = "opening the batch"
    begin(driver, batch)
    for name, act in steps(driver, batch):
        watch.doing = name
        act()
        driver.settle()
        watch.look_around()
        if name == last:
            return


def test_no_widget_paints_content_in_a_session_without_a_reveal(
    qapp: QApplication, driver: Driver, batch: Path
) -> None:
    with flash_watch(qapp) as watch:
        session(driver, watch, batch)
    assert watch.flashes == []
    assert watch.paints > 500
    assert {"Canvas", "Board", "TextPage", "MainWindow"} <= watch.painters


@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
def test_with_the_cover_switched_off_the_same_session_is_caught(
    qapp: QApplication,
    driver: Driver,
    batch: Path,
    monkeypatch: pytest.MonkeyPatch,
    grey: bool,
) -> None:
    raw = uncovered_image(grey)
    monkeypatch.setattr(covers, "cover_image", lambda cover: raw)
    with flash_watch(qapp) as watch:
        session(driver, watch, batch, "speaking km")
    caught = "\n".join(watch.flashes)
    for what in (
        "opening the batch",
        "a video",
        "a post",
        "the next item",
        "resizing",
        "full screen",
        "the palette",
        "dark theme",
        "speaking km",
        "back from GO_DAY",
    ):
        assert f" {what}: " in caught, what
