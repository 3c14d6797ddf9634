"""Levels: what the four words of the name mean, told five times, each time more exactly."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    Transform,
    VGroup,
    linear,
    rush_into,
    smooth,
)
from manim.utils.rate_functions import squish_rate_func

from grpo_core import evaluate_group, first_step
from scenes.script.numerals import probability_source, ratio_source, ratio_text
from scenes.script.words import say
from scenes.stage.film import GrpoScene, beat
from scenes.stage.motion import Drive, walks
from scenes.stage.objective import Objective
from scenes.stage.places import TAG
from scenes.stage.questions import ASKING, Exit
from scenes.stage.retelling import EARLY, LATE, LEAVING
from scenes.stage.theme import LABEL
from scenes.stage.typeset import fit_prose

from .answer_rows import BESIDE, AnswerRows
from .climb import Climb, rises
from .five_pictures import FivePictures
from .five_places import HungSentences, PaperObjective
from .level_lines import ROWS
from .lit_house import FLOORS, LIFTED, LitHouse
from .name_answered import NameAnswered
from .name_plot import NamePlot
from .result import example_frame, result_line
from .row_marks import RowMarks
from .told import Told
from .visits import Visit
from .whale import Whale

WORDS_ASKED = np.array([0.0, 1.82, 0.0])  # the upper edge of the question under the name
LEVEL_ASKED = np.array([0.3, 3.76, 0.0])  # and of that between the level's name and the prompt
ASKED_WIDTH, APART = 7.6, 0.3  # its width at most; from what is on both sides, at least
PROMPT_WIDTH = 3.6  # of the question, when it has become small
HALTED = 0.6  # of a step: where bars have come to before a bracket says where they halt
NEAR, NEAR_WIDTH = np.array([3.0, 1.9, 0.0]), 8.4  # where all of an objective's first line is
WHALE_TYPE, WIDEST = 1.04, 13.45  # times the objective's size in a whale; its width before
SENTENCES_AT, PICTURES_UNDER = -1.2, -2.95  # the heights of sentences and pictures under a formula
LINE_PARTS = ("objective", "expectation", "average", "open", "surrogate", "price", "close")
COMING = squish_rate_func(smooth, 0.15, 0.85)  # a little before that of other films


class Levels(GrpoScene):
    """The four words, then the method five times over: words to symbols, numbers, objective."""

    poster_beat = 8
    lit = ("expectation", "average", "surrogate", "price")
    under_back = np.array([0.4, -1.0, 0])  # from home to where the whale can be drawn

    def setup(self) -> None:
        super().setup()
        self.step = evaluate_group(first_step(self.table.group))

    def script_values(self) -> dict[str, object]:
        """How many answers are given, as said, and whether the step lifts J."""
        climbs = say("levels.numbers.climbs") if rises(self.step) else say("levels.numbers.flat")
        return {"size": self.table.group.size, "climbs": climbs}

    # -- 1 ------------------------------------------------------------------

    @beat()
    def one_question(self) -> None:
        """One question, several answers

        A model answers one question several times, and not always the same way.
        """
        # A prompt types itself.
        plot = self.plot = NamePlot(self.step, self.table.group.per_token)
        large = plot.alone()
        self.add(large)
        self.play(plot.type_question(large), run_time=1.2)
        self.wait(0.4)

        # Its panel splits, and answers write themselves; then each is checked.
        self.play(*plot.split(large), *plot.answer(), run_time=5.6)
        self.play(*plot.check(), run_time=2.4)
        self.gather(plot.rows.bodies, plot.strips, plot.rows.texts, plot.marks)

        # The name, large; what do its words mean?
        arriving = (FadeIn(word, shift=0.2 * UP) for word in plot.words)
        self.play(*arriving, run_time=0.8)
        self.wait(0.8)
        self.ask(self.question, at=WORDS_ASKED)

    # -- 2 ------------------------------------------------------------------

    @beat()
    def the_name(self) -> None:
        """The name is the plot

        Several answers, compared with their average: better ones grow, worse shrink.
        """
        plot, rows = self.plot, self.plot.rows
        self.answer(*plot.take_posts(), *plot.untoken(), run_time=1.0)
        self.gather(rows.texts, gone=[plot.strips])

        # Group: its letters fall, and become a brace round the answers.
        self._fall(0, Create(plot.brace))
        self.wait(0.6)

        # Relative: marks become coins; the letters become the line of their average.
        self.play(*plot.throw(), plot.speak(1), run_time=0.8)
        self._fall(1, FadeIn(rows.line))
        self.gather(rows.coins)
        self.play(*rows.draw_arrows(), run_time=0.6)
        self.wait(0.4)

        # Policy: bars, as long as each answer is likely.
        self.play(plot.speak(2), run_time=0.4)
        self._fall(2, FadeIn(rows.foot))
        chances = plot.chances()
        self.play(*plot.stretch_frames(), FadeIn(chances, rate_func=LATE), run_time=0.8)
        self.wait(0.4)

        # Optimization: its letters fill the bars; better ones grow, worse ones shrink.
        self.play(plot.speak(3), run_time=0.4)
        self._fall(3, FadeIn(rows.fills))
        self.gather(rows.frames)
        self.turn(0.0, 1.0, (rows.fills, rows.set_step), run_time=1.8)
        self.gather(rows, chances)
        if len(chances) == len(rows.shown):
            self.teach("old", self.step.old, probability_source, answers=rows.shown)

    def _fall(self, k: int, becoming: Animation) -> None:
        """The letters of a word fall, and are what it means."""
        falling = self.plot.fall(k)
        self.turn(0.0, 1.0, (falling, falling.set_fallen), run_time=1.2, rate_func=linear)
        gloss = FadeIn(self.plot.glosses[k])
        self.play(becoming, FadeOut(falling, rate_func=LATE), gloss, run_time=0.4)

    # -- 3 ------------------------------------------------------------------

    @beat()
    def words(self) -> None:
        """Five sentences

        Ask, compare, make better ones likelier; but stop in time, and stay near.
        """
        # The picture steps aside, back before its step; words wait for their sentences.
        plot, told = self.plot, Told(self.step, 0)
        rows = self.rows = AnswerRows(self.step, BESIDE)
        told.example = rows.shown[rows.example]
        marks, self.told = RowMarks(rows), told
        self.marks = marks
        self.turn(1.0, 0.0, (plot.rows.fills, plot.rows.set_step), run_time=0.8)
        prompt = fit_prose(self.table.group.question, PROMPT_WIDTH, lines=1, size=LABEL)
        prompt.move_to(TAG, aligned_edge=UP + RIGHT)
        self.prompt = prompt
        moves = [
            *plot.rows.turn_into(rows),
            *told.welcome(plot.words),
            ReplacementTransform(plot.brace, marks.brace),
            Drive(told.frame, told.frame.set_shown, 0.0, 1.0),
            FadeOut(plot.asked, rate_func=EARLY),
            FadeIn(prompt, rate_func=LATE),
        ]
        self.add(told.frame.set_shown(0.0))
        self.bring_to_back(told.frame)  # words move over it
        self.clear(beside=moves, run_time=1.4, rate_func=EARLY)
        self.gather(told.frame, rows, marks.brace, *plot.words, gone=[plot.rows])

        # Ask: round all answers; compare: from their average.
        level = FadeIn(told.sign), FadeIn(told.name)
        asked = self._turn_to_sentence(0, plot.words[:1])
        self.play(Create(marks.brace), *level, *asked, run_time=0.8)
        self.wait(0.4)
        compared = self._turn_to_sentence(1, plot.words[1:2])
        self.play(*rows.draw_arrows(), *compared, run_time=0.8)
        self.gather(rows.coins)
        self.wait(0.4)

        # Better ones grow, but not beyond a bracket; a leash leads back to the start.
        self.play(*self._turn_to_sentence(2, plot.words[2:]), run_time=0.8)
        self.turn(0.0, HALTED, (rows.fills, rows.set_step), run_time=1.0)
        self.play(*told.bring(3), FadeIn(marks.brackets), run_time=0.8)
        self.turn(HALTED, 1.0, (rows.fills, rows.set_step), run_time=0.8)
        self.gather(marks.brackets)
        self.no_gain = marks.no_gain()
        behind = walks(0.0, 1.0, *((stretch, stretch.set_level) for stretch in marks.beyond))
        self.play(*behind, *map(FadeIn, self.no_gain), run_time=0.8)
        self.gather(marks.beyond, self.no_gain)
        self.wait(1.2)
        self.labels = [self.marks.labels(row, symbols=False) for row in range(ROWS)]
        named = FadeIn(self.labels[-1], rate_func=LATE)
        said = (FadeOut(label, rate_func=EARLY) for label in self.no_gain)
        self.play(*told.bring(4), FadeIn(marks.ghosts), named, *said, run_time=0.8)
        self.play(*map(FadeIn, marks.leashes), run_time=0.6)
        self.gather(
            rows, marks.beyond, marks.ghosts, marks.leashes, marks.brackets, self.labels[-1]
        )

    def _turn_to_sentence(self, row: int, words: list) -> list[Animation]:
        leaving = (FadeOut(word, rate_func=EARLY) for word in words)
        return [*leaving, *self.told.bring(row)]

    # -- 4 ------------------------------------------------------------------

    @beat()
    def exact_words(self) -> None:
        """The same, exactly

        The same, exactly: how many, better than what, how far, near to what.
        """
        self.play(*self.told.go_down(), run_time=0.4)
        for row in range(2):
            self._retell(row)
            self.wait(0.4)

        # Brackets stand without a number yet: asked, then said.
        self._ask_of_level()
        self.chances = self.marks.chances()
        self._retell(2, FadeIn(self.chances))
        self.gather(self.chances)
        self.wait(0.4)
        for row in (3, 4):
            self._retell(row)
            self.wait(0.4)
        self.teach("reward_mean", self.step.reward_mean, 2)
        self._teach_chances("old", "new")
        told = {float(self.step.ratio[k]): ratio for k, ratio in self.marks.told_ratios.items()}
        self.teach("ratio", self.step.ratio, told.__getitem__, answers=self.rows.shown)

    def _ask_of_level(self) -> None:
        """A question between the level's name and the prompt, at its place or where it is clear."""
        left = self.told.name.get_right()[0] + APART
        right = self.prompt.get_left()[0] - APART
        width = min(ASKED_WIDTH, right - left)
        half = 0.5 * fit_prose(self.question, width, size=ASKING).width
        across = max(left + half, min(LEVEL_ASKED[0], right - half))
        self.ask(self.question, at=np.array([across, *LEVEL_ASKED[1:]]), width=width)
        self.play(FadeOut(self.asked), run_time=0.4)

    def _retell(self, row: int, *moves: Animation, run_time: float = 0.8) -> None:
        """A line turns into its form of this level, and its label comes into the picture."""
        label = self.labels[row]
        coming = [FadeIn(label)] if len(label) and label not in self.mobjects else []
        self.play(*self.told.retell(row), *coming, *moves, run_time=run_time)
        self.gather(self.told.lines[row], self.labels[row])

    # -- 5 ------------------------------------------------------------------

    @beat()
    def symbols(self) -> None:
        """Words become symbols

        A word becomes a symbol where its picture is, and takes it back to its place.
        """
        told, marks = self.told, self.marks
        self.play(*told.go_down(), run_time=0.4)
        for row in range(ROWS):
            visit = Visit(told.lines[row], row, marks, self.labels[row])
            self.play(*visit.go(), run_time=0.6)
            self.play(*visit.rename(), run_time=0.4)
            moves = [*told.retell(row), *visit.come_back(told.lines[row])]
            self.play(*moves, run_time=0.8)
            if visit.place is not None:
                self.labels[row] = visit.symbols
            self.gather(told.lines[row], visit.symbols, gone=[visit.word, *visit.sent])
        self._teach_chances("new")

    def _teach_chances(self, *policies: str) -> None:
        """How likely the answers are, if each row has room to say it."""
        if len(self.chances) == len(self.rows.shown):
            for policy in policies:
                logps = getattr(self.step, f"{policy}_logp")
                self.teach(policy, np.exp(logps), probability_source, answers=self.rows.shown)

    # -- 6 ------------------------------------------------------------------

    @beat()
    def numbers(self) -> None:
        """Symbols become numbers

        One answer's numbers fill the lines; then the rest, and J is left.
        """
        told, marks, table = self.told, self.marks, self.step
        self.play(*told.go_down(), FadeIn(example_frame(self.rows)), run_time=0.6)
        for row in range(ROWS):
            old, self.labels[row] = self.labels[row], marks.labels(row, symbols=False)
            leaving = [FadeOut(old, rate_func=EARLY)] if len(old) else []
            self._retell(row, *leaving)
            self.wait(0.2)

        # The others in one sweep; what is left is one number.
        terms, result, mean = marks.terms(), result_line(table), marks.average_of_terms()
        self.mean = mean
        ratios = self.labels[2]
        if len(terms):
            turned = (ReplacementTransform(a, b) for a, b in zip(ratios, terms, strict=True))
            self.play(*turned, run_time=0.8)
            self.gather(terms, gone=[ratios])
        else:  # so large numbers that only their average is said
            terms = ratios
        if len(mean):
            self.play(FadeIn(mean[0]), ReplacementTransform(terms.copy(), mean[1]), run_time=0.8)
            self.gather(mean)
            self.wait(0.4)
        left = mean[1] if len(mean) else terms
        gathered = ReplacementTransform(left.copy(), result.select("surrogate"))
        others = FadeIn(result.without("surrogate"), rate_func=LATE)
        self.play(gathered, others, FadeOut(self.prompt, rate_func=EARLY), run_time=1.2)
        self.gather(result)
        self.result = result
        self._climb()
        self._teach_numbers()

    def _climb(self) -> None:
        """From the orange bars to the blue ones J climbs; both stand there."""
        climb = Climb(self.step).set_step(0.0)
        if not climb.rises:
            return
        leaving, axis = [*self.mean, *self.labels[-1]], self.rows.axis
        if len(axis) and axis.get_bottom()[1] < climb.get_top()[1]:
            leaving.append(axis)  # its numbers stood where J climbs
        self.play(FadeIn(climb), *map(FadeOut, leaving), run_time=0.6)
        self.wait(0.4)
        self.turn(0.0, 1.0, (climb, climb.set_step), run_time=2.0)
        self.gather(climb)

    def _teach_numbers(self) -> None:
        table, one = self.step, [self.told.example]
        self.teach("advantage", table.advantage, 2, answers=one)
        self.teach("ratio", table.ratio, ratio_source, answers=one)
        self.teach("value", table.value, 3, answers=self.rows.shown)
        self.teach("beta", table.beta, ratio_text)
        self.teach("mean_k3", table.kl)
        self.teach("surrogate", table.surrogate)
        self.teach("objective", table.objective)

    # -- 7 ------------------------------------------------------------------

    @beat()
    def places(self) -> None:
        """Five places

        Each sentence has its place in the objective of the papers.
        """
        # What was left grows into the formula of the papers, and what each sentence drew into
        # the rows goes under its place.
        told, objective = self.told, PaperObjective()
        self.objective = objective
        hung = self.hung = HungSentences(self.step, objective.part, SENTENCES_AT)
        pictures = self.pictures = FivePictures(self.rows, self.marks)
        drawn = [part.copy() for part in pictures.parts[1:]]
        pictures.stand_at([tag.get_x() for tag in hung.tags], PICTURES_UNDER)
        name = objective.first.select("objective")
        grown = ReplacementTransform(self.result.select("objective"), name)
        named = {id(glyph) for glyph in name}
        first = VGroup(*(g for g in objective.first if id(g) not in named))
        beside = [
            grown,
            FadeIn(first, rate_func=LATE),
            self.frame_on(NEAR, NEAR_WIDTH),
            FadeIn(pictures[0], rate_func=LATE),
            *(ReplacementTransform(*pair) for pair in zip(drawn, pictures[1:], strict=True)),
        ]
        self.clear(told.sign, beside=beside, run_time=1.6, rate_func=EARLY)
        self.wait(0.8)
        second = FadeIn(objective.second, shift=0.3 * DOWN, rate_func=LATE)
        self.zoom_home(second, *told.go_down()[::2])
        self.gather(objective, pictures)

        # A thread from each place to the sentence that it was.
        for row in range(ROWS):
            self.play(*hung.hang(row), run_time=0.6)
            self.wait(0.4)
        self.gather(hung)

    # -- 8 ------------------------------------------------------------------

    @beat(hold=3.0)
    def house(self) -> None:
        """The house lights up

        The five tellings make a house: on every floor the same five ideas.
        """
        # The sentences move into the windows under the roof, the objective into the ground.
        house = self.home_of_all = LitHouse(self.step, self.told.example)
        tops = house.windows[0]
        moving = [
            ReplacementTransform(tag[0], window.panes[0].copy())
            for tag, window in zip(self.hung.tags, tops, strict=True)
        ]
        grown = [
            ReplacementTransform(bar.copy(), VGroup(*(w.panes[0] for w in row)).copy())
            for bar, row in zip(self.told.sign, house.windows, strict=True)
        ]
        beside = [*moving, *grown, FadeIn(house, rate_func=COMING)]
        self.clear(beside=beside, run_time=1.4, rate_func=LEAVING)
        self.gather(house, gone=[end.mobject for end in (*moving, *grown)])
        self.remove(*(move.target_mobject for move in (*moving, *grown)))
        self.wait(0.4)

        # The lift goes down through one idea.
        cabin = house.cabin(0)
        self.play(FadeIn(cabin), run_time=0.4)
        for floor in range(FLOORS - 1):
            window = house.windows[floor][LIFTED]
            self.turn(0.0, 1.0, (window, window.set_light), run_time=0.4)
            self.add(cabin)
            self.wait(0.4)
            self.play(Transform(cabin, house.cabin(floor + 1)), run_time=0.4)

        term = house.term()
        self.play(FadeIn(term), run_time=0.4)
        self.wait(1.2)

        # Then window by window the whole house, down to the objective.
        leaving = [FadeOut(cabin), FadeOut(term)]
        for dark in house.by_reading():
            lit = walks(0.0, 1.0, *((window, window.set_light) for window in dark))
            self.play(*lit, *leaving, run_time=0.4)
            self.wait(0.4)
            leaving = []
        self.gather(house)

    # -- 9 ------------------------------------------------------------------

    @beat()
    def whale_appears(self) -> None:
        """A whale

        A blog remarks that the objective “kinda looks like a whale”.
        """
        # The objective comes out of the ground floor.
        objective = self.objective_lines = Objective().scale(WHALE_TYPE).shift(self.under_back)
        inside = objective.copy()
        objective.scale(WIDEST / objective.width).move_to([0, 0.4, 0])
        coming = FadeIn(objective, scale=0.9, rate_func=COMING)
        self.clear(beside=[coming], run_time=1.0, rate_func=LEAVING)
        self.gather(objective)
        self.wait(0.8)

        # Its outline, then what makes it a whale.
        whale = self.whale = Whale()
        outline, flesh = whale.outline(), whale.body
        self.play(Create(outline), objective.animate.become(inside), run_time=1.6)
        self.add(whale.fin, flesh, objective, outline)
        self.play(*map(FadeIn, (whale.fin, flesh, whale.eye)), Create(whale.mouth), run_time=0.6)
        self.play(Create(whale.spout), run_time=0.4)

    # -- 10 -----------------------------------------------------------------

    @beat()
    def home(self) -> None:
        """You agreed already

        Each line of mathematics is a sentence that you already agreed to.
        """
        # It swims away, and leaves the objective where it was.
        whale, objective = self.whale, self.objective_lines
        self.gather(whale, objective, gone=self.outside(whale, objective))
        self.turn(0.0, 1.0, (whale, whale.swim), run_time=1.6, rate_func=rush_into)
        self.remove(whale)

        # It lies down in one line; the sentences come back, over their terms.
        claim = say("levels.home.claim")
        printed = Exit(claim, self.lit, width=5.2, across=True)
        line = printed.objective
        lying = [
            ReplacementTransform(objective.part(part), line.select(part)) for part in LINE_PARTS
        ]
        equals = FadeIn(line.without(*LINE_PARTS), rate_func=COMING)
        self.clear(beside=[*lying, equals], run_time=1.2, rate_func=LEAVING)
        self.gather(line, gone=[objective])
        answered = NameAnswered(self.step, self.rows, self.marks, line)
        self.play(FadeIn(answered.name, shift=0.2 * UP), run_time=0.6)
        self.gather(*answered.words, gone=[answered.name])

        # The name comes apart: each word goes to its sentence, and to its place in J.
        for row in range(ROWS):
            self.play(*answered.say(row), run_time=0.8)
            self.wait(0.4)
        picture = answered.gathered()
        self.gather(line, picture, gone=answered.words)
        self.close_film(picture, sentence=claim, printed=printed)
