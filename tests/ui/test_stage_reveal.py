"""The steps of a reveal: what each act shows, and that the cover always comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.stage import reveal
from ui.stage.reveal import CLEAR, COVERED, STEPS, Reveal

REST = reveal.at_rest("covered", "grey", 10)


def test_a_part_starts_covered_whatever_the_projects_floor_allows() -> None:
    for floor in ("facts", "covered", "outline", "grey", "clear"):
        assert not reveal.at_rest(floor, "grey", 10).is_revealed


def test_a_floor_of_facts_shows_not_even_the_cover() -> None:
    assert reveal.at_rest("facts", "grey", 10).level == "facts"


def test_holding_shows_grey_and_reduced_and_letting_go_covers() -> None:
    held = reveal.hold(REST, 0)
    assert (held.level, STEPS[held.step].side) == ("grey", 160)
    assert reveal.release(held) == REST


def test_letting_go_of_a_key_that_held_nothing_leaves_a_toggled_reveal() -> None:
    shown = reveal.toggle(REST, 0)
    assert reveal.release(shown) == shown


def test_colour_needs_a_second_act() -> None:
    shown = reveal.toggle(REST, 0)
    assert shown.level == "grey"
    assert reveal.more(reveal.more(shown, 0), 0).level == "clear"
    assert reveal.hold(shown, 0).level == "clear"


def test_revealing_again_by_toggle_covers() -> None:
    assert reveal.toggle(reveal.toggle(REST, 0), 1) == REST


def test_the_first_step_can_be_the_outline() -> None:
    assert reveal.toggle(reveal.at_rest("covered", "outline", 10), 0).level == "outline"


def test_less_goes_back_to_the_cover() -> None:
    state = reveal.move_to(REST, CLEAR, 0)
    seen = []
    while state.is_revealed:
        seen.append(state.level)
        state = reveal.less(state, 0)
    assert seen == ["clear", "grey", "grey", "grey", "outline"]
    assert state.until is None


def test_a_reveal_ends_by_itself_also_while_the_key_is_down() -> None:
    for state in (reveal.toggle(REST, 0), reveal.hold(REST, 0), reveal.lens(REST, 0)):
        assert reveal.tick(state, 9.9) == state
        assert reveal.tick(state, 10.0) == REST


def test_the_time_left_starts_again_with_each_act_that_reveals() -> None:
    shown = reveal.more(reveal.toggle(REST, 0), 8)
    assert shown.left(8) == 10
    assert reveal.tick(shown, 15) == shown


def test_the_lens_starts_grey_and_gets_clearer_on_its_own() -> None:
    state = reveal.lens(REST, 0)
    assert state.step == COVERED
    assert state.level == "grey"
    assert reveal.more(reveal.more(state, 0), 0).level == "clear"
    assert reveal.lens(state, 0) == REST


def test_a_text_has_no_outline_and_no_resolution() -> None:
    state = reveal.toggle(reveal.at_rest("covered", "outline", 10, reveal.TEXT_STOPS), 0)
    assert state.level == "grey"
    assert reveal.more(state, 0).level == "clear"
    assert reveal.less(state, 0).level == "covered"
    assert reveal.move_to(state, 3, 0).level == "covered"


ACTS = {
    "toggle": reveal.toggle,
    "hold": reveal.hold,
    "more": reveal.more,
    "less": reveal.less,
    "lens": reveal.lens,
    "tick": reveal.tick,
    "release": lambda state, now: reveal.release(state),
}


@pytest.mark.parametrize("floor", ["facts", "covered"])
@pytest.mark.parametrize("stops", [reveal.PICTURE_STOPS, reveal.TEXT_STOPS])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=30))
def test_whatever_was_done_one_act_covers_and_nothing_stays_longer_than_it_may(
    floor: str, stops: tuple[int, ...], acts: list[str]
) -> None:
    state: Reveal = reveal.at_rest(floor, "grey", 10, stops)  # type: ignore[arg-type]
    rest = state
    for now, act in enumerate(acts):
        before = state
        state = ACTS[act](state, now)
        assert state.is_revealed == (state.until is not None)
        assert state.until is None or state.until <= now + 10
        assert state.step in stops
        if not before.is_revealed:
            assert state.level != "clear"
    assert reveal.cover(state) == rest
    assert reveal.tick(state, len(acts) + 10) in (rest, state)
    assert not reveal.tick(state, len(acts) + 10).is_revealed
