"""The explorer's dialog of the lab's model: a group that is drawn while one looks on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nicegui import ui

from grpo_core.group_file import one_line
from lab.errors import LabError
from lab.group import SIZE, LabSample, group_of, lab_sample
from lab.language_model import SampledAnswer
from lab.store import SHIPPED, load_model, steps_in
from lecture.options import PROJECT, UserError, read

from .controls import Choice, LabAnswers
from .desk import Desk
from .dialogs import titled_dialog
from .lab_group import words_of
from .lab_picture import checkpoint_names, column, places
from .session import Session

OWN_RUN = PROJECT / "media" / "lab"  # where make lab leaves its weights
FIELDS = {  # an option's name: its label, and what stands there at first
    "question": ("factors, 11 to 99", "17x24"),
    "g": ("answers, G", str(SIZE)),
    "temperature": ("temperature", "1"),
    "seed": ("seed", "0"),
}
_MOST_TYPED = 40


def weights_folder() -> Path:
    """The folder of the project's own run, or else that of the user's."""
    return SHIPPED if steps_in(SHIPPED) else OWN_RUN


class LabDialog:
    """Let one or two checkpoints answer, look at their tokens, and take a group."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.folder = desk, SHIPPED
        self.names: dict[int, str] = {}
        self.chosen = {"first": "", "second": ""}  # steps, as the lists hold them
        self.drawn: list[LabSample] = []
        self.column, self.asked = 0, {}
        title = "Sample a group"
        with titled_dialog(title) as self.dialog, ui.card().classes("sheet wide"):
            ui.html(f"<h2>{title}</h2>", sanitize=False)
            self.about = ui.label().mark("about the model")
            self._build_fields()
            self.said = ui.label().classes("problem").props("role=alert").mark("lab-problem")
            self.heading = ui.label().classes("quiet").props("role=status").mark("lab drawn")
            self.answers = LabAnswers(self.look)
            with ui.row():
                self.use = ui.button("Take these answers", on_click=self._take, color=None)
                self.use.props("no-caps unelevated").classes("go").mark("take")
                ui.button("Close", on_click=self.dialog.close).props("flat no-caps")

    def _build_fields(self) -> None:
        with ui.element("div").classes("lab-fields"):
            self.fields = {name: self._field(name) for name in FIELDS}
        with ui.row():
            self.firsts = Choice("checkpoint", [], "", self._chooser("first"))
            self.seconds = Choice("beside it", [], "", self._chooser("second"))
            self.button = ui.button("Let it answer", on_click=self._sample, color=None)
            self.button.props("no-caps unelevated").classes("go").mark("sample")

    def _field(self, name: str) -> ui.input:
        label, value = FIELDS[name]
        field = ui.input(label, value=value).mark(f"lab {name}")
        field.props(f"dense outlined hide-bottom-space maxlength={_MOST_TYPED} autocomplete=off")
        return field.on("keydown.enter", self._sample)

    def open(self) -> None:
        """Show what checkpoints there are; in their absence, what makes some."""
        self.folder = weights_folder()
        steps = steps_in(self.folder)
        self.names = checkpoint_names(steps) if steps else {}
        self.drawn = [one for one in self.drawn if one.step in self.names]
        self.button.set_enabled(bool(steps))
        self.said.set_text("")
        if steps:
            self._describe(steps[0])
        else:
            self.about.set_text("A language model that fits into 620 kB and only multiplies.")
            self.said.set_text("there are no weights yet: run make lab, then open this again")
        self._show_choices()
        self._show_drawn()
        if not self.drawn:
            self._sample()
        self.dialog.open()

    def _describe(self, step: int) -> None:
        """How small it is, and what it cannot do."""
        try:
            count = sum(array.size for array in load_model(step, self.folder).weights.values())
        except LabError as error:
            self.said.set_text(one_line(str(error)))
            return
        self.about.set_text(
            f"A language model of {count:,} weights that learned by GRPO; numpy runs it here. It "
            "only multiplies two numbers from 11 to 99, in at most 14 tokens of one character. "
            "A large model writes thousands of tokens out of a hundred thousand, and few of its "
            "tasks can be checked by a line of code."
        )

    def _show_choices(self) -> None:
        options = [[str(step), name] for step, name in self.names.items()]
        known = [key for key, _ in options]
        without = {"first": known[0] if known else "", "second": ""}
        self.chosen = {w: key if key in known else without[w] for w, key in self.chosen.items()}
        self.firsts.show(options=options, value=self.chosen["first"])
        self.seconds.show(options=[["", "none"], *options], value=self.chosen["second"])

    def _chooser(self, which: str) -> Callable[[str], None]:
        def choose(value: str) -> None:
            self.chosen[which] = value
            self._show_choices()

        return choose

    # -- drawing ----------------------------------------------------------------

    def _sample(self) -> None:
        """Draw what the fields ask for; a field that does not do says so and all else stays."""
        asked = self._read() if self.names else None
        if asked is None:
            return
        steps = [int(key) for key in self.chosen.values() if key]
        try:
            self.drawn = [lab_sample(step=s, folder=self.folder, **asked) for s in steps]
        except LabError as error:
            self._tell(str(error))
            return
        self.asked = asked
        self._show_drawn()

    def _read(self) -> dict[str, Any] | None:
        """What stands in the fields; None where one of them cannot be read."""
        for field in self.fields.values():
            field.error = None
        self.said.set_text("")
        typed = {name: (field.value or "").strip() for name, field in self.fields.items()}
        found: dict[str, Any] = {"question": typed["question"]}
        for name, argument in (("g", "size"), ("temperature", "temperature"), ("seed", "seed")):
            try:
                found[argument] = read(name, typed[name])
            except UserError as error:
                self.fields[name].error = one_line(str(error))
        return None if any(field.error for field in self.fields.values()) else found

    def _tell(self, complaint: str) -> None:
        """An error of the lab, at the field that it names."""
        name, line = complaint.partition(":")[0], one_line(complaint)
        if name in self.fields:
            self.fields[name].error = line
        else:
            self.said.set_text(line)

    def _show_drawn(self) -> None:
        self.use.set_enabled(bool(self.drawn))
        self.answers.set_visibility(bool(self.drawn))
        self.heading.set_text("")
        if not self.drawn:
            return
        columns = [column(one, self.names[one.step]) for one in self.drawn]
        scores = "; ".join(f"{one['name']}: {one['score']}" for one in columns)
        self.heading.set_text(
            f"{self.drawn[0].question} at temperature {self.asked['temperature']:g}, "
            f"seed {self.asked['seed']}. {scores}"
        )
        self.answers.show(columns=columns)
        self.look(0, 0)

    # -- looking ----------------------------------------------------------------

    def look(self, column: int, index: int) -> None:
        """Show the places of one answer."""
        answer = self._answer(column, index)
        if answer is None:
            return
        self.column = column
        shown = places(self.drawn, answer, self.asked["temperature"])
        self.answers.show(picked=f"{column}:{index}", places=shown)
        name = self.names[self.drawn[column].step]
        self.use.set_text(f"Take the group of {name}" if self.drawn[1:] else "Take these answers")

    def _answer(self, column: int, index: int) -> SampledAnswer | None:
        if 0 <= column < len(self.drawn) and 0 <= index < len(self.drawn[column].answers):
            return self.drawn[column].answers[index]
        return None

    # -- taking -----------------------------------------------------------------

    def _take(self) -> None:
        """The group of the column that is looked at, with the next kept policy as the new one."""
        drawn = self.drawn[self.column]
        later = [step for step in self.names if step > drawn.step]
        try:
            made = group_of(drawn, later[0] if later else drawn.step, self.folder)
            lines = words_of(made, self.asked["seed"], self.asked["temperature"], self.folder)
            session = Session.of(made.group)
        except ValueError as error:
            self.said.set_text(one_line(str(error)))
            return
        self.desk.take(session, remarks=[f"{line[0].upper()}{line[1:]}." for line in lines])
        self.dialog.close()
