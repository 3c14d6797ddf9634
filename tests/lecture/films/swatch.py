"""A film of full frames in the colours of roles: two seconds, two beats."""

from manim import Square

from scenes.stage.film import GrpoScene, beat
from scenes.stage.theme import paint


class Swatch(GrpoScene):
    poster_beat = 1

    def fill(self, role: str) -> None:
        self.remove(*self.mobjects)
        self.add(Square(20, stroke_width=0, fill_opacity=1, fill_color=paint(role)))
        self.wait(1)

    @beat()
    def new(self) -> None:
        """New & <old>

        A < 0 & min: <b>kept</b> as it is.
        """
        self.fill("new")

    @beat(loop=True)
    def up(self) -> None:
        """Up

        Then the other one.
        """
        self.fill("up")
