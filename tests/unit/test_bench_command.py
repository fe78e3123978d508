"""`./smo bench` says which rows there are, and refuses those that there are not."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import main, rows


def test_every_row_is_listed_with_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(rows())
    assert all(len(line.split()) > 2 for line in lines)


@pytest.mark.parametrize("words", [["nonsense"], ["next", "nonsense", "--json"]])
def test_a_row_that_there_is_not_is_a_usage_error_that_names_the_others(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    told = capsys.readouterr()
    assert stop.value.code == 2
    assert told.out == ""
    assert "no such row: nonsense" in told.err
    assert all(name in told.err for name in rows())


def test_peers_are_measured_by_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--peers", "next"])
    assert stop.value.code == 2
    assert "rows of its own" in capsys.readouterr().err
