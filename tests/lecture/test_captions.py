"""Captions against the bars: two lines of 42, 1 to 7 s, gaps of 2 frames, no overlap."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest
import srt

from lecture.captions import as_srt, as_vtt, cues_of, pieces
from lecture.said import Said, Sentence
from lecture.sentences import sentences

LONG = (
    "When the ratio leaves the range, the clipped branch takes over and the gradient of that "
    "answer is exactly zero, whatever its advantage was. Then it stops."
)
# Captions with the seconds that their beats last.
BEATS = [
    ("For a good answer the term grows with the ratio, up to a ceiling.", 9.6),
    (LONG, 12.0),
    ("Clipping alone would let go of a bad answer that is growing. min does not.", 5.4),
    ("One. Two. Three.", 3.8),
    ("A < 0 & <b>min</b>: as it is.", 3.0),
]


@pytest.fixture(params=[15, 24, 30, 60])
def fps(request: pytest.FixtureRequest) -> int:
    return request.param


def parsed(fps: int) -> list[srt.Subtitle]:
    return list(srt.parse(as_srt(cues_of([Said(text, int(s * fps)) for text, s in BEATS], fps))))


def test_cues_fit_on_the_screen(fps: int) -> None:
    for cue in parsed(fps):
        lines = cue.content.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= 42


def test_cues_stay_between_1_and_7_seconds(fps: int) -> None:
    for cue in parsed(fps):
        assert timedelta(seconds=1) <= cue.end - cue.start <= timedelta(seconds=7)


def test_two_frames_lie_between_cues(fps: int) -> None:
    cues = parsed(fps)
    for before, after in pairwise(cues):
        assert after.start - before.end >= timedelta(seconds=2 / fps)


def test_each_beat_opens_with_its_first_cue(fps: int) -> None:
    starts = [cue.start / timedelta(milliseconds=1) for cue in parsed(fps)]
    frames = 0
    for _, seconds in BEATS:
        assert any(0 <= frames * 1000 / fps - start < 1 for start in starts)
        frames += int(seconds * fps)


def test_nothing_is_lost_or_moved_to_another_beat() -> None:
    shown = " ".join(cue.content for cue in parsed(60)).split()
    assert shown == " ".join(text for text, _ in BEATS).split()


def test_a_sentence_has_a_cue_of_its_own() -> None:
    assert pieces("Hollow lamp: done. Filled lamp: it pushes!") == [
        "Hollow lamp: done.",
        "Filled lamp: it pushes!",
    ]


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    assert len(pieces("Dr. GRPO vs. PPO, e.g. Adam: 0.2 or 0.28.")) == 1


def test_lines_of_a_cue_are_about_as_long_as_each_other() -> None:
    (cue,) = pieces("Widen the range and more answers count, until none.")
    first, second = map(len, cue.split("\n"))
    assert abs(first - second) <= 10


def test_a_beat_too_short_for_its_sentences_keeps_them_to_itself() -> None:
    cues = cues_of([Said("One. Two. Three.", 30), Said("Four.", 60)], 30)
    assert [cue.text for cue in cues] == ["One.", "Two.", "Three.", "Four."]
    for before, after in pairwise(cues):
        assert before.start < before.end < after.start
    assert cues[-1].start == 1000


def test_vtt_is_read_alike_by_another_reader(tmp_path: Path) -> None:
    cues = cues_of([Said(text, int(s * 30)) for text, s in BEATS], 30)
    file = tmp_path / "captions.vtt"
    file.write_text(as_vtt(cues), encoding="utf-8")
    with av.open(file) as container:
        stream = container.streams.subtitles[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert stream.codec_context.name == "webvtt"
        unit = stream.time_base
    assert [(p.pts * unit * 1000, p.duration * unit * 1000) for p in packets] == [
        (cue.start, cue.end - cue.start) for cue in cues
    ]
    assert bytes(packets[-1]).decode() == "A &lt; 0 &amp; &lt;b&gt;min&lt;/b&gt;: as it is."


# -- a question to the class --------------------------------------------------------------------

# Ten seconds with 30 frames each; the question is held from the second to the sixth.
ASKED = Said("The smaller one counts.", 300, "Which of the two counts?", 60, 180)


def test_a_question_has_a_cue_while_it_is_held_and_the_caption_waits_for_the_answer() -> None:
    cues = cues_of([Said("Two estimates.", 90), ASKED], 30)
    assert [(cue.text, cue.asks) for cue in cues] == [
        ("Two estimates.", False),
        ("Which of the two counts?", True),
        ("The smaller one counts.", False),
    ]
    question, answer = cues[1:]
    assert (question.start, answer.start) == (3000 + 2000, 3000 + 6000)
    assert question.end <= answer.start - 2000 / 30


def test_a_beat_that_ends_on_its_question_says_its_caption_before() -> None:
    cues = cues_of([ASKED._replace(first=180, last=300)], 30)
    assert [cue.text for cue in cues] == ["The smaller one counts.", "Which of the two counts?"]
    assert [cue.start for cue in cues] == [0, 6000]


def test_players_show_a_question_as_they_show_all_cues(tmp_path: Path) -> None:
    """FFmpeg's reader takes the class for what it is, and SubRip has the words alone."""
    cues = cues_of([ASKED], 30)
    file = tmp_path / "captions.vtt"
    file.write_text(as_vtt(cues), encoding="utf-8")
    with av.open(file) as container:
        shown = [
            subtitle.ass.decode().split(",,")[-1]
            for packet in container.demux(subtitles=0)
            for subtitle in packet.decode()
        ]
    assert shown == [cue.text for cue in cues]
    assert [cue.content for cue in srt.parse(as_srt(cues))] == shown
    assert "<c.ask>Which of the two counts?</c>" in as_vtt(cues)


SPOKEN = Said(
    "Shown without a voice.",
    300,
    spoken=[
        Sentence("This is the first sentence that is said.", 6, 96),
        Sentence("Which of them counts?", 105, 150, True),
        Sentence("None.", 216, 225),
        Sentence("And so it ends.", 228, 270),
    ],
)


def test_a_voice_s_sentences_are_shown_while_it_says_them() -> None:
    """A sentence of a third of a second goes with the next; a question stands alone."""
    cues = cues_of([Said("Before.", 60), SPOKEN, Said("After.", 60)], 30)
    assert [(cue.text, cue.asks) for cue in cues] == [
        ("Before.", False),
        ("This is the first sentence that is said.", False),
        ("Which of them counts?", True),
        ("None. And so it ends.", False),
        ("After.", False),
    ]
    told = [(cue.start, cue.end) for cue in cues[1:4]]
    assert [start for start, _ in told] == [2200, 5500, 9200]
    for (_, end), spoken, then in zip(told, (5200, 7000, 11000), (5500, 9200, 12000), strict=True):
        assert spoken <= end <= min(spoken + 1000, then)
    assert cues[4].start == 12000


def test_a_long_spoken_sentence_is_shown_in_pieces_of_two_lines() -> None:
    text = "This one goes on and on, " * 6 + "and ends."
    cues = cues_of([Said("", 600, spoken=[Sentence(text, 0, 450)])], 30)
    assert " ".join(" ".join(cue.text.split()) for cue in cues) == text
    assert all(len(line) <= 42 for cue in cues for line in cue.text.split("\n"))
    assert all(cue.text.count("\n") <= 1 for cue in cues)
    assert all(one.end < two.start for one, two in pairwise(cues))
    assert cues[-1].end == pytest.approx(16000, abs=100)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "One. Two? Dr. GRPO, e.g. here. “Three!”",
            ["One.", "Two?", "Dr. GRPO, e.g. here.", "“Three!”"],
        ),
        ("一个问题。两个回答？对！", ["一个问题。", "两个回答？", "对！"]),
        ("他说：“对。”然后呢？", ["他说：“对。”", "然后呢？"]),
        ("", []),
    ],
)
def test_sentences_are_told_apart(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_short_spoken_sentences_are_joined_as_their_language_does() -> None:
    spoken = [Sentence("对。", 0, 9), Sentence("很好。", 9, 40)]
    (cue,) = cues_of([Said("", 60, spoken=spoken)], 30)
    assert cue.text == "对。很好。"


@pytest.mark.parametrize(
    ("said", "cues"),
    [
        # A sentence ends at its own mark, with its closing quotes; no space follows it.
        ("它停了。它还推吗？不，灯灭。", ["它停了。", "它还推吗？", "不，灯灭。"]),
        ("它说：“停下。”然后呢？", ["它说：“停下。”", "然后呢？"]),
        # Lines break after a clause, not where they would be full.
        (
            "只用 GRPO 造出 R1-Zero；去 R1 的路上经过两次，其余是数据。",
            ["只用 GRPO 造出 R1-Zero；\n去 R1 的路上经过两次，其余是数据。"],
        ),
    ],
)
def test_a_chinese_caption_breaks_after_clauses(said: str, cues: list[str]) -> None:
    assert pieces(said) == cues


def test_a_long_chinese_clause_breaks_before_no_mark_and_in_no_name_or_number() -> None:
    said = "没有逗号的句子里有名字叫作 DeepSeekMath 和很大很大很大的数 0.1681（很大）。"
    for first in range(12):  # the breaks fall elsewhere
        lines = "\n".join(pieces(said[first:])).split("\n")
        assert "".join(lines).replace(" ", "") == said[first:].replace(" ", "")
        assert len(lines) >= 2
        assert not [line for line in lines if line[0] in "。）"]
        assert sum("DeepSeekMath" in line for line in lines) == 1
        assert sum("0.1681" in line for line in lines) == 1


def test_a_chinese_line_has_18_characters() -> None:
    assert pieces(18 * "词") == [18 * "词"]
    (cue,) = pieces(19 * "词")
    first, second = cue.split("\n")
    assert abs(len(first) - len(second)) <= 1
