"""The manifest beside a film: its sections, the numbers shown in them, and the group."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import av
import pytest
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from lecture.__main__ import main
from lecture.manifest import load_manifest
from lecture.numbers import numbers_shown
from lecture.options import UserError
from lecture.walk import walk
from scenes.stage.film import GrpoScene, Rest, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.settings import Settings
from scenes.stage.typeset import Formula, Prose


class Shown(GrpoScene):
    """Texts of all kinds, of which some cannot be read."""

    @beat("Many", "Texts.")
    def many(self) -> None:
        self.low = Prose("up to 7 words").shift(2 * UP)
        self.high = Formula("{{ {{ rho_1 : ratio }} = 1.50 : whole }}").shift(3 * UP)
        self.right, self.left = LiveNumber(-0.25), LiveNumber(-0.25, 3).shift(3 * LEFT)
        dim = Prose("8 dim").shift(UP).set_opacity(0.35)
        outside = Prose("9 outside").shift(20 * LEFT)
        without = Formula("A_2 #h(0.5em) rho_3").shift(2 * LEFT + UP)
        # Named: by a symbol, by a word; and one by an answer, which does not say what it is.
        self.named = named = VGroup()
        for place, name in enumerate((Formula("k_3"), Prose("the sum"), Formula("o_1"))):
            named.add(name, LiveNumber(0.5 + place).next_to(name, RIGHT, buff=0.5))
            named[-2:].shift((1 + place) * DOWN)
        self.add(self.low, self.right, self.left, self.high, dim, outside, without, named)
        self.wait(1)
        self.remove(self.low)

    @beat("Twice", "The same.")
    def twice(self) -> None:
        self.remove(self.high, self.right, self.left, self.named)
        self.add(Formula("x = 3"), Formula("x = 3").shift(3 * LEFT))


def numbers(*, last: bool) -> list[list[dict[str, str]]]:
    """The numbers at the rests of Shown that end a beat, or that do not."""
    seen = []

    def note(film: GrpoScene, rest: Rest) -> None:
        if rest.last == last:
            seen.append(numbers_shown(film))

    walk(Shown, Settings(), on_rest=note)
    return seen


def test_numbers_are_what_can_be_read_at_the_end_of_a_beat() -> None:
    assert numbers(last=True) == [
        # From top to bottom, from left to right; the prose had left before the end.
        # Numbers that stand alone are in the picture only.
        [{"math": "rho_1 = 1.50"}, {"math": "k_3 = 0.50"}, {"math": '"the sum" = 1.50'}],
        [{"math": "x = 3"}],
    ]


def test_prose_is_told_from_formulas() -> None:
    assert numbers(last=False)[0][:2] == [{"math": "rho_1 = 1.50"}, {"text": "up to 7 words"}]


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


def test_the_settings_asked_for_are_the_ones_told(films: None, tmp_path: Path) -> None:
    given = ["--epsilon", "0.1", "--epsilon-high", "0.3", "--beta", "0", "--theme", "light"]
    assert (
        main(["render", "--scene", "Swatch", "--quality", "l", "--out", str(tmp_path), *given]) == 0
    )
    folder = tmp_path / "renders" / "480p15-light-eps0.1-epshigh0.3-beta0"
    manifest = load_manifest(folder / "Swatch.mp4")
    assert manifest.theme == "light"
    assert list(manifest.settings.values())[1:] == [0.1, 0.3, 0]
    assert manifest.group["clipped_ratio"] == pytest.approx([1.3, 0.9, 0.9, 1.3])
