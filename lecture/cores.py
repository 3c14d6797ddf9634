"""How many cores this process may use: those it is bound to, and its container's share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import inf
from pathlib import Path


def cores() -> int:
    """How many processes can work at once here, at least 1."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, int(min(bound or 1, quota())))


def quota(root: Path = Path("/")) -> float:
    """The cores that the control groups of this process allow; infinite without a bound.

    Linux, cgroups(7): each group above has a say as well. `root` is where ``proc`` and
    ``sys`` lie.
    """
    return min(_bounds(root), default=inf)


def _bounds(root: Path) -> Iterator[float]:
    mounts = root / "sys" / "fs" / "cgroup"
    for line in _text(root / "proc" / "self" / "cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers:
            mount, read = mounts, _version_2
        elif "cpu" in controllers.split(","):
            mount, read = mounts / controllers, _version_1
            if not mount.is_dir():
                mount = mounts / "cpu"
        else:
            continue
        group = mount / path.strip("/")
        # In a container the path may be the host's, while only its own group is mounted.
        for folder in {group, *group.parents, mount}:
            if folder.is_relative_to(mount):
                yield read(folder)


def _version_2(group: Path) -> float:
    return _share(*_text(group / "cpu.max").split())


def _version_1(group: Path) -> float:
    return _share(_text(group / "cpu.cfs_quota_us"), _text(group / "cpu.cfs_period_us"))


def _share(quota: str = "max", period: str = "") -> float:
    """Microseconds of work in a period; "max" and -1 stand for no bound."""
    try:
        return int(quota) / int(period) if int(quota) > 0 else inf
    except (ValueError, ZeroDivisionError):
        return inf


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
