"""From a figure to its items and back: over all batches, with the filter and the place kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication

from smo_review.domain.bundles import Sampling
from smo_review.domain.filters import Filter
from smo_review.domain.views import BatchItems, QueueFilter
from smo_review.queries.behind import batches_behind
from tests.helpers.session_driver import started
from tests.helpers.store_cases import Case, made
from tests.helpers.trend_cases import Said, batch_of, judge, week
from ui.choosing.batches import BatchChoice
from ui.review.page import ReviewPage
from ui.shell import theme
from ui.shell.acts import Act
from ui.tour.driver import Driver

FIRST = week(0, 12, 5, annotator="ann")
SECOND = [*week(1, 9, 2, annotator="ann"), *week(1, 6, 0, annotator="bob")]
THIRD = week(2, 8, 0, annotator="bob")


def named(said: list[Said], batch: str) -> Case:
    """The batch, called by its id."""
    one = batch_of(said, batch)
    return structs.replace(one, info=structs.replace(one.info, name=batch))


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    """A client over three batches."""
    batches = {"b-1": FIRST, "b-2": SECOND, "b-3": THIRD}
    ws = made(tmp_path / "lead", *(named(said, name) for name, said in batches.items()))
    for name, said in batches.items():
        judge(ws, said, name)
    ws.close()
    driver = Driver(qapp, tmp_path, "lead")
    started(driver)
    yield driver
    driver.close()
    theme.apply(qapp, "light", 100)


def choice(driver: Driver) -> BatchChoice:
    """The list of batches that was opened."""
    driver.wait(lambda: driver.app.activeModalWidget() is not None, "the batches are offered")
    dialog = driver.app.activeModalWidget()
    assert isinstance(dialog, BatchChoice)
    return dialog


def cells(dialog: BatchChoice) -> list[tuple[str, str]]:
    rows = range(dialog.table.rowCount())
    return [(dialog.table.item(r, 0).text(), dialog.table.item(r, 1).text()) for r in rows]


def review(driver: Driver) -> ReviewPage:
    driver.settle()
    return driver.review


def test_a_number_over_all_batches_opens_any_of_them_and_the_way_back_leads_to_its_line(
    driver: Driver,
) -> None:
    driver.press(Act.GO_NUMBERS)
    driver.press(Act.BY_ANNOTATOR)
    driver.settle()
    numbers = driver.client.page(Act.GO_NUMBERS)
    names = [numbers.model.group(row).key for row in range(2)]
    ann = numbers.table.model().mapFromSource(numbers.model.index(names.index("ann"), 0))
    numbers.table.selectRow(ann.row())
    driver.press(Act.OPEN_ITEMS)
    dialog = choice(driver)
    assert cells(dialog) == [("b-1", "12"), ("b-2", "9")], "b-3 has none of hers"
    driver.key("Down")
    driver.key("Return")
    page = review(driver)
    assert page.presenter.walk.batch == "b-2" and len(page.presenter.walk.listing.rows) == 9
    assert page.queue.back.isVisible()
    driver.press(Act.BACK)
    assert numbers.isVisible()
    assert [numbers.model.group(row).key for row in numbers.table.rows_chosen()] == ["ann"]
    driver.press(Act.OPEN_ITEMS)
    assert choice(driver).table.currentRow() == 0, "after the last comes the first again"
    driver.key("Esc")
    driver.settle()
    assert numbers.isVisible(), "nothing was opened"


def test_a_verdict_given_meanwhile_leaves_the_chosen_line_the_mark_and_the_filter(
    driver: Driver,
) -> None:
    driver.client.context.filters.set(annotator="ann")
    driver.press(Act.GO_TRENDS)
    driver.settle()
    trends = driver.client.page(Act.GO_TRENDS)
    driver.press(Act.TREND_PARETO)
    driver.settle()
    driver.key("Right")
    link = trends.blocks.current.view.link
    driver.key("Return")
    dialog = choice(driver)
    assert cells(dialog) == [("b-1", "5"), ("b-2", "2")]
    driver.key("Return")
    page = review(driver)
    assert page.presenter.walk.batch == "b-1"
    driver.press(Act.CORRECT)
    driver.settle()
    driver.press(Act.BACK)
    driver.settle()
    assert trends.isVisible() and trends.blocks.current.view.link == link != ""
    assert driver.client.context.filters.filter == Filter(annotator="ann")


def test_where_one_batch_has_all_items_nothing_is_asked(driver: Driver) -> None:
    driver.client.context.filters.set(annotator="bob", language="")
    about = Filter(annotator="bob", since="2026-01-19")
    driver.client.context.navigate.open_items(about, QueueFilter(judged=about))
    driver.wait(lambda: review(driver).presenter.walk.batch == "b-3", "the batch opens by itself")


def test_a_figure_without_items_says_so_and_stays(driver: Driver) -> None:
    driver.press(Act.GO_NUMBERS)
    about = Filter(annotator="nobody")
    driver.client.context.navigate.open_items(about, QueueFilter(judged=about))
    driver.settle()
    assert driver.client.notices.last.what == "No item is behind this figure."
    assert driver.client.page(Act.GO_NUMBERS).isVisible()


def test_back_goes_through_the_pages_and_is_out_of_reach_at_the_first(driver: Driver) -> None:
    assert not driver.client.actions.is_ready(Act.BACK)
    for act in (Act.GO_NUMBERS, Act.GO_TRENDS, Act.GO_DISPUTES):
        driver.press(act)
    for place in (Act.GO_TRENDS, Act.GO_NUMBERS, Act.GO_DAY):
        driver.press(Act.BACK)
        assert driver.client.actions.action(place).isChecked()
    assert not driver.client.actions.is_ready(Act.BACK)


def test_batches_behind_a_figure_are_those_that_it_counts(tmp_path: Path) -> None:
    drawn = batch_of(week(0, 4, 1), "b-9")
    risk = Sampling("look", "risk: low-confidence", "7", 50, 4, purpose="risk")
    drawn = structs.replace(drawn, info=structs.replace(drawn.info, sampling=risk))
    ws = made(tmp_path / "ws", named(FIRST, "b-1"), drawn)
    judge(ws, FIRST, "b-1")
    judge(ws, week(0, 4, 1), "b-9")
    everything = QueueFilter(show="done")
    assert batches_behind(ws, Filter(), everything) == (BatchItems("b-1", "b-1", 12),)
    assert [one.batch for one in batches_behind(ws, Filter(purpose="risk"), everything)] == ["b-9"]
    assert [one.items for one in batches_behind(ws, Filter(batch="b-9"), everything)] == [4]
    assert batches_behind(ws, Filter(project="another"), everything) == ()
    ws.close()
