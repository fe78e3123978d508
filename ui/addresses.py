"""Takes addresses of items and lists: pasted into the palette, dropped on the window, or given at
the start. An address leads to a place and does nothing else: content is covered there as always.

What it needs of the core is imported when there is an address: the window is painted before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from smo_review.domain.errors import UserError
from smo_review.domain.scheme import is_address
from smo_review.language import tr
from ui.shell.palette import Entry

if TYPE_CHECKING:
    from smo_review.domain.addresses import Address
    from smo_review.operations.workspace import Workspace
    from smo_review.queries.places import Place
    from ui.shell.notices import Notices
    from ui.shell.tasks import Tasks
    from ui.ways import Ways
    from ui.window import MainWindow


class Addresses(QObject):
    """Until there is a workspace, the last address waits for it."""

    def __init__(self, window: MainWindow, ways: Ways, tasks: Tasks, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._ways = window, ways
        self._tasks, self._notices = tasks, notices
        self._workspace: Workspace | None = None
        self._waits = ""
        window.palette_box.understand(self.entry)
        window.address_dropped.connect(self.open)

    def begin(self, workspace: Workspace) -> None:
        """There is a workspace now."""
        self._workspace = workspace
        if self._waits:
            self.open(self._waits)

    def open(self, text: str) -> None:
        """Go where an address leads; one that leads nowhere is told in plain words."""
        if self._workspace is None:
            self._waits = text
            return
        from smo_review.domain.addresses import read_address

        try:
            address = read_address(text)
        except UserError as error:
            self._notices.refuse(error)
            return
        self._tasks.read(_place_of, self._workspace, address, done=self._go, key="address")

    def entry(self, text: str) -> Entry | None:
        """The palette's line for a text that is an address."""
        if not is_address(text):
            return None
        from smo_review.domain.addresses import ItemAddress, read_address
        from smo_review.domain.filters import FilterChoices
        from ui.filters.wording import filter_words

        try:
            address = read_address(text)
        except UserError as error:
            return Entry(error.what, partial(self._notices.refuse, error))
        go = partial(self.open, text)
        if isinstance(address, ItemAddress):
            return Entry(tr("Go to item {item}", item=address.item), go, address.batch)
        return Entry(tr("Go to the list"), go, filter_words(address.wanted, FilterChoices()))

    def _go(self, place: Place) -> None:
        if place.batches:
            self._ways.open_one_of(place.batches, (place.batches, place.queue), self._window)
        else:
            self._ways.open_item(place.batch, place.item)


def _place_of(workspace: Workspace, address: Address) -> Place:
    from smo_review.queries.places import place_of

    return place_of(workspace, address)
