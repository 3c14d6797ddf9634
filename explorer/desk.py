"""One tab of the explorer: its session, and all that is linked to it on the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from html import escape

from nicegui import ui

from grpo_core import load_group

from . import link, plots, series
from .concepts import CONCEPTS
from .controls import Choice, Dial, GroupTable, columns
from .formulas import formula
from .group_file import presets, read_group, same_numbers
from .session import LEVELS, STD, Refusal, Session

ENDS = {"epsilon": 1.0, "beta": 0.5}  # of the dials, where nothing larger is typed
_BREATH = 0.01  # seconds in which changes are gathered into one
_IDLE = 0.4  # seconds of rest before the address follows
_OWN = "own"  # the list of presets, once something was changed

PRESETS = {
    "worked": "worked group, 17 × 24",
    "notebook_clips": "four clip scenarios",
    "notebook_rewards": "ten answers, two right",
}
PANELS = {
    "policies": (
        'Probabilities <span class="old">▯ old</span> <span class="new">▮ new</span> '
        '<span class="ref">┊ reference</span>'
    ),
    "min": "Where each answer stands",
    "gradient": "Gradient for each answer",
    "epsilon": "J over ε",
    "beta": "J over β",
}


class Desk:
    """The controls of one tab and what they show.

    A change is made at once and checked; what is shown follows a moment later, once for all
    changes of that moment. A change that cannot be leaves the last good session and one line.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.picked, self.concept = 0, "value"
        self.bad, self.problem = "", ""
        self.remarks: tuple[str, ...] = ()
        self.preset = _preset_of(session)
        self._waits = False
        self._took = 0.0
        self._moved: asyncio.TimerHandle | None = None

    # -- building -----------------------------------------------------------

    def build_question(self) -> None:
        """The question, and the list of shipped groups."""
        self.question = ui.input("question", on_change=lambda e: self._asked(e.value))
        self.question.props("dense outlined maxlength=4000").classes("question")
        names = [(name, PRESETS.get(name, name)) for name in presets()]
        own = (_OWN, "your own")
        self.presets = Choice("group", [*names, own], self.preset, self._take_listed)

    def build_dials(self) -> None:
        """The clip range and beta."""
        self.low = Dial("ε", "epsilon", ENDS["epsilon"], 0.01, self._turner("epsilon_low"))
        self.high = Dial(
            "ε high", 'epsilon_"high"', ENDS["epsilon"], 0.01, self._turner("epsilon_high")
        )
        self.beta = Dial("β", "beta", ENDS["beta"], 0.005, self._turner("beta"))

    def build_conventions(self) -> None:
        """How the group is looked at."""
        std = [(key, words) for key, (words, _) in STD.items()]
        self.linked = ui.checkbox("one ε", value=self.session.is_linked)
        self.linked.on_value_change(lambda e: self._flip("linked", e.value))
        self.std = Choice("std", std, self.session.std, self._chooser("std"))
        self.level = Choice("ratio of", list(LEVELS.items()), "answer", self._chooser("level"))
        shown = [("", "π"), ("logs", "log π")]
        self.logs = Choice("shown as", shown, "", self._chooser("logs"))
        self.give_way = ui.checkbox("others give way", value=False)
        self.give_way.on_value_change(lambda e: self._flip("give_way", e.value))

    def build_table(self) -> None:
        """The group's table."""
        self.table = GroupTable(
            on_edit=self.edit,
            on_pick=self.pick,
            on_remove=self.remove,
            on_explain=self.explain,
            on_add=self.add,
        )

    def build_results(self) -> None:
        """J and the sums that lead to it."""
        self.sums = ui.html("", sanitize=False).classes("sums").mark("sums")

    def build_notes(self) -> None:
        """What is wrong, and what to know."""
        self.alert = ui.label().classes("problem").props("role=alert").mark("problem")
        self.notes = ui.html("", sanitize=False).classes("notes").props("role=status").mark("notes")

    def build_panels(self) -> None:
        """The plots, and the text of the concept that was asked for."""
        self.pictures = {}
        for name, title in PANELS.items():
            with ui.element("section").classes(f"panel {name}"):
                ui.html(f"<h2>{title}</h2>", sanitize=False)
                self.pictures[name] = ui.html("", sanitize=False).classes("plot").mark(name)
        with ui.element("section").classes("panel concept"):
            self.text = ui.html("", sanitize=False).props("aria-live=polite").mark("concept")

    # -- changes --------------------------------------------------------------

    def change(self, make: Callable[[Session], Session], place: str = "") -> bool:
        """Try a change; `place` is the field that is marked where it cannot be."""
        try:
            self.session = make(self.session)
            self.bad, self.problem, done = "", "", True
        except ValueError as error:
            self.bad, self.problem, done = place, " ".join(str(error).split()), False
        self.preset = _OWN if done else self.preset
        self.picked = min(self.picked, self.session.group.size - 1)
        self.ask_refresh()
        return done

    def complain(self, message: str) -> None:
        """Say what is wrong in one line; everything stays."""
        self.bad, self.problem = "", message
        self.ask_refresh()

    def edit(self, index: int, field: str, value: str | None) -> None:
        """A field or slider of the table; None takes back what was typed last."""
        if value is None:
            return self._forgive(f"{field}:{index}")
        if index != self.picked:
            self.picked = index
        self.change(lambda s: s.with_answer(index, field, value), f"{field}:{index}")
        return None

    def pick(self, index: int) -> None:
        """Light one answer in all pictures."""
        self.picked = max(0, min(index, self.session.group.size - 1))
        self.ask_refresh()

    def explain(self, concept: str) -> None:
        """Show the text of a concept."""
        if concept in CONCEPTS:
            self.concept = concept
            self.ask_refresh()

    def add(self) -> None:
        """One answer more."""
        if self.change(Session.with_answer_added):
            self.picked = self.session.group.size - 1

    def remove(self, index: int) -> None:
        """One answer fewer."""
        self.change(lambda s: s.without_answer(index))

    def _asked(self, question: str) -> None:
        if question != self.session.group.question:
            self.change(lambda s: s.with_question(question), "question")

    def take(self, session: Session, preset: str = _OWN, remarks: Sequence[str] = ()) -> None:
        """Begin anew with another group; `remarks` stay in sight as long as it does."""
        if self.change(lambda _: session):
            self.picked, self.preset, self.remarks = 0, preset, tuple(remarks)

    def take_preset(self, name: str) -> None:
        """Begin anew with one of the shipped groups."""
        if name not in presets():
            return self.complain(f"preset: there is no {name!r}; choose {', '.join(presets())}")
        content = presets()[name].read_bytes()
        return self.take(Session.of(read_group(f"{name}.toml", content)), name)

    def _take_listed(self, name: str) -> None:
        if name != _OWN:
            self.take_preset(name)

    def _turner(self, name: str) -> Callable[[str | None], None]:
        def turn(value: str | None) -> None:
            if value is None:
                return self._forgive(name)
            self.change(lambda s: s.with_dial(name, value), name)
            return None

        return turn

    def _chooser(self, name: str) -> Callable[[str], None]:
        def choose(value: str) -> None:
            made = {
                "std": lambda s: s.with_std(value),
                "level": lambda s: s.with_level(value),
                "logs": lambda s: s.with_logs(bool(value)),
            }
            self.change(made[name], name)

        return choose

    def _flip(self, name: str, value: bool) -> None:
        if name == "linked" and value != self.session.is_linked:
            self.change(lambda s: s.with_linked(value))
        elif name == "give_way" and value != self.session.others_give_way:
            self.change(lambda s: s.with_others_giving_way(value))

    def _forgive(self, place: str) -> None:
        if self.bad == place:
            self.bad, self.problem = "", ""
            self.ask_refresh()

    # -- showing --------------------------------------------------------------

    def ask_refresh(self) -> None:
        """Show the session soon, once for all that changes until then.

        The wait grows with the work, so that a stream of changes leaves time for others.
        """
        if not self._waits:
            self._waits = True
            loop = asyncio.get_running_loop()
            loop.call_later(max(_BREATH, self._took), self._refresh_later)

    def _refresh_later(self) -> None:
        self._waits = False
        if self.table.is_deleted or self.table.client.is_deleted:
            return  # the tab was closed meanwhile
        start = time.perf_counter()
        self.refresh()
        self._took = time.perf_counter() - start
        if self._moved:
            self._moved.cancel()
        self._moved = asyncio.get_running_loop().call_later(_IDLE, self._follow)

    def refresh(self) -> None:
        """Show the session as it is."""
        session = self.session
        self._show_dials(session)
        self._show_table(session)
        self._show_words(session)
        for name, picture in plots.draw(session, self.picked, self._ends(session)).items():
            _put(self.pictures[name], picture)

    def _ends(self, session: Session) -> dict[str, float]:
        t = session.table
        epsilon = max(ENDS["epsilon"], t.eps_low, t.eps_high)
        return {"epsilon": epsilon, "beta": max(ENDS["beta"], t.beta)}

    def _show_dials(self, session: Session) -> None:
        t, linked = session.table, session.is_linked
        self.low.show(name="ε" if linked else "ε low", symbol=_LOW[linked])
        self.low.show_value(t.eps_low, bad=self.bad == "epsilon_low")
        self.high.show_value(t.eps_high, bad=self.bad == "epsilon_high", disabled=linked)
        self.beta.show_value(t.beta, bad=self.bad == "beta")
        if self.bad != "question":
            self.question.set_value(session.group.question)
        self.presets.show(value=self.preset)
        self.linked.set_value(linked)
        self.give_way.set_value(session.others_give_way)
        self.std.show(value=session.std)
        self.level.show(value=session.level)
        self.logs.show(value="logs" if session.logs else "")

    def _show_table(self, session: Session) -> None:
        tokens = session.level == "token" or max(session.tokens) > 1
        self.table.show(
            rows=series.rows(session),
            columns=columns(tokens=tokens, logs=session.logs),
            sums=series.sums(session),
            picked=self.picked,
            concept=self.concept,
            bad=self.bad,
        )

    def _show_words(self, session: Session) -> None:
        self.alert.set_text(self.problem)
        _put(self.sums, _sums_html(session))
        remarks = [series.Note(False, remark) for remark in self.remarks]
        _put(self.notes, "".join(map(_note_html, [*remarks, *series.notes(session)])))
        _put(self.text, self._concept_html(session))

    def _concept_html(self, session: Session) -> str:
        concept = CONCEPTS[self.concept]
        here = concept.here(session.table, self.picked)
        return (
            f"<h2>{escape(concept.title)}</h2>"
            f'<p class="big">{formula(concept.formula, concept.title)}</p>'
            f"<p>{escape(concept.says)}</p>"
            f'<p class="here-line"><b>o{self.picked + 1}</b> {escape(here)}</p>'
        )

    def _follow(self) -> None:
        """Let the address hold the session, so that a reload brings it back."""
        if self.table.is_deleted or self.table.client.is_deleted:
            return
        try:
            letters = link.encode(self.session)
        except Refusal:
            letters = ""  # too long: the address stays behind, a file does not
        query = f"?s={letters}" if letters else "?"
        with self.table.client:
            ui.run_javascript(f"history.replaceState(null, '', '{query}')")


_LOW = {
    True: formula("epsilon", "epsilon"),
    False: formula('epsilon_"low"', "epsilon low"),
}


def _preset_of(session: Session) -> str:
    """The shipped group that this is, if it is one."""
    for name, file in presets().items():
        if same_numbers(load_group(file), session.group):
            return name
    return _OWN


def _put(element: ui.html, content: str) -> None:
    if element.content != content:
        element.set_content(content)


def _sums_html(session: Session) -> str:
    t = session.table
    clipped = f"{int(t.binds.sum())} of {t.group.size}"
    cells = [
        ("surrogate", series.text_of(t.surrogate), "mean of min"),
        ("KL", series.text_of(t.kl, 4), "mean of k₃"),
        ("β × KL", series.text_of(t.beta * t.kl, 4), "the price"),
        ("clipped", clipped, "no push"),
        ("J", series.text_of(t.objective, 4), "surrogate − β × KL"),
    ]
    return "".join(
        f'<div class="sum{" result" if name == "J" else ""}"><span class="what">{name}</span>'
        f'<output class="much">{much}</output><span class="how">{how}</span></div>'
        for name, much, how in cells
    )


def _note_html(note: series.Note) -> str:
    kind, mark = ("grave", "!") if note.grave else ("mild", "i")
    return f'<p class="{kind}"><b aria-hidden="true">{mark}</b>{escape(note.text)}</p>'
