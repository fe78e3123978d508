"""A project that comes in a bundle is held to the rules of a project file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.project import Clause, ErrorCode, Guideline, Kpi, LabelDef
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.inspect import inspect
from tests.helpers.bundles import PROJECT, by_our_key, respell, seal_zip, unpack, write_batch
from tests.helpers.dumps import dump, heads


def with_results(folder: Path) -> Workspace:
    """Writes a batch and its results file; returns a workspace that knows neither."""
    write_batch(folder / "batch.smo")
    workspace = open_workspace(folder / "w", create=True)
    receive(workspace, folder / "batch.smo")
    export_results(workspace, folder / "r.smo")
    workspace.close()
    return open_workspace(folder / "fresh", create=True)


CAT = LabelDef("cat", {"en": "Cat"})
DEEP = tuple(LabelDef(f"l{n}", {"en": "L"}, f"l{n - 1}" if n else "") for n in range(30))
CODE = ErrorCode("m", {"en": "M"}, "missed")
BAD_PROJECTS = {
    "[[labels]] 1, parent": {
        "labels": (LabelDef("a", {"en": "A"}, "b"), LabelDef("b", {"en": "B"}, "a"))
    },
    "[[labels]] 2, parent": {"labels": (CAT, LabelDef("b", {"en": "B"}, "nobody"))},
    "[[labels]] 21, parent": {"labels": DEEP},
    "[[labels]]": {"labels": tuple(LabelDef(f"l{n}", {"en": "L"}) for n in range(5001))},
    "[[labels]] 1, id": {"labels": (LabelDef("cat\ndog", {"en": "Cat"}),)},
    "[[labels]] 1, severity": {"labels": (LabelDef("cat", {"en": "Cat"}, severity=10**15),)},
    "[[labels]] 1, name.en": {"labels": (LabelDef("cat", {"en": "x" * 501}),)},
    "[[error_codes]] 2, error_class": {
        "error_codes": (CODE, ErrorCode("t", {"en": "T"}, "technical", "m"))
    },
    "[[kpis]] 1, target": {"kpis": (Kpi("k", {"en": "K"}, 1e300, 0.5),)},
    "[[guideline.clauses]] 1, text.en": {
        "guideline": Guideline("1", (Clause("1", {"en": "T"}, {"en": "x" * 20_001}),))
    },
    "snippets[1].en": {"snippets": ({"km": "ក"},)},
    "reveal_seconds": {"reveal_seconds": -1},
    "format": {"format": 2},
}


@pytest.mark.parametrize("field", BAD_PROJECTS)
@pytest.mark.parametrize("source", ["batch.smo", "r.smo"])
def test_a_project_that_breaks_its_own_rules_is_refused_by_field(tmp_path, source, field) -> None:
    """Correctly signed and of the right types: only the rules of a project are broken."""
    fresh = with_results(tmp_path)
    parts = unpack(tmp_path / source)
    project = msgspec.structs.replace(PROJECT, **BAD_PROJECTS[field])
    parts["project.json"] = msgspec.json.encode(project)
    seal_zip(tmp_path / "evil.smo", list(by_our_key(respell(parts)).items()))
    before = dump(fresh), heads(fresh)
    with pytest.raises(UserError) as caught:
        receive(fresh, tmp_path / "evil.smo")
    assert caught.value.where == f"project.json, {field}"
    assert "Ask whoever made the file" in caught.value.do
    assert (dump(fresh), heads(fresh)) == before
    fresh.close()
    with pytest.raises(UserError):
        inspect(tmp_path / "evil.smo")
