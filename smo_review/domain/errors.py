"""Known failures, told in plain words: what happened, where, and what to do."""

from __future__ import annotations


class UserError(Exception):
    """A refusal that the person can act on. It is never a bug and never shows a traceback.

    `what` says what happened, `where` names the file, part, line or field (may be empty), and
    `do` the next step. All three are already in the person's language.
    """

    def __init__(self, what: str, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.what, f"({self.where})" if self.where else "", self.do) if part
        )


class Cancelled(Exception):
    """The person cancelled; whatever was under way has been taken back. Exit code 130."""
