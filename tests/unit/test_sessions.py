"""Guided sessions: votes by three ways, the reveal, rulings, and the session read elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.errors import UserError
from smo_review.domain.sessions import Ballot
from smo_review.operations.answers import AnswerDraft, answer, begin_attempt, end_attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.inbox import Inbox
from smo_review.operations.leading import call_vote, remark
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    ask_question,
    begin_session,
    reveal_votes,
    rule,
    vote,
)
from smo_review.operations.workspace import set_person_name
from smo_review.quality.tally import counted, pairwise_agreement
from smo_review.queries.gold import golds
from smo_review.queries.learning import run_of
from smo_review.queries.sessions import deck_of, sessions, tally
from smo_review.store.checking import check_store
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import case, made


@pytest.fixture
def trainer(tmp_path: Path) -> Workspace:
    ws = made(tmp_path / "trainer", case(6))
    set_gold(ws, [GoldDraft("b-1", f"i{n}", ("hate",)) for n in range(4)])
    return ws


def _deck(ws: Workspace, path: Path) -> str:
    return build_exercise(ws, Plan("Deck", "session", n=4), path).exercise


def _voter(folder: Path, name: str, deck: Path) -> Workspace:
    ws = open_workspace(folder, create=True)
    set_person_name(ws, name)
    receive(ws, deck)
    begin_attempt(ws, run_of_only(ws))
    return ws


def run_of_only(ws: Workspace) -> str:
    with ws.read() as conn:
        return str(conn.execute("SELECT id FROM batches").fetchone()[0])


def test_votes_stay_hidden_until_the_reveal_and_late_ones_are_told(
    trainer: Workspace, tmp_path: Path
) -> None:
    deck = _deck(trainer, tmp_path / "deck.smo")
    session = begin_session(trainer, deck, ("Dara", "Mei", "Sok"))
    item = tally(trainer, session).slides[0].item
    vote(trainer, VoteDraft(session, item, "Dara", ("hate",)))
    vote(trainer, VoteDraft(session, item, "Dara", ("spam",)))
    (before,) = tally(trainer, session).slides[0].rounds
    assert (before.revealed, before.votes, before.spread, before.ballots) == (False, 1, (), ())
    assert before.missing == ("Mei", "Sok")
    vote(trainer, VoteDraft(session, item, "Mei", ("hate",)))
    reveal_votes(trainer, session, item)
    after, second = tally(trainer, session).slides[0].rounds
    assert [(side.labels, side.n) for side in after.spread] == [(("hate",), 1), (("spam",), 1)]
    assert (after.agreement, after.missing, second.revealed) == (0.0, ("Sok",), False)
    with pytest.raises(UserError):
        vote(trainer, VoteDraft(session, item, "Sok", ("hate",)))
    trainer.close()


def test_files_that_came_before_during_and_after_count_as_what_they_are(
    trainer: Workspace, tmp_path: Path
) -> None:
    deck = _deck(trainer, tmp_path / "deck.smo")
    inbox = tmp_path / "shared"
    inbox.mkdir()
    early = _voter(tmp_path / "early", "Dara", tmp_path / "deck.smo")
    item = run_of(early, deck).items[0]
    answer(early, AnswerDraft(deck, item, ("hate",)))
    export_results(early, tmp_path / "early.smo")
    receive(trainer, tmp_path / "early.smo")
    session = begin_session(trainer, deck, ("Dara", "Mei", "Sok"))
    watch = Inbox(inbox)
    voters = {}
    for name in ("Mei", "Sok"):
        ws = _voter(tmp_path / name, name, tmp_path / "deck.smo")
        answer(ws, AnswerDraft(deck, item, ("spam",)))
        voters[name] = ws
    export_results(voters["Mei"], inbox / "mei.smo")
    assert not watch.look(trainer), "a file that was just seen may still be growing"
    assert watch.waiting() == 1
    (arrived,) = watch.look(trainer)
    assert arrived.received is not None and not watch.look(trainer)
    reveal_votes(trainer, session, item)
    export_results(voters["Sok"], inbox / "sok.smo")
    (inbox / "half.smo").write_bytes((inbox / "mei.smo").read_bytes()[:900])
    watch.look(trainer)
    told = {Path(one.path).name: one for one in watch.look(trainer)}
    assert told["half.smo"].error is not None and told["sok.smo"].received is not None
    slide = next(one for one in tally(trainer, session).slides if one.item == item)
    first = slide.rounds[0]
    assert {one.voter: one.channel for one in first.ballots} == {"Dara": "before", "Mei": "file"}
    assert first.late == ("Sok",) and first.missing == ()
    for ws in (early, *voters.values()):
        ws.close()
    trainer.close()


def test_a_ruling_needs_the_reveal_and_a_reason_and_becomes_case_and_gold(
    trainer: Workspace, tmp_path: Path
) -> None:
    deck = _deck(trainer, tmp_path / "deck.smo")
    session = begin_session(trainer, deck, ("Dara", "Mei"))
    slide = tally(trainer, session).slides[0]
    draft = RulingDraft(session, slide.item, ("spam",), reason="Clause two.", as_gold=True)
    with pytest.raises(UserError):
        rule(trainer, draft)
    for name in ("Dara", "Mei"):
        vote(trainer, VoteDraft(session, slide.item, name, ("hate",)))
    reveal_votes(trainer, session, slide.item)
    with pytest.raises(UserError):
        rule(trainer, RulingDraft(session, slide.item, ("spam",)))
    assert rule(trainer, draft).facts == 3
    ask_question(trainer, session, "Is a quote an attack?")
    told = tally(trainer, session)
    assert told.slides[0].ruling is not None and told.slides[0].reason == "Clause two."
    assert told.questions == ("Is a quote an attack?",)
    assert told.before == (1.0, None, None, 1) and told.after is None
    gold = {one.item: one for one in golds(trainer)}[told.slides[0].source_item]
    assert (gold.labels, gold.source) == (("spam",), "ruling")
    assert sessions(trainer)[0].ruled == 1
    trainer.close()


def test_a_session_is_the_same_wherever_its_facts_came_together(
    trainer: Workspace, tmp_path: Path
) -> None:
    deck = _deck(trainer, tmp_path / "deck.smo")
    session = begin_session(trainer, deck, ("Dara", "Mei"))
    for slide in tally(trainer, session).slides:
        for place, name in enumerate(("Dara", "Mei")):
            vote(trainer, VoteDraft(session, slide.item, name, (("hate", "spam")[place],)))
        reveal_votes(trainer, session, slide.item)
        for name in ("Dara", "Mei"):
            vote(trainer, VoteDraft(session, slide.item, name, ("hate",), round=2))
        reveal_votes(trainer, session, slide.item, 2)
    told = tally(trainer, session)
    assert told.before is not None and told.after is not None
    assert (told.before[0], told.after[0]) == (0.0, 1.0)
    export_results(trainer, tmp_path / "all.smo")
    other = open_workspace(tmp_path / "other", create=True)
    receive(other, tmp_path / "all.smo")
    receive(other, tmp_path / "deck.smo")
    assert tally(other, session) == told
    assert not list(check_store(other))
    other.close()
    trainer.close()


def test_a_session_stands_where_it_was_left_and_goes_on_behind_what_is_ruled(
    trainer: Workspace, tmp_path: Path
) -> None:
    session = begin_session(trainer, _deck(trainer, tmp_path / "deck.smo"), ("Dara", "Mei"))
    first, second, *_ = (slide.item for slide in tally(trainer, session).slides)
    assert tally(trainer, session).at == first
    assert call_vote(trainer, session, second, seconds=90).facts == 1
    assert call_vote(trainer, session, second, seconds=10).facts == 0, "called already"
    told = tally(trainer, session)
    (called,) = told.slides[1].rounds
    assert (told.at, called.seconds) == (second, 90) and called.called > 0
    reveal_votes(trainer, session, second)
    remark(trainer, session, second, "Dara thinks of clause two.")
    rule(trainer, RulingDraft(session, second, ("hate",), reason="Clause one."))
    told = tally(trainer, session)
    assert told.slides[1].remarks == ("Dara thinks of clause two.",)
    assert told.at == told.slides[2].item
    with pytest.raises(UserError):
        call_vote(trainer, session, second)
    with pytest.raises(UserError):
        call_vote(trainer, session, first, 2)
    with pytest.raises(UserError):
        call_vote(trainer, session, "nowhere")
    with pytest.raises(UserError):
        call_vote(trainer, session, first, seconds=-1)
    with pytest.raises(UserError):
        remark(trainer, session, first, "  ")
    trainer.close()


def test_a_deck_brings_the_teaching_note_and_clause_of_its_gold_for_the_presenter(
    trainer: Workspace, tmp_path: Path
) -> None:
    set_gold(trainer, [GoldDraft("b-1", "i0", ("hate",), "why", "", "Read it twice.")])
    deck = deck_of(trainer, _deck(trainer, tmp_path / "deck.smo"))
    assert sorted(one.note for one in deck.slides) == ["", "", "", "Read it twice."]
    session = begin_session(trainer, deck.deck, seats=("Mei", " Mei ", "Dara"))
    told = tally(trainer, session)
    assert sorted(one.note for one in told.slides)[-1] == "Read it twice."
    assert (told.people, told.seats) == (("Mei", "Dara"), ("Mei", "Dara"))
    trainer.close()


def test_whoever_votes_by_file_votes_in_both_rounds(trainer: Workspace, tmp_path: Path) -> None:
    deck = _deck(trainer, tmp_path / "deck.smo")
    session = begin_session(trainer, deck, ("Mei",))
    item = tally(trainer, session).slides[0].item
    mei = _voter(tmp_path / "mei", "Mei", tmp_path / "deck.smo")
    for number, label in ((1, "spam"), (2, "hate")):
        answer(mei, AnswerDraft(deck, item, (label,)))
        export_results(mei, tmp_path / f"mei-{number}.smo")
        receive(trainer, tmp_path / f"mei-{number}.smo")
        reveal_votes(trainer, session, item, number)
        end_attempt(mei, deck)
        if number == 1:
            begin_attempt(mei, deck)
    rounds = tally(trainer, session).slides[0].rounds
    assert [one.spread[0].labels for one in rounds] == [("spam",), ("hate",)]
    mei.close()
    trainer.close()


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.integers(0, 3)), max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_counting_does_not_depend_on_the_order_of_ballots(said, chance) -> None:
    ballots = [
        Ballot("i", 1, voter, (label,), "", None, "seat", f"h{place}", time)
        for place, (voter, label, time) in enumerate(said)
    ]
    mixed = chance.sample(ballots, len(ballots))
    revealed = [one.hash for one in ballots[::2]]
    for there in (None, revealed):
        assert counted(ballots, "i", 1, "abcd", there) == counted(mixed, "i", 1, "abcd", there)


def test_agreement_of_a_round_is_the_share_of_pairs_that_agree() -> None:
    assert pairwise_agreement([3]) == 1.0
    assert pairwise_agreement([1, 1]) == 0.0
    assert pairwise_agreement([2, 1]) == pytest.approx(1 / 3)
    assert pairwise_agreement([1]) is None
