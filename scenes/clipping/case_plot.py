"""min over the ratio for answers of one sign of A: an envelope with what stands around it."""

from __future__ import annotations

from manim import DOWN, RIGHT, Dot, Mobject, VGroup

from grpo_core import GroupTable
from scenes.script.cases import Case
from scenes.script.numerals import number_text
from scenes.stage.envelope import Envelope
from scenes.stage.gradient import example_note, verdict
from scenes.stage.lamp import Lamp
from scenes.stage.placement import lines_and_texts
from scenes.stage.places import stand_on
from scenes.stage.theme import LABEL, paint, sign_role
from scenes.stage.typeset import Formula, Prose

_BEYOND = 1.15  # of the furthest ratio: where the axis ends
_LEAST_END = 2.0


def end_of_axis(table: GroupTable, *cases: Case) -> float:
    """The largest ratio of a picture that shows `cases` and the clip range."""
    furthest = max(1 + table.eps_high, *(case.ratio for case in cases))
    return max(_LEAST_END, _BEYOND * furthest)


class CasePlot:
    """An envelope with its ticks, its heading and the name of its axis.

    A picture of it makes its own pieces at their places; its methods named by states return
    animations.
    """

    envelope: Envelope
    ticks: VGroup
    axis_name: Formula
    heading: VGroup

    def taken(self) -> list[Mobject]:
        """What a label on the envelope must not cover."""
        return [*lines_and_texts(self.envelope), *self.ticks, self.envelope.marker]

    def say_example(self, *cases: Case, beside: VGroup | None = None) -> None:
        """Say on the heading's line if one of `cases` is none of the group's answers."""
        if any(case.index is None for case in cases):
            row = VGroup(self.heading, *(beside or ()))
            note = example_note().next_to(row, RIGHT, buff=0.3)
            self.heading.add(stand_on(note, self.heading[0]))


def value_text(envelope: Envelope, ratio: float) -> str:
    """min at a ratio, as it is printed."""
    return number_text(envelope.value(ratio), 2)


def own_advantage(case: Case, other: Case, scale: float = 1.0) -> list[Formula]:
    """A of `case` where it differs from that of `other`, which shares the picture."""
    if case.advantage == other.advantage:
        return []
    text = f"A = {number_text(case.advantage, 2)}"
    return [Formula(text, size=LABEL * scale, role=sign_role(case.advantage))]


def lamp_row(envelope: Envelope, case: Case, scale: float = 1.0) -> VGroup:
    """Whether an answer still pushes: a lamp and what it says."""
    on = envelope.flows(case.ratio)
    lamp = Lamp(on, radius=0.17 * scale)
    word = Prose(verdict(on, case.advantage), size=LABEL * scale)
    return VGroup(lamp, word).arrange(RIGHT, buff=0.2 * scale)


def rejected_term(envelope: Envelope, case: Case, source: str, scale: float) -> VGroup:
    """The term that min does not take: a dot, with its name and value."""
    value = float(envelope.evaluate(case.ratio).clipped)
    dot = Dot(envelope.point(case.ratio, value), radius=0.075).set_fill(paint("muted"), 1)
    text = f"{source} {number_text(value, 2)}"
    return VGroup(dot, Formula(text, size=LABEL * scale, role="muted"))


def name_below(envelope: Envelope, case: Case) -> Formula:
    """The name of an answer under its marker."""
    return Formula(case.name, size=LABEL).next_to(envelope.marker, DOWN, buff=0.12)
