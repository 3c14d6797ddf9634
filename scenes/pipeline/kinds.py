"""Two kinds of questions in R1's second stage, and what rewards an answer to each."""

from __future__ import annotations

from manim import LEFT, VGroup

from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.theme import READOUT

from .close_up import StationView
from .response_bar import ResponseBar
from .signs import judge, tick


def kinds_of_reward(view: StationView) -> tuple[VGroup, VGroup]:
    """Rules where an answer can be checked, preferences elsewhere: a panel each."""
    rules = VGroup(
        view.near(panel(2.9, 4.9), -1.4, 0.7),
        view.words(say("pipeline.scenarios.reasoning"), -1.4, 2.6, size=READOUT),
        view.near(tick(1.4), -1.4, 0.85),
        view.words(say("pipeline.scenarios.rules"), -1.4, -1.1),
    )
    liking = VGroup(
        view.near(panel(6.1, 4.9), 3.4, 0.7),
        view.words(say("pipeline.scenarios.other"), 3.4, 2.6, size=READOUT),
        view.near(ResponseBar().scale(1.06), 3.4, 0.9),
        view.near(judge(1.3), 1.45, -1.05),
        view.words(say("pipeline.scenarios.preferences"), 2.4, -0.85, LEFT),
    )
    stand_on(liking[1], rules[1])
    return rules, liking
