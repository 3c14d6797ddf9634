"""What the levels draw stands where the numbers say, and a whale swims whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from letters_of import need_letters_of
from shown_numbers import numbers_in

from grpo_core import AnswerTokens, WorkedGroup, evaluate_group, first_step, load_group
from scenes.levels.answer_rows import BESIDE, WIDE, AnswerRows
from scenes.levels.climb import Climb
from scenes.levels.falling_word import FallingWord, along, pieces_of
from scenes.levels.five_places import HungSentences, PaperObjective
from scenes.levels.level_frame import FLOORS, FloorSign, LevelFrame
from scenes.levels.level_lines import LEVELS, ROWS, level_line, sentence_in_two
from scenes.levels.lit_house import LitHouse
from scenes.levels.name_answered import NameAnswered
from scenes.levels.name_plot import NamePlot, set_typed
from scenes.levels.result import result_line
from scenes.levels.row_marks import RowMarks
from scenes.levels.visits import VISITORS
from scenes.levels.whale import Whale
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import use_language
from scenes.stage.motion import jump
from scenes.stage.objective import Objective
from scenes.stage.placement import touches
from scenes.stage.questions import Exit
from scenes.stage.theme import paint
from scenes.stage.typeset import Prose

OLD, STEP = [0.2, 0.4, 0.1, 0.3], [0.24, 0.366, 0.12, 0.274]  # section 0, and one step from there


@pytest.fixture
def table():
    return evaluate_group(first_step(load_group(WORKED_GROUP)))


def extreme(table):
    """The same group with probabilities and rewards that need long numbers."""
    group = replace(
        table.group,
        rewards=[-7.6, 1234.5, 0.333, 2.0],
        new_logp=[-1.0, -92.1, -40.0, -3.0],
        old_logp=[-30.0, -91.0, -1.0, -33.0],
        ref_logp=[-1.0, -1.0, -2.0, -60.0],
    )
    return evaluate_group(group)


# -- lines --------------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(len(LEVELS)))
@pytest.mark.parametrize("strange", [False, True])
def test_a_line_fits_its_row(table, level, strange):
    frame = LevelFrame()
    for row in range(ROWS):
        table_of_line = extreme(table) if strange else table
        line = frame.put(level_line(table_of_line, 0, level, row), row)
        body = frame.rows[row]
        assert line.get_right()[0] <= body.get_right()[0] - 0.1, line.plain
        assert line.height <= body.height, line.plain


def test_two_lines_of_chinese_keep_clear_of_their_rows_edges(table):
    """Its letters are taller; the first level says a sentence in one line."""
    need_letters_of("zh")
    use_language("zh")
    frame = LevelFrame()
    for row in range(ROWS):
        line, body = frame.put(level_line(table, 0, 1, row), row), frame.rows[row]
        assert line.get_top()[1] <= body.get_top()[1] - 0.1, line.plain
        assert line.get_bottom()[1] >= body.get_bottom()[1] + 0.1, line.plain


def test_neighbouring_levels_share_parts(table):
    """Each line has a word that becomes a symbol, and a symbol that becomes a number."""
    for row in range(ROWS):
        parts = [set(level_line(table, 0, level, row)._parts) for level in range(len(LEVELS))]
        for before, after in pairwise(parts):
            assert before & after


def test_a_word_that_visits_its_picture_is_in_both_lines(table):
    for row, part in enumerate(VISITORS):
        for level in (1, 2):
            assert part in level_line(table, 0, level, row).part_names


def test_a_word_keeps_its_colour(table):
    def colour(level: int, row: int, part: str) -> str:
        return level_line(table, 0, level, row).select(part)[0].get_fill_color().to_hex()

    for row, part, levels in [
        (1, "reward", (0, 1, 2)),
        (2, "new", (1, 2, 3)),
        (4, "reference", (0, 1, 2)),
    ]:
        assert {colour(level, row, part) for level in levels} == {paint(part).to_hex()}


def test_a_sentence_in_two_has_the_same_leading_in_every_row(table):
    leads = []
    for row in range(ROWS):
        first, second = sentence_in_two(table, row)
        leads.append(first.baseline - second.baseline)
    assert leads == pytest.approx([leads[0]] * ROWS)


def test_the_sign_lights_one_floor():
    sign = FloorSign().set_floor(2.0)
    lit = [bar.get_fill_color() == paint("text") for bar in sign]
    assert lit == [number == 2 for number in range(FLOORS)]


# -- the rows -----------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [WIDE, BESIDE], ids=["wide", "beside"])
def test_bars_are_as_long_as_their_probabilities_before_and_after_the_step(table, layout):
    rows = AnswerRows(table, layout)
    unit = layout.longest / max(*OLD, *STEP)
    assert [bar.width for bar in rows.frames] == pytest.approx(np.multiply(OLD, unit))
    for share, chances in ((0.0, OLD), (1.0, STEP)):
        rows.set_step(share)
        assert [bar.width for bar in rows.fills] == pytest.approx(
            np.multiply(chances, unit), abs=6e-3
        )
        assert {round(bar.get_left()[0], 6) for bar in rows.fills} == {layout.foot}


def test_a_coin_lies_on_its_side_of_the_average_and_its_arrow_leads_there(table):
    rows = AnswerRows(table, WIDE)
    for coin, arrow, side in zip(rows.coins, rows.arrows, (1, -1, 1, -1), strict=True):
        assert np.sign(coin.face.get_x() - WIDE.mean) == side
        assert np.sign(arrow.body.get_x() - WIDE.mean) == side
        assert abs(arrow.body.get_x() - WIDE.mean) < abs(coin.face.get_x() - WIDE.mean)


def test_a_large_group_shows_three_answers_and_counts_the_others(table):
    group = table.group
    rewards, chances = np.arange(9.0), np.log(np.full(9, 0.1))
    large = evaluate_group(
        replace(
            group,
            rewards=rewards,
            texts=tuple("abcdefghi"),
            old_logp=chances,
            new_logp=chances,
            ref_logp=chances,
            per_token=(),
        )
    )
    rows = AnswerRows(large, WIDE)
    assert len(rows.fills) == 3
    assert [text.plain for text in rows.texts][3:] == ["and 6 more"]
    assert len(rows.bodies) == 4


def test_of_the_better_answers_one_that_has_grown_most_is_followed(table):
    rows = AnswerRows(table, WIDE)
    assert table.ratio[rows.shown[rows.example]] == pytest.approx(1.2)
    assert table.rewards[rows.shown[rows.example]] == 1


@pytest.mark.parametrize("size", [2, 3, 4])
def test_an_axis_under_the_last_row_keeps_clear_of_the_captions(table, size):
    """They take what is below -3; rows are lower where their bars need an axis."""
    group = table.group
    chances = -np.array([14.0, 61.1, 22.4, 35.0])[:size]
    logs = dict.fromkeys(("old_logp", "new_logp", "ref_logp"), chances)
    shares = {"rewards": group.rewards[:size], "texts": group.texts[:size], "per_token": ()}
    rows = AnswerRows(evaluate_group(replace(group, **logs, **shares)), WIDE)
    assert len(rows.axis)
    assert rows.axis.get_bottom()[1] >= -3
    assert rows.axis.get_top()[1] <= rows.bodies[-1].get_bottom()[1] + 0.1


# -- what the sentences add -----------------------------------------------------------------


def test_better_bars_halt_at_their_brackets_and_worse_ones_have_none(table):
    rows = AnswerRows(table, BESIDE)
    marks = RowMarks(rows)
    rows.set_step(1.0)
    assert len(marks.brackets) == 2
    for bracket, row in zip(marks.brackets, (0, 2), strict=True):
        assert bracket.get_right()[0] == pytest.approx(rows.fills[row].get_right()[0], abs=1e-6)


def test_behind_each_bracket_a_hatch_says_that_nothing_more_is_gained(table):
    """At the bracket and outward; the bars stand where their probabilities say."""
    rows = AnswerRows(table, BESIDE)
    marks = RowMarks(rows)
    rows.set_step(1.0)
    assert len(marks.beyond) == 2
    for hatch, row in zip(marks.beyond, (0, 2), strict=True):
        assert hatch.get_left()[0] == pytest.approx(marks.bound(row), abs=0.05)
        assert hatch.get_left()[0] == pytest.approx(rows.fills[row].get_right()[0], abs=0.05)
        assert hatch.width > 0.4


def test_ghosts_end_at_the_reference_and_leashes_lead_from_there(table):
    rows = AnswerRows(table, BESIDE)
    marks = RowMarks(rows)
    unit = BESIDE.longest / max(OLD)
    for ghost, leash, chance, new in zip(
        marks.ghosts, marks.leashes, (0.15, 0.4, 0.14, 0.31), STEP, strict=True
    ):
        assert ghost.get_right()[0] == pytest.approx(BESIDE.foot + unit * chance, abs=0.02)
        line, end = leash
        assert line.get_start()[0] == pytest.approx(BESIDE.foot + unit * chance)
        assert end.get_x() == pytest.approx(BESIDE.foot + unit * new, abs=0.01)


def test_labels_say_the_numbers_and_then_their_symbols(table):
    marks = RowMarks(AnswerRows(table, BESIDE))

    def said(idea: int, symbols: bool) -> list[str]:
        return [label.plain for label in marks.labels(idea, symbols=symbols)]

    assert [said(k, False) for k in range(4)] == [
        ["4"],
        ["0.50"],
        [f"times {ratio}" for ratio in ("1.20", "0.9", "1.20", "0.9")],
        ["1.2"],
    ]
    assert said(0, True) == ["G"]
    assert said(2, True) == [f"rho_{k}" for k in (1, 2, 3, 4)]
    assert said(3, True) == ["1 + epsilon"]


@pytest.mark.parametrize(("new", "is_over"), [(0.34, True), (0.47, False)])
@pytest.mark.parametrize("symbols", [False, True])
def test_a_bound_keeps_clear_of_the_chances(table, symbols, new, is_over):
    """Five answers: where a bracket stands under the first one's chances, its bound has no room."""
    texts, rewards = (
        ("Canberra", "Sydney", "Melbourne", "Canberra, ACT", "Perth"),
        [1, 0, 0, 0.8, 0],
    )
    old = [new - 0.12, 0.4, 0.15, 0.05, 0.05]
    rows = np.log([old, [new, 0.3, 0.13, 0.05, 0.02], old])
    group = WorkedGroup("The capital of Australia?", texts, rewards, *rows)
    marks = RowMarks(AnswerRows(evaluate_group(group), BESIDE))
    bound = marks.labels(3, symbols=symbols)
    assert len(bound) == is_over
    for label in bound:
        assert not any(touches(label, chance) for chance in marks.chances())
        assert label.get_x() == pytest.approx(marks.bound(marks.rows.example), abs=0.5)


def test_an_answer_s_numbers_stand_in_its_own_row(table):
    rows = AnswerRows(table, BESIDE)
    marks = RowMarks(rows)
    columns = {
        "chances": marks.chances(),
        "ratios": marks.labels(2, symbols=False),
        "terms": marks.terms(),
    }
    expected = {
        "chances": [[0.20, 0.24], [0.40, 0.37], [0.10, 0.12], [0.30, 0.27]],
        "ratios": [[1.2], [0.9], [1.2], [0.9]],
        "terms": [[1.2], [-0.914], [1.2], [-0.914]],
    }
    for name, labels in columns.items():
        assert len(labels) == 4, name
        for row, (label, values) in enumerate(zip(labels, expected[name], strict=True)):
            assert [number.value for number in numbers_in(label.plain)] == values
            assert abs(label.get_y() - rows.height(row)) < 0.5 * rows.pitch
            assert label.get_right()[0] < BESIDE.right


def test_the_terms_as_printed_have_the_printed_average(table):
    marks = RowMarks(AnswerRows(table, BESIDE))
    printed = [float(term.plain.replace("−", "-")) for term in marks.terms()]
    assert printed == [1.2, -0.914, 1.2, -0.914]
    name, mean = marks.average_of_terms()
    assert name.plain == "mean"
    assert float(mean.plain) == pytest.approx(sum(printed) / 4, abs=5e-4)


def test_the_result_is_what_its_parts_give(table):
    gain, price, whole = (float(part) for part in result_line(table).plain.split() if "." in part)
    assert (gain, price, whole) == (0.143, 0.001, 0.142)


# -- the name -----------------------------------------------------------------------------


def test_letters_end_as_the_line_that_their_word_is():
    word = Prose("Group")
    falling = FallingWord(word, along([0, 1], [0, -1], 5, 0.05)).set_fallen(0.0)
    for letter, copy in zip(word, falling, strict=True):
        assert copy.points == pytest.approx(letter.points)
    falling.set_fallen(1.0)
    assert falling.height == pytest.approx(2.0, abs=0.02)
    assert falling.width == pytest.approx(0.05, abs=0.01)


def test_letters_fill_bars_by_their_length(table):
    bars = AnswerRows(table, WIDE).fills
    boxes = pieces_of(bars, 12)
    assert len(boxes) == 12
    for bar, chance in zip(bars, OLD, strict=True):
        mine = [box for box in boxes if abs(box[1] - bar.get_y()) < 0.1]
        assert len(mine) == pytest.approx(12 * chance, abs=1)
        assert sum(box[2] for box in mine) == pytest.approx(bar.width)


def test_a_text_is_typed_letter_by_letter():
    text = Prose("abcd")
    set_typed(text, 0.5)
    assert [letter.get_fill_opacity() for letter in text] == [1, 1, 0, 0]
    set_typed(text, 1.0)
    assert {letter.get_fill_opacity() for letter in text} == {1}


def test_the_four_words_stand_over_their_columns(table):
    plot = NamePlot(table, ())
    jump(*plot_ends(plot))
    group, relative, policy, optimization = plot.words
    assert relative.get_x() == pytest.approx(WIDE.mean, abs=0.01)
    assert group.get_right()[0] < relative.get_left()[0]
    assert relative.get_right()[0] < policy.get_left()[0]
    assert policy.get_right()[0] < optimization.get_left()[0]
    assert optimization.get_right()[0] == pytest.approx(WIDE.right, abs=0.01)


def plot_ends(plot):
    return [animation.build() for animation in plot.take_posts()]


def test_where_the_file_has_tokens_they_are_written():
    table = evaluate_group(first_step(load_group(WORKED_GROUP)))
    known = AnswerTokens([-0.5, -1.0], [-0.5, -1.0], [-0.5, -1.0], tokens=("40", "8"))
    plot = NamePlot(table, (known, None, None, None))
    strip = plot.strips[0]
    assert len(strip.squares) == 2
    assert strip.squares[0].level == pytest.approx(np.exp(-0.5))
    assert not any(len(other) for other in plot.strips[1:])


# -- the objective and the house ----------------------------------------------------------------


def test_each_sentence_hangs_on_its_place_in_the_order_of_the_film(table):
    """Good ones get likelier by the plain ratio; the one inside clip is where pushing stops."""
    objective = PaperObjective()
    hung = HungSentences(table, objective.part, -1.5)
    for tag, thread, rule, name in zip(
        hung.tags,
        hung.threads,
        hung.rules,
        ("average", "advantage1", "ratio1", "clip", "price"),
        strict=True,
    ):
        part = objective.part(name)
        assert part.get_left()[0] <= thread.get_start()[0] <= part.get_right()[0]
        assert rule.width == pytest.approx(part.width)
        assert tag.get_left()[0] < thread.get_end()[0] < tag.get_right()[0]
    ends = [thread.get_end()[0] for thread in hung.threads]
    assert ends == sorted(ends)
    assert hung.tags.width <= 13.4


def test_the_objective_of_the_papers_is_whole_on_two_lines():
    objective = PaperObjective()
    assert objective.width <= 13.5
    assert objective.first.get_bottom()[1] > objective.second.get_top()[1]
    right = objective.second.get_right()[0]
    assert objective.part("close").get_right()[0] == pytest.approx(right)


@pytest.mark.parametrize("strange", [False, True])
def test_what_is_written_on_a_window_stays_on_it(table, strange):
    house = LitHouse(extreme(table) if strange else table, 0)
    for window in (window for row in house.windows for window in row):
        pane = window.panes[0]
        for text in window.texts:
            if len(text):
                assert text.get_left()[0] >= pane.get_left()[0], text.plain
                assert text.get_right()[0] <= pane.get_right()[0] + 0.01, text.plain
                assert text.get_top()[1] <= pane.get_top()[1] + 0.01, text.plain
                assert text.get_bottom()[1] >= pane.get_bottom()[1] - 0.01, text.plain


def test_windows_of_one_idea_stand_below_each_other(table):
    house = LitHouse(table, 0)
    for idea in range(ROWS):
        assert len({round(row[idea].panes[0].get_x(), 6) for row in house.windows[:-1]}) == 1


def test_a_dark_window_says_nothing_and_a_lit_one_is_bright(table):
    window = LitHouse(table, 0).windows[0][0]
    assert {glyph.get_fill_opacity() for text in window.texts for glyph in text} == {0}
    window.set_light(1.0)
    assert {glyph.get_fill_opacity() for text in window.texts for glyph in text} == {1}
    assert window.panes[0].get_fill_color() == paint("pane_edge")


def test_all_windows_are_lit_once_and_the_objective_last(table):
    house = LitHouse(table, 0)
    groups = list(house.by_reading())
    lit = [id(window) for group in groups for window in group]
    assert sorted(lit) == sorted(id(window) for row in house.windows for window in row)
    assert groups[-1] == [house.ground]


# -- the whale ----------------------------------------------------------------------------


def test_the_objective_lies_in_the_whale():
    whale, objective = Whale(), Objective().shift([0.1, -1.0, 0.0])
    curves = whale.body.points.reshape(-1, 4, 3)
    t = np.linspace(0, 1, 20)[:, None]
    a, b, c, d = (curves[:, None, k, :2] for k in range(4))
    outline = (
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    ).reshape(-1, 2)
    for line in objective:
        for glyph in line:
            low, high = glyph.get_corner([-1, -1, 0])[:2], glyph.get_corner([1, 1, 0])[:2]
            for corner in (low, high, [low[0], high[1]], [high[0], low[1]]):
                assert _winds(outline, np.array(corner))
            nearest = np.abs(outline - 0.5 * (low + high)) - 0.5 * (high - low)
            assert nearest.max(axis=1).min() > 0.1


def _winds(outline: np.ndarray, point: np.ndarray) -> bool:
    """Whether a closed outline goes once round a point."""
    x, y = (outline - point).T
    angles = np.unwrap(np.arctan2(y, x))
    return abs(angles[-1] - angles[0]) > np.pi


def test_a_whale_that_swims_leaves_the_picture():
    whale = Whale()
    before = whale.body.points.copy()
    assert whale.swim(0.0).body.points == pytest.approx(before)
    assert whale.swim(1.0).get_right()[0] < -7.2
    assert whale.swim(0.0).body.points == pytest.approx(before)


# -- the step once more, and the answer ------------------------------------------------------


def test_j_climbs_from_no_update_to_the_step(table):
    """Section 0: -.001 before (the old policy is a little away from the reference), .142 after."""
    climb = Climb(table)
    assert [text.plain for text in (climb.start, climb.end)] == ["cal(J) = −0.001", "0.142"]
    climb.set_step(0.0)
    assert climb.dot.get_x() == pytest.approx(climb.line.get_left()[0], abs=1e-6)
    climb.set_step(1.0)
    assert climb.dot.get_x() == pytest.approx(climb.line.get_right()[0], abs=1e-6)
    heights = []
    for share in np.linspace(0, 1, 9):
        heights.append(climb.set_step(share).dot.get_x())
    assert (np.diff(heights) > 0).all()


def test_a_silent_group_has_nothing_to_climb(table):
    silent = replace(table.group, rewards=np.ones(4))
    assert not Climb(evaluate_group(first_step(silent))).rises


@pytest.mark.parametrize("strange", [False, True])
def test_each_word_stands_over_its_sentence_and_picture(table, strange):
    """Group: ask; Relative: compare; Policy and Optimization: make better ones likelier."""
    step = extreme(table) if strange else table
    rows = AnswerRows(step, BESIDE)
    line = Exit("", ("surrogate",), width=5.2).objective
    answered = NameAnswered(step, rows, RowMarks(rows), line)
    heads = {head.plain.strip('"'): head for head in answered.heads}
    tags = answered.hung.tags
    for word, row in (("Group", 0), ("Relative", 1), ("Policy", 2), ("Optimization", 2)):
        head = heads[word]
        assert head.get_bottom()[1] > tags[row].get_top()[1]
        assert abs(head.get_x() - tags[row].get_x()) < tags[row].width
        assert answered.pictures[row].get_bottom()[1] > head.get_top()[1]
    ordered = sorted(answered.heads, key=lambda head: head.get_x())
    for left, right in pairwise(ordered):
        assert left.get_right()[0] < right.get_left()[0]
