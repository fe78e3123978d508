"""Pack a batch with hidden golds: chosen here, dressed like the batch, told to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from smo_review.domain.changes import Progress
from smo_review.domain.content import Annotation, Item
from smo_review.domain.errors import UserError
from smo_review.domain.hidden_gold import HiddenMember
from smo_review.domain.learning import GoldView
from smo_review.domain.project import Project
from smo_review.exchange.bundle import Content
from smo_review.exchange.formats.gather import Gathering, content_digest
from smo_review.exchange.formats.records import Piece
from smo_review.language import tr
from smo_review.operations.pack import Packed, PackOptions, pack
from smo_review.operations.receive import receive
from smo_review.quality.lots import Lots
from smo_review.quality.mixing import Batch, Candidate, Mixed, Planted, mix
from smo_review.queries.gold import golds, golds_of_set
from smo_review.queries.items import item_view, media
from smo_review.store.catalog import all_batches, item_row
from smo_review.store.hidden import lot_secret, sealed_members
from smo_review.store.ledger import append_matters
from smo_review.store.workspace import Workspace

_BY_CONTENT = re.compile(r"c-[0-9a-f]{24}(-[0-9]+)?")
ALL = "all"
"""Every gold that is here, in place of a set's name."""


def pack_hidden(
    ws: Workspace,
    source: Path,
    out: Path,
    options: PackOptions,
    gold_set: str = ALL,
    seed: int = 1,
    progress: Progress | None = None,
) -> tuple[Packed, Mixed]:
    """Pack a source with golds of this workspace mixed in, and keep the batch here.

    `gold_set` names a set of golds, a gold file of a batch that is here, or `ALL`. How many is the
    project's `hidden_gold.share`, so that whoever has the batch is told. The items come in an order
    of chance. The same source, golds and seed give the same batch on this device.
    UserError where the project says nothing of hidden golds, and where no gold fits the batch.
    """
    mix_in = _MixIn(ws, gold_set, seed, str(source))
    packed = pack(source, out, options, ws.identity, progress, mix_in)
    receive(ws, out, progress)
    assert mix_in.done is not None  # it was asked while packing
    return packed, mix_in.done


class _MixIn:
    """What `pack` asks: the lines with golds among them, and to keep which they are."""

    def __init__(self, ws: Workspace, gold_set: str, seed: int, where: str) -> None:
        self._ws = ws
        self._golds = _named(ws, gold_set)
        self._lots = Lots(lot_secret(ws.identity, seed))
        self._where = where
        self.done: Mixed | None = None

    def mixed(self, gathering: Gathering, project: Project) -> _Lines:
        share = project.hidden_gold.share
        if not share:
            raise UserError(
                tr("The project does not say that hidden golds are mixed in."),
                project.id,
                tr("Write [hidden_gold] with a share into the project file: people must be told."),
            )
        items = [msgspec.json.decode(one, type=Item) for one in gathering.item_lines()]
        said = [msgspec.json.decode(one, type=Annotation) for one in gathering.annotation_lines()]
        found = mix(Batch(items, said), self._candidates(project), share, self._lots)
        if not found.planted:
            raise UserError(
                tr("No gold that is here fits this batch."),
                self._where,
                tr(
                    "A gold fits where it is mild, not in the source already, and where items of"
                    " the source have the same kinds of content, language and category."
                ),
            )
        self.done = msgspec.structs.replace(found, planted=_named_by_content(items, found.planted))
        return _Lines(self._ws, gathering, self.done.planted, items, said, self._lots)

    def keep(self, batch: str, project: Project) -> int:
        planted = self.done.planted if self.done is not None else ()
        members = tuple(
            HiddenMember(
                one.item.id, one.gold.batch, one.gold.item.id, one.gold.labels, one.invented
            )
            for one in planted
        )
        with self._ws.write() as conn:
            fact = sealed_members(self._ws.identity, batch, members)
            append_matters(conn, self._ws.identity, project.id, [fact])
        return len(members)

    def _candidates(self, project: Project) -> list[Candidate]:
        """Golds of the project whose content is here and whose labels it knows."""
        with self._ws.read() as conn:
            own = {row.info.id for row in all_batches(conn) if row.info.project == project.id}
        known = {label.id for label in project.labels}
        found = (one for one in self._golds if one.batch in own and known.issuperset(one.labels))
        return [made for one in found if (made := self._candidate(one)) is not None]

    def _candidate(self, gold: GoldView) -> Candidate | None:
        with self._ws.read() as conn:
            row = item_row(conn, gold.batch, gold.item)
        if row is None:
            return None
        view = item_view(self._ws, row)
        if view.sealed or not view.item.parts:
            return None
        said = tuple(one.annotation for one in view.annotations)
        return Candidate(gold.batch, tuple(sorted(gold.labels)), view.item, said)


class _Lines:
    """What was gathered and what was planted, in an order of chance."""

    def __init__(
        self,
        ws: Workspace,
        gathering: Gathering,
        planted: tuple[Planted, ...],
        items: list[Item],
        said: list[Annotation],
        lots: Lots,
    ) -> None:
        self._ws = ws
        self._gathering = gathering
        self._planted = planted
        every = [*items, *(one.item for one in planted)]
        self._items = sorted(every, key=lambda item: lots.lot("order", item.id))
        place = {item.id: n for n, item in enumerate(self._items)}
        said = [*said, *(told for one in planted for told in one.annotations)]
        self._said = sorted(said, key=lambda one: place[one.item])

    @property
    def items(self) -> int:
        return len(self._items)

    @property
    def annotations(self) -> int:
        return len(self._said)

    def item_lines(self) -> Iterator[bytes]:
        return map(msgspec.json.encode, self._items)

    def annotation_lines(self) -> Iterator[bytes]:
        return map(msgspec.json.encode, self._said)

    def media(self) -> Iterable[tuple[str, Content]]:
        found: dict[str, Content] = dict(self._gathering.media())
        for one in self._planted:
            for part in one.item.parts:
                if part.media:
                    found.setdefault(part.media, _medium(self._ws, one.gold.batch, part.media))
        return sorted(found.items(), key=lambda told: told[0])


def _named(ws: Workspace, gold_set: str) -> tuple[GoldView, ...]:
    """All golds, those of a set, or those of a gold file, which is received for that."""
    if gold_set == ALL:
        return golds(ws)
    if gold_set.endswith(".smo"):
        (batch,) = receive(ws, Path(gold_set)).batches[:1] or ("",)
        return golds(ws, batch=batch) if batch else ()
    return golds_of_set(ws, gold_set)


def _medium(ws: Workspace, batch: str, sha256: str) -> Iterator[bytes]:
    """A medium, read when it is its turn to be written."""
    yield media(ws, batch, sha256)


def _named_by_content(items: list[Item], planted: tuple[Planted, ...]) -> tuple[Planted, ...]:
    """Where names follow from content, a text's follows from its own: another would not fit it."""
    if not all(_BY_CONTENT.fullmatch(item.id) for item in items):
        return planted
    return tuple(
        _renamed(one, _content_name(one.item))
        if all(part.kind == "text" for part in one.item.parts)
        else one
        for one in planted
    )


def _renamed(one: Planted, name: str) -> Planted:
    replace = msgspec.structs.replace
    said = tuple(replace(told, item=name) for told in one.annotations)
    return replace(one, item=replace(one.item, id=name), annotations=said)


def _content_name(item: Item) -> str:
    pieces = tuple(Piece(part.kind, part.text, part.translation) for part in item.parts)
    return f"c-{content_digest(pieces).hex()[:24]}"
