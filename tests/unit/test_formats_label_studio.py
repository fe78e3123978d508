"""Label Studio exports: choices, places, predictions, gold, media, and what has no place here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Box, Mark, Pin, Polygon, Span, TimeRange
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.label_studio_marks import span_of
from tests.helpers.packing import MP4, PNG, choice, pack_bytes, pack_tasks, task

IMAGE = {"image": "/data/upload/3/deadbeef-cat.png"}


def on_image(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "to_name": "image", "value": value}


def marks_on(folder: Path, *results: dict[str, Any], data: dict[str, Any] | None = None):
    (folder / "cat.png").write_bytes(PNG)
    (folder / "clip.mp4").write_bytes(MP4)
    batch = pack_tasks(folder, [task(data or IMAGE, *results)])
    return batch.annotations[0].marks


def test_choices_are_labels_and_several_stay_several(tmp_path: Path) -> None:
    result = {"type": "choices", "to_name": "text", "value": {"choices": ["a", "b"]}}
    batch = pack_tasks(tmp_path, [task({"text": "hello"}, result)])
    assert batch.said == [("1", "1", ("a", "b"))]
    assert batch.texts == ["hello"]


def test_a_taxonomy_is_its_path(tmp_path: Path) -> None:
    result = {"type": "taxonomy", "value": {"taxonomy": [["Animal", "Cat"], ["Plant"]]}}
    batch = pack_tasks(tmp_path, [task({"text": "hello"}, result)])
    assert batch.annotations[0].labels == ("Animal / Cat", "Plant")


def test_places_on_a_picture_become_millionths(tmp_path: Path) -> None:
    marks = marks_on(
        tmp_path,
        on_image("rectanglelabels", x=10, y=20, width=30.5, height=40, rotation=328.5,
                 rectanglelabels=["box"]),
        on_image("polygonlabels", points=[[0, 0], [50, 0], [50, 99.9]], polygonlabels=["outline"]),
        on_image("keypointlabels", x=12.5, y=1, width=0.3, keypointlabels=["point"]),
    )  # fmt: skip
    assert marks == (
        Mark("box", Box(0, 100_000, 200_000, 305_000, 400_000, 328_500)),
        Mark("outline", Polygon(0, ((0, 0), (500_000, 0), (500_000, 999_000)))),
        Mark("point", Pin(0, 125_000, 10_000)),
    )


def test_a_stretch_of_video_is_kept_in_milliseconds(tmp_path: Path) -> None:
    marks = marks_on(
        tmp_path,
        {"type": "labels", "to_name": "v", "value": {"start": 1.5, "end": 2, "labels": ["x"]}},
        {
            "type": "videorectangle",
            "to_name": "v",
            "value": {"labels": ["y"], "sequence": [{"time": 0.5}, {"time": 3}]},
        },
        data={"v": "s3://bucket/deep/clip.mp4"},
    )
    assert [mark.location for mark in marks] == [TimeRange(0, 1500, 2000), TimeRange(0, 500, 3000)]


@pytest.mark.parametrize(
    ("start", "end"), [(4, 9), (5, 10), (0, 5)], ids=["code points", "utf-16 units", "drifted"]
)
def test_a_text_span_lies_where_its_words_are(tmp_path: Path, start: int, end: int) -> None:
    text = "😀 a hello there"
    result = {
        "type": "labels",
        "to_name": "text",
        "value": {"start": start, "end": end, "text": "hello", "labels": ["X"]},
    }
    batch = pack_tasks(tmp_path, [task({"text": text}, result)])
    assert batch.annotations[0].marks == (Mark("X", Span(0, 4, 9)),)


@given(text=st.text("ab😀ក្ 你", min_size=1, max_size=30), data=st.data())
def test_spans_in_utf16_units_find_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:n].encode("utf-16-le")) // 2 for n in (start, end)]
    found = span_of(text, *units, "")
    assert found == (start, end)
    quoted = span_of(text, *units, text[start:end])
    assert quoted is not None and text[slice(*quoted)].strip() == text[start:end].strip()


@pytest.mark.parametrize(
    "result",
    [
        on_image("rectanglelabels", x=1, y=1, width=0, height=3, rectanglelabels=["x"]),
        on_image("rectanglelabels", x="left", y=1, width=1, height=3, rectanglelabels=["x"]),
        on_image("polygonlabels", points=[[0, 0]], polygonlabels=["x"]),
        on_image("rectanglelabels", x=1, y=1, width=1, height=3, rectanglelabels=[]),
        {"type": "textarea", "to_name": "image", "value": {"text": ["free words"]}},
        {"type": "relation", "from_id": "a", "to_id": "b"},
        "nonsense",
    ],
)
def test_a_result_that_cannot_be_used_is_listed_and_the_task_stays(
    tmp_path: Path, result: Any
) -> None:
    (tmp_path / "cat.png").write_bytes(PNG)
    batch = pack_tasks(tmp_path, [task({"id": 5} | IMAGE, choice("kept"), result)])
    assert [line for line, _ in batch.reasons] == [1]
    assert batch.said == [("1", "1", ("kept",))]


@pytest.mark.parametrize(
    "result",
    [
        on_image("brushlabels", format="rle", rle=[1], brushlabels=["x"]),
        on_image("ellipselabels", x=1, y=1, radiusX=3, radiusY=3, ellipselabels=["x"]),
        on_image("rectanglelabels", x=1, y=1, width=1, height=3, rectanglelabels=["x"])
        | {"image_rotation": 90},
        on_image("timelinelabels", ranges=[{"start": 1, "end": 9}], timelinelabels=["x"]),
        on_image("labels", start=0, end=4, channel=0, labels=["x"]),
    ],
)
def test_a_label_stays_where_its_place_cannot_be_kept(
    tmp_path: Path, result: dict[str, Any]
) -> None:
    (tmp_path / "cat.png").write_bytes(PNG)
    batch = pack_tasks(tmp_path, [task({"id": 5} | IMAGE, result)])
    assert batch.said == [("1", "1", ("x",))]
    assert batch.annotations[0].marks[0].location is None
    assert (batch.packed.rejected, list(batch.packed.left_out.values())) == (0, [1])


def test_an_export_is_known_by_any_of_its_first_records(tmp_path: Path) -> None:
    tasks = [{"id": 7}, task({"text": "hello"}, choice("x"))]
    batch = pack_tasks(tmp_path, tasks)
    assert batch.said == [("1", "1", ("x",))]
    assert batch.reasons == [(1, "annotations")]


def test_a_number_that_was_labelled_is_a_text(tmp_path: Path) -> None:
    assert pack_tasks(tmp_path, [task({"text": 5}, choice("x"))]).texts == ["5"]


def test_labels_in_an_exported_table_are_read_from_their_json(tmp_path: Path) -> None:
    several = json.dumps({"choices": ["x", "y"]}).replace('"', '""')
    span = json.dumps([{"start": 0, "end": 2, "text": "hi", "labels": ["z"]}]).replace('"', '""')
    table = f'id,text,annotator,label\n1,hi,ann,"{several}"\n2,hi,ann,"{span}"\n'
    batch = pack_bytes(tmp_path, table)
    assert batch.said == [("1", "ann", ("x", "y")), ("2", "ann", ("z",))]
    assert batch.annotations[1].marks[0].location == Span(0, 0, 2)


def test_a_shape_written_beside_its_label_counts_once(tmp_path: Path) -> None:
    place = {"x": 1, "y": 2, "width": 3, "height": 4}
    marks = marks_on(
        tmp_path,
        on_image("rectangle", **place) | {"id": "r1"},
        on_image("labels", labels=["x"], **place) | {"id": "r1"},
    )
    assert [mark.label for mark in marks] == ["x"]


def test_people_and_models_are_told_apart(tmp_path: Path) -> None:
    both = task({"text": "hello"}, choice("a"), completed_by={"id": 3, "email": "ann@example.org"})
    both["annotations"].append({"completed_by": 4, "result": [choice("b")]})
    both["annotations"].append({"completed_by": 4, "result": [choice("c")]})
    scored = choice("a") | {"score": 0.5}
    both["predictions"] = [{"model_version": "v2", "result": [scored]}, {"result": []}]
    batch = pack_tasks(tmp_path, [both])
    told = [(a.annotator, a.kind, a.ordinal, a.labels) for a in batch.annotations]
    assert told == [
        ("ann@example.org", "person", 0, ("a",)),
        ("4", "person", 0, ("b",)),
        ("4", "person", 1, ("c",)),
        ("v2", "model", 0, ("a",)),
        ("model", "model", 0, ()),
    ]
    assert batch.annotations[3].marks[0].confidence == 500_000


def test_cancelled_work_is_left_out_and_ground_truth_is_gold(tmp_path: Path) -> None:
    one = task({"text": "hello"}, choice("a"))
    one["annotations"].append({"completed_by": 2, "was_cancelled": True, "result": [choice("b")]})
    one["annotations"].append({"completed_by": 3, "ground_truth": True, "result": [choice("c")]})
    batch = pack_tasks(tmp_path, [one], with_gold=True)
    assert batch.said == [("1", "1", ("a",))]
    assert [gold.labels for gold in batch.gold] == [("c",)]
    assert sum(batch.packed.left_out.values()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/data/upload/3/deadbeef-cat.png",
        "/data/local-files/?d=some/place/cat.png",
        "s3://bucket/key/cat.png",
        "https://example.org/a%20b/cat.png?token=1",
        "cat.png",
        "C:\\pictures\\cat.png",
    ],
)
def test_media_are_found_by_name_in_the_folder(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "media" / "deep"
    folder.mkdir(parents=True)
    (folder / "cat.png").write_bytes(PNG)
    batch = pack_tasks(tmp_path, [task({"image": address}, choice("x"))], media=folder.parent)
    (part,) = batch.items[0].parts
    assert (part.kind, part.name, part.size) == ("image", "cat.png", len(PNG))


def test_media_that_are_not_there_leave_an_item_for_statistics(tmp_path: Path) -> None:
    box = on_image("rectanglelabels", x=1, y=2, width=3, height=4, rectanglelabels=["x"])
    batch = pack_tasks(tmp_path, [task(IMAGE, box)])
    assert batch.items[0].parts == ()
    assert batch.annotations[0].marks == (Mark("x"),)
    assert (batch.packed.media_missing, batch.packed.rejected) == (1, 0)


def test_the_minimal_export_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(PNG)
    region = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0, "rectanglelabels": ["cat"]}
    end = {"annotator": 7, "annotation_id": 1, "lead_time": 2.5}
    minimal = IMAGE | {"id": 9, "label": [region], "mood": "calm"} | end
    batch = pack_tasks(tmp_path, [minimal])
    assert batch.said == [("9", "7", ("cat", "calm"))]
    assert batch.annotations[0].marks[0].location == Box(0, 10_000, 20_000, 30_000, 40_000)


def test_a_dialogue_is_one_text(tmp_path: Path) -> None:
    turns = [{"author": "A", "text": "Hi"}, {"author": "B", "text": "Bye"}]
    batch = pack_tasks(tmp_path, [task({"dialogue": turns}, choice("x"))])
    assert batch.texts == ["A: Hi\nB: Bye"]


def test_a_field_that_an_export_settles_itself_cannot_be_mapped(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="annotator"):
        pack_tasks(tmp_path, [task({"text": "a"}, choice("x"))], "annotator=text")


def test_mapped_data_fields_are_the_content(tmp_path: Path) -> None:
    data = {"text": "no", "words": "yes", "key": "k1", "truth": "x"}
    batch = pack_tasks(
        tmp_path, [task(data, choice("x"))], "text=words", "id=key", "gold=truth", with_gold=True
    )
    assert batch.texts == ["yes"]
    assert batch.items[0].id == "k1"
    assert [gold.labels for gold in batch.gold] == [("x",)]
