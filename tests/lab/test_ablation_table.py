"""The table of ablations, against figures by hand."""

from lab.ablation_table import ablation_table


def curve(name: str, change: dict, reward: list[float], held_out: float) -> dict:
    steps = len(reward)
    rows = {"reward": reward, "working": [0.5] * steps, "length": [10.0] * (steps - 1) + [15.0]}
    rows |= {"silent": [0.25] * steps, "clip_fraction": [0.1] + [0.0] * (steps - 1)}
    rows |= {"k3": [0.0] * (steps - 1) + [1500.0]}
    return {"name": name, "change": change, "held_out": [0.25, held_out], "rows": rows}


def test_a_line_holds_the_ends_of_its_curves() -> None:
    """Of ten batches the last five count; the clipped share is the whole run's."""
    ends = [0.0] * 5
    curves = [
        curve("base", {}, [*ends, 0.5, 0.5, 0.5, 0.5, 1.0], 0.5),
        curve("base", {}, [*ends, 0.2, 0.2, 0.2, 0.2, 0.2], 0.3),
        curve("free", {"beta": 0.0, "eps_low": 1e9}, [*ends, 0.1, 0.1, 0.1, 0.1, 0.1], 0.125),
    ]
    *heads, base, free = ablation_table(curves).splitlines()
    spans = "0.40 (0.20 to 0.60) | 0.40 (0.30 to 0.50)"
    rest = "0.50 | 11.0 | 0.25 | 0.010 | 3e+02 |"
    assert base == f"| `base` | nothing | 2 | {spans} | {rest}"
    assert free == f"| `free` | beta 0.0, no clipping | 1 | 0.10 | 0.12 | {rest}"
    assert len({line.count("|") for line in (*heads, base, free)}) == 1
