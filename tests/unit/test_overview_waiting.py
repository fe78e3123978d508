"""What waits for somebody in the overview: each row from facts that were planted."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import structs

from smo_review.domain.content import Gold, Item, Part
from smo_review.domain.filters import Filter
from smo_review.domain.learning import GoldRecord
from smo_review.domain.overview import Overview, OverviewRow
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import Draw
from smo_review.operations.actions import (
    ActionDraft,
    IncidentDraft,
    close_action,
    mark_done,
    save_action,
    save_incident,
)
from smo_review.operations.disputes import assign_look
from smo_review.queries.actions import actions
from smo_review.queries.disputes import disputes
from smo_review.queries.overview import overview
from smo_review.reports.causes import effect_words
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.cause_cases import OVER as OVER_21
from tests.helpers.cause_cases import batch_of, day_of
from tests.helpers.cause_cases import judge as judged_days
from tests.helpers.dispute_cases import KEY
from tests.helpers.dispute_people import batch, bea, cho, lead
from tests.helpers.sampling_cases import drawn_into, source
from tests.helpers.store_cases import DAY, Writer, case, made, take
from tests.helpers.trend_cases import OVER, Said, week, workspace_of

__all__ = ["batch", "bea", "cho", "lead"]
AFTER = "2026-03-17"
"""A Tuesday: ten weeks of verdicts are over."""


def rows(told: Overview, area: str) -> list[OverviewRow]:
    return [row for row in told.rows if row.area == area]


def row(told: Overview, key: str) -> OverviewRow:
    return next(one for one in told.rows if one.key == key)


def share(hits: int):  # type: ignore[no-untyped-def]
    return lambda day, place, annotator: OVER_21 if place < hits else None


def test_actions_are_due_overdue_to_close_and_come_up_again(tmp_path: Path) -> None:
    ws, writer = made(tmp_path / "ws"), Writer("bea")

    def add(days: range, hits: int, name: str) -> None:
        one = batch_of(days, batch=name)
        take(ws, one)
        merge_facts(ws, judged_days(one, writer, share(hits)))

    add(range(14), 4, "b-1")
    measure = Filter(clause="2.1", clock="made")
    name = save_action(ws, ActionDraft("Again", "Dara", day_of(20), day_of(14), measure)).id

    def state(today: str) -> tuple[str, str] | None:
        told = rows(overview(ws, today=today), "actions")
        return (told[0].weight, told[0].state) if told else None

    assert state(day_of(10)) is None, "there is time"
    assert state(day_of(15)) == ("waits", "due")
    assert state(day_of(21)) == ("look", "overdue")
    mark_done(ws, name, day_of(15))
    assert state(day_of(21)) is None, "done, and nothing to see yet"
    add(range(16, 26), 1, "b-2")
    assert state(day_of(26)) == ("waits", "works")
    ready = row(overview(ws, today=day_of(26)), f"action {name}")
    (view,) = actions(ws, today=day_of(26))
    assert effect_words(view) in ready.words and "The shift is shown." in ready.words
    assert ready.figure is not None and (ready.figure.n, round(ready.figure.value, 3)) == (300, 0.1)
    assert (ready.way.to, ready.way.key) == ("action", name)
    close_action(ws, name)
    assert state(day_of(26)) is None
    add(range(27, 47), 6, "b-3")
    assert state(day_of(47)) == ("look", "lost")
    ws.close()


def test_an_incident_is_told_while_it_goes_on(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(2))
    said = save_incident(ws, IncidentDraft("A new dance", "2026-03-02", project="project"))
    told = row(overview(ws, today=AFTER), f"incident {said.id}")
    assert (told.weight, told.name) == ("waits", "A new dance")
    assert "Since 2026-03-02" in told.words
    save_incident(ws, IncidentDraft("A new dance", "2026-03-02", "2026-03-09", incident=said.id))
    assert rows(overview(ws, today=AFTER), "incidents") == []
    ws.close()


def test_disputes_are_counted_by_whose_turn_it_is(lead: Workspace) -> None:
    (view,) = disputes(lead)
    told = row(overview(lead), "dispute open")
    assert (told.weight, told.count, told.way.to) == ("waits", 1, "dispute")
    assert view.since and "Disputed annotations: 1, the oldest since 2" in told.words
    assign_look(lead, KEY, "cho")
    told = row(overview(lead), "dispute second-look")
    assert told.said == "with an auditor"


def test_batches_tell_what_is_left_and_what_is_late(tmp_path: Path) -> None:
    cases = [case(4, batch=f"b-{n}") for n in range(4)]
    due = [
        structs.replace(one, info=structs.replace(one.info, due=day, name=day or one.info.id))
        for one, day in zip(cases, ("2026-03-16", "2026-03-20", "", ""), strict=True)
    ]
    ws = made(tmp_path / "ws", *due)
    told = overview(ws, today=AFTER)
    assert [(one.name, one.weight, one.count, one.way.to) for one in rows(told, "batches")] == [
        ("2026-03-16", "look", 4, "batch"),
        ("2026-03-20", "waits", 4, "batch"),
        ("2 batches", "waits", 8, "batches"),
    ]
    one = overview(ws, Filter(batch="b-2"), AFTER)
    assert [row.way.key for row in rows(one, "batches")] == ["b-2"]
    ws.close()


def test_a_sample_that_is_not_back_is_told_and_annotations_to_settle(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", source())
    other = drawn_into(tmp_path, ws, Draw(SamplingPlan(n=10), "1", ("b-1",)))
    (told,) = rows(overview(other, today=AFTER), "batches")
    assert (told.state, told.count) == ("not returned", 10)
    assert "A sample: 10 of its 10 items are not back yet." in told.words
    other.close()
    ws.close()
    apart = [Said(0, findings=(OVER,), second=()), Said(0), Said(0, findings=(OVER,), second=())]
    ws = workspace_of(tmp_path / "apart", apart)
    told = row(overview(ws, Filter(annotator="ann"), AFTER), "unsettled")
    assert told.count == 2
    assert told.way.filter == Filter(annotator="ann", outcome="unsettled")
    ws.close()


def test_golds_that_no_longer_measure_are_counted_by_what_is_wrong(tmp_path: Path) -> None:
    texts = [Item(f"i{n}", (Part("text", text=f"text {n}"),)) for n in range(3)]
    ws = made(tmp_path / "ws", case(texts))
    with ws.write() as conn:
        conn.executemany(
            "INSERT INTO gold VALUES ('b-1', ?, ?)",
            [(f"i{n}", msgspec.json.encode(Gold(f"i{n}", ("hate",)))) for n in range(3)],
        )
    assert rows(overview(ws, today=AFTER), "gold") == []
    said = [
        Writer(name).write("gold", GoldRecord("b-1", "i0", (label,)), time)
        for name, label, time in (("bea", "hate", DAY), ("cho", "spam", 2 * DAY))
    ]
    merge_facts(ws, said)
    (told,) = rows(overview(ws, today=AFTER), "gold")
    assert (told.key, told.weight, told.count) == ("gold disputed", "look", 1)
    assert told.words.startswith("1 of 3 golds.")
    ws.close()


def test_an_auditor_who_drifts_is_told_and_one_who_does_not_is_not(tmp_path: Path) -> None:
    steady = [one for n in range(10) for one in week(n, 20, 4, auditor="cho")]
    moved = [one for n in range(10) for one in week(n, 20, 4 if n < 8 else 16, auditor="bea")]
    ws = workspace_of(tmp_path, [*steady, *moved])
    (told,) = rows(overview(ws, today=AFTER), "auditors")
    assert (told.state, told.way.to, told.figure.n) == ("drift", "auditor", 20)  # type: ignore[union-attr]
    assert "80.0% of 20 called incorrect" in told.words
    ws.close()
