"""An answer's bar, measured with what it was when it was drawn: how many times as likely."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, VGroup

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.glyphs import quoted
from scenes.script.numerals import logp_source, ratio_source, ratio_text
from scenes.script.words import say
from scenes.stage.gradient import example_note
from scenes.stage.live_number import LiveNumber
from scenes.stage.theme import FORMULA, LABEL, READOUT
from scenes.stage.typeset import Formula, Prose, fit_prose, on_baseline

from .ratio_axis import LEFT_END, RIGHT_END
from .ruler_bar import RulerBar, Stand

_FOOT, _THICK, _UNIT, _TALLEST = (-3.1, -2.95), 1.5, 2.9, 5.2
BAR_Y, BAR_THICK = -1.72, 0.62  # as it lies
_CARD_AT = (-6.3, 3.45, 0.0)
_BIG, _BIG_AT = 110, (3.7, 0.95, 0.0)
_UNDER = 0.85  # from the big number to the words under it


class Measured(VGroup):
    """The bar of `case`, and what is said of it while it stands."""

    def __init__(self, table: GroupTable, case: Case, reach: float):
        bounds = 1 - table.eps_low, 1 + table.eps_high
        unit = min(_UNIT, _TALLEST / max(case.ratio, bounds[1]))
        lies = Stand(LEFT_END, BAR_Y, (RIGHT_END - LEFT_END) / reach, BAR_THICK)
        self.case, self.table = case, table
        self.bar = RulerBar(1e-3, bounds, Stand(*_FOOT, unit, _THICK), lies)
        self.card = self._card()
        self.drawn = self._name("drawn", "old", 0.5)
        self.now = self._name("now", "new", case.ratio - 0.12 / unit)
        self.number = LiveNumber(case.ratio, 2, size=_BIG, align="left").move_to(_BIG_AT)
        self.words = Prose(say("clipping.ruler.times"), size=FORMULA)
        self.words.move_to(self.number).shift(1.15 * DOWN)
        self.formula = self._formula()
        self.marks = VGroup(*(self._mark(bound) for bound in bounds))
        super().__init__(self.bar)

    def _card(self) -> VGroup:
        """The answer's name and text; of a probe that it is one."""
        index = self.case.index
        if index is None:
            return VGroup(example_note(READOUT)).move_to(_CARD_AT, aligned_edge=UP + LEFT)
        name = Formula(f"o_{index + 1}", size=FORMULA)
        question = fit_prose(self.table.group.question, 4.2, lines=1, size=FORMULA, role="muted")
        text = fit_prose(self.table.group.texts[index], 5.0, lines=1, size=FORMULA)
        row = on_baseline(question, name, text, buff=0.4)
        return row.move_to(_CARD_AT, aligned_edge=UP + LEFT)

    def stand_in(self, why: str | None) -> list[Prose]:
        """That the worked group stands in for the user's own, if it does."""
        if why is None:
            return []
        note = Prose(say(f"clipping.ruler.stand_in_{why}"), size=LABEL, role="muted")
        return [note.next_to(self.card, DOWN, buff=0.3, aligned_edge=LEFT)]

    def _name(self, word: str, role: str, along: float) -> VGroup:
        """What a bar or an outline is, right of it, with its probability if it has one."""
        said = VGroup(Prose(say(f"clipping.ruler.{word}"), size=READOUT, role=role))
        if self.case.index is not None:
            policy = "old" if role == "old" else "new"
            logp = float(getattr(self.table, f"{policy}_logp")[self.case.index])
            said.add(Formula(logp_source(logp), size=FORMULA, role=role))
            said.arrange(DOWN, buff=0.16, aligned_edge=LEFT)
        return said.next_to(self.bar.place(along, -0.5), RIGHT, buff=0.35)

    def _formula(self) -> Formula:
        """The name of that number, and where it comes from; new over old."""
        name = quoted(say("clipping.ruler.ratio"))
        source = f"rho = {name}"
        if self.case.index is not None:
            old, new = (
                logp_source(float(logp[self.case.index]))
                for logp in (self.table.old_logp, self.table.new_logp)
            )
            ratio = ratio_source(self.case.ratio)
            fraction = f"{{{{ {new} : new }}}} / {{{{ {old} : old }}}}"
            source = f"rho_{self.case.index + 1} = {fraction} = {ratio}"
        roles = {} if self.case.index is None else {"new": "new", "old": "old"}
        return Formula(source, size=FORMULA, **roles).next_to(self.words, DOWN, buff=0.7)

    def _mark(self, bound: float) -> Formula:
        sign = "+" if bound > 1 else "-"
        number = Formula(f"1 {sign} {ratio_text(abs(bound - 1), 2)}", size=FORMULA)
        return number.next_to(self.bar.place(bound, 0.5), LEFT, buff=0.3)

    def grow(self, ratio: float) -> None:
        """Let the bar grow, and count."""
        self.bar.set_ratio(ratio)
        self.number.set_value(ratio)
