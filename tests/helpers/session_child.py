"""A trainer's client as a program of its own, to be killed in the middle of a session.

`python -m tests.helpers.session_child FOLDER INBOX NAME...` leads the first item up to its spread:
two people vote at the keyboard, the others by file. It says "calling" once the vote is called, and
"shown ITEM" when the spread is shown; then it waits for its end.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.helpers.session_driver import begin, page_of, press, vote_at_keyboard
from ui.shell.acts import Act
from ui.shell.launch import make_application
from ui.tour.driver import Driver


def main(folder: str, inbox: str, expected: str, *names: str) -> int:
    """Lead until the spread of the first item is shown; `expected` files come before it."""
    driver = Driver(make_application(), Path(folder), "trainer")
    begin(driver, files=names, inbox=Path(inbox))
    press(driver, Act.SHOW_ROOM, Act.CALL_VOTE)
    presenter = page_of(driver).presenter
    print("calling", flush=True)
    vote_at_keyboard(driver, ("hate", "normal"))
    votes = 2 + int(expected)
    driver.wait(lambda: presenter.round.votes == votes, "the files are taken in", 60)
    press(driver, Act.SHOW_SPREAD)
    print("shown", presenter.slide.item, flush=True)
    sys.stdin.read()
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
