"""`make gif`: the moving picture as Pillow reads it, and AVIF as FFmpeg does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageColor
from small_films import main

from lecture import gif as maker
from scenes.script.palette import THEMES

FPS = 15
LOW = ("--quality", "l")
SMALL = Path(__file__).with_name("films")


@pytest.fixture(scope="module")
def folder(swatch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The films Swatch and Moving with all GIFs of theirs."""
    out = tmp_path_factory.mktemp("gif")
    films = out / "renders" / swatch.parent.name
    shutil.copytree(swatch.parent, films)
    assert main(["render", "--scene", "Moving", *LOW, "--out", str(out)]) == 0
    for scene in ("Swatch", "Moving"):
        for beat in ([], ["--beat", "1"], ["--beat", "2"]):
            assert main(["gif", "--scene", scene, *LOW, *beat, "--out", str(out)]) == 0
    return films


def sections(folder: Path, scene: str) -> list[int]:
    told = json.loads((folder / f"{scene}.json").read_text(encoding="utf-8"))
    return [section["frames"] for section in told["sections"]]


def seen(path: Path) -> list[tuple[np.ndarray, int]]:
    """The pictures as they stand on the screen, each with its time in milliseconds."""
    with Image.open(path) as gif:
        pictures = []
        for number in range(gif.n_frames):
            gif.seek(number)
            pictures.append((np.asarray(gif.convert("RGB")).astype(int), gif.info["duration"]))
        return pictures


def shows(picture: np.ndarray, role: str) -> bool:
    wanted = ImageColor.getrgb(getattr(THEMES["dark"], role))
    return np.abs(picture - wanted).max() <= 3


def test_a_film_has_one_gif_and_each_beat_its_own(folder: Path) -> None:
    names = {path.name for path in folder.glob("*.gif")}
    stems = [
        f"{scene}{part}" for scene in ("Swatch", "Moving") for part in ("", "-beat01", "-beat02")
    ]
    assert names == {f"{stem}.gif" for stem in stems}


def test_colours_are_the_theme_s(folder: Path) -> None:
    assert all(shows(picture, "new") for picture, _ in seen(folder / "Swatch-beat01.gif"))
    assert all(shows(picture, "up") for picture, _ in seen(folder / "Swatch-beat02.gif"))
    ground = seen(folder / "Moving-beat01.gif")[0][0][:20, :20]
    assert shows(ground, "ground")


def test_what_stands_still_is_one_picture_held_as_long(folder: Path) -> None:
    pictures = seen(folder / "Swatch.gif")
    assert [shows(picture, "new") for picture, _ in pictures] == [True, False]
    lengths = [frames * 1000 / FPS for frames in sections(folder, "Swatch")]
    assert [time for _, time in pictures] == pytest.approx(lengths, abs=10)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("scene", ["Swatch", "Moving"])
def test_it_lasts_as_long_as_its_beat(folder: Path, scene: str, number: int) -> None:
    shown = sum(time for _, time in seen(folder / f"{scene}-beat{number:02}.gif"))
    assert shown == pytest.approx(sections(folder, scene)[number - 1] * 1000 / FPS, abs=100)


def test_it_plays_for_ever_and_ends_on_a_held_picture(folder: Path) -> None:
    with Image.open(folder / "Moving-beat01.gif") as gif:
        assert gif.info["loop"] == 0
    times = [time for _, time in seen(folder / "Moving-beat01.gif")]
    assert times[-1] >= 1000
    assert max(times[1:-1]) < 1000


def test_it_moves_at_about_12_pictures_a_second_or_the_film_s_own_15(folder: Path) -> None:
    times = [time for _, time in seen(folder / "Moving-beat01.gif")]
    assert 60 <= np.median(times) <= 90


def test_it_is_640_wide_with_one_palette_and_only_what_changes(folder: Path) -> None:
    with Image.open(folder / "Moving-beat01.gif") as gif:
        assert gif.size == (640, 360)
        parts = []
        for number in range(gif.n_frames):
            gif.seek(number)
            left, top, right, bottom = gif.tile[0].extents
            parts.append((right - left) * (bottom - top) / (640 * 360))
            assert gif.tile[0].args[0] == 8
    assert parts[0] == 1
    assert max(parts[1:]) < 0.9
    assert data_of_local_palettes(folder / "Moving-beat01.gif") == 0


def data_of_local_palettes(path: Path) -> int:
    """How many pictures of a GIF carry a palette of their own, by the format's blocks."""
    data = path.read_bytes()
    at, found = 13 + 3 * 2 ** ((data[10] & 7) + 1), 0
    while data[at] != 0x3B:
        if data[at] == 0x21:
            at += 2
        else:
            assert data[at] == 0x2C
            found += data[at + 9] >> 7
            at += 11
        while data[at]:
            at += data[at] + 1
        at += 1
    return found


def test_the_last_picture_is_the_beat_s_last(folder: Path) -> None:
    ends = seen(folder / "Moving-beat02.gif")[-1][0]
    film = seen(folder / "Moving.gif")[-1][0]
    assert np.abs(ends - film).mean() < 0.5
    assert np.abs(ends - seen(folder / "Moving-beat02.gif")[0][0]).max() > 50


def test_a_beat_that_the_film_has_not_is_answered_with_a_remedy(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The film is from before its third beat was written."""
    later = (SMALL / "moving.py").read_text(encoding="utf-8")
    later += '\n    @beat()\n    def third(self) -> None:\n        """Third\n\n        New."""\n'
    (tmp_path / "moving.py").write_text(later, encoding="utf-8")
    out = ("--out", str(folder.parents[1]))
    assert main(["gif", "--scene", "Moving", *LOW, "--beat", "3", *out], tmp_path) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "Moving.mp4 has no beat 3; make it: make render SCENE=Moving" in line


def test_a_whole_film_that_is_not_there_is_answered_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gif", "--scene", "Swatch", *LOW, "--out", str(tmp_path)]) == 2
    assert "make render SCENE=Swatch" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_beat_alone_is_filmed_where_the_film_is_not_there(folder: Path, tmp_path: Path) -> None:
    asked = ["gif", "--scene", "Moving", *LOW, "--beat", "2", "--out", str(tmp_path)]
    assert main(asked) == 0
    made = tmp_path / "renders" / folder.name
    assert [path.name for path in made.iterdir()] == ["Moving-beat02.gif"]
    alone, cut = seen(made / "Moving-beat02.gif"), seen(folder / "Moving-beat02.gif")
    assert [time for _, time in alone] == [time for _, time in cut]
    for one, other in ((alone[0], cut[0]), (alone[-1], cut[-1])):
        assert np.abs(one[0] - other[0]).mean() < 1


OTHERS = pytest.mark.parametrize("kind", ["webp", "avif"])


def other(folder: Path, kind: str, scene: str = "Moving", number: int = 1) -> Path:
    """The beat as WebP or AVIF."""
    asked = ["gif", "--scene", scene, *LOW, "--beat", str(number), "--format", kind]
    assert main([*asked, "--out", str(folder.parents[1])]) == 0
    return folder / f"{scene}-beat{number:02}.{kind}"


@OTHERS
def test_webp_and_avif_show_what_the_gif_shows(folder: Path, kind: str) -> None:
    """As wide as the film, which is smaller than they may be."""
    pictures, gifs = seen(other(folder, kind)), seen(folder / "Moving-beat01.gif")
    assert pictures[0][0].shape == (480, 854, 3)
    assert sum(time for _, time in pictures) == sum(time for _, time in gifs)
    *moving, held, last = [time for _, time in pictures]  # the film's last frame is always there
    assert held + last >= 1000 > max(moving[1:])
    for ours, theirs in ((pictures[0][0], gifs[0][0]), (pictures[-1][0], gifs[-1][0])):
        small = Image.fromarray(ours.astype("uint8")).resize((640, 360), Image.Resampling.HAMMING)
        assert np.abs(np.asarray(small).astype(int) - theirs).mean() < 4  # of 255
    assert np.abs(pictures[0][0] - pictures[-1][0]).max() > 50


@OTHERS
def test_their_colours_are_the_theme_s(folder: Path, kind: str) -> None:
    wanted = ImageColor.getrgb(THEMES["dark"].new)
    for picture, _ in seen(other(folder, kind, "Swatch")):
        assert np.abs(picture - wanted).max() <= 6


@OTHERS
def test_on_a_page_of_the_ground_they_have_no_edge(folder: Path, kind: str) -> None:
    for picture, _ in seen(other(folder, kind)):
        off = np.abs(picture[:12] - ImageColor.getrgb(THEMES["dark"].ground)).max(axis=2)
        assert np.median(off) <= 1 and off.max() <= 3


def test_ffmpeg_reads_the_avif(folder: Path) -> None:
    path = other(folder, "avif")
    with av.open(str(path)) as film:
        moving = film.streams.video[-1]  # the first is its first picture alone
        pictures = [f.to_ndarray(format="rgb24").astype(int) for f in film.decode(moving)]
    assert len(pictures) == len(seen(path))
    assert np.abs(pictures[-1] - seen(path)[-1][0]).mean() < 3


@pytest.mark.parametrize("kind", ["gif", "webp", "avif"])
def test_a_beat_gets_smaller_until_it_is_below_the_bound(
    folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = other(folder, kind).stat().st_size
    capsys.readouterr()
    monkeypatch.setattr(maker, "BOUND", whole - 1)
    path = other(folder, kind)
    assert path.stat().st_size < whole
    width = seen(path)[0][0].shape[1]
    said = capsys.readouterr().err
    assert (
        f"Moving-beat01.{kind}: {width} pixels wide, 12.5 pictures a second, to stay under" in said
    )
    monkeypatch.setattr(maker, "BOUND", 100)
    before = path.read_bytes()
    out = ("--out", str(folder.parents[1]))
    asked = ["gif", "--scene", "Moving", *LOW, "--beat", "1", "--format", kind, *out]
    assert main(asked) == 2
    assert "and not under 0.0001 MB" in capsys.readouterr().err
    assert path.read_bytes() == before
    monkeypatch.undo()
    other(folder, kind)


@OTHERS
def test_of_a_whole_film_there_is_a_gif_only(
    folder: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ("--out", str(folder.parents[1]))
    assert main(["gif", "--scene", "Moving", *LOW, "--format", kind, *out]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"gif: beat: {kind} is of one; Moving has 1 Moving, 2 Home"
    assert main(["gif", "--scene", "Moving", *LOW, "--format", "pptx", *out]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "gif: format: 'pptx' is unknown; use one of gif, webp, avif"
