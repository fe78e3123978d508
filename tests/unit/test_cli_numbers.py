"""`numbers`: every figure under its own name, and a table that people can read."""

from __future__ import annotations

import argparse
import json
import re
import types
from pathlib import Path

import msgspec
import pytest

from smo_review.cli import numbers as command
from smo_review.cli.context import Context
from smo_review.cli.main import run
from smo_review.cli.numbers import cells
from smo_review.domain.numbers import Figures, Group, Numbers, Rate

HALF = Rate(0.5, 4, 0.15, 0.85)
NONE = Rate(None, 0, None, None)
JUDGED = Figures(6, 9, 2, 2, 1, 1, 0, 1, HALF, Rate(0.75, 4, 0.3, 0.95), HALF)
UNSEEN = Figures(0, 3, 0, 0, 0, 0, 0, 0, NONE, NONE, NONE)


@pytest.fixture
def answer(monkeypatch, capsys, tmp_path):
    """The command's printed answer for made-up numbers."""
    groups = (Group("猫", JUDGED, "猫", HALF), Group("p-1", UNSEEN, "ann", NONE))
    found = Numbers(JUDGED, "annotator", groups)
    query = types.SimpleNamespace(numbers=lambda workspace, **asked: found)
    monkeypatch.setitem(__import__("sys").modules, "smo_review.queries.numbers", query)
    closed = types.SimpleNamespace(close=lambda: None)
    monkeypatch.setattr(
        "smo_review.operations.workspace.open_workspace", lambda path, create=False: closed
    )

    def answer(as_json: bool, by: str = "annotator") -> str:
        nonlocal found
        found = msgspec.structs.replace(found, by=by)
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        args = parser.parse_args(["--by", by] if by else [])
        assert command.run(args, Context(json=as_json, workspace=Path(tmp_path))) == 0
        return capsys.readouterr().out

    return answer


@pytest.mark.parametrize(
    "words",
    [["--kpis", "--by", "day"], ["--overview", "--kpis"], ["--explain", "all", "--overview"]],
)
def test_two_forms_at_once_are_a_wrong_command(words, capsys) -> None:
    assert run(["--json", "numbers", *words], open_client=lambda _: 0) == 2
    assert "not allowed with" in json.loads(capsys.readouterr().out)["error"]["what"]


def test_json_has_every_figure_under_its_name(answer) -> None:
    told = json.loads(answer(as_json=True))
    assert told["reviewed"] == 6
    assert told["annotations"] == 9
    assert (told["correct"], told["incorrect"], told["critical"]) == (2, 2, 1)
    assert (told["ambiguous"], told["unreviewable"], told["unsettled"]) == (1, 1, 0)
    assert told["accuracy"] == {"value": 0.5, "n": 4, "low": 0.15, "high": 0.85}
    assert {"critical_accuracy", "noncritical_accuracy"} <= told.keys()
    assert [group["key"] for group in told["groups"]] == ["猫", "p-1"]
    assert (told["groups"][1]["name"], told["groups"][0]["share"]["n"]) == ("ann", 4)
    assert told["groups"][1]["accuracy"]["value"] is None
    assert told["groups"][0].keys() == told.keys() - {"groups", "sealed", "risk"} | {
        "key", "name", "share", "place",
    }  # fmt: skip


def test_the_table_lines_up_and_shows_no_rate_where_there_is_none(answer) -> None:
    head, *rows = answer(as_json=False).splitlines()
    assert [row.split()[0] for row in rows] == ["猫", "ann", "all"]
    assert rows[1].split()[1:5] == ["0", "3", "-", "-"]
    assert "0.1500-0.8500" in rows[0]
    end = cells(head[: head.index("reviewed") + len("reviewed")])
    for row, reviewed in zip(rows, ("6", "0", "6"), strict=True):
        before = row[: row.index(reviewed) + 1]
        assert cells(before) == end


def test_an_error_code_has_a_share_of_what_was_judged_and_no_accuracy(answer) -> None:
    head, *rows = answer(as_json=False, by="code").splitlines()
    assert re.split(r"  +", head) == [
        "code",
        "annotations found in",
        "share of judged",
        "95% interval",
        "critical",
    ]
    assert [row.split() for row in rows] == [
        ["猫", "2", "0.5000", "0.1500-0.8500", "1"],
        ["ann", "0", "-", "-", "0"],
    ]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("猫", 2), ("ឆ្មា", 3), ("e\u0301", 1)])
def test_a_character_takes_the_cells_that_a_terminal_gives_it(text, width) -> None:
    assert cells(text) == width


def test_people_are_told_of_weights_risk_and_groups_that_cannot_be_told_apart() -> None:
    weighed = msgspec.structs.replace(JUDGED, method="Wilson with effective n", effective=2.4)
    alike = tuple(Group(name, JUDGED, name, HALF, place=1) for name in ("ann", "bob"))
    told = command._table(Numbers(weighed, "annotator", alike, risk=7))
    assert "Weighted: the 4 judged are worth 2 drawn at random." in told
    assert "The groups cannot be told apart: their intervals overlap." in told
    assert "Left out, because drawn for their risk: 7 judged annotations" in told
    apart = (alike[0], Group("bob", JUDGED, "bob", HALF, place=2))
    plain = command._table(Numbers(JUDGED, "annotator", apart))
    assert "Weighted" not in plain
    assert "cannot be told apart" not in plain
    assert [line.split()[-1] for line in plain.splitlines()] == ["place", "1", "2", "-"]
