"""The one table of everything a person can do in the client.

Menus, tooltips, buttons, the palette, the help sheet and the preferences all read it. A key may
be used once in the whole of a place and everywhere together; a test holds that.
"""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import CHECKABLE, HELD, REPEATED, SHARED, Act, Group, Spec, Where

Rows = dict[Act, tuple[str, str, str, str]]
"""Words, keys with spaces between, icon, and what it does."""

_FILE: Rows = {
    Act.RECEIVE: (
        later("Receive files…"),
        "Ctrl+O",
        "receive",
        later("Take in a batch or results from a file"),
    ),
    Act.EXPORT_RESULTS: (
        later("Hand back results…"),
        "Ctrl+E",
        "export",
        later("Write your verdicts to a results file"),
    ),
    Act.PREFERENCES: (
        later("Preferences"),
        "Ctrl+,",
        "preferences",
        later("Language, looks, covering and keys"),
    ),
    Act.QUIT: (later("Quit"), "Ctrl+Q", "", later("Close SMO Review; nothing is lost")),
}
_FILE_BATCH: Rows = {
    Act.PURGE_BATCH: (
        later("Purge content of the batch…"),
        "",
        "purge",
        later("Destroy the content of a batch; its verdicts and numbers stay"),
    ),
}
_VERDICT: Rows = {
    Act.CORRECT: (later("Correct"), "A", "correct", later("The annotation is right")),
    Act.INCORRECT: (
        later("Incorrect"),
        "R",
        "incorrect",
        later("The annotation is wrong: name the error"),
    ),
    Act.AMBIGUOUS: (
        later("Ambiguous"),
        "S",
        "ambiguous",
        later("The guideline does not decide it"),
    ),
    Act.UNREVIEWABLE: (
        later("Unreviewable"),
        "D",
        "unreviewable",
        later("It cannot be seen or played"),
    ),
    Act.ALL_CORRECT: (
        later("All correct"),
        "Shift+A",
        "all-correct",
        later("Every annotation of this item is right"),
    ),
    Act.FIX_AND_ACCEPT: (
        later("Fix and accept"),
        "F",
        "fix",
        later("Say how the annotation should have been"),
    ),
    Act.ADD_FINDING: (
        later("Add a finding"),
        "Shift+R Ctrl+N",
        "add",
        later("Name one more error in this annotation"),
    ),
    Act.SAVE_VERDICT: (
        later("Record the verdict"),
        "Ctrl+Return",
        "save",
        later("Keep the findings as they are now"),
    ),
    Act.WITHDRAW: (
        later("Withdraw the verdict"),
        "Delete",
        "withdraw",
        later("Your verdict on this annotation no longer stands"),
    ),
    Act.NOTE: (later("Write a note"), "E", "note", later("Add words to the verdict")),
    Act.SNIPPETS: (
        later("Insert a snippet"),
        "Ctrl+;",
        "snippet",
        later("Put a prepared sentence into the note"),
    ),
    Act.PIN: (
        later("Pin a place"),
        "I Ctrl+I",
        "pin",
        later("Mark where the error is on the image, frame or text"),
    ),
    Act.SETTLE: (
        later("Settle"),
        "Shift+S",
        "settle",
        later("Of several verdicts, choose the one that holds"),
    ),
    Act.UNDO: (
        later("Undo"),
        "Ctrl+Z Backspace",
        "undo",
        later("Take back the last step, on whatever item it was"),
    ),
    Act.REDO: (later("Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", later("Do again what was undone")),
}
_ITEM: Rows = {
    Act.NEXT_ANNOTATION: (
        later("Next annotation"),
        "N",
        "down",
        later("Go to the next annotation of this item"),
    ),
    Act.PREVIOUS_ANNOTATION: (
        later("Previous annotation"),
        "P",
        "up",
        later("Go to the annotation before"),
    ),
    Act.NEXT_ITEM: (
        later("Next item"),
        "J Right",
        "next",
        later("Go to the next item of the queue"),
    ),
    Act.PREVIOUS_ITEM: (
        later("Previous item"),
        "K Left",
        "previous",
        later("Go to the item before"),
    ),
    Act.LAST_ANSWER: (
        later("Last answer"),
        "Z",
        "undo",
        later("Look at your last answer again; once more for the one before"),
    ),
    Act.FLAG: (later("Flag"), "G", "flag", later("Mark the item for a second look")),
    Act.FLAG_NOTE: (
        later("Flag with a note"),
        "Shift+G",
        "flag",
        later("Mark the item for a second look and say why"),
    ),
    Act.FIND: (
        later("Find in the queue"),
        "Ctrl+F",
        "find",
        later("Search content and notes"),
    ),
    Act.FILTER: (
        later("Filter the queue"),
        "Q",
        "filter",
        later("Show the items of one annotator, label or language"),
    ),
    Act.JUMP: (
        later("Jump to an item"),
        "Ctrl+G",
        "jump",
        later("Go to an item by its number or id"),
    ),
    Act.BLIND: (
        later("Hide annotators"),
        "B",
        "blind",
        later("Judge without knowing who annotated"),
    ),
    Act.GUIDELINE: (later("Search the guideline"), "Ctrl+L", "guideline", later("Find a clause")),
}
_COVER: Rows = {
    Act.COVER_ALL: (later("Cover everything"), "Esc", "cover", later("Cover all content at once")),
}
_REVEAL: Rows = {
    Act.HOLD_REVEAL: (
        later("Hold to reveal"),
        "Space",
        "reveal",
        later("Reveal while the key is down"),
    ),
    Act.TOGGLE_REVEAL: (
        later("Reveal or cover"),
        "V",
        "reveal",
        later("Reveal for a while, or cover again"),
    ),
    Act.REVEAL_MORE: (
        later("Reveal more"),
        "+ =",
        "more",
        later("One step clearer: outline, grey, clear"),
    ),
    Act.REVEAL_LESS: (later("Reveal less"), "-", "less", later("One step back towards the cover")),
    Act.LENS: (later("Lens"), "L", "lens", later("Reveal one region only")),
}
_CONTENT: Rows = {
    Act.ZOOM_IN: (later("Zoom in"), "Ctrl+= Ctrl++", "zoom-in", later("Make the content larger")),
    Act.ZOOM_OUT: (later("Zoom out"), "Ctrl+-", "zoom-out", later("Make the content smaller")),
    Act.ZOOM_FIT: (later("Fit"), "Ctrl+0", "fit", later("Fit the content to the stage")),
    Act.PAN_LEFT: (later("Move left"), "Alt+Left", "", later("Move over the content")),
    Act.PAN_RIGHT: (later("Move right"), "Alt+Right", "", later("Move over the content")),
    Act.PAN_UP: (later("Move up"), "Alt+Up", "", later("Move over the content")),
    Act.PAN_DOWN: (later("Move down"), "Alt+Down", "", later("Move over the content")),
    Act.ROTATE: (later("Rotate"), "T", "rotate", later("Turn the content by a quarter")),
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
        later("Play the video, covered and silent, or pause it"),
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
}
_NUMBERS: Rows = {
    Act.BY_ANNOTATOR: (
        later("By annotator"),
        "1",
        "",
        later("Numbers of each annotator and model"),
    ),
    Act.BY_LABEL: (later("By label"), "2", "", later("Numbers of each label")),
    Act.BY_CODE: (later("By error code"), "3", "", later("Numbers of each error code")),
    Act.BY_AUDITOR: (later("By auditor"), "4", "", later("Numbers of each auditor")),
    Act.BY_DAY: (later("By day"), "5", "", later("Numbers of each day")),
    Act.OPEN_ITEMS: (
        later("Open these items"),
        "O",
        "open",
        later("See the items behind the chosen number"),
    ),
}
_GO: Rows = {
    Act.GO_DAY: (later("My day"), "Ctrl+1", "day", later("What is due, done and left")),
    Act.GO_REVIEW: (later("Review"), "Ctrl+2", "review", later("The items of the open batch")),
    Act.GO_NUMBERS: (
        later("Numbers"),
        "Ctrl+3",
        "numbers",
        later("Accuracy and errors, with their uncertainty"),
    ),
    Act.GO_MINE: (later("Only for me"), "Ctrl+4", "mine", later("What only you can see")),
    Act.FULL_SCREEN: (
        later("Full screen"),
        "F11",
        "full-screen",
        later("Use the whole screen, or go back to a window"),
    ),
    Act.PALETTE: (later("Find an action"), "Ctrl+K", "palette", later("Type what you want to do")),
}
_GO_DAY: Rows = {
    Act.OPEN_BATCH: (
        later("Open the batch"),
        "O",
        "open",
        later("Go on with the chosen batch where you were"),
    ),
}
_MINE: Rows = {
    Act.ERASE_MINE: (later("Erase my figures…"), "", "purge", later("They are gone for good")),
}
_HELP: Rows = {
    Act.HELP_SHEET: (later("Keys and help"), "F1 ?", "help", later("Every action and its key")),
    Act.ABOUT: (later("About SMO Review"), "", "about", later("Version and licence")),
}


def _specs(group: Group, where: Where, rows: Rows) -> dict[Act, Spec]:
    return {
        act: Spec(
            text,
            tuple(keys.split()),
            group,
            help_text,
            where,
            icon,
            checkable=act in CHECKABLE,
            repeats=act in REPEATED,
            hold=act in HELD,
            shared=act in SHARED,
        )
        for act, (text, keys, icon, help_text) in rows.items()
    }


SPECS: dict[Act, Spec] = {
    **_specs(Group.FILE, "everywhere", _FILE),
    **_specs(Group.FILE, "review", _FILE_BATCH),
    **_specs(Group.VERDICT, "review", _VERDICT),
    **_specs(Group.ITEM, "review", _ITEM),
    **_specs(Group.COVER, "everywhere", _COVER),
    **_specs(Group.COVER, "review", _REVEAL),
    **_specs(Group.CONTENT, "review", _CONTENT),
    **_specs(Group.NUMBERS, "numbers", _NUMBERS),
    **_specs(Group.GO, "everywhere", _GO),
    **_specs(Group.GO, "day", _GO_DAY),
    **_specs(Group.GO, "mine", _MINE),
    **_specs(Group.HELP, "everywhere", _HELP),
}


def share_a_place(one: Act, other: Act) -> bool:
    """Whether both actions can be meant at the same time."""
    places = {SPECS[one].where, SPECS[other].where}
    return len(places) == 1 or "everywhere" in places
