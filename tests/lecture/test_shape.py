"""Films in another shape: where their picture stands, and what stands below it and when."""

from __future__ import annotations

import shutil
from itertools import groupby
from pathlib import Path

import av
import numpy as np
import pytest
from letters_of import need_letters_of
from PIL import ImageColor
from small_films import main

from lecture import filming
from lecture.audit.text import X_HEIGHT_NEEDED
from lecture.catalogue import scene_class, scene_names
from lecture.manifest import Section
from lecture.quiet import build, without_output
from lecture.sentences import sentences
from lecture.shape.layout import Area, layout_of
from lecture.shape.page import Pages
from lecture.shape.words import Words, words_over
from scenes.script.palette import THEMES
from scenes.script.settings import Settings
from scenes.script.words import languages, use_language

SIZES = {"tall": (1080, 1920), "square": (1080, 1080)}
SHAPES = list(SIZES)


# -- layout ---------------------------------------------------------------------------


def boxes(shape: str) -> list[Area]:
    layout = layout_of(shape, 1080)
    return [layout.picture, layout.title, layout.line, layout.sentence]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_whole_picture_is_shown_and_nothing_covers_it(shape: str) -> None:
    layout = layout_of(shape, 1080)
    assert (layout.width, layout.height) == SIZES[shape]
    assert layout.picture.width / layout.picture.height == pytest.approx(16 / 9, rel=2e-3)
    downwards = sorted(boxes(shape), key=lambda box: box.top)
    tops = [box.top for box in downwards]
    ends = [box.top + box.height for box in downwards]
    assert all(end <= top for end, top in zip(ends, [*tops[1:], layout.height], strict=True))
    assert all(0 <= box.left <= layout.width - box.width for box in boxes(shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_is_smaller_than_nine_pixels(shape: str) -> None:
    """At 480 lines, 854 pixels wide, the films' own text has 9 px or more (x-height)."""
    layout = layout_of(shape, 1080)
    assert X_HEIGHT_NEEDED == 9
    assert X_HEIGHT_NEEDED * layout.picture.width / 854 >= 9
    assert min(small for _, small in layout.type) * 0.431 >= 9


@pytest.mark.parametrize("lines", [480, 720, 1080, 2160])
@pytest.mark.parametrize("shape", SHAPES)
def test_all_lengths_are_even(shape: str, lines: int) -> None:
    layout = layout_of(shape, lines)
    assert not any(length % 2 for length in (layout.width, layout.height, *layout.picture))


# -- words ----------------------------------------------------------------------------


def section(**given) -> Section:
    told = {"title": "T", "caption": "C.", "start": 0, "frames": 100, "loop": False, "numbers": []}
    return Section(**told | given)


def told(*sections: Section) -> list[tuple[int, str, str, bool]]:
    """For each state: how many frames it stands, the line, the sentence, and whether it asks."""
    return [
        (len(list(frames)), words.line, words.sentence, words.asks)
        for words, frames in groupby(words_over(sections))
    ]


def test_the_script_is_read_in_time_with_the_step() -> None:
    """Three sentences of 5, 5 and 10 letters in 100 frames: 25, 25 and 50."""
    assert told(section(script="Four. Five. Ten it is.")) == [
        (25, "Four.", "C.", False),
        (25, "Five.", "C.", False),
        (50, "Ten it is.", "C.", False),
    ]


def test_a_question_stands_alone_before_its_answer() -> None:
    script = "It is so. Is it so? Yes, it is."
    asking = section(script=script, ask="Is it so?", asked=(40, 60))
    assert told(asking) == [
        (40, "It is so.", "", False),
        (20, "Is it so?", "", True),
        (40, "Yes, it is.", "C.", False),
    ]


def test_without_a_script_the_sentence_stands_throughout() -> None:
    assert told(section(), section(title="U")) == [(100, "", "C.", False)] * 2


# -- the words of the films in three languages ----------------------------------------


LONGEST = 8  # of each kind


def said(code: str) -> dict[str, list[str]]:
    """The longest titles, lines and sentences of all films in a language, longest first."""
    settings = Settings(language=code)
    use_language(code)
    with without_output():
        films = [build(scene_class(name), settings).scripted() for name in scene_names()]
    beats = [beat for film in films for beat in film]
    found = {
        "title": [beat.title for beat in beats],
        "line": [one for beat in beats for one in (*sentences(beat.script), beat.ask)],
        "sentence": [beat.caption for beat in beats],
    }
    return {name: sorted(set(texts), key=len)[: -1 - LONGEST : -1] for name, texts in found.items()}


@pytest.mark.parametrize("code", languages())
def test_the_longest_words_stay_in_their_boxes(code: str, tmp_path: Path) -> None:
    """What follows a box is free, but for what hangs below its last line."""
    need_letters_of(code)
    rows = list(zip(*said(code).values(), strict=True))
    assert len(rows) == LONGEST
    for shape in SHAPES:
        layout = layout_of(shape, 1080)
        pages = Pages(tmp_path, layout, THEMES["dark"], code)
        for title, line, sentence in rows:
            page = pages.draw(Words(title, line, sentence, asks=False, step=2, steps=12))
            assert page.size == (layout.width, layout.height)
            values = np.asarray(page.convert("L")).astype(int)
            ink = np.abs(values - values[-1, 0]) > 60
            for box, (large, small) in zip(boxes(shape)[1:], layout.type, strict=True):
                end = box.top + box.height
                assert ink[box.top : end].any()
                assert not ink[end + small // 4 : end + small // 4 + 6].any(), (shape, line)
                out = large // 16  # a J at the beginning reaches out as far as that
                inside = slice(box.left - out, box.left + box.width + out)
                beside = ink[box.top : end].copy()
                beside[:, inside] = False
                assert not beside.any(), (shape, title, line, sentence)


def tall_ink(words: Words, folder: Path) -> np.ndarray:
    """Where a tall page of these words differs from its ground: (1920, 1080)."""
    page = Pages(folder, layout_of("tall", 1080), THEMES["dark"], "zh").draw(words)
    values = np.asarray(page.convert("L")).astype(int)
    return np.abs(values - values[-1, 0]) > 60


def test_no_line_ends_within_a_chinese_word(tmp_path: Path) -> None:
    """960 px hold nine characters of 100 px: so four words of two stand on a line."""
    need_letters_of("zh")
    words = "回答概率优势样本策略奖励语言模型"
    ink = tall_ink(Words("T", words, "", asks=False, step=1, steps=1), tmp_path)
    _, title, line, _ = boxes("tall")
    across = np.flatnonzero(ink[line.top : line.top + line.height].any(axis=0))
    assert title.left + 7.5 * 100 < across[-1] < title.left + 8 * 100


@pytest.mark.parametrize("mark", "，。；：？！、”）")
def test_no_line_begins_with_a_chinese_mark(mark: str, tmp_path: Path) -> None:
    """Nine characters fill a line of 960 px: the last word goes down with its mark."""
    need_letters_of("zh")
    words = f"概率优势样本策略学{mark}语言"
    ink = tall_ink(Words("T", words, "", asks=False, step=1, steps=1), tmp_path)
    line = boxes("tall")[2]
    second = ink[line.top + 130 : line.top + 230, line.left : line.left + 100]
    assert second.any(axis=0).sum() > 50  # a mark is narrower


def test_a_chinese_title_is_bolder_than_what_is_said(tmp_path: Path) -> None:
    """The stroke of a one, in shares of the type's size."""
    need_letters_of("zh")
    ink = tall_ink(Words("一", "一", "", asks=False, step=1, steps=1), tmp_path)
    title, line = (
        ink[box.top : box.top + box.height, box.left : box.left + large].any(axis=1).sum() / large
        for box, (large, _) in zip(boxes("tall")[1:3], layout_of("tall", 1080).type, strict=False)
    )
    assert title > 1.2 * line


def test_no_word_is_left_alone_on_the_last_line(tmp_path: Path) -> None:
    """Set as far as the box goes, each would end on a word of a sixth of the line."""
    said = Words(
        "Tied to where you came from",
        "Above, it slopes on: lamp on.",
        "Used again and again, a batch is learned by heart; new questions pay for it.",
        asks=False,
        step=1,
        steps=1,
    )
    ink = tall_ink(said, tmp_path)
    for box in boxes("tall")[1:]:
        inside = ink[box.top : box.top + box.height, box.left : box.left + box.width]
        last = np.flatnonzero(inside.any(axis=1))[-1]  # the lowest row, and what stands beside it
        across = [np.flatnonzero(rows.any(axis=0))[-1] for rows in (inside, inside[last - 40 :])]
        assert across[1] > 0.6 * across[0]


def test_a_long_word_makes_the_type_smaller(tmp_path: Path) -> None:
    """Of 100 px it would be 1,090 px wide, and the frame has 1,080."""
    word = "Wahrscheinlichkeitsmasse"
    ink = tall_ink(Words("T", f"Die {word}", "", asks=False, step=1, steps=1), tmp_path)
    box = boxes("tall")[2]
    across = np.flatnonzero(ink[box.top : box.top + box.height].any(axis=0))
    assert across[-1] < box.left + box.width


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_smallest_type_is_drawn_as_large_as_it_is_said_to_be(
    shape: str, theme: str, tmp_path: Path
) -> None:
    """A row of x has 9 px or more, where a sentence is so long that the type is the smallest."""
    layout = layout_of(shape, 1080)
    pages = Pages(tmp_path, layout, THEMES[theme], "en")
    crowded = Words("T", "", " ".join(["x" * 9] * 60), asks=False, step=1, steps=1)
    values = np.asarray(pages.draw(crowded).convert("L")).astype(int)
    box = boxes(shape)[3]
    ink = np.abs(values[box.top - 4 : box.top + box.height] - values[-1, 0]) > 60
    starts = np.flatnonzero(np.diff(ink.any(axis=1).astype(int)))
    assert starts[1] - starts[0] >= X_HEIGHT_NEEDED


# -- films ----------------------------------------------------------------------------


def colour_at(frame: np.ndarray, box: Area) -> tuple[int, ...]:
    return tuple(map(int, frame[box.top + box.height // 2, box.left + box.width // 2]))


def is_like(colour: tuple[int, ...], role: str) -> bool:
    wanted = ImageColor.getrgb(getattr(THEMES["dark"], role))
    return max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) <= 6


@pytest.mark.parametrize(("shape", "size"), [("tall", (480, 854)), ("square", (480, 480))])
def test_a_film_keeps_its_frames_chapters_and_colours(
    shape: str, size: tuple[int, int], swatch: Path, tmp_path: Path
) -> None:
    asked = ["--scene=Swatch", "--quality=l", f"--out={tmp_path}", f"--shape={shape}"]
    assert main(["render", *asked]) == 0
    film = tmp_path / "renders" / "480p15-dark" / f"Swatch-{shape}.mp4"
    with av.open(film) as made, av.open(swatch) as wide:
        frames = [frame.to_ndarray(format="rgb24") for frame in made.decode(video=0)]
        assert len(frames) == wide.streams.video[0].frames
        assert made.chapters() == wide.chapters()
    assert frames[0].shape[:2] == size[::-1]
    picture = layout_of(shape, 480).picture
    assert is_like(colour_at(frames[5], picture), "new")
    assert is_like(colour_at(frames[-1], picture), "up")
    below = [frame[picture.top + picture.height + 8 :] for frame in (frames[5], frames[-1])]
    assert is_like(tuple(map(int, below[0][-1, 0])), "ground")
    assert (np.abs(below[0].astype(int) - below[1]) > 100).any()  # another title


LOW = ("--scene=Swatch", "--quality=l")


def frames_of(film: Path) -> list[np.ndarray]:
    with av.open(film) as made:
        return [frame.to_ndarray(format="rgb24") for frame in made.decode(video=0)]


def second_beat(swatch: Path) -> int:
    """How many frames it has."""
    with av.open(swatch) as wide:
        _, second = wide.chapters()
    return 15 * (second["end"] - second["start"]) * second["time_base"]


def test_a_single_beat_is_filmed_without_the_others(swatch: Path, tmp_path: Path) -> None:
    asked = [*LOW, f"--out={tmp_path}", "--shape=tall", "--beat=2"]
    assert main(["render", *asked]) == 0
    (film,) = (tmp_path / "renders" / "480p15-dark").iterdir()
    assert film.name == "Swatch-tall-beat02.mp4"
    frames = frames_of(film)
    assert len(frames) == second_beat(swatch)
    assert is_like(colour_at(frames[0], layout_of("tall", 480).picture), "up")


def test_a_single_beat_is_cut_out_of_the_film_that_is_there(
    swatch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "renders" / swatch.parent.name
    shutil.copytree(swatch.parent, folder)
    before = (folder / swatch.name).read_bytes()
    monkeypatch.setattr(filming, "shoot", None)  # nothing is filmed
    asked = ["--captions=burned", "--shape=square", "--beat=2", f"--out={tmp_path}"]
    assert main(["render", *LOW, *asked]) == 0
    assert (folder / swatch.name).read_bytes() == before
    shaped = frames_of(folder / "Swatch-square-beat02.mp4")
    captioned = frames_of(folder / "Swatch-captioned-beat02.mp4")
    assert len(shaped) == len(captioned) == second_beat(swatch)
    assert is_like(colour_at(shaped[0], layout_of("square", 480).picture), "up")
    assert is_like(tuple(map(int, captioned[0][200, 427])), "up")


def test_a_single_beat_without_its_ground(tmp_path: Path) -> None:
    asked = [*LOW, f"--out={tmp_path}", "--alpha=1", "--beat=2"]
    assert main(["render", *asked]) == 0
    names = {path.name for path in (tmp_path / "renders" / "480p15-dark").iterdir()}
    assert names == {"Swatch-beat02.webm", "Swatch-beat02.mov"}


def test_a_beat_alone_needs_a_shape(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    assert main(["render", "--scene=Swatch", "--beat=2", f"--out={tmp_path}"]) == 2
    assert "make draft films a single one" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
