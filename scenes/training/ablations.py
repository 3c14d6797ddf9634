"""The run beside others that change one setting each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from manim import DOWN, RIGHT, VGroup

from grpo_core import TRAINING_ABLATIONS, TabularRun
from scenes.script.words import say
from scenes.stage.typeset import Prose

from .run_race import RunRace
from .run_settings import setting_name, symbol_of


class Ablations(RunRace):
    """A race of the run itself, at place 0, with the named changes of `TRAINING_ABLATIONS`.

    `heats` are those names, and as an attribute their places, in the groups that race
    together; `run` makes the run of given changes. `small` says why the order of the rows is
    none for a model.
    """

    def __init__(self, run: Callable[..., TabularRun], heats: Sequence[Sequence[str]], right: int):
        names = [name for heat in heats for name in heat]
        place = count(1)
        self.heats = [[next(place) for _ in heat] for heat in heats]
        self.changes = [{}, *(TRAINING_ABLATIONS[name] for name in names)]
        runs = [run(**changes) for changes in self.changes]
        kinds = list(map(symbol_of, self.changes))
        super().__init__(runs, list(map(setting_name, self.changes)), right, kinds)
        self.small = Prose(say("training.ablations.small"), role="muted")
        self.small.next_to(VGroup(*self.rows), DOWN, buff=0.55).align_to(self.headings, RIGHT)
