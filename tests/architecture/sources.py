"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("main.py", "smo_review", "ui", "resources", "installer", "tools", "tests")
TEXTS = ("smo", ".ci", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
TEXT_SUFFIXES = {
    "",
    ".py",
    ".md",
    ".toml",
    ".po",
    ".svg",
    ".json",
    ".jsonl",
    ".html",
    ".sh",
    ".ini",
}


def files(*places: str) -> Iterator[Path]:
    """Every file below the given places, in order, without what tools leave behind."""
    for place in places:
        path = ROOT / place
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def python_files(*places: str) -> list[Path]:
    """The Python files below the given places, or of the whole project."""
    return [file for file in files(*(places or CODE)) if file.suffix == ".py"]


def text_files() -> list[Path]:
    """Everything that people wrote, code or not."""
    return [file for file in files(*CODE, *TEXTS) if file.suffix in TEXT_SUFFIXES]


@cache
def tree(file: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def named(file: Path, node: ast.AST | None = None) -> str:
    """`folder/file.py:12`, as an editor understands it."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler) else ""
    return f"{file.relative_to(ROOT)}{line}"
