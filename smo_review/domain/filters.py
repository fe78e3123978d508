"""Which judged annotations a figure is about: one record for every page, command and report."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Purpose: TypeAlias = Literal["measurement", "risk", "all"]
Clock: TypeAlias = Literal["judged", "made"]
"""The day of the verdict, or the day when the annotation was made (where it says so)."""


class Filter(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Empty fields do not filter. `since` and `until` are ISO dates, both included.

    `auditor` is a person id, `stratum` as it was drawn. Batches that were drawn for their risk are
    left out unless `purpose` asks for them: what was looked for cannot measure.
    """

    project: str = ""
    batch: str = ""
    annotator: str = ""
    label: str = ""
    code: str = ""
    clause: str = ""
    auditor: str = ""
    language: str = ""
    stratum: str = ""
    severity: int | None = None
    since: str = ""
    until: str = ""
    clock: Clock = "judged"
    purpose: Purpose = "measurement"


EVERYTHING = Filter()
"""All that measures."""
