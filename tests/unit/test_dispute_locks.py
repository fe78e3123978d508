"""What a ruling locks, and what comes after it or apart from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Verdict
from smo_review.operations.disputes import DisputeRulingDraft, assign_look, rule_dispute
from smo_review.operations.settle import settle
from smo_review.operations.undo import redo, undo
from smo_review.operations.verdicts import accept_all, withdraw_verdict
from smo_review.queries.disputes import disputes
from smo_review.queries.numbers import numbers
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import (
    KEY,
    MISSED,
    OVER,
    answer,
    find,
    hand_over,
    workspace_of,
)
from tests.helpers.dispute_people import batch, bea, cho, lead, rule, view
from tests.helpers.store_cases import DAY, Case, Writer

__all__ = ["batch", "bea", "cho", "lead"]


def ruled_by_a_lead(ws: Workspace, folder: Path, batch: Case, outcome: str) -> None:
    """Let somebody with a workspace of their own rule, and take in what they ruled."""
    lead = workspace_of(folder, "lead", batch)
    hand_over(ws, lead)
    rule(lead, outcome)
    hand_over(lead, ws)
    lead.close()


# Locked


def test_a_ruling_locks_the_verdict_against_everything_but_a_ruling(
    bea: Workspace, lead: Workspace, tmp_path: Path
) -> None:
    rule(lead, "reject")
    hand_over(lead, bea)
    holds = disputes(bea)[0].verdicts[0].fact
    before = numbers(bea)
    for refused in (
        lambda: find(bea, MISSED),
        lambda: withdraw_verdict(bea, KEY),
        lambda: settle(bea, KEY, holds),
        lambda: undo(bea),
        lambda: rule(bea, "accept"),
        lambda: assign_look(bea, KEY, "cho"),
    ):
        with pytest.raises(UserError, match="lead ruled on the dispute about this annotation on"):
            refused()
    assert numbers(bea) == before


def test_answers_after_the_ruling_are_refused(
    tmp_path: Path, lead: Workspace, batch: Case, bea: Workspace
) -> None:
    import msgspec

    from smo_review.operations.answer_files import take_answers
    from tests.helpers.dispute_cases import answered

    late = tmp_path / "late.json"
    late.write_bytes(msgspec.json.encode(answered(lead, "ann", ("accept", ""), ("accept", ""))))
    rule(lead, "reject")
    with pytest.raises(UserError, match="locked"):
        take_answers(lead, late)


def test_what_undo_cannot_turn_is_forgotten_and_the_step_before_is_turned(
    tmp_path: Path, batch: Case
) -> None:
    ws = workspace_of(tmp_path, "bea", batch)
    other = AnnotationKey("b-1", "i1", "bob")
    find(ws, OVER, key=other)
    find(ws, OVER)
    answer(ws, tmp_path, ("dispute", "No."))
    ruled_by_a_lead(ws, tmp_path, batch, "reject")
    with pytest.raises(UserError, match="locked"):
        undo(ws)
    assert undo(ws).items == {("b-1", "i1")}
    assert numbers(ws).all.reviewed == 1
    assert redo(ws).items == {("b-1", "i1")}
    ws.close()


def test_undoing_many_verdicts_leaves_the_one_that_was_ruled_on(
    tmp_path: Path, batch: Case
) -> None:
    ws = workspace_of(tmp_path, "bea", batch)
    accept_all(ws, "b-1", "i0")
    hash_ = view(ws).annotations[0].verdicts[0].fact
    find(ws, OVER)
    answer(ws, tmp_path, ("dispute", "No."))
    ruled_by_a_lead(ws, tmp_path, batch, "accept")
    with pytest.raises(UserError, match="locked"):
        undo(ws)  # the finding
    assert undo(ws).facts == 1  # bob's, and not ann's
    assert numbers(ws).all.reviewed == 1 and hash_
    ws.close()


def test_all_correct_passes_over_what_is_locked(bea: Workspace, lead: Workspace) -> None:
    rule(lead, "accept")
    accept_all(lead, "b-1", "i0")
    held = [one for entry in view(lead).annotations for one in entry.verdicts if one.mine]
    assert [one.outcome for one in held] == ["incorrect", "correct"]


# What comes late


def test_a_verdict_that_comes_after_the_ruling_is_told_and_changes_no_number(
    tmp_path: Path, bea: Workspace, lead: Workspace
) -> None:
    rule(lead, "reject")
    before = numbers(lead).all
    eve = Writer("eve")
    merge_facts(lead, [eve.write("verdict", Verdict("b-1", "i0", "ann", "ambiguous"), 5 * DAY)])
    assert numbers(lead).all == before
    (told,) = disputes(lead)
    assert (told.state, told.late) == ("late", 1)


def test_a_revision_that_was_made_apart_changes_no_number(bea: Workspace, lead: Workspace) -> None:
    """Bea takes her verdict back where the ruling has not arrived yet."""
    rule(lead, "reject")
    before = numbers(lead).all
    withdraw_verdict(bea, KEY)
    hand_over(bea, lead)
    assert numbers(lead).all == before
    hand_over(lead, bea)
    assert numbers(bea).all == before


def test_a_further_ruling_stands_instead_of_the_one_before(lead: Workspace) -> None:
    rule(lead, "reject")
    with pytest.raises(UserError, match="ruled on"):
        rule(lead, "accept")
    rule(lead, "accept", again=True)
    (told,) = disputes(lead)
    assert [one.outcome for one in told.rulings] == ["accept"]
    assert {group.key for group in numbers(lead, by="code").groups} == {"missed-critical"}
    rule(lead, "reject", again=True)
    assert {group.key for group in numbers(lead, by="code").groups} == {"missed-critical", "over"}


def test_rulings_made_apart_are_told_and_leave_it_unsettled(
    tmp_path: Path, batch: Case, bea: Workspace, lead: Workspace
) -> None:
    other = workspace_of(tmp_path, "dee", batch)
    hand_over(lead, other)
    rule(lead, "reject")
    rule_dispute(
        other,
        DisputeRulingDraft(KEY, "partly", "Half.", upheld=(), holds=_correct_verdict(other)),
    )
    hand_over(other, lead)
    (told,) = disputes(lead)
    assert told.state == "apart" and {one.by for one in told.rulings} == {"lead", "dee"}
    assert numbers(lead).all.unsettled == 1
    rule(lead, "reject", again=True)
    assert disputes(lead)[0].state == "ruled"
    assert (numbers(lead).all.unsettled, numbers(lead).all.incorrect) == (0, 1)
    other.close()


def _correct_verdict(ws: Workspace) -> str:
    find(ws)
    return next(one.fact for one in disputes(ws)[0].verdicts if one.outcome == "correct")
