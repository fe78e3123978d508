"""Building exercises: what is drawn, what is refused, and what stays as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.cli.main import run
from smo_review.domain.errors import UserError
from smo_review.operations.answers import take
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import gold_from_agreement
from smo_review.quality.selection import spread
from smo_review.queries.batches import batches
from smo_review.queries.gold import golds
from smo_review.queries.learning import run_of
from smo_review.store.workspace import Workspace
from tests.helpers.learn_cases import trainer_workspace


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Workspace]:
    ws = trainer_workspace(tmp_path / "made")
    yield ws
    ws.close()


def test_a_dozen_is_even_over_labels_and_languages_at_once() -> None:
    common = [("allowed", language) for language in ("en", "km", "zh") for _ in range(20)]
    rare = [(label, language) for label in "abcde" for language in ("en", "km", "zh")]
    keys = common + rare
    names = [f"i-{place}" for place in range(len(keys))]
    for seed in range(1, 20):
        drawn = [keys[place] for place in spread(keys, names, 12, seed)]
        assert set(Counter(label for label, _ in drawn).values()) == {2}
        assert set(Counter(language for _, language in drawn).values()) <= {3, 4, 5}


def test_a_practice_adds_no_gold_of_its_own(trainer: Workspace, tmp_path: Path) -> None:
    before = golds(trainer)
    build_exercise(trainer, Plan("X", "practice", n=3), tmp_path / "x.smo")
    assert golds(trainer) == before


@pytest.mark.parametrize("n", [1, 2])
def test_a_deck_too_small_for_a_session_is_not_built(
    trainer: Workspace, tmp_path: Path, n: int
) -> None:
    with pytest.raises(UserError, match="3 to 30 items"):
        build_exercise(trainer, Plan("X", "session", n=n), tmp_path / "x.smo")
    assert not (tmp_path / "x.smo").exists()


def test_a_file_without_answers_costs_no_attempt(trainer: Workspace, tmp_path: Path) -> None:
    name = build_exercise(trainer, Plan("X", "exam", n=3), tmp_path / "x.smo").exercise
    (tmp_path / "none.jsonl").write_text("\n\n")
    with pytest.raises(UserError, match="no answer in the file"):
        take(trainer, name, tmp_path / "none.jsonl")
    assert run_of(trainer, name).attempt == 0


def test_golds_are_named_without_their_batch_where_that_is_clear(
    trainer: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = trainer.path
    trainer.close()
    line = ["gold", "set", "secret-0", "--label", "hate", "--json", "--workspace", str(folder)]
    assert run([*line, "--rationale", "another reason"], open_client=lambda _: 9) == 0
    assert run(["gold", "list", "--batch", "b-x", *line[5:]], open_client=lambda _: 9) == 1
    assert run([*line[:2], "nowhere", *line[3:]], open_client=lambda _: 9) == 1
    assert "There is no item nowhere in this workspace." in capsys.readouterr().out


def test_one_person_agrees_with_nobody(trainer: Workspace) -> None:
    (batch,) = batches(trainer)
    with pytest.raises(UserError, match="At least 2 people"):
        gold_from_agreement(trainer, batch.info.id, raters=1)
