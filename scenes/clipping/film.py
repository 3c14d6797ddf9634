"""Clipping: one-sided, by the sign of A; clipped means stop pushing, not undo."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from grpo_core import LARGE_STEP, evaluate_group, large_step_run, load_group
from scenes.script.cases import Case, find_case, pushes
from scenes.script.facts import fact
from scenes.script.numerals import ratio_source
from scenes.script.quantities import under
from scenes.script.settings import ASSETS
from scenes.script.telling import cards_of
from scenes.script.words import say
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.envelope import ratio_text
from scenes.stage.film import GrpoScene, beat
from scenes.stage.gradient import SlopePanel, verdict
from scenes.stage.motion import Dim, Undim
from scenes.stage.places import room_in_view
from scenes.stage.quotient import Quotient
from scenes.stage.ratio_strip import RatioStrip, ratio_definition
from scenes.stage.theme import FORMULA
from scenes.stage.typeset import Prose

from .board import Board
from .case_plot import end_of_axis
from .cases_panel import CasesPanel
from .ceiling import START, Ceiling, SecondAnswer
from .mirror import Mirror
from .ratio_line import RatioLine
from .sweep import Sweep

_SHARED = ("band", "axes", "curve", "marker")  # of an envelope, wherever it stands


class Clipping(GrpoScene):
    """How the clip range acts on each answer, and what it does not do."""

    poster_beat = 7
    lit = ("surrogate",)
    # The views of a closer look, in scene units.
    closer_width, near_width, close_width = HOME_WIDTH / 1.6, 7.0, 5.0
    inside = 0.6  # a ratio at which A > 0 still pushes
    strip_center, definition_center = 1.25 * UP, np.array([4.4, 3.15, 0])
    board_center, panels_center = 0.3 * UP, 0.4 * UP
    apart = 3.25 * RIGHT  # of two panels, from the middle

    def setup(self) -> None:
        super().setup()
        self.pushed = find_case(self.table, +1, above=True)
        self.rarer = find_case(self.table, +1, above=False)
        self.dropped = find_case(self.table, -1, above=False)
        self.growing = find_case(self.table, -1, above=True)
        cases = (self.pushed, self.rarer, self.dropped, self.growing)
        self.most = end_of_axis(self.table, *cases)

    def _index_of(self, case: Case) -> int:
        """The answer that shows `case`; where none does, the shown one that moved furthest."""
        if case.index is not None:
            return case.index
        moved = np.abs(self.table.new_logp - self.table.old_logp)
        return max(cards_of(self.table), key=lambda index: moved[index])

    def _teach(self, case: Case, *keys: str) -> None:
        """Declare numbers of an answer that shows a case; a probe has none of the group's."""
        for key in keys if case.index is not None else ():
            self.teach(key, getattr(self.table, key), 2, answers=[case.index])

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.2)
    def ratios(self) -> None:
        """Every answer has a ratio

        Each answer has a ratio: how much likelier it is now than when it was sampled.
        """
        self.teach("ratio", self.table.ratio, ratio_source, answers=cards_of(self.table))
        self.teach("lower_bound", 1 - self.table.eps_low, ratio_text)
        self.teach("upper_bound", 1 + self.table.eps_high, ratio_text)

        # The home shot, with the term of this film lit.
        objective, self.cards = self.open_home()

        # The fraction becomes the name of an axis.
        strip = self.strip = RatioStrip(self.table).move_to(self.strip_center)
        self.definition = ratio_definition().move_to(self.definition_center)
        fraction = objective.part("ratio1").copy()
        becomes = ReplacementTransform(fraction, self.definition)
        self.play(FadeOut(objective), becomes, run_time=1.2)
        self.play(*strip.lay_down(), run_time=0.8)

        # When they were sampled all ratios were 1; since then the policy has moved.
        strip.set_spread(0.0)
        self.play(LaggedStart(*strip.receive(self.cards), lag_ratio=0.2), run_time=1.4)
        self.gather(strip)
        strip.remove(strip.labels)
        self.turn(0.0, 1.0, (strip, strip.set_spread), run_time=1.4)
        self.play(FadeIn(strip.labels), run_time=0.6)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def fraction(self) -> None:
        """A ratio is new over old

        The ratio is this answer's new probability over its old one.
        """
        # One marker, seen close.
        index = self._index_of(self.pushed)
        marker = self.strip.marker_of(index)
        quotient = self.quotient = Quotient(self.table, index, scale=self.close_width / HOME_WIDTH)
        quotient.next_to(marker, LEFT, buff=0.15)
        whole, hidden = VGroup(quotient, marker.copy()), self.dim_others(opacity=0.0)
        self.zoom_to(whole, self.close_width, *hidden, Undim(marker))

        # Two bars, and their numbers over each other.
        for bar, label in quotient.steps():
            self.play(GrowFromEdge(bar, DOWN), FadeIn(label), run_time=0.8)
        formula, (old, new) = quotient.quotient, quotient.numbers
        self.play(
            TransformFromCopy(new, formula.select("new")),
            TransformFromCopy(old, formula.select("old")),
            run_time=1.2,
        )
        self.play(FadeIn(formula), run_time=0.6)
        self.teach_probabilities("old", "new", answers=[index])
        self.teach("ratio", self.table.ratio, ratio_source, answers=[index])

    # -- 3 ------------------------------------------------------------------

    @beat()
    def ceiling(self) -> None:
        """A > 0: a ceiling

        For a good answer the term grows with the ratio, up to a ceiling.
        """
        self._teach(self.pushed, "ratio", "advantage", "unclipped", "clipped", "value")

        # The bars fall into the marker, and the strip's axis becomes the plot's.
        plot, strip = Ceiling(self.table, self.pushed, self.most), self.strip
        self.up, envelope = plot, plot.envelope
        marker, axis, band = strip.marker_of(self._index_of(self.pushed)), strip.axis, strip.band
        self.play(self.quotient.animate.scale(0.05).move_to(marker), run_time=0.8)
        self.remove(self.quotient, self.cards, self.definition, strip, strip.labels)
        self.add(band, axis, marker)
        moves = ReplacementTransform(marker, envelope.marker)
        self.zoom_home(Undim(band), Undim(axis), moves, run_time=1.4)
        self.play(*plot.unfold(axis, band), run_time=1.0)

        # Two candidates: the straight line, and the same line held to the range.
        for curve, name in plot.candidates:
            self.play(Create(curve), FadeIn(name), run_time=0.8)

        # min is the lower of the two, traced by the answer.
        self.gather(plot.prepare_trace())
        self.turn(START, self.pushed.ratio, *plot.tracing, run_time=2.8)
        self.turn(self.pushed.ratio, envelope.most, (envelope, plot.finish_curve))
        self.play(*plot.name_levels(), run_time=0.6)

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.0)
    def flat(self) -> None:
        """A flat stretch does not push

        Beyond the bound the objective is flat: its slope is zero, stop pushing.
        """
        # Inside the range the curve is steep.
        plot, ratio = self.up, self.pushed.ratio
        leaving = [FadeOut(plot.levels, plot.case_name)]
        self.turn(ratio, self.inside, *plot.walking, beside=leaving, run_time=1.2)
        self.play(*plot.show_slope(), run_time=0.8)
        self.wait(0.8)

        # Past the bound the tangent lies down and the lamp goes out.
        self.turn(self.inside, ratio, *plot.walking_lit, beside=plot.hatch(), run_time=2.4)
        self.play(*plot.say_claim(), run_time=0.6)
        self._teach(self.pushed, "ratio", "value")
        self.teach("slope", plot.envelope.slope(ratio), 2)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def full_pull(self) -> None:
        """A > 0, rarer: the full pull stays

        If a good answer got rarer, the full pull stays.
        """
        self._teach(self.rarer, "clipped", "value")

        # On the other side of the range the answer is pushed with all of A.
        plot, case = self.up, self.rarer
        envelope = plot.envelope.set_advantage(case.advantage)
        leaving, ends = [FadeOut(plot.claim, plot.case_name)], (self.pushed.ratio, case.ratio)
        self.turn(*ends, *plot.walking_lit, beside=leaving, run_time=1.8)
        view, width = envelope.point(case.ratio, 0.0) + 0.3 * RIGHT + 0.95 * UP, self.near_width
        cut = map(Dim, plot.beyond(view[0] + 0.475 * width))
        self.zoom_to(view, width, *self.dim_others(envelope, plot.ticks), *cut)

        # min takes the lower candidate, and the lower one still rises.
        room, scale = room_in_view(view, width), width / HOME_WIDTH
        self.close_up = SecondAnswer(plot, case, room, scale).steps
        for text in self.close_up[:-1]:
            self.play(FadeIn(text), run_time=0.8)
        self.play(FadeIn(self.close_up[-1]), run_time=0.6)

    # -- 6 ------------------------------------------------------------------

    @beat(hold=1.6)
    def mirror(self) -> None:
        """A < 0: the other side

        For a bad answer it is the other way round: flat below, a full brake above.
        """
        low, high = self.dropped, self.growing
        self._teach(low, "value")
        self._teach(high, "clipped", "value")

        # The first picture steps aside; the second is drawn like it.
        first, width = self.up, self.closer_width
        self.remove(*first.left_behind)
        self.zoom_home(FadeOut(*self.close_up), first.step_aside())
        down = self.down = Mirror(self.table, low, high, self.most, first=first, width=width)
        self.play(*self.dim_others(), *down.draw_candidates(), run_time=1.0)
        self.play(*down.draw_curve(), run_time=1.0)
        self.gather(down.envelope)

        # Two answers walk from ratio 1 to their own; the camera has both in view.
        down.find_labels()
        nearer = self.frame_on(down.view, width)
        self.turn(1.0, low.ratio, down.walker(low), beside=[nearer], run_time=1.8)
        self.play(FadeIn(down.labels[0]), run_time=0.6)
        self.turn(1.0, high.ratio, down.walker(high), run_time=1.4)
        self.play(FadeIn(down.labels[1], down.rejected), run_time=0.6)
        self.wait(0.8)
        self.zoom_home(run_time=1.4)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=3.0)
    def board(self) -> None:
        """Four corners

        Hatched: clipped, its own push is off. Plain: it still pushes.
        """
        # The picture of an answer becomes its cell among all of them.
        board = self.answers = Board(self.table).move_to(self.board_center)
        pushing = pushes(self.table)
        board.forget(pushing)
        cell, envelope = board.of(self._index_of(self.growing)), self.down.envelope
        envelope.set_ratio(self.growing.ratio)
        self.clear(envelope, beside=[FadeIn(envelope.marker)], run_time=0.6)
        envelope.add(envelope.marker)
        self.morph(envelope, cell, *((name, f"envelope.{name}") for name in _SHARED))
        others = LaggedStart(*map(FadeIn, board.without(cell)), lag_ratio=0.3)
        self.play(others, FadeIn(board.headings), run_time=1.6)
        self.gather(board)

        # Which of them push? Their lamps tell, one after the other.
        for cell in board.cells:
            self.turn(0.0, 1.0, (cell, cell.verdict(pushing)), run_time=0.6)
        shown = [cell.index for cell in board.cells]
        self.teach("ratio", self.table.ratio, ratio_source, answers=shown)
        self.teach("value", self.table.value, 2, answers=shown)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.4)
    def why_min(self) -> None:
        """Why min

        Clipping alone would let go of a bad answer that is growing. min does not.
        """
        # One cell becomes the right panel; the left one has no min.
        case, table = self.growing, self.table
        alone, together = say("clipping.why_min.alone"), say("clipping.why_min.with_min")
        left = SlopePanel(table, case, alone, "clipped").move_to(self.panels_center - self.apart)
        right = SlopePanel(table, case, together, "value").move_to(self.panels_center + self.apart)
        cell = self.answers.of(self._index_of(case))
        self.clear(cell)
        shared = ["body", "lamp", *(f"envelope.{name}" for name in _SHARED)]
        self.morph(cell, right, *shared)
        self.play(FadeIn(left, shift=0.4 * LEFT), run_time=0.8)

        # With clip alone it would never be pushed back.
        both = [(panel, panel.set_ratio) for panel in (left, right)]
        self.turn(1.0, case.ratio, *both, run_time=2.4)
        for panel, note in ((left, alone), (right, together)):
            self.teach("slope", panel.envelope.slope(case.ratio), 2, note=note)

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.0)
    def sweep(self) -> None:
        """Turning epsilon

        Widen the range: fewer answers are clipped, and their push returns.
        """
        # The whole group under every range; the values that tell are marked.
        sweep = Sweep(self.table)
        self.clear()
        self.play(FadeIn(*sweep.parts), run_time=0.8)
        self.play(*sweep.mark(0.0), run_time=0.6)
        for low, high in sweep.stretches:
            self.turn(low, high, *sweep.turning, run_time=1.4)
            self.play(*sweep.mark(high), run_time=0.6)
        for epsilon in (0.0, *sweep.present, sweep.plot.most):
            self.teach("surrogate", sweep.plot.value(epsilon), note=under("ε", epsilon))

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.4)
    def notebook(self) -> None:
        """Four textbook cases, and a fifth

        Four cases from a notebook on clipping, and the one that it lacks.
        """
        # Four cases, as the notebook computes them.
        cases = evaluate_group(load_group(ASSETS / "groups" / "notebook_clips.toml"))
        panels = VGroup(*(CasesPanel(cases, sign) for sign in (1, -1)))
        panels.arrange(RIGHT, buff=0.25).move_to(self.panels_center)
        self.clear()
        self.play(FadeIn(panels), run_time=0.8)
        for panel in panels:
            self.play(LaggedStart(*map(FadeIn, panel.show_cases()), lag_ratio=0.5), run_time=1.4)
        self.wait(0.8)

        # The one that it lacks: a good answer that has become rarer.
        self.play(FadeIn(panels[0].show_missing(float(cases.ratio.min()))), run_time=0.8)
        self.teach("value", cases.value, 1, answers=range(cases.group.size))
        self.teach("epsilon", cases.eps_low, ratio_text)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.0)
    def no_fence(self) -> None:
        """No fence for the ratio

        Clipping stops the push. It does not hold the ratio: one step can leap past it.
        """
        # A recorded run: one large step takes a rare right answer far beyond the range.
        line = RatioLine(LARGE_STEP.eps_low, LARGE_STEP.eps_high).shift(1.3 * DOWN)
        line.place_run(large_step_run())
        self.clear()
        self.play(*line.show_run(), run_time=0.6)
        self.wait(0.4)
        self.play(*line.step_to(1), run_time=0.8)
        self.wait(0.4)
        self.play(*line.step_to(2), *line.say_moved(), run_time=0.8)
        self.wait(1.2)

        # Clip-higher: DAPO moves the upper bound alone.
        self.play(*line.keep_hero(), run_time=0.4)
        higher, stage = (say(f"clipping.no_fence.{key}") for key in ("clip_higher", "stage"))
        self.play(*line.move_bound(fact("dapo.epsilon_high"), higher), run_time=0.8)
        self.wait(1.8)

        # R1's printed eps: out to where the upper bound is.
        self.play(FadeOut(line.home_labels()), run_time=0.4)
        out = self.frame_on(*line.whole_view())
        self.play(*line.widen(fact("r1.epsilon"), stage), out, run_time=1.4)
        self.play(FadeIn(line.far), run_time=0.6)
        self._teach_leap(line.hero_path, higher, stage)

    def _teach_leap(self, path: list[float], higher: str, stage: str) -> None:
        """Declare the ratios that an answer had at each step, and the bounds of the papers."""
        for step, ratio in enumerate(path, start=1):
            self.teach("ratio", ratio, 2, note=say("stage.ratio_line.step", step=step))
        self.teach("upper_bound", 1 + fact("dapo.epsilon_high").value, ratio_text, note=higher)
        self.teach("epsilon", fact("r1.epsilon").value, 0, note=stage)

    # -- 12 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """Stop pushing, not undo

        One-sided, by the sign of A: clipped means stop pushing, not undo.
        """
        # On each card the verdict, and beside the formula what it comes to.
        cards = CardStrip(self.table)
        for card in cards.cards:
            on = bool(pushes(self.table)[card.index])
            word = say("clipping.home.pushes") if on else verdict(False, card.advantage)
            card.say_verdict(on, word)
        self.close_home(Prose(say("clipping.home.claim"), size=FORMULA), cards)
