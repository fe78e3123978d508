"""What verdicts come to: double reviews, conflicts, settling, restores, and the counts of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.facts import Finding, Restore, Settle, Verdict, fact_hash
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Writer, case, made

CRITICAL = Finding("missed-critical", "missed", critical=True)
PLAIN = Finding("over", "over-flagged")
HERE = ("b-1", "i0", "ann")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(3))
    yield workspace
    workspace.close()


def verdict(outcome: str, *findings: Finding, **more: object) -> Verdict:
    return Verdict(*HERE, outcome, findings=findings, **more)  # type: ignore[arg-type]


def cells(ws: Workspace, axis: str, key: str = "") -> dict[str, int]:
    """Verdicts by outcome on one axis."""
    with ws.read() as conn:
        return dict(
            conn.execute(
                "SELECT outcome, sum(n) FROM rollups WHERE axis = ? AND key = ? AND outcome <> ''"
                " GROUP BY 1",
                (axis, key),
            )
        )


def test_two_people_who_agree_count_as_one_verdict(ws: Workspace) -> None:
    for person in ("bea", "cho"):
        merge_facts(ws, [Writer(person).write("verdict", verdict("correct"))])
    assert cells(ws, "total") == {"correct": 1}
    assert cells(ws, "auditor", "bea") == cells(ws, "auditor", "cho") == {"correct": 1}


def test_two_people_who_differ_leave_it_unsettled(ws: Workspace) -> None:
    merge_facts(ws, [Writer("bea").write("verdict", verdict("correct"))])
    merge_facts(ws, [Writer("cho").write("verdict", verdict("incorrect", PLAIN))])
    assert cells(ws, "total") == {"unsettled": 1}
    assert cells(ws, "code", "over") == {}
    assert cells(ws, "auditor", "cho") == {"incorrect": 1}


def test_critical_against_not_critical_is_unsettled_too(ws: Workspace) -> None:
    merge_facts(ws, [Writer("bea").write("verdict", verdict("incorrect", CRITICAL))])
    merge_facts(ws, [Writer("cho").write("verdict", verdict("incorrect", PLAIN))])
    assert cells(ws, "total") == {"unsettled": 1}


def test_agreeing_double_reviews_count_under_every_code_found(ws: Workspace) -> None:
    wrong = Finding("wrong-detail", "wrong-label")
    merge_facts(ws, [Writer("bea").write("verdict", verdict("incorrect", PLAIN))])
    merge_facts(ws, [Writer("cho").write("verdict", verdict("incorrect", wrong))])
    assert cells(ws, "code", "over") == cells(ws, "code", "wrong-detail") == {"incorrect": 1}
    assert cells(ws, "total") == {"incorrect": 1}


def test_a_third_fact_settles_and_a_later_verdict_opens_it_again(ws: Workspace) -> None:
    bea, cho, dee = Writer("bea"), Writer("cho"), Writer("dee")
    one, two = bea.write("verdict", verdict("correct")), cho.write("verdict", verdict("ambiguous"))
    chosen, other = fact_hash(two), fact_hash(one)
    merge_facts(ws, [one, two, dee.write("settle", Settle(*HERE, chosen, over=(other,)))])
    assert cells(ws, "total") == {"ambiguous": 1}
    merge_facts(ws, [bea.write("verdict", verdict("unreviewable", replaces=(other,)))])
    assert cells(ws, "total") == {"unsettled": 1}


def test_settle_facts_that_contradict_each_other_settle_nothing(ws: Workspace) -> None:
    one = Writer("bea").write("verdict", verdict("correct"))
    two = Writer("cho").write("verdict", verdict("ambiguous"))
    first, second = fact_hash(one), fact_hash(two)
    merge_facts(ws, [one, two])
    merge_facts(ws, [Writer("dee").write("settle", Settle(*HERE, first, over=(second,)))])
    merge_facts(ws, [Writer("eve").write("settle", Settle(*HERE, second, over=(first,)))])
    assert cells(ws, "total") == {"unsettled": 1}


def test_several_heads_of_one_person_that_differ_are_a_conflict(ws: Workspace) -> None:
    bea = Writer("bea")
    merge_facts(
        ws, [bea.write("verdict", verdict(outcome)) for outcome in ("correct", "ambiguous")]
    )
    assert cells(ws, "total") == {"unsettled": 1}
    assert cells(ws, "auditor", "bea") == {"unsettled": 1}


def test_a_restore_makes_the_verdict_it_names_stand_again(ws: Workspace) -> None:
    bea = Writer("bea")
    first = bea.write("verdict", verdict("correct"))
    second = bea.write("verdict", verdict("ambiguous", replaces=(fact_hash(first),)))
    third = bea.write("restore", Restore(*HERE, 0, (fact_hash(second),), fact_hash(first)))
    merge_facts(ws, [first, second, third])
    assert cells(ws, "total") == {"correct": 1}
    merge_facts(ws, [bea.write("restore", Restore(*HERE, 0, (fact_hash(third),), ""))])
    assert cells(ws, "total") == {}


def test_nobody_replaces_or_restores_another_persons_verdict(ws: Workspace) -> None:
    theirs = Writer("bea").write("verdict", verdict("correct"))
    eve = Writer("eve")
    merge_facts(ws, [theirs])
    merge_facts(ws, [eve.write("restore", Restore(*HERE, 0, (fact_hash(theirs),), ""))])
    assert cells(ws, "total") == {"correct": 1}
    merge_facts(ws, [eve.write("restore", Restore(*HERE, 0, (), fact_hash(theirs)))])
    assert cells(ws, "auditor", "eve") == {}


def test_one_annotation_may_be_critical_and_not_critical_at_once(ws: Workspace) -> None:
    merge_facts(ws, [Writer("bea").write("verdict", verdict("incorrect", CRITICAL, PLAIN))])
    with ws.read() as conn:
        found = conn.execute(
            "SELECT n, critical, noncritical FROM rollups WHERE axis = 'total' AND outcome <> ''"
        ).fetchall()
    assert found == [(1, 1, 1)]


def test_counts_are_kept_by_day_label_and_time_taken(ws: Workspace) -> None:
    body = Writer("bea").write("verdict", verdict("correct", took=3_500), time=20 * DAY + 5)
    merge_facts(ws, [body])
    with ws.read() as conn:
        days = conn.execute(
            "SELECT axis, day FROM rollups WHERE outcome <> '' AND day > 0 ORDER BY axis"
        ).fetchall()
    assert days == [("auditor", 20), ("total", 20)]
    assert cells(ws, "label", "hate") == {"correct": 1}
    assert cells(ws, "label", "spam") == {}
    assert cells(ws, "time", "02") == {"correct": 1}


def test_a_verdict_on_what_is_not_here_counts_nowhere_and_is_kept(ws: Workspace) -> None:
    bea = Writer("bea")
    odd = [Verdict("b-1", "i0", "nobody", "correct"), Verdict("b-1", "no item", "ann", "correct")]
    assert merge_facts(ws, [bea.write("verdict", one) for one in odd]) == (2, 0)
    assert cells(ws, "total") == {}


def test_the_cost_of_a_number_does_not_grow_with_the_verdicts(ws: Workspace) -> None:
    def size() -> int:
        with ws.read() as conn:
            return int(conn.execute("SELECT count(*) FROM rollups").fetchone()[0])

    bea = Writer("bea")
    merge_facts(ws, [bea.write("verdict", verdict("correct"))])
    before = size()
    for number in (1, 2):
        one = Verdict("b-1", f"i{2 * (number - 1)}", "ann", "correct")
        merge_facts(ws, [bea.write("verdict", one)])
    assert size() == before
