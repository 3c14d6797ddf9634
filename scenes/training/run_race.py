"""Runs side by side: the chance of a right answer over the batches, a row where each ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, Animation, Create, FadeIn, Line, VGroup, VMobject

from grpo_core import TabularRun
from scenes.script.numerals import number_text
from scenes.script.words import say
from scenes.stage.motion import Walk
from scenes.stage.places import stand_on
from scenes.stage.theme import CURVE, HAIRLINE, LABEL, MAIN_CURVE, paint
from scenes.stage.time_plot import TimePlot, Trace, cut_into_dashes
from scenes.stage.typeset import Formula, Prose

from .run_chart import chance_name

_PITCH = 0.62  # of the rows
_REACH = 0.8  # of the threads from a curve's end to its row
_SAMPLE = 0.62  # the length of a row's piece of its curve
_COLUMNS = (0.8, 3.75, 5.1)  # left edge of the names, right edges of the numbers
_DASHES = (None, (0.17, 0.11), (0.05, 0.11))  # lines, dashes, dots
HALF = 0.5


class RunRace(VGroup):
    """The first run is the one that matters; the others are its ghosts.

    The stage gets `frame`; `traces[k]` is the curve of run k, `rows[k]` its name, its first
    batch with more than one half, its last value, and a piece of its curve; `threads[k]`
    leads from one to the other: `walks` and `finish` bring them. `kinds` says what each run
    changes: the ghosts of one kind have one kind of line.
    """

    def __init__(
        self,
        runs: Sequence[TabularRun],
        names: Sequence[str],
        right: int,
        kinds: Sequence[str] | None = None,
        *,
        width: float = 6.5,
        height: float = 4.9,
        center: Sequence[float] = (-2.75, 0.35, 0.0),
    ):
        super().__init__()
        chances = [run.policy[:, right] for run in runs]
        last = len(chances[0]) - 1
        self.plot = plot = TimePlot(last, 0.0, 1.0, width=width, height=height)
        plot.stand_at(center)
        self.title = Formula(chance_name(), size=LABEL, role="new")
        self.title.next_to(plot.point(0, 1), UP, buff=0.14).align_to(plot.upright, LEFT)
        ticks = plot.value_tick(HALF), plot.value_tick(1.0), plot.time_tick(last)
        self.frame = VGroup(plot, plot.level(HALF), *ticks, self.title)
        dashes = _dashes_of(kinds[1:] if kinds else [""] * (len(runs) - 1))
        self.traces = [
            Trace(
                plot,
                range(last + 1),
                chance,
                role="muted" if k else "new",
                width=CURVE if k else MAIN_CURVE,
                head=False,
                dash=dash,
            )
            for k, (chance, dash) in enumerate(zip(chances, [None, *dashes], strict=True))
        ]
        self.halves = [first_above(chance, HALF) for chance in chances]
        self.rows = [VGroup() for _ in runs]
        self.threads = [Line().set_stroke(paint("muted"), HAIRLINE) for _ in runs]
        self._lay_out_rows(names)

    def _lay_out_rows(self, names: Sequence[str]) -> None:
        """Rows in the order of the curves' ends, so that no threads cross."""
        ends = [trace.plot_point(trace.times[-1], trace.values[-1]) for trace in self.traces]
        order = sorted(range(len(ends)), key=lambda k: -ends[k][1])
        x, top = ends[0][0] + _REACH, ends[order[0]][1] + 0.05
        for place, k in enumerate(order):
            y = top - place * _PITCH
            role = "text" if k else "new"
            half = "--" if self.halves[k] is None else str(self.halves[k])
            end = number_text(self.traces[k].values[-1], 2)
            cells = [
                Formula(names[k], size=LABEL, role=role),
                Formula(half, size=LABEL, role=role),
                Formula(end, size=LABEL, role=role),
            ]
            for cell, column in zip(cells, _COLUMNS, strict=True):
                edge = LEFT if column == _COLUMNS[0] else RIGHT
                cell.move_to([x + column, y, 0], aligned_edge=edge)
            for cell in cells[:-1]:
                stand_on(cell, cells[-1])
            self.rows[k].add(*cells, self._sample(k, np.array([x, y, 0.0])))
            self.threads[k].put_start_and_end_on(ends[k] + 0.06 * RIGHT, [x, y, 0.0])
        self._lay_out_headings(x, top)

    def _sample(self, k: int, start: np.ndarray) -> VMobject:
        """A piece of the curve of run `k`, from the end of its thread to its name."""
        trace, corners = self.traces[k], np.array([start, start + _SAMPLE * RIGHT])
        piece = VMobject().set_points_as_corners(corners)
        piece.match_style(trace.line)
        return cut_into_dashes(piece, corners, *trace.dash) if trace.dash else piece

    def _lay_out_headings(self, x: float, top: float) -> None:
        self.headings = VGroup(
            *(Prose(say(f"stage.run_race.{key}"), role="muted") for key in ("half", "end"))
        )
        for heading, column in zip(self.headings, _COLUMNS[1:], strict=True):
            heading.move_to([x + column, top + 0.68, 0], aligned_edge=RIGHT)
            stand_on(heading, self.headings[0])

    def walks(self, *places: int) -> list[Walk]:
        """The curves of these runs, with what leads each over the batches."""
        return [(trace, trace.set_time) for trace in (self.traces[k] for k in places)]

    def finish(self, *places: int) -> list[Animation]:
        """The threads and the rows of these runs come in."""
        return [move for k in places for move in (Create(self.threads[k]), FadeIn(self.rows[k]))]


def _dashes_of(kinds: Sequence[str]) -> list[tuple[float, float] | None]:
    """The dashes of the runs of these `kinds`; the first kind is drawn through."""
    order = list(dict.fromkeys(kinds))
    return [_DASHES[order.index(kind) % len(_DASHES)] for kind in kinds]


def first_above(values: np.ndarray, level: float) -> int | None:
    """The index of the first of `values` over `level`, None if there is none."""
    above = np.flatnonzero(values > level)
    return int(above[0]) if len(above) else None
