"""Each symbol has one colour in all films, and each policy's bars have one shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from manim import Rectangle, VGroup
from shown_numbers import Film, Painted, watch

from lecture.catalogue import scene_names
from scenes.script.settings import Settings
from scenes.script.symbols import SYMBOLS, symbols_in
from scenes.stage.film import GrpoScene, beat
from scenes.stage.policy_bars import PolicyBar
from scenes.stage.theme import Theme, paint
from scenes.stage.typeset import Formula

# {{ body : name }}; names are those of parts, bodies may hold further parts.
_MARK = re.compile(r"\{\{|:\s*(\w+)\s*\}\}")

# A policy's bars: the new one filled, the old one hollow; the reference's outline is dashed,
# so it has no rectangle at all.
FILLED = {"new": {True}, "old": {False}, "reference": set()}


# -- symbols ---------------------------------------------------------------------------


def wrongly_painted(formulas: Iterable[Painted]) -> list[str]:
    """What stands in another colour than its own, or cannot be told from its neighbours."""
    return sorted({fault for formula in formulas for fault in _faults(formula)})


def _faults(formula: Painted) -> Iterator[str]:
    source, parts_at = _without_marks(formula.source)
    roles = dict(formula.roles)
    for symbol, start, end in symbols_in(source):
        at = [parts_at[k] for k in range(start, end) if source[k].strip()]
        seen = {role for parts in at for role in _roles_in(parts, roles)}
        inks = {f"{role}_ink" for role in symbol.roles}  # of what is written on a lit window
        if seen <= set(symbol.roles) or seen <= inks:
            continue
        wanted = " or ".join(symbol.roles)
        where = f"{formula.source!r}: {source[start:end]!r} ({symbol.name})"
        if len(seen) == 1:
            yield f"{where} is painted {seen.pop()}, {wanted} needed"
        else:
            several = ", ".join(sorted(seen))
            yield f"{where} stands among glyphs painted {several}: name it as a part of its own"


def _roles_in(parts: tuple[str, ...], roles: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The roles of the glyphs in the innermost of `parts` that has any of its own."""
    return next((roles[name] for name in reversed(("", *parts)) if name in roles), ())


def _without_marks(source: str) -> tuple[str, list[tuple[str, ...]]]:
    """A source without the names of its parts, and the parts round each character."""
    ends: dict[int, str] = {}  # where a part opens, and what its end calls it
    opened: list[int] = []
    marks = list(_MARK.finditer(source))
    for mark in marks:
        if mark[1] is None:
            opened.append(mark.start())
        else:
            ends[opened.pop()] = mark[1]
    plain, around = "", []
    inside: list[str] = []
    place = 0
    for mark in [*marks, None]:
        text = source[place : mark.start() if mark else None]
        plain += text
        around += [tuple(inside)] * len(text)
        if mark:
            place = mark.end()
            if mark[1] is None:
                inside.append(ends[mark.start()])
            else:
                inside.pop()
    return plain, around


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", scene_names())
def test_each_symbol_has_its_colour(film, scene, theme):
    faults = faults_of(film(scene, theme=theme))
    assert not faults, "\n" + "\n".join(faults)


def faults_of(film: Film) -> list[str]:
    """What is wrongly painted in a film, each with the first beat that shows it."""
    first: dict[str, int] = {}
    for state in film.states:
        for fault in wrongly_painted(state.painted):
            first.setdefault(fault, state.beat)
    return [f"beat {number}: {fault}" for fault, number in first.items()]


def test_the_films_name_all_policies(film):
    """So the test above has seen them."""
    names = {
        symbol.name
        for scene in ("Levels", "Clipping", "Equation", "Variants")
        for state in film(scene).states
        for formula in state.painted
        for symbol, *_ in symbols_in(_without_marks(formula.source)[0])
    }
    assert names >= {"pi_theta", "pi_old", "pi_ref", "A > 0", "A < 0", "rho", "epsilon", "min"}


def test_the_house_s_roles_are_the_theme_s():
    assert {role for symbol in SYMBOLS for role in symbol.roles} <= set(Theme.__annotations__)
    coloured = [symbol for symbol in SYMBOLS if len(symbol.roles) == 1]
    assert {symbol.roles[0] for symbol in coloured} == set(Theme.SEMANTIC)


# Formulas that are painted right, and ones with a planted fault and what is said about it.
RIGHT = [
    ("pi_theta", {"role": "new"}),
    (
        'rho_i = ({{ pi_theta : a }} (o_i|q)) / ({{ pi_"old" : b }} (o_i|q))',
        {"a": "new", "b": "old"},
    ),
    ('pi_"ref"', {"role": "reference"}),
    ('{{ log {{ pi_"ref" : a }} : line }} + 1', {"a": "reference"}),
    ('{{ r_i : a }} - "mean"({{ r : b }})', {"a": "reward", "b": "reward"}),
    ('pi_"ref" (o_1)', {"role": "reference"}),
    ("A_- = −0.50", {"role": "down"}),
    ("A_i > 0", {"role": "up"}),
    ("A < 0", {"role": "down"}),
    ("A", {"role": "up"}),
    ("A = {{ +1.00 : value }}", {"value": "up"}),
    ("A = −2", {"role": "down"}),
    ('"min" = 1.20', {"role": "up"}),
    ("rho A", {"role": "muted"}),
    ("o_1 thick {{ −0.80 : value }}", {"value": "down"}),
    ('"A good answer" = {{ 1.00 : value }}', {"value": "up"}),
    ("lr(size: #2.6em, bracket.r)", {}),
]
PLANTED = [
    ("pi_theta", {"role": "text"}, "'pi_theta' (pi_theta) is painted text, new needed"),
    ('pi_"old"', {"role": "new"}, "is painted new, old needed"),
    ('{{ pi_"ref" : a }} + 1', {"a": "old"}, "is painted old, reference needed"),
    (
        'log pi_theta + {{ pi_"old" : a }}',
        {"a": "old"},
        "'pi_theta' (pi_theta) is painted text, new needed",
    ),
    ("{{ pi_theta : a }} r_i", {"a": "new"}, "'r_i' (reward) is painted text, reward needed"),
    ("{{ overline(r) : a }}", {"a": "muted"}, "is painted muted, reward needed"),
    ("A_i > 0", {"role": "down"}, "is painted down, up needed"),
    ("A < 0", {"role": "text"}, "is painted text, down needed"),
    ("A = −0.58", {"role": "up"}, "is painted up, down or text or muted needed"),
    ("A_1 = +0.58", {"role": "down"}, "is painted down, up or text or muted needed"),
    ("rho A", {"role": "up"}, "'A' (A) is painted up, text or muted needed"),
    ('"min"(rho A, 1)', {"role": "up"}, "(min) is painted up, text or muted needed"),
    ("epsilon = 0.2", {"role": "reward"}, "(epsilon) is painted reward"),
    ('DD_"KL"', {"role": "reference"}, "(KL) is painted reference"),
    ("k_3", {"role": "new"}, "(k1, k2, k3) is painted new"),
    ("{{ pi_theta (o_i|q) : a }}", {"a": "old"}, "(argument of pi_theta) is painted old"),
    ("{{ o_i : a }} ~ P", {"a": "new"}, "'o_i' (o_i) is painted new, text or muted needed"),
    ("A_+ = 2", {"role": "down"}, "(A of the better) is painted down"),
]


def stage_of(*formulas) -> Film:
    """A film that shows these formulas at its only rest."""

    class Shown(GrpoScene):
        @beat(hold=0.8)
        def only(self) -> None:
            """One

            A caption.
            """
            self.add(*(Formula(source, **style) for source, style in formulas))

    return watch(Shown, Settings())


def test_right_colours_pass():
    assert faults_of(stage_of(*RIGHT)) == []


def test_planted_colours_are_found():
    faults = faults_of(stage_of(*(plant[:2] for plant in PLANTED)))
    for source, _, message in PLANTED:
        about = [fault for fault in faults if fault.startswith(f"beat 1: {source!r}: ")]
        assert any(message in fault for fault in about), (source, about)


def test_a_symbol_among_others_must_be_a_part_of_its_own():
    formula = Formula("pi_theta + beta")
    formula.submobjects[0].set_color(paint("new"))

    class Mixed(GrpoScene):
        @beat(hold=0.8)
        def only(self) -> None:
            """One

            A caption.
            """
            self.add(formula)

    assert "name it as a part of its own" in faults_of(watch(Mixed, Settings()))[0]


def test_dimming_does_not_change_a_colour():
    class Dimmed(GrpoScene):
        @beat(hold=0.8)
        def only(self) -> None:
            """One

            A caption.
            """
            self.add(formula := Formula("pi_theta", role="new"))
            self.play(*self.dim_others())
            assert formula[0].get_fill_opacity() < 0.5

    assert faults_of(watch(Dimmed, Settings())) == []


# -- bars ------------------------------------------------------------------------------


def misshapen(film: Film) -> list[str]:
    """Rectangles in a policy's colour that have another policy's shape."""
    found = {
        f"beat {state.beat}: a {'filled' if filled else 'hollow'} rectangle painted {role}"
        for state in film.states
        for role, filled in state.boxes
        if role in FILLED and filled not in FILLED[role]
    }
    return sorted(found)


@pytest.mark.parametrize("scene", scene_names())
def test_a_policy_s_bars_have_its_shape(film, scene):
    assert misshapen(film(scene)) == []


def test_bars_of_the_wrong_shape_are_found():
    class Bars(GrpoScene):
        @beat(hold=0.8)
        def right(self) -> None:
            """One

            A caption.
            """
            self.bars = VGroup(*(PolicyBar(0.3, role) for role in FILLED))
            self.add(self.bars)

        @beat(hold=0.8)
        def wrong(self) -> None:
            """Two

            A caption.
            """
            self.remove(self.bars)
            for role in ("old", "reference"):
                self.add(Rectangle(stroke_width=0).set_fill(paint(role), 1))
            self.add(Rectangle().set_stroke(paint("new"), 4))

    assert misshapen(watch(Bars, Settings())) == [
        "beat 2: a filled rectangle painted old",
        "beat 2: a filled rectangle painted reference",
        "beat 2: a hollow rectangle painted new",
    ]
