"""From facts to the points of a control chart, and what errors gather in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from pathlib import Path

import pytest
from msgspec import structs

from smo_review.domain.content import MILLION
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.trends import Span
from smo_review.domain.views import QueueFilter
from smo_review.quality.intervals import difference, poisson_rate, wilson
from smo_review.quality.trends import ENOUGH_POINTS
from smo_review.queries.judged import judged
from smo_review.queries.queue import queue_listing
from smo_review.queries.trends import (
    breakdown,
    compare,
    confusion,
    gaps,
    heat,
    material,
    quick_trend,
    trend,
    trend_of,
)
from smo_review.reports.trend_words import comparison_words, gap_words, trend_words
from smo_review.reports.trends import (
    confusion_chart,
    filter_of,
    gap_charts,
    heat_chart,
    smooth_chart,
    trend_chart,
)
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Case
from tests.helpers.trend_cases import MISSED, OVER, WRONG, Said, batch_of, week, workspace_of


@contextmanager
def told(folder: Path, said: list[Said]) -> Iterator[Workspace]:
    ws = workspace_of(folder / "ws", said)
    try:
        yield ws
    finally:
        ws.close()


def steady(weeks: int, size: int = 40, wrong: int = 4) -> list[Said]:
    return [one for n in range(weeks) for one in week(n, size, wrong + (n % 2))]


def test_points_limits_and_averages_are_those_of_the_formulas(tmp_path: Path) -> None:
    counts = [(40, 4), (50, 6), (40, 3), (60, 7), (40, 5), (40, 4), (80, 9), (50, 4)]
    said = [one for n, (size, wrong) in enumerate(counts) for one in week(n, size, wrong)]
    with told(tmp_path, said) as ws:
        found = trend(ws)
    centre = sum(w for _, w in counts) / sum(n for n, _ in counts)
    assert found.centre == pytest.approx(centre)
    assert [(p.rate.n, p.hits) for p in found.points] == counts
    assert [p.start for p in found.points][:2] == ["2026-01-05", "2026-01-12"]
    assert found.points[0].end == "2026-01-11"
    smooth = centre
    for point, (n, wrong) in zip(found.points, counts, strict=True):
        spread = 3 * sqrt(centre * (1 - centre) / n)
        assert point.rate.value == pytest.approx(wrong / n)
        assert (point.rate.low, point.rate.high) == pytest.approx(wilson(wrong, n))
        assert point.upper == pytest.approx(centre + spread)
        assert point.lower == pytest.approx(max(0.0, centre - spread))
        smooth = 0.2 * wrong / n + 0.8 * smooth
        assert point.smooth == pytest.approx(smooth)


def test_findings_are_counted_per_annotation_on_a_u_chart(tmp_path: Path) -> None:
    said = [one for n in range(8) for one in week(n, 20, 3)]
    said[0] = said[0]._replace(findings=(OVER, MISSED))
    with told(tmp_path, said) as ws:
        found = trend(ws, measure="findings")
    assert [p.hits for p in found.points] == [4, *[3] * 7]
    u = 25 / 160
    assert found.centre == pytest.approx(u)
    assert found.points[0].upper == pytest.approx(u + 3 * sqrt(u / 20))


def test_weighted_findings_count_by_what_they_stand_for(tmp_path: Path) -> None:
    def weigh(one: Case) -> Case:
        weights = (MILLION, 3 * MILLION)
        items = (structs.replace(i, weight=w) for i, w in zip(one.items, weights, strict=True))
        return structs.replace(one, items=tuple(items))

    said = [Said(0, findings=(OVER, WRONG)), Said(0)]
    ws = workspace_of(tmp_path / "ws", said, change=weigh)
    try:
        (point,) = trend(ws, measure="findings").points
    finally:
        ws.close()
    assert (point.hits, point.rate.n) == (2, 2)
    assert point.rate.value == pytest.approx(1 * 2 / (1 + 3))
    # Kish: the two are worth (1 + 3)^2 / (1 + 9) = 1.6 annotations that weigh the same.
    assert (point.rate.low, point.rate.high) == pytest.approx(poisson_rate(0.5 * 1.6, 1.6))


def test_a_day_is_a_point_where_days_are_asked_for(tmp_path: Path) -> None:
    with told(tmp_path, steady(8)) as ws:
        found = trend(ws, by="day")
    assert (found.points[0].start, found.points[0].end) == ("2026-01-07", "2026-01-07")


@pytest.mark.parametrize("measure", ["errors", "critical", "noncritical"])
@pytest.mark.parametrize("by", ["day", "week"])
def test_roll_ups_and_columns_make_the_same_trend(tmp_path: Path, measure: str, by: str) -> None:
    def weigh(one: Case) -> Case:
        heavy = [
            structs.replace(item, weight=MILLION * (1 + place % 3))
            for place, item in enumerate(one.items)
        ]
        return structs.replace(one, items=tuple(heavy))

    said = [one for n in range(9) for one in (*week(n, 9, 2), *week(n, 7, n % 3, MISSED))]
    said += [Said(3, findings=(OVER,), second=()), Said(4, outcome="unreviewable")]
    ws = workspace_of(tmp_path / "ws", said, change=weigh)
    try:
        wanted = Filter(since="2026-01-07", until="2026-02-20")
        for one in (Filter(), wanted, Filter(batch="b-1")):
            quick = quick_trend(ws, one, measure, by)  # type: ignore[arg-type]
            slow = trend_of(material(ws, one), measure, by)  # type: ignore[arg-type]
            assert len(quick.points) == len(slow.points) > 0
            assert quick.broken == slow.broken
            for a, b in zip(quick.points, slow.points, strict=True):
                assert (a.start, a.end, a.hits, a.opens) == (b.start, b.end, b.hits, b.opens)
                told = (a.rate.value, a.rate.low, a.rate.high, a.lower, a.upper, a.smooth)
                assert told == pytest.approx(
                    (b.rate.value, b.rate.low, b.rate.high, b.lower, b.upper, b.smooth)
                )
    finally:
        ws.close()


def test_a_planted_drift_is_signalled_in_its_week(tmp_path: Path) -> None:
    said = [*steady(8, 60, 3), *(one for n in range(8, 12) for one in week(n, 60, 18))]
    with told(tmp_path, said) as ws:
        found = trend(ws)
        words = trend_words(found, ENOUGH_POINTS)
    above = next(one for one in found.broken if (one.rule, one.side) == ("WE1", "above"))
    assert above.places[0] == 8
    assert found.shift is not None
    assert found.shift.start == "2026-03-02"
    assert found.shift.after == pytest.approx(0.3)
    assert any("2026-03-02" in line and "Western Electric 1" in line for line in words)


def test_one_label_that_drifts_is_seen_in_its_own_trend_and_not_in_the_others(
    tmp_path: Path,
) -> None:
    said = [
        one
        for n in range(10)
        for one in (*week(n, 40, 2 if n < 6 else 14, label="hate"), *week(n, 40, 2, label="spam"))
    ]
    with told(tmp_path, said) as ws:
        hate, spam = (trend(ws, Filter(label=label)) for label in ("hate", "spam"))
    assert hate.shift is not None
    assert hate.shift.at == 6
    assert spam.broken == ()


def test_with_few_points_there_are_no_limits_and_only_runs_are_told(tmp_path: Path) -> None:
    said = [one for n in range(7) for one in week(n, 40, 1 + 3 * n)]
    with told(tmp_path, said) as ws:
        found = trend(ws)
        words = trend_words(found, ENOUGH_POINTS)
    assert not found.enough
    assert found.centre is None
    assert {p.upper for p in found.points} == {None}
    assert [(one.rule, one.side) for one in found.broken] == [("N3", "above")]
    assert "7 weeks of at least 8" in words[0]
    assert smooth_chart(found) is None


def test_nothing_judged_is_an_empty_trend(tmp_path: Path) -> None:
    with told(tmp_path, steady(1)) as ws:
        found = trend(ws, Filter(annotator="nobody"))
        assert found.points == ()
        assert trend_words(found, ENOUGH_POINTS) == ["Nothing was judged here yet."]
        assert compare(ws, Span(until="2025-01-01"), Span()).difference is None


def test_a_codes_rate_is_over_everything_that_was_judged(tmp_path: Path) -> None:
    said = [*week(0, 10, 2), *week(0, 10, 3, MISSED)]
    with told(tmp_path, said) as ws:
        over = trend(ws, Filter(code="over")).whole
        critical = trend(ws, Filter(clause="2.1"), "critical").whole
        none = trend(ws, Filter(clause="1.4"), "critical").whole
    assert (over.value, over.n) == (0.1, 20)
    assert (critical.value, critical.n) == (0.15, 20)
    assert none.value == 0.0


def test_every_mark_of_every_chart_opens_the_items_that_it_counts(tmp_path: Path) -> None:
    said = [*week(0, 12, 4), *week(1, 12, 3, WRONG, annotator="bob"), *week(2, 6, 2, MISSED)]
    with told(tmp_path, said) as ws:
        found = trend(ws)
        for point in found.points:
            assert len(judged(ws, point.opens)) == point.hits
        for of in ("code", "clause", "label", "annotator"):
            for bar in breakdown(ws, of=of).bars:  # type: ignore[arg-type]
                assert len(judged(ws, bar.opens)) == bar.n
        for cell in confusion(ws).cells:
            if cell.right != cell.given:
                rows = queue_listing(ws, "b-1", QueueFilter(judged=cell.opens))
                assert len(rows) == cell.n
        for row in heat(ws).cells:
            for one in row:
                assert len(judged(ws, one.opens)) == one.rate.n
        assert filter_of(trend_chart(found).lines[0].points[0].link) == found.points[0].opens


def test_before_and_after_differ_by_newcombes_interval(tmp_path: Path) -> None:
    said = [*week(0, 100, 20), *week(5, 80, 4)]
    with told(tmp_path, said) as ws:
        found = compare(ws, Span("", "2026-01-31"), Span("2026-02-01", ""))
        same = compare(ws, Span("", "2026-01-31"), Span("", "2026-01-31"))
    low, high = difference(4, 80, 20, 100)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.direction == "down"
    assert comparison_words(found).startswith("Error rate fell by 15.0 points (")
    assert "no change is shown" in comparison_words(same)


def test_a_pareto_holds_the_running_share_and_the_vital_few(tmp_path: Path) -> None:
    said = [*week(0, 20, 8), *week(0, 20, 1, MISSED), *week(0, 20, 1, WRONG)]
    with told(tmp_path, said) as ws:
        found = breakdown(ws)
    assert [(bar.key, bar.n) for bar in found.bars] == [
        ("over", 8), ("missed-critical", 1), ("wrong-detail", 1),
    ]  # fmt: skip
    assert [bar.cumulative for bar in found.bars] == pytest.approx([0.8, 0.9, 1.0])
    assert found.vital == 1


def test_confusion_sets_the_label_given_against_the_right_one(tmp_path: Path) -> None:
    said = [*week(0, 10, 3, WRONG), *week(0, 5, 2, MISSED, label=""), *week(0, 4, 1)]
    with told(tmp_path, said) as ws:
        found = confusion(ws)
    cells = {(cell.right, cell.given): cell.n for cell in found.cells}
    assert cells == {
        ("hate", "hate"): 7 + 3,
        ("spam", "hate"): 3,
        ("hate", NONE): 2,
        (NONE, NONE): 3,
        (NONE, "hate"): 1,
    }
    assert found.labels == ("hate", "spam", NONE)
    recall = dict(zip(found.labels, found.recall, strict=True))
    assert (recall["hate"].n, recall["hate"].value) == (12, pytest.approx(10 / 12))
    chart = confusion_chart(found, {}, "t")
    assert chart.cells[1][0].value == 1.0


def test_a_heat_map_cell_says_when_too_little_stands_behind_it(tmp_path: Path) -> None:
    said = [*week(0, 30, 3), *week(0, 5, 5, label="spam"), *week(0, 29, 1, annotator="bob")]
    with told(tmp_path, said) as ws:
        found = heat(ws)
    assert (found.annotators, found.labels) == (("ann", "bob"), ("hate", "spam"))
    assert found.cells[0][0].rate.value == pytest.approx(0.1)
    chart = heat_chart(found, {}, "t")
    assert [[cell.few for cell in row] for row in chart.cells] == [[False, True], [True, True]]
    assert [[cell.n for cell in row] for row in chart.cells] == [[30, 5], [29, 0]]


def test_clauses_that_split_auditors_are_those_that_one_of_two_cites(tmp_path: Path) -> None:
    said = [
        *(Said(0, findings=(OVER,), second=(OVER,)) for _ in range(6)),
        *(Said(0, findings=(MISSED,), second=()) for _ in range(5)),
        *(Said(0, findings=(MISSED,), second=(MISSED,)) for _ in range(1)),
        *week(0, 3, 1),
    ]
    with told(tmp_path, said) as ws:
        found = gaps(ws)
        first, second = found.clauses
        assert (first.clause, first.split.n, first.unsettled) == ("2.1", 6, 5)
        assert first.split.value == pytest.approx(5 / 6)
        assert (second.clause, second.split.value, second.unsettled) == ("1.4", 0.0, 0)
        opened = queue_listing(ws, "b-1", QueueFilter(judged=found.clauses[0].opens))
    assert len(opened) == 6
    assert found.double == 12
    assert "Clause 2.1" in gap_words(found, {})[0]
    assert len(gap_charts(found, {})[0].bars) == 2


def test_agreement_by_label_is_that_of_pairs_on_shared_items(tmp_path: Path) -> None:
    def two(one):  # type: ignore[no-untyped-def]
        """Of ten items with one label from ann, bob gives the same in seven."""
        more = [structs.replace(a, annotator="bob") for a in one.annotations[:7]]
        others = [structs.replace(a, annotator="bob", marks=()) for a in one.annotations[7:]]
        return structs.replace(one, annotations=(*one.annotations, *more, *others))

    ws = workspace_of(tmp_path / "ws", week(0, 10, 0), change=two)
    try:
        found = gaps(ws)
    finally:
        ws.close()
    (hate,) = found.labels
    assert (hate.label, hate.agreement.n) == ("hate", 10)
    assert hate.agreement.value == pytest.approx(2 * 7 / (2 * 7 + 3))
    assert found.shared == 10


def test_a_language_behind_is_told_and_one_like_the_others_is_not(tmp_path: Path) -> None:
    said = [
        *week(0, 100, 30, language="km"),
        *week(0, 100, 8, language="zh"),
        *week(0, 100, 9, language="en"),
    ]
    with told(tmp_path, said) as ws:
        found = gaps(ws).languages
    assert [(one.language, one.behind) for one in found] == [
        ("km", True), ("en", False), ("zh", False),
    ]  # fmt: skip
    low, high = difference(70, 100, 183, 200)
    assert (found[0].low, found[0].high) == (pytest.approx(low), pytest.approx(high))


def test_a_new_guideline_version_is_marked_on_the_day_of_its_first_batch(tmp_path: Path) -> None:
    from tests.helpers.store_cases import take

    with told(tmp_path, steady(8)) as ws:
        later = batch_of(week(0, 1, 0), "b-2")
        take(ws, structs.replace(later, info=structs.replace(
            later.info, guideline="2", made="2026-02-03"
        )))  # fmt: skip
        found = trend(ws)
    assert [(mark.day, mark.kind, mark.text) for mark in found.marks] == [
        ("2026-02-03", "guideline", "Guideline 2")
    ]
    (event,) = trend_chart(found).events
    assert found.points[event.at].start == "2026-02-02"
