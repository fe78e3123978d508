"""Hidden golds are no findings for annotators: what stands there in their name may be invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.hidden_gold import pack_hidden
from smo_review.operations.pack import pack
from smo_review.operations.receive import receive
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import open_workspace
from smo_review.queries.auditors import auditors
from smo_review.queries.findings import findings_of
from tests.helpers.live_sources import options, table


def test_findings_on_hidden_golds_are_not_handed_out_and_score_the_auditor(tmp_path: Path) -> None:
    ws = open_workspace(tmp_path / "lead", create=True)
    first = table(tmp_path, "first.csv", "old", 8, ("ann", "bob"))
    packed = pack(first, tmp_path / "first.smo", options(tmp_path), ws.identity)
    receive(ws, tmp_path / "first.smo")
    with ws.read() as conn:
        ids = [one for (one,) in conn.execute("SELECT id FROM items ORDER BY row")]
    set_gold(ws, [GoldDraft(packed.id, item, ("hate",), "why") for item in ids])
    second = table(tmp_path, "second.csv", "new", 20, ("zoe",))
    live, mixed = pack_hidden(ws, second, tmp_path / "second.smo", options(tmp_path))
    planted = {one.item.id for one in mixed.planted}
    found = (FindingDraft(label="hate"),)
    for item in planted:
        record_verdict(ws, VerdictDraft(live.id, item, "zoe", "incorrect", findings=found))
    assert planted and auditors(ws).auditors[0].gold.n == len(planted)
    with pytest.raises(UserError, match="no findings"):
        findings_of(ws, "zoe")
    with ws.read() as conn:
        (other,) = conn.execute(
            "SELECT i.id FROM items i JOIN batches b ON b.number = i.batch WHERE b.id = ?"
            " AND i.id NOT IN (SELECT value FROM json_each(?)) ORDER BY i.row LIMIT 1",
            (live.id, "[" + ",".join(f'"{one}"' for one in planted) + "]"),
        ).fetchone()
    record_verdict(ws, VerdictDraft(live.id, other, "zoe", "incorrect", findings=found))
    assert [one.item for one in findings_of(ws, "zoe").form.findings] == [other]
    ws.close()
