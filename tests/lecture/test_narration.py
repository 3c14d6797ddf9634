"""Which sentences of a script ask its beat's question, on the films' own scripts."""

from __future__ import annotations

import pytest

from lecture.catalogue import beat_keys, running_order
from lecture.sentences import sentences
from lecture.voice.narration import asking_in
from scenes.script.words import entries, languages, use_language


@pytest.mark.parametrize(
    ("script", "question", "asking"),
    [
        (
            "Far out. Does it still push? No: lamp out.",
            "Does it still push?",
            ["Does it still push?"],
        ),
        ("Is that good? Look: all failed.", "This got 1. Is that good?", ["Is that good?"]),
        ("Is it right? Is it in form? Why no judge? Because.", "Why no judge?", ["Why no judge?"]),
        ("Which one? And why? So.", "Which one?", ["Which one?", "And why?"]),
        ("Which are they? These.", "What would a log show?", []),
        ("Which are they? These.", "", []),
        ("It is told.", "What is told?", []),
        ("这是什么？是答案。", "这是什么？", ["这是什么？"]),
    ],
)
def test_the_question_is_found(script: str, question: str, asking: list[str]) -> None:
    texts = sentences(script)
    first, last = asking_in(texts, question)
    assert texts[first:last] == asking


@pytest.mark.parametrize("code", languages())
def test_most_of_the_films_questions_are_asked_by_their_scripts(code: str) -> None:
    use_language(code)
    asked, found = 0, 0
    for scene in running_order():
        for key in beat_keys(scene):
            script, ask = (
                entries(code).get(f"{scene.lower()}.{key}.{what}") for what in ("script", "ask")
            )
            if script and ask:
                first, last = asking_in(sentences(script), ask)
                asked, found = asked + 1, found + (last > first)
    assert asked > 30 and found > 0.7 * asked
