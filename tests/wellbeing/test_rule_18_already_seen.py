"""18: content already seen is not shown again without need: the earlier note is."""

from __future__ import annotations

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.project import Mixing, SamplingPlan
from smo_review.domain.sampling import MOST_REPEATS
from smo_review.exchange.project_rules import MAX_HIDDEN, check_project
from smo_review.exchange.sampling_rules import wrong_field
from smo_review.quality.drawing import repeated
from smo_review.quality.lots import Lots
from smo_review.quality.mixing import Batch, Candidate, mix
from tests.helpers.review_cases import PROJECT
from tests.helpers.review_desk import Desk
from ui.shell.acts import Act


@pytest.fixture(autouse=True)
def at_once(desk: Desk) -> None:
    """The item is looked up as soon as it is shown."""
    desk.page.seen._soon.setInterval(0)


def judge_first(qtbot: QtBot, desk: Desk) -> None:
    """A verdict with a note on the first item, then on to its double."""
    desk.press("E")
    desk.type("Sold as fresh, see clause 2")
    desk.press("Ctrl+Enter", "S")
    desk.page.seen.keep()
    desk.page.position.go_item(desk.batch, "ad-4")
    qtbot.waitUntil(desk.page.seen.bar.isVisible)


def test_the_earlier_verdict_and_note_stand_above_the_covered_item(
    qtbot: QtBot, desk: Desk
) -> None:
    judge_first(qtbot, desk)
    assert desk.where[0] == "ad-4"
    bar = desk.page.seen.bar
    assert "You judged the same content on" in bar.words.text()
    assert "ambiguous" in bar.words.text()
    assert "Sold as fresh, see clause 2" in bar.words.text()
    assert desk.page.stage.level == "covered"


def test_a_key_opens_the_earlier_item_covered_too(qtbot: QtBot, desk: Desk) -> None:
    judge_first(qtbot, desk)
    desk.press("V")
    assert desk.page.stage.level != "covered"
    desk.actions.press(Act.OPEN_SEEN)
    assert desk.where[0] == "ad-0"
    assert desk.page.stage.level == "covered"


def test_it_can_be_put_away_and_other_items_say_nothing(qtbot: QtBot, desk: Desk) -> None:
    judge_first(qtbot, desk)
    desk.actions.press(Act.PUT_AWAY)
    assert desk.page.seen.bar.isHidden()
    desk.press("J")
    qtbot.waitUntil(lambda: not desk.page.seen._soon.isActive())
    assert desk.page.seen.bar.isHidden()
    assert not desk.actions.action(Act.OPEN_SEEN).isEnabled()


def test_what_nobody_judged_yet_is_not_called_seen(qtbot: QtBot, desk: Desk) -> None:
    desk.press("V", "Esc")
    desk.page.seen.keep()
    desk.page.position.go_item(desk.batch, "ad-4")
    qtbot.waitUntil(lambda: not desk.page.seen._soon.isActive())
    assert desk.page.seen.bar.isHidden()


def test_planned_repeats_are_mild_and_capped() -> None:
    """Hidden golds: none above severity 2, however severe the batch; a fifth of it at most."""
    items = [Item(f"i-{n}", (Part("text", f"live {n}"),), severity=4) for n in range(20)]
    golds = [
        Candidate("b", ("hate",), Item(f"g-{n}", (Part("text", f"gold {n}"),), severity=n % 5))
        for n in range(20)
    ]
    mixed = mix(Batch(items, []), golds, MAX_HIDDEN, Lots(b"secret"))
    assert len(mixed.planted) == 4
    assert all((one.item.severity or 0) <= 2 for one in mixed.planted)
    told = structs.replace(PROJECT, hidden_gold=Mixing(MAX_HIDDEN + 0.01))
    with pytest.raises(UserError):
        check_project(told, "project.toml")


def test_repeats_that_a_sample_plans_are_mild_and_capped() -> None:
    """Of a drawn sample's first half, mild items only, and a fifth of it at most."""
    ids = [f"i-{n}" for n in range(100)]
    places = repeated(ids, [n % 3 == 0 for n in range(100)], MOST_REPEATS, "seed")
    assert 0 < len(places) <= MOST_REPEATS * 100
    assert all(place % 3 == 0 for place in places)
    assert wrong_field(SamplingPlan(n=5, repeats=MOST_REPEATS + 0.01))[0] == "repeats"
