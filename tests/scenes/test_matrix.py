"""Every film fits every group: no bar of the visual language breaks, and nothing crashes.

Of a large group few numbers are declared; Explorer declares whole columns.

Each film meets each group once, in one theme, and the other film or group takes the other
theme; `test_films` tells that both themes play alike.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matrix import KINDS, write_group

from grpo_core import load_group
from lecture.audit import Audit
from lecture.catalogue import running_order
from lecture.walk import walk
from scenes.script.settings import Settings

# As lecturers type them: two decimals, an answer on a bound, penalties, shares of a point.
TYPED = {file.stem: file for file in sorted((Path(__file__).parent / "typed").glob("*.toml"))}
MOST_TAUGHT = 24  # numbers of a beat: what a page of a handout has room for


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("groups")
    return TYPED | {name: write_group(name, folder) for name in KINDS}


PAIRS = [
    pytest.param(scene, kind, ("dark", "light")[(row + column) % 2], id=f"{scene}-{kind}")
    for row, scene in enumerate(running_order())
    for column, kind in enumerate([*KINDS, *TYPED])
]


@pytest.mark.slow
@pytest.mark.parametrize(("scene", "kind", "theme"), PAIRS)
def test_a_film_fits_a_group(files, scene, kind, theme):
    audited, taught = Audit(scene), set()

    def rest(film, rest) -> None:
        audited.on_rest(film, rest)
        taught.add(len(film.taught))

    settings = Settings(group=files[kind], theme=theme)
    walk(scene, settings, on_rest=rest, on_beat=audited.on_beat, on_play=audited.on_play)
    faults = audited.faults()
    assert not faults, "\n" + "\n".join(map(str, faults))
    assert 0 < max(taught) <= MOST_TAUGHT


def test_the_groups_are_what_they_are_meant_to_be(files):
    groups = {name: load_group(file) for name, file in files.items()}
    assert {group.size for group in groups.values()} >= {2, 3, 5, 6, 7, 8, 16, 64}
    probabilities = [p for g in groups.values() for p in (*g.old, *g.new, *g.ref)]
    assert 0 < min(probabilities) < 1e-40
    ratios = [r for g in groups.values() for r in g.new / g.old]
    assert min(ratios) < 1.1e-3
    assert max(ratios) > 0.9e3
    assert any((g.rewards < 0).any() for g in groups.values())
    assert any(g.rewards.min() == g.rewards.max() for g in groups.values())
    assert {g.is_complete for g in groups.values()} == {True, False}
    sampled = groups["sixty-four"]
    assert len(set(sampled.texts)) == 6  # the others are repeats, each with its probability
    assert sampled.old.sum() > 20
    assert np.abs(sampled.new / sampled.old - 1).max() < 0.2
    assert {g.eps_low for g in groups.values()} >= {0.0, 0.2, 10.0}
    texts = [text for g in groups.values() for text in (g.question, *g.texts)]
    assert max(map(len, texts)) >= 200
    assert max(len(word) for text in texts for word in text.split()) >= 80
    assert set("#$*_@<>[]{}\\/~\"'`=-&%") <= set("".join(texts))


def test_a_group_is_the_same_each_time(files, tmp_path):
    for name in KINDS:
        assert write_group(name, tmp_path).read_bytes() == files[name].read_bytes()
