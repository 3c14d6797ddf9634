"""A run's record as JSON: what it was made with, then a line for each of many rows."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any


def versions() -> dict[str, str]:
    """Of the packages that a run's figures depend on."""
    return {name: version(name) for name in ("jax", "numpy", "optax")}


def short(value: float) -> float:
    """A figure of a record, to four digits."""
    return float(f"{value:.4g}")


def record_lines(about: Mapping[str, Any], name: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The entries `about` it, a line each, and under `name` the rows, a line each."""
    entries = "".join(f"{json.dumps(key)}: {json.dumps(entry)},\n" for key, entry in about.items())
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return f'{{{entries}"{name}": [\n{lines}\n]}}\n'.encode()
