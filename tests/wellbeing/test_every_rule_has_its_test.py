"""Each of the 26 rules of wellbeing and safety is held by a test file that is named after it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAME = re.compile(r"test_rule_(\d{2})_[a-z0-9_]+\.py")
RULES = range(1, 27)


def files_of(rule: int) -> list[Path]:
    return sorted(HERE.glob(f"test_rule_{rule:02}_*.py"))


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_a_file_with_tests_that_assert(rule: int) -> None:
    files = files_of(rule)
    assert files, f"no tests/wellbeing/test_rule_{rule:02}_<words>.py"
    tests = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert tests, f"rule {rule} has a file without a test"
    for test in tests:
        assert len(test.name.split("_")) > 4, f"{test.name} is no sentence"


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_file_says_first_what_the_rule_is(rule: int) -> None:
    for file in files_of(rule):
        told = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
        assert re.match(rf"(Rule )?{rule}: \w", told), f"{file.name} does not begin with its rule"


def test_no_file_is_named_after_a_rule_that_there_is_not() -> None:
    numbers = {
        int(found.group(1)) for file in HERE.glob("test_*.py") if (found := NAME.match(file.name))
    }
    assert numbers <= set(RULES)


def test_no_rule_borrows_another_files_test() -> None:
    for file in HERE.glob("test_rule_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [one.name for one in node.names]
                assert not any(name.startswith("test_") for name in names), file.name
