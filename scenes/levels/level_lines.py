"""One method told in five lines, at four levels: words, exact words, symbols, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from manim import VGroup

from grpo_core import GroupTable
from scenes.script.decimals import printed
from scenes.script.glyphs import quoted
from scenes.script.numerals import logp_source, number_text, ratio_source
from scenes.script.words import say, words_error
from scenes.stage.places import stand_on
from scenes.stage.reward_line import reward_text
from scenes.stage.theme import LABEL, READOUT, sign_role
from scenes.stage.typeset import Formula

LEVELS = ("in_words", "in_exact_words", "in_symbols", "in_numbers")
ROWS = 5
_SYMBOLS = 47  # so that the subscripts of pi_old and pi_ref can be read at home
_SENTENCE, _IN_TWO = 42, 35  # the size of a sentence in one line, and in two
_MOST_WIDTH = 4.95
_LEADING = 0.56  # between the lines of a sentence in two


@dataclass(frozen=True)
class Line:
    """One line: math source with named parts, its size, and the role of each part."""

    source: str
    size: float = READOUT
    roles: dict[str, str] = field(default_factory=dict)

    def formula(self) -> Formula:
        """The line, ready to be placed."""
        return Formula(self.source, size=self.size, **self.roles)


# The five ideas in the order of the rows, and how each level in words is called in the keys.
_IDEAS = ("question", "score", "better", "stop", "near")
_IN_WORDS = ("words", "exact")
# In a sentence of the words' file: ``[these words](part)``, or words without a part.
_PIECE = re.compile(r"\[(?P<named>[^\]]+)\]\((?P<part>\w+)\)|(?P<words>[^\[]+)")
_PART = re.compile(r": (\w+) }}")

_SYMBOLIC = (
    Line(
        '{{ {o_i}_(i=1)^G : answers }} ~ {{ pi_"old" : old }}(O|{{ q : question }})',
        _SYMBOLS,
    ),
    Line(
        '{{ A_i : advantage }} = ({{ r_i : reward }} - {{ "mean"({{ r : all1 }}) : mean }}) / '
        '{{ "std"({{ r : all2 }}) : spread }}'
    ),
    Line(
        '{{ rho_i : ratio }} = {{ pi_theta : new }} slash {{ pi_"old" : old }}',
        _SYMBOLS,
    ),
    Line(
        "{{ min : cautious }} lr(( rho_i A_i, "
        '{{ op("clip")(rho_i, 1 plus.minus epsilon) : range }} A_i ))'
    ),
    Line(
        '- {{ beta : beta }} thin {{ DD_"KL" : divergence }} lr(( {{ pi_theta : new }} parallel '
        '{{ pi_"ref" : reference }} ))',
        _SYMBOLS,
    ),
)

# Of groups whose advantages are not divided by their spread.
_UNDIVIDED = Line(
    '{{ A_i : advantage }} = {{ r_i : reward }} - {{ "mean"({{ r : all1 }}) : mean }}', _SYMBOLS
)

_ROLES = {
    **{name: name for name in ("old", "new", "reference", "reward")},
    **{name: "reward" for name in ("all1", "all2")},
}


def level_line(table: GroupTable, index: int, level: int, row: int) -> Formula:
    """The line `row` of `level` (both from 0); the numbers are those of answer `index`."""
    if level == 0:
        return _coloured(Line(_math(_told(table, row, level).replace("|", "")), _SENTENCE))
    if level == 1:
        first, second = _halves(table, row, level)
        return _coloured(Line(f"& {first} \\ & {second}", _IN_TWO))
    if level == 2:
        return _coloured(_UNDIVIDED if (row, table.scale) == (1, "none") else _SYMBOLIC[row])
    tellings = (_sampled, _compared, _reweighted, _limited, _priced)
    return next(_fitting(tellings[row](table, index)))


def sentence_in_two(table: GroupTable, row: int, size: float = LABEL) -> VGroup:
    """The plain sentence in two lines, one under the other's middle.

    The first stands on height 0.
    """
    lines = VGroup()
    for place, half in enumerate(_halves(table, row, 0)):
        line = _coloured(Line(half, size)).set_x(0)
        lines.add(stand_on(line, -place * _LEADING))
    return lines


def bound_text(table: GroupTable) -> str:
    """How many times as likely a better answer may get and still gain by it."""
    return reward_text(1 + table.eps_high)


def _halves(table: GroupTable, row: int, level: int) -> tuple[str, str]:
    """The math source of what stands before and behind the place where a sentence may break."""
    first, second = _told(table, row, level).split("|")
    return _math(first), _math(second)


def _told(table: GroupTable, row: int, level: int) -> str:
    """The sentence as the words' file has it, with its numbers."""
    bare = "_bare" if (level, row, table.scale) == (1, 1, "none") else ""
    key = f"stage.level_lines.{_IN_WORDS[level]}_{_IDEAS[row]}{bare}"
    filling = {
        "size": table.group.size,
        "bound": printed(bound_text(table)),
        "beta": printed(f"{table.beta:g}"),
    }
    told = say(f"stage.level_lines.{_IN_WORDS[level]}_{_IDEAS[row]}{bare}", **filling)
    _check_parts(key, told, _SYMBOLIC[row].source)
    return told


def _math(half: str) -> str:
    return "".join(map(_piece, _PIECE.finditer(half.strip())))


def _check_parts(key: str, told: str, symbolic: str) -> None:
    """Refuse words that become no part of the symbols; raises `AssetError`."""
    parts = _PART.findall(symbolic)
    for piece in _PIECE.finditer(told):
        if piece["part"] and piece["part"] not in parts:
            problem = f"no part ({piece['part']}); the parts are {', '.join(parts)}"
            raise words_error(key, problem)
    if told.count("|") != 1:
        raise words_error(key, "say by one | where the sentence may break")


def _piece(match: re.Match) -> str:
    """The math source of a piece of a sentence."""
    if match["named"]:
        return f"{{{{ {quoted(match['named'])} : {match['part']} }}}}"
    words = match["words"]
    said = quoted(words.strip()) if words.strip() else ""
    return words.replace(words.strip(), said) if said else " "


def _coloured(line: Line) -> Formula:
    roles = {name: role for name, role in _ROLES.items() if f": {name} }}}}" in line.source}
    return Line(line.source, line.size, roles | line.roles).formula()


def _fitting(lines: Iterator[Line]) -> Iterator[Formula]:
    """The first of `lines` that a row has room for, else the last."""
    formula = None
    for line in lines:
        formula = _coloured(line)
        if formula.width <= _MOST_WIDTH:
            break
    yield formula


def _sampled(table: GroupTable, index: int) -> Iterator[Line]:
    answers = f"{{{{ {{o_i}}_(i=1)^{table.group.size} : answers }}}}"
    yield Line(f'{answers} ~ {{{{ pi_"old" : old }}}}(O|{{{{ q : question }}}})', _SYMBOLS)


def _compared(table: GroupTable, index: int) -> Iterator[Line]:
    name, reward = f"A_{index + 1}", reward_text(float(table.rewards[index]))
    mean = number_text(table.reward_mean, 2)
    if table.reward_mean < 0:
        mean = f"({mean})"
    advantage = number_text(float(table.advantage[index]), 2, sign=True)
    value = {"value": sign_role(float(table.advantage[index]))}
    top = f"{{{{ {reward} : reward }}}} - {{{{ {mean} : mean }}}}"
    start, end = f"{{{{ {name} : advantage }}}} =", f"= {{{{ {advantage} : value }}}}"
    if table.reward_std == 0:  # silent by rule: nothing is divided
        zero = "{{ A_i : advantage }} = {{ 0 : value }}"
        alike = quoted(say("stage.level_lines.alike"))
        yield Line(f"{zero} thick {alike}", roles={"value": "muted"})
    elif table.scale == "none":
        yield Line(f"{start} {top} {end}", roles=value)
    else:
        spread = number_text(table.reward_std, 2)
        yield Line(f"{start} ({top}) / {{{{ {spread} : spread }}}} {end}", roles=value)
    yield Line(f"{start} {{{{ {advantage} : value }}}}", roles=value)


def _reweighted(table: GroupTable, index: int) -> Iterator[Line]:
    new, old = (logp_source(float(row[index])) for row in (table.new_logp, table.old_logp))
    name = f"{{{{ rho_{index + 1} : ratio }}}}"
    ratio = ratio_source(float(table.ratio[index]))
    yield Line(f"{name} = {{{{ {new} : new }}}} / {{{{ {old} : old }}}} = {ratio}")
    yield Line(f"{name} = {ratio}")


def _limited(table: GroupTable, index: int) -> Iterator[Line]:
    straight, held, value = (
        number_text(float(column[index]), 2)
        for column in (table.unclipped, table.clipped, table.value)
    )
    yield Line(f"{{{{ min : cautious }}}} lr(( {straight}, {{{{ {held} : range }}}} )) = {value}")
    yield Line(f"{{{{ min : cautious }}}} = {value}")


def _priced(table: GroupTable, index: int) -> Iterator[Line]:
    beta, k3 = f"{table.beta:g}", number_text(table.kl, 3)
    price = number_text(-table.beta * table.kl, 3)
    yield Line(f"- {{{{ {beta} : beta }}}} dot {{{{ {k3} : divergence }}}} approx {price}")
    yield Line(f"- {{{{ {beta} : beta }}}} dot {{{{ {k3} : divergence }}}}")
