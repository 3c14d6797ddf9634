"""Chinese on web pages: a line ends where a word does."""

from __future__ import annotations

import pytest
from browser import chromium, page, window  # noqa: F401
from bs4 import BeautifulSoup

from lecture.page_phrases import PHRASED_CSS, phrased, pieces

WORDS = "回答概率优势样本策略奖励语言模型"  # eight of two signs each
# How many signs stand on each line of an element, by where each is drawn.
LINES = """element => {
  const tops = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    for (let k = 0; k < text.length; k += 1) {
      const range = document.createRange();
      range.setStart(text, k);
      range.setEnd(text, k + 1);
      tops.push(Math.round(range.getBoundingClientRect().top));
    }
  return [...new Set(tops)].map((top) => tops.filter((other) => other === top).length);
}"""


def lines(page, html: str) -> list[int]:  # noqa: F811
    """The signs on each line of `html` where seven have room on one, in whatever font."""
    page.set_content(f'<style>{PHRASED_CSS}</style><p lang="zh"><span>回</span></p>')
    sign = page.locator("span").evaluate("element => element.getBoundingClientRect().width")
    page.locator("p").evaluate(
        "(element, [html, width]) => { element.innerHTML = html; element.style.width = width; }",
        [html, f"{7.5 * sign}px"],
    )
    return page.locator("p").evaluate(LINES)


def test_a_line_ends_with_a_word(page):  # noqa: F811
    pytest.importorskip("rjieba", reason="group cjk is not installed")
    assert lines(page, WORDS) == [7, 7, 2]  # as browsers do
    assert lines(page, phrased(WORDS)) == [6, 6, 4]


def test_a_word_that_is_wider_than_its_line_is_torn(page):  # noqa: F811
    assert lines(page, phrased("GRPO" * 8 + "回答"))[0] < 32


def test_only_chinese_is_in_pieces():
    pytest.importorskip("rjieba", reason="group cjk is not installed")
    assert pieces("Two words, one piece.") == ["Two words, one piece."]
    assert "".join(pieces(WORDS)) == WORDS
    assert all(len(piece) % 2 == 0 for piece in pieces(WORDS))


@pytest.mark.parametrize("text", ["a < b & c", "两个概率 <b>相乘</b>。", "Größe"])
def test_a_text_says_the_same_and_is_safe(text: str) -> None:
    page = BeautifulSoup(phrased(text), "html.parser")  # noqa: F811
    assert page.get_text() == text
    assert not page.find("b")
