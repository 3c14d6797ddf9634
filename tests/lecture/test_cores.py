"""The share of the cores that a container gets, read from trees as cgroups(7) describes them."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from lecture.cores import cores, quota

# What docker run --cpus=2.5 and its like leave behind, and what they mean.
TREES = {
    "v2, own namespace": ({"proc/self/cgroup": "0::/\n", "cpu.max": "250000 100000\n"}, 2.5),
    "v2, no bound": ({"proc/self/cgroup": "0::/\n", "cpu.max": "max 100000\n"}, inf),
    "v2, the group above is tighter": (
        {
            "proc/self/cgroup": "0::/kubepods/pod1/box\n",
            "kubepods/pod1/box/cpu.max": "max 100000\n",
            "kubepods/pod1/cpu.max": "150000 100000\n",
            "kubepods/cpu.max": "400000 100000\n",
        },
        1.5,
    ),
    "v1, the host's path": (
        {
            "proc/self/cgroup": "5:memory:/docker/a\n4:cpu,cpuacct:/docker/a\n1:name=systemd:/\n",
            "cpu,cpuacct/cpu.cfs_quota_us": "50000\n",
            "cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        },
        0.5,
    ),
    "v1, no bound": (
        {
            "proc/self/cgroup": "4:cpu:/a\n",
            "cpu/a/cpu.cfs_quota_us": "-1\n",
            "cpu/a/cpu.cfs_period_us": "100000\n",
        },
        inf,
    ),
    "hybrid": (
        {
            "proc/self/cgroup": "3:cpuacct,cpu:/a\n0::/a\n",
            "cpu/a/cpu.cfs_quota_us": "300000\n",
            "cpu/a/cpu.cfs_period_us": "100000\n",
        },
        3,
    ),
    "nonsense": ({"proc/self/cgroup": "0::/\n", "cpu.max": "lots\n"}, inf),
    "another system": ({}, inf),
}


@pytest.mark.parametrize("tree", TREES)
def test_the_share_is_the_tightest_on_the_way_up(tree: str, tmp_path: Path) -> None:
    files, share = TREES[tree]
    for name, content in files.items():
        file = tmp_path / ("" if name.startswith("proc") else "sys/fs/cgroup") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    assert quota(tmp_path) == share


@pytest.mark.parametrize(("share", "processes"), [(0.5, 1), (1.5, 1), (1.0, 1), (inf, None)])
def test_a_share_is_whole_processes(share: float, processes: int | None, monkeypatch) -> None:
    most = cores()
    monkeypatch.setattr("lecture.cores.quota", lambda: share)
    assert cores() == (processes or most)
