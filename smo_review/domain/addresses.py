"""Addresses of items and lists, as reports carry them and the client takes them.

    smo-review:item/BATCH/ITEM
    smo-review:list?FIELD=VALUE&FIELD=VALUE

Fields of a list are those of a filter. It holds the items with an annotation that the filter
counts; with `show`, as the queue has it, judged or not: then only `project`, `batch`, `purpose`,
`annotator`, `label` and `language` narrow. What is no letter, digit or one of "-._~" is
percent-encoded UTF-8. An address names a place and nothing else: there is none that changes or
reveals anything.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TypeAlias, cast, get_args
from urllib.parse import quote, unquote

import msgspec
from msgspec import Struct, structs

from smo_review.domain.errors import UserError
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.scheme import SCHEME, is_address
from smo_review.domain.views import QueueShow
from smo_review.language import tr

MOST_SIGNS = 4_000
_ITEM, _LIST = "item/", "list"
_ALSO_OPEN = {"project", "batch", "purpose", "annotator", "label", "language"}
_FIELDS = {field.name for field in structs.fields(Filter)}
_SEVERITIES = ("0", "1", "2", "3", "4")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class ItemAddress(Struct, frozen=True):
    """One item."""

    batch: str
    item: str


class ListAddress(Struct, frozen=True):
    """The items with an annotation that the filter counts; with `show`, the queue narrowed so."""

    wanted: Filter = EVERYTHING
    show: QueueShow | None = None


Address: TypeAlias = ItemAddress | ListAddress


def item_address(batch: str, item: str) -> str:
    """The address of an item, as text."""
    return f"{SCHEME}{_ITEM}{quote(batch, safe='')}/{quote(item, safe='')}"


def list_address(wanted: Filter, show: QueueShow | None = None) -> str:
    """The address of a list, as text."""
    fields = {
        name: str(value)
        for name, value in structs.asdict(wanted).items()
        if value != getattr(EVERYTHING, name)
    }
    if show is not None:
        fields["show"] = show
    told = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"{SCHEME}{_LIST}?{told}"


def read_address(text: str) -> Address:
    """What a text names; UserError where it is no address in good order."""
    told = text.strip()
    if not is_address(told):
        raise _refusal(told, tr("it does not begin with {scheme}", scheme=SCHEME))
    if len(told) > MOST_SIGNS:
        raise _refusal(told, tr("it is longer than {n} signs", n=f"{MOST_SIGNS:,}"))
    rest = told[len(SCHEME) :]
    if rest.startswith(_ITEM):
        return _item(told, rest.removeprefix(_ITEM))
    kind, asked, query = rest.partition("?")
    if kind == _LIST and asked:
        return _list(told, query)
    raise _refusal(told, tr("it names neither an item nor a list"))


def _item(told: str, rest: str) -> ItemAddress:
    parts = [_plain(told, part) for part in rest.split("/")]
    if len(parts) != 2 or not all(parts):
        raise _refusal(told, tr("an item is named by its batch and its id"))
    return ItemAddress(*parts)


def _list(told: str, query: str) -> ListAddress:
    fields: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if name in fields or (name != "show" and name not in _FIELDS):
            raise _refusal(told, tr("“{name}” is no field, or is named twice", name=name[:40]))
        fields[name] = _plain(told, value)
        if not fields[name]:
            raise _refusal(told, tr("the field “{name}” is empty", name=name))
    show = fields.pop("show", None)
    severity = fields.get("severity", "0")
    days = [fields[name] for name in ("since", "until") if name in fields]
    if show not in (None, *get_args(QueueShow)) or severity not in _SEVERITIES:
        raise _refusal(told, tr("a field holds what it cannot hold"))
    if show is not None and not fields.keys() <= _ALSO_OPEN:
        raise _refusal(told, tr("“show” stands with fields that only verdicts have"))
    try:
        for day in days:
            if not _DAY.fullmatch(day):
                raise ValueError(day)
            date.fromisoformat(day)
        wanted = msgspec.convert(fields, Filter, strict=False)
    except ValueError:  # msgspec's own is one too
        raise _refusal(told, tr("a field holds what it cannot hold")) from None
    return ListAddress(wanted, cast(QueueShow | None, show))


def _plain(told: str, text: str) -> str:
    """A part without its percent signs."""
    try:
        if _BAD_ESCAPE.search(text) or any(sign in text for sign in "?#\\"):
            raise ValueError(text)
        plain = unquote(text, errors="strict")
        plain.encode()
    except ValueError:
        raise _refusal(told, tr("it is not encoded as an address is")) from None
    if any(unicodedata.category(sign) == "Cc" for sign in plain):
        raise _refusal(told, tr("it holds signs that no name has"))
    return plain


def _refusal(told: str, reason: str) -> UserError:
    shown = "".join(sign if sign.isprintable() else "�" for sign in told[:80])
    return UserError(
        tr("This is no address that SMO Review can open: {reason}.", reason=reason),
        shown + ("…" if len(told) > 80 else ""),
        tr("Copy the whole address again from the report."),
    )
