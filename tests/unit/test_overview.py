"""The overview: what is off, each row from verdicts that were planted."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from smo_review.domain.filters import Filter
from smo_review.domain.overview import Overview, OverviewRow
from smo_review.domain.project import Kpi, Project
from smo_review.queries.overview import overview
from smo_review.queries.trends import trend
from smo_review.reports.trend_words import broken_words
from tests.helpers.store_cases import Case, made
from tests.helpers.trend_cases import GUIDED, MISSED, week, workspace_of
from tests.helpers.trends_desk import drifting

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
    assert accuracy.words == "60 of 80 correct: 64.5–83.2% (95%) · target ≥\u00a095.0%"
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
