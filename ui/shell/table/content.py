"""Looking at content: zoom, turn, parts of a post, and playing a video."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

CONTENT: Rows = {
    Act.ZOOM_IN: (later("Zoom in"), "Ctrl+= Ctrl++", "zoom-in", later("Make the content larger")),
    Act.ZOOM_OUT: (later("Zoom out"), "Ctrl+-", "zoom-out", later("Make the content smaller")),
    Act.ZOOM_FIT: (later("Fit"), "Ctrl+0", "fit", later("Fit the content to the stage")),
    Act.PAN_LEFT: (later("Move left"), "Alt+Left", "", later("Move over the content")),
    Act.PAN_RIGHT: (later("Move right"), "Alt+Right", "", later("Move over the content")),
    Act.PAN_UP: (later("Move up"), "Alt+Up", "", later("Move over the content")),
    Act.PAN_DOWN: (later("Move down"), "Alt+Down", "", later("Move over the content")),
    Act.ROTATE: (later("Rotate"), "T", "rotate", later("Turn the content by a quarter")),
    Act.MARKS: (
        later("Put labels away"),
        "H",
        "marks",
        later("See the content without its labels, or show them again"),
    ),
    Act.NEXT_PART: (later("Next part"), "]", "next-part", later("Show the next part of the post")),
    Act.PREVIOUS_PART: (
        later("Previous part"),
        "[",
        "previous-part",
        later("Show the part before"),
    ),
    Act.PLAY_PAUSE: (
        later("Play or pause"),
        "M",
        "play",
        later("Play the video, covered as it is, or pause it"),
    ),
    Act.SEEK_BACK: (
        later("Back 5 seconds"),
        "Shift+Left",
        "seek-back",
        later("Go back in the video"),
    ),
    Act.SEEK_FORWARD: (
        later("Forward 5 seconds"),
        "Shift+Right",
        "seek-forward",
        later("Go on in the video"),
    ),
    Act.STEP_BACK: (later("Frame back"), ",", "step-back", later("Show the frame before")),
    Act.STEP_FORWARD: (later("Frame forward"), ".", "step-forward", later("Show the next frame")),
    Act.VIDEO_SLOWER: (later("Slower"), "<", "slower", later("Play the video more slowly")),
    Act.VIDEO_FASTER: (later("Faster"), ">", "faster", later("Play the video faster")),
    Act.KEY_FRAMES: (
        later("Key frames"),
        "Shift+M",
        "key-frames",
        later("Go back to the covered key frames of the video"),
    ),
    Act.SOUND: (
        later("Sound on or off"),
        "U",
        "sound",
        later("Hear this video while it plays; the next one is silent again"),
    ),
    Act.SOFTER: (later("Softer"), "Shift+Down", "softer", later("Make the sound softer")),
    Act.LOUDER: (later("Louder"), "Shift+Up", "louder", later("Make the sound louder, to a limit")),
    Act.TRANSCRIPT: (
        later("Transcript"),
        "C",
        "transcript",
        later("Read what is said in the video, or cover it"),
    ),
    Act.RANGE_START: (
        later("Range starts here"),
        "Shift+I",
        "range-start",
        later("Mark the start of a time range"),
    ),
    Act.RANGE_END: (
        later("Range ends here"),
        "Shift+O",
        "range-end",
        later("Mark the end of a time range"),
    ),
    Act.PLAY_RANGE: (
        later("Play the range"),
        "Shift+P",
        "play-range",
        later("Play the marked time range once"),
    ),
    Act.USE_RANGE: (
        later("Use the range"),
        "O",
        "use-range",
        later("Say in the finding that it is in the marked time range"),
    ),
    Act.NEXT_RANGE: (
        later("Next label in time"),
        "Ctrl+]",
        "next-range",
        later("Go to the next label that lies on a time range"),
    ),
    Act.PREVIOUS_RANGE: (
        later("Label in time before"),
        "Ctrl+[",
        "previous-range",
        later("Go to the label in time before"),
    ),
    Act.NEXT_PHRASE: (
        later("Next masked phrase"),
        "W",
        "",
        later("Reveal the next masked phrase of the text, alone"),
    ),
    Act.FIND_IN_TEXT: (
        later("Find in the text"),
        "/",
        "",
        later("Look for words in what can be read of the text"),
    ),
}
