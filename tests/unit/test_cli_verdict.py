"""Verdicts from a file: understood where they can be, else refused by line and field."""

from __future__ import annotations

import json

import pytest

from smo_review.domain.content import Annotation, Mark
from smo_review.domain.errors import UserError
from smo_review.operations.receive import receive
from smo_review.operations.scripted import verdicts_from_file
from smo_review.operations.workspace import open_workspace
from smo_review.queries.numbers import numbers
from tests.helpers.bundles import sample_annotations, sample_items, unpack, write_batch
from tests.helpers.dumps import dump


@pytest.fixture
def place(tmp_path):
    """A workspace with the sample batch, where bob judged item-2 twice and `picture` is ann's."""
    items = sample_items()
    annotations = [
        a for a in sample_annotations(items) if (a.item, a.annotator) != ("picture", "bob")
    ]
    annotations.append(Annotation("item-2", "bob", (Mark("cat"),), ordinal=1))
    write_batch(tmp_path / "batch.smo", items, annotations)
    workspace = open_workspace(tmp_path / "w", create=True)
    receive(workspace, tmp_path / "batch.smo")
    yield workspace, tmp_path
    workspace.close()


def record(place, *lines: dict | str) -> dict[str, int]:
    workspace, folder = place
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / "v.jsonl").write_text("\n".join(told), "utf-8")
    return verdicts_from_file(workspace, folder / "v.jsonl")


def verdict(**fields: object) -> dict[str, object]:
    return {"item": "item-0", "annotator": "bob", "outcome": "correct"} | fields


def found_at(location: dict[str, object]) -> dict[str, object]:
    return verdict(outcome="incorrect", findings=[{"code": "wrong", "location": location}])


def test_a_place_on_the_item_is_kept_with_the_finding(place) -> None:
    line = found_at({"type": "span", "part": 0, "start": 2, "end": 5})
    assert record(place, line) == {"verdicts": 1, "facts_new": 1}
    assert record(place, line) == {"verdicts": 1, "facts_new": 0}


def test_verdicts_are_recorded_and_a_second_run_adds_nothing(place) -> None:
    lines = [
        verdict(),
        verdict(item="item-1", outcome="incorrect", findings=[{"code": "wrong", "label": "cat"}]),
        verdict(item="item-2", outcome="ambiguous", note="both"),
        verdict(item="item-2", ordinal=1, outcome="unreviewable"),
        {"item": "picture", "outcome": "correct"},
    ]
    assert record(place, *lines) == {"verdicts": 5, "facts_new": 5}
    before = dump(place[0])
    assert record(place, *lines) == {"verdicts": 5, "facts_new": 0}
    assert dump(place[0]) == before
    told = numbers(place[0]).all
    assert (told.correct, told.incorrect, told.ambiguous, told.unreviewable) == (2, 1, 1, 1)


def test_a_changed_line_revises_only_its_own_verdict(place) -> None:
    record(place, verdict(), verdict(item="item-1"))
    changed = verdict(item="item-1", outcome="ambiguous")
    assert record(place, verdict(), changed) == {"verdicts": 2, "facts_new": 1}
    assert numbers(place[0]).all.reviewed == 2


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        ({"label": "dog", "right_label": "cat"}, "wrong"),
        ({"label": "dog"}, "over"),
        ({"right_label": "cat"}, "missed"),
    ],
)
def test_a_code_left_out_follows_from_the_labels(place, finding, code) -> None:
    record(place, verdict(outcome="incorrect", findings=[finding]))
    assert [group.key for group in numbers(place[0], by="code").groups] == [code]


def test_empty_lines_and_a_byte_order_mark_do_not_matter(place) -> None:
    told = "\ufeff" + json.dumps(verdict())
    assert record(place, told, "", "  ") == {"verdicts": 1, "facts_new": 1}


def test_the_same_line_twice_is_one_verdict(place) -> None:
    assert record(place, verdict(), verdict()) == {"verdicts": 2, "facts_new": 1}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{", ""),
        ("[]", ""),
        ('{"item":"\\ud800"}', ""),
        ("[" * 100_000, ""),
        ({"item": "item-0", "annotator": "bob"}, ""),
        (verdict(outcome="wrong"), ""),
        (verdict(colour="red"), ""),
        (verdict(item="nobody"), "item"),
        (verdict(annotator="zoe"), "annotator"),
        (verdict(ordinal=1), "annotator"),
        ({"item": "item-0", "outcome": "correct"}, "annotator"),
        (verdict(batch="b-nothing"), "batch"),
        (verdict(outcome="correct", findings=[{"code": "wrong"}]), "findings"),
        (verdict(outcome="incorrect", findings=[{"code": "magic"}]), "findings[0].code"),
        (verdict(outcome="incorrect", findings=[{}]), "findings[0].code"),
        (verdict(outcome="incorrect", findings=[{"label": "cow"}]), "findings[0].label"),
        (
            verdict(outcome="incorrect", findings=[{"label": "dog", "right_label": "cow"}]),
            "findings[0].right_label",
        ),
        (
            verdict(outcome="incorrect", findings=[{"code": "wrong", "root_cause": "luck"}]),
            "findings[0].root_cause",
        ),
        (
            verdict(outcome="incorrect", findings=[{"code": "wrong", "clause": "99"}]),
            "findings[0].clause",
        ),
        (verdict(outcome="incorrect", fixed=[{"label": "cow"}]), "fixed[0].label"),
        (verdict(item="item-1", outcome="ambiguous"), "item"),
        (verdict(note="x" * 20_001), "note"),
        (verdict(outcome="incorrect", findings=[{"code": "wrong"}] * 101), "findings"),
        (
            verdict(outcome="incorrect", findings=[{"code": "wrong", "note": "x" * 20_001}]),
            "findings[0].note",
        ),
        (found_at({"type": "pin", "part": 0, "x": 10**18, "y": 0}), "findings[0].location.x"),
        (found_at({"type": "span", "part": 1, "start": 0, "end": 3}), "findings[0].location.part"),
        (found_at({"type": "span", "part": 0, "start": 5, "end": 3}), "findings[0].location.end"),
        (found_at({"type": "polygon", "part": 0, "points": []}), "findings[0].location.points"),
        (verdict(outcome="incorrect", fixed=[{"label": ""}]), "fixed[0].label"),
        (
            verdict(outcome="incorrect", fixed=[{"label": "cat", "confidence": -1}]),
            "fixed[0].confidence",
        ),
        (
            verdict(
                outcome="incorrect",
                fixed=[{"label": "cat", "location": {"type": "pin", "part": 9, "x": 0, "y": 0}}],
            ),
            "fixed[0].location.part",
        ),
    ],
)
def test_a_line_that_is_not_right_is_named_and_nothing_is_recorded(place, line, field) -> None:
    before = dump(place[0])
    with pytest.raises(UserError) as caught:
        record(place, verdict(item="item-1"), "", line)
    assert "v.jsonl, line 3" in caught.value.where
    assert caught.value.where.endswith(f"field {field}" if field else "line 3")
    assert "nothing was recorded" in caught.value.do
    assert dump(place[0]) == before


def test_an_item_in_two_batches_needs_its_batch(place) -> None:
    workspace, folder = place
    write_batch(folder / "other.smo", sample_items(2))
    receive(workspace, folder / "other.smo")
    with pytest.raises(UserError) as caught:
        record(place, verdict())
    assert caught.value.where.endswith("field batch")
    other = json.loads(unpack(folder / "other.smo")["manifest.json"])["id"]
    assert other in caught.value.what
    assert record(place, verdict(batch=other))["facts_new"] == 1
    assert numbers(workspace, batch=other).all.reviewed == 1


def test_a_file_that_is_not_there_is_refused(place) -> None:
    with pytest.raises(UserError):
        verdicts_from_file(place[0], place[1] / "nowhere.jsonl")
