"""A film of several beats whose states depend on all that came before."""

from manim import PI, RIGHT, Circle, Line, Rotate, Square, VGroup

from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.theme import paint


class Many(GrpoScene):
    poster_beat = 3

    @beat()
    def one(self) -> None:
        """One

        Squares turn.
        """
        self.squares = VGroup(*(Square(0.1 + 0.1 * n, color=paint("new")) for n in range(20)))
        self.add(self.squares)
        self.play(Rotate(self.squares, PI / 3), run_time=2)

    @beat()
    def two(self) -> None:
        """Two

        A line follows.
        """
        self.line = Line(color=paint("old"))
        self.add(self.line)
        self.play(Drive(self.line, self._lengthen, 0.3, 2.9), run_time=2)

    def _lengthen(self, length: float) -> None:
        self.line.put_start_and_end_on(0 * RIGHT, length * RIGHT)

    @beat()
    def three(self) -> None:
        """Three

        We look closer.
        """
        self.zoom_to(self.line, 7)

    @beat()
    def four(self) -> None:
        """Four

        All turn again.
        """
        self.play(Rotate(self.squares, -PI / 7), Rotate(self.line, 1.1), run_time=2)

    @beat()
    def five(self) -> None:
        """Five

        A circle closes it.
        """
        self.add(Circle(0.5, color=paint("reward")))
        self.zoom_home()
