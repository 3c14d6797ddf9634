"""Pipeline: from V3-Base to R1 and its children, where GRPO sits, and what each stage was for."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    TAU,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    Rotate,
    TransformFromCopy,
    VGroup,
    VMobject,
    smooth,
)

from scenes.script.facts import Fact, claim, fact, name_of
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.film import GrpoScene, beat
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.motion import Drive
from scenes.stage.objective import Objective
from scenes.stage.places import stand_on
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, on_baseline

from .answer_sheet import AnswerSheet
from .batch import Batch
from .checks import checks, hacked
from .child import Child
from .claims import (
    CHILDREN,
    GRPO,
    LIT,
    NAMES,
    STAGES,
    claims,
    ground_of,
    names_of_stations,
    small_family,
    symbol_over,
)
from .climb import ClimbTexts, ride
from .close_up import FOOT, NEAR, ZOOM, StationView
from .figures import percent, said
from .kept_samples import KeptSamples
from .kinds import kinds_of_reward
from .language_reward import LanguageReward
from .pipeline_map import label, station, track, track_from_above, track_over
from .rival_pairs import RATING, RIVALS, pairs
from .signs import stack
from .thermometer import Thermometer
from .two_ways import ALONE, TAUGHT, alone, taught

ROAD_WIDTH = 8.8  # the view of V3-Base, the loop and R1-Zero
ROAD = ROAD_WIDTH / HOME_WIDTH
ROAD_HEIGHT = 0.42  # of its middle
_LOOP = 0.5  # radius of a GRPO station
SHEET, UNDER_SHEET = (2.35, 1.05), (2.35, -1.6)  # of an answer's sheet in its close-up


class Pipeline(GrpoScene):
    """The stations of R1, each with what it was for; GRPO trains two models on the way."""

    poster_beat = 10

    lit = ("objective",)

    def setup(self) -> None:
        super().setup()
        self.picture: Mobject = VGroup()  # what stands in the close-up beside its station
        self.tracks: list[VMobject] = []
        self.icons: dict[str, Mobject] = {}
        self.names: dict[str, Prose] = {}

    # -- views --------------------------------------------------------------

    def _visit(self, place: str, *others, run_time: float = 1.6) -> None:
        """Glide to the close-up of a station."""
        self._aim(place)
        self._look_at(self.close_up.center, StationView.width, *others, run_time=run_time)

    def _aim(self, place: str) -> None:
        """Let what is made now be made for the close-up of a station."""
        self.close_up = StationView(place)

    def _look_at(self, center, width: float, *others, run_time: float = 1.6) -> None:
        move = self.camera.frame.animate.set(width=width).move_to(np.array(center))
        self.play(move, *others, run_time=run_time, rate_func=smooth)

    def _name(self, place: str, text: str) -> Prose:
        """A station's name, for a close-up; on the whole map it is larger."""
        return self._label(place, text, READOUT * NEAR)

    def _label(self, place: str, text: str, size: float) -> Prose:
        self.names[place] = label(place, text, size)
        self.stays.append(self.names[place])
        return self.names[place]

    def _stand(self, place: str, icon: Mobject) -> Mobject:
        """A station's picture, which stays on the map."""
        self.icons[place] = icon.move_to(station(place))
        self.stays.append(icon)
        return icon

    def _resize(self, place: str, factor: float) -> Animation:
        """A station's name for another view; it stays on its line."""
        name = self.names[place]
        foot = [name.get_x(), name.baseline, 0.0]
        return name.animate.scale(factor, about_point=foot)

    def _leave(self, place: str, *rails: VMobject) -> None:
        """The close-up's picture goes into its station, and the next track is laid."""
        self.clear(self.picture)
        moves = [self._lay(rail) for rail in rails]
        self.play(self.picture.animate.scale(0.04).move_to(station(place)), *moves, run_time=0.8)
        self.gather(gone=[self.picture])

    def _lay(self, rail: VMobject) -> Create:
        """A new track."""
        self.tracks.append(rail)
        self.stays.append(rail)
        return Create(rail)

    def _loop(self, place: str) -> LoopIcon:
        """GRPO's loop as a station."""
        return self._stand(place, LoopIcon(radius=_LOOP, words=False))

    def _teach(self, key: str, number: Fact, unit: str = "", note: str = "") -> None:
        """Declare a number as its source prints it."""
        self.teach(key, number.value, str, unit=unit, note=note)

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.6)
    def start(self) -> None:
        """Where it starts

        It starts from V3-Base, which solves few AIME problems at the first try.
        """
        objective, cards = self.open_home()

        # Let all of the objective become one station of the map: the loop.
        loop = self._loop("zero_loop")
        symbol = Formula(GRPO, size=48 * ROAD).next_to(loop, RIGHT, buff=0.3)
        lit, rest = _taken_apart(objective)
        self.play(FadeOut(cards), run_time=0.4)
        self.gather(rest, lit, gone=[objective])
        self.play(rest.animate.scale(0.05).move_to(loop), run_time=0.8)
        self.gather(gone=[rest])
        self.play(ReplacementTransform(lit, symbol), FadeIn(loop, scale=0.3), run_time=0.8)

        # V3-Base has its level before the loop.
        base, number = self._stand("base", Thermometer(0.0)), fact("pipeline.aime_base")
        self.play(FadeIn(base), run_time=0.6)
        self._look_at([-3.9, ROAD_HEIGHT, 0.0], ROAD_WIDTH)
        self.turn(0.0, number.value, (base, base.set_level), run_time=0.8)
        self.base_name = label("base", "DeepSeek-V3-Base", READOUT * ROAD)
        named = FadeIn(self.base_name, self._road_cite(number.cited))
        self.play(FadeIn(_first_level(base, number), shift=0.1 * RIGHT), named, run_time=0.6)
        self._teach("aime", number, "%", "DeepSeek-V3-Base")

    def _road_cite(self, cited: str) -> Prose:
        """The quiet line of sources in the view of the road, on the line of V3-Base's name."""
        words = Prose(cited, size=LABEL * ROAD, role="muted")
        words.move_to([-4.6, 0.0, 0.0], aligned_edge=LEFT)
        return stand_on(words, self.base_name)

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.4)
    def alone(self) -> None:
        """GRPO alone

        Reinforcement learning alone, with GRPO: a group of answers to every question.
        """
        # Go to the loop, which turns once.
        loop = self.icons["zero_loop"]
        self.clear()
        self.play(self._lay(track("base", "zero_loop")), run_time=0.8)
        self._visit("zero_loop")
        self.turn(0.0, 1.0, (loop, loop.set_turn), run_time=1.4)

        # Show a step's batch: a column of outputs for each question.
        batch = Batch(self.close_up)
        grid, count = batch.grid, batch.questions.value
        self.turn(0.0, 1.0, (grid, grid.set_columns), beside=[FadeIn(batch.side)], run_time=0.6)
        self.turn(1.0, count, (grid, grid.set_columns), beside=[FadeIn(batch.above)], run_time=1.4)
        name = self._name("zero_loop", NAMES["zero_loop"])
        self.play(FadeIn(batch.settings, name), run_time=0.6)
        self.picture = grid
        self._teach("questions", batch.questions)
        self._teach("outputs", batch.outputs)
        self._teach("batch", batch.all)
        self._teach("beta", batch.beta)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.2)
    def rewards(self) -> None:
        """Two checks, no judge

        Two rules give the reward. There is no learned judge: it could be hacked.
        """
        loop, view = self.icons["zero_loop"], self.close_up
        self._leave("zero_loop")
        self.turn(0.0, 0.25, (loop, loop.set_turn), run_time=0.6)

        # Two rules give a reward.
        *rules, judge = checks(view)
        for check in rules:
            self.play(FadeIn(check.ground, check.head, check.picture), run_time=0.6)
            self.play(Create(check.sign), run_time=0.4)

        # The judge is crossed out.
        self.play(FadeIn(judge.ground), FadeIn(judge.head, judge.picture), run_time=0.6)
        self.play(Create(judge.sign), run_time=0.6)
        reason = hacked(view)
        self.play(FadeIn(reason, view.cite(claim("rewards").cited)), run_time=0.6)
        self.picture = VGroup(*rules, judge, reason)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.6)
    def zero(self) -> None:
        """The thermometer climbs

        Out of the loop comes R1-Zero. A majority vote of its answers does better still.
        """
        start, end = fact("pipeline.aime_base"), fact("pipeline.aime_zero")
        loop, base = self.icons["zero_loop"], self.icons["base"]
        self._leave("zero_loop", track("zero_loop", "zero"))
        self._look_at([-2.8, ROAD_HEIGHT, 0.0], ROAD_WIDTH, self._resize("zero_loop", ROAD / NEAR))

        # The model itself runs into the loop, and its level climbs with each turn.
        model = base.copy()
        self.turn(0.0, 1.0, (model, ride(model, base, self.tracks[0], loop)), run_time=1.0)
        self.gather(gone=[model])
        zero = self._stand("zero", Thermometer(start.value))
        self.play(FadeIn(zero, target_position=loop.get_center(), scale=0.2), run_time=0.8)
        climb = Drive(zero, zero.set_level, start.value, end.value)
        self.play(climb, Drive(loop, loop.set_turn, 0.25, 3.0), run_time=2.2)

        # Only the ends of the climb are known; each number stands at its level.
        majority = fact("pipeline.aime_zero_majority")
        self.majority = zero.mark(majority.value)
        self.stays.append(self.majority)
        texts = VGroup(*ClimbTexts(base, zero, ROAD), self._road_cite(end.cited), self.base_name)
        name = self._label("zero", NAMES["zero"], READOUT * ROAD)
        self.play(FadeIn(texts, name), FadeIn(self.majority), run_time=0.6)
        self._teach("aime", start, "%", "DeepSeek-V3-Base")
        self._teach("aime", end, "%", NAMES["zero"])
        self._teach("aime_majority", majority, "%", NAMES["zero"])

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def cold_start(self) -> None:
        """Trouble, and a cold start

        R1-Zero is hard to read. So R1 begins with thousands of readable examples.
        """
        # An answer of R1-Zero mixes languages.
        self.clear()
        self._visit("zero", self._resize("zero", NEAR / ROAD))
        view = self.close_up
        page = view.near(AnswerSheet("mixed"), *SHEET)
        flaws = view.words(say("pipeline.cold_start.flaws"), *UNDER_SHEET, size=READOUT)
        cited = view.cite(claim("flaws").cited)
        self.play(FadeIn(page, shift=0.3 * RIGHT), run_time=0.6)
        self.wait(0.6)
        self.play(FadeIn(flaws, cited), run_time=0.4)
        self.read(flaws, least=1.8)

        # The answer goes along to the other way, where it is put into order.
        self.play(FadeOut(flaws), run_time=0.4)
        along = VGroup(page, cited).animate.shift(station("cold") - station("zero"))
        self._visit("cold", along, self._lay(track("base", "cold")))
        view = self.close_up
        self.picture = view.near(AnswerSheet("readable"), *SHEET)
        self.play(*page.translate(self.picture), run_time=1.0)
        self.gather(self.picture, gone=[page])
        pile = self._stand("cold", stack(0.86))
        many = view.words(say("pipeline.cold_start.examples"), *UNDER_SHEET, size=READOUT)
        name = self._name("cold", say("pipeline.cold_start.cold_start"))
        self.play(FadeIn(pile, shift=0.4 * LEFT), FadeIn(many, name), run_time=0.8)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.4)
    def language(self) -> None:
        """The same loop again

        The same loop again, now also rewarded for staying in one language.
        """
        self._leave("cold", track("cold", "stage_1"))
        loop = self._loop("stage_1")
        self._visit("stage_1", FadeIn(loop))
        view = self.close_up
        reward = LanguageReward(view)
        meter = reward.meter
        self.play(FadeIn(meter), FadeIn(*reward.texts), run_time=0.8)
        self.wait(0.8)

        # Word by word the thought keeps to one language, and the reward grows.
        tidy = Drive(reward.moving, reward.set_tidied, 0.0, meter.count)
        self.play(tidy, Drive(loop, loop.set_turn, 0.0, 2.0), run_time=3.0)
        name = self._name("stage_1", name_of("stage_1"))
        cited = view.cite(claim("language").cited)
        self.play(FadeIn(reward.price(), cited, name), run_time=0.6)
        self.picture = meter

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.6)
    def funnel(self) -> None:
        """Keep what is right

        Its right answers become data, with other samples, for training V3-Base afresh.
        """
        self._leave("stage_1", track("stage_1", "sft"))
        self._aim("sft")
        samples = KeptSamples(self.close_up)
        funnel = self.picture = samples.funnel
        self._visit("sft", FadeIn(funnel.walls))

        # Right answers fall through; others join them.
        self.gather(funnel)
        self.turn(0.0, 1.0, (funnel, funnel.set_fallen), run_time=2.4)
        self.play(FadeIn(*samples.passed()), run_time=0.4)
        joined = [FadeIn(samples.joined())]
        self.turn(0.0, 1.0, (funnel, funnel.set_joined), beside=joined, run_time=0.8)

        # All of it goes to the station, where V3-Base comes down a track of its own.
        icon = self._stand("sft", samples.heap.copy().set(width=1.1))
        rail = self._lay(track_from_above("base", "sft"))
        self.play(rail, TransformFromCopy(samples.heap, icon), run_time=1.0)
        self.play(FadeIn(*samples.sums(), self._name("sft", NAMES["sft"])), run_time=0.6)
        self._teach("reasoning_samples", samples.reasoning, "k")
        self._teach("other_samples", samples.other, "k")
        self._teach("all_samples", samples.everything, "k")
        self._teach("epochs", samples.epochs)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def scenarios(self) -> None:
        """Rules and preferences

        Rules where answers can be checked; where none fits, learned judges after all.
        """
        self._leave("sft", track("sft", "stage_2"))
        loop = self._loop("stage_2")
        self._visit("stage_2", FadeIn(loop))
        view = self.close_up
        rules, liking = kinds_of_reward(view)
        self.play(FadeIn(rules), run_time=0.8)
        self.play(FadeIn(liking), run_time=0.8)
        self.wait(0.6)
        self.turn(0.0, 1.0, (loop, loop.set_turn), run_time=1.4)
        judges = view.words(say("pipeline.scenarios.judges"), 2.4, -1.35, LEFT, role="muted")
        cited, name = view.cite(claim("scenarios").cited), self._name("stage_2", name_of("stage_2"))
        self.play(FadeIn(cited, name, judges), run_time=0.6)
        self.picture = VGroup(rules, liking, judges)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.4)
    def rivals(self) -> None:
        """R1 beside o1

        R1 stands beside o1: above it on three of six tests, below on three. Here are three.
        """
        self._leave("stage_2", track("stage_2", "r1"))
        level, r1 = fact("pipeline.aime_r1"), self._stand("r1", Thermometer(0.0))
        self._visit("r1", FadeIn(r1))
        view, named = self.close_up, [FadeIn(self._name("r1", NAMES["r1"]))]
        self.turn(0.0, level.value, (r1, r1.set_level), beside=named, run_time=1.0)

        # Three tests, one after the other.
        self.picture = pairs(view)
        for pair in self.picture:
            self.play(FadeIn(pair, shift=0.2 * UP), run_time=0.6)
        cited = view.cite(level.cited)
        self.play(FadeIn(cited), run_time=0.6)
        self.wait(0.8)
        ahead, tests = fact("pipeline.tests_ahead"), fact("pipeline.tests")
        share = view.words(say("pipeline.rivals.ahead", ahead=said(ahead), tests=said(tests)), 0, 0)
        self.play(FadeIn(stand_on(share.match_x(self.picture), cited)), run_time=0.6)
        for key in RIVALS:
            name, unit = key, "" if key == RATING else "%"
            self._teach(name, fact(f"pipeline.{key}_r1"), unit, NAMES["r1"])
            self._teach(name, fact(f"pipeline.{key}_o1"), unit, name_of("o1"))

    # -- 10 -----------------------------------------------------------------

    @beat(hold=3.0)
    def children(self) -> None:
        """Six children

        Six smaller models learn from the samples that R1 had. Fuller: more AIME solved.
        """
        # What R1 learned from is what they learn from.
        self._leave("r1")
        view, icon = self.close_up, self.icons["sft"]
        heap = icon.copy().set(width=1.15 * NEAR).move_to(view.spot(-3.55, 1.1))
        same = view.near(Prose(say("pipeline.children.samples"), align="center"), -3.55, 0.3)
        self.play(TransformFromCopy(icon, heap), run_time=1.0)
        self.play(FadeIn(same), run_time=0.4)

        # The farthest first, so that none flies through another.
        self.family = [Child(view, key, 1.62 * k - 2.2) for k, key in enumerate(CHILDREN)]
        for child in reversed(self.family):
            out = ReplacementTransform(heap.copy(), child.glass)
            self.play(out, FadeIn(child.text), run_time=0.8)
        cited = view.cite(fact("pipeline.qwen_1b").cited)
        self.test = Prose(name_of("aime_pass"), size=LABEL * NEAR)
        self.test.match_x(VGroup(*(child.glass for child in self.family)))
        self.play(FadeIn(cited, stand_on(self.test, cited)), run_time=0.6)
        for key in CHILDREN:
            self._teach("aime", fact(f"pipeline.{key}"), "%", name_of(key))

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.4)
    def distil(self) -> None:
        """Distil, or RL?

        In this comparison, learning from R1 beats RL on the base model itself.
        """
        # One child stays.
        view, child = self.close_up, self.family[CHILDREN.index("qwen_32b")]
        self.clear(child.glass, child.name, self.test, run_time=0.6)
        left, right = taught(view, self.names["r1"]), alone(view, self.names["r1"])
        self.play(
            child.glass.animate.move_to(view.spot(TAUGHT, FOOT), aligned_edge=DOWN),
            ReplacementTransform(child.name, left.model),
            run_time=1.0,
        )
        left.level_with(child.glass)
        self.play(*map(FadeIn, (left.ground, left.texts, left.sign)), run_time=0.6)

        # The same model without a teacher: RL alone.
        other = view.near(Thermometer(0.0, role="muted", scale=ZOOM), ALONE, FOOT, DOWN)
        right.level_with(other)
        appearing = (right.ground, other, right.model, right.head, right.sign)
        self.play(*map(FadeIn, appearing), run_time=0.6)
        filled = Drive(other, other.set_level, 0.0, right.reached.value)
        self.play(filled, Rotate(right.sign, 2 * TAU), run_time=2.0)
        cited = view.cite(right.reached.cited)
        self.play(FadeIn(right.texts[1:], cited), run_time=0.6)
        self._teach("aime", left.reached, "%", say("pipeline.distil.distilled"))
        self._teach("aime", right.reached, "%", say("pipeline.distil.alone"))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=2.4)
    def whole_map(self) -> None:
        """Where GRPO sits

        GRPO trains R1-Zero, and it trains R1 in two stages: one objective, used again.
        """
        # The child that was looked at goes among its siblings; all of the map is seen.
        index, family = CHILDREN.index("qwen_32b"), small_family()
        glass = self.family[index].glass
        self.clear(glass)
        self.play(ReplacementTransform(glass, family[index]), run_time=0.6)
        rail = self._lay(track_over("sft", "distilled"))
        siblings = FadeIn(*(child for child in family if child is not family[index]))
        self.zoom_home(rail, siblings, FadeOut(*self.names.values()), run_time=1.8)
        texts = names_of_stations()
        self.play(FadeIn(VGroup(*texts.values())), run_time=0.6)
        self.gather(*texts.values())
        self.wait(1.0)

        # Light three loops and two models.
        loops = [self.icons[place] for place in ("zero_loop", *STAGES)]
        models = [self.icons[place] for place in ("zero", "r1")]
        lit = [*loops, *models, self.majority, *(texts[place] for place in LIT)]
        self.play(*self.dim_others(*lit), run_time=0.8)
        said_of_it = claims()
        symbol = symbol_over(said_of_it)
        self.play(*map(FadeIn, (*map(ground_of, loops), symbol, said_of_it)), run_time=0.6)
        self.wait(2.0)

        self._come_home_from(symbol)

    def _come_home_from(self, symbol: Formula) -> None:
        """The home shot, as at the start: its name is what the loops stand for."""
        objective, cards = self._home_shot(None)
        lit, rest = _taken_apart(objective)
        self.stays.clear()
        self.clear(symbol)
        self.play(ReplacementTransform(symbol, lit), FadeIn(rest), FadeIn(cards), run_time=0.8)
        self.gather(objective, cards, gone=[rest, lit])


def _first_level(base: Thermometer, number: Fact) -> VGroup:
    """The level of V3-Base beside its glass, with what is measured."""
    row = on_baseline(
        Prose(percent(number), size=FORMULA * ROAD),
        Prose(name_of("aime_pass"), size=LABEL * ROAD),
        buff=0.3 * ROAD,
    )
    return row.move_to(base.at(number.value) + 0.4 * RIGHT, aligned_edge=LEFT)


def _taken_apart(objective: Objective) -> tuple[Mobject, VGroup]:
    """The objective's name, and all the rest of it."""
    lit = objective.part("objective")
    return lit, VGroup(*(g for line in objective for g in line if g not in lit.submobjects))
