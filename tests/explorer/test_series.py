"""What the explorer shows in words and curves, against the worked group's known values."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from explorer import plots, series
from explorer.concepts import CONCEPTS
from explorer.recipe import KINDS
from explorer.series import (
    field_text,
    min_curve,
    notes,
    over_beta,
    over_epsilon,
    rows,
    sums,
    text_of,
)
from explorer.session import Session
from grpo_core import WorkedGroup

ENDS = {"epsilon": 1.0, "beta": 0.5}


@pytest.fixture
def worked() -> Session:
    return Session.worked()


def test_the_table_s_rows_are_the_worked_group_s(worked: Session) -> None:
    shown = [row["out"] for row in rows(worked)]
    assert [out["A"] for out in shown] == ["+1.000", "−1.000", "+1.000", "−1.000"]
    assert [out["ratio"] for out in shown] == ["1.500", "0.500", "0.700", "1.433"]
    assert [out["clip"] for out in shown] == ["1.200", "0.800", "0.800", "1.200"]
    assert [out["unclipped"] for out in shown] == ["1.500", "−0.500", "0.700", "−1.433"]
    assert [out["clipped"] for out in shown] == ["1.200", "−0.800", "0.800", "−1.200"]
    assert [out["value"] for out in shown] == ["1.200", "−0.800", "0.700", "−1.433"]
    assert [out["k3"] for out in shown] == ["0.1931", "0.3069", "0.3069", "0.0481"]
    assert [out["gradient"] for out in shown] == ["−0.005", "+0.010", "+0.185", "−0.361"]
    assert [row["lamp"] for row in rows(worked)] == [
        "clipped",
        "clipped",
        "pushes up",
        "pushes down",
    ]
    assert [row["idle"] for row in rows(worked)] == [
        "unclipped",
        "unclipped",
        "clipped",
        "clipped",
    ]


def test_the_last_line_holds_means_and_sums(worked: Session) -> None:
    line = sums(worked)
    assert (line["reward"], line["old"], line["value"]) == ("0.50", "Σ 1.00", "−0.083")
    assert (line["k3"], line["price"], line["term"]) == ("0.2137", "0.0085", "−0.092")


def test_j_over_epsilon_has_the_known_corners(worked: Session) -> None:
    ((_, curve),) = over_epsilon(worked.with_dial("beta", 0).table, 1.0)
    at = dict(zip(curve.x, curve.y, strict=True))
    assert at[0.0] == pytest.approx(-0.183333, abs=1e-6)
    assert at[0.5] == at[1.0] == pytest.approx(0.066667, abs=1e-6)
    assert np.interp(0.366667, curve.x, curve.y) == pytest.approx(0, abs=1e-6)
    assert curve.here == (0.2, pytest.approx(-0.083333, abs=1e-6))


def test_two_epsilons_make_two_curves_through_one_j(worked: Session) -> None:
    low, high = over_epsilon(worked.with_linked(False).with_dial("beta", 0).table, 1.0)
    # Below 1 only o2 is clipped (0.8 to 0.5), above only o1 (1.2 to 1.5).
    for _, curve in (low, high):
        assert np.interp(0.2, curve.x, curve.y) == pytest.approx(-0.083333, abs=1e-6)
        assert curve.y[-1] == pytest.approx(-0.083333 + 0.3 / 4, abs=1e-6)


def test_j_over_beta_falls_by_the_kl(worked: Session) -> None:
    curve = over_beta(worked.table, 0.5)
    assert curve.y == pytest.approx([-0.083333, -0.083333 - 0.5 * 0.213749], abs=1e-6)
    assert curve.here == (0.04, pytest.approx(-0.091883, abs=1e-6))


def test_the_min_curve_bends_where_the_clip_begins_to_bind(worked: Session) -> None:
    rho, value = min_curve(worked.table, 1)
    assert dict(zip(rho, value, strict=True)) == pytest.approx({0: 0, 0.8: 0.8, 1.2: 1.2, 2: 1.2})
    rho, value = min_curve(worked.table, -1)
    assert value == pytest.approx([-0.8, -0.8, -1.2, -2])


def test_a_quiet_group_needs_no_grave_warning(worked: Session) -> None:
    assert [note.grave for note in notes(worked)] == [False]
    assert "o3, o4 left the range" in notes(worked)[0].text


@pytest.mark.parametrize(
    ("change", "grave", "said"),
    [
        (lambda s: s.with_answer(1, "reward", 1).with_answer(3, "reward", 1), True, "Silent group"),
        (lambda s: s.with_answer(0, "new", 0.4), True, "more than 1 (new 1.10)"),
        (lambda s: s.with_answer(0, "new", 0.2), False, "do not sum to 1 (new 0.90)"),
        (lambda s: s.with_dial("epsilon_low", 10), True, "the lower clip never binds"),
        (lambda s: s.with_answer(2, "old", 0.9), False, "o3: old is so likely"),
        (
            lambda s: s.with_answer(2, "text", "\ue000"),
            False,
            "No font has U+E000",
        ),
    ],
)
def test_warnings_that_matter(worked: Session, change, grave: bool, said: str) -> None:
    assert any(note.grave == grave and said in note.text for note in notes(change(worked)))


def test_an_answer_drawn_again_counts_once_in_the_sums() -> None:
    rows = [np.log([0.6, 0.4, 0.6])] * 3
    session = Session.of(WorkedGroup("q", ("a", "b", "a"), [1, 0, 1], *rows))
    assert not any("sum" in note.text or "more than 1" in note.text for note in notes(session))
    assert sums(session)["old"] == "Σ 1.00"


def test_silence_without_a_kl_teaches_nothing(worked: Session) -> None:
    still = worked.with_dial("beta", 0)
    for index in (1, 3):
        still = still.with_answer(index, "reward", 1)
    assert "nothing is learned" in notes(still)[0].text


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1, "0.100"), (-0.0001, "0.000"), (-1.5, "−1.500"), (1e7, "1.000e+07")]
)
def test_numbers_as_the_films_write_them(value: float, shown: str) -> None:
    assert text_of(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.3, "0.3"), (1.0, "1"), (0.00012345, "0.000123"), (-210.5, "-210.5")]
)
def test_numbers_in_fields(value: float, shown: str) -> None:
    assert field_text(value) == shown


# -- pictures -----------------------------------------------------------------


def drawn(session: Session, picked: int = 0) -> dict[str, ElementTree.Element]:
    pictures = plots.draw(session, picked, ENDS)
    return {name: ElementTree.fromstring(picture) for name, picture in pictures.items()}


def with_class(picture: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    return [e for e in picture.iter() if set(names) <= set(e.get("class", "").split())]


def test_bars_have_the_heights_of_their_probabilities(worked: Session) -> None:
    picture = drawn(worked)["policies"]
    for role, row in (("old", [0.2, 0.4, 0.1, 0.3]), ("new", [0.3, 0.2, 0.07, 0.43])):
        heights = [float(bar.get("height")) for bar in with_class(picture, "bar", role)]
        assert np.array(heights) / heights[0] == pytest.approx(np.array(row) / row[0], rel=1e-2)


def test_marks_are_told_apart_where_the_clip_binds(worked: Session) -> None:
    picture = drawn(worked)["min"]
    count = {
        (sign, lamp): len(with_class(picture, "mark", sign, lamp))
        for sign in ("up", "down")
        for lamp in ("on", "off")
    }
    assert set(count.values()) == {1}  # the four cases of the worked group, one each


def test_the_mark_of_an_answer_lies_on_the_curve(worked: Session) -> None:
    picture = drawn(worked)["min"]
    (curve,) = with_class(picture, "curve", "up")
    corners = np.array([list(map(float, c.split(","))) for c in curve.get("points").split()])
    for mark in with_class(picture, "mark", "up"):
        points = np.array([list(map(float, c.split(","))) for c in mark.get("points").split()])
        x = points[0, 0]
        middle = points[0, 1] + (points[1, 1] - points[0, 1]) / 1.75
        assert middle == pytest.approx(np.interp(x, corners[:, 0], corners[:, 1]), abs=0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_lies_on_the_curve_of_weights(worked: Session, kind: str) -> None:
    session = worked.with_rule(kind)
    for i, A in enumerate(session.table.advantage):
        sign, old = int(np.sign(A)), float(session.group.old_logp[i])
        pieces = series.weight_curve(session.table, sign, old)
        ratio, weight = session.table.ratio[i], session.table.weight[i]
        near = [np.interp(ratio, *piece.T) for piece in pieces if _holds(piece, ratio)]
        assert min(abs(height - weight) for height in near) < 2e-3
        mark = with_class(drawn(session, i)["weight"], "mark", "lit")
        assert len(mark) == 1
        assert ("off" in mark[0].get("class")) == (weight == 0)


def _holds(piece: np.ndarray, ratio: float) -> bool:
    return bool(piece[0, 0] - 2e-3 <= ratio <= piece[-1, 0] + 2e-3)


def test_a_gate_that_looks_at_the_old_probability_has_a_curve_for_each(worked: Session) -> None:
    assert not with_class(drawn(worked)["weight"], "curve", "faint")
    picture = drawn(worked.with_rule("dppo_tv"), 2)["weight"]
    assert with_class(picture, "curve", "faint")
    # The gate of old .1 shuts at ratio 3, beyond the picture; that of .2 at 2.
    ends = [
        max(piece[-1, 0] for piece in pieces if piece[-1, 1] > 0)
        for pieces in (
            series.weight_curve(worked.with_rule("dppo_tv").table, 1, float(np.log(p)))
            for p in (0.1, 0.2)
        )
    ]
    assert ends == pytest.approx([2.5, 2.0], abs=2e-3)


def test_a_rule_that_is_no_clip_has_no_min_and_no_epsilon(worked: Session) -> None:
    assert set(drawn(worked)) - set(drawn(worked.with_rule("sapo"))) == {"min", "epsilon"}
    assert set(drawn(worked.with_rule("dual"))) == set(drawn(worked))


def test_a_dual_clip_lies_above_the_upper_bound_in_the_sweep(worked: Session) -> None:
    session = worked.with_rule("dual").with_dial("dual", 1.3)
    ((_, curve),) = over_epsilon(session.table, 1.0)
    assert curve.x[-1] == pytest.approx(0.3)
    assert curve.here[1] == session.table.objective


def test_clipped_slots_are_hatched(worked: Session) -> None:
    assert len(with_class(drawn(worked)["gradient"], "hatch")) == 2
    assert len(with_class(drawn(worked.with_dial("epsilon_low", 1))["gradient"], "hatch")) == 0


def test_every_picture_says_what_it_shows(worked: Session) -> None:
    for picture in drawn(worked).values():
        assert picture.get("role") == "img"
        assert len(picture.get("aria-label")) > 20
    assert "now −0.092 at 0.2" in drawn(worked)["epsilon"].get("aria-label")


@pytest.mark.parametrize("size", [2, 8, 64])
def test_all_groups_can_be_drawn_and_nothing_leaves_the_picture(size: int) -> None:
    random = np.random.default_rng(size)
    rows = random.uniform(-90, -1, (3, size))
    group = WorkedGroup("q", [f"a{i}" for i in range(size)], random.normal(size=size), *rows)
    for picture in drawn(Session.of(group), size - 1).values():
        for element in picture.iter():
            for name, most in (("x", plots.WIDTH), ("y", plots.HEIGHT)):
                if element.get(name):
                    assert -1 <= float(element.get(name)) <= most + 1


def test_every_concept_speaks_of_every_answer(worked: Session) -> None:
    for concept in CONCEPTS.values():
        for index in range(4):
            assert concept.here(worked.table, index)
    assert CONCEPTS["A"].here(worked.table, 1) == "(0 − 0.500) / 0.500 = −1.000"
    assert CONCEPTS["ratio"].here(worked.table, 0) == "0.3 / 0.2 = 1.500"


def test_rare_letters_are_looked_up_behind_long_texts_but_not_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(series, "missing_glyphs", lambda text: asked.append(text) or "")
    session = Session.worked().with_answer(0, "text", "plain words " * 300)
    notes(session.with_answer(1, "text", "\ue000"))
    assert "\ue000" in asked[-1]
    notes(session.with_answer(1, "text", "".join(map(chr, range(0x4E00, 0x4E00 + 4000)))))
    assert 500 < len(asked[-1]) < 1000
