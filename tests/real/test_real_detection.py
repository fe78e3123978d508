"""Detection, confusion and label errors on the open data, as published."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from smo_review.quality.confusion import Tally, confusion
from smo_review.quality.detection import (
    Detections,
    average_precision,
    average_precision_11,
    curve,
)
from smo_review.quality.label_errors import doubted, review
from tests.helpers.label_pairs import tallied


def expected(real_data: Path, name: str) -> dict:
    return dict(json.loads((real_data / "EXPECTED.json").read_text())[name])


def truths(folder: Path) -> dict[str, np.ndarray]:
    found = {}
    for file in folder.glob("*.xml"):
        corners = [
            [float(box.findtext(f"bndbox/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
            for box in ElementTree.parse(file).iter("object")
        ]
        found[file.stem] = np.array(corners, dtype=float).reshape(-1, 4)
    return found


def detections(folder: Path) -> dict[str, Detections]:
    found = {}
    for file in folder.glob("*.txt"):
        rows = [line.split() for line in file.read_text().splitlines()]
        values = np.array([row[1:] for row in rows], dtype=float).reshape(-1, 5)
        found[file.stem] = Detections(values[:, 1:], values[:, 0])
    return found


@pytest.mark.parametrize("least", [50, 75])
def test_average_precision_is_the_published_one(real_data: Path, least: int) -> None:
    told = expected(real_data, "objdet_toyexample")
    toy = real_data / "tools-objdet-toyexample"
    there, found = (
        truths(toy / "gts_vocpascal_format"),
        detections(toy / "dets_classname_abs_xyx2y2"),
    )
    assert sum(map(len, there.values())) == told["gt"]
    one = curve(there, found, least / 100, pixel=1.0)
    assert len(one.hits) == told["det"]
    assert average_precision(one) == pytest.approx(told[f"AP{least}_all"], abs=5e-5)
    assert average_precision_11(one) == pytest.approx(told[f"AP{least}_11pt"], abs=5e-5)


def test_a_model_against_people_label_by_label(real_data: Path) -> None:
    told = expected(real_data, "hatexplain_llm_vs_human")
    with (real_data / "text-hatexplain/llm_hugchat_vs_human_test.csv").open() as lines:
        pairs = [(row["human_majority"], row["llm_label"]) for row in csv.DictReader(lines)]
    cells_of = tallied((right, given) for right, given in pairs if given in told["labels"])
    found = confusion(cells_of, told["labels"])
    cells = [[cells_of.get((a, b), Tally()).n for b in told["labels"]] for a in told["labels"]]
    assert cells == told["confusion_rows_human"]
    assert found.accuracy.value == pytest.approx(told["accuracy"], abs=5e-5)
    assert found.macro_f1 == pytest.approx(told["macro_f1"], abs=5e-5)
    for one, *values in zip(
        found.by_label, told["precision"], told["recall"], told["f1"], strict=True
    ):
        assert [one.precision.value, one.recall.value, one.f1] == pytest.approx(values, abs=6e-5)


@pytest.mark.parametrize("name", ["cifar10", "mnist"])
def test_doubted_labels_and_their_review_are_as_published(real_data: Path, name: str) -> None:
    told = expected(real_data, f"cleanlab_{name}")
    folder = real_data / "model-cleanlab" / name
    reviewed = json.loads((folder / "mturk.json").read_text())
    found = review(one["mturk"] for one in reviewed)
    assert found.errors.n == told["checked"]
    assert round(found.errors.value * found.errors.n) == told["errors"]
    assert found.errors.value == pytest.approx(told["precision"], abs=5e-5)
    assert (found.errors.low, found.errors.high) == pytest.approx(told["wilson95"], abs=5e-5)
    assert found.verdicts == told["verdicts"]
    chances = np.load(folder / "pyx.npy").astype(float)
    given = np.load(folder / "given_labels.npy").astype(int)
    assert doubted(chances, given).sum() == told["cleanlab2.9_flagged"]["confident_learning"]
