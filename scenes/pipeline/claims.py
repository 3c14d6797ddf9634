"""What the whole map says of GRPO: names under all stations, and three loops for two models."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, Mobject, VGroup

from scenes.script.facts import claim, fact, name_of
from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.theme import FORMULA, LABEL
from scenes.stage.typeset import Formula, Prose

from .pipeline_map import label, station
from .thermometer import Thermometer

GRPO = 'cal(J)_"GRPO" (theta)'
CHILDREN = ("qwen_1b", "qwen_7b", "llama_8b", "qwen_14b", "qwen_32b", "llama_70b")
# The stations by the names under them: those that each language shares.
NAMES = {"base": "V3-Base", "zero_loop": "GRPO", "zero": "R1-Zero", "sft": "SFT", "r1": "R1"}
STAGES = ("stage_1", "stage_2")
LIT = ("zero_loop", "zero", "stage_1", "stage_2", "r1")  # what GRPO trains, and where


def small_family() -> VGroup:
    """The six children as their station on the map."""
    glasses = (Thermometer(fact(f"pipeline.{key}").value, scale=0.5) for key in CHILDREN)
    return VGroup(*glasses).arrange(RIGHT, buff=0.06).move_to(station("distilled"))


def names_of_stations() -> dict[str, Prose]:
    """The text under each station, for the view of the whole map."""
    names = {
        **NAMES,
        "cold": say("pipeline.cold_start.cold_start"),
        "distilled": say("pipeline.distil.distilled"),
        **{place: name_of(place) for place in STAGES},
    }
    return {place: label(place, text, LABEL) for place, text in names.items()}


def claims() -> VGroup:
    """What GRPO trains, with its source."""
    lines = VGroup(
        Prose(say("pipeline.whole_map.trains"), size=FORMULA),
        Prose(say("pipeline.whole_map.and_r1"), size=FORMULA),
        Prose(claim("grpo").cited, role="muted"),
    ).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
    return lines.move_to([0.9, 1.6, 0.0], aligned_edge=LEFT)


def symbol_over(lines: Mobject) -> Formula:
    """The objective's name, over what is said of it."""
    return Formula(GRPO, size=60).next_to(lines, UP, buff=0.4, aligned_edge=LEFT)


def ground_of(loop: Mobject) -> Mobject:
    """A panel behind a loop and its name."""
    return panel(1.85, 2.3).move_to(loop).shift(0.3 * DOWN).set_z_index(-1)
