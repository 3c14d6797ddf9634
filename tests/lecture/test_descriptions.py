"""A film in words: what each step shows, as a track and in the gallery's transcript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from galleries import lay_film, make_gallery, page_of
from small_films import main

from grpo_core import load_group
from lecture.catalogue import docstrings, running_order
from lecture.descriptions import described
from lecture.manifest import Section
from scenes.script.quantities import named_quantity, quantity
from scenes.script.seen import told_in_words
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import entries, languages, speaking

SEEN = "Two bars: <orange> & blue."


def section(*numbers, seen: str = SEEN, title: str = "Who pushes?") -> Section:
    """A step with numbers, as a manifest has them."""
    return Section(
        title, "A caption.", 0, 30, False, [vars(number) for number in numbers], seen=seen
    )


def test_a_description_names_title_picture_and_numbers() -> None:
    told = described(
        section(
            quantity("ratio", 1.5, 2, answer=0),
            quantity("ratio", 0.7, 2, answer=2),
            quantity("share_silent", 51.2, 0, unit="%", note="G = 8"),
            named_quantity("mean of the others", -1 / 3, 2),
        )
    )
    assert told == (
        "Who pushes. Two bars: <orange> & blue. In numbers: ratio: 1.50 for answer 1, 0.70 for "
        "answer 3; share of silent groups: 51 % (G = 8); mean of the others: −0.33."
    )


def test_a_step_that_does_not_say_what_it_shows_is_told_by_its_caption() -> None:
    assert described(section(seen="", title="End")) == "End. A caption."


def test_a_german_description_has_german_numbers() -> None:
    with speaking("de"):
        told = described(section(quantity("ratio", 1.5, 2, answer=0), title="Wer?"))
    assert told.endswith("In Zahlen: Verhältnis: 1,50 bei Antwort 1.")


def test_a_chinese_description_has_chinese_marks() -> None:
    with speaking("zh"):
        told = described(section(quantity("epsilon", 0.2, 1), seen="两格。", title="谁推？"))
    assert told == f"谁推。两格。数字：{entries('zh')['quantity.epsilon']}：0.2。"


def test_the_group_is_told_as_the_picture_shows_it() -> None:
    group = load_group(WORKED_GROUP)
    assert told_in_words(group) == {
        "question": "17 × 24 = ?",
        "answers": "1: 408, 2: 398, 3: 408 (other path), 4: 418",
    }
    with speaking("de"):
        assert "3: 408 (Umweg)" in told_in_words(group)["answers"]


def test_every_step_of_the_course_is_described_in_each_language() -> None:
    titles = [key for film in running_order() for key in docstrings(film) if key.endswith(".title")]
    steps = {key.removesuffix("title") + "seen" for key in titles}
    assert len(steps) >= 115
    for code in languages():
        assert [key for key in sorted(steps) if not entries(code).get(key)] == []


@pytest.fixture
def out(swatch: Path, tmp_path: Path) -> Path:
    """A folder with the film Swatch, whose first step says what it shows."""
    beside = lay_film(swatch, tmp_path).with_suffix(".json")
    manifest = json.loads(beside.read_text("utf-8"))
    manifest["sections"][0]["seen"] = SEEN
    beside.write_text(json.dumps(manifest), "utf-8")
    return tmp_path


def described_steps(text: str) -> list[tuple[str, str]]:
    """The times and the texts of a track of descriptions."""
    head, *blocks = text.strip().split("\n\n")
    assert head == "WEBVTT"
    return [tuple(block.split("\n", 1)) for block in blocks]


EXPECTED = [
    (
        "00:00:00.000 --> 00:00:02.600",
        "New &amp; &lt;old&gt;. Two bars: &lt;orange&gt; &amp; blue.",
    ),
    ("00:00:02.600 --> 00:00:05.200", "Up. Then the other one."),
]


def test_the_gallery_has_the_descriptions_of_a_film(out: Path) -> None:
    assert make_gallery(out) == 0
    track = (out / "gallery" / "Swatch.descriptions.vtt").read_text("utf-8")
    assert described_steps(track) == EXPECTED
    page: BeautifulSoup = page_of(out)
    assert page.find("track", kind="descriptions")["srclang"] == "en"
    told = [part.text for part in page.select("#swatch .seen")]
    assert told == [
        "To be seen: New & <old>. Two bars: <orange> & blue.",
        "To be seen: Up. Then the other one.",
    ]


def test_make_captions_writes_them_beside_the_film(out: Path) -> None:
    assert main(["captions", "--scene", "Swatch", "--quality", "l", "--out", str(out)]) == 0
    (track,) = (out / "renders").rglob("Swatch.descriptions.vtt")
    assert described_steps(track.read_text("utf-8")) == EXPECTED
