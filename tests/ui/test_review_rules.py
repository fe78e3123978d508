"""The pure rules behind the review page: where a verdict leads, what typing finds, what is told."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review import language
from smo_review.domain.bundles import Author, BatchInfo
from smo_review.domain.content import Annotation, AnnotationKey, Pin, Span, TimeRange
from smo_review.domain.project import ErrorCode, Project
from smo_review.domain.views import (
    AnnotationView,
    BatchSummary,
    FindingDraft,
    ItemView,
    QueueFilter,
    VerdictDraft,
)
from tests.helpers.review_cases import ANNOTATIONS, BOX, ITEMS, PROJECT
from ui.review import choices, due, flow, names, recent
from ui.review.cards_model import lines_of
from ui.review.finding_form import FindingForm
from ui.review.places import location_text
from ui.review.recent import Answer
from ui.stage.clock import Clock

ME = Author("me", "Dara", "device", "00")
LABELS = st.lists(st.sampled_from(["hate", "offensive", "normal", "spam"]), unique=True)


def view_of(item: int = 0, annotations: list[Annotation] | None = None) -> ItemView:
    """An item with its annotations, nothing judged yet."""
    own = annotations or [one for one in ANNOTATIONS if one.item == ITEMS[item].id]
    entries = tuple(AnnotationView(one, (), False) for one in own)
    return ItemView(item + 1, "batch", item + 1, ITEMS[item], entries, False, "")


def judge(view: ItemView, index: int, outcome: str = "correct") -> ItemView:
    key = flow.key_of(view, index)
    draft = VerdictDraft(key.batch, key.item, key.annotator, outcome, key.ordinal)  # type: ignore[arg-type]
    return flow.judged(view, index, draft, PROJECT, ME)


# Where a verdict leads


def test_the_next_annotation_without_a_verdict_of_mine_comes_next() -> None:
    view = judge(view_of(), 1)
    assert flow.next_open(view, (0, 1, 2), 0) == 2


def test_after_the_last_annotation_an_earlier_open_one_comes_next() -> None:
    assert flow.next_open(judge(view_of(), 2), (0, 1, 2), 2) == 0


def test_there_is_no_next_annotation_once_all_are_judged() -> None:
    view = flow.all_judged_correct(view_of(), PROJECT, ME)
    assert flow.next_open(view, (0, 1, 2), 1) is None
    assert [entry.mine.outcome for entry in view.annotations if entry.mine] == ["correct"] * 3


def test_a_new_verdict_replaces_mine_and_leaves_those_of_others() -> None:
    view = judge(judge(view_of(), 0, "ambiguous"), 0, "unreviewable")
    assert [verdict.outcome for verdict in view.annotations[0].verdicts] == ["unreviewable"]


def test_an_undo_is_found_by_the_verdict_that_changed() -> None:
    before = judge(view_of(), 1)
    assert flow.turned(before, view_of(), (0, 1, 2)) == 1
    assert flow.turned(before, before, (0, 1, 2)) is None


@given(before=LABELS, after=LABELS)
def test_the_findings_of_a_fix_turn_the_labels_into_what_they_should_be(
    before: list[str], after: list[str]
) -> None:
    labels = set(before)
    for finding in flow.fix_findings(before, after):
        labels.discard(finding.label)
        if finding.right_label:
            labels.add(finding.right_label)
    assert labels == set(after)


@given(before=LABELS, after=LABELS)
def test_a_fix_has_no_more_findings_than_it_needs(before: list[str], after: list[str]) -> None:
    removed, added = set(before) - set(after), set(after) - set(before)
    assert len(flow.fix_findings(before, after)) == max(len(removed), len(added))


# Choosing


def titles(found: list[choices.Choice]) -> list[str]:
    return [choice.title for choice in found]


def test_only_codes_without_codes_below_them_can_be_chosen() -> None:
    ids = [choice.id for choice in choices.code_choices(PROJECT)]
    assert "missed" not in ids
    assert "missed-label" in ids


def test_typing_finds_a_code_by_id_name_class_and_heading() -> None:
    codes = choices.code_choices(PROJECT)
    for query in ("missed-l", "label that appl", "missed label"):
        assert choices.search(codes, query)[0].id == "missed-label", query
    assert [one.id for one in choices.search(codes, "technical")] == ["place"]


def test_a_code_is_found_in_the_persons_language_and_in_english() -> None:
    language.set_language("zh")
    codes = choices.code_choices(PROJECT)
    assert choices.search(codes, "适用")[0].title == "漏标了适用的标签"
    assert choices.search(codes, "applies")[0].id == "missed-label"


def test_what_begins_with_the_typed_word_comes_first() -> None:
    codes = choices.code_choices(
        Project(
            "p",
            {"en": "P"},
            error_codes=(
                ErrorCode("x1", {"en": "Remiss"}, "technical"),
                ErrorCode("x2", {"en": "Not missed"}, "technical"),
                ErrorCode("x3", {"en": "Missed"}, "technical"),
            ),
        )
    )
    assert titles(choices.search(codes, "miss")) == ["Missed", "Not missed", "Remiss"]


def test_critical_codes_are_marked() -> None:
    critical = {one.id for one in choices.code_choices(PROJECT) if one.critical}
    assert critical == {"missed-label"}


def test_labels_that_only_the_data_has_can_be_chosen_too() -> None:
    ids = [one.id for one in choices.label_choices(PROJECT, ("spam", "hate", "spam"))]
    assert ids == ["hate", "offensive", "normal", "spam"]


def test_a_tree_that_loops_still_ends() -> None:
    looped = Project(
        "p",
        {"en": "P"},
        error_codes=(
            ErrorCode("a", {"en": "A"}, "missed", parent="b"),
            ErrorCode("b", {"en": "B"}, "missed", parent="a"),
            ErrorCode("c", {"en": "C"}, "missed", parent="a"),
        ),
    )
    assert [one.id for one in choices.code_choices(looped)] == ["c"]


# Findings while they are made


def test_an_over_flagged_code_takes_the_only_label_as_the_wrong_one() -> None:
    form = FindingForm(PROJECT, ("hate",), ())
    form.set_code("benign")
    assert form.result() == [FindingDraft(code="benign", label="hate")]
    assert form.next_field() == ""


def test_the_selected_mark_is_taken_for_the_wrong_label() -> None:
    form = FindingForm(PROJECT, ("hate", "normal"), (), "normal")
    form.set_code("benign")
    assert form.current == FindingDraft(code="benign", label="normal")


def test_a_wrong_label_code_still_asks_for_the_right_one() -> None:
    form = FindingForm(PROJECT, ("hate",), ())
    form.set_code("neighbour")
    assert form.next_field() == "right_label"


def test_another_code_drops_the_label_that_it_does_not_speak_of() -> None:
    form = FindingForm(PROJECT, ("hate",), (FindingDraft("neighbour", "hate", "offensive"),))
    form.set_code("missed-label")
    assert form.current == FindingDraft("missed-label", "", "offensive")


def test_a_finding_that_says_nothing_is_not_recorded() -> None:
    form = FindingForm(PROJECT, ("hate", "normal"), ())
    assert not form.add()
    assert form.result() == []


def test_removing_the_only_finding_leaves_an_empty_one() -> None:
    form = FindingForm(PROJECT, (), (FindingDraft("place"),))
    form.remove()
    assert form.findings == [FindingDraft()]


# Blind


def test_blind_the_order_is_the_same_each_time_and_differs_between_items() -> None:
    many = [Annotation("post-1", f"annotator-{n}") for n in range(12)]
    view = view_of(0, many)
    assert names.display_order(view, True) == names.display_order(view, True)
    assert sorted(names.display_order(view, True)) == list(range(12))
    orders = {
        names.display_order(
            view_of(0, [Annotation(f"post-{item}", f"a{n}") for n in range(12)]), True
        )
        for item in range(8)
    }
    assert len(orders) == 8


def test_blind_no_line_names_the_annotator_or_gives_a_model_away() -> None:
    view = view_of()
    lines = lines_of(view, names.display_order(view, True), PROJECT, True)
    shown = " ".join(f"{line.text} {line.detail}" for line in lines)
    for secret in ("sokha", "wei", "robot", "model", "87%"):
        assert secret not in shown
    assert {"Annotator A", "Annotator B", "Annotator C"} <= {line.text for line in lines}


def test_blind_the_colour_does_not_follow_the_annotator() -> None:
    view = view_of()
    order = names.display_order(view, True)
    lines = lines_of(view, order, PROJECT, True)
    places = {line.annotation: line.place for line in lines if line.kind == "mark"}
    assert [places[index] for index in order] == [0, 1, 2]


def test_blind_a_queue_of_one_annotator_does_not_say_whose() -> None:
    filter = QueueFilter(annotator="sokha")
    assert "sokha" in names.narrowed_text(filter, PROJECT, False)
    assert "sokha" not in names.narrowed_text(filter, PROJECT, True)


@given(st.integers(0, 5000))
def test_letters_go_on_after_z(place: int) -> None:
    assert names.letter(place) != names.letter(place + 1)
    assert names.letter(26) == "AA"


# Times and places


def test_time_on_the_item_leaves_out_the_time_away() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    now[0] = 102.0
    clock.set_running(False)
    now[0] = 500.0
    clock.set_running(True)
    now[0] = 501.5
    assert clock.take() == 3500
    now[0] = 502.0
    assert clock.take() == 500


def test_a_paused_clock_stays_paused_over_a_restart() -> None:
    now = [0.0]
    clock = Clock(lambda: now[0])
    clock.set_running(False)
    clock.restart()
    now[0] = 60.0
    assert clock.take() == 0


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Span(0, 2, 7), "characters 3–7"),
        (TimeRange(0, 1500, 62_000), "0:01.5–1:02.0"),
        (Pin(0, 500_000, 250_000), "point at 50%, 25%"),
        (Pin(0, 500_000, 250_000, 3000), "point at 50%, 25%, 0:03.0"),
        (BOX, "box at 10%, 20%"),
    ],
)
def test_a_place_is_told_in_words(location: object, text: str) -> None:
    assert location_text(location) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-22", "Due today"),
        ("2026-11-23", "Due tomorrow"),
        ("2026-11-21", "Was due yesterday"),
        ("2026-11-20", "2 days late, was due on 2026-11-20"),
        ("2026-12-02", "Due on 2026-12-02, in 10 days"),
        ("", "No due date"),
        ("soon", "No due date"),
    ],
)
def test_due_dates_are_told_in_words(text: str, told: str) -> None:
    assert due.due_text(text, date(2026, 11, 22)) == told


def summary(batch: str, done: int, due_on: str, purged: bool = False) -> BatchSummary:
    info = BatchInfo(batch, "safety", batch, 10, 30, due=due_on)
    return BatchSummary(info, "Safety", done, 0, 0, "", purged)


def test_batches_with_work_left_come_first_the_earliest_due_before_others() -> None:
    batches = [
        summary("done", 10, "2026-01-01"),
        summary("undated", 0, ""),
        summary("later", 0, "2026-12-01"),
        summary("sooner", 9, "2026-11-01"),
        summary("gone", 0, "2026-01-01", purged=True),
    ]
    random.Random(7).shuffle(batches)
    told = [one.info.id for one in due.in_order(batches)]
    assert told == ["sooner", "later", "undated", "done", "gone"]


# The last answers


def answer(n: int) -> Answer:
    return Answer("batch", f"post-{n}", n, "correct", AnnotationKey("batch", f"post-{n}", "sokha"))


def test_the_last_five_answers_are_kept() -> None:
    answers: tuple[Answer, ...] = ()
    for n in range(8):
        answers = recent.with_answer(answers, answer(n))
    assert [one.number for one in answers] == [3, 4, 5, 6, 7]


def test_a_revised_answer_moves_to_the_end() -> None:
    answers: tuple[Answer, ...] = ()
    for n in (1, 2, 1):
        answers = recent.with_answer(answers, answer(n))
    assert [one.number for one in answers] == [2, 1]


def test_an_answer_that_was_undone_no_longer_stands() -> None:
    given = Answer("batch", "post-1", 1, "correct", AnnotationKey("batch", "post-1", "sokha"))
    assert recent.stands(given, judge(view_of(), 0))
    assert not recent.stands(given, view_of())
    assert recent.stands(given, view_of(1))
