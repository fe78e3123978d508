"""The sample batch: benign, whole, known, and the same every time."""

from __future__ import annotations

import hashlib
import io
import struct
from pathlib import Path

import cv2
import msgspec
import pytest
from PIL import Image

from smo_review.domain.content import Annotation, Box, Gold, Item, Polygon, Span, TimeRange
from smo_review.domain.project import Project
from smo_review.exchange.batch_reader import BatchReader
from smo_review.exchange.bundle import open_bundle
from smo_review.media.draw_clips import CLIPS, FPS, SIZE, draw_clip
from smo_review.media.draw_scenes import SCENES, draw_scene
from smo_review.media.draw_sound import RATE, murmur
from smo_review.operations.sample import MODEL, PEOPLE, SampleFiles, make_sample


class Sample(msgspec.Struct, frozen=True):
    """The sample as it stands in its two files."""

    files: SampleFiles
    project: Project
    items: dict[str, Item]
    annotations: tuple[Annotation, ...]
    gold: dict[str, Gold]
    media: dict[str, bytes]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    files = make_sample(tmp_path_factory.mktemp("sample"))
    with open_bundle(files.batch) as bundle:
        reader = BatchReader(bundle)
        items = {item.id: item for item in reader.items()}
        annotations = tuple(reader.annotations())
        project = bundle.record("project.json", Project)
        media = {part.sha256: b"".join(bundle.chunks(part.name)) for part in bundle.media()}
    with open_bundle(files.gold) as bundle:
        gold = {one.item: one for one in bundle.records("gold.jsonl", Gold)}
    return Sample(files, project, items, annotations, gold, media)


def test_it_has_forty_items_and_more_of_every_kind_and_language(sample: Sample) -> None:
    kinds = [tuple(part.kind for part in item.parts) for item in sample.items.values()]
    assert len(sample.items) == sample.files.items >= 40
    assert {("text",), ("image",), ("video",), ("text", "image"), ("text", "video")} <= set(kinds)
    languages = [item.language for item in sample.items.values()]
    assert min(languages.count(code) for code in ("en", "km", "zh")) >= 8


def test_four_people_and_a_model_annotated_it(sample: Sample) -> None:
    assert {one.annotator for one in sample.annotations} == {*PEOPLE, MODEL}
    assert {one.annotator for one in sample.annotations if one.kind == "model"} == {MODEL}
    each = [sum(one.item == item for one in sample.annotations) for item in sample.items]
    assert min(each) >= 3


def test_every_item_has_gold_and_everybody_is_wrong_sometimes(sample: Sample) -> None:
    assert sample.gold.keys() == sample.items.keys()
    wrong = [one for one in sample.annotations if one.labels != sample.gold[one.item].labels]
    assert {one.annotator for one in wrong} == {*PEOPLE, MODEL}
    assert 0.1 < len(wrong) / len(sample.annotations) < 0.4


def test_it_shows_every_kind_of_location(sample: Sample) -> None:
    places = {type(mark.location) for one in sample.annotations for mark in one.marks}
    assert {Box, Polygon, Span, TimeRange} <= places


def test_spans_lie_on_the_phrase_that_was_meant(sample: Sample) -> None:
    marks = {
        (one.item, mark.label): mark.location for one in sample.annotations for mark in one.marks
    }
    span = marks["zh-missed-shot", "rude-person"]
    assert isinstance(span, Span)
    assert sample.items["zh-missed-shot"].parts[0].text[span.start : span.end] == "笨蛋"


def test_the_project_knows_every_label_clause_and_person(sample: Sample) -> None:
    labels = {label.id for label in sample.project.labels}
    clauses = {clause.number for clause in sample.project.guideline.clauses}
    aliases = {alias for person in sample.project.people for alias in person.aliases}
    assert {label for one in sample.annotations for label in one.labels} <= labels
    assert {label for one in sample.gold.values() for label in one.labels} <= labels
    assert {one.clause for one in sample.gold.values()} <= clauses
    assert aliases == set(PEOPLE)
    assert sample.project.error_codes and sample.project.root_causes and sample.project.kpis


def test_the_guideline_speaks_three_languages(sample: Sample) -> None:
    clauses = sample.project.guideline.clauses
    assert len(clauses) >= 8
    assert all(clause.text.keys() == {"en", "km", "zh"} for clause in clauses)
    assert all(label.name.keys() == {"en", "km", "zh"} for label in sample.project.labels)


def test_the_batch_brings_no_gold(sample: Sample) -> None:
    with open_bundle(sample.files.batch) as bundle:
        assert not bundle.has("gold.jsonl")


def test_the_same_bytes_come_out_every_time(sample: Sample, tmp_path: Path) -> None:
    again = make_sample(tmp_path)
    assert again.batch.read_bytes() == sample.files.batch.read_bytes()
    assert again.gold.read_bytes() == sample.files.gold.read_bytes()


def test_every_picture_can_be_decoded_and_one_lies_on_its_side(sample: Sample) -> None:
    turned = 0
    for item in sample.items.values():
        for part in item.parts:
            if part.kind == "image":
                with Image.open(io.BytesIO(sample.media[part.media])) as image:
                    image.load()
                    turned += image.getexif().get(0x0112, 1) != 1
    assert turned == 1


def test_videos_can_be_stepped_and_bring_what_is_said(sample: Sample) -> None:
    parts = [part for item in sample.items.values() for part in item.parts if part.kind == "video"]
    assert len(parts) >= 6
    for part in parts:
        assert part.transcript
        capture = cv2.VideoCapture(io.BytesIO(sample.media[part.media]), cv2.CAP_FFMPEG, [])
        frames = 0
        while capture.grab():
            frames += 1
        assert frames == 6 * FPS


def test_a_clip_carries_sound_that_can_be_heard_as_long_as_it_runs() -> None:
    clip = draw_clip("ball", "One two three four five", seconds=2)
    blocks, at = [], clip.index(b"movi") + 4
    while clip[at : at + 4] in (b"00dc", b"01wb"):
        name, size = struct.unpack_from("<4sI", clip, at)
        blocks += [clip[at + 8 : at + 8 + size]] if name == b"01wb" else []
        at += 8 + size + size % 2
    sound = b"".join(blocks)
    assert sound == murmur("One two three four five", 2000)
    assert len(sound) == 2 * RATE * 2
    loudest = max(abs(value) for (value,) in struct.iter_unpack("<h", sound))
    assert 1_000 < loudest < 10_000


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_scene_keeps_to_its_size_and_differs_by_its_number(name: str) -> None:
    one, other = (draw_scene(name, seed, size=(320, 240)) for seed in (1, 2))
    with Image.open(io.BytesIO(one)) as image:
        assert image.size == (320, 240)
    assert name == "cat" or hashlib.sha256(one).digest() != hashlib.sha256(other).digest()


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_a_clip_moves(name: str) -> None:
    capture = cv2.VideoCapture(io.BytesIO(draw_clip(name, "la", seconds=1)), cv2.CAP_FFMPEG, [])
    frames = [capture.read()[1] for _ in range(FPS)]
    assert frames[0].shape == (SIZE[1], SIZE[0], 3)
    assert any((frames[0] != frame).any() for frame in frames[1:])
