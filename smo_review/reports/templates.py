"""Templates of reports: ours, each replaced by a file of the same name in a team's own folder.

Jinja2 in its sandbox: a template sees the report and nothing else, every text is escaped, and a
name that is not there is an error instead of a gap. Style and parts may be replaced alone.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from smo_review.domain.errors import UserError
from smo_review.language import tr, translated

OURS = Path(__file__).resolve().parents[2] / "resources" / "reports"
_ENDINGS = (".html", ".css")
_MOST_BYTES = 1_000_000
_LOADING = {
    "src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping",
}  # fmt: skip
"""Attributes that make a browser fetch something by itself."""
_BROKEN = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError,
    RecursionError,
)  # fmt: skip
"""What a template that asks for the impossible raises."""


class Templates:
    """The templates of a folder over ours. UserError where there is no such folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None and not folder.is_dir():
            raise UserError(
                tr("There is no such folder of templates."),
                str(folder),
                tr("Name a folder with files like annotator.html or style.css."),
            )
        self._files = _files(folder)
        self.digest = _digest(self._files)

    def told(
        self, name: str, filters: Mapping[str, Callable[..., Any]], values: Mapping[str, Any]
    ) -> str:
        """The page of one template; UserError says where a template is broken."""
        places = [str(self.folder)] if self.folder is not None else []
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([*places, str(OURS)]),
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(filters)
        environment.globals["tr"] = _tr
        try:
            page = environment.get_template(name).render(**values)
        except _BROKEN as error:
            raise _refusal(error, self._files, name) from error
        except OSError as error:
            raise UserError(
                tr("A template cannot be read: {reason}.", reason=error.strerror or str(error)),
                str(error.filename or name),
                tr("Correct the template, or leave it out to use ours."),
            ) from error
        _stays_offline(page, str(self.folder or OURS))
        return page


def _tr(text: str, **values: object) -> str:
    """`tr` for templates: our words are found in the catalogue, a team's own stay as they are."""
    words = translated(text)
    return words.format(**values) if values else words


def _files(folder: Path | None) -> dict[str, Path]:
    """The file that each template name means; UserError for one too large to be a template."""
    found: dict[str, Path] = {}
    for place in (OURS, folder):
        if place is not None:
            for path in sorted(place.iterdir()):
                if path.suffix in _ENDINGS and path.is_file():
                    found[path.name] = path
                    if path.stat().st_size > _MOST_BYTES:
                        raise UserError(
                            tr("A template is larger than {n} bytes.", n=_MOST_BYTES),
                            str(path),
                            tr("Correct the template, or leave it out to use ours."),
                        )
    return found


def _digest(files: Mapping[str, Path]) -> str:
    told = hashlib.sha256()
    for name, path in sorted(files.items()):
        told.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()


def _refusal(error: BaseException, files: Mapping[str, Path], asked: str) -> UserError:
    """A broken template in plain words: which file, which line, what is wrong there."""
    name, line = asked, 0
    if isinstance(error, TemplateSyntaxError):
        name, line = error.filename or error.name or asked, error.lineno
    else:
        ours = {str(path) for path in files.values()}
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in ours:
                name, line = frame.filename, frame.lineno or 0
    path = str(files.get(Path(name).name, name))
    reason = getattr(error, "message", None) or str(error) or type(error).__name__
    return UserError(
        tr("A template of the report is broken: {reason}.", reason=str(reason).rstrip(".")),
        tr("{path}, line {line}", path=path, line=line) if line else path,
        tr("Correct the template, or leave it out to use ours."),
    )


class _Loads(HTMLParser):
    """What a page would make a browser fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._style = self._style or tag == "style"
        if tag == "script" and told.get("type") != "application/json":
            self.found = self.found or "<script>"
        if tag in ("iframe", "object", "embed", "base", "link"):
            self.found = self.found or f"<{tag}>"
        for name, value in told.items():
            fetched = name in _LOADING or (name.endswith("href") and tag != "a")
            if name.startswith("on") or (
                fetched and value and not value.startswith(("#", "data:image/"))
            ):
                self.found = self.found or f"{name}={value}"
            if name == "style":
                self._in_style(value)
            if name == "href" and value.strip().lower().startswith("javascript:"):
                self.found = self.found or value

    def handle_data(self, data: str) -> None:
        if self._style:
            self._in_style(data)

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def _in_style(self, text: str) -> None:
        asked = re.search(r"@import|url\(\s*['\"]?(?!data:|#)", text, re.IGNORECASE)
        if asked:
            self.found = self.found or asked.group()


def _stays_offline(page: str, where: str) -> None:
    """UserError where the page would load or run something: a report opens without a network."""
    reader = _Loads()
    reader.feed(page)
    reader.close()
    if reader.found:
        raise UserError(
            tr("A template makes the page load or run something: {what}.", what=reader.found[:80]),
            where,
            tr("Put pictures in as data:image/ and leave scripts out."),
        )
