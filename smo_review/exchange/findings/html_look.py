"""The words of the HTML form; its style and script lie in resources/forms."""

from __future__ import annotations

from importlib import resources

from smo_review.language import later

TEXTS = {
    "title": later("Findings on your annotations"),
    "language": later("Language"),
    "what": later("Each finding is an error that an auditor found in one of your annotations."),
    "how": later(
        "Accept a finding, or dispute it and say why. What you leave open you can answer later."
    ),
    "back": later(
        "Press “Save my answers” and hand the saved file back. Nothing is sent anywhere by itself."
    ),
    "reason": later("Reason (needed to dispute)"),
    "save": later("Save my answers"),
    "missing": later("A dispute needs its reason. Fill in the marked fields, then save again."),
    "no_script": later("This browser runs no scripts: please answer in the spreadsheet instead."),
}


def look(name: str) -> str:
    """The text of `findings.css` or `findings.js`."""
    return (resources.files("resources") / "forms" / name).read_text("utf-8")
