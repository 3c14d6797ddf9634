"""The pictures of the pipeline: what their places and sizes say is what the papers say."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from letters_of import need_letters_of
from manim import Mobject
from manim.animation.animation import prepare_animation

from scenes.pipeline.batch import Batch
from scenes.pipeline.checks import Checks
from scenes.pipeline.dumbbells import RATING, TESTS, Dumbbells
from scenes.pipeline.family import CHILDREN, Family, TwoWays
from scenes.pipeline.figures import cited_together
from scenes.pipeline.ladder import Ladder, Mark, spread
from scenes.pipeline.language import WordAnswer
from scenes.pipeline.leash import Leash
from scenes.pipeline.route_map import DATA, HOME, LAST, LOOPS, SMALL, STATIONS, RouteMap
from scenes.pipeline.sheets import AnswerSheet
from scenes.pipeline.sieve import ROWS, Sieve
from scenes.pipeline.signs import PlainLoop
from scenes.pipeline.vote import Vote
from scenes.script.facts import fact
from scenes.script.words import use_language
from scenes.stage.loop_icon import LoopIcon
from scenes.stage.motion import jump
from scenes.stage.places import STAGE
from scenes.stage.score_marks import right_mark
from scenes.stage.theme import paint

FOOT, HEIGHT = -2.0, 5.0


def done(*moves):
    """Let movements end, those of Manim's `animate` as well."""
    jump(*map(prepare_animation, moves))


@pytest.mark.parametrize(
    ("wanted", "gaps", "places"),
    [
        ([0.0, 3.0], [1.0], [0.0, 3.0]),  # clear of each other: each where it would be
        ([0.0, 0.0], [1.0], [-0.5, 0.5]),  # both give way alike
        ([0.0, 0.2, 5.0], [1.0, 1.0], [-0.4, 0.6, 5.0]),
        ([0.0, 0.0, 0.0], [1.0, 2.0], [-4 / 3, -1 / 3, 5 / 3]),  # their shifts sum to 0
    ],
)
def test_labels_give_way_by_as_little_as_can_be(wanted, gaps, places):
    assert spread(wanted, gaps) == pytest.approx(places)


@pytest.fixture
def ladder():
    return Ladder(FOOT, HEIGHT)


def marked(ladder, *names):
    marks = {name: Mark(fact(f"pipeline.{name}"), name) for name in names}
    jump(*ladder.show(*marks.items()))
    return marks


@pytest.mark.parametrize("height", [HEIGHT, 3.0])
def test_a_mark_lies_at_its_share_of_the_ladder(ladder, height):
    marks = marked(ladder, "aime_base", "aime_zero")
    ladder.set_place(FOOT, height)
    for name, percent in (("aime_base", 15.6), ("aime_zero", 77.9)):
        assert marks[name].tick.get_y() == pytest.approx(FOOT + height * percent / 100)


def test_labels_of_near_marks_do_not_touch(ladder):
    marks = marked(ladder, "aime_zero", "aime_r1", "aime_o1", "aime_heap", "aime_stage_1")
    labels = sorted((mark.label for mark in marks.values()), key=lambda label: label.get_y())
    for low, high in pairwise(labels):
        assert low.get_top()[1] < high.get_bottom()[1]


def test_the_climb_reaches_from_end_to_end(ladder):
    bar = ladder.climb(15.6, 77.9)
    ends = bar.get_bottom()[1], bar.get_top()[1]
    assert ends == pytest.approx((FOOT + 0.156 * HEIGHT, FOOT + 0.779 * HEIGHT))


def test_a_batch_is_a_column_of_answers_for_each_question():
    assert [len(column) for column in Batch().columns] == [16] * 32


def test_right_answers_are_above_the_group_s_mean_and_all_distances_cancel():
    batch = Batch()
    mean = batch.mean[0].get_y()
    right = [square.get_fill_color() == paint("coin") for square in batch.answers]
    above = [square.get_y() > mean for square in batch.answers]
    assert right == above
    assert 0 < sum(right) < 16
    assert sum(square.get_y() - mean for square in batch.answers) == pytest.approx(0.0, abs=1e-9)


def test_the_judge_likes_what_no_rule_passes():
    checks, tick = Checks(), right_mark(1.0)[0].get_stroke_color()
    passed = {
        key: [mark[0].get_stroke_color() == tick for mark in marks]
        for key, marks in checks.marks.items()
    }
    assert passed == {
        "passes": [True, True],
        "fails": [True, False],
        "flatters": [False, False],
    }
    assert checks.pleased.get_y() == pytest.approx(checks.cards["flatters"].get_y())


def test_the_most_frequent_answer_is_elected():
    vote = Vote()
    said = [card[1].plain for card in vote.cards]
    assert len(vote.winners) == said.count(vote.elected.text.plain)
    assert all(said.count(other) < len(vote.winners) for other in set(said) - {said[0]})


def test_a_rider_goes_along_a_track_which_lights_up_behind_it():
    route = RouteMap()
    jump(route.ride("alone"))
    assert route.rider.get_center() == pytest.approx(route.place("zero_loop"))
    assert route.lit["alone"].get_end() == pytest.approx(route.place("zero_loop"))
    assert not len(route.lit["to_zero"].points)


@pytest.mark.parametrize("view", [HOME, SMALL])
def test_models_leave_a_line_and_answers_a_row_of_squares(view):
    """Nothing but what a model wrote goes down to the heap, and on to the children."""
    assert set(DATA) == {"answers", "to_children"}
    route = RouteMap()
    done(route.move(view))
    done(*(route.lead(key) for key in route.tracks))
    for key, lit in route.lit.items():
        pieces = len(lit.get_subpaths())
        assert pieces > 3 if key in DATA else pieces == 1


def test_three_stations_are_grpo_and_none_tells_so_before():
    route = RouteMap()
    assert not any(isinstance(part, LoopIcon) for part in route.get_family())
    opened = [part for key in STATIONS for part in route.open_station(key)]
    jump(*opened)
    loops = [part for part in route.get_family() if isinstance(part, LoopIcon)]
    assert len(loops) == len(LOOPS) == 3
    for loop, key in zip(loops, LOOPS, strict=True):
        assert loop.middle() == pytest.approx(route.place(key))


def test_the_map_stands_on_the_stage_in_every_view():
    route, (low, high) = RouteMap(), STAGE
    for view in (HOME, SMALL):
        done(route.move(view))
        assert (route.get_corner([-1, -1, 0])[:2] > low).all()
        assert (route.get_corner([1, 1, 0])[:2] < high + 0.1).all()


@pytest.mark.parametrize("code", ["en", "zh"])
def test_names_on_the_last_map_are_told_apart(code):
    need_letters_of(code)
    use_language(code)
    route = RouteMap()
    done(route.move(LAST))
    for one, other in combinations(route.call(*STATIONS), 2):
        apart = np.abs(one.get_center() - other.get_center())[:2]
        halves = 0.5 * np.array([one.width + other.width, one.height + other.height])
        assert (apart - halves).max() > 0.15, (one.plain, other.plain)


def test_an_answer_is_paid_for_the_share_of_its_words_in_one_language():
    mixed, clean = WordAnswer("mixed", 0), WordAnswer("clean", 1)
    assert (mixed.counted(), clean.counted()) == ("6 of 10 words", "10 of 10 words")
    paid = [
        answer.slices.width / answer.accuracy.width for answer in (mixed, clean)
    ]  # a right answer's block is 1
    assert paid == pytest.approx([0.6, 1.0], abs=0.03)
    assert mixed.accuracy.width == pytest.approx(clean.accuracy.width)
    assert mixed.accuracy.get_left()[0] == pytest.approx(clean.accuracy.get_left()[0])


def test_wrong_answers_stay_on_the_sieve_and_right_ones_make_the_heap():
    """One square is ten thousand samples: about 600 and 200 thousand."""
    sieve = Sieve(np.array([4.0, 2.0, 0.0])).set_fallen(1.0).set_joined(1.0)
    assert (len(sieve.kept), len(sieve.others)) == (60, 20)
    net = sieve.net.get_y()
    assert all(mark.get_bottom()[1] > net for mark in sieve.wrong)
    assert all(mark.get_stroke_opacity() == 1 for mark in sieve.wrong[0].get_family()[1:])
    assert all(square.get_top()[1] < net for square in [*sieve.kept, *sieve.others])
    centers = {tuple(square.get_center().round(6)) for square in [*sieve.kept, *sieve.others]}
    assert len(centers) == 80
    assert len({round(square.get_y(), 6) for square in sieve.kept}) == ROWS
    assert max(s.get_right()[0] for s in sieve.kept) < min(s.get_left()[0] for s in sieve.others)


def test_answers_come_out_of_the_loop():
    source = np.array([4.0, 2.0, 0.0])
    sieve = Sieve(source)
    for square in [*sieve.kept, *sieve.wrong]:
        assert square.get_center() == pytest.approx(source)
        assert not (square.get_fill_opacity() and square.get_stroke_opacity())


def test_the_judge_has_the_last_400_of_1700_steps_and_cannot_go_further():
    leash = Leash().set_steps(1.0)
    rules, judged = leash.done
    assert judged.width / rules.width == pytest.approx(400 / 1700)
    assert judged.get_right()[0] == pytest.approx(rules.get_right()[0])
    for pull in (0.0, 1.0):
        leash.set_pull(pull)
        assert leash.judge.get_left()[0] >= judged.get_left()[0]
    leash.set_steps(1 - 400 / 1700)
    assert judged.width < 0.01


def test_r1_stands_as_far_from_o1_as_its_number_does():
    rows = dict(zip(TESTS, Dumbbells().rows, strict=True))
    away = {key: row.own.get_x() - row.other.get_x() for key, row in rows.items()}
    points = {"aime": 0.6, "math": 0.9, "swe": 0.3, "gpqa": -4.2, "mmlu": -1.0}
    unit = away["mmlu"] / points["mmlu"]
    assert unit > 0
    for key, difference in points.items():
        assert away[key] == pytest.approx(unit * difference, abs=1e-6)
    assert away[RATING] < 0
    assert len({round(row.other.get_x(), 6) for row in rows.values()}) == 1


def test_all_of_the_heap_teaches_each_child(ladder):
    """Every thread leaves a line over the whole of it, the other data as well."""
    family = Family(ladder)
    left, right = family.whole.get_start(), family.whole.get_end()
    ends = family.heap.get_left()[0], family.heap.get_right()[0]
    assert (left[0], right[0]) == pytest.approx(ends)
    for thread in family.threads:
        x, y, _ = thread.way.get_start()
        assert y == pytest.approx(left[1])
        assert left[0] - 1e-6 <= x <= right[0]


def test_a_child_stands_at_its_size_and_on_the_ladder(ladder):
    children = Family(ladder).children
    sizes = dict(zip(CHILDREN, (1.5, 7, 8, 14, 32, 70), strict=True))
    x = {key: child.disc.get_x() for key, child in children.items()}
    unit = (x["llama_70b"] - x["qwen_1b"]) / np.log(70 / 1.5)
    for key, child in children.items():
        assert x[key] - x["qwen_1b"] == pytest.approx(unit * np.log(sizes[key] / 1.5))
        share = fact(f"pipeline.{key}").value
        assert child.disc.get_y() == pytest.approx(FOOT + HEIGHT * share / 100)


def test_the_pupil_and_the_self_taught_stand_on_the_ladder(ladder):
    ways = TwoWays(Family(ladder), ladder)
    done(*ways.gather_pupil())
    assert ways.pupil.get_y() == pytest.approx(FOOT + HEIGHT * 0.726)
    assert ways.low[1] == pytest.approx(FOOT + HEIGHT * 0.47)
    assert [text[0].plain for text in ways.texts] == ["72.6", "47.0"]


def test_the_self_taught_one_goes_round_a_plain_loop(ladder):
    """Which RL it was its paper's table does not say: it is not GRPO's loop."""
    ways = TwoWays(Family(ladder), ladder)
    everything = [part for piece in vars(ways).values() for part in _family(piece)]
    assert not any(isinstance(part, LoopIcon) for part in everything)
    assert isinstance(ways.loop, PlainLoop)
    assert ways.loop.text.plain == "RL"
    tip = ways.loop.arrows[0][1].get_center()
    ways.loop.set_turn(0.25)
    right = ways.loop.arrows[0][1].get_center() - ways.loop.text.get_center()
    before = tip - ways.loop.text.get_center()
    assert right == pytest.approx([before[1], -before[0], 0.0], abs=0.02)  # a quarter, clockwise


def _family(piece) -> list:
    return piece.get_family() if isinstance(piece, Mobject) else []


def test_each_use_of_grpo_counts_for_its_model():
    """One dot for R1-Zero, two for R1."""
    route = RouteMap()
    jump(*(part for key in STATIONS for part in route.open_station(key)))
    done(*route.count_uses())
    by_model = {
        end: sum(np.linalg.norm(dot.get_center() - route.place(end)) < 0.7 for dot in route.counts)
        for end in ("zero", "r1")
    }
    assert by_model == {"zero": 1, "r1": 2}


def test_one_sheet_mixes_scripts_and_the_other_does_not():
    latin = {
        kind: [word.plain.isascii() or "×" in word.plain for line in sheet.lines for word in line]
        for kind, sheet in ((kind, AnswerSheet(kind)) for kind in ("mixed", "readable"))
    }
    assert not all(latin["mixed"])
    assert any(latin["mixed"])
    assert all(latin["readable"])


def test_sources_are_named_once_with_all_places():
    line = cited_together(*map(fact, ("pipeline.aime_o1", "pipeline.qwen_1b", "pipeline.batch")))
    assert line == ["arXiv 2501.12948v1, table 4, table 5; v2, section 2.1"]


def test_another_journal_stands_on_a_line_of_its_own():
    read = map(fact, ("pipeline.aime_o1", "pipeline.aime_cold", "pipeline.qwen_1b"))
    lines = ["arXiv 2501.12948v1, table 4, table 5", "Nature 645, table 2"]
    assert cited_together(*read) == lines
