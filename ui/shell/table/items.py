"""Going through items, and what is kept of one."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

ITEM: Rows = {
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
    Act.GUIDELINE: (
        later("Search the guideline"),
        "Ctrl+L",
        "guideline",
        later("Find a clause, a case, a ruling or a question by its words"),
    ),
    Act.LIGHTER: (
        later("Lighter items"),
        "Shift+L",
        "lighter",
        later("Show the open items of low severity, or all items again"),
    ),
    Act.OPEN_SEEN: (
        later("Open the earlier item"),
        "Shift+Y",
        "open",
        later("Go to the same or nearly the same item that you judged before"),
    ),
    Act.PUT_AWAY: (
        later("Put the line away"),
        "Shift+W",
        "close",
        later("Close an offer or a note above the item"),
    ),
}
