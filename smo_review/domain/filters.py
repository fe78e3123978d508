"""Which judged annotations a figure is about: one record for every page, command and report."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Purpose: TypeAlias = Literal["measurement", "risk", "all"]
Clock: TypeAlias = Literal["judged", "made"]
"""The day of the verdict, or the day when the annotation was made (where it says so)."""
Wanted: TypeAlias = Literal[
    "", "correct", "incorrect", "critical", "ambiguous", "unreviewable", "unsettled"
]
"""What the verdicts come to. Critical ones are among the incorrect."""
NONE = "(none)"
"""As a label: none at all."""


class Filter(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Empty fields do not filter. `since` and `until` are ISO dates, both included.

    `team` is one of the project's roster, `auditor` is a person id, `stratum` as it was drawn.
    Batches that were drawn for their risk are left out unless `purpose` asks for them: what was
    looked for cannot measure.

    With `right_label` the two speak of a finding: `label`, where it is given, was said instead of
    `right_label`. `NONE` is no label at all, in both.
    """

    project: str = ""
    batch: str = ""
    annotator: str = ""
    team: str = ""
    label: str = ""
    code: str = ""
    clause: str = ""
    auditor: str = ""
    language: str = ""
    stratum: str = ""
    severity: int | None = None
    outcome: Wanted = ""
    right_label: str = ""
    since: str = ""
    until: str = ""
    clock: Clock = "judged"
    purpose: Purpose = "measurement"

    @property
    def only_batches(self) -> bool:
        """Whether it chooses among batches alone: then the roll-ups answer at once."""
        return self == Filter(project=self.project, batch=self.batch, purpose=self.purpose)


EVERYTHING = Filter()
"""All that measures."""


Choice: TypeAlias = tuple[str, str]
"""What a field may hold, and how a person reads it."""


class FilterChoices(Struct, frozen=True):
    """What a filter can be set to in a workspace, each in the order to show it."""

    batch: tuple[Choice, ...] = ()
    annotator: tuple[Choice, ...] = ()
    team: tuple[Choice, ...] = ()
    label: tuple[Choice, ...] = ()
    code: tuple[Choice, ...] = ()
    clause: tuple[Choice, ...] = ()
    language: tuple[Choice, ...] = ()
    auditor: tuple[Choice, ...] = ()

    def name(self, field: str, key: str) -> str:
        """How a person reads a value of a field; the value itself where it has no name."""
        known: tuple[Choice, ...] = getattr(self, field, ())
        return next((name for one, name in known if one == key), key)


SETTING = "filters"
"""The setting of a workspace that keeps what its figures were about last."""
