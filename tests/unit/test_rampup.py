"""The ramp-up: a plan, what is known of a joiner, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from smo_review.cli import main as cli
from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.project import Person, Stage
from smo_review.domain.rampup import Day, Evidence, Passing, Stretch
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.signoff import sign_off, take_back
from smo_review.operations.verdicts import record_verdicts
from smo_review.quality.intervals import rate
from smo_review.quality.rampup import judge, planned, workdays
from smo_review.quality.weighted import Sums, rate_of
from smo_review.queries.rampup import ramp_up
from smo_review.reports.rampup import accuracy_chart, because, state, volume_chart
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import PROJECT, case, made

MONDAY = date(2026, 3, 2)
DARA = Person("Dara", ("worker-1",), started=MONDAY.isoformat())
FIRST = Stage("first", {"en": "First"}, 14, volume=10, accuracy=0.8)
SECOND = Stage("second", {"en": "Second"}, 14, exercises=("Exam",))
PLAN = (FIRST, SECOND)


def worked(days: int, a_day: int, right: int) -> tuple[Day, ...]:
    """So many days in a row from the first Monday."""
    return tuple(Day(MONDAY + timedelta(n), a_day, right, a_day) for n in range(days))


def stands(evidence: Evidence, day: int, signed: dict[str, date] | None = None):
    return judge(DARA, PLAN, signed or {}, evidence, MONDAY + timedelta(day))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-3, 60))
def test_working_days_are_counted_as_on_a_calendar(first: date, length: int) -> None:
    days = [first + timedelta(n) for n in range(length + 1)]
    assert workdays(first, first + timedelta(length)) == sum(d.weekday() < 5 for d in days)


def test_nobody_is_behind_before_anything_can_be_known() -> None:
    assert stands(Evidence(), -1).state == "waiting"
    first = stands(Evidence(), 0)
    assert first.state == "few"
    assert state(first) == "not enough yet"
    assert because(first) == (
        "volume: no working day is over yet",
        "accuracy: nothing yet, wanted 80.0%: not enough yet (at least 30)",
    )


def test_a_joiner_is_on_track_behind_or_ready_by_what_is_decided() -> None:
    good = stands(Evidence(worked(4, 10, 10)), 4)
    assert good.state == "ready"
    thin = stands(Evidence(worked(4, 10, 9)), 4)
    assert (thin.state, thin.checks[1].state) == ("on-track", "undecided")
    slow = stands(Evidence(worked(4, 5, 5)), 4)
    assert (slow.state, state(slow)) == ("behind", "behind because of volume")
    wrong = stands(Evidence(worked(4, 10, 4)), 4)
    assert state(wrong) == "behind because of accuracy"
    assert because(wrong)[1].startswith("accuracy: 40.0% (95%: 26.3% to 55.4%; n 40), wanted 80.0%")


def test_whoever_is_not_signed_off_in_time_is_behind_and_the_day_is_told() -> None:
    late = stands(Evidence(worked(12, 10, 8)), 14)
    assert (late.state, late.late) == ("behind", True)
    assert because(late)[-1] == "Planned to end on 2026-03-15."


def test_the_next_stage_begins_with_the_sign_off_and_wants_its_exercise() -> None:
    signed = {"first": MONDAY + timedelta(7)}
    open_ = stands(Evidence(), 8, signed)
    assert open_.stage is not None and open_.stage.id == "second"
    assert open_.checks[0].state == "open"
    failed = Evidence(exercises=(Passing("Exam", False, rate(3, 10), MONDAY),))
    assert state(stands(failed, 8, signed)) == "behind because of the exercise “Exam”"
    passed = Evidence(exercises=(Passing("Exam", True, rate(10, 10), MONDAY),))
    assert stands(passed, 8, signed).state == "ready"
    assert stands(passed, 9, {**signed, "second": MONDAY + timedelta(9)}).state == "done"


def test_a_stage_without_a_sign_off_ends_by_itself_only_where_all_is_reached() -> None:
    plan = (structs.replace(FIRST, sign_off=False), SECOND)
    good = judge(DARA, plan, {}, Evidence(worked(14, 10, 10)), MONDAY + timedelta(14))
    assert good.stage is SECOND
    assert good.stretches[1].start == MONDAY + timedelta(14)
    early = judge(DARA, plan, {}, Evidence(worked(4, 10, 10)), MONDAY + timedelta(4))
    assert (early.stage, early.state) == (plan[0], "on-track")
    poor = judge(DARA, plan, {}, Evidence(worked(14, 10, 4)), MONDAY + timedelta(14))
    assert (poor.stage, poor.state) == (plan[0], "behind")


def test_the_plan_adds_up_over_stages_by_working_days() -> None:
    heavy = Stage("heavy", {"en": "H"}, 7, volume=20)
    stretches = (
        Stretch(FIRST, MONDAY, MONDAY + timedelta(13), MONDAY + timedelta(7)),
        Stretch(heavy, MONDAY + timedelta(7), MONDAY + timedelta(13)),
    )
    assert planned(stretches, MONDAY) == 10
    assert planned(stretches, MONDAY + timedelta(6)) == 50
    assert planned(stretches, MONDAY + timedelta(7)) == 70


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Forty items that a joiner and two others annotated; labels come in turn."""
    people = (
        structs.replace(DARA, aliases=("ann",)),
        Person("Old hand", ("bob",)),
        Person("Later", started="2999-01-01"),
    )
    plan = (structs.replace(FIRST, agreement=0.9), SECOND)
    project = structs.replace(PROJECT, people=people, ramp_up=plan)
    ws = made(tmp_path / "w", case(40, ("ann", "bob", "cho"), project=project))
    yield ws
    ws.close()


def test_figures_come_from_what_carries_the_joiners_aliases(workspace: Workspace) -> None:
    today = date.today()
    record_verdicts(
        workspace,
        [
            VerdictDraft("b-1", f"i{n}", "ann", "correct" if n < 36 else "ambiguous")
            for n in range(38)
        ]
        + [VerdictDraft("b-1", "i0", "bob", "correct")],
    )
    dara, later = ramp_up(workspace).joiners
    assert later.state == "waiting"
    assert sum(day.volume for day in dara.days) == 38
    accuracy, agreement = dara.checks[1].rate, dara.checks[2].rate
    assert accuracy is not None and (accuracy.n, accuracy.value) == (36, 1.0)
    # "cho" says the same and "bob" the other: half of the others is not more than half.
    assert agreement is not None and (agreement.n, agreement.value) == (40, 0.0)
    assert dara.stretches[0].start <= today


def test_a_joiners_rates_are_over_the_frame_that_items_were_drawn_from(tmp_path: Path) -> None:
    """The first ten of forty items stand for one each, the others for nine."""
    plan = (structs.replace(FIRST, agreement=0.9), SECOND)
    project = structs.replace(PROJECT, people=(structs.replace(DARA, aliases=("ann",)),),
                              ramp_up=plan)  # fmt: skip
    base = case(40, ("ann", "bob"), project=project)
    heavy = tuple(
        structs.replace(item, weight=(1 if n < 10 else 9) * MILLION)
        for n, item in enumerate(base.items)
    )
    # bob says the same as ann of the first ten.
    said = tuple(
        structs.replace(one, marks=base.annotations[place - 1].marks)
        if one.annotator == "bob" and place < 20
        else one
        for place, one in enumerate(base.annotations)
    )
    ws = made(tmp_path / "weighed", structs.replace(base, items=heavy, annotations=said))
    try:
        record_verdicts(
            ws,
            [
                VerdictDraft("b-1", f"i{n}", "ann", "correct" if n >= 10 else "unreviewable")
                for n in range(38)
            ]
            + [VerdictDraft("b-1", "i39", "ann", "incorrect", 0, (FindingDraft("over"),))]
            + [VerdictDraft("b-1", "i0", "ann", "correct")],
        )
        dara = ramp_up(ws).joiners[0]
    finally:
        ws.close()
    accuracy, agreement = dara.checks[1].rate, dara.checks[2].rate
    # Right: 28 that stand for nine and one for one; wrong: one that stands for nine.
    sums = Sums(30, 262.0, 2350.0, 253.0, 2269.0)
    assert accuracy == rate_of(29, sums).rate
    assert accuracy.value == pytest.approx(253 / 262)
    assert dara.course[-1].right == accuracy
    assert agreement == rate_of(10, Sums(40, 280.0, 2440.0, 10.0, 10.0)).rate


def test_a_sign_off_is_a_fact_that_opens_the_next_stage(workspace: Workspace) -> None:
    with pytest.raises(UserError):
        sign_off(workspace, "Dara", "  ")
    with pytest.raises(UserError):
        sign_off(workspace, "Old hand", "a reason")
    with pytest.raises(UserError, match="at most 2000 characters"):
        sign_off(workspace, "Dara", "x" * 2001)
    assert sign_off(workspace, "Dara", "too early", passed=False).facts == 1
    assert ramp_up(workspace).joiners[0].stage.id == "first"
    assert sign_off(workspace, "Dara", "36 of 36 right").facts == 1
    found = ramp_up(workspace)
    assert found.joiners[0].stage.id == "second"
    (said,) = found.signed
    assert (said.matter.evidence, said.matter.passed) == ("36 of 36 right", True)


def test_a_sign_off_can_be_taken_back_by_a_further_fact_that_says_why(
    workspace: Workspace,
) -> None:
    with pytest.raises(UserError, match="No sign-off stands"):
        take_back(workspace, "Dara", "nothing to take")
    sign_off(workspace, "Dara", "36 of 36 right")
    with pytest.raises(UserError, match="what it was decided on"):
        take_back(workspace, "Dara", " ")
    assert take_back(workspace, "Dara", "the wrong Dara").facts == 1
    found = ramp_up(workspace)
    assert found.joiners[0].stage is not None and found.joiners[0].stage.id == "first"
    (said,) = found.signed
    assert (said.matter.passed, said.matter.evidence) == (False, "the wrong Dara")


def test_the_course_adds_up_work_and_plan_day_by_day() -> None:
    told = stands(Evidence(worked(4, 12, 9)), 6)
    assert [one.done for one in told.course] == [12, 24, 36, 48, 48, 48, 48]
    assert [one.planned for one in told.course] == [10, 20, 30, 40, 50, 50, 50]
    assert (told.course[-1].right.value, told.course[-1].right.n) == (0.75, 48)
    assert stands(Evidence(), -1).course == ()


def test_the_curve_stands_beside_the_plan_and_shows_no_share_of_too_few() -> None:
    told = stands(Evidence(worked(4, 12, 9)), 6)
    done, plan = volume_chart(told).lines
    assert [point.value for point in done.points] == [12, 24, 36, 48, 48, 48, 48]
    assert [point.value for point in plan.points] == [10, 20, 30, 40, 50, 50, 50]
    right = accuracy_chart(told)
    assert [point.value for point in right.lines[0].points][:3] == [None, None, 0.75]
    assert right.target == 0.8


def test_the_command_tells_the_same_and_signs_off(workspace: Workspace, capsys) -> None:
    place = ["--workspace", str(workspace.path), "--json"]
    assert cli.run(["rampup", "--joiner", "Dara", *place], open_client=lambda _: 0) == 0
    (one,) = json.loads(capsys.readouterr().out)["joiners"]
    assert (one["name"], one["stage"]) == ("Dara", "first")
    assert [check["asked"] for check in one["checks"]] == ["volume", "accuracy", "agreement"]
    for act, stage in (("sign-off", "second"), ("take-back", "first")):
        words = ["rampup", act, "--joiner", "Dara", "--because", "seen at work", *place]
        assert cli.run(words, open_client=lambda _: 0) == 0
        assert json.loads(capsys.readouterr().out)["joiners"][0]["stage"] == stage
    assert cli.run(["rampup", "--joiner", "Nobody", *place], open_client=lambda _: 0) == 1


def test_without_a_plan_the_command_says_what_to_write(tmp_path: Path) -> None:
    ws = made(tmp_path / "w", case(1))
    with pytest.raises(UserError, match="no ramp-up plan"):
        ramp_up(ws)
    ws.close()
