"""A film of formulas, words and numbers that change, for the frames of `frames.toml`."""

from manim import DOWN, Create, FadeIn

from scenes.stage.film import GrpoScene, beat
from scenes.stage.typeset import Formula, Prose


class Written(GrpoScene):
    @beat()
    def write(self) -> None:
        """Written

        Letters, fractions and roots.
        """
        formula = Formula("cal(J) = 1/G sum_(i=1)^G sqrt(rho_i) hat(A)_i")
        words = Prose("The ratio is 1.4333 – ä, é, ß").next_to(formula, DOWN)
        self.play(FadeIn(formula), run_time=1)
        self.play(Create(words), run_time=1)
        self.zoom_to(formula, 6)
