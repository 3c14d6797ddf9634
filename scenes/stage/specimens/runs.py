"""What is measured of a run: the core's own, which five answers and no model make."""

from __future__ import annotations

from manim import VGroup

from grpo_core import training_run
from scenes.stage.run_curves import RunCurves
from scenes.stage.run_panel import Measure, RunCurve, RunLine, RunPanel
from scenes.stage.time_plot import TimePlot, Trace

from . import shows
from .signs import side_by_side

_SEEDS = 3


def _measures() -> tuple[Measure, Measure]:
    """The mean reward of some seeds, and the drift from the reference at two betas."""
    seed = training_run().settings.seed
    runs = [training_run(seed=seed + k) for k in range(_SEEDS)]
    steps = range(len(runs[0].exact_kl))
    reward = RunCurve("reward", steps[1:], [run.rewards.mean(axis=1) for run in runs], "reward")
    free, held = training_run(), training_run(beta=0.5)
    curves = [
        RunCurve("the run", steps, free.exact_kl),
        RunCurve("beta .5", steps, held.exact_kl, "muted"),
    ]
    most = max(run.exact_kl.max() for run in (free, held))
    return Measure("reward", [reward]), Measure("KL", curves, high=float(round(most + 0.5)))


@shows(RunCurves)
def curves() -> VGroup:
    whole, part = (RunCurves(_measures(), width=5.5) for _ in range(2))
    part.set_step(20.0).set_marked(1.0).set_ghost(1.0)
    return side_by_side(whole, part, gap=0.8)


@shows(RunPanel, RunLine)
def panels() -> RunPanel:
    reward, _ = _measures()
    return RunPanel(reward, training_run().settings.steps, 6.0, 2.6, is_band=False)


@shows(TimePlot, Trace)
def traces() -> VGroup:
    run = training_run()
    plot = TimePlot(run.settings.steps, 0.0, 1.0, width=5.0, height=2.4)
    trace = Trace(plot, range(1, plot.last + 1), run.rewards.mean(axis=1), role="reward")
    picture = VGroup(plot, trace.set_time(40.0), plot.value_tick(1.0), plot.time_tick(plot.last))
    return picture.add(plot.level(0.5))
