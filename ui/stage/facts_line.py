"""One quiet line that says what is coming, from what came with the item and nothing else.

Never from annotations or gold, and blind only a severity band. No pictogram and no alarm colour.
"""

from __future__ import annotations

from smo_review.domain.content import Item, Part
from smo_review.domain.pictures import Probe
from smo_review.language import tr

MILD = 2
"""Up to this severity the band is the milder one."""


def facts(item: Item, part: Part | None, probe: Probe | None, blind: bool) -> str:
    """The line for an item and the part that is meant; `probe` is what its file was found to be."""
    if blind:
        return _band(item.severity)
    told = [item.category] if item.category else []
    if item.severity is not None:
        told.append(tr("Severity {n} of 4", n=item.severity))
    if part is not None:
        told.append(_part_facts(item, part, probe))
    return " · ".join(told)


def _band(severity: int | None) -> str:
    if severity is None:
        return tr("Severity not given")
    return tr("Severity 0 to 2") if severity <= MILD else tr("Severity 3 to 4")


def _part_facts(item: Item, part: Part, probe: Probe | None) -> str:
    if part.kind == "text":
        length = tr("Text, {n} characters", n=len(part.text))
        language = language_name(item.language)
        return f"{length}, {language}" if language else length
    if part.kind == "image":
        if probe is None or not probe.width:
            return tr("Image")
        return tr("Image, {width} × {height} px", width=probe.width, height=probe.height)
    if probe is None or not probe.duration:
        return tr("Video")
    return tr(
        "Video, {length}, {width} × {height} px",
        length=length_text(probe.duration),
        width=probe.width,
        height=probe.height,
    )


def length_text(milliseconds: int) -> str:
    """Minutes and whole seconds: 0:07."""
    seconds = round(milliseconds / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def language_name(code: str) -> str:
    """The language of an item in words; a code that is not known is shown as it is."""
    return {"en": tr("English"), "km": tr("Khmer"), "zh": tr("Chinese")}.get(code, code)
