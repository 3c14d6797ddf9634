"""One tab of the explorer: its session, and all that is linked to it on the page."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from nicegui import ui

from grpo_core import kl_divergence, load_group
from grpo_core.group_file import one_line

from . import link, plots, series
from .concepts import CONCEPTS, RULES
from .controls import AnswersTable, Choice, Dial, columns
from .edits import OWN, DeskState, Edits
from .formulas import formula
from .group_file import MOST_TEXT, presets, read_group, same_numbers
from .recipe import AVERAGES, BASELINES, CLIP, KINDS, RuleKnob, shipped
from .session import LEVELS, Refusal, Session, std_conventions
from .tasks import GREETING, tasks

ENDS = {"epsilon": 1.0, "beta": 0.5}  # of the dials, where nothing larger is typed
_log = logging.getLogger(__name__)
_BREATH = 0.01  # seconds in which changes are gathered into one
_IDLE = 0.2  # seconds of rest before the address follows
_MOST_TYPED = 8000  # letters of an address for what was typed and does not count yet

PRESETS = {
    "worked": "worked group, 17 × 24",
    "notebook_clips": "four clip scenarios",
    "notebook_rewards": "ten answers, two right",
    "lab": "the lab's model, 17 × 24",
}
PANELS = {
    "policies": (
        'Probabilities <span class="old">□ old</span> <span class="new">■ new</span> '
        '<span class="ref">┊ reference</span>'
    ),
    "min": "Where each answer stands",
    "weight": "Weight of the push / |A| over ρ",
    "gradient": "Gradient for each answer",
}
SWEEPS = {"epsilon": "J over ε", "beta": "J over β"}  # in one panel
_BETA = RuleKnob("beta", "β", "beta", ENDS["beta"], 0.005)
_BOTH = RuleKnob("epsilon_low", "ε", "epsilon", ENDS["epsilon"])
_LOW = RuleKnob("epsilon_low", "ε low", 'epsilon_"low"', ENDS["epsilon"])
_HIGH = RuleKnob("epsilon_high", "ε high", 'epsilon_"high"', ENDS["epsilon"])


class Desk:
    """The controls of one tab and what they show.

    A change is made at once and checked; what is shown follows a moment later, once for all
    changes of that moment. A change that cannot be leaves the session and one line; a field
    keeps what was typed into it until it counts.
    """

    def __init__(self, session: Session, origin: str = "") -> None:
        self.edits = Edits(session, _preset_of(session), _origin(origin))
        self.picked, self.concept = 0, "value"
        self.complaint = ""
        self.steps: dict[str, ui.button] = {}
        self._waits = False
        self._took = 0.0
        self._moved: asyncio.TimerHandle | None = None

    @property
    def session(self) -> Session:
        """What counts."""
        return self.edits.present.session

    @property
    def problem(self) -> str:
        """All that is wrong, in one line."""
        said = [wrong.said for wrong in self.edits.present.wrong.values()]
        return " ▸ ".join(filter(None, [self.complaint, *said]))

    # -- building -----------------------------------------------------------

    def build_question(self) -> None:
        """The question, and the list of shipped groups."""
        self.question = ui.textarea("question", on_change=lambda e: self._asked(e.value))
        self.question.props(
            f"dense outlined autogrow hide-bottom-space rows=1 maxlength={MOST_TEXT + 1}"
        )
        self.question.classes("question").props("rows=1 dir=auto").on("blur", self.edits.leave)
        # As in every other field, Enter ends what is typed; with Shift it is a line break.
        self.question.on("keydown.enter.exact.prevent", self.edits.leave)
        names = [(name, PRESETS.get(name, name)) for name in presets()]
        own = (OWN, "your own")
        preset = self.edits.present.preset
        self.presets = Choice("group", [*names, own], preset, self._take_listed)

    def build_steps(self) -> None:
        """The buttons that take a step back, or all of them."""
        for words, act in (("Undo", self.undo), ("Redo", self.redo), ("Reset", self.reset)):
            button = ui.button(words, on_click=act).props("flat no-caps").mark(words.lower())
            self.steps[words] = button

    def build_rule(self) -> None:
        """Whose settings these are, and the rule."""
        known = [("", "your own"), *((key, ready.title) for key, ready in shipped().items())]
        rules = [(key, kind.title) for key, kind in KINDS.items()]
        self.system = Choice("as in", known, "", self._chooser("system"))
        self.rule = Choice("rule", rules, CLIP, self._chooser("rule"))

    def build_dials(self) -> None:
        """The rule's knobs, a clip's range first, and beta."""
        self.rule_dials = [Dial(knob, self._enter) for knob in (_BOTH, _HIGH, _HIGH)]
        self.beta = Dial(_BETA, self._enter)

    def build_conventions(self) -> None:
        """How the group is looked at."""
        std = [(key, words) for key, (words, _) in std_conventions().items()]
        averages, baselines = list(AVERAGES.items()), list(BASELINES.items())
        self.linked = ui.checkbox("one ε", value=self.session.is_linked)
        self.linked.on_value_change(lambda e: self._flip("linked", e.value))
        self.average = Choice("average", averages, "grpo", self._chooser("average"))
        self.baseline = Choice("baseline", baselines, "mean", self._chooser("baseline"))
        self.std = Choice("std", std, self.session.std, self._chooser("std"))
        self.level = Choice("ratio of", list(LEVELS.items()), "answer", self._chooser("level"))
        shown = [("", "π"), ("logs", "log π")]
        self.logs = Choice("shown as", shown, "", self._chooser("logs"))
        self.give_way = ui.checkbox("others give way", value=False)
        self.give_way.on_value_change(lambda e: self._flip("give_way", e.value))

    def build_table(self) -> None:
        """The group's table."""
        self.table = AnswersTable(
            on_edit=self.edit,
            on_pick=self.pick,
            on_remove=self.remove,
            on_explain=self.explain,
            on_add=self.add,
            on_undo=self.undo,
            on_redo=self.redo,
        )

    def build_guide(self) -> None:
        """What this is, and three things to try."""
        self.guide = ui.html("", sanitize=False).classes("guide").mark("guide")

    def build_results(self) -> None:
        """J, the sums that lead to it, and what is wrong: in view of whatever is turned."""
        self.sums = ui.html("", sanitize=False).classes("sums").mark("sums")
        self.alert = ui.label().classes("problem").props("role=alert").mark("problem")

    def build_notes(self) -> None:
        """What to know of the group."""
        self.notes = ui.html("", sanitize=False).classes("notes").props("role=status").mark("notes")

    def build_panels(self) -> None:
        """The plots, and the text of the concept that was asked for."""
        self.pictures: dict[str, ui.html] = {}
        self.places: dict[str, ui.element] = {}
        for name, title in PANELS.items():
            with ui.element("section").classes(f"panel {name}") as self.places[name]:
                self._build_picture(name, title)
        with ui.element("section").classes("panel sweeps"):
            for name, title in SWEEPS.items():
                with ui.element("div") as self.places[name]:
                    self._build_picture(name, title)
        with ui.element("section").classes("panel concept"):
            self.text = ui.html("", sanitize=False).props("aria-live=polite").mark("concept")

    def _build_picture(self, name: str, title: str) -> None:
        ui.html(f"<h2>{title}</h2>", sanitize=False)
        self.pictures[name] = ui.html("", sanitize=False).classes("plot").mark(name)

    # -- changes --------------------------------------------------------------

    def change(self, make: Callable[[], None]) -> bool:
        """Try a change; one that cannot be leaves one line."""
        try:
            make()
            self.complaint, done = "", True
        except (ValueError, ArithmeticError) as error:
            self.complaint, done = one_line(str(error)), False
        self.picked = min(self.picked, self.session.group.size - 1)
        self.ask_refresh()
        return done

    def complain(self, message: str) -> None:
        """Say what is wrong in one line; everything stays."""
        self.complaint = message
        self.ask_refresh()

    def edit(self, index: int, field: str, value: str | None) -> None:
        """A field or slider of the table; None where it was left."""
        if 0 <= index < self.session.group.size:
            self.picked = index
        self._enter(f"{field}:{index}", value)

    def retype(self, texts: dict[str, str]) -> None:
        """Put back what stood in wrong fields before the page was loaded again."""
        for place, text in texts.items():
            self._enter(place, text)
            self.edits.leave()

    def _enter(self, place: str, value: str | None) -> None:
        if value is None:
            self.edits.leave()
            self.ask_refresh()
        else:
            self.change(lambda: self.edits.type(place, str(value)))

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
        if self.change(lambda: self.edits.change(Session.with_answer_added)):
            self.picked = self.session.group.size - 1

    def remove(self, index: int) -> None:
        """One answer fewer."""
        self.change(lambda: self.edits.remove(index))

    def undo(self) -> None:
        """One step back."""
        self.change(self.edits.undo)

    def redo(self) -> None:
        """The step that was taken back."""
        self.change(self.edits.redo)

    def reset(self) -> None:
        """The group as it was opened; a step that can be taken back like any other."""
        self.change(lambda: self.edits.reset(_preset_of(self.edits.present.origin)))

    def _asked(self, question: str) -> None:
        if question != _question(self.edits.present):
            self._enter("question", question)

    def take(self, session: Session, preset: str = OWN, remarks: Sequence[str] = ()) -> None:
        """Begin anew with another group; `remarks` stay in sight as long as it does."""
        self.picked = 0
        self.change(lambda: self.edits.take(session, preset, tuple(remarks)))

    def take_preset(self, name: str) -> None:
        """Begin anew with one of the shipped groups."""
        if name not in presets():
            return self.complain(f"preset: there is no {name!r}; choose {', '.join(presets())}")
        return self.take(_preset(name), name)

    def _take_listed(self, name: str) -> None:
        if name != OWN:
            self.take_preset(name)

    def _chooser(self, name: str) -> Callable[[str], bool]:
        def choose(value: str) -> bool:
            made = {
                "std": lambda s: s.with_std(value),
                "level": lambda s: s.with_level(value),
                "logs": lambda s: s.with_logs(bool(value)),
                "rule": lambda s: s.with_rule(value),
                "average": lambda s: s.with_average(value),
                "baseline": lambda s: s.with_baseline(value),
                "system": lambda s: s.with_system(value) if value else s,
            }
            done = self.change(lambda: self.edits.change(made[name]))
            if done and name in ("rule", "system"):
                self.concept = "value"  # what the rule says
            return done

        return choose

    def _flip(self, name: str, value: bool) -> None:
        change = self.edits.change
        if name == "linked" and value != self.session.is_linked:
            gone = "epsilon_high" if value else ""
            self.change(lambda: change(lambda s: s.with_linked(value), without=gone))
        elif name == "give_way" and value != self.session.others_give_way:
            self.change(lambda: change(lambda s: s.with_others_giving_way(value)))

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
        try:
            self.refresh()
        except Exception as error:
            _log.exception("the page cannot be shown")
            self.alert.set_text(unforeseen(error))
        self._took = time.perf_counter() - start
        if self._moved:
            self._moved.cancel()
        self._moved = asyncio.get_running_loop().call_later(_IDLE, self._follow)

    def refresh(self) -> None:
        """Show the session as it is."""
        session, state = self.session, self.edits.present
        self._show_dials(session, state)
        self._show_settings(session, state)
        self._show_table(session, state)
        self._show_words(session, state)
        self._show_pictures(session)

    def _show_pictures(self, session: Session) -> None:
        drawn = plots.draw(session, self.picked, self._ends(session))
        for name, picture in self.pictures.items():
            self.places[name].set_visibility(name in drawn)
            _put(picture, drawn.get(name, ""))
        # A rule that is no clip has one picture where a clip has two.
        self.places["weight"].classes(**{"add" if "min" not in drawn else "remove": "whole"})

    def _ends(self, session: Session) -> dict[str, float]:
        t = session.table
        epsilon = max(ENDS["epsilon"], t.eps_low, t.eps_high)
        return {"epsilon": epsilon, "beta": max(ENDS["beta"], t.beta)}

    def _show_dials(self, session: Session, state: DeskState) -> None:
        t, linked = session.table, session.is_linked
        knobs, values = list(session.knobs.values()), dict(session.recipe.bounds)
        if session.recipe.its.is_clip:
            knobs = [_BOTH if linked else _LOW, _HIGH, *knobs]
            values |= {"epsilon_low": t.eps_low, "epsilon_high": t.eps_high}
        for k, dial in enumerate(self.rule_dials):
            dial.set_visibility(k < len(knobs))
            if k < len(knobs):
                dial.serve(knobs[k])
                rests = linked and knobs[k] is _HIGH
                dial.show_value(values[knobs[k].place], state, disabled=rests)
        self.beta.show_value(t.beta, state)

    def _show_settings(self, session: Session, state: DeskState) -> None:
        self._show_question(state)
        self.presets.show(value=state.preset)
        self.linked.set_value(session.is_linked)
        self.linked.set_visibility(session.recipe.its.is_clip)
        self.system.show(value=session.system)
        self.rule.show(value=session.recipe.kind)
        self.average.show(value=session.recipe.average)
        self.baseline.show(value=session.recipe.baseline)
        self.give_way.set_value(session.others_give_way)
        self.std.show(value=session.std)
        self.level.show(value=session.level)
        self.logs.show(value="logs" if session.logs else "")
        self.steps["Undo"].set_enabled(bool(self.edits.past))
        self.steps["Redo"].set_enabled(bool(self.edits.future))

    def _show_question(self, state: DeskState) -> None:
        self.question.set_value(_question(state))
        is_wrong = "question" in state.wrong
        if self.question.props.get("error", False) != is_wrong:
            described = f"aria-describedby={self.alert.html_id}"
            self.question.props(f"aria-invalid={str(is_wrong).lower()} {described}")
            self.question.props["error"] = is_wrong
            self.question.update()

    def _show_table(self, session: Session, state: DeskState) -> None:
        tokens = session.level == "token" or max(session.tokens) > 1 or session.counts_tokens
        self.table.show(
            rows=series.rows(session, state),
            columns=columns(tokens=tokens, logs=session.logs, is_clip=session.recipe.its.is_clip),
            sums=series.sums(session),
            picked=self.picked,
            concept=self.concept,
            wrong={place: wrong.said for place, wrong in state.wrong.items()},
        )

    def _show_words(self, session: Session, state: DeskState) -> None:
        self.alert.set_text(self.problem)
        _put(self.sums, _sums_html(session))
        _put(self.guide, _guide_html(state))
        remarks = [series.Note(False, remark) for remark in state.remarks]
        _put(self.notes, "".join(map(_note_html, [*remarks, *series.notes(session)])))
        _put(self.text, self._concept_html(session))

    def _concept_html(self, session: Session) -> str:
        concept, kind = CONCEPTS[self.concept], session.recipe.kind
        title, source, says = concept.title, concept.formula, concept.says
        here = concept.here
        if self.concept == "value" and kind in RULES:
            title, (source, says), here = (
                session.recipe.its.title,
                RULES[kind],
                CONCEPTS["weight"].here,
            )
        return (
            f"<h2>{escape(title)}</h2>"
            f'<p class="big">{formula(source, title)}</p>'
            f"<p>{escape(says)}</p>"
            f'<p class="here-line"><b>o{self.picked + 1}</b> '
            f"{escape(here(session.table, self.picked))}</p>"
        )

    def _follow(self) -> None:
        """Let the address hold the session, so that a reload brings it back."""
        if self.table.is_deleted or self.table.client.is_deleted:
            return
        query = _address(self.edits.present)
        with self.table.client:
            ui.run_javascript(f"history.replaceState(null, '', {json.dumps(query)})")


def unforeseen(error: Exception) -> str:
    """The last resort: one line for what nobody has thought of; the console has the rest."""
    said = f"{type(error).__name__}: {one_line(str(error))[:200]}"
    return f"The explorer could not do that ({said}); Undo goes a step back."


def _address(state: DeskState) -> str:
    """The query of an address that brings back the session, and what stands in wrong fields."""
    try:
        parts = {"s": link.encode(state.session)}
    except Refusal:
        return "?"  # too long: the address stays behind, a file does not
    typed = quote(json.dumps({place: wrong.typed for place, wrong in state.wrong.items()}))
    if state.wrong and len(typed) <= _MOST_TYPED:
        parts["typed"] = typed
    if origin := _preset_of(state.origin).removeprefix(OWN):
        parts["from"] = origin
    return "?" + "&".join(f"{key}={value}" for key, value in parts.items())


def _preset_of(session: Session) -> str:
    """The shipped group that this is, if it is one."""
    for name, file in presets().items():
        if same_numbers(load_group(file), session.group):
            return name
    return OWN


def _preset(name: str) -> Session:
    return Session.of(read_group(f"{name}.toml", presets()[name].read_bytes()))


def _origin(name: str) -> Session | None:
    """The shipped group that an address says it began with."""
    return _preset(name) if name in presets() else None


def _question(state: DeskState) -> str:
    """What stands in the question's field."""
    wrong = state.wrong.get("question")
    return wrong.typed if wrong else state.session.group.question


def _put(element: ui.html, content: str) -> None:
    if element.content != content:
        element.set_content(content)


def _sums_html(session: Session) -> str:
    t, recipe = session.table, session.recipe
    clipped = f"{int(t.binds.sum())} of {t.group.size}"
    mean = "mean k₃" if recipe.average in ("grpo", "dapo") else "Σ a k₃"
    price, summed = f"β × {mean}", _AVERAGED[recipe.average]
    surrogate = f"{summed} {'min' if recipe.its.is_clip else 'S'}"
    bound, means = _BOUND.get(recipe.kind, ("clipped", "no push"))
    cells = [
        ("surrogate", series.text_of(t.surrogate), surrogate, ""),
        (mean, series.text_of(t.kl, 4), *_kl_words(session)),
        (price, series.text_of(t.price, 4), "the price", ""),
        (bound, clipped, means, ""),
        ("J", series.text_of(t.objective, 4), f"surrogate − {price}", ""),
    ]
    return "".join(
        f'<div class="sum{" result" if name == "J" else ""}"><span class="what">{name}</span>'
        f'<output class="much">{much}</output><span class="how{kind}">{how}</span></div>'
        for name, much, how, kind in cells
    )


_AVERAGED = {
    "grpo": "mean of",
    "dapo": "token mean of",
    "dr_grpo": "token sum / (G L) of",
    "seq_sum": "token sum / G of",
    "token_sum": "token sum of",
}
_BOUND = {
    "cispo": ("held", "push on"),
    "dppo_tv": ("gate shut", "no push"),
    "dppo_kl": ("gate shut", "no push"),
}


def _kl_words(session: Session) -> tuple[str, str]:
    """The exact KL where the answers are all there are, and how it is drawn."""
    group = session.table.group
    if session.recipe.average != "grpo":
        return "with the same weights", ""
    if not group.is_complete:
        return "estimates the KL", ""
    exact = float(kl_divergence(group.new, group.ref))
    return f"exact KL {series.text_of(exact, 4)}", " exact"


def _guide_html(state: DeskState) -> str:
    """The tasks of the group as it was opened; those that are done have a tick."""
    items = []
    for task in tasks(state.origin):
        done = task.is_done(state.session)
        mark, spoken = ("✓", "done: ") if done else ("◯", "")
        items.append(
            f'<li class="{"done" if done else "open"}"><b aria-hidden="true">{mark}</b>'
            f'<span class="hidden-text">{spoken}</span>{escape(task.says)}</li>'
        )
    return f"<p>{escape(GREETING)}</p><ol>{''.join(items)}</ol>"


def _note_html(note: series.Note) -> str:
    kind, mark = ("grave", "!") if note.grave else ("mild", "i")
    return f'<p class="{kind}"><b aria-hidden="true">{mark}</b>{escape(note.text)}</p>'
