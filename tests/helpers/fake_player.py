"""A player without a child: it keeps the orders, and says what a test wants said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.player.messages import Play, Report
from ui.player.player import Player


class FakeProcess:
    """Stands in for one run of the child."""

    pid = 0

    def __init__(self, told: Callable[[Report], None], gone: Callable[[], None]) -> None:
        self.orders: list[Any] = []
        self.say, self.die = told, gone
        self.ended = False

    def tell(self, order: Any, payload: bytes = b"") -> None:
        self.orders.append(order)

    def end(self) -> None:
        self.ended = True

    @property
    def plays(self) -> list[Play]:
        return [order for order in self.orders if isinstance(order, Play)]


def fake_player(made: list[FakeProcess], now: Callable[[], float] | None = None) -> Player:
    """A player whose children are kept in `made`; `now` is its clock, seconds."""

    def start(told: Callable[[Report], None], gone: Callable[[], None]) -> Any:
        made.append(FakeProcess(told, gone))
        return made[-1]

    return Player(start) if now is None else Player(start, now=now)
