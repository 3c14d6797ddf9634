"""`python -m explorer.page [--out FOLDER]`: the explorer as one HTML file that needs no server.

It writes ``explorer.html`` with the presets of ``assets/groups`` at every step of epsilon low,
epsilon high and beta, and under the other rules of the zoo. `grpo_core` computes all numbers
now; the page's script only picks them by index. The file asks nothing of the network and works
from disk and in a frame::

    <iframe src="explorer.html" title="GRPO explorer" width="960" height="540"
      style="border: 0"></iframe>

What is turned stands after the # of the address; each part may be left out::

    explorer.html#group=worked&low=0.20&high=0.28&beta=0.04&theme=light
    explorer.html#group=worked&rule=cispo
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grpo_core import GroupFileError, WorkedGroup, load_group
from lecture.files import publish, workshop
from lecture.letters import bring_fonts
from lecture.options import PROJECT, UserError, shown
from lecture.page_fonts import embedded_fonts
from lecture.process import run_and_leave
from scenes.script.palette import THEMES
from scenes.script.settings import WORKED_GROUP

from .page_numbers import Dials, GroupNumbers, rules, step_text
from .page_plots import Axis, MinCurve, WeightPicture, objective_heights, policy_bars

NAME = "explorer.html"
_TEMPLATES = Path(__file__).parent / "templates"
_FAILED, _MISTAKE = 1, 2  # exit codes


def presets() -> list[Path]:
    """The group files that the page offers, the worked one first."""
    files = sorted(WORKED_GROUP.parent.glob("*.toml"))
    return sorted(files, key=lambda file: file != WORKED_GROUP)


def write_page(folder: Path, files: Sequence[Path]) -> Path:
    """Make the page for these group files in `folder`, beside an older one, then in its place.

    Raises `GroupFileError` for a bad group file, `OSError` if the folder cannot be written,
    `UserError` if the page's fonts are not installed.
    """
    groups = {file.stem: load_group(file) for file in files}
    bring_fonts(text for group in groups.values() for text in (group.question, *group.texts))
    with workshop(folder, "explorer") as work:
        (work / NAME).write_text(build_page(groups), encoding="utf-8")
        publish([work / NAME], folder)
    return folder / NAME


def build_page(groups: dict[str, WorkedGroup]) -> str:
    """The page's HTML; `groups` is by the key that a link names."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.jinja")
    given = {
        "groups": groups,
        "rules": rules(),
        "themes": THEMES,
        "numbers": _embedded(lookup(groups)),
    }
    fonts = embedded_fonts(template.render(**given, fonts=""), "explorer-page")
    return template.render(**given, fonts=Markup(fonts))


def lookup(groups: dict[str, WorkedGroup]) -> dict[str, Any]:
    """All that the page can show: texts and coordinates, by the steps of the dials."""
    dials = Dials.for_groups(groups.values())
    return {
        "epsilons": [step_text(e) for e in dials.epsilons],
        "betas": [step_text(b) for b in dials.betas],
        "oneSided": [e >= 1 for e in dials.epsilons],
        "rules": rules(),
        "epsilonAxis": Axis(dials.epsilons, 1.0).printed([0, 0.5, 1]),
        "betaAxis": Axis(dials.betas, 1.0).printed([0, 0.5, 1]),
        "groups": [
            {"key": key, **_group(GroupNumbers(group, dials))} for key, group in groups.items()
        ],
    }


def _group(numbers: GroupNumbers) -> dict[str, Any]:
    return {
        **numbers.printed(),
        "bars": policy_bars(numbers),
        "heights": objective_heights(numbers),
        "min": MinCurve(numbers).printed(),
        "weights": WeightPicture(numbers).printed(),
    }


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and return the exit code."""
    parser = argparse.ArgumentParser(prog="explorer.page", description=__doc__.split("\n")[0])
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=PROJECT / "gallery")
    out = parser.parse_args(arguments).out
    try:
        made = write_page(out, presets())
    except (GroupFileError, UserError) as error:
        return _complain(str(error), _MISTAKE)
    except OSError as error:
        where = error.filename or out
        return _complain(f"{error.strerror}: {where}; give a folder that can be written", _FAILED)
    print(shown(made))
    return 0


def _complain(message: str, code: int) -> int:
    print(f"explorer-page: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    run_and_leave(main, "explorer-page")
