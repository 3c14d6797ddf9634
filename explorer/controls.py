"""The explorer's own controls: native fields, sliders and lists, drawn by small Vue files.

They hold no state that matters: a change goes to a handler, what is shown comes by `show`.
"""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from .concepts import CONCEPTS
from .edits import DeskState
from .formulas import formula
from .recipe import RuleKnob

_POLICIES = ("old", "new", "ref")
_GIVEN = ("reward", *_POLICIES)
_OF_A_CLIP = ("A", "ratio", "clip", "unclipped", "clipped", "value", "lamp")
_OF_A_RULE = ("A", "ratio", "weight", "value", "lamp")
_VALUE = "value of the rule", "S"  # in place of min: as it is spoken, and its head
_IN_J = ("k3", "price", "term", "gradient")


class Control(ui.element):
    """An element whose props are set together, and only those that changed are sent.

    The page numbers what it sends (static/fields.js). A control's props say up to where they
    hold it; until then the page shows what was typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heard = 0
        self.on("mark", self._mark)

    def _mark(self, event: GenericEventArguments) -> None:
        self._heard = int(event.args)

    def show(self, **props: object) -> None:
        """Show these values."""
        props["heard"] = self._heard
        changed = {key: value for key, value in props.items() if self._props.get(key) != value}
        if changed:
            with self._props.suspend_updates():
                self._props.update(changed)
            self.update()


class AnswersTable(Control, component="static/group_table.js"):
    """The group's table. Handlers get the answer's index, the field's name and what was typed;
    None for a field that was left."""

    def __init__(
        self,
        *,
        on_edit: Callable[[int, str, str | None], None],
        on_pick: Callable[[int], None],
        on_remove: Callable[[int], None],
        on_explain: Callable[[str], None],
        on_add: Callable[[], None],
        on_undo: Callable[[], None],
        on_redo: Callable[[], None],
    ) -> None:
        super().__init__()

        def edited(event: GenericEventArguments) -> None:
            on_edit(int(event.args["index"]), str(event.args["field"]), event.args["value"])

        self.on("edit", edited)
        self.on("pick", lambda event: on_pick(int(event.args)))
        self.on("remove", lambda event: on_remove(int(event.args)))
        for event, act in (("add", on_add), ("undo", on_undo), ("redo", on_redo)):
            self.on(event, lambda _, act=act: act())
        self.on("explain", lambda event: on_explain(str(event.args)))


def columns(*, tokens: bool, logs: bool, is_clip: bool = True) -> list[dict[str, str]]:
    """The table's columns from left to right, with |o| and its share only where they matter."""
    given = [_column(key, "given", logs) for key in _GIVEN]
    if tokens:
        given.append({"key": "tokens", "kind": "given", "spoken": "tokens", "role": ""})
        given.append(_column("share", "out", logs))
    out = (*(_OF_A_CLIP if is_clip else _OF_A_RULE), *_IN_J)
    return [*given, *(_column(key, "out", logs, is_clip) for key in out)]


def _column(key: str, kind: str, logs: bool, is_clip: bool = True) -> dict[str, str]:
    if key == "lamp":
        return {"key": key, "kind": kind, "spoken": "push", "role": "lamp-column"}
    spoken, head = CONCEPTS[key].spoken, key
    if key in _POLICIES:
        spoken = f"{'log-' * logs}probability under the {spoken}"
        head = f"log {key}" if logs else key
    if key == "value" and not is_clip:
        spoken, head = _VALUE
    return {"key": key, "kind": kind, "spoken": spoken, "role": key, "head": head}


def heads() -> dict[str, str]:
    """The pictures of the columns' symbols: the page holds them once, for all updates."""
    pictures = {key: formula(c.symbol, c.spoken) for key, c in CONCEPTS.items()}
    pictures["S"] = formula("S", _VALUE[0])
    for key in _POLICIES:
        concept = CONCEPTS[key]
        pictures[f"log {key}"] = formula(f"log {concept.symbol}", f"log of the {concept.spoken}")
    return pictures


class Dial(Control, component="static/dial.js"):
    """A number with a slider; the slider's range follows a number that was typed beyond it.

    `on_turn` gets the place that the dial serves now, and what was typed.
    """

    def __init__(self, knob: RuleKnob, on_turn: Callable[[str, str | None], None]) -> None:
        super().__init__()
        self.serve(knob)
        self.on("turn", lambda event: on_turn(self.knob.place, event.args))

    def serve(self, knob: RuleKnob) -> None:
        """Be the dial of this number."""
        self.knob = knob
        symbol = formula(knob.symbol, knob.name)
        self.show(name=knob.name, symbol=symbol, low=0.0, high=knob.end, step=knob.step)

    def show_value(self, value: float, state: DeskState, *, disabled: bool = False) -> None:
        """Show this number, or what stands wrongly in its place."""
        place = self.knob.place
        rounded = f"{value:.6g}"
        wrong = state.wrong.get(place)
        self.show(
            value=state.shown(place, value, rounded),
            at=rounded,
            high=max(self.knob.end, float(rounded)),
            wrong={place: wrong.said} if wrong else {},
            place=place,
            disabled=disabled,
        )


class Choice(Control, component="static/choice.js"):
    """A list of named values; `on_choose` may return False for one that cannot be."""

    def __init__(
        self,
        name: str,
        options: list[tuple[str, str]],
        value: str,
        on_choose: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._refused = 0
        self._choose = on_choose
        self.show(name=name, options=[list(option) for option in options], value=value)
        self.on("choose", self._on_choose)

    def _on_choose(self, event: GenericEventArguments) -> None:
        if self._choose(str(event.args)) is False:
            self._refused += 1  # else the browser's list would keep what was refused
            self.show(refused=self._refused)


class LabAnswers(Control, component="static/lab_answers.js"):
    """Columns of the lab's answers; the handler gets the column and the answer looked at."""

    def __init__(self, on_pick: Callable[[int, int], None]) -> None:
        super().__init__()
        self.on("pick", lambda event: on_pick(*map(int, event.args)))
