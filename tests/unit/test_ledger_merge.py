"""Merging is set union: whatever the order, grouping and repetition, the tables are the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.disputes import DisputeRuling, FindingAnswer, SecondLook
from smo_review.domain.facts import Custody, Finding, Flag, Restore, Settle, Verdict, fact_hash
from smo_review.domain.learning import GoldRecord
from smo_review.store import projections
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import DAY, Writer, case, derived, made, take

PLACES = [("b-1", f"i{n}", name) for n in range(2) for name in ("ann", "bob")]
ODD_PLACES = [("b-2", "i0", "ann"), ("b-1", "nowhere", "ann"), ("b-1", "i0", "nobody")]
FINDINGS = (
    Finding("missed-critical", "missed", critical=True),
    Finding("over", "over-flagged"),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[bytes]:
    """Facts by three people who revise, take back, flag, settle, and say things unknown here."""
    writers = [Writer(person) for person in ("ann-a", "bea", "cho")]
    said: list[tuple[Writer, tuple[str, str, str], str]] = []
    bodies = []
    for _ in range(draw(st.integers(0, 25))):
        writer = draw(st.sampled_from(writers))
        place = draw(st.sampled_from(PLACES * 4 + ODD_PLACES))
        everybody = [hash_ for _, where, hash_ in said if where == place]
        own = [hash_ for who, where, hash_ in said if where == place and who is writer]
        replaces = tuple(draw(st.lists(st.sampled_from(own), unique=True))) if own else ()
        kind, payload = draw(st.sampled_from(_choices(place, replaces, everybody, own)))
        body = writer.write(kind, payload, time=draw(st.integers(0, 3)) * DAY)
        said.append((writer, place, fact_hash(body)))
        bodies.append(body)
    return bodies


def _choices(
    place: tuple[str, str, str],
    replaces: tuple[str, ...],
    everybody: list[str],
    own: list[str],
) -> list[tuple[str, Any]]:
    batch, item, name = place
    some = [
        ("verdict", Verdict(batch, item, name, "correct", replaces=replaces, took=900)),
        ("verdict", Verdict(batch, item, name, "incorrect", 0, FINDINGS[:1], replaces=replaces)),
        ("verdict", Verdict(batch, item, name, "incorrect", 0, FINDINGS[1:], replaces=replaces)),
        ("verdict", Verdict(batch, item, name, "ambiguous", replaces=replaces, took=70_000)),
        ("flag", Flag(batch, item, True, replaces=replaces)),
        ("flag", Flag(batch, item, False, replaces=replaces)),
        ("restore", Restore(batch, item, name, 0, replaces, "")),
        ("gold", GoldRecord(batch, item, (name,), replaces=tuple(everybody[-1:]))),
        ("gold", {"batch": batch, "labels": "in a form of its own"}),
        ("custody", Custody(batch, item, "sealed", "may-be-illegal")),
        ("custody", Custody(batch, item, "viewed")),
        ("custody", Custody(batch, item, "released", "cleared", tuple(everybody))),
        ("custody", {"batch": batch, "item": item, "act": "a newer one"}),
        ("incident", {"batch": batch, "item": item, "from": "a newer version"}),
        ("verdict", {"batch": batch, "outcome": "in a form of its own"}),
    ]
    some += [("restore", Restore(batch, item, name, 0, replaces, hash_)) for hash_ in own[-2:]]
    some += [
        ("settle", Settle(batch, item, name, hash_, 0, tuple(everybody), replaces=replaces))
        for hash_ in everybody[-2:]
    ]
    return some + _dispute(place, everybody)


def _dispute(place: tuple[str, str, str], everybody: list[str]) -> list[tuple[str, Any]]:
    """What an annotator answers, and rulings with the settle facts that they write."""
    batch, item, name = place
    old = tuple(everybody[-1:])
    where = {"batch": batch, "item": item, "annotator": name}
    some: list[tuple[str, Any]] = [
        ("second-look", SecondLook(**where, auditor="cho", replaces=old))
    ]
    for hash_ in everybody[-3:]:
        said = FindingAnswer(
            **where, verdict=hash_, finding=0, code="over", answer="dispute", replaces=old
        )
        ruling = DisputeRuling(
            **where, outcome="reject", holds=hash_, answers=tuple(everybody), replaces=old
        )
        final = Settle(*place, hash_, 0, tuple(everybody), replaces=old, final=True)
        some += [("finding-answer", said), ("dispute-ruling", ruling), ("settle", final)]
    return some


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Closed workspaces to copy, with their keys beside them, and the batch that one lacks."""
    folder = tmp_path_factory.mktemp("templates")
    batch = case(2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        made(folder / "with", batch).close()
        made(folder / "without").close()
    yield {"with": folder / "with", "without": folder / "without", "config": folder / "config"}


@pytest.fixture(autouse=True)
def keys(templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(templates["config"]))


@given(data=st.data(), bodies=ledgers())
def test_any_order_grouping_and_repetition_gives_the_same_tables(
    data: st.DataObject, bodies: list[bytes], templates: dict[str, Path], tmp_path: Path
) -> None:
    straight = _copy(templates["with"], tmp_path / "straight")
    merge_facts(straight, bodies)
    mixed = _copy(templates["with"], tmp_path / "mixed")
    order = data.draw(st.permutations(bodies + bodies[:5]))
    while order:
        size = data.draw(st.integers(1, len(order)))
        merge_facts(mixed, order[:size])
        order = order[size:]
    assert derived(mixed) == derived(straight)
    assert _bodies(mixed) == _bodies(straight) == set(bodies)
    _rebuilt_alike(mixed)
    straight.close()
    mixed.close()


@given(bodies=ledgers(), cut=st.integers(0, 25))
def test_facts_may_come_before_their_batch(
    bodies: list[bytes], cut: int, templates: dict[str, Path], tmp_path: Path
) -> None:
    batch = case(2)
    early = _copy(templates["without"], tmp_path / "early")
    merge_facts(early, bodies[:cut])
    take(early, batch)
    merge_facts(early, bodies[cut:])
    late = _copy(templates["without"], tmp_path / "late")
    take(late, batch)
    merge_facts(late, bodies)
    assert derived(early) == derived(late)
    _rebuilt_alike(early)
    early.close()
    late.close()


def test_a_merge_tells_what_was_new_and_what_was_known(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(2))
    writer = Writer("bea")
    bodies = [writer.write("verdict", Verdict("b-1", f"i{n}", "ann", "correct")) for n in range(2)]
    assert merge_facts(ws, bodies[:1]) == (1, 0)
    assert merge_facts(ws, bodies) == (1, 1)
    assert merge_facts(ws, bodies + bodies) == (0, 4)
    ws.close()


def _copy(template: Path, target: Path) -> Workspace:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(template, target)
    return open_workspace(target)


def _bodies(ws: Workspace) -> set[bytes]:
    with ws.read() as conn:
        return {bytes(row[0]) for row in conn.execute("SELECT body FROM facts")}


def _rebuilt_alike(ws: Workspace) -> None:
    before = derived(ws)
    with ws.write() as conn:
        projections.rebuild(conn)
    assert derived(ws) == before
