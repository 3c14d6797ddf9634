"""Set-up as a user meets it: the Makefile, the lock and bootstrap.sh, without a network.

bootstrap.sh runs in a copy of the project with a path of its own, where uv, pkg-config
and the package managers are stubs.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MAKEFILE = (PROJECT / "Makefile").read_text()
TABLE = tomllib.loads((PROJECT / "options.toml").read_text())
VARIABLES = [name.upper() for name in TABLE]
PHONY = re.search(r"^\.PHONY: ((?:.*\\\n)*.*) FORCE$", MAKEFILE, re.M)[1]
TARGETS = PHONY.replace("\\", "").split()

# How the stub of Python prints what every action of `lecture` begins with.
ASKED = ("<-I>", "<-X>", "<utf8>", "<-m>", "<lecture>")

# What the scripts may use, by name: nothing else of this machine is on a test's path.
TOOLS = """awk cat cc cksum dirname echo env grep head id make mkdir mktemp mv printf rm sed sh
sleep tail test touch tr uname"""


class Machine:
    """A copy of the project, and a path that holds only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "the project"  # with a blank, as folders may have
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        self.project.mkdir()
        self.bin.mkdir()
        for name in (
            "Makefile",
            "options.toml",
            "bootstrap.sh",
            "pyproject.toml",
            "requirements.lock",
        ):
            shutil.copy(PROJECT / name, self.project)
        shutil.copytree(PROJECT / "extras", self.project / "extras")
        for tool in TOOLS.split():
            if found := shutil.which(tool):
                (self.bin / tool).symlink_to(found)
        (self.bin / "python3").symlink_to(os.path.realpath(sys._base_executable))
        self.stub("pkg-config", "exit 0")

    def stub(self, name: str, body: str, folder: Path | None = None) -> None:
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def with_uv(self, install: str = ":") -> None:
        """A uv that writes down its calls and makes a .venv whose Python only prints."""
        self.stub(
            "uv",
            f'echo "$*" >>"{self.calls}"\n'
            'case "$1" in\n'
            "venv) mkdir -p .venv/bin\n"
            """   printf '#!/bin/sh\\nfor a; do echo "<$a>"; done\\n' >.venv/bin/python\n"""
            "   /bin/chmod +x .venv/bin/python ;;\n"
            f"pip) {install} ;;\n"
            "esac",
        )

    def installs(self) -> int:
        return self.calls.read_text().count("-r requirements.lock") if self.calls.exists() else 0

    def popen(self, *command: str, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.project,
            env={"PATH": str(self.bin), "HOME": str(self.project), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, **variables: str) -> tuple[int, str]:
        process = self.popen(*command, **variables)
        output, _ = process.communicate(timeout=60)
        return process.returncode, output


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.fixture
def ready(machine):
    """A machine on which set-up has been done."""
    machine.with_uv()
    code, output = machine.run("make", "env")
    assert code == 0, output
    return machine


class TestMakefile:
    def test_make_alone_lists_targets_and_variables_with_a_line_each(self, machine):
        code, output = machine.run("make")
        assert code == 0, output
        lines = dict(re.findall(r"^  ([\w-]+) +(\S.*)$", output, re.M))
        assert list(lines) == TARGETS + VARIABLES

    def test_values_arrive_as_they_were_typed(self, ready):
        group = "my group; touch x `touch x` $(touch x) $(shell touch x) $$ 'a' \"b\" *.toml"
        code, output = ready.run("make", "render", "SCENE=Clipping", f"GROUP={group}", "BETA=-1")
        assert code == 0
        assert output.splitlines() == [
            *ASKED,
            *("<render>", "<--scene=Clipping>", f"<--group={group}>", "<--beta=-1>"),
        ]
        assert not (ready.project / "x").exists()

    def test_unset_variables_are_not_passed_on(self, ready):
        code, output = ready.run("make", "render")
        assert (code, output.splitlines()) == (0, [*ASKED, "<render>"])

    def test_names_that_desktops_and_shells_set_count_only_when_typed(self, ready):
        set_by_others = dict.fromkeys(("LANGUAGE", "LOG", "STEP", "QUESTION", "ANSWER", "OUT"), "x")
        code, output = ready.run("make", "render", **set_by_others)
        assert (code, output.split()) == (0, [*ASKED, "<render>"])

    def test_a_log_in_parquet_brings_what_reads_it(self, ready):
        code, output = ready.run("make", "group", "LOG=my runs/step 1.parquet")
        assert code == 0, output
        assert "extras/parquet.lock" in ready.calls.read_text()
        assert output.endswith("<-m>\n<explorer.logs>\n<--log=my runs/step 1.parquet>\n")

    def test_every_variable_becomes_an_option(self, ready):
        _, output = ready.run("make", "still", *(f"{name}={name} 7" for name in VARIABLES))
        options = [f"<--{name.lower().replace('_', '-')}={name} 7>" for name in VARIABLES]
        assert output.splitlines() == [*ASKED, "<still>", *options]

    def test_an_option_of_one_s_own_is_one_entry_of_the_table(self, ready):
        with (ready.project / "options.toml").open("a") as table:
            table.write("\n[two_sided]\nhelp = 'the \"upper\" bound of all ratios'\ntyped = true\n")
        assert '  TWO_SIDED     the "upper" bound of all ratios\n' in ready.run("make")[1]
        _, output = ready.run("make", "render", "TWO_SIDED=3 x")
        assert output.splitlines() == [*ASKED, "<render>", "<--two-sided=3 x>"]
        assert ready.run("make", "render", TWO_SIDED="3")[1].split() == [*ASKED, "<render>"]

    def test_no_variable_of_python_s_arrives(self, ready):
        ready.stub("python", "env", ready.project / ".venv/bin")
        hostile = {f"PYTHON{name}": "/nowhere" for name in ("PATH", "HOME", "STARTUP", "OPTIMIZE")}
        hostile |= {"TQDM_DISABLE": "1", "NPY_DISABLE_CPU_FEATURES": "AVX2", "KEPT": "1"}
        for target in ("render", "explore", "lint"):
            _, output = ready.run("make", target, "SCENE=Clipping", **hostile)
            names = {line.split("=")[0] for line in output.splitlines()}
            assert "KEPT" in names, output
            assert not names & (hostile.keys() - {"KEPT"}), target

    def test_a_mistyped_variable_is_named(self, machine):
        code, output = machine.run("make", "render", "SCENE=Clipping", "THEM=light")
        assert code != 0
        assert len(output.splitlines()) == 1
        assert "Unknown variable THEM." in output
        assert all(variable in output for variable in VARIABLES)


class TestClone:
    def test_it_has_the_same_bytes_where_git_makes_crlf(self, tmp_path):
        """Scripts and words stay as they are, and so do files that only look like text."""
        git = shutil.which("git")
        if not git:
            pytest.skip("there is no git here")
        there, clone = tmp_path / "there", tmp_path / "clone"
        there.mkdir()
        bytes_of = {
            name: (PROJECT / name).read_bytes()
            for name in (".gitattributes", "Makefile", "bootstrap.sh", "requirements.lock")
        }
        bytes_of |= {"a.png": b"\x89PNG\r\n\x1a\n", "a.ttf": b"a\r\nb\n", "words.toml": b"a = 1\n"}
        for name, data in bytes_of.items():
            (there / name).write_bytes(data)
        as_someone = [git, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=true"]
        for folder, *command in [
            (there, "init", "-q"),
            (there, "add", "-A"),
            (there, "commit", "-q", "-m", "all"),
            (tmp_path, "clone", "-q", str(there), str(clone)),
        ]:
            subprocess.run([*as_someone, *command], cwd=folder, check=True, capture_output=True)
        assert {name: (clone / name).read_bytes() for name in bytes_of} == bytes_of


class TestLock:
    lock = (PROJECT / "requirements.lock").read_text()
    entries = re.split(r"^(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", lock, flags=re.M), flags=re.M)[1:]

    def test_it_names_no_host_and_no_folder(self):
        hosts = r"://|--(extra-)?index|--find-links|--trusted|/opt|\.(org|com|io)\b"
        assert not re.search(hosts, self.lock)

    def test_every_entry_is_exact_and_has_hashes(self):
        for entry in self.entries:
            assert re.match(r"[a-z0-9._-]+==[\w.]+( ; [^\n]+)? \\\n", entry), entry
            assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry

    def test_it_holds_all_that_pyproject_asks_for(self):
        project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
        groups = project["dependency-groups"]
        asked = [*project["project"]["dependencies"], *groups["dev"], *groups["build"]]
        locked = {re.match(r"[a-z0-9._-]+", entry)[0] for entry in self.entries}
        assert {re.match(r"[\w-]+", name)[0].lower() for name in asked} <= locked


class TestPython:
    def test_a_shim_that_runs_nothing_is_passed_over(self, machine, tmp_path):
        shims = tmp_path / "shims"
        for name in ("python3", "python3.12", "python"):
            machine.stub(name, "echo 'no such version' >&2; exit 127", shims)
        code, output = machine.run("sh", "bootstrap.sh", "python", PATH=f"{shims}:{machine.bin}")
        assert (code, output.strip()) == (0, os.path.realpath(sys._base_executable))

    def test_without_one_a_line_says_what_to_type(self, machine):
        machine.stub("python3", "exit 1")
        machine.stub("pacman", "exit 1")
        code, output = machine.run("make", "env")
        assert code != 0
        assert output.splitlines()[0] == (
            "No Python 3.11 or newer runs here. To install one: sudo pacman -S python"
        )
        assert not (machine.project / ".venv").exists()


class TestLibraries:
    @pytest.mark.parametrize(
        ("manager", "command"),
        [
            ("apt-get", "sudo apt-get install --no-install-recommends libcairo2-dev libpango1.0"),
            ("dnf", "sudo dnf install cairo-devel pango-devel"),
            ("pacman", "sudo pacman -S --needed cairo pango"),
            ("brew", "brew install cairo pango pkg-config"),
        ],
    )
    def test_without_rights_one_line_says_what_to_type(self, machine, manager, command):
        machine.stub("pkg-config", "exit 1")
        machine.stub("id", "echo 1000")
        machine.stub("sudo", "exit 1")
        machine.stub(manager, "exit 99")
        machine.stub("uv", "exit 0")
        code, output = machine.run("sh", "bootstrap.sh", "system")
        assert code != 0
        assert len(output.splitlines()) == 1
        assert output.startswith("Missing: cairo and pango")
        assert f"type: {command}" in output

    def test_with_rights_apt_installs_what_is_missing(self, machine, tmp_path):
        machine.stub("pkg-config", f"test -e '{tmp_path}/installed'")
        machine.stub("id", "echo 0")
        machine.stub("uv", "exit 0")
        installs = f"""case "$*" in *install*libcairo2-dev*) touch '{tmp_path}/installed' ;; esac"""
        machine.stub("apt-get", installs)
        code, output = machine.run("sh", "bootstrap.sh", "system")
        assert code == 0, output
        assert (tmp_path / "installed").exists()


class TestEnvironment:
    def test_the_second_call_does_nothing(self, ready):
        calls = ready.calls.read_text()
        assert ready.run("make", "env") == (0, "Ready: .venv/bin/python\n")
        assert ready.calls.read_text() == calls

    def test_new_dates_alone_install_nothing(self, ready):
        os.utime(ready.project / "pyproject.toml", (time.time() + 10,) * 2)
        assert ready.run("make", "env")[0] == 0
        assert ready.installs() == 1

    def test_a_changed_lock_is_installed(self, ready):
        lock = ready.project / "requirements.lock"
        lock.write_text(lock.read_text() + "# changed\n")
        os.utime(lock, (time.time() + 10,) * 2)
        code, output = ready.run("make", "env")
        assert code == 0
        assert "up to date" in output
        assert ready.installs() == 2

    def test_a_folder_that_has_moved_gets_a_new_one(self, ready):
        ready.project = ready.project.rename(ready.project.with_name("moved"))
        code, output = ready.run("make", "env")
        assert code == 0
        assert "Replacing .venv" in output
        assert ready.installs() == 2

    @pytest.mark.parametrize(
        "name", ["it's", 'a "b" c', "$HOME and `id`", "a#b;c&d", "größer 文", "50 %"]
    )
    def test_a_folder_may_have_any_name(self, ready, name):
        ready.project = ready.project.rename(ready.project.with_name(name))
        code, output = ready.run("make", "env")
        assert (code, output.splitlines()[-1]) == (0, "Ready: .venv/bin/python"), output
        assert ready.run("make", "env") == (0, "Ready: .venv/bin/python\n")
        code, output = ready.run("make", "render", "SCENE=Clipping")
        assert output.splitlines() == [*ASKED, "<render>", "<--scene=Clipping>"]

    def test_a_folder_with_a_colon_is_refused_with_the_remedy(self, machine):
        machine.project = machine.project.rename(machine.project.with_name("12:30"))
        machine.with_uv()
        code, output = machine.run("make", "env")
        assert code != 0
        assert "colon in its name: move " in output.splitlines()[0]
        assert "make again" not in output
        assert machine.installs() == 0

    def test_settings_of_pip_that_lead_elsewhere_do_not_arrive(self, machine):
        machine.with_uv(install=f"env >'{machine.calls}.env'")
        hostile = {"PIP_TARGET": "/nowhere", "UV_PYTHON": "/nowhere", "PYTHONHOME": "/nowhere"}
        code, output = machine.run("make", "env", PIP_INDEX_URL="index", **hostile)
        assert code == 0, output
        lines = Path(f"{machine.calls}.env").read_text().splitlines()
        assert "PIP_INDEX_URL=index" in lines
        assert not {line.split("=")[0] for line in lines} & hostile.keys()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_leaves_nothing_in_the_temporary_folder(self, machine, tmp_path, number):
        temporary, begun = tmp_path / "temporary", tmp_path / "begun"
        temporary.mkdir()
        machine.with_uv(install=f"""touch "$TMPDIR/half" '{begun}'; sleep 0.5""")
        process = machine.popen("sh", "bootstrap.sh", "env", TMPDIR=str(temporary))
        while not begun.exists():
            assert process.poll() is None
            time.sleep(0.02)
        assert list(temporary.rglob("half"))
        process.send_signal(number)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 130, output
        assert list(temporary.iterdir()) == []
        assert not (machine.project / ".venv/.stamp").exists()

    def test_caches_need_no_home(self, machine, tmp_path):
        machine.with_uv(install=f"env >'{machine.calls}.env'")
        for home in ({"HOME": "/proc/nowhere"}, {"HOME": str(tmp_path)}):
            shutil.rmtree(machine.project / ".venv", ignore_errors=True)
            assert machine.run("make", "env", **home)[0] == 0
            names = Path(f"{machine.calls}.env").read_text()
            assert ("XDG_CACHE_HOME=" in names) is ("nowhere" in home["HOME"])

    def test_a_failure_shows_the_log_and_a_remedy_and_the_next_call_recovers(self, machine):
        machine.with_uv(install="echo 'dns error: index not found'; exit 1")
        code, output = machine.run("make", "env")
        assert code != 0
        assert "    dns error: index not found\n" in output
        assert "check the network" in output.splitlines()[-2]
        assert not (machine.project / ".venv/.stamp").exists()
        machine.with_uv()
        code, output = machine.run("make", "env")
        assert (code, output.splitlines()[-1]) == (0, "Ready: .venv/bin/python")

    def test_two_at_once_install_once(self, machine):
        machine.with_uv(install="sleep 0.5")
        both = [machine.popen("make", "env") for _ in range(2)]
        outputs = [process.communicate(timeout=60)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0], outputs
        assert machine.installs() == 1
        assert any("waiting for it" in output for output in outputs)
