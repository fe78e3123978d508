"""The player child: decodes and plays sound. It is given bytes, never a path, and no key.

`python -m ui.player.child`; orders come on standard input, reports go to standard output. It ends
when the client closes its end.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from typing import IO, TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from smo_review.media import limits as media_limits
from smo_review.media import wire
from smo_review.media.bounds import limit_resources
from ui.player import limits
from ui.player.messages import Forget, Halt, Order, Play, Report, Silent, Take, Volume, orders

if TYPE_CHECKING:
    from ui.player.deck import Deck


class Door(QObject):
    """Hands orders from the thread that reads them to Qt's loop."""

    came = Signal(object, object)

    def __init__(self, answers: IO[bytes]) -> None:
        super().__init__()
        self._answers = answers
        self._deck: Deck | None = None
        self.came.connect(self._obey, Qt.ConnectionType.QueuedConnection)

    def tell(self, report: Report) -> None:
        try:
            wire.send(self._answers, report)
        except OSError:
            os._exit(0)  # nobody listens

    @Slot(object, object)
    def _obey(self, order: Order, payload: bytes) -> None:
        deck = self._at_hand()
        if deck is None:
            if isinstance(order, Take | Play):
                self.tell(Silent(order.key, "missing"))
        elif isinstance(order, Take):
            deck.take(order.key, payload)
        elif isinstance(order, Play):
            deck.play(order.key, order.run, order.at, order.speed, order.volume)
        elif isinstance(order, Volume):
            deck.set_volume(order.volume)
        elif isinstance(order, Halt):
            deck.halt()
        elif isinstance(order, Forget):
            deck.forget()

    def _at_hand(self) -> Deck | None:
        """The deck; None where the machine lacks a library that QtMultimedia needs."""
        if self._deck is None:
            try:
                from ui.player.deck import Deck
            except ImportError:
                return None
            self._deck = Deck(self.tell, self)
        return self._deck


def _listen(requests: IO[bytes], door: Door) -> None:
    """Read orders until the client closes its end, or speaks nonsense."""
    while True:
        try:
            head, payload = wire.receive(requests, media_limits.BYTES)
            order = orders.decode(head)
        except (EOFError, OSError, wire.BrokenWire, msgspec.MsgspecError):
            os._exit(0)
        door.came.emit(order, payload)
        del payload


def main() -> int:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    faulthandler.enable()
    limit_resources(limits.ADDRESS_SPACE)
    app = QCoreApplication(["smo-review-player"])
    door = Door(answers)
    reader = threading.Thread(target=_listen, args=(sys.stdin.buffer, door), daemon=True)
    reader.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
