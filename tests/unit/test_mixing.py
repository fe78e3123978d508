"""Names that look like others, and golds dressed like a batch, by lots."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Annotation, Item, Mark, Part, Span
from smo_review.quality.lots import Lots, names_like
from smo_review.quality.mixing import SEVEREST, Batch, Candidate, content_of, mix

NAMES = st.one_of(
    st.lists(st.from_regex(r"c-[0-9a-f]{24}", fullmatch=True), min_size=1, max_size=30),
    st.lists(st.integers(0, 10_000).map(lambda n: f"post-{n}"), min_size=1, max_size=30),
    st.lists(st.uuids(version=4).map(str), min_size=1, max_size=30),
    st.lists(st.text("ab-កខ中文_1", min_size=1, max_size=6), min_size=1, max_size=30),
)


@given(NAMES, st.integers(1, 10))
def test_new_names_are_new_and_each_different(names: list[str], n: int) -> None:
    made, out = names_like(names, n, Lots(b"secret"))
    assert len({*made, *names}) == n + len(set(names))
    if not out:
        lengths = {len(name) for name in names}
        assert {len(name) for name in made if not name[-1].isdigit()} <= lengths
    assert names_like(names, n, Lots(b"secret")) == (made, out)


@given(st.lists(st.uuids(version=4).map(str), min_size=20, max_size=40, unique=True))
def test_a_name_keeps_what_all_names_have_in_the_same_place(names: list[str]) -> None:
    made, out = names_like(names, 3, Lots(b"secret"))
    assert not out and all(name[14] == "4" and name[8] == "-" for name in made)


def test_numbers_without_gaps_are_said_to_stand_out() -> None:
    assert names_like([f"t{n}" for n in range(10)], 2, Lots(b"s")) == (["t10", "t11"], True)
    made, out = names_like([f"t{n}" for n in range(0, 100, 7)], 2, Lots(b"s"))
    assert not out and all(0 <= int(name[1:]) <= 98 for name in made)


def test_a_place_in_the_content_is_never_invented() -> None:
    items = [Item(f"i-{n}", (Part("text", f"text {n}"),)) for n in range(5)]
    placed = [Annotation(one.id, "ann", (Mark("hate", Span(0, 0, 2)),)) for one in items]
    gold = Item("g", (Part("text", "gold text"),))
    unplaced = Candidate("b", ("hate",), gold, (Annotation("g", "ann", (Mark("hate"),)),))
    located = Candidate("b", ("hate",), gold, (Annotation("g", "ann", placed[0].marks),))
    assert not mix(Batch(items, placed), [unplaced], 0.2, Lots(b"s")).planted
    (one,) = mix(Batch(items, placed), [located], 0.2, Lots(b"s")).planted
    assert one.annotations[0].marks == placed[0].marks and content_of(one.item) == content_of(gold)


ITEMS = st.lists(
    st.builds(
        lambda text, language, severity: Item(
            "", (Part("text", text),), language, severity=severity
        ),
        st.text("abcក中", min_size=1, max_size=4),
        st.sampled_from(("", "km", "zh")),
        st.sampled_from((None, 0, 2, 3, 4)),
    ),
    min_size=1,
    max_size=12,
)


def named(items: list[Item], prefix: str) -> list[Item]:
    return [
        Item(f"{prefix}-{n * 17}", one.parts, one.language, severity=one.severity)
        for n, one in enumerate(items)
    ]


@given(ITEMS, ITEMS, st.floats(0.01, 0.2), st.binary(max_size=4))
def test_whatever_is_mixed_in_could_be_an_item_of_the_batch(live, golds, share, secret) -> None:
    live, golds = named(live, "live"), named(golds, "gold")
    said = [Annotation(one.id, "ann", (Mark("hate"),)) for one in live]
    batch = Batch(live, said)
    candidates = [Candidate("b", ("spam",), one) for one in golds]
    mixed = mix(batch, candidates, share, Lots(secret))
    assert len(mixed.planted) <= mixed.asked == max(1, round(share * len(live)))
    contents = {content_of(one) for one in live}
    for one in mixed.planted:
        assert (one.gold.item.severity or 0) <= SEVEREST
        assert content_of(one.item) == content_of(one.gold.item) not in contents
        contents.add(content_of(one.item))
        assert one.item.id not in {item.id for item in live}
        assert one.item.language in {item.language for item in live}
        assert {told.annotator for told in one.annotations} == {"ann"}
        assert all(told.item == one.item.id for told in one.annotations)
        assert one.invented == ("ann",)
    assert mix(batch, candidates[::-1], share, Lots(secret)) == mixed
