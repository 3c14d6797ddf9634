"""What can be asked for stands in one table, ``options.toml``."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_films import FILMS, PROJECT

from lecture.__main__ import ACTIONS
from lecture.options import options_from
from lecture.stamp import VERSIONS
from scenes.script.assets import AssetError
from scenes.script.options import OPTIONS, read_options

# In a copy of the project: what becomes of an option that only the table knows.
PROGRAM = """
import contextlib, io, json, sys
from lecture import farm, filming
from lecture.__main__ import main
from lecture.options import options_from
from lecture.stamp import stamp
from scenes.script.settings import from_environment

told = io.StringIO()
with contextlib.redirect_stderr(told):
    code = main(["render", "--scene", "Swatch", "--two-sided", "0.5"])
with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
    main(["draft", "--help"])
first, second = farm.films_of({"scene": "Swatch", "two_sided": "3 4.5"})
print(json.dumps({
    "code": code,
    "told": told.getvalue(),
    "folders": [first.variant, second.variant, options_from({}, "Swatch").variant],
    "stamps": [stamp(film, filming) for film in (first, second)],
    "farm": farm._variables(second),
    "film": from_environment({"GRPO_TWO_SIDED": "4.5"}).two_sided,
}))
"""

ENTRY = """
[two_sided]
help = 'the bound of all ratios'
read = "number"
least = 1
shows = "picture"
mark = "both"
"""


def test_an_option_of_one_s_own_is_one_entry(tmp_path: Path) -> None:
    for part in ("grpo_core", "scenes", "lecture", "assets"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    (tmp_path / "extras").mkdir()
    for file in (*VERSIONS, "Makefile"):
        shutil.copy(PROJECT / file, tmp_path / file)
    shutil.copy(FILMS / "swatch.py", tmp_path / "scenes")
    table = (PROJECT / "options.toml").read_text(encoding="utf-8")
    (tmp_path / "options.toml").write_text(table + ENTRY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    mistake, *help_ = found["told"].splitlines()
    assert found["code"] == 2
    assert mistake == "render: two_sided: 0.5 is out of range; give a number of 1 or more"
    assert re.search(r"--two-sided X\s+the bound of all ratios", "\n".join(help_))
    assert found["folders"] == [f"1080p60-dark{part}" for part in ("-both3", "-both4.5", "")]
    assert found["stamps"][0] != found["stamps"][1]
    assert found["farm"][-1] == "TWO_SIDED=4.5"
    assert found["film"] == 4.5


def test_every_command_that_the_table_names_is_there() -> None:
    named = {command for option in OPTIONS.values() for command in option.commands}
    assert named <= ACTIONS.keys() | {"group", "explore", "lab"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("[a]\nread = 'whole'\n", "line 1: a.help: missing"),
        ("[a]\nhelp = 'b'\nread = 'wholly'\n", "line 3: a.read: unknown; use one of text, "),
        ("[a]\nhelp = 'b'\nshow = 'picture'\n", "line 3: a.show: unknown; use help, read, "),
        ("[a\n", "line 1: this is not TOML"),
    ],
)
def test_a_mistake_in_the_table_is_named_with_its_line(
    tmp_path: Path, entry: str, said: str
) -> None:
    file = tmp_path / "options.toml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(AssetError, match=re.escape(f"{file}: {said}")):
        read_options(file)


@pytest.mark.parametrize(("second", "told"), [("0.75", ""), ("0.8", "1.10; no policy has more")])
def test_probabilities_that_no_policy_has_are_told(
    second: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0.30 and 0.80 of two different answers make 1.10; two decimals may be rounded, to 1.01."""
    first = "0.30" if told else "0.26"
    answer = '[[answers]]\ntext = "{}"\nreward = {}\nold = {}\nnew = 0.4\nref = 0.4\n'
    file = tmp_path / "mine.toml"
    file.write_text(
        'question = "?"\n' + answer.format("a", 1, first) + answer.format("b", 0, second)
    )
    options_from({"group": str(file)}, "Clipping")
    said = capsys.readouterr().err
    assert (told in said, said.count("\n")) == (True, bool(told))
    assert said.startswith(f"{file}: old: ") or not told
