"""Every control of the explorer, in process: what it does, and what nonsense does to it."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")

from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from tabs import Tab, in_tabs

from explorer import dialogs, job, logs, plots
from explorer.controls import AnswersTable, Choice, Dial
from explorer.edits import Edits
from explorer.group_file import presets
from explorer.job import Studio
from explorer.link import decode, encode
from explorer.session import Session

J = "−0.0919"
SMALL_FILMS = Path(__file__).parents[1] / "lecture" / "small_films.py"


def test_it_opens_with_the_worked_group() -> None:
    async def act(tab: Tab) -> None:
        assert tab.sums() == {
            "surrogate": "−0.083",
            "mean k₃": "0.2137",
            "β × mean k₃": "0.0085",
            "clipped": "2 of 4",
            "J": J,
        }
        assert tab.problem() == ""
        assert tab.props(Choice, "group")["value"] == "worked"
        for picture in ("policies", "min", "gradient", "epsilon", "beta"):
            assert tab.content(picture).startswith("<svg")

    in_tabs(act)


@pytest.mark.parametrize(
    ("field", "value", "surrogate"),
    [
        ("new", "0.22", "−0.108"),  # o1: ratio 1.1 instead of 1.2 clipped: 0.1 / 4 less
        ("old", "0.3", "−0.133"),  # o1: ratio 1: 0.2 / 4 less
        # (-.57735 * 1.5 - .57735 * .8 + 1.73205 * .7 - .57735 * 1.43333) / 4
        ("reward", "0", "−0.236"),
    ],
)
def test_a_field_of_the_table_moves_the_sums(field: str, value: str, surrogate: str) -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, field, value)
        await tab.until(lambda: tab.sums()["surrogate"] == surrogate)
        assert tab.props(Choice, "group")["value"] == "own"

    in_tabs(act)


def test_the_reference_moves_only_the_kl() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "ref", "0.3")
        # o1's k3 of .1931 is gone: (.3069 + .3069 + .0481) / 4
        await tab.until(lambda: tab.sums()["mean k₃"] == "0.1655")
        assert tab.sums()["surrogate"] == "−0.083"

    in_tabs(act)


def test_text_and_question() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(1, "text", "four hundred")
        await tab.until(lambda: tab.rows()[1]["text"] == "four hundred")
        question = next(e for e in tab.user.find(kind=ui.input).elements if e.label == "question")
        question.value = "What is 17 × 24?"
        await asyncio.sleep(0.6)
        question.value = ""
        await tab.until(lambda: tab.problem() == "question: empty; write a text")
        question.value = "?"
        await tab.until(lambda: tab.problem() == "")

    in_tabs(act)


@pytest.mark.parametrize(
    ("dial", "value", "name", "shown"),
    [
        ("ε", "0.1", "surrogate", "−0.133"),
        ("ε", "10", "surrogate", "0.067"),
        ("β", "0", "J", "−0.0833"),
        ("β", "0.5", "β × mean k₃", "0.1069"),
    ],
)
def test_dials(dial: str, value: str, name: str, shown: str) -> None:
    async def act(tab: Tab) -> None:
        tab.turn(dial, value)
        await tab.until(lambda: tab.sums()[name] == shown)
        assert tab.props(Dial, dial)["high"] >= float(value)

    in_tabs(act)


def test_two_epsilons() -> None:
    async def act(tab: Tab) -> None:
        assert tab.props(Dial, "ε high")["disabled"]
        tab.click("one ε")
        await tab.until(lambda: not tab.props(Dial, "ε high")["disabled"])
        tab.turn("ε high", "0.5")
        await tab.until(lambda: tab.sums()["surrogate"] == "−0.008")  # .3 / 4 more
        tab.turn("ε low", "0.6")
        await tab.until(lambda: tab.sums()["surrogate"] == "0.067")
        assert "second" in tab.content("epsilon")
        tab.click("one ε")
        await tab.until(lambda: tab.props(Dial, "ε high")["disabled"])

    in_tabs(act)


@pytest.mark.parametrize(
    ("convention", "surrogate"),
    [("sample", "−0.072"), ("none", "−0.042"), ("population", "−0.083")],
)
def test_std_conventions(convention: str, surrogate: str) -> None:
    async def act(tab: Tab) -> None:
        tab.choose("std", convention)
        await tab.until(lambda: tab.sums()["surrogate"] == surrogate)

    in_tabs(act)


def test_level_and_tokens() -> None:
    async def act(tab: Tab) -> None:
        tab.choose("ratio of", "token")
        await tab.until(lambda: "tokens" in [c["key"] for c in tab.props(AnswersTable)["columns"]])
        assert tab.sums()["J"] == J  # one token each
        tab.edit(0, "tokens", "2")
        await tab.until(lambda: tab.rows()[0]["out"]["ratio"] == "1.225")  # sqrt of 1.5

    in_tabs(act)


def test_another_rule_has_other_knobs_and_columns() -> None:
    async def act(tab: Tab) -> None:
        tab.choose("rule", "cispo")
        await tab.until(lambda: tab.rows()[0]["out"]["weight"] == "+1.272")
        assert "weight" in [c["key"] for c in tab.props(AnswersTable)["columns"]]
        await tab.user.should_not_see(marker="min", retries=1)
        assert "CISPO" in tab.content("concept")
        tab.turn("largest weight", "1.4")
        await tab.until(lambda: tab.rows()[0]["out"]["weight"] == "+1.400")
        tab.turn("largest weight", None)
        tab.turn("largest weight", "-1")
        await tab.until(lambda: "weight_max: -1 is out of range" in tab.problem())
        tab.choose("rule", "clip")
        await tab.until(lambda: tab.sums()["J"] == J)
        assert tab.content("min").startswith("<svg")
        tab.click("Undo")
        await tab.until(lambda: tab.rows()[0]["out"]["weight"] == "+1.400")

    in_tabs(act)


def test_a_system_sets_all_at_once() -> None:
    async def act(tab: Tab) -> None:
        assert tab.props(Choice, "as in")["value"] == "deepseekmath"
        tab.choose("as in", "trl")
        # ddof 1 and 1e-4: A = .5 / (.57735 + .0001)
        await tab.until(lambda: tab.rows()[0]["out"]["A"] == "+0.866")
        assert tab.sums()["J"] == "−0.0722"
        shown = {name: tab.props(Choice, name)["value"] for name in ("rule", "average", "std")}
        assert shown == {"rule": "clip", "average": "dapo", "std": "trl"}
        assert "TRL 1.16.0" in tab.content("notes")
        tab.turn("β", "0.1")
        await tab.until(lambda: tab.props(Choice, "as in")["value"] == "")

    in_tabs(act)


def test_what_does_not_go_together_is_said_and_the_list_shows_what_counts() -> None:
    async def act(tab: Tab) -> None:
        tab.choose("average", "dapo")
        await tab.until(lambda: tab.props(Choice, "average")["value"] == "dapo")
        tab.choose("rule", "gmpo")
        await tab.until(lambda: "GMPO is a mean over answers" in tab.problem())
        assert tab.props(Choice, "rule")["value"] == "clip"
        assert tab.props(Choice, "rule")["refused"] == 1

    in_tabs(act)


def test_log_probabilities() -> None:
    async def act(tab: Tab) -> None:
        tab.choose("shown as", "logs")
        await tab.until(lambda: tab.rows()[0]["in"]["old"]["value"] == "-1.60944")
        tab.edit(0, "new", "-1.60944")
        await tab.until(lambda: tab.rows()[0]["out"]["ratio"] == "1.000")

    in_tabs(act)


def test_others_give_way() -> None:
    async def act(tab: Tab) -> None:
        tab.click("others give way")
        tab.edit(0, "new", "0.65")
        await tab.until(lambda: tab.rows()[3]["in"]["new"]["value"] == "0.215")
        assert tab.props(AnswersTable)["sums"]["new"] == "Σ 1.00"

    in_tabs(act)


def test_answers_are_added_picked_explained_and_removed() -> None:
    async def act(tab: Tab) -> None:
        tab.table("add")
        await tab.until(lambda: len(tab.rows()) == 5)
        assert tab.props(AnswersTable)["picked"] == 4
        tab.table("pick", 3)
        tab.table("explain", "ratio")
        # All made room by the same factor, so that each ratio is what it was.
        await tab.until(lambda: "0.387 / 0.27 = 1.433" in tab.content("concept"))
        tab.table("remove", 4)
        await tab.until(lambda: len(tab.rows()) == 4)
        for size in (3, 2):
            tab.table("remove", 0)
            await tab.until(lambda size=size: len(tab.rows()) == size)
        tab.table("remove", 0)
        await tab.until(lambda: "needs 2" in tab.problem())

    in_tabs(act)


@pytest.mark.parametrize("name", [n for n in presets() if n != "worked"])
def test_presets(name: str) -> None:
    async def act(tab: Tab) -> None:
        tab.choose("group", name)
        await tab.until(lambda: tab.props(Choice, "group")["value"] == name)
        expected = {
            "notebook_clips": ("0.000", 4),
            "notebook_rewards": ("0.000", 10),
            "lab": ("−0.102", 8),
        }[name]
        assert (tab.sums()["surrogate"], len(tab.rows())) == expected

    in_tabs(act)


# -- nonsense -----------------------------------------------------------------


@pytest.mark.parametrize("value", ["", " ", "abc", "2", "-1", "nan", "1e999", "0", "<b>", "1/0"])
def test_a_field_keeps_nonsense_and_says_so_until_it_is_mended(value: str) -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "new", value)
        await tab.until(lambda: tab.problem().startswith("answers[1].new: "))
        said = tab.problem()
        assert "\n" not in said
        tab.edit(0, "new", None)  # the field is left
        tab.turn("β", "0")  # and another one is edited
        await tab.until(lambda: tab.sums()["J"] == "−0.0833")
        assert tab.problem() == said
        assert tab.props(AnswersTable)["wrong"] == {"new:0": said}
        assert tab.rows()[0]["in"]["new"]["value"] == value
        assert tab.rows()[0]["in"]["new"]["at"] == pytest.approx(0.3)  # what counts
        tab.edit(0, "new", "0.22")
        await tab.until(lambda: tab.problem() == "" and tab.props(AnswersTable)["wrong"] == {})
        assert tab.rows()[0]["in"]["new"]["value"] == "0.22"

    in_tabs(act)


@pytest.mark.parametrize("dial", ["ε", "β"])
def test_nonsense_on_a_dial(dial: str) -> None:
    async def act(tab: Tab) -> None:
        tab.turn(dial, "-3")
        await tab.until(lambda: "out of range" in tab.problem() and tab.props(Dial, dial)["wrong"])
        assert tab.sums()["J"] == J
        tab.turn(dial, None)
        tab.edit(0, "text", "another")
        await tab.until(lambda: tab.rows()[0]["text"] == "another")
        assert tab.props(Dial, dial)["value"] == "-3"
        tab.turn(dial, "0.1")  # by the slider
        await tab.until(lambda: tab.problem() == "" and not tab.props(Dial, dial)["wrong"])

    in_tabs(act)


def test_several_wrong_fields_are_all_named_until_each_is_mended() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "new", "1.5")
        tab.edit(2, "reward", "abc")
        tab.turn("β", "x")
        await tab.until(lambda: tab.problem().count("▸") == 2)
        tab.table("remove", 1)
        await tab.until(
            lambda: set(tab.props(AnswersTable)["wrong"]) == {"new:0", "reward:1", "beta"}
        )
        tab.edit(1, "reward", "1")
        await tab.until(lambda: tab.problem().count("▸") == 1)
        tab.turn("β", "0")
        tab.edit(0, "new", "0.5")
        await tab.until(lambda: tab.problem() == "")

    in_tabs(act)


def test_a_wrong_text_stays_too() -> None:
    async def act(tab: Tab) -> None:
        question = next(e for e in tab.user.find(kind=ui.input).elements if e.label == "question")
        question.value = ""
        tab.edit(1, "text", "  ")
        tab.turn("β", "0")
        await tab.until(lambda: tab.sums()["J"] == "−0.0833")
        assert (question.value, tab.rows()[1]["text"]) == ("", "  ")
        assert "question: empty" in tab.problem() and "answers[2].text: empty" in tab.problem()

    in_tabs(act)


def test_all_the_typed_digits_are_shown() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "new", "1/3")
        await tab.until(lambda: tab.rows()[0]["in"]["new"]["value"] == "0.333333333333")
        tab.edit(0, "reward", "0,123456789")
        await tab.until(lambda: tab.rows()[0]["in"]["reward"]["value"] == "0.123456789")
        tab.turn("β", "0.0123456789")
        await tab.until(lambda: tab.props(Dial, "β")["value"] == "0.0123456789")

    in_tabs(act)


def test_a_page_that_is_loaded_again_still_holds_what_was_wrong() -> None:
    typed = quote(json.dumps({"new:0": "1.5", "nowhere": "1", "old:99": "1", "beta": "0.1"}))

    async def act(tab: Tab) -> None:
        await tab.until(lambda: tab.props(AnswersTable)["wrong"] != {})
        assert tab.rows()[0]["in"]["new"]["value"] == "1.5"
        assert tab.problem().count("answers[1].new: 1.5 is not the probability") == 1
        assert tab.sums()["J"] == "−0.1047"  # beta counts: -.083333 - .1 * .213749

    in_tabs(act, path=f"/?s={encode(Session.worked())}&typed={typed}")


@pytest.mark.parametrize("typed", ["[", "[1]", '{"new:0": 1}', "[" * 5000, '"x"'])
def test_an_address_of_nonsense_is_not_followed(typed: str) -> None:
    async def act(tab: Tab) -> None:
        assert (tab.problem(), tab.sums()["J"]) == ("", J)

    in_tabs(act, path=f"/?s={encode(Session.worked())}&typed={quote(typed)}")


# -- steps back ---------------------------------------------------------------


def test_every_step_is_taken_back_and_made_again() -> None:
    async def act(tab: Tab) -> None:
        def new(i: int) -> str:
            return tab.rows()[i]["in"]["new"]["value"]

        for letters in ("0", "0.", "0.2", "0.22"):
            tab.edit(0, "new", letters)
        tab.edit(0, "new", None)
        tab.table("remove", 3)
        tab.choose("group", "notebook_rewards")
        await tab.until(lambda: len(tab.rows()) == 10)
        tab.click("Undo")
        await tab.until(lambda: len(tab.rows()) == 3 and new(0) == "0.22")
        tab.click("Undo")
        await tab.until(lambda: len(tab.rows()) == 4)
        tab.table("undo")  # by key: all that was typed in one visit is one step
        await tab.until(lambda: new(0) == "0.3")
        assert tab.sums()["J"] == J
        assert tab.props(Choice, "group")["value"] == "worked"
        for size in (4, 3, 10):
            tab.table("redo")
            await tab.until(lambda size=size: len(tab.rows()) == size)

    in_tabs(act)


def test_a_reset_leads_to_the_group_as_it_was_opened_and_can_be_taken_back() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "new", "1.5")
        tab.turn("β", "0")
        await tab.until(lambda: tab.sums()["J"] == "−0.0833")
        tab.click("Reset")
        await tab.until(lambda: tab.sums()["J"] == J and tab.problem() == "")
        assert tab.props(Choice, "group")["value"] == "worked"
        tab.click("Undo")
        await tab.until(lambda: tab.sums()["J"] == "−0.0833" and "1.5" in tab.problem())

    in_tabs(act)


def test_a_reset_after_the_page_was_loaded_again() -> None:
    changed = encode(Session.worked().with_dial("beta", "0"))

    async def act(tab: Tab) -> None:
        assert tab.sums()["J"] == "−0.0833"
        tab.click("Reset")
        await tab.until(lambda: tab.sums()["J"] == J)

    in_tabs(act, path=f"/?s={changed}&from=worked")


# -- what to try ----------------------------------------------------------------


def test_the_three_tasks_of_the_worked_group_are_true_and_are_ticked_off() -> None:
    async def act(tab: Tab) -> None:
        guide = tab.content("guide")
        assert "its ρ is 1.500, so ε = 0.500 does it" in guide
        assert "0.1 × 1.2 = 0.12" in guide
        assert guide.count('class="open"') == 3
        tab.turn("ε", "0.5")
        await tab.until(lambda: tab.content("guide").count('class="done"') == 1)
        tab.turn("ε", "0.2")
        tab.edit(2, "new", "0.121")
        await tab.until(lambda: tab.content("guide").count('class="done"') == 1)
        for index in (1, 3):
            tab.edit(index, "reward", "1")
        await tab.until(lambda: tab.sums()["surrogate"] == "0.000")
        assert tab.content("guide").count('class="done"') == 1  # silent: no clip acts at all

    in_tabs(act)


# -- the last resort ------------------------------------------------------------


def test_what_nobody_has_thought_of_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise KeyError("group_id")

    async def act(tab: Tab) -> None:
        monkeypatch.setattr(Edits, "remove", fails)
        tab.table("remove", 0)
        await tab.until(lambda: "KeyError: 'group_id'" in tab.problem())
        assert "\n" not in tab.problem()
        assert tab.sums()["J"] == J

    in_tabs(act)


def test_a_picture_that_cannot_be_drawn_is_said_and_undo_leads_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = plots.draw

    def draw(session: Session, *rest: object) -> dict[str, str]:
        if session.table.beta == 7:
            raise OverflowError("too large")
        return drawn(session, *rest)

    async def act(tab: Tab) -> None:
        monkeypatch.setattr(plots, "draw", draw)
        tab.turn("β", "7")
        await tab.until(lambda: "OverflowError: too large" in tab.problem())
        tab.table("undo")
        await tab.until(lambda: tab.problem() == "")
        assert tab.sums()["J"] == J

    in_tabs(act)


def test_what_no_control_would_send() -> None:
    async def act(tab: Tab) -> None:
        for change in (lambda: tab.edit(99, "new", "1"), lambda: tab.edit(0, "secret", "1")):
            change()
            await tab.until(lambda: tab.problem() != "")
        tab.table("pick", 99)
        tab.table("explain", "nothing")
        tab.choose("std", "nonsense")
        await tab.until(lambda: tab.problem().startswith("std:"))
        tab.choose("group", "../../etc/passwd")
        await tab.until(lambda: tab.problem().startswith("preset: there is no"))
        assert tab.sums()["J"] == J

    in_tabs(act)


def test_texts_stay_texts() -> None:
    session = Session.worked().with_answer(0, "text", "<img src=x onerror=alert(1)>")
    session = session.with_answer(1, "text", "四<script>")

    async def act(tab: Tab) -> None:
        for marker in ("notes", "concept", "min", "policies"):
            assert "<script" not in tab.content(marker)
            assert "<img" not in tab.content(marker)

    in_tabs(act, path=f"/?s={encode(session)}")


def test_a_hundred_changes_are_shown_as_a_few() -> None:
    async def act(tab: Tab) -> None:
        (sums,) = tab.user.find(marker="sums").elements
        shown = []
        original = sums.set_content
        sums.set_content = lambda content: (shown.append(content), original(content))
        for step in range(100):
            tab.edit(0, "new", f"{0.30 + 0.001 * step:.3f}")
            await asyncio.sleep(0.002)
        # The last one counts: o1 stays clipped, its k3 is ln(.399/.15) + .15/.399 - 1.
        await tab.until(lambda: tab.rows()[0]["out"]["k3"] == "0.3543")
        assert 1 <= len(shown) < 60

    in_tabs(act)


# -- tabs, links, files -------------------------------------------------------


def test_two_tabs_do_not_disturb_each_other() -> None:
    async def act(one: Tab, other: Tab) -> None:
        one.turn("β", "0")
        await one.until(lambda: one.sums()["J"] == "−0.0833")
        assert other.sums()["J"] == J

    in_tabs(act, count=2)


def test_a_closed_tab_takes_nothing_with_it() -> None:
    async def act(one: Tab, other: Tab) -> None:
        one.turn("β", "0")
        one.user.client.delete()  # before the change is shown
        await asyncio.sleep(0.6)
        other.turn("β", "0")
        await other.until(lambda: other.sums()["J"] == "−0.0833")

    in_tabs(act, count=2)


def test_a_link_restores_the_session() -> None:
    session = Session.worked().with_answer(0, "new", "0.22").with_std("none")

    async def act(tab: Tab) -> None:
        assert tab.rows()[0]["in"]["new"]["value"] == "0.22"
        assert tab.props(Choice, "std")["value"] == "none"
        tab.click("Link")
        (address,) = [e for e in tab.user.find(kind=ui.textarea).elements if e.label == "address"]
        again = decode(address.value.split("?s=")[1])
        assert again.table.objective == session.table.objective

    in_tabs(act, path=f"/?s={encode(session)}")


def test_a_damaged_link_opens_the_worked_group_and_says_so() -> None:
    async def act(tab: Tab) -> None:
        assert tab.problem().startswith("link: it is damaged")
        assert tab.sums()["J"] == J

    in_tabs(act, path="/?s=nonsense")


async def upload(tab: Tab, label: str, name: str, content: bytes) -> None:
    (element,) = tab.user.find(marker=f"upload {label}").elements
    await element.handle_uploads([SmallFileUpload(name, "text/plain", content)])


def test_a_group_file_is_saved_and_opened_again() -> None:
    async def act(tab: Tab) -> None:
        tab.edit(0, "new", "0.22")
        tab.click("Save")
        response = await tab.user.download.next()
        assert "new = 0.22\n" in response.text
        tab.choose("group", "worked")
        await tab.until(lambda: tab.rows()[0]["in"]["new"]["value"] == "0.3")
        await upload(tab, "Open", "mine.toml", response.content)
        await tab.until(lambda: tab.rows()[0]["in"]["new"]["value"] == "0.22")

    in_tabs(act)


def test_a_bad_group_file_changes_nothing() -> None:
    async def act(tab: Tab) -> None:
        await upload(tab, "Open", "mine.toml", b"question = 1")
        await tab.until(lambda: tab.problem().startswith("mine.toml: question: 1 is not text"))
        assert tab.sums()["J"] == J

    in_tabs(act)


LOG = "\n".join(
    json.dumps({"step": step, "prompt": f"q{step}", "completion": f"a{n}", "reward": n % 2})
    for step in (1, 2)
    for n in range(step + 2)
)


def test_a_group_out_of_a_pasted_log() -> None:
    async def act(tab: Tab) -> None:
        tab.click("Training log")
        (field,) = tab.user.find(marker="pasted log").elements
        field.value = LOG
        tab.click("Read what is pasted")
        options = tab.props(Choice, "pick")["options"]
        assert [option[1][:10] for option in options] == ["step 1: q1", "step 2: q2"]
        tab.choose("pick", "1")
        tab.click("Take this group")
        await tab.until(lambda: [row["text"] for row in tab.rows()] == ["a0", "a1", "a2", "a3"])
        assert "From the log: the log holds no log-probabilities" in tab.content("notes")

    in_tabs(act)


def test_a_log_that_is_none_says_so() -> None:
    async def act(tab: Tab) -> None:
        tab.click("Training log")
        await upload(tab, "or open a file", "log.parquet", b"PAR1\x15\x04\xff")
        await tab.user.should_see("log.parquet: this is Parquet")
        await upload(tab, "or open a file", "log.csv", b"\xff\xfe\x00")
        await tab.user.should_see("log.csv: this is not UTF-8 text")

    in_tabs(act)


def test_a_pasted_log_that_is_too_long_for_one_message() -> None:
    async def act(tab: Tab) -> None:
        tab.click("Training log")
        (field,) = tab.user.find(marker="pasted log").elements
        field.value = "x" * 200_001
        tab.click("Read what is pasted")
        await tab.user.should_see("pasted text: more than 200000 characters")

    in_tabs(act)


@pytest.mark.parametrize("error", [KeyError("group_id"), OverflowError("int too large")])
def test_a_log_that_nobody_has_thought_of(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    async def act(tab: Tab) -> None:
        monkeypatch.setattr(logs, "read_log", fails)
        tab.click("Training log")
        await upload(tab, "or open a file", "log.jsonl", b"{}")
        await tab.until(lambda: f"{type(error).__name__}: " in tab.problem())
        assert any(type(error).__name__ in said for said in tab.user.notify.messages)

    in_tabs(act)


def test_the_theme() -> None:
    async def act(tab: Tab) -> None:
        (mode,) = tab.user.find(kind=ui.dark_mode).elements
        tab.click("Light theme")
        assert mode.value is False
        tab.click("Dark theme")
        assert mode.value is True

    in_tabs(act)


# -- films --------------------------------------------------------------------


def test_a_film_is_made_shown_and_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SMALL_FILMS.parents[2]))
    for module in (job, dialogs):
        monkeypatch.setattr(module, "films", lambda: ("Clipping", "Swatch"))
    studio = Studio(tmp_path, (sys.executable, str(SMALL_FILMS)))

    async def act(one: Tab, other: Tab) -> None:
        one.edit(0, "new", "0.25")
        one.user.find(marker="render").click()
        one.choose("film", "Swatch")
        one.choose("theme", "light")
        (command,) = one.user.find(marker="make command").elements
        said = r"make render SCENE=Swatch GROUP=.*/17-24-\w{6}\.toml QUALITY=l THEME=light"
        assert re.fullmatch(said, command.text)
        one.user.find(marker="begin").click()
        other.user.find(marker="render").click()
        await other.user.should_see("Swatch: ")
        (begin,) = other.user.find(marker="begin").elements
        assert not begin.enabled  # one film at a time
        await one.until(lambda: not studio.is_busy, patience=90)
        assert studio.job.state == "done", studio.job.said
        (key,) = studio.films
        await one.until(lambda: f"/film/{key}.mp4" in one.content("film"))
        await one.user.should_see("Swatch.mp4")
        film = await one.user.http_client.get(f"/film/{key}.mp4")
        assert film.content == studio.films[key].read_bytes()
        captions = await one.user.http_client.get(f"/film/{key}.vtt")
        assert captions.text.startswith("WEBVTT")
        for wrong in ("nothing.mp4", f"{key}.toml", f"{key}", "..%2F..%2Fsetup.mp4"):
            assert (await one.user.http_client.get(f"/film/{wrong}")).status_code == 404

    in_tabs(act, count=2, studio=studio)
