"""Charts, intervals and lookups: every reference value of the open data."""

from __future__ import annotations

from pathlib import Path

import pytest

from smo_review.quality.charts import p_chart
from smo_review.quality.intervals import clopper_pearson, wilson
from smo_review.quality.iso2859 import code_letter, single_plan
from smo_review.quality.rules import NELSON, WESTERN_ELECTRIC, broken
from tests.helpers.published import reference


def a_lot(row: str) -> tuple[int, int]:
    """The smallest and a large lot of a row of table 1, as "281-500" names it."""
    if row.startswith("over"):
        return 500_001, 10_000_000
    first, last = row.replace(",", "").split("-")
    return int(first), int(last)


def test_every_code_letter(real_data: Path) -> None:
    told = reference(real_data)["aql_single_normal_examples"]["code_letters"]
    assert len(told) == 15
    for row, letters in told.items():
        for level, letter in letters.items():
            assert {code_letter(lot, level) for lot in a_lot(row)} == {letter}


def test_every_single_plan(real_data: Path) -> None:
    told = reference(real_data)["aql_single_normal_examples"]
    for one in (*told["anchors"], *told["lookups"]):
        for lot in a_lot(one["lot"]):
            plan = single_plan(lot, one["level"], float(one["aql"]), one["plan"])
            assert (plan.letter, plan.n, plan.ac, plan.re) == (
                one["code_letter"], one["n"], one["Ac"], one["Re"],
            ), one  # fmt: skip


def test_every_interval(real_data: Path) -> None:
    for name, told in reference(real_data)["newcombe_1998_single"]["cases"].items():
        hits, n = map(int, name.split("/"))
        assert wilson(hits, n) == pytest.approx(told["published_wilson"], abs=6e-5)
        assert clopper_pearson(hits, n) == pytest.approx(told["clopper_pearson"], abs=6e-5)


def test_the_p_chart_and_its_rules(real_data: Path) -> None:
    told = reference(real_data)["p_chart_orangejuice"]
    chart = p_chart(told["D"], [told["n"]] * len(told["D"]))
    published = told["published"]
    assert chart.centre == pytest.approx(published["p_bar"], abs=6e-5)
    assert chart.high[0] == pytest.approx(published["UCL"], abs=6e-5)
    assert chart.low[0] == pytest.approx(published["LCL"], abs=6e-5)
    assert [place + 1 for place in chart.outside] == published["out_of_control_samples"]
    rules = reference(real_data)["nelson_rules_orangejuice_30"]["result"]
    assert {
        f"R{rule}": [place + 1 for place in NELSON[f"N{rule}"](chart.z)] for rule in range(1, 9)
    } == {name: places for name, places in rules.items() if name.startswith("R")}
    assert "WE4" not in broken(chart.z, WESTERN_ELECTRIC)
    assert rules["WE8"] == []
