"""`check` finds what was tampered with, in plain words, and a sound workspace has nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.facts import Verdict
from smo_review.domain.views import VerdictDraft
from smo_review.operations.check import check, rebuild
from smo_review.operations.flags import flag_item
from smo_review.operations.verdicts import record_verdict
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import Writer, case, derived, made

PICTURE = b"picture" * 300_000


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    media = [(hashlib.sha256(PICTURE).hexdigest(), PICTURE)]
    workspace = made(tmp_path / "ws", case(3, media=media))
    record_verdict(workspace, VerdictDraft("b-1", "i0", "ann", "correct", note="a note"))
    record_verdict(workspace, VerdictDraft("b-1", "i1", "ann", "ambiguous"))
    flag_item(workspace, "b-1", "i1", on=True)
    yield workspace
    workspace.close()


def told(ws: Workspace) -> str:
    return "\n".join(f"{problem.what} {problem.where}" for problem in check(ws))


def test_a_sound_workspace_has_no_problems_and_checking_changes_nothing(ws: Workspace) -> None:
    before = derived(ws)
    assert check(ws) == ()
    assert derived(ws) == before


def test_a_changed_fact_is_found(ws: Workspace) -> None:
    with ws.write() as conn:
        conn.execute(
            "UPDATE facts SET body = CAST(replace(CAST(body AS TEXT), 'ambiguous', 'incorrect')"
            " AS BLOB)"
        )
    assert "changed after it was stored" in told(ws)


def test_a_removed_fact_is_found(ws: Workspace) -> None:
    with ws.write() as conn:
        conn.execute("DELETE FROM facts WHERE sequence = 1")
    assert "missing before this one" in told(ws)


def test_a_forked_chain_is_kept_and_told(ws: Workspace) -> None:
    one, two = Writer("bea"), Writer("bea")
    bodies = [
        one.write("verdict", Verdict("b-1", "i2", "ann", "correct")),
        two.write("verdict", Verdict("b-1", "i2", "bob", "correct")),
        two.write("verdict", Verdict("b-1", "i0", "bob", "correct")),
    ]
    assert merge_facts(ws, bodies, [two.checkpoint()]) == (3, 0)
    assert [problem.what for problem in check(ws)] == [
        "Two different facts claim the same place in a chain."
    ]


def test_a_fact_that_does_not_follow_from_the_one_before_is_found(ws: Workspace) -> None:
    one, two = Writer("bea"), Writer("bea")
    first = one.write("verdict", Verdict("b-1", "i2", "ann", "correct"))
    two.write("verdict", Verdict("b-1", "i2", "bob", "correct"))
    second = two.write("verdict", Verdict("b-1", "i0", "bob", "correct"))
    merge_facts(ws, [first, second])
    assert "does not follow" in told(ws)


def test_facts_of_others_without_a_signature_are_told(ws: Workspace) -> None:
    bea = Writer("bea")
    body = bea.write("verdict", Verdict("b-1", "i2", "ann", "correct"))
    merge_facts(ws, [body])
    assert "carry no signature" in told(ws)
    merge_facts(ws, [], [bea.checkpoint()])
    assert check(ws) == ()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE rollups SET n = n + 1 WHERE axis = 'total'",
        "UPDATE standings SET outcome = 1",
        "UPDATE items SET reviewed = 0",
        "UPDATE items SET flagged = 0",
        "DELETE FROM flags",
        "UPDATE facts SET item = NULL",
    ],
)
def test_a_table_that_is_not_what_the_ledger_says_is_found_and_rebuilt(
    ws: Workspace, spoil: str
) -> None:
    sound = derived(ws)
    with ws.write() as conn:
        conn.execute(spoil)
    assert "does not say what the ledger says" in told(ws)
    rebuild(ws)
    assert derived(ws) == sound
    assert check(ws) == ()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE chunks SET sealed = substr(sealed, 1, 40) WHERE place = 1",
        "DELETE FROM chunks WHERE place = 0",
        "UPDATE chunks SET place = CASE place WHEN 0 THEN 9 ELSE place - 1 END",
    ],
)
def test_damaged_or_swapped_chunks_of_the_vault_are_found(ws: Workspace, spoil: str) -> None:
    with ws.vault._writer.write() as conn:
        conn.execute(spoil)
    assert "media file cannot be opened" in told(ws)
