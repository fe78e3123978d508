"""Hidden golds: mixed in at packing, told by nothing in the batch, scored where they come from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smo_review.cli.main import run
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Outcome
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.gold import GoldDraft, keep_set, retire_gold, set_gold
from smo_review.operations.hidden_gold import pack_hidden
from smo_review.operations.pack import Packed, pack
from smo_review.operations.purge import purge
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import Workspace, open_workspace, set_person_name
from smo_review.quality.mixing import Mixed
from smo_review.queries.agreement import agreement
from smo_review.queries.gold import golds
from smo_review.queries.hidden_gold import hidden_gold, hidden_items
from smo_review.queries.judged import judged
from smo_review.queries.numbers import numbers
from smo_review.store.checking import check_store
from smo_review.store.hidden import lot_secret, members_of
from tests.helpers.live_sources import ids_of, options, table
from tests.helpers.packing import Batch, read_batch

WHY = "the rationale of this gold"
SEED = 1
"""Invents right and wrong annotations."""
FIRST, SECOND = ("ann", "bob"), ("bob", "cho")


@pytest.fixture(autouse=True)
def known_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lots that are the same in every run; a device's own follow from its key."""
    monkeypatch.setattr(
        "smo_review.operations.hidden_gold.lot_secret", lambda _, seed: b"%d" % seed
    )


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace where eight items of an earlier batch are gold: all of them hate."""
    ws = open_workspace(tmp_path / "lead", create=True)
    set_person_name(ws, "Lead")
    source = table(tmp_path, "first.csv", "old", 8, FIRST)
    packed = pack(source, tmp_path / "first.smo", options(tmp_path), ws.identity)
    receive(ws, tmp_path / "first.smo")
    golds = [GoldDraft(packed.id, item, ("hate",), WHY) for item in ids_of(ws, packed.id)]
    set_gold(ws, golds)
    yield ws
    ws.close()


def mixed_in(
    ws: Workspace, folder: Path, people: tuple[str, ...] = SECOND, n: int = 20, **more: Any
) -> tuple[Packed, Mixed, Batch]:
    """A second batch of `n` items with a share of golds among them, and as its file holds it."""
    source = table(folder, "second.csv", "new", n, people)
    packed, mixed = pack_hidden(ws, source, folder / "second.smo", options(folder), **more)
    return packed, mixed, read_batch(folder / "second.smo", packed)


def hidden_ids(ws: Workspace, batch: str) -> list[str]:
    with ws.read() as conn:
        return [one.item for one in members_of(conn, ws.identity, batch)[batch]]


def verdict(ws: Workspace, batch: str, item: str, annotator: str, outcome: Outcome) -> None:
    found = (FindingDraft("technical-tool"),) if outcome == "incorrect" else ()
    record_verdict(ws, VerdictDraft(batch, item, annotator, outcome, findings=found))


def test_the_share_that_the_project_tells_is_mixed_in(lead: Workspace, tmp_path: Path) -> None:
    packed, mixed, read = mixed_in(lead, tmp_path)
    assert (packed.hidden_gold, mixed.asked, packed.items) == (4, 4, 24)
    assert read.project.hidden_gold.share == 0.2
    assert set(hidden_ids(lead, packed.id)) == {one.item.id for one in mixed.planted}
    assert hidden_items(lead) == {(packed.id, one.item.id) for one in mixed.planted}


def test_nothing_in_the_batch_or_in_results_follows_from_gold(
    lead: Workspace, tmp_path: Path
) -> None:
    _, mixed, _ = mixed_in(lead, tmp_path)
    export_results(lead, tmp_path / "results.smo")
    with zipfile.ZipFile(tmp_path / "second.smo") as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    told = [WHY, *(one.gold.item.id for one in mixed.planted), mixed.planted[0].gold.batch]
    for name, text in parts.items():
        assert not [one for one in told if one in text], name
        assert "gold" not in text.replace("hidden_gold", ""), name
    assert set(json.loads(parts["manifest.json"])["counts"]) == {"items", "annotations"}
    with zipfile.ZipFile(tmp_path / "results.smo") as file:
        facts = file.read("facts.jsonl").decode().splitlines()
    (kept,) = [line for line in facts if '"hidden-gold"' in line]
    assert not [one.item.id for one in mixed.planted if one.item.id in kept]


def test_a_hidden_gold_looks_like_every_other_item(lead: Workspace, tmp_path: Path) -> None:
    packed, _, read = mixed_in(lead, tmp_path)
    hidden = set(hidden_ids(lead, packed.id))
    fields = {item.id: sorted(json.loads(_encoded(item))) for item in read.items}
    others = [told for name, told in fields.items() if name not in hidden]
    assert all(fields[name] in others for name in hidden)
    assert {len(name) for name in hidden} == {len("new-000000")}
    assert all(name.startswith("new-") for name in hidden), "its name is like theirs"
    counts = {item.id: sum(a.item == item.id for a in read.annotations) for item in read.items}
    usual = {n for item, n in counts.items() if item not in hidden}
    assert {counts[name] for name in hidden} <= usual
    assert {a.annotator for a in read.annotations} == set(SECOND)
    places = [n for n, item in enumerate(read.items) if item.id in hidden]
    assert places != list(range(20, 24)), "they do not stand at the end"
    said = [one.item for one in read.annotations]
    order = [item.id for item in read.items]
    assert sorted(said, key=order.index) == said


def _encoded(record: Any) -> bytes:
    import msgspec

    return msgspec.json.encode(record)


def test_what_people_of_the_batch_said_stands_and_the_rest_is_known_as_invented(
    lead: Workspace, tmp_path: Path
) -> None:
    _, true, _ = mixed_in(lead, tmp_path, SECOND[:1])  # bob judged every gold before
    assert all(not one.invented for one in true.planted)
    for one in true.planted:
        was = {a.annotator: a.labels for a in one.gold.annotations}
        assert {a.annotator: a.labels for a in one.annotations} == {"bob": was["bob"]}
    _, strange, _ = mixed_in(lead, tmp_path, ("zoe",))
    assert all(one.invented == ("zoe",) for one in strange.planted)
    labels = {a.labels for one in strange.planted for a in one.annotations}
    assert labels <= {("hate",), ("spam",)}


def test_hidden_golds_are_in_no_figure_where_they_were_mixed_in(
    lead: Workspace, tmp_path: Path
) -> None:
    before = numbers(lead).all.annotations
    packed, mixed, _ = mixed_in(lead, tmp_path, ("zoe",))
    assert numbers(lead).all.annotations == before + 20
    for one in mixed.planted:
        verdict(lead, packed.id, one.item.id, "zoe", "incorrect")
    assert numbers(lead, batch=packed.id).all.reviewed == 0
    assert len(judged(lead)) == 0
    assert agreement(lead, batch=packed.id).items == 20
    assert not list(check_store(lead)), "made anew from the ledger, the tables are the same"


def test_verdicts_on_hidden_golds_are_scored_when_they_come_back(
    lead: Workspace, tmp_path: Path
) -> None:
    packed, mixed, _ = mixed_in(lead, tmp_path, ("zoe",), n=40, seed=SEED)
    auditor = open_workspace(tmp_path / "auditor", create=True)
    set_person_name(auditor, "Aud")
    receive(auditor, tmp_path / "second.smo")
    fits = {one.item.id: one.annotations[0].labels == ("hate",) for one in mixed.planted}
    assert set(fits.values()) == {True, False}, "this seed invents right and wrong ones"
    right = next(item for item, told in fits.items() if told)
    wrong = next(item for item, told in fits.items() if not told)
    for item in fits:
        verdict(auditor, packed.id, item, "zoe", "incorrect" if item == right else "correct")
    assert hidden_gold(auditor).hidden == 0, "the auditor's own workspace cannot tell them"
    export_results(auditor, tmp_path / "back.smo")
    for _ in range(2):
        receive(lead, tmp_path / "back.smo")
    (figure,) = hidden_gold(lead, batch=packed.id).auditors
    missed = sum(not told for told in fits.values())
    assert (figure.name, figure.n, figure.missed, figure.over) == ("Aud", len(fits), missed, 1)
    assert figure.right == len(fits) - missed - 1 and figure.rate.n == len(fits)
    assert figure.rate.low is not None and figure.rate.high is not None
    verdict(auditor, packed.id, wrong, "zoe", "ambiguous")
    export_results(auditor, tmp_path / "back.smo")
    receive(lead, tmp_path / "back.smo")
    (figure,) = hidden_gold(lead).auditors
    assert (figure.n, figure.undecided, figure.missed) == (len(fits) - 1, 1, missed - 1)
    purge(lead, packed.id)
    assert hidden_gold(lead).auditors == (figure,), "numbers stand when the content is gone"
    auditor.close()


def test_a_gold_that_was_revised_or_retired_since_counts_as_it_stands(
    lead: Workspace, tmp_path: Path
) -> None:
    packed, mixed, _ = mixed_in(lead, tmp_path, ("zoe",), seed=SEED)
    first, second = (one for one in mixed.planted[:2])
    for one in (first, second):
        verdict(lead, packed.id, one.item.id, "zoe", "correct")
    (before,) = hidden_gold(lead).auditors
    retire_gold(lead, first.gold.batch, first.gold.item.id)
    (after,) = hidden_gold(lead).auditors
    assert (before.n, after.n) == (2, 1)
    said = second.annotations[0].labels
    for labels, right in ((said, 1), (("spam", "hate"), 0)):
        set_gold(lead, [GoldDraft(second.gold.batch, second.gold.item.id, labels)])
        (figure,) = hidden_gold(lead).auditors
        assert (figure.n, figure.right) == (1, right)


def test_nobody_else_can_tell_which_they_are(lead: Workspace, tmp_path: Path) -> None:
    packed, _, _ = mixed_in(lead, tmp_path)
    export_results(lead, tmp_path / "results.smo")
    other = open_workspace(tmp_path / "other", create=True)
    for name in ("results", "second", "first"):
        receive(other, tmp_path / f"{name}.smo")
    with other.read() as conn:
        assert members_of(conn, other.identity) == {}
        assert conn.execute("SELECT count(*) FROM items WHERE weight = 0").fetchone()[0] == 0
    assert hidden_items(other) == frozenset() and hidden_gold(other).hidden == 0
    assert packed.hidden_gold == 4
    other.close()


def test_annotators_are_scored_on_gold_that_came_beside_their_batch(
    lead: Workspace, tmp_path: Path
) -> None:
    rows = ["id,text,annotator,label,gold", "a,one,dan,hate,hate", "b,two,dan,hate,spam"]
    (tmp_path / "live.csv").write_text("\n".join([*rows, "c,three,dan,spam,"]), "utf-8")
    pack(tmp_path / "live.csv", tmp_path / "live.smo", options(tmp_path), lead.identity)
    for name in ("live.smo", "live.gold.smo"):
        receive(lead, tmp_path / name)
    (figure,) = hidden_gold(lead).annotators
    assert (figure.name, figure.n, figure.right) == ("dan", 2, 1)
    assert not [one for one in hidden_gold(lead).annotators if one.name in FIRST]


def test_the_same_source_and_seed_give_the_same_batch_and_another_seed_another(
    lead: Workspace, tmp_path: Path
) -> None:
    first, _, _ = mixed_in(lead, tmp_path)
    again, _, _ = mixed_in(lead, tmp_path)
    other, _, _ = mixed_in(lead, tmp_path, seed=2)
    assert first.id == again.id != other.id


def test_only_mild_golds_that_are_not_in_the_source_are_mixed_in(
    lead: Workspace, tmp_path: Path
) -> None:
    rows = ["id,text,severity,label", "s-1,severe,4,hate", "s-2,mild,1,hate"]
    (tmp_path / "severe.csv").write_text("\n".join(rows), "utf-8")
    own = tmp_path / "severe.smo"
    packed = pack(tmp_path / "severe.csv", own, options(tmp_path), lead.identity)
    receive(lead, own)
    set_gold(lead, [GoldDraft(packed.id, item, ("hate",)) for item in ("s-1", "s-2")])
    live = [f"n-{n},new {n},{3 if n % 2 else ''},spam" for n in range(40)]
    rows = ["id,text,severity,label", *live, "n-9x,mild,1,spam"]
    (tmp_path / "live.csv").write_text("\n".join(rows), "utf-8")
    _, mixed = pack_hidden(lead, tmp_path / "live.csv", tmp_path / "live.smo", options(tmp_path))
    texts = [one.item.parts[0].text for one in mixed.planted]
    assert texts and all(text.startswith("old ") for text in texts)


def test_golds_of_a_set_or_of_a_file_are_mixed_in_and_no_others(
    lead: Workspace, tmp_path: Path
) -> None:
    rows = ["id,text,annotator,label,gold", *(f"f-{n},filed {n},dan,hate,hate" for n in range(4))]
    (tmp_path / "filed.csv").write_text("\n".join(rows), "utf-8")
    pack(tmp_path / "filed.csv", tmp_path / "filed.smo", options(tmp_path), lead.identity)
    receive(lead, tmp_path / "filed.smo")
    keep_set(lead, "two", items=[one.item for one in golds(lead)[:2]])
    _, of_set, _ = mixed_in(lead, tmp_path, gold_set="two")
    assert (len(of_set.planted), of_set.asked) == (2, 4)
    _, of_file, _ = mixed_in(lead, tmp_path, gold_set=str(tmp_path / "filed.gold.smo"))
    assert {one.gold.item.parts[0].text[:5] for one in of_file.planted} == {"filed"}


@pytest.mark.parametrize("why", ["no share", "no gold", "unknown set", "nothing fits"])
def test_what_cannot_be_mixed_in_is_refused_and_leaves_no_file(
    lead: Workspace, tmp_path: Path, why: str
) -> None:
    source = table(tmp_path, "second.csv", "new", 20, SECOND)
    share, gold_set = (0.0 if why == "no share" else 0.2), "all"
    if why == "no gold":
        with lead.read() as conn:
            batch = conn.execute("SELECT id FROM batches").fetchone()[0]
        for item in ids_of(lead, batch):
            retire_gold(lead, batch, item)
    if why == "unknown set":
        gold_set = "none such"
    if why == "nothing fits":
        source.write_text("id,text,language,label\nx,text,km,hate", "utf-8")
    with lead.read() as conn:
        facts = conn.execute("SELECT count(*) FROM facts").fetchone()
    with pytest.raises(UserError) as told:
        pack_hidden(lead, source, tmp_path / "second.smo", options(tmp_path, share), gold_set)
    assert told.value.do and not (tmp_path / "second.smo").exists()
    with lead.read() as conn:
        assert conn.execute("SELECT count(*) FROM facts").fetchone() == facts


def test_media_of_a_gold_come_along(lead: Workspace, tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "media"
    folder.mkdir()
    for name, colour in (("gold", "red"), ("one", "green"), ("two", "blue")):
        Image.new("RGB", (8, 8), colour).save(folder / f"{name}.png")
    (tmp_path / "g.csv").write_text("id,image,label\ng-1,gold.png,hate", "utf-8")
    pictures = options(tmp_path, media=folder)
    packed = pack(tmp_path / "g.csv", tmp_path / "g.smo", pictures, lead.identity)
    receive(lead, tmp_path / "g.smo")
    set_gold(lead, [GoldDraft(packed.id, "g-1", ("hate",))])
    (tmp_path / "p.csv").write_text("id,image,label\np-1,one.png,hate\np-2,two.png,spam", "utf-8")
    made, _ = pack_hidden(lead, tmp_path / "p.csv", tmp_path / "p.smo", pictures)
    assert (made.items, made.hidden_gold) == (3, 1)
    other = open_workspace(tmp_path / "other", create=True)
    assert receive(other, tmp_path / "p.smo").items == 3
    assert not list(check_store(other))
    other.close()


def test_the_command_mixes_in_and_says_how_many(
    lead: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path, "second.csv", "new", 20, SECOND)
    words = ["pack", str(source), "-o", str(tmp_path / "second.smo"), "--hidden-gold", "all"]
    words += ["--project", str(options(tmp_path).project), "--json", "--workspace", str(lead.path)]
    assert run(words, open_client=lambda _: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["items"], told["hidden_gold"]) == (24, 4)
    line = ["gold", "hidden", "--json", "--workspace", str(lead.path)]
    assert run(line, open_client=lambda _: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["hidden"], told["auditors"], told["annotators"]) == (4, [], [])


def test_lots_follow_from_the_devices_key_and_nobody_elses(lead: Workspace, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other", create=True)
    mine = lot_secret(lead.identity, 1)
    assert mine == lot_secret(lead.identity, 1)
    assert mine not in (lot_secret(lead.identity, 2), lot_secret(other.identity, 1))
    other.close()
