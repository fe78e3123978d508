"""Columns that are kept say, after anything that came, what a reading of everything would say."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.content import MILLION
from smo_review.domain.facts import Finding, Verdict, fact_hash
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.views import VerdictDraft
from smo_review.operations.undo import undo
from smo_review.operations.verdicts import record_verdicts
from smo_review.quality.judged import Judged, iso_day
from smo_review.queries import columns
from smo_review.queries.judged import findings_in, judged, judged_in
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Case, Writer, case, made, take

OVER = Finding("over", "over-flagged", label="hate", clause="1.4")
ITEMS = 4


def weighed(batch: str) -> Case:
    """Items of several languages, strata and weights; the last weighs nothing."""
    one = case(ITEMS, ("ann", "bob"), batch=batch)
    items = tuple(
        msgspec.structs.replace(
            item, language=("km", "", "zh")[place % 3], stratum=("", "b", "a")[place % 3],
            weight=MILLION * (1 + place) if place < ITEMS - 1 else 1,
        )
        for place, item in enumerate(one.items)
    )  # fmt: skip
    annotations = tuple(
        msgspec.structs.replace(
            a,
            stratum="own" if place % 3 == 0 else "",
            made=f"2026-03-0{1 + place % 5}",
            weight=MILLION // 2,
        )
        for place, a in enumerate(one.annotations)
    )
    return msgspec.structs.replace(one, items=items, annotations=annotations)


def same(one: Judged, other: Judged) -> bool:
    """Whether every column and every name is the same."""
    return all(
        np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b
        for a, b in ((getattr(one, name), getattr(other, name)) for name in one.__struct_fields__)
    )


def agrees(ws: Workspace, wanted: Filter = EVERYTHING) -> None:
    """What is kept says what someone reads who keeps nothing."""
    with ws.read() as conn:
        kept = judged_in(conn, wanted)
        found = findings_in(conn, kept)
    with ws.write() as conn:
        assert same(kept, judged_in(conn, wanted))
        assert found == findings_in(conn, kept)


SAID = st.tuples(
    st.sampled_from(("bea", "cho")),
    st.sampled_from(("b-1", "b-2")),
    st.integers(0, ITEMS - 1),
    st.sampled_from(("ann", "bob")),
    st.sampled_from(("correct", "incorrect", "ambiguous")),
    st.integers(1, 3),
    st.booleans(),
)


@settings(max_examples=30)
@given(rounds=st.lists(st.lists(SAID, max_size=5), min_size=2, max_size=5), late=st.integers(0, 4))
def test_what_is_kept_is_what_reading_everything_says(rounds, late, tmp_path_factory) -> None:
    ws = made(tmp_path_factory.mktemp("ws") / "ws", weighed("b-1"))
    writers = {person: Writer(person) for person in ("bea", "cho")}
    last: dict[tuple[str, ...], str] = {}
    try:
        for turn, said in enumerate(rounds):
            if turn == late:
                # Facts about it may have been waiting.
                take(ws, weighed("b-2"))
            bodies = []
            for person, batch, item, annotator, outcome, day, revises in said:
                about = (person, batch, f"i{item}", annotator)
                replaces = (last[about],) if revises and about in last else ()
                found = (OVER,) if outcome == "incorrect" else ()
                verdict = Verdict(*about[1:], outcome, findings=found, replaces=replaces)
                body = writers[person].write("verdict", verdict, time=day * DAY)
                last[about] = fact_hash(body)
                bodies.append(body)
            merge_facts(ws, bodies)
            agrees(ws)
            agrees(ws, Filter(since=iso_day(2), language="zh"))
    finally:
        ws.close()


@pytest.fixture
def ws(tmp_path: Path):
    workspace = made(tmp_path / "ws", weighed("b-1"))
    yield workspace
    workspace.close()


def draft(item: int, outcome: str) -> VerdictDraft:
    return VerdictDraft("b-1", f"i{item}", "ann", outcome)  # type: ignore[arg-type]


def test_after_one_more_verdict_only_its_item_is_read_again(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_verdicts(ws, [draft(0, "correct"), draft(1, "ambiguous")])
    assert len(judged(ws)) == 2
    read = columns._read
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        columns,
        "_read",
        lambda conn, names, *which: asked.append(which) or read(conn, names, *which),
    )
    record_verdicts(ws, [draft(2, "correct")])
    assert len(judged(ws)) == 3
    undo(ws)
    assert len(judged(ws)) == 2
    assert [given for _, (given,) in asked] == ["[3]", "[3]"]
    agrees(ws)


def test_a_read_that_began_before_sees_what_stood_then(ws: Workspace) -> None:
    record_verdicts(ws, [draft(0, "correct")])
    with ws.read() as conn:
        assert len(judged_in(conn)) == 1
        record_verdicts(ws, [draft(0, "ambiguous"), draft(1, "correct")])
        assert len(judged(ws)) == 2
        assert judged_in(conn).outcome.tolist() == [0]
    agrees(ws)


def test_what_a_write_took_back_is_not_kept(ws: Workspace) -> None:
    record_verdicts(ws, [draft(0, "correct")])
    assert len(judged(ws)) == 1
    with pytest.raises(KeyboardInterrupt), ws.write() as conn:
        conn.execute("UPDATE standings SET outcome = 2")
        assert judged_in(conn).outcome.tolist() == [2]
        raise KeyboardInterrupt
    record_verdicts(ws, [draft(1, "correct")])
    assert judged(ws).outcome.tolist() == [0, 0]


def test_nothing_judged_is_no_columns(ws: Workspace) -> None:
    assert len(judged(ws)) == 0
    assert judged(ws).annotators == ()
