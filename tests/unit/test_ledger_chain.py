"""The ledger: chains, canonical bytes, what is kept, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785

from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.facts import GENESIS, Verdict, fact_hash
from smo_review.domain.views import VerdictDraft
from smo_review.operations.check import check
from smo_review.operations.verdicts import record_verdict, record_verdicts
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import Writer, case, derived, exported, made


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws", case(10))
    yield workspace
    workspace.close()


def judged(ws: Workspace, count: int = 10) -> list[bytes]:
    for number in range(count):
        record_verdict(ws, VerdictDraft("b-1", f"i{number}", "ann", "correct"))
    return exported(ws)[0]


def test_ten_verdicts_are_exactly_ten_facts_in_one_unbroken_chain(ws: Workspace) -> None:
    facts = [json.loads(body) for body in judged(ws)]
    assert [fact["sequence"] for fact in facts] == list(range(10))
    assert len({fact["chain"] for fact in facts}) == 1
    previous = GENESIS
    for body, fact in zip(exported(ws)[0], facts, strict=True):
        assert fact["previous"] == previous
        previous = fact_hash(body)


def test_the_bytes_of_a_fact_are_canonical_json_without_floats(ws: Workspace) -> None:
    for body in judged(ws, 2):
        assert body == rfc8785.dumps(json.loads(body, parse_float=pytest.fail))


def test_many_at_once_make_the_same_chain_as_one_by_one(ws: Workspace) -> None:
    drafts = [
        VerdictDraft("b-1", f"i{n}", name, "correct") for n in range(5) for name in ("ann", "bob")
    ]
    assert record_verdicts(ws, drafts).facts == 10
    assert [json.loads(body)["sequence"] for body in exported(ws)[0]] == list(range(10))
    assert check(ws) == ()


def test_an_export_is_signed_up_to_its_last_fact(ws: Workspace, tmp_path: Path) -> None:
    judged(ws)
    bodies, checkpoints, _ = exported(ws)
    (checkpoint,) = checkpoints
    assert (checkpoint.sequence, checkpoint.hash) == (9, fact_hash(bodies[-1]))
    lead = made(tmp_path / "lead")
    assert merge_facts(lead, bodies, checkpoints) == (10, 0)
    assert check(lead) == ()
    lead.close()


def test_a_fact_of_a_newer_kind_travels_on_byte_for_byte(ws: Workspace) -> None:
    body = Writer("bea").write("ruling", {"batch": "b-1", "item": "i0", "words": "später"})
    odd = body.replace(b'"v":1', b'"v":7,"x":{"y":[1]}')
    assert merge_facts(ws, [odd]) == (1, 0)
    assert odd in exported(ws)[0]


def test_a_verdict_of_a_form_not_known_here_is_kept_and_counts_nowhere(ws: Workspace) -> None:
    before = derived(ws)["rollups"]
    merge_facts(ws, [Writer("bea").write("verdict", {"batch": "b-1", "outcome": "splendid"})])
    assert derived(ws)["rollups"] == before
    assert len(exported(ws)[0]) == 1


def _sequence(value: object) -> Callable[[dict[str, Any]], None]:
    return lambda fact: fact.update(sequence=value)


@pytest.mark.parametrize(
    "spoil",
    [
        _sequence(-1),
        _sequence(2**60),
        _sequence("0"),
        _sequence(0.5),
        lambda fact: fact.pop("person"),
        lambda fact: fact.update(previous="short"),
        lambda fact: fact.update(chain=""),
        lambda fact: fact.update(time=None),
    ],
)
def test_what_is_no_fact_is_refused_and_nothing_of_its_file_is_taken(
    ws: Workspace, spoil: Callable[[dict[str, Any]], None]
) -> None:
    bea = Writer("bea")
    good = bea.write("verdict", Verdict("b-1", "i0", "ann", "correct"))
    fact = json.loads(bea.write("verdict", Verdict("b-1", "i1", "ann", "correct")))
    spoil(fact)
    before = derived(ws)
    with pytest.raises(UserError) as refusal:
        merge_facts(ws, [good, json.dumps(fact).encode()])
    assert refusal.value.do
    assert derived(ws) == before
    assert exported(ws)[0] == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"id":"\xed\xa0\x80"}'])
def test_bytes_that_are_no_json_object_are_refused(ws: Workspace, body: bytes) -> None:
    with pytest.raises(UserError):
        merge_facts(ws, [body])


def test_a_false_signature_refuses_the_file(ws: Workspace) -> None:
    bea = Writer("bea")
    body = bea.write("verdict", Verdict("b-1", "i0", "ann", "correct"))
    forged = msgspec.structs.replace(bea.checkpoint(), name="Somebody else")
    with pytest.raises(UserError):
        merge_facts(ws, [body], [forged])
    for field, value in (("signature", "zz"), ("key", ""), ("sequence", 2**70)):
        with pytest.raises(UserError):
            merge_facts(ws, [body], [msgspec.structs.replace(bea.checkpoint(), **{field: value})])
    assert exported(ws)[0] == []


def test_cancelling_a_merge_takes_all_of_it_back(ws: Workspace) -> None:
    bea = Writer("bea")
    bodies = [bea.write("verdict", Verdict("b-1", "i0", "ann", "correct"))]

    def cancel(_done: int, _total: int | None, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        merge_facts(ws, bodies, progress=cancel)
    assert exported(ws)[0] == []


def test_two_workspaces_open_on_one_folder_do_not_fork_the_chain(ws: Workspace) -> None:
    other = open_workspace(ws.path)
    for number in range(6):
        record_verdict((ws, other)[number % 2], VerdictDraft("b-1", f"i{number}", "ann", "correct"))
    assert [json.loads(body)["sequence"] for body in exported(ws)[0]] == list(range(6))
    assert check(other) == ()
    other.close()
