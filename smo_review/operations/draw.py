"""Draw a sample from batches that are here into a batch file of its own, with its weights."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from smo_review.domain.bundles import BUNDLE_FORMAT, BatchInfo, Manifest, PartEntry, Sampling
from smo_review.domain.changes import Progress
from smo_review.domain.content import MILLION, Annotation, Item
from smo_review.domain.errors import UserError
from smo_review.domain.sampling import Draw, Drawn
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.bundle import Content, write_bundle
from smo_review.exchange.limits import MEDIA
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.names import MAX_NAME, is_name
from smo_review.language import tr
from smo_review.quality.drawing import mixed_in
from smo_review.queries.drawing import Selection, Unitary, select
from smo_review.queries.items import annotations_of, media
from smo_review.store.contents import open_item
from smo_review.store.workspace import Workspace

_TELL_EVERY = 200


def draw_sample(ws: Workspace, wanted: Draw, out: Path, progress: Progress | None = None) -> Drawn:
    """Write the drawn items with their media, annotations, weights and strata to `out`.

    The file says how it was drawn. Where items were drawn, they carry the weight and all their
    annotations; where annotations were, each carries its own and the others are left out. Hidden
    repeats have new names and weigh nothing. UserError where the plan cannot be kept or a content
    is not here; then nothing is written.
    """
    if wanted.name and not is_name(wanted.name):
        raise UserError(
            tr("This cannot be the name of a batch."),
            "--name",
            tr("Write 1 to {n} characters on one line.", n=MAX_NAME),
        )
    found = select(ws, wanted, progress)
    told = _content(ws, found, progress)
    manifest = _write(ws, wanted, found, told, out, progress)
    info = manifest.batch
    assert info is not None
    return Drawn(str(out), info.id, info.items, info.annotations, found.planned)


class _Told(Struct, frozen=True):
    """The records of the file, and where each medium is: SHA-256 to batch."""

    items: list[Item]
    annotations: list[Annotation]
    media: dict[str, str]


def _content(ws: Workspace, found: Selection, progress: Progress | None) -> _Told:
    """Items in the order of the file: as they were drawn, repeats mixed into the second half."""
    units: dict[int, list[Unitary]] = {}
    for one in found.units:
        units.setdefault(one.thing.row, []).append(one)
    several = len(found.batches) > 1
    order: list[tuple[str, Sequence[Unitary], bool]] = [
        (f"{own[0].thing.batch}/{own[0].thing.id}" if several else own[0].thing.id, own, False)
        for own in units.values()
    ]
    again = [order[place] for place in found.repeats]
    places = mixed_in(len(order), len(again), found.planned.seed)
    for place, (name, own, _) in reversed(list(zip(places, again, strict=True))):
        order.insert(place, (_other_name(name, found.planned.seed), own, True))
    told = _Told([], [], {})
    for number, (name, own, repeat) in enumerate(order, 1):
        _tell(ws, found, name, own, repeat, told)
        if progress is not None and number % _TELL_EVERY == 0:
            progress(number, len(order), tr("Reading items"))
    return told


def _other_name(name: str, seed: str) -> str:
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()[:16]


def _tell(
    ws: Workspace,
    found: Selection,
    name: str,
    own: Sequence[Unitary],
    repeat: bool,
    told: _Told,
) -> None:
    thing = own[0].thing
    with ws.read() as conn:
        item = open_item(conn, thing.row, thing.batch)
        said = annotations_of(conn, thing.row, name)
    if item is None:
        raise UserError(
            tr("The content of {item} is not here.", item=thing.id),
            thing.batch,
            tr("Receive the batch's file again, or draw from another."),
        )
    of_items = found.planned.unit == "item"
    weight = 0 if repeat else own[0].weight if of_items else MILLION
    stratum = own[0].stratum if of_items else ""
    told.items.append(structs.replace(item, id=name, weight=weight, stratum=stratum))
    told.media.update({part.media: thing.batch for part in item.parts if part.media})
    if of_items:
        told.annotations.extend(structs.replace(one, stratum="") for one in said)
        return
    drawn = {(one.said.annotator, one.said.ordinal): one for one in own if one.said is not None}
    for one in said:
        chosen = drawn.get((one.annotator, one.ordinal))
        if chosen is not None:
            told.annotations.append(
                structs.replace(one, weight=chosen.weight, stratum=chosen.stratum)
            )


def _write(
    ws: Workspace,
    wanted: Draw,
    found: Selection,
    told: _Told,
    out: Path,
    progress: Progress | None,
) -> Manifest:
    project = found.batches[-1].project
    parts: list[tuple[str, Content]] = [
        ("project.json", [msgspec.json.encode(project)]),
        ("items.jsonl", _lines(told.items)),
        ("annotations.jsonl", _lines(told.annotations)),
    ]
    parts += [(MEDIA + sha, _medium(ws, batch, sha)) for sha, batch in told.media.items()]
    key = secrets.token_bytes(32)
    infos = [one.info for one in found.batches]

    def manifest(entries: tuple[PartEntry, ...]) -> Manifest:
        hashes = {entry.name: entry.sha256 for entry in entries}
        id_ = batch_id(project.id, hashes["items.jsonl"], hashes["annotations.jsonl"])
        info = BatchInfo(
            id_,
            project.id,
            wanted.name or _name(infos, wanted),
            len(told.items),
            len(told.annotations),
            infos[0].language if len(infos) == 1 else "",
            "",
            time.strftime("%Y-%m-%d", time.gmtime()),
            project.guideline.version,
            sampling=Sampling(
                wanted.plan.name,
                found.planned.method,
                wanted.seed,
                found.planned.frame,
                found.planned.drawn,
                found.planned.unit,
                found.planned.purpose,
                found.acceptance,
            ),
        )
        return Manifest(
            BUNDLE_FORMAT,
            "batch",
            id_,
            project.id,
            ws.identity.author,
            time.time_ns() // 1000,
            {"items": len(told.items), "annotations": len(told.annotations)},
            (),
            info,
            {key_id_of(key): key.hex()},
        )

    return write_bundle(out, manifest, parts, ws.identity.key, progress)


def _name(infos: Sequence[BatchInfo], wanted: Draw) -> str:
    source = infos[0].name if len(infos) == 1 else infos[0].project
    plan = wanted.plan.name or tr("sample")
    return f"{source}, {plan}"[:MAX_NAME]


def _medium(ws: Workspace, batch: str, sha256: str) -> Iterator[bytes]:
    """A medium of a batch, read when it is its turn to be written."""
    yield media(ws, batch, sha256)


def _lines(records: Sequence[Struct]) -> Iterator[bytes]:
    for record in records:
        yield msgspec.json.encode(record)
        yield b"\n"
