"""Recording, revising, withdrawing, flagging, settling, and taking it all back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from smo_review.domain.changes import Changes
from smo_review.domain.content import AnnotationKey, Mark, Pin
from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.views import FindingDraft, ItemView, VerdictDraft, VerdictView
from smo_review.operations.check import check
from smo_review.operations.flags import flag_item
from smo_review.operations.settle import settle
from smo_review.operations.undo import redo, undo
from smo_review.operations.verdicts import (
    accept_all,
    record_verdict,
    record_verdicts,
    withdraw_verdict,
)
from smo_review.queries.items import item_view
from smo_review.queries.queue import row_of
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import Case, case, exported, made

KEY = AnnotationKey("b-1", "i0", "ann")


@pytest.fixture
def batch() -> Case:
    return case(4)


@pytest.fixture
def ws(tmp_path: Path, batch: Case) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", batch)
    yield workspace
    workspace.close()


def draft(outcome: str = "correct", item: str = "i0", **more: object) -> VerdictDraft:
    return VerdictDraft("b-1", item, "ann", outcome, **more)  # type: ignore[arg-type]


def view(ws: Workspace, item: str = "i0") -> ItemView:
    return item_view(ws, row_of(ws, "b-1", item) or 0)


def mine(ws: Workspace, item: str = "i0") -> VerdictView | None:
    return view(ws, item).annotations[0].mine


def outcome(ws: Workspace, item: str = "i0") -> str:
    found = mine(ws, item)
    return found.outcome if found else ""


def facts(ws: Workspace) -> int:
    return len(exported(ws)[0])


def test_a_verdict_tells_what_it_touched(ws: Workspace) -> None:
    assert record_verdict(ws, draft(), origin="page 1") == Changes(
        batches=frozenset({"b-1"}),
        items=frozenset({("b-1", "i0")}),
        numbers=True,
        facts=1,
        origin="page 1",
    )


def test_all_that_the_auditor_said_comes_back(ws: Workspace) -> None:
    said = FindingDraft(
        "wrong-detail", "hate", "spam", Pin(0, 10, 20), "haste", "2.1", "because of the tone"
    )
    record_verdict(
        ws, draft("incorrect", findings=(said,), fixed=(Mark("spam"),), note="see clause", took=900)
    )
    found = mine(ws)
    assert found is not None
    assert (found.outcome, found.fixed, found.note) == ("incorrect", (Mark("spam"),), "see clause")
    (finding,) = found.findings
    assert (finding.code, finding.error_class, finding.critical) == (
        "wrong-detail",
        "wrong-label",
        False,
    )
    assert (finding.label, finding.right_label, finding.location) == (
        "hate",
        "spam",
        Pin(0, 10, 20),
    )
    assert (finding.root_cause, finding.clause, finding.note) == (
        "haste",
        "2.1",
        "because of the tone",
    )


@pytest.mark.parametrize(
    ("label", "right", "code"),
    [
        ("hate", "spam", "wrong-detail"),
        ("hate", "", "over"),
        ("", "spam", "missed-plain"),
        ("", "", "technical"),
    ],
)
def test_a_missing_code_follows_from_the_two_labels(
    ws: Workspace, label: str, right: str, code: str
) -> None:
    record_verdict(ws, draft("incorrect", findings=(FindingDraft("", label, right),)))
    found = mine(ws)
    assert found is not None
    assert [finding.code for finding in found.findings] == [code]


@pytest.mark.parametrize(
    "wrong",
    [
        draft(findings=(FindingDraft("over"),)),
        draft("ambiguous", findings=(FindingDraft("over"),)),
        draft("splendid"),
        draft("incorrect", findings=(FindingDraft("no such code"),)),
        draft("incorrect", findings=(FindingDraft("wrong"),)),
        draft("incorrect", findings=(FindingDraft("over", root_cause="weather"),)),
        draft(item="no such item"),
        draft(ordinal=7),
        draft(note="x" * 20_001),
        VerdictDraft("b-9", "i0", "ann", "correct"),
        VerdictDraft("b-1", "i0", "nobody", "correct"),
    ],
)
def test_a_wrong_verdict_is_refused_and_the_good_ones_beside_it_too(
    ws: Workspace, wrong: VerdictDraft
) -> None:
    with pytest.raises(UserError) as refusal:
        record_verdicts(ws, [draft("correct", "i1"), wrong])
    assert refusal.value.do
    assert facts(ws) == 0
    assert undo(ws).items == frozenset()


def test_an_incorrect_verdict_may_have_no_finding(ws: Workspace) -> None:
    assert record_verdict(ws, draft("incorrect")).facts == 1


@pytest.mark.parametrize(
    "same",
    [
        draft(),
        draft("correct", note="  a note "),
        draft("incorrect", findings=(FindingDraft("", "hate", "spam", note="why"),), note="n"),
        draft("ambiguous", fixed=(Mark("spam"),)),
    ],
)
def test_what_stands_already_adds_nothing(ws: Workspace, same: VerdictDraft) -> None:
    record_verdict(ws, same)
    assert record_verdict(ws, same).facts == 0
    assert facts(ws) == 1
    undo(ws)
    assert outcome(ws) == ""


def test_one_list_may_revise_itself(ws: Workspace) -> None:
    drafts = [draft("correct"), draft("ambiguous"), draft("ambiguous"), draft("unreviewable")]
    assert record_verdicts(ws, drafts).facts == 3
    assert outcome(ws) == "unreviewable"
    undo(ws)
    assert outcome(ws) == ""
    assert check(ws) == ()


def test_cancelling_takes_all_of_it_back(ws: Workspace) -> None:
    def cancel(_done: int, _total: int | None, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        record_verdicts(ws, [draft()], progress=cancel)
    assert facts(ws) == 0


def test_all_correct_leaves_what_was_judged_and_is_one_step(ws: Workspace) -> None:
    record_verdict(ws, draft("incorrect"))
    assert accept_all(ws, "b-1", "i0", took=1000).facts == 1
    assert [one.mine and one.mine.outcome for one in view(ws).annotations] == [
        "incorrect",
        "correct",
    ]
    assert accept_all(ws, "b-1", "i0").facts == 0
    assert accept_all(ws, "b-1", "i1").facts == 2
    undo(ws)
    assert [one.mine for one in view(ws, "i1").annotations] == [None, None]
    with pytest.raises(UserError):
        accept_all(ws, "b-1", "no such item")


def test_a_withdrawn_verdict_stands_no_more_and_comes_back_with_undo(ws: Workspace) -> None:
    assert withdraw_verdict(ws, KEY).facts == 0
    record_verdict(ws, draft("ambiguous"))
    assert withdraw_verdict(ws, KEY).facts == 1
    assert outcome(ws) == ""
    undo(ws)
    assert outcome(ws) == "ambiguous"
    redo(ws)
    assert outcome(ws) == ""
    assert check(ws) == ()


def test_the_undo_stack_survives_a_restart(ws: Workspace) -> None:
    record_verdict(ws, draft("correct"))
    record_verdict(ws, draft("incorrect"))
    ws.close()
    again = open_workspace(ws.path)
    assert undo(again).items == {("b-1", "i0")}
    assert outcome(again) == "correct"
    again.close()


def test_a_new_act_ends_what_could_be_redone(ws: Workspace) -> None:
    record_verdict(ws, draft("correct"))
    undo(ws)
    record_verdict(ws, draft("ambiguous"))
    assert redo(ws).items == frozenset()
    assert outcome(ws) == "ambiguous"


def test_a_flag_with_its_note_is_set_taken_off_and_undone(ws: Workspace) -> None:
    assert flag_item(ws, "b-1", "i0", on=False).facts == 0
    assert flag_item(ws, "b-1", "i0", on=True, note="look").facts == 1
    assert flag_item(ws, "b-1", "i0", on=True, note="look").facts == 0
    assert (view(ws).flagged, view(ws).flag_note) == (True, "look")
    assert flag_item(ws, "b-1", "i0", on=False).facts == 1
    assert not view(ws).flagged
    undo(ws)
    assert (view(ws).flagged, view(ws).flag_note) == (True, "look")
    undo(ws)
    assert not view(ws).flagged
    redo(ws)
    assert view(ws).flag_note == "look"
    with pytest.raises(UserError):
        flag_item(ws, "b-1", "no such item", on=True)


def test_a_disagreement_is_settled_undone_and_settled_again(
    ws: Workspace, batch: Case, tmp_path: Path
) -> None:
    other = made(tmp_path / "other", batch)
    record_verdict(other, draft("ambiguous"))
    merge_facts(ws, *exported(other))
    other.close()
    record_verdict(ws, draft("correct"))
    shown = view(ws).annotations[0]
    assert shown.unsettled
    theirs = next(one for one in shown.verdicts if not one.mine)
    assert settle(ws, KEY, theirs.fact, "the clause is silent").facts == 1
    assert settle(ws, KEY, theirs.fact, "the clause is silent").facts == 0
    assert not view(ws).annotations[0].unsettled
    undo(ws)
    assert view(ws).annotations[0].unsettled
    redo(ws)
    assert not view(ws).annotations[0].unsettled
    record_verdict(ws, draft("incorrect"))
    assert view(ws).annotations[0].unsettled
    with pytest.raises(UserError, match="does not stand"):
        settle(ws, KEY, "0" * 64)
    assert check(ws) == ()


def test_one_persons_undo_leaves_anothers_verdict_alone(
    ws: Workspace, batch: Case, tmp_path: Path
) -> None:
    other = made(tmp_path / "other", batch)
    record_verdict(other, draft("ambiguous"))
    merge_facts(ws, *exported(other))
    other.close()
    assert undo(ws).items == frozenset()
    assert [one.outcome for one in view(ws).annotations[0].verdicts] == ["ambiguous"]


class UndoMachine(RuleBasedStateMachine):
    """Undo and redo against the plainest model: a list of states and a place in it."""

    folder: Callable[[], Path]

    @initialize()
    def start(self) -> None:
        self.ws = made(self.folder(), case(2, ("ann",)))
        self.states: list[dict[str, str]] = [{}]
        self.at = 0

    def act(self, changes: Changes, item: str, value: str) -> None:
        if changes.facts:
            state = dict(self.states[self.at])
            state[item] = value
            self.states = [*self.states[: self.at + 1], state]
            self.at += 1

    @rule(item=st.sampled_from(["i0", "i1"]), said=st.sampled_from(["correct", "ambiguous"]))
    def judge(self, item: str, said: str) -> None:
        self.act(record_verdict(self.ws, draft(said, item)), item, said)

    @rule(item=st.sampled_from(["i0", "i1"]))
    def withdraw(self, item: str) -> None:
        changes = withdraw_verdict(self.ws, AnnotationKey("b-1", item, "ann"))
        self.act(changes, item, "")

    @rule()
    def take_back(self) -> None:
        moved = bool(undo(self.ws).items)
        assert moved == (self.at > 0)
        self.at -= moved

    @rule()
    def do_again(self) -> None:
        moved = bool(redo(self.ws).items)
        assert moved == (self.at < len(self.states) - 1)
        self.at += moved

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        for item in ("i0", "i1"):
            assert outcome(self.ws, item) == self.states[self.at].get(item, "")

    def teardown(self) -> None:
        if hasattr(self, "ws"):
            assert check(self.ws) == ()
            self.ws.close()


def test_undo_and_redo_walk_through_any_history(tmp_path_factory: pytest.TempPathFactory) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    UndoMachine.folder = staticmethod(lambda: tmp_path_factory.mktemp("undo") / "ws")
    run_state_machine_as_test(
        UndoMachine, settings=settings(max_examples=15, stateful_step_count=12)
    )
