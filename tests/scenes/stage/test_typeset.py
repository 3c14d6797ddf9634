"""Formulas and prose: what is said is what is drawn, at the size that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from manim import FadeIn, FadeOut, ReplacementTransform, Typst, VGroup

from scenes.stage import patches
from scenes.stage.theme import DARK, use_theme
from scenes.stage.typeset import Formula, Prose, fit_apart, fit_prose, text_width


def shape(glyph) -> np.ndarray:
    """A glyph's outline, wherever it stands."""
    return glyph.points - glyph.get_corner([-1, -1, 0])


def same_shape(a, b) -> bool:
    return a.points.shape == b.points.shape and np.allclose(shape(a), shape(b), atol=1e-4)


def fraction_bar(formula):
    """The widest and thinnest piece."""
    return max(formula.submobjects, key=lambda part: part.width / max(part.height, 1e-9))


# -- parts ----------------------------------------------------------------------------


def test_a_formula_knows_its_parts_and_what_is_outside_them():
    formula = Formula("{{ a + b : sum }} = {{ c : whole }}")
    assert formula.part_names == ("sum", "whole")
    assert list(formula.without("sum")) == [formula[3], formula[4]]  # a + b, then = and c
    assert list(formula.without("sum", "whole")) == [formula[3]]
    with pytest.raises(KeyError, match=r"no part 'summ'; there are \['sum', 'whole'\]"):
        formula.without("summ")


def test_a_formula_knows_its_fraction_bars():
    formula = Formula("a / b = sqrt(x)")
    bar, over_root = formula.rules
    over, under = formula[:2]
    assert over.get_bottom()[1] > bar.get_y() > under.get_top()[1]
    assert bar.width >= max(over.width, under.width)
    assert over_root.get_left()[0] > bar.get_right()[0]


def test_parts_of_one_name_become_each_other_and_the_rest_fades():
    old = Formula("{{ a : one }} + {{ b : two }}")
    new = Formula("{{ c : one }} - {{ d e : two }} dot f")
    moves = old.turn_into(new)
    turned = [move for move in moves if isinstance(move, ReplacementTransform)]
    assert [(list(m.mobject), list(m.target_mobject)) for m in turned] == [([old[0]], [new[0]])]
    # Another number of glyphs is another word; the sign and the factor are in one of them only.
    leaving = [list(move.mobject) for move in moves if isinstance(move, FadeOut)]
    arriving = [list(move.mobject) for move in moves if isinstance(move, FadeIn)]
    assert leaving == [[old[2]], [old[1]]]
    assert arriving == [[new[2], new[3]], [new[1], new[4], new[5]]]


def test_of_parts_within_parts_each_glyph_goes_to_one_place():
    old = Formula("{{ ln {{ a : inner }} : outer }} + b")
    new = Formula("k = {{ ln {{ a : inner }} : outer }}")
    turned = [move for move in old.turn_into(new) if isinstance(move, ReplacementTransform)]
    moved = [glyph for move in turned for glyph in move.mobject]
    assert moved == [*old.select("outer")]


# -- fractions ----------------------------------------------------------------------


@pytest.mark.parametrize("source", ["a/b", "sqrt(x)", "(a + b)/(c + d)"])
def test_bars_are_filled_and_have_no_stroke(source):
    for part in Formula(source).submobjects:
        assert part.get_stroke_width() == 0
        assert part.get_fill_opacity() == 1
        assert part.height > 0


def test_a_bar_keeps_its_proportion_within_a_scaled_group():
    formula = Formula("a/b")
    bar = fraction_bar(formula)
    before, share = bar.width / bar.height, bar.height / formula.height
    VGroup(VGroup(formula)).scale(0.31)
    assert bar.width / bar.height == pytest.approx(before)
    assert bar.height / formula.height == pytest.approx(share)


def test_a_bar_is_about_as_thick_as_a_minus_sign():
    bar, minus = fraction_bar(Formula("a/b")), Formula("- x")[0]
    assert bar.height == pytest.approx(minus.height, rel=0.5)


def test_the_same_formula_twice_is_the_same_picture():
    one, two = Formula("rho / (1 + x/y)"), Formula("rho / (1 + x/y)")
    assert [p.points.tolist() for p in one] == [p.points.tolist() for p in two]


def test_two_sizes_have_one_proportion():
    small, large = Formula("a/b", size=24), Formula("a/b", size=48)
    assert large.width == pytest.approx(2 * small.width, rel=1e-6)
    assert fraction_bar(large).height == pytest.approx(2 * fraction_bar(small).height, rel=1e-6)


# -- parts ----------------------------------------------------------------------------


def test_a_part_is_its_glyphs():
    formula = Formula("{{ x : left }} + y_{{ z : low }}")
    assert same_shape(formula.select("left")[0], Formula("x")[0])
    assert len(formula.select("left")) == len(formula.select("low")) == 1
    assert formula.select("low").get_right()[0] == formula.get_right()[0]


def test_parts_may_lie_in_parts():
    formula = Formula("{{ a {{ b : inner }} : outer }} c")
    assert [len(formula.select(name)) for name in ("outer", "inner")] == [2, 1]


def test_parts_have_the_colours_of_their_roles():
    formula = Formula("{{ a : x }} + {{ b : y }}", role="muted", x="new", y="old")
    colors = [part.get_fill_color().to_hex() for part in formula]
    assert colors == [DARK.new, DARK.muted, DARK.old]


def test_a_copy_has_the_parts_too():
    formula = Formula("{{ a : x }} + b")
    twin = formula.copy().shift([3, 0, 0])
    np.testing.assert_allclose(
        twin.select("x").get_center() - [3, 0, 0], formula.select("x").get_center()
    )


def test_an_unknown_part_names_the_known_ones():
    with pytest.raises(KeyError, match=r"no part 'z'; there are \['x', 'y'\]"):
        Formula("{{ a : x }} + {{ b : y }}").select("z")


# -- what tests and audits read --------------------------------------------------------


def test_glyphs_know_text_and_size_after_any_scaling():
    formula = Formula("a/b", size=40)
    VGroup(formula).scale(0.5)
    for glyph in formula.submobjects:
        assert glyph.plain_of == formula.plain == "a/b"
        assert glyph.height / glyph.type_unit == pytest.approx(20)


# -- prose ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *"#$*_[]\\\"<>@`~'={}/|&%^",
        "#let x = 1",
        "$a+b$",
        "*bold* _x_",
        "= heading",
        "- item",
        "1. item",
        "// comment",
        "/* comment */",
        "https://x.y/z?a=b",
        '"quoted"',
        "a\\nb \\ c",
        "<label> @ref",
        "{{ a : b }}",
        "a -- b --- c ...",
        "#[x] #(1+1) #emoji.cat",
        "ε ρ − × π",
    ],
)
def test_prose_prints_what_it_is_given(text):
    """Each character has the outline that it has on its own, by its code point."""
    drawn = Prose(text).submobjects
    characters = text.replace(" ", "")
    assert len(drawn) == len(characters)
    for glyph, character in zip(drawn, characters, strict=True):
        (alone,) = Typst(
            f"#str.from-unicode({ord(character)})",
            font_size=34,
            typst_preamble='#set text(font: "New Computer Modern")',
            use_svg_cache=False,
        ).submobjects
        assert same_shape(glyph, alone), character


def test_a_line_break_starts_a_line():
    one, two = Prose("xo"), Prose("x\no")
    assert two.height > 2 * one.height
    assert two.width == pytest.approx(max(part.width for part in one), rel=1e-6)


LONG = "The quick brown fox jumps over the lazy dog while fifteen wizards watch"


@pytest.mark.parametrize("width", [0.8, 2.6])
@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize(
    "text", ["408", LONG, "antidisestablishment", "unbelievably so", '#$*_[]\\"<>@ ' * 5]
)
def test_fitted_prose_keeps_to_its_width_lines_and_size(text, width, lines):
    prose = fit_prose(text, width, lines=lines)
    assert prose.width <= width + 1e-9
    assert prose.plain.count("\n") < lines
    size = max(glyph.height / glyph.type_unit for glyph in prose.submobjects)
    assert size == pytest.approx(34)


@pytest.mark.parametrize("text", ["x" * 150, "words and words " * 20])
def test_fitting_a_long_text_is_quick(monkeypatch, text):
    """Some answers of a model are long; each trial costs a typesetting."""
    trials = []
    compile_ = patches.compile_to_svg

    def count(*arguments, **keywords):
        trials.append(1)
        assert len(trials) <= 30, "fit_prose tries too many lengths"
        return compile_(*arguments, **keywords)

    monkeypatch.setattr(patches, "compile_to_svg", count)
    assert fit_prose(text, 2.3).width <= 2.3


def test_fitted_prose_loses_nothing_unless_it_says_so():
    assert fit_prose(LONG, 8.0, lines=2).plain.split() == LONG.split()
    cut = fit_prose(LONG, 4.0, lines=2).plain
    assert cut.endswith("…")
    assert LONG.startswith(" ".join(cut[:-1].split()))


@pytest.mark.parametrize("text", ["apple", "fifteen wizards", "W", "Ragged #9"])
@pytest.mark.parametrize("size", [17, 34])
def test_a_measured_width_is_that_of_what_is_drawn(text, size):
    assert 0 <= text_width(text, size) - Prose(text, size=size).width < size / 34 * 0.05


def test_texts_that_begin_alike_are_told_apart_in_few_lines():
    texts = [f"{LONG}, and {LONG}, so x = {k}." for k in (7, 8)]
    shown = fit_apart(texts, 1.6, lines=2)
    assert [prose.plain.split()[-1] for prose in shown] == ["7.", "8."]
    assert all(prose.plain.startswith("…") and prose.plain.count("\n") == 1 for prose in shown)
    assert max(prose.width for prose in shown) <= 1.6


def test_a_space_at_an_end_has_no_width():
    assert text_width("") == text_width("  ") == 0


@pytest.mark.parametrize("make", [lambda: Formula("{{ a : x }} + 1", x="up"), lambda: Prose("ab")])
def test_a_text_that_is_set_again_is_another_of_the_same_look(make):
    looks = []
    for _ in range(4):
        text = make()
        looks.append([(glyph.points.tolist(), glyph.fill_rgbas.tolist()) for glyph in text.glyphs])
        text.shift([1, 2, 0]).set_color("#123456")  # must not show in the next one
        text.submobjects.pop()
    assert looks == 4 * looks[:1]


def test_what_a_subclass_notes_first_is_its_own():
    class Noted(Formula):
        def __init__(self, note: int):
            self.note = note
            super().__init__("n + 1")

    assert [Noted(note).note for note in range(4)] == [0, 1, 2, 3]


def test_a_text_follows_the_theme_whenever_it_was_set():
    colors = {}
    for theme in 3 * ["dark", "light"]:
        use_theme(theme)
        colors.setdefault(theme, set()).add(Prose("theme").glyphs[0].get_fill_color().to_hex())
    assert colors == {"dark": {"#F2F2F2"}, "light": {"#14181F"}}
