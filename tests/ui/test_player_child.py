"""The player child: decodes what it is given, plays when told, and costs one file at most."""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from smo_review.media import wire
from smo_review.media.avi import write_avi
from smo_review.media.draw_sound import RATE, murmur
from tests.helpers.drawn_media import encoded, quarters
from tests.helpers.fake_player import FakeProcess, fake_player
from tests.helpers.sound_server import sound_server
from ui.player import child
from ui.player.limits import LOUDEST, PATIENCE
from ui.player.messages import (
    Alive,
    Halt,
    Levels,
    Place,
    Play,
    Report,
    Silent,
    Take,
    Volume,
    reports,
)
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


@pytest.fixture
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sound server of the test's own whose loudspeaker is heard by nobody."""
    with sound_server() as place:
        if not place:
            pytest.skip("no sound server could be started here")
        monkeypatch.setenv("PULSE_SERVER", place)
        yield


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


@pytest.fixture
def faked(qtbot: QtBot) -> Iterator[tuple[Player, list[FakeProcess]]]:
    made: list[FakeProcess] = []
    player = fake_player(made)
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


def test_a_child_that_hangs_is_ended_and_one_that_only_takes_long_is_not(qtbot: QtBot) -> None:
    made: list[FakeProcess] = []
    clock = [100.0]
    player = fake_player(made, lambda: clock[0])
    told = Told(player)
    player.take("film", b"bytes")
    clock[0] += PATIENCE - 1
    made[0].say(Alive())
    qtbot.waitUntil(lambda: player._heard_of == clock[0])
    clock[0] += PATIENCE - 1
    player._look()
    assert not made[0].ended and not told.silenced
    clock[0] += 2
    player._look()
    assert made[0].ended and told.silenced == [("film", "crash")]
    player.close()


def test_a_child_that_is_at_nothing_may_be_silent_for_as_long_as_it_likes(qtbot: QtBot) -> None:
    made: list[FakeProcess] = []
    clock = [100.0]
    player = fake_player(made, lambda: clock[0])
    player.take("film", b"bytes")
    made[0].say(Levels("film", b"\x10", True))
    qtbot.waitUntil(lambda: not player._is_decoding)
    clock[0] += 1000
    player._look()
    assert not made[0].ended
    player.close()


def test_where_the_library_for_sound_is_missing_the_child_says_so_and_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ui.player.deck", None)
    answers = io.BytesIO()
    door = child.Door(answers)
    for order in (Take("film"), Volume(0.5), Play("film", 1, 0, 1.0, 0.3)):
        door._obey(order, b"bytes")
    answers.seek(0)
    said: list[Report] = []
    while answers.tell() < len(answers.getvalue()):
        said.append(reports.decode(wire.receive(answers, 0)[0]))
    assert said == [Silent("film", "missing")] * 2


def test_the_child_can_write_no_file_and_knows_no_more_than_it_needs(
    player: Player, qtbot: QtBot
) -> None:
    told = Told(player)
    player.take("film", film())
    qtbot.waitUntil(lambda: "film" in told.whole, timeout=20_000)
    here = Path(f"/proc/{player.pid}")
    if not here.exists():
        pytest.skip("what a process may do is only told on Linux")
    limits = here.joinpath("limits").read_text()
    assert re.search(r"Max file size +0 +0", limits)
    assert re.search(r"Max core file size +0 +0", limits)
    names = {line.split("=")[0] for line in here.joinpath("environ").read_text().split("\0")}
    assert not [name for name in names if "KEY" in name or name.startswith("SMO")]


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_sound_is_played_to_its_end_and_tells_where_it_is_heard(
    loudspeaker: None, player: Player, qtbot: QtBot, speed: float
) -> None:
    told = Told(player)
    places: list[float] = []
    ended: list[str] = []
    player.placed.connect(lambda key, at, when: places.append(at))
    player.ended.connect(ended.append)
    player.take("film", film())
    qtbot.waitUntil(lambda: "film" in told.whole, timeout=20_000)
    player.play("film", 500, speed)
    qtbot.waitUntil(lambda: ended == ["film"], timeout=30_000)
    assert places and places == sorted(places)
    assert places[0] >= 450 and places[-1] <= 1520
    assert not told.silenced


def test_without_a_sound_server_its_loudness_is_known_and_playing_is_refused(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    told = Told(player)
    player.take("film", film())
    qtbot.waitUntil(lambda: "film" in told.whole, timeout=20_000)
    player.play("film", 0, 1.0)
    qtbot.waitUntil(lambda: told.silenced == [("film", "device")], timeout=20_000)
    assert player.has("film")
