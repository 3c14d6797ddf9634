"""`make still` and `make sheet`: pictures of a film that is not rendered."""

from __future__ import annotations

import numpy as np
import planted
import pytest
from PIL import Image

from lecture import sheet, still
from lecture.options import Options
from lecture.walk import draw, walk
from scenes.script.settings import Settings
from scenes.stage.theme import DARK, LIGHT


@pytest.fixture(autouse=True)
def _planted_scenes(monkeypatch):
    for maker in (still, sheet):
        monkeypatch.setattr(maker, "film_class", lambda asked: getattr(planted, asked.scene))


def pixels(path) -> np.ndarray:
    """The pixels of a picture file."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def corner(path) -> str:
    """The colour near a picture's corner, as a theme names it."""
    return "#" + "".join(f"{value:02X}" for value in pixels(path)[2, 2])


def test_a_still_is_the_last_frame_of_the_beat_at_full_size(tmp_path, capsys):
    assert still.run(Options("Clean", beat=2, out=tmp_path)) == 0
    path = tmp_path / "renders" / "stills" / "Clean-beat02-dark.png"
    assert capsys.readouterr().out.splitlines()[-1].endswith(path.name)
    film = walk(planted.Clean, Settings(), last_beat=2)
    picture = pixels(path)
    assert picture.shape == (1080, 1920, 3)
    assert np.array_equal(picture, np.asarray(draw(film, 1920)))


def test_without_a_beat_there_is_a_still_of_each(tmp_path):
    options = Options("Clean", quality="l", settings=Settings(theme="light"), out=tmp_path)
    paths = still.stills(options)
    assert [path.name for path in paths] == [f"Clean-beat0{n}-light.png" for n in range(1, 7)]
    assert sorted(paths[0].parent.iterdir()) == paths
    assert {pixels(path).shape for path in paths} == {(480, 854, 3)}
    assert corner(paths[0]) == LIGHT.ground


def test_stills_with_other_settings_do_not_replace_each_other(tmp_path):
    for settings in (Settings(), Settings(epsilon=0.1)):
        still.stills(Options("Clean", quality="l", beat=1, settings=settings, out=tmp_path))
    assert len(list((tmp_path / "renders" / "stills").iterdir())) == 2


@pytest.mark.parametrize("make", [still.run, sheet.run])
def test_a_film_that_fails_leaves_what_was_there(make, tmp_path):
    for folder, name in (("stills", "Broken-beat01-dark.png"), ("sheets", "Broken-dark.png")):
        old = tmp_path / "renders" / folder / name
        old.parent.mkdir(parents=True)
        old.write_bytes(b"old")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ZeroDivisionError):
        make(Options("Broken", out=tmp_path))
    assert sorted(tmp_path.rglob("*")) == before
    assert {path.read_bytes() for path in before if path.is_file()} == {b"old"}


def test_a_sheet_has_a_tile_for_each_rest(tmp_path, capsys):
    assert sheet.run(Options("Clean", out=tmp_path)) == 0
    path = tmp_path / "renders" / "sheets" / "Clean-dark.png"
    assert capsys.readouterr().out.splitlines()[-1].endswith(path.name)
    picture = pixels(path).astype(int)
    assert corner(path) == DARK.ground
    # Twelve rests make four rows of three; the third is the first of beat 2.
    assert len(picture) >= 4 * 360
    film = walk(planted.Clean, Settings(), last_beat=2)
    tile = np.asarray(draw(film, sheet.TILE), dtype=int)
    left = sheet.MARGIN + 2 * (sheet.TILE + sheet.GAP)
    shown = picture[sheet.MARGIN :, left:][: tile.shape[0], : tile.shape[1]]
    # A line around the tile covers the outermost pixels.
    assert np.abs(shown - tile)[1:-1, 1:-1].mean() < 0.5


def test_a_sheet_of_one_beat_shows_only_that(tmp_path):
    sheets = [sheet.sheet(Options("Clean", beat=beat, out=tmp_path)) for beat in (None, 4)]
    whole, one = (len(pixels(path)) for path in sheets)
    # One row of tiles in place of four.
    assert 3 * one < whole
    assert sheets[1].name == "Clean-beat04-dark.png"


def test_a_sheet_of_last_frames_has_one_for_each_beat(tmp_path):
    path = sheet.sheet(Options("Clean", rests="last", out=tmp_path))
    assert path.name == "Clean-last-dark.png"
    picture = pixels(path).astype(int)
    # Six beats make two rows of three; the second tile ends beat 2, where its line is there.
    assert 2 * 360 <= len(picture) < 3 * 360
    film = walk(planted.Clean, Settings(), last_beat=2)
    tile = np.asarray(draw(film, sheet.TILE), dtype=int)
    left = sheet.MARGIN + sheet.TILE + sheet.GAP
    shown = picture[sheet.MARGIN :, left:][: tile.shape[0], : tile.shape[1]]
    assert np.abs(shown - tile)[1:-1, 1:-1].mean() < 0.5
