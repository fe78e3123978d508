"""The command line: where options stand, what is printed where, which code it ends with."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from smo_review.cli import main as cli
from smo_review.cli.context import Context
from smo_review.domain.bundles import Problem
from smo_review.domain.errors import Cancelled, UserError
from tests.helpers.bundles import write_batch

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "resources" / "help" / "commands.md").read_text(encoding="utf-8")


def no_client(argv: list[str]) -> int:
    """The client must not be opened here."""
    raise AssertionError(argv)


def run(*argv: str) -> int:
    return cli.run(list(argv), open_client=no_client)


@pytest.fixture
def fail_with(monkeypatch):
    """Make the command `check` raise something."""

    def prepare(error: BaseException) -> None:
        def run(args, context: Context) -> int:
            raise error

        module = types.SimpleNamespace(
            __doc__="A command that fails.", add_arguments=lambda parser: None, run=run
        )
        monkeypatch.setattr(cli.importlib, "import_module", lambda name: module)

    return prepare


@pytest.mark.parametrize(
    "argv",
    [
        ["--workspace", "W", "--json", "check", "x"],
        ["check", "--json", "x", "--workspace=W"],
        ["check", "x", "--json", "--workspace", "W"],
        ["--json", "check", "--workspace", "W", "x"],
    ],
)
def test_shared_options_may_stand_anywhere(argv) -> None:
    context, words = cli.shared_options(argv)
    assert context == Context(json=True, workspace=Path("W"))
    assert words == ["check", "x"]


def test_nothing_after_two_dashes_is_an_option() -> None:
    context, words = cli.shared_options(["receive", "--", "--json"])
    assert not context.json
    assert words == ["receive", "--", "--json"]


@pytest.mark.parametrize(
    "argv",
    [
        ["dance"],
        ["receive"],
        ["numbers", "--by", "mood"],
        ["numbers", "--b", "day"],
        ["results"],
        ["check", "--workspace"],
        ["verdict", "--from"],
    ],
)
def test_a_wrong_command_line_is_told_and_ends_with_2(argv, capsys) -> None:
    assert run(*argv) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage" in told.err.lower()
    assert run("--json", *argv) == 2
    answer = json.loads(capsys.readouterr().out)
    assert set(answer["error"]) == {"what", "where", "do"}


def test_no_command_at_all_shows_the_overview_and_ends_with_2(capsys) -> None:
    assert run() == 2
    assert "receive" in capsys.readouterr().out


@pytest.mark.parametrize("name", [*cli.COMMANDS, *cli.CLIENT_COMMANDS])
def test_every_command_is_in_the_overview_and_on_the_help_page(name) -> None:
    assert f"\n  {name} " in cli.overview()
    assert f"\n## {name}\n" in PAGE


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_tells_how_it_is_used(name, capsys) -> None:
    assert run(name, "--help") == 0
    assert f"smo-review {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("What.", "Where", "Do."), 1),
        (OSError(errno.ENOSPC, "No space left on device", "file"), 1),
        (Cancelled(), 130),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_failure_has_its_code_and_its_words(fail_with, capsys, error, code) -> None:
    fail_with(error)
    assert run("check") == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err
    assert run("check", "--json") == code
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["what"]
    assert told.err == ""


def test_a_bug_is_not_hidden_as_a_refusal(fail_with) -> None:
    fail_with(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run("check")


@pytest.mark.parametrize("command", ["check", "rebuild", "numbers", "identity"])
def test_all_but_receive_say_that_there_is_no_workspace(command, tmp_path, capsys) -> None:
    assert run(command, "--json", "--workspace", str(tmp_path / "none")) == 1
    assert "no workspace" in json.loads(capsys.readouterr().out)["error"]["what"]
    assert not (tmp_path / "none").exists()


def test_check_answers_problems_with_an_error_like_every_refusal(
    monkeypatch, tmp_path, capsys
) -> None:
    found = (Problem("A table is wrong.", "items", "Rebuild."), Problem("More.", "", ""))
    monkeypatch.setattr("smo_review.operations.check.check", lambda *_: found)
    write_batch(tmp_path / "b.smo")
    workspace = str(tmp_path / "w")
    assert run("receive", str(tmp_path / "b.smo"), "--workspace", workspace) == 0
    capsys.readouterr()
    assert run("check", "--json", "--workspace", workspace) == 1
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["problems"]) == 2
    assert answer["error"] == {"what": "A table is wrong.", "where": "items", "do": "Rebuild."}


def test_open_and_tour_go_to_the_client_with_their_words() -> None:
    given = []

    def client(argv: list[str]) -> int:
        given.append(argv)
        return 7

    assert cli.run(["tour", "--out", "D"], open_client=client) == 7
    assert cli.run(["--workspace", "W", "open"], open_client=client) == 7
    assert given == [["tour", "--out", "D"], ["open", "--workspace", "W"]]


def test_inspect_answers_with_one_object(tmp_path, capsys) -> None:
    write_batch(tmp_path / "b.smo")
    assert run("inspect", str(tmp_path / "b.smo"), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"kind", "id", "project", "items", "annotations", "parts", "author", "verified"} <= set(
        answer
    )
    assert (answer["items"], answer["annotations"], answer["verified"]) == (4, 8, True)
    assert run("inspect", str(tmp_path / "b.smo")) == 0
    assert "animals" in capsys.readouterr().out


def smo_review(*argv: str, **options) -> subprocess.CompletedProcess:
    """The program as it is started from a terminal."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *argv],
        capture_output=True,
        timeout=60,
        check=False,
        **options,
    )


def test_a_refusal_at_the_terminal_has_no_traceback(tmp_path) -> None:
    (tmp_path / "bad.smo").write_bytes(b"not a bundle")
    done = smo_review("inspect", str(tmp_path / "bad.smo"))
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert b"bad.smo" in done.stderr


def test_khmer_and_chinese_are_printed_whatever_the_locale(tmp_path) -> None:
    path = tmp_path / "ឆ្មា-猫.smo"
    done = smo_review("inspect", "--json", str(path), env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 1
    assert "ឆ្មា-猫" in json.loads(done.stdout.decode("utf-8"))["error"]["where"]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "km_KH.UTF-8"}, "km"),
        ({"LANG": "km_KH.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "en"),
        ({"SMO_LANGUAGE": "km", "LC_ALL": "zh_CN.UTF-8"}, "km"),
        ({"SMO_LANGUAGE": "", "LC_ALL": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_it_speaks_the_language_of_the_environment(environment, language) -> None:
    assert cli.language_of(environment) == language


def test_answers_keep_their_keys_in_every_language(tmp_path, monkeypatch, capsys) -> None:
    words = []
    for language in ("en", "km", "zh"):
        monkeypatch.setenv("SMO_LANGUAGE", language)
        assert run("--help") == 0
        words.append(capsys.readouterr().out)
        assert run("check", "--json", "--workspace", str(tmp_path / "none")) == 1
        error = json.loads(capsys.readouterr().out)["error"]
        assert set(error) == {"what", "where", "do"}
    assert len(set(words)) == 3


def test_a_reader_that_goes_away_is_no_traceback(tmp_path) -> None:
    write_batch(tmp_path / "b.smo")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "inspect", str(tmp_path / "b.smo"), "--json"],
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert done.stderr == b""


@pytest.mark.parametrize("words", [["numbers", "--by", "bogus"], ["sample", "--how-many"]])
def test_a_reader_that_went_away_costs_no_traceback(words: list[str], tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--workspace", str(tmp_path), "--json", *words],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr
