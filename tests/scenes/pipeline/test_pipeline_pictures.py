"""The pictures of the pipeline: what their sizes and fillings say is what they are given."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from scenes.pipeline.answer_sheet import AnswerSheet
from scenes.pipeline.batch_grid import BatchGrid
from scenes.pipeline.language_meter import BLOCK, LanguageMeter
from scenes.pipeline.pipeline_map import HALF, STATIONS, label, station, track, track_from_above
from scenes.pipeline.response_bar import ResponseBar
from scenes.pipeline.sample_funnel import ROWS, SampleFunnel
from scenes.pipeline.thermometer import SCALE, Thermometer
from scenes.stage.placement import STAGE
from scenes.stage.theme import DARK, LABEL, paint

MOVED = pytest.mark.parametrize("scale", [1.0, 0.3])


def moved(picture, scale):
    return picture.scale(scale).shift([3.0, -1.0, 0.0])


@MOVED
@pytest.mark.parametrize("percent", [0.0, 15.6, 71.0, 100.0])
def test_a_thermometer_is_filled_to_its_level(scale, percent):
    glass = moved(Thermometer(50.0), scale)
    zero = glass.at(0.0)[1]
    glass.set_level(percent)
    assert glass.filling.get_top()[1] - zero == pytest.approx(scale * SCALE * percent / 100)
    assert glass.at(percent)[1] == pytest.approx(glass.filling.get_top()[1])
    assert glass.glass.get_bottom()[1] < glass.filling.get_bottom()[1]


def test_equal_steps_of_a_thermometer_are_equally_high():
    glass = Thermometer(0.0)
    heights = [glass.at(percent)[1] for percent in (0, 25, 50, 75, 100)]
    assert np.diff(heights) == pytest.approx([SCALE / 4] * 4)
    assert glass.glass.get_center()[0] == pytest.approx(0.0, abs=1e-6)


def test_a_mark_crosses_the_tube_at_its_level():
    glass = moved(Thermometer(71.0), 0.5)
    assert glass.mark(86.7).get_y() == pytest.approx(glass.at(86.7)[1])


def test_a_batch_has_a_column_of_outputs_for_each_question():
    grid = BatchGrid(32, 16)
    assert len(grid.columns) == 32
    squares = [len(column.get_subpaths()) for column in grid.columns]
    assert squares == [16] * 32
    grid.set_columns(2.5)
    assert [column.get_fill_opacity() for column in grid.columns[:4]] == [1.0, 1.0, 0.5, 0.0]


@MOVED
@pytest.mark.parametrize("tidied", [0.0, 3.0, 8.0])
def test_the_reward_for_language_is_the_share_of_words_in_it(scale, tidied):
    meter = moved(LanguageMeter(), scale).set_tidied(tidied)
    dark, bright = (paint(role).to_rgb()[0] for role in ("muted", "text"))
    lit = [(word.get_fill_color().to_rgb()[0] - dark) / (bright - dark) for word in meter.words]
    assert meter.share == pytest.approx(np.mean(lit), abs=0.02)
    assert meter.language.height == pytest.approx(scale * BLOCK * meter.share)
    assert meter.accuracy.height == pytest.approx(scale * BLOCK)
    assert meter.language.get_bottom()[1] > meter.accuracy.get_top()[1]


def test_in_the_end_all_words_are_in_the_target_language():
    meter = LanguageMeter()
    assert meter.set_tidied(meter.count).share == 1.0


@MOVED
def test_only_right_answers_lie_on_the_heap(scale):
    funnel = moved(SampleFunnel(60, 20, 24), scale).set_fallen(1.0).set_joined(1.0)
    assert all(square.get_fill_opacity() == 1.0 for square in [*funnel.kept, *funnel.others])
    ground = min(square.get_bottom()[1] for square in funnel.kept)
    heap = max(square.get_top()[1] for square in funnel.kept)
    for square in [*funnel.rejected, *funnel.waiting]:  # aside, and in the mouth
        assert square.get_bottom()[1] > heap > ground
    centers = {tuple(square.get_center().round(6)) for square in [*funnel.kept, *funnel.others]}
    assert len(centers) == 80  # each has a place of its own
    left_out = {tuple(square.get_center().round(6)) for square in funnel.rejected}
    assert len(left_out) == 24
    assert max(square.get_right()[0] for square in funnel.rejected) < funnel.walls.get_right()[0]
    assert funnel.columns_kept == 60 // ROWS
    border = funnel.heap_x(funnel.columns_kept)[0]
    assert max(square.get_right()[0] for square in funnel.kept) < border
    assert min(square.get_left()[0] for square in funnel.others) > border


def test_before_the_fall_the_heap_is_empty():
    funnel = SampleFunnel(60, 20, 24)
    assert not any(square.get_fill_opacity() for square in [*funnel.kept, *funnel.others])


def test_helpfulness_is_judged_on_the_summary_and_harmlessness_on_the_whole():
    bar = ResponseBar()
    whole, summary = bar.whole[0], bar.summary[0]
    assert whole.width == pytest.approx(bar.words.width)
    assert 0 < summary.width < 0.5 * whole.width
    assert summary.get_right()[0] == pytest.approx(whole.get_right()[0])
    bright = [word.get_fill_color() == paint("text") for word in bar.words]
    assert bright == [word.get_x() > summary.get_left()[0] for word in bar.words]


def test_both_sheets_have_as_many_lines_and_one_has_other_scripts():
    mixed, readable = AnswerSheet("mixed"), AnswerSheet("readable")
    assert len(mixed.translate(readable)) == len(mixed.lines) == len(readable.lines) == 3
    colors = [
        {word.submobjects[0].get_fill_color().to_hex() for line in sheet.lines for word in line}
        for sheet in (mixed, readable)
    ]
    assert colors == [{DARK.text, DARK.muted}, {DARK.text}]


def test_tracks_lead_from_station_to_station():
    for rail, start, end in (
        (track("cold", "stage_1"), "cold", "stage_1"),
        (track("base", "zero_loop"), "base", "zero_loop"),
    ):
        assert station(start)[0] < rail.get_start()[0] < rail.get_end()[0] < station(end)[0]
        assert rail.get_start()[1] == pytest.approx(station(start)[1])
        assert rail.get_end()[1] == pytest.approx(station(end)[1])
    above = track_from_above("base", "sft")
    assert above.get_end()[0] == pytest.approx(station("sft")[0])
    assert above.get_end()[1] > station("sft")[1] + HALF


def test_the_names_of_a_row_stand_on_one_line_and_clear_of_each_other():
    names = {"cold": "cold start", "stage_1": "RL stage 1", "sft": "SFT", "stage_2": "RL stage 2"}
    texts = [label(place, text, LABEL) for place, text in names.items()]
    assert len({round(text.baseline, 6) for text in texts}) == 1
    for left, right in pairwise(texts):
        assert left.get_right()[0] + 0.2 < right.get_left()[0]


def test_the_whole_map_is_on_the_stage():
    low, high = STAGE
    for name in STATIONS:
        assert (station(name)[:2] > low).all() and (station(name)[:2] < high).all()
