"""A plain walk through GRPO's objective, term by term, with Manim's defaults.

As somebody makes it who knows Manim and not this project: one scene, a moving camera,
`MathTypst` (so that no LaTeX is needed), `Text`, trackers and `always_redraw`. It moves
about as much as Equation does, and stands still about as long.
"""

from manim import (
    BLUE,
    DOWN,
    GREEN,
    ORANGE,
    PURPLE,
    RED,
    RIGHT,
    TEAL,
    UP,
    YELLOW,
    Create,
    DecimalNumber,
    FadeIn,
    FadeOut,
    Indicate,
    MathTypst,
    MovingCameraScene,
    Rectangle,
    SurroundingRectangle,
    Text,
    TransformMatchingShapes,
    ValueTracker,
    VGroup,
    Write,
    always_redraw,
)

EQUATION = (
    '{{ cal(J)_"GRPO" (theta) : objective }} = '
    '{{ EE_(q ~ P(Q), {o_i}_(i=1)^G ~ pi_"old"(O|q)) : expectation }} '
    "{{ 1/G sum_(i=1)^G : average }} lr(size: #2.6em, bracket.l) "
    '{{ min lr(( {{ (pi_theta (o_i|q)) / (pi_"old" (o_i|q)) : ratio }} {{ A_i : advantage }}, '
    '{{ op("clip") lr(( rho_i, 1 - epsilon, 1 + epsilon )) A_i : clip }} )) : surrogate }} '
    '{{ - beta thin DD_"KL" lr(( pi_theta parallel pi_"ref" )) : price }} '
    "lr(size: #2.6em, bracket.r)"
)
# Part, colour, sentence, what it is, what it is for the worked group.
TERMS = (
    ("objective", YELLOW, "The number that training makes larger", "cal(J)(theta)", "-0.09"),
    ("expectation", BLUE, "Questions, and answers of the old policy", "q, o_1, ..., o_G", "G = 4"),
    (
        "average",
        TEAL,
        "The mean over the group",
        "1/G sum_(i=1)^G x_i",
        "1/4 (1.2 - 0.8 + 0.7 - 1.43)",
    ),
    ("ratio", GREEN, "How much likelier the answer is now", "rho_i", "0.45 / 0.30 = 1.5"),
    (
        "advantage",
        ORANGE,
        "How much better than the group",
        "(r_i - mu) / sigma",
        "(1 - 0.5) / 0.5 = 1",
    ),
    (
        "clip",
        RED,
        "The ratio is kept near one",
        "1 - epsilon <= rho_i <= 1 + epsilon",
        "1.5 -> 1.2",
    ),
    (
        "surrogate",
        PURPLE,
        "The smaller of the two counts",
        "min(rho A, overline(rho) A)",
        "min(1.5, 1.2) = 1.2",
    ),
    ("price", BLUE, "Straying from the reference costs", 'beta DD_"KL"', "0.04 times 0.12"),
)
RATIOS = (1.5, 0.5, 0.7, 1.43)
ADVANTAGES = (1, -1, 1, -1)


class PlainEquation(MovingCameraScene):
    """The objective is written, visited term by term, and evaluated for four answers."""

    def construct(self):
        self.title = title = Text("Group Relative Policy Optimization", font_size=36).to_edge(UP)
        equation = MathTypst(EQUATION).scale_to_fit_width(13).next_to(title, DOWN, buff=0.8)
        self.play(Write(title), run_time=1)
        self.play(Write(equation), run_time=2)
        self.wait(1)
        for term in TERMS:
            self.visit(equation, *term)
        self.evaluate(equation)

    def visit(self, equation, part, color, sentence, definition, example):
        """Glide to a term, say what it is, give its number, and glide back."""
        glyphs, frame = equation.select(part), self.camera.frame
        frame.save_state()
        words = Text(sentence, font_size=24).next_to(glyphs, DOWN, buff=0.6)
        formula = MathTypst(definition, font_size=34).next_to(words, DOWN, buff=0.3)
        number = MathTypst(example, font_size=34, color=color).move_to(formula)
        width = max(glyphs.width, words.width) + 2
        self.play(
            frame.animate.set(width=max(width, 6)).move_to(VGroup(glyphs, formula)),
            glyphs.animate.set_color(color),
            run_time=1.6,
        )
        self.play(FadeIn(words, shift=0.2 * DOWN), run_time=0.8)
        self.play(Indicate(glyphs, color=color), Write(formula), run_time=1.2)
        self.wait(1.6)
        self.play(TransformMatchingShapes(formula, number), run_time=1.2)
        self.wait(1.6)
        self.play(FadeOut(words, number), frame.animate.restore(), run_time=1.6)

    def evaluate(self, equation):
        """Four bars grow to their ratios, with numbers that follow, and are summed up."""
        progress = ValueTracker(0)
        bars = VGroup(*(self.bar(k, progress) for k in range(4)))
        numbers = VGroup(*(self.number(k, progress) for k in range(4)))
        arrivals = [FadeOut(self.title), FadeIn(bars, numbers)]
        self.play(equation.animate.to_edge(UP), *arrivals, run_time=1.2)
        self.play(progress.animate.set_value(1), run_time=4)
        self.wait(1.6)
        terms = VGroup(
            *(
                MathTypst(f"min({rho} dot {a}, overline({rho}) dot {a})", font_size=30)
                for rho, a in zip(RATIOS, ADVANTAGES, strict=True)
            )
        ).arrange(RIGHT, buff=0.5)
        terms.to_edge(DOWN, buff=0.8)
        for term in terms:
            self.play(Write(term), run_time=1)
        result = MathTypst("cal(J) = -0.09", font_size=60, color=YELLOW).shift(1.4 * UP)
        self.play(Create(SurroundingRectangle(result)), Write(result))
        self.play(FadeOut(bars, numbers), run_time=1)
        self.wait(2)

    def bar(self, k, progress):
        """A bar as high as the ratio has come."""
        place = 2.2 * (k - 1.5) * RIGHT + 1.6 * DOWN
        return always_redraw(
            lambda: Rectangle(
                width=0.8,
                height=0.01 + 1.4 * progress.get_value() * RATIOS[k],
                fill_opacity=0.8,
                color=GREEN if ADVANTAGES[k] > 0 else RED,
            ).move_to(place, aligned_edge=DOWN)
        )

    def number(self, k, progress):
        """The ratio as it grows, beside its bar."""
        shown = DecimalNumber(0, mob_class=MathTypst, font_size=30)
        shown.add_updater(
            lambda number: number.set_value(progress.get_value() * RATIOS[k]).move_to(
                2.2 * (k - 1.5) * RIGHT + 2 * DOWN
            )
        )
        return shown
