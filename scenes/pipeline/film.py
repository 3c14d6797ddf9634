"""Pipeline: from V3-Base to R1 and its children, where GRPO sits, and what each stage was for."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    TAU,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Rotate,
    RoundedRectangle,
    TransformFromCopy,
    VGroup,
    VMobject,
    smooth,
)

from scenes.script.decimals import printed
from scenes.script.facts import Fact, claim, fact, name_of
from scenes.script.glyphs import quoted
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.film import GrpoScene, beat
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.motion import Drive, jump
from scenes.stage.objective import Objective
from scenes.stage.panel import panel
from scenes.stage.theme import AXIS, FORMULA, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .answer_sheet import AnswerSheet
from .batch_grid import BatchGrid
from .language_meter import LanguageMeter
from .pipeline_map import label, station, track, track_from_above, track_over
from .response_bar import ResponseBar
from .sample_funnel import SampleFunnel
from .signs import cross, judge, stack, tick, turning
from .thermometer import Thermometer

GRPO = 'cal(J)_"GRPO" (theta)'
ZOOM = 2.2
NEAR = 1 / ZOOM  # what type must be scaled by to look the same in a close-up
ROAD_WIDTH = 8.8  # the view of V3-Base, the loop and R1-Zero
ROAD = ROAD_WIDTH / HOME_WIDTH
ROAD_HEIGHT = 0.42  # of its middle
_LOOP = 0.5  # radius of a GRPO station
_ICON = np.array([-4.9, 0.7, 0.0])  # where a close-up has its station, as if at home zoom
_SIDE = 6.7  # how far to the right words of a close-up may reach, as if at home zoom
_FOOT = -1.25  # of a close-up's thermometers, as of the station's
# The stations by the names under them: those that each language shares.
_NAMES = {"base": "V3-Base", "zero_loop": "GRPO", "zero": "R1-Zero", "sft": "SFT", "r1": "R1"}
_STAGES = ("stage_1", "stage_2")
LIT = ("zero_loop", "zero", "stage_1", "stage_2", "r1")  # what GRPO trains, and where
CHILDREN = ("qwen_1b", "qwen_7b", "llama_8b", "qwen_14b", "qwen_32b", "llama_70b")
RIVALS = ("aime", "math", "codeforces")


def said(number: Fact) -> str:
    """A fact's number as its source prints it, in the film's language."""
    return printed(str(number.value))


def percent(number: Fact) -> str:
    """The same with its sign."""
    return f"{said(number)} %"


def about(number: Fact) -> str:
    """A number of thousands that its source gives as rough."""
    return say("pipeline.funnel.about", count=said(number))


class Pipeline(GrpoScene):
    """The stations of R1, each with what it was for; GRPO trains two models on the way."""

    poster_beat = 10

    def setup(self) -> None:
        super().setup()
        self.center = ORIGIN  # of the view
        self.picture: Mobject = VGroup()  # what stands in the close-up beside its station
        self.leaving: list[Mobject] = []  # texts that go before the camera does
        self.tracks: list[VMobject] = []
        self.icons: dict[str, Mobject] = {}
        self.names: dict[str, Prose] = {}

    # -- views --------------------------------------------------------------

    def _visit(self, place: str, *others, run_time: float = 1.6) -> None:
        """Glide to the close-up of a station."""
        self._aim(place)
        self._look_at(self.center, HOME_WIDTH * NEAR, *others, run_time=run_time)

    def _aim(self, place: str) -> None:
        """Let what is made now be made for the close-up of a station."""
        self.center = station(place) - NEAR * _ICON

    def _look_at(self, center, width: float, *others, run_time: float = 1.6) -> None:
        self.center = np.array(center)
        move = self.camera.frame.animate.set(width=width).move_to(self.center)
        self.play(move, *others, run_time=run_time, rate_func=smooth)

    def _near(self, mobject: Mobject, x: float, y: float, edge=ORIGIN) -> Mobject:
        """Scale a picture for the close-up, and put it at `x` and `y` as if at home zoom."""
        return mobject.scale(NEAR).move_to(self._spot(x, y), aligned_edge=edge)

    def _spot(self, x: float, y: float) -> np.ndarray:
        """The point of a close-up that is at `x` and `y` as if at home zoom."""
        return self.center + NEAR * np.array([x, y, 0.0])

    def _words(self, text: str, x: float, y: float, edge=ORIGIN, **style) -> Prose:
        """Words in a close-up."""
        return self._near(Prose(text, **style), x, y, edge)

    def _cite(self, cited: str) -> Prose:
        """The quiet line that says where the numbers and claims of a close-up are from."""
        return self._words(cited, -6.5, -2.75, LEFT, role="muted")

    def _name(self, place: str, text: str) -> Prose:
        """A station's name, for a close-up; on the whole map it is larger."""
        self.names[place] = label(place, text, READOUT * NEAR)
        return self.names[place]

    def _resize(self, place: str, factor: float) -> Animation:
        """A station's name for another view; it stays on its line."""
        name = self.names[place]
        foot = [name.get_x(), name.baseline, 0.0]
        return name.animate.scale(factor, about_point=foot)

    def _leave(self, place: str, *rails: VMobject) -> None:
        """The close-up's picture goes into its station, and the next track is laid."""
        self.play(FadeOut(*self.leaving), run_time=0.4)
        moves = [self._lay(rail) for rail in rails]
        self.play(self.picture.animate.scale(0.04).move_to(station(place)), *moves, run_time=0.8)
        self.remove(*self.picture.get_family())

    def _lay(self, rail: VMobject) -> Create:
        """A new track."""
        self.tracks.append(rail)
        return Create(rail)

    def _loop(self, place: str) -> LoopIcon:
        """GRPO's loop as a station."""
        self.icons[place] = LoopIcon(radius=_LOOP, words=False).move_to(station(place))
        return self.icons[place]

    def _teach(self, key: str, number: Fact, unit: str = "", note: str = "") -> None:
        """Declare a number as its source prints it."""
        self.teach(key, number.value, str, unit=unit, note=note)

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.6)
    def start(self) -> None:
        """Where it starts

        It starts from V3-Base, which solves few AIME problems at the first try.
        """
        # The home shot, with the name of the whole lit.
        objective, cards = self._home_shot()
        self.add(objective, cards)
        self.wait(1.4)

        # All of it becomes one station of the map: the loop.
        loop = self._loop("zero_loop")
        symbol = Formula(GRPO, size=48 * ROAD).next_to(loop, RIGHT, buff=0.3)
        lit, rest = _taken_apart(objective)
        self.play(FadeOut(cards), run_time=0.4)
        self.remove(objective)
        self.add(rest, lit)
        self.play(rest.animate.scale(0.05).move_to(loop), run_time=0.8)
        self.remove(*rest)
        self.play(ReplacementTransform(lit, symbol), FadeIn(loop, scale=0.3), run_time=0.8)
        base = self.icons["base"] = Thermometer(0.0).move_to(station("base"))
        self.play(FadeIn(base), run_time=0.6)

        # V3-Base has its level before the loop.
        self._look_at([-3.9, ROAD_HEIGHT, 0.0], ROAD_WIDTH)
        number = fact("pipeline.aime_base")
        self.play(Drive(base, base.set_level, 0.0, number.value), run_time=0.8)
        level = base.at(number.value) + 0.4 * RIGHT
        row = on_baseline(
            Prose(percent(number), size=FORMULA * ROAD),
            Prose(name_of("aime_pass"), size=LABEL * ROAD),
            buff=0.3 * ROAD,
        ).move_to(level, aligned_edge=LEFT)
        self.base_name = label("base", "DeepSeek-V3-Base", READOUT * ROAD)
        cited = self._road_cite(number.cited)
        self.play(FadeIn(row, shift=0.1 * RIGHT), FadeIn(self.base_name, cited), run_time=0.6)
        self.leaving = [row, self.base_name, cited, symbol]
        self._teach("aime", number, "%", "DeepSeek-V3-Base")

    def _road_cite(self, cited: str) -> Prose:
        """The quiet line of sources in the view of the road, on the line of V3-Base's name."""
        words = Prose(cited, size=LABEL * ROAD, role="muted")
        words.move_to([-4.6, 0.0, 0.0], aligned_edge=LEFT)
        return words.shift((self.base_name.baseline - words.baseline) * UP)

    def _home_shot(self) -> tuple[Objective, CardStrip]:
        objective = Objective()
        jump(*objective.light("objective"))
        return objective, CardStrip(self.table)

    # -- 2 ------------------------------------------------------------------

    @beat(hold=2.4)
    def alone(self) -> None:
        """GRPO alone

        Reinforcement learning alone, with GRPO: a group of answers to every question.
        """
        loop = self.icons["zero_loop"]
        self.play(FadeOut(*self.leaving), run_time=0.4)
        self.play(self._lay(track("base", "zero_loop")), run_time=0.8)
        self._visit("zero_loop")
        self.play(Drive(loop, loop.set_turn, 0.0, 1.0), run_time=1.4)

        # A step's batch: a column of outputs for each question.
        questions, outputs, batch = (
            fact(f"pipeline.{key}") for key in ("questions", "outputs", "batch")
        )
        grid = self._near(BatchGrid(questions.value, outputs.value).scale(1.25), 2.85, 1.05)
        side = self._words(say("pipeline.alone.outputs", count=said(outputs)), -0.8, 1.05, RIGHT)
        above = self._words(say("pipeline.alone.questions", count=said(questions)), 2.85, 3.15)
        self.play(Drive(grid, grid.set_columns, 0.0, 1.0), FadeIn(side), run_time=0.6)
        self.play(Drive(grid, grid.set_columns, 1.0, questions.value), FadeIn(above), run_time=1.4)
        rate, beta = fact("pipeline.learning_rate"), fact("pipeline.beta")
        mantissa, exponent = f"{rate.value:.0e}".split("e")
        name = quoted(say("pipeline.alone.rate"))
        source = f"{name} {mantissa} dot 10^({int(exponent)})"
        settings = VGroup(
            self._words(say("pipeline.alone.batch", count=said(batch)), 2.85, -1.15, size=FORMULA),
            self._near(Formula(f"{source}, quad beta = {beta.value}", size=LABEL), 2.85, -1.95),
            self._cite(batch.cited),
        )
        self.play(FadeIn(settings, self._name("zero_loop", _NAMES["zero_loop"])), run_time=0.6)
        self.picture, self.leaving = grid, [side, above, settings]
        for key, number in (("questions", questions), ("outputs", outputs), ("batch", batch)):
            self._teach(key, number)
        self._teach("beta", beta)

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.2)
    def rewards(self) -> None:
        """Two checks, no judge

        Two rules give the reward. There is no learned judge: it could be hacked.
        """
        loop = self.icons["zero_loop"]
        self._leave("zero_loop")
        self.play(Drive(loop, loop.set_turn, 0.0, 0.25), run_time=0.6)
        panels = VGroup(*(self._near(panel(2.95, 4.9), x, 0.7) for x in (-1.3, 1.8, 4.9)))
        heads = [
            self._words(say(f"pipeline.rewards.{key}"), x, 2.6, size=READOUT)
            for key, x in (("accuracy", -1.3), ("format", 1.8), ("judge", 4.9))
        ]
        for head in heads:
            head.shift((heads[2].baseline - head.baseline) * UP)
        pictures = [
            self._near(_same_answer().scale(1.15), -1.3, 1.1),
            self._near(_tagged_answer().scale(1.15), 1.8, 1.1),
            self._near(judge(2.1), 4.9, 1.0),
        ]
        ticks = [self._near(tick(0.9), x, -0.95) for x in (-1.3, 1.8)]
        for index in range(2):
            self.play(FadeIn(panels[index], heads[index], pictures[index]), run_time=0.6)
            self.play(Create(ticks[index]), run_time=0.4)
        self.play(FadeIn(panels[2]), FadeIn(heads[2], pictures[2]), run_time=0.6)
        out = self._near(cross(2.2), 4.9, 1.0)
        self.play(Create(out), run_time=0.6)
        hacked = self._words(say("pipeline.rewards.hacked"), 4.9, -1.0, role="muted")
        cited = self._cite(claim("rewards").cited)
        self.play(FadeIn(hacked, cited), run_time=0.6)
        self.picture = VGroup(panels, *heads, *pictures, *ticks, out, hacked)
        self.leaving = [cited]

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
        model, rail = base.copy(), self.tracks[0]

        def ride(share: float) -> None:
            model.set(height=(1 - 0.8 * share) * base.height)
            model.move_to((1 - share) * base.get_center() + share * loop.get_center())
            if share > 0.1:
                model.move_to(rail.point_from_proportion(share))

        self.play(Drive(model, ride, 0.0, 1.0), run_time=1.0)
        self.remove(*model.get_family())
        zero = self.icons["zero"] = Thermometer(start.value).move_to(station("zero"))
        self.play(FadeIn(zero, target_position=loop.get_center(), scale=0.2), run_time=0.8)
        self.play(
            Drive(zero, zero.set_level, start.value, end.value),
            Drive(loop, loop.set_turn, 0.25, 3.0),
            run_time=2.2,
        )

        # Only the ends of the climb are known; each number stands at its level.
        majority = fact("pipeline.aime_zero_majority")
        self.majority = zero.mark(majority.value)
        row, height = zero.at(end.value) + 0.3 * RIGHT + 0.1 * DOWN, 0.4 * UP
        before, after, vote = (
            Prose(percent(number), size=READOUT * ROAD) for number in (start, end, majority)
        )
        before.next_to(base.at(start.value), RIGHT, 0.2)
        after.move_to(row, LEFT)
        vote.move_to(row + height, LEFT)
        texts = VGroup(
            *(before, after, vote),
            self._beside(after, name_of("pass")),
            self._beside(vote, say("pipeline.zero.majority")),
            Prose(name_of("aime"), size=LABEL * ROAD).move_to(row + 2 * height, LEFT),
            self._road_cite(end.cited),
            self.base_name,
        )
        self.names["zero"] = label("zero", _NAMES["zero"], READOUT * ROAD)
        self.play(FadeIn(texts, self.names["zero"]), FadeIn(self.majority), run_time=0.6)
        self.leaving = [texts]
        self._teach("aime", start, "%", "DeepSeek-V3-Base")
        self._teach("aime", end, "%", _NAMES["zero"])
        self._teach("aime_majority", majority, "%", _NAMES["zero"])

    def _beside(self, number: Mobject, text: str) -> Prose:
        """What a number of the road's view is, on its line."""
        words = Prose(text, size=LABEL * ROAD).next_to(number, RIGHT, buff=0.16)
        return words.shift((number.baseline - words.baseline) * UP)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def cold_start(self) -> None:
        """Trouble, and a cold start

        R1-Zero is hard to read. So R1 begins with thousands of readable examples.
        """
        self.play(FadeOut(*self.leaving), run_time=0.4)
        self._visit("zero", self._resize("zero", NEAR / ROAD))
        page = self._near(AnswerSheet("mixed"), 2.35, 1.05)
        flaws = self._words(say("pipeline.cold_start.flaws"), 2.35, -1.6, size=READOUT)
        cited = self._cite(claim("flaws").cited)
        self.play(FadeIn(page, shift=0.3 * RIGHT), run_time=0.6)
        self.wait(0.6)
        self.play(FadeIn(flaws, cited), run_time=0.4)
        self.read(flaws, least=1.8)

        # The answer goes along to the other way, where it is put into order.
        self.play(FadeOut(flaws), run_time=0.4)
        way = station("cold") - station("zero")
        self._visit(
            "cold", VGroup(page, cited).animate.shift(way), self._lay(track("base", "cold"))
        )
        tidy = self._near(AnswerSheet("readable"), 2.35, 1.05)
        self.play(*page.translate(tidy), run_time=1.0)
        self.remove(*page.get_family())
        self.add(tidy)
        pile = self.icons["cold"] = stack(0.86).move_to(station("cold"))
        many = self._words(say("pipeline.cold_start.examples"), 2.35, -1.6, size=READOUT)
        self.play(
            FadeIn(pile, shift=0.4 * LEFT),
            FadeIn(many, self._name("cold", say("pipeline.cold_start.cold_start"))),
            run_time=0.8,
        )
        self.picture, self.leaving = tidy, [many, cited]

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.4)
    def language(self) -> None:
        """The same loop again

        The same loop again, now also rewarded for staying in one language.
        """
        self._leave("cold", track("cold", "stage_1"))
        loop = self._loop("stage_1")
        self._visit("stage_1", FadeIn(loop))
        meter = self._near(LanguageMeter().scale(1.45), 1.35, 1.25)
        words = self._words(say("pipeline.language.share"), 0.0, -0.95, size=READOUT)
        words.align_to(meter.words, LEFT)
        right = meter.accuracy.get_right()[0] + 0.2 * NEAR
        parts = [
            Prose(say(f"pipeline.language.{key}"), size=LABEL * NEAR)
            for key in ("accuracy", "language")
        ]
        for part, block in zip(parts, (meter.accuracy, meter.language), strict=True):
            part.move_to([right, block.get_y(), 0.0], aligned_edge=LEFT)
        over = VGroup(*parts).get_right()[0] - self._spot(_SIDE, 0.0)[0]
        VGroup(meter, words, *parts).shift(max(0.0, over) * LEFT)
        self.play(FadeIn(meter), FadeIn(words, *parts), run_time=0.8)
        self.wait(0.8)

        # Word by word the thought keeps to one language, and the reward grows.
        def run(tidied: float) -> None:
            meter.set_tidied(tidied)
            parts[1].set_y(meter.language.get_y())

        self.play(
            Drive(VGroup(meter, parts[1]), run, 0.0, meter.count),
            Drive(loop, loop.set_turn, 0.0, 2.0),
            run_time=3.0,
        )
        price = self._words(say("pipeline.language.price"), 1.3, -1.75, role="muted")
        price.align_to(words, LEFT)
        cited = self._cite(claim("language").cited)
        self.play(FadeIn(price, cited, self._name("stage_1", name_of("stage_1"))), run_time=0.6)
        self.picture, self.leaving = meter, [words, *parts, price, cited]

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.6)
    def funnel(self) -> None:
        """Keep what is right

        Its right answers become data, with other samples, for training V3-Base afresh.
        """
        self._leave("stage_1", track("stage_1", "sft"))
        self._aim("sft")
        reasoning, other, everything, epochs = (
            fact(f"pipeline.{key}")
            for key in ("reasoning_samples", "other_samples", "all_samples", "epochs")
        )
        # One square stands for the same number of samples throughout.
        unit = np.gcd(reasoning.value, other.value) // 20
        picture = SampleFunnel(reasoning.value // unit, other.value // unit, 24)
        picture.scale(1.25 * NEAR, about_point=ORIGIN)
        picture.shift(self._spot(0.7, 0.3))
        self._visit("sft", FadeIn(picture.walls))
        self.add(picture)
        self.play(Drive(picture, picture.set_fallen, 0.0, 1.0), run_time=2.4)
        first = self._amount(picture, 0, about(reasoning), say("pipeline.funnel.reasoning"))
        out = self._words(say("pipeline.funnel.left_out"), 0.0, 2.6, role="muted")
        out.match_x(picture.rejected)
        out.shift((picture.rejected.get_top()[1] + 0.22 * NEAR - out.baseline) * UP)
        self.play(FadeIn(first, out), run_time=0.4)
        name = say("pipeline.funnel.other")
        second = self._amount(picture, picture.columns_kept, about(other), name)
        self.play(Drive(picture, picture.set_joined, 0.0, 1.0), FadeIn(second), run_time=0.8)

        # All of it goes to the station, where V3-Base comes down a track of its own.
        heap = VGroup(picture.kept, picture.others)
        icon = self.icons["sft"] = heap.copy().set(width=1.1).move_to(station("sft"))
        rail = self._lay(track_from_above("base", "sft"))
        self.play(rail, TransformFromCopy(heap, icon), run_time=1.0)
        texts = VGroup(
            self._words(_NAMES["base"], -4.5, 2.6, LEFT),
            self._words(about(everything), 3.7, -0.2, LEFT, size=FORMULA),
            self._words(say("pipeline.funnel.epochs", count=said(epochs)), 3.7, -0.95, LEFT),
            self._cite(everything.cited),
            self._name("sft", _NAMES["sft"]),
        )
        texts[0].shift((out.baseline - texts[0].baseline) * UP)
        self.play(FadeIn(texts), run_time=0.6)
        self.picture, self.leaving = picture, [first, second, out, texts[:-1]]
        for key, amount in (("reasoning", reasoning), ("other", other), ("all", everything)):
            self._teach(f"{key}_samples", amount, "k")
        self._teach("epochs", epochs)

    def _amount(self, picture: SampleFunnel, column: int, *lines: str) -> VGroup:
        """What a part of the heap amounts to, under it."""
        text = VGroup(*(Prose(line, size=LABEL * NEAR) for line in lines))
        text.arrange(DOWN, buff=0.08, aligned_edge=LEFT)
        place = picture.heap_x(column)
        place[1] = picture.kept.get_bottom()[1] - 0.12
        return text.move_to(place, aligned_edge=UP + LEFT)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.2)
    def scenarios(self) -> None:
        """Rules and preferences

        Rules where answers can be checked; where none fits, learned judges after all.
        """
        self._leave("sft", track("sft", "stage_2"))
        loop = self._loop("stage_2")
        self._visit("stage_2", FadeIn(loop))
        rules = VGroup(
            self._near(panel(2.9, 4.9), -1.4, 0.7),
            self._words(say("pipeline.scenarios.reasoning"), -1.4, 2.6, size=READOUT),
            self._near(tick(1.4), -1.4, 0.85),
            self._words(say("pipeline.scenarios.rules"), -1.4, -1.1),
        )
        liking = VGroup(
            self._near(panel(6.1, 4.9), 3.4, 0.7),
            self._words(say("pipeline.scenarios.other"), 3.4, 2.6, size=READOUT),
            self._near(ResponseBar().scale(1.06), 3.4, 0.9),
            self._near(judge(1.3), 1.45, -1.05),
            self._words(say("pipeline.scenarios.preferences"), 2.4, -0.85, LEFT),
        )
        liking[1].shift((rules[1].baseline - liking[1].baseline) * UP)
        self.play(FadeIn(rules), run_time=0.8)
        self.play(FadeIn(liking), run_time=0.8)
        self.wait(0.6)
        self.play(Drive(loop, loop.set_turn, 0.0, 1.0), run_time=1.4)
        cited = self._cite(claim("scenarios").cited)
        judges = self._words(say("pipeline.scenarios.judges"), 2.4, -1.35, LEFT, role="muted")
        name = self._name("stage_2", name_of("stage_2"))
        self.play(FadeIn(cited, name, judges), run_time=0.6)
        self.picture, self.leaving = VGroup(rules, liking, judges), [cited]

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.4)
    def rivals(self) -> None:
        """R1 beside o1

        R1 stands beside o1: above it on three of six tests, below on three. Here are three.
        """
        self._leave("stage_2", track("stage_2", "r1"))
        level = fact("pipeline.aime_r1")
        r1 = self.icons["r1"] = Thermometer(0.0).move_to(station("r1"))
        self._visit("r1", FadeIn(r1))
        self.play(
            Drive(r1, r1.set_level, 0.0, level.value),
            FadeIn(self._name("r1", _NAMES["r1"])),
            run_time=1.0,
        )
        pairs = VGroup(*(self._pair(key, 3.15 * k - 1.5) for k, key in enumerate(RIVALS)))
        for pair in pairs:
            self.play(FadeIn(pair, shift=0.2 * UP), run_time=0.6)
        cited = self._cite(level.cited)
        self.play(FadeIn(cited), run_time=0.6)
        self.wait(0.8)
        ahead, tests = fact("pipeline.tests_ahead"), fact("pipeline.tests")
        share = say("pipeline.rivals.ahead", ahead=said(ahead), tests=said(tests))
        share = self._words(share, 0, 0).match_x(pairs)
        share.shift((cited.baseline - share.baseline) * UP)
        self.play(FadeIn(share), run_time=0.6)
        self.picture, self.leaving = pairs, [cited, share]
        for key in RIVALS:
            name, unit = (key, "") if key == "codeforces" else (key, "%")
            self._teach(name, fact(f"pipeline.{key}_r1"), unit, _NAMES["r1"])
            self._teach(name, fact(f"pipeline.{key}_o1"), unit, name_of("o1"))

    def _pair(self, key: str, x: float) -> VGroup:
        """R1 and o1 on one test: glasses for shares of all problems, bars for a rating."""
        ours, theirs = fact(f"pipeline.{key}_r1"), fact(f"pipeline.{key}_o1")
        group = VGroup()
        for number, role, side in ((ours, "text", -1), (theirs, "muted", 1)):
            place = x + 0.68 * side
            if key == "codeforces":
                top = max(ours.value, theirs.value)
                shape = Rectangle(width=0.62, height=3.7 * number.value / top, stroke_width=0)
                shape.set_fill(paint(role), opacity=1)
                text = said(number)
            else:
                shape, text = Thermometer(number.value, role=role, scale=ZOOM), percent(number)
            self._near(shape, place, _FOOT, DOWN)
            value = self._words(text, place, 3.1, role=role)
            group.add(shape, value)
        if key == "codeforces":  # no share of a whole: bars stand on an axis
            corner = self._spot(x - 1.3, _FOOT)
            axis = VMobject().set_points_as_corners(
                [corner + 3.9 * NEAR * UP, corner, self._spot(x + 1.3, _FOOT)]
            )
            group.add(axis.set_stroke(paint("muted"), AXIS))
            group.add(self._words("0", x - 1.5, _FOOT, role="muted"))
        rating = key == "codeforces"
        test = self._words(say("pipeline.rivals.rating") if rating else name_of(key), x, -2.15)
        line = self._words(name_of("math"), x, -2.15).baseline  # of all three names
        group.add(test.shift((line - test.baseline) * UP))
        if key == "aime":
            group.add(
                self._words(_NAMES["r1"], x - 0.68, -1.57),
                self._words(name_of("o1"), x + 0.68, -1.57),
            )
        return group

    # -- 10 -----------------------------------------------------------------

    @beat(hold=3.0)
    def children(self) -> None:
        """Six children

        Six smaller models learn from the samples that R1 had. Fuller: more AIME solved.
        """
        self._leave("r1")
        # What R1 learned from is what they learn from.
        heap = self.icons["sft"].copy().set(width=1.15 * NEAR).move_to(self._spot(-3.55, 1.1))
        same = self._near(Prose(say("pipeline.children.samples"), align="center"), -3.55, 0.3)
        self.play(TransformFromCopy(self.icons["sft"], heap), run_time=1.0)
        self.play(FadeIn(same), run_time=0.4)
        self.family, texts = VGroup(), VGroup()
        for k, key in enumerate(CHILDREN):
            number, x = fact(f"pipeline.{key}"), 1.62 * k - 2.2
            child = self._near(Thermometer(number.value, scale=ZOOM), x, _FOOT, DOWN)
            above = self._words(percent(number), x, 3.1)
            below = Prose(name_of(key).replace(" ", "\n"), align="center")
            self.family.add(child)
            texts.add(VGroup(above, self._near(below, x, -1.5, UP)))
        # The farthest first, so that none flies through another.
        for child, text in reversed([*zip(self.family, texts, strict=True)]):
            self.play(ReplacementTransform(heap.copy(), child), FadeIn(text), run_time=0.8)
        cited = self._cite(fact("pipeline.qwen_1b").cited)
        test = Prose(name_of("aime_pass"), size=LABEL * NEAR)
        test.match_x(self.family)
        test.shift((cited.baseline - test.baseline) * UP)
        self.play(FadeIn(cited, test), run_time=0.6)
        self.child_texts, self.test, self.leaving = texts, test, [cited, heap, same]
        for key in CHILDREN:
            self._teach("aime", fact(f"pipeline.{key}"), "%", name_of(key))

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.4)
    def distil(self) -> None:
        """Distil, or RL?

        In this comparison, learning from R1 beats RL on the base model itself.
        """
        index = CHILDREN.index("qwen_32b")
        child, text = self.family[index], self.child_texts[index]
        rest = [m for m in (*self.family, *self.child_texts) if m not in (child, text)]
        self.play(FadeOut(*rest, *self.leaving, text[0]), run_time=0.6)
        ours, theirs = fact("pipeline.distilled_32b"), fact("pipeline.rl_32b")
        steps = fact("pipeline.rl_32b_steps")
        left, right = -1.95, 2.75  # the two glasses, each on a panel
        panels = [
            self._near(panel(4.4, 4.85), x + 1.35, 0.85).set_z_index(-1) for x in (left, right)
        ]
        names = [
            self._words(name_of("qwen_32b"), x + 1.35, -2.1, size=READOUT) for x in (left, right)
        ]
        for word in names:
            word.shift((self.names["r1"].baseline - word.baseline) * UP)
        self.play(
            child.animate.move_to(self._spot(left, _FOOT), aligned_edge=DOWN),
            ReplacementTransform(text[1], names[0]),
            run_time=1.0,
        )
        # The same model without a teacher: RL alone.
        other = self._near(Thermometer(0.0, role="muted", scale=ZOOM), right, _FOOT, DOWN)
        sheets = self._near(stack(0.8), left + 2.1, -0.02)
        arrow = self._near(turning(0.52), right + 2.1, -0.12)
        taught = VGroup(
            self._words(say("pipeline.distil.distilled"), left + 0.75, 2.45, LEFT, size=READOUT),
            self._words(percent(ours), left + 0.75, 0.0, LEFT, size=FORMULA),
            self._words(say("pipeline.distil.samples"), left + 2.1, -1.2, role="muted"),
        )
        alone = VGroup(
            self._words(say("pipeline.distil.alone"), right + 0.75, 2.45, LEFT, size=READOUT),
            self._words(percent(theirs), right + 0.75, 0.0, LEFT, size=FORMULA),
            self._words(
                say("pipeline.distil.steps", count=said(steps)), right + 2.1, -1.2, role="muted"
            ),
        )
        for glass, number, words in ((child, ours, taught), (other, theirs, alone)):
            words[1].set_y(glass.at(number.value)[1])
        self.play(*(FadeIn(panels[0]), FadeIn(taught), FadeIn(sheets)), run_time=0.6)
        self.play(*map(FadeIn, (panels[1], other, names[1], alone[0], arrow)), run_time=0.6)
        self.play(
            Drive(other, other.set_level, 0.0, theirs.value),
            Rotate(arrow, 2 * TAU),
            run_time=2.0,
        )
        cited = self._cite(theirs.cited)
        self.play(FadeIn(alone[1:], cited), run_time=0.6)
        self.leaving = [
            self.test,
            *panels,
            *names,
            taught,
            alone,
            cited,
            other,
            sheets,
            arrow,
        ]
        self._teach("aime", ours, "%", say("pipeline.distil.distilled"))
        self._teach("aime", theirs, "%", say("pipeline.distil.alone"))

    # -- 12 -----------------------------------------------------------------

    @beat(hold=2.4)
    def whole_map(self) -> None:
        """Where GRPO sits

        GRPO trains R1-Zero, and it trains R1 in two stages: one objective, used again.
        """
        index = CHILDREN.index("qwen_32b")
        family = VGroup(
            *(Thermometer(fact(f"pipeline.{key}").value, scale=0.5) for key in CHILDREN)
        ).arrange(RIGHT, buff=0.06)
        self.icons["distilled"] = family.move_to(station("distilled"))
        self.play(FadeOut(*self.leaving), run_time=0.4)
        self.play(ReplacementTransform(self.family[index], family[index]), run_time=0.6)
        names = {
            **_NAMES,
            "cold": say("pipeline.cold_start.cold_start"),
            "distilled": say("pipeline.distil.distilled"),
            **{place: name_of(place) for place in _STAGES},
        }
        texts = VGroup(*(label(place, text, LABEL) for place, text in names.items()))
        self.center = ORIGIN
        rest = [child for child in family if child is not family[index]]
        self.zoom_home(
            self._lay(track_over("sft", "distilled")),
            FadeIn(*rest),
            FadeOut(*self.names.values()),
            run_time=1.8,
        )
        self.play(FadeIn(texts), run_time=0.6)
        self.wait(1.0)

        # Three loops, two models.
        loops = [self.icons[place] for place in ("zero_loop", "stage_1", "stage_2")]
        models = [self.icons[place] for place in ("zero", "r1")]
        named = [text for place, text in zip(names, texts, strict=True) if place in LIT]
        claims = VGroup(
            Prose(say("pipeline.whole_map.trains"), size=FORMULA),
            Prose(say("pipeline.whole_map.and_r1"), size=FORMULA),
            Prose(claim("grpo").cited, role="muted"),
        ).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        claims.move_to([0.9, 1.6, 0.0], aligned_edge=LEFT)
        symbol = Formula(GRPO, size=60).next_to(claims, UP, buff=0.4, aligned_edge=LEFT)
        self.remove(texts)
        self.add(*texts)
        grounds = [panel(1.85, 2.3).move_to(loop).shift(0.3 * DOWN) for loop in loops]
        self.play(*self.dim_others(*loops, *models, self.majority, *named), run_time=0.8)
        for ground in grounds:
            ground.set_z_index(-1)
        self.play(*map(FadeIn, grounds), FadeIn(symbol), FadeIn(claims), run_time=0.6)
        self.wait(2.0)

        # The home shot, as at the start: its name is what the loops stand for.
        objective, cards = self._home_shot()
        lit, rest = _taken_apart(objective)
        others = [mobject for mobject in self.stage_mobjects() if mobject is not symbol]
        self.play(FadeOut(*others), run_time=0.4)
        self.play(ReplacementTransform(symbol, lit), FadeIn(rest), FadeIn(cards), run_time=0.8)
        self.remove(*rest, lit)
        self.add(objective, cards)


def _taken_apart(objective: Objective) -> tuple[Mobject, VGroup]:
    """The objective's name, and all the rest of it."""
    lit = objective.part("objective")
    return lit, VGroup(*(g for line in objective for g in line if g not in lit.submobjects))


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
