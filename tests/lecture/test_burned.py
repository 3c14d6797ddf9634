"""The film with burned-in captions: as large as it was, the words in a band at its foot."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from letters_of import need_letters_of
from PIL import ImageColor
from small_films import main

from lecture.burned import band_height, burn, draw_page, picture_place
from lecture.captions import pieces
from lecture.catalogue import scene_names, told
from scenes.script.palette import THEMES
from scenes.script.words import languages, use_language

FPS, WIDTH, HEIGHT = 15, 854, 480
LOW = ("--scene", "Swatch", "--quality", "l")


@pytest.fixture(scope="module")
def films(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the film Swatch, and the same with captions burned in."""
    out = tmp_path_factory.mktemp("burned")
    folder = out / "renders" / swatch.parent.name
    shutil.copytree(swatch.parent, folder)
    assert main(["captions", *LOW, "--captions", "burned", "--out", str(out)]) == 0
    return folder / "Swatch.mp4", folder / "Swatch-captioned.mp4"


def planes(film: Path) -> list[np.ndarray]:
    """The frames as they are stored: Y, U and V below one another."""
    with av.open(film) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def luma(film: Path) -> list[np.ndarray]:
    with av.open(film) as container:
        height = container.streams.video[0].height
    return [frame[:height] for frame in planes(film)]


BAND = band_height(HEIGHT)
TALL = HEIGHT - BAND  # of the picture
WIDE = round(TALL * 16 / 9)
LEFT = (WIDTH - WIDE) // 2


def test_the_whole_is_as_large_as_the_film(films) -> None:
    with av.open(films[1]) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (stream.width, stream.height) == (WIDTH, HEIGHT)
        assert (context.name, context.pix_fmt, stream.average_rate) == ("h264", "yuv420p", FPS)
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)


def test_the_picture_is_the_film_s_a_little_smaller(films) -> None:
    """The film fills its frames with one colour: so does the picture, in all three planes."""
    film, captioned = films
    before, after = planes(film), planes(captioned)
    assert len(before) == len(after)
    edge = 4  # the encoder's loss is where a colour ends
    inside = slice(edge, TALL - edge), slice(LEFT + edge, LEFT + WIDE - edge)
    for old, new in zip(before, after, strict=True):
        assert np.abs(new[inside].astype(int) - old[0, 0]).max() <= 3
        u_old, u_new = (
            rows[HEIGHT : HEIGHT * 5 // 4].reshape(HEIGHT // 2, -1) for rows in (old, new)
        )
        small = tuple(slice(s.start // 2 + edge, s.stop // 2 - edge) for s in inside)
        assert np.abs(u_new[small].astype(int) - u_old[0, 0]).max() <= 3


def test_nothing_of_the_picture_is_left_out(tmp_path: Path) -> None:
    """A frame along the edges of a film is seen along the edges of the picture."""
    film = tmp_path / "Framed.mp4"
    rows = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    rows[:12] = rows[-12:] = rows[:, :12] = rows[:, -12:] = 220
    with av.open(film, "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(rows)))
        out.mux(stream.encode(None))
    burn(film, tmp_path / "out.mp4", [], THEMES["dark"])
    (picture,) = luma(tmp_path / "out.mp4")
    for bright in (picture[4, WIDTH // 2], picture[TALL - 5, WIDTH // 2]):
        assert bright > 180
    for bright in (picture[TALL // 2, LEFT + 4], picture[TALL // 2, LEFT + WIDE - 5]):
        assert bright > 180
    for dark in (picture[TALL // 2, LEFT - 4], picture[TALL // 2, LEFT + WIDE + 4]):
        assert dark < 60
    assert picture[TALL + 4 :].max() < 60


def test_title_and_chapters_stay(films) -> None:
    told = []
    for path in films:
        with av.open(path) as film:
            chapters = [
                (c["metadata"]["title"], c["start"] * c["time_base"], c["end"] * c["time_base"])
                for c in film.chapters()
            ]
            told.append((film.metadata["title"], chapters, film.duration))
    assert told[0] == told[1]


def test_it_can_start_before_it_is_all_there(films) -> None:
    data = films[1].read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_words_stand_exactly_while_their_cue_is_on(films) -> None:
    cues = list(srt.parse(films[0].with_suffix(".srt").read_text(encoding="utf-8")))
    bands = [frame[TALL:] for frame in luma(films[1])]
    shown = [int(band[4:].max()) - int(band[4:].min()) > 100 for band in bands]
    # A player shows a frame that begins within a cue with that cue.
    times = [n / FPS for n in range(len(bands))]
    asked = [any(c.start.total_seconds() <= t < c.end.total_seconds() for c in cues) for t in times]
    assert shown == asked
    assert True in asked
    assert False in asked


def test_where_nothing_is_said_the_band_is_plain_ground(films) -> None:
    red, green, blue = ImageColor.getrgb(THEMES["dark"].ground)
    ground = 16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219 / 255  # BT.709
    plain = [band for frame in luma(films[1]) if np.ptp(band := frame[TALL + 4 :]) <= 100]
    for band in plain:
        assert np.abs(band - ground).max() <= 3


def test_each_cue_has_words_of_its_own(films) -> None:
    frames = luma(films[1])
    cues = srt.parse(films[0].with_suffix(".srt").read_text(encoding="utf-8"))
    middles = [round((c.start + c.end).total_seconds() / 2 * FPS) for c in cues]
    pictures = {frames[middle][TALL:].tobytes() for middle in middles}
    assert len(pictures) == len(middles)


@pytest.mark.parametrize("theme", THEMES)
def test_type_is_large_and_stands_out(theme: str) -> None:
    band = draw_page("xxxxxxxx", (WIDTH, HEIGHT), THEMES[theme])
    values = np.asarray(band.convert("L")).astype(int)
    ink = np.abs(values - values[0, 0]) > 100
    rows = np.flatnonzero(ink.any(axis=1))
    assert rows[-1] - rows[0] + 1 >= 11
    strokes = np.asarray(band)[ink]
    most = max((contrast(tuple(pixel), band.getpixel((0, 0))) for pixel in strokes), default=0)
    assert most >= 7


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast of two colours by WCAG 2."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [int(c) / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("code", languages())
def test_the_longest_captions_of_a_language_fit(code: str) -> None:
    need_letters_of(code)
    use_language(code)
    said = [caption for scene in scene_names() for _, caption in told(scene)]
    longest = sorted((piece for text in said for piece in pieces(text)), key=len)[-20:]
    for piece in longest:
        page = draw_page(piece, (WIDTH, HEIGHT), THEMES["dark"])
        assert page.size == (WIDTH, HEIGHT)
        values = np.asarray(page.convert("L")).astype(int)
        assert np.ptp(values[:TALL]) == 0
        assert two_lines_with_margin(values[TALL:]), piece


def two_lines_with_margin(values: np.ndarray) -> bool:
    ink = np.abs(values - values[0, 0]) > 60
    rows, columns = ink.any(axis=1), np.flatnonzero(ink.any(axis=0))
    lines = np.count_nonzero(np.diff(rows.astype(int)) == 1)
    free = not rows[:3].any() and not rows[-3:].any()
    return lines <= 4 and free and columns[0] >= 20 and columns[-1] <= values.shape[1] - 20


@pytest.mark.parametrize("height", [480, 720, 1080, 2160])
def test_the_band_is_even_and_not_tall(height: int) -> None:
    assert band_height(height) % 2 == 0
    assert height / 8 <= band_height(height) <= height / 6


@pytest.mark.parametrize("size", [(854, 480), (1280, 720), (1920, 1080), (3840, 2160)])
def test_the_picture_is_even_and_as_wide_as_it_should_be(size: tuple[int, int]) -> None:
    left, width, height = picture_place(*size)
    assert (left % 2, width % 2, height % 2) == (0, 0, 0)
    assert 2 * left + width == size[0]
    assert width / height == pytest.approx(16 / 9, rel=0.01)


def test_captions_are_written_again(films) -> None:
    film, _ = films
    before = {suffix: film.with_suffix(suffix).read_text("utf-8") for suffix in (".vtt", ".srt")}
    for suffix in before:
        film.with_suffix(suffix).write_text("lost", encoding="utf-8")
    assert main(["captions", *LOW, "--out", str(film.parents[2])]) == 0
    assert {s: film.with_suffix(s).read_text("utf-8") for s in before} == before


def test_render_burns_them_in_on_request(swatch: Path, tmp_path: Path, capsys) -> None:
    assert main(["render", *LOW, "--captions", "burned", "--out", str(tmp_path)]) == 0
    made = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert made == ["Swatch.mp4", "Swatch-captioned.mp4"]
    folder = tmp_path / "renders" / "480p15-dark"
    assert len(planes(folder / made[1])) == len(planes(swatch))


def test_without_a_film_it_says_how_to_get_one(tmp_path: Path, capsys) -> None:
    assert main(["captions", *LOW, "--captions", "burned", "--out", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "Swatch.mp4" in line
    assert "make render SCENE=Swatch" in line
    assert main(["captions", *LOW, "--captions", "loud"]) == 2
    assert "'loud'" in capsys.readouterr().err
