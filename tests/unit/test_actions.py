"""Actions: an action closes only when the chart after it has shifted, else it reopens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from smo_review.domain.actions import Action, ActionClose, ActionReopen, Evidence, Incident
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Finding, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.matters import standing
from smo_review.operations.actions import (
    ActionDraft,
    IncidentDraft,
    close_action,
    mark_done,
    reopen_action,
    save_action,
    save_incident,
)
from smo_review.queries.actions import actions, happenings, incidents
from smo_review.reports.causes import action_chart, effect_words, evidence_words
from smo_review.store.ledger import merge_facts
from smo_review.store.matters import matters
from smo_review.store.projections import rebuild
from smo_review.store.workspace import Workspace
from tests.helpers.cause_cases import OVER, batch_of, day_of, judge
from tests.helpers.store_cases import DAY, Writer, derived, exported, made, take

BOUGHT = ActionDraft(
    "Explain clause 2.1 again",
    "Dara",
    day_of(20),
    day_of(14),
    Filter(clause="2.1", clock="made"),
    size=50_000,
)


def share(hits: int) -> Callable[[int, int, str], Finding | None]:
    """Of ten items a day, so many are wrong for everybody."""
    return lambda day, place, annotator: OVER if place < hits else None


def add(ws: Workspace, writer: Writer, days: range, hits: int, batch: str) -> None:
    one = batch_of(days, batch=batch)
    take(ws, one)
    merge_facts(ws, judge(one, writer, share(hits)))


@pytest.fixture
def bea() -> Writer:
    return Writer("bea")


@pytest.fixture
def ws(tmp_path, bea):
    workspace = made(tmp_path / "ws")
    add(workspace, bea, range(14), 4, "b-1")
    yield workspace
    workspace.close()


def opened(ws: Workspace) -> str:
    return save_action(ws, BOUGHT).id


def view(ws: Workspace, today: str = day_of(14)):
    (one,) = actions(ws, today=today)
    return one


def test_an_action_is_to_do_then_due_then_overdue(ws) -> None:
    opened(ws)
    assert view(ws, day_of(10)).state == "open"
    assert view(ws, day_of(14)).state == "due"
    assert view(ws, day_of(20)).state == "due"
    assert view(ws, day_of(21)).state == "overdue"
    assert view(ws).effect.verdict == "not enough"


def test_data_that_shift_let_it_be_closed_with_its_evidence(ws, bea) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    assert view(ws).state == "checking"
    add(ws, bea, range(16, 26), 1, "b-2")
    told = view(ws)
    assert told.state == "works"
    assert (told.effect.before.n, told.effect.before_hits) == (420, 168)
    assert (told.effect.after.n, told.effect.after_hits) == (300, 30)
    assert told.effect.reached
    assert "The shift is shown." in effect_words(told)
    assert close_action(ws, name).facts == 1
    closed = view(ws)
    assert closed.state == "closed"
    assert closed.evidence is not None
    assert closed.evidence.until == day_of(25)
    assert closed.evidence.high < 0
    assert closed.evidence.head == told.head
    assert "168 of 420 before, 30 of 300 after" in evidence_words(closed.evidence)
    with pytest.raises(UserError, match="closed already"):
        close_action(ws, name)


@pytest.mark.parametrize("hits", [4, 6])
def test_without_the_shift_it_is_refused_with_the_figures(ws, bea, hits) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    add(ws, bea, range(16, 26), hits, "b-2")
    before = exported(ws)
    with pytest.raises(UserError, match="does not show the shift") as refused:
        close_action(ws, name)
    assert "Before: 40.0% of 420" in refused.value.do
    assert view(ws).state == ("checking" if hits == 4 else "worse")
    assert exported(ws)[0] == before[0]


def test_what_is_not_done_cannot_be_closed(ws, bea) -> None:
    name = opened(ws)
    add(ws, bea, range(16, 26), 1, "b-2")
    with pytest.raises(UserError, match="not marked as done"):
        close_action(ws, name)


def test_few_points_are_not_enough_however_good(ws, bea) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    add(ws, bea, range(16, 18), 0, "b-2")
    assert view(ws).effect.verdict == "not enough"
    with pytest.raises(UserError, match="does not show"):
        close_action(ws, name)


def test_days_between_start_and_done_count_on_neither_side(ws, bea) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(18))
    add(ws, bea, range(14, 19), 10, "b-2")
    told = view(ws).effect
    assert (told.before.n, told.after.n) == (420, 0)


def test_a_closed_action_whose_shift_is_lost_is_to_reopen_and_reopens(ws, bea) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    add(ws, bea, range(16, 26), 1, "b-2")
    close_action(ws, name)
    with pytest.raises(UserError, match="stays closed"):
        reopen_action(ws, name)
    add(ws, bea, range(26, 32), 4, "b-3")
    lost = view(ws)
    assert lost.state == "lost"
    assert "went back" in effect_words(lost)
    reopen_action(ws, name)
    again = view(ws)
    assert again.state in ("works", "reopened")
    assert again.reopened == 1
    assert again.evidence is not None
    assert again.evidence.until == day_of(31)
    with pytest.raises(UserError, match="not closed"):
        reopen_action(ws, name)


def test_the_chart_marks_the_action_between_before_and_after(ws, bea) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    add(ws, bea, range(16, 26), 1, "b-2")
    chart = action_chart(view(ws))
    (line,) = chart.lines
    assert len(line.points) == 24
    assert chart.events[0].at == 14
    assert chart.centre == pytest.approx(0.4)
    assert chart.lower[:14] == (None,) * 14
    assert any(point.alarm for point in line.points[14:])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "needs a title"),
        ({"owner": ""}, "needs an owner"),
        ({"due": "soon"}, "not a date"),
        ({"due": day_of(3)}, "is before"),
        ({"size": 2_000_000}, "up or down"),
        ({"cause": "c-nothing"}, "no such analysis"),
        ({"action": "a-nothing"}, "no such action"),
        ({"measure": Filter(since="yesterday")}, "not a date"),
    ],
)
def test_an_action_that_says_too_little_is_refused(ws, change, words) -> None:
    draft = ActionDraft(**{**{f: getattr(BOUGHT, f) for f in BOUGHT.__struct_fields__}, **change})
    with pytest.raises(UserError, match=words):
        save_action(ws, draft)
    assert actions(ws) == ()


def test_saving_the_same_again_adds_nothing(ws) -> None:
    name = opened(ws)
    draft = ActionDraft(
        **{**{f: getattr(BOUGHT, f) for f in BOUGHT.__struct_fields__}, "action": name}
    )
    assert save_action(ws, draft).changes.facts == 0


def test_every_order_of_facts_gives_the_same(ws, bea, tmp_path) -> None:
    """Closed by two people, reopened by one who knew of one close: the other close still holds."""
    evidence = Evidence(420, 168, 300, 30, -350_000, -240_000, (day_of(16),), day_of(25), "h")
    lead, other = Writer("lena"), Writer("ola")
    action = Action("a-1", "T", "Dara", day_of(20), day_of(14), done=day_of(15))
    first = lead.write("action", action, time=DAY)
    closes = [
        lead.write("action-close", ActionClose("a-1", evidence), time=2 * DAY),
        other.write("action-close", ActionClose("a-1", evidence), time=3 * DAY),
    ]
    reopen = lead.write(
        "action-reopen", ActionReopen("a-1", evidence, (fact_hash(closes[0]),)), time=4 * DAY
    )
    seen = set()
    for turn, order in enumerate(permutations([first, *closes, reopen])):
        one = made(tmp_path / f"ws-{turn}")
        for body in order:
            merge_facts(one, [body])
        (told,) = actions(one, today=day_of(14))
        seen.add((told.state, told.closes, told.reopened, told.fact))
        one.close()
    assert seen == {("lost", (fact_hash(closes[1]),), 1, fact_hash(first))}


def test_edits_made_apart_are_told_and_the_next_edit_joins_them(ws) -> None:
    name = opened(ws)
    with ws.read() as conn:
        (base,) = standing(matters(conn, ["action"], name))
    other = Writer("ola")
    apart = Action(name, "Other title", "Ola", day_of(20), day_of(14), replaces=(base.hash,))
    save_action(
        ws,
        ActionDraft("Mine", "Dara", day_of(20), day_of(14), Filter(), action=name),
    )
    merge_facts(ws, [other.write("action", apart, time=DAY)], [other.checkpoint()])
    told = view(ws)
    assert told.action.title == "Mine"
    assert told.apart == ("Ola",)
    save_action(ws, ActionDraft("Both", "Dara", day_of(20), day_of(14), Filter(), action=name))
    assert view(ws).apart == ()


def test_a_fact_whose_dates_are_none_is_kept_and_shown_nowhere(ws) -> None:
    other = Writer("ola")
    body = other.write(
        "action", {"action": "a-9", "title": "x", "owner": "y", "due": "soon", "started": "now"}
    )
    assert merge_facts(ws, [body]) == (1, 0)
    assert actions(ws) == ()
    assert body in exported(ws)[0]


def test_incidents_and_actions_are_marked_on_their_days(ws) -> None:
    name = opened(ws)
    mark_done(ws, name, day_of(15))
    saved = save_incident(ws, IncidentDraft("New scam", day_of(8), what="A new kind", clause="2"))
    with ws.read() as conn:
        assert happenings(conn, Filter()) == (
            (day_of(8), "incident", "New scam"),
            (day_of(15), "action", BOUGHT.title),
        )
        assert happenings(conn, Filter(since=day_of(9), until=day_of(14))) == ()
    assert incidents(ws)[0].incident.until == ""
    over = IncidentDraft("New scam", day_of(8), day_of(12), incident=saved.id)
    assert save_incident(ws, over).changes.facts == 1
    assert incidents(ws)[0].incident == Incident(
        saved.id, "New scam", day_of(8), day_of(12), replaces=incidents(ws)[0].incident.replaces
    )


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (IncidentDraft("", "2026-03-01"), "needs a title"),
        (IncidentDraft("x", "today"), "not a date"),
        (IncidentDraft("x", "2026-03-02", "2026-03-01"), "is before"),
        (IncidentDraft("x", "2026-03-02", incident="n-none"), "no such incident"),
    ],
)
def test_an_incident_that_says_too_little_is_refused(ws, draft, words) -> None:
    with pytest.raises(UserError, match=words):
        save_incident(ws, draft)


@pytest.mark.parametrize("day", ["2026-13-01", "2020-01-01", "2099-01-01", "yesterday"])
def test_an_action_is_not_done_before_it_began_or_in_the_future(ws, day) -> None:
    name = opened(ws)
    with pytest.raises(UserError, match="cannot be the day"):
        mark_done(ws, name, day)


def test_tables_made_anew_tell_the_same(ws) -> None:
    opened(ws)
    before, told = derived(ws), actions(ws)
    with ws.write() as conn:
        rebuild(conn)
    assert derived(ws) == before
    assert actions(ws) == told
