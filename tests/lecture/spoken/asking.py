"""A film with scripts: it asks in its first beat, and answers; its last beat asks and ends."""

from dataclasses import replace

from manim import FadeIn, Square

from scenes.stage.film import Beat, GrpoScene, beat

SCRIPTS = {
    "choice": "Here are two of them, as you can see. Which of them counts? The smaller one does.",
    "plain": "It goes on like this.",
    "last": "So far, so good. And now?",
}
QUESTIONS = {"choice": "Which one counts?", "last": "And now?"}


class Asking(GrpoScene):
    @classmethod
    def storyboard(cls) -> list[Beat]:
        """The beats with what is said and asked in them."""
        return [
            replace(one, script=SCRIPTS[one.method], ask=QUESTIONS.get(one.method, ""))
            for one in super().storyboard()
        ]

    @beat()
    def choice(self) -> None:
        """A choice

        The smaller one counts.
        """
        self.wait(1.0)
        self.ask(self.question, seconds=2.0)
        self.answer(FadeIn(Square()), run_time=0.6)

    @beat()
    def plain(self) -> None:
        """Plain

        On it goes.
        """
        self.wait(1.0)

    @beat()
    def last(self) -> None:
        """The end

        What comes now?
        """
        self.ask(self.question, seconds=1.0)
        self.answer(FadeIn(Square(3)), run_time=0.6)
