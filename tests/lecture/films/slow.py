"""A film of many segments, slow enough to be stopped half way."""

from manim import PI, Rotate, Square, VGroup

from scenes.stage.film import GrpoScene, beat
from scenes.stage.theme import paint


class Slow(GrpoScene):
    @beat()
    def turn(self) -> None:
        """Turning

        Squares turn.
        """
        squares = VGroup(*(Square(0.1 + 0.05 * n, color=paint("new")) for n in range(60)))
        for n in range(6):
            self.play(Rotate(squares, PI / (n + 2)), run_time=2)

    @beat()
    def stand(self) -> None:
        """Done

        They stand.
        """
        self.wait(1)
