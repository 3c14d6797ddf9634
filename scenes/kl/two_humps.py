"""A reference with two humps: which of two policies is nearer depends on the direction."""

from __future__ import annotations

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    Line,
    Mobject,
    SurroundingRectangle,
    VGroup,
)

from grpo_core import TWO_HUMPS, GroupTable, WorkedGroup, evaluate_group, kl_divergence
from scenes.script.decimals import without_zero
from scenes.script.facts import fact
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.bar_scale import BarScale
from scenes.stage.motion import walks
from scenes.stage.places import stand_on
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import AreaChart
from .overlaid import Overlaid
from .short import short
from .signed_block import BRIGHT
from .spring import Spring

_POLICIES = {"one hump": "one", "spread": "spread"}  # in the core, and among the words
_TALL, _WIDTH = 1.2, 4.2  # of a chart, scene units
_TIMES, _LOW = 2.6, -1.55  # how much higher the charts are while they are alone; their foot then
_NAT = 0.56  # scene units of a block, for one nat
_NUMBER = 48
_SOURCE = "r1.beta"  # a fact of the paper that prints the formula
_ABOUT = 0.1  # from a row of springs to its frame
_STRETCH = 4.6  # scene units of a spring, for one nat
_FAINT = 0.28  # opacity of the blocks that are not spoken of


class TwoHumps:
    """Both policies over the reference, what their difference is charged, and two springs each.

    `there` are KL(policy || reference) of each, `back` KL(reference || policy), in nats.
    `set_tall` fills the stage with the charts, as long as nothing else is told.
    """

    foot, middles = 1.75, (-1.05, 4.35)  # of the charts
    zero = -0.2  # the height of the blocks' strips
    rows = (-1.95, -2.7)  # the heights of the springs
    left, title_at, role_at = -6.65, 3.45, 2.3
    asked_at = np.array([1.6, -2.2, 0.0])  # the middle of the upper edge of the question

    def __init__(self) -> None:
        self.ref = np.array(TWO_HUMPS["ref"])
        self.policies = [np.array(TWO_HUMPS[name]) for name in _POLICIES]
        self.there = [float(kl_divergence(policy, self.ref)) for policy in self.policies]
        self.back = [float(kl_divergence(self.ref, policy)) for policy in self.policies]
        self.highest = max(float(policy.max()) for policy in self.policies)
        self.charts, self.titles = VGroup(), VGroup()
        for word, middle, policy in zip(
            _POLICIES.values(), self.middles, self.policies, strict=True
        ):
            scale = BarScale([np.log(self.highest)], _TALL, is_log=False)
            chart = Overlaid(_table(self.ref, policy), range(4), width=_WIDTH, scale=scale)
            chart.shift(np.array([middle, self.foot, 0]) - chart.foot.get_center())
            self.charts.add(chart.remove(chart.names))
            title = Prose(say(f"kl.direction.{word}"), size=FORMULA, role="new")
            self.titles.add(title.move_to([middle, self.title_at, 0]))
        self.axis = self._axis()
        reference = Prose(say("kl.direction.reference"), role="reference", align="left")
        self.reference = reference.move_to([self.left, self.role_at, 0], aligned_edge=LEFT)
        self.upper = VGroup(self.charts, self.titles, self.axis, self.reference)
        texts = *self.titles, *self.axis[2::2], self.axis[-1], self.reference
        self._texts = [(text, float(text.get_y())) for text in texts]
        shapes = self.charts, self.axis[0], *self.axis[1:-1:2]
        self._shapes = [(part, part.points.copy()) for s in shapes for part in s.get_family()]
        self.areas = [[self._area(k, way) for k in range(2)] for way in range(2)]
        self.charged = [self._charged(way) for way in range(2)]
        self.marks = [self._mark(way) for way in range(2)]
        self.heights = [self._height(way) for way in range(2)]
        self.springs = [[self._spring(k, way) for k in range(2)] for way in range(2)]
        self.numbers = [VGroup(*(self._number(k, way) for k in range(2))) for way in range(2)]
        self.names = VGroup(*(self._name(way) for way in range(2)))
        self.nearer = VGroup(*(self._said_nearer(way) for way in range(2)))

    @property
    def nearest(self) -> Spring:
        """The spring of the nearer policy, the first way."""
        return self.springs[0][self._nearer(0)]

    def set_tall(self, level: float) -> None:
        """Let the charts be as high as the stage (1) or leave room under them (0)."""
        foot, times = self.foot + level * (_LOW - self.foot), 1 + level * (_TIMES - 1)
        for part, points in self._shapes:
            part.points = points.copy()
            part.points[:, 1] = foot + times * (points[:, 1] - self.foot)
        for text, y in self._texts:
            over = max(0.0, y - self.foot - _TALL)  # what stands over the bars stays near them
            text.set_y(foot + times * (y - over - self.foot) + over)

    def make_room(self) -> list[Animation]:
        """The charts give way to what is told of them."""
        return walks(1.0, 0.0, (self.upper, self.set_tall))

    def take_over(self, spring: Spring) -> list[Animation]:
        """Out of the ends of a spring, which leaves, come the outlines of the reference."""
        bars = [bar for chart in self.charts for bar in chart.bars["reference"]]
        return [
            *(GrowFromPoint(bar, spring.peg.get_center()) for bar in bars),
            *(FadeIn(chart.foot) for chart in self.charts),
            *(FadeIn(part) for part in (self.axis, self.reference)),
        ]

    def show(self, k: int) -> list[Animation]:
        """One of the policies rises over the reference."""
        bars = self.charts[k].bars["new"]
        rises = [GrowFromPoint(bar, bar.base.get_center()) for bar in bars]
        return [*rises, FadeIn(self.titles[k])]

    def raise_blocks(self) -> list[Animation]:
        """The bars' chances become widths, and over them stand the logarithms."""
        moves: list[Animation] = [FadeIn(self.heights[0])]
        for area in self.areas[0]:
            heights = area.heights.copy()

            def rise(share: float, area=area, heights=heights) -> None:
                area.set_shape(area.shares, share * heights)

            moves += [FadeIn(area.strip), *walks(0.0, 1.0, (area.blocks, rise))]
        return moves

    def level(self, way: int) -> list[Animation]:
        """The hills fill the holes: one height is left, for each policy."""
        dear = self.charged[way].animate.next_to(self.marks[way], UP, buff=0.14)
        moves: list[Animation] = [dear]
        for area in self.areas[way]:
            heights, mean = area.heights.copy(), float(area.shares @ area.heights)

            def fill(share: float, area=area, heights=heights, mean=mean) -> None:
                area.set_shape(area.shares, (1 - share) * heights + share * mean)

            moves += walks(0.0, 1.0, (area.blocks, fill))
        return moves

    def charge(self, way: int) -> list[Animation]:
        """The blocks that cost most are bright, the others step back."""
        k = self._dearest(way)
        dear = float(self.areas[way][k].heights.max())

        def shine(share: float) -> None:
            for area in self.areas[way]:
                for block, height in zip(area.blocks, area.heights, strict=True):
                    is_dear = np.isclose(height, dear)
                    block.shine(BRIGHT if is_dear else BRIGHT + share * (_FAINT - BRIGHT))

        blocks = VGroup(*(area.blocks for area in self.areas[way]))
        told = self.charged[way], self.marks[way]
        return [*walks(0.0, 1.0, (blocks, shine)), *map(FadeIn, told)]

    def stretch(self, way: int) -> list[Animation]:
        """What is left of hills and holes is the length of a spring; both on one scale."""
        moves: list[Animation] = [FadeIn(self.names[way]), FadeIn(self.numbers[way])]
        for spring in self.springs[way]:
            start, length = spring.start, spring.length

            def pull(share: float, spring=spring, start=start, length=length) -> None:
                spring.set_ends(start, start + max(share * length, 0.3) * RIGHT)

            moves += walks(0.0, 1.0, (spring, pull))
        return moves

    def choose(self, way: int) -> list[Animation]:
        """The shorter one is nearer; the other steps back."""
        far = 1 - self._nearer(way)
        return [
            self.springs[way][far].coil.animate.set_stroke(paint("muted")),
            self.numbers[way][far].animate.set_color(paint("muted")),
            FadeIn(self.nearer[way]),
        ]

    def swap(self) -> list[Animation]:
        """The reference gives the widths now, and hills become holes."""
        moves: list[Animation] = [
            *self.heights[0].turn_into(self.heights[1]),
        ]
        for here, there in zip(*self.areas, strict=True):
            ends = [(area.shares.copy(), area.heights.copy()) for area in (here, there)]

            faint = [block.get_fill_opacity() for block in here.blocks]

            def turn(share: float, here=here, ends=ends, faint=faint) -> None:
                here.set_shape(*((1 - share) * a + share * b for a, b in zip(*ends, strict=True)))
                for block, opacity in zip(here.blocks, faint, strict=True):
                    block.shine((1 - share) * opacity + share * BRIGHT)

            moves += walks(0.0, 1.0, (here.blocks, turn))
            moves += [FadeOut(here.strip), FadeIn(there.strip)]
        return moves

    def take_first(self) -> list[Animation]:
        """A frame about the first direction, and whose formula takes that one."""
        source = fact(_SOURCE)
        row = VGroup(self.names[0], *self.springs[0], self.numbers[0], self.nearer[0])
        frame = SurroundingRectangle(row, buff=(2 * _ABOUT, _ABOUT), corner_radius=_ABOUT)
        whose = on_baseline(
            Prose(say("kl.direction.taken"), size=READOUT),
            Prose(source.brief, role="muted"),
            buff=0.3,
        )
        whose.next_to(frame, UP, buff=0.12).align_to(self.names, LEFT)
        return [Create(frame.set_stroke(paint("text"), CURVE)), FadeIn(whose)]

    def blocks(self, way: int) -> list[Mobject]:
        """Hills and holes of both policies, and what is drawn upwards."""
        return [*self.areas[way], self.heights[way]]

    def _nearer(self, way: int) -> int:
        return int(np.argmin((self.there, self.back)[way]))

    def _dearest(self, way: int) -> int:
        """Which policy has the highest hill."""
        return int(np.argmax([area.heights.max() for area in self.areas[way]]))

    def _area(self, k: int, way: int) -> AreaChart:
        policy = self.policies[k]
        first, second = (policy, self.ref) if way == 0 else (self.ref, policy)
        left = self.middles[k] - 0.5 * _WIDTH
        return AreaChart(
            first,
            np.log(first / second),
            role=("new", "reference")[way],
            width=_WIDTH,
            unit=_NAT,
            corner=(left, self.zero, 0.0),
            bright=True,
        )

    def _dear(self, way: int) -> np.ndarray:
        """The answers of the dearest policy that cost most: their indices."""
        heights = self.areas[way][self._dearest(way)].heights
        return np.flatnonzero(np.isclose(heights, heights.max()))

    def _charged(self, way: int) -> Formula:
        """The logarithm on the highest hill."""
        area, dear = self.areas[way][self._dearest(way)], self._dear(way)
        middle = 0.5 * (area.edges[dear[0]] + area.edges[dear[-1] + 1])
        height = float(area.heights[dear[0]])
        text = Formula(f"ln {np.exp(height):.3g}", size=READOUT)
        return text.next_to(area.point(middle, height), UP, buff=0.12)

    def _mark(self, way: int) -> Prose:
        """What costs most, over the bars that do."""
        chart = self.charts[self._dearest(way)]
        bars = VGroup(*(chart.bars["new"][k].bar for k in self._dear(way)))
        bars.add(*(chart.bars["reference"][k].bar for k in self._dear(way)))
        word = Prose(say(f"kl.direction.{('filled', 'missed')[way]}"), size=READOUT)
        return word.next_to(VGroup(*bars), UP, buff=0.14)

    def _height(self, way: int) -> Formula:
        """What is drawn upwards."""
        policy, ref = (quoted(say(f"kl.direction.{word}")) for word in ("policy", "ref"))
        pair = [f"{{{{ {policy} : new }}}}", f"{{{{ {ref} : ref }}}}"]
        above, below = pair if way == 0 else reversed(pair)
        height = Formula(f"ln ({above}) / ({below})", size=FORMULA, new="new", ref="reference")
        return height.move_to([self.left, self.zero, 0], aligned_edge=LEFT)

    def _spring(self, k: int, way: int) -> Spring:
        start = np.array([self.middles[k] - 0.5 * _WIDTH, self.rows[way], 0.0])
        length = _STRETCH * (self.there, self.back)[way][k]
        return Spring(start, start + length * RIGHT, radius=0.2, coil=0.24, wire=5)

    def _number(self, k: int, way: int) -> Formula:
        spring = self.springs[way][k]
        number = Formula(short((self.there, self.back)[way][k]), size=_NUMBER)
        return number.next_to(spring.end + spring.radius * RIGHT, RIGHT, buff=0.2)

    def _said_nearer(self, way: int) -> Prose:
        number = self.numbers[way][self._nearer(way)]
        word = Prose(say("kl.direction.nearer"), size=READOUT)
        return stand_on(word.next_to(number, RIGHT, buff=0.25), number)

    def _name(self, way: int) -> Formula:
        """A direction, left of its springs."""
        policy, ref = (quoted(say(f"kl.direction.{word}")) for word in ("policy", "ref"))
        pair = [f"{{{{ {policy} : new }}}}", f"{{{{ {ref} : ref }}}}"]
        first, second = pair if way == 0 else reversed(pair)
        source = f'"KL" lr(( {first} parallel {second} ))'
        name = Formula(source, size=READOUT, new="new", ref="reference")
        return name.move_to([self.left, self.rows[way], 0], aligned_edge=LEFT)

    def _axis(self) -> VGroup:
        """The chances of both charts, which share a scale, left of the first."""
        left = self.charts[0].foot.get_left()
        axis = VGroup(Line(left, left + _TALL * UP).set_stroke(paint("muted"), AXIS))
        for value in (0.0, self.highest):
            spot = left + _TALL * value / self.highest * UP
            mark = Line(spot, spot + 0.1 * LEFT).set_stroke(paint("muted"), AXIS)
            number = Formula(without_zero(f"{value:g}"), size=LABEL, role="muted")
            axis.add(mark, number.next_to(mark, LEFT, buff=0.1))
        name = Prose(say("kl.direction.chance"), role="muted")
        return axis.add(name.next_to(axis[0], UP, buff=0.2).align_to(axis, RIGHT))


def _table(ref: np.ndarray, policy: np.ndarray) -> GroupTable:
    logs = [np.log(row) for row in (ref, policy, ref)]
    return evaluate_group(WorkedGroup("q", ("a", "b", "c", "d"), np.zeros(4), *logs))
