"""What a trainer reads, copies and keeps: words, tables and maps made from the figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.cli import main as cli
from smo_review.domain.agreement import Agreement, Coefficient, Pair
from smo_review.domain.errors import UserError
from smo_review.domain.learning import PassRule
from smo_review.domain.scores import ItemFigures
from smo_review.domain.tables import Table
from smo_review.operations.custody import release_item, seal_item
from smo_review.operations.keeping import keep_text
from smo_review.quality.intervals import rate
from smo_review.queries.learning import scores
from smo_review.queries.training import training
from smo_review.reports.agreeing import MOST_MAPPED, agreement_map, agreement_words, pairs_table
from smo_review.reports.tables import csv_text, shown, tab_text
from smo_review.reports.training import certified_words, reading_words, rule_words
from tests.helpers.cohort import Cohort, cohort
from tests.helpers.store_cases import PROJECT

TABLE = Table(
    "T",
    ("Name", "n", "Right", "Skill"),
    (("=1+1", 1_234, rate(3, 4), -0.5), ("Mei", 0, None, None), ("two\nlines", 2, rate(0, 0), 0.0)),
)


def test_a_table_is_shown_in_words_and_kept_as_figures() -> None:
    assert [shown(entry) for entry in TABLE.rows[0]] == [
        "=1+1",
        "1,234",
        "75% (30–95%, n=4)",
        "-0.50",
    ]
    assert [shown(entry) for entry in TABLE.rows[1]] == ["Mei", "0", "–", "–"]
    rows = list(csv.reader(io.StringIO(csv_text(TABLE).removeprefix("\ufeff"))))
    assert rows[0] == ["Name", "n", "Right", "Right n", "Right 95% from", "Right to", "Skill"]
    assert rows[1][1:5] == ["1234", "0.75", "4", "0.300642"]
    assert rows[2] == ["Mei", "0", "", "", "", "", ""]
    assert rows[3][2:6] == ["", "0", "", ""]


def test_no_cell_of_a_kept_table_is_a_formula_but_numbers_may_be_below_nought() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(TABLE).removeprefix("\ufeff"))))
    assert rows[1][0] == "'=1+1" and rows[1][-1] == "-0.5"
    copied = tab_text(TABLE, [0, 2]).split("\n")
    assert copied[1] == "'=1+1\t1,234\t75% (30–95%, n=4)\t-0.50"
    assert copied[2].startswith("two lines\t")


def test_a_file_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    assert keep_text(tmp_path / "a.csv", "ក,中\n").read_text("utf-8") == "ក,中\n"
    with pytest.raises(UserError, match="cannot be written"):
        keep_text(tmp_path / "nowhere" / "a.csv", "x")


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Cohort]:
    rule = PassRule(800_000, floors={"spam": 900_000}, critical=("post-0",))
    made = cohort(tmp_path, {"Dara": 12, "Mei": 5, "Sok": 3}, rule=rule, under_way=("Sok",))
    yield made
    made.trainer.close()


def test_why_somebody_did_not_pass_is_told_with_its_figures(group: Cohort) -> None:
    found = training(group.trainer, group.exercise)
    dara, mei, sok = (certified_words(one, found, PROJECT) for one in found.learners)
    assert dara == "passed"
    assert mei.startswith("not passed: 41.7% right is below 80.0%; Spam found in ")
    assert ", below 90.0%" in mei
    assert sok == "not enough yet: 12 of 12 answered, not handed in"
    assert rule_words(found, PROJECT) == (
        "At least 80.0% of all items must be right.",
        "Of the items whose gold has Spam, at least 90.0% must be found.",
        "These items must be right: post-0.",
        "An item without an answer counts as not right.",
    )


@pytest.mark.parametrize(
    ("reading", "doubted", "right", "words"),
    [
        ("easy", False, 10, "too easy: 10 of 10 right"),
        ("hard", False, 2, "hard: 2 of 10 right, 6 say Spam"),
        ("split", False, 5, "split: the most frequent answer has only 6 of 10"),
        ("usual", False, 7, "usual: 7 of 10 right"),
        ("few", True, 2, "too few answers: 10"),
        ("suspicious", False, 5, "suspicious: those who are right elsewhere are wrong here"),
        ("usual", True, 5, "suspicious: those who are right elsewhere are wrong here"),
    ],
)
def test_how_an_item_reads_is_said_with_its_reason(
    reading: str, doubted: bool, right: int, words: str
) -> None:
    said = ((("spam",), 6), (("hate",), 4))
    item = ItemFigures("x", "b", "post", ("hate",), "", 0, 10, rate(right, 10), said, reading)
    assert reading_words(item, doubted, PROJECT).startswith(words)


def test_a_rule_that_nobody_can_meet_is_called_so(tmp_path: Path) -> None:
    made = cohort(tmp_path, {}, golds=12, rule=PassRule(800_000, "low"))
    told = rule_words(training(made.trainer, made.exercise), PROJECT)
    assert told[1] == "Nobody can pass: of 12 items, even all right reaches only 75.8%."
    made.trainer.close()


def test_a_sealed_item_counts_for_nobody_until_it_is_released(group: Cohort) -> None:
    before = {one.name: one for one in scores(group.trainer, group.exercise).learners}
    seal_item(group.trainer, "b-1", "post-1")
    after = {one.name: one for one in scores(group.trainer, group.exercise).learners}
    assert (before["Dara"].items, after["Dara"].items) == (12, 11)
    assert len(training(group.trainer, group.exercise).items) == 11
    release_item(group.trainer, "b-1", "post-1", "mistake")
    again = {one.name: one for one in scores(group.trainer, group.exercise).learners}
    assert again == before


def test_the_map_shows_those_who_agree_least_by_name_and_the_table_all() -> None:
    none = Coefficient(None, None, None, "no method")
    names = [f"p{n:02d}" for n in range(MOST_MAPPED + 4)]
    pairs = tuple(
        Pair(one, two, 10, 0.9 if "p03" in (one, two) else 0.4, None, 0.1, None)
        for place, one in enumerate(names)
        for two in names[place + 1 :]
    )
    raw = Coefficient(0.7, 0.6, 0.8, "m")
    found = Agreement(10, 10, 100, raw, none, none, none, "nominal", pairs=pairs)
    heat = agreement_map(found, "raw")
    assert len(heat.rows) == MOST_MAPPED and "p03" not in heat.rows
    assert list(heat.rows) == sorted(heat.rows)
    assert heat.cells[0][0].value is None and heat.cells[0][1].n == 10
    assert all(cell.value is None for row in agreement_map(found, "kappa").cells for cell in row)
    assert len(pairs_table(found).rows) == len(pairs)
    assert "raw agreement 0.7 (0.6–0.8)" in agreement_words(found)[1]
    assert "Fleiss kappa not defined" in agreement_words(found)[1]


def test_the_command_tells_the_trainers_tables_as_one_object(
    group: Cohort, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(group.trainer.path)]
    words = ["exercise", "cohort", group.exercise, *place]
    assert cli.run([*words, "--json"], open_client=lambda _: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rule"] == {
        "mark": 0.8,
        "on": "point",
        "floors": {"spam": 0.9},
        "critical": ["post-0"],
    }
    assert [(one["name"], one["certified"]) for one in told["learners"]] == [
        ("Dara", "passed"),
        ("Mei", "not passed"),
        ("Sok", "undecided"),
    ]
    assert told["learners"][0]["right"] == {"value": 1.0, "n": 12, **_ends(told)}
    assert {"item", "source", "right", "said", "reading"} <= set(told["items"][0])
    assert len(told["skills"]) == 2 and len(told["difficulties"]) == 12
    assert told["agreement"]["pairs"][0]["n"] == 12
    assert cli.run(words, open_client=lambda _: 0) == 0
    text = capsys.readouterr().out
    assert "not passed: 41.7% right is below 80.0%" in text and "raw agreement" in text
    assert cli.run(["exercise", "cohort", "nothing", *place], open_client=lambda _: 0) == 1


def _ends(told: dict) -> dict[str, float]:
    return {end: told["learners"][0]["right"][end] for end in ("low", "high")}


@pytest.mark.parametrize("option", ["--difficulty", "--severity"])
def test_a_range_that_is_none_is_refused(
    group: Cohort, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    words = ["exercise", "build", "-o", str(tmp_path / "x.smo"), "--title", "X"]
    place = ["--workspace", str(group.trainer.path), "--json"]
    assert cli.run([*words, option, "4-1", *place], open_client=lambda _: 0) == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == option
    assert not (tmp_path / "x.smo").exists()
    assert cli.run([*words, option, "0-3", *place], open_client=lambda _: 0) == 0
