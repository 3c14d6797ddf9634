"""How a film opens, asks and closes: what is seen then, and for how long."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from letters_of import need_letters_of
from manim import LEFT, RIGHT, UP, Animation, ManimColor, Square, VGroup, linear

from lecture.texts import by_text
from lecture.walk import drawn_parts, walk
from scenes.script.settings import Settings
from scenes.script.words import use_language
from scenes.stage.film import GrpoScene, beat
from scenes.stage.questions import Door, Questions
from scenes.stage.theme import THEMES
from scenes.stage.typeset import Formula, Letter, Prose

NAME = "Group Relative Policy Optimization"
QUESTION = "Which of the four answers should the model learn from?"


class Story(GrpoScene):
    """One square from the first frame to the last."""

    lit = ("price",)

    @beat()
    def opening(self) -> None:
        """Opening

        A square.
        """
        self.square = Square(4).shift(4 * LEFT)
        self.add(self.square)
        self.opened = self.door(QUESTION)

    @beat()
    def middle(self) -> None:
        """Middle

        Asked.
        """
        self.leave_door(self.opened, keep=True)
        self.ask("And now?", seconds=2.0)

    @beat()
    def answered(self) -> None:
        """Answered

        Told.
        """
        self.answer(self.square.animate.scale(1.1), run_time=0.6)
        self.clear(self.square)

    @beat()
    def closing(self) -> None:
        """Closing

        The end.
        """
        self.close_film(self.square, sentence="All of them, by what sets them apart.")


def test_a_question_has_left_before_its_answer_is_half_told():
    """0.4 s of 2: then the answer alone is looked at."""
    played: list[Animation] = []
    asked, square = Prose("And now?"), Square()
    stage = SimpleNamespace(asked=asked, play=lambda *moves, **_: played.extend(moves))
    Questions.answer(stage, square.animate.shift(UP), run_time=2.0, rate_func=linear)
    for move in played:
        move.begin()
        move.interpolate(0.25)
    assert all(letter.get_fill_opacity() == 0 for letter in asked.family_members_with_points())
    assert square.get_y() == pytest.approx(0.25)


def seen(scene: GrpoScene) -> list[str]:
    """The texts on the stage as a reader sees them, without their line breaks."""
    letters = [part for part in drawn_parts(scene) if isinstance(part, Letter)]
    texts = by_text(letters, scene.mobjects)
    return [" ".join(letters[0].plain_of.split()) for letters in texts]


@pytest.fixture(scope="module", params=["dark", "light"])
def told(request):
    """The scene in its last state, and the texts and seconds of each rest."""
    rests: list[tuple[int, list[str], float]] = []
    shapes: list[bool] = []

    def note(scene, rest):
        rests.append((rest.beat, seen(scene), rest.seconds))
        shapes.append(scene.square in scene.mobjects)

    scene = walk(Story, Settings(theme=request.param), on_rest=note)
    return scene, rests, shapes


def test_the_question_stands_first_and_then_the_name_spelt_out_over_the_picture(told):
    _, rests, shapes = told
    (_, first, seconds), (_, second, longer), *_ = rests
    assert first == [QUESTION]
    assert seconds >= len(QUESTION) / 17 - 1e-9
    assert second == [QUESTION, *NAME.split()]
    assert longer >= 2.0 - 1e-9
    assert all(shapes)


def test_the_question_stays_small_and_the_name_becomes_its_letters(told):
    _, rests, _ = told
    kept = next(texts for number, texts, _ in rests if number == 2)
    assert kept == [QUESTION, "GRPO", "And now?"]


def test_in_chinese_the_name_is_translated_beside_it_until_the_question_is_small():
    need_letters_of("zh")
    rests: list[tuple[int, list[str]]] = []
    use_language("zh")
    door = Door("问题", name=True)
    own = "组相对策略优化"
    assert [text.plain for text in door.name_line] == [*NAME.split(), own]
    assert door.get_right()[0] < 3.6  # what else stands at the upper right has room
    walk(Story, Settings(language="zh"), on_rest=lambda s, r: rests.append((r.beat, seen(s))))
    assert own in rests[1][1]
    assert not any(own in texts for number, texts in rests if number > 1)


def test_what_was_asked_leaves_with_the_answer_and_the_heading_stays(told):
    _, rests, _ = told
    asked = [seconds for _, texts, seconds in rests if "And now?" in texts]
    assert asked[0] == pytest.approx(2.0)
    assert next(texts for number, texts, _ in rests if number == 3) == [QUESTION, "GRPO"]


def test_the_end_is_the_picture_the_sentence_and_the_objective_with_its_term_lit(told):
    scene, rests, _ = told
    assert "All of them, by what sets them apart." in rests[-1][1]
    assert not {QUESTION, "GRPO"} & set(rests[-1][1])
    objective = next(m for m in drawn(scene) if isinstance(m, Formula))
    theme = THEMES[scene.settings.theme]
    price, rest = objective.select("price"), objective.without("price")
    assert {glyph.get_fill_opacity() for glyph in objective} == {1}  # nothing is dimmed
    assert ManimColor(theme.text) in colors(price)
    assert ManimColor(theme.muted) in colors(rest)
    assert colors(price).isdisjoint(colors(rest))
    for side in (LEFT, RIGHT):
        assert abs(objective.get_edge_center(side)[0]) <= 6.75  # 95 % of the frame
    assert len(price) == len(Formula('- beta DD_"KL" (pi_theta parallel pi_"ref")'))


def colors(glyphs: VGroup) -> set[ManimColor]:
    return {glyph.get_fill_color() for glyph in glyphs}


def drawn(scene: GrpoScene) -> list:
    return [part for mobject in scene.mobjects for part in mobject.get_family()]


def test_a_door_that_is_not_kept_leaves_wholly():
    class Left(Story):
        middle = answered = closing = None

        @beat()
        def gone(self) -> None:
            """Gone

            Nothing.
            """
            self.leave_door(self.opened)

    assert seen(walk(Left, Settings())) == []
