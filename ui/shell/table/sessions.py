"""Guided sessions: the presenter's acts, the voter's at the trainer's keyboard, and the room's."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

SESSION: Rows = {
    Act.NEW_SESSION: (
        later("Begin a session…"),
        "Shift+B",
        "add",
        later("Choose a deck, who takes part and how they vote"),
    ),
    Act.OPEN_SESSION: (
        later("Go on"),
        "B",
        "open",
        later("Go on with the chosen session where it was left"),
    ),
    Act.CALL_VOTE: (
        later("Call the vote"),
        "A",
        "session",
        later("Call the group to vote on the item; after the spread, to vote again"),
    ),
    Act.TAKE_SEAT: (
        later("Vote here…"),
        "S",
        "seat",
        later("Hand the keyboard to one person after another; nobody sees what they say"),
    ),
    Act.GIVE_VOTE: (
        later("Confirm"),
        "Return Enter",
        "next",
        later("Take the keyboard, or give the vote that was chosen"),
    ),
    Act.LEAVE_SEAT: (
        later("Back to the trainer"),
        "Z",
        "previous",
        later("End voting at this keyboard; a vote that was not confirmed is dropped"),
    ),
    Act.SHOW_SPREAD: (
        later("Show the spread"),
        "R",
        "spread",
        later("Close the vote and show how the votes fell; what comes later is late"),
    ),
    Act.SESSION_NOTE: (
        later("Note what is said"),
        "N",
        "note",
        later("Keep a note of the discussion; the room never sees it"),
    ),
    Act.RULE: (
        later("Rule…"),
        "D",
        "settle",
        later("Record the group's answer with its reason and clause"),
    ),
    Act.NEXT_SLIDE: (
        later("Next item"),
        "J Right",
        "next",
        later("Go to the next item of the deck"),
    ),
    Act.PREVIOUS_SLIDE: (
        later("Previous item"),
        "K Left",
        "previous",
        later("Go to the item before in the deck"),
    ),
    Act.SHOW_ROOM: (
        later("Room window"),
        "P",
        "room",
        later("Open the window for the projector, or close it"),
    ),
    Act.ROOM_REVEAL: (
        later("Reveal in the room"),
        "Shift+V",
        "reveal",
        later("Reveal the item for the room, or cover it there again"),
    ),
    Act.ROOM_SCREEN: (
        later("Room on the next screen"),
        "Shift+S",
        "full-screen",
        later("Put the room window on another screen, filling it"),
    ),
    Act.INBOX: (
        later("Watch a folder…"),
        "I",
        "receive",
        later("Take in votes from a shared folder as they come"),
    ),
    Act.AGREE_ACTION: (
        later("Agree on an action…"),
        "Shift+T",
        "add",
        later("Write down what the group will do, who does it, and by when"),
    ),
    Act.WRITE_MINUTES: (
        later("Write the minutes…"),
        "Shift+E",
        "export",
        later("Write what remains of the session to a PDF or a web page, without content"),
    ),
    Act.LEAVE_SESSION: (
        later("All sessions"),
        "Q",
        "previous",
        later("Back to the list; the session waits for you"),
    ),
}
"""What is said by digits is in `learning.CHOOSING`."""
