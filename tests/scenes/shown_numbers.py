"""Reads the numbers off a film at its rests, and tells which of them nobody computed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from manim import (
    DR,
    UL,
    DecimalNumber,
    Mobject,
    Rectangle,
    SingleStringMathTex,
    Text,
    Typst,
    VGroup,
)

from grpo_core import GroupTable, clipped_surrogate
from lecture.audit import Audit, Fault
from lecture.walk import walk
from scenes.script.quantities import Quantity
from scenes.script.settings import WORKED_GROUP, Settings
from scenes.stage.film import GrpoScene
from scenes.stage.live_number import LiveNumber
from scenes.stage.objective import Objective
from scenes.stage.theme import THEMES, Theme
from scenes.stage.typeset import Formula, Letter, Typeset

# The groups that films are walked with in these tests.
_OWN = Path(__file__).with_name("groups")
GROUPS = {
    "worked": WORKED_GROUP,
    "decimals": _OWN / "decimals.toml",
    "middle": _OWN / "middle.toml",
}

_SIZE = r"(?:#(?:h\()?|size: )[\d.]+(?:em|pt)\b\)?"

# What looks like a number in a formula's source and is none, each with its reason.
NOTATION = {
    _SIZE: "a size in Typst",
    r":\s*[A-Za-z]\w*\s*(?=\}\})": "the name of a part",
    r"_\d+(?![\d.])": "an index: o_1, rho_1",
    r"\(i=1\)": "where the sum over the answers begins",
    r"\b1/G\b": "the mean over the answers",
    r"\b1 [-+] (?=epsilon|\d)": "the 1 in a bound of the clip range",
    r"\bA [<>=] 0(?![\d.])": "the sign of A",
    r"\bx - 1(?![\d.])": "the line that touches ln x",
    r"\(1 - p\)": "the share of wrong answers",
    r"\bG - 1\b": "what the sample's std divides by",
}

# Texts that stand for a place on an axis and are the same for every group.
TICKS = {
    "0": "where the axis of the run starts",
    "0.5": "half as likely, on the axis of all ratios",
    "1": "as likely as before, on every axis of the ratio",
    "1.5": "on the axis of all ratios",
    "2": "twice as likely, on the axes of ratios",
    "3": "on the axis of the run",
    "4": "on the axis of the run",
}

# German has a comma; between two numbers a comma is followed by a space. A lone 0 may be missing.
_SCIENTIFIC = re.compile(r"(?<![\w.])(\d+(?:[.,]\d+)?) dot 10\^\((-?\d+)\)")
_NUMBER = re.compile(r"(?<![A-Za-z\d.,])[−+-]?(?:\d+(?:[.,]\d+)?|\.\d+)")
# Text that says nothing about what it says.
_FOREIGN = (Typst, Text, SingleStringMathTex, DecimalNumber)


@dataclass(frozen=True)
class Number:
    """A number as it was printed; `digit` is the worth of its last digit."""

    text: str
    value: float
    digit: float

    def is_rounded(self, exact: np.ndarray | float) -> np.ndarray | bool:
        """Whether `exact` would be printed so, each of them if there are many."""
        return abs(self.value - exact) <= 0.5 * self.digit + 1e-12


@dataclass(frozen=True)
class Painted:
    """A formula's source and the roles of its glyphs, by the smallest named part they are in.

    What stands in no named part is under "".
    """

    source: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class State:
    """What a rest of a film shows."""

    beat: int
    seconds: float
    last: bool
    end: float
    texts: frozenset[str]
    rows: frozenset[tuple[int, str]]  # the answer's index, and a text that stands with its name
    seen: frozenset[str]  # of all texts and rows those that are not transparent
    seen_rows: frozenset[tuple[int, str]]
    home: tuple | None  # place and lit glyphs of the objective
    view: tuple[float, ...]  # centre and width of the camera's frame
    painted: frozenset[Painted]  # the formulas that are not transparent
    boxes: frozenset[tuple[str, bool]]  # role of each visible rectangle, and whether it is filled
    taught: tuple[Quantity, ...]  # what the beat has declared so far


@dataclass
class Film:
    """A walked film: its rests, when each play ended, and what an audit says of it.

    `scripts` are what is said in its beats, empty ones in a film without.
    """

    states: list[State] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    plays: list[float] = field(default_factory=list)
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)


def watch(
    scene: str | type[GrpoScene],
    settings: Settings,
    *,
    audit: Audit | None = None,
    last_beat: int | None = None,
) -> Film:
    """Walk a film up to `last_beat` and note what each rest shows; an `audit` measures, too."""
    film = Film()

    def rest(stage: GrpoScene, rest) -> None:
        film.states.append(_state(stage, rest))
        if audit:
            audit.on_rest(stage, rest)

    def play(stage: GrpoScene) -> None:
        film.plays.append(stage.time)
        if audit:
            audit.on_play(stage)

    begin = audit.on_beat if audit else None
    hooks = {"on_rest": rest, "on_beat": begin, "on_play": play}
    walked = walk(scene, settings, last_beat=last_beat, **hooks)
    film.seconds, film.scripts = walked.time, [part.script for part in walked.beats]
    film.faults = audit.faults() if audit else []
    return film


def _state(stage: GrpoScene, rest) -> State:
    family = [part for m in stage.stage_mobjects() for part in m.get_family()]
    groups = [part for part in family if isinstance(part, VGroup | Typeset)]
    objectives = [part for part in family if isinstance(part, Objective)]
    frame, theme = stage.camera.frame, THEMES[stage.settings.theme]
    return State(
        beat=rest.beat,
        seconds=rest.seconds,
        last=rest.last,
        end=stage.time,
        texts=frozenset(texts_of(family)),
        rows=frozenset(_rows_of(groups)),
        seen=frozenset(texts_of(filter(_is_seen, family))),
        seen_rows=frozenset(_rows_of(groups, _is_seen)),
        home=_home(objectives[0]) if objectives else None,
        view=(*frame.get_center().round(6), round(frame.width, 6)),
        painted=frozenset(_painted(part, theme) for part in family if _is_seen_formula(part)),
        boxes=frozenset(box for part in family for box in _box(part, theme)),
        taught=tuple(stage.taught),
    )


def _is_seen_formula(part: Mobject) -> bool:
    return isinstance(part, Formula) and _is_seen(part)


def _painted(formula: Formula, theme: Theme) -> Painted:
    found: dict[str, set[str]] = {}
    for number, glyph in enumerate(formula.submobjects):
        if len(glyph.points):
            around = [name for name, glyphs in formula._parts.items() if number in glyphs]
            innermost = min(around, key=lambda name: len(formula._parts[name]), default="")
            found.setdefault(innermost, set()).add(role_of(glyph.get_fill_color().to_hex(), theme))
    return Painted(
        formula.source, tuple(sorted((name, tuple(sorted(r))) for name, r in found.items()))
    )


def _box(part: Mobject, theme: Theme) -> Iterable[tuple[str, bool]]:
    """The role of a rectangle that is seen, and whether it is filled; dashes are none."""
    if type(part) is Rectangle and len(part.points) and part.is_closed():
        if part.get_fill_opacity() > 0:
            yield role_of(part.get_fill_color().to_hex(), theme), True
        elif part.get_stroke_opacity() > 0 and part.get_stroke_width() > 0:
            yield role_of(part.get_stroke_color().to_hex(), theme), False


def role_of(color: str, theme: Theme) -> str:
    """The role whose colour this is in a theme, or the colour itself."""
    return next((role for role, value in vars(theme).items() if value == color), color)


def _home(objective: Objective) -> tuple:
    lit = [
        (line, number)
        for line, formula in enumerate(objective.submobjects)
        for number, glyph in enumerate(formula.submobjects)
        if glyph.get_fill_opacity() > 0.9
    ]
    box = objective.get_corner(UL).round(6).tolist(), objective.get_corner(DR).round(6).tolist()
    return box, lit


def texts_of(family: Iterable[Mobject]) -> Iterable[str]:
    """The text of everything typeset, also of glyphs that left their formula."""
    for part in family:
        if isinstance(part, Typeset | LiveNumber):
            yield part.plain
        elif isinstance(part, _FOREIGN):
            raise AssertionError(f"{part!r} is text that no test can read; use scenes.stage")
        elif isinstance(part, Letter) and len(part.points):
            yield part.plain_of


def _rows_of(groups: Iterable[Mobject], which=lambda _: True) -> Iterable[tuple[int, str]]:
    """The texts that stand in one group with the name of a single answer."""
    for group in groups:
        texts = set(texts_of(filter(which, group.get_family())))
        answers = {answer for text in texts for answer in _answers_in(text)}
        if len(answers) == 1:
            yield from ((*answers, text) for text in texts)


def _is_seen(part: Mobject) -> bool:
    """Whether a piece of the picture, or a glyph of a text, is not transparent."""
    return any(glyph.get_fill_opacity() > 0 for glyph in part.family_members_with_points())


def _answers_in(text: str) -> set[int]:
    """The indices, from 0, of the answers that a formula names."""
    return {int(number) - 1 for number in re.findall(r"\b(?:o|rho|A|r)_(\d+)", text)}


@cache  # a text stands in many states
def numbers_in(text: str) -> tuple[Number, ...]:
    """The numbers in a formula's source or in prose."""
    for pattern in NOTATION:
        text = re.sub(pattern, " ", text)
    found = [
        Number(m[0], float(f"{_computed(m[1])}e{m[2]}"), _digit(m[1]) * 10.0 ** int(m[2]))
        for m in _SCIENTIFIC.finditer(text)
    ]
    plain = _NUMBER.findall(_SCIENTIFIC.sub(" ", text))
    return (*found, *(Number(n, float(_computed(n)), _digit(n)) for n in plain))


def _computed(number: str) -> str:
    """A printed number as computers write it."""
    return number.replace("−", "-").replace(",", ".")


def _digit(number: str) -> float:
    return 10.0 ** -len(_computed(number).partition(".")[2])


def is_quoted(text: str, originals: Iterable[str]) -> bool:
    """Whether `text` is one of `originals`, wrapped or with an ellipsis for what is left out."""
    kept = "".join(text.split()).split("…")
    return any(kept) and any(_holds("".join(o.split()), kept) for o in originals)


def _holds(whole: str, kept: list[str]) -> bool:
    """Whether `whole` begins with the first of `kept`, ends with the last, and has all in turn."""
    first, *others = kept
    if not whole.startswith(first):
        return False
    if not others:
        return whole == first
    pen = len(first)
    for piece in others[:-1]:
        pen = whole.find(piece, pen) + len(piece)
        if pen < len(piece):
            return False
    return whole[pen:].endswith(others[-1])


def unaccounted(
    texts: Iterable[str], values: Sequence[float], originals: Iterable[str] = ()
) -> list[str]:
    """The numbers in `texts` that are no rounded one of `values`, with the text they stand in."""
    originals, exact = list(originals), np.array(values, dtype=float)
    return [
        f"{number.text} in {text!r}"
        for text in sorted(texts)
        if text not in TICKS and not is_quoted(text, originals)
        for number in numbers_in(text)
        if not number.is_rounded(exact).any()
    ]


def values_of(table: GroupTable) -> list[float]:
    """Every number of the table, the bounds of its range and the clipped gradients."""
    named = [name for name in dir(table) if not name.startswith("_")]
    numbers = [v for v in (getattr(table, n) for n in named) if np.asarray(v).dtype == np.float64]
    terms = clipped_surrogate(
        table.ratio, table.advantage, eps_low=table.eps_low, eps_high=table.eps_high
    )
    bounds = [1 - table.eps_low, 1 + table.eps_high]
    return np.concatenate([*map(np.ravel, numbers), terms.gradient, bounds]).tolist()


# -- the source ---------------------------------------------------------------

# What puts text on the screen, and how many of its arguments are the text.
_SAYING = {"Formula": 1, "Prose": 1, "fit_prose": 1, "fit_apart": 1, "LiveNumber": 1}
_DECIMAL = re.compile(r"\d\.\d")


def typed_numbers(source: str, *, counters: bool = True) -> list[str]:
    """The decimals that a module's source has typed into what it shows or says.

    Without `counters` a LiveNumber may start where it likes.
    """
    return [
        f"line {node.lineno}: {node.value!r}"
        for speaker in ast.walk(ast.parse(source))
        for said in _said_by(speaker, counters)
        for node in ast.walk(said)
        if isinstance(node, ast.Constant) and _is_decimal(node.value)
    ]


def _said_by(node: ast.AST, counters: bool) -> list[ast.expr]:
    """What a call puts on the screen, and what the docstring of a beat says."""
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
        marked = any("beat" in ast.unparse(mark) for mark in node.decorator_list)
        return [node.body[0].value] if marked else []
    name = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
    if name == "LiveNumber" and not counters:
        return []
    return node.args[: _SAYING[name]] if name in _SAYING else []


def _is_decimal(value: object) -> bool:
    if isinstance(value, str):
        return bool(_DECIMAL.search(re.sub(_SIZE, "", value)))
    return isinstance(value, float) and value != 0.0  # a number that begins at 0 is set later


def scene_files() -> list[Path]:
    """The modules of the films and of what they share."""
    return sorted((Path(__file__).parents[2] / "scenes").rglob("*.py"))
