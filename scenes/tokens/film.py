"""Tokens: one reward for a whole answer, and what each of its tokens gets of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    linear,
    smooth,
)
from manim.utils.rate_functions import squish_rate_func

from scenes.script.decimals import printed, without_zero
from scenes.script.facts import fact, finding
from scenes.script.numerals import number_text
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import walks
from scenes.stage.retelling import EARLY, LATE, LEAVING
from scenes.stage.theme import FORMULA, LABEL, paint
from scenes.stage.token_exit import TokenExit
from scenes.stage.token_strip import TokenStrip
from scenes.stage.typeset import Formula, Prose, fit_prose

from .averages import KINDS, Average, average_name, printed_product
from .lens import Lens
from .product_chart import BREADTH, LEFT_SIDE, ProductChart
from .sampler import QUESTION, Gates
from .story import ToldAnswer, story_of
from .strips import (
    LEFT_END,
    AnswerStrips,
    PushBars,
    SignedStrip,
    a_head,
    group_note,
    one_line,
    put,
    ratio_numbers,
    strip_of,
)
from .token_ratio import RATIO_SIZE, TokenRatio
from .trained import TrainedRows
from .updates import RatiosOnTheWay, UpdateTrack

DOOR_FEET = (0.35, -0.95, -2.25)  # of the strips under the question, and further on
SIGNED_FEET = (1.05, -0.75, -2.55)
RATIO_FEET, RATIO_UNIT = (2.0, -0.3, -2.5), 1.0
ALONE = np.array([LEFT_END, -2.75, 0.0])  # one strip under what is said of one of its tokens
AXIS_FOOT = -2.75  # of the strip that is the axis of the products
PUSH_UNIT, EXIT_UNIT = 44.0, 16.0  # scene units for a push of 1, at most
LONGEST_BAR, LONGEST_AT_EXIT = 1.95, 0.72  # of pushes, in scene units
LENGTH_FEET, LENGTH_LEFT = (2.1, -0.5), -6.3
EXIT_FEET, EXIT_LEFT = (1.75, 0.65, -0.5), -6.3
EXIT_SQUARE = {"side": 0.72, "width": 11.4}
OUTSIDE_AT = np.array([4.75, 2.2, 0.0])  # what is said of our three means
AVERAGE_AT = np.array([6.5, -0.95, 0.0])  # where the average has its name at the exit


FRAME = 14.4  # scene units from one picture to the next, when the view travels
# The next picture is half there before the last one is half gone: the stage is never dark.
_GOES, _COMES = squish_rate_func(smooth, 0.3, 1.0), squish_rate_func(smooth, 0.0, 0.7)


class Tokens(GrpoScene):
    """What one reward does to each token: of the lab's answers, or of a group with tokens."""

    poster_beat = 6
    going_over = (_GOES, _COMES, 1.4)

    def setup(self) -> None:
        super().setup()
        self.story = story_of(self.table)

    def script_values(self) -> Mapping[str, object]:
        """Words that follow whose answers are told of."""
        story = self.story
        begins = "like" if story.shared else "unlike"
        moved = "lab" if not story.is_own else "own"
        return {
            "begins": say(f"tokens.same.begins_{begins}"),
            "whose": say(f"tokens.answers.whose_{moved}"),
            "moved": say(f"tokens.ratio.moved_{moved}"),
            "first": say(f"tokens.same.first_{begins}"),
        }

    def travel(self, way: np.ndarray, *coming: Mobject) -> None:
        """Leave all that is shown behind and come to `coming`, which lies `way` ahead."""
        behind, ahead = self.outside(), VGroup(*coming)
        ahead.shift(FRAME * way)
        self.add(ahead)
        start = ahead.get_center().copy()

        def go(share: float) -> None:
            step = start - share * FRAME * way - ahead.get_center()
            for part in (*behind, ahead):
                part.shift(step)

        self.turn(0.0, 1.0, (VGroup(*behind, ahead), go), run_time=1.6)
        self.gather(*coming, gone=[*behind, ahead])

    # -- 1 ------------------------------------------------------------------

    @beat()
    def answers(self) -> None:
        """One reward each

        Each square is a token. One reward for a whole answer: which token gets what?
        """
        # Answers to one question write themselves, token by token.
        rows = self.rows = AnswerStrips(self.story, DOOR_FEET)
        rows.set_written(0.0)
        note = self._whose()
        self.add(rows.asked, rows.brace, rows)
        self.play(rows.write(rate_func=linear), FadeIn(note, rate_func=EARLY), run_time=3.0)
        self.play(FadeIn(rows.marks), run_time=0.4)
        self.play(FadeIn(rows.coins, shift=0.2 * LEFT), run_time=0.6)
        self.wait(0.4)

        # What does each token get?
        self.entrance = self.door(self.question)
        self.whose = note

    def _whose(self) -> Prose:
        """Whose answers these are."""
        own = self.story.is_own
        asked = self.settings.group_bytes() != WORKED_GROUP.read_bytes()
        key = "yours" if own else "instead" if asked else "small"
        note = fit_prose(say(f"tokens.answers.note_{key}"), 12.4, lines=1, size=LABEL)
        return note.move_to([LEFT_END, -2.75, 0.0], aligned_edge=LEFT)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def same(self) -> None:
        """The same for every token

        Every token of an answer gets the answer's advantage. No token is judged.
        """
        # The rewards become advantages, by the group.
        rows, story = self.rows, self.story
        room = [FadeOut(rows.brace), FadeOut(self.whose), *rows.go_to(SIGNED_FEET)]
        shifts = [new - old for new, old in zip(SIGNED_FEET, DOOR_FEET, strict=True)]
        signs = [VGroup(*pair) for pair in zip(rows.marks, rows.coins, strict=True)]
        room += [sign.animate.shift(y * UP) for sign, y in zip(signs, shifts, strict=False)]
        room.append(rows.asked.animate.shift(2.2 * UP))
        self.leave_door(self.entrance, beside=room, run_time=1.2)
        signed = self.signed = [
            SignedStrip(answer, strip)
            for answer, strip in zip(story.answers, rows.strips, strict=True)
        ]
        note = group_note(story).next_to(rows.asked, DOWN, buff=0.35, aligned_edge=LEFT)
        head = a_head().set_y(SIGNED_FEET[0] + 1.25)
        self.play(FadeIn(note), run_time=0.4)
        numbers = VGroup(*(one.number for one in signed))
        self.play(*map(FadeOut, signs), FadeIn(numbers), FadeIn(head), run_time=0.8)

        # Every token of the better answer gets its number.
        self.play(signed[0].spread(), run_time=2.0)
        self.gather(signed[0], gone=[rows.strips[0]])

        # And the first tokens of a worse one?
        self.ask(self.question)
        self.answer(signed[1].spread(), run_time=2.0)
        self.gather(signed[1], gone=[rows.strips[1]])
        if story.shared:
            brace, words = signed[1].shared(story.shared)
            self.play(Create(brace), FadeIn(words), run_time=0.6)
        self.play(*(one.spread() for one in signed[2:]), run_time=1.0)
        self.gather(*signed, gone=rows.strips)
        self.asked_text, self.head = rows.asked, head
        for k in range(len(story.answers)):
            self._teach_advantage(story.answers[k])

    def _teach_advantage(self, answer: ToldAnswer) -> None:
        self.given(say("quantity.advantage"), answer.advantage, 2, note="".join(answer.tokens))

    # -- 3 ------------------------------------------------------------------

    @beat()
    def ratio(self) -> None:
        """A ratio for each token

        A token's chance now, over its chance when drawn, is its ratio: here, a height.
        """
        # One token of the better answer: its chance when it was drawn, and now.
        right = self.story.right
        strip = put(strip_of(right), LEFT_END, SIGNED_FEET[0])
        shown = right.log_ratio[strip.shown]
        far = int(np.argmax(np.abs(shown)))
        picture = self.one = TokenRatio(right, strip.shown[far], far)
        self.play(FadeIn(strip), FadeOut(self.signed[0]), run_time=0.4)
        picture.set_rise(1.0, 0.0)
        down = strip.turn_to(strip.home, corner=ALONE)
        self.go_over([down], picture.foot, picture.names, run_time=1.2)
        hero = strip.squares[far]
        rises = TransformFromCopy(hero.face, picture.old.bar)
        self.play(rises, FadeIn(picture.numbers[0], rate_func=LATE), run_time=0.8)
        self.gather(picture, picture.numbers[0])
        self.turn(0.0, 1.0, (picture, picture.grow_new), run_time=1.0)
        self.play(FadeIn(picture.numbers[1]), run_time=0.4)
        self._divide(picture)

        # It is the height of its square; and so is every token's.
        self._raise(strip, picture)
        self.ratios = [self.right_bars, *self._others()]

    def _divide(self, picture: TokenRatio) -> None:
        """The new chance over the old one is the ratio."""
        fraction = picture.fraction
        new, old = fraction.select("new"), fraction.select("old")
        moves = [
            TransformFromCopy(picture.numbers[1], new),
            TransformFromCopy(picture.numbers[0], old),
        ]
        rest = fraction.without("new", "old")
        self.play(*moves, FadeIn(rest, rate_func=LATE), run_time=1.0)
        self.play(FadeIn(picture.words), run_time=0.4)
        self.gather(fraction)
        self.wait(1.0)

    def _raise(self, strip: TokenStrip, picture: TokenRatio) -> None:
        """The strip's squares become bars, a ratio high."""
        new = put(strip_of(self.story.right, role="new"), *strip.pin.points[0][:2])
        self.add(new)
        self.remove(strip)
        pose = new.as_ratios(np.exp(self.story.right.log_ratio), RATIO_UNIT)
        up = new.turn_to(pose, corner=np.array([LEFT_END, RATIO_FEET[0], 0.0]))
        leaving = [picture, *picture.names, *picture.numbers, picture.words, picture.fraction]
        gone = [FadeOut(part, rate_func=LEAVING) for part in leaving]
        flying = picture.fraction.select("ratio").copy()
        self.add(flying)
        self.play(up, *gone, self._fly(flying, new, picture), run_time=1.4)
        self.gather(new, gone=[*leaving, flying])
        signs = self._signs(new, self.story.right)
        self.play(FadeIn(*signs), run_time=0.6)
        self.gather(new, *signs)
        self.right_bars = new

    def _fly(self, number: VGroup, bars: TokenStrip, picture: TokenRatio) -> Animation:
        """The ratio that was found goes to where its bar will be."""
        left, foot = LEFT_END, RATIO_FEET[0]
        x = left + (bars.squares[picture.shown].spot[0] + 0.5 * bars.side) * bars.scaling
        there = np.array([x, foot + RATIO_UNIT * max(1.0, picture.ratio) + 0.27, 0.0])
        return number.animate.scale(LABEL / RATIO_SIZE).move_to(there)

    def _others(self) -> list[TokenStrip]:
        """The other answers' bars rise under the first."""
        found: list[TokenStrip] = []
        after: list[Mobject] = []
        for answer, foot in zip(self.story.answers[1:], RATIO_FEET[1:], strict=False):
            found.append(put(strip_of(answer, role="new"), LEFT_END, foot))
        self.play(*map(FadeIn, found), run_time=0.4)
        turned = [
            bars.turn_to(bars.as_ratios(np.exp(answer.log_ratio), RATIO_UNIT))
            for bars, answer in zip(found, self.story.answers[1:], strict=True)
        ]
        self.play(*turned, run_time=1.0)
        for bars, answer in zip(found, self.story.answers[1:], strict=True):
            after += self._signs(bars, answer)
        self.play(FadeIn(*after), run_time=0.6)
        self.gather(*found, *after)
        return found

    def _signs(self, bars: TokenStrip, answer: ToldAnswer) -> list[Mobject]:
        """The line at 1 across an answer's bars, and the ratios far from it, which are taught."""
        numbers = ratio_numbers(bars, np.exp(answer.log_ratio), RATIO_UNIT)
        for place, number in numbers:
            ratio, note = float(np.exp(answer.log_ratio[place])), answer.tokens[place]
            self.given(say("quantity.ratio"), ratio, number.decimals, note=note)
        return [one_line(bars, answer, RATIO_UNIT), *(number for _, number in numbers)]

    # -- 4 ------------------------------------------------------------------

    @beat()
    def product(self) -> None:
        """A product runs away

        Of a whole answer R1 prints the product. With the length it runs away.
        """
        # The better answer's strip lies down as an axis; its ratios are multiplied up.
        story = self.story
        chart = self.chart = ProductChart(story)
        axis = self.axis = put(strip_of(story.right, role="new"), LEFT_SIDE, AXIS_FOOT)
        chart.add_ticks((1.0, "1"), (10.0, "10"), (0.1, "0.1"))
        head = self.chart_head = chart.head("product")
        bars = self.ratios[0]
        corner = np.array([LEFT_SIDE, AXIS_FOOT, 0.0])
        home = bars.turn_to(bars.home, corner=corner)
        self.go_over([home], chart.side, chart.one, chart.ticks, head, run_time=1.4)
        self.gather(chart, axis, gone=[bars])
        self.turn(0.0, story.longest, (chart, chart.set_seen), run_time=3.0, rate_func=linear)
        ends = chart.place_ends()
        self.play(FadeIn(ends), run_time=0.6)
        self.wait(0.6)
        for k, answer in enumerate(story.answers):
            self.given(
                say("tokens.product.head"),
                float(np.exp(chart.log_at(k, answer.size))),
                2,
                note="".join(answer.tokens),
            )

        # Of a hundred tokens, each within its bounds, it may be nearly any number.
        self._open_cone(chart, ends)

    def _open_cone(self, chart: ProductChart, ends: VGroup) -> None:
        """What the same bounds on every token allow a long answer."""
        near, far = chart.view, chart.far_view
        power = chart.far_power
        chart.add_ticks((10.0**power, f"10^{power}"), (10.0**-power, f"10^(-{power})"))
        axis, left = self.axis, self.axis.pin.points[0].copy()
        scale = near.tokens / far.tokens

        def away(share: float) -> None:
            chart.zoom(near, far, share)

        bare = axis.turn_to(replace(axis.home, ink=0.0))
        self.play(FadeOut(ends), bare, run_time=0.4)
        small: Animation = axis.animate.scale(scale, about_point=left)
        if self.story.is_own:  # of any length: its squares are no measure
            small = FadeOut(axis)
        self.turn(0.0, 1.0, (chart, away), beside=[small], run_time=1.6)
        count = Formula(str(chart.far), size=LABEL, role="muted")
        count.move_to([LEFT_SIDE + BREADTH, AXIS_FOOT + 0.2, 0], aligned_edge=RIGHT)
        tokens = Prose(say("tokens.product.tokens"), size=LABEL, role="muted")
        tokens.next_to(count, LEFT, buff=0.2)
        self.count = VGroup(count, tokens)
        words = chart.edge_words()
        self.turn(0.0, 1.0, (chart, chart.set_open), beside=[FadeIn(self.count)], run_time=1.6)
        ours = chart.ours()
        self.play(FadeIn(words, ours), run_time=0.6)
        self.wait(0.6)
        code = chart.code()
        self.play(FadeIn(code), run_time=0.4)
        self.gather(chart, self.count, words, ours, code)
        self.far_words = [words, ours, code]

    # -- 5 ------------------------------------------------------------------

    @beat(hold=3.8)
    def mean(self) -> None:
        """A mean stays nearer

        The geometric mean strays far less: GSPO's bounds lie hundreds of times closer.
        """
        # The same root for all lengths: the cone closes to a band.
        chart, story = self.chart, self.story
        head = chart.head("mean")
        turned = [FadeOut(self.chart_head), FadeOut(*self.far_words), FadeIn(head)]
        self.play(*turned, run_time=0.6)
        self.turn(0.0, 1.0, (chart, chart.set_root), run_time=1.6)
        self._come_near(chart)
        ends = chart.place_ends(3)
        self.play(FadeIn(ends), run_time=0.6)
        self.wait(0.8)
        for k, answer in enumerate(story.answers):
            ratio = float(np.exp(chart.log_at(k, answer.size)))
            self.given(say("tokens.mean.head"), ratio, 3, note="".join(answer.tokens))

        # GSPO's bounds: a hairline here, and a window under a lens.
        self._look_closer(chart)

    def _come_near(self, chart: ProductChart) -> None:
        """Back to our own answers, and to the bounds of a token."""
        low, high = 1 - self.story.eps_low, 1 + self.story.eps_high
        chart.add_ticks((low, number_text(low, 1)), (high, number_text(high, 1)))
        far, near = chart.view, chart.near_view
        axis, left = self.axis, self.axis.pin.points[0].copy()
        large: Animation = axis.animate.scale(far.tokens / near.tokens, about_point=left)
        if self.story.is_own:
            large = FadeIn(axis)

        def closer(share: float) -> None:
            chart.zoom(far, near, share)

        gone = [FadeOut(self.count)]
        self.turn(0.0, 1.0, (chart, closer), beside=[large, *gone], run_time=1.6)
        self.play(axis.turn_to(axis.home), run_time=0.4)

    def _look_closer(self, chart: ProductChart) -> None:
        """Hundreds of times closer, GSPO's bounds are a window."""
        low, high = fact("gspo.epsilon_low"), fact("gspo.epsilon_high")
        lens = Lens(chart, low, high)
        self.play(Create(lens.hairline), run_time=0.8)
        self.wait(0.4)
        spot = lens.beam.get_vertices()[0]
        self.play(FadeIn(lens, target_position=spot, scale=0.05), run_time=0.8)
        self.turn(0.0, 1.0, (lens, lens.set_zoom), run_time=2.0)
        cited = Prose(low.brief, size=LABEL, role="muted")
        cited.move_to([6.6, 3.25, 0], aligned_edge=RIGHT)
        self.play(FadeIn(lens.labels, cited), run_time=0.6)
        self.gather(lens, lens.labels)
        self.wait(0.4)
        if chart.are_outside(lens.held):
            outside = Prose(say(f"tokens.mean.outside_{'own' if self.story.is_own else 'lab'}"))
            outside.move_to(OUTSIDE_AT, aligned_edge=RIGHT)
            self.play(FadeIn(outside), run_time=0.4)
        for one in (low, high):
            self.given(say("quantity.epsilon"), one.value, 4, note=one.source)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def average(self) -> None:
        """Which average?

        Area is weight. Per answer, per token, by a constant: the same two answers.
        """
        # Two answers of unlike length; each square becomes its token's weight.
        story = self.story
        answers = [story.right, story.short]
        pictures = self.averages = [Average(story, kind, answers) for kind in KINDS]
        first, second, third = pictures
        strips = self._signed_pair(answers)
        self._pour(first, strips)
        self._name(first)

        # Each token alike; then by a constant.
        self._turn_average(first, second)
        self._turn_average(second, third)
        rest = third.rest()

        # If the wrong one were longer: whose boxes change?
        self._lengthen(pictures, rest)
        for picture in pictures:
            for answer, weight in zip(answers, picture.weights, strict=True):
                key = "right" if answer.advantage > 0 else "wrong"
                note = say(f"tokens.average.{key}", count=answer.size)
                self.given(picture.title[0].plain, weight, picture.digits, note=note)

    def _signed_pair(self, answers: Sequence[ToldAnswer]) -> list[TokenStrip]:
        """The axis becomes the better answer's strip again, and the short worse one comes."""
        strips = []
        for answer, foot in zip(answers, (1.2, -0.6), strict=True):
            strip = put(strip_of(answer, role=answer.role), LEFT_END, foot)
            strips.append(strip.set_pose(strip.with_probabilities(np.ones(answer.size))))
        corner = np.array([LEFT_END, 1.2, 0.0])
        up = self.axis.turn_to(self.axis.home, corner=corner)
        self.go_over([up], strips[1], run_time=1.2)
        self.play(FadeIn(strips[0]), run_time=0.4)
        self.gather(*strips, gone=[self.axis])
        return strips

    def _pour(self, picture: Average, strips: Sequence[TokenStrip]) -> None:
        """The squares of both strips become the boxes of the first average."""
        poses = [picture.pose(strip, k) for k, strip in enumerate(strips)]
        pairs = list(zip(strips, poses, strict=True))
        moves = [strip.turn_to(pose) for strip, pose in pairs if pose is not None]
        gone = [FadeOut(strip) for strip, pose in pairs if pose is None]
        title = FadeIn(picture.title)
        self.play(*moves, *gone, title, FadeIn(picture.area.sheet, rate_func=LATE), run_time=1.6)
        self.gather(picture.area, gone=strips)

    def _name(self, picture: Average) -> None:
        """Whose each block is, and what its boxes add up to."""
        names = self.block_names = picture.names()
        self.play(FadeIn(names), run_time=0.4)
        self.play(FadeIn(picture.sums, shift=0.2 * DOWN), run_time=0.6)
        self.gather(picture, names)
        self.wait(0.4)

    def _lengthen(self, pictures: Sequence[Average], rest: Prose) -> None:
        """The second answer grows to the first one's length, and shrinks again."""
        words = [self.block_names, *(one.sums for one in pictures)]
        first, second = (answer.size for answer in pictures[0].answers)
        if first <= second:
            self.play(FadeIn(rest), run_time=0.4)
            return
        walked = [(one.area, one.set_short) for one in pictures]
        self.play(*map(FadeOut, words), run_time=0.4)
        self.turn(float(second), float(first), *walked, run_time=1.2, rate_func=linear)
        self.wait(0.4)
        self.turn(float(first), float(second), *walked, run_time=0.8, rate_func=linear)
        self.play(*map(FadeIn, [*words, rest]), run_time=0.4)
        self.gather(*pictures, self.block_names, rest)

    def _turn_average(self, before: Average, after: Average) -> None:
        """The same boxes, weighed by the next average."""
        end = list(after.area.weights)
        moving = before.area.copy()
        self.add(moving)
        self.play(moving.animate.move_to(after.area), FadeIn(after.title), run_time=0.8)
        after.area.set_weights(before.weights)
        self.gather(after.area, gone=[moving])
        self.play(after.area.turn_to(end), run_time=0.8)
        self.play(FadeIn(after.sums, shift=0.2 * DOWN), run_time=0.4)
        self.gather(after)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=3.0)
    def length(self) -> None:
        """Long and wrong

        Per answer, a long wrong answer is pushed down less at each of its tokens.
        """
        # Two wrong answers, a short and a long one.
        story = self.story
        worse = [story.short, story.answers[1]]
        strips, bars = self._two_wrong(worse)
        self.wait(0.4)
        self.ask(self.question)
        pushes = [story.push(answer) for answer in worse]
        grow = [bar.turn_to(push) for bar, push in zip(bars, pushes, strict=True)]
        self.answer(*grow, run_time=1.6)
        sums = VGroup(*map(self._bill, worse, pushes, LENGTH_FEET))
        bill = self._bill_of_all(worse[0])
        self.play(FadeIn(bill), run_time=0.6)
        self.wait(0.6)
        self.play(FadeIn(sums[0]), run_time=0.6)
        self.play(FadeIn(sums[1]), run_time=0.6)
        self.wait(0.6)

        # What a run then does; and what a constant changes.
        found = finding("lengths")
        claim = Prose(say("tokens.length.grow"), size=FORMULA)
        cited = Prose(found.source, size=LABEL, role="muted")
        told = VGroup(claim, cited).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        told.move_to([LENGTH_LEFT, -2.5, 0], aligned_edge=LEFT)
        self.play(FadeIn(told), run_time=0.6)
        self.gather(*strips, *bars, sums, bill, told)
        for answer, push in zip(worse, pushes, strict=True):
            each, _ = printed_product(answer.size, float(push[0]))
            digits = len(each.partition(".")[2])
            note = say("tokens.average.wrong", count=answer.size)
            self.given(say("tokens.length.push"), float(push[0]), digits, note=note)
        self.wrong = strips

    def _two_wrong(self, worse: Sequence[ToldAnswer]) -> tuple[list[TokenStrip], list[PushBars]]:
        """The worse answers' strips, out of the block of the first average."""
        unit = self._unit(PUSH_UNIT, LONGEST_BAR)
        strips, bars = [], []
        for answer, foot in zip(worse, LENGTH_FEET, strict=True):
            strip = put(strip_of(answer, role="down"), LENGTH_LEFT, foot)
            strips.append(strip.set_pose(strip.with_probabilities(np.ones(answer.size))))
            bars.append(PushBars(answer, strip, unit).set_pushes(np.zeros(answer.size)))
        first = self.averages[0]
        block = first.area.blocks[1]
        out = ReplacementTransform(block, VGroup(*(s.face for s in strips[0].squares)))
        self.go_over([out], strips[0], strips[1], run_time=1.4)
        self.gather(*strips, *bars, gone=[first, *self.averages])
        return strips, bars

    def _bill_of_all(self, answer: ToldAnswer) -> VGroup:
        """What each answer has to share out: its advantage over the group's size."""
        whole = float(answer.advantage) / self.story.size
        source = (
            f"A \\/ G = {number_text(answer.advantage, 2)} \\/ {self.story.size} = "
            f"{{{{ {without_zero(number_text(whole, 2))} : sum }}}}"
        )
        formula = Formula(source, size=FORMULA, sum="down")
        words = Prose(say("tokens.length.bill"), size=LABEL, role="muted")
        both = VGroup(words, formula).arrange(DOWN, buff=0.2, aligned_edge=RIGHT)
        return both.move_to([6.6, 2.75, 0], aligned_edge=RIGHT + UP)

    def _unit(self, most: float, longest: float) -> float:
        """Scene units for a push of 1: `most`, or less where a bar would be too long."""
        story = self.story
        updates = range(len(story.right.new_logp) + 1)
        pushes = [story.push(answer, update=k) for answer in story.answers for k in updates]
        return min(most, longest / max(float(np.abs(push).max()) for push in pushes))

    def _bill(self, answer: ToldAnswer, push: np.ndarray, foot: float) -> VGroup:
        """So many tokens times the push of each is the same for both."""
        each, whole = printed_product(answer.size, float(push[0]))
        row = Formula(
            f"{answer.size} times ({each}) = {{{{ {whole} : sum }}}}", size=FORMULA, sum="down"
        )
        return VGroup(row).move_to([6.6, foot - 1.05, 0], aligned_edge=RIGHT)

    # -- 8 ------------------------------------------------------------------

    @beat()
    def trained(self) -> None:
        """Which are trained?

        The question, a tool's output and padding are seen, not trained. The end is.
        """
        # An answer with its question: what was given is only seen.
        picture = self.kinds = TrainedRows(self.story)
        whole, filled, cut = picture.rows
        short = self.wrong[0]
        at = filled.strip.squares[0].face.get_corner(DOWN + LEFT)
        down = short.turn_to(short.home, corner=at)
        self.go_over([down], whole.strip, filled.strip, run_time=1.4)
        self.gather(filled.strip, gone=[short])
        words = picture.words
        self.play(FadeIn(whole.dots, words["question"]), run_time=0.8)
        self.gather(whole)
        self.play(FadeIn(words["answer"]), run_time=0.6)
        self.wait(0.8)
        self.play(FadeIn(words["end"]), run_time=0.6)
        self.wait(0.4)

        # A shorter one is filled up.
        self.play(FadeIn(filled.dots, words["padding"]), run_time=0.8)
        self.gather(filled)
        self.wait(0.4)

        # What a tool returned; and an answer that has no end.
        self.play(FadeIn(cut.strip), run_time=0.6)
        self.play(FadeIn(cut.dots, words["tool"]), run_time=0.8)
        self.gather(cut)
        self.wait(0.4)
        self.play(FadeIn(picture.wall, shift=0.4 * LEFT), run_time=0.6)
        self.wait(0.4)

        # Some leave it out; some punish it.
        self.play(FadeIn(picture.left_out), run_time=0.8)
        self.wait(0.6)
        self.play(FadeOut(picture.left_out), FadeIn(picture.punished), run_time=0.8)

    # -- 9 ------------------------------------------------------------------

    @beat()
    def timing(self) -> None:
        """When does it leave one?

        At the first update every ratio is one. Only later ones can be clipped.
        """
        # The track from one draw to the next; a few squares of the wrong answer ride along it.
        track = UpdateTrack(len(self.story.short.new_logp))
        bars = RatiosOnTheWay(self.story, track)
        squares = self.kinds.rows[1].strip
        bars.riding.set_pose(bars.riding.home)
        corner = bars.riding.pin.points[0].copy()
        away = squares.turn_to(squares.home, corner=corner)
        self.go_over([away], track, run_time=1.4)
        self.play(FadeIn(bars.riding), FadeOut(squares), run_time=0.4)
        up = bars.riding.turn_to(bars.riding.as_ratios(np.ones(bars.answer.size), bars.unit))
        self.play(up, FadeIn(bars.lines, bars.ticks, rate_func=LATE), run_time=0.8)
        self.gather(bars.lines, bars.ticks, bars)
        self.ask(self.question, at=np.array([1.9, 1.95, 0.0]), width=9.0)

        # The first update uses them as they are; then they move.
        for stop in range(1, bars.updates + 1):
            self.gather(bars.riding.copy(), *bars.hatched, bars.lines, bars.ticks, bars)
            walked = (track, track.set_place), (bars, bars.set_place)
            if stop == 1:
                self.answer(*walks(0.0, 1.0, *walked), run_time=1.0)
                self.play(FadeIn(bars.said(0, "drawn")), run_time=0.4)
            else:
                self.turn(stop - 1.0, float(stop), *walked, run_time=1.4)
            self._stop(bars, stop)

        # New answers come: the ratios of their tokens begin at 1.
        last = bars.updates + 1
        new = bars.renew(self.story.later)
        self.turn(last - 1.0, float(last), (track, track.set_place), run_time=0.8)
        self.play(FadeIn(new, shift=0.4 * UP), run_time=0.6)
        self.gather(new, bars.lines, bars.ticks)
        self.play(FadeIn(bars.said(last, "again")), run_time=0.4)

    def _stop(self, bars: RatiosOnTheWay, stop: int) -> None:
        """What the ratios are when an update comes."""
        said = bars.said(stop, "first" if stop == 1 else "within")
        if len(hatches := bars.hatches(stop - 1)):
            self.play(FadeIn(hatches), run_time=0.4)
            bars.hatched.append(hatches)
            said, now = bars.clipped(stop)
            self.given(say("quantity.ratio"), now, 2)
        self.play(FadeIn(said), run_time=0.4)
        self.wait(0.4)

    # -- 10 -----------------------------------------------------------------

    @beat()
    def sampler(self) -> None:
        """A third policy

        The sampler computes a little otherwise: a second gate holds the quotient.
        """
        # The same weights with fewer digits: other chances for the same tokens.
        raw = Gates(0)
        raw.show(raw.ones, raw.ones, 0.0)
        line, head = raw.line(1.0), raw.head("raw", question=QUESTION)
        self.travel(RIGHT, raw, line, head)
        self.wait(0.6)
        self.turn(0.0, 1.0, (raw, lambda share: raw.show(raw.ones, raw.all, share)), run_time=1.4)
        self.play(FadeIn(raw.numbers), run_time=0.4)
        quotient = raw.quotient_of(0)
        self.play(FadeIn(quotient), run_time=0.6)
        self.gather(raw, line, raw.numbers)
        self.wait(1.0)
        self._cap(raw, quotient)
        self._drop(raw)
        for k, one in enumerate(raw.told):
            far = float(one.quotient()[raw.far[k]])
            self.given(say("tokens.sampler.quotient"), far, 2, note=one.tokens[raw.far[k]])

    def _copy_to(self, raw: Gates, column: int, *coming: Mobject, gone: Mobject) -> Gates:
        """The same bars again in another column, where a gate will hold them."""
        picture = Gates(column)
        moving = VGroup(*raw.strips).copy()
        into = moving.animate.move_to(VGroup(*picture.strips))
        leaving = FadeOut(gone, rate_func=EARLY)
        self.play(into, leaving, *map(FadeIn, coming), run_time=1.0)
        self.gather(*coming, picture, gone=[moving])
        return picture

    def _cap(self, raw: Gates, quotient: Mobject) -> None:
        """One gate cuts what is too high."""
        most = fact("verl.most")
        place = Gates(1)
        head = place.head("cap", most, most=number_text(most.value, 0))
        top = place.line(most.value, both=False)
        held = self._copy_to(raw, 1, head, top, gone=quotient)

        def cut(share: float) -> None:
            held.show(held.all, held.capped, share)

        self.turn(0.0, 1.0, (held, cut), run_time=1.0)
        held.tell(held.capped)
        self.gather(held, top, held.numbers)
        self.wait(0.6)

    def _drop(self, raw: Gates) -> None:
        """Another drops what is too far from 1, either way."""
        low, high = fact("icepop.least"), fact("icepop.most")
        bounds = {"low": printed(number_text(low.value, 1)), "high": number_text(high.value, 0)}
        place = Gates(2)
        head, band = place.head("drop", low, **bounds), place.band(low, high)
        kept = self._copy_to(raw, 2, band, head, gone=VGroup())
        self.add(kept.numbers)
        self.turn(0.0, 1.0, (kept, kept.set_dropped), run_time=0.8)
        self.gather(kept, kept.numbers)

    # -- 11 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """What each token gets

        Its answer's advantage; ratio and average say how hard each token is pushed.
        """
        # Our three answers again, with what each of their tokens gets.
        story, unit = self.story, self._unit(EXIT_UNIT, LONGEST_AT_EXIT)
        strips, bars = [], []
        for answer, foot in zip(story.answers, EXIT_FEET, strict=True):
            strip = put(strip_of(answer, role=answer.role, **EXIT_SQUARE), EXIT_LEFT, foot)
            strips.append(strip.set_pose(strip.with_probabilities(np.ones(answer.size))))
            bars.append(PushBars(answer, strip, unit).set_pushes(np.zeros(answer.size)))
        self.travel(LEFT, *strips)
        self.gather(*strips, *bars)
        letters = self._push(bars)
        self.gather(*strips, *bars, letters)

        # Where that stands in the objective.
        whole = self._print_objective(strips)
        claim = whole.sentence.plain
        self.close_film(*strips, *bars, letters, sentence=claim, across=True, printed=whole)

    def _push(self, bars: Sequence[PushBars]) -> VGroup:
        """The pushes grow, in each average in turn; returns the characters on hatched squares."""
        last = len(self.story.right.new_logp)
        name: Mobject = VGroup()
        for kind in (*KINDS, KINDS[0]):
            pushes = [self.story.push(bar.answer, kind, last) for bar in bars]
            grow = [bar.turn_to(push) for bar, push in zip(bars, pushes, strict=True)]
            new = average_name(kind)
            new.move_to(AVERAGE_AT, aligned_edge=RIGHT)
            self.play(*grow, FadeOut(name, rate_func=EARLY), FadeIn(new), run_time=0.8)
            name = new
            self.wait(0.4)
        for bar in bars:
            bar.set_clipped(self.story.binds(bar.answer, last), 1.0)
        letters = VGroup(
            *(bar.letters_on(self.story.binds(bar.answer, last)) for bar in bars), name
        )
        hatches = VGroup(*(bar.hatches for bar in bars))
        self.add(hatches, letters)
        self.play(FadeIn(hatches), run_time=0.4)
        return letters

    def _print_objective(self, strips: Sequence[TokenStrip]) -> TokenExit:
        """The objective with its tokens, first as large as its smallest signs need to be read."""
        parts = ("advantage", "ratio", "tokens")
        whole = TokenExit(say("tokens.home.claim"), *parts)
        term = whole.large()
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        places = [strips[k].squares[0].get_center() for k in range(3)]
        for part, place in zip(parts, places, strict=True):
            lit = term.select(part).copy().set_color(paint("text"))
            self.play(FadeIn(lit, target_position=place), run_time=0.6)
            self.remove(lit)
            term.select(part).set_color(paint("text"))
        self.wait(0.4)
        lead = whole.objective.without("averaged")
        self.play(whole.shrink(term), FadeIn(lead, rate_func=LATE), run_time=0.8)
        self.gather(whole.objective, gone=[term, lead])
        return whole
