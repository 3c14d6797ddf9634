"""What ablations did, as the table of the lab's page: a line for each, from their curves."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

LAST = 5  # batches that a curve's end is the mean of
_UNCLIPPED = 1e6  # an epsilon above it is none
_HEADS = (
    "",
    "changed",
    "seeds",
    "reward",
    "held out right",
    "working",
    "tokens",
    "silent",
    "clipped",
    "k3",
)

Curve = Mapping[str, Any]  # as `lab.load_ablations` gives it


def ablation_table(curves: Sequence[Curve]) -> str:
    """Curves as Markdown: means over the seeds, of reward and held out the least and the most, too.

    Reward, share with working, tokens, share of silent groups and k3 are those of the last five
    batches; the share of clipped tokens is that of the whole run.
    """
    lines = [_line(_HEADS), _line(["---"] * len(_HEADS))]
    for name in dict.fromkeys(curve["name"] for curve in curves):
        seeds = [curve for curve in curves if curve["name"] == name]
        lines.append(_line([f"`{name}`", _changed(seeds[0]["change"]), *_figures(seeds)]))
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _changed(change: Mapping[str, Any]) -> str:
    """What is not as in the recipe, by the names of its fields."""
    said = [
        "no clipping" if name == "eps_low" and value > _UNCLIPPED else f"{name} {value}"
        for name, value in change.items()
    ]
    return ", ".join(said) or "nothing"


def _figures(seeds: Sequence[Curve]) -> list[str]:
    ends = {
        name: [np.mean(seed["rows"][name][-LAST:]) for seed in seeds]
        for name in ("reward", "working", "length", "silent", "k3")
    }
    clipped = [np.mean(seed["rows"]["clip_fraction"]) for seed in seeds]
    return [
        str(len(seeds)),
        _span(ends["reward"]),
        _span([seed["held_out"][1] for seed in seeds]),
        f"{np.mean(ends['working']):.2f}",
        f"{np.mean(ends['length']):.1f}",
        f"{np.mean(ends['silent']):.2f}",
        f"{np.mean(clipped):.3f}",
        f"{np.mean(ends['k3']):.2g}",
    ]


def _span(values: Sequence[float]) -> str:
    mean = f"{np.mean(values):.2f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.2f} to {max(values):.2f})"
