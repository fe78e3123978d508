"""Drawing samples: from a batch into a file, with weights, strata, risks, repeats and lots."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.content import HEAVIEST, MILLION, Annotation, Item, Mark, Part
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Verdict
from smo_review.domain.filters import Filter
from smo_review.domain.project import Person
from smo_review.domain.sampling import Draw
from smo_review.operations.draw import draw_sample
from smo_review.quality.drawing import draw_riskiest, draw_strata, mixed_in, repeated
from smo_review.queries.batches import batches
from smo_review.queries.drawing import planned
from smo_review.queries.items import item_view, media
from smo_review.queries.judged import judged
from smo_review.queries.kpis import kpis
from smo_review.queries.numbers import numbers
from smo_review.store.checking import check_store
from smo_review.store.ledger import merge_facts
from tests.helpers.sampling_cases import PICTURE, SHA, WRONG, drawn_into, plan, rows, source
from tests.helpers.store_cases import Writer, made


@pytest.fixture
def ws(tmp_path: Path):
    workspace = made(tmp_path / "ws", source())
    yield workspace
    workspace.close()


def test_a_random_draw_stands_for_its_frame_and_says_how_it_was_drawn(tmp_path, ws) -> None:
    other = drawn_into(tmp_path, ws, Draw(plan(n=8), "7", ("b-1",), name="First look"))
    try:
        assert [weight for _, weight, _ in rows(other)] == [5 * MILLION] * 8
        (summary,) = batches(other)
        told = summary.info.sampling
        assert told is not None
        assert (told.method, told.seed, told.frame, told.drawn) == ("random", "7", 40, 8)
        assert (told.unit, told.purpose, summary.info.name) == ("item", "measurement", "First look")
        assert list(check_store(other)) == []
    finally:
        other.close()


def test_the_same_seed_draws_the_same_file_content_and_another_seed_another(tmp_path, ws) -> None:
    ids = [
        draw_sample(ws, Draw(plan(n=8), seed, ("b-1",)), tmp_path / f"{turn}.smo").id
        for turn, seed in enumerate(("7", "7", "8"))
    ]
    assert ids[0] == ids[1] != ids[2]


def test_media_travel_with_the_items_that_show_them(tmp_path, ws) -> None:
    other = drawn_into(tmp_path, ws, Draw(plan(n=40), "1", ("b-1",)))
    try:
        assert media(other, batches(other)[0].info.id, SHA) == PICTURE
    finally:
        other.close()


def test_items_are_drawn_by_what_items_have(tmp_path, ws) -> None:
    wanted = Draw(plan(n=10, by=("language", "severity"), allocation="equal"), "7", ("b-1",))
    told = planned(ws, wanted)
    assert (told.unit, told.frame, told.drawn) == ("item", 40, 10)
    assert sum(one.size for one in told.strata) == 40
    assert {one.name for one in told.strata} == {
        f"{language} / {severity}" for language in ("km", "zh") for severity in range(3)
    }
    other = drawn_into(tmp_path, ws, wanted)
    try:
        weights = {one.name: one.weight for one in told.strata}
        assert all(weight == weights[stratum] for _, weight, stratum in rows(other))
        total = sum(weight for _, weight, _ in rows(other)) / MILLION
        assert total == pytest.approx(40, abs=0.001)
        assert [group.key for group in numbers(other, by="stratum").groups] == sorted(weights)
    finally:
        other.close()


def test_annotations_are_drawn_by_who_made_them(tmp_path, ws) -> None:
    wanted = Draw(plan(n=12, by=("annotator",), allocation="equal"), "7", ("b-1",))
    told = planned(ws, wanted)
    assert (told.unit, told.frame) == ("annotation", 40 + 10 + 8)
    assert {one.name: (one.size, one.drawn) for one in told.strata} == {
        "ann": (40, 4), "bob": (10, 4), "m1": (8, 4),
    }  # fmt: skip
    other = drawn_into(tmp_path, ws, wanted)
    try:
        with other.read() as conn:
            found = conn.execute(
                "SELECT n.name, a.weight, a.stratum FROM annotations a"
                " JOIN annotators n ON n.number = a.annotator"
            ).fetchall()
        assert sorted(found) == sorted(
            [("ann", 10 * MILLION, "ann")] * 4 + [("bob", 2_500_000, "bob")] * 4
            + [("m1", 2 * MILLION, "m1")] * 4
        )  # fmt: skip
        assert all(weight == MILLION for _, weight, _ in rows(other))
    finally:
        other.close()


def test_what_a_draw_says_is_what_checking_all_of_it_would_say(tmp_path, ws) -> None:
    """Every annotation of bob is wrong: a draw of four of each still tells the frame's rate."""
    wanted = Draw(plan(n=12, by=("annotator",), allocation="equal"), "7", ("b-1",))
    other = drawn_into(tmp_path, ws, wanted)
    try:
        batch = batches(other)[0].info.id
        bea = Writer("bea")
        with other.read() as conn:
            found = conn.execute(
                "SELECT i.id, n.name FROM annotations a JOIN items i ON i.row = a.item"
                " JOIN annotators n ON n.number = a.annotator ORDER BY 1, 2"
            ).fetchall()
        merge_facts(other, [
            bea.write("verdict", Verdict(batch, item, name, "incorrect", findings=WRONG)
                      if name == "bob" else Verdict(batch, item, name, "correct"))
            for item, name in found
        ])  # fmt: skip
        accuracy = numbers(other).all.accuracy
        assert accuracy.n == 12
        assert accuracy.value == pytest.approx(48 / 58)
        assert accuracy.low is not None
        assert accuracy.low < 48 / 58 < (accuracy.high or 0)
    finally:
        other.close()


def test_precision_says_how_many_in_the_frame_at_hand(ws) -> None:
    assert planned(ws, Draw(plan(precision=0.1), "1", ("b-1",))).drawn == 29


def test_neymans_allocation_follows_what_was_found_so_far(ws) -> None:
    even = planned(ws, Draw(plan(n=12, by=("language",), allocation="neyman"), "1", ("b-1",)))
    bea = Writer("bea")
    said = []
    for n in range(40):
        outcome = "incorrect" if n % 4 == 0 and n % 8 else "correct"
        found = WRONG if outcome == "incorrect" else ()
        said.append(bea.write("verdict", Verdict("b-1", f"i{n}", "ann", outcome, findings=found)))  # type: ignore[arg-type]
    merge_facts(ws, said)
    told = planned(ws, Draw(plan(n=12, by=("language",), allocation="neyman"), "1", ("b-1",)))
    by_name = [{one.name: one.drawn for one in each.strata} for each in (even, told)]
    assert by_name[0] == {"km": 9, "zh": 3}
    assert by_name[1]["zh"] > by_name[0]["zh"]


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        (("disagreement",), {f"i{n}" for n in range(0, 40, 5)}),
        (("low-confidence",), {f"i{n}" for n in range(0, 40, 5)}),
        (("near-duplicates",), {"i3", "twin"}),
        (("new-annotators",), {f"i{n}" for n in range(0, 40, 4)}),
    ],
)
def test_what_is_drawn_for_its_risk_is_what_carries_it(tmp_path, risk, expected) -> None:
    base = source()
    twin = Item("twin", (Part("text", text=base.items[3].parts[0].text.upper() + "!"),))
    project = msgspec.structs.replace(
        base.project,
        people=(Person("bob", started="2026-02-20"), Person("ann", started="2020-01-01")),
    )
    told = (*base.annotations, Annotation("twin", "ann", (Mark("hate"),)))
    one = msgspec.structs.replace(
        base, items=(*base.items, twin), annotations=told, project=project,
        info=msgspec.structs.replace(base.info, items=41, annotations=len(told)),
    )  # fmt: skip
    ws = made(tmp_path / "ws", one)
    other = drawn_into(tmp_path, ws, Draw(plan(n=30, risk=risk), "7", ("b-1",)))
    try:
        assert {id_ for id_, _, _ in rows(other)} == expected
        (summary,) = batches(other)
        assert summary.info.sampling is not None
        assert summary.info.sampling.purpose == "risk"
        body = Writer("bea").write(
            "verdict", Verdict(summary.info.id, rows(other)[0][0], "ann", "correct")
        )
        merge_facts(other, [body])
        assert (numbers(other).all.reviewed, numbers(other).risk) == (0, 1)
        assert len(judged(other, Filter(purpose="risk"))) == 1
    finally:
        other.close()
        ws.close()


def test_two_reasons_come_before_one() -> None:
    told = draw_riskiest(["a", "b", "c", "d"], [1.0, 2.0, 0.0, 1.0], 2, "7")
    assert 1 in told.places
    assert 2 not in draw_riskiest(["a", "b", "c", "d"], [1.0, 2.0, 0.0, 1.0], 4, "7").places


def test_hidden_repeats_weigh_nothing_and_tell_self_consistency(tmp_path, ws) -> None:
    other = drawn_into(tmp_path, ws, Draw(plan(n=20, repeats=0.1), "7", ("b-1",)))
    try:
        found = rows(other)
        again = [place for place, (_, weight, _) in enumerate(found) if not weight]
        assert len(found) == 22
        assert len(again) == 2
        assert min(again) >= 10
        batch = batches(other)[0].info.id
        names = {id_: place for place, (id_, _, _) in enumerate(found)}
        bea = Writer("bea")
        said = []
        for place, (id_, weight, _) in enumerate(found):
            view = item_view(other, place + 1)
            outcome = "incorrect" if place == again[0] else "correct"
            for one in view.annotations:
                told = Verdict(
                    batch,
                    id_,
                    one.annotation.annotator,
                    outcome,
                    findings=WRONG if outcome == "incorrect" else (),
                )  # type: ignore[arg-type]
                said.append(bea.write("verdict", told))
            assert (names[id_], bool(weight)) == (place, place not in again)
        merge_facts(other, said)
        told = {one.id: one for one in kpis(other)}
        assert told["accuracy"].value == 1.0
        assert told["self_consistency"].n >= 2
        assert told["self_consistency"].value is not None
        assert told["self_consistency"].value < 1
        assert numbers(other).all.annotations == told["accuracy"].n
    finally:
        other.close()


def test_repeats_are_mild_and_in_the_first_half() -> None:
    ids = [f"i{n}" for n in range(100)]
    places = repeated(ids, [n % 2 == 0 for n in range(100)], 0.1, "7")
    assert len(places) == 10
    assert all(place < 50 and place % 2 == 0 for place in places)
    assert all(50 <= place <= 100 for place in mixed_in(100, 10, "7"))


def test_several_batches_of_a_project_are_one_frame(tmp_path) -> None:
    ws = made(tmp_path / "ws", source(), source(10, "b-2"))
    try:
        wanted = Draw(plan(n=50), "7", project="project")
        assert planned(ws, wanted).frame == 50
        other = drawn_into(tmp_path, ws, wanted)
        assert {id_.partition("/")[0] for id_, _, _ in rows(other)} == {"b-1", "b-2"}
        other.close()
    finally:
        ws.close()


@pytest.mark.parametrize(
    "told",
    [
        {}, {"n": -1}, {"n": 5, "precision": 0.1}, {"precision": 0.9}, {"n": 5, "by": ["mood"]},
        {"n": 5, "risk": ["bad luck"]}, {"aql": 1.1}, {"aql": 1.0, "level": "IV"},
        {"aql": 1.0, "by": ["language"]}, {"n": 5, "risk": ["disagreement"], "by": ["day"]},
        {"n": 5, "repeats": 0.5}, {"n": 9, "repeats": 0.1, "by": ["annotator"]},
        {"n": 5, "expected": 2.0}, {"n": 1, "by": ["language"]},
        {"n": 5, "risk": ["new-annotators"]},
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_kept_is_refused_and_nothing_is_written(tmp_path, ws, told) -> None:
    with pytest.raises(UserError):
        draw_sample(ws, Draw(plan(**told), "7", ("b-1",)), tmp_path / "out.smo")
    assert not (tmp_path / "out.smo").exists()


def test_unknown_or_purged_batches_are_refused(tmp_path, ws) -> None:
    for batch in ("none",):
        with pytest.raises(UserError):
            planned(ws, Draw(plan(n=5), "7", (batch,)))
    with pytest.raises(UserError):
        planned(ws, Draw(plan(n=5), "7", project="none"))
    from smo_review.operations.purge import purge

    purge(ws, "b-1")
    with pytest.raises(UserError):
        planned(ws, Draw(plan(n=5), "7", ("b-1",)))


@settings(max_examples=60)
@given(
    strata=st.lists(st.sampled_from("abc"), min_size=3, max_size=80),
    seed=st.text(max_size=5),
    allocation=st.sampled_from(("proportional", "equal", "neyman")),
    data=st.data(),
)
def test_weights_add_up_to_the_frame_and_order_does_not_matter(
    strata, seed, allocation, data
) -> None:
    ids = [f"u{n}" for n in range(len(strata))]
    n = data.draw(st.integers(len(set(strata)), len(strata)))
    own = [MILLION] * len(ids)
    told = draw_strata(ids, strata, own, n, seed, allocation, {"a": 0.5, "b": 0.01})
    assert len(told.places) == n
    assert sum(told.weights) == pytest.approx(len(ids) * MILLION, abs=n)
    order = data.draw(st.permutations(range(len(ids))))
    other = draw_strata(
        [ids[p] for p in order], [strata[p] for p in order], own, n, seed, allocation,
        {"a": 0.5, "b": 0.01},
    )  # fmt: skip
    assert {order[p] for p in other.places} == set(told.places)


def test_weights_stay_in_range_together() -> None:
    ids = [f"u{n}" for n in range(5000)]
    strata = ["big"] * 4990 + ["small"] * 10
    told = draw_strata(ids, strata, [MILLION] * 5000, 3, "7", "equal")
    assert told.scaled
    assert max(told.weights) == HEAVIEST
    big, small = max(told.weights), min(told.weights)
    assert big / small == pytest.approx((4990 / 2) / 10, rel=0.01) or big / small == pytest.approx(
        (4990 / 1) / (10 / 2), rel=0.01
    )
