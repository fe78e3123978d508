"""From a drift in the numbers to the item on the stage, in the real client, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from smo_review.domain.filters import Filter
from smo_review.queries.items import item_view
from tests.helpers.trend_cases import week, workspace_of
from ui.shell.actions import Act
from ui.tour.driver import Driver
from ui.trends.page import TrendsPage


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    """A lead's client whose label “hate” drifts from the ninth week on."""
    said = [
        one
        for n in range(11)
        for one in (*week(n, 30, 1 if n < 8 else 12), *week(n, 30, 2, label="spam"))
    ]
    workspace_of(tmp_path / "lead", said).close()
    made = Driver(qapp, tmp_path, "lead")
    yield made
    made.close()


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_a_drift_is_read_filtered_and_opened_on_the_stage(driver: Driver) -> None:
    driver.settle()
    driver.press(Act.GO_TRENDS)
    page = driver.client.page(Act.GO_TRENDS)
    assert isinstance(page, TrendsPage)
    driver.wait(lambda: "fits best from 2026-03-02" in words(page), "the drift is told")
    driver.context.filters.set(label="spam")
    driver.wait(lambda: "No rule is broken" in words(page), "the other label is steady")
    driver.context.filters.set(label="hate")
    driver.wait(lambda: "Western Electric 1" in words(page), "the label that drifts is named")
    for _ in range(9):
        driver.key("Right")
    driver.wait(lambda: "2026-03-02: 40.0%" in words(page), "the week is under the keyboard")
    driver.key("Return")
    driver.wait(
        lambda: driver.review.isVisible() and driver.review.position.view is not None,
        "its items are in the queue",
    )
    driver.settle()
    opening = driver.review.presenter.walk.opening
    assert opening is not None
    rows = opening.listing.rows
    assert len(rows) == 12
    for row in rows:
        view = item_view(driver.context.workspace, row)
        assert [one.annotation.labels for one in view.annotations] == [("hate",)]
        assert view.annotations[0].verdicts[0].outcome == "incorrect"
    assert "Since: 2026-03-02" in driver.review.queue.narrowed.accessibleName()
    driver.press(Act.GO_NUMBERS)
    assert driver.context.filters.filter == Filter(label="hate")
    driver.press(Act.BY_ANNOTATOR)
    numbers = driver.client.page(Act.GO_NUMBERS)
    driver.wait(lambda: "286 of 330 correct" in words(numbers), "the filter stays")
