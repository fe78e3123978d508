"""Facts about other matters than verdicts: added, found, replaced, merged and made anew."""

from __future__ import annotations

from pathlib import Path

from smo_review.domain.learning import GoldRecord
from smo_review.domain.matters import standing
from smo_review.store.checking import check_store
from smo_review.store.ledger import append_matters, merge_facts
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Writer, case, exported, made


def _said(ws: Workspace, *golds: GoldRecord) -> list[str]:
    with ws.write() as conn:
        return append_matters(conn, ws.identity, "project", golds)


def test_what_was_said_last_stands_and_the_rest_is_kept(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(2))
    (first,) = _said(ws, GoldRecord("b-1", "i0", ("hate",)))
    _said(ws, GoldRecord("b-1", "i0", ("spam",), replaces=(first,)), GoldRecord("b-1", "i1"))
    with ws.read() as conn:
        told = matters(conn, ["gold"], "b-1/i0")
        everything = matters(conn, ["gold"], project="project")
        assert not matters(conn, ["gold"], project="another")
    assert [one.matter.labels for one in standing(told)] == [("spam",)]
    assert len(told) == 2 and len(everything) == 3
    assert {one.person for one in told} == {ws.identity.person}
    ws.close()


def test_a_fact_of_another_subject_replaces_nothing(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(2))
    (first,) = _said(ws, GoldRecord("b-1", "i0", ("hate",)))
    _said(ws, GoldRecord("b-1", "i1", ("spam",), replaces=(first,)))
    with ws.read() as conn:
        assert len(standing(matters(conn, ["gold"]))) == 2
    ws.close()


def test_they_travel_with_the_results_and_the_workspace_stays_sound(tmp_path: Path) -> None:
    ws = made(tmp_path / "one", case(2))
    _said(ws, GoldRecord("b-1", "i0", ("hate",)), GoldRecord("b-1", "i1", retired=True))
    bodies, checkpoints, _ = exported(ws)
    other = made(tmp_path / "two")
    assert merge_facts(other, bodies, checkpoints) == (2, 0)
    with ws.read() as here, other.read() as there:
        assert {one.hash for one in matters(here, ["gold"])} == {
            one.hash for one in matters(there, ["gold"])
        }
    assert not list(check_store(ws)) and not list(check_store(other))
    ws.close()
    other.close()


def test_what_is_not_understood_is_kept_and_says_nothing(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws")
    odd = Writer("bea").write("gold", {"batch": "b-1", "labels": 7}, time=DAY)
    assert merge_facts(ws, [odd]) == (1, 0)
    with ws.read() as conn:
        assert not matters(conn, ["gold"])
    ws.close()
