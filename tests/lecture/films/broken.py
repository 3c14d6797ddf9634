"""A film with a mistake in its second beat."""

from manim import Square

from scenes.stage.film import GrpoScene, beat


class Broken(GrpoScene):
    @beat("Fine", "This works.")
    def fine(self) -> None:
        self.add(Square())
        self.wait(1)

    @beat("Not so", "This does not.")
    def wrong(self) -> None:
        raise ArithmeticError("a mistake in the scene")
