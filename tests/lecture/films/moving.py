"""A film whose states depend on the way that led to them: a drive, a zoom, equal waits."""

from manim import ORIGIN, RIGHT, UP, Line

from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive
from scenes.stage.theme import paint


class Moving(GrpoScene):
    @beat()
    def move(self) -> None:
        """Moving

        A line turns.
        """
        line = Line(ORIGIN, RIGHT, color=paint("new"))
        self.add(line)
        for start, end in ((0.3, 2.9), (2.9, -1.1)):
            self.play(
                Drive(line, lambda x: line.put_start_and_end_on(ORIGIN, RIGHT + x * UP), start, end)
            )
            self.zoom_to(line, 5 + end)
        self.wait(0.6)
        self.wait(0.6)

    @beat()
    def home(self) -> None:
        """Home

        It is small again.
        """
        self.zoom_home()
