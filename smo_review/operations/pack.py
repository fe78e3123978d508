"""Pack a source (CSV, JSON Lines, Label Studio) into a batch file that is handed out."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec
from msgspec import Struct, structs

from smo_review.domain.bundles import BUNDLE_FORMAT, BatchInfo, Manifest, PartEntry, Rejected
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.project import LabelDef, Project
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.bundle import Content, fill_bundle
from smo_review.exchange.formats.columns import COUNT, Map, parse_map
from smo_review.exchange.formats.gather import Gathering, Labels
from smo_review.exchange.formats.media_files import MediaFiles
from smo_review.exchange.formats.records import BadCell, Told
from smo_review.exchange.formats.source import read_rows
from smo_review.exchange.limits import MEDIA
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.names import MAX_NAME, is_name, readable
from smo_review.exchange.new_files import new_files
from smo_review.exchange.project_file import default_project, load_project
from smo_review.exchange.project_rules import check_project
from smo_review.language import tr
from smo_review.media.sniff import sniff
from smo_review.operations.pack_lines import Lines, MixIn
from smo_review.store.identity import Identity

_TELL_EVERY = 1000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class PackOptions(Struct, frozen=True):
    """How to pack. `maps` are `FIELD=COLUMN[,COLUMN...]` words; `due` is an ISO date or empty."""

    project: Path | None = None
    format: str = "auto"
    media: Path | None = None
    maps: tuple[str, ...] = ()
    language: str = ""
    strict: bool = False
    with_gold: bool = False
    name: str = ""
    due: str = ""


class Packed(Struct, frozen=True):
    """What was packed. `rejected_rows` are the first of `rejected`; `left_out` counts by reason.

    `media_missing` counts media files that were not beside the source and stayed out;
    `hidden_gold` the golds that were mixed in, which are among `items`.
    """

    path: str
    id: str
    project: str
    items: int
    annotations: int
    gold: int
    rejected: int
    rejected_rows: tuple[Rejected, ...]
    labels: tuple[str, ...]
    columns: dict[str, list[str]]
    left_out: dict[str, int]
    gold_path: str = ""
    media_missing: int = 0
    hidden_gold: int = 0


def pack(
    source: Path,
    out: Path,
    options: PackOptions,
    signer: Identity,
    progress: Progress | None = None,
    mix_in: MixIn | None = None,
) -> Packed:
    """Write the batch to `out`, and gold that was found beside it as NAME.gold.smo.

    UserError where the source, a mapping, the project or a path cannot be used, where no row can,
    and with `strict` where any row cannot; then no file is written.
    """
    _check(source, out, options)
    project = load_project(options.project) if options.project else None
    labels = Labels(project)
    told = Told()
    gathering = Gathering(MediaFiles(source, options.media, _kind), labels, options.language)
    _gather(gathering, source, options, told, progress)
    _refuse_rejected(gathering, source, options.strict)
    project = _with_labels(project, tuple(labels.used))
    gold_lines = gathering.gold_lines()
    check_project(project, str(options.project or source))
    beside = (gold_path_of(out),) if gold_lines and not options.with_gold else ()
    lines: Lines = mix_in.mixed(gathering, project) if mix_in is not None else gathering
    hidden = 0
    # Gold takes its place first: where the batch is, its gold is.
    with new_files(*beside, out) as (*gold_file, batch_file):
        parts = _parts(lines, project, gold_lines if options.with_gold else [])
        media = {sha256: file.path for sha256, file in gathering.files.items()}
        info = BatchInfo(
            "",
            project.id,
            options.name or _stem(source),
            lines.items,
            lines.annotations,
            options.language,
            options.due,
            datetime.datetime.now(datetime.UTC).date().isoformat(),
            project.guideline.version,
        )
        manifest = _fill_batch(batch_file, info, parts, media, signer, progress)
        for file in gold_file:
            _fill_gold(file, gold_lines, manifest, project, signer, progress)
        if mix_in is not None:
            hidden = mix_in.keep(manifest.id, project)
    return Packed(
        str(out),
        manifest.id,
        project.id,
        lines.items,
        lines.annotations,
        len(gold_lines),
        gathering.rejected_count,
        tuple(gathering.rejected),
        tuple(label.id for label in project.labels),
        told.columns,
        dict(told.left_out),
        "".join(map(str, beside)),
        gathering.media_missing,
        hidden,
    )


def gold_path_of(out: Path) -> Path:
    """Where the gold of a batch goes: NAME.gold.smo beside NAME.smo."""
    return out.with_name(out.name.removesuffix(".smo") + ".gold.smo")


def _check(source: Path, out: Path, options: PackOptions) -> None:
    if not out.parent.is_dir() or out.is_dir():
        raise UserError(
            tr("The batch cannot be written here."),
            str(out),
            tr("Name a file in a folder that exists."),
        )
    if out.exists() and source.exists() and out.samefile(source):
        raise UserError(
            tr("The batch would replace its own source."), str(out), tr("Name another file.")
        )
    if options.language and not _LANGUAGE.fullmatch(options.language):
        raise UserError(
            tr("“{code}” is not a language code.", code=options.language),
            "--language",
            tr("Write it like “km”, “zh” or “zh-Hans”."),
        )
    if options.name and not is_name(options.name):
        raise UserError(
            tr("This cannot be the name of a batch."),
            "--name",
            tr("Write 1 to {n} characters on one line.", n=MAX_NAME),
        )
    try:
        _ = datetime.date.fromisoformat(options.due) if options.due else None
    except ValueError as error:
        raise UserError(
            tr("“{date}” is not a date.", date=options.due),
            "--due",
            tr("Write it like 2026-01-31."),
        ) from error


def _kind(head: bytes) -> Literal["image", "video"] | None:
    guess = sniff(head)
    return guess.kind if guess else None


def _gather(
    gathering: Gathering,
    source: Path,
    options: PackOptions,
    told: Told,
    progress: Progress | None,
) -> None:
    mapped = parse_map(options.maps)
    _declare_counted(gathering.labels, mapped)
    rows = read_rows(source, options.format, mapped, told)
    for number, row in enumerate(rows, 1):
        if isinstance(row, Rejected):
            gathering.reject(row)
        else:
            gathering.add(row)
        if progress is not None and number % _TELL_EVERY == 0:
            progress(number, None, tr("Reading rows"))


def _declare_counted(labels: Labels, mapped: Map) -> None:
    """Counted labels are the project's, in the order of their columns, voted for or not."""
    for name in mapped:
        if name.startswith(COUNT):
            try:
                label = labels.id(name.removeprefix(COUNT), name)
                labels.use((), (label,))
            except BadCell as bad:
                raise UserError(
                    tr("A counted label cannot be used: {reason}.", reason=bad.reason),
                    f"--map {name}",
                    tr("Name one of the project's labels."),
                ) from bad


def _refuse_rejected(gathering: Gathering, source: Path, strict: bool) -> None:
    first = "; ".join(
        tr("line {line}, {field}: {reason}", line=r.line, field=r.field or "-", reason=r.reason)
        for r in gathering.rejected[:5]
    )
    if strict and gathering.rejected_count:
        raise UserError(
            tr("{n} rows cannot be used, and --strict was asked for.", n=gathering.rejected_count),
            f"{source}: {first}",
            tr("Correct them, or pack without --strict to leave them out."),
        )
    if not gathering.items:
        raise UserError(
            tr("The source has no row that can be used."),
            f"{source}: {first}" if first else str(source),
            tr("Check the file, its format, and which columns are mapped (--map)."),
        )


def _with_labels(project: Project | None, used: tuple[str, ...]) -> Project:
    if project is None:
        return default_project(used)
    if project.labels:
        return project
    clauses = (label for clause in project.guideline.clauses for label in clause.labels)
    found = tuple(LabelDef(name, {"en": name}) for name in dict.fromkeys((*used, *clauses)))
    return structs.replace(project, labels=found)


def _parts(lines: Lines, project: Project, gold: list[bytes]) -> list[tuple[str, Content]]:
    parts: list[tuple[str, Content]] = [
        ("project.json", [msgspec.json.encode(project)]),
        ("items.jsonl", _lines(lines.item_lines())),
        ("annotations.jsonl", _lines(lines.annotation_lines())),
    ]
    if gold:
        parts.append(("gold.jsonl", _lines(gold)))
    return [*parts, *((MEDIA + sha256, content) for sha256, content in lines.media())]


def _fill_batch(
    file: BinaryIO,
    info: BatchInfo,
    parts: list[tuple[str, Content]],
    media: dict[str, Path],
    signer: Identity,
    progress: Progress | None,
) -> Manifest:
    key = secrets.token_bytes(32)

    def manifest(entries: tuple[PartEntry, ...]) -> Manifest:
        hashes = {entry.name: entry.sha256 for entry in entries}
        _check_media(media, hashes)
        batch = batch_id(info.project, hashes["items.jsonl"], hashes["annotations.jsonl"])
        counts = {"items": info.items, "annotations": info.annotations}
        if gold := sum(one.lines or 0 for one in entries if one.name == "gold.jsonl"):
            counts["gold"] = gold
        return Manifest(
            BUNDLE_FORMAT,
            "batch",
            batch,
            info.project,
            signer.author,
            _now(),
            counts,
            (),
            structs.replace(info, id=batch),
            {key_id_of(key): key.hex()},
        )

    return fill_bundle(file, manifest, parts, signer.key, progress)


def _fill_gold(
    file: BinaryIO,
    lines: list[bytes],
    batch: Manifest,
    project: Project,
    signer: Identity,
    progress: Progress | None,
) -> None:
    """The gold of a batch as a file of its own, which names the batch that it belongs to."""
    digest = hashlib.sha256(b"\n".join([batch.id.encode(), *lines])).hexdigest()
    manifest = Manifest(
        BUNDLE_FORMAT,
        "gold",
        f"g-{digest[:24]}",
        project.id,
        signer.author,
        _now(),
        {"gold": len(lines)},
        (),
        batch.batch,
    )
    parts: list[tuple[str, Content]] = [
        ("gold.jsonl", _lines(lines)),
        ("project.json", [msgspec.json.encode(project)]),
    ]
    fill_bundle(file, manifest, parts, signer.key, progress)


def _check_media(media: dict[str, Path], hashes: dict[str, str]) -> None:
    """A file that changed between being read and being written would break the batch."""
    for sha256, path in media.items():
        if hashes[MEDIA + sha256] != sha256:
            raise UserError(
                tr("A media file changed while it was packed."),
                str(path),
                tr("Pack again when nothing writes to it any more."),
            )


def _lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line
        yield b"\n"


def _stem(source: Path) -> str:
    name = readable(source.name)
    return name.removesuffix(".gz").rpartition(".")[0] or name


def _now() -> int:
    return int(datetime.datetime.now(datetime.UTC).timestamp() * 1_000_000)
