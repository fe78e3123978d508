"""Open data sets and exports are packed with the counts that are published or counted for them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from smo_review.domain.content import Box, Polygon, Span
from smo_review.domain.errors import UserError
from smo_review.operations.pack import PackOptions, pack
from tests.helpers.packing import Batch, pack_file, read_batch, signer


def expected(real_data: Path, name: str = "EXPECTED.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((real_data / name).read_text())
    return found


def packed(real_data: Path, tmp_path: Path, name: str, *maps: str, **options: Any) -> Batch:
    return pack_file(real_data / name, *maps, out=tmp_path / "out.smo", **options)


def label_counts(batch: Batch) -> Counter[str]:
    return Counter(mark.label for a in batch.annotations for mark in a.marks)


@pytest.mark.parametrize("maps", [[], ["id=post_id", "text=text", "label=label_1,label_2,label_3"]])
def test_hatexplain_is_packed_wide_with_its_text(
    real_data: Path, tmp_path: Path, maps: list[str]
) -> None:
    batch = packed(real_data, tmp_path, "text-hatexplain/disagreement_10303.csv", *maps)
    assert (len(batch.items), len(batch.annotations)) == (10_303, 30_909)
    assert {a.annotator for a in batch.annotations} == {"label_1", "label_2", "label_3"}
    assert all(item.parts[0].text for item in batch.items)
    assert batch.packed.rejected == 0


def test_hatexplain_gold_is_kept_apart(real_data: Path, tmp_path: Path) -> None:
    name = "text-hatexplain/disagreement_10303.csv"
    plain = packed(real_data, tmp_path, name)
    batch = packed(real_data, tmp_path, name, "gold=majority_label")
    assert (batch.packed.gold, batch.gold) == (10_303, ())
    assert batch.packed.id == plain.packed.id


def test_hatexplain_is_packed_as_vote_counts_without_text(real_data: Path, tmp_path: Path) -> None:
    name = "text-hatexplain/label_counts_20148.csv.gz"
    maps = [f"count:{label}={label}" for label in ("normal", "offensive", "hatespeech")]
    batch = packed(real_data, tmp_path, name, *maps)
    units = expected(real_data)["hatexplain_full"]["units"]
    assert len(batch.items) == units
    assert len(batch.annotations) == 3 * units == 60_444
    assert batch.packed.labels == ("normal", "offensive", "hatespeech")
    assert {a.kind for a in batch.annotations} == {"votes"}
    assert not any(item.parts for item in batch.items)


def test_hatexplain_with_its_annotators_in_one_cell(real_data: Path, tmp_path: Path) -> None:
    told = expected(real_data)["hatexplain_val_test_raw"]
    counts: Counter[str] = Counter()
    annotators: set[str] = set()
    items = 0
    for part in ("val", "test"):
        name = f"text-hatexplain/raw_{part}_with_annotators_rationales.csv"
        batch = packed(real_data, tmp_path, name)
        counts += label_counts(batch)
        annotators |= {a.annotator for a in batch.annotations}
        items += len(batch.items)
    assert items == told["units"]
    assert len(annotators) == told["annotators"]
    names = {"0": "hatespeech", "1": "normal", "2": "offensive"}
    assert {names[label]: n for label, n in counts.items()} == told["labels"]


def test_davidson_is_packed_as_vote_counts_with_text(real_data: Path, tmp_path: Path) -> None:
    told = expected(real_data)["davidson"]
    columns = {"hate": "hate_speech", "offensive": "offensive_language", "neither": "neither"}
    maps = [f"count:{label}={column}" for label, column in columns.items()]
    batch = packed(
        real_data, tmp_path, "text-davidson/labeled_data.csv", "gold=class", *maps, with_gold=True
    )
    assert len(batch.items) == told["units"]
    assert batch.packed.rejected == 0
    by_class = Counter(gold.labels[0] for gold in batch.gold)
    assert [by_class[label] for label in "012"] == told["class_counts"]
    votes = Counter(a.item for a in batch.annotations)
    assert sum(n == 3 for n in votes.values()) == told["n3_units"]


@pytest.mark.parametrize(("column", "key"), [("label", "label"), ("fine-grained-label", "fine")])
def test_cold_is_packed_in_chinese(real_data: Path, tmp_path: Path, column: str, key: str) -> None:
    told = expected(real_data)["cold_test"]
    name = "text-zh-cold/test.csv"
    batch = packed(real_data, tmp_path, name, f"label={column}", language="zh")
    assert len(batch.items) == len(batch.annotations) == told["rows"]
    assert label_counts(batch) == told[key]
    assert batch.texts[0].startswith("只要不来中国")
    assert {item.language for item in batch.items} == {"zh"}


def test_khmer_polarity_is_packed_whole(real_data: Path, tmp_path: Path) -> None:
    told = expected(real_data)["km_polarity_test"]
    batch = packed(real_data, tmp_path, "text-km-polarity/test.joined.csv", language="km")
    assert len(batch.items) == told["rows"]
    assert label_counts(batch) == told["label"]
    assert sum(map(len, batch.texts)) == told["chars"]


def test_every_label_studio_export_is_packed_with_its_counts(
    real_data: Path, tmp_path: Path
) -> None:
    exports = {
        name: told
        for name, told in expected(real_data, "EXPECTED_tools.json").items()
        if told["kind"] == "label-studio"
    }
    assert exports
    for name, told in exports.items():
        batch = packed(real_data, tmp_path, name)
        assert len(batch.items) == told["tasks"], name
        said = told["annotations"] + told["predictions"] - told["ground_truth"] - told["cancelled"]
        assert len(batch.annotations) == said, name
        models = sum(a.kind == "model" for a in batch.annotations)
        assert models == told["predictions"], name
        assert batch.packed.rejected == 0, name


def test_label_studio_places_are_drawn_where_their_picture_is_there(
    real_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    picture = next((real_data / "images" / "good").rglob("Landscape_1.jpg"))
    for name in ("image1", "image2", "image3", "example.png"):
        (folder / name).write_bytes(picture.read_bytes())
    exports = "tools-labelstudio-converter"
    boxes = packed(real_data, tmp_path, f"{exports}/test_export_yolo/data_obb.json", media=folder)
    marks = [mark for a in boxes.annotations for mark in a.marks]
    assert len(marks) == 25
    assert all(isinstance(mark.location, Box) and mark.location.rotation for mark in marks)
    outline = packed(real_data, tmp_path, f"{exports}/test_export_json_min/data.json", media=folder)
    (mark,) = outline.annotations[0].marks
    assert isinstance(mark.location, Polygon) and len(mark.location.points) == 3


def test_prodigy_answers_are_packed_with_their_counts(real_data: Path, tmp_path: Path) -> None:
    for name, told in expected(real_data)["prodigy"].items():
        batch = packed(real_data, tmp_path, f"tools-prodigy/{name}")
        answers = told["answers"]
        given = answers.get("accept", 0) + answers.get("reject", 0)
        assert len(batch.annotations) == given, name
        assert sum(batch.packed.left_out.values()) == answers["ignore"], name
        with_spans = sum(
            any(isinstance(mark.location, Span) for mark in a.marks) for a in batch.annotations
        )
        assert with_spans == told["with_spans"], name


@pytest.mark.parametrize("kind", ["image", "video"])
def test_every_good_picture_and_video_is_packed(real_data: Path, tmp_path: Path, kind: str) -> None:
    told = json.loads((real_data / f"{kind}s" / f"expect_{kind}s.json").read_text())
    names = [name for name in told if name.startswith("good/")]
    source = tmp_path / "list.jsonl"
    source.write_text("".join(json.dumps({"id": name, kind: name}) + "\n" for name in names))
    batch = packed(tmp_path, tmp_path, "list.jsonl", media=real_data / f"{kind}s")
    assert len(batch.items) == len(names)
    assert {item.parts[0].kind for item in batch.items} == {kind}


@pytest.mark.parametrize("kind", ["image", "video"])
def test_malformed_media_are_packed_or_listed(real_data: Path, tmp_path: Path, kind: str) -> None:
    folder = real_data / f"{kind}s" / "malformed"
    names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    source = tmp_path / "list.jsonl"
    source.write_text("".join(json.dumps({"id": name, kind: name}) + "\n" for name in names))
    batch = packed(tmp_path, tmp_path, "list.jsonl", media=folder)
    assert len(batch.items) + batch.packed.rejected == len(names)
    assert batch.packed.rejected and batch.items


def test_every_other_text_file_there_is_packed_or_refused_in_plain_words(
    real_data: Path, tmp_path: Path
) -> None:
    kinds = (".json", ".jsonl", ".csv", ".txt", ".xml", ".conll", ".xlsx", ".npy", ".md")
    sources = [path for path in real_data.rglob("*") if path.suffix.casefold() in kinds]
    outcomes: Counter[bool] = Counter()
    for source in sources:
        out = tmp_path / "out.smo"
        try:
            answer = pack(source, out, PackOptions(), signer())
        except UserError as refusal:
            assert refusal.what and refusal.do, source
            outcomes[False] += 1
        else:
            read_batch(out, answer)
            outcomes[True] += 1
    assert outcomes[True] > 20 and outcomes[False] > 10
