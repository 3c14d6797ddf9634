"""Where Python lacks what it lacks on Windows, films are made as they are here.

It is no Windows: the folder ``like_windows`` takes away what is known to be missing there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from small_films import FILMS, PROJECT, content, hidden

SCARCE = PROJECT / "tests" / "lecture" / "like_windows"
GROUP = (PROJECT / "assets" / "groups" / "worked.toml").read_text("utf-8")
LINUX = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks Linux what is open")


def python(folder: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Python without what Windows lacks, as the page on Windows says it is called."""
    surroundings = {
        "PYTHONPATH": f"{SCARCE}{os.pathsep}{PROJECT}",
        "PYTHONIOENCODING": "cp1252",
        "LIKE_WINDOWS_IN": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | surroundings | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def made(folder: Path, *arguments: object) -> list[Path]:
    """The files that `python -m lecture` says it has made."""
    done = python(folder, "-m", "lecture", *arguments, "--scenes", FILMS, "--out", folder)
    assert done.returncode == 0, done.stderr[-3000:]
    paths = [PROJECT / line for line in done.stdout.splitlines()]
    assert all(path.is_file() for path in paths)
    return paths


@LINUX
def test_what_is_missing_is_missing(tmp_path):
    """Else the tests below would show nothing."""
    asked = (
        "import os, signal, sys, lecture.files\n"
        "from scenes.script import holds\n"
        "assert holds.fcntl is None and not holds.HELD_MAY_MOVE\n"
        "assert not hasattr(signal, 'SIGALRM') and not hasattr(os, 'killpg')\n"
        "folder = os.environ['LIKE_WINDOWS_IN']\n"
        "for act in (lambda: open(folder + '/a:b', 'w'), lambda: os.mkdir(folder + '/aux')):\n"
        "    try: act()\n"
        "    except OSError: continue\n"
        "    sys.exit('taken')\n"
        "with open(folder + '/open', 'w'):\n"
        "    try: os.remove(folder + '/open')\n"
        "    except PermissionError: sys.exit(0)\n"
        "sys.exit('removed')\n"
    )
    done = python(tmp_path, "-c", asked)
    assert done.returncode == 0, done.stderr


@LINUX
def test_a_film_by_two_processes_is_the_same_and_nothing_is_left(tmp_path):
    group = tmp_path / "größe 数.toml"
    group.write_text(GROUP.replace("17 × 24", "Größe 数 ×"), encoding="utf-8")
    asked = ["render", "--scene", "Many", "--quality", "l", "--fps", "10", "--group", group]
    films = []
    for name, run in (("there", made), ("here", plain)):
        folder = tmp_path / name
        folder.mkdir()
        run(folder, *asked, "--jobs", "2")
        assert hidden(folder) == []
        films.append({k: v for k, v in content(folder / "renders").items()})
    assert films[0] == films[1] and len(films[0]) == 5


def plain(folder: Path, *arguments: object) -> None:
    """The same by this system's Python, with all that it has."""
    words = [*arguments, "--scenes", FILMS, "--out", folder]
    command = [sys.executable, "-I", "-X", "utf8", "-m", "lecture", *map(str, words)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, timeout=300)


@LINUX
@pytest.mark.parametrize("action", ["still", "sheet", "draft", "handout"])
def test_pictures_and_pages(action, tmp_path):
    assert made(tmp_path, action, "--scene", "Many")
    assert hidden(tmp_path) == []


@LINUX
def test_a_second_film_takes_no_folder_from_the_first(tmp_path):
    """Somebody else's lock is seen, and what the dead have left goes."""
    asked = (
        "import sys\n"
        "from pathlib import Path\n"
        "from lecture.files import workshop\n"
        "folder = Path(sys.argv[1])\n"
        "with workshop(folder, 'Film') as mine:\n"
        "    with workshop(folder, 'Film') as other:\n"
        "        assert mine.is_dir() and other.is_dir() and mine != other\n"
        "assert not mine.exists() and not other.exists()\n"
    )
    done = python(tmp_path, "-c", asked, tmp_path)
    assert done.returncode == 0, done.stderr
    assert hidden(tmp_path) == []


def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no clone: git does not say which files there are")
    return [name for name in listed.stdout.split("\0") if name]


def test_windows_can_hold_every_file_of_the_project():
    """No name that it reserves or cannot write, no two that it takes for one, none too long."""
    names = files()
    for name in names:
        assert not PureWindowsPath(name).is_reserved()
        assert not set(name) & set('<>:"|?*\\')
        assert all(part == part.rstrip(". ") for part in name.split("/"))
        assert len(name) < 150  # of 260 with the folder's own
    assert len({name.casefold() for name in names}) == len(names)
