"""`python -m explorer.lab_group --lab 17x24`, which `make group` calls: answers of the lab."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from grpo_core import evaluate_group, is_silent
from grpo_core.group_file import one_line
from lab.errors import LabError
from lab.group import SIZE, LabGroup, lab_group
from lab.store import SHIPPED, START, load_model
from lab.task import factors_of, question_of
from lecture.complaints import answered
from lecture.options import UserError, read
from lecture.process import run_and_leave
from scenes.script.options import Parser, add_options

from .group_file import to_toml
from .made_group import next_command, publish, refuse, which_are_shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the group file that is asked for and return the exit code."""
    parser = Parser(prog="group", description=__doc__)
    add_options(parser, "group", default="")
    return answered("group", Path.cwd(), lambda: _run(parser.parse_args(arguments)))


def _run(asked: Namespace) -> int:
    refuse(asked, ("log", "question", "answer", "roles"), beside="LAB")
    size = read("g", asked.g or str(SIZE))
    seed = read("seed", asked.seed or "0")
    temperature = read("temperature", asked.temperature or "1")
    folder = read("out", asked.out) / "media" / "lab" if asked.out else SHIPPED
    step = asked.step.strip()
    try:
        made = lab_group(
            _question(asked.lab),
            int(step) if step.isdecimal() else step or None,
            size,
            seed=seed,
            temperature=temperature,
            folder=folder,
        )
        lines = _write(made, seed, temperature, folder)
    except LabError as error:
        raise UserError(one_line(str(error))) from None
    print("\n".join(f"group: {one_line(line)}" for line in lines))
    return 0


def _question(typed: str) -> str:
    try:
        return question_of(*factors_of(typed))
    except LabError as error:
        raise UserError(f"LAB: {str(error).removeprefix('question: ')}") from None


def _write(made: LabGroup, seed: int, temperature: float, folder: Path) -> list[str]:
    """Put the group into the present folder; what there is to say about it."""
    file = Path.cwd() / _name(made, seed, temperature)
    lines = words_of(made, seed, temperature, folder)
    publish(file, "".join(f"# {line}\n" for line in lines) + to_toml(made.group, logs=True))
    table = evaluate_group(made.group)
    return [*lines, *_silence(made), *which_are_shown(table, another=""), next_command(file)]


def _name(made: LabGroup, seed: int, temperature: float) -> str:
    a, b = factors_of(made.group.question)
    parts = [f"lab-{a}x{b}", f"step{made.old_step}", f"g{made.group.size}", f"seed{seed}"]
    if temperature != 1:
        parts.append(f"temperature{temperature:g}")
    return "-".join(parts) + ".toml"


def words_of(made: LabGroup, seed: int, temperature: float, folder: Path) -> list[str]:
    """Where the numbers are from, line by line."""
    group, count = made.group, sum(w.size for w in load_model(START, folder).weights.values())
    right, different = int(group.rewards.sum()), len(group.different)
    drawn = f", at temperature {temperature:g}" if temperature != 1 else ""
    lines = [
        f"{group.question} answered by the lab's model of {count} parameters, which does nothing "
        f"but multiply: {group.size} answers, {right} right, {different} different (seed {seed}"
        f"{drawn})",
        f"old: the policy after {_steps(made.old_step)} of GRPO, new: after "
        f"{_steps(made.new_step)}, ref: the start; exact, at temperature 1",
    ]
    if made.new_step == made.old_step:
        lines.append("no step was kept after that one: new is old, and every ratio is 1")
    elif made.new_step - made.old_step > 1:
        apart = _steps(made.new_step - made.old_step)
        lines.append(f"between old and new lie {apart}, more than the one update of a batch")
    return lines


def _steps(count: int) -> str:
    return f"{count} step" if count == 1 else f"{count} steps"


def _silence(made: LabGroup) -> list[str]:
    if not is_silent(made.group.rewards):
        return []
    rewards = np.unique(made.group.rewards)
    return [f"all rewards are {rewards[0]:g}: the group is silent, A = 0; another SEED or STEP?"]


if __name__ == "__main__":
    run_and_leave(main, "group")
