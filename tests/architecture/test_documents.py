"""The documents keep up with the code."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from smo_review.cli.main import CLIENT_COMMANDS, COMMANDS
from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)\)")


def smo_commands() -> list[str]:
    """The commands that `./smo` understands, read from its own `case`."""
    script = (ROOT / "smo").read_text(encoding="utf-8")
    cases = script[script.index("case $command in") :]
    return list(re.findall(r"^    ([a-z]+)\)", cases, re.MULTILINE))


def test_smo_has_the_daily_commands() -> None:
    assert {"run", "test", "lint", "bench", "soak", "tour"} <= set(smo_commands())


@pytest.mark.parametrize("command", [*smo_commands(), "help"])
def test_every_smo_command_is_in_the_readme_and_in_its_help(command: str) -> None:
    help_text = subprocess.run(
        [ROOT / "smo", "help"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert f"./smo {command}" in help_text
    assert f"./smo {command}" in README


@pytest.mark.parametrize("command", [*COMMANDS, *CLIENT_COMMANDS])
def test_every_command_of_the_terminal_is_in_the_readme(command: str) -> None:
    assert f"`{command}" in README


def test_an_unknown_smo_command_is_a_usage_error() -> None:
    answer = subprocess.run([ROOT / "smo", "brew"], capture_output=True, text=True, timeout=30)
    assert answer.returncode == 2
    assert "./smo run" in answer.stderr


def test_the_continuous_run_refuses_to_go_without_the_real_data(tmp_path: Path) -> None:
    answer = subprocess.run(
        ["sh", ROOT / ".ci" / "run"],
        env={**os.environ, "SMO_REAL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert answer.returncode == 1
    assert "real data" in answer.stderr


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
)
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    document = ROOT / name
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (document.parent / Path(target)).exists()]
    assert not missing
