"""A film with a mistake in its second beat."""

from manim import Square

from scenes.stage.film import GrpoScene, beat


class Broken(GrpoScene):
    @beat()
    def fine(self) -> None:
        """Fine

        This works.
        """
        self.add(Square())
        self.wait(1)

    @beat()
    def wrong(self) -> None:
        """Not so

        This does not.
        """
        raise ArithmeticError("a mistake in the scene")
