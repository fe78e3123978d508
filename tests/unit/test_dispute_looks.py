"""Blind second looks at disputed annotations."""

from __future__ import annotations

import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.facts import Settle, Verdict, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.operations.disputes import assign_look
from smo_review.queries.disputes import disputes
from smo_review.queries.numbers import numbers
from smo_review.queries.queue import queue_listing, queue_rows, row_of
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import (
    KEY,
    MISSED,
    OVER,
    find,
    hand_over,
)
from tests.helpers.dispute_people import batch, bea, cho, lead, rule, view
from tests.helpers.store_cases import Writer

__all__ = ["batch", "bea", "cho", "lead"]


def test_a_second_look_is_blind_until_it_is_given(lead: Workspace, cho: Workspace) -> None:
    assign_look(lead, KEY, "cho")
    hand_over(lead, cho)
    assert view(lead).annotations[0].verdicts and not view(cho).annotations[0].verdicts
    (told,) = disputes(cho)
    assert told.hidden and not told.verdicts and told.state == "second-look"
    find(cho)
    (told,) = disputes(cho)
    assert not told.hidden and told.state == "looked"
    second = next(one for one in told.verdicts if one.auditor == "cho")
    assert second.blind and second.outcome == "correct" and not second.first
    assert len(view(cho).annotations[0].verdicts) == 2


@pytest.mark.parametrize(
    "telling",
    [
        QueueFilter(show="incorrect"),
        QueueFilter(group_by="code", group_key="over"),
        QueueFilter(judged=Filter(outcome="incorrect")),
    ],
)
def test_no_list_tells_the_first_verdict_before_a_blind_look(
    lead: Workspace, cho: Workspace, telling: QueueFilter
) -> None:
    assign_look(lead, KEY, "cho")
    hand_over(lead, cho)
    row = row_of(cho, "b-1", "i0")
    assert row is not None
    assert row in queue_listing(cho, "b-1", QueueFilter())
    assert row in queue_listing(lead, "b-1", telling) and row not in queue_listing(
        cho, "b-1", telling
    )
    assert (queue_rows(lead, [row])[0].incorrect, queue_rows(cho, [row])[0].incorrect) == (1, 0)
    find(cho, OVER, MISSED)
    assert row in queue_listing(cho, "b-1", telling)
    assert queue_rows(cho, [row])[0].incorrect == 1


def test_a_second_look_that_differs_leaves_it_unsettled_until_the_ruling(
    lead: Workspace, cho: Workspace
) -> None:
    assign_look(lead, KEY, "cho")
    hand_over(lead, cho)
    find(cho)
    hand_over(cho, lead)
    assert numbers(lead).all.unsettled == 1
    second = next(one.fact for one in disputes(lead)[0].verdicts if one.auditor == "cho")
    rule(lead, "accept", holds=second)
    assert (numbers(lead).all.unsettled, numbers(lead).all.correct) == (0, 1)
    assert disputes(lead)[0].state == "ruled"


def test_whoever_judged_it_is_not_asked_for_a_second_look(lead: Workspace) -> None:
    with pytest.raises(UserError, match="bea has judged"):
        assign_look(lead, KEY, "bea")


def test_asking_somebody_else_takes_the_first_request_back(lead: Workspace, cho: Workspace) -> None:
    assign_look(lead, KEY, "cho")
    assert assign_look(lead, KEY, "cho").facts == 0
    assign_look(lead, KEY, "dee")
    hand_over(lead, cho)
    assert disputes(cho)[0].look == ("dee",) and view(cho).annotations[0].verdicts


def test_a_settle_fact_without_final_is_opened_by_a_later_verdict_as_before(
    lead: Workspace,
) -> None:
    eve, dee = Writer("eve"), Writer("dee")
    one = eve.write("verdict", Verdict("b-1", "i1", "ann", "correct"))
    two = dee.write("verdict", Verdict("b-1", "i1", "ann", "ambiguous"))
    place = ("b-1", "i1", "ann")
    chosen = Settle(*place, fact_hash(one), over=(fact_hash(two),))
    merge_facts(lead, [one, two, eve.write("settle", chosen)])
    assert numbers(lead).all.unsettled == 0
    fay = Writer("fay")
    merge_facts(lead, [fay.write("verdict", Verdict(*place, "unreviewable"))])
    assert numbers(lead).all.unsettled == 1


def test_a_blind_look_is_not_told_which_findings_are_disputed(
    lead: Workspace, cho: Workspace
) -> None:
    assign_look(lead, KEY, "cho")
    hand_over(lead, cho)
    assert disputes(cho)[0].answers == ()
    find(cho)
    assert len(disputes(cho)[0].answers) == 2


def test_who_is_asked_for_a_look_gives_it_before_ruling(lead: Workspace, cho: Workspace) -> None:
    assign_look(lead, KEY, "cho")
    hand_over(lead, cho)
    with pytest.raises(UserError, match="asked for a blind second look"):
        rule(cho, "reject")
    find(cho)
    rule(cho, "reject")
    assert disputes(cho)[0].state == "ruled"
