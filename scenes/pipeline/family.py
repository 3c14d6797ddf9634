"""Six small models on the ladder laid out: their size across, and their share of AIME up."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Circle, FadeIn, Line, Square, VGroup

from scenes.script.decimals import printed
from scenes.script.facts import fact, name_of
from scenes.script.words import say
from scenes.stage.arrow import BlockArrow
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Formula, Prose

from .figures import about, counted, said
from .ladder import Ladder, spread
from .signs import PlainLoop, strike

CHILDREN = ("qwen_1b", "qwen_7b", "llama_8b", "qwen_14b", "qwen_32b", "llama_70b")
PUPIL = "qwen_32b"  # of which there is a self-taught one
_LEFT, _RIGHT = -2.55, 6.3  # where the smallest and the largest stand
_AXIS_Y, _HEAP = -2.5, (1.4, -1.25)
_SMALL, _LARGE = 0.13, 0.27  # radii
_TAUGHT, _ALONE, _LOOP_Y = -1.4, 3.3, -1.62


def size_of(key: str) -> float:
    """Billions of parameters, as the model's name has them."""
    found = re.search(r"([\d.]+)B", name_of(key))
    assert found
    return float(found[1])


class Child(VGroup):
    """A small model: a disc at its size and share, with its number over it."""

    def __init__(self, key: str, ladder: Ladder):
        self.number = fact(f"pipeline.{key}")
        sizes = [np.log(size_of(other)) for other in CHILDREN]
        t = (np.log(size_of(key)) - sizes[0]) / (sizes[-1] - sizes[0])
        self.spot = np.array([_LEFT + t * (_RIGHT - _LEFT), ladder.at(self.number.value)[1], 0.0])
        self.disc = Circle(_SMALL + t * (_LARGE - _SMALL), stroke_width=0)
        self.disc.set_fill(paint("new"), 1).move_to(self.spot)
        self.text = Formula(said(self.number), size=READOUT)
        self.text.next_to(self.disc, UP, buff=0.12)
        super().__init__(self.disc, self.text)


class Family(VGroup):
    """The six over an axis of sizes, the heap that feeds them, and a thread to each."""

    def __init__(self, ladder: Ladder):
        self.children = {key: Child(key, ladder) for key in CHILDREN}
        self.apart("llama_8b", RIGHT)
        for key in ("qwen_7b", "qwen_14b", "qwen_32b", "llama_70b"):
            self.apart(key, LEFT)
        self.axis = self._axis()
        self.heap = heap_of_samples().move_to([*_HEAP, 0])
        self.amount = Prose(about(fact("pipeline.all_samples")), size=FORMULA)
        self.amount.next_to(self.heap, RIGHT, buff=0.3)
        ends = self.heap.get_corner(UP + LEFT), self.heap.get_corner(UP + RIGHT)
        # All of the heap teaches each: the threads leave a line over the whole of it.
        self.whole = Line(*(end + 0.12 * UP for end in ends)).set_stroke(paint("muted"), AXIS)
        self.threads = VGroup(*(self._thread(child) for child in self.children.values()))
        self.no_loop = self._no_loop()
        height = ladder.at(fact("pipeline.aime_zero").value)[1]
        self.level = Line([_LEFT - 0.72, height, 0], [6.7, height, 0])
        self.level.set_stroke(paint("reward"), HAIRLINE)
        parts = self.axis, self.threads, self.heap, self.whole, self.amount, self.no_loop
        super().__init__(*parts, *self.children.values())

    def apart(self, key: str, side: np.ndarray) -> None:
        """A number beside its disc, where two stand close, or R1-Zero's level is over it."""
        child = self.children[key]
        child.text.next_to(child.disc, side, buff=0.14)

    def _axis(self) -> VGroup:
        line = Line([_LEFT - 0.5, _AXIS_Y, 0], [6.7, _AXIS_Y, 0]).set_stroke(paint("muted"), AXIS)
        axis = VGroup(line)
        sizes = [Prose(name_of(key).split()[1], size=LABEL) for key in CHILDREN]
        makers = [Prose(name_of(key).split()[0], size=LABEL, role="muted") for key in CHILDREN]
        xs = [child.spot[0] for child in self.children.values()]
        for texts, y in ((sizes, _AXIS_Y + 0.12), (makers, _AXIS_Y + 0.5)):
            halves = [0.5 * text.width for text in texts]
            gaps = [a + b + 0.16 for a, b in pairwise(halves)]
            for text, x in zip(texts, spread(xs, gaps), strict=True):
                text.set_x(min(x, 6.7 - 0.5 * text.width))
                axis.add(stand_on(text, y))
        axis.add(self._axis_name())
        return axis

    def _axis_name(self) -> VGroup:
        """What goes across, on the line of the sizes."""
        words = Prose(say("pipeline.children.parameters"), size=LABEL, role="muted")
        words.move_to([_LEFT + 0.75, _AXIS_Y + 0.25, 0], aligned_edge=LEFT)
        stand_on(words, _AXIS_Y + 0.12)
        start = words.get_right() + 0.12 * RIGHT
        return VGroup(words, BlockArrow(start, start + 0.5 * RIGHT, "muted", width=0.04, head=0.2))

    def _thread(self, child: Child) -> DottedThread:
        (left, top, _), (right, _, _) = self.whole.get_start_and_end()
        x = float(np.clip(child.spot[0], left + 0.15, right - 0.15))
        if child.spot[0] < left:  # beside the heap, not over it
            end = child.disc.get_right() + 0.06 * RIGHT
            return DottedThread([left, top, 0], end, leaving=LEFT, arriving=LEFT)
        return DottedThread([x, top, 0], child.disc.get_bottom() + 0.06 * DOWN, pull=0.5)

    def _no_loop(self) -> VGroup:
        """They are not trained by GRPO."""
        loop = LoopIcon(radius=0.3, words=False)
        words = Prose(say("pipeline.children.imitate"), size=READOUT)
        words.next_to(loop, RIGHT, buff=0.3)
        return VGroup(loop, strike().move_to(loop), words).move_to(
            [-2.95, 1.95, 0], aligned_edge=LEFT
        )


class TwoWays:
    """One small model on the ladder: fed by the heap, and taught by reinforcement alone."""

    def __init__(self, family: Family, ladder: Ladder):
        self.ladder = ladder
        self.pupil = family.children[PUPIL].disc
        self.heap = family.heap
        self.taught, self.alone = fact("pipeline.distilled_32b"), fact("pipeline.rl_32b")
        self.steps = fact("pipeline.rl_32b_steps")
        self.high = np.array([_TAUGHT, ladder.at(self.taught.value)[1], 0.0])
        self.low = np.array([_ALONE, ladder.at(self.alone.value)[1], 0.0])
        word = Prose(say("pipeline.distil.loop"), size=READOUT)
        self.loop = PlainLoop(word, 0.52).move_to([_ALONE, _LOOP_Y, 0])
        self.other = Circle(0.27, stroke_width=0).set_fill(paint("new"), 1)
        self.other.move_to(self.loop)
        self.levels = VGroup(self._level(self.high), self._level(self.low))
        self.thread = DottedThread([_TAUGHT, _LOOP_Y + 0.5, 0], self.high + 0.36 * DOWN, pull=0.5)
        model = name_of(PUPIL)
        self.texts = VGroup(
            self._told(self.high, said(self.taught), say("pipeline.distil.taught")),
            self._told(self.low, said(self.alone), say("pipeline.distil.alone")),
        )
        self.model = Prose(say("pipeline.distil.both", model=model), size=READOUT)
        self.model.move_to([0.6, 1.62, 0], aligned_edge=LEFT)
        gap = [5.75, self.low[1], 0.0], [5.75, self.high[1] - 0.06, 0.0]
        self.gap = BlockArrow(*gap, width=0.14, head=0.4)
        reach = (
            Line(self.high + 2.6 * RIGHT, [6.3, self.high[1], 0]),
            Line(self.low + 2.2 * RIGHT, [6.3, self.low[1], 0]),
        )
        self.reach = VGroup(*reach).set_stroke(paint("muted"), HAIRLINE)
        count = say("pipeline.distil.steps", count=printed(f"{counted(self.steps):g}"))
        self.long = Prose(count, size=LABEL).next_to(self.loop, RIGHT, buff=0.25)

    def _level(self, spot: np.ndarray) -> Line:
        """How high a model stands."""
        start = np.array([-2.75, spot[1], 0.0])
        return Line(start, spot).set_stroke(paint("reward"), HAIRLINE)

    def _told(self, spot: np.ndarray, number: str, words: str) -> VGroup:
        text = Formula(number, size=64).next_to(spot, RIGHT, buff=0.45)
        name = Prose(words, size=READOUT).next_to(text, DOWN, buff=0.16).align_to(text, LEFT)
        return VGroup(text, name)

    def gather_pupil(self) -> list[Animation]:
        """The pupil and its heap go to their places."""
        return [
            self.pupil.animate.move_to(self.high),
            self.heap.animate.move_to([_TAUGHT + 0.6, _LOOP_Y, 0]),
        ]

    def fed(self) -> list[Animation]:
        """How the pupil was taught."""
        return [FadeIn(self.thread), FadeIn(self.levels[0]), FadeIn(self.texts[0])]


def heap_of_samples(columns: int = 20, rows: int = 4, kept: int = 15) -> VGroup:
    """All samples: right answers bright, others muted."""
    heap = VGroup()
    for column in range(columns):
        for row in range(rows):
            square = Square(0.15, stroke_width=0)
            square.set_fill(paint("coin" if column < kept else "muted"), 1)
            if column < kept:
                square.set_stroke(paint("coin_edge"), HAIRLINE)
            heap.add(square.move_to([0.2 * column, 0.2 * row, 0]))
    return heap
