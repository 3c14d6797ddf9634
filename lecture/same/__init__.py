"""`make same`: whether every rest of a film is still the picture that it was.

The net under a change that moves code without changing a picture: the film is walked with
four groups in both themes, by the code here and by that of a revision of git.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..cores import cores
from ..files import workshop
from ..options import PROJECT, Options, UserError

PROGRAM = Path(__file__).with_name("rests.py")
# Small with all cases, larger with graded rewards, a mean answer, and many of one reward.
GROUPS = (
    PROJECT / "assets/groups/worked.toml",
    *(PROJECT / f"tests/scenes/groups/{name}.toml" for name in ("decimals", "middle", "silent")),
)

Rests = dict[str, tuple[float, str]]


def run(jobs: Sequence[Options]) -> int:
    """Print the rests that differ from those of the revision; the exit code is 1 if any do."""
    revision = _commit(jobs[0].revision or "HEAD")
    folder = jobs[0].out / "renders" / "same"
    with workshop(folder, "trees") as work, ThreadPoolExecutor(jobs[0].jobs or cores()) as hands:
        tree = _tree(revision, work)
        names = [options.scene for options in jobs]
        before = hands.map(lambda name: _kept(folder, revision, tree, name), names)
        after = hands.map(lambda name: _drawn(folder / "here", PROJECT, name), names)
        codes = [
            _told(name, was, now, revision)
            for name, was, now in zip(names, before, after, strict=True)
        ]
    return max(codes)


def _told(name: str, before: Rests, after: Rests, revision: str) -> int:
    """Say what became of the rests of a film, and return the exit code."""
    changed = differing(before, after)
    for rest, what in changed.items():
        print(f"{name}: {rest}: {what}")
    same = len(after) - sum(rest in after for rest in changed)
    print(f"{name}: {same} of {len(after)} rests are those of {revision[:12]}")
    return 1 if changed else 0


def differing(before: Rests, after: Rests) -> dict[str, str]:
    """What became of each rest that is not as it was, by its name."""
    found: dict[str, str] = {}
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            found[name] = "is gone"
        elif name not in before:
            found[name] = "is new"
        elif before[name][1] != after[name][1]:
            found[name] = "another picture"
        elif before[name][0] != after[name][0]:
            found[name] = f"at {after[name][0]} s, was at {before[name][0]} s"
    return found


def _commit(revision: str) -> str:
    found = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found.returncode:
        raise UserError(f"revision: git knows no {revision!r}; give a commit, a branch or a tag")
    return found.stdout.decode().strip()


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True)


def _tree(revision: str, work: Path) -> Path:
    """The files of the revision, unpacked."""
    packed = _git("archive", "--format=tar", revision)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(work, filter="data")
    return work


def _kept(folder: Path, revision: str, tree: Path, scene: str) -> Rests:
    """What is drawn once for each revision, however often it is asked for."""
    made = folder / f"{revision[:12]}-{_asked()}"
    if not (tree / "scenes" / f"{scene.lower()}.py").exists():
        return {}
    if not (made / scene / "rests.json").exists():
        return _drawn(made, tree, scene)
    return read_rests(made / scene)


def _asked() -> str:
    """A mark of what is drawn: the program and the groups."""
    digest = hashlib.sha256(PROGRAM.read_bytes())
    for group in GROUPS:
        digest.update(group.read_bytes())
    return digest.hexdigest()[:6]


def _drawn(folder: Path, tree: Path, scene: str) -> Rests:
    with workshop(folder, scene) as work:
        (made := work / scene).mkdir()
        command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), str(tree), scene, str(made)]
        done = subprocess.run([*command, *map(str, GROUPS)], capture_output=True, text=True)
        if done.returncode:
            print(done.stderr, end="", file=sys.stderr)
            where = "here" if tree == PROJECT else "at that revision"
            raise UserError(f"{scene} cannot be drawn as it is {where}; what is wrong stands above")
        shutil.rmtree(folder / scene, ignore_errors=True)
        made.rename(folder / scene)
    return read_rests(folder / scene)


def read_rests(made: Path) -> Rests:
    """What ``rests.json`` in the folder `made` says of each rest: its second and its mark."""
    rests = json.loads((made / "rests.json").read_text(encoding="utf-8"))
    return {name: (seconds, mark) for name, (seconds, mark) in rests.items()}
