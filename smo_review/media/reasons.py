"""Why something cannot be shown: a code in the child, plain words in the client."""

from __future__ import annotations

from typing import Literal, TypeAlias

from smo_review.domain.errors import UserError
from smo_review.language import tr

Reason: TypeAlias = Literal[
    "empty",
    "unknown",
    "broken",
    "cut",
    "pixels",
    "bytes",
    "duration",
    "memory",
    "streams",
    "sound",
    "frames",
    "end",
    "gone",
    "time",
    "crash",
    "missing",
]


class Refused(Exception):
    """Raised in the child; only its code travels to the client."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Unshowable(UserError):
    """A picture or video that cannot be shown. `reason` is the code, `what` the plain words."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(
            words(reason), do=tr("Judge it as unreviewable, or ask for another copy of the file.")
        )
        self.reason: Reason = reason


def words(reason: Reason) -> str:
    """The reason in the person's language."""
    return {
        "empty": tr("This file is empty."),
        "unknown": tr("This is not a picture or video of a kind that can be shown."),
        "broken": tr("This file is damaged and cannot be decoded."),
        "cut": tr("This file is damaged: it ends too early."),
        "pixels": tr("This picture is too large to be shown safely."),
        "bytes": tr("This file is too large to be shown safely."),
        "duration": tr("This video is too long to be shown safely."),
        "memory": tr("Showing this file would need more memory than is allowed."),
        "streams": tr("This video holds too many streams to be shown safely."),
        "sound": tr("This file holds no pictures, only sound or other data."),
        "frames": tr("No frame of this video can be decoded."),
        "end": tr("This video has no such frame."),
        "gone": tr("This file is no longer at hand."),
        "time": tr("Decoding this file took too long and was stopped."),
        "crash": tr("Decoding this file failed and was stopped."),
        "missing": tr("This file cannot be read."),
    }[reason]
