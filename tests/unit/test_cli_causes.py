"""`causes`: one JSON object an answer; trees and actions by script; refusals change nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from smo_review.cli.main import run
from smo_review.domain.facts import Finding
from smo_review.store.workspace import open_workspace
from tests.helpers.cause_cases import OVER, batch_of, day_of, judged_workspace
from tests.helpers.store_cases import PROJECT, case, exported, take
from tests.helpers.trend_cases import GUIDED


def misread(day: int, place: int, annotator: str) -> Finding | None:
    return OVER if annotator == "ann" and place < 5 else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ws = open_workspace(tmp_path / "ws", create=True)
    judged_workspace(ws, batch_of(range(14)), misread)
    ws.close()
    return tmp_path / "ws"


@pytest.fixture
def ask(folder: Path, capsys: pytest.CaptureFixture[str]):
    def asked(*words: str, code: int = 0) -> dict[str, Any]:
        found = run(["--workspace", str(folder), "causes", *words, "--json"], open_client=len)
        out = capsys.readouterr().out
        assert found == code, out
        (line,) = out.splitlines()
        told: dict[str, Any] = json.loads(line)
        return told

    return asked


def test_clusters_and_suggestions_are_one_object(ask) -> None:
    told = ask("--by", "annotator")
    assert set(told) == {"filter", "clusters", "suggestions"}
    (one,) = told["clusters"]["clusters"]
    assert (one["key"], one["n"]) == ("ann", 70)
    assert one["share"]["value"] == 1.0
    assert told["suggestions"]["found"][0]["factor"] == "annotator"
    assert told["suggestions"]["rate"] == 0.05


def test_filters_narrow_what_is_asked(ask) -> None:
    assert ask("--annotator", "bob")["clusters"]["incorrect"] == 0
    told = ask("--batch", "none", code=1)
    assert set(told["error"]) == {"what", "where", "do"}


def test_a_tree_that_was_shown_can_be_changed_and_given_back(ask, tmp_path) -> None:
    item = "b-1-d0-0"
    path = tmp_path / "tree.json"
    path.write_text(
        json.dumps(
            {
                "title": "Why is ann over-flagging?",
                "nodes": [
                    {
                        "id": "a",
                        "text": "She reads clause 2.1 too widely",
                        "cites": [{"batch": "b-1", "item": item, "annotator": "ann"}],
                    },
                    {"id": "b", "parent": "a", "text": "Its example misleads"},
                ],
            }
        )
    )
    name = ask("tree", "add", "--from", str(path))["cause"]
    shown = ask("tree", "show", name)
    assert [node["text"] for node in shown["nodes"]][1] == "Its example misleads"
    shown["state"] = "settled"
    path.write_text(json.dumps(shown))
    assert ask("tree", "add", "--from", str(path)) == {"cause": name, "facts_new": 1}
    assert [one["state"] for one in ask("tree", "list")["causes"]] == ["settled"]


@pytest.mark.parametrize(
    "body", ["[]", "{", '{"title": 3}', '{"title": "x", "nodes": [{"id": "a", "parent": "b"}]}']
)
def test_a_file_that_is_no_tree_is_refused_and_changes_nothing(ask, folder, tmp_path, body) -> None:
    path = tmp_path / "tree.json"
    path.write_text(body)
    told = ask("tree", "add", "--from", str(path), code=1)
    assert told["error"]["what"]
    assert ask("tree", "list") == {"causes": []}


ADD = (
    "action", "add", "--title", "Explain it", "--owner", "Dara", "--due", day_of(20),
    "--started", day_of(10), "--clause", "2.1", "--annotator", "ann", "--size", "0.1",
)  # fmt: skip


def test_an_action_goes_from_open_to_refused_close(ask) -> None:
    opened = ask(*ADD)
    name = opened["action"]
    assert (opened["size"], opened["measure"]) == (0.1, {"annotator": "ann", "clause": "2.1"})
    assert opened["state"] == ("overdue" if date.today().isoformat() > day_of(20) else "open")
    assert opened["effect"]["before"]["n"] == 100
    assert set(opened["effect"]["before"]) == {"value", "n", "low", "high"}
    done = ask("action", "done", name, "--on", day_of(10))
    assert done["done"] == day_of(10)
    refused = ask("action", "close", name, code=1)
    assert "Before:" in refused["error"]["do"]
    assert [one["state"] for one in ask("action", "list")["actions"]] == ["checking"]
    assert "not closed" in ask("action", "reopen", name, code=1)["error"]["what"]


def test_an_incident_is_reported_and_ended(ask) -> None:
    told = ask("incident", "add", "--title", "New scam", "--since", day_of(3), "--clause", "2.1")
    assert (told["title"], told["until"]) == ("New scam", "")
    ended = ask(
        "incident", "add", "--title", "New scam", "--since", day_of(3), "--until", day_of(5),
        "--id", told["incident"],
    )  # fmt: skip
    assert ended["until"] == day_of(5)
    assert len(ask("incident", "list")["incidents"]) == 1


def test_an_incident_names_a_clause_that_the_guideline_has(ask, folder) -> None:
    ws = open_workspace(folder)
    take(ws, case(batch="b-guided", project=structs.replace(GUIDED, id="guided")))
    ws.close()
    words = ("incident", "add", "--title", "x", "--since", day_of(3), "--project", "guided")
    told = ask(*words, "--clause", "9", code=1)
    assert told["error"] == {
        "what": "The guideline has no clause 9.", "where": "--clause",
        "do": "Choose one of: 1.4, 2.1.",
    }  # fmt: skip
    assert ask("incident", "list") == {"incidents": []}
    assert ask(*words, "--clause", "2.1")["clause"] == "2.1"


def test_a_tree_is_of_the_project_that_it_cites_where_several_are_here(
    ask, folder, tmp_path
) -> None:
    ws = open_workspace(folder)
    take(ws, case(batch="b-other", project=structs.replace(PROJECT, id="other")))
    ws.close()
    path = tmp_path / "tree.json"
    cites = [{"batch": "b-1", "item": "b-1-d0-0", "annotator": "ann"}]
    tree = {"title": "Why?", "nodes": [{"id": "a", "text": "So.", "cites": cites}]}
    path.write_text(json.dumps(tree))
    name = ask("tree", "add", "--from", str(path))["cause"]
    assert ask("tree", "show", name)["project"] == PROJECT.id
    path.write_text(json.dumps({"title": "Why?"}))
    assert ask("tree", "add", "--from", str(path), code=1)["error"]["where"] == "--project"


def test_the_text_says_so_in_words(folder, capsys) -> None:
    assert run(["--workspace", str(folder), "causes"], open_client=len) == 0
    out = capsys.readouterr().out
    assert "annotator ann goes together with" in out
    assert "no proof" in out
    assert run(["--workspace", str(folder), *("causes", *ADD)], open_client=len) == 0
    told = capsys.readouterr().out
    assert "errors (annotator ann, clause 2.1) down by 10.0 points" in told


@pytest.mark.parametrize("words", [("--size", "2"), ("--size", "much"), ("--figure", "all")])
def test_what_is_no_option_is_usage(folder, capsys, words) -> None:
    assert run(["--workspace", str(folder), "causes", *ADD, *words], open_client=len) == 2
    ws = open_workspace(folder)
    assert len(exported(ws)[0]) == 14 * 30
    ws.close()
