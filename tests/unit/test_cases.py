"""Precedents: found by words in any script, by clause first, wherever they came together."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.cli.main import run
from smo_review.domain.precedents import Precedent, in_order, matching
from smo_review.operations.custody import seal_item
from smo_review.operations.purge import purge
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.session import (
    RulingDraft,
    ask_question,
    rule,
)
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.batches import batches
from smo_review.queries.cases import precedents
from smo_review.queries.sessions import tally
from smo_review.store.checking import check_store
from smo_review.store.texts import of_project, open_notes
from tests.helpers.bundles import write_batch
from tests.helpers.precedents import KHMER, rulings
from tests.helpers.review_cases import ANNOTATIONS, ITEMS, PROJECT


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Workspace]:
    write_batch(tmp_path / "batch.smo", ITEMS, ANNOTATIONS, project=PROJECT, media=())
    ws = open_workspace(tmp_path / "trainer", create=True)
    receive(ws, tmp_path / "batch.smo")
    yield ws
    ws.close()


def ruled(ws: Workspace, folder: Path) -> str:
    """The session in which the batch's items were ruled on."""
    return rulings(ws, batches(ws)[0].info.id, folder)


def told(found: tuple[Precedent, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.item) for one in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 5),
        ("ប្រមាថ", 1),
        ("辱骂语", 1),
        ("仇恨", 1),
        ("post-3", 1),
        ("SELLING only", 1),
        ("November", 5),
        ("caption quotation", 1),
        ("offensive 3", 1),
        ("nothing of the kind", 0),
    ],
)
def test_what_was_settled_is_found_by_words_in_any_script(
    trainer: Workspace, tmp_path: Path, query: str, found: int
) -> None:
    ruled(trainer, tmp_path)
    assert len(precedents(trainer, query)) == found


def test_what_cites_the_clause_comes_first_then_what_is_about_the_label(
    trainer: Workspace, tmp_path: Path
) -> None:
    ruled(trainer, tmp_path)
    first = precedents(trainer, clauses=("1",), labels=("normal",))
    assert told(first)[:2] == [("case", "post-1"), ("ruling", "post-3")]
    cited = precedents(trainer, clauses=("3",))
    assert {one.clause for one in cited[:3]} == {"3"} and cited[3].clause != "3"


def test_a_ruling_is_told_once_and_one_left_open_as_a_question(
    trainer: Workspace, tmp_path: Path
) -> None:
    session = ruled(trainer, tmp_path)
    found = precedents(trainer)
    assert sorted(told(found)) == [
        ("case", "post-1"),
        ("case", "post-2"),
        ("question", ""),
        ("question", "post-4"),
        ("ruling", "post-3"),
    ]
    assert {one.session for one in found} == {session}
    assert {one.title for one in found} == {"November"}
    again = next(one.item for one in tally(trainer, session).slides if one.source_item == "post-1")
    rule(trainer, RulingDraft(session, again, ("normal",), "3", "Said anew."))
    assert [one.text for one in precedents(trainer) if one.item == "post-1"] == ["Said anew."]


def test_words_on_a_sealed_item_and_of_a_purged_batch_are_not_told(
    trainer: Workspace, tmp_path: Path
) -> None:
    ruled(trainer, tmp_path)
    batch = next(one.batch for one in precedents(trainer) if one.item == "post-1")
    seal_item(trainer, batch, "post-1")
    assert [one.text for one in precedents(trainer) if one.item == "post-1"] == [""]
    assert not precedents(trainer, "ប្រមាថ")
    purge(trainer, batch)
    assert not precedents(trainer, "辱骂语")
    assert told(precedents(trainer, "post-2")) == [("case", "post-2")]


@pytest.mark.parametrize("order", list(itertools.permutations(("batch", "deck", "all"))))
def test_cases_travel_in_results_and_are_the_same_in_any_order_and_twice(
    trainer: Workspace, tmp_path: Path, order: tuple[str, ...]
) -> None:
    session = ruled(trainer, tmp_path)
    export_results(trainer, tmp_path / "all.smo")
    other = open_workspace(tmp_path / "auditor", create=True)
    for name in (*order, "all"):
        receive(other, tmp_path / f"{name}.smo")
    assert precedents(other) == precedents(trainer)
    assert not list(check_store(other))
    ask_question(other, session, "Asked by the auditor?", "1")
    export_results(other, tmp_path / "back.smo")
    for _ in range(2):
        receive(trainer, tmp_path / "back.smo")
    assert [one.text for one in precedents(trainer, "auditor?")] == ["Asked by the auditor?"]
    assert precedents(other) == precedents(trainer)
    other.close()


def test_the_command_tells_cases_as_one_object(
    trainer: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruled(trainer, tmp_path)
    where = ("--workspace", str(trainer.path))
    assert run(["cases", "辱骂语", "--json", *where], open_client=lambda _: 0) == 0
    (one,) = json.loads(capsys.readouterr().out)["cases"]
    assert (one["kind"], one["item"], one["clause"]) == ("case", "post-2", "3")
    assert run(["cases", "none such", *where], open_client=lambda _: 0) == 0
    assert capsys.readouterr().out == "Nothing was settled that matches.\n"


NAMES = st.sampled_from(("1", "2", "3"))
SETTLED = st.builds(
    Precedent,
    st.sampled_from(("case", "ruling", "question")),
    st.just("b"),
    st.text("ab", min_size=1, max_size=3),
    st.lists(st.sampled_from(("hate", "spam")), max_size=2).map(tuple),
    NAMES,
    st.text(max_size=8),
    st.just(""),
    st.just("s"),
    st.just("t"),
    st.just("p"),
    st.integers(0, 3),
)


@given(st.lists(SETTLED, max_size=8), NAMES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_what_comes_first(found, clause, chance) -> None:
    def ranks(some: list[Precedent]) -> list[tuple[bool, int]]:
        return [(one.clause == clause, one.time) for one in in_order(some, {clause}, ())]

    mixed = chance.sample(found, len(found))
    assert ranks(found) == ranks(mixed) == sorted(ranks(found), key=lambda r: (not r[0], -r[1]))


@given(st.lists(SETTLED, max_size=8))
def test_every_precedent_is_found_by_its_own_words(found) -> None:
    for one in found:
        assert one in matching(found, f"{one.item} {one.clause} {' '.join(one.text.split())}")


def test_what_was_ruled_of_a_sealed_item_stays_where_it_was_sealed(
    trainer: Workspace, tmp_path: Path
) -> None:
    ruled(trainer, tmp_path)
    batch = batches(trainer)[0].info.id
    with trainer.read() as conn:
        before = {text.hash for text in of_project(conn, PROJECT.id)}
    seal_item(trainer, batch, "post-1")
    with trainer.read() as conn:
        left = {text.hash for text in of_project(conn, PROJECT.id)}
        kept_back = open_notes(conn, before - left)
    assert set(kept_back.values()) == {KHMER}, "the case's reason and the ruling's"
    assert len(before - left) == 2
    counts = export_results(trainer, tmp_path / "all.smo")
    assert counts["texts"] == len(left)
    other = open_workspace(tmp_path / "auditor", create=True)
    for name in ("batch", "deck", "all"):
        receive(other, tmp_path / f"{name}.smo")
    assert [one.text for one in precedents(other) if one.item == "post-1"] == [""]
    assert not list(check_store(other))
    other.close()
