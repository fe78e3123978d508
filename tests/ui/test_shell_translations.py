"""The tool that keeps the catalogues tells what is stale, missing or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import translations


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of its own, with one string, translated."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "smo_review").mkdir()
    (tmp_path / "ui" / "page.py").write_text("tr('{n} items', n=3)\n", encoding="utf-8")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path / "translations")
    monkeypatch.setattr(translations, "LANGUAGES", {"zh": "zh_Hans_CN"})
    translations.main([])
    translate(tmp_path, "{n} 条")
    translations.main([])
    return tmp_path


def translate(project: Path, text: str) -> None:
    path = project / "translations" / "zh" / "LC_MESSAGES" / "smo_review.po"
    before = path.read_text(encoding="utf-8")
    head, _, _ = before.rpartition('msgstr "')
    path.write_text(f'{head}msgstr "{text}"\n', encoding="utf-8")


def problems(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    code = translations.main(["--check"])
    told = capsys.readouterr().out
    assert bool(told) == bool(code)
    return told


def test_a_complete_catalogue_is_fine_and_a_second_run_changes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert problems(capsys) == ""
    before = {path: path.read_bytes() for path in project.rglob("smo_review.?o")}
    translations.main([])
    assert {path: path.read_bytes() for path in project.rglob("smo_review.?o")} == before


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("tr('{n} items', n=3); later('New')", "not translated: 'New'"),
        ("tr('Other')", "no longer used: '{n} items'"),
        ("tr(name)", "ui/page.py:1: tr() needs a literal"),
        ("tr(f'{n} items')", "ui/page.py:1: tr() needs a literal"),
    ],
)
def test_a_string_that_was_changed_in_the_sources_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], source: str, told: str
) -> None:
    (project / "ui" / "page.py").write_text(source + "\n", encoding="utf-8")
    assert told in problems(capsys)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not translated"),
        ("{m} 条", "placeholders differ"),
        ("条", "placeholders differ"),
        ("共 {n} 条", "the .mo file is stale"),
    ],
)
def test_a_translation_that_does_not_fit_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    translate(project, text)
    assert told in problems(capsys)


def test_a_long_run_of_khmer_is_given_places_to_end_a_line_and_a_name_goes_without() -> None:
    told = translations.breakable("សវនករពីរនាក់យល់ខុសគ្នាលើរបកគំហើញ")
    assert told.split(translations.BREAK) == [
        *("សវនករ", "ពីរ", "នាក់", "យល់", "ខុសគ្នា", "លើ", "របកគំហើញ")
    ]
    assert translations.breakable(told) == told
    assert translations.breakable("ការ\u200bវិនិច្ឆ័យ {n}") == "ការវិនិច្ឆ័យ {n}"


def test_a_long_run_of_khmer_without_a_break_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "LANGUAGES", {"km": "km"})
    translations.main([])
    path = project / "translations" / "km" / "LC_MESSAGES" / "smo_review.po"
    head, _, _ = path.read_text(encoding="utf-8").rpartition('msgstr "')
    path.write_text(f'{head}msgstr "{{n}} {"សវនករ" * 6}"\n', encoding="utf-8")
    assert "no place to end a line" in problems(capsys)
    translations.main([])
    assert problems(capsys) == ""
