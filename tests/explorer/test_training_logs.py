"""Training logs: which columns are found, which groups come out, what is refused."""

from __future__ import annotations

import json
import math

import pytest

from explorer.logs import read_log, session_of
from explorer.session import Refusal


def lines(*rows: dict) -> str:
    return "\n".join(json.dumps(row) for row in rows)


# A step of TRL 1.16's completions table: two questions, two reward functions, ddof 1 + 1e-4.
def trl_rows() -> list[dict]:
    made = []
    for prompt, scores in (("Is 91 prime?", (1, 0, 0, 1)), ("2 + 2 = ?", (1, 1, 1, 1))):
        for number, score in enumerate(scores):
            advantage = 0.0 if prompt[0] == "2" else (0.5 if score else -0.5) / (0.57735 + 1e-4)
            made.append(
                {
                    "step": 5,
                    "prompt": prompt,
                    "completion": f"answer {number}",
                    "accuracy_reward": float(score),
                    "format_reward": 1.0,
                    "advantage": advantage,
                }
            )
    return made


def test_a_trl_completions_log() -> None:
    log = read_log(lines(*trl_rows()))
    assert [group.title for group in log.groups] == [
        "step 5: Is 91 prime? (4 answers, rewards 1 to 2)",
        "step 5: 2 + 2 = ? (4 answers, all rewards 2, silent)",
    ]
    assert log.notes == ("reward is the sum of accuracy_reward, format_reward, each with weight 1",)
    session, notes = session_of(log.groups[0])
    assert session.group.question == "Is 91 prime?"
    assert list(session.group.rewards) == [2, 1, 1, 2]
    assert session.std == "sample"  # the convention of the log's own advantages
    assert session.table.ratio == pytest.approx([1, 1, 1, 1])
    assert any("no log-probabilities" in note for note in notes)


def test_the_same_prompt_in_two_steps_is_two_groups() -> None:
    rows = [row | {"step": step} for step in (1, 2) for row in trl_rows()[:4]]
    assert [group.step for group in read_log(lines(*rows)).groups] == ["1", "2"]


def test_csv_with_commas_and_line_breaks_in_answers() -> None:
    text = 'question,answer,reward,old_logp,new_logp,ref_logp\r\n"a, b?","x\ny",1,-1.0,-0.5,-1.2\n'
    session, notes = session_of(read_log(text + '"a, b?",z,0,-2,-2.5,-2\n').groups[0])
    assert session.group.texts == ("x\ny", "z")
    assert session.table.ratio == pytest.approx([math.exp(0.5), math.exp(-0.5)])
    assert notes == []


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str) -> None:
    text = "\ufeffprompt,completion,reward\nq,a,1\nq,b,0\n".replace(",", separator)
    assert read_log(text).groups[0].answers[1].text == "b"


def test_lists_of_token_log_probabilities_are_summed_and_counted() -> None:
    rows = [
        {"prompt": "q", "completion": "a", "reward": 1, "old_logps": [-1, -2], "logps": "[-1, -1]"},
        {"prompt": "q", "completion": "b", "reward": 0, "old_logps": [-3, -1], "logps": [-3, -1]},
    ]
    session, notes = session_of(read_log(lines(*rows)).groups[0])
    assert (session.tokens, session.level) == ((2, 2), "token")
    assert list(session.group.old_logp) == [-3, -4]
    # (2 nats less 3) over 2 tokens: half a nat each.
    assert session.table.ratio == pytest.approx([math.exp(0.5), 1])
    assert notes == ["the log does not hold ref: taken from old"]


def test_conversations_give_their_contents() -> None:
    def said(text: str) -> list[dict]:
        return [{"role": "user", "content": text}]

    rows = [
        {"prompt": said("why?"), "completion": json.dumps(said(text)), "reward": reward}
        for text, reward in (("so", True), ("no", False))
    ]
    group = read_log(lines(*rows)).groups[0]
    assert (group.question, group.answers[0].text) == ("why?", "so")
    assert [answer.reward for answer in group.answers] == [1, 0]


def test_a_large_group_is_cut_and_long_answers_too() -> None:
    rows = [{"prompt": "q", "completion": "x" * 999, "reward": n % 2} for n in range(70)]
    session, notes = session_of(read_log(lines(*rows)).groups[0])
    assert session.group.size == 64
    assert len(session.group.texts[0]) == 400
    assert notes[0] == "the first 64 of 70 answers are taken"


def test_advantages_of_no_known_convention_are_named() -> None:
    rows = [row | {"advantage": 7.0 - i} for i, row in enumerate(trl_rows()[:4])]
    session, notes = session_of(read_log(lines(*rows)).groups[0])
    assert session.std == "population"
    assert any("fit none" in note for note in notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "log: empty"),
        ("PAR1\x15\x04", "log: this is Parquet"),
        ("{", "log: line 1 is not JSON"),
        ("[" * 100_000, "log: this is not JSON"),
        ('{"prompt": 1}\n[1]', "log: line 2 is not an object"),
        ("a,b\n1,2\n", "log: there is no column for the question"),
        ("prompt,reward\nq,1\n", "log: there is no column for the answer"),
        ("prompt,completion\nq,a\nq,b\n", "log: there is no column of rewards"),
        ("prompt,completion,reward\n", "log: there are no rows"),
        ("prompt,completion,reward\nq,a,1\nr,b,0\n", "log: no question has 2 answers"),
        ("prompt,completion,reward\nq,a,good\nq,b,0\n", "log: row 1: reward: 'good' is not"),
        ("prompt,completion,reward\nq,a,nan\nq,b,0\n", "log: row 1: reward: 'nan' is not"),
        ("prompt,completion,reward,logp\nq,a,1,0.5\n", "log: row 1: logp is above 0"),
        ("prompt,completion,reward,logp\nq,a,1,[x]\n", "log: row 1: logp: not a list"),
    ],
)
def test_what_is_no_log_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_log(text)
    assert str(refusal.value).startswith(said)
    assert "\n" not in str(refusal.value)
