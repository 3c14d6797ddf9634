"""What is not set again would look the same if it were, whatever was done to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from manim import RED, RIGHT, Dot, FadeOut, Mobject, Square, VGroup
from manim.utils import hashing
from shown_numbers import GROUPS

from grpo_core import evaluate_group, load_group
from scenes.explorer.chosen import told
from scenes.explorer.knob import Knob
from scenes.explorer.panels import Panels
from scenes.explorer.tray import HOME, TALL, Tray
from scenes.explorer.turning_coin import TurningCoin
from scenes.stage import once
from scenes.stage.arrow import BlockArrow
from scenes.stage.hatch import Hatch
from scenes.stage.lamp import Lamp
from scenes.stage.once import lay_once


def fade(mobject: Mobject) -> None:
    animation = FadeOut(mobject)
    animation.begin()
    animation.interpolate(0.5)


DONE: dict[str, Callable[[Mobject], object]] = {
    "moved": lambda mobject: mobject.shift([0.25, 0.5, 0]),
    "moved with others": lambda mobject: VGroup(Dot(), mobject).shift(RIGHT),
    "scaled": lambda mobject: mobject.scale(0.8),
    "a part moved": lambda mobject: mobject.get_family()[-1].shift(RIGHT),
    "coloured": lambda mobject: mobject.set_fill(RED),
    "half faded": fade,
    "made fainter": lambda mobject: mobject.set_fill(opacity=0.5),
    "drawn thicker": lambda mobject: mobject.set_stroke(width=7),
    "turned to another": lambda mobject: mobject.become(mobject.copy().shift(RIGHT)),
    "changed in place": lambda mobject: mobject.get_family()[-1].fill_rgbas.fill(0.1),
}


@pytest.fixture
def square_and_calls():
    square, calls = VGroup(Square()), []
    lay_once([square], "a", lambda: calls.append("first"))
    return square, calls


def test_what_stands_as_it_was_left_is_not_laid_again(square_and_calls):
    square, calls = square_and_calls
    lay_once([square], "a", lambda: calls.append("again"))
    assert calls == ["first"]
    lay_once([square], "b", lambda: calls.append("for another"))
    lay_once([square], "a", lambda: calls.append("and back"))
    assert calls == ["first", "for another", "and back"]


@pytest.mark.parametrize("deed", DONE.values(), ids=DONE)
def test_what_was_touched_is_laid_again(square_and_calls, deed):
    square, calls = square_and_calls
    deed(square)
    lay_once([square], "a", lambda: calls.append("again"))
    assert calls == ["first", "again"]


def test_what_has_got_a_part_or_lost_one_is_laid_again(square_and_calls):
    square, calls = square_and_calls
    square.add(Dot())
    lay_once([square], "a", lambda: calls.append("with a part"))
    square.remove(square[-1])
    lay_once([square], "a", lambda: calls.append("without"))
    assert calls == ["first", "with a part", "without"]


def test_a_copy_is_laid_by_itself_and_touching_it_leaves_the_other_alone(square_and_calls):
    square, calls = square_and_calls
    copied = square.copy()
    lay_once([copied], "a", lambda: calls.append("the copy"))
    copied.shift(RIGHT)
    lay_once([square], "a", lambda: calls.append("the other"))
    assert calls == ["first", "the copy"]


def test_what_fails_is_tried_again(square_and_calls):
    square, calls = square_and_calls
    with pytest.raises(ZeroDivisionError):
        lay_once([square], "b", lambda: 1 / 0)
    lay_once([square], "b", lambda: calls.append("again"))
    assert calls == ["first", "again"]


def test_the_key_of_a_segment_does_not_depend_on_what_was_laid_before():
    lamp = Lamp()
    before = hashing._get_json(lamp.set_level, hashing._Memoizer())
    others = [Lamp(on) for on in (True, False)]
    assert hashing._get_json(lamp.set_level, hashing._Memoizer()) == before
    assert "lay_once" in before and len(others) == 2


def _said():
    return told(evaluate_group(load_group(GROUPS["worked"])))


def _tray() -> Tray:
    said = _said()
    tray = Tray(said, Panels(said))
    tray.pushed = tray.pulled = tray.referred = tray.said = 1.0
    return tray


def _panels() -> Panels:
    panels = Panels(_said())
    for plot in panels.plots:
        plot.rise = 1.0
    return panels


# A picture, and two states of it, the second of which its setter is asked for twice.
PICTURES = {
    "tray": (
        _tray,
        lambda tray: tray.stand(TALL),
        lambda tray: tray.stand(HOME).show(tray.told.with_epsilon(0.5)),
    ),
    "panels": (
        _panels,
        lambda panels: panels.show(panels.told.with_epsilon(0.5)),
        lambda panels: panels.show(panels.told.table),
    ),
    "knob": (lambda: Knob("beta", 1.0), lambda k: k.turn(0.2, 0.3), lambda k: k.turn(0.5)),
    "lamp": (Lamp, lambda lamp: lamp.set_level(0.0), lambda lamp: lamp.set_level(0.7)),
    "arrow": (
        lambda: BlockArrow([0, 0, 0], [0, 1, 0]),
        lambda arrow: arrow.set_ends([1, 0, 0], [2, 0, 0]),
        lambda arrow: arrow.set_ends([1, 1, 0], [1, 3, 0]),
    ),
    "hatch": (
        lambda: Hatch(Square()),
        lambda hatch: hatch.cover(Square(3)),
        lambda hatch: hatch.cover(Square(2)),
    ),
    "coin": (lambda: TurningCoin([0, 1]), lambda c: c.show(0.0), lambda c: c.show(1.0)),
}


@pytest.mark.parametrize("deed", DONE.values(), ids=DONE)
@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_looks_as_if_it_were_laid_anew_each_time(picture, deed):
    make, first, second = picture
    looks = []
    for forgetful in (False, True):
        mobject = make()
        for step in (first, second, deed, second, first, second):
            if forgetful:
                once._memory.left.clear()
            step(mobject)
        looks.append([_look(part) for part in mobject.get_family()])
    for ours, anew in zip(*looks, strict=True):
        for one, other in zip(ours, anew, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-9)


def _look(part: Mobject) -> list[np.ndarray]:
    names = ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "stroke_width")
    return [getattr(part, name) for name in names]
