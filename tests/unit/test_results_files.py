"""Results files: one project each, and nothing of another."""

from __future__ import annotations

import json

import msgspec
import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.views import VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace, open_workspace
from tests.helpers.bundles import PROJECT, unpack, write_batch


@pytest.fixture
def make(tmp_path):
    """Makes workspaces by name, and closes them."""
    opened: list[Workspace] = []

    def make(name: str) -> Workspace:
        opened.append(open_workspace(tmp_path / name, create=True))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


def test_with_several_projects_one_must_be_named(make, tmp_path) -> None:
    write_batch(tmp_path / "animals.smo")
    workspace = make("w")
    with pytest.raises(UserError, match="no project"):
        export_results(workspace, tmp_path / "r.smo")
    receive(workspace, tmp_path / "animals.smo")
    plants = msgspec.structs.replace(PROJECT, id="plants")
    write_batch(tmp_path / "plants.smo", project=plants)
    receive(workspace, tmp_path / "plants.smo")
    with pytest.raises(UserError) as caught:
        export_results(workspace, tmp_path / "r.smo")
    assert caught.value.where == "animals, plants"
    with pytest.raises(UserError):
        export_results(workspace, tmp_path / "r.smo", project="stones")
    assert not (tmp_path / "r.smo").exists()
    assert export_results(workspace, tmp_path / "r.smo", project="plants")["facts"] == 0


def test_results_of_one_project_tell_nothing_of_another(make, tmp_path) -> None:
    plants = msgspec.structs.replace(PROJECT, id="plants")
    animals = write_batch(tmp_path / "animals.smo")
    write_batch(tmp_path / "plants.smo", project=plants)
    workspace = make("w")
    for name in ("animals", "plants"):
        batch = receive(workspace, tmp_path / f"{name}.smo").id
        items = ("item-0", "item-1", "item-2", "picture")
        record_verdicts(
            workspace, [VerdictDraft(batch, i, "ann", "correct", note="words") for i in items]
        )
    export_results(workspace, tmp_path / "r.smo", project="plants")
    parts = unpack(tmp_path / "r.smo")
    manifest = json.loads(parts["manifest.json"])
    assert b"animals" not in parts["facts.jsonl"]
    assert animals.id.encode() not in b"".join(parts.values())
    assert [c["project"] for c in manifest["checkpoints"]] == ["plants"]
    lead = make("lead")
    assert receive(lead, tmp_path / "r.smo").facts_new == 4
