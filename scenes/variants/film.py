"""Variants: seven names, one plot of a push's weight over the ratio, and what each changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    VGroup,
)

from grpo_core import Clip, Dppo, Plain, Reinforce
from scenes.script.decimals import printed
from scenes.script.numerals import ratio_source, ratio_text
from scenes.script.systems import systems
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.lettered import lettered
from scenes.stage.motion import Dim, Drive, Undim
from scenes.stage.places import TAG
from scenes.stage.retelling import COMING, EARLY, LATE, LEAVING
from scenes.stage.theme import LABEL, paint
from scenes.stage.token_exit import TokenExit
from scenes.stage.typeset import Formula, Prose, fit_prose

from .averages import Averages
from .chance_gate import CHANCES, ChanceGate
from .closer import Closer
from .defaults import SYSTEMS, Defaults
from .header import Header
from .heights import ThreeHeights
from .law import Law
from .overlong import Overlong
from .rewards import Rewards
from .seven import DOOR, EXIT, NAMES, Seven, laws
from .told import beads_of, has_stand_in, reach_of, told
from .weight_plot import COLUMN, Runner, WeightPlot, weight_text

_ASKED = np.array([1.0, 2.98, 0.0])  # between the questions and the plot
_HUGE = 100.0  # a ratio beyond every cap
_COINS = np.array([3.4, 3.4, 0.0])  # the rewards, beside the first question

# Where the group's average, the tokens' average and the curve stand in the objective.
PLACES = (("advantage",), ("tokens",), ("cautious", "clip"))


class Variants(GrpoScene):
    """What the variants of GRPO change: the curve, and two averages."""

    poster_beat = 8
    far, soft_far = 3.6, 6.0  # the axis of ratios where a second gate is seen, and a soft one

    def setup(self) -> None:
        super().setup()
        self.group = told(self.table)
        self.shown = beads_of(self.group)
        self.reach = reach_of(self.group)
        self.gate_law = Law(Clip(self.group.eps_low, self.group.eps_high))
        self.known = systems()
        self.rules = laws(self.group, self.reach)
        words = [Prose(say("variants.one_plot.stand_in"), size=LABEL, role="muted")]
        self.note = VGroup(*(words if has_stand_in(self.table) else []))
        self.note.move_to(TAG, aligned_edge=UP + RIGHT)

    def script_values(self) -> dict[str, object]:
        """How many beads there are, how many of them a gate stops, and TRL's cap."""
        stopped = self.gate_law.push(self.group).binds[:, 0]
        cap = Law(self.known["trl"].also["cispo"].rule)
        return {
            "count": len(self.shown),
            "fallen": sum(bool(stopped[i]) for i in self.shown),
            "cap": cap_text(cap),
        }

    def _teach_weights(self, law: Law) -> None:
        """Declare the weights that the beads show."""
        self.teach("weight", law.weights(self.group), weight_text, answers=self.shown)

    def _call(self, one: VGroup) -> None:
        """Light the seven curves one by one, each with its name, over the pale others."""
        for curves, name in zip(one, NAMES, strict=True):
            tag = self.plot.tag(self.rules[name], say(f"variants.seven_names.{name}"))
            others = [other for other in one if other is not curves]
            self.play(*(Dim(other) for other in others), Undim(curves), FadeIn(tag), run_time=0.3)
            self.play(FadeOut(tag), run_time=0.2)

    def _bend(self, law: Law, *texts: str | Formula, sign: int = 1, run_time: float = 1.4) -> None:
        """The curve becomes that of `law`, the beads go along; then its name stands at its end."""
        gone = [FadeOut(self.tag, rate_func=EARLY)] if self.tag in self.mobjects else []
        self.play(*self.plot.turn_to(law), *gone, run_time=run_time)
        self.tag = self.plot.tag(law, *texts, sign=sign)
        self.play(FadeIn(self.tag), run_time=0.4)

    # -- 1 ------------------------------------------------------------------

    @beat(hold=1.2)
    def seven_names(self) -> None:
        """Seven names

        Seven rules for one question: how hard may an answer push?
        """
        # Seven small plots, each with its name; the question over them.
        self.seven = Seven(self.rules, DOOR)
        first, *rest = map(VGroup, self.seven.plots, self.seven.names)
        self.add(first)
        comes = [FadeIn(one, shift=0.2 * UP) for one in rest]
        self.play(LaggedStart(*comes, lag_ratio=0.25), run_time=2.4)
        self.gather(self.seven)
        self.wait(0.8)
        self.opened = self.door(self.question)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def one_plot(self) -> None:
        """One plot

        Across, how many times as likely; up, the weight of the push.
        """
        # All seven come to lie on one another; each is lit once.
        plot = self.plot = WeightPlot(self.group, self.shown, self.reach, self.gate_law)
        one = VGroup(*(small.on(plot.grid) for small in self.seven.plots))
        over = map(ReplacementTransform, (s.curves for s in self.seven.plots), one)
        small_axes = VGroup(*(small.axes for small in self.seven.plots))
        moves = [*over, FadeOut(self.seven.names, small_axes), FadeIn(plot.axes, plot.floor)]
        self.leave_door(self.opened, beside=moves, run_time=2.0)
        self.gather(one, gone=[self.seven])
        self.play(FadeIn(plot.words), run_time=0.6)
        self.wait(0.4)
        self._call(one)

        # They bend into the plainest of all.
        flat = Law(Reinforce())
        self.gather(plot.curves)
        bent = Drive(plot.curves, lambda t: plot.curves.set_between(plot.law, flat, t), 0.0, 1.0)
        self.play(bent, FadeOut(one), run_time=1.4)
        always = lettered(say("variants.one_plot.flat"))
        self.tag = plot.tag(flat, say("variants.one_plot.reinforce"), always)
        dots = fit_prose(say("variants.one_plot.dots"), COLUMN, lines=3, align="left")
        dots.next_to(self.tag, DOWN, buff=0.6, aligned_edge=LEFT)
        self.play(FadeIn(self.tag, dots), run_time=0.4)
        self.wait(0.4)

        # The beads lie where their ratios are, and rise to it.
        plot.set_law(flat).set_heights(0 * plot.heights)
        rows = VGroup(*map(VGroup, plot.names, plot.told))
        self.play(FadeIn(plot.beads), FadeIn(rows), *map(FadeIn, self.note), run_time=0.8)
        self.wait(0.6)
        self.add(plot.stems, plot.beads)
        self.play(*plot.lift(), run_time=1.4)
        self.tag.add(dots)
        self.gather(plot, rows, self.tag)
        self.teach("ratio", self.group.ratio, ratio_source, answers=self.shown)

    # -- 3 ------------------------------------------------------------------

    @beat()
    def importance(self) -> None:
        """Old samples

        Weight is ratio times advantage: right on average, and without end.
        """
        # The line tilts; each bead shows its weight.
        plot, law = self.plot, Law(Plain())
        self.play(FadeOut(plot.told), run_time=0.4)
        plot.take(plot.names)
        told = say("variants.importance.name"), lettered(say("variants.importance.law"))
        self._bend(law, *told, run_time=2.0)
        self.play(FadeIn(plot.values), run_time=0.5)
        self.gather(plot.take(plot.values), self.tag)
        self.wait(2.0)

        # What has run off is driven further off.
        runner = Runner(plot, 1)
        self.play(FadeIn(runner), run_time=0.4)
        self.play(*plot.run(runner, 0.97 * self.reach), run_time=2.4)
        faster = fit_prose(say("variants.importance.faster"), COLUMN, lines=3, align="left")
        faster.next_to(self.tag, DOWN, buff=0.45, aligned_edge=LEFT)
        self.play(FadeIn(faster), run_time=0.4)
        self.faster = VGroup(runner, faster)
        self.gather(self.faster)
        self._teach_weights(law)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=1.6)
    def gate(self) -> None:
        """The gate

        Far enough the right way: weight zero. All others push on.
        """
        plot = self.plot
        self.play(FadeOut(self.faster), *map(FadeOut, self.note), run_time=0.4)
        self.ask(self.question)

        # First above, for those better than average; then below, for the others.
        above = Law(Clip(np.inf, self.group.eps_high))
        self.answer(*plot.turn_to(above), FadeOut(self.tag, rate_func=EARLY), run_time=1.8)
        self.play(FadeIn(plot.bounds[0]), run_time=0.4)
        self.wait(1.2)
        self.play(*plot.turn_to(self.gate_law), run_time=1.6)
        self.tag = plot.tag(self.gate_law, say("variants.gate.name"))
        self.play(FadeIn(self.tag), FadeIn(plot.bounds[1]), run_time=0.5)
        self.gather(plot.take(plot.bounds), self.tag)
        self._teach_weights(self.gate_law)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=1.6)
    def height(self) -> None:
        """First: the group's average

        What is subtracted and divided makes the curve taller or flatter.
        """
        # The first question; the beads keep silent.
        self.header, heights = Header(), ThreeHeights(self.plot)
        plot = self.plot
        plot.remove(plot.names, plot.values)
        quiet = FadeOut(plot.names, plot.values, self.tag)
        coins = Rewards([self.group.rewards[i] for i in self.shown]).own
        coins.move_to(_COINS)
        self.play(*self.header.ask(0), quiet, FadeIn(coins), run_time=0.8)
        self.wait(0.6)
        self.play(*heights.show("grpo"), run_time=0.5)

        # Others than its mean, or no division: the whole curve goes.
        for before, name in (("grpo", "rloo"), ("rloo", "drgrpo")):
            self.add(heights.ghosts[before])
            self.gather(plot)
            self.play(*heights.turn_to(name), run_time=1.6)
            self.play(*heights.show(name), run_time=0.5)
            self.wait(1.2)
        for size in heights.sizes.values():
            self.teach("advantage_size", size, 2)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=1.6)
    def average(self) -> None:
        """Second: the tokens' average

        Per answer, per token, or by a constant: the same tokens weigh another share.
        """
        # The plot steps aside; an answer is many tokens.
        picture = self.averages = Averages()
        aside = [*self.plot.turn_to(self.gate_law), *self.header.ask(1)]
        self.clear(self.plot, self.header.rule, *self.header.texts, beside=aside, run_time=0.8)
        self.play(*self.plot.step_aside(), *picture.come("grpo"), run_time=1.8)
        self.wait(1.4)

        # Another average: areas go from one answer to the other.
        for old, new in (("grpo", "dapo"), ("dapo", "dr_grpo")):
            self.play(*picture.turn(old, new), run_time=1.6)
            self.wait(1.0)
        self.play(FadeIn(picture.rest()), run_time=0.4)
        for name, weights in picture.weights.items():
            self.teach(
                "token_weight", weights[0], picture.form, note=say(f"variants.average.{name}")
            )

    # -- 7 ------------------------------------------------------------------

    @beat(hold=1.6)
    def gates(self) -> None:
        """Third: the curve and its gate

        DAPO opens it further upward; a dual clip shuts a second one below.
        """
        # The plot comes back, with its gates' numbers.
        plot, dapo = self.plot, self.known["dapo"].rule
        kept = plot, self.header.rule, *self.header.texts
        back = *self.header.ask(2), *plot.step_back()
        self.clear(*kept, beside=back, run_time=1.6, rate_func=EARLY)
        plot.follow()
        self.play(FadeIn(plot.words, plot.bounds), run_time=0.4)
        self.gather(plot.take(plot.words, plot.bounds), self.header)

        # Further upward.
        self.play(*plot.open_gate(dapo), run_time=1.4)
        self.tag = plot.tag(plot.law, say("variants.gates.dapo"), say("variants.gates.higher"))
        self.play(FadeIn(self.tag), run_time=0.4)
        self.teach("upper_bound", plot.bound_at[0], 2)
        self.wait(1.2)

        # The usual gate again. Out along the axis nothing stops a worse one, until a second does.
        second = self.known["verl"].rule
        self.play(*plot.open_gate(replace(second, dual=None)), FadeOut(self.tag), run_time=0.8)
        plot.remove(plot.bounds)
        self.play(FadeOut(plot.bounds), run_time=0.4)
        self.play(*plot.widen(self.far, self.far), run_time=1.4)
        self.gather(plot.take(plot.bounds))
        runner = self.runner = Runner(plot, -1)
        self.play(FadeIn(runner), run_time=0.3)
        self.play(*plot.run(runner, 0.97 * self.far), run_time=1.6)
        self.add(plot.ghost(plot.law).lines[1], plot, runner)
        shut = *plot.turn_to(Law(second)), *runner.fall()
        self.play(*shut, run_time=1.2)
        words = say("variants.gates.dual"), say("variants.gates.ships")
        self.tag = plot.tag(plot.law, *words, sign=-1)
        self.dual = plot.edge_number(second.dual, -1)
        self.play(FadeIn(self.dual, self.tag), run_time=0.4)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=1.6)
    def soft(self) -> None:
        """A cap, and a soft gate

        CISPO caps the weight and drops no one; SAPO closes softly.
        """
        # Back to what the beads are at, with their names.
        plot, words = self.plot, "variants.soft"
        trl, instruct = (self.known[name].also for name in ("trl", "open_instruct"))
        plot.remove(plot.bounds)
        self.clear(plot, self.header, beside=plot.widen(self.reach, self.reach), run_time=1.0)
        self.play(*plot.turn_to(self.gate_law), run_time=0.6)
        self.play(FadeIn(plot.names, plot.values), run_time=0.4)
        self.add(plot.posts(self.gate_law))
        self.gather(plot.take(plot.names, plot.values))

        # The weight stays level: what had fallen rises.
        capped, small = Law(instruct["cispo"].rule), Law(trl["cispo"].rule)
        self._bend(capped, say(f"{words}.cispo"), say(f"{words}.cap", cap=cap_text(capped)))
        self._teach_weights(capped)
        self.wait(1.2)
        self._bend(small, say(f"{words}.cispo"), say(f"{words}.trl", cap=cap_text(small)))
        self.wait(1.0)

        # No edge at all: far out the weight comes back to nothing.
        soft = Law(trl["sapo"].rule)
        self.play(FadeOut(plot.names, plot.values, self.tag), run_time=0.3)
        plot.remove(plot.names, plot.values)
        self.clear(plot, self.header, beside=plot.turn_to(soft), run_time=1.0)
        self.play(*plot.widen(self.soft_far, self.reach), run_time=1.4)
        self.tag = plot.tag(soft, say(f"{words}.sapo"), say(f"{words}.soft"))
        self.play(FadeIn(self.tag), run_time=0.4)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=1.6)
    def chance(self) -> None:
        """A gate on the chance

        DPPO's gate depends on the chance an answer had; PPO's does not.
        """
        # The ratio stands up; across is now how likely an answer was.
        plot = self.plot
        picture = self.by_chance = ChanceGate(self.group, self.shown, Dppo())
        plot.remove(plot.values)
        beads = plot.beads.copy()  # a transformation leaves its own in another make
        self.add(beads)
        plot.remove(plot.beads)
        pairs = zip((plot.floor, beads), picture.from_plot, strict=True)
        moves = [ReplacementTransform(*pair) for pair in pairs]
        comes = FadeIn(picture.frame, rate_func=COMING)
        self.clear(self.header, beside=[*moves, comes], run_time=1.8, rate_func=LEAVING)
        self.play(*map(Create, picture.ppo), FadeIn(picture.titles[0]), run_time=0.8)
        self.wait(1.0)

        # DPPO's gates run up where the answers were rare.
        self.play(*picture.draw(), run_time=2.4)
        self.play(FadeIn(picture.titles[1]), run_time=0.4)
        for k in reversed(range(len(CHANCES))):
            self.play(*picture.grow_mark(k), run_time=0.8)
        self.gather(picture, picture.titles, picture.marks)
        for chance, mark in zip(CHANCES, picture.shuts, strict=True):
            self.teach(
                "gate_ratio", mark, ratio_text, note=say("variants.chance.of", chance=chance)
            )

    # -- 10 -----------------------------------------------------------------

    @beat(hold=1.6)
    def answers(self) -> None:
        """One ratio for an answer

        The mean ratio of many tokens is close to one: the gate must be as fine.
        """
        # The ratio lies down again.
        plot, old = self.plot, self.by_chance
        plot.has_numbers = False
        plot.add(plot.beads)
        plot.set_reach(self.reach, self.reach).show_plain(self.gate_law)
        pairs = zip(old.from_plot, (plot.floor, plot.beads), strict=True)
        moves = [ReplacementTransform(*pair) for pair in pairs]
        rest = plot.axes, plot.curves, plot.stems, plot.words, plot.bounds
        comes = [FadeIn(part, rate_func=COMING) for part in rest]
        self.clear(self.header, beside=[*moves, *comes], run_time=1.8, rate_func=LEAVING)
        self.gather(plot.take(plot.bounds), gone=[old])
        self.wait(0.4)

        # Longer answers: all means crowd at 1.
        closer = self.closer = Closer(plot, self.gate_law, replace(self.rules["gspo"], tokens=1000))
        plot.words.remove(plot.across_name)
        self.play(FadeOut(plot.across_name), FadeIn(closer.mean), run_time=0.4)
        self.add(closer.counter)
        self.play(*closer.crowd(), run_time=2.0)
        self.ask(self.question, at=_ASKED)

        # A thousand times closer there is room again, and a gate.
        plot.remove(plot.bounds)
        self.answer(FadeOut(plot.bounds), *closer.come(), run_time=1.8)
        self.play(*closer.shut(), *closer.show_numbers(), run_time=1.4)
        plot.show_fine(plot.law)
        self.tag = plot.tag(plot.law, say("variants.answers.name"))
        self.play(FadeIn(self.tag), FadeIn(plot.bounds, plot.names), run_time=0.5)
        self.gather(
            plot.take(plot.bounds, plot.names), self.tag, closer.counter, closer.mean, self.header
        )
        self.teach("mean_ratio", plot.bound_at[0], 4)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=1.6)
    def silent(self) -> None:
        """Nothing to compare, and too long

        DAPO draws silent groups anew, and docks answers that near the limit.
        """
        # All rewards alike: the curve lies down, and the beads are hollow.
        plot, closer = self.plot, self.closer
        plot.remove(plot.bounds)
        gone = self.tag, closer.counter, closer.mean, closer.near, self.header, plot.bounds
        self.play(FadeOut(*gone), run_time=0.4)
        self.play(*closer.go_back(), run_time=1.0)
        coins = Rewards([self.group.rewards[i] for i in self.shown])
        self.play(FadeIn(coins.own), FadeIn(plot.across_name), run_time=0.4)
        plot.words.add(plot.across_name)
        hollow = plot.hollow()
        lies = *plot.turn_to(self.gate_law.of_size(0.0)), FadeIn(hollow, rate_func=LATE)
        self.play(*coins.become_alike(), *lies, run_time=1.8)
        self.wait(1.2)

        # Thrown away, beads and all; another group is drawn.
        plot.remove(plot.beads, plot.stems, plot.names)
        self.gather(plot, hollow, coins.alike, coins.words["same"])
        self.play(*coins.fall(), FadeOut(hollow, shift=1.2 * DOWN), run_time=0.6)
        self.play(*coins.come_anew(), *plot.turn_to(self.gate_law), run_time=1.2)
        self.wait(1.4)

        # And what a long answer loses.
        self.gather(plot)
        picture = self.overlong = Overlong()
        comes = FadeIn(picture.axes, picture.words, rate_func=LATE)
        self.clear(plot, beside=[*plot.step_aside(), comes], run_time=1.6)
        self.add(picture)
        self.play(*picture.draw(), run_time=1.6)
        self.teach("overlong_from", picture.limit - picture.buffer, 0)

    # -- 12 -----------------------------------------------------------------

    @beat(hold=1.6)
    def defaults(self) -> None:
        """Choose GRPO, set nothing else

        Four libraries: all average per token, one does not divide, two gates differ.
        """
        # The plot becomes the gate of the first; then row by row.
        picture = self.table_of = Defaults()
        first = picture.plots[0]
        moves = [
            ReplacementTransform(self.plot.curves, first.curves),
            ReplacementTransform(VGroup(self.plot.floor, self.plot.wall), first.axes),
            *(FadeIn(text) for text in picture.header.texts),
        ]
        self.clear(beside=moves, run_time=1.4)
        for k in range(len(SYSTEMS)):
            plot = [] if k == 0 else [FadeIn(picture.plots[k])]
            self.play(FadeIn(picture.rows[k], shift=0.15 * UP), *plot, run_time=0.6)
            self.wait(1.2)
        self.gather(picture.header.texts, picture.rows, picture.plots)
        self.play(*picture.leave_what_differs(), run_time=0.8)
        for system, high in zip(SYSTEMS, picture.highs, strict=True):
            self.teach("upper_bound", high, ratio_text, note=self.known[system].name)

    # -- 13 -----------------------------------------------------------------

    @beat(hold=2.0)
    def home(self) -> None:
        """The whole zoo

        The group's average, the tokens' average, the curve: all differ in these.
        """
        # The seven again, each with its one line.
        seven, old = Seven(self.rules, EXIT), self.table_of.plots
        into = [ReplacementTransform(old[k], seven.plots[n]) for k, n in ((0, 0), (3, 2))]
        rest = [plot for n, plot in enumerate(seven.plots) if n not in (0, 2)]
        comes = [FadeIn(part, rate_func=COMING) for part in (*rest, *seven.names)]
        self.clear(beside=[*into, *comes], run_time=1.6, rate_func=LEAVING)
        self.gather(seven.plots, seven.names, gone=[old])
        self.wait(0.4)
        for part in (seven.lines[:2], seven.lines[2:4], seven.lines[4:]):
            self.play(LaggedStart(*map(FadeIn, part), lag_ratio=0.3), run_time=0.6)
            self.wait(0.4)
        self.gather(seven)

        # That is where the three stand in the objective.
        whole = TokenExit(say("variants.home.claim"), *(part for three in PLACES for part in three))
        marks = self._point_out(whole)
        self.close_film(seven, marks, sentence=whole.sentence.plain, across=True, printed=whole)

    def _point_out(self, whole: TokenExit) -> VGroup:
        """The objective comes large; the three are lit in turn, and numbered as in the film."""
        term = whole.large()
        self.play(FadeIn(term, shift=0.3 * UP), run_time=0.6)
        for place in PLACES:
            lit = VGroup(*(term.select(part) for part in place))
            self.play(lit.animate.set_color(paint("text")), run_time=0.3)
        lead, marks = whole.objective.without("averaged"), whole.marks(*PLACES)
        comes = FadeIn(lead, marks, rate_func=LATE)
        self.play(whole.shrink(term), comes, run_time=0.8)
        self.gather(whole.objective, marks, gone=[term, lead])
        return marks


def cap_text(law: Law) -> str:
    """The largest weight that a capped rule gives, as it is printed."""
    return printed(ratio_text(float(law.heights(np.array([_HUGE]), 1)[0]), 2))
