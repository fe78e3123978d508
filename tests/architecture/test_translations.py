"""Every string that a person reads can be translated, and is."""

from __future__ import annotations

import ast
import string

import pytest

from tests.architecture.sources import named, python_files, tree
from tools import translations


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogues_are_complete_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = translations.main(["--check"])
    assert code == 0, capsys.readouterr()


def test_every_placeholder_is_given_a_value() -> None:
    wrong = []
    for file in python_files("main.py", "smo_review", "ui"):
        for call in ast.walk(tree(file)):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "tr"):
                continue
            text = call.args[0]
            given = {keyword.arg for keyword in call.keywords}
            whole = isinstance(text, ast.Constant) and None not in given
            if whole and placeholders(str(text.value)) != given:
                wrong.append(f"{named(file, call)}: {text.value!r} with {sorted(given)}")
    assert not wrong


def test_no_string_is_marked_inside_an_f_string_where_the_extractor_cannot_see_it() -> None:
    hidden = [
        named(file, call)
        for file in python_files("main.py", "smo_review", "ui")
        for joined in ast.walk(tree(file))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("tr", "later")
    ]
    assert not hidden
