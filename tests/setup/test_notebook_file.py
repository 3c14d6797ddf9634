"""The notebook runs from top to bottom: a film, numbers, and the film of those numbers."""

from __future__ import annotations

import base64
import io
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import av
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "grpo.ipynb"
BREAKS = "ignore:Kernel is running over TCP:RuntimeWarning"
# A kernel of the user's own, in which there is no numpy.
BARE = """
import sys

class Bare:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "numpy":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Bare)
"""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", BREAKS)


def opened(**given: str) -> nbformat.NotebookNode:
    """The notebook, with other values in its cell of parameters."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    [cell] = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    for name, value in given.items():
        cell.source, found = re.subn(
            rf"^{name} = \S+", f"{name} = {value!r}", cell.source, flags=re.M
        )
        assert found == 1
    return notebook


def run(notebook: nbformat.NotebookNode, folder: Path) -> dict[str, nbformat.NotebookNode]:
    """Run the notebook in `folder`; its cells by their names."""
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=400, kernel_name="python3", resources=place).execute()
    return {cell.id: cell for cell in notebook.cells}


def shown(cell: nbformat.NotebookNode, kind: str) -> str:
    [text] = [o.data[kind] for o in cell.outputs if kind in o.get("data", {})]
    return text


def film_in(cell: nbformat.NotebookNode) -> bytes:
    """The film that a cell shows: it is in the page, and needs no file beside it."""
    [text] = re.findall(r"data:video/mp4;base64,([\w+/=]+)", shown(cell, "text/html"))
    return base64.b64decode(text)


def test_it_runs_from_top_to_bottom(tmp_path):
    notebook = opened(OUT=str(tmp_path))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(BARE))
    (tmp_path / "mine.toml").write_text("a group of the user's own")
    cells = run(notebook, NOTEBOOK.parent)
    films = [film_in(cells[name]) for name in ("film", "your-film")]
    for film in films:
        with av.open(io.BytesIO(film)) as container:
            stream = container.streams.video[0]
            assert (stream.width, stream.height) == (854, 480)
            assert len(list(container.decode(video=0))) > 15
    assert films[0] != films[1]
    assert objective() == pytest.approx(0.1973, abs=5e-5)
    table = shown(cells["table"], "text/markdown")
    assert "| no, 7 times 13 | 1.000 | 1.500 | 1.200 | yes |" in table
    assert f"Objective: {objective():.4f}" in table
    assert {path.name for path in tmp_path.iterdir()} == {"renders", "media", "mine.toml"}
    assert (tmp_path / "mine.toml").read_text() == "a group of the user's own"


def objective() -> float:
    """The mean of 1.2 and -0.8, the clipped ratios times an advantage of 1, less 0.04 of k3."""
    ratios = 0.28 / 0.45, 0.72 / 0.55
    k3 = sum(ratio - math.log(ratio) - 1 for ratio in ratios) / 2
    return (1.2 - 0.8) / 2 - 0.04 * k3


def test_no_output_is_committed():
    notebook = opened()
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None


def test_elsewhere_it_asks_for_an_address(tmp_path):
    with pytest.raises(CellExecutionError, match="give ADDRESS above"):
        run(opened(), tmp_path)


def test_elsewhere_it_clones_that_address(tmp_path, monkeypatch):
    """As on Colab; here with a make that only says where it is."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").write_text("#!/bin/sh\necho made $1 in $PWD\n")
    (tools / "make").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    source = tmp_path / "source"
    subprocess.run(["git", "init", "-q", source], check=True)
    shutil.copy(PROJECT / "options.toml", source)
    keep = ["-c", "user.name=N", "-c", "user.email=n@localhost"]
    subprocess.run(["git", "-C", source, "add", "."], check=True)
    subprocess.run(["git", "-C", source, *keep, "commit", "-qm", "One"], check=True)
    notebook = opened(ADDRESS=source.as_uri())
    names = [cell.id for cell in notebook.cells]
    notebook.cells = notebook.cells[: names.index("set-up") + 1]
    folder = tmp_path / "content"
    folder.mkdir()
    cells = run(notebook, folder)
    assert (folder / "grpo-films" / "options.toml").exists()
    said = "".join(output.get("text", "") for output in cells["set-up"].outputs)
    assert f"made env in {folder / 'grpo-films'}" in said
