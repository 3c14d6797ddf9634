"""The manifest beside a film: its sections, the numbers shown in them, and the group."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import pytest
from small_films import main

from lecture.manifest import load_manifest, sections_of
from lecture.options import UserError
from scenes.stage.film import Beat


def test_it_tells_what_the_film_holds(swatch: Path) -> None:
    manifest = load_manifest(swatch)
    with av.open(swatch) as container:
        chapters = container.chapters()
        pictures = container.streams.video[0]
        size = (pictures.width, pictures.height, pictures.average_rate, pictures.frames)
    assert (manifest.width, manifest.height, manifest.fps, manifest.frames) == size
    told = [(s.title, s.start, s.start + s.frames) for s in manifest.sections]
    ticks = [chapter["time_base"] * manifest.fps for chapter in chapters]
    assert told == [
        (chapter["metadata"]["title"], chapter["start"] * tick, chapter["end"] * tick)
        for chapter, tick in zip(chapters, ticks, strict=True)
    ]
    assert [s.caption for s in manifest.sections] == [
        "A < 0 & min: <b>kept</b> as it is.",
        "Then the other one.",
    ]
    assert [s.loop for s in manifest.sections] == [False, True]
    assert (manifest.scene, manifest.language, manifest.theme) == ("Swatch", "en", "dark")


def test_a_section_has_what_is_said_and_asked_in_its_beat() -> None:
    said = Beat(
        "Door",
        "A question.",
        "door",
        1.6,
        script="Look at this.",
        ask="What is it?",
        choices=["A door.", "A bar."],
        seen="A door of four panels.",
    )
    silent = Beat("End", "An answer.", "end", 1.6)
    sections = sections_of([(said, 30, [], [6, 21]), (silent, 15, [], [])])
    assert [(s.start, s.script, s.ask, s.asked) for s in sections] == [
        (0, "Look at this.", "What is it?", [6, 21]),
        (30, "", "", []),
    ]
    assert [(s.choices, s.seen) for s in sections] == [
        (["A door.", "A bar."], "A door of four panels."),
        ((), ""),
    ]
    asking, answer = sections[0].steps()
    assert (asking.choices, answer.choices) == (["A door.", "A bar."], ())


def test_it_tells_the_worked_group(swatch: Path) -> None:
    manifest = load_manifest(swatch)
    group, shown = manifest.group, manifest.settings
    assert shown == {
        "question": "17 × 24 = ?",
        "epsilon_low": 0.2,
        "epsilon_high": 0.2,
        "beta": 0.04,
    }
    assert group["rewards"] == [1, 0, 1, 0]
    # mean 1/2, population std 1/2
    assert group["advantage"] == pytest.approx([1, -1, 1, -1])
    assert group["ratio"] == pytest.approx([0.30 / 0.20, 0.20 / 0.40, 0.07 / 0.10, 0.43 / 0.30])
    assert group["clipped_ratio"] == pytest.approx([1.2, 0.8, 0.8, 1.2])
    assert group["value"] == pytest.approx([1.2, -0.8, 0.7, -0.43 / 0.30])
    assert group["binds"] == [True, True, False, False]
    assert group["surrogate"] == pytest.approx((1.2 - 0.8 + 0.7 - 0.43 / 0.30) / 4)
    assert group["objective"] == pytest.approx(group["surrogate"] - 0.04 * group["kl"])
    assert all(len(group[name]) == 4 for name in ("texts", "old", "new", "ref", "k3", "gradient"))


def test_it_is_plain_json_in_which_nothing_is_lost(swatch: Path, tmp_path: Path) -> None:
    manifest = load_manifest(swatch)
    copy = shutil.copy(swatch, tmp_path / "Copy.mp4")
    manifest.save(copy.with_suffix(".json"))
    assert load_manifest(copy) == manifest
    text = copy.with_suffix(".json").read_text(encoding="utf-8")
    assert json.loads(text)["group"]["texts"] == ["408", "398", "408 (other path)", "418"]
    assert text == swatch.with_suffix(".json").read_text(encoding="utf-8")


@pytest.fixture
def film(swatch: Path, tmp_path: Path) -> Path:
    """A film with its manifest, to be spoilt."""
    for suffix in (".mp4", ".json"):
        shutil.copy(swatch.with_suffix(suffix), tmp_path)
    return tmp_path / swatch.name


@pytest.mark.parametrize("suffix", [".mp4", ".json"])
def test_a_film_without_its_manifest_is_a_mistake(film: Path, suffix: str) -> None:
    film.with_suffix(suffix).unlink()
    with pytest.raises(UserError, match=rf"no .*Swatch\{suffix}; .*make render SCENE=Swatch, with"):
        load_manifest(film)


@pytest.mark.parametrize("harm", ["", "[]", "{}", '{"sections": 3}', '{"sections": [{"x": 1}]}'])
def test_a_spoilt_manifest_is_a_mistake(film: Path, harm: str) -> None:
    film.with_suffix(".json").write_text(harm, encoding="utf-8")
    with pytest.raises(UserError, match=r"Swatch\.json cannot be read; .*make render SCENE=Swatch"):
        load_manifest(film)


def test_the_manifest_of_another_film_is_a_mistake(film: Path) -> None:
    told = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    told["sections"][1]["frames"] += 1
    film.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UserError, match=r"does not belong to .*make render SCENE=Swatch"):
        load_manifest(film)


def test_a_broken_film_is_a_mistake(film: Path) -> None:
    film.write_bytes(b"")
    with pytest.raises(UserError, match=r"does not belong to .*make render SCENE=Swatch"):
        load_manifest(film)


def test_the_settings_asked_for_are_the_ones_told(tmp_path: Path) -> None:
    given = ["--epsilon", "0.1", "--epsilon-high", "0.3", "--beta", "0", "--theme", "light"]
    assert (
        main(["render", "--scene", "Swatch", "--quality", "l", "--out", str(tmp_path), *given]) == 0
    )
    folder = tmp_path / "renders" / "480p15-light-eps0.1-epshigh0.3-beta0"
    manifest = load_manifest(folder / "Swatch.mp4")
    assert manifest.theme == "light"
    assert list(manifest.settings.values())[1:] == [0.1, 0.3, 0]
    assert manifest.group["clipped_ratio"] == pytest.approx([1.3, 0.9, 0.9, 1.3])
