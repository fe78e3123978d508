"""From each kind of row of the overview to where it is decided, and back, in the real client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication

from smo_review.domain.disputes import FindingAnswer
from smo_review.domain.facts import Verdict, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.learning import GoldRecord
from smo_review.domain.project import Kpi
from smo_review.operations.actions import (
    ActionDraft,
    IncidentDraft,
    save_action,
    save_incident,
)
from smo_review.store.ledger import merge_facts
from tests.helpers.session_driver import started
from tests.helpers.store_cases import DAY, Case, Writer
from tests.helpers.trend_cases import OVER, Said, workspace_of
from tests.helpers.trends_desk import drifting
from ui.lead.page import LeadPage
from ui.shell.actions import Act
from ui.tour.driver import Driver

KEPT = Filter(batch="b-1", purpose="all")


def aiming(one: Case) -> Case:
    """The batch, with a target that it misses by far."""
    kpis = (Kpi("accuracy", {"en": "Accuracy"}, 0.95, 0.9),)
    return structs.replace(one, project=structs.replace(one.project, kpis=kpis))


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    return {}


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path, ids: dict[str, str]) -> Iterator[Driver]:
    """A lead's client with something of every kind to look at."""
    said = [*drifting(), Said(9, findings=(OVER,), second=()), Said(9)]
    ws = workspace_of(tmp_path / "lead", said, change=aiming)
    ids["action"] = save_action(
        ws, ActionDraft("Explain", "Dara", "2026-03-20", "2026-03-10", Filter(batch="b-1"))
    ).id
    draft = IncidentDraft("A new dance", "2026-03-02", project="project")
    ids["incident"] = save_incident(ws, draft).id
    dee, eve = Writer("dee"), Writer("eve")
    found = dee.write("verdict", Verdict("b-1", "i1", "ann", "incorrect", findings=(OVER,)), DAY)
    answer = FindingAnswer(
        batch="b-1", item="i1", annotator="ann", verdict=fact_hash(found), finding=0,
        code="over", answer="dispute",
    )  # fmt: skip
    golds = [
        who.write("gold", GoldRecord("b-1", "i2", (label,)), time)
        for who, label, time in ((dee, "hate", 2 * DAY), (eve, "spam", 3 * DAY))
    ]
    merge_facts(ws, [found, dee.write("finding-answer", answer, DAY), *golds])
    ws.close()
    made = Driver(qapp, tmp_path, "lead")
    started(made)
    yield made
    made.close()


def page(driver: Driver) -> LeadPage:
    found: LeadPage = driver.client.page(Act.GO_NUMBERS)
    return found


def goes(driver: Driver, key: str) -> None:
    """On the overview, down to a row and Enter."""
    panel = page(driver).overview
    driver.wait(lambda: panel.busy.text().startswith("Looked at"), "the overview is read")
    driver.settle()
    driver.key("Home")
    for _ in range(30):
        if panel.chosen is not None and panel.chosen.key == key:
            driver.key("Return")
            driver.settle()
            return
        driver.key("Down")
    raise AssertionError(f"there is no row {key!r} among {[row.key for row in panel.rows]}")


def test_every_row_leads_where_it_is_decided_and_back_returns(
    driver: Driver, ids: dict[str, str]
) -> None:
    filters = driver.context.filters
    filters.show(KEPT, {"measure": "findings", "section": "gaps"})
    driver.press(Act.GO_NUMBERS)
    client = driver.client

    def visible(act: Act) -> bool:
        return bool(client.page(act).isVisible())

    def trends(filter: Filter, **choices: str) -> bool:
        return (
            visible(Act.GO_TRENDS)
            and filters.filter == filter
            and choices.items() <= filters.choices.items()
        )

    causes, disputes = client.page(Act.GO_CAUSES), client.page(Act.GO_DISPUTES)
    batch = driver.review.presenter
    ways: dict[str, Callable[[], bool]] = {
        "signal errors   ": lambda: trends(KEPT, section="chart", measure="errors", by="week"),
        "signal errors  ann ": lambda: trends(structs.replace(KEPT, annotator="ann")),
        "change critical": lambda: trends(
            KEPT, section="compare", measure="critical", **{"before-since": "2026-03-02"}
        ),
        f"action {ids['action']}": lambda: (
            visible(Act.GO_CAUSES)
            and causes.actions_view.action is not None
            and causes.actions_view.action.action.action == ids["action"]
        ),
        f"incident {ids['incident']}": lambda: (
            visible(Act.GO_CAUSES)
            and causes.actions_view.incident is not None
            and causes.actions_view.incident.incident.incident == ids["incident"]
        ),
        "dispute open": lambda: (
            visible(Act.GO_DISPUTES)
            and disputes.list.current() is not None
            and disputes.list.current().key.item == "i1"
        ),
        "auditor bea": lambda: (
            visible(Act.GO_DISPUTES)
            and disputes.auditors.current() is not None
            and disputes.auditors.current().person == "bea"
        ),
        "unsettled": lambda: (
            visible(Act.GO_REVIEW)
            and batch.walk.opening is not None
            and len(batch.walk.opening.listing.rows) == 2
        ),
        "gold disputed": lambda: (
            visible(Act.GO_LEARN) and client.page(Act.GO_LEARN).golds.isVisible()
        ),
    }
    for key, landed in ways.items():
        goes(driver, key)
        driver.wait(landed, f"the row {key!r} leads where it is decided")
        driver.press(Act.BACK)
        driver.wait(lambda: page(driver).overview.isVisible(), f"back from {key!r}")
        assert filters.filter == KEPT
        assert filters.choice("measure", "") == "findings"
        chosen = page(driver).overview.chosen
        assert chosen is not None and chosen.key == key, "the row is still chosen"
