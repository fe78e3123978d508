"""Whatever people do, in whatever order files come: roll-ups are what the ledger alone gives."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.facts import OUTCOMES
from smo_review.operations.answer_files import take_answers
from smo_review.operations.disputes import DisputeRulingDraft, assign_look, rule_dispute
from smo_review.operations.undo import redo, undo
from smo_review.operations.verdicts import withdraw_verdict
from smo_review.queries.disputes import dispute_figures, disputes
from smo_review.queries.findings import findings_of
from smo_review.queries.numbers import numbers
from smo_review.store import projections
from smo_review.store.placing import facts_on
from smo_review.store.rollups import UNSETTLED
from smo_review.store.standings import combined, standings
from smo_review.store.workspace import Workspace
from tests.helpers.dispute_cases import MISSED, OVER, disputable, find, hand_over, workspace_of
from tests.helpers.store_cases import derived

PEOPLE = ("bea", "cho", "lead")
KEYS = [AnnotationKey("b-1", "i0", name) for name in ("ann", "bob")]
KINDS = (
    *("wrong", "worse", "right", "withdraw", "undo", "redo", "answer", "answer", "look"),
    *("accept", "accept", "reject", "partly", "partly", "merge", "merge", "merge"),
)
STEP = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(KINDS),
    st.sampled_from(KEYS),
    st.integers(0, 7),
)


BATCH = disputable(1)
START = [
    *(("bea", "worse", key, 0) for key in KEYS),
    *(("bea", "answer", key, 2) for key in KEYS),
    *((name, "merge", KEYS[0], PEOPLE.index("bea")) for name in PEOPLE),
]
"""Everybody begins with findings that are disputed."""


@contextlib.contextmanager
def _people(folder: Path) -> Iterator[dict[str, Workspace]]:
    """Three people's new workspaces with the same batch."""
    shutil.rmtree(folder, ignore_errors=True)
    people = {name: workspace_of(folder, name, BATCH) for name in PEOPLE}
    try:
        yield people
    finally:
        for ws in people.values():
            ws.close()


def _do(people: dict[str, Workspace], step: tuple[str, str, AnnotationKey, int], to: Path) -> None:
    who, what, key, draw = step
    ws = people[who]
    if what in ("wrong", "worse", "right"):
        find(ws, *{"wrong": (OVER,), "worse": (OVER, MISSED), "right": ()}[what], key=key)
    elif what == "withdraw":
        withdraw_verdict(ws, key)
    elif what in ("undo", "redo"):
        (undo if what == "undo" else redo)(ws)
    elif what == "answer":
        form = findings_of(ws, key.annotator).form
        filled = tuple(
            structs.replace(one, answer="accept", reason="")
            if (draw >> n) % 2
            else structs.replace(one, answer="dispute", reason=f"no {draw}")
            for n, one in enumerate(form.findings)
        )
        path = to / "answers.json"
        path.write_bytes(msgspec.json.encode(structs.replace(form, findings=filled)))
        take_answers(ws, path)
    elif what == "look":
        assign_look(ws, key, PEOPLE[draw % 3])
    elif what == "merge":
        hand_over(people[PEOPLE[draw % 3]], ws)
    else:
        view = next((one for one in disputes(ws) if one.key == key), None)
        answers = view.answers if view else ()
        upheld = tuple(one.fact for one in answers[:1])
        draft = DisputeRulingDraft(key, what, "why", upheld, again=bool(draw % 2))  # type: ignore[arg-type]
        rule_dispute(ws, draft)


def _counted(ws: Workspace) -> Counter[str]:
    """Outcomes of all annotations, computed anew from the facts in the ledger alone."""
    names = (*OUTCOMES, "unsettled")
    with ws.read() as conn:
        rows = [row for (row,) in conn.execute("SELECT row FROM items")]
        entries = facts_on(conn, rows)
    found: Counter[str] = Counter()
    for key in KEYS:
        own = [
            entry
            for entry in entries
            if (entry.payload.item, getattr(entry.payload, "annotator", "")) == key_of(key)
        ]
        if rows := standings(own):
            found[names[combined(rows).outcome]] += 1
    assert names.index("unsettled") == UNSETTLED
    return found


def key_of(key: AnnotationKey) -> tuple[str, str]:
    return key.item, key.annotator


@settings(max_examples=12)
@given(steps=st.lists(STEP, min_size=8, max_size=30), data=st.data())
def test_roll_ups_are_what_the_ledger_gives(
    steps: list[tuple[str, str, AnnotationKey, int]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    to = tmp_path_factory.getbasetemp() / "people"
    with _people(to) as people:
        for step in (*START, *steps):
            with contextlib.suppress(UserError):
                _do(people, step, to)
        for ws in people.values():
            _agrees(ws)
        for name in data.draw(st.permutations(PEOPLE)) * 2:
            for other in data.draw(st.permutations(PEOPLE)):
                if other != name:
                    hand_over(people[other], people[name])
        tables = [derived(ws) for ws in people.values()]
        assert all(one == tables[0] for one in tables)
        figures = [dispute_figures(ws) for ws in people.values()]
        assert all(one == figures[0] for one in figures)
        for ws in people.values():
            _agrees(ws)


def _agrees(ws: Workspace) -> None:
    """The tables are those of a rebuild, and the numbers those counted by hand."""
    before = derived(ws)
    told = numbers(ws).all
    counted = _counted(ws)
    assert (
        Counter({name: n for name in (*OUTCOMES, "unsettled") if (n := getattr(told, name))})
        == +counted
    )
    with ws.write() as conn:
        projections.rebuild(conn)
    assert derived(ws) == before
