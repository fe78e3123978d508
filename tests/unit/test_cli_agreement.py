"""`agreement`: what counts, what is left out, and what is printed."""

from __future__ import annotations

import json

import msgspec
import pytest

from smo_review.cli import main as cli
from smo_review.domain.content import Annotation, Gold, Mark
from smo_review.operations.workspace import open_workspace
from smo_review.queries.agreement import agreement
from smo_review.store.ingest import ingest_gold
from tests.helpers.store_cases import Case, case, take


def said(item: str, annotator: str, *labels: str, kind="person", ordinal=0) -> Annotation:
    return Annotation(item, annotator, tuple(map(Mark, labels)), ordinal=ordinal, kind=kind)


def told(*annotations: Annotation, items: int = 4, batch: str = "b-1") -> Case:
    """A batch with just these annotations."""
    one = case(items, batch=batch)
    info = msgspec.structs.replace(one.info, annotations=len(annotations))
    return msgspec.structs.replace(one, info=info, annotations=annotations)


PEOPLE = (
    said("i0", "ann", "hate"), said("i0", "bob", "hate"),
    said("i1", "ann", "spam"), said("i1", "bob", "hate"),
    said("i2", "ann", "spam"), said("i2", "bob", "spam"),
    said("i3", "ann"), said("i3", "bob"),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(tmp_path / "w", create=True)
    yield opened
    opened.close()


def test_people_are_compared_and_no_label_at_all_is_an_answer_too(workspace) -> None:
    take(workspace, told(*PEOPLE))
    found = agreement(workspace)
    assert (found.items, found.pairable, found.annotations) == (4, 4, 8)
    assert found.raw.value == pytest.approx(0.75)
    assert {one.labels: one.n for one in found.labels} == {(): 2, ("hate",): 3, ("spam",): 3}
    (pair,) = found.pairs
    # Cohen: po 3/4, pe (1*2 + 2*1 + 1*1) / 16 = 5/16.
    assert (pair.first, pair.second, pair.n, pair.raw) == ("ann", "bob", 4, 0.75)
    assert pair.kappa == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))


def test_models_are_left_out_unless_asked_for(workspace) -> None:
    take(workspace, told(*PEOPLE, *(said(f"i{n}", "net", "spam", kind="model") for n in range(4))))
    assert agreement(workspace).annotations == 8
    asked = agreement(workspace, with_models=True)
    assert asked.annotations == 12
    assert {(p.first, p.second) for p in asked.pairs} == {
        ("ann", "bob"), ("ann", "net"), ("bob", "net"),
    }  # fmt: skip


def test_votes_count_for_the_coefficients_but_are_nobodys_pair(workspace) -> None:
    votes = [said("i0", f"vote-{n}", "hate", kind="votes") for n in range(3)]
    take(workspace, told(*votes, said("i1", "vote-1", "spam", kind="votes"),
                         said("i1", "vote-2", "hate", kind="votes")))  # fmt: skip
    found = agreement(workspace)
    assert (found.items, found.annotations, found.pairs) == (2, 5, ())
    assert found.raw.value == pytest.approx(0.5)


def test_a_second_annotation_by_the_same_annotator_does_not_agree_with_the_first(workspace) -> None:
    take(workspace, told(*PEOPLE, said("i0", "ann", "hate", ordinal=1)))
    assert agreement(workspace).annotations == 8


def test_gold_is_compared_with_each_annotator_and_is_no_annotator(workspace) -> None:
    take(workspace, told(*PEOPLE))
    golds = [("i0", ("hate",)), ("i1", ("hate",)), ("i2", ("spam",)), ("i3", ("hate", "spam"))]
    ingest_gold(workspace, "b-1", [Gold(item, labels) for item, labels in golds])
    found = agreement(workspace)
    assert (found.annotations, len(found.labels), len(found.pairs)) == (8, 3, 1)
    ann, bob = found.gold
    assert (ann.annotator, ann.n, ann.accuracy) == ("ann", 4, 0.5)
    assert (bob.annotator, bob.n, bob.accuracy) == ("bob", 4, 0.75)
    assert bob.low < 0.75 < bob.high
    # Cohen: bob hate hate spam none, gold hate hate spam both: pe (2*2 + 1*1) / 16.
    assert bob.kappa == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))


def test_ordered_labels_leave_out_what_has_no_rank(workspace) -> None:
    take(workspace, told(*PEOPLE[:6], said("i3", "ann"), said("i3", "bob", "hate", "spam")))
    found = agreement(workspace, metric="ordinal")
    assert (found.items, found.annotations, found.left_out) == (3, 6, 2)
    assert "bootstrap" in found.alpha.method
    assert [one.labels for one in found.labels] == [("hate",), ("spam",)]


def test_sets_that_overlap_agree_in_part_where_masi_is_asked_for(workspace) -> None:
    take(workspace, told(said("i0", "ann", "hate", "spam"), said("i0", "bob", "hate"),
                         said("i1", "ann", "spam"), said("i1", "bob", "spam")))  # fmt: skip
    by_set, by_masi = agreement(workspace), agreement(workspace, labels="masi")
    assert by_masi.raw == by_set.raw
    assert by_masi.alpha.value > by_set.alpha.value
    assert "MASI" in by_masi.weights


def test_one_batch_is_told_apart_from_all(workspace) -> None:
    take(workspace, told(*PEOPLE))
    take(workspace, told(said("i0", "ann", "hate"), said("i0", "cat", "hate"), batch="b-2"))
    assert agreement(workspace).items == 5
    assert agreement(workspace, batch="b-2").items == 1


def test_an_empty_workspace_has_no_value_and_no_error(workspace) -> None:
    found = agreement(workspace)
    assert (found.items, found.annotations, found.pairs, found.gold) == (0, 0, (), ())
    assert found.raw.value is None
    assert agreement(workspace, metric="ordinal", labels="masi").alpha.value is None


def test_the_command_answers_in_json_and_in_words(tmp_path, workspace, capsys) -> None:
    take(workspace, told(*PEOPLE))
    ingest_gold(workspace, "b-1", [Gold("i0", ("hate",))])
    where = ["--workspace", str(tmp_path / "w")]

    def run(*words: str) -> int:
        return cli.run([*where, *words], open_client=lambda argv: 9)

    assert run("agreement", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    for name in ("raw", "fleiss", "ac1", "alpha"):
        assert answer[name].keys() == {"value", "low", "high", "method"}
    assert (answer["items"], answer["annotations"]) == (4, 8)
    assert {"first", "second", "n", "raw", "kappa"} <= answer["pairs"][0].keys()
    assert {"annotator", "n", "accuracy", "kappa"} <= answer["gold"][0].keys()
    assert run("agreement") == 0
    text = capsys.readouterr().out
    for word in ("Fleiss", "AC1", "ann / bob", "against gold", "0.7500"):
        assert word in text
    assert run("agreement", "--labels", "masi") == 0
    assert "AC2" in capsys.readouterr().out
    assert run("agreement", "--json", "--batch", "none") == 1
    assert "no such batch" in json.loads(capsys.readouterr().out)["error"]["what"]
