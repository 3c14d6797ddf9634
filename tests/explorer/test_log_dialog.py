"""The dialog of a training log: what was taken for what is shown there and can be changed."""

from __future__ import annotations

import io
import json

import pytest

pytest.importorskip("nicegui", reason="NiceGUI is missing; `make explore` brings it")

from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from system_logs import CONVERSATION, QUESTION, REWARDS, TEXTS, lines
from tabs import Tab, in_tabs

from explorer.controls import Choice

ROWS = [
    {
        "step": 4,
        "prompt": QUESTION,
        "completion": text,
        "right": reward,
        "short": 0.5 * i,
        "topic": "a",
        "logps": [-1.0 * i],
        "advantage": advantage,
    }
    # (1, 0, 1) less 2/3 over 0.57735 + 1e-4: `right` alone made the advantages.
    for i, (text, reward, advantage) in enumerate(
        zip(TEXTS, REWARDS, (0.57725, -1.15450, 0.57725), strict=True)
    )
]


def read(tab: Tab, content: str) -> None:
    tab.click("Training log")
    (field,) = tab.user.find(marker="pasted log").elements
    field.value = content
    tab.click("Read what is pasted")


def reading(tab: Tab) -> str:
    (label,) = tab.user.find(marker="reading").elements
    return label.text


def box(tab: Tab, column: str) -> ui.checkbox:
    (found,) = tab.user.find(marker=f"reward {column}").elements
    return found


async def rewards_taken(tab: Tab, rewards: list[str]) -> None:
    tab.click("Take this group")
    await tab.until(lambda: [row["in"]["reward"]["value"] for row in tab.rows()] == rewards)


def test_it_says_what_was_taken_for_what() -> None:
    async def act(tab: Tab) -> None:
        read(tab, lines(*ROWS))
        assert reading(tab) == (
            "question = prompt; answer = completion; reward = right (gives the logged "
            "advantages, ddof 1); group = the same prompt within step; log-probabilities: "
            "new = logps"
        )
        assert tab.props(Choice, "question from")["value"] == "prompt"
        assert tab.props(Choice, "reference from")["value"] == ""
        assert [box(tab, name).value for name in ("right", "short")] == [True, False]
        await rewards_taken(tab, ["1", "0", "1"])

    in_tabs(act)


def test_columns_are_chosen_there() -> None:
    async def act(tab: Tab) -> None:
        read(tab, lines(*ROWS))
        box(tab, "short").value = True
        assert "reward = right + short (chosen)" in reading(tab)
        tab.choose("group by", "topic")
        tab.choose("new from", "")
        tab.choose("reference from", "logps")
        assert "group = topic within step; log-probabilities: ref = logps" in reading(tab)
        tab.choose("question from", "topic")
        # 1 + 0, 0 + 0.5, 1 + 1
        await rewards_taken(tab, ["1", "0.5", "2"])
        assert tab.user.find("question").elements
        assert "old and new: taken from ref" in tab.content("notes")

    in_tabs(act)


def test_a_column_that_is_not_found_is_asked_for() -> None:
    names = {"prompt": "task", "completion": "said", "advantage": "a"}
    rows = [{names.get(key, key): value for key, value in row.items()} for row in ROWS]

    async def act(tab: Tab) -> None:
        read(tab, lines(*rows))
        await tab.user.should_see("there is no column for the question; choose one of step, task")
        assert not tab.user.find("Take this group").elements.pop().enabled
        tab.choose("question from", "task")
        await tab.user.should_see("there is no column for the answer")
        tab.choose("answer from", "said")
        box(tab, "short").value = False
        box(tab, "a").value = False
        box(tab, "right").value = True
        assert "question = task; answer = said; reward = right (chosen)" in reading(tab)
        await rewards_taken(tab, ["1", "0", "1"])

    in_tabs(act)


def test_another_log_begins_with_what_is_found() -> None:
    async def act(tab: Tab) -> None:
        read(tab, lines(*ROWS))
        box(tab, "short").value = True
        tab.click("Read what is pasted")
        assert "reward = right (gives the logged advantages" in reading(tab)
        (field,) = tab.user.find(marker="pasted log").elements
        field.value = "nothing"
        tab.click("Read what is pasted")
        assert reading(tab) == ""
        assert not tab.user.find("Take this group").elements.pop().enabled

    in_tabs(act)


def test_a_parquet_file_is_opened() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="make .venv/.parquet brings pyarrow")
    import pyarrow as pa

    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(CONVERSATION), file)

    async def act(tab: Tab) -> None:
        tab.click("Training log")
        (element,) = tab.user.find(marker="upload or open a file").elements
        await element.handle_uploads([SmallFileUpload("run.parquet", "", file.getvalue())])
        await tab.until(lambda: reading(tab) != "")
        title = f"step 7: {QUESTION} (3 answers, rewards 0 to 1)"
        assert tab.props(Choice, "pick")["options"] == [["0", title]]
        await rewards_taken(tab, ["1", "0", "1"])

    in_tabs(act)


def test_a_key_that_is_lacking_is_told() -> None:
    rows = [{"prompt": "p", "completion": "a", "reward": 1, "group_id": 1}]
    rows.append({"prompt": "p", "completion": "b", "reward": 0})

    async def act(tab: Tab) -> None:
        read(tab, "\n".join(map(json.dumps, rows)))
        await tab.user.should_see("pasted text: row 2: group_id is missing")

    in_tabs(act)
