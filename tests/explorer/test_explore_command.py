"""`python -m explorer` on the command line: what it refuses, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.__main__ import main as explore
from explorer.logs.__main__ import main as group
from scenes.script import systems

PROJECT = Path(__file__).resolve().parents[2]
WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
class Absent(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in ("nicegui", "fastapi"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import runpy
sys.argv = ["explorer"]
runpy.run_module("explorer", run_name="__main__")
"""


def environment() -> dict[str, str]:
    """Ours, but for what makes NiceGUI think that it is tested in process."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "NICEGUI_"))}


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=60
    )


def assert_one_line(done: subprocess.CompletedProcess, said: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [done.stderr.strip()]
    assert done.stderr.startswith(f"explore: {said}")


@pytest.mark.parametrize("port", ["abc", "80", "99999", "-1", ""])
def test_a_port_that_cannot_be(port: str) -> None:
    assert_one_line(run("-m", "explorer", f"--port={port}"), f"PORT: {port!r} does not do")


@pytest.mark.parametrize(("name", "command"), [("explore", explore), ("group", group)])
def test_only_whole_names_of_options_count(name: str, command, capsys: pytest.CaptureFixture):
    try:
        code = command(["--por", "8081"])
    except SystemExit as end:
        code = end.code
    assert code == 2
    said = f"{name}: unrecognized arguments: --por 8081 (--help lists what there is)\n"
    assert capsys.readouterr().err == said


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")
        assert_one_line(run("-m", "explorer", "--port", str(port)), f"PORT: {port} is in use")


def test_unknown_arguments() -> None:
    assert_one_line(run("-m", "explorer", "--host", "0.0.0.0"), "unrecognized arguments: --host")


def test_without_nicegui_the_target_is_named() -> None:
    assert_one_line(run("-c", WITHOUT), "NiceGUI is not installed; run make explore")


def test_it_listens_on_the_loopback_address_only_and_ends_on_request() -> None:
    pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "explorer", "--port", str(port)],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == f"explore: http://127.0.0.1:{port} (Ctrl-C ends it)\n"
    listening = f":{port:04X}"
    sockets = Path("/proc/net/tcp").read_text().splitlines()
    local = [line.split()[1] for line in sockets if line.split()[3] == "0A"]
    assert [entry for entry in local if entry.endswith(listening)] in ([], [f"0100007F{listening}"])
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors


def test_the_benchmark_reports_the_time_from_a_move_to_j(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")
    from explorer.bench import measure

    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # NiceGUI would think itself tested in process
    report = measure(moves=12)
    assert (report["answers"], report["moves"]) == (8, 12)
    assert 0 < report["median_ms"] <= report["p90_ms"]
    assert report["median_ms"] < 1000  # 35 on an idle machine; the bar of 100 is for make bench


def test_a_damaged_file_of_systems_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    damaged = tmp_path / "systems.toml"
    damaged.write_text('[mine]\nrule = "Clip"\n', encoding="utf-8")
    monkeypatch.setattr(systems, "SYSTEMS", damaged)
    systems.systems.cache_clear()
    try:
        with pytest.raises(SystemExit) as end:
            explore(["--port", "8493"])
    finally:
        systems.systems.cache_clear()
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("explore: ") and "mine" in said
