"""Only the person's own page, and what measures for it, reach the private figures."""

from __future__ import annotations

import ast

from tests.architecture.sources import named, python_files, tree

STORE = "smo_review.store.private"
DOORS = ("smo_review.operations.private", "smo_review.queries.private")
MAY = {
    STORE: {"smo_review/operations/private.py", "smo_review/queries/private.py"},
    DOORS[0]: {
        "ui/mine/check_in.py",
        "ui/mine/page.py",
        "ui/review/care.py",
        "ui/stage/exposure.py",
    },
    DOORS[1]: {"ui/mine/page.py", "ui/review/care.py"},
}
"""Who may import what: an allow list, so that a new room has to be added on purpose."""


def importers(wanted: str) -> set[str]:
    """The product's files that import a module, in whatever form."""
    found = set()
    for file in python_files("main.py", "smo_review", "ui"):
        for node in ast.walk(tree(file)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            if wanted in names:
                found.add(named(file))
    return found


def test_nobody_else_imports_them() -> None:
    assert {module: importers(module) for module in MAY} == MAY


def test_nobody_else_names_their_file() -> None:
    naming = {
        named(file)
        for file in python_files("main.py", "smo_review", "ui")
        if "private.db" in file.read_text(encoding="utf-8")
    }
    assert naming == {"smo_review/store/private.py"}
