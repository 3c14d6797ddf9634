"""What is typed and chosen, step by step: no typed value is lost, and each step can be undone.

A *place* names a field: ``question``, a dial (``beta``) or a field of an answer (``new:0``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from grpo_core.group_file import one_line

from .group_file import number
from .session import ANSWER_FIELDS, DIALS, Refusal, Session, parsed_number

OWN = "own"  # the name of a group that is no preset, or no longer
_MOST_STEPS = 200


@dataclass(frozen=True)
class Wrong:
    """What stands in a field that cannot take it, and one line that says why."""

    typed: str
    said: str


@dataclass(frozen=True, eq=False)
class DeskState:
    """All that a step can change.

    Attributes:
        session: what counts.
        origin: the group as it was opened, to which a reset leads.
        preset: the name of the shipped group that the session is, or `OWN`.
        remarks: what is to be known of the group as long as it is there.
        typed: by place, the number that was typed last, with all its digits.
        wrong: by place, what stands there and does not count.
    """

    session: Session
    origin: Session
    preset: str = OWN
    remarks: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Wrong] = field(default_factory=dict)

    def shown(self, place: str, value: float, rounded: str) -> str:
        """What stands in a number's field: the typed digits, as long as they are the number."""
        if place in self.wrong:
            return self.wrong[place].typed
        typed = self.typed.get(place, "")
        return typed if typed == number(value) else rounded


class Edits:
    """The present state, and the steps before and after it.

    All that is typed into one field until it is left is one step, counted from what was there
    before: a refused text leaves that, not one of the numbers that were typed on the way.
    """

    def __init__(self, session: Session, preset: str = OWN, origin: Session | None = None) -> None:
        self.present = DeskState(session, origin or session, preset)
        self.past: deque[DeskState] = deque(maxlen=_MOST_STEPS)
        self.future: list[DeskState] = []
        self._visit: tuple[str, DeskState] | None = None

    def type(self, place: str, text: str) -> None:
        """Put `text` into a field; raises `Refusal` only where there is no such field."""
        if not is_place(self.present.session, place):
            raise Refusal(f"{place[:40]}: there is no such field in this group")
        goes_on = self._visit is not None and self._visit[0] == place
        base = self._visit[1] if goes_on else self.present
        self._go(_typed(base, place, text), is_new=not goes_on)
        self._visit = place, base

    def leave(self) -> None:
        """The field was left: what is typed next is another step."""
        self._visit = None

    def change(self, make: Callable[[Session], Session], *, without: str = "") -> None:
        """Another session; raises `ValueError` and stays where it cannot be.

        `without` is a place that the change takes away, with what stands there.
        """
        state = replace(self.present, session=make(self.present.session), preset=OWN)
        if without:
            state = replace(state, wrong=_but(state.wrong, without))
        self._go(_mended(state))

    def remove(self, index: int) -> None:
        """One answer fewer; what stands in the fields of the others stays with them."""
        now = self.present
        session = now.session.without_answer(index)
        typed, wrong = _shifted(now.typed, index), _shifted(now.wrong, index)
        self._go(_mended(replace(now, session=session, preset=OWN, typed=typed, wrong=wrong)))

    def take(self, session: Session, preset: str = OWN, remarks: tuple[str, ...] = ()) -> None:
        """Begin anew with another group."""
        self._go(DeskState(session, session, preset, remarks))

    def reset(self, preset: str) -> None:
        """The group as it was opened; `preset` is its name."""
        self.take(self.present.origin, preset, self.present.remarks)

    def undo(self) -> None:
        """One step back, where there is one."""
        if self.past:
            self.future.append(self.present)
            self._show(self.past.pop())

    def redo(self) -> None:
        """The step that was taken back."""
        if self.future:
            self.past.append(self.present)
            self._show(self.future.pop())

    def _go(self, state: DeskState, *, is_new: bool = True) -> None:
        if is_new:
            self.past.append(self.present)
        self.future.clear()
        self._show(state)

    def _show(self, state: DeskState) -> None:
        self.present, self._visit = state, None


def is_place(session: Session, place: str) -> bool:
    """Whether there is a field of this name that can be typed into."""
    if place in ("epsilon_low", "epsilon_high"):
        of_a_clip = session.recipe.its.is_clip
        return of_a_clip and not (place == "epsilon_high" and session.is_linked)
    indices = map(str, range(session.group.size))
    answers = (f"{name}:{index}" for index in indices for name in ANSWER_FIELDS)
    return place in ("question", *DIALS, *session.knobs) or place in answers


def _applied(session: Session, place: str, text: str) -> Session:
    if place == "question":
        return session.with_question(text)
    name, _, index = place.rpartition(":")
    if not name:
        return session.with_dial(place, text)
    return session.with_answer(int(index), name, text)


def _typed(state: DeskState, place: str, text: str) -> DeskState:
    wrong = _but(state.wrong, place)
    try:
        session = _applied(state.session, place, text)
    except (ValueError, ArithmeticError) as error:
        return replace(state, wrong={**wrong, place: Wrong(text, one_line(str(error)))})
    typed = state.typed
    if place != "question" and not place.startswith("text:"):
        typed = {**typed, place: number(parsed_number(text))}
    return _mended(replace(state, session=session, preset=OWN, typed=typed, wrong=wrong))


def _mended(state: DeskState) -> DeskState:
    """`state` with what stands in wrong fields, where it counts now."""
    for place in state.wrong:
        text = state.wrong[place].typed
        try:
            session = _applied(state.session, place, text)
        except (ValueError, ArithmeticError) as error:
            state = replace(state, wrong={**state.wrong, place: Wrong(text, one_line(str(error)))})
        else:
            state = replace(state, session=session, wrong=_but(state.wrong, place))
    return state


def _but(places: Mapping, place: str) -> dict:
    return {key: value for key, value in places.items() if key != place}


def _shifted(places: Mapping, removed: int) -> dict:
    """`places` after an answer was removed: those of later answers move up."""
    kept = {}
    for place, value in places.items():
        name, _, index = place.rpartition(":")
        if not name or int(index) < removed:
            kept[place] = value
        elif int(index) > removed:
            kept[f"{name}:{int(index) - 1}"] = value
    return kept
