"""Where an address leads in this workspace."""

from __future__ import annotations

from msgspec import Struct, structs

from smo_review.domain.addresses import Address, ItemAddress, ListAddress
from smo_review.domain.errors import UserError
from smo_review.domain.views import BatchItems, QueueFilter
from smo_review.language import tr
from smo_review.queries.behind import batches_behind, counted
from smo_review.queries.queue import row_of
from smo_review.store.workspace import Workspace


class Place(Struct, frozen=True):
    """A batch with its item; or the batches of a list, with the filter to narrow a queue by."""

    batch: str = ""
    item: str = ""
    batches: tuple[BatchItems, ...] = ()
    queue: QueueFilter = QueueFilter()


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
    found = batches_behind(ws, wanted, queue)
    if not found:
        raise UserError(
            tr("No item of this list is in this workspace.")
            if counted(ws, wanted)
            else tr("The batches of this list are not in this workspace."),
            wanted.batch or wanted.project,
            tr("Receive the files that the report was made from first."),
        )
    return Place(batches=found, queue=queue)
