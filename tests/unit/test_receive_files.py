"""Receiving: any order, once or twice, whole or not at all."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.content import Gold
from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.numbers import numbers
from tests.helpers.bundles import by_our_key, respell, seal_zip, unpack, write_batch
from tests.helpers.dumps import dump, facts, heads


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


@pytest.fixture
def batch(tmp_path) -> Path:
    """The sample batch."""
    write_batch(tmp_path / "batch.smo")
    return tmp_path / "batch.smo"


def batch_of(path: Path) -> str:
    return json.loads(unpack(path)["manifest.json"])["id"]


def review(workspace: Workspace, batch: Path, outcome: str = "correct", note: str = "") -> None:
    """A verdict on all that the annotator `ann` said; an incorrect one has a finding."""
    findings = (FindingDraft(label="cat", right_label="dog"),) if outcome == "incorrect" else ()
    items = ("item-0", "item-1", "item-2", "picture")
    record_verdicts(
        workspace,
        [
            VerdictDraft(batch_of(batch), item, "ann", outcome, findings=findings, note=note)
            for item in items
        ],
    )


def test_a_batch_is_received_once_however_often_it_comes(make, batch) -> None:
    workspace = make("w")
    first = receive(workspace, batch)
    before = dump(workspace)
    again = receive(workspace, batch)
    assert first == again
    assert (again.items, again.annotations, again.facts_new, again.facts_known) == (4, 8, 0, 0)
    assert again.batches == (batch_of(batch),)
    assert dump(workspace) == before


def test_a_batch_packed_twice_is_one_batch_with_two_keys(make, batch, tmp_path) -> None:
    write_batch(tmp_path / "again.smo", batch_key=b"c" * 32)
    workspace = make("w")
    receive(workspace, batch)
    receive(workspace, tmp_path / "again.smo")
    told = dump(workspace)
    assert len(told["batches"]) == 1
    assert len(told["batch_keys"]) == 2
    assert len(told["items"]) == 4


def test_notes_sealed_with_either_key_can_be_read(make, batch, tmp_path) -> None:
    """The lead has both packings, the auditors one each: both notes must open."""
    write_batch(tmp_path / "again.smo", batch_key=b"c" * 32)
    files = []
    for name, file in (("a", batch), ("b", tmp_path / "again.smo")):
        auditor = make(name)
        receive(auditor, file)
        review(auditor, file, note=f"seen by {name}")
        export_results(auditor, tmp_path / f"{name}.smo")
        files.append(tmp_path / f"{name}.smo")
    lead = make("lead")
    for file in (*files, batch, tmp_path / "again.smo"):
        receive(lead, file)
    from smo_review.queries.items import item_view
    from smo_review.queries.queue import row_of

    view = item_view(lead, row_of(lead, batch_of(batch), "item-0"))
    notes = {v.note for annotation in view.annotations for v in annotation.verdicts}
    assert notes == {"seen by a", "seen by b"}


def test_results_come_back_whole_and_only_once(make, batch, tmp_path) -> None:
    auditor, lead = make("auditor"), make("lead")
    receive(auditor, batch)
    review(auditor, batch, note="ឆ្មា 猫")
    counts = export_results(auditor, tmp_path / "r.smo")
    assert counts["facts"] == counts["verdicts"] == 4
    assert counts["texts"] >= 1
    receive(lead, batch)
    first = receive(lead, tmp_path / "r.smo")
    assert (first.facts_new, first.facts_known) == (4, 0)
    assert first.batches == (batch_of(batch),)
    before = dump(lead)
    again = receive(lead, tmp_path / "r.smo")
    assert (again.facts_new, again.facts_known) == (0, 4)
    assert dump(lead) == before
    assert facts(lead) == facts(auditor)
    assert numbers(lead).all == numbers(auditor).all


def test_every_order_and_repetition_gives_the_same_numbers(make, batch, tmp_path) -> None:
    files = [batch]
    for name, outcome in (("a", "correct"), ("b", "incorrect")):
        auditor = make(name)
        receive(auditor, batch)
        review(auditor, batch, outcome)
        export_results(auditor, tmp_path / f"{name}.smo")
        files.append(tmp_path / f"{name}.smo")
    seen = set()
    for number, order in enumerate(itertools.permutations([*files, files[1]])):
        lead = make(f"lead-{number}")
        for file in order:
            receive(lead, file)
        told = [numbers(lead, by=by) for by in ("", "annotator", "label", "code", "day")]
        seen.add(msgspec.json.encode([msgspec.structs.replace(n, head="") for n in told]))
        assert len(facts(lead)) == 8
        lead.close()
    assert len(seen) == 1


def test_results_that_went_by_way_of_another_are_the_same(make, batch, tmp_path) -> None:
    auditor, between, lead = make("auditor"), make("between"), make("lead")
    receive(auditor, batch)
    review(auditor, batch)
    export_results(auditor, tmp_path / "r1.smo")
    receive(between, batch)
    receive(between, tmp_path / "r1.smo")
    review(between, batch, "ambiguous")
    export_results(between, tmp_path / "r2.smo")
    receive(lead, tmp_path / "r2.smo")
    receive(lead, tmp_path / "r1.smo")
    receive(lead, batch)
    assert facts(lead) == facts(between)
    assert numbers(lead).all.unsettled == 4


def test_results_wait_for_their_batch(make, batch, tmp_path) -> None:
    auditor, lead = make("auditor"), make("lead")
    receive(auditor, batch)
    review(auditor, batch)
    export_results(auditor, tmp_path / "r.smo")
    assert receive(lead, tmp_path / "r.smo").facts_new == 4
    assert numbers(lead).all.reviewed == 0
    receive(lead, batch)
    assert numbers(lead).all == numbers(auditor).all


def test_gold_comes_before_or_after_and_with_its_batch(make, tmp_path) -> None:
    gold = [Gold("item-0", ("cat",), "It says so.")]
    write_batch(tmp_path / "with.smo", gold=gold)
    workspace = make("w")
    receive(workspace, tmp_path / "with.smo")
    assert len(dump(workspace)["gold"]) == 1
    unknown = [Gold("nobody", ("cat",))]
    write_batch(tmp_path / "wrong.smo", gold=unknown)
    other = make("other")
    before = dump(other)
    with pytest.raises(UserError) as caught:
        receive(other, tmp_path / "wrong.smo")
    assert caught.value.where == "gold.jsonl, line 1"
    assert dump(other) == before


def test_gold_that_comes_with_a_batch_is_in_the_same_transaction(make, tmp_path) -> None:
    write_batch(tmp_path / "with.smo", gold=[Gold("item-0", ("cat",))])
    workspace = make("w")
    before = dump(workspace)

    def cancel(done: int, total: int | None, what: str) -> None:
        if what == "Receiving gold":
            raise Cancelled

    with pytest.raises(Cancelled):
        receive(workspace, tmp_path / "with.smo", cancel)
    assert dump(workspace) == before


def test_a_batch_that_is_here_gains_its_gold_and_key_together_or_neither(
    make, batch, tmp_path
) -> None:
    workspace = make("w")
    receive(workspace, batch)
    before = dump(workspace)
    again = tmp_path / "again.smo"
    write_batch(again, gold=[Gold("nobody", ("cat",))], batch_key=b"c" * 32)
    with pytest.raises(UserError) as caught:
        receive(workspace, again)
    assert caught.value.where == "gold.jsonl, line 1"
    assert dump(workspace) == before
    write_batch(again, gold=[Gold("item-0", ("cat",))], batch_key=b"c" * 32)
    receive(workspace, again)
    told = dump(workspace)
    assert (len(told["gold"]), len(told["batch_keys"])) == (1, 2)


@pytest.fixture
def place(tmp_path):
    """A folder with a batch and its results file, the workspace they came from, a fresh one."""
    folder = tmp_path
    write_batch(folder / "batch.smo")
    workspace = open_workspace(folder / "w", create=True)
    receive(workspace, folder / "batch.smo")
    review(workspace, folder / "batch.smo", "incorrect", "a note")
    export_results(workspace, folder / "r.smo")
    fresh = open_workspace(folder / "fresh", create=True)
    yield folder, workspace, fresh
    workspace.close()
    fresh.close()


@settings(max_examples=40)
@given(st.data())
def test_a_spoilt_file_changes_nothing(place, data) -> None:
    folder, workspace, fresh = place
    body = bytearray((folder / data.draw(st.sampled_from(["batch.smo", "r.smo"]))).read_bytes())
    if data.draw(st.booleans()):
        body[data.draw(st.integers(0, len(body) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del body[data.draw(st.integers(0, len(body) - 1)) :]
    (folder / "spoilt.smo").write_bytes(body)
    for one in (workspace, fresh):
        before = dump(one), heads(one)
        with pytest.raises(UserError):
            receive(one, folder / "spoilt.smo")
        assert (dump(one), heads(one)) == before


BAD_LINES = {
    "items.jsonl": b'{"id":"x","severity":9}\n',
    "annotations.jsonl": b'{"item":"nobody","annotator":"ann"}\n',
    "facts.jsonl": b'{"id":"f","kind":"verdict"}\n',
    "texts.jsonl": b'{"hash":"h"}\n',
}


@pytest.mark.parametrize("part", BAD_LINES)
def test_a_bad_last_line_takes_all_before_it_back(place, part) -> None:
    """Correctly signed, so that the refusal comes in the middle of receiving."""
    folder, _, fresh = place
    source = "batch.smo" if part in ("items.jsonl", "annotations.jsonl") else "r.smo"
    parts = unpack(folder / source)
    spoilt = respell(parts | {part: parts[part] + BAD_LINES[part]})
    if source == "r.smo":
        manifest = json.loads(spoilt["manifest.json"]) | {"counts": {}}
        spoilt["manifest.json"] = json.dumps(manifest).encode()
    spoilt = by_our_key(spoilt)
    seal_zip(folder / "evil.smo", list(spoilt.items()))
    before = dump(fresh)
    with pytest.raises(UserError) as caught:
        receive(fresh, folder / "evil.smo")
    assert caught.value.where.startswith(f"{part}, line {spoilt[part].count(10)}")
    assert dump(fresh) == before


@pytest.mark.parametrize("part", ["facts.jsonl", "project.json"])
def test_what_belongs_to_another_project_is_refused(place, part) -> None:
    folder, _, fresh = place
    parts = unpack(folder / "r.smo")
    parts[part] = parts[part].replace(b'"animals"', b'"plants"')
    seal_zip(folder / "evil.smo", list(by_our_key(respell(parts)).items()))
    before = dump(fresh)
    with pytest.raises(UserError):
        receive(fresh, folder / "evil.smo")
    assert dump(fresh) == before


def test_a_false_checkpoint_is_refused(place) -> None:
    folder, _, fresh = place
    parts = unpack(folder / "r.smo")
    manifest = json.loads(parts["manifest.json"])
    manifest["checkpoints"][0]["sequence"] += 1
    parts["manifest.json"] = json.dumps(manifest).encode()
    seal_zip(folder / "evil.smo", list(by_our_key(parts).items()))
    before = dump(fresh)
    with pytest.raises(UserError):
        receive(fresh, folder / "evil.smo")
    assert dump(fresh) == before


@pytest.mark.parametrize("name", ["batch.smo", "r.smo"])
def test_cancelling_at_any_moment_takes_everything_back(place, make, name) -> None:
    folder, _, fresh = place
    told: list[str] = []
    receive(make("whole"), folder / name, lambda done, total, what: told.append(what))
    before = dump(fresh)
    for moment in range(1, len(told) + 1):
        calls = itertools.count(1)

        def cancel(done: int, total: int | None, what: str) -> None:
            if next(calls) == moment:  # noqa: B023  # called before the next round
                raise Cancelled

        with pytest.raises(Cancelled):
            receive(fresh, folder / name, cancel)
        assert dump(fresh) == before


def test_nothing_of_the_content_is_written_in_plain(make, batch, tmp_path) -> None:
    marker = b"not a real picture"
    with zipfile.ZipFile(batch) as archive:
        assert any(marker in archive.read(name) for name in archive.namelist())
    make("w")
    workspace = open_workspace(tmp_path / "w")
    receive(workspace, batch)
    files = [file for file in (tmp_path / "w").rglob("*") if file.is_file()]
    assert files
    for file in files:
        body = file.read_bytes()
        assert marker not in body
        assert b"A cat sleeps" not in body
    workspace.close()
