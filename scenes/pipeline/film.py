"""Pipeline: how R1 was made, and where GRPO is in it; every number from a paper, with its place."""

from __future__ import annotations

from collections.abc import Sequence

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
    LaggedStart,
    Mobject,
    ReplacementTransform,
    SurroundingRectangle,
    TransformFromCopy,
    VGroup,
)

from scenes.script.facts import Cited, Fact, claim, fact, name_of
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.questions import Exit
from scenes.stage.retelling import COMING, EARLY, LATE, LEAVING
from scenes.stage.theme import FORMULA, LABEL, MAIN_CURVE, READOUT, paint
from scenes.stage.thread import DottedThread
from scenes.stage.typeset import Prose, fit_prose

from .batch import Batch
from .checks import Checks
from .dumbbells import RATING, TESTS, Dumbbells
from .family import CHILDREN, PUPIL, Family, TwoWays
from .figures import cited_together, counted, said
from .ladder import Ladder, Mark
from .language import Paid, WordAnswer
from .leash import Leash, Parting
from .route_map import HOME, LAST, SMALL, RouteMap
from .sheets import AnswerSheet
from .sieve import HALF, FreshBase, Sieve
from .vote import Vote

KINDS = ("mixed", "clean")  # of two answers
FOOT, LOW, HIGH, SHORT = -2.85, 4.1, 5.3, 2.8  # of the ladder: its foot, and how high it is
LAST_FOOT = -1.12
ASKED_AT, ASKED_WIDTH = np.array([-0.35, 3.6, 0.0]), 5.4  # beside the small map
SAID_AT, SAID_WIDTH = np.array([-2.95, 2.75, 0.0]), 5.6
AVERAGED = ("average", "open", "surrogate", "price", "close")  # all of what J averages
CITED_AT = np.array([6.75, -2.99, 0.0])  # the lower right corner of what was read where
CITED_WIDTH = 12.3  # beyond which its papers stand on lines of their own


def _is_same(old: Prose, new: Prose) -> bool:
    """Whether both say the same at the same place."""
    return old.plain == new.plain and bool(np.allclose(old.get_center(), new.get_center()))


class Pipeline(GrpoScene):
    """The ways from V3-Base to R1-Zero, to R1 and its children, and where GRPO is on them."""

    poster_beat = 12
    lit = ("objective",)

    def setup(self) -> None:
        super().setup()
        self.map, self.ladder = RouteMap(), Ladder(FOOT, LOW)
        self.source = VGroup()  # where what is shown was read
        self.read_of: list[Cited] = []

    # -- what stays ---------------------------------------------------------

    def _cite(self, *entries: Cited) -> list[Animation]:
        """Name the sources of the ladder's marks and of `entries`, in place of others."""
        marks = [mark.number for mark in self.ladder.marks.values()]
        papers = cited_together(*marks, *entries)
        lines = VGroup(*(Prose(text, size=LABEL, role="muted") for text in papers))
        lines.arrange(LEFT, buff=0.35, aligned_edge=DOWN)
        if lines.width > CITED_WIDTH:
            lines.arrange(UP, buff=0.14, aligned_edge=RIGHT)
        lines.move_to(CITED_AT, aligned_edge=RIGHT + DOWN)
        # A line that says the same at the same place stays.
        same = {k: old for k, new in enumerate(lines) for old in self.source if _is_same(old, new)}
        leaving = [FadeOut(old, rate_func=EARLY) for old in self.source if old not in same.values()]
        arriving = [FadeIn(new, rate_func=LATE) for k, new in enumerate(lines) if k not in same]
        self.source = VGroup(*(same.get(k, new) for k, new in enumerate(lines)))
        self.stays = [self.map, self.ladder, *self.source]
        return leaving + arriving

    def _whole(self) -> None:
        """The map and the ladder are one again after parts of them moved."""
        self.gather(self.ladder, self.map)

    def _mark(self, key: str, name: str, words: str = "", *, ours: bool = True) -> tuple[str, Mark]:
        """A mark for a model on the ladder; it is declared, too."""
        number = fact(f"pipeline.{name}")
        self._teach("aime", number, "%", words)
        return key, Mark(number, words, ours=ours)

    def _teach_rough(self, key: str, number: Fact) -> None:
        """Say that a number of thousands is on the screen."""
        self.teach(key, counted(number), "{:g}".format, unit=say("pipeline.sieve.thousand"))

    def _teach(self, key: str, number: Fact, unit: str = "", note: str = "") -> None:
        """Declare a number as its source prints it."""
        self.teach(key, number.value, str, unit=unit, note=note)

    def _ride(self, *tracks: str, run_time: float = 1.2, beside: Sequence[Animation] = ()) -> None:
        """The rider goes along tracks, one after the other."""
        for track in tracks:
            self.play(self.map.ride(track), *beside, run_time=run_time)
            beside = ()
        self._whole()

    def _open(self, station: str, *beside: Animation, run_time: float = 0.6) -> None:
        """A station shows what it is."""
        self.play(*self.map.open_station(station), *beside, run_time=run_time)
        self._whole()

    def _enlarge(self, *leaving: Animation, cited: Sequence[Cited] = ()) -> None:
        """The map is large again, where the model goes on; pictures go into their stations."""
        self._give_way([*leaving, self.map.move(HOME), *self._cite(*cited)], [], run_time=1.2)
        self._whole()

    def _pass_grpo(self, track: str, station: str, name: str) -> Prose:
        """The model rides into another loop of the large map; returns what that is called."""
        self._ride(track, run_time=0.6)
        called = self.map.call_it(station, say(f"pipeline.map.{name}"))
        self._open(station, FadeIn(called))
        self.names = called
        return called

    def _into(self, station: str, *pictures: Mobject) -> list[Animation]:
        """Pictures go into a station of the map."""
        spot = self.map.place(station)
        return [
            FadeOut(part, target_position=spot, scale=0.05, rate_func=LEAVING) for part in pictures
        ]

    def _give_way(
        self, moves: Sequence[Animation], arriving: Sequence[Mobject], run_time: float = 1.4
    ) -> None:
        """The old picture leaves while `moves` lead from it to the next one."""
        coming = [FadeIn(part, rate_func=COMING) for part in arriving]
        self.clear(beside=[*moves, *coming], run_time=run_time, rate_func=LEAVING)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def start(self) -> None:
        """A map of R1

        From a base model to DeepSeek-R1: where is GRPO, and how often?
        """
        # A base model at the start of a map that nobody has walked.
        route, ladder = self.map, self.ladder
        names = self.names = route.call("base", "zero", "r1")
        tracks = LaggedStart(*map(Create, route.tracks.values()), lag_ratio=0.2)
        self.add(ladder, route.blanks["base"], route.rider, names[0])
        self.play(tracks, FadeIn(*route.stations[1:], rate_func=LATE), run_time=1.6)
        self._whole()

        # What it can do: its mark on a ladder.
        self.play(FadeIn(names[1:]), run_time=0.4)
        mark = self._mark("base", "aime_base", say("pipeline.map.base"))
        moves = ladder.show(mark)
        ends = route.rider.get_left() + 0.1 * LEFT, mark[1].label.get_right() + 0.1 * RIGHT
        thread = self.thread = DottedThread(*ends, leaving=LEFT, arriving=LEFT)
        self.test = self._test()
        led = Drive(thread, thread.set_level, 0.0, 1.0)
        self.play(led, *moves, *self._cite(), run_time=1.0)
        self.gather(ladder, route)
        self.wait(0.4)
        self.play(FadeIn(self.test), run_time=0.4)
        self.wait(0.4)
        self.entrance = self.door(self.question)

    def _test(self) -> VGroup:
        """What the ladder counts, in words."""
        title = Prose(name_of("aime"), size=READOUT)
        rest = Prose(say("pipeline.start.test"), size=LABEL, role="muted")
        both = VGroup(title, rest).arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        return both.move_to(self.ladder.at(87) + 0.2 * RIGHT, aligned_edge=LEFT + UP)

    def _head(self, height: float) -> VGroup:
        """The same over the ladder, short, when it is so high."""
        lines = Prose(name_of("aime"), size=READOUT), Prose(say("pipeline.start.short"))
        head = VGroup(*lines).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        return Ladder(FOOT, height).put_head(head)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def alone(self) -> None:
        """GRPO alone

        The base model goes into GRPO at once: groups of answers about their means.
        """
        # The base model rides into the first station, which is GRPO's loop.
        route, ladder = self.map, self.ladder
        self.leave_door(self.entrance, beside=[FadeOut(self.thread)], run_time=0.8)
        self._ride("alone", run_time=1.2)
        called = route.call("zero_loop")
        self._open("zero_loop", FadeIn(called))
        self.play(route.turn_loop("zero_loop"), run_time=1.0)
        head = self._head(HIGH)
        grown = Drive(ladder, lambda t: ladder.set_place(FOOT, t), LOW, HIGH)
        turned = ReplacementTransform(self.test[0], head[0])
        leaving = [FadeOut(part, rate_func=LEAVING) for part in (self.test[1], self.names, called)]
        self.play(route.move(SMALL), grown, turned, FadeIn(head[1]), *leaving, run_time=1.2)
        ladder.put_head(head)
        ladder.add(head)
        self._whole()

        self._draw_batch()

        # What is better than its group pushes the model, which asks again.
        batch = self.batch
        turned = batch.loop, batch.loop.set_turn
        pushes = [*self._into("zero_loop", batch.arrows.copy())]
        self.turn(0.5, 1.0, turned, beside=[*pushes, FadeIn(batch.amount)], run_time=1.0)
        self._teach("questions", batch.questions)
        self._teach("outputs", batch.outputs)
        self._teach("batch", batch.all)

    def _draw_batch(self) -> None:
        """A step's batch comes out of the loop, and one of its groups finds its mean."""
        # A column of answers for each question.
        batch = self.batch = Batch()
        spot = self.map.place("zero_loop")
        columns = [FadeIn(c, target_position=spot, scale=0.1) for c in batch.columns]
        loop = FadeIn(batch.loop, target_position=spot, scale=0.2)
        self.play(LaggedStart(*columns, lag_ratio=0.05), loop, run_time=1.6)
        self.wait(0.4)
        self.play(FadeIn(batch.above), *self._cite(batch.all), run_time=0.6)
        self.wait(0.4)

        # One column is one group, about its own mean.
        self.play(batch.light_group(), FadeIn(batch.beside), run_time=0.6)
        self.wait(0.4)
        turned = batch.loop, batch.loop.set_turn
        self.turn(0.0, 0.25, turned, beside=batch.lay_out(), run_time=1.4)
        self.gather(batch.mean[0], batch.answers)
        comes = [FadeIn(batch.arrows), FadeIn(batch.mean[1])]
        self.turn(0.25, 0.5, turned, beside=comes, run_time=0.8)
        self.gather(batch.arrows, batch.answers)

    # -- 3 ------------------------------------------------------------------

    @beat()
    def rewards(self) -> None:
        """Two checks, no judge

        Two rules give the reward. A learned judge would be pleased, and cheated.
        """
        # Two answers of the group become cards.
        batch, picture = self.batch, Checks()
        first, second = picture.cards["passes"], picture.cards["fails"]
        right = batch.answers[int(np.argmax(batch.rewards))]
        wrong = batch.answers[int(np.argmin(batch.rewards))]
        moves = [ReplacementTransform(right, first[0]), ReplacementTransform(wrong, second[0])]
        rest = self._into("zero_loop", batch.columns)
        arriving = [first[1], second[1], picture.note]
        self._give_way([*moves, *rest, *self._cite(claim("rewards"))], arriving)
        self.gather(first, second, gone=[batch.answers])
        self.wait(0.4)

        # Each rule looks at both.
        for k, head in enumerate(picture.heads):
            self.play(FadeIn(head), run_time=0.4)
            marks = [FadeIn(picture.marks[key][k], scale=1.6) for key in ("passes", "fails")]
            self.play(*marks, run_time=0.6)
        self.ask(self.question, at=ASKED_AT, width=ASKED_WIDTH)

        # The judge likes what only flatters; so it is left out.
        flatters, marks = picture.cards["flatters"], picture.marks["flatters"]
        self.answer(FadeIn(flatters), FadeIn(picture.judge, picture.liking), run_time=0.8)
        self.play(FadeIn(marks), FadeIn(picture.pleased, scale=1.6), run_time=0.6)
        self.play(FadeIn(self._said("rewards.hacked")), run_time=0.4)
        self.wait(0.6)
        self.play(Create(picture.strike), run_time=0.8)

    # -- 4 ------------------------------------------------------------------

    @beat()
    def zero(self) -> None:
        """The ladder

        GRPO alone makes R1-Zero; a majority vote of its answers climbs higher still.
        """
        # Back to the map: the loop turns, and the model rides on.
        route, ladder = self.map, self.ladder
        pictures = [m for m in self.outside(*self.stays)]
        self.clear(
            beside=[*self._into("zero_loop", *pictures), route.move(HOME), *self._cite()],
            run_time=1.4,
        )
        self._whole()
        self.play(route.turn_loop("zero_loop", 3.0), run_time=1.2)
        self._ride("to_zero", run_time=1.0)
        self._open("zero")

        # Its mark; only the ends of the climb are known.
        name = self.names = route.call("zero_loop", "zero")
        mark = self._mark("zero", "aime_zero", say("pipeline.map.zero"))
        self.play(self._lift("aime_base", "aime_zero"), FadeIn(name), run_time=1.2)
        self.play(*ladder.show(mark), *self._cite(), run_time=0.6)
        self.wait(0.4)
        self._vote()

    def _vote(self) -> None:
        """The vote of its own answers is higher."""
        vote = Vote()
        self.play(FadeIn(vote.title), FadeIn(vote.cards), run_time=0.6)
        self.play(*vote.elect(), FadeIn(vote.arrow, vote.elected.face), run_time=0.8)
        self.gather(vote.elected, self.ladder, self.map)
        number = fact("pipeline.aime_zero_majority")
        votes = "vote", Mark(number, say("pipeline.zero.by_vote"), hollow=True)
        self._teach("aime_majority", number, "%", say("pipeline.map.zero"))
        self.play(*self.ladder.show(votes), run_time=0.8)
        self._whole()

    # -- 5 ------------------------------------------------------------------

    @beat()
    def cold_start(self) -> None:
        """Trouble

        R1-Zero mixes languages. So the way begins anew, with readable examples.
        """
        # An answer of R1-Zero.
        route, ladder = self.map, self.ladder
        gone = ladder.marks["vote"]
        mixed = AnswerSheet("mixed")
        spot = route.rider.get_center()
        comes = FadeIn(mixed, target_position=spot, scale=0.05)
        moves = [*ladder.show(gone=["vote"]), route.move(SMALL), comes]
        self._give_way(moves, [])
        ladder.forget(gone)
        self._whole()
        flaws = mixed.under(say("pipeline.cold_start.flaws"))
        self.wait(0.4)
        self.play(FadeIn(flaws), *self._cite(claim("flaws")), run_time=0.6)
        self.wait(0.8)
        readable = AnswerSheet("readable")
        self._begin_anew(readable)
        self.sheets = [mixed, readable]

    def _begin_anew(self, readable: AnswerSheet) -> None:
        """The way begins anew: new examples, not a translation."""
        route, ladder = self.map, self.ladder
        self.play(*route.start_anew(), run_time=0.6)
        self._ride("to_cold", run_time=0.8)
        pile = readable.pile()
        self.play(FadeIn(pile, readable, shift=0.6 * LEFT), run_time=0.8)
        self.wait(0.4)
        self._open("cold", FadeIn(readable.under(say("pipeline.cold_start.examples"))))
        copy = VGroup(readable.body, readable.lines).copy()
        self.play(*self._into("cold", copy), run_time=1.0)
        self.play(FadeIn(self._said("cold_start.sft")), run_time=0.4)
        self.wait(0.4)
        taught = self._mark("cold", "aime_cold", say("pipeline.map.by_sft"))
        self.play(*ladder.show(taught), *self._cite(claim("cold_start")), run_time=0.6)
        self._whole()

    def _said(self, key: str, **values: str) -> Prose:
        """What a picture comes to, in words, where questions are asked."""
        words = fit_prose(say(f"pipeline.{key}", **values), SAID_WIDTH, size=FORMULA, align="left")
        return words.move_to(SAID_AT, aligned_edge=LEFT)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def language(self) -> None:
        """One language

        GRPO again, now also paid for staying in one language, at a little accuracy.
        """
        # On the large map: into the second loop, and up the ladder.
        mixed, readable = self.sheets
        into = [*self._into("zero", mixed), *self._into("cold", readable)]
        self._enlarge(*into, cited=[claim("language")])
        self._pass_grpo("again", "stage_1", "again")
        self._climb("stage_1", "aime_cold", "aime_stage_1")

        # Two of its answers, and what they are paid.
        both = self.answers = tuple(WordAnswer(kind, k) for k, kind in enumerate(KINDS))
        self._ask_both(both)
        self._pay(both)

        # What it costs.
        self.ask(self.question, at=ASKED_AT, width=ASKED_WIDTH)
        told = FadeIn(self._said("language.price"), rate_func=LATE)
        self.answer(told, run_time=0.8)
        self.wait(1.3)

    def _climb(self, station: str, start: str, end: str) -> None:
        """A loop turns, and lifts the model on the ladder: only the ends are known."""
        self.play(self.map.turn_loop(station), self._lift(start, end), run_time=1.2)
        mark = self._mark(station, end, say("pipeline.map.by_grpo"))
        self.play(*self.ladder.show(mark), run_time=0.5)
        self._whole()
        self.wait(0.4)

    def _lift(self, start: str, end: str) -> Animation:
        """A bar grows from one fact to another, under the ladder's marks."""
        low, high = (fact(f"pipeline.{name}").value for name in (start, end))
        bar = self.ladder.climb(low, high)
        grown = bar.copy().stretch_to_fit_height(1e-3).align_to(bar, DOWN)
        self.add(grown, self.ladder)
        return ReplacementTransform(grown, bar)

    def _ask_both(self, both: tuple[WordAnswer, ...]) -> None:
        """Two answers come out of the second loop, which becomes small."""
        spot = self.map.place("stage_1")
        first, second = (
            FadeIn(answer.tiles, target_position=spot, scale=0.1, rate_func=COMING)
            for answer in both
        )
        self._give_way([first, self.map.move(SMALL)], [both[0].name], run_time=1.2)
        self._whole()
        self.wait(0.4)
        self.play(second, FadeIn(both[1].name), run_time=0.8)
        self.wait(0.4)

    def _pay(self, both: tuple[WordAnswer, ...]) -> None:
        """Both answers are right; each word in the question's language adds a slice."""
        paid = Paid(both)
        marks = VGroup(*(answer.mark for answer in both))
        blocks = VGroup(*(answer.accuracy for answer in both))
        self.play(FadeIn(marks, paid.ground), run_time=0.4)
        into = [TransformFromCopy(a.mark, a.accuracy) for a in both]
        self.play(*into, FadeIn(paid.names[0]), run_time=0.6)
        self.gather(blocks, marks)
        moves = [move for answer in both for move in answer.pay_for_language()]
        counts = FadeIn(*(answer.count for answer in both), rate_func=LATE)
        slices = LaggedStart(*moves, lag_ratio=0.1)
        self.play(slices, counts, FadeIn(paid.names[1]), run_time=1.2)
        self.gather(*(answer.slices for answer in both))

    # -- 7 ------------------------------------------------------------------

    @beat()
    def sieve(self) -> None:
        """The sieve

        Its right answers and other data make a heap; a fresh base model learns from it.
        """
        # Its answers fall on a sieve.
        picture = self.heap = Sieve(self.map.place("stage_1"))
        out = self._into("stage_1", *(answer.tiles for answer in self.answers))
        net = FadeIn(picture.net, rate_func=COMING)
        self.clear(beside=[*out, net, *self._cite()], run_time=1.0, rate_func=LEAVING)
        self.gather(picture)
        self._rain(picture)

        # All of it teaches a base model that has seen nothing yet.
        self._teach_fresh(picture)
        why = self._said("sieve.why")
        self.play(FadeIn(why), run_time=0.4)
        self.wait(0.8)
        self._teach_rough("reasoning_samples", picture.reasoning)
        self._teach_rough("other_samples", picture.other)
        self._teach_rough("all_samples", picture.everything)
        self._teach("epochs", picture.epochs)

    def _rain(self, picture: Sieve) -> None:
        """Right answers make a heap, wrong ones stay on the sieve, other data join."""
        fall = (picture, picture.set_fallen)
        self.turn(0.0, HALF, fall, beside=[self.map.lead("answers")], run_time=2.4)
        self.play(FadeIn(picture.left_out()), run_time=0.4)
        self.wait(0.4)
        self.turn(HALF, 1.0, fall, run_time=1.8)
        cited = self._cite(picture.everything)
        self.play(FadeIn(picture.amount(other=False)), *cited, run_time=0.4)
        joins = (picture, picture.set_joined)
        self.turn(0.0, 1.0, joins, run_time=0.8)
        self.play(FadeIn(picture.amount(other=True)), run_time=0.4)
        self.wait(0.4)

    def _teach_fresh(self, picture: Sieve) -> None:
        """A fresh base model sets out, reads the heap, and leaves its mark."""
        route, fresh = self.map, FreshBase(picture)
        self._open("heap", *route.start_anew())
        copy = route.rider.copy()
        self.play(ReplacementTransform(copy, fresh.model), FadeIn(fresh.title), run_time=0.8)
        self.play(FadeIn(fresh.arrow, shift=0.4 * RIGHT), FadeIn(fresh.amount), run_time=0.6)
        self._ride("fresh", run_time=1.0)
        mark = self._mark("heap", "aime_heap", say("pipeline.map.by_sft"))
        self.play(*self.ladder.show(mark), *self._cite(picture.everything), run_time=0.6)
        self._whole()
        self.wait(0.4)

    # -- 8 ------------------------------------------------------------------

    @beat()
    def leash(self) -> None:
        """A judge on a leash

        GRPO once more, for all questions; the judge comes back, only at the very end.
        """
        # On the large map: into the third loop.
        route, picture = self.map, Leash()
        heap = VGroup(self.heap.kept, self.heap.others)
        self._enlarge(*self._into("heap", heap))
        self._pass_grpo("on", "stage_2", "once_more")
        self.play(route.turn_loop("stage_2"), run_time=0.8)
        self.wait(0.4)

        # Its steps, most of them without a judge.
        cited = self._cite(picture.steps, claim("scenarios"))
        arriving = [picture.lanes, picture.axis()]
        self._give_way([route.move(SMALL), *cited], arriving, run_time=1.2)
        self._whole()
        self.wait(0.4)
        self._train(picture)
        self.ask(self.question, at=ASKED_AT, width=ASKED_WIDTH)

        # The longer it is asked, the more it is pleased.
        parting = Parting()
        reason = FadeIn(self._said("leash.late"), rate_func=LATE)
        self.answer(reason, FadeIn(parting.axes, parting.names), run_time=0.6)
        self.wait(0.4)
        self.play(*map(Create, parting.lines), FadeIn(parting.words, rate_func=LATE), run_time=1.0)
        self._teach("stage_steps", picture.steps)
        self._teach("judged_steps", picture.judged)

    def _train(self, picture: Leash) -> None:
        """Steps with rules alone; in the last of them the judge comes, on its leash."""
        self.add(picture.done)
        share = 1 - picture.judged.value / picture.steps.value
        names = FadeIn(picture.names[:2], rate_func=LATE)
        done = (picture.done, picture.set_steps)
        self.turn(0.0, share, done, beside=[names], run_time=1.4)
        self.wait(0.4)
        judge = VGroup(picture.rope, picture.stake, picture.judge)
        come = FadeIn(judge, shift=1.2 * LEFT), FadeIn(picture.names[2])
        self.turn(share, 1.0, done, beside=come, run_time=0.8)
        self.gather(picture.names, judge)
        self.turn(0.0, 1.0, (judge, picture.set_pull), run_time=0.5)
        self.turn(1.0, 0.3, (judge, picture.set_pull), run_time=0.3)
        self.play(FadeIn(picture.last), run_time=0.4)
        self.wait(0.4)

    # -- 9 ------------------------------------------------------------------

    @beat()
    def rivals(self) -> None:
        """R1 beside o1

        R1 stands beside o1: ahead on three tests, behind on three.
        """
        # The map is large again: the model arrives.
        route, ladder = self.map, self.ladder
        self._enlarge()
        self._ride("to_r1", run_time=0.7)
        called = route.call("r1")
        self._open("r1", FadeIn(called))
        r1 = self._mark("r1", "aime_r1", say("pipeline.map.r1"))
        lift = self._lift("aime_heap", "aime_r1")
        self.play(lift, *ladder.show(r1), *self._cite(*self._both("aime")), run_time=0.8)
        self._whole()
        self.wait(0.4)
        before, after = fact("pipeline.open_heap"), fact("pipeline.open_r1")
        words = say("pipeline.rivals.open", before=said(before), after=said(after))
        gain = Prose(words, size=READOUT).move_to(SAID_AT, aligned_edge=LEFT)
        self.play(FadeIn(gain), run_time=0.4)
        self.read(gain, least=1.8)
        self._teach("open_questions", before, "%", say("pipeline.map.by_sft"))
        self._teach("open_questions", after, "%", say("pipeline.map.r1"))
        self._compare()

        # Three and three.
        ahead, tests = fact("pipeline.tests_ahead"), fact("pipeline.tests")
        score = self._said("rivals.score", ahead=said(ahead), tests=said(tests))
        self.play(FadeIn(score), run_time=0.4)
        self.wait(1.0)
        names = say("pipeline.map.r1"), name_of("o1")
        for key in TESTS[1:]:
            unit = "" if key == RATING else "%"
            for number, who in zip(self._both(key), names, strict=True):
                self._teach(key, number, unit, who)

    def _compare(self) -> None:
        """Beside R1's mark comes that of its rival, and both on five tests more."""
        route, ladder = self.map, self.ladder
        o1 = self._mark("o1", "aime_o1", name_of("o1"), ours=False)
        picture = Dumbbells()
        frame = [picture.heads, picture.apart, picture.zero]
        between = [ladder.marks[key] for key in ("cold", "stage_1", "heap")]
        shown = ladder.show(o1, gone=["cold", "stage_1", "heap"])
        cited = self._cite(*self._both("aime"))
        self._give_way([*shown, *cited, route.move(SMALL)], frame)
        ladder.forget(*between)
        self._whole()
        self.wait(0.4)
        for row in picture.rows:
            self.play(*row.come(), run_time=0.45)
            if row is picture.rows[2]:
                self.wait(0.4)
        self.gather(picture)
        self.wait(0.4)

    def _both(self, key: str) -> tuple[Fact, Fact]:
        """R1's number on a test, and its rival's."""
        return fact(f"pipeline.{key}_r1"), fact(f"pipeline.{key}_o1")

    # -- 10 -----------------------------------------------------------------

    @beat()
    def children(self) -> None:
        """Six children

        The same samples teach six smaller models, without GRPO: they imitate.
        """
        # The ladder is the upright of a plot; the heap comes out of its station.
        route, ladder = self.map, self.ladder
        picture = self.family = Family(ladder)
        spot = route.place("heap")
        heap = FadeIn(picture.heap, target_position=spot, scale=0.3)
        gone = ladder.marks["o1"]
        moves = [heap, *ladder.show(gone=["o1"]), route.lead("to_children")]
        arriving = [picture.axis, picture.level]
        self._give_way([*moves, *self._cite(*self._children())], arriving)
        ladder.forget(gone)
        self._open("children")
        self.wait(0.4)
        self.play(FadeIn(picture.amount, picture.whole), run_time=0.4)

        # Each is fed by it.
        for child, thread in zip(picture.children.values(), picture.threads, strict=True):
            self.play(Drive(thread, thread.set_level, 0.0, 1.0), run_time=0.4)
            self.play(FadeIn(child.disc, scale=0.3), FadeIn(child.text), run_time=0.2)
        self.play(FadeIn(picture.no_loop), run_time=0.6)
        for key in CHILDREN:
            self._teach("aime", fact(f"pipeline.{key}"), "%", name_of(key))

    def _children(self) -> list[Fact]:
        """What the six reach, and what they learn from."""
        return [fact(f"pipeline.{key}") for key in (*CHILDREN, "all_samples")]

    # -- 11 -----------------------------------------------------------------

    @beat()
    def distil(self) -> None:
        """Distil, or RL?

        It can learn by itself; in this comparison the pupil does better.
        """
        # One of them stays, and gets a twin without a teacher.
        family, ladder = self.family, self.ladder
        picture = TwoWays(family, ladder)
        self.ask(self.question, at=ASKED_AT, width=ASKED_WIDTH)
        others = [child for key, child in family.children.items() if key != PUPIL]
        ticks = [(c.disc, ladder.tick(c.number)) for c in others]
        moves = [FadeOut(disc, target_position=tick, scale=0.3) for disc, tick in ticks]
        moves += [FadeIn(tick, rate_func=LATE) for _, tick in ticks]
        self.clear(beside=[*picture.gather_pupil(), *moves], run_time=1.4)
        self._whole()
        facts = picture.taught, picture.steps, fact("pipeline.all_samples")
        tick = FadeIn(ladder.tick(picture.taught))
        self.play(tick, *picture.fed(), *self._cite(*facts), run_time=0.6)
        self.wait(0.4)
        self.play(FadeIn(picture.model), run_time=0.4)

        # Reinforcement alone: a long turn, and a lower rung.
        self.play(FadeIn(picture.loop), FadeIn(picture.other, scale=0.3), run_time=0.4)
        turned = Drive(picture.loop, picture.loop.set_turn, 0.0, 4.0)
        self.play(turned, FadeIn(picture.long), run_time=2.0)
        self.play(picture.other.animate.move_to(picture.low), run_time=0.8)
        tick = FadeIn(ladder.tick(picture.alone))
        self.play(tick, FadeIn(picture.levels[1], picture.texts[1]), run_time=0.6)
        gap = Drive(picture.gap, picture.gap.set_length, 0.0, picture.high[1] - picture.low[1])
        self.play(FadeIn(picture.reach), gap, run_time=0.8)
        self._teach("aime", picture.taught, "%", say("pipeline.distil.taught"))
        self._teach("aime", picture.alone, "%", say("pipeline.distil.alone"))

    # -- 12 -----------------------------------------------------------------

    @beat()
    def whole_map(self) -> None:
        """Where GRPO is

        GRPO alone made R1-Zero; on the way to R1 it is passed twice. The rest is data.
        """
        # All of the map, with three loops on it.
        route, ladder = self.map, self.ladder
        self._cite(claim("grpo"))
        self.stays = []
        small = Drive(ladder, lambda t: self._place_last(t), 0.0, 1.0)
        self.clear(
            route,
            ladder,
            beside=[route.move(LAST), small, FadeIn(self.source)],
            run_time=1.6,
            rate_func=LEAVING,
        )
        self._whole()
        self.wait(0.4)
        names = route.call("base", "zero", "cold", "heap", "r1", "children", *self._loops())
        self.play(FadeIn(names), run_time=0.6)
        self.wait(0.7)
        rings = VGroup(*map(route.ring, self._loops()))
        for loop, ring in zip(self._loops(), rings, strict=True):
            self.play(route.turn_loop(loop, 1.0), Create(ring), run_time=0.8)

        # Each use counts for a model.
        gone = [FadeOut(self.source), *ladder.drop_numbers()]
        self.play(*route.count_uses(), *gone, run_time=0.8)
        self._close(VGroup(route, ladder, names, rings, route.counts), rings)

    def _close(self, picture: VGroup, rings: VGroup) -> None:
        """What all three loops maximize is in one ring, the whole of it."""
        end = Exit(say("pipeline.whole_map.claim"), self.lit, width=0.0, across=True)
        for glyph in end.objective:
            if glyph.get_fill_color() == paint("muted"):
                glyph.set_color(paint("text"))
        term = Averaged(*AVERAGED)
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        self.wait(0.6)
        self.play(term.shrink(), run_time=0.8)
        self.play(FadeOut(term, rate_func=LATE), FadeIn(end.objective), run_time=0.4)
        whole = SurroundingRectangle(end.objective, buff=0.12, corner_radius=0.2)
        whole.set_stroke(paint("text"), MAIN_CURVE)
        into = [
            FadeOut(ring.copy(), target_position=end.objective, scale=0.4, rate_func=LEAVING)
            for ring in rings
        ]
        self.play(*into, FadeIn(whole, rate_func=LATE), run_time=1.2)
        self.close_film(*picture, whole, sentence=end.sentence.plain, printed=end)

    def _loops(self) -> tuple[str, ...]:
        return ("zero_loop", "stage_1", "stage_2")

    def _place_last(self, share: float) -> None:
        """The ladder over the objective, by `share` of its way there."""
        foot = FOOT + share * (LAST_FOOT - FOOT)
        self.ladder.set_place(foot, HIGH + share * (SHORT - HIGH))
