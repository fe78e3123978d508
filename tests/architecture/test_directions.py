"""Imports go one way only, as `pyproject.toml` says."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, named, python_files, tree


def imported(file: Path) -> list[tuple[str, ast.stmt]]:
    """(module, statement) for every import in a file, at the top or inside a function."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.module, node))
    return found


def test_every_import_contract_is_kept() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run(
        [lint, "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_nothing_imports_the_entry_point() -> None:
    guilty = [
        named(file, node)
        for file in python_files("smo_review", "ui")
        for module, node in imported(file)
        if module == "main"
    ]
    assert not guilty


def test_the_client_knows_no_database() -> None:
    databases = {"sqlite3", "sqlcipher3", "sqlite_utils"}
    guilty = [
        named(file, node)
        for file in python_files("ui", "main.py")
        for module, node in imported(file)
        if module.partition(".")[0] in databases
    ]
    assert not guilty


def test_product_code_imports_no_test_tools() -> None:
    tools = {"pytest", "hypothesis", "tests", "babel", "scipy"}
    guilty = [
        named(file, node)
        for file in python_files("smo_review", "ui", "main.py")
        for module, node in imported(file)
        if module.partition(".")[0] in tools
    ]
    assert not guilty


def test_the_core_opens_no_network_connection() -> None:
    """The product works offline: nothing in it can even ask."""
    modules = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
    guilty = [
        named(file, node)
        for file in python_files("smo_review", "ui", "main.py")
        for module, node in imported(file)
        if module in modules or module.partition(".")[0] in modules or "QtNetwork" in module
    ]
    assert not guilty
