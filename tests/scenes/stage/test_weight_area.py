"""A token's weight as area: the boxes of an answer cover it, however many there are."""

from __future__ import annotations

import numpy as np
import pytest
from manim import UP

from scenes.stage.motion import jump
from scenes.stage.weight_area import WeightArea

SEAMS = 0.2  # how much of a box's area its seams may take


@pytest.mark.parametrize("counts", [(5, 14), (10, 100), (13, 7), (3, 2000)])
def test_each_box_covers_its_token_s_weight(counts) -> None:
    area = WeightArea(counts, ["up", "down"], width=4.0, height=3.0).scale(0.5).shift(UP)
    weights = [0.5 / count for count in counts]
    jump(area.turn_to(weights))
    for count, weight, boxes in zip(counts, weights, area.boxes(), strict=True):
        assert len(boxes) == count
        covered = boxes[:, 2] * boxes[:, 3]
        assert (covered <= weight * 3.0 + 1e-9).all()
        assert covered.sum() >= (1 - 2 * SEAMS) * 0.5 * 3.0
    assert area.blocks.height == pytest.approx(area.sheet.height, abs=0.06)
    assert area.blocks.width == pytest.approx(area.sheet.width, abs=0.06)


def test_what_is_missing_to_one_stays_empty() -> None:
    area = WeightArea([10, 100], ["up", "down"], width=4.0, height=4.0)
    area.set_weights([0.005, 0.005])
    first, second = area.blocks
    assert first.height == pytest.approx(0.05 * 4.0, abs=0.05)
    assert second.height == pytest.approx(0.5 * 4.0, abs=0.05)
    assert second.get_top()[1] == pytest.approx(first.get_bottom()[1], abs=0.06)
    assert area.middle(1) == pytest.approx([0, 2.0 - 0.2 - 1.0, 0], abs=0.05)


def test_no_weight_is_no_block() -> None:
    area = WeightArea([2], ["up"])
    assert not len(area.blocks[0].points)
    assert np.allclose(area.get_center(), 0)
