"""A quiet line where the person has judged the same content before; it stays covered.

The prints of pictures and key frames are made in the stills child when there is nothing else to
do; those of items that are judged are kept, a moment later, behind the verdict's own write.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from smo_review.domain.content import Part
from smo_review.domain.seen import KEY_FRAMES, Print, PrintKind, Seen
from smo_review.domain.views import ItemView
from smo_review.language import tr
from smo_review.operations.seen import keep_prints
from smo_review.queries.seen import already_seen
from ui.review import names
from ui.review.quiet_bar import QuietBar
from ui.shell.actions import Act
from ui.stage.shots import Opened, Source

if TYPE_CHECKING:
    from ui.context import Context
    from ui.review.presenter import ReviewPresenter
    from ui.stage.loader import MediaLoader

REST_MS = 120
"""How long an item is in hand before its prints are made: whoever leafs on is not kept up."""
LOOK_AFTER_MS = 100
"""An item that is left at once needs no note, and its paint comes first."""
KEEP_AFTER_MS = 2000
"""Prints are kept in a pause, so that no verdict waits behind them; so many at a time:"""
AT_ONCE = 20
REMEMBERED = 200
"""Items whose prints are held, for when they are judged."""
NOTE_LENGTH = 120


class Prints:
    """The prints of one item while they come in. `done(prints)` when all are there."""

    def __init__(
        self, view: ItemView, loader: MediaLoader, done: Callable[[tuple[Print, ...]], object]
    ) -> None:
        self._loader = loader
        self._batch = view.batch
        self._found: list[Print] = []
        self._done = done
        media = [(n, part) for n, part in enumerate(view.item.parts) if part.media]
        self._missing = len(media)
        for number, part in media:
            self._ask(number, part)
        if not media:
            done(())

    def _ask(self, number: int, part: Part) -> None:
        source = Source(self._batch, part.media)
        if part.kind == "image":
            self._take(number, "picture", source, 0)
        else:
            self._loader.open(source, lambda opened: self._begin(number, source, opened))

    def _begin(self, number: int, source: Source, opened: Opened) -> None:
        length = opened.probe.duration if opened.probe is not None else 0
        self._missing += KEY_FRAMES - 1
        for frame in range(KEY_FRAMES):
            self._take(number, "frame", source, length * (2 * frame + 1) // (2 * KEY_FRAMES))

    def _take(self, number: int, kind: PrintKind, source: Source, at: int) -> None:
        def came(bits: bytes) -> None:
            if bits:
                self._found.append(Print(number, kind, bits))
            self._missing -= 1
            if self._missing == 0:
                self._done(tuple(self._found))

        self._loader.print_of(source, at, came)


class SeenNotes(QObject):
    """Between the item in hand, its prints and the line above it."""

    def __init__(
        self, context: Context, presenter: ReviewPresenter, loader: MediaLoader, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = presenter
        self._walk = presenter.walk
        self._loader = loader
        self._prints: dict[int, tuple[Print, ...] | None] = {}
        """By item row; None while they are being made."""
        self._judged: set[int] = set()
        self._seen: Seen | None = None
        self.bar = QuietBar(context.actions, (Act.OPEN_SEEN,), Act.PUT_AWAY)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._make)
        self._walk.arrived.connect(self._arrived)
        presenter.judged.connect(self._on_judged)
        context.signals.covered_wanted.connect(self.keep)
        context.actions.bind(Act.OPEN_SEEN, self._open, self.bar)
        context.actions.action(Act.OPEN_SEEN).setEnabled(False)

    def keep(self) -> None:
        """Keep the prints of what was judged, as far as they are made."""
        ready = [row for row in self._judged if self._prints.get(row) is not None]
        if len(ready) > AT_ONCE:
            self._timer.start()
        for row in ready[:AT_ONCE]:
            self._judged.discard(row)
            self._context.tasks.write(keep_prints, self._context.workspace, row, self._prints[row])

    def _arrived(self) -> None:
        self._show(None)
        view = self._walk.view
        if view is None or not view.item.parts:
            return
        if view.row in self._prints:
            self._soon.start()
        else:
            self._rest.start()

    def _make(self) -> None:
        """Begin the prints of the item in hand, if nobody has."""
        view = self._walk.view
        if view is None or view.row in self._prints:
            return
        self._prints[view.row] = None
        while len(self._prints) > REMEMBERED:
            self._prints.pop(next(iter(self._prints)))
        Prints(view, self._loader, lambda prints: self._made(view.row, prints))

    def _made(self, row: int, prints: tuple[Print, ...]) -> None:
        self._prints[row] = prints
        if row in self._judged:
            self._timer.start()
        if self._walk.view is not None and self._walk.view.row == row:
            self._soon.start()

    def _look(self) -> None:
        view = self._walk.view
        prints = self._prints.get(view.row) if view is not None else None
        if prints is None or view is None:
            return
        row = view.row

        def found(seen: Seen | None) -> None:
            if self._walk.view is not None and self._walk.view.row == row:
                self._show(seen)

        self._context.tasks.read(
            already_seen, self._context.workspace, row, prints, done=found, key="review-seen"
        )

    def _on_judged(self, verdicts: int) -> None:
        view = self._walk.view
        if view is not None and verdicts:
            self._make()
            self._judged.add(view.row)
            self._timer.start()

    def _show(self, seen: Seen | None) -> None:
        self._seen = seen
        self._context.actions.action(Act.OPEN_SEEN).setEnabled(seen is not None)
        self.bar.say(seen_text(seen) if seen is not None else "", Act.OPEN_SEEN)

    def _open(self) -> None:
        """Go to the earlier item, covered like every other; a new verdict there comes back here."""
        seen, view = self._seen, self._walk.view
        if seen is not None and view is not None:
            at = self._presenter.position
            at.go_item(seen.batch, seen.item)
            at.back = (view.batch, view.item.id)


def seen_text(seen: Seen) -> str:
    """What the person said before, in one line."""
    day = datetime.fromtimestamp(seen.time / 1_000_000).date().isoformat()
    said = names.outcome_words(seen.outcomes)
    if seen.codes:
        said = f"{said} ({', '.join(seen.codes)})"
    told = {"day": day, "said": said}
    words = (
        tr("You judged the same content on {day}: {said}", **told)
        if seen.same
        else tr("You judged nearly the same content on {day}: {said}", **told)
    )
    if not seen.note:
        return words
    note = " ".join(seen.note.split())
    short = note if len(note) <= NOTE_LENGTH else f"{note[:NOTE_LENGTH]}…"
    return tr("{words} – “{note}”", words=words, note=short)
