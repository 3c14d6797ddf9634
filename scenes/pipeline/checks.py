"""The two rules that give R1-Zero's reward, and the judge that is left out: a panel each."""

from __future__ import annotations

from manim import DOWN, LEFT, ORIGIN, RIGHT, Line, RoundedRectangle, VGroup

from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, FORMULA, READOUT, paint
from scenes.stage.typeset import Formula, Prose

from .close_up import StationView
from .signs import cross, judge, tick

_PLACES = {"accuracy": -1.3, "format": 1.8, "judge": 4.9}


class Check(VGroup):
    """A panel with its name and its picture; the sign says what becomes of it."""

    def __init__(self, view: StationView, key: str):
        x = _PLACES[key]
        self.ground = view.near(panel(2.95, 4.9), x, 0.7)
        self.head = view.words(say(f"pipeline.rewards.{key}"), x, 2.6, size=READOUT)
        if key == "judge":
            self.picture, self.sign = view.near(judge(2.1), x, 1.0), view.near(cross(2.2), x, 1.0)
        else:
            answer = _same_answer() if key == "accuracy" else _tagged_answer()
            self.picture = view.near(answer.scale(1.15), x, 1.1)
            self.sign = view.near(tick(0.9), x, -0.95)
        super().__init__(self.ground, self.head, self.picture, self.sign)


def checks(view: StationView) -> list[Check]:
    """The three, in their order; their names stand on one line."""
    made = [Check(view, key) for key in _PLACES]
    for check in made:
        stand_on(check.head, made[-1].head)
    return made


def hacked(view: StationView) -> Prose:
    """Why there is no judge, under it."""
    return view.words(say("pipeline.rewards.hacked"), _PLACES["judge"], -1.0, role="muted")


def _same_answer() -> VGroup:
    """An answer that equals the known one."""
    boxes = [
        VGroup(
            RoundedRectangle(corner_radius=0.1, width=0.75, height=0.75).set_stroke(
                paint("muted"), AXIS
            ),
            Formula("x", size=FORMULA),
        )
        for _ in range(2)
    ]
    return VGroup(boxes[0], Formula("=", size=FORMULA), boxes[1]).arrange(RIGHT, buff=0.22)


def _tagged_answer() -> VGroup:
    """A thought between its tags."""
    lines = VGroup(*(Line(ORIGIN, w * RIGHT).set_stroke(paint("muted"), AXIS) for w in (1.5, 1.1)))
    lines.arrange(DOWN, buff=0.26, aligned_edge=LEFT)
    return VGroup(Prose("<think>"), lines, Prose("</think>")).arrange(DOWN, buff=0.24)
