"""Analyses of causes: trees that cite items, kept as facts, joined in any order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.causes import DEEPEST, Cause, Node, NodeView, told
from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.operations.causes import CauseDraft, save_cause
from smo_review.operations.custody import seal_item
from smo_review.operations.purge import purge
from smo_review.queries.causes import cause_of, causes
from smo_review.store.ledger import merge_facts
from tests.helpers.store_cases import DAY, Writer, case, exported, made, take

ITEM = AnnotationKey("b-1", "i1", "ann")
TREE = (
    NodeView("n1", text="The clause is read too widely", cites=(ITEM,)),
    NodeView("n2", "n1", "Its example is about another thing", cites=(ITEM,)),
    NodeView("n3", "n1", "“text number 1” is taken for spam", quotes=True, cites=(ITEM,)),
)
DRAFT = CauseDraft("Why is ann over-flagging?", "whys", TREE, Filter(annotator="ann"))


@pytest.fixture
def ws(tmp_path):
    workspace = made(tmp_path / "ws", case())
    yield workspace
    workspace.close()


def test_a_tree_is_told_as_it_was_drawn(ws) -> None:
    saved = save_cause(ws, DRAFT)
    view = cause_of(ws, saved.id)
    assert view.nodes == TREE
    assert (view.title, view.shape, view.about, view.state) == (
        DRAFT.title, "whys", Filter(annotator="ann"), "open",
    )  # fmt: skip
    assert [(depth, node.id) for depth, node in told(view.nodes)] == [
        (0, "n1"), (1, "n2"), (1, "n3"),
    ]  # fmt: skip


def test_words_that_quote_content_are_sealed_and_go_with_the_batch(ws) -> None:
    saved = save_cause(ws, DRAFT)
    bodies, _, texts = exported(ws)
    assert not any(b"text number 1" in body for body in bodies)
    assert len(texts) == 1
    purge(ws, "b-1")
    view = cause_of(ws, saved.id)
    assert (view.nodes[2].text, view.nodes[2].lost) == ("", True)
    assert view.nodes[1].text == TREE[1].text
    again = CauseDraft("Renamed", "whys", view.nodes, view.about, cause=saved.id)
    assert save_cause(ws, again).changes.facts == 1, "what is lost stays as it is"


def test_words_that_quote_a_sealed_item_are_withheld_as_it_is(ws) -> None:
    saved = save_cause(ws, DRAFT)
    seal_item(ws, "b-1", "i1")
    view = cause_of(ws, saved.id)
    assert (view.nodes[2].text, view.nodes[2].lost) == ("", True)
    assert view.nodes[1].text == TREE[1].text


def test_words_that_quote_a_sealed_item_do_not_travel(ws) -> None:
    elsewhere = AnnotationKey("b-1", "i2", "ann")
    other = NodeView(
        "n4", "n1", "“text number 2” is another matter", quotes=True, cites=(elsewhere,)
    )
    save_cause(ws, CauseDraft(DRAFT.title, "whys", (*TREE, other), DRAFT.about))
    assert len(exported(ws)[2]) == 2
    seal_item(ws, "b-1", "i1")
    (left,) = exported(ws)[2]
    (node,) = [one for one in causes(ws)[0].nodes if one.text and one.quotes]
    assert node.id == "n4" and left.hash


def test_the_same_again_adds_nothing_and_a_change_one_fact(ws) -> None:
    saved = save_cause(ws, DRAFT)
    same = CauseDraft(DRAFT.title, "whys", TREE, DRAFT.about, cause=saved.id)
    assert save_cause(ws, same).changes.facts == 0
    settled = CauseDraft(DRAFT.title, "whys", TREE, DRAFT.about, "settled", saved.id)
    assert save_cause(ws, settled).changes.facts == 1
    assert [one.state for one in causes(ws)] == ["settled"]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (CauseDraft(""), "1 to 500"),
        (CauseDraft("x", "cloud"), "no such kind"),
        (CauseDraft("x", nodes=(NodeView("a", "b", "t"),)), "a node above it"),
        (CauseDraft("x", nodes=(NodeView("a", "", "t"), NodeView("a", "", "u"))), "id of its own"),
        (CauseDraft("x", nodes=(NodeView("a", "b", "t"), NodeView("b", "a", "u"))), "above it"),
        (CauseDraft("x", nodes=(NodeView("a", "", " "),)), "1 to 500"),
        (CauseDraft("x", nodes=(NodeView("a", "", "t", True),)), "need the item"),
        (
            CauseDraft("x", nodes=(NodeView("a", "", "t", cites=(AnnotationKey("b", "i", "z"),)),)),
            "not here",
        ),
        (
            CauseDraft(
                "x",
                nodes=tuple(
                    NodeView(f"n{n}", f"n{n - 1}" if n else "", "t") for n in range(DEEPEST + 2)
                ),
            ),
            "levels",
        ),
        (CauseDraft("x", cause="c-none"), "no such analysis"),
    ],
)
def test_what_is_no_tree_is_refused_and_nothing_is_recorded(ws, draft, words) -> None:
    before = exported(ws)[0]
    with pytest.raises(UserError, match=words):
        save_cause(ws, draft)
    assert exported(ws)[0] == before


def test_a_tree_without_top_or_with_doubled_ids_costs_nothing_to_read(ws) -> None:
    other = Writer("ola")
    turns = Cause("c-1", "x", "whys", (Node("a", "b", "t"), Node("b", "a", "u")))
    merge_facts(ws, [other.write("cause", turns, time=DAY)])
    assert list(told(causes(ws)[0].nodes)) == []
    doubled = {"cause": "c-2", "title": "x", "shape": "whys", "nodes": [{"id": "a"}] * 2}
    merge_facts(ws, [other.write("cause", doubled, time=DAY)])
    assert [one.cause for one in causes(ws)] == ["c-1"]


@settings(max_examples=15)
@given(order=st.permutations(range(6)), again=st.lists(st.integers(0, 5), max_size=3))
def test_every_order_and_repetition_of_edits_gives_the_same(order, again, tmp_path_factory) -> None:
    """Two people edit one analysis apart from a common start; one of them goes on."""
    from smo_review.domain.facts import fact_hash

    lena, ola = Writer("lena"), Writer("ola")
    start = lena.write("cause", Cause("c-1", "Start", "whys"), time=DAY)
    one = lena.write(
        "cause", Cause("c-1", "Lena", "whys", replaces=(fact_hash(start),)), time=2 * DAY
    )
    two = ola.write(
        "cause", Cause("c-1", "Ola", "fishbone", replaces=(fact_hash(start),)), time=3 * DAY
    )
    three = lena.write(
        "cause", Cause("c-1", "Lena 2", "whys", replaces=(fact_hash(one),)), time=4 * DAY
    )
    bodies = [
        start, one, two, three,
        lena.write("cause", Cause("c-2", "Other", "whys"), time=DAY),
        ola.write("cause", Cause("c-3", "Third", "whys", state="dropped"), time=DAY),
    ]  # fmt: skip
    ws = made(tmp_path_factory.mktemp("ws") / "ws")
    for place in (*order, *again):
        merge_facts(ws, [bodies[place]])
    found = [(one.cause, one.title, one.shape, len(one.apart)) for one in causes(ws)]
    assert found == [
        ("c-1", "Lena 2", "whys", 1), ("c-2", "Other", "whys", 0), ("c-3", "Third", "whys", 0),
    ]  # fmt: skip
    ws.close()


def test_an_analysis_travels_with_its_words(ws, tmp_path) -> None:
    one = case(batch="b-2")
    take(ws, one)
    key = AnnotationKey("b-2", "i0", "bob")
    saved = save_cause(
        ws,
        CauseDraft(
            "x", nodes=(NodeView("a", "", "quoted words", True, (key,)),), about=Filter(batch="b-2")
        ),
    )
    bodies, checkpoints, texts = exported(ws)
    there = made(tmp_path / "there", one)
    merge_facts(there, bodies, checkpoints, texts)
    assert cause_of(there, saved.id).nodes[0].text == "quoted words"
    there.close()
