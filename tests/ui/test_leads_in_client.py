"""Who is no lead of a project finds the leads' buttons off, and is told who may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.helpers.session_driver import started
from tests.helpers.store_cases import made
from tests.unit.test_leads import ID, disputed_in, shifted
from ui.shell import theme
from ui.shell.acts import Act
from ui.tour.driver import Driver

RULES = (Act.RULE_ACCEPT, Act.RULE_PARTLY, Act.RULE_REJECT)


@pytest.fixture
def driver(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    """A client over a dispute, or over an action, in a project that others lead or the person."""
    what, others = request.param
    ws = made(tmp_path / "lead")
    leads = (ID,) if others else (ws.identity.person,)
    if what == "dispute":
        disputed_in(ws, tmp_path / "others", *leads)
    else:
        shifted(ws, *leads)
    ws.close()
    driver = Driver(qapp, tmp_path, "lead")
    started(driver)
    yield driver
    driver.close()
    theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("driver", [("dispute", True)], indirect=True)
def test_rulings_of_others_projects_are_off_with_the_reason(driver: Driver) -> None:
    driver.press(Act.GO_DISPUTES)
    driver.settle()
    page = driver.client.page(Act.GO_DISPUTES)
    assert page.list._who.isVisible() and ID in page.list._who.text()
    for act in RULES:
        assert not driver.client.actions.is_ready(act)
        assert ID in driver.client.actions.action(act).toolTip()
        driver.press(act)
    assert driver.app.activeModalWidget() is None


@pytest.mark.parametrize("driver", [("dispute", False)], indirect=True)
def test_a_lead_has_them_with_their_own_tips(driver: Driver) -> None:
    driver.press(Act.GO_DISPUTES)
    driver.settle()
    assert driver.client.page(Act.GO_DISPUTES).list._who.isHidden()
    for act in RULES:
        assert driver.client.actions.is_ready(act)
        told = driver.client.actions.action(act).toolTip()
        assert told == driver.client.actions.tooltip(act)


@pytest.mark.parametrize("driver", [("action", True)], indirect=True)
def test_actions_of_others_projects_cannot_be_closed_here(driver: Driver) -> None:
    driver.press(Act.GO_CAUSES)
    driver.press(Act.CAUSE_ACTIONS)
    driver.settle()
    assert driver.client.page(Act.GO_CAUSES).actions_view.action.state == "works"
    for act in (Act.CLOSE_ACTION, Act.REOPEN_ACTION):
        assert not driver.client.actions.is_ready(act)
        assert ID in driver.client.actions.action(act).toolTip()


@pytest.mark.parametrize("driver", [("action", False)], indirect=True)
def test_a_lead_closes_an_action_that_works(driver: Driver) -> None:
    driver.press(Act.GO_CAUSES)
    driver.press(Act.CAUSE_ACTIONS)
    driver.settle()
    driver.press(Act.CLOSE_ACTION)
    driver.settle()
    assert driver.client.page(Act.GO_CAUSES).actions_view.action.state in ("closed", "lost")
