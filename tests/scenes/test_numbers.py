"""Every number that a film shows is the core's, for any group; none is typed in."""

from __future__ import annotations

import json
import tomllib
from functools import cache

import pytest
import r1_sources
from advantage_sources import ADVANTAGE, deviations
from clipping_numbers import CLIPPING, record
from equation_numbers import EQUATION
from explorer_numbers import EXPLORER
from kl_numbers import KL
from manim import DOWN, FadeIn, TransformFromCopy, VGroup
from shown_numbers import (
    GROUPS,
    TICKS,
    Number,
    is_quoted,
    numbers_in,
    scene_files,
    typed_numbers,
    unaccounted,
    values_of,
    watch,
)
from tokens_numbers import TOKENS
from training_numbers import TRAINING
from variants_numbers import VARIANTS

from grpo_core import (
    GroupTable,
    evaluate_group,
    first_step,
    load_group,
)
from lab.task import ways
from lecture.catalogue import running_order, scene_class, scene_names
from scenes.script.facts import FACTS
from scenes.script.settings import ASSETS, Settings
from scenes.script.systems import systems
from scenes.stage.film import GrpoScene, beat
from scenes.stage.live_number import LiveNumber
from scenes.stage.typeset import Formula, Prose


def table_of(group: str) -> GroupTable:
    return evaluate_group(load_group(GROUPS[group]))


def facts() -> list[dict]:
    tables = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    return [fact for table in tables.values() for fact in table.values()]


def is_of_r1(text: str) -> bool:
    """Whether it is one of Pipeline's lines of sources, or a name of a model's size."""
    sizes = {name.split()[-1] for name in r1_sources.NAMES}
    return r1_sources.is_source(text) or text in sizes or text.partition(",")[0] in r1_sources.NAMES


# -- what each beat of a film may take numbers from, beside the group's table --------------


def _r1(_: GroupTable) -> list[float]:
    """The facts, the ladder's ends, and the numbers of examples that are marked as invented."""
    facts = [entry["value"] for entry in r1_sources.TABLES["pipeline"].values()]
    made_up = [number.value for text in r1_sources.invented() for number in numbers_in(text)]
    return [*facts, *made_up, *map(float, r1_sources.ENDS)]


def _step(table: GroupTable) -> list[float]:
    """The group after one step along its gradient, what it pays, and how many answers it has."""
    step = evaluate_group(first_step(table.group))
    price = step.beta * step.kl
    return [*values_of(step), price, -price, *range(1, step.group.size + 1)]


SOURCES = {
    "Advantage": ADVANTAGE,
    "Clipping": CLIPPING,
    "KL": KL,
    "Levels": dict.fromkeys(range(1, 9), _step),
    "Equation": EQUATION,
    "Explorer": EXPLORER,
    "Training": TRAINING,
    "Pipeline": dict.fromkeys(range(1, 13), _r1),
    "Tokens": TOKENS,
    "Variants": VARIANTS,
}


@cache  # a beat has many states
def allowed(scene: str, number: int, group: str) -> list[float]:
    """The values that beat `number` of a film may show."""
    table, more = table_of(group), SOURCES.get(scene, {}).get(number)
    return values_of(table) + (more(table) if more else [])


def originals(table: GroupTable) -> list[str]:
    """Texts that a film quotes as they are."""
    return [
        table.group.question,
        *table.group.texts,
        *(part for fact in facts() for part in (fact["source"], *fact["source"].split(", "))),
        *(entry["source"] for entry in r1_sources.TABLES["findings"].values()),
        *r1_sources.NAMES,
        *(system.brief for system in systems().values()),
        *lab_texts(),
    ]


def lab_texts() -> list[str]:
    """What the lab's models wrote, with the questions; Clipping and Training show some."""
    run = json.loads((ASSETS / "lab" / "run.json").read_text(encoding="utf-8"))
    groups = [group for row in run["rows"] for group in row.get("groups", ())]
    said = [(group["question"], answer) for group in groups for answer in group["answers"]]
    batch = [asked + "".join(answer["tokens"]).removesuffix("<end>") for asked, answer in said]
    rates, kinds = ("1e-4", "3e-4"), ("clip", "no_clip")
    runs = [one for rate in rates for kind in kinds for one in record(kind, rate)]
    first = [text for texts in run["rows"][0]["batch"].values() for text in texts]
    asked = [f"17*24={answer['text']}" for one in runs for answer in one["answers"]]
    uses = json.loads((ASSETS / "lab" / "uses.json").read_text(encoding="utf-8"))["uses"]
    groups = [used["group"] for used in uses]
    used = [one["question"] + answer["text"] for one in groups for answer in one["answers"]]
    asked += [
        group["question"] for group in (g for row in run["rows"] for g in row.get("groups", ()))
    ]
    return [*batch, *first, *run["rows"][0]["batch"], *ways(35, 43), *asked, *used]


# -- the films -----------------------------------------------------------------------


@pytest.mark.parametrize("scene", scene_names())
def test_every_number_is_the_core_s(film, scene, group):
    table = table_of(group)
    quoted, declared = originals(table), []
    strange = set()
    for state in film(scene, group).states:
        if scene not in running_order():  # from then on it may show what it declares
            declared += [quantity.value for quantity in state.taught]
        known = [*allowed(scene, state.beat, group), *declared]
        if state.beat in beats_of_its_own(scene):
            texts = [text for text in state.texts if not is_of_r1(text)]
            strange |= {f"beat {state.beat}: {n}" for n in unaccounted(texts, known, quoted)}
    assert not strange, "\n" + "\n".join(sorted(strange))


@cache
def beats_of_its_own(scene: str) -> set[int]:
    """The numbers of the beats that no other film has: a variant's others are tested there."""
    film = scene_class(scene)
    beats = enumerate(film.storyboard(), start=1)
    return {number for number, beat in beats if beat.method in vars(film)}


# In these an answer's numbers stand in its column, row or panel; the last three show no group's.
UNNAMED = ("Equation", "Explorer", "Levels", "Training", "Pipeline", "Tokens")
NAMED = [scene for scene in running_order() if scene not in UNNAMED]


@pytest.mark.parametrize("scene", NAMED)
def test_a_number_with_an_answer_s_name_is_that_answer_s(film, scene, group):
    table = table_of(group)
    columns = [
        *(table.rewards, table.old, table.new, table.ref, table.advantage, table.ratio),
        *(table.clipped_ratio, table.unclipped, table.clipped, table.value),
        *(table.k1, table.k3, table.term, table.gradient),
        deviations(table),
    ]
    common = [1 - table.eps_low, 1 + table.eps_high, 0.0]  # ticks; the slope where it is clipped
    common += [table.reward_mean, table.reward_std]  # the group's own, in each answer's A
    quoted = originals(table)
    rows = [(state.beat, *row) for state in film(scene, group).states for row in state.rows]
    wrong = {
        f"beat {beat}: beside o_{index + 1}, {number}"
        for beat, index, text in rows
        for number in unaccounted([text], [*common, *(c[index] for c in columns)], quoted)
    }
    assert not wrong, "\n" + "\n".join(sorted(wrong))
    named = {index for _, index, text in rows if numbers_in(text) and not is_quoted(text, quoted)}
    assert named == set(range(table.group.size))  # the test saw each answer's name with a number


@pytest.mark.parametrize("scene", running_order())
def test_a_caption_has_no_number_of_its_own(scene):
    for part in scene_class(scene).storyboard():
        for text in (part.title, part.caption):
            assert unaccounted([text], []) == []


def test_the_worked_group_s_landmarks_are_shown(film):
    """Worked out by hand; of another group they must not be shown."""
    marks = {
        3: [".72", ".32", ".75", ".41"],
        4: ["rho_1 = 0.30 / 0.20 = 1.50", "0.8", "1.2"],
        8: ["1.50", "0.50", "0.70", "1.43"],
        10: ["0.25", "1.70", "4"],
        11: ["1.00", "2.91", "3.48", "4.15", "12.5"],
        12: ["1.2", "1.28", "11"],
        13: [".70", ".46"],
    }
    for number_of_beat, expected in marks.items():
        states = [state for state in film("Clipping").states if state.beat == number_of_beat]
        shown = [number for state in states for text in state.texts for number in numbers_in(text)]
        for text in expected:
            for number in numbers_in(text):
                assert any(number.is_rounded(s.value) for s in shown), (
                    f"{number_of_beat}: {number.text}"
                )


# -- the collector itself --------------------------------------------------------------


class Planted(GrpoScene):
    """One number of the core, and typed-in ones in every guise."""

    @beat(hold=0.8)
    def only(self) -> None:
        """Twelve 12.5

        A caption.
        """
        source = Formula("rho_1 = {{ 0.345 : new }} / 2.5")
        loose = source.select("new").copy().shift(DOWN)
        self.add(
            Formula(f"rho = {self.table.ratio[0]:.2f}"),
            Formula("epsilon = 0.123"),
            Formula('"about 0.234"'),
            Formula("7.6 dot 10^(-5)"),
            Prose("some 31 per cent"),
            LiveNumber(-0.456, 3),
            VGroup(Formula("o_2"), Formula(f"{self.table.ratio[0]:.2f}")),
        )
        self.play(FadeIn(source), run_time=0.2)
        self.play(TransformFromCopy(source.select("new"), loose), run_time=0.2)
        self.remove(source)


@pytest.fixture(scope="module")
def planted():
    return watch(Planted, Settings()).states[-1]


def test_typed_in_numbers_are_found(planted):
    found = unaccounted(planted.texts, values_of(table_of("worked")))
    assert {entry.split(" in ")[0] for entry in found} == {
        *("0.123", "0.234", "7.6 dot 10^(-5)", "31", "−0.456"),
        *("0.345", "2.5"),  # of the glyphs that left their formula
    }


def test_a_number_beside_another_answer_s_name_is_found(planted):
    assert (1, "1.50") in planted.rows  # o_2's ratio is 0.50
    assert unaccounted(["1.50"], [table_of("worked").ratio[1]])


def test_foreign_text_is_refused():
    from manim import Typst
    from shown_numbers import texts_of

    with pytest.raises(AssertionError, match="no test can read"):
        list(texts_of([Typst("0.123", use_svg_cache=False)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rho_1 = {{ 0.30 : new1 }} / {{ 0.20 : old }} = 1.50", [0.30, 0.20, 1.50]),
        ("−1.43", [-1.43]),
        ("A = +2", [2]),
        ("A > 0", []),
        ("rho < 1 - epsilon", []),
        ("1 + 0.28", [0.28]),
        ("4.5 dot 10^(-4)", [4.5e-4]),
        ("1/G sum_(i=1)^G lr(size: #2.6em, bracket.l)", []),
        ("R1, first RL stage", []),
        ("x = 0", [0]),
        ("rho_1.5", [1.5]),
        ("17 × 24", [17, 24]),
    ],
)
def test_numbers_are_told_from_notation(text, expected):
    assert [number.value for number in numbers_in(text)] == expected


def test_a_number_is_matched_at_its_printed_precision():
    assert Number("1.43", 1.43, 0.01).is_rounded(1.43333)
    assert Number("1.43", 1.43, 0.01).is_rounded(1.425)
    assert not Number("1.43", 1.43, 0.01).is_rounded(1.4355)
    assert not numbers_in("0.367")[0].is_rounded(0.3662)
    assert numbers_in("4.5 dot 10^(-4)")[0].is_rounded(4.46e-4)
    assert not numbers_in("4.5 dot 10^(-4)")[0].is_rounded(4.56e-4)


@pytest.mark.parametrize("cut", ["17 × 24", "17 × 24 = 408 or", "…", "7 × 24 …"])
def test_only_whole_or_cut_texts_are_quotations(cut):
    assert is_quoted("17 ×\n24 = …", ["17 × 24 = 408 or so"])
    assert not is_quoted(cut, ["17 × 24 = 408 or so"])


@pytest.mark.parametrize("mine, other", [("worked", "decimals"), ("decimals", "worked")])
def test_numbers_of_one_group_do_not_pass_for_the_other_s(film, mine, other):
    """So a number typed in for one group fails with the other."""
    theirs = [*allowed("Clipping", 10, other), *allowed("Clipping", 4, other)]
    of_the_lab_and_papers = (1, 2, 3, 11, 12, 13)
    states = [s for s in film("Clipping", mine).states if s.beat not in of_the_lab_and_papers]
    shown = {t for s in states for t in s.texts if t not in TICKS}
    shown = {t for t in shown if not is_quoted(t, originals(table_of(mine)))}
    own = {number.text: number for text in shown for number in numbers_in(text)}
    foreign = {text for text, number in own.items() if not any(map(number.is_rounded, theirs))}
    characteristic = {
        "worked": {"1.50", "0.70", "1.43"},
        "decimals": {"1.67", "2.21", "0.78", "0.85"},
    }
    assert foreign >= characteristic[mine]


def test_few_numbers_would_pass_by_accident():
    """Of all numbers of two decimals from -2 to 2, both tables hold no more than 5 %."""
    both = [values_of(table_of(group)) for group in ("worked", "decimals")]
    candidates = [Number("", k / 100, 0.01) for k in range(-200, 201)]
    passing = [c for c in candidates if all(any(map(c.is_rounded, values)) for values in both)]
    assert len(passing) <= 0.05 * len(candidates)


# -- the source ------------------------------------------------------------------------


@pytest.mark.parametrize("file", scene_files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_decimal_is_typed_into_a_text(file):
    source = file.read_text(encoding="utf-8")
    assert typed_numbers(source, counters=file.name == "film.py") == []


@pytest.mark.parametrize(
    "source",
    [
        'Formula("epsilon = 0.2")',
        'typeset.Prose(f"J = {1.5}")',
        'Formula(f"rho = {x} and 0.3")',
        "LiveNumber(0.123, 3)",
        '@beat()\ndef f(self):\n    """Title\n\n    It falls to -0.083.\n    """',
    ],
)
def test_a_typed_decimal_is_found(source):
    assert typed_numbers(source)


def test_a_size_is_no_typed_decimal():
    source = 'Formula("lr(size: #2.6em, x)", size=0.5 * X)\nLiveNumber(0.0, 2)\nDot(radius=0.1)'
    assert typed_numbers(source) == []
