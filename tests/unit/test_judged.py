"""The columns of what was judged say what the roll-ups say, and a filter leaves what it names."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.bundles import Sampling
from smo_review.domain.content import MILLION, Annotation, Item, Mark
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES, Finding, Settle, Verdict, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.project import Person
from smo_review.quality.judged import INCORRECT, UNSETTLED, day_number, iso_day, share, week_starts
from smo_review.queries.judged import findings, item_ids, judged
from smo_review.queries.numbers import numbers
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Case, Writer, case, made, take

CRITICAL = Finding("missed-critical", "missed", critical=True, clause="2.1")
PLAIN = Finding("over", "over-flagged", label="hate", clause="1.4")
ITEMS, ANNOTATORS = 5, ("ann", "bob")
Said = tuple[str, int, str, str, int]


def drawn(one: Case) -> Case:
    """The same batch with languages, severities, weights and days."""
    items = tuple(
        msgspec.structs.replace(
            item, language=("km", "zh")[place % 2], severity=place % 3, weight=MILLION * (1 + place)
        )
        for place, item in enumerate(one.items)
    )
    annotations = tuple(
        msgspec.structs.replace(a, made=f"2026-03-0{1 + place % 5}", weight=MILLION // 2)
        for place, a in enumerate(one.annotations)
    )
    return msgspec.structs.replace(one, items=items, annotations=annotations)


@st.composite
def verdicts(draw: st.DrawFn) -> list[Said]:
    one = st.tuples(
        st.sampled_from(("bea", "cho")),
        st.integers(0, ITEMS - 1),
        st.sampled_from(ANNOTATORS),
        st.sampled_from(("correct", "incorrect", "critical", "ambiguous", "unreviewable")),
        st.integers(1, 3),
    )
    return draw(st.lists(one, max_size=14))


def tell(ws: Workspace, said: list[Said]) -> None:
    writers: dict[str, Writer] = {}
    bodies = []
    for person, item, annotator, what, day in said:
        writer = writers.setdefault(person, Writer(person))
        found = {"critical": (CRITICAL, PLAIN), "incorrect": (PLAIN,)}.get(what, ())
        outcome = "incorrect" if found else what
        payload = Verdict("b-1", f"i{item}", annotator, outcome, findings=found)  # type: ignore[arg-type]
        bodies.append(writer.write("verdict", payload, time=day * DAY))
    merge_facts(ws, bodies)


@settings(max_examples=25)
@given(said=verdicts())
def test_a_filter_leaves_what_the_columns_hold_of_it(said: list[Said], tmp_path_factory) -> None:
    ws = made(tmp_path_factory.mktemp("ws") / "ws", drawn(case(ITEMS, ANNOTATORS)))
    try:
        tell(ws, said)
        whole = judged(ws)
        for place, outcome in enumerate((*OUTCOMES, "unsettled")):
            found = judged(ws, Filter(outcome=outcome))
            assert len(found) == (whole.outcome == place).sum()
        critical = (whole.outcome == INCORRECT) & (whole.critical == 1)
        assert len(judged(ws, Filter(outcome="critical"))) == critical.sum()
        cited = {one.place for one in findings(ws, whole) if one.clause == "2.1"}
        found = judged(ws, Filter(clause="2.1"))
        assert (found.outcome == INCORRECT).sum() == len(cited)
    finally:
        ws.close()


@settings(max_examples=25)
@given(said=verdicts())
def test_columns_and_roll_ups_say_the_same(said: list[Said], tmp_path_factory) -> None:
    ws = made(tmp_path_factory.mktemp("ws") / "ws", drawn(case(ITEMS, ANNOTATORS)))
    try:
        tell(ws, said)
        told, found = numbers(ws).all, judged(ws)
        counts = np.bincount(found.outcome, minlength=5).tolist()
        assert counts == [
            told.correct, told.incorrect, told.ambiguous, told.unreviewable, told.unsettled,
        ]  # fmt: skip
        assert int(found.critical.sum()) == told.critical
        assert found.head == numbers(ws).head
        with ws.read() as conn:
            w = conn.execute("SELECT sum(w) FROM rollups WHERE axis = 'total' AND day > 0")
            assert (w.fetchone()[0] or 0) == int(found.weight.sum())
    finally:
        ws.close()


@pytest.fixture
def ws(tmp_path: Path):
    workspace = made(tmp_path / "ws", drawn(case(ITEMS, ANNOTATORS)))
    tell(
        workspace,
        [
            ("bea", 0, "ann", "correct", 5),
            ("bea", 1, "ann", "incorrect", 6),
            ("bea", 2, "bob", "critical", 7),
            ("cho", 3, "bob", "ambiguous", 8),
        ],
    )
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("wanted", "items"),
    [
        (Filter(), ["i0", "i1", "i2", "i3"]),
        (Filter(annotator="bob"), ["i2", "i3"]),
        (Filter(annotator="nobody"), []),
        (Filter(language="zh"), ["i1", "i3"]),
        (Filter(severity=0), ["i0", "i3"]),
        (Filter(label="hate"), ["i0", "i3"]),
        (Filter(code="missed-critical"), ["i2"]),
        (Filter(clause="1.4"), ["i1", "i2"]),
        (Filter(auditor="cho"), ["i3"]),
        (Filter(since=iso_day(6), until=iso_day(7)), ["i1", "i2"]),
        (Filter(since="2026-03-03", until="2026-03-03", clock="made"), ["i1", "i3"]),
        (Filter(batch="b-1", project="project"), ["i0", "i1", "i2", "i3"]),
    ],
)
def test_a_filter_leaves_what_it_names(ws: Workspace, wanted: Filter, items: list[str]) -> None:
    assert [item for _, item in item_ids(ws, judged(ws, wanted))] == items


@pytest.mark.parametrize(
    "wanted", [Filter(batch="none"), Filter(project="none"), Filter(since="March")]
)
def test_a_filter_that_names_nothing_is_refused(ws: Workspace, wanted: Filter) -> None:
    with pytest.raises(UserError):
        judged(ws, wanted)


def test_findings_name_their_entry(ws: Workspace) -> None:
    found = judged(ws)
    told = findings(ws, found)
    assert [(one.code, one.clause) for one in told] == [
        ("over", "1.4"), ("missed-critical", "2.1"), ("over", "1.4"),
    ]  # fmt: skip
    assert all(found.outcome[one.place] == INCORRECT for one in told)
    assert [found.annotators[found.annotator[one.place]] for one in told] == ["ann", "bob", "bob"]


def test_a_settled_double_review_counts_with_the_findings_of_the_verdict_that_holds(
    ws: Workspace,
) -> None:
    first = Verdict("b-1", "i4", "ann", "correct")
    other = Verdict("b-1", "i4", "ann", "incorrect", findings=(PLAIN,))
    dan, eve, lead = Writer("dan"), Writer("eve"), Writer("lead")
    bodies = [dan.write("verdict", first), eve.write("verdict", other)]
    merge_facts(ws, bodies)
    place = item_ids(ws, judged(ws)).index(("b-1", "i4"))
    assert judged(ws).outcome[place] == UNSETTLED
    hashes = [fact_hash(body) for body in bodies]
    settle = Settle("b-1", "i4", "ann", holds=hashes[1], over=(hashes[0],))
    merge_facts(ws, [lead.write("settle", settle)])
    found = judged(ws)
    assert found.outcome[place] == INCORRECT
    assert found.auditors[found.auditor[place]] == "eve"
    assert [one.code for one in findings(ws, found) if one.place == place] == ["over"]


def test_what_was_drawn_for_its_risk_never_mixes_with_measurement(tmp_path: Path) -> None:
    risk = Sampling("look here", "risk: low confidence", "7", 50, 2, purpose="risk")
    looked = case(2, ("ann",), batch="b-2")
    looked = msgspec.structs.replace(
        looked, info=msgspec.structs.replace(looked.info, sampling=risk)
    )
    workspace = made(tmp_path / "ws", case(2, ("ann",)), looked)
    try:
        for batch in ("b-1", "b-2"):
            body = Writer(f"bea{batch}").write("verdict", Verdict(batch, "i0", "ann", "correct"))
            merge_facts(workspace, [body])
        assert judged(workspace).batches == ("b-1",)
        assert judged(workspace, Filter(purpose="risk")).batches == ("b-2",)
        assert len(judged(workspace, Filter(purpose="all"))) == 2
        assert judged(workspace, Filter(batch="b-2")).batches == ("b-2",)
    finally:
        workspace.close()


def test_a_share_counts_every_annotation_with_its_weight(tmp_path: Path) -> None:
    items = (Item("heavy", weight=3 * MILLION), Item("light"))
    base = case(items, ())
    one = msgspec.structs.replace(
        base, annotations=tuple(Annotation(item.id, "ann", (Mark("hate"),)) for item in items)
    )
    workspace = made(tmp_path / "ws", one)
    try:
        bea = Writer("bea")
        said = (("heavy", "incorrect", (PLAIN,)), ("light", "correct", ()))
        merge_facts(
            workspace,
            [
                bea.write("verdict", Verdict("b-1", item, "ann", outcome, findings=found))  # type: ignore[arg-type]
                for item, outcome, found in said
            ],
        )
        found = judged(workspace)
        assert share(found, found.outcome == INCORRECT).value == pytest.approx(0.75)
    finally:
        workspace.close()


def test_what_was_read_is_kept_until_a_fact_a_batch_or_the_filter_changes(ws: Workspace) -> None:
    first = judged(ws)
    assert judged(ws) is first
    merge_facts(ws, [Writer("dan").write("verdict", Verdict("b-2", "i0", "ann", "correct"))])
    second = judged(ws)
    assert len(second) == len(first)
    take(ws, case(1, ("ann",), batch="b-2"))
    assert len(judged(ws)) == len(first) + 1
    assert len(judged(ws, Filter(batch="b-2"))) == 1


def test_weeks_start_on_monday() -> None:
    days = np.array([day_number("2026-11-22"), day_number("2026-11-23"), day_number("2026-11-25")])
    assert [iso_day(day) for day in week_starts(days)] == ["2026-11-16", "2026-11-23", "2026-11-23"]


def test_a_verdict_of_some_days_is_found_whatever_came_later(tmp_path: Path) -> None:
    """A second auditor's later verdict leaves the item unsettled: of the first days it is not."""
    ws = made(tmp_path / "ws", case(ITEMS, ANNOTATORS))
    tell(ws, [("bea", 1, "ann", "incorrect", 1), ("cho", 1, "ann", "correct", 3)])
    assert len(judged(ws, Filter(outcome="incorrect"))) == 0
    assert len(judged(ws, Filter(outcome="incorrect", until="1970-01-02"))) == 1
    assert len(judged(ws, Filter(code="over", until="1970-01-02"))) == 1
    ws.close()


def test_a_team_leaves_the_annotations_of_its_people_under_all_their_names(tmp_path: Path) -> None:
    people = (Person("Ann", ("ann",), "Phnom Penh"), Person("bob", (), "Shenzhen"))
    one = case(ITEMS, ANNOTATORS)
    project = msgspec.structs.replace(one.project, people=people)
    ws = made(tmp_path / "ws", msgspec.structs.replace(one, project=project))
    tell(ws, [("bea", 1, name, "correct", 1) for name in ANNOTATORS])
    assert judged(ws, Filter(team="Phnom Penh")).annotators == ("ann",)
    assert judged(ws, Filter(team="Shenzhen")).annotators == ("bob",)
    assert len(judged(ws, Filter(team="Elsewhere"))) == 0
    ws.close()
