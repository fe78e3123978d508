"""Agreement in the open data sets, from the packed and received batch, as published or counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from smo_review.domain.agreement import Agreement
from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from smo_review.quality import weights as w
from smo_review.quality.agreement import coefficients, krippendorff, krippendorff_rank
from smo_review.quality.pairs import cohen_kappa
from smo_review.quality.patterns import from_counts
from smo_review.queries.agreement import agreement
from tests.helpers.packing import signer
from tests.helpers.published import rated, reference


def expected(real_data: Path) -> dict[str, dict]:
    return dict(json.loads((real_data / "EXPECTED.json").read_text()))


def received(source: Path, folder: Path, *maps: str, **asked: str) -> Agreement:
    """Packed, received into a workspace of its own, and asked."""
    pack(source, folder / "b.smo", PackOptions(maps=maps), signer())
    workspace = open_workspace(folder / "w", create=True)
    try:
        receive(workspace, folder / "b.smo")
        return agreement(workspace, **asked)
    finally:
        workspace.close()


HATE = tuple(f"count:{label}={label}" for label in ("normal", "offensive", "hatespeech"))


def test_hatexplain_has_its_published_alpha_from_the_packed_batch(
    real_data: Path, tmp_path: Path
) -> None:
    told = expected(real_data)["hatexplain_full"]
    source = real_data / "text-hatexplain/label_counts_20148.csv.gz"
    found = received(source, tmp_path, *HATE)
    assert (found.items, found.annotations) == (told["units"], 3 * told["units"])
    assert found.alpha.value == pytest.approx(told["alpha_nominal"], abs=5e-5)
    assert found.fleiss.value == pytest.approx(told["fleiss_kappa"], abs=5e-5)
    assert found.ac1.value == pytest.approx(told["gwet_ac1"], abs=5e-5)
    assert found.raw.value == pytest.approx(told["percent_agreement"], abs=5e-5)
    assert found.alpha.low < found.alpha.value < found.alpha.high


def test_hatexplain_with_ranked_labels_has_its_ordinal_alpha(
    real_data: Path, tmp_path: Path
) -> None:
    told = expected(real_data)["hatexplain_full"]
    source = real_data / "text-hatexplain/label_counts_20148.csv.gz"
    found = received(source, tmp_path, *HATE, metric="ordinal")
    assert found.alpha.value == pytest.approx(told["alpha_ordinal"], abs=5e-5)
    assert found.left_out == 0


def test_davidson_with_three_to_nine_votes_an_item(real_data: Path, tmp_path: Path) -> None:
    told = expected(real_data)["davidson"]
    columns = {"hate": "hate_speech", "offensive": "offensive_language", "neither": "neither"}
    maps = [f"count:{label}={column}" for label, column in columns.items()]
    found = received(real_data / "text-davidson/labeled_data.csv", tmp_path, *maps)
    assert found.pairable == told["pairable_units"]
    assert found.alpha.value == pytest.approx(told["alpha_nominal"], abs=5e-5)
    assert found.ac1.value == pytest.approx(told["gwet_ac1"], abs=5e-5)
    assert found.raw.value == pytest.approx(told["percent_agreement"], abs=5e-5)


def test_hatexplain_annotators_by_name_make_pairs(real_data: Path, tmp_path: Path) -> None:
    told = expected(real_data)["hatexplain_val_test_raw"]
    workspace = open_workspace(tmp_path / "w", create=True)
    for part in ("val", "test"):
        source = real_data / f"text-hatexplain/raw_{part}_with_annotators_rationales.csv"
        pack(source, tmp_path / f"{part}.smo", PackOptions(), signer())
        receive(workspace, tmp_path / f"{part}.smo")
    found = agreement(workspace)
    workspace.close()
    assert (found.items, found.pairable) == (told["units"], told["pairable_units"])
    # Every item has three annotators, so that it is in three pairs.
    assert sum(pair.n for pair in found.pairs) == 3 * found.items
    assert len({name for pair in found.pairs for name in (pair.first, pair.second)}) == 236
    assert found.alpha.value == pytest.approx(told["alpha_nominal"], abs=5e-5)
    assert found.fleiss.value == pytest.approx(told["fleiss_kappa"], abs=5e-5)
    assert found.ac1.value == pytest.approx(told["gwet_ac1"], abs=5e-5)
    assert found.raw.value == pytest.approx(told["percent_agreement"], abs=5e-5)


def test_the_reference_values_of_many_raters_are_met(real_data: Path) -> None:
    told = reference(real_data)
    four = told["krippendorff_2011_4x12"]
    found = rated(list(zip(*four["ratings_by_coder"], strict=True)))
    expected = four["reproduced"]
    assert krippendorff(found, w.identity(5)).value == pytest.approx(expected["nominal"], abs=1e-6)
    assert krippendorff(found, w.quadratic(5)).value == pytest.approx(
        expected["interval"], abs=1e-6
    )
    assert krippendorff_rank(found).value == pytest.approx(expected["ordinal"], abs=1e-6)
    for name in ("krippendorff_2011_binary", "krippendorff_2011_nominal2"):
        found = rated(list(zip(*told[name]["ratings_by_coder"], strict=True)))
        value = krippendorff(found, w.identity(found.counts.shape[1])).value
        assert value == pytest.approx(told[name]["reproduced"]["nominal"], abs=1e-6)
    six = coefficients(rated(told["fleiss_1971"]["ratings"]))
    assert six.fleiss.value == pytest.approx(0.430245, abs=1e-6)
    assert six.raw.value == pytest.approx(0.5556, abs=5e-5)
    many = coefficients(from_counts(np.array(told["fleiss_wikipedia_10x14"]["counts"])))
    assert many.fleiss.value == pytest.approx(0.209931, abs=1e-6)
    for name, weights in (
        ("cac_raw4raters", w.identity(5)),
        ("cac_raw4raters_quadratic", w.quadratic(5)),
        ("cac_raw4raters_ordinalw", w.ordinal(5)),
    ):
        _, fleiss, gwet, alpha = coefficients(rated(told[name]["ratings"]), weights)
        for key, one in (("fleiss", fleiss), ("gwet", gwet), ("krippendorff", alpha)):
            other = told[name]["reproduced"][key]
            assert one.value == pytest.approx(other["coefficient_value"], abs=1e-5)
            assert one.low == pytest.approx(other["confidence_interval"][0], abs=1e-5)


def test_the_reference_values_of_two_raters_are_met(real_data: Path) -> None:
    told = reference(real_data)
    one = told["cohen_1960_p45"]
    assert cohen_kappa(np.array(one["table"], dtype=float)).value == pytest.approx(
        one["reproduced"]["kappa"], abs=1e-6
    )
    rows = [
        [i, j]
        for i, row in enumerate(one["table"])
        for j, times in enumerate(row)
        for _ in range(times)
    ]
    found = coefficients(rated(rows))
    assert found.ac1.value == pytest.approx(one["published"]["ac1"], abs=5e-4)
    two = expected(real_data)["hatexplain_llm_vs_human"]
    table = np.array(two["confusion_rows_human"], dtype=float)
    assert cohen_kappa(table).value == pytest.approx(two["kappa"], abs=5e-5)
