"""The player child: decodes what it is given, plays when told, and costs one file at most."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from smo_review.media.avi import write_avi
from smo_review.media.draw_sound import RATE, murmur
from tests.helpers.drawn_media import encoded, quarters
from ui.player.limits import LOUDEST
from ui.player.messages import Halt, Place, Play, Silent, Take, Volume
from ui.player.player import Player

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)


def film(milliseconds: int = 1500) -> bytes:
    """Ten frames a second with a murmur beside them."""
    frames = [encoded(quarters(64, 48), "JPEG")] * (milliseconds // 100)
    return write_avi(frames, (64, 48), 10, murmur("hello market", milliseconds), RATE)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player()
    yield made
    made.close()


class Told:
    """What a player says, in order."""

    def __init__(self, player: Player) -> None:
        self.levels: dict[str, bytes] = {}
        self.whole: set[str] = set()
        self.silenced: list[tuple[str, str]] = []
        player.leveled.connect(self._level)
        player.silenced.connect(lambda key, why: self.silenced.append((key, why)))

    def _level(self, key: str, levels: bytes, whole: bool) -> None:
        self.levels[key] = levels
        if whole:
            self.whole.add(key)


def test_the_loudness_of_a_sound_is_known_before_anything_is_played(
    player: Player, qtbot: QtBot
) -> None:
    told = Told(player)
    player.take("film", film())
    qtbot.waitUntil(lambda: "film" in told.whole, timeout=20_000)
    assert len(told.levels["film"]) == pytest.approx(15, abs=2)
    assert max(told.levels["film"]) > 100
    assert not told.silenced


@pytest.mark.parametrize("data", [b"", b"not a film at all" * 50, film()[:700]])
def test_what_cannot_be_decoded_is_told_and_the_next_sound_is_heard_of(
    player: Player, qtbot: QtBot, data: bytes
) -> None:
    told = Told(player)
    player.take("bad", data)
    qtbot.waitUntil(lambda: bool(told.silenced), timeout=20_000)
    assert told.silenced[0][0] == "bad"
    player.take("good", film())
    qtbot.waitUntil(lambda: "good" in told.whole, timeout=20_000)


def test_a_child_that_is_killed_costs_one_notice_and_the_next_sound_begins_another(
    player: Player, qtbot: QtBot
) -> None:
    told = Told(player)
    player.take("film", film())
    qtbot.waitUntil(lambda: "film" in told.whole, timeout=20_000)
    first = player.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: told.silenced == [("film", "crash")], timeout=20_000)
    player.take("next", film())
    qtbot.waitUntil(lambda: "next" in told.whole, timeout=20_000)
    assert player.pid not in (None, first)


class FakeProcess:
    """Stands in for the child: keeps the orders, says what a test wants said."""

    pid = 0

    def __init__(self, told: Any, gone: Any) -> None:
        self.orders: list[Any] = []
        self.say, self.die = told, gone
        self.ended = False

    def tell(self, order: Any, payload: bytes = b"") -> None:
        self.orders.append(order)

    def end(self) -> None:
        self.ended = True


@pytest.fixture
def faked(qtbot: QtBot) -> Iterator[tuple[Player, list[FakeProcess]]]:
    made: list[FakeProcess] = []

    def start(told: Any, gone: Any) -> Any:
        made.append(FakeProcess(told, gone))
        return made[-1]

    player = Player(start)
    yield player, made
    player.close()


def test_taking_a_sound_plays_nothing(faked: tuple[Player, list[FakeProcess]]) -> None:
    player, made = faked
    player.take("film", b"bytes")
    assert [type(order) for order in made[0].orders] == [Take]


def test_no_volume_goes_beyond_the_cap_or_the_persons_own_limit(
    faked: tuple[Player, list[FakeProcess]],
) -> None:
    player, made = faked
    player.take("film", b"bytes")
    player.set_volume(5.0)
    player.play("film", 0, 1.0)
    assert made[0].orders[-1].volume == LOUDEST < 1
    player.set_loudest(0.2)
    assert isinstance(made[0].orders[-1], Volume) and made[0].orders[-1].volume == 0.2
    player.set_volume(1.0)
    assert player.volume == 0.2


def test_what_was_heard_of_an_earlier_run_is_not_passed_on(
    faked: tuple[Player, list[FakeProcess]], qtbot: QtBot
) -> None:
    player, made = faked
    heard: list[float] = []
    player.placed.connect(lambda key, at, when: heard.append(at))
    player.take("film", b"bytes")
    player.play("film", 0, 1.0)
    old = made[0].orders[-1].run
    player.halt()
    assert isinstance(made[0].orders[-1], Halt)
    player.play("film", 500, 1.0)
    new = made[0].orders[-1]
    assert isinstance(new, Play)
    made[0].say(Place(old, 100.0, 1.0))
    made[0].say(Place(new.run, 510.0, 2.0))
    qtbot.waitUntil(lambda: heard == [510.0])


def test_a_file_that_ended_the_child_twice_is_not_given_to_it_again(
    faked: tuple[Player, list[FakeProcess]], qtbot: QtBot
) -> None:
    player, made = faked
    told = Told(player)
    for n in range(2):
        player.take("film", b"bytes")
        made[-1].die()
        qtbot.waitUntil(lambda n=n: len(told.silenced) == n + 1)
    player.take("film", b"bytes")
    assert told.silenced[-1] == ("film", "crash") and len(made) == 2


def test_no_loudspeaker_is_told_and_leaves_the_sound_at_hand(
    faked: tuple[Player, list[FakeProcess]], qtbot: QtBot
) -> None:
    player, made = faked
    told = Told(player)
    player.take("film", b"bytes")
    player.play("film", 0, 1.0)
    made[0].say(Silent("film", "device"))
    qtbot.waitUntil(lambda: told.silenced == [("film", "device")])
    assert player.has("film")
