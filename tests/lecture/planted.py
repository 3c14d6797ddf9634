"""Small films for the tests of stills, sheets and audits: a clean one, and one for each fault.

Every film has the six beats of `Clean`, sixty seconds in all; a fault is planted in beat 2.
"""

from __future__ import annotations

from dataclasses import replace

from manim import DOWN, UP, FadeIn, FadeOut, Line, Rectangle, Typst, VGroup

from scenes.stage.film import Beat, GrpoScene, beat
from scenes.stage.theme import paint
from scenes.stage.typeset import Formula, Prose


class Clean(GrpoScene):
    """A film that breaks no bar."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats of this class, also for those derived from it."""
        return [member.beat for member in vars(Clean).values() if hasattr(member, "beat")]

    def plant(self) -> None:
        """What a derived film puts on the stage in its second beat; there are 8.4 s."""
        self.wait(8.4)

    def fill_beat(self) -> None:
        """A beat of ten seconds with its hold."""
        self.wait(9.2)

    @beat("One", "A ratio, and what it is.", hold=0.8)
    def one(self) -> None:
        ratio = Formula("rho = {{ p_1 : new }} / {{ p_0 : old }}", new="new", old="old")
        name = Prose("the ratio").next_to(ratio, DOWN)
        self.play(FadeIn(VGroup(ratio, name).to_edge(UP)), run_time=0.8)
        self.wait(8.4)

    @beat("Two", "Something else appears.", hold=0.8)
    def two(self) -> None:
        self.play(FadeIn(Line([-3, -3, 0], [3, -3, 0], color=paint("muted"))), run_time=0.8)
        self.plant()

    @beat("Three", "Nothing moves.", hold=0.8)
    def three(self) -> None:
        self.fill_beat()

    @beat("Four", "Nothing moves: #1, $2 and [ρ] are just text.", hold=0.8)
    def four(self) -> None:
        self.fill_beat()

    @beat("Five", "Nothing moves.", hold=0.8)
    def five(self) -> None:
        self.fill_beat()

    @beat("Six", "Nothing moves.", hold=0.8)
    def six(self) -> None:
        self.fill_beat()


def showing(make) -> type[Clean]:
    """A film that shows what `make()` returns from its second beat on."""

    class Showing(Clean):
        def plant(self) -> None:
            self.add(*make())
            self.wait(8.4)

    Showing.__name__ = Showing.__qualname__ = make.__name__
    return Showing


@showing
def SmallText():
    return [Prose("too small", size=30)]


@showing
def ForeignText():
    return [Typst("not ours", color=paint("text"))]


@showing
def TinyGlyph():
    return [Formula("a_(b_s)", size=34)]


@showing
def NeverZoomed():
    return [Formula("pi_s", size=34)]


@showing
def OutsideFrame():
    return [Prose("over the rim").move_to([6.5, 0, 0])]


@showing
def OverlappingText():
    return [Prose("one text"), Prose("another").shift([0.1, 0.05, 0])]


@showing
def LineThroughText():
    return [Prose("struck"), Line([-2, 0, 0], [2, 0, 0], color=paint("muted"))]


@showing
def DeclaredLine():
    line = Line([-2, 0, 0], [2, 0, 0], color=paint("hairline"))
    line.behind_text = True
    return [line, Prose("struck")]


@showing
def CoveredLine():
    cover = Rectangle(width=5, height=1, stroke_width=0)
    line = Line([-2, 0, 0], [2, 0, 0], color=paint("muted"))
    return [line, cover.set_fill(paint("panel"), 1), Prose("not struck")]


@showing
def FaintText():
    return [Prose("can you read this", role="hairline")]


@showing
def TextOnBar():
    bar = Rectangle(width=5, height=1, stroke_width=0).set_fill(paint("new"), 1)
    return [bar, Prose("on a bar")]


@showing
def HalfDimmedText():
    return [Prose("lit or not").set_opacity(0.6)]


@showing
def DimmedText():
    return [Prose("small context", size=20).set_opacity(0.3)]


@showing
def FaintLine():
    return [Line([-2, 0, 0], [2, 0, 0], color=paint("old")).set_stroke(opacity=0.4)]


@showing
def OddColour():
    return [Prose("salmon or tomato", role="#FF6347" if dark() else "#A01000")]


def dark() -> bool:
    """Whether the theme in use is the dark one."""
    return paint("ground").to_hex() != "#FFFFFF"


class LongBeat(Clean):
    """Thirteen seconds of one idea."""

    def plant(self) -> None:
        self.wait(11.4)


class HurriedEnd(Clean):
    """Beats that end almost on the move."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats of `Clean` with short holds."""
        return [replace(part, hold=0.6) for part in Clean.storyboard()]

    def plant(self) -> None:
        self.wait(8.8)

    def fill_beat(self) -> None:
        self.wait(9.6)


class ShortFilm(Clean):
    """Five beats, fifty seconds."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The first five beats of `Clean`."""
        return Clean.storyboard()[:5]


class BlankFrame(Clean):
    """Nothing but the ground for .8 s."""

    def plant(self) -> None:
        kept = list(self.mobjects)
        self.remove(*kept)
        self.wait(0.8)
        self.add(*kept)
        self.wait(7.6)


class Flash(Clean):
    """A bright panel comes and goes within a second."""

    def plant(self) -> None:
        bright = Rectangle(width=8, height=3, stroke_width=0).set_fill(paint("text"), 1)
        self.play(FadeIn(bright), run_time=0.4)
        self.play(FadeOut(bright), run_time=0.4)
        self.wait(7.6)


class Zoomed(Clean):
    """The formula of `NeverZoomed`, with a close look at it."""

    def plant(self) -> None:
        formula = Formula("pi_s", size=34)
        self.add(formula)
        self.wait(0.8)
        self.zoom_to(formula, 7)
        self.wait(0.8)
        self.zoom_home()
        self.wait(3.6)


@showing
def ShownInPart():
    part = Formula("pi_s", size=48).shift(UP)
    return [Formula("rho = {{ pi_s : up }} + 1", size=34), part]


class Broken(Clean):
    """A film that cannot be finished."""

    def plant(self) -> None:
        raise ZeroDivisionError("planted")
