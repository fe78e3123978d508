"""Leads: where a project names them, they alone close actions, reopen them and rule on disputes."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from smo_review.domain.actions import Action, ActionClose, ActionReopen, Evidence
from smo_review.domain.errors import UserError
from smo_review.domain.facts import fact_hash
from smo_review.domain.leads import ANYBODY, leads_of
from smo_review.exchange.project_file import parse_project
from smo_review.operations.actions import close_action, mark_done, reopen_action, save_action
from smo_review.queries.actions import actions
from smo_review.queries.disputes import disputes
from smo_review.queries.leads import who_decides
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.cause_cases import batch_of, day_of, judge
from tests.helpers.dispute_cases import (
    MISSED,
    OVER,
    answer,
    disputable,
    find,
    hand_over,
    workspace_of,
)
from tests.helpers.dispute_people import rule
from tests.helpers.dumps import dump
from tests.helpers.store_cases import DAY, Case, Writer, made, take
from tests.unit.test_actions import BOUGHT, share

ID = "p-" + "0a" * 16
EVIDENCE = Evidence(420, 168, 300, 30, -350_000, -240_000, (day_of(16),), day_of(25), "h")


def led(one: Case, *leads: str, on: str = "") -> Case:
    """The batch, whose project names leads."""
    info = structs.replace(one.info, made=on)
    return structs.replace(one, info=info, project=structs.replace(one.project, leads=leads))


def shifted(ws: Workspace, *leads: str) -> str:
    """An action that the data let be closed, in a project of these leads."""
    bea = Writer("bea")
    for days, hits, batch in ((range(14), 4, "b-1"), (range(16, 26), 1, "b-2")):
        one = led(batch_of(days, batch=batch), *leads)
        take(ws, one)
        merge_facts(ws, judge(one, bea, share(hits)))
    name = save_action(ws, BOUGHT).id
    mark_done(ws, name, day_of(15))
    return name


@pytest.fixture
def ws(tmp_path):
    workspace = made(tmp_path / "ws")
    yield workspace
    workspace.close()


def test_who_is_no_lead_is_told_who_may_close_and_nothing_changes(ws) -> None:
    name = shifted(ws, "bea", ID)
    before = dump(ws)
    for decide in (close_action, reopen_action):
        with pytest.raises(UserError, match="Only a lead") as refused:
            decide(ws, name)
        assert ID in refused.value.do and "bea" in refused.value.do
    assert dump(ws) == before
    assert who_decides(ws) == {"project": ("bea", ID)}


def test_a_lead_closes_and_without_leads_anybody_does(ws, tmp_path) -> None:
    assert close_action(ws, shifted(ws, ws.identity.person)).facts == 1
    other = made(tmp_path / "other")
    assert close_action(other, shifted(other)).facts == 1
    assert who_decides(ws) == {} and who_decides(other) == {}
    other.close()


def test_a_close_by_who_is_no_lead_does_not_count_in_whatever_order_files_come(tmp_path) -> None:
    lead, other = Writer("lena"), Writer("ola")
    action = Action("a-1", "T", "Dara", day_of(20), day_of(14), done=day_of(15))
    first = other.write("action", action, time=DAY)
    close = other.write("action-close", ActionClose("a-1", EVIDENCE), time=2 * DAY)
    own = lead.write("action-close", ActionClose("a-1", EVIDENCE), time=3 * DAY)
    back = other.write(
        "action-reopen", ActionReopen("a-1", EVIDENCE, (fact_hash(own),)), time=4 * DAY
    )
    batch = led(batch_of(range(2), 1), "lena")
    seen = set()
    for turn, order in enumerate(permutations([first, close, own, back, batch])):
        if turn % 7:
            continue  # a seventh of the orders: each opens a workspace
        ws = made(tmp_path / f"ws-{turn}")
        for one in order:
            take(ws, one) if isinstance(one, Case) else merge_facts(ws, [one])
        (told,) = actions(ws, today=day_of(14))
        seen.add((told.closes, told.reopened))
        ws.close()
    assert seen == {((fact_hash(own),), 0)}


def test_what_a_former_lead_closed_stays_closed_and_they_close_no_more(ws) -> None:
    name = shifted(ws, ws.identity.person)
    close_action(ws, name)
    take(ws, led(batch_of(range(1), 1, batch="b-3"), ID, on="2026-05-01"))
    (told,) = actions(ws)
    assert told.closes
    with pytest.raises(UserError, match="Only a lead"):
        close_action(ws, name)


def disputed_in(ws: Workspace, folder, *leads: str) -> Workspace:
    """The workspace, with a dispute on another auditor's findings in a project of these leads."""
    batch = led(disputable(), *leads)
    auditor = workspace_of(folder, "auditor", batch)
    find(auditor, OVER, MISSED)
    take(ws, batch)
    hand_over(auditor, ws)
    answer(ws, folder, ("dispute", "It quotes a song."), ("accept", ""))
    auditor.close()
    return ws


def test_who_is_no_lead_does_not_rule_on_a_dispute_and_nothing_changes(tmp_path, ws) -> None:
    disputed_in(ws, tmp_path, ID)
    before = dump(ws)
    with pytest.raises(UserError, match="Only a lead") as refused:
        rule(ws, "accept")
    assert ID in refused.value.do
    assert dump(ws) == before


def test_a_lead_rules_on_a_dispute(tmp_path, ws) -> None:
    disputed_in(ws, tmp_path, ID, ws.identity.person)
    rule(ws, "accept")
    assert disputes(ws)[0].state == "ruled"


def test_whose_own_verdict_is_disputed_is_told_of_leads_only(tmp_path, ws) -> None:
    take(ws, led(disputable(), ws.identity.person, ID))
    find(ws, OVER, MISSED)
    answer(ws, tmp_path, ("dispute", "It quotes a song."), ("accept", ""))
    with pytest.raises(UserError, match="your own") as refused:
        rule(ws, "accept")
    assert ID in refused.value.do


def test_the_project_file_takes_ids_of_persons_and_nothing_else() -> None:
    text = 'id = "p"\nname = "P"\n'
    assert parse_project(f'{text}leads = ["{ID}"]', "p.toml").leads == (ID,)
    assert parse_project(text, "p.toml").leads == ()
    for wrong in ('["Sreymom"]', f'["{ID}", "{ID}"]', f'"{ID}"', "[7]", '["p-12"]'):
        with pytest.raises(UserError, match="project file cannot be used") as refused:
            parse_project(f"{text}leads = {wrong}", "p.toml")
        assert "leads" in refused.value.where


LISTS = st.lists(
    st.tuples(
        st.sampled_from(["", "2026-01-01", "2026-02-01"]),
        st.text(st.sampled_from("ab"), min_size=1, max_size=3),
        st.lists(st.sampled_from(["p-1", "p-2", "p-3"]), max_size=2, unique=True).map(tuple),
    ),
    unique_by=lambda one: one[1],
)


@given(LISTS, st.randoms())
def test_leads_are_read_off_the_set_of_batches(lists, dice) -> None:
    shuffled = list(lists)
    dice.shuffle(shuffled)
    told = leads_of(shuffled)
    assert told == leads_of(lists)
    assert told.now <= told.ever or not lists
    if lists:
        newest = max(lists)
        assert told.now == frozenset(newest[2])
    assert ANYBODY.may("anyone")
