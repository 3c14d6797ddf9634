"""What stays on one line of a text."""

from __future__ import annotations

import sys

import pytest

from lecture.captions import pieces
from lecture.phrases import phrases

# What a reader of Chinese would part, word by word; no outcome of the code.
PARTED = [
    ("词元平均", ["词元", "平均"]),
    ("横轴是概率，纵轴是权重。", ["横轴是", "概率，", "纵轴是", "权重。"]),
    ("旧策略采样", ["旧策略", "采样"]),
    ("4 个里，2 个落下", ["4 个里，", "2 个", "落下"]),
    ("DAPO 那样；Dr. GRPO 除以", ["DAPO ", "那样；", "Dr.\N{NO-BREAK SPACE}GRPO ", "除以"]),
    ("没有上限的权重", ["没有", "上限的", "权重"]),
    ("他说：“词元。”（对）", ["他说：", "“词元。”", "（对）"]),
]


@pytest.mark.parametrize(("text", "parts"), PARTED)
def test_chinese_is_parted_into_words(text: str, parts: list[str]) -> None:
    assert phrases(text) == parts


@pytest.mark.parametrize("text", ["日本語の文です", "ภาษาไทย", "two words"])
def test_what_is_not_chinese_is_parted_as_unicode_says(text: str) -> None:
    assert "".join(phrases(text)).strip() == text
    assert len(phrases(text)) > 1


def test_without_the_package_chinese_is_parted_by_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert phrases("词元。") == ["词", "元。 "]


def test_a_caption_tears_no_chinese_word() -> None:
    """Nineteen characters, of which a line holds eighteen; the words are all of two."""
    (caption,) = pieces("回答概率优势样本策略奖励语言模型问题函数")
    assert [len(line) % 2 for line in caption.split("\n")] == [0, 0]


def test_a_caption_keeps_a_name_with_a_point_together() -> None:
    """Its second half would stand on the second line: 39 letters are before it."""
    for more in range(6):
        (caption,) = pieces("x" * (33 + more) + " Dr. GRPO divides by the limit.")
        assert "Dr. GRPO" in caption


def test_a_chinese_clause_is_parted_rather_than_a_caption_made_two() -> None:
    """27 characters are two lines; its clauses, of 9, 12 and 7, would need three."""
    (caption,) = pieces("小语言模型：奖励、写步骤的比例和长度都升，沉默的组更多。")
    assert caption.count("\n") == 1
