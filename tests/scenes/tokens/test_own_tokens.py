"""Tokens with a user's group: its own answers where the file has their tokens, of any length."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tokens_numbers import sizes

from grpo_core import evaluate_group, load_group
from lecture.audit import Audit
from lecture.walk import walk
from scenes.script.settings import WORKED_GROUP, Settings
from scenes.stage.typeset import Formula
from scenes.tokens.story import Story, story_of

WORDS = ("So", " the", " answer", " is", "\n", "408", "<|im_end|>", "unbelievable", " 17")


def write(folder: Path, lengths: list[int], rewards: list[float], *, texts: bool = True) -> Path:
    """A group file whose answers have so many tokens."""
    random = np.random.default_rng(17)
    lines = ['question = "What is 17 times 24, and why is it so?"']
    for number, (length, reward) in enumerate(zip(lengths, rewards, strict=True)):
        old = np.round(np.log(random.uniform(0.3, 0.999, length)), 6)
        new, ref = (
            np.minimum(np.round(old + random.normal(0, 0.1, length), 6), 0) for _ in range(2)
        )
        lines += ["[[answers]]", f'text = "answer {number}"', f"reward = {reward}"]
        for name, row in (("old", old), ("new", new), ("ref", ref)):
            lines.append(f"{name}_logp = {float(row.sum())!r}")
            lines.append(f"{name}_token_logp = {row.tolist()}")
        if texts:
            tokens = [str(token) for token in random.choice(WORDS, length)]
            lines.append(f"tokens = {json.dumps(tokens)}")
    file = folder / "tokens.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def told(file: Path) -> Story:
    return story_of(evaluate_group(load_group(file)))


def test_a_group_with_tokens_is_told_with_its_own(tmp_path) -> None:
    story = told(write(tmp_path, [40, 3, 2000, 12], [1, 0, 0, 1]))
    assert story.is_own
    assert [answer.size for answer in story.answers] == [40, 2000, 3]
    assert [answer.reward for answer in story.answers] == [1, 0, 0]
    assert story.size == 4
    assert sum(story.push(story.short)) == pytest.approx(-1 / 4)
    assert sum(story.push(story.answers[1])) == pytest.approx(-1 / 4)


@pytest.mark.parametrize("rewards", [[1, 1, 1, 0], [0, 0, 0, 0]])
def test_a_group_without_enough_of_them_is_told_with_the_lab_s(tmp_path, rewards) -> None:
    """One worse answer has no other to be compared with; equal ones push nothing."""
    story = told(write(tmp_path, [5, 6, 7, 8], rewards))
    assert not story.is_own
    assert [answer.size for answer in story.answers] == sizes()


def test_the_worked_group_has_no_tokens() -> None:
    assert not told(WORKED_GROUP).is_own


@pytest.mark.slow
@pytest.mark.parametrize("texts", [True, False])
def test_answers_of_3_to_2000_tokens_fit(tmp_path, texts) -> None:
    file = write(tmp_path, [40, 3, 2000, 12], [1, 0, 0, 1], texts=texts)
    audited, shown = Audit("Tokens"), set()

    def rest(film, rest) -> None:
        audited.on_rest(film, rest)
        family = [part for m in film.stage_mobjects() for part in m.get_family()]
        shown.update(part.plain for part in family if isinstance(part, Formula))

    hooks = {"on_rest": rest, "on_beat": audited.on_beat, "on_play": audited.on_play}
    walk("Tokens", Settings(group=file), **hooks)
    assert [str(fault) for fault in audited.faults()] == []
    # True sums: a half for each answer, and all tokens alike.
    assert any(text.startswith("3 times") and ".50" in text for text in shown)
    assert any(text.startswith("40 times") and ".93" in text for text in shown)
    assert any(text.startswith("2000 times") and "-.25" in text for text in shown)
