"""`smo-review trends`: one JSON object in every form, refusals for what makes none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from smo_review.cli.main import run
from tests.helpers.store_cases import Case
from tests.helpers.trend_cases import MISSED, week, workspace_of


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    said = [one for n in range(9) for one in week(n, 20, 2 if n < 6 else 9)]
    workspace_of(tmp_path / "ws", [*said, *week(8, 10, 3, MISSED, language="km")]).close()
    yield tmp_path / "ws"


def ask(folder: Path, *words: str) -> tuple[int, list[str]]:
    return run(["--workspace", str(folder), "trends", *words], open_client=lambda _: 0), list(words)


@pytest.fixture
def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(*words: str, code: int = 0) -> Any:
        assert ask(folder, *words, "--json")[0] == code
        out = capsys.readouterr().out
        assert out.count("\n") == 1
        return json.loads(out)

    return answer


def test_a_trend_tells_points_with_n_interval_limits_and_rules(told: Any) -> None:
    found = told("--measure", "errors", "--by", "week")
    last = found["points"][-1]
    assert last["rate"]["n"] == 30
    assert last["rate"]["low"] < last["rate"]["value"] < last["rate"]["high"]
    assert last["lower"] <= found["centre"] <= last["upper"]
    assert "WE2" in {one["rule"] for one in found["broken"]}
    assert found["shift"]["start"] == "2026-02-16"
    assert any("Western Electric" in line for line in found["words"])
    assert len(found["head"]) == 64


def test_a_filter_narrows_and_a_code_says_which_errors(told: Any) -> None:
    assert told("--language", "km")["whole"]["n"] == 10
    assert told("--code", "missed-critical")["whole"] == pytest.approx(
        told("--measure", "critical")["whole"]
    )
    assert told("--since", "2026-03-01")["whole"]["n"] == 30


def test_two_stretches_are_compared_in_words_and_figures(told: Any) -> None:
    found = told("--compare", "..2026-02-15,2026-02-16..")
    assert found["direction"] == "up"
    assert found["low"] > 0
    assert found["words"][0].startswith("Error rate rose by ")


def test_the_other_forms_answer_with_their_records(told: Any) -> None:
    assert told("--pareto")["bars"][0]["key"] == "over"
    assert told("--pareto", "clause")["of"] == "clause"
    assert {cell["given"] for cell in told("--confusion")["cells"]} >= {"hate"}
    assert told("--confusion", "gold")["annotations"] == 0
    assert told("--heat-map")["annotators"] == ["ann"]
    assert [one["language"] for one in told("--gaps")["languages"]] == ["km"]


def test_the_chart_is_written_as_svg(told: Any, tmp_path: Path) -> None:
    for form in ([], ["--pareto"], ["--confusion"], ["--heat-map"]):
        out = tmp_path / "chart.svg"
        assert told(*form, "--svg", str(out))["svg"] == str(out)
        assert out.read_text(encoding="utf-8").startswith("<svg ")
        out.unlink()


@pytest.mark.parametrize(
    "words",
    [
        ["--compare", "yesterday"],
        ["--compare", "2026-01-01..2026-01-02"],
        ["--compare", "2026-01-01..2026-13-02,.."],
        ["--since", "soon"],
        ["--batch", "nowhere"],
        ["--gaps", "--svg", "x.svg"],
        ["--svg", "no/such/folder/x.svg"],
    ],
)
def test_what_makes_no_question_is_refused_with_what_where_and_do(
    told: Any, words: list[str]
) -> None:
    error = told(*words, code=1)["error"]
    assert error["what"]
    assert error["do"]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["--pareto", "--measure", "critical"], "--measure"),
        (["--confusion", "--by", "day"], "--by"),
        (["--heat-map", "--measure", "errors", "--by", "week"], "--measure --by"),
        (["--gaps", "--by", "day"], "--by"),
        (["--compare", "..2026-01-11,2026-01-12..", "--by", "day"], "--by"),
    ],
)
def test_an_option_that_a_form_does_not_heed_is_refused(
    told: Any, words: list[str], where: str
) -> None:
    assert told(*words, code=1)["error"]["where"] == where


def test_days_whose_first_comes_after_their_last_are_refused_and_no_zero_is_told(told: Any) -> None:
    error = told("--since", "2026-02-01", "--until", "2026-01-31", code=1)["error"]
    assert (error["what"], error["where"]) == ("The first day comes after the last.", "--since")
    assert told("--since", "2026-01-07", "--until", "2026-01-07")["whole"]["n"] == 20


def test_two_forms_at_once_are_a_wrong_command(told: Any) -> None:
    assert "error" in told("--gaps", "--heat-map", code=2)


def test_people_read_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ([], ["--pareto"], ["--confusion"], ["--heat-map"], ["--gaps"]):
        assert ask(folder, *form)[0] == 0
        assert len(capsys.readouterr().out.splitlines()) >= 3


def test_the_day_of_the_annotation_counts_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def dated(one: Case) -> Case:
        made = [structs.replace(a, made="2025-12-24") for a in one.annotations[:3]]
        return structs.replace(one, annotations=(*made, *one.annotations[3:]))

    workspace_of(tmp_path / "made", week(0, 5, 1), change=dated).close()
    for clock, days in (("judged", ["2026-01-07"]), ("made", ["2025-12-24", "2026-01-07"])):
        assert ask(tmp_path / "made", "--by", "day", "--clock", clock, "--json")[0] == 0
        told = json.loads(capsys.readouterr().out)
        assert [point["start"] for point in told["points"]] == days


@pytest.mark.parametrize("field", ["annotator", "label", "code", "language", "auditor"])
def test_a_name_that_nothing_here_has_is_refused_and_no_zero_is_told(told: Any, field: str) -> None:
    error = told(f"--{field}", "mistyped", code=1)["error"]
    assert error["where"] == f"--{field}" and "mistyped" in error["what"]


def test_no_label_at_all_may_be_asked_for(told: Any) -> None:
    assert told("--label", "(none)")["whole"]["n"] == 0
