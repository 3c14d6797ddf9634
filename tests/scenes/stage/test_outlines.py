"""Outlines as they are read here, against Manim's own reader of SVG."""

from __future__ import annotations

import numpy as np
import pytest
from manim import RIGHT, MathTypst, Typst, VGroup, VMobject

from scenes.stage.outlines import outlines
from scenes.stage.patches import compile_to_svg


def stage_size(group: VGroup) -> VGroup:
    """Turned upright and brought to the height 1, in the middle."""
    return group.center().scale_to_fit_height(1)


def both(code: str) -> tuple[VGroup, VGroup]:
    """What is drawn for Typst's `code`, as Manim reads it and as it is read here."""
    manim = VGroup(*Typst(code, use_svg_cache=False).submobjects)
    here = VGroup(*(VMobject().set_points(o.points) for o in outlines(compile_to_svg(code))))
    return stage_size(manim), stage_size(here.flip(RIGHT))


@pytest.mark.parametrize(
    "code",
    [
        "$ integral_0^1 rho^2 dif x >= bb(E)_pi [cal(J)] $",  # cubic curves
        "`mono = 8`",  # a TrueType font: parabolas
        "$ sqrt(1 + a/b) + overline(x y) $",  # rules, moved and turned over
        "The same eels see ese.\\ Two lines: #box(rotate(30deg)[turned])",
        "#text(size: 20pt)[large] #scale(50%)[small]",
    ],
)
def test_manim_reads_the_same_points(code: str) -> None:
    manim, here = both(code)
    assert len(manim) == len(here) > 3
    for one, other in zip(manim, here, strict=True):
        assert one.points == pytest.approx(other.points, abs=1e-9)


def test_a_rule_has_the_thickness_of_its_stroke() -> None:
    widths = [outline.stroke_width for outline in outlines(compile_to_svg("$ a / b $"))]
    (rule,) = [
        part
        for part in MathTypst("a / b", use_svg_cache=False).submobjects
        if part.get_stroke_width()
    ]
    assert sorted(widths) == [0, 0, pytest.approx(rule._typst_source_stroke_width)]


def test_a_space_draws_nothing() -> None:
    assert len(outlines(compile_to_svg("a b"))) == 2
    assert all(np.isfinite(outline.points).all() for outline in outlines(compile_to_svg("a b")))


def test_what_is_no_outline_is_refused(tmp_path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><image width="3"/></svg>')
    with pytest.raises(ValueError, match="image"):
        outlines(picture)
