"""The head of a ledger names its facts so that the tables of that time can be made again."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody, Flag, Verdict
from smo_review.domain.reports import Head, Stretch
from smo_review.domain.views import VerdictDraft
from smo_review.operations.verdicts import record_verdict
from smo_review.store.heads import head_of, sealed_head
from smo_review.store.ledger import merge_facts
from smo_review.store.past import as_of
from smo_review.store.projections import rebuild
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Writer, case, derived, made, take


def head(ws: Workspace) -> Head:
    with ws.read() as conn:
        return head_of(conn)


def verdicts(person: str, count: int = 6, outcome: str = "correct") -> list[bytes]:
    writer = Writer(person)
    return [
        writer.write("verdict", Verdict("b-1", f"i{n % 4}", "ann", outcome)) for n in range(count)
    ]


def test_after_more_facts_and_a_batch_the_tables_of_that_time_are_made_again(
    tmp_path: Path,
) -> None:
    first = case()
    ws = made(tmp_path / "ws", first)
    merge_facts(ws, verdicts("kim", 3))
    then, tables = head(ws), derived(ws)
    record_verdict(ws, VerdictDraft("b-1", "i0", "bob", "incorrect"))
    merge_facts(ws, verdicts("lee", 4))
    take(ws, case(batch="b-2"))
    now = derived(ws)
    assert now["rollups"] != tables["rollups"]
    with as_of(ws, then) as past:
        folder = past.path
        assert past is not ws
        assert derived(past) == tables
        assert head(past) == then
    assert not folder.exists()
    assert derived(ws) == now
    ws.close()


def test_facts_that_waited_for_a_batch_that_came_later_wait_again(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case())
    early = Writer("kim")
    merge_facts(
        ws,
        [
            early.write("verdict", Verdict("b-2", "i1", "ann", "incorrect")),
            early.write("verdict", Verdict("b-1", "i1", "ann", "correct")),
            early.write("flag", Flag("b-1", "i2")),
            early.write("custody", Custody("b-1", "i3", "sealed", "may-be-illegal")),
        ],
    )
    then, tables = head(ws), derived(ws)
    take(ws, case(batch="b-2"))
    late = Writer("lee")
    merge_facts(
        ws,
        [
            late.write("verdict", Verdict("b-2", "i1", "ann", "correct")),
            late.write("flag", Flag("b-1", "i2")),
            late.write("custody", Custody("b-1", "i1", "sealed", "may-be-illegal")),
        ],
    )
    with as_of(ws, then) as past:
        assert derived(past) == tables
        with past.write() as conn:
            rebuild(conn)
        assert derived(past) == tables
    ws.close()


def test_where_nothing_came_since_no_copy_is_made(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case())
    merge_facts(ws, verdicts("kim"))
    with as_of(ws, head(ws)) as past:
        assert past is ws
    ws.close()


def test_the_copy_holds_no_word_in_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ws = made(tmp_path / "ws", case())
    then = head(ws)
    merge_facts(ws, verdicts("kim"))
    with as_of(ws, then) as past:
        assert past.path.is_relative_to(tmp_path)
        assert past.path.parent.stat().st_mode & 0o077 == 0
        held = b"".join(file.read_bytes() for file in past.path.iterdir())
        assert b"text number" not in held
        assert b"SQLite format" not in past.path.joinpath("workspace.db").read_bytes()
    ws.close()


def test_a_head_whose_facts_are_not_here_is_refused(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case())
    merge_facts(ws, verdicts("kim"))
    there = head(ws)
    elsewhere = sealed_head(
        (*there.chains, Stretch("another chain", 0, 2, "0" * 64)), there.batches
    )
    with pytest.raises(UserError, match="not in this workspace"), as_of(ws, elsewhere):
        pass
    ws.close()


def test_a_fact_that_later_takes_the_place_of_a_missing_one_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    """Of two forks came one fact at each place, which nothing links: each is named by itself."""
    one, other = verdicts("kim", 3), verdicts("kim", 3, "incorrect")
    ws = made(tmp_path / "ws", case())
    merge_facts(ws, [one[0], other[1], one[2]])
    then, tables = head(ws), derived(ws)
    assert len(then.chains) == 3
    merge_facts(ws, [one[1], other[0], other[2]])
    with as_of(ws, then) as past:
        assert derived(past) == tables
    ws.close()


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), cut=st.integers(0, 26))
def test_forks_and_gaps_are_named_whatever_comes_later_and_in_which_order(
    tmp_path_factory: pytest.TempPathFactory, seed: int, cut: int
) -> None:
    """Two writers of one chain: their facts share places, and come with holes."""
    one, other = verdicts("kim", 8), verdicts("kim", 3)
    forked = Writer("kim")
    forked_facts = [
        forked.write(
            "verdict", Verdict("b-1", f"i{n % 4}", "bob", "incorrect" if n > 2 else "correct")
        )
        for n in range(8)
    ]
    dice = random.Random(seed)
    elsewhere = Writer("mao")
    facts = [*one, *other, *forked_facts, *verdicts("lee", 4)]
    facts += [elsewhere.write("verdict", Verdict("b-2", f"i{n}", "ann", "correct")) for n in "0123"]
    dice.shuffle(facts)
    ws = made(tmp_path_factory.mktemp("ws") / "w", case())
    merge_facts(ws, facts[:cut])
    then, tables = head(ws), derived(ws)
    take(ws, case(batch="b-2"))
    merge_facts(ws, facts[cut:])
    with as_of(ws, then) as past:
        assert derived(past) == tables
    assert msgspec.json.decode(msgspec.json.encode(then), type=Head) == then
    ws.close()
