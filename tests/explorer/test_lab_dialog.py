"""The dialog that lets the lab's model answer: what it draws, shows and hands to the desk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")

from nicegui import ui
from small_lab import small_run
from tabs import Tab, in_tabs

from explorer import lab_dialog
from explorer.controls import Choice, LabAnswers
from lab import load_model


@pytest.fixture(autouse=True)
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's own run is a tiny one; that of a user is not there."""
    folder = small_run(tmp_path / "lab")
    monkeypatch.setattr(lab_dialog, "SHIPPED", folder)
    monkeypatch.setattr(lab_dialog, "OWN_RUN", tmp_path / "nowhere")
    return folder


def open_lab(tab: Tab) -> None:
    tab.user.find(kind=ui.button, content="Sample").click()


def type_in(tab: Tab, **typed: str) -> None:
    for name, text in typed.items():
        field(tab, name).value = text


def field(tab: Tab, name: str):
    (found,) = tab.user.find(marker=f"lab {name}").elements
    return found


def said(tab: Tab, marker: str) -> str:
    (label,) = tab.user.find(marker=marker).elements
    return label.text


def written(tab: Tab, column: int = 0) -> list[str]:
    answers = tab.props(LabAnswers)["columns"][column]["answers"]
    return ["".join(answer["tokens"]).removesuffix("end") for answer in answers]


def test_what_was_drawn_stands_in_the_desk(run: Path) -> None:
    async def act(tab: Tab) -> None:
        open_lab(tab)
        type_in(tab, question="17 x 25", g="5", temperature="2", seed="3")
        tab.choose("checkpoint", "20")
        tab.click("Let it answer")
        old, new, ref = (load_model(step, run) for step in (20, 21, 0))
        drawn = old.sample("17*25=", 5, rng=np.random.default_rng(3), temperature=2.0)
        assert written(tab) == [answer.text for answer in drawn]
        assert "only multiplies" in said(tab, "about the model")
        tab.click("Take these answers")
        await tab.until(lambda: len(tab.rows()) == 5)
        for row, answer in zip(tab.rows(), drawn, strict=True):
            assert row["text"] == (answer.text or "(empty)")
            assert float(row["in"]["reward"]["value"]) == answer.reward
            for name, model in (("old", old), ("new", new), ("ref", ref)):
                logp = model.token_logp("17*25=", answer.tokens).sum()
                typed = float(row["in"][name]["value"].replace("−", "-"))
                assert min(abs(typed - logp), abs(typed - np.exp(logp))) < 1e-3
            assert int(row["in"]["tokens"]["value"]) == len(answer.tokens)
        assert "after 20 steps of GRPO, new: after 21 steps, ref: the start" in tab.content("notes")
        assert "at temperature 2" in tab.content("notes")

    in_tabs(act)


def test_bars_are_what_the_checkpoint_would_write_next(run: Path) -> None:
    async def act(tab: Tab) -> None:
        open_lab(tab)
        tab.choose("beside it", "21")
        tab.click("Let it answer")
        tab._trigger(LabAnswers, "", "pick", [1, 2])
        (text,) = written(tab, 1)[2:3]
        shown = tab.props(LabAnswers)["places"]
        place = len(text) - 1
        assert shown[place]["after"] == "17*24=" + text[:-1]
        for bars, step in zip(shown[place]["bars"], ("start", 21), strict=True):
            chances = load_model(step, run).distribution("17*24=", text[:-1])
            best = sorted(chances.values(), reverse=True)[:5]
            widths = [float(bar["width"].rstrip("%")) / 100 for bar in bars]
            assert widths[:5] == pytest.approx(best, abs=6e-4)
            (lit,) = [bar for bar in bars if bar["lit"]]
            assert lit["token"] == text[-1]
            assert float(lit["width"].rstrip("%")) / 100 == pytest.approx(
                chances[text[-1]], abs=6e-4
            )

    in_tabs(act)


def test_bars_are_those_of_the_temperature(run: Path) -> None:
    async def act(tab: Tab) -> None:
        open_lab(tab)
        type_in(tab, temperature="0.5")
        tab.click("Let it answer")
        chances = np.array([*load_model("start", run).distribution("17*24=").values()]) ** 2
        first = tab.props(LabAnswers)["places"][0]["bars"][0][0]
        assert float(first["width"].rstrip("%")) / 100 == pytest.approx(
            chances.max() / chances.sum(), abs=6e-4
        )

    in_tabs(act)


def test_two_checkpoints_stand_side_by_side_and_either_is_taken(run: Path) -> None:
    async def act(tab: Tab) -> None:
        open_lab(tab)
        tab.choose("beside it", "21")
        tab.click("Let it answer")
        trained = load_model("trained", run).sample("17*24=", 8, rng=np.random.default_rng(0))
        assert written(tab, 1) == [answer.text for answer in trained]
        assert [c["name"] for c in tab.props(LabAnswers)["columns"]] == [
            "start",
            "trained, step 21",
        ]
        tab._trigger(LabAnswers, "", "pick", [1, 0])
        tab.click("Take the group of trained, step 21")
        await tab.until(lambda: len(tab.rows()) == 8)
        assert [row["text"] for row in tab.rows()] == [a.text or "(empty)" for a in trained]
        assert "new is old, and every ratio is 1" in tab.content("notes")
        assert {row["out"]["ratio"] for row in tab.rows()} == {"1.000"}

    in_tabs(act)


@pytest.mark.parametrize(
    ("name", "typed", "line"),
    [
        ("question", "5x24", "'5x24' is out of range; give two factors from 11 to 99"),
        ("question", "", "out of range"),
        ("g", "1", "give a whole number from 2 to 64"),
        ("g", "65", "give a whole number from 2 to 64"),
        ("temperature", "0", "0 is out of range; give more than 0"),
        ("temperature", "1e9", "is out of range"),
        ("temperature", "warm", "'warm'"),
        ("seed", "-1", "'-1'"),
    ],
)
def test_a_field_that_does_not_do_says_so_and_loses_nothing(
    name: str, typed: str, line: str
) -> None:
    async def act(tab: Tab) -> None:
        open_lab(tab)
        before = written(tab)
        type_in(tab, **{name: typed})
        tab.click("Let it answer")
        complaint = field(tab, name).error
        assert line in complaint
        assert "\n" not in complaint
        assert [n for n in lab_dialog.FIELDS if field(tab, n).error] == [name]
        assert written(tab) == before
        type_in(tab, **{name: lab_dialog.FIELDS[name][1]})
        tab.click("Let it answer")
        assert not field(tab, name).error

    in_tabs(act)


def test_without_weights_it_says_what_makes_some(run: Path) -> None:
    for file in run.glob("*.npz"):
        file.unlink()

    async def act(tab: Tab) -> None:
        open_lab(tab)
        assert "run make lab" in said(tab, "lab-problem")
        assert tab.props(Choice, "checkpoint")["options"] == []
        assert not tab.user.find("Let it answer").elements.pop().enabled
        assert not tab.user.find("Take these answers").elements.pop().enabled

    in_tabs(act)


def test_damaged_weights_are_told(run: Path) -> None:
    (run / "weights-0000.npz").write_bytes(b"")

    async def act(tab: Tab) -> None:
        open_lab(tab)
        assert "weights-0000.npz: damaged" in said(tab, "lab-problem")
        tab.choose("checkpoint", "20")
        tab.click("Let it answer")
        assert said(tab, "lab-problem") == ""
        tab.click("Take these answers")
        assert "weights-0000.npz: damaged" in said(tab, "lab-problem")  # the reference

    in_tabs(act)
