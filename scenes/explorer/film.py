"""Explorer: four answers as bars, panels and beads, and what each knob changes in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    VGroup,
)

from grpo_core import GroupTable, evaluate_group
from scenes.script.cases import pushes
from scenes.script.decimals import without_zero
from scenes.script.numerals import number_text, ratio_source, ratio_text
from scenes.script.quantities import under
from scenes.script.words import say
from scenes.stage.averaged import Averaged
from scenes.stage.film import GrpoScene, beat
from scenes.stage.lettered import lettered
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Drive
from scenes.stage.places import stand_on
from scenes.stage.retelling import EARLY, LATE
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from .chosen import told
from .head_line import AdvantageLine, PullLine, RatioLine, SumLine
from .j_gauge import JGauge
from .knob import Knob
from .panels import AnswerPanel, Panels
from .tray import DOOR, EXIT, HOME, PLAIN, TALL, Stance, Tray, own_pushes, pulls
from .ways import ways_to_push
from .what_if import ratio_change, reward_change, with_ratio, with_reward

KNOB_X, EPSILON_Y, BETA_Y = 5.98, 1.95, 0.3
HEAD = np.array([-6.5, 3.2, 0.0])  # the left end of what is said over the panels
DOOR_HEADS, SHUT_HEADS = 0.86, 2.6  # where the panels' heads end while they are closed
QUESTION_AT, QUESTION_WIDE = np.array([-6.5, 1.3, 0.0]), 8.0  # of the group
RIGHT_HEAD = 5.0  # the right end of what is said over the panels
NARROW = 0.15  # epsilon, closed further
ASKED_RIGHT = np.array([2.2, 3.5, 0.0])
LIVE_PAGE = np.array([0.0, -1.32, 0.0])


class Explorer(GrpoScene):
    """One group's four answers, and what epsilon and beta change in them."""

    poster_beat = 5
    lit = ("low", "high", "beta")

    def setup(self) -> None:
        super().setup()
        self.told = told(self.table)
        table, shown = self.told.table, self.told.shown
        self.wide = self.told.with_epsilon(1.0)
        self.dear = self.told.with_beta(self.told.most_beta)
        self.reward = reward_change(table, shown)
        self.judged = evaluate_group(with_reward(table.group, self.reward.index, self.reward.end))
        self.ratio = ratio_change(table, shown)
        self.moved = self._with_ratio(self.ratio.end)
        self.over = self.told.turned_over
        self.place_of_hero = shown.index(self.told.hero)
        self.panels = Panels(self.told, [self.wide, self.judged, self.moved, self.over])
        later = [self.wide, self.dear, self.judged, self.moved, self.over]
        self.tray = Tray(self.told, self.panels, later)
        self.head: Mobject | None = None
        most = max(self.told.turned, table.eps_low, table.eps_high)
        self.epsilon_knob = Knob("epsilon", max(0.6, 1.2 * most)).move_to([KNOB_X, EPSILON_Y, 0])
        self.beta_knob = Knob("beta", self.told.most_beta).move_to([KNOB_X, BETA_Y, 0])
        self._turn_knobs(table)

    def script_values(self) -> dict[str, object]:
        """How many answers are told, and what the turns of the knobs do to them."""
        shown, size = len(self.told.shown), self.told.group.size
        part = "some" if self.told.left_out else "all"
        way = "opens" if self.told.opens else "closes"
        back = "why" if self.told.pushes_back(self.over) else "done"
        on = "wider" if self._pushes_on else "done"
        return {
            "answers": say(f"explorer.count.{part}_{shown}", count=size),
            "way": say(f"explorer.epsilon.way_{way}"),
            "change": say(f"explorer.epsilon.lamps_{way}"),
            "accepts": say(f"explorer.one_reward.checker_{self._mistake}"),
            "back": say(f"explorer.your_turn.end_{back}"),
            "on": say(f"explorer.one_probability.end_{on}"),
            **self._answers_to_choose(),
        }

    def _answers_to_choose(self) -> dict[str, str]:
        """What may be answered about lamps and pushes, and what is right for this group."""
        told = self.told
        names = ("right_way", "wrong_way", "none")
        lamps = {name: say(f"explorer.epsilon.{name}") for name in names}
        turned = told.pushing(self.wide) != told.pushing(told.table)
        right = lamps["right_way" if turned else "none"]
        return {**ways_to_push(self.over, told.table, told.shown), **lamps, "lamps": right}

    @property
    def _mistake(self) -> str:
        """What the checker does that it should not."""
        return "accepts" if self.reward.end > self.reward.start else "refuses"

    @property
    def _pushes_on(self) -> bool:
        """Whether the answer that moves past its bound pushes again under epsilon turned."""
        end, index = self.told.turned, self.ratio.index
        return bool(pushes(evaluate_group(self.moved.group, eps_low=end, eps_high=end))[index])

    def _with_ratio(self, ratio: float) -> GroupTable:
        return evaluate_group(with_ratio(self.told.group, self.ratio.index, ratio))

    # -- what several beats do ------------------------------------------------

    def _turn_knobs(self, table: GroupTable) -> None:
        self.epsilon_knob.turn(table.eps_low, table.eps_high)
        self.beta_knob.turn(table.beta)

    def _show(self, table: GroupTable) -> None:
        """Set panels, tray and knobs to a table."""
        self.panels.show(table)
        self.tray.show(table)
        self._turn_knobs(table)

    def _mix(self, before: GroupTable, after: GroupTable) -> Callable[[float], None]:
        """A setter that brings panels and tray from one table to another of its policy."""

        def mix(share: float) -> None:
            self.panels.mix(before, after, share)
            self.tray.mix(before, after, share)

        return mix

    @property
    def _moving(self) -> VGroup:
        """All that a knob or a what-if moves."""
        return VGroup(self.panels, self.tray, self.epsilon_knob, self.beta_knob)

    def _say(self, said: Mobject, beside: Sequence[Animation] = (), run_time: float = 0.6) -> None:
        """What is said at the head of the stage, in place of what was said there."""
        leaving = [FadeOut(self.head, rate_func=EARLY)] if self.head else []
        self.play(*leaving, FadeIn(said, rate_func=LATE), *beside, run_time=run_time)
        self.head = said
        self.gather(said)

    def _left(self, said: Prose | VGroup) -> Prose | VGroup:
        """The same at the left end of the stage's head."""
        return said.move_to(HEAD, aligned_edge=LEFT)

    def _glow(self, knob: Knob, start: float, end: float, **beside: Sequence[Animation]) -> None:
        self.turn(start, end, (knob, knob.set_glow), run_time=0.4, **beside)

    def _counter(self, table: GroupTable) -> VGroup:
        """How many of the told answers push."""
        self.count = LiveNumber(self.told.pushing(table), 0, size=64)
        words = Prose(say("explorer.epsilon.of", count=len(self.told.shown)), size=FORMULA)
        return on_baseline(self.count, words).move_to(HEAD, aligned_edge=LEFT)

    @staticmethod
    def _lamp(one: AnswerPanel, table: GroupTable) -> Callable[[float], object]:
        """A setter that lights the lamp of an answer if it pushes."""
        on, advantage = float(pushes(table)[one.index]), float(table.advantage[one.index])
        return lambda level: one.light(level * on, advantage)

    def _light_lamps(self, table: GroupTable) -> None:
        """Light the lamps of a table one after the other."""
        for one in self.panels.panels:
            self.turn(0.0, 1.0, (self.panels, self._lamp(one, table)), run_time=0.4)

    def _show_lamps(self, table: GroupTable, level: float = 1.0) -> None:
        """Show all lamps of a table at once, by `level`."""
        for one in self.panels.panels:
            self._lamp(one, table)(level)
            one.lamp.ring.set_stroke(opacity=level)

    def _close_panels(self, stance: Stance, beside: Sequence[Animation] = ()) -> None:
        """The panels close to their heads; the bars stand taller under them."""
        panels, tray = self.panels, self.tray
        self.play(*map(FadeOut, panels.plots), *beside, run_time=0.4)
        self.gather(panels.show_plots(False))
        folding = panels, lambda share: panels.fold(SHUT_HEADS, share)
        self.turn(0.0, 1.0, folding, (tray, self._stands(HOME, stance)), run_time=1.2)
        self.gather(panels, tray)

    def _move_on(self, line: AdvantageLine, table: GroupTable, k: int) -> None:
        """The line tells of the answer `k`: its panel is framed, its coin comes to the line."""
        was, seen = self.spoken, self.panels.panels[self.panels.place(k)]
        self.turn(1.0, 0.0, (was, was.frame), beside=[FadeOut(line.reward)], run_time=0.2)
        line.say(table, k)
        coming = FadeIn(line.reward, target_position=seen.coin)
        self.turn(0.0, 1.0, (seen, seen.frame), beside=[coming], run_time=0.8)
        self.gather(line)
        self.spoken = seen

    def _all(self, action: Callable[[AnswerPanel, float], object]) -> Callable[[float], None]:
        """A setter that does the same to every panel."""

        def act(level: float) -> None:
            for one in self.panels.panels:
                action(one, level)

        return act

    def _teach_knobs(self) -> None:
        self.teach("epsilon", self.told.table.eps_high, 2)
        self.teach("beta", self.told.table.beta, 2)

    def _teach_ratios(self, table: GroupTable) -> None:
        self.teach("ratio", table.ratio, 2, answers=self.told.shown)

    def _teach_pushes(self, table: GroupTable) -> None:
        """Declare how hard each told answer pushes by itself."""
        values = np.zeros(table.group.size)
        values[list(self.told.shown)] = own_pushes(self.told, table)
        self.teach("surrogate_slope", values, 3, answers=self.told.shown)

    # -- 1 ------------------------------------------------------------------

    @beat()
    def four_answers(self) -> None:
        """Four answers, two knobs

        One objective, two knobs, epsilon and beta: what does each change?
        """
        # The group's bars grow, and each answer comes over its own.
        panels, tray, knobs = self.panels, self.tray, (self.epsilon_knob, self.beta_knob)
        panels.show_plots(False).fold(DOOR_HEADS, 1.0)
        tray.digits, tray.pushed = False, 1.0
        tray.stand(DOOR).show_chances(1.0).set_level(0.0)
        self._show_lamps(self.told.table)
        asked = fit_prose(self.told.group.question, QUESTION_WIDE, lines=1, size=READOUT)
        asked.move_to(QUESTION_AT, aligned_edge=LEFT)
        arriving = [FadeIn(one, shift=0.3 * UP) for one in panels.panels]
        self.add(tray)
        coming = FadeIn(tray.legend, asked, *knobs)
        grown = Drive(tray, tray.set_level, 0.0, 1.0)
        self.play(LaggedStart(*arriving, lag_ratio=0.2), coming, grown, run_time=1.2)
        self.gather(panels, tray)
        self.entry = VGroup(self.door(say("explorer.four_answers.question"), seconds=1.0), asked)

        # One knob turned, and the other: something happens.
        for knob, follow in zip(knobs, (self._try_epsilon, self._try_beta), strict=True):
            self._glow(knob, 0.0, 1.0)
            moving = VGroup(panels, tray, knob)
            self.turn(0.0, 1.0, (moving, follow), run_time=1.0)
            self.turn(1.0, 0.0, (moving, follow), run_time=0.8)
            self._glow(knob, 1.0, 0.0)
        self._teach_knobs()

    def _try_epsilon(self, share: float) -> None:
        table = self.told.with_epsilon(share)
        self._show_lamps(table)
        self.tray.show(table)
        self.epsilon_knob.turn(table.eps_low, table.eps_high)

    def _try_beta(self, share: float) -> None:
        beta = (1 - share) * self.told.table.beta + share * self.told.most_beta
        self.tray.pulled = min(1.0, 10 * share)
        self.tray.show(self.told.with_beta(beta))
        self.beta_knob.turn(beta)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def beads(self) -> None:
        """A bead for each answer

        It stands at the ratio: how many times as likely the answer is as before.
        """
        self._open_panels()

        # One answer: its new chance over its old one; there its bead rolls.
        table, panels, tray, k = self.told.table, self.panels, self.tray, self.place_of_hero
        hero, line = panels.panels[k], RatioLine(table, self.told.hero)
        source = tray.chances[k].slots if len(tray.chances) else tray.new[k].bar
        new = FadeIn(line.new, target_position=source)
        old = FadeIn(line.old, target_position=tray.old[k].bar)
        named = FadeIn(line.sign, line.names[:2], rate_func=LATE)
        self.play(new, old, named, Drive(hero, hero.frame, 0.0, 1.0), run_time=1.0)
        self.play(FadeIn(line.equals, line.ratio, line.names[2]), run_time=0.4)
        self.head = line
        self.gather(line)
        self.wait(0.4)
        self.turn(0.0, 1.0, (hero, self._rolling(hero)), run_time=1.4)
        self.wait(0.6)

        # The others at once.
        rolling = [(one, self._rolling(one)) for one in panels.panels if one is not hero]
        self.turn(0.0, 1.0, *rolling, run_time=1.6)
        self.gather(panels)
        self.teach("ratio", table.ratio, ratio_source, answers=[self.told.hero])

    def _open_panels(self) -> None:
        """The panels open over the bars; every bead lies on 1."""
        panels, tray = self.panels, self.tray

        def open_them(share: float) -> None:
            panels.fold(DOOR_HEADS, 1 - share)
            self._show_lamps(self.told.table, 1 - share)
            tray.pushed = 1 - share
            tray.stand(DOOR.mixed(PLAIN, share))

        gone = FadeOut(self.entry, rate_func=EARLY)
        self.turn(0.0, 1.0, (VGroup(panels, tray), open_them), beside=[gone], run_time=1.4)
        tray.digits = True
        for plot in panels.plots:
            plot.show_numbers(1.0, 0.0).roll(1.0)
        self.play(FadeIn(*panels.plots), run_time=0.6)
        self.gather(panels.show_plots(True))

    def _rolling(self, one: AnswerPanel) -> Callable[[float], object]:
        return lambda share: one.roll(self.told.table, share)

    def _stands(self, start: Stance, end: Stance) -> Callable[[float], object]:
        return lambda share: self.tray.stand(start.mixed(end, share))

    # -- 3 ------------------------------------------------------------------

    @beat()
    def grounds(self) -> None:
        """Which way is up

        Better than average, the ground rises; worse, it falls: the advantage.
        """
        # One answer: its reward, less the average, over the spread.
        told, table, panels = self.told, self.told.table, self.panels
        hero, line = panels.panels[self.place_of_hero], AdvantageLine(told, told.hero, [table])
        self._say(line, [Drive(self.tray, self.tray.show_chances, 1.0, 0.0)], run_time=1.0)
        self.wait(0.8)
        self.turn(0.0, 1.0, (hero, self._tilting(hero)), run_time=1.4)
        self.wait(0.6)

        # One on the other side of the average, then all.
        other = self._other_side(told.hero)
        self.spoken = hero
        self._move_on(line, table, other)
        self.wait(0.8)
        tilting = [(one, self._tilting(one)) for one in panels.panels if one is not hero]
        self.turn(0.0, 1.0, *tilting, run_time=1.6)
        self.gather(panels, line)
        self.teach("reward_mean", table.reward_mean, 2)
        self.teach("reward_std", table.reward_std, line.spread.decimals)
        self.teach("advantage", table.advantage, 2, answers=[other])

    def _tilting(self, one: AnswerPanel) -> Callable[[float], object]:
        return lambda level: one.straighten(self.told.table, level)

    def _other_side(self, k: int) -> int:
        """A told answer whose advantage has the other sign, if possible not one to be changed."""
        advantage = self.told.table.advantage
        found = [i for i in self.told.shown if advantage[i] * advantage[k] < 0]
        kept = [i for i in found if i != self.reward.index]
        return (kept or found or [k])[-1]

    # -- 4 ------------------------------------------------------------------

    @beat()
    def windows(self) -> None:
        """Flat: no push

        Far enough the right way, it is flat: lamp off. The wrong way: still pushed.
        """
        # Epsilon's window closes in on every bead.
        table, panels, knob = self.told.table, self.panels, self.epsilon_knob
        self._glow(knob, 0.0, 1.0, beside=[Drive(self.spoken, self.spoken.frame, 1.0, 0.0)])
        closing = panels, self._all(lambda one, level: one.close_window(table, level))
        self.turn(0.0, 1.0, closing, run_time=2.4)
        self.wait(0.4)

        # Slope: lamp on.
        flat = self._left(Prose(say("explorer.windows.flat"), size=FORMULA))
        self._say(flat)
        self._light_lamps(table)
        self._glow(knob, 1.0, 0.0)
        self._heights_become_pushes(flat)
        self._teach_ratios(table)
        self.teach("value", table.value, 2, answers=self.told.shown)

    def _heights_become_pushes(self, flat: Prose) -> None:
        """The bars make room: a push is its height over the size of the group."""
        told, tray = self.told, self.tray
        over = Prose(say("explorer.windows.push", count=told.group.size), size=FORMULA)
        over.move_to([RIGHT_HEAD, HEAD[1], 0], aligned_edge=RIGHT)
        named = FadeIn(stand_on(over, flat), rate_func=LATE)
        self.turn(0.0, 1.0, (tray, self._stands(PLAIN, HOME)), beside=[named], run_time=1.0)
        heights = tray.quotients(told.table)
        pushing = [k for k, i in enumerate(told.shown) if pushes(told.table)[i]]
        lit = [self.panels.plots[k].height_number.slots for k in pushing]
        pairs = zip(heights, lit, strict=False)
        self.play(*(FadeIn(said, target_position=seen) for said, seen in pairs), run_time=1.2)
        self.wait(0.8)
        gone = [FadeOut(heights, rate_func=EARLY)] if len(heights) else []
        self.turn(0.0, 1.0, (tray, tray.set_pushes), beside=gone, run_time=1.0)
        self.head = VGroup(flat, over)
        self.gather(self.panels, tray, self.head)

    # -- 5 ------------------------------------------------------------------

    @beat()
    def epsilon(self) -> None:
        """Turn epsilon

        The wider its window, the later an answer stops pushing.
        """
        told, table, panels, knob = self.told, self.told.table, self.panels, self.epsilon_knob
        far = knob.mark(told.turned)  # so far it will be turned
        self._glow(knob, 0.0, 1.0, beside=[FadeOut(self.head), FadeIn(far)])
        self.head = None
        self.ask(self.question, seconds=2.0)

        # The ceiling slides, and the bead with it.
        counter = self._counter(table)
        self.answer(FadeIn(counter), run_time=0.6)
        self.head = counter
        for plot in panels.plots:
            plot.keep_edges(1.0)
        self._turn_epsilon(0.0, 1.0, run_time=4.4)
        self.wait(0.4)
        self.was = VGroup(self.tray.before(table), far)
        self.play(FadeIn(self.was[0], self._count_before(table)), run_time=0.4)
        self.gather(self.tray, self.was, counter)
        self._teach_pushes(self.wide)
        for which, at in ((table, table.eps_high), (self.wide, told.turned)):
            self.given(
                say("explorer.epsilon.how_many"), told.pushing(which), 0, note=under("ε", at)
            )

    def _count_before(self, table: GroupTable) -> Formula:
        """How many pushed in `table`, muted, before the number of now, which makes room."""
        before = Formula(f"{self.told.pushing(table)} arrow.r", size=64, role="muted")
        before.move_to(HEAD, aligned_edge=LEFT)
        stand_on(before, self.count)
        self.head.shift((before.width + 0.3) * RIGHT)
        self.head.add(before)
        return before

    def _turn_epsilon(self, start: float, end: float, run_time: float) -> None:
        """Turn epsilon from a share of its way to another; all that depends on it follows."""

        def follow(share: float) -> None:
            table = self.told.with_epsilon(share)
            self.panels.show(table)
            self.tray.show(table)
            self.epsilon_knob.turn(table.eps_low, table.eps_high)
            self.count.set_value(self.told.pushing(table))

        moving = VGroup(self.panels, self.tray, self.epsilon_knob, self.head)
        self.turn(start, end, (moving, follow), run_time=run_time)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def beta(self) -> None:
        """Turn beta

        Beta changes no lamp. It pulls every answer, right or wrong, back to the reference.
        """
        # Epsilon goes back.
        told, table, tray, knob = self.told, self.told.table, self.tray, self.beta_knob
        self._glow(self.epsilon_knob, 1.0, 0.0, beside=[FadeOut(self.was)])
        self.head.remove(self.head[-1])
        for plot in self.panels.plots:
            plot.keep_edges(0.0)
        self._turn_epsilon(1.0, 0.0, run_time=1.2)

        # The reference stands about each bar; where it is furthest it pulls hardest.
        self._close_panels(TALL, [FadeOut(self.head, tray.legend)])
        k = int(np.abs(pulls(told, table)).round(9).argmax())
        line, seen = PullLine(told, told.shown[k]), self.panels.panels[k]
        beside = [Drive(knob, knob.set_glow, 0.0, 1.0)]
        self.turn(0.0, 1.0, (tray, tray.show_reference), (seen, seen.frame), beside=beside)
        self.wait(0.6)
        self.head, self.spoken = line, seen
        self._take_apart(line, k)
        self.turn(0.0, 1.0, (tray, tray.set_pulls), run_time=0.4)
        self.wait(0.6)

        def follow(beta: float) -> None:
            now = told.with_beta(beta)
            tray.show(now)
            line.show(now)
            knob.turn(beta)

        moving = VGroup(tray, line, knob)
        self.turn(table.beta, told.most_beta, (moving, follow), run_time=4.4)
        self.gather(tray, line, knob)
        self._teach_pulls()

    def _take_apart(self, line: PullLine, k: int) -> None:
        """The pull's line, made of what stands in the lane `k`."""
        tray = self.tray
        above = FadeIn(line.reference, target_position=tray.reference[k].dashes)
        below = FadeIn(line.new, target_position=tray.new[k].bar)
        self.play(above, below, FadeIn(line.names[:2], rate_func=LATE), run_time=1.0)
        rest = [part for part in line.numbers if part not in (line.reference, line.new)]
        self.play(FadeIn(*rest, line.names[2:]), run_time=0.6)
        self.gather(line)

    # -- 7 ------------------------------------------------------------------

    @beat()
    def not_a_score(self) -> None:
        """Not a score to win

        Knobs can make J larger. The policy has not moved: they are chosen, not learned.
        """
        # Beta goes back, and leaves the bars alone: that is the policy.
        told, table = self.told, self.told.table
        end = told.with_both(2.0)
        gauge, line = JGauge([table, end]), SumLine([table, end])
        self._beta_back([FadeOut(self.head, rate_func=EARLY)])
        self.head = None

        # J: the mean of the heights, less beta times the drift.
        self._say(line, [FadeIn(gauge, gauge.drift)], run_time=0.8)
        self.wait(0.6)
        self.turn(0.0, 1.0, (gauge, gauge.set_price), run_time=1.4)
        self.play(FadeOut(gauge.drift), run_time=0.4)

        def follow(share: float) -> None:
            now = told.with_both(share)
            self._show(now)
            line.show(now)
            gauge.show(now)

        moving = VGroup(self._moving, line, gauge)
        self.turn(0.0, 1.0, (moving, follow), run_time=2.0)
        self.turn(1.0, 2.0, (moving, follow), run_time=1.4)
        self.gather(*self._moving, line, gauge)
        self._teach_sums(end, line)
        self._ask_if_better(line, gauge)

    def _ask_if_better(self, line: SumLine, gauge: JGauge) -> None:
        """Is it better? It has not moved."""
        end = gauge.table
        said = self._j_before_and_after(end, line.decimals)
        was = gauge.was(
            self.told.table, without_zero(number_text(self.told.table.objective, line.decimals))
        )
        self._say(said, [FadeIn(was)])
        self.gauge = VGroup(gauge, was)
        self.ask(self.question, at=ASKED_RIGHT, width=6.0)
        claim = lettered(say("explorer.not_a_score.same"), size=FORMULA)
        claim.move_to([RIGHT_HEAD, HEAD[1], 0], aligned_edge=RIGHT)
        self.answer(FadeIn(claim), run_time=0.8)
        self.head = VGroup(said, claim)
        self.gather(self.head)

    def _j_before_and_after(self, end: GroupTable, decimals: int) -> VGroup:
        """J as it was, muted, and as it is."""
        was, now = (
            without_zero(number_text(t.objective, decimals)) for t in (self.told.table, end)
        )
        start = Formula(f"J = {was} arrow.r", size=50, role="muted")
        row = on_baseline(start, Formula(now, size=58), buff=0.3)
        return row.move_to(HEAD, aligned_edge=LEFT)

    def _beta_back(self, beside: Sequence[Animation]) -> None:
        """Beta back to where it was; the panels open, and the bars say chances."""
        told, tray, panels = self.told, self.tray, self.panels

        def back(share: float) -> None:
            beta = (1 - share) * told.most_beta + share * told.table.beta
            self.beta_knob.turn(beta)
            tray.pushed = tray.pulled = tray.referred = 1 - share
            tray.said = float(share == 1.0)
            tray.stance = TALL.mixed(PLAIN, share)
            tray.show(told.with_beta(beta))
            panels.fold(SHUT_HEADS, 1 - share)

        glow = Drive(self.beta_knob, self.beta_knob.set_glow, 1.0, 0.0)
        frame = Drive(self.spoken, self.spoken.frame, 1.0, 0.0)
        moving = VGroup(panels, tray, self.beta_knob)
        self.turn(0.0, 1.0, (moving, back), beside=[glow, frame, *beside], run_time=1.2)
        self.play(*map(FadeIn, panels.plots), run_time=0.4)
        self.gather(panels.show_plots(True))

    def _teach_pulls(self) -> None:
        """Declare how hard each told answer is pulled under beta turned up."""
        for k, value in zip(self.told.shown, pulls(self.told, self.dear), strict=True):
            self.given(say("explorer.beta.pull"), float(value), 3, answer=k)

    def _teach_sums(self, table: GroupTable, line: SumLine) -> None:
        self.teach("mean_k3", table.kl, line.decimals)
        self.teach("beta", table.beta, ratio_text)
        self.teach("surrogate", table.surrogate, line.decimals)
        self.given("J", table.objective, line.decimals, note=under("ε", table.eps_high), symbol="J")

    # -- 8 ------------------------------------------------------------------

    @beat()
    def one_reward(self) -> None:
        """Change a reward

        One coin turns, every advantage changes: each is measured against the group.
        """
        # The knobs go back.
        told, table, panels = self.told, self.told.table, self.panels
        judged, tray = self.judged, self.tray
        self._knobs_back()
        self._say(self._left(Prose(say(f"explorer.one_reward.head_{self._mistake}"), size=FORMULA)))
        one = panels.panels[panels.place(self.reward.index)]
        self.turn(0.0, 1.0, (one, one.frame), run_time=0.4)
        self.wait(2.2)

        # Its own advantage changes.
        line = AdvantageLine(told, self.reward.index, [table, judged])
        self._say(line)
        self.wait(0.6)
        self.turn(0.0, 1.0, (VGroup(panels, tray, line), self._coin_turner(line)), run_time=2.6)
        self.was = tray.before(table)
        self.play(FadeIn(self.was), run_time=0.4)
        self.gather(panels, tray, line, self.was)
        self.wait(0.8)

        # So does that of another, of which nothing was changed.
        self.spoken = one
        self._move_on(line, judged, self._other_side(told.hero))
        self.teach("reward_mean", judged.reward_mean, 2, note=say("explorer.one_reward.after"))
        self.teach("advantage", judged.advantage, 2, answers=[line.k])

    def _knobs_back(self) -> None:
        """Both knobs back to where they were; the gauge leaves, and pushes come out of the bars."""
        told, tray = self.told, self.tray

        def back(share: float) -> None:
            tray.pushed, tray.said = share, float(share == 0.0)
            tray.stance = PLAIN.mixed(HOME, share)
            self._show(told.with_both(2 - 2 * share))

        beside = [FadeOut(self.head, self.gauge), FadeIn(tray.legend, rate_func=LATE)]
        self.turn(0.0, 1.0, (self._moving, back), beside=beside, run_time=1.0)
        self.head = None

    def _coin_turner(self, line: AdvantageLine) -> Callable[[float], None]:
        """A setter that turns the coin; the line says it midway."""
        table, judged = self.told.table, self.judged
        mix = self._mix(table, judged)

        def turn_coin(share: float) -> None:
            mix(share)
            line.say(judged if share > 0.5 else table)

        return turn_coin

    # -- 9 ------------------------------------------------------------------

    @beat()
    def one_probability(self) -> None:
        """Change a probability

        One answer passes its bound: its lamp goes out. The others give way, and roll, too.
        """
        table, panels, tray = self.told.table, self.panels, self.tray
        one, other = self.spoken, panels.panels[panels.place(self.ratio.index)]
        mix = self._mix(self.judged, table)

        def back(share: float) -> None:
            tray.said = float(share == 1.0)
            mix(share)
            one.frame(1 - share)

        self.turn(0.0, 1.0, (VGroup(panels, tray), back), beside=[FadeOut(self.was)], run_time=1.0)
        self._say(self._left(Prose(say("explorer.one_probability.moves"), size=FORMULA)))
        self.turn(0.0, 1.0, (other, other.frame), run_time=0.4)
        self.wait(0.4)

        # Its bar grows, and its bead rolls past the bound.
        ends = self.ratio.start, self.ratio.end
        self.turn(*ends, (VGroup(panels, tray), self._roll), run_time=4.0)
        self.gather(panels, tray)
        self.wait(0.6)

        # Under a wider epsilon it pushes on.
        if self._pushes_on:
            self._say(self._left(Prose(say("explorer.one_probability.wider"), size=FORMULA)))
            self._glow(self.epsilon_knob, 0.0, 1.0)
            self._there_and_back(self.moved, self.told.turned)
        self._teach_ratios(self.moved)

    def _roll(self, ratio: float) -> None:
        """Its answer at a ratio; a shade stays where each bead was."""
        now = self._with_ratio(ratio)
        self.panels.show(now)
        self.tray.show(now)
        for seen, was in zip(
            self.panels.panels, self.told.table.ratio[list(self.told.shown)], strict=True
        ):
            seen.plot.keep_bead(float(was))

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.0)
    def your_turn(self) -> None:
        """Your turn

        The checker has it upside down. Which of them push now, and which way?
        """
        # The policy goes back; then every coin turns over.
        told, panels, tray, over = self.told, self.panels, self.tray, self.over
        self._policy_back()
        mix = self._mix(told.table, over)

        def turn_over(share: float) -> None:
            mix(share)
            for one in panels.panels:
                one.ask(1.0)

        self._say(self._left(Prose(say("explorer.your_turn.over"), size=FORMULA)))
        self.turn(0.0, 1.0, (VGroup(panels, tray), turn_over), run_time=1.8)
        self.gather(panels, tray)
        self.play(FadeOut(self.head), run_time=0.2)
        self.head = None
        self.ask(self.question, seconds=3.0)
        self.answer(run_time=0.4)
        for one in panels.panels:
            one.ask(0.0)
        self._light_lamps(over)
        self._say(self._verdict(), [Drive(tray, tray.set_pushes, 0.0, 1.0)], run_time=0.8)
        self.gather(panels, tray)

        # No epsilon, however narrow, stops these.
        if told.pushes_back(over):
            self._glow(self.epsilon_knob, 0.0, 1.0)
            self._there_and_back(over, min(NARROW, over.eps_low))
        else:
            self.wait(0.8)  # what is said takes its time
        self.teach("value", over.value, 2, answers=told.shown)

    def _policy_back(self) -> None:
        """The policy back to where it was; pushes sink into the bars."""
        panels, tray = self.panels, self.tray
        other = panels.panels[panels.place(self.ratio.index)]

        def back(share: float) -> None:
            now = self._with_ratio((1 - share) * self.ratio.end + share * self.ratio.start)
            panels.show(now)
            tray.said, tray.pushed = float(share == 0.0), 1 - share
            tray.show(now)
            other.frame(1 - share)
            for plot in panels.plots:
                plot.keep_bead(plot.ratio)

        self.turn(0.0, 1.0, (VGroup(panels, tray), back), run_time=1.0)

    def _verdict(self) -> VGroup:
        """How many push, and why."""
        said = VGroup(self._counter(self.over))
        if self.told.pushes_back(self.over):
            why = Prose(say("explorer.your_turn.back"), size=FORMULA)
            why.move_to([RIGHT_HEAD, HEAD[1], 0], aligned_edge=RIGHT)
            said.add(stand_on(why, self.count))
        return said

    # -- 11 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """What each knob changes

        Epsilon: when a push stops. Beta: how hard the reference pulls back.
        """
        # The checker is right again, and the panels close to their heads.
        table, panels, tray = self.told.table, self.panels, self.tray
        mended = self._left(Prose(say("explorer.home.mended"), size=FORMULA))
        mix = Drive(VGroup(panels, tray), self._mix(self.over, table), 0.0, 1.0)
        self._say(mended, [mix], run_time=1.2)
        self.gather(panels, tray)
        self._close_panels(EXIT, [FadeOut(tray.legend)])

        # Epsilon: lamps come on, and go out again. Beta: pulls.
        term, knob = Averaged(*self.lit), self.epsilon_knob
        named = FadeOut(self.head), FadeIn(term, shift=0.3 * UP)
        self._glow(knob, 0.0, 1.0, beside=named)
        self._there_and_back(table, self.told.turned)
        self._turn_beta_up()

        page = self._live_page()
        self.play(term.shrink(), FadeIn(page), run_time=0.6)
        self.wait(0.4)
        kept = (panels, tray, self.epsilon_knob, self.beta_knob, page)
        beside = [FadeOut(term, rate_func=LATE)]
        self.close_film(*kept, sentence=say("explorer.home.claim"), across=True, beside=beside)
        self.teach("epsilon", table.eps_high, 2)
        self.teach("beta", self.told.most_beta, 2)

    def _there_and_back(self, start: GroupTable, epsilon: float) -> None:
        """Turn epsilon to a setting and back; panels and tray follow."""
        knob, panels, tray = self.epsilon_knob, self.panels, self.tray
        own = start.eps_low, start.eps_high

        def follow(share: float) -> None:
            low, high = ((1 - share) * bound + share * epsilon for bound in own)
            table = evaluate_group(start.group, eps_low=low, eps_high=high)
            panels.show(table)
            tray.show(table)
            knob.turn(low, high)

        moving = VGroup(panels, tray, knob)
        self.turn(0.0, 1.0, (moving, follow), run_time=1.6)
        self.wait(0.4)
        self.turn(1.0, 0.0, (moving, follow), run_time=0.8)
        self._glow(knob, 1.0, 0.0)

    def _turn_beta_up(self) -> None:
        """Beta to where it was turned."""
        knob, tray = self.beta_knob, self.tray

        def follow(share: float) -> None:
            beta = (1 - share) * self.told.table.beta + share * self.told.most_beta
            tray.pulled, tray.referred = 1.0, min(1.0, 4 * share)
            tray.show(self.told.with_beta(beta))
            knob.turn(beta)

        glow = Drive(knob, knob.set_glow, 0.0, 1.0, rate_func=EARLY)
        self.turn(0.0, 1.0, (VGroup(tray, knob), follow), beside=[glow], run_time=2.0)
        self._glow(knob, 1.0, 0.0)
        self.gather(tray, knob)

    @staticmethod
    def _live_page() -> VGroup:
        """Where the knobs can be turned, and the command for it."""
        said = Prose(say("explorer.home.where"), size=READOUT)
        command = Prose(say("explorer.home.command"), size=LABEL, role="muted")
        return on_baseline(said, command, buff=0.5).move_to(LIVE_PAGE)
