"""KL: an average surprise; k3 is a never-negative sample of it; the sampler matters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Line,
    Mobject,
    ReplacementTransform,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from grpo_core import (
    RACE,
    best_policy,
    evaluate_group,
    expected_value,
    kl_divergence,
    load_group,
    moving_reference_runs,
    representative_race,
    sample_variance,
    signed_parts,
)
from scenes.script.decimals import printed
from scenes.script.facts import Fact, fact
from scenes.script.glyphs import quoted
from scenes.script.numerals import logp_source, number_text, printed_log
from scenes.script.quantities import under
from scenes.script.settings import WORKED_GROUP
from scenes.script.telling import cards_of
from scenes.script.words import say, translated
from scenes.stage.bar_scale import BarScale, axis_name
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.motion import Drive, Undim, jump
from scenes.stage.objective import Objective
from scenes.stage.placement import STAGE, find_place, lines_and_texts, touches
from scenes.stage.policy_chart import PolicyChart
from scenes.stage.readout import ReadOut
from scenes.stage.theme import AXIS, FORMULA, HAIRLINE, LABEL, READOUT, paint
from scenes.stage.typeset import Formula, Prose, on_baseline

from .area_chart import STRIP, AreaChart, mean_line
from .gap_plot import GapPlot
from .log_bars import DECIMALS, LogBars, nat_unit
from .period_line import PeriodLine
from .price_line import MOST, Leash, PriceLine
from .race_plot import RacePlot
from .sample_row import SampleRow

CLOSE_WIDTH, FAR_WIDTH = 5.0, 8.85  # the views of a closer look, in scene units
_LIT = ("beta", "divergence")
_LARGE = 48  # of a symbol whose subscript is to be read once
_TITLE_CORNER = np.array([-6.35, 3.3, 0.0])
_ONE_BY_ONE, _SAMPLES = 3, RACE.shown  # samples shown slowly, and in all
_LEAST_BETA, _MOST_BETA = 0.2, 5.0  # of the sweep, in ranges of the rewards
_NEAR = 0.45  # so far from a thing its label may stand and be read with it, scene units
_ASIDE = 0.06  # for two numbers side by side, scene units
_PRICE_ROOM = 1.4  # for the name of a row with a number beside it, scene units
_PANEL_WIDTH, _PANEL_REST = 3.6, 0.85  # of a read-out: the least, and what is no text in it
_ROLES = {"new": "new", "ref": "reference"}
_DIVERGENCE = 'DD_"KL" lr(( {{ pi_theta : new }} parallel {{ pi_"ref" : reference }} ))'
_LOG_RATIO = '{{ ln ({{ pi_theta : new2 }}) / ({{ pi_"ref" : ref2 }}) : log }}'
_REVERSE = 'DD_"KL" lr(( {{ pi_"ref" : reference }} parallel {{ pi_theta : new }} ))'


class KL(GrpoScene):
    """What the KL term measures, how it is sampled, and what it does."""

    poster_beat = 5

    def setup(self) -> None:
        super().setup()
        own = self.table.group.is_complete
        # An exact divergence needs all answers that there are; a group need not list them.
        self.whole = self.table if own else evaluate_group(load_group(WORKED_GROUP))
        self.note = VGroup() if own else self._example_note()
        self.race = representative_race(self.whole.new, self.whole.ref, RACE)

    def _example_note(self) -> Prose:
        question = translated(self.whole.group.question)
        note = Prose(say("kl.area.example", question=question), role="muted")
        return note.move_to([6.6, 3.45, 0], aligned_edge=RIGHT)

    def _example(self, *, shown: bool) -> list[Animation]:
        """Say, or say no more, that the picture is of the shipped group."""
        there = self.note in self.stage_mobjects()
        if not self.note.submobjects or there == shown:
            return []
        return [FadeIn(self.note) if shown else FadeOut(self.note)]

    # -- 1 ------------------------------------------------------------------

    @beat(hold=2.0)
    def bars(self) -> None:
        """New beside reference

        How far has the new policy drifted from the reference model?
        """
        self.teach_probabilities("new", "ref", answers=cards_of(self.table))
        # The home shot, with the term of this film lit.
        self.objective, self.cards = Objective(), CardStrip(self.table)
        self.add(self.objective, self.cards)
        jump(*self.objective.light(*_LIT))
        self.wait(1.4)

        # The divergence becomes the title; over each card stand two bars.
        self.chart = chart = self._chart_over_cards()
        self.title = Formula(_DIVERGENCE, size=READOUT, **{r: r for r in _ROLES.values()})
        self.title.move_to(_TITLE_CORNER, aligned_edge=LEFT)
        term = self.objective.part("divergence").copy()
        self.objective.part("divergence").set_opacity(0)  # it leaves its place, and no twin stays
        self.play(
            FadeOut(self.objective, rate_func=squish_rate_func(smooth, 0, 0.4)),
            ReplacementTransform(term, self.title),
            Create(chart.foot),
            *map(FadeIn, chart.axis),
            run_time=1.2,
        )
        self.remove(*self.title.submobjects, term)
        self.add(self.title)
        self.numbers = VGroup(*map(self._pair, range(self.count)))
        self.symbols = self._symbols()
        for place, role in enumerate(("reference", "new")):
            grow = [GrowFromEdge(bar, DOWN) for bar in chart.bars[role]]
            self.play(LaggedStart(*grow, lag_ratio=0.15), run_time=1.0)
            labels = VGroup(*(pair[place] for pair in self.numbers), *self.symbols[place])
            self.play(FadeIn(labels), run_time=0.6)
            self.remove(labels)
            self.add(*labels)
        self.remove(*self.numbers.get_family())
        self.add(self.numbers)

    @property
    def count(self) -> int:
        """How many answers are shown one by one."""
        return len(self.chart.indices)

    def _chart_over_cards(self) -> PolicyChart:
        """The bars of each answer over its card; moved together where an axis needs room."""
        cards = self.cards.cards
        pitch = cards[1].get_x() - cards[0].get_x()
        shown, foot = cards_of(self.table), np.array([cards.get_x(), -0.6, 0])
        chart = self._chart(shown, width=pitch * len(shown)).shift(foot)
        if chart.get_left()[0] < STAGE[0][0]:
            right = chart.foot.get_right()
            chart = self._chart(shown, width=right[0] - STAGE[0][0], room_inside=True)
            chart.shift(right - chart.foot.get_right())
        return chart

    def _chart(self, shown: Sequence[int], **size) -> PolicyChart:
        chart = PolicyChart(self.table, ("reference", "new"), shown, log_height=2.3, **size)
        chart.remove(chart.names)
        return chart

    def _symbols(self) -> list[VGroup]:
        """Which bar is whose, at the first bar that has room for it."""
        symbols = ('pi_"ref"', "reference", LEFT), ("pi_theta", "new", RIGHT)
        taken = [number for pair in self.numbers for number in pair]
        named = []
        for symbol in symbols:
            named.append(_name_a_bar(self.chart, *symbol, taken))
            taken.extend(named[-1])
        return named

    def _pair(self, k: int) -> VGroup:
        """Both probabilities of an answer over their bars; over each other if they are long."""
        chart = self.chart
        reference, new = (chart.number(role, k) for role in ("reference", "new"))
        reference.align_to(chart.bars["reference"][k].bar, RIGHT)
        new.align_to(chart.bars["new"][k].bar, LEFT)
        if touches(reference, new, 0.2):
            for number, side in ((reference, LEFT), (new, RIGHT)):
                number.shift(_ASIDE * side)
        pitch = chart.foot.width / len(chart.indices)
        crowded = touches(reference, new, 0.2) or reference.width + new.width > pitch - 0.5
        if max(reference.width, new.width) > 1.0 or (crowded and _are_level(reference, new)):
            middle = 0.5 * (chart.bars["reference"][k].get_x() + chart.bars["new"][k].get_x())
            new.set_x(middle).set_y(max(reference.get_y(), new.get_y()))
            reference.set_x(middle).next_to(new, UP, buff=0.12)
        return VGroup(reference, new)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def log_ratios(self) -> None:
        """The surprise of one answer

        For one answer, drift is the log of new over reference: above zero or below.
        """
        # One pair, close: its two numbers become a logarithm.
        table, chart = self.table, self.chart
        k = int(np.abs(table.k1[list(chart.indices)]).round(9).argmax())
        pair = VGroup(chart.bars["reference"][k], chart.bars["new"][k])
        room = 2.0 if chart.axis.submobjects else 1.6
        needed = (VGroup(pair, self.numbers[k]).height + room) * 16 / 9
        width = float(np.clip(needed, CLOSE_WIDTH, FAR_WIDTH))
        close = self._close_up(k, pair, width / HOME_WIDTH)
        shown = VGroup(pair, self.numbers[k], close)
        names = [name for symbol in self.symbols for name in symbol]
        self.remove(*chart.get_family(), self.numbers, chart)
        loose = [chart.foot, *chart.bars["reference"], *chart.bars["new"], *self.numbers]
        self.add(*loose, *chart.axis)
        leaving = [self.cards, *names, *chart.axis]
        self.zoom_to(
            shown,
            width,
            FadeOut(*leaving),
            *self.dim_others(*pair, self.numbers[k], *leaving, opacity=0.0),
            shift=0.0285 * width * DOWN,
        )
        self.play(FadeIn(close.names), run_time=0.6)
        formula = close.formula
        reference, new = self.numbers[k]
        self.play(
            *(
                ReplacementTransform(part.copy().match_height(number).move_to(number), part)
                for number, part in (
                    (new, formula.select("new")),
                    (reference, formula.select("reference")),
                )
            ),
            run_time=1.0,
        )
        self.play(FadeIn(formula), run_time=0.6)
        self.remove(*formula.submobjects)
        self.add(formula)
        self.wait(1.0)

        # Every pair becomes one bar: up where the new policy likes the answer more.
        self.logs = logs = LogBars(table, chart.indices)
        self.play(FadeOut(close.names, formula), run_time=0.4)
        self.zoom_home(*map(Undim, self.stage_mobjects()), run_time=1.4)
        pairs = list(zip(chart.bars["reference"], chart.bars["new"], logs.blocks, strict=True))
        self.remove(*chart.bars["new"])
        self.add(*(bar.bar for bar in chart.bars["new"]))
        self.play(FadeOut(self.numbers), run_time=0.4)
        twins = [(block.as_bar(new.bar, "new"), block) for _, new, block in pairs]
        self.remove(*(new.bar for _, new, _ in pairs))
        self.play(
            ReplacementTransform(chart.foot, logs.line),
            *(FadeOut(old, target_position=new.bar, scale=0.7) for old, new, _ in pairs),
            *(ReplacementTransform(twin, block) for twin, block in twins),
            run_time=1.4,
        )
        self.play(FadeIn(logs.names), FadeIn(logs.numbers), run_time=0.8)
        self.remove(*logs.get_family())
        self.add(logs)
        self.teach("k1", table.k1, DECIMALS, answers=chart.indices)

    def _close_up(self, k: int, pair: VGroup, scale: float) -> VGroup:
        """The names of two bars and the logarithm of their quotient, for a close view."""
        index = self.chart.indices[k]
        names = VGroup(
            Formula('pi_"ref"', size=_LARGE * scale, role="reference"),
            Formula("pi_theta", size=_LARGE * scale, role="new"),
        )
        for name, bar in zip(names, pair, strict=True):
            name.next_to(bar, DOWN, buff=0.1)
        if self.chart.axis.submobjects:  # its word stays, the two numbers stand on the bars
            names.add(axis_name(scale).next_to(names, DOWN, buff=0.16 * scale))
        new, ref = _that_recompute(self.table.new_logp[index], self.table.ref_logp[index])
        value = number_text(float(self.table.k1[index]), DECIMALS, sign=True)
        formula = Formula(
            f"ln {{{{ {new} : new }}}} / {{{{ {ref} : reference }}}} = {value}",
            size=FORMULA * scale,
            new="new",
            reference="reference",
        )
        formula.next_to(VGroup(pair, self.numbers[k]), RIGHT, buff=0.35)
        whole = VGroup(names, formula)
        whole.names, whole.formula = names, formula
        return whole

    # -- 3 ------------------------------------------------------------------

    @beat(hold=2.4)
    def area(self) -> None:
        """The exact KL is an area

        Weigh each by the new probability and add: what is left is the KL divergence.
        """
        whole, logs = self.whole, self.logs
        if whole is not self.table:  # the listed answers are not all: from here on an example
            self.play(FadeOut(logs), run_time=0.4)
            self.logs = logs = LogBars(whole, cards_of(whole))
            self.play(FadeIn(logs), *self._example(shown=True), run_time=0.8)

        # The line becomes the new policy, laid end to end; each bar gets its width.
        chart = self.area_chart = AreaChart(whole.new, whole.k1, unit=nat_unit(whole.k1))
        logs_of = dict(zip(cards_of(whole), logs.blocks, strict=True))
        rest = [
            part
            for k, pair in enumerate(zip(chart.blocks, chart.strip, strict=True))
            if k not in logs_of
            for part in pair
        ]
        self.remove(logs)
        self.add(*logs.submobjects)

        def widen(share: float) -> None:
            for k, bar in logs_of.items():
                bar.walk(chart.blocks[k], share)

        self.play(
            FadeOut(logs.names, logs.numbers),
            FadeOut(logs.line),
            *(
                ReplacementTransform(self._seed(chart.strip[k], bar, logs.line), chart.strip[k])
                for k, bar in logs_of.items()
            ),
            Drive(logs.blocks, widen, 0.0, 1.0),
            *map(FadeIn, rest),
            run_time=1.4,
        )
        self.remove(*chart.get_family(), *logs.get_family())
        self.add(chart)
        labels = [group for group in chart.labels(DECIMALS, sign=True) if group.submobjects]
        if labels:
            self.play(*map(FadeIn, labels), run_time=0.8)
        self._extend_title()
        self.wait(0.6)

        # The hills fill the holes: all heights go to their mean, the area stays.
        panel = ReadOut(
            {
                "above": (quoted(say("kl.area.above")), "text"),
                "below": (quoted(say("kl.area.below")), "text"),
                "sum": (quoted(say("kl.area.sum")), "text"),
            },
            decimals=_digits_that_add_up(*signed_parts(whole.new, whole.k1)),
        ).move_to([4.6, 0.4, 0])
        exact = float(kl_divergence(whole.new, whole.ref))

        def level(share: float) -> None:
            chart.set_shape(whole.new, (1 - share) * whole.k1 + share * exact)

        def count(share: float) -> None:
            heights = (1 - share) * whole.k1 + share * exact
            above, below = signed_parts(whole.new, heights)
            panel.show(above=above, below=below, sum=expected_value(whole.new, heights))

        count(0.0)
        self.play(FadeIn(panel), run_time=0.6)
        self.wait(0.6)
        ghost = chart.ghost()
        value = Formula(number_text(exact, DECIMALS), size=READOUT)
        width = on_baseline(
            Prose(say("kl.area.width"), role="muted"),
            Formula("1", size=LABEL, role="new"),
            buff=0.15,
        )
        places = ((value, exact, UP), (width, 0.0, DOWN))
        if not all([self._place_along(text, chart, *place, ghost) for text, *place in places]):
            ghost = VGroup()  # too many blocks to leave their outlines behind
        changes = [*map(FadeOut, labels), *([FadeIn(ghost)] if ghost.submobjects else [])]
        if changes:
            self.play(*changes, run_time=0.6)
        self.play(Drive(chart, level, 0.0, 1.0), Drive(panel, count, 0.0, 1.0), run_time=2.0)
        self.play(FadeIn(value), FadeIn(width), run_time=0.6)
        self.area_parts = VGroup(panel, value, width, ghost)
        self.teach("exact_kl", exact, DECIMALS)

    @staticmethod
    def _seed(piece: Mobject, bar: Mobject, line: Mobject) -> Mobject:
        """A piece of the strip before it has its width: flat on the line at its bar."""
        seed = piece.copy().stretch_to_fit_width(bar.width).stretch_to_fit_height(1e-3)
        return seed.move_to([bar.get_x(), line.get_y(), 0])

    def _place_along(self, text, chart: AreaChart, height: float, side, ghost) -> bool:
        """Put `text` over (under) the area, near its middle and clear of the ghost's lines.

        The answer is whether there is such a place; without one it stands in the middle.
        """
        lines, buff = lines_and_texts(ghost), 0.2 + 2 * STRIP * (side[1] < 0)
        for share in sorted(np.linspace(0.1, 0.9, 33), key=lambda share: abs(share - 0.5)):
            text.next_to(chart.point(share, height), side, buff=buff)
            if not any(touches(text, line) for line in lines):
                return True
        text.next_to(chart.point(0.5, height), side, buff=buff)
        return False

    def _extend_title(self) -> None:
        """The divergence gets its definition."""
        mean = f"sum {{{{ pi_theta : new1 }}}} thin {_LOG_RATIO}"
        full = Formula(
            f"{{{{ {_DIVERGENCE} : left }}}} = {mean}",
            size=READOUT,
            **{"new": "new", "new1": "new", "new2": "new"},
            **{"reference": "reference", "ref2": "reference"},
        )
        full.shift(self.title.get_corner(LEFT) - full.select("left").get_corner(LEFT))
        left = set(full._parts["left"])
        rest = VGroup(*(g for k, g in enumerate(full.submobjects) if k not in left))
        self.play(FadeIn(rest), run_time=0.6)
        self.remove(rest, *rest, self.title)
        self.add(full)
        self.title = full

    # -- 4 ------------------------------------------------------------------

    @beat(hold=2.0)
    def samples(self) -> None:
        """Samples

        We only see samples, and a single sample can be negative.
        """
        whole = self.whole
        chart, wide = self.area_chart, self.area_chart.strip.width
        mean = chart.heights.copy()

        def make_room(share: float) -> None:
            chart.set_width((1 - share) * wide + share * 4.4)
            chart.set_shape(whole.new, (1 - share) * mean + share * whole.k1)

        self.play(FadeOut(self.area_parts), run_time=0.4)
        self.play(Drive(chart, make_room, 0.0, 1.0), run_time=1.2)

        # A sample falls on the strip by chance and keeps the height that it hits.
        row = SampleRow(chart, self.race, _SAMPLES, -0.7, 6.1)
        zero = chart.grid.point(0, 0)[1]
        line = DashedLine([-1.2, zero, 0], [6.6, zero, 0]).set_stroke(paint("muted"), HAIRLINE)
        nought = Formula("0", size=LABEL, role="muted").next_to(line, LEFT, buff=0.15)
        number = LiveNumber(row.latest(), DECIMALS, sign=True, align="left")
        name = Formula(f"k_1 = {_LOG_RATIO} =", size=READOUT, new2="new", ref2="reference")
        said = on_baseline(name, number).move_to(_TITLE_CORNER, aligned_edge=LEFT)
        below = Prose(say("kl.samples.below_zero"), role="muted")
        below.move_to([2.7, chart.point(0, float(min(row.values.min(), 0)))[1] - 0.5, 0])

        def fall(t: float) -> None:
            row.set_progress(t)

        def tell(t: float) -> None:
            number.set_value(row.latest())
            number.slots.set_fill(opacity=float(row.has_landed()))

        tell(0.0)
        self._title_becomes(name, Create(line), FadeIn(nought))
        self.add(row, number)
        for start, end, seconds in ((0, _ONE_BY_ONE, 3.6), (_ONE_BY_ONE, _SAMPLES, 2.8)):
            self.play(
                Drive(row, fall, start, end),
                Drive(number, tell, start, end),
                run_time=seconds,
                rate_func=linear,
            )
        self.sample_parts = VGroup(chart, row, line, nought, said)
        if (row.values < 0).any():
            self.play(FadeIn(below), run_time=0.6)
            self.sample_parts.add(below)

    def _title_becomes(self, name: Formula, *others: Animation) -> None:
        """The logarithm in the title goes to its place in `name`, the rest is exchanged."""
        before, after = (
            VGroup(*(g for k, g in enumerate(one.submobjects) if k not in one._parts["log"]))
            for one in (self.title, name)
        )
        log = self.title.select("log")
        self.remove(self.title)
        self.add(before, log)
        self.play(
            FadeOut(before),
            ReplacementTransform(log, name.select("log")),
            FadeIn(after),
            *others,
            run_time=0.8,
        )
        self.remove(*name.submobjects, after)
        self.add(name)

    # -- 5 ------------------------------------------------------------------

    @beat(hold=2.0)
    def gap(self) -> None:
        """k3 is a gap

        k3 is the gap between a line and the logarithm it touches: never negative.
        """
        xs = np.exp(-self.table.k1[list(cards_of(self.table))])
        self.gap_plot = plot = GapPlot(xs).move_to([-2.3, 0.15, 0])
        parts = VGroup(plot.axis, plot.line, plot.curve)
        self.play(FadeOut(self.sample_parts), *self._example(shown=False), run_time=0.4)
        self.play(Create(plot.axis), Create(plot.line), Create(plot.curve), run_time=1.0)
        self.play(FadeIn(plot.between), FadeIn(plot.touch), run_time=0.6)
        self.remove(*parts, plot.between, plot.touch, plot.bar)
        self.add(plot)

        # They touch where both policies agree; beside it the gap opens on either side.
        center = plot.point(1, 0)
        width = 4.4
        scale = width / HOME_WIDTH
        agree = VGroup(
            Formula("x = 1", size=READOUT * scale),
            Formula("k_3 = 0", size=READOUT * scale),
        ).arrange(DOWN, buff=0.1, aligned_edge=LEFT)
        agree.move_to(center + np.array([0.75, -0.6, 0]))
        near = plot.names_near(0.3 * width, scale)
        self.zoom_to(center, width, run_time=1.4)
        self.play(FadeIn(near), FadeIn(agree), run_time=0.6)
        self.wait(0.8)
        self.play(FadeOut(near), FadeOut(agree), run_time=0.4)
        self.zoom_home(run_time=1.2)

        # The bar walks to each answer and leaves a copy there.
        panel = self._gap_panel()
        self.play(FadeIn(panel), FadeIn(self.gap_names), run_time=0.6)
        stops = self._stops(plot, xs)
        taken = [*lines_and_texts(plot.line, plot.curve, plot.axis, self.gap_names)]
        marks = VGroup()
        seconds = 1.8 / max(len(stops), 1)
        for before, after in pairwise([1.0, *stops]):
            self.play(
                Drive(plot, plot.set_x, before, after),
                Drive(panel, self._show_gap, before, after),
                run_time=seconds,
            )
            bar = plot.stamp(after)
            taken.append(bar)
            marks.add(VGroup(bar, self._gap_label(after, bar, xs, taken)))
            self.add(bar)
        if labels := [mark[1] for mark in marks if mark[1].submobjects]:
            self.play(*map(FadeIn, labels), run_time=0.6)
        self.remove(*marks.get_family())
        self.add(marks)
        self.gap_parts = VGroup(plot, panel, self.gap_names, marks)
        self.teach("k3", self.table.k3, DECIMALS, answers=cards_of(self.table))
        self.teach("mean_k3", self.table.kl, DECIMALS)

    def _stops(self, plot: GapPlot, xs: np.ndarray) -> list[float]:
        """The ratios that the bar visits: down from 1, then up."""
        seen = np.unique([x for x in xs.round(6) if plot.shows(x)])
        return [*seen[seen < 1][::-1], *seen[seen >= 1]]

    def _gap_panel(self) -> ReadOut:
        rows = {
            "x": ("x", "text"),
            "line": ("x - 1", "muted"),
            "log": ("ln x", "text"),
            "gap": ("k_3", "text"),
        }
        self.gap_panel = ReadOut(rows, decimals=DECIMALS, width=3.3).move_to([4.75, 0.75, 0])
        self._show_gap(1.0)
        mean = on_baseline(
            Formula('"mean" k_3 =', size=READOUT),
            LiveNumber(self.table.kl, DECIMALS),
        ).next_to(self.gap_panel, DOWN, buff=0.35)
        self.gap_names = VGroup(self.gap_plot.names(), *self.gap_plot.gap_name(), mean)
        return self.gap_panel

    def _show_gap(self, x: float) -> None:
        log, gap = float(np.log(x)), self.gap_plot.gap(x)
        self.gap_panel.show(x=x, line=x - 1, log=log, gap=gap)

    def _gap_label(self, x: float, bar: Mobject, xs: np.ndarray, taken: list) -> VGroup:
        """Which answers have this gap, and its value; empty where there is no room."""
        shown = cards_of(self.table)
        who = [f"o_{i + 1}" for i, other in zip(shown, xs, strict=True) if abs(other - x) < 1e-5]
        value = number_text(self.gap_plot.gap(x), DECIMALS)
        label = on_baseline(
            Formula(", ".join(who), size=LABEL), Formula(value, size=LABEL), buff=0.2
        )
        around = (DOWN + RIGHT, DOWN, RIGHT, UP + LEFT, UP, LEFT)
        if find_place(label, bar, taken, directions=around, buff=0.14, reach=_NEAR):
            taken.extend(label)
            return label
        return VGroup()

    # -- 6 ------------------------------------------------------------------

    @beat(hold=2.0)
    def contest(self) -> None:
        """A race of two estimators

        Both averages settle on the exact value; one of them strays less on its way.
        """
        whole = self.whole
        spreads = tuple(float(np.sqrt(sample_variance(whole.new, k))) for k in (whole.k1, whole.k3))
        plot = RacePlot(self.race, spreads)
        plot.shift(np.array([-5.0, -2.1, 0]) - plot.foot.get_start())
        samples, strays = quoted(say("kl.contest.samples")), quoted(say("kl.contest.spread"))
        width = _panel_width((samples, f"{strays} k_1"), spreads)
        means = ReadOut(
            {
                "count": (samples, "muted"),
                "wild": ('"mean" k_1', "muted"),
                "calm": ('"mean" k_3', "text"),
            },
            decimals=DECIMALS,
            width=width,
            result=False,
        ).move_to([6.55, 1.65, 0], aligned_edge=RIGHT)
        means.numbers["count"].decimals = 0
        exact = self.exact_name = plot.exact_label()

        def count(n: float) -> None:
            k = max(1, round(n)) - 1
            means.show(count=k + 1, calm=self.race.mean_k3[k], wild=self.race.mean_k1[k])

        count(1)
        self.play(FadeOut(self.gap_parts), run_time=0.4)
        self.play(FadeIn(plot), FadeIn(exact), FadeIn(means), *self._example(shown=True))

        def draw(share: float) -> None:
            plot.set_count(plot.size**share)

        def tell(share: float) -> None:
            count(plot.size**share)

        self.play(
            Drive(plot, draw, 0.0, 1.0),
            Drive(means, tell, 0.0, 1.0),
            run_time=4.4,
            rate_func=linear,
        )
        names = plot.names()
        self.play(FadeIn(names), run_time=0.6)

        # How far one sample strays decides how wide the band is.
        rows = {"wild": (f"{strays} k_1", "muted"), "calm": (f"{strays} k_3", "text")}
        apart = spreads[1] > 0
        if apart:
            rows["quotient"] = (quoted(say("kl.contest.quotient")), "text")
        spread = ReadOut(rows, decimals=DECIMALS, width=width, result=apart)
        spread.next_to(means, DOWN, buff=0.25)
        spread.show(wild=spreads[0], calm=spreads[1])
        if apart:
            quotient = spread.numbers["quotient"]
            quotient.decimals = _digits_that_divide(*spreads)
            spread.show(quotient=spreads[0] / spreads[1])
        bands, said = plot.bands(), plot.band_name(names)
        self.bring_to_back(bands)
        self.play(FadeIn(bands), FadeIn(spread), *map(FadeIn, said), run_time=0.8)
        self.bring_to_back(bands)
        self.race_parts = VGroup(bands, plot, means, names, spread, *said)
        self.teach("exact_kl", self.race.exact, DECIMALS)
        self.teach("mean_k1", float(self.race.mean_k1[-1]), DECIMALS)
        self.teach("mean_k3", float(self.race.mean_k3[-1]), DECIMALS)
        self.teach("spread_k1", spreads[0], DECIMALS)
        self.teach("spread_k3", spreads[1], DECIMALS)

    # -- 7 ------------------------------------------------------------------

    @beat(hold=2.4)
    def sampler(self) -> None:
        """The sampler matters

        Sample from the wrong policy and the average is off; the ratio repairs it.
        """
        whole = self.whole
        weighted = whole.ratio * whole.k3
        exact, off = (expected_value(p, whole.k3) for p in (whole.new, whole.old))
        unit = 3.5 / max(whole.k3.max(), weighted.max(), 1e-6)
        shape = {"unit": unit, "width": 7.4, "corner": (-4.2, -1.55, 0.0)}
        chart = AreaChart(whole.new, whole.k3, **shape)
        line = mean_line(chart, exact, 0.5)
        number = LiveNumber(exact, DECIMALS, align="left")
        mean = on_baseline(Prose(say("kl.sampler.mean"), size=READOUT), number).next_to(
            line, RIGHT, buff=0.15
        )
        tie = DashedLine(chart.point(-0.045, exact), chart.point(1, exact))
        tie.set_stroke(paint("muted"), HAIRLINE)
        words = self.exact_name.copy().next_to(tie, LEFT, buff=0.15)
        drawn = [self._sampler_name(*name) for name in (("new", ""), ("old", ""), ("old", "rho"))]
        height = self._height_axis(chart, "k_3")
        widths = self._width_row(chart)

        self.play(FadeOut(self.race_parts), run_time=0.4)
        self.play(
            ReplacementTransform(self.exact_name, words),
            *(FadeIn(part) for part in (chart, drawn[0], tie, height, widths)),
            run_time=0.8,
        )
        self.play(Create(line), FadeIn(mean), run_time=0.8)
        self.wait(0.6)

        def rise(level: float) -> None:
            line.set_y(chart.point(0, level)[1])
            number.set_value(level)
            mean.set_y(line.get_y())

        # The old policy draws: the same heights on other widths.
        old = AreaChart(whole.old, whole.k3, role="old", **shape)

        def widen(share: float) -> None:
            chart.set_shape((1 - share) * whole.new + share * whole.old, whole.k3)

        marker = VGroup(line, mean)
        old_widths = self._width_row(old)
        self.play(
            *self._slide_names(widths, old_widths),
            ReplacementTransform(chart.strip, old.strip),
            Drive(chart.blocks, widen, 0.0, 1.0),
            Drive(marker, rise, exact, off),
            *self._reword(drawn[0], drawn[1], ("head", "tail"), ("new", "old")),
            run_time=1.6,
        )
        self._settle(drawn[1])
        self.remove(chart, *chart.get_family(), *old.get_family())
        self.remove(*widths.get_family(), *old_widths.get_family())
        self.add(old, height, tie, old_widths, marker)
        self.wait(1.0)

        # Each height times its ratio: the mean is back.
        ghost = VGroup(line.copy(), mean.copy())
        ghost[0].set_stroke(paint("muted"), HAIRLINE)
        ghost[1].set_color(paint("muted"))

        def weigh(share: float) -> None:
            old.set_shape(whole.old, (1 - share) * whole.k3 + share * weighted)

        apart = abs(off - exact) * unit > number.height + 0.12
        if apart:
            self.add(ghost[0])
        self.add(marker)
        weighted_name = self._height_axis(old, "rho k_3")
        self.play(
            Drive(old, weigh, 0.0, 1.0),
            FadeOut(height[1]),
            FadeIn(weighted_name[1]),
            Drive(marker, rise, off, expected_value(whole.old, weighted)),
            *self._reword(drawn[1], drawn[2], ("head", "tail", "old")),
            run_time=1.6,
        )
        self._settle(drawn[2])
        if apart:
            self.play(FadeIn(ghost[1]), run_time=0.4)
        self.remove(*height, *weighted_name)
        self.add(weighted_name)
        self.sampler_parts = VGroup(old, tie, words, marker, drawn[2], weighted_name, old_widths)
        if apart:
            self.remove(*ghost)
            self.add(ghost, marker)
            self.sampler_parts.add(ghost)
        for policy, mean in (("new", exact), ("old", off)):
            self.teach("mean_k3", mean, DECIMALS, note=say(f"kl.sampler.from_{policy}"))

    @staticmethod
    def _height_axis(chart: AreaChart, source: str) -> VGroup:
        """The upright axis of an area chart, named at its top."""
        foot = chart.grid.point(0, 0) + 0.12 * LEFT
        axis = Line(foot, foot + 3.85 * UP).set_stroke(paint("muted"), AXIS)
        name = Formula(source, size=LABEL).next_to(axis.get_end(), LEFT, buff=0.15)
        return VGroup(axis, name.align_to(axis, UP))

    @staticmethod
    def _width_row(chart: AreaChart) -> VGroup:
        """Names and probabilities under the strip, and whose probabilities they are."""
        names, shares, _ = chart.labels(DECIMALS)
        policy = {"new": "pi_theta", "old": 'pi_"old"'}[chart.role]
        whose = Formula(policy, size=LABEL, role=chart.role)
        if shares.submobjects:
            whose.shift((shares[0].baseline - whose.baseline) * UP)
        else:
            whose.set_y(chart.grid.point(0, 0)[1] - 0.85)
        whose.set_x(chart.grid.point(0, 0)[0] - 0.65)
        return VGroup(names, shares, whose)

    @staticmethod
    def _slide_names(before: VGroup, after: VGroup) -> list[Animation]:
        """The names of the answers go to their new places, all else is exchanged."""
        names = {name.plain: name for name in before[0]}
        stays = [(names[new.plain], new) for new in after[0] if new.plain in names]
        kept = {id(name) for pair in stays for name in pair}
        first, last = squish_rate_func(smooth, 0, 0.4), squish_rate_func(smooth, 0.6, 1)
        old, new = ([*row[0], *row[1], row[2]] for row in (before, after))
        return [
            *(ReplacementTransform(*pair) for pair in stays),
            *(FadeOut(text, rate_func=first) for text in old if id(text) not in kept),
            *(FadeIn(text, rate_func=last) for text in new if id(text) not in kept),
        ]

    def _reword(self, old: Formula, new: Formula, *alike) -> list[Animation]:
        """Animations of the parts `alike` (in both, or a pair of names) to their new places."""
        shared, *pairs = alike
        moves = [
            ReplacementTransform(old.select(a), new.select(b))
            for a, b in [*((name, name) for name in shared), *pairs]
        ]
        rest = [FadeIn(new.select(name)) for name in new._parts if name == "factor"]
        self.remove(old)
        return [*moves, *rest]

    def _settle(self, formula: Formula) -> None:
        """Make a formula whole again whose parts came by themselves."""
        self.remove(*formula.submobjects, *self._loose(formula))
        self.add(formula)

    def _loose(self, formula: Formula) -> list[Mobject]:
        glyphs = {id(glyph) for glyph in formula.submobjects}
        return [
            m
            for m in self.stage_mobjects()
            if m is not formula and m.submobjects and {id(s) for s in m.submobjects} <= glyphs
        ]

    def _sampler_name(self, role: str, factor: str) -> Formula:
        """What is averaged, and whose samples."""
        policy = {"new": "pi_theta", "old": 'pi_"old"'}[role]
        head, tail = quoted(say("kl.sampler.mean_of")), quoted(say("kl.sampler.samples_of"))
        source = f"{{{{ {head} : head }}}} "
        source += f"{{{{ {factor} : factor }}}} " if factor else ""
        source += f"{{{{ k_3 {tail} : tail }}}} {{{{ {policy} : {role} }}}}"
        name = Formula(source, size=_LARGE, **{role: role})
        return name.move_to([-4.2, 2.85, 0], aligned_edge=LEFT)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=2.4)
    def price(self) -> None:
        """Beta sets the price

        Beta is the price of drift: the objective falls with it in a straight line.
        """
        plot = PriceLine(self.table, width=7.8)
        plot.shift(np.array([-5.1, 0.65, 0]) - plot.point(0, plot.top))
        names, equation = plot.level_name(), plot.equation()
        equation.move_to([6.6, 0.05, 0], aligned_edge=RIGHT)
        leash = Leash(self.table.kl, length=2.2).move_to([-3.9, -2.0, 0])
        leash.align_to([-6.2, 0, 0], LEFT)
        price = plot.price_source()
        if Formula(price, size=READOUT).width > _PRICE_ROOM:
            price = quoted(say("kl.price.price"))
        rows = {"beta": ("beta", "text"), "price": (price, "muted")}
        rows["value"] = ("J", "text")
        panel = ReadOut(rows, decimals=DECIMALS, width=3.4).move_to([4.9, -1.75, 0])

        def count(beta: float) -> None:
            panel.show(beta=beta, price=beta * plot.slope, value=plot.value(beta))

        def turn(start: float, end: float, seconds: float) -> None:
            self.play(
                Drive(plot, plot.set_beta, start, end),
                Drive(leash, leash.set_beta, start, end),
                Drive(panel, count, start, end),
                run_time=seconds,
            )

        count(0.0)
        plot.remove(plot.line)
        self.play(FadeOut(self.sampler_parts), *self._example(shown=False), run_time=0.4)
        self.play(FadeIn(plot), FadeIn(leash), FadeIn(panel), FadeIn(names), run_time=0.8)
        line = plot.line
        self.add(line, plot)
        self.bring_to_back(line)
        self.play(
            Create(line),
            Drive(plot, plot.set_beta, 0.0, MOST),
            Drive(leash, leash.set_beta, 0.0, MOST),
            Drive(panel, count, 0.0, MOST),
            run_time=2.0,
        )
        if equation.get_left()[0] > plot.point(fact("deepseekmath.beta").value, 0)[0] + 0.3:
            self.play(FadeIn(equation), run_time=0.6)

        # What the papers and a library take.
        flags, at = VGroup(), MOST
        for name, rise in (("trl.beta", 2.7), ("r1.beta", 1.65), ("deepseekmath.beta", 1.4)):
            published = fact(name)
            flag = plot.flag(published, rise)
            turn(at, published.value, 0.8)
            self.play(FadeIn(flag), run_time=0.6)
            flags.add(flag)
            at = published.value
        price = plot.price_name()
        if price.submobjects:
            self.play(FadeIn(price), run_time=0.6)
        self.price_parts = VGroup(line, plot, leash, panel, names, equation, flags, price)
        self.teach("surrogate", self.table.surrogate, DECIMALS)
        self.teach("mean_k3", self.table.kl, DECIMALS)
        self.teach("objective", plot.value(at), DECIMALS, note=under("β", at))

    # -- 9 ------------------------------------------------------------------

    @beat(hold=2.2)
    def asymmetry(self) -> None:
        """It is not symmetric

        Swap the two policies and the area is another: direction matters.
        """
        whole = self.whole
        unit = nat_unit(whole.k1, 1.5)
        charts = VGroup(
            AreaChart(whole.new, whole.k1, width=5.6, unit=unit, corner=(-6.2, -0.1, 0)),
            AreaChart(
                whole.ref, -whole.k1, role="reference", width=5.6, unit=unit, corner=(0.6, -0.1, 0)
            ),
        )
        exact = [kl_divergence(whole.new, whole.ref), kl_divergence(whole.ref, whole.new)]
        titles = VGroup(
            *(
                Formula(source, size=READOUT, new="new", reference="reference")
                for source in (_DIVERGENCE, _REVERSE)
            )
        )
        names = [VGroup(*chart.labels(DECIMALS)[0]) for chart in charts]
        for chart, title in zip(charts, titles, strict=True):
            title.move_to([chart.strip.get_x(), 2.6, 0])
        self.play(FadeOut(self.price_parts), *self._example(shown=True), run_time=0.4)
        for row in zip(charts, titles, names, strict=True):
            self.play(*(FadeIn(part) for part in row if part.submobjects), run_time=0.8)
        self.wait(0.8)
        if leaving := [FadeOut(row) for row in names if row.submobjects]:
            self.play(*leaving, run_time=0.4)

        # Both areas level out, side by side, and are drawn larger.
        numbers = VGroup(*(Formula(number_text(e, DECIMALS), size=FORMULA) for e in exact))
        target = nat_unit(np.array(exact), 2.4)

        def level(share: float) -> None:
            for chart, value in zip(charts, exact, strict=True):
                heights = (1 - share) * chart.start + share * value
                chart.set_shape(chart.shares, heights)

        for chart in charts:
            chart.start = chart.heights.copy()
        self.play(Drive(charts, level, 0.0, 1.0), run_time=1.6)

        def enlarge(share: float) -> None:
            for chart in charts:
                size = (1 - share) * unit + share * target
                chart.set_unit(size, -0.1 - 1.5 * share)
                chart.set_shape(chart.shares, chart.heights)

        self.play(Drive(charts, enlarge, 0.0, 1.0), run_time=1.2)
        low = min(chart.point(1, value)[1] for chart, value in zip(charts, exact, strict=True))
        tie = DashedLine([-6.2, low, 0], [6.2, low, 0]).set_stroke(paint("text"), HAIRLINE)
        whose = VGroup()
        for chart, number, source in zip(charts, numbers, ("pi_theta", 'pi_"ref"'), strict=True):
            number.next_to(chart.blocks, UP, buff=0.25)
            words = Prose(say("kl.asymmetry.mean_over"), role="muted")
            policy = Formula(source, size=LABEL, role=chart.role)
            whose.add(on_baseline(words, policy).next_to(chart.strip, DOWN, buff=0.3))
        self.play(FadeIn(tie), FadeIn(numbers), FadeIn(whose), run_time=0.6)
        self.asymmetry_parts = VGroup(charts, titles, tie, numbers, whose)
        self.teach("exact_kl", exact[0], DECIMALS)
        self.teach("reverse_kl", exact[1], DECIMALS)

    # -- 10 -----------------------------------------------------------------

    @beat(hold=2.2)
    def optimum(self) -> None:
        """The best policy at a price

        Cheaper drift lets the best policy go further; equal rewards keep in step.
        """
        whole = self.whole
        span = float(np.ptp(whole.rewards)) or 1.0
        first, last = _MOST_BETA * span, _LEAST_BETA * span

        def best(beta: float) -> np.ndarray:
            return best_policy(whole.ref, whole.rewards, beta)

        shown = list(cards_of(whole))
        chart = self._bars_up_to(best(last), shown, width=7.4, height=3.6)
        chart.set_policy("new", _logs(best(first)[shown]))
        chart.shift(np.array([-2.45, -1.45, 0]) - chart.foot.get_center())
        rewards = self._reward_row(chart)
        law = Formula(
            '{{ pi^* : best }} prop {{ pi_"ref" : reference }} thin exp({{ r : reward }} \\/ beta)',
            size=READOUT,
            reward="reward",
            best="new",
            reference="reference",
        ).move_to(_TITLE_CORNER, aligned_edge=LEFT)
        best_name = Formula("pi^*", size=_LARGE + 2, role="new")
        names = VGroup(best_name, *_name_a_bar(chart, 'pi_"ref"', "reference", LEFT, []))
        pair = self._equal_pair(shown)
        rows = {"beta": ("beta", "text")}
        if pair:
            one, other = (f"o_{k + 1}" for k in pair)
            rows["new"] = (f"pi^* ({one}) \\/ pi^* ({other})", "new")
            rows["ref"] = (f'pi_"ref" ({one}) \\/ pi_"ref" ({other})', "reference")
        panel = ReadOut(rows, width=4.7, decimals=DECIMALS, result=False).move_to([4.25, 0.9, 0])

        def turn(share: float) -> None:
            chart.set_policy("new", _logs(best(beta_at(share))[shown]))
            best_name.next_to(chart.bars["new"][0].bar, UP, buff=0.14)

        def beta_at(share: float) -> float:
            return first * (last / first) ** share

        def count(share: float) -> None:
            policy = best(beta_at(share))
            values = {"beta": beta_at(share)}
            if pair:
                values["new"] = policy[pair[0]] / policy[pair[1]]
                values["ref"] = whole.ref[pair[0]] / whole.ref[pair[1]]
            panel.show(**values)

        count(0.0)
        turn(0.0)
        self.play(FadeOut(self.asymmetry_parts), run_time=0.4)
        arriving = [m for m in (chart, rewards, law, panel, names) if m.submobjects]
        self.play(*map(FadeIn, arriving), run_time=0.8)
        self.wait(1.0)
        self.play(
            Drive(VGroup(chart, names), turn, 0.0, 1.0),
            Drive(panel, count, 0.0, 1.0),
            run_time=4.0,
        )
        self.best_chart = chart
        self.best_parts = VGroup(rewards, law, panel, names)
        if pair:
            self.teach("equal_rewards_odds", whole.ref[pair[0]] / whole.ref[pair[1]], DECIMALS)

    def _bars_up_to(
        self, new: np.ndarray, shown: Sequence[int], *, height: float, width: float
    ) -> PolicyChart:
        """A chart of the whole group that is high and deep enough for the policy `new`.

        Whether it is logarithmic, the reference decides: a bar that goes to 0 is no reason.
        """
        reference = self.whole.ref_logp[shown]
        logps = np.concatenate([reference, _logs(new[shown])])
        scale = BarScale(logps, height, is_log=BarScale.needs_log(reference))
        roles = ("reference", "new")
        return PolicyChart(self.whole, roles, shown, width=width, scale=scale)

    def _reward_row(self, chart: PolicyChart) -> VGroup:
        """Each answer's reward under its name."""
        values = [number_text(r, 2) for r in self.whole.rewards[list(chart.indices)]]
        values = [v.rstrip("0").rstrip(".") if "." in v and "dot" not in v else v for v in values]
        room = chart.foot.width / len(values) - 0.15
        for words in ("r = {}", "{}"):
            row = [Formula(words.format(v), size=LABEL, role="reward") for v in values]
            if max(label.width for label in row) < room:
                break
        for label, name in zip(row, chart.names, strict=True):
            label.next_to(name, DOWN, buff=0.16)
        return VGroup(*(label for label in row if label.width < room))

    def _equal_pair(self, shown: Sequence[int]) -> tuple[int, int] | None:
        """The two best of the shown answers that have the same reward."""
        rewards = self.whole.rewards
        pairs = [(i, j) for i in shown for j in shown if i < j and rewards[i] == rewards[j]]
        return max(pairs, key=lambda pair: rewards[pair[0]], default=None)

    # -- 11 -----------------------------------------------------------------

    @beat(hold=2.2)
    def moving_reference(self) -> None:
        """The reference moves, too

        R1 replaces the reference now and then: from there drift is counted afresh.
        """
        whole = self.whole
        steps = fact("r1.reference_steps")
        shown = list(cards_of(whole))
        line = PeriodLine(moving_reference_runs(whole.ref, whole.rewards))
        line.shift(np.array([-5.2, -2.2, 0]) - line.grid.point(0, 0))
        met = np.concatenate(line.paths)
        highest = met[met[:, shown].max(axis=1).argmax()]
        chart = self._bars_up_to(highest, shown, width=6.8, height=2.4)
        chart.set_policy("new", whole.ref_logp[shown])
        chart.shift(np.array([-3.0, 0.95, 0]) - chart.foot.get_center())
        words = self._periods_in_words(line.length, steps)
        names = VGroup(
            Formula(_DIVERGENCE, size=LABEL, new="new", reference="reference"),
            Prose(say("kl.moving_reference.steps"), role="muted").next_to(
                line.axis, RIGHT, buff=0.3
            ),
        )
        names[0].next_to(line.grid.point(0, line.grid.up[1]), UP, buff=0.3)
        names[0].align_to(chart.foot, LEFT)

        def walk(time: float) -> None:
            reference, new = line.policies(time)
            chart.set_policy("reference", _logs(reference[shown]))
            chart.set_policy("new", _logs(new[shown]))

        self.play(FadeOut(self.best_parts), run_time=0.4)
        self.play(ReplacementTransform(self.best_chart, chart), run_time=1.0)
        self.play(FadeIn(line), FadeIn(names), FadeIn(words), run_time=0.8)
        for period in range(line.periods):
            end = period + 1 - 1e-6
            self.play(
                Drive(line, line.set_time, period, end),
                Drive(chart, walk, period, end),
                run_time=1.4,
            )
            if period + 1 < line.periods:
                self.play(
                    Drive(line, line.set_time, end, period + 1),
                    *self._jump(chart, line, period, shown),
                    run_time=0.4,
                )
            peak = line.peak(period)
            line.add(peak)
            self.play(FadeIn(peak), run_time=0.4)
        self.teach("exact_kl", line.drifts[-1][-1], DECIMALS, note=say("kl.moving_reference.last"))
        self.teach("reference_period", steps.value, 0, note=steps.source)

    @staticmethod
    def _periods_in_words(length: int, published: Fact) -> VGroup:
        """How often this run replaces its reference, and how often R1 does."""
        own = VGroup(
            on_baseline(
                Formula('pi_"ref"', size=LABEL, role="reference"),
                Prose(say("kl.moving_reference.replaced", count=length)),
            ),
            Prose(say("kl.moving_reference.small_run"), role="muted"),
        )
        paper = VGroup(
            Prose(say("kl.moving_reference.every", count=printed(f"{published.value:g}"))),
            Prose(published.source, role="muted"),
        )
        for pair in (own, paper):
            pair.arrange(DOWN, buff=0.18, aligned_edge=LEFT)
        words = VGroup(own, paper).arrange(DOWN, buff=0.5, aligned_edge=LEFT)
        return words.move_to([1.1, 1.8, 0], aligned_edge=LEFT)

    def _jump(self, chart: PolicyChart, line: PeriodLine, period: int, shown) -> list[Animation]:
        """The dashed bars go to where the policy is."""
        before, after = (line.references[k][shown] for k in (period, period + 1))

        def move(share: float) -> None:
            chart.set_policy("reference", _logs((1 - share) * before + share * after))

        return [Drive(chart, move, 0.0, 1.0)]

    # -- 12 -----------------------------------------------------------------

    @beat(hold=3.0)
    def home(self) -> None:
        """A price on drift

        An average surprise, sampled by a gap that is never negative, at the price beta.
        """
        objective, cards = Objective(), CardStrip(self.table)
        jump(*objective.light(*_LIT))
        claim = Prose(say("kl.home.claim"), size=READOUT)
        claim.move_to([0.6, objective[2].get_y(), 0], aligned_edge=LEFT)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.play(FadeIn(objective, cards), run_time=0.8)
        self.play(FadeIn(claim, shift=0.2 * UP), run_time=0.8)


def _are_level(one: Mobject, other: Mobject) -> bool:
    """Whether one of two texts stands beside the other, not above it."""
    return abs(one.get_y() - other.get_y()) < 0.5 * (one.height + other.height)


def _logs(policy: np.ndarray) -> np.ndarray:
    """Natural logarithms of probabilities, of 0 that of the least float64."""
    return np.log(np.maximum(policy, np.finfo(float).tiny))


def _panel_width(names: Sequence[str], values: Sequence[float]) -> float:
    """The width of a read-out in which each of `names` stands apart from each of `values`."""
    name, value = (
        max(Formula(source, size=READOUT).width for source in sources)
        for sources in (names, [number_text(value, DECIMALS) for value in values])
    )
    return max(_PANEL_WIDTH, name + value + _PANEL_REST)


def _digits_that_add_up(*parts: float) -> int:
    """The fewest decimals (`DECIMALS` at least) with which printed parts give their printed sum.

    The sum, printed so, must round to the sum as the film prints it elsewhere.
    """
    total = sum(parts)
    for digits in range(DECIMALS, 7):
        shown = round(total, digits)
        adds_up = abs(sum(round(part, digits) for part in parts) - shown) < 0.1 * 10.0**-digits
        if adds_up and number_text(shown, DECIMALS) == number_text(total, DECIMALS):
            return digits
    return DECIMALS


def _digits_that_divide(one: float, other: float) -> int:
    """The most decimals (`DECIMALS` at most) to which the printed numbers give their quotient."""
    shown = round(one, DECIMALS), round(other, DECIMALS)
    for digits in range(DECIMALS, 0, -1):
        if shown[1] and number_text(shown[0] / shown[1], digits) == number_text(
            one / other, digits
        ):
            return digits
    return 0


def _that_recompute(new: float, ref: float) -> tuple[str, str]:
    """Both probabilities, given as logarithms, with the digits that give the printed one."""
    exact = number_text(float(new - ref), DECIMALS)
    for more in range(4):
        texts = [logp_source(float(logp), more=more) for logp in (new, ref)]
        one, other = (printed_log(text) for text in texts)
        if number_text(one - other, DECIMALS) == exact:
            break
    return texts[0], texts[1]


def _name_a_bar(chart: PolicyChart, source: str, role: str, side, taken: list) -> VGroup:
    """The symbol of `role` beside the first of its bars where there is room, if there is one."""
    obstacles = [
        chart.foot,
        *chart.axis.get_family(),
        *taken,
        *(one.bar for bars in chart.bars.values() for one in bars),
    ]
    for one in chart.bars[role]:
        name = Formula(source, size=LABEL, role=role)
        rest = [thing for thing in obstacles if thing is not one.bar]
        if find_place(name, one.bar, rest, directions=[side], buff=0.12, reach=_NEAR):
            return VGroup(name)
    return VGroup()
