"""What a stage holds: images and pixels larger than a cover, wherever Python can reach them."""

from __future__ import annotations

import gc
from collections import deque
from typing import Any

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from tests.helpers.stage_media import FakeStills
from ui.stage.stage import Stage


def large_images(stage: Stage) -> list[str]:
    """Images and pixels larger than a cover, anywhere that Python can reach from the stage."""
    gc.collect()
    found: list[str] = []
    seen: set[int] = set()
    waiting: deque[tuple[str, Any]] = deque([("stage", stage), ("loader", stage._loader)])
    while waiting:
        name, thing = waiting.popleft()
        if id(thing) in seen or isinstance(thing, FakeStills | type):
            continue
        seen.add(id(thing))
        if isinstance(thing, QImage | QPixmap):
            if max(thing.width(), thing.height()) > 16:
                found.append(name)
        elif isinstance(thing, bytes | bytearray | memoryview):
            if len(thing) > 16 * 16 * 4:
                found.append(name)
        elif isinstance(thing, dict):
            waiting.extend((f"{name}[{key!r}]", value) for key, value in thing.items())
        elif isinstance(thing, list | tuple | set | deque):
            waiting.extend((f"{name}[]", value) for value in thing)
        elif callable(thing) and getattr(thing, "__closure__", None):
            waiting.extend((f"{name}()", _content(cell)) for cell in thing.__closure__)
        elif type(thing).__module__.startswith(("ui.", "smo_review.")):
            inside = dict(getattr(thing, "__dict__", {}))
            for kind in type(thing).__mro__:
                for slot in getattr(kind, "__slots__", ()) or ():
                    inside[slot] = getattr(thing, slot, None)
            for field_name in getattr(thing, "__struct_fields__", ()):
                inside[field_name] = getattr(thing, field_name)
            waiting.extend((f"{name}.{key}", value) for key, value in inside.items())
            if isinstance(thing, QWidget):
                waiting.extend((f"{name}>", child) for child in thing.children())
    return found


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None
