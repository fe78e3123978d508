"""From what was judged to clusters and suggestions: planted faults are named."""

from __future__ import annotations

import hashlib

import pytest

from smo_review.domain.content import Item, Part
from smo_review.domain.facts import Finding, Verdict
from smo_review.domain.filters import NONE, Filter
from smo_review.domain.seen import bands
from smo_review.queries import likeness
from smo_review.queries.clusters import clusters
from smo_review.queries.counted import narrowed, wide
from smo_review.queries.judged import item_ids, judged
from smo_review.queries.suggestions import suggestions
from smo_review.reports.causes import cluster_chart, suggestion_title, suggestion_words
from smo_review.store.ledger import merge_facts
from smo_review.store.prints import PICTURE, keep_print
from tests.helpers.cause_cases import OVER, PLAIN, SEVERE, batch_of, day_of, judged_workspace
from tests.helpers.store_cases import DAY, Writer, case, made


def misread(day: int, place: int, annotator: str) -> Finding | None:
    """Ann misreads clause 2.1 on half of the spam; label hate drifts from the third week on."""
    if annotator == "ann" and place in (1, 3, 5):
        return OVER
    if place in (0, 2, 4) and day >= 14:
        return PLAIN
    return SEVERE if (day + place) % 19 == 0 else None


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    workspace = made(tmp_path_factory.mktemp("ws") / "ws")
    judged_workspace(workspace, batch_of(range(21)), misread)
    yield workspace
    workspace.close()


def test_both_planted_faults_are_named(ws) -> None:
    found = suggestions(ws, Filter())
    named = {(one.factor, one.key, one.effect, one.outcome) for one in found.found}
    assert ("annotator", "ann", "clause", "2.1") in named
    assert ("label in week", f"hate {day_of(14)}", "incorrect", "") in named
    assert not any(one.key == "bob" for one in found.found)
    assert found.looked > len(found.found)
    assert found.judged == 21 * 10 * 3


def test_a_suggestion_tells_its_counts_and_interval_and_no_proof(ws) -> None:
    one = next(one for one in suggestions(ws, Filter()).found if one.key == "ann")
    assert one.low < one.lift <= one.high
    assert (one.with_factor, one.n) == (210, 630)
    assert "goes together with" in suggestion_title(one)
    (words, *_) = suggestion_words(one)
    assert f"{one.both} of 210 here" in words


def test_a_suggestion_opens_what_it_counts(ws) -> None:
    for one in suggestions(ws, Filter()).found:
        if one.opens is not None:
            assert len(judged(ws, one.opens)) == one.both


def test_a_filter_on_a_clause_asks_for_that_clause_only(ws) -> None:
    found = suggestions(ws, Filter(clause="2.1"))
    assert {one.outcome for one in found.found if one.effect == "clause"} == {"2.1"}
    assert not any(one.effect in ("incorrect", "critical") for one in found.found)


@pytest.mark.parametrize("by", ["code", "clause", "annotator", "labels"])
def test_clusters_add_up_and_open_their_items(ws, by) -> None:
    found = clusters(ws, Filter(), by)
    assert sum(one.n for one in found.clusters) == found.incorrect
    assert [one.n for one in found.clusters] == sorted(
        (one.n for one in found.clusters), reverse=True
    )
    for one in found.clusters:
        assert len(one.members) == min(one.n, 200)
        assert one.share.value == pytest.approx(one.n / found.incorrect)
        assert one.opens is not None
        assert len(judged(ws, one.opens)) == one.n
        inside = {item for _, item in item_ids(ws, judged(ws, one.opens))}
        assert {told.annotation.item for told in one.members} <= inside
    assert cluster_chart(found).running


def test_clusters_of_one_code_are_over_that_code(ws) -> None:
    found = clusters(ws, Filter(code="over"), "annotator")
    assert [(one.key, one.n) for one in found.clusters] == [("ann", 63)]
    assert found.incorrect == 63
    assert found.judged == 630


LONG = "The quick brown fox jumps over the lazy dog near the bank of the river {}."


def test_content_that_is_nearly_the_same_is_one_cluster(tmp_path) -> None:
    texts = [
        LONG.format("today"),
        LONG.format("today!"),
        "A wholly other text about bread and butter for breakfast.",
        LONG.format("today"),
    ]
    items = [Item(f"i{n}", (Part("text", text=text),)) for n, text in enumerate(texts)]
    items.append(Item("empty"))
    ws = made(tmp_path / "ws", case(items, ("ann",)))
    writer = Writer("bea")
    merge_facts(
        ws,
        [
            writer.write(
                "verdict",
                Verdict("b-1", item.id, "ann", "incorrect", findings=(OVER,)),
                time=DAY,
            )
            for item in items
        ],
    )
    said: list[tuple[int, int | None]] = []
    found = clusters(ws, Filter(), "likeness", lambda done, total, what: said.append((done, total)))
    (one,) = found.clusters
    assert {told.annotation.item for told in one.members} == {"i0", "i1", "i3"}
    assert one.opens is None
    # First each item is opened, then those with content are compared.
    assert (said[4], said[-1]) == ((5, 5), (4, 4))
    ws.close()


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(annotator="ann"),
        Filter(annotator="nobody"),
        Filter(label="hate", language="km"),
        Filter(label=NONE),
        Filter(severity=1, clock="made"),
        Filter(auditor="bea", since=day_of(3), until=day_of(9)),
        Filter(stratum="none"),
    ],
)
def test_what_is_narrowed_after_reading_is_what_would_have_been_read(ws, wanted) -> None:
    read = judged(ws, wide(wanted))
    left = read.where(narrowed(read, wanted))
    assert item_ids(ws, left) == item_ids(ws, judged(ws, wanted))
    assert left.fact.tolist() == judged(ws, wanted).fact.tolist()


def test_pictures_with_nearly_the_same_print_are_alike_and_those_without_are_counted(
    tmp_path,
) -> None:
    media = [(hashlib.sha256(body).hexdigest(), body) for body in (b"a" * 9, b"b" * 9, b"c" * 9)]
    items = [
        Item(f"i{n}", (Part("image", media=name, size=9),)) for n, (name, _) in enumerate(media)
    ]
    ws = made(tmp_path / "ws", case(items, ("ann",), media=media))
    writer = Writer("bea")
    merge_facts(
        ws,
        [
            writer.write("verdict", Verdict("b-1", one.id, "ann", "incorrect", findings=(OVER,)))
            for one in items
        ],
    )
    assert clusters(ws, Filter(), "likeness").unprinted == 3
    seen = bytes(range(32))
    near = bytes([seen[0] ^ 0b111, *seen[1:]])
    with ws.write() as conn:
        rows = dict(conn.execute("SELECT id, row FROM items"))
        for name, bits in (("i0", seen), ("i2", near)):
            keep_print(conn, rows[name], 0, PICTURE, bits, bands(bits))
    found = clusters(ws, Filter(), "likeness")
    (one,) = found.clusters
    assert {told.annotation.item for told in one.members} == {"i0", "i2"}
    assert found.unprinted == 1
    ws.close()


def test_a_crowd_that_shares_one_number_costs_no_comparison_of_all_with_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # One band in common, all others their own: nobody is alike.
    many = 6 * likeness.CROWD
    looks = {
        row: (likeness._Look(str(row), frozenset((str(row),)), (0, 1 + row)),)
        for row in range(many)
    }
    looks[many] = (likeness._Look("copy", frozenset((str(many - 1),)), (0, many)),)
    compared = []
    near = likeness._near
    monkeypatch.setattr(
        likeness, "_near", lambda one, other: compared.append(1) or near(one, other)
    )
    assert likeness._joined(looks) == [[many - 1, many]]
    assert len(compared) <= likeness.CROWD * (many + 1)
