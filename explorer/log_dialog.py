"""The explorer's dialog of a training log: what was taken for what, and which group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from grpo_core.group_file import one_line

from . import logs
from .controls import Choice
from .desk import Desk
from .dialogs import MOST_UPLOAD, file_button, titled_dialog
from .session import Refusal

KINDS = ".csv,.tsv,.json,.jsonl,.ndjson,.txt,.parquet"
_MOST_PASTED = 200_000  # characters, so that they fit into one message to the server
_SHOWN_GROUPS = 500
_SHOWN_COLUMNS = 40
ROLES = {  # role -> its label, and what it is without a column; "": it needs one
    "question": ("question from", "none"),
    "answer": ("answer from", ""),
    "group": ("group by", "the same question"),
    "step": ("step from", "none"),
    "old": ("old from", "none"),
    "new": ("new from", "none"),
    "ref": ("reference from", "none"),
}


class ColumnChoices:
    """Lists and boxes that say which column is what, and let it be changed."""

    def __init__(self, on_change: Callable[[logs.ChosenColumns], None]) -> None:
        self.on_change, self.choices = on_change, logs.ChosenColumns()
        with ui.element("fieldset").classes("columns") as self.frame:
            ui.html("<legend>What was taken for what</legend>", sanitize=False)
            with ui.row():
                self.lists = {
                    role: Choice(label, [], "", self._chooser(role))
                    for role, (label, _) in ROLES.items()
                }
            ui.label("The reward is the sum of").classes("quiet")
            self.boxes = ui.row().props('role=group aria-label="columns of the reward"')
        self.hide()

    def hide(self) -> None:
        """Nothing is read, so there is nothing to choose."""
        self.frame.set_visibility(False)
        self.choices = logs.ChosenColumns()

    def show(
        self,
        columns: tuple[str, ...],
        numeric: tuple[str, ...],
        roles: dict[str, str],
        rewards: dict[str, float],
    ) -> None:
        """Show these columns, and which of them are taken; `rewards` has their weights."""
        self.frame.set_visibility(True)
        for role, (_, without) in ROLES.items():
            free = [] if not without and roles.get(role) else [["", without or "none"]]
            options = free + [[column, column] for column in columns]
            self.lists[role].show(options=options, value=roles.get(role, ""))
        self.boxes.clear()
        taken = set(roles.values())
        with self.boxes:
            for column in [c for c in numeric if c not in taken][:_SHOWN_COLUMNS]:
                words = logs.sum_words([(column, rewards.get(column, 1.0))])
                box = ui.checkbox(words, value=column in rewards).mark(f"reward {column}")
                box.on_value_change(self._adder(column, tuple(rewards)))

    def _chooser(self, role: str) -> Callable[[str], None]:
        return lambda column: self._change(**{role: column})

    def _adder(self, column: str, rewards: tuple[str, ...]) -> Callable[..., None]:
        def add(event) -> None:
            others = tuple(c for c in rewards if c != column)
            self._change(rewards=(*others, column) if event.value else others or None)

        return add

    def _change(self, **changes: object) -> None:
        self.choices = replace(self.choices, **changes)
        self.on_change(self.choices)


class LogDialog:
    """Paste or open a training log, see how it was read, and pick a group out of it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.log, self.chosen = desk, None, 0
        self.content, self.name = "", ""
        title = "A group out of a training log"
        with titled_dialog(title) as self.dialog, ui.card().classes("sheet wide"):
            ui.html(f"<h2>{title}</h2>", sanitize=False)
            ui.label(
                "What TRL, Unsloth, verl, ms-swift, open-instruct, prime-rl, verifiers or NeMo-RL "
                "write: JSON Lines, CSV, W&B tables, Parquet."
            )
            # One letter beyond the most, so that the browser's cut is not a silent one.
            size = f"rows=3 maxlength={_MOST_PASTED + 1}"
            self.pasted = ui.textarea(label="paste it here").props(f"outlined {size}")
            self.pasted.mark("pasted log")
            with ui.row():
                ui.button("Read what is pasted", on_click=self._read_pasted).props("flat no-caps")
                file_button("or open a file", KINDS, self.read_file, self._refuse)
            self.said = ui.label().classes("problem").props("role=alert")
            self.reading = ui.label().classes("reading").mark("reading").props("role=status")
            self.notes = ui.label().classes("quiet")
            self.columns = ColumnChoices(self._read_again)
            self.choice = Choice("pick", [], "", lambda key: self._choose(key))
            self.choice.set_visibility(False)
            with ui.row():
                self.use = ui.button("Take this group", on_click=self._take, color=None)
                self.use.props("no-caps unelevated").classes("go")
                self.use.set_enabled(False)
                ui.button("Close", on_click=self.dialog.close).props("flat no-caps")

    def read_file(self, name: str, content: bytes) -> None:
        """Read an opened file."""
        self._read(content, name)

    def _refuse(self, why: str) -> None:
        """A file that did not come: nothing of the last one stays."""
        self.log = None
        self.columns.hide()
        self.said.set_text(f"{why}; make group reads larger logs")
        self._offer()

    def _read_pasted(self) -> None:
        self._read(self.pasted.value or "", "pasted text")

    def _read(self, content: str | bytes, name: str) -> None:
        self.content, self.name = content, name
        self.columns.hide()
        self._read_again(logs.ChosenColumns())

    def _read_again(self, choices: logs.ChosenColumns) -> None:
        """Read the same with other columns."""
        self.log, said = None, ""
        try:
            _check_size(self.content, self.name)
            self.log = logs.read_log(self.content, self.name, choices)
        except logs.Unclear as unclear:
            said = str(unclear)
            chosen = {role: getattr(choices, role) or "" for role in ROLES}
            rewards = dict.fromkeys(choices.rewards or (), 1.0)
            self.columns.show(unclear.columns, unclear.numeric, chosen, rewards)
        except Refusal as refusal:
            said = str(refusal)
        self.said.set_text(said)
        self._offer()

    def _offer(self) -> None:
        """Show how the log was read and its groups; nothing of a log that was not."""
        self.choice.set_visibility(self.log is not None)
        self.use.set_enabled(self.log is not None)
        if self.log is None:
            self.notes.set_text("")
            self.reading.set_text("")
            return
        reading, groups = self.log.reading, self.log.groups
        self.columns.show(reading.columns, reading.numeric, reading.roles, dict(reading.rewards))
        self.reading.set_text(reading.words)
        options = [[str(i), group.title] for i, group in enumerate(groups[:_SHOWN_GROUPS])]
        self.chosen = 0
        self.choice.show(options=options, value="0")
        more = len(groups) - len(options)
        notes = [f"{len(groups)} {'group' if len(groups) == 1 else 'groups'} found"]
        notes += [*self.log.remarks] + ([f"{more} more are not listed"] if more > 0 else [])
        self.notes.set_text("; ".join(notes))

    def _choose(self, key: str) -> None:
        if self.log and key.isdecimal() and int(key) < len(self.log.groups):
            self.chosen = int(key)
            self.choice.show(value=key)

    def _take(self) -> None:
        try:
            session, notes = logs.session_of(self.log.groups[self.chosen])
        except ValueError as error:
            self.said.set_text(one_line(str(error)))
            return
        self.desk.take(session, remarks=[f"From the log: {note}." for note in notes])
        self.dialog.close()


def _check_size(content: str | bytes, name: str) -> None:
    if isinstance(content, str) and len(content) > _MOST_PASTED:
        raise Refusal(
            f"{name}: more than {_MOST_PASTED} characters, what is beyond was cut off; "
            "save it as a file and open that"
        )
    if len(content) > MOST_UPLOAD:
        raise Refusal(f"{name}: larger than {MOST_UPLOAD // 10**6} MB; use make group")
