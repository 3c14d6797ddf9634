"""The stage's verbs: what stands there after them, and how it looks."""

from __future__ import annotations

import pytest
from manim import (
    RIGHT,
    UP,
    Circle,
    Dot,
    FadeIn,
    Rectangle,
    ReplacementTransform,
    Square,
    TransformFromCopy,
    VGroup,
)

from lecture.walk import walk
from scenes.script.settings import Settings
from scenes.stage.camera import HOME_WIDTH
from scenes.stage.cards import CardStrip
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.typeset import Formula, Prose


def played(action):
    """A scene that played `action` as its only beat."""

    class Playing(GrpoScene):
        @beat(hold=0.8)
        def one(self) -> None:
            """One

            One.
            """
            self.found = action(self)

    return walk(Playing, Settings())


def test_what_has_nothing_to_show_takes_no_time():
    def time_of_nothing(scene):
        start = scene.time
        scene.play(*[], run_time=0.8)
        return scene.time - start

    assert played(time_of_nothing).found == 0


@pytest.mark.parametrize("size", [(3.0, 0.5), (0.5, 3.0), (1.0, 1.0)])
def test_the_frame_keeps_its_target_with_a_margin(size):
    target = Rectangle(width=size[0], height=size[1]).move_to([2.0, -1.0, 0])
    frame = played(lambda scene: scene.zoom_to(target, margin=0.4)).camera.frame
    for side in (RIGHT, UP):
        axis = abs(side) @ [0, 1, 2]
        for sign in (1, -1):
            edge, rim = (m.get_edge_center(sign * side)[int(axis)] for m in (target, frame))
            assert sign * (rim - edge) >= 0.4 - 1e-6
    assert min(frame.width - target.width, frame.height - target.height) == pytest.approx(0.8)
    assert frame.width / frame.height == pytest.approx(16 / 9)


def test_the_frame_comes_back():
    def there_and_back(scene):
        scene.zoom_to(Dot([3, 1, 0]), 5.0)
        away = scene.camera.frame.width, *scene.camera.frame.get_center()[:2]
        scene.zoom_home()
        return away

    scene = played(there_and_back)
    assert scene.found == pytest.approx((5.0, 3.0, 1.0))
    assert scene.camera.frame.width == pytest.approx(HOME_WIDTH)
    assert scene.camera.frame.get_center() == pytest.approx([0, 0, 0])
    assert pytest.approx(16 / 9 * 8) == HOME_WIDTH


def test_others_are_dimmed_and_come_back():
    def dim_and_undim(scene):
        lit, group = Square(fill_opacity=0.8), VGroup(Formula("x"), Dot(fill_opacity=0.5))
        inside = Dot()
        holder = VGroup(inside, Square())
        scene.add(lit, group, holder)
        scene.play(*scene.dim_others(lit, inside), run_time=0.4)
        dimmed = [lit.get_fill_opacity(), group[1].get_fill_opacity(), inside.get_fill_opacity()]
        scene.play(*scene.undim_all(), run_time=0.4)
        return dimmed, [lit.get_fill_opacity(), group[1].get_fill_opacity()], scene.undim_all()

    dimmed, back, left = played(dim_and_undim).found
    assert dimmed == pytest.approx([0.8, 0.15, 1.0])
    assert back == [0.8, 0.5]
    assert left == []


class Thing(VGroup):
    """Two named parts and one without a name in common."""

    def __init__(self, offset):
        self.body, self.inner = Square(), VGroup(Dot())
        self.inner.core = self.inner[0]
        super().__init__(self.body, self.inner, Circle())
        self.shift(offset)


@pytest.mark.parametrize("copy", [False, True])
def test_a_morph_leaves_exactly_the_new_one(copy):
    old, new = Thing([0, 0, 0]), Thing([3, 0, 0])

    def morph(scene):
        scene.add(old)
        scene.morph(old, new, "body", ("inner.core", "inner.core"), copy=copy)

    scene = played(morph)
    assert scene.stage_mobjects() == ([old, new] if copy else [new])
    assert new.get_center() == pytest.approx([3, 0, 0])
    assert new.body.get_stroke_opacity() == 1.0


def test_a_morph_takes_parts_of_a_thing_that_stands_among_others():
    stays, old, new = Dot([0, 3, 0]), Thing([0, 0, 0]), Thing([3, 0, 0])

    def morph(scene):
        scene.add(stays, old)
        scene.morph(old, new, "body")

    assert played(morph).stage_mobjects() == [stays, new]


# -- coming and going -----------------------------------------------------------------------


def test_what_came_in_pieces_is_one_thing_in_front_of_all_else():
    whole, old, ground = Thing([0, 0, 0]), Thing([3, 0, 0]), Square()

    def gather(scene):
        scene.add(old)
        scene.play(TransformFromCopy(old.body, whole.body), FadeIn(whole.inner.core, whole[2]))
        scene.add(ground)
        scene.gather(whole, gone=[old])

    assert played(gather).stage_mobjects() == [ground, whole]


def test_the_source_of_a_transformation_can_be_gone_in_parts():
    old, new = Formula("a b"), Formula("b a")

    def gather(scene):
        scene.add(old)
        scene.play(*map(ReplacementTransform, old.copy(), new))
        scene.gather(new, gone=[old])

    assert played(gather).stage_mobjects() == [new]


def test_all_leave_but_what_is_kept_what_stays_and_what_moves():
    kept, stays, moves, goes = (Square() for _ in range(4))
    thing, came = Thing([0, 0, 0]), Dot()

    def clear(scene):
        scene.stays.append(stays)
        scene.add(kept, goes, stays, thing, moves)
        start = scene.time
        scene.clear(kept, thing.inner, beside=[moves.animate.shift(UP), FadeIn(came)])
        return scene.time - start

    scene = played(clear)
    assert scene.stage_mobjects() == [kept, stays, thing.inner, moves, came]
    assert moves.get_y() == pytest.approx(1)
    assert scene.found == pytest.approx(0.4)
    assert {m.get_stroke_opacity() for m in (kept, stays, moves)} == {1.0}


def test_what_is_kept_in_a_new_group_is_kept():
    one, other, goes = Square(), Dot(), Circle()

    def clear(scene):
        scene.add(one, goes, other)
        scene.clear(VGroup(one, other))

    assert played(clear).stage_mobjects() == [one, other]


def test_what_leaves_is_not_lifted_over_what_stays():
    under, over, seen = Square(), Circle(), []

    def clear(scene):
        scene.add(under, over)
        look = Drive(over, lambda _: seen.append(scene.stage_mobjects()), 0.0, 1.0)
        scene.clear(beside=[look])

    played(clear)
    assert [order.index(under) < order.index(over) for order in seen if under in order]
    assert all(order.index(under) < order.index(over) for order in seen if under in order)


def test_an_empty_stage_is_cleared_in_no_time():
    def clear(scene):
        scene.clear()
        return scene.time

    assert played(clear).found == 0


def test_several_values_turn_together():
    told, times = [], []

    def turn(scene):
        dots = Dot(), Dot()
        scene.add(*dots)
        setters = [lambda value, k=k: told.append((k, value)) for k in range(2)]
        came = Square()
        scene.turn(2.0, 5.0, *zip(dots, setters, strict=True), beside=[FadeIn(came)], run_time=0.6)
        times.append(scene.time)
        return came in scene.mobjects

    assert played(turn).found
    assert {told[0], told[1]} == {(0, 2.0), (1, 2.0)}
    assert {told[-1], told[-2]} == {(0, 5.0), (1, 5.0)}
    assert times == pytest.approx([0.6])


# -- the home shot --------------------------------------------------------------------------


def opacities(objective, *names):
    return {glyph.get_fill_opacity() for name in names for glyph in objective.part(name)}


def at_home(action, lit):
    class Playing(GrpoScene):
        @beat(hold=0.8)
        def one(self) -> None:
            """One

            One.
            """
            self.found = action(self)

    Playing.lit = lit
    return walk(Playing, Settings())


def test_a_film_opens_on_the_objective_with_its_term_lit_over_the_cards():
    scene = at_home(lambda scene: scene.open_home(), ("surrogate",))
    objective, cards = scene.found
    assert scene.stage_mobjects() == [objective, cards]
    assert opacities(objective, "surrogate") == {1.0}
    assert max(opacities(objective, "price", "expectation")) < 0.5
    assert [card.index for card in cards.cards] == [0, 1, 2, 3]


def test_a_film_about_all_of_it_opens_with_all_of_it_lit():
    objective, _ = at_home(lambda scene: scene.open_home(seconds=0.4), ()).found
    assert opacities(objective, "surrogate", "price", "expectation") == {1.0}


@pytest.mark.parametrize(
    ("words", "is_long"), [("Short", False), ("A long claim " * 3 + "so far", True)]
)
def test_a_film_closes_at_home_with_what_it_has_come_to(words, is_long):
    claim, cards = Prose(words), []

    def close(scene):
        scene.add(Square())
        scene.camera.frame.set(width=5.0).move_to([3, 1, 0])
        cards.append(CardStrip(scene.table))
        return scene.close_home(claim, cards[0])

    scene = at_home(close, ("price",))
    objective, shown = scene.found
    assert shown is cards[0]
    assert scene.stage_mobjects() == [objective, shown, claim]
    assert max(opacities(objective, "surrogate")) < 0.5
    frame = scene.camera.frame
    assert (frame.width, *frame.get_center()) == pytest.approx((HOME_WIDTH, 0, 0, 0))
    price = objective.part("price")
    assert claim.get_left()[0] > price.get_right()[0]
    assert price.get_bottom()[1] < claim.get_y() < price.get_top()[1]
    assert (claim.get_x() < 2.89) == is_long
    assert not is_long or claim.get_right()[0] == pytest.approx(shown.get_right()[0])
