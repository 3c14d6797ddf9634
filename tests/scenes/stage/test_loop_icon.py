"""The loop of an update: where its stations are, and which of them is lit."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.loop_icon import STATIONS, LoopIcon
from scenes.stage.theme import CURVE


def test_the_loop_runs_clockwise_from_sample_to_sample():
    loop = LoopIcon(radius=1.0).shift([2, 1, 0])
    assert [word.plain for word in loop.words] == list(STATIONS)
    around = [loop.place(turn) - loop.place(0) for turn in (0.25, 0.5, 0.75, 1.0)]
    np.testing.assert_allclose(around, [[1, -1, 0], [0, -2, 0], [-1, -1, 0], [0, 0, 0]], atol=1e-9)
    for quarter in range(4):
        station = loop.stations[quarter]
        assert station.get_center() == pytest.approx(loop.place(quarter / 4), abs=0.1)


@pytest.mark.parametrize(
    ("turn", "lit"), [(0.0, 0), (0.3, 1), (0.5, 2), (0.8, 3), (0.95, 0), (7.25, 1)]
)
def test_the_nearest_station_is_lit(turn, lit):
    loop = LoopIcon(words=False).set_turn(turn)
    widths = [station[0].get_stroke_width() for station in loop.stations]
    assert [width == CURVE for width in widths] == [k == lit for k in range(4)]
    assert loop.runner.get_center() == pytest.approx(loop.place(turn))


def test_the_loop_keeps_its_shape_when_it_is_scaled():
    loop = LoopIcon(radius=1.2, words=False)
    loop.scale(0.5).move_to([-5, -2, 0])
    loop.set_turn(0.25)
    assert np.linalg.norm(loop.place(0) - loop.place(0.5)) == pytest.approx(1.2)
    assert loop.runner.get_center() == pytest.approx(loop.stations[1].get_center(), abs=0.05)
