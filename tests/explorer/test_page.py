"""The page without a server: every number that it embeds, worked out again from the files."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from page_sources import GROUPS, weights_of, worked_out

pytest.importorskip("jinja2", reason="jinja2 is missing; `make explorer-page` brings it")

from explorer import page as maker
from explorer.page import build_page, lookup, presets, write_page
from explorer.page_numbers import RULES
from grpo_core import GroupFileError, WorkedGroup, load_group

PROJECT = Path(__file__).resolve().parents[2]
NAMES = [file.stem for file in GROUPS]
HALF = 0.5e-6 + 1e-12  # what six decimals leave open
CELL = 0.5e-3 + 1e-12


class _Embedded(HTMLParser):
    """The text of the element ``#numbers``, as a browser's parser would find it."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.inside, self.tags = "", False, []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = dict(attrs).get("id") == "numbers"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        self.text += data if self.inside else ""


def read(page: str) -> dict:
    """The data of a page."""
    parser = _Embedded()
    parser.feed(page)
    return json.loads(parser.text)


def value(text: str) -> float:
    """The number that a text on the page says."""
    return float(text.replace("−", "-"))


@pytest.fixture(scope="module")
def page() -> str:
    return build_page({file.stem: load_group(file) for file in presets()})


@pytest.fixture(scope="module")
def data(page) -> dict:
    return read(page)


def group_of(data: dict, name: str) -> dict:
    return next(group for group in data["groups"] if group["key"] == name)


def build(**groups: WorkedGroup) -> dict:
    """What the page of these groups embeds, without its fonts, which take seconds."""
    return json.loads(json.dumps(lookup(groups)))


def small(**changes) -> WorkedGroup:
    two = {"rewards": [1, 0], "texts": ("a", "b")}
    half = np.log([0.5, 0.5])
    logps = {"old_logp": half, "new_logp": np.log([0.6, 0.4]), "ref_logp": half}
    return WorkedGroup(**{"question": "q", **two, **logps, **changes})


# -- numbers --------------------------------------------------------------------


def test_offers_every_preset_with_the_worked_one_first(data):
    keys = [group["key"] for group in data["groups"]]
    assert keys[0] == "worked"
    assert sorted(keys) == NAMES


def test_offers_the_steps_that_lectures_need(data):
    epsilons, betas = set(map(float, data["epsilons"])), set(map(float, data["betas"]))
    assert {0, 0.1, 0.2, 0.28, 0.5, 1, 10} <= epsilons
    assert len([e for e in epsilons if e <= 1]) >= 51
    assert {0, 0.001, 0.01, 0.04, 0.1, 0.5, 1} <= betas
    assert len(betas) >= 9


# Surrogate by eps, by hand for the worked group; J = surrogate - .04 x .213749.
@pytest.mark.parametrize(
    ("eps", "surrogate", "objective"),
    [
        ("0.00", "−0.183333", "−0.191883"),
        ("0.10", "−0.133333", "−0.141883"),
        ("0.20", "−0.083333", "−0.091883"),
        ("0.50", "0.066667", "0.058117"),
        ("1.00", "0.066667", "0.058117"),
        ("10", "0.066667", "0.058117"),
    ],
)
def test_worked_group_is_that_of_the_sheet(data, eps, surrogate, objective):
    group = group_of(data, "worked")
    step = data["epsilons"].index(eps)
    sums = group["sums"][group["places"][step][step]]
    assert sums["surrogate"] == surrogate
    assert sums["objective"][data["betas"].index("0.04")] == objective
    assert group["kl"] == "0.213749"


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
def test_sums_are_right_at_every_setting(data, file):
    group, betas = group_of(data, file.stem), np.array(data["betas"], dtype=float)
    surrogates = [value(sums["surrogate"]) for sums in group["sums"]]
    objectives = [[value(text) for text in sums["objective"]] for sums in group["sums"]]
    for i, j in itertools.product(range(len(data["epsilons"])), repeat=2):
        low, high = float(data["epsilons"][i]), float(data["epsilons"][j])
        place = group["places"][i][j]
        expected = worked_out(file, low, high, 0.0)
        assert abs(surrogates[place] - expected.surrogate) <= HALF, (low, high)
        J = expected.surrogate - betas * expected.kl
        assert np.abs(objectives[place] - J).max() <= HALF, (low, high)


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
def test_answers_are_right_at_every_pair_of_epsilons(data, file):
    group = group_of(data, file.stem)
    beta = len(data["betas"]) // 2
    for i, j in itertools.product(range(0, len(data["epsilons"]), 3), repeat=2):
        low, high = float(data["epsilons"][i]), float(data["epsilons"][j])
        expected = worked_out(file, low, high, float(data["betas"][beta]))
        for n, answer in enumerate(group["answers"]):
            state = answer["states"][answer["state"][{"low": i, "high": j}[answer["side"]]]]
            assert state["binds"] is bool(expected.binds[n]), (low, high, n)
            gradient = answer["gradient"]["bound" if state["binds"] else "free"][beta]
            pairs = {
                answer["advantage"]: expected.advantage[n],
                answer["ratio"]: expected.ratio[n],
                answer["k3"]: expected.k3[n],
                answer["unclipped"]: expected.unclipped[n],
                state["clippedRatio"]: expected.clipped_ratio[n],
                state["clipped"]: expected.clipped[n],
                state["value"]: expected.value[n],
                gradient: expected.gradient[n],
            }
            for shown, exact in pairs.items():
                assert abs(value(shown) - exact) <= CELL, (low, high, n)


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
def test_price_and_means_are_right(data, file):
    group = group_of(data, file.stem)
    kl = worked_out(file, 0.2, 0.2, 0.0).kl
    assert value(group["klMean"]) == pytest.approx(kl, rel=0, abs=CELL)
    for beta, shown in zip(data["betas"], group["price"], strict=True):
        assert value(shown) == pytest.approx(float(beta) * kl, rel=0, abs=HALF)
    for sums in group["sums"]:
        assert abs(value(sums["mean"]) - value(sums["surrogate"])) <= CELL


def test_a_group_brings_its_own_settings():
    data = build(own=small(eps_low=0.27, eps_high=0.333, beta=2.5))
    own = data["groups"][0]["own"]
    assert data["epsilons"][own["low"]] == "0.27"
    assert data["epsilons"][own["high"]] == "0.333"
    assert data["betas"][own["beta"]] == "2.5"
    assert list(map(float, data["epsilons"])) == sorted(map(float, data["epsilons"]))


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
@pytest.mark.parametrize("kind", RULES)
def test_every_rule_is_right_at_every_beta(data, file, kind):
    group, betas = group_of(data, file.stem), np.array(data["betas"], dtype=float)
    weight, S = weights_of(file, kind)
    its, clip = group["rules"][kind], worked_out(file, 0.2, 0.2, 0.0)
    J = [value(text) for text in group["sums"][its["sum"]]["objective"]]
    assert np.abs(J - (S.mean() - betas * clip.kl)).max() <= HALF
    for n, (answer, shown) in enumerate(zip(group["answers"], its["answers"], strict=True)):
        assert abs(value(shown["weight"]) - weight[n]) <= CELL
        assert abs(value(shown["value"]) - S[n]) <= CELL
        assert shown["stopped"] == (weight[n] == 0 and clip.advantage[n] != 0)
        for k, text in enumerate(answer["gradient"][shown["gradient"]]):
            # Without weight the clip's gradient is the pull of the KL alone.
            pull = worked_out(file, 0.2, 0.2, float(betas[k])).gradient[n] - clip.gradient[n]
            assert abs(value(text) - weight[n] / len(weight) - pull) <= CELL


def test_each_rule_says_its_bounds_and_the_clip_is_first(data):
    titles = {rule["key"]: rule["title"] for rule in data["rules"]}
    assert list(titles) == ["clip", *RULES]
    assert titles["cispo"] == "CISPO: 0, 1.272"
    noted = {rule["key"] for rule in data["rules"] if rule["note"]}
    assert noted == {"reinforce", "cispo", "dppo_tv"}


@pytest.mark.parametrize("kind", RULES)
def test_answers_stand_on_the_curve_of_their_rule(data, kind):
    picture = group_of(data, "worked")["weights"]
    for answer, (x, y) in zip(
        group_of(data, "worked")["answers"], picture[kind]["at"], strict=True
    ):
        path = picture[kind]["up" if answer["sign"] > 0 else "down"]
        pieces = [points_of(f"M{piece}") for piece in path.split("M")[1:]]
        near = [np.interp(x, *line.T) for line in pieces if line[0, 0] - 1 <= x <= line[-1, 0] + 1]
        assert min(abs(height - y) for height in near) < 0.7


def test_a_lost_term_is_the_larger_one(data):
    step = data["epsilons"].index("0.20")
    answers = group_of(data, "worked")["answers"]
    lost = [answer["states"][answer["state"][step]]["lost"] for answer in answers]
    assert lost == ["unclipped", "unclipped", "clipped", "clipped"]


# -- what it warns of -----------------------------------------------------------


def test_warns_of_a_silent_group():
    group = build(silent=small(rewards=[0.1, 0.1]))["groups"][0]
    assert any(note.startswith("Silent group") for note in group["notes"])
    assert [answer["advantage"] for answer in group["answers"]] == ["0.000", "0.000"]
    assert not any(s["pushes"] for answer in group["answers"] for s in answer["states"])


@pytest.mark.parametrize(
    ("new", "said"),
    [([0.6, 0.3], "do not sum to 1 (old 1.00, new 0.90"), ([0.6, 0.5], "sum to more than 1")],
)
def test_warns_of_probabilities_that_are_no_distribution(new, said):
    notes = build(group=small(new_logp=np.log(new)))["groups"][0]["notes"]
    assert any(said in note for note in notes)


def test_an_answer_drawn_again_is_no_more_than_1():
    rows = {f"{policy}_logp": np.log([0.6, 0.6, 0.4]) for policy in ("old", "new", "ref")}
    group = small(texts=("a", "a", "b"), rewards=[1, 1, 0], **rows)
    assert not any("sum" in note for note in build(group=group)["groups"][0]["notes"])


def test_has_nothing_to_warn_of_in_the_worked_group(data):
    assert group_of(data, "worked")["notes"] == []


def test_clipping_is_single_sided_from_epsilon_1_on(data):
    sided = dict(zip(data["epsilons"], data["oneSided"], strict=True))
    assert {eps for eps, is_so in sided.items() if is_so} == {"1.00", "10"}


# -- pictures -------------------------------------------------------------------


def points_of(path: str) -> np.ndarray:
    return np.array([[float(n) for n in pair.split()] for pair in re.split("[ML]", path)[1:]])


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
@pytest.mark.parametrize("side", ["up", "down"])
def test_answers_stand_on_the_min_curve(data, file, side):
    group = group_of(data, file.stem)
    picture = group["min"][side]
    for spot in picture["spots"]:
        dial = group["answers"][spot["answer"]]["side"]
        for step, (x, y) in enumerate(spot["at"]):
            if dial != {"up": "high", "down": "low"}[side]:
                step = 0  # it stands where its own bound is of no matter
            line = points_of(picture["curves"][step])
            assert np.interp(x, line[:, 0], line[:, 1]) == pytest.approx(y, abs=0.15)


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
def test_every_answer_has_a_mark(data, file):
    group = group_of(data, file.stem)
    spots = group["min"]["up"]["spots"] + group["min"]["down"]["spots"]
    assert all(spot["name"] for spot in spots)
    assert sum(spot["count"] for spot in spots) == len(group["answers"])


def test_names_of_marks_do_not_cover_each_other():
    ratios = np.exp(np.linspace(-0.2, 0.2, 30))
    rewards = [1, 0] * 15
    row = np.full(30, np.log(0.02))
    many = small(
        texts=tuple(map(str, rewards)),
        rewards=rewards,
        old_logp=row,
        new_logp=row + np.log(ratios),
        ref_logp=row,
    )
    (group,) = build(many=many)["groups"]
    for side in ("up", "down"):
        spots = group["min"][side]["spots"]
        assert sum(spot["count"] for spot in spots) == 15
        named = [spot["at"][0][0] for spot in spots if spot["name"]]
        assert 1 < len(named) < 15
        assert np.diff(named).min() >= 14


@pytest.mark.parametrize("file", GROUPS, ids=NAMES)
def test_heights_are_the_values_on_one_scale(data, file):
    group = group_of(data, file.stem)
    (y0, zero), (y1, other) = [t for t in group["heights"]["ticks"] if t[1] == "0"] + [
        t for t in group["heights"]["ticks"] if t[1] != "0"
    ][:1]
    assert zero == "0"
    scale = (y1 - y0) / value(other)
    for heights, sums in zip(group["heights"]["y"], group["sums"], strict=True):
        values = np.array([value(text) for text in sums["objective"]])
        assert heights == pytest.approx(list(y0 + scale * values), abs=0.35)


def test_dials_that_go_on_beyond_the_axis_stay_in_the_picture():
    axis = build(group=small(eps_low=3.0, beta=7.0))
    for dial in ("epsilonAxis", "betaAxis"):
        x = axis[dial]["x"]
        assert x == sorted(set(x)), dial
        assert x[0] >= 0 and x[-1] <= 200


# -- the file -------------------------------------------------------------------


def test_is_one_small_file_that_names_nothing_else(page):
    # Fonts, style and script; what the page can say of one group.
    assert len(page.encode()) < 110_000 + 30_000 * len(GROUPS)
    parser = _Embedded()
    parser.feed(page)
    for tag, attributes in parser.tags:
        assert "src" not in attributes, tag
        assert attributes.get("href", "data:").startswith(("data:", "#")), tag
    policies = [a["content"] for _, a in parser.tags if a.get("http-equiv")]
    assert policies and policies[0].startswith("default-src 'none'")
    assert "url(http" not in page and "@import" not in page


def test_script_takes_all_numbers_from_the_data(page):
    script = page[page.rindex("<script>") :]
    code = re.sub(r"//.*|`[^`]*`|\"[^\"]*\"", "", script)
    assert not re.search(r"Math\.|parseFloat|toFixed|\*\*| [*/-] ", code)


def test_texts_cannot_leave_their_place(monkeypatch):
    monkeypatch.setattr(maker, "embedded_fonts", lambda *_: "")  # they take seconds
    evil = '</script><img src=x onerror=alert(1)> & "q" <!--'
    page = build_page({"evil": small(question=evil, texts=(evil, "b"))})
    group = read(page)["groups"][0]
    assert group["question"] == evil
    assert group["answers"][0]["text"] == evil
    assert "<img" not in page


def test_a_bad_group_leaves_the_old_page(tmp_path):
    (tmp_path / "explorer.html").write_text("old")
    bad = tmp_path / "bad.toml"
    bad.write_text('question = "q"')
    with pytest.raises(GroupFileError, match="answers: missing"):
        write_page(tmp_path, [bad])
    assert (tmp_path / "explorer.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.toml", "explorer.html"]


def command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "explorer.page", *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_command_writes_the_page_where_it_says(tmp_path, page):
    (tmp_path / "a folder").mkdir()
    done = command("--out", str(tmp_path / "a folder" / "gallery"))
    assert (done.returncode, done.stderr) == (0, "")
    made = tmp_path / "a folder" / "gallery" / "explorer.html"
    assert done.stdout.strip() == str(made)
    assert made.read_text(encoding="utf-8") == page
    assert [path.name for path in made.parent.iterdir()] == ["explorer.html"]


def test_command_says_in_one_line_what_is_in_the_way(tmp_path):
    (tmp_path / "file").write_text("mine")
    done = command("--out", str(tmp_path / "file"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and str(tmp_path / "file") in done.stderr
    assert (tmp_path / "file").read_text() == "mine"
