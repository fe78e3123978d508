"""What every file owes its reader."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, named, python_files, text_files, tree
from tests.conftest import LONGEST_FIRST

LONGEST = 350
LONGER_FILES: frozenset[str] = frozenset()
"""Files that may be longer, each with its reason beside it. None so far."""

# Put together from pieces, so that this file does not name what it forbids.
ADDRESS = re.compile(r"\bhttps?" + r"://([A-Za-z0-9.-]+)")
KNOWN_HOSTS = {"www.w3.org", "json-schema.org", "localhost", "example.com", "example.org"}
MACHINE_PATH = re.compile("/" + r"(?:work|root|opt|home)/[a-z]")


@pytest.mark.parametrize("file", python_files(), ids=named)
def test_a_file_can_be_read_in_one_sitting(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST or named(file) in LONGER_FILES


def test_no_exception_to_the_length_is_out_of_date() -> None:
    long = {f for f in python_files() if len(f.read_text("utf-8").splitlines()) > LONGEST}
    assert {named(file) for file in long} == LONGER_FILES


def test_every_module_says_what_it_is() -> None:
    empty = "resources/__init__.py"
    missing = [
        named(file)
        for file in python_files()
        if not ast.get_docstring(tree(file)) and file.read_text("utf-8").strip()
    ]
    assert not [name for name in missing if name != empty]


def broad(handler: ast.ExceptHandler) -> bool:
    """True where a handler catches everything, by whatever name."""
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {node.id for node in caught if isinstance(node, ast.Name)}
    return bool(names & {"Exception", "BaseException"}) and not reraises(handler)


def reraises(handler: ast.ExceptHandler) -> bool:
    """A handler that ends in a bare `raise` only cleans up, which is no swallowing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def handlers() -> Iterator[tuple[Path, ast.ExceptHandler]]:
    """Every exception handler of the product."""
    for file in python_files("main.py", "smo_review", "ui"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ExceptHandler):
                yield file, node


def test_no_handler_swallows_everything() -> None:
    assert not [named(file, node) for file, node in handlers() if broad(node)]


def test_no_file_names_a_network_host() -> None:
    guilty = [
        f"{named(file)}: {match.group()}"
        for file in text_files()
        for match in ADDRESS.finditer(file.read_text(encoding="utf-8"))
        if match.group(1).rstrip(".") not in KNOWN_HOSTS
        and not match.group(1).endswith((".example", ".test", ".invalid"))
    ]
    assert not guilty


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    guilty = [
        f"{named(file)}: {match.group()}"
        for file in text_files()
        for match in MACHINE_PATH.finditer(file.read_text(encoding="utf-8"))
    ]
    assert not guilty


def test_the_files_that_a_run_begins_with_are_there() -> None:
    there = {file.name for file in (ROOT / "tests").rglob("test_*.py")}
    assert set(LONGEST_FIRST) <= there
