"""Advantage: what a reward is worth inside its own group, and when it is worth nothing."""

from __future__ import annotations

from manim import LEFT, UP, FadeIn, VGroup

from grpo_core import (
    LARGE_STEP,
    evaluate_group,
    group_advantages,
    is_silent,
    load_group,
    softmax,
)
from scenes.script.settings import ASSETS, WORKED_GROUP
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.reward_line import reward_text
from scenes.stage.typeset import Prose

from .conventions import CONVENTIONS
from .counted import Counted
from .drift import Drifting, StillOne
from .kinder import Kinder
from .own_group import OwnGroup, Verdict
from .rare import RarePlot
from .ruler_squares import RulerSquares
from .seesaw import Critic, Seesaw
from .valley import Valley
from .which import WhichRuler
from .worlds import Worlds


class Advantage(GrpoScene):
    """How rewards become advantages inside one group, and what that does."""

    poster_beat = 4
    lit = ("advantage1", "advantage2")
    stand_in = WORKED_GROUP  # of a silent group, which has nothing to show in most beats
    note_at = (-6.3, 3.55, 0.0)  # the left end of what says so
    rare_group = ASSETS / "groups" / "notebook_rewards.toml"  # right answers are rare in it
    rarest = 0.02  # the end of the difficulty curves
    silent_run = LARGE_STEP  # how often its groups are silent

    def setup(self) -> None:
        super().setup()
        self.silent = bool(is_silent(self.table.rewards))
        group = load_group(self.stand_in) if self.silent else self.table.group
        self.example = evaluate_group(group, scale="std")
        self.notebook = evaluate_group(load_group(self.rare_group))
        self.note = VGroup()  # says that it is not the user's group which is shown
        if self.silent:
            note = Prose(say("advantage.kinder_marker.example"), role="muted")
            self.note.add(note.move_to(self.note_at, LEFT))

    @beat()
    def worlds(self) -> None:
        """One reward, three worlds

        The coin never moves; its advantage is its height over the group's average.
        """
        w = Worlds()
        self.door(self.question, name=False, beside=[FadeIn(x) for x in w.worlds], seconds=1)
        self.add(w.scale, w.advantage)

    @beat()
    def kinder_marker(self) -> None:
        """A kinder marker

        A bonus for everyone changes nothing: only distances inside the group count.
        """
        k = Kinder(self.example)
        self.clear()
        self.add(k.axes, k.strict, k.kind, k.marks, k.names, k.name)
        self.play(*k.centre())
        self.remove(*k.marks)
        self.add(k.common())

    @beat()
    def seesaw(self) -> None:
        """The average is a balance

        Where the group balances is its baseline; no critic network has to guess it.
        """
        s = Seesaw(self.example)
        c = Critic().move_to([5.3, 2.2, 0])
        self.clear()
        self.add(s, s.arms, s.totals(), s.average(), c)

    @beat()
    def squares(self) -> None:
        """A ruler for the group

        Square the distances, level them out: the side is the standard deviation.
        """
        q = RulerSquares(self.notebook)
        self.clear()
        self.add(q.axis, q.coins, q.mean, q.average, q.counts, *q.squares, q.areas, q.tray, q.levelled)
        self.add(q.tray_words(), q.flat_ruler(), q.side_words(), q.rulers(), q.verdicts())

    @beat()
    def formula(self) -> None:
        """Count in rulers

        Reward minus average, in standard deviations; over the group they cancel.
        """
        c = Counted(self.notebook)
        self.clear()
        self.add(c.formula, c.filled, c.arrows, c.ends)

    @beat()
    def difficulty(self) -> None:
        """Rare outcomes shout

        The rarer an outcome in its group, the larger its advantage, right or wrong.
        """
        p = RarePlot(self.rarest)
        p.set_reach(1.0)
        self.clear()
        self.add(p.undivided(), p, p.meaning(), p.shouts(), p.formulas())

    @beat()
    def nothing(self) -> None:
        """Nothing to compare

        Closer rewards keep their advantage; equal rewards have none, by rule.
        """
        d = Drifting(evaluate_group(load_group(self.stand_in)))
        o = StillOne(d)
        d.set_spread(0.0)
        o.set_spread(1e-6)
        self.clear()
        d.coins.become(d.hollow())
        self.add(d.trails(), d, o, o.names, o.gap(), o.words())

    @beat()
    def silences(self) -> None:
        """Two silences

        Too hard or too easy: the whole group agrees, and teaches nothing.
        """
        run = self.silent_run
        v = Valley(run.group_size, float(softmax(run.logits)[0]))
        self.clear()
        self.add(v, v.names(), v.arms(), v.dot(), v.field())

    @beat()
    def which_ruler(self) -> None:
        """Which ruler?

        Same directions, other lengths: say which standard deviation you mean.
        """
        w = WhichRuler(self.example.rewards)
        self.clear()
        self.add(w)

    @beat(hold=3.0)
    def home(self) -> None:
        """Better than its own group

        Above the group's average: more of this; below: less; all equal: silence.
        """
        o = OwnGroup(self.table)
        self.add(o)
        v = Verdict()
        self.add(v)
        self.close_film(o, v, sentence=say("advantage.home.claim"))
