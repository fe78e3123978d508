"""`numbers --overview`: rows by area for people, one object for programs, and the filter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from smo_review.cli import main as cli
from smo_review.domain.project import Kpi
from tests.helpers.store_cases import Case
from tests.helpers.trend_cases import week, workspace_of
from tests.helpers.trends_desk import drifting


def aiming(one: Case) -> Case:
    """The batch, with a target that it misses by far."""
    kpis = (Kpi("accuracy", {"en": "Right"}, 0.95, 0.9),)
    return structs.replace(one, project=structs.replace(one.project, kpis=kpis))


def spoken(capsys: pytest.CaptureFixture[str], ws: Path, *words: str) -> str:
    assert (
        cli.run(["numbers", "--overview", *words, "--workspace", str(ws)], open_client=print) == 0
    )
    return capsys.readouterr().out


def test_the_command_tells_rows_by_area_and_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = workspace_of(tmp_path, drifting(), change=aiming)
    ws.close()
    told = spoken(capsys, tmp_path).splitlines()
    assert told[0].startswith("1 alarm · ")
    assert "KPIs against their targets" in told
    assert any(line.startswith("  ‼ alarm: Right · ") for line in told)
    assert told[-1].startswith("Checked for 20")
    found = json.loads(spoken(capsys, tmp_path, "--json"))
    assert found.keys() == {"rows", "checked", "weeks", "today", "judged", "head"}
    first = found["rows"][0]
    assert (first["key"], first["weight"]) == ("kpi accuracy", "alarm")
    assert first["rate"].keys() == {"value", "n", "low", "high"}
    assert 0 < first["rate"]["value"] < 1
    assert found["checked"]["batches"] == 1
    bob = json.loads(spoken(capsys, tmp_path, "--json", "--annotator", "bob"))
    assert not [one for one in bob["rows"] if one["area"] == "signals"]


@pytest.mark.parametrize("option", ["--annotator", "--auditor"])
def test_a_name_that_nobody_has_is_refused(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_of(tmp_path, week(0, 3, 1)).close()
    asked = ["numbers", "--overview", option, "nobody", "--workspace", str(tmp_path)]
    assert cli.run(asked, open_client=print) == 1
    assert option in capsys.readouterr().err


def test_an_auditor_may_be_told_by_id_or_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = workspace_of(tmp_path, week(0, 10, 1))
    with ws.write() as conn:
        conn.execute("UPDATE persons SET name = 'Bea Sok' WHERE id = 'bea'")
    ws.close()
    for told in ("bea", "Bea Sok"):
        asked = ["numbers", "--auditor", told, "--workspace", str(tmp_path), "--json"]
        assert cli.run(asked, open_client=print) == 0
        assert json.loads(capsys.readouterr().out)["accuracy"]["n"] == 10


def test_other_numbers_take_the_same_filter_or_say_what_they_cannot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [*week(0, 10, 1), *week(1, 5, 5, annotator="bob")]
    workspace_of(tmp_path, said).close()
    at = ["--workspace", str(tmp_path), "--json"]
    assert cli.run(["numbers", "--annotator", "bob", *at], open_client=print) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"]["n"] == 5
    narrow = ["numbers", "--annotator", "bob", "--kpis", *at]
    assert cli.run(narrow, open_client=print) == 0
    assert json.loads(capsys.readouterr().out)["kpis"][0]["rate"]["n"] == 5
    week_ = ["numbers", "--annotator", "bob", "--by", "week", *at]
    assert cli.run(week_, open_client=print) == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == "--by"
