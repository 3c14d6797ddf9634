"""The pictures of Clipping: what is seen in their states, without a film."""

from __future__ import annotations

import pytest
from hatched import is_hatched
from manim import VGroup
from shown_numbers import GROUPS

from grpo_core import evaluate_group, load_group
from scenes.clipping.case_plot import end_of_axis
from scenes.clipping.ceiling import START, Ceiling, SecondAnswer
from scenes.clipping.mirror import Mirror
from scenes.clipping.sweep import Sweep
from scenes.script.cases import find_case
from scenes.stage.live_number import LiveNumber
from scenes.stage.placement import touches
from scenes.stage.places import STAGE, room_in_view
from scenes.stage.typeset import Typeset


def table_of(name: str):
    return evaluate_group(load_group(GROUPS[name]))


def pictures(name: str) -> tuple[Ceiling, Mirror]:
    table = table_of(name)
    pushed, dropped = find_case(table, +1, above=True), find_case(table, -1, above=False)
    growing = find_case(table, -1, above=True)
    most = end_of_axis(table, pushed, dropped, growing)
    first = Ceiling(table, pushed, most)
    return first, Mirror(table, dropped, growing, most, first=first, width=8.9)


def test_the_read_outs_follow_the_answer_past_the_bound():
    """Answer 1 of the worked group: rho = 1.5, A = 1, so min is 1.2 and nothing pushes."""
    plot, _ = pictures("worked")
    plot.light(1.5)
    plot.show(1.5)
    told = {name: number.plain for name, number in plot.readout.numbers.items()}
    assert told == {
        "ratio": "1.50",
        "advantage": "1.00",
        "unclipped": "1.50",
        "clipped": "1.20",
        "value": "1.20",
    }
    assert plot.slope.number.plain == "0.00"
    assert is_hatched(plot.envelope.marker)
    plot.light(1.1)
    assert plot.slope.number.plain == "1.00"
    assert not is_hatched(plot.envelope.marker)


def test_the_trace_begins_with_no_more_than_its_start():
    plot, _ = pictures("worked")
    envelope = plot.prepare_trace()
    assert envelope.curve.get_right()[0] == pytest.approx(envelope.point(START, 0)[0])
    plot.finish_curve(envelope.most)
    assert envelope.curve.get_right()[0] == pytest.approx(envelope.point(envelope.most, 0)[0])
    assert envelope.marker.get_x() == pytest.approx(envelope.at(1.5)[0])


def test_a_close_up_says_both_terms_where_they_differ():
    """Answer 2 of a ratio below the range with A > 0: min takes rho A, clip(rho) A is 0.8."""
    plot, _ = pictures("worked")
    case = find_case(table_of("worked"), +1, above=False)
    room = room_in_view(plot.envelope.point(case.ratio, 0), 7.0)
    plot.envelope.set_ratio(case.ratio)
    rejected, verdict = SecondAnswer(plot, case, room, 0.5).steps
    assert rejected[1].plain.endswith("0.80")
    assert not touches(rejected[1], plot.envelope.marker, 0.0)
    assert not touches(verdict, plot.envelope.marker, 0.0)


@pytest.mark.parametrize("name", ["worked", "decimals"])
def test_the_labels_of_both_answers_keep_clear_of_each_other_and_on_the_stage(name):
    _, mirror = pictures(name)
    mirror.draw_curve()
    mirror.find_labels()
    one, other = mirror.labels
    assert not touches(one, other)
    assert not touches(one, mirror.rejected)
    for label in VGroup(one, other):
        assert label.get_top()[1] <= STAGE[1][1]
        assert label.get_right()[0] <= STAGE[1][0]


def test_the_sweep_stops_where_numbers_are_known():
    """The group's own range 0.2, and 0.5, past which no answer is clipped any more."""
    sweep = Sweep(table_of("worked"))
    ends = [end for _, end in sweep.stretches]
    assert {0.2, 0.5} <= {round(end, 6) for end in ends}
    assert [start for start, _ in sweep.stretches] == [0.0, *ends[:-1]]
    sweep.count(0.2)
    assert sweep.dial.numbers["surrogate"].plain == "−0.083"


def test_each_mark_of_a_sweep_keeps_clear_of_those_before_it():
    sweep = Sweep(table_of("decimals"))
    for epsilon in (0.0, *(end for _, end in sweep.stretches)):
        sweep.mark(epsilon)
    texts = [
        text
        for mark in sweep.marks
        for text in mark.get_family()
        if isinstance(text, Typeset | LiveNumber)
    ]
    assert len(texts) >= 3
    for k, text in enumerate(texts):
        assert not any(touches(text, other, 0.0) for other in texts[:k])
