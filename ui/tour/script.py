"""The tour itself: an auditor's whole job and the lead's first look, step by step, with pictures.

`smo-review tour [-o DIR]` writes DIR/NN-step.png, DIR/screenshot.png and the two files that travel.
Every step waits for what it should bring about; the tour ends with an error where that stays away.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from smo_review.domain.content import AnnotationKey, Box
from smo_review.domain.project import words
from smo_review.domain.views import ItemView
from smo_review.language import current, set_language, tr
from smo_review.operations.sample import make_sample
from smo_review.queries.batches import batches
from smo_review.queries.numbers import numbers
from ui.lead.page import LeadPage
from ui.review.position import Position
from ui.review.side import FIXING
from ui.review.walk import Walk
from ui.shell.actions import Act
from ui.shell.launch import make_application
from ui.stage.reveal import STEPS
from ui.tour.driver import Driver, StepFailed
from ui.tour.lead import lead_quality
from ui.tour.session import lead_session
from ui.tour.training import train_people

LOOKS = (("en", "light"), ("km", "light"), ("zh", "light"), ("zh", "dark"))
"""Pairs, not all that there could be: a look costs seconds."""


class Album:
    """The pictures, numbered in the order they were taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken = 0

    def take(self, driver: Driver, name: str, window: QWidget | None = None) -> Path:
        """Keep what the main window, or another one, shows now as the next picture."""
        self._taken += 1
        path = driver.picture(self._folder / f"{self._taken:02d}-{name}.png", window)
        sys.stdout.write(f"{path}\n")
        return path


def run(argv: list[str]) -> int:
    """Drive the client through everything; returns 0, or 1 and says which step failed."""
    parser = argparse.ArgumentParser(prog="smo-review tour")
    parser.add_argument("-o", "--out", type=Path, default=Path("out/tour"), metavar="DIR")
    try:
        out: Path = parser.parse_args(argv).out
    except SystemExit as stop:
        return int(stop.code or 0)
    app = make_application()
    spoken = current()
    try:
        with tempfile.TemporaryDirectory(prefix="smo-tour-") as work:
            _walk(app, out.absolute(), Path(work))
    except StepFailed as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    finally:
        set_language(spoken)
    sys.stdout.write(tr("The tour is done: {out}", out=out) + "\n")
    return 0


def _walk(app: QApplication, out: Path, work: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    sample = make_sample(out)
    album = Album(out)
    results = out / "market-square.results.smo"
    with _client(app, work, "auditor") as auditor:
        take_in(auditor, album, sample.batch)
        see_content(auditor, album)
        shutil.copyfile(give_verdicts(auditor, album), out / "screenshot.png")
        find_things(auditor, album)
        finish_batch(auditor)
        album.take(auditor, "all-done")
        hand_back(auditor, results)
    with _client(app, work, "lead") as lead:
        read_numbers(lead, album, sample.batch, results)
        lead_session(lead, partial(album.take, lead), sample.gold, out / "calibration.deck.smo")
        train_people(lead, partial(album.take, lead), work)
        lead_quality(lead, partial(album.take, lead), work)
        look_around(lead, album)


@contextmanager
def _client(app: QApplication, work: Path, name: str) -> Iterator[Driver]:
    driver = Driver(app, work, name)
    try:
        yield driver
    finally:
        driver.close()


def take_in(driver: Driver, album: Album, batch: Path) -> None:
    """An empty day, a batch dropped on it, and the batch opened."""
    album.take(driver, "empty-day")
    driver.drop(batch)
    driver.wait(lambda: batches(driver.context.workspace), "the batch is received")
    album.take(driver, "my-day")
    driver.press(Act.OPEN_BATCH)
    driver.wait(lambda: driver.review.position.view is not None, "the first item is shown")
    driver.wait(driver.at_rest, "the first item is covered and painted")
    album.take(driver, "covered-text")


def see_content(driver: Driver, album: Album) -> None:
    """Least first: outline, then grey, then clear; one key covers all of it."""
    go_to(driver, "boxes")
    album.take(driver, "covered-image")
    driver.press(Act.TOGGLE_REVEAL)
    for level in ("outline", "grey", "clear"):
        reveal_to(driver, level)
        album.take(driver, f"reveal-{level}")
    driver.press(Act.COVER_ALL)
    driver.wait(lambda: driver.review.stage.level == "covered", "one key covers everything")


def reveal_to(driver: Driver, level: str) -> None:
    """Press "more" until this much is shown; grey has several steps of its own."""
    for _ in STEPS:
        if driver.review.stage.level == level:
            driver.wait(driver.at_rest, f"the {level} picture is there")
            return
        driver.press(Act.REVEAL_MORE)
    raise StepFailed(f"this did not happen: {level} is shown")


def give_verdicts(driver: Driver, album: Album) -> Path:
    """A verdict of each kind, a finding with its code (the picture that is returned), a fix, a
    flag, undo and redo."""
    judge(driver, Act.CORRECT, "correct")
    driver.press(Act.INCORRECT)
    driver.type("miss")
    album.take(driver, "finding-codes")
    before = verdicts_given(driver)
    driver.key("Return")
    finding = album.take(driver, "finding")
    driver.press(Act.SAVE_VERDICT)
    driver.wait(lambda: verdicts_given(driver) == before + 1, "the finding is recorded")
    judge(driver, Act.AMBIGUOUS, "ambiguous")
    judge(driver, Act.UNREVIEWABLE, "unreviewable")
    driver.press(Act.FLAG)
    driver.wait(lambda: is_flagged(driver), "the item is flagged")
    count = verdicts_given(driver)
    driver.press(Act.ALL_CORRECT)
    driver.wait(lambda: verdicts_given(driver) > count, "all annotations are correct")
    after = verdicts_given(driver)
    driver.press(Act.UNDO)
    driver.wait(lambda: verdicts_given(driver) == count, "undo takes the verdicts back")
    driver.press(Act.REDO)
    driver.wait(lambda: verdicts_given(driver) == after, "redo gives them again")
    driver.press(Act.FIX_AND_ACCEPT)
    album.take(driver, "fix-and-accept")
    driver.key("Escape")
    return finding


def is_flagged(driver: Driver) -> bool:
    """Whether the item in hand is flagged."""
    view = driver.review.position.view
    return view is not None and view.flagged


def judge(driver: Driver, act: Act, outcome: str) -> None:
    """One key, one verdict: it is recorded and the next annotation is selected."""
    position = driver.review.position
    view, key = position.view, position.key
    assert view is not None
    count = verdicts_given(driver)
    driver.press(act)
    driver.wait(lambda: verdicts_given(driver) == count + 1, f"a verdict “{outcome}” is recorded")
    driver.wait(lambda: position.key != key, "the next annotation is selected")


def verdicts_given(driver: Driver) -> int:
    """How many verdicts stand in the workspace."""
    return sum(summary.verdicts for summary in batches(driver.context.workspace))


def find_things(driver: Driver, album: Album) -> None:
    """A video's storyboard, Khmer and Chinese text, the palette, blind mode."""
    for kind, name in (("video", "video"), ("km", "khmer-text"), ("zh", "chinese-text")):
        go_to(driver, kind)
        album.take(driver, f"{name}-covered")
        driver.press(Act.TOGGLE_REVEAL)
        reveal_to(driver, "clear")
        album.take(driver, name)
        driver.press(Act.COVER_ALL)
    driver.press(Act.PALETTE)
    driver.type("flag")
    album.take(driver, "palette")
    driver.key("Escape")
    driver.press(Act.BLIND)
    driver.wait(lambda: driver.review.position.blind, "annotators are hidden")
    album.take(driver, "blind")
    driver.press(Act.BLIND)
    driver.wait(lambda: not driver.review.position.blind, "annotators are shown")
    driver.press(Act.HELP_SHEET)
    album.take(driver, "keys")
    driver.key("Escape")


def go_to(driver: Driver, wanted: str) -> None:
    """Go to the first item that has boxes, is a video, or is text in a language."""
    for view in every_item(driver):
        kinds = [part.kind for part in view.item.parts]
        boxes = any(
            isinstance(mark.location, Box)
            for entry in view.annotations
            for mark in entry.annotation.marks
        )
        if (
            (wanted == "boxes" and boxes)
            or wanted in kinds
            or (view.item.language == wanted and kinds == ["text"])
        ):
            driver.wait(driver.at_rest, "the item is covered and painted")
            return
    raise StepFailed(f"the sample has no item like this: {wanted}")


def every_item(driver: Driver) -> Iterator[ItemView]:
    """Each item of the batch in turn, in hand while it is yielded."""
    walk = driver.review.presenter.walk
    for place in range(batches(driver.context.workspace)[0].info.items):
        driver.review.position.go(place)
        driver.wait(partial(_is_at, walk, place), "an item")
        assert walk.view is not None
        yield walk.view


def finish_batch(driver: Driver) -> None:
    """Judge what is left by keyboard: whoever differs from most others is put right."""
    position = driver.review.position
    for view in every_item(driver):
        labels = Counter(entry.annotation.labels for entry in view.annotations)
        agreed = labels.most_common(1)[0][0]
        if len(labels) == 1:
            driver.press(Act.ALL_CORRECT)
            continue
        while position.view and position.view.row == view.row:
            key, entry = position.key, position.annotation
            if entry is None or entry.mine is not None:
                break
            labels_given = entry.annotation.labels
            if labels_given == agreed:
                driver.press(Act.CORRECT)
            else:
                put_right(driver, labels_given, agreed)
            driver.wait(partial(_went_on, position, key), "it goes on")
    total = batches(driver.context.workspace)[0].info.annotations
    driver.wait(lambda: verdicts_given(driver) == total, "the whole batch is judged")


def _is_at(walk: Walk, place: int) -> bool:
    """Whether the item at a place of the queue is in hand."""
    return walk.view is not None and walk.place == place


def _went_on(position: Position, key: AnnotationKey | None) -> bool:
    """Whether annotation `key` is left, or has a verdict of one's own."""
    entry = position.annotation
    return position.key != key or entry is None or entry.mine is not None


def put_right(driver: Driver, given: tuple[str, ...], agreed: tuple[str, ...]) -> None:
    """Fix and accept: take the wrong labels off and put the right ones on, by typing."""
    project = driver.review.position.project
    assert project is not None
    named = {label.id: words(label.name, current()) for label in project.labels}
    driver.press(Act.FIX_AND_ACCEPT)
    driver.wait(lambda: driver.review.side.mode == FIXING, "the labels can be put right")
    for label in (*given, *agreed):
        if (label in given) != (label in agreed):
            driver.type(named.get(label, label))
            driver.key("Return")
    driver.press(Act.SAVE_VERDICT)
    driver.wait(lambda: driver.review.side.mode != FIXING, "the verdict is recorded")


def hand_back(driver: Driver, path: Path) -> None:
    """Write the results file."""
    batch = batches(driver.context.workspace)[0].info
    path.unlink(missing_ok=True)
    driver.client.transfer.export(path, batch.project)
    driver.wait(path.is_file, "the results are written")


def read_numbers(driver: Driver, album: Album, batch: Path, results: Path) -> None:
    """The lead takes in both files, in the other order, and reads the numbers."""
    driver.drop(results, batch)
    driver.wait(
        lambda: numbers(driver.context.workspace).all.reviewed > 0, "the results are counted"
    )
    driver.press(Act.GO_NUMBERS)
    driver.press(Act.BY_ANNOTATOR)
    page = driver.client.page(Act.GO_NUMBERS)
    assert isinstance(page, LeadPage)
    driver.wait(lambda: page.model.rowCount() > 0, "the numbers are shown")
    album.take(driver, "numbers-by-annotator")
    driver.press(Act.BY_CODE)
    driver.settle()
    album.take(driver, "numbers-by-code")
    driver.press(Act.BY_ANNOTATOR)
    driver.settle()
    page.table.selectRow(0)
    driver.press(Act.OPEN_ITEMS)
    driver.wait(lambda: driver.review.position.view is not None, "the number opens its items")
    driver.wait(driver.at_rest, "the items are painted")
    album.take(driver, "items-behind-a-number")


def look_around(driver: Driver, album: Album) -> None:
    """The main pages in the three languages, and in the dark."""
    for language, scheme in LOOKS:
        driver.client.settings.change(language=language, scheme=scheme)
        driver.wait(partial(driver.speaks, language), f"the client speaks {language}")
        driver.press(Act.GO_REVIEW)
        driver.wait(lambda: driver.review.position.view is not None, "the item is shown again")
        driver.wait(driver.at_rest, "the item is painted")
        album.take(driver, f"review-{scheme}-{language}")
        for act, name in ((Act.GO_NUMBERS, "numbers"), (Act.GO_TRENDS, "trends"),
                          (Act.GO_TRAIN, "train"), (Act.GO_DAY, "day"),
                          (Act.PREFERENCES, "preferences")):  # fmt: skip
            driver.press(act)
            album.take(driver, f"{name}-{scheme}-{language}")
