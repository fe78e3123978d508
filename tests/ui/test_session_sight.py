"""What the room may see is made of counts and rulings alone, whatever people said."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.charts import BarChart, HeatMap
from smo_review.domain.sessions import Ballot, Ruling, SlideView, Tally
from smo_review.quality.tally import counted
from smo_review.reports.svg import svg
from tests.helpers.review_cases import PROJECT
from ui.session.sight import FEWEST, Sight, phase_of, sight_of

PEOPLE = ("Name-one", "Name-two", "Name-three", "Name-four")
SECRETS = (*PEOPLE, "A note for the presenter", "A remark", "Late-comer")
Said = list[tuple[int, str, int, bool]]
"""(whose, label, round, in time)."""


def slide(said: Said, revealed: int, ruled: bool = False) -> SlideView:
    """An item that people said this of, of whose rounds so many were revealed."""
    ballots = [
        Ballot("i", number, PEOPLE[who], (label,), "", None, "seat", f"h{place}", place)
        for place, (who, label, number, _) in enumerate(said)
    ]
    late = Ballot("i", 1, "Late-comer", ("hate",), "", None, "file", "late", 99)
    in_time = [f"h{place}" for place, one in enumerate(said) if one[3]]
    rounds = tuple(
        counted([*ballots, late], "i", number, PEOPLE, in_time if number <= revealed else None)
        for number in ((1,) if revealed == 0 else (1, 2))
    )
    ruling = Ruling("s", "i", ("hate",), "1") if ruled else None
    words = "A prompt", "A note for the presenter", "1"
    return SlideView("i", *words, rounds, ruling, "The reason", remarks=("A remark",))


def sight(told: SlideView) -> Sight:
    tally = Tally("s", "deck", "Title", PEOPLE, (told,), (), None, None)
    return sight_of(tally, 0, PROJECT)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(("hate", "offensive", "normal")),
            st.sampled_from((1, 2)),
            st.booleans(),
        ),
        max_size=14,
    ),
    st.integers(0, 2),
    st.booleans(),
)
def test_no_name_and_no_word_of_the_presenter_is_in_it(
    said: Said, revealed: int, ruled: bool
) -> None:
    seen = sight(slide(said, revealed, ruled and revealed > 0))
    text = msgspec.json.encode(seen, enc_hook=repr).decode()
    if seen.chart is not None:
        text += svg(seen.chart)
    assert not [one for one in SECRETS if one in text]
    if revealed == 0:
        assert seen.chart is None and "Hate" not in text and "Normal" not in text
    elif seen.chart is not None:
        values = (
            [bar.value for bar in seen.chart.bars]
            if isinstance(seen.chart, BarChart)
            else [sum(row[n].value or 0 for row in seen.chart.cells) for n in (0, 1)]  # type: ignore[union-attr]
        )
        assert sum(values) >= FEWEST


def test_a_single_vote_is_not_shown_and_two_are() -> None:
    alone = sight(slide([(0, "hate", 1, True)], 1))
    assert alone.chart is None and alone.few and not alone.agreement
    both = sight(slide([(0, "hate", 1, True), (1, "normal", 1, True)], 1))
    assert isinstance(both.chart, BarChart) and not both.few
    assert [(bar.label, bar.value) for bar in both.chart.bars] == [
        ("Hate speech", 1.0),
        ("Normal", 1.0),
    ]


def test_the_second_vote_stands_beside_the_first_answer_by_answer() -> None:
    first = [(0, "hate", 1, True), (1, "normal", 1, True), (2, "normal", 1, True)]
    second = [(who, "hate", 2, True) for who in range(3)]
    seen = sight(slide([*first, *second], 2))
    assert isinstance(seen.chart, HeatMap)
    assert seen.chart.rows == ("Normal", "Hate speech")
    assert [[cell.value for cell in row] for row in seen.chart.cells] == [[2.0, 0.0], [1.0, 3.0]]
    assert seen.agreement == "Pairs who agree: 33% before, 100% after"


def test_a_second_vote_by_one_alone_leaves_the_first_as_it_was_shown() -> None:
    said = [(0, "hate", 1, True), (1, "normal", 1, True), (0, "normal", 2, True)]
    seen = sight(slide(said, 2))
    assert isinstance(seen.chart, BarChart) and seen.few
    assert [bar.value for bar in seen.chart.bars] == [1.0, 1.0]


def test_late_votes_are_in_no_figure() -> None:
    said = [(0, "hate", 1, True), (1, "hate", 1, True), (2, "normal", 1, False)]
    seen = sight(slide(said, 1))
    assert seen.votes == "2 of 4 votes"
    assert isinstance(seen.chart, BarChart) and [bar.value for bar in seen.chart.bars] == [2.0]


def test_a_ruling_is_shown_with_its_reason_and_clause_and_a_new_vote_takes_it_away() -> None:
    said = [(0, "hate", 1, True), (1, "normal", 1, True)]
    ruled = slide(said, 1, ruled=True)
    seen = sight(ruled)
    assert (seen.ruling, seen.reason) == ("Hate speech", "The reason")
    assert seen.clause.startswith("1 ") and phase_of(ruled) == "ruled"
    first, second = ruled.rounds
    again = msgspec.structs.replace(
        ruled, rounds=(first, msgspec.structs.replace(second, called=1))
    )
    assert phase_of(again) == "again" and sight(again).ruling == ""
