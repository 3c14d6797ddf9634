"""A house with a floor for each telling and a window for each idea; its windows can be lit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from manim import DOWN, LEFT, RIGHT, UP, Circle, Line, Polygon, RoundedRectangle, VGroup, VMobject
from manim import interpolate_color as between

from grpo_core import GroupTable
from scenes.script.decimals import printed, without_zero
from scenes.script.numerals import logp_source, number_text, ratio_source
from scenes.script.words import say
from scenes.stage.panel import panel
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import AXIS, CURVE, FORMULA, LABEL, current_theme, paint
from scenes.stage.typeset import Formula, Prose

from .level_lines import ROWS, bound_text

_LEFT, _EAVES, _GROUND = -5.2, 3.02, -3.0
_WIDTHS = (1.8, 2.3, 2.08, 2.44, 2.56)
_HEIGHTS = (1.14, 1.12, 1.12, 0.74, 1.14)
_GAP, _WALL, _PAD = 0.1, 0.13, 0.1
_RIGHT = _LEFT + 2 * _WALL + sum(_WIDTHS) + (ROWS - 1) * _GAP
_HEAD, _BIG, _SYMBOL = 46, 58, 37
_SHADES, _DEEP, _SHADE = (
    7,
    0.3,
    0.35,
)  # of a pane from its frame to its middle, and how far in they reach; how
# opaque each is
_RINGS, _REACH, _SHINE = 5, 0.14, 0.045  # of the light round a pane
_PER_UNIT = 100  # stroke width of a line that is a scene unit thick
_IDEAS = ("ask", "compare", "likelier", "enough", "near")
_FLOORS = ("words", "exactly", "symbols", "numbers")
FLOORS = len(_FLOORS) + 1
_INKS = ("old", "new", "reference", "reward")  # of the parts that have one
LIFTED = 2  # the idea through which the lift goes


def _small(word: str, scale: float = 1.27) -> str:
    """A subscript that can be read from the last row."""
    return f'_(#text(size: {scale}em, "{word}"))'


_OLD, _REF = f"{{{{ pi{_small('old')} : old }}}}", f"{{{{ pi{_small('ref')} : reference }}}}"
_KL, _NEW = f"DD{_small('KL')}", "{{ pi_theta : new }}"
_SYMBOLS = (
    f"o_i ~ {_OLD}",
    '({{ r_i : reward }} - "mean") / "std"',
    f"rho_i = {_NEW} / {_OLD}",
    'op("clip")(rho_i, 1 plus.minus epsilon)',
    f"{_KL}({_NEW} parallel {_REF})",
)
_TERMS = (
    "EE 1/G sum thin lr(size: #2.1em, bracket.l)",
    "min lr(size: #1.5em, paren.l) thin A_i",
    'rho_i thin ","',
    'op("clip")(rho_i, 1 plus.minus epsilon) A_i lr(size: #1.5em, paren.r)',
    f"- thin beta thin DD{_small('KL', 1.18)} thin lr(size: #2.1em, bracket.r)",
)


class LitWindow(VGroup):
    """A pane with what is written on it; `set_light` lights it, from dark (0) to bright (1)."""

    def __init__(self, texts: Sequence[VMobject], wide: float, high: float, *, arch: bool = False):
        panes = [_pane(wide, high, k / (_SHADES - 1), arch) for k in range(_SHADES)]
        self.panes, self.texts = VGroup(*panes), VGroup(*texts)
        rings = (panes[0].copy() for _ in range(_RINGS * (current_theme().glow > 0)))
        self.shine = VGroup(*rings).set_fill(opacity=0)
        super().__init__(self.shine, self.panes, self.texts)
        self.set_light(0.0)

    def set_light(self, level: float) -> Self:
        """Light it by `level`; what is written on it is read by its light."""
        self.level = level
        outer, *inner = self.panes
        outer.set_fill(between(paint("hairline"), paint("pane_edge"), level), 1)
        outer.set_stroke(paint("coin_edge"), AXIS, opacity=level)
        for pane in inner:
            pane.set_fill(paint("pane"), _SHADE * level)
        for k, ring in enumerate(self.shine, start=1):
            reach = 2 * _REACH * _PER_UNIT * k / _RINGS
            ring.set_stroke(paint("pane_edge"), reach, opacity=_SHINE * level)
        self.texts.set_fill(opacity=level)
        return self


class LitHouse(VGroup):
    """Roof, wall, and `windows[floor][idea]`; the lowest floor is one window with the objective.

    `floors` are the floors' names beside it. `table` gives the numbers, those of answer `index`.
    """

    def __init__(self, table: GroupTable, index: int):
        super().__init__()
        self.table, self.index = table, index
        self.shell = VGroup(*_shell())
        self.windows: list[list[LitWindow]] = []
        self.floors = VGroup()
        foot = _EAVES - _GAP
        for floor, high in enumerate(_HEIGHTS):
            foot -= high
            self._build(floor, foot + 0.5 * high, high)
            foot -= _GAP
        self.add(self.shell, *(window for row in self.windows for window in row), self.floors)

    @property
    def ground(self) -> LitWindow:
        """The window of the objective."""
        return self.windows[-1][0]

    def set_light(self, level: float) -> Self:
        """Light all of it."""
        for window in (window for row in self.windows for window in row):
            window.set_light(level)
        return self

    def term(self) -> VMobject:
        """What the idea `LIFTED` is called in the objective, bright on its dark window."""
        return self.ground.texts[LIFTED].copy().set_fill(paint("text"), 1)

    def by_reading(self) -> Iterator[list[LitWindow]]:
        """The windows in the order in which they are lit, as many at once as can be read."""
        words, exactly, *formulas = ([w for w in row if not w.level] for row in self.windows[:-1])
        yield words
        yield exactly[:2]
        yield exactly[2:]
        yield [window for row in formulas for window in row]
        yield [self.ground]

    def cabin(self, floor: int) -> RoundedRectangle:
        """A frame about the window of the idea `LIFTED` on a floor: where the lift stops."""
        edge, middle = _edges()[LIFTED], self.windows[floor][0].panes[0].get_y()
        wide, high = edge[1] - edge[0] + 0.06, _HEIGHTS[floor] + 0.06
        frame = RoundedRectangle(corner_radius=0.16, width=wide, height=high)
        frame.set_stroke(paint("text"), 1.5 * CURVE)
        return frame.move_to([0.5 * sum(edge), middle, 0])

    def _build(self, floor: int, y: float, high: float) -> None:
        texts = [self._furnish(floor, idea) for idea in range(ROWS)]
        edges = _edges()
        for (left, right), text in zip(edges, texts, strict=True):
            _stand(text, 0.5 * (left + right), y, floor)
        if floor == FLOORS - 1:
            ends = edges[0][0], edges[-1][1]
            self.windows.append([_window([t for text in texts for t in text], ends, y, high)])
            name: Formula | Prose = Formula("cal(J) =", size=_BIG)
        else:
            self.windows.append(
                [_window(t, e, y, high, arch=not floor) for t, e in zip(texts, edges, strict=True)]
            )
            name = Prose(say(f"levels.house.{_FLOORS[floor]}"), role="muted")
        name.move_to([_LEFT - 0.14, y, 0], aligned_edge=RIGHT)
        self.floors.add(stand_on(name, y - 0.12))

    def _furnish(self, floor: int, idea: int) -> list[Formula | Prose]:
        """What is written on a window, in inks for a bright pane."""
        if floor < 2:
            filling = {"size": self.table.group.size, "bound": printed(bound_text(self.table))}
            told = say(f"levels.house.{_FLOORS[floor]}_{_IDEAS[idea]}", **filling)
            first, second = told.split("|")
            sizes = (LABEL, LABEL) if floor else (_HEAD, LABEL)
            return [
                _inked(Prose(text, size=size))
                for text, size in zip((first, second), sizes, strict=True)
            ]
        if floor == 2:
            return [_inked(Formula(_SYMBOLS[idea], size=_SYMBOL))]
        if floor == 3:
            made = (_inked(Formula(source, size=LABEL)) for source in self._numbers(idea))
            return [next(text for text in made if text.width <= _WIDTHS[idea] - 2 * _PAD)]
        return [_inked(Formula(_TERMS[idea], size=FORMULA - 4))]

    def _numbers(self, idea: int) -> Iterable[str]:
        """The answer's numbers for an idea, in full and then shorter."""
        table, k = self.table, self.index
        mean, std = (_short(x, 2) for x in (table.reward_mean, table.reward_std))
        reward, ratio = reward_text(float(table.rewards[k])), ratio_source(float(table.ratio[k]))
        advantage = _short(float(table.advantage[k]), 2)
        above = f"({reward} - {mean}) slash {std}" if table.scale == "std" else f"{reward} - {mean}"
        is_told = table.reward_std > 0 and table.reward_mean >= 0
        old, new = (logp_source(float(p[k])) for p in (table.old_logp, table.new_logp))
        k3, held = _short(table.kl, 3), _short(float(table.clipped_ratio[k]), 2)
        return {
            0: (str(table.group.size),),
            1: (f"{above}" if is_told else advantage, advantage, ""),
            2: (f"{without_zero(new)} slash {without_zero(old)}", ratio, ""),
            3: (held, ""),
            4: (f"- {table.beta:g} dot {k3}", k3, ""),
        }[idea]


def _edges() -> list[tuple[float, float]]:
    """The left and right edges of the windows."""
    pen, edges = _LEFT + _WALL, []
    for wide in _WIDTHS:
        edges.append((pen, pen + wide))
        pen += wide + _GAP
    return edges


def _window(
    texts: Sequence[VMobject], ends: tuple[float, float], y: float, high: float, *, arch=False
) -> LitWindow:
    window = LitWindow(texts, ends[1] - ends[0], high, arch=arch)
    for part in (window.panes, window.shine):
        part.move_to([0.5 * sum(ends), y, 0])
    return window


def _pane(wide: float, high: float, share: float, arch: bool) -> RoundedRectangle:
    """One of the shapes within each other that make a pane brighter to its middle."""
    inset = _DEEP * share
    corner: float | list[float] = 0.07 + 0.25 * inset
    if arch:
        bow = 0.42 - 0.3 * inset
        corner = [bow, 0.07, 0.07, bow]
    size = {"width": wide - inset, "height": high - inset}
    return RoundedRectangle(corner_radius=corner, stroke_width=0, **size)


def _stand(texts: Sequence[Formula | Prose], x: float, y: float, floor: int) -> None:
    """Put what is written on a window to its place: two lines, or a formula in the middle."""
    if len(texts) == 2:
        for text, foot in zip(texts, ((0.07, -0.41), (0.1, -0.37))[floor], strict=True):
            stand_on(text.set_x(x), y + foot)
    elif floor == 2:
        texts[0].move_to([x, y, 0])
    else:
        stand_on(texts[0].set_x(x), y - 0.13)


def _inked(text: Formula | Prose) -> Formula | Prose:
    """As it is read on a bright pane, in whatever theme."""
    text.set_color(paint("text_ink"))
    return text.paint_parts(**{role: f"{role}_ink" for role in _INKS if role in text.part_names})


def _short(value: float, decimals: int) -> str:
    return without_zero(number_text(value, decimals))


def _shell() -> Iterator[VMobject]:
    """Chimney, roof, wall and a round attic."""
    top = _EAVES + 0.66
    yield panel(0.5, 0.6, "hairline").move_to([_RIGHT - 2.1, _EAVES + 0.6, 0])
    corners = ((_LEFT - 0.16, _EAVES), (_LEFT + 0.75, top), (_RIGHT - 0.75, top))
    roof = Polygon(*((x, y, 0) for x, y in (*corners, (_RIGHT + 0.16, _EAVES))), stroke_width=0)
    yield roof.set_fill(paint("hairline"), 1)
    wall = panel(_RIGHT - _LEFT, _EAVES - _GROUND, "panel")
    yield wall.move_to([_LEFT, _GROUND, 0], aligned_edge=LEFT + DOWN)
    ends = ([_LEFT - 0.16, _EAVES, 0], [_RIGHT + 0.16, _EAVES, 0])
    yield Line(*ends).set_stroke(paint("muted"), CURVE)
    attic = Circle(0.2, stroke_width=0).set_fill(paint("pane_edge"), 1)
    attic.set_stroke(paint("coin_edge"), AXIS)
    yield attic.move_to([0.5 * (_LEFT + _RIGHT), _EAVES, 0]).shift(0.34 * UP)
