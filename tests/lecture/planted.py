"""Small films for the tests of stills, sheets and audits: a clean one, and one for each fault.

Every film has the six beats of `Clean`, sixty seconds in all; a fault is planted in beat 2.
"""

from __future__ import annotations

from dataclasses import replace

from manim import (
    DOWN,
    UP,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    ReplacementTransform,
    Typst,
    VGroup,
    linear,
)

from scenes.stage.camera import HOME_WIDTH
from scenes.stage.film import Beat, GrpoScene, beat
from scenes.stage.theme import paint
from scenes.stage.typeset import Formula, Prose


class Clean(GrpoScene):
    """A film that breaks no bar."""

    def plant(self) -> None:
        """What a derived film puts on the stage in its second beat; there are 8.4 s."""
        self.wait(8.4)

    def fill_beat(self) -> None:
        """A beat of ten seconds with its hold."""
        self.wait(9.2)

    @beat(hold=0.8)
    def one(self) -> None:
        """One

        A ratio, and what it is.
        """
        ratio = Formula("rho = {{ p_1 : new }} / {{ p_0 : old }}", new="new", old="old")
        name = Prose("the ratio").next_to(ratio, DOWN)
        self.play(FadeIn(VGroup(ratio, name).to_edge(UP)), run_time=0.8)
        self.wait(8.4)

    @beat(hold=0.8)
    def two(self) -> None:
        """Two

        Something else appears.
        """
        self.play(FadeIn(Line([-3, -3, 0], [3, -3, 0], color=paint("muted"))), run_time=0.8)
        self.plant()

    @beat(hold=0.8)
    def three(self) -> None:
        """Three

        Nothing moves.
        """
        self.fill_beat()

    @beat(hold=0.8)
    def four(self) -> None:
        """Four

        Nothing moves: #1, $2 and [ρ] are just text.
        """
        self.fill_beat()

    @beat(hold=0.8)
    def five(self) -> None:
        """Five

        Nothing moves.
        """
        self.fill_beat()

    @beat(hold=0.8)
    def six(self) -> None:
        """Six

        Nothing moves.
        """
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
def CoveredGlyph():
    """The last letter of a long line lies under the first of another one."""
    line, other = Prose("incomprehensibilities everywhere"), Prose("extraordinary congratulations")
    last, first = line.submobjects[-1], other.submobjects[0]
    other.shift(last.get_center() - first.get_center())
    return VGroup(line, other).center().submobjects


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


class Spoken(Clean):
    """Beats with a script, the second of 17 s: those of a film of another length."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats of `Clean`, each with a script that is said in less time than it takes."""
        return [replace(part, script="One word, and more.") for part in Clean.storyboard()]

    def plant(self) -> None:
        self.wait(15.4)


class Held(Spoken):
    """A film whose last frames can be held: the line of `Clean` is half as wide as the frame."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats from the second on, where the line is there."""
        return Spoken.storyboard()[1:]

    def plant(self) -> None:
        self.wait(8.4)


class HeldHalfDimmed(Held):
    """A text is dimmed while another is spoken of, and stays so at the end of a beat."""

    def plant(self) -> None:
        self.add(Prose("still dark").shift(UP))
        self.play(*self.dim_others(self.mobjects[0]), run_time=0.4)
        self.play(self.mobjects[0].animate.set_opacity(1), run_time=0.4)
        self.wait(7.6)


class HeldCut(Held):
    """The camera goes so near that the line is cut."""

    def plant(self) -> None:
        self.zoom_to(self.mobjects[0], 5.0, run_time=1.6)
        self.wait(6.8)


class HeldSmall(Held):
    """The line is a quarter as wide as the frame, beside a long sentence."""

    def plant(self) -> None:
        line = self.mobjects[0]
        sentence = Prose("a long sentence is no picture, however wide it is").shift(UP)
        self.play(line.animate.scale(0.6), FadeIn(sentence), run_time=0.8)
        self.wait(7.6)


class HeldDark(Held):
    """One picture leaves, and only then the next one comes."""

    def plant(self) -> None:
        line = self.mobjects[0]
        self.play(FadeOut(line), run_time=0.6)
        self.play(FadeIn(line), run_time=0.6)
        self.wait(7.2)


class HeldFading(HeldDark):
    """The same with another picture that stays: nothing is dark."""

    def plant(self) -> None:
        self.add(Rectangle(width=3, height=2, color=paint("old"), stroke_width=20).shift(DOWN))
        super().plant()


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


# -- bar 8 ----------------------------------------------------------------------------


class HurriedSentence(Clean):
    """Forty characters for a second."""

    said = "read this in a second, if you can, today"

    def plant(self) -> None:
        text = Prose(self.said)
        self.add(text)
        self.wait(1.0)
        self.play(FadeOut(text), run_time=0.4)
        self.wait(7.0)


class HurriedWordsInFormula(HurriedSentence):
    """Words between the quotes of a formula are to be read, too."""

    def plant(self) -> None:
        formula = Formula('rho = "how much likelier it is now"')
        self.play(FadeIn(formula), run_time=1.0)
        self.wait(0.4)
        self.play(formula.animate.set_opacity(0.3), run_time=1.0)
        self.wait(6.0)


@showing
def ThirteenWords():
    return [Prose("one two three four five six seven\neight nine ten eleven twelve thirteen")]


class TwelveWords(Clean):
    """As many words as are allowed, and later six others."""

    def plant(self) -> None:
        self.add(Prose("one two three four five six seven\neight nine ten eleven twelve"))
        self.wait(4.2)
        self.add(Prose("and then there are six more").shift(2 * DOWN))
        self.wait(4.2)


class ShortLabels(Clean):
    """What is known at a glance, or already read: a word, a number, a moved sentence."""

    def plant(self) -> None:
        label, step = Prose("brake"), Prose("the run, step 1").shift(UP)
        self.add(label, step)
        self.wait(0.4)
        self.remove(label, step)
        self.add(step := Prose("the run, step 2").shift(UP))
        self.wait(1.6)
        self.play(step.animate.shift(DOWN), run_time=0.4)
        self.remove(step)
        self.wait(0.4)
        self.add(step)
        self.wait(0.4)
        self.remove(step)
        self.wait(5.2)


class Quotation(Clean):
    """The user's texts come in any length, whole or cut."""

    def setup(self) -> None:
        super().setup()
        words = "a long answer that nobody can read in the time that it is here, and so on"
        self.table = replace(self.table, group=replace(self.table.group, question=words))

    def plant(self) -> None:
        whole = Prose("a long answer that nobody can read in the\ntime that it is here, and so on")
        cut = Prose("a long answer that nobody can read in the ti…").shift(2 * DOWN)
        self.add(whole, cut)
        self.wait(0.4)
        self.remove(whole, cut)
        self.wait(8.0)


# -- bar 9 ----------------------------------------------------------------------------


@showing
def BeneathCaptions():
    return [Prose("under the captions", role="muted").move_to([0, -3.4, 0])]


class CrumbledCaption(Clean):
    """Ten sentences in ten seconds."""

    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats of `Clean`; the second says a lot."""
        one, two, *others = Clean.storyboard()
        return [one, replace(two, caption="A. B. C. D. E. F. G. H. I. J."), *others]


# -- bar 13 ---------------------------------------------------------------------------


class Filmed(Clean):
    """A text, and the camera that goes near it and home again."""

    width = 7.0
    seconds = 1.6
    stillness = 0.8

    def plant(self) -> None:
        self.target = Prose("a landmark")
        self.add(self.target)
        self.wait(1.0)
        self.go()
        self.wait(self.stillness)
        self.zoom_home()
        self.wait(8.4 - 1.0 - self.seconds - self.stillness - 1.6)

    def go(self) -> None:
        """The move to the target."""
        self.zoom_to(self.target, self.width, run_time=self.seconds)


class Rushed(Filmed):
    seconds = 0.8


class Sluggish(Filmed):
    seconds = 2.4


class Jerky(Filmed):
    def go(self) -> None:
        self.play(self.frame_on(self.target, self.width), run_time=1.6, rate_func=linear)


class Restless(Filmed):
    stillness = 0.6


class TooNear(Filmed):
    width = HOME_WIDTH / 4.5


class HardlyNearer(Filmed):
    width = HOME_WIDTH / 1.4

    def go(self) -> None:
        self.zoom_to(self.target, self.width, *self.dim_others(self.target))

    def zoom_home(self, *others, **kwargs) -> None:
        super().zoom_home(*self.undim_all(), **kwargs)


class TooFar(HardlyNearer):
    """All text is dimmed, because it would be too small to read."""

    def go(self) -> None:
        self.add(board := Rectangle(width=9, height=4, color=paint("muted")))
        self.zoom_to(self.target, 4.5 * HOME_WIDTH, *self.dim_others(board))


class Lost(Filmed):
    """The camera leaves all that was there, for something new."""

    def plant(self) -> None:
        elsewhere = Prose("elsewhere").move_to([30, 0, 0])
        self.wait(0.8)
        self.zoom_to(elsewhere, 7.0, FadeIn(elsewhere))
        self.wait(0.8)
        self.zoom_home()
        self.wait(3.6)


class Leap(Filmed):
    """A cut where a move should be."""

    def go(self) -> None:
        self.camera.frame.set(width=self.width)
        self.wait(self.seconds)


class Transformed(Filmed):
    """The landmark turns into something else on the way."""

    def go(self) -> None:
        other = Prose("another landmark")
        self.play(
            self.frame_on(self.target, self.width),
            ReplacementTransform(self.target, other),
            run_time=1.6,
        )


class CutInTheDark(Filmed):
    """While nothing is seen the frame may go where it likes."""

    def plant(self) -> None:
        formula = self.mobjects[0]
        self.add(text := Prose("a landmark"))
        self.zoom_to(text, 7.0)
        self.wait(0.8)
        self.play(FadeOut(*self.stage_mobjects()), run_time=0.4)
        self.camera.frame.set(width=HOME_WIDTH)
        self.play(FadeIn(formula), run_time=0.4)
        self.wait(5.2)


class SevenZooms(Clean):
    """In each beat from the third on the camera goes near twice."""

    times = (0, 2, 2, 2, 1)

    def fill_beat(self) -> None:
        formula = self.mobjects[0]
        zooms = self.times[self.current[0] - 2]
        for _ in range(zooms):
            self.zoom_to(formula, HOME_WIDTH / 2, *self.dim_others(formula), run_time=1.2)
            self.wait(0.8)
            self.zoom_home(*self.undim_all(), run_time=1.2)
            self.wait(0.8)
        self.wait(9.2 - 4.0 * zooms)


class SixZooms(SevenZooms):
    times = (0, 2, 2, 1, 1)


class Broken(Clean):
    """A film that cannot be finished."""

    def plant(self) -> None:
        raise ZeroDivisionError("planted")
