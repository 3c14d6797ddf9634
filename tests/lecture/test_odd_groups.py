"""A group whose probabilities no policy can have is named, and the film is made all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from lecture.odd_groups import tell_of_odd_groups
from scenes.script.settings import ASSETS, Settings


def group_file(folder: Path, *answers: tuple[str, float, float, float]) -> Path:
    rows = (
        f'[[answers]]\ntext = "{text}"\nreward = {k % 2}\nold = {old}\nnew = {new}\nref = {ref}\n'
        for k, (text, old, new, ref) in enumerate(answers)
    )
    file = folder / "mine.toml"
    file.write_text(f'question = "Is 91 prime?"\n{"".join(rows)}', encoding="utf-8")
    return file


def said(capsys: pytest.CaptureFixture[str], *files: Path) -> list[str]:
    tell_of_odd_groups([Settings(group=file) for file in files])
    return capsys.readouterr().err.splitlines()


def test_what_adds_up_to_more_than_one_is_named_once(tmp_path, capsys):
    file = group_file(tmp_path, ("no", 0.3, 0.45, 0.28), ("yes", 0.8, 0.55, 0.73))
    (line,) = said(capsys, file, file)
    assert line.startswith(f"{file}: ")
    assert "(old 1.1, ref 1.01)" in line


@pytest.mark.parametrize(
    "answers",
    [
        [("no", 0.3, 0.45, 0.28), ("yes", 0.7, 0.55, 0.72)],  # all there are
        [("no", 0.3, 0.45, 0.28), ("yes", 0.4, 0.3, 0.2)],  # some of them
        [("no", 0.9, 0.9, 0.9), ("no", 0.91, 0.9, 0.9), ("yes", 0.05, 0.1, 0.1)],  # drawn twice
    ],
)
def test_what_a_policy_can_be_is_passed_over(answers, tmp_path, capsys):
    assert said(capsys, group_file(tmp_path, *answers)) == []


@pytest.mark.parametrize("file", sorted((ASSETS / "groups").glob("*.toml")), ids=lambda f: f.stem)
def test_ours_are_such(file, capsys):
    assert said(capsys, file) == []
