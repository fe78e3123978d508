"""Where an address leads in this workspace."""

from __future__ import annotations

from msgspec import Struct, structs

from smo_review.domain.addresses import Address, ItemAddress, ListAddress
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.language import tr
from smo_review.queries.queue import queue_listing, row_of
from smo_review.store import catalog
from smo_review.store.workspace import Workspace


class Place(Struct, frozen=True):
    """A batch, with the item to show or else the filter to narrow its queue by."""

    batch: str
    item: str = ""
    queue: QueueFilter | None = None


def place_of(ws: Workspace, address: Address) -> Place:
    """UserError where nothing of it is in this workspace. It only reads."""
    if isinstance(address, ItemAddress):
        if row_of(ws, address.batch, address.item) is None:
            raise UserError(
                tr("This item is not in this workspace."),
                tr("batch {batch}, item {item}", batch=address.batch, item=address.item),
                tr("Receive the file of its batch first, or open the workspace that holds it."),
            )
        return Place(address.batch, address.item)
    return _list(ws, address)


def _list(ws: Workspace, address: ListAddress) -> Place:
    wanted = address.wanted
    queue = QueueFilter(judged=structs.replace(wanted, batch=""))
    if address.show is not None:
        queue = QueueFilter(
            show=address.show,
            annotator=wanted.annotator,
            label=wanted.label,
            language=wanted.language,
        )
    here = _batches(ws, wanted)
    found = next((one for one in here if queue_listing(ws, one, queue, 1)), None)
    if found is None:
        raise UserError(
            tr("No item of this list is in this workspace.")
            if here
            else tr("The batches of this list are not in this workspace."),
            wanted.batch or wanted.project,
            tr("Receive the files that the report was made from first."),
        )
    return Place(found, queue=queue)


def _batches(ws: Workspace, wanted: Filter) -> list[str]:
    """The batches that a list may lead to, in the order received; one that is named is meant
    whatever it was drawn for."""
    with ws.read() as conn:
        known = catalog.all_batches(conn)
    purposes = {
        row.info.id: row.info.sampling.purpose if row.info.sampling is not None else "measurement"
        for row in known
    }
    return [
        row.info.id
        for row in known
        if row.info.kind == "review"
        and wanted.batch in ("", row.info.id)
        and wanted.project in ("", row.info.project)
        and (wanted.batch or wanted.purpose in ("all", purposes[row.info.id]))
    ]
