"""The overview: what is off and what waits, each row from facts that were planted."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from smo_review.cli import main as cli
from smo_review.domain.content import Gold, Item, Part
from smo_review.domain.filters import Filter
from smo_review.domain.learning import GoldRecord
from smo_review.domain.overview import Overview, OverviewRow
from smo_review.domain.project import Kpi, Project, SamplingPlan
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
from smo_review.queries.trends import trend
from smo_review.reports.causes import effect_words
from smo_review.reports.trend_words import broken_words
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.cause_cases import OVER as OVER_21
from tests.helpers.cause_cases import batch_of, day_of
from tests.helpers.cause_cases import judge as judged_days
from tests.helpers.dispute_cases import KEY
from tests.helpers.dispute_people import batch, bea, cho, lead
from tests.helpers.sampling_cases import drawn_into, source
from tests.helpers.store_cases import DAY, Case, Writer, case, made, take
from tests.helpers.trend_cases import GUIDED, MISSED, OVER, Said, week, workspace_of
from tests.helpers.trends_desk import drifting

__all__ = ["batch", "bea", "cho", "lead"]
AFTER = "2026-03-17"
"""A Tuesday: ten weeks of verdicts are over."""


def rows(told: Overview, area: str) -> list[OverviewRow]:
    return [row for row in told.rows if row.area == area]


def row(told: Overview, key: str) -> OverviewRow:
    return next(one for one in told.rows if one.key == key)


def targets(*kpis: Kpi):  # type: ignore[no-untyped-def]
    def change(one: Case) -> Case:
        project: Project = structs.replace(GUIDED, kpis=kpis)
        return structs.replace(one, project=project)

    return change


def test_kpis_in_alarm_off_target_not_decided_and_too_few_are_told_apart(tmp_path: Path) -> None:
    said = [*week(0, 60, 18), *week(1, 20, 2, MISSED, label="spam")]
    kpis = (
        Kpi("accuracy", {"en": "Right"}, 0.95, 0.9),
        Kpi("over_flagged_rate", {"en": "Over"}, 0.1, 0.4, "lower"),
        Kpi("critical_accuracy", {"en": "Critical"}, 0.95, 0.8),
        Kpi("noncritical_accuracy", {"en": "Plain"}, 0.5, 0.4),
        Kpi("overturn_rate", {"en": "Overturned"}, 0.1, 0.2, "lower"),
        Kpi("precision", {"en": "Precision"}, 0.9, 0.8),
    )
    ws = workspace_of(tmp_path, said, change=targets(*kpis))
    told = overview(ws, today=AFTER)
    found = {one.key: (one.weight, one.state) for one in rows(told, "kpis")}
    assert found == {
        "kpi accuracy": ("alarm", "alarm"),
        "kpi over_flagged_rate": ("look", "below target"),
        "kpi critical_accuracy": ("unsure", "not decided"),
        "kpi precision hate": ("look", "below target"),
        "kpi precision spam": ("unsure", "not enough yet"),
    }
    assert told.rows[0].weight == "alarm"
    accuracy = row(told, "kpi accuracy")
    assert accuracy.name == "Right" and accuracy.count == 80
    assert accuracy.figure is not None and accuracy.figure.n == 80
    assert accuracy.words == "60 of 80 correct: 64.5–83.2% (95%) · target ≥ 95.0%"
    assert (accuracy.way.to, accuracy.way.key) == ("kpi", "accuracy")
    assert row(told, "kpi precision hate").way.key == "precision hate"
    ws.close()


def test_too_few_are_never_an_alarm(tmp_path: Path) -> None:
    ws = workspace_of(
        tmp_path, week(0, 29, 29), change=targets(Kpi("accuracy", {"en": "Right"}, 0.9, 0.8))
    )
    told = overview(ws, today=AFTER)
    assert [one.state for one in rows(told, "kpis")] == ["not enough yet"]
    assert told.asking == ()
    ws.close()


def test_a_broken_rule_in_the_newest_weeks_says_what_the_trend_page_says(tmp_path: Path) -> None:
    ws = workspace_of(tmp_path, drifting())
    told = overview(ws, today=AFTER)
    errors = row(told, "signal errors   ")
    assert (errors.weight, errors.state) == ("look", "higher")
    assert "Week of 2026-03-09: 45.0% of 20, 21.8% over all weeks." in errors.words
    chart = trend(ws)
    news = {at for at, one in enumerate(chart.points) if one.start in ("2026-03-02", "2026-03-09")}
    first = next(one for one in chart.broken if news & set(one.places))
    news_only = structs.replace(first, places=tuple(at for at in first.places if at in news))
    assert broken_words(chart, news_only) in errors.words
    assert (errors.way.to, errors.way.measure) == ("chart", "errors")
    assert row(told, "signal errors  ann ").way.filter == Filter(annotator="ann")
    assert row(told, "signal errors hate  ").way.filter == Filter(label="hate")
    assert row(told, "signal errors   over").way.filter == Filter(code="over")
    names = " ".join(one.name for one in rows(told, "signals"))
    assert "bob" not in names and "Spam" not in names, "what did not move is not told"
    assert [(one.since, one.until) for one in told.weeks] == [
        ("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-15"),
    ]  # fmt: skip
    ws.close()


def test_a_week_that_goes_on_is_no_news_yet(tmp_path: Path) -> None:
    calm = [one for n in range(9) for one in week(n, 20, 2)]
    ws = workspace_of(tmp_path, [*calm, *week(9, 20, 20)])
    sunday, monday = (overview(ws, today=day) for day in ("2026-03-15", "2026-03-16"))
    assert rows(sunday, "signals") == []
    assert sunday.weeks[-1].until == "2026-03-08"
    assert row(monday, "signal errors   ").state == "higher"
    early = overview(ws, today="2026-03-13")
    assert rows(early, "signals") == [], "what is judged this week moves no limits yet"
    until = overview(ws, Filter(until="2026-03-12"), AFTER)
    assert until.weeks[-1].until == "2026-03-08", "the filter cuts a week as today does"
    ws.close()


def test_more_critical_errors_are_an_alarm_and_fewer_errors_are_none(tmp_path: Path) -> None:
    worse = [one for n in range(10) for one in week(n, 40, 0 if n < 9 else 14, MISSED)]
    ws = workspace_of(tmp_path / "worse", worse)
    assert row(overview(ws, today=AFTER), "signal critical   ").weight == "alarm"
    ws.close()
    better = [one for n in range(10) for one in week(n, 40, 20 if n < 8 else 2)]
    ws = workspace_of(tmp_path / "better", better)
    told = overview(ws, today=AFTER)
    assert {one.weight for one in rows(told, "signals")} == {"calm"}
    assert row(told, "signal errors   ").state == "lower"
    ws.close()


def test_many_that_moved_at_once_are_one_row(tmp_path: Path) -> None:
    people = [f"ann-{n}" for n in range(6)]
    said = [
        one
        for n in range(10)
        for who in people
        for one in week(n, 20, 1 if n < 8 else 14, annotator=who)
    ]
    ws = workspace_of(tmp_path, said)
    told = overview(ws, today=AFTER)
    many = row(told, "signal errors annotators")
    assert many.way.to == "heat" and many.count == 6 and many.figure is None
    assert "annotator ann-0; annotator ann-1" in many.words, "by name, not by how much"
    assert not [one for one in told.rows if one.way.filter.annotator]
    ws.close()


def test_the_newest_week_is_told_beside_the_one_before(tmp_path: Path) -> None:
    said = [*week(0, 50, 5), *week(1, 50, 25), *week(2, 50, 1, MISSED)]
    ws = workspace_of(tmp_path, said)
    fell = row(overview(ws, today="2026-01-19"), "change errors")
    assert (fell.weight, fell.state) == ("look", "fell")
    assert fell.words.startswith("Accuracy fell by 40.0 points (22.")
    assert "90.0% of 50 before, 50.0% of 50 after" in fell.words
    assert "Week of 2026-01-12 against that of 2026-01-05." in fell.words
    assert fell.figure is not None and (fell.figure.value, fell.figure.n) == (0.5, 50)
    assert (fell.way.to, fell.way.before.since, fell.way.after.until) == (
        "compare", "2026-01-05", "2026-01-18",
    )  # fmt: skip
    told = overview(ws, today=AFTER)
    assert row(told, "change errors").state == "rose"
    same = row(told, "change critical")
    assert (same.weight, same.state) == ("calm", "no change shown")
    assert "no change is shown; it may lie between" in same.words
    few = overview(ws, Filter(annotator="nobody"), AFTER)
    assert rows(few, "changes") == []
    ws.close()


def test_too_few_in_a_week_is_no_change(tmp_path: Path) -> None:
    ws = workspace_of(tmp_path, [*week(0, 29, 0), *week(1, 60, 60)])
    told = row(overview(ws, today=AFTER), "change errors")
    assert (told.weight, told.state) == ("unsure", "not enough yet")
    assert "It takes 30 judged in each week" in told.words
    ws.close()


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
    day = msgspec.to_builtins(view.since)
    told = row(overview(lead), "dispute open")
    assert (told.weight, told.count, told.way.to) == ("waits", 1, "dispute")
    assert day and "1 disputed annotations, the oldest since 2" in told.words
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


def test_where_all_is_well_nothing_asks_and_what_was_checked_is_told(tmp_path: Path) -> None:
    calm = [one for n in range(10) for one in week(n, 40, 4)]
    ws = workspace_of(tmp_path, calm, change=targets(Kpi("accuracy", {"en": "Right"}, 0.8, 0.7)))
    told = overview(ws, today=AFTER)
    assert told.asking == ()
    assert [one.state for one in told.rows] == ["no change shown", "no change shown"]
    checked = dict(told.checked)
    assert (checked["kpis"], checked["batches"], checked["auditors"]) == (1, 1, 1)
    # Three whole measures, two of a label and of an annotator each, one error code.
    assert checked["signals"] == 3 + 2 + 2 + 1
    ws.close()


def test_in_an_empty_workspace_nothing_is_there_to_look_at(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws")
    told = overview(ws, today=AFTER)
    assert told.rows == () and told.weeks == ()
    assert {n for _, n in told.checked} == {0}
    ws.close()


def spoken(capsys: pytest.CaptureFixture[str], ws: Path, *words: str) -> str:
    assert (
        cli.run(["numbers", "--overview", *words, "--workspace", str(ws)], open_client=print) == 0
    )
    return capsys.readouterr().out


def test_the_command_tells_rows_by_area_and_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = workspace_of(
        tmp_path, drifting(), change=targets(Kpi("accuracy", {"en": "Right"}, 0.95, 0.9))
    )
    ws.close()
    told = spoken(capsys, tmp_path).splitlines()
    assert told[0].startswith("1 alarm · ")
    assert "KPIs against their targets" in told
    assert any(line.startswith("  ‼ alarm: Right · ") for line in told)
    assert told[-1].startswith("Checked for 20")
    found = json.loads(spoken(capsys, tmp_path, "--json"))
    assert found.keys() == {"rows", "checked", "weeks", "today", "head"}
    first = found["rows"][0]
    assert (first["key"], first["weight"]) == ("kpi accuracy", "alarm")
    assert first["rate"].keys() == {"value", "n", "low", "high"}
    assert 0 < first["rate"]["value"] < 1
    assert found["checked"]["batches"] == 1
    bob = json.loads(spoken(capsys, tmp_path, "--json", "--annotator", "bob"))
    assert not [one for one in bob["rows"] if one["area"] == "signals"]


def test_a_name_that_nobody_has_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_of(tmp_path, week(0, 3, 1)).close()
    asked = ["numbers", "--overview", "--annotator", "nobody", "--workspace", str(tmp_path)]
    assert cli.run(asked, open_client=print) == 1
    assert "--annotator" in capsys.readouterr().err


def test_other_numbers_take_the_same_filter_or_say_what_they_cannot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [*week(0, 10, 1), *week(1, 5, 5, annotator="bob")]
    workspace_of(tmp_path, said).close()
    at = ["--workspace", str(tmp_path), "--json"]
    assert cli.run(["numbers", "--annotator", "bob", *at], open_client=print) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"]["n"] == 5
    narrow = ["numbers", "--annotator", "bob", "--kpis", *at]
    assert cli.run(narrow, open_client=print) == 0
    assert json.loads(capsys.readouterr().out)["kpis"][0]["rate"]["n"] == 5
    week_ = ["numbers", "--annotator", "bob", "--by", "week", *at]
    assert cli.run(week_, open_client=print) == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == "--by"
