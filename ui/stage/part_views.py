"""The view for each kind of part, and what each key does to the one that is meant."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtWidgets import QWidget

from smo_review.domain.content import Part
from smo_review.domain.masking import WordFinder
from smo_review.domain.project import MaskList
from ui.shell.actions import Act, Actions
from ui.stage.loader import MediaLoader
from ui.stage.paged_view import PagedImageView
from ui.stage.part_view import PartView
from ui.stage.shots import Source
from ui.stage.text_view import TextView
from ui.stage.translated_view import TranslatedView
from ui.stage.video_view import VideoView

ZOOM_STEP = 1.25
SEEK_STEP = 5000


def part_view(
    batch: str,
    index: int,
    part: Part,
    loader: MediaLoader,
    actions: Actions,
    reading: float,
    masks: tuple[MaskList, ...],
    parent: QWidget,
) -> PartView:
    """A view of part `index` of an item of `batch`, which shows nothing yet.

    Texts are `reading` times the usual reading size.
    """
    if part.kind == "text":
        finder = _finder(masks)
        if part.translation:
            return TranslatedView(index, part, reading, finder, parent)
        return TextView(index, part.text, reading, parent, finder)
    source = Source(batch, part.media)
    key = actions.key_text(Act.UNREVIEWABLE)
    if part.kind == "image":
        return PagedImageView(index, source, loader, key, actions, parent)
    return VideoView(index, source, loader, key, actions, part.transcript, parent)


@lru_cache(maxsize=4)
def _finder(masks: tuple[MaskList, ...]) -> WordFinder | None:
    """One finder for all texts of a project; None where nothing is masked by its words."""
    words = [word for one in masks for word in one.words]
    return WordFinder(words, whole=True) if words else None


VIEW_ACTS: dict[Act, Callable[[PartView], None]] = {
    Act.ZOOM_IN: lambda view: view.zoom(ZOOM_STEP),
    Act.ZOOM_OUT: lambda view: view.zoom(1 / ZOOM_STEP),
    Act.ZOOM_FIT: lambda view: view.zoom(0),
    Act.PAN_LEFT: lambda view: view.pan(-1, 0),
    Act.PAN_RIGHT: lambda view: view.pan(1, 0),
    Act.PAN_UP: lambda view: view.pan(0, -1),
    Act.PAN_DOWN: lambda view: view.pan(0, 1),
    Act.ROTATE: lambda view: view.rotate(),
    Act.MARKS: lambda view: view.toggle_marks(),
    Act.PLAY_PAUSE: lambda view: view.play_pause(),
    Act.SEEK_BACK: lambda view: view.seek_by(-SEEK_STEP),
    Act.SEEK_FORWARD: lambda view: view.seek_by(SEEK_STEP),
    Act.STEP_BACK: lambda view: view.step_by(-1),
    Act.STEP_FORWARD: lambda view: view.step_by(1),
    Act.VIDEO_SLOWER: lambda view: view.change_speed(-1),
    Act.VIDEO_FASTER: lambda view: view.change_speed(1),
    Act.KEY_FRAMES: lambda view: view.show_board(),
    Act.NEXT_PHRASE: lambda view: view.next_phrase(),
    Act.FIND_IN_TEXT: lambda view: view.start_find(),
    Act.SOUND: lambda view: view.toggle_sound(),
    Act.SOFTER: lambda view: view.change_volume(-1),
    Act.LOUDER: lambda view: view.change_volume(1),
    Act.TRANSCRIPT: lambda view: view.toggle_transcript(),
    Act.RANGE_START: lambda view: view.mark_range(start=True),
    Act.RANGE_END: lambda view: view.mark_range(start=False),
    Act.PLAY_RANGE: lambda view: view.play_range(),
    Act.USE_RANGE: lambda view: view.start_range(),
    Act.NEXT_RANGE: lambda view: view.next_range(1),
    Act.PREVIOUS_RANGE: lambda view: view.next_range(-1),
}
