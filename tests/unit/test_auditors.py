"""Auditing the auditors: gold, repeats, the team, drift, severity, criteria; never a ranking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from scipy import stats

from smo_review.cli import main as cli
from smo_review.domain.auditors import ENOUGH_WEEKS, AuditorView
from smo_review.domain.content import MILLION, Gold, Item, Part
from smo_review.domain.facts import Finding, Verdict
from smo_review.quality.auditing import Double, Said, drift, pairs_of, severity_difference
from smo_review.quality.judged import iso_day
from smo_review.quality.trends import DaySums
from smo_review.quality.weighted import Sums
from smo_review.queries.auditors import auditors
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Writer, case, made

MILD = Finding("over", "over-flagged", severity=1)
WORSE = Finding("wrong", "wrong-label", severity=3)
MONDAY = 20_003
"""2024-10-07, a Monday, in days since 1970."""


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    texts = [Item(f"i{n}", (Part("text", text=f"text {n % 10}"),)) for n in range(20)]
    workspace = made(tmp_path / "ws", case(texts, annotators=("ann",)))
    yield workspace
    workspace.close()


def judge(
    ws: Workspace, who: Writer, item: int, *findings: Finding, day: int = MONDAY, outcome: str = ""
) -> None:
    told = outcome or ("incorrect" if findings else "correct")
    verdict = Verdict("b-1", f"i{item}", "ann", told, findings=findings)  # type: ignore[arg-type]
    merge_facts(ws, [who.write("verdict", verdict, day * DAY)], [who.checkpoint()])


def one(ws: Workspace, name: str) -> AuditorView:
    return next(view for view in auditors(ws).auditors if view.name == name)


def test_auditors_come_by_name_and_carry_no_rank(ws: Workspace) -> None:
    for name in ("dee", "bea", "cho"):
        judge(ws, Writer(name), 0)
    found = auditors(ws)
    assert [view.name for view in found.auditors] == ["Bea", "Cho", "Dee"]
    assert found.doubles == 1 and not hasattr(found.auditors[0], "rank")


def test_agreement_is_with_every_other_verdict_on_the_same_annotation(ws: Workspace) -> None:
    bea, cho, dee = Writer("bea"), Writer("cho"), Writer("dee")
    for item in range(4):
        judge(ws, bea, item, *([MILD] if item == 3 else []))
        judge(ws, cho, item)
    judge(ws, dee, 3, MILD)
    view = one(ws, "Bea")
    assert (view.agreement.value, view.agreement.n) == (0.8, 5)  # three alike, cho not, dee alike
    assert view.agreement.low is not None and view.agreement.low < 0.8
    assert one(ws, "Dee").agreement.n == 2
    assert one(ws, "Dee").kappa.value == pytest.approx(0.0)


def test_somebody_alone_has_no_figures_against_the_team(ws: Workspace) -> None:
    judge(ws, Writer("bea"), 0)
    view = one(ws, "Bea")
    assert (view.agreement.n, view.kappa.value, view.severity.n) == (0, None, 0)
    assert view.criteria == () and not view.drift.enough


def test_severity_is_compared_where_both_found_something(ws: Workspace) -> None:
    bea, cho = Writer("bea"), Writer("cho")
    for item in range(3):
        judge(ws, bea, item, WORSE)
        judge(ws, cho, item, *([MILD] if item < 2 else [WORSE]))
    judge(ws, bea, 3)
    judge(ws, cho, 3, WORSE)
    view = one(ws, "Bea").severity
    assert (view.n, view.value) == (3, pytest.approx(4 / 3))
    low, high = stats.t.interval(0.95, 2, loc=4 / 3, scale=stats.sem([2, 2, 0]))
    assert (view.low, view.high) == (pytest.approx(low), pytest.approx(high))
    other = one(ws, "Cho").severity
    assert other.value == pytest.approx(-4 / 3)


@pytest.mark.parametrize("weights", [(MILLION, MILLION, MILLION), (333_333, 7 * MILLION, MILLION)])
def test_differences_that_are_all_equal_have_no_interval_of_no_width(weights) -> None:
    said = Said(1, 1, 0, 3, frozenset())
    other = said._replace(person=2, severity=2)
    told = severity_difference(pairs_of([Double((), (said, other), one) for one in weights], 1))
    assert (told.value, told.n, told.low, told.high) == (pytest.approx(1), 3, None, None)


def test_one_comparison_of_severity_is_no_mean() -> None:
    said = Said(1, 1, 0, 3, frozenset())
    assert (
        severity_difference(pairs_of([Double((), (said, said._replace(person=2)))], 1)).value
        is None
    )


def test_a_criterion_tells_how_often_one_finds_what_others_find(ws: Workspace) -> None:
    bea, cho = Writer("bea"), Writer("cho")
    for item in range(4):
        judge(ws, bea, item, MILD, *([WORSE] if item == 0 else []))
        judge(ws, cho, item, MILD, WORSE)
    codes = {c.key: c for c in one(ws, "Bea").criteria if c.kind == "code"}
    assert (codes["wrong"].rate.value, codes["wrong"].rate.n) == (0.25, 4)
    assert (codes["over"].rate.value, codes["over"].name) == (1.0, "Over-flagged")
    labels = {c.key: c.rate for c in one(ws, "Bea").criteria if c.kind == "label"}
    assert {key: (r.value, r.n) for key, r in labels.items()} == {
        "hate": (1.0, 2),
        "spam": (1.0, 2),
    }


def test_gold_asks_whether_the_verdict_fits_it(ws: Workspace) -> None:
    """Gold that came in a file beside the batch, which no auditor sees."""
    bea = Writer("bea")
    with ws.write() as conn:
        conn.executemany(
            "INSERT INTO gold VALUES ('b-1', ?, ?)",
            [(f"i{n}", msgspec.json.encode(Gold(f"i{n}", ("hate",)))) for n in range(4)],
        )
    judge(ws, bea, 0)  # hate, and called correct: fits
    judge(ws, bea, 1)  # spam, and called correct: does not
    judge(ws, bea, 2, MILD)  # hate, and called incorrect: does not
    judge(ws, bea, 3, outcome="ambiguous")  # decides nothing
    judge(ws, bea, 4)  # no gold
    view = one(ws, "Bea").gold
    assert (view.value, view.n) == (pytest.approx(1 / 3), 3)
    assert auditors(ws, project="project").auditors[0].gold == view


def test_repeats_are_found_by_content_and_compared_with_the_first_time(ws: Workspace) -> None:
    """Items 0 and 10 hold the same text under the same label; so do 1 and 11."""
    bea, cho = Writer("bea"), Writer("cho")
    judge(ws, bea, 0)
    judge(ws, bea, 10, MILD, day=MONDAY + 30)
    judge(ws, bea, 1)
    judge(ws, bea, 11, day=MONDAY + 30)
    judge(ws, bea, 2)
    judge(ws, cho, 12, MILD)  # another person's is no repeat
    found = auditors(ws)
    assert (found.compared, found.judged) == (6, 6)
    assert (one(ws, "Bea").repeats.value, one(ws, "Bea").repeats.n) == (0.5, 2)
    assert one(ws, "Cho").repeats.n == 0


def test_a_revision_is_no_repeat(ws: Workspace) -> None:
    from smo_review.domain.facts import fact_hash

    bea = Writer("bea")
    first = bea.write("verdict", Verdict("b-1", "i0", "ann", "correct"), MONDAY * DAY)
    second = Verdict("b-1", "i0", "ann", "ambiguous", replaces=(fact_hash(first),))
    merge_facts(ws, [first, bea.write("verdict", second, MONDAY * DAY)], [bea.checkpoint()])
    assert one(ws, "Bea").repeats.n == 0


def test_weeks_begin_on_monday_and_hold_what_was_judged(ws: Workspace) -> None:
    bea = Writer("bea")
    judge(ws, bea, 0, day=MONDAY)
    judge(ws, bea, 1, MILD, day=MONDAY + 6)
    judge(ws, bea, 2, day=MONDAY + 7)
    weeks = one(ws, "Bea").drift.weeks
    assert [(week.day, week.value, week.n) for week in weeks] == [
        ("2024-10-07", 0.5, 2),
        ("2024-10-14", 0.0, 1),
    ]


def test_a_week_that_stands_out_is_told_once_there_are_enough_weeks() -> None:
    def week(n: int, hits: int) -> DaySums:
        return DaySums(MONDAY + 7 * n, hits, Sums(100, 100.0, 100.0, float(hits), float(hits)))

    last = ENOUGH_WEEKS - 1
    weeks = [week(n, 5) for n in range(last)]
    few = drift([*weeks[:-1], week(last, 30)])
    assert few.weeks[-1].alarm and few.alarms == ()
    enough = drift([*weeks, week(last, 30)])
    assert iso_day(MONDAY + 7 * last) in enough.alarms and "WE1" in enough.weeks[-1].alarm
    assert enough.weeks[-1].high < 0.3 and drift([]).weeks == ()


def test_the_terminal_says_how_much_is_missing(
    ws: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(ws, Writer("bea"), 0)
    ws.close()
    words = ["--workspace", str(ws.path), "auditors"]
    assert cli.run(words, open_client=lambda _: 0) == 0
    assert "not enough yet (n 0)" in capsys.readouterr().out
    assert cli.run([*words, "--json"], open_client=lambda _: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["auditors"][0]["gold"] == {"value": None, "n": 0, "low": None, "high": None}
    assert cli.run([*words, "--json", "--batch", "b-9"], open_client=lambda _: 0) == 1
