"""Tells when Manim or Typst no longer need what the stage does around their faults.

Each test of the first part shows a fault of the library's; when it fails, the library is
mended and the remedy named in its message can go. The second part shows the remedies work.
"""

from __future__ import annotations

import copy
import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import manim
import numpy as np
import pytest
import typst
from manim import MathTypst, Mobject, Scene, VGroup, tempconfig
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder
from manim.utils import typst_file_writing

from lecture.quiet import without_output
from lecture.walk import walk
from scenes.script.settings import Settings
from scenes.stage import patches
from scenes.stage.encoding import SegmentEncoder, StageFileWriter
from scenes.stage.film import GrpoScene, beat
from scenes.stage.typeset import Formula, Prose

PROJECT = Path(__file__).parents[3]
BT709, UNTAGGED = 1, 2  # as ITU-T H.273 numbers the matrices
# 128 + 112 (B - Y) / (1 - Kb) of #58C4DD, with each standard's Y.
BLUE_BT601, BLUE_BT709 = 155, 150


@pytest.fixture
def tex_dir(tmp_path):
    """A folder of this test for what Manim's own typesetting writes."""
    with tempconfig({"media_dir": str(tmp_path), "tex_dir": str(tmp_path / "tex")}):
        yield tmp_path / "tex"


@pytest.fixture
def compiled(monkeypatch):
    """What is compiled by `typst.compile`, as Manim does: arguments and keywords."""
    calls = []
    compile_ = typst.compile

    def note(*arguments, **keywords):
        calls.append((arguments, keywords))
        return compile_(*arguments, **keywords)

    monkeypatch.setattr(typst, "compile", note)
    return calls


# -- the library's faults -----------------------------------------------------------


def test_manim_is_the_version_that_the_patches_are_for():
    assert manim.__version__.startswith("0.22."), (
        f"Manim is {manim.__version__} now: see in this file which patches it still needs, "
        "then raise the version here and in scenes/stage/patches.py"
    )


def test_manim_scans_the_system_s_fonts_and_compiles_from_disk(tex_dir, compiled):
    typst_file_writing.typst_to_svg_file("$ rho $")
    assert compiled, "Manim now compiles in another way: remove the patch compile_to_svg"
    (source, *_), keywords = compiled[0]
    assert not keywords.get("ignore_system_fonts"), (
        "Manim now leaves the system's fonts alone: see if compile_to_svg is still worth it"
    )
    assert isinstance(source, str), "Manim now compiles in memory: see about compile_to_svg"


def test_manim_takes_a_broken_svg_for_a_finished_one(tex_dir):
    made = typst_file_writing.typst_to_svg_file("$ rho $")
    made.write_bytes(b"")  # as another render leaves it for a moment, and a killed one for ever
    assert typst_file_writing.typst_to_svg_file("$ rho $").read_bytes() == b"", (
        "Manim now looks at the SVGs that it shares: remove the patch compile_to_svg"
    )


def test_manim_s_glyphs_keep_their_parsed_path():
    glyphs = MathTypst("rho", use_svg_cache=False).submobjects
    assert all(hasattr(glyph, "path_obj") for glyph in glyphs), (
        "Manim now drops path_obj: see if scenes/stage/outlines.py is still worth it"
    )


def test_a_copy_of_a_mobject_by_manim_copies_what_never_changes():
    assert copy.deepcopy(manim.RED) is not manim.RED, (
        "Manim now shares colours between copies: see if the patch copy_of is still worth it"
    )


def test_manim_s_fraction_bars_are_strokes_that_do_not_scale():
    formula = MathTypst("a/b", use_svg_cache=False)
    bar = next(part for part in formula.submobjects if part.get_stroke_width())
    width = bar.get_stroke_width()
    VGroup(formula).scale(0.5)
    assert bar.get_stroke_width() == width, (
        "Manim now scales fraction bars: see about typeset._rectangle"
    )


def test_manim_s_wait_leaves_an_empty_mobject():
    """Issue 3040."""

    class Waiting(Scene):
        def construct(self):
            self.wait(0.2)

    with without_output():
        scene = Waiting(skip_animations=True)
        scene.render()
    assert [type(m) for m in scene.mobjects] == [Mobject], (
        "Manim now cleans up after a wait: remove it from GrpoScene._rest"
    )


def segment(encoder: type[VideoSegmentEncoder], folder: Path) -> tuple[int, int]:
    """A frame of #58C4DD, encoded and decoded: the tag of its matrix, and its blue difference."""
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", 64, 36, Fraction(15), (("crf", "1"),))
    target = folder / f"{encoder.__name__}.mp4"
    made = encoder(target=target, spec=spec)
    made.write_frame(np.full((36, 64, 4), [0x58, 0xC4, 0xDD, 255], dtype=np.uint8), repeat=3)
    made.finish()
    with av.open(target) as film:
        frame = next(film.decode(video=0))
        return int(frame.colorspace), round(frame.to_ndarray()[36:45].mean())


def test_manim_s_segments_are_bt601_without_a_tag(tmp_path):
    tag, blue_difference = segment(VideoSegmentEncoder, tmp_path)
    assert tag == UNTAGGED, "Manim now tags its colours: see about SegmentEncoder"
    assert blue_difference == pytest.approx(BLUE_BT601, abs=1), (
        "Manim now converts colours in another way: see about SegmentEncoder"
    )


def test_manim_takes_a_broken_segment_for_a_cached_one(tmp_path):
    half = tmp_path / "half.mp4"
    for writer, believed in ((SceneFileWriter, True), (StageFileWriter, False)):
        half.write_bytes(b"\0" * 40)
        made = writer.__new__(writer)
        made.output_plan = SimpleNamespace(segment_path=lambda _: half)
        made._inflight_by_path = {}
        made.output_spec = SimpleNamespace(is_video=True)
        assert made.is_already_cached("hash") is believed, (
            "Manim now looks into its cached segments: remove StageFileWriter.is_already_cached"
        )


def test_manim_does_not_escape_an_apostrophe_in_a_path():
    """Within quotes FFmpeg knows no escape; the quotes have to be closed first."""
    assert b"it's" in SceneFileWriter._concat_manifest_bytes(["/it's/a.mp4"]), (
        "Manim now escapes apostrophes: remove StageFileWriter._concat_manifest_bytes"
    )
    assert b"it'\\''s" in StageFileWriter._concat_manifest_bytes(["/it's/a.mp4"])


# -- the remedies -------------------------------------------------------------------


def test_typesetting_leaves_manim_s_folder_and_compiler_alone(tex_dir, compiled):
    Formula("x_47 / y_11")
    Prose("typeset in memory 4711")
    assert compiled == []
    assert not tex_dir.exists()


def test_a_font_of_this_machine_changes_nothing():
    families = set(typst.Fonts(include_embedded_fonts=False).families())
    only_here = sorted(families - set(typst.Fonts(include_system_fonts=False).families()))
    if not only_here:
        pytest.skip("there is no font on this machine")
    asked, unknown = (
        patches.compile_to_svg("Rate", preamble=f'#set text(font: "{name}")').read_bytes()
        for name in (only_here[0], "no such font")
    )
    assert asked == unknown


def test_the_patch_compiles_what_manim_would():
    file = patches.compile_to_svg("$ rho_1 / 2 $", preamble="#let x = 1", text_size=12)
    source = typst_file_writing.TYPST_TEMPLATE.format(
        text_size=12, preamble="#let x = 1", body="$ rho_1 / 2 $"
    )
    assert file.read_bytes() == typst.compile(
        source.encode(), format="svg", ignore_system_fonts=True
    )


def test_two_processes_typeset_at_once_and_clean_up(tmp_path):
    script = (
        "import hashlib; from scenes.stage.typeset import Formula\n"
        "shapes = [Formula(f'x_{n} / 2').get_all_points().tobytes() for n in range(15)]\n"
        "print(hashlib.sha256(b''.join(shapes)).hexdigest())"
    )
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(tmp_path)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", script]
    both = [subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) for _ in "ab"]
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    here = [Formula(f"x_{n} / 2").get_all_points().tobytes() for n in range(15)]
    assert {out.strip() for out, _ in said} == {hashlib.sha256(b"".join(here)).hexdigest()}
    assert list(tmp_path.rglob("*")) == []


def test_a_copy_shares_nothing_that_changes():
    whole = VGroup(Formula("rho"), manim.Square(fill_opacity=0.5))
    whole.target = whole[1]
    before = whole.get_all_points().copy()
    copied = whole.copy()
    assert copied.target is copied[1]  # what is one thing stays one thing
    assert type(copied[0]) is Formula
    copied.shift(manim.UP).set_color(manim.RED).set_opacity(0.1)
    copied[0].plain = "other"
    copied.remove(copied[0])
    assert len(whole) == 2
    assert whole[0].plain == "rho"
    assert np.array_equal(whole.get_all_points(), before)
    assert whole[1].get_fill_color() == manim.WHITE
    assert whole[1].get_fill_opacity() == 0.5


def test_a_wait_leaves_nothing_on_the_stage():
    class Waiting(GrpoScene):
        @beat(hold=0.8)
        def one(self):
            """One

            Nothing.
            """
            self.wait(0.4)

    assert walk(Waiting, Settings()).stage_mobjects() == []


def test_segments_are_bt709_and_say_so(tmp_path):
    tag, blue_difference = segment(SegmentEncoder, tmp_path)
    assert tag == BT709
    assert blue_difference == pytest.approx(BLUE_BT709, abs=1)


# A function of several globals, and what it is printed by.
CLOSURE = """
import inspect
alpha = beta = gamma = delta = epsilon = zeta = eta = 1
def use():
    return alpha + beta + gamma + delta + epsilon + zeta + eta
"""


def printed_by_seeds(code: str) -> set[str]:
    """What `code` prints after CLOSURE under different hashes of strings."""
    return {
        subprocess.run(
            [sys.executable, "-c", CLOSURE + code],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(PROJECT)},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 4)
    }


@pytest.mark.skipif(sys.version_info < (3, 13), reason="the fault came with Python 3.13")
def test_closures_still_come_in_the_order_of_a_set():
    orders = printed_by_seeds("print(list(inspect.getclosurevars(use).globals))")
    assert len(orders) > 1, "Python gives closures in order again: remove closure_in_order"


def test_the_key_of_a_closure_is_the_same_in_every_run():
    keys = printed_by_seeds(
        "from scenes.stage import patches; patches.apply()\n"
        "from manim.utils import hashing\n"
        "found = hashing.inspect.getclosurevars(use)\n"
        "print(list(found.globals), found.globals['alpha'])"
    )
    (key,) = keys
    assert "['alpha', 'beta', 'delta', 'epsilon', 'eta', 'gamma', 'zeta'] 1" in key
